"""The command `juesuan`: one file a command, each nothing but arguments, calls and messages.

Exit status: 0 all went well, 1 something is not as it should be (each command says what), 2 unusable arguments or an
output that cannot be written. Data and paths go to standard output, messages to standard error.
"""

from __future__ import annotations

import importlib

import click

from extractor import __version__
from extractor.errors import DocumentError, PatternError, UsageError

COMMANDS = {
    "convert": "extractor.cli.convert",
    "inspect": "extractor.cli.inspect",
    "check": "extractor.cli.check",
    "patterns": "extractor.cli.patterns",
    "units": "extractor.cli.units",
    "panel": "extractor.cli.panel",
}


class _Commands(click.Group):
    """Imports a command when it is called: `convert` must not wait for pandas."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="juesuan")
def cli() -> None:
    """Published Chinese department final accounts (部门决算公开) as tidy, audited data."""


def main() -> None:
    """Runs the command; what the user can mend is told in one sentence, with exit status 2."""
    try:
        cli()
    except (UsageError, PatternError, DocumentError) as error:
        click.echo(f"juesuan: {error}", err=True)
        raise SystemExit(2) from error
