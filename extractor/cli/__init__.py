"""The command `juesuan`: its `commands`, and what they share: how they speak, lay text out, draw and watch a run.

Exit status: 0 all went well, 1 something needs attention (each command says what), 2 unusable arguments or an output
that cannot be written. Data and paths go to standard output, messages to standard error.
"""

from __future__ import annotations

import gc
import importlib
from typing import NamedTuple

import click

from extractor import __version__
from extractor.cli.help import LaidOut, in_language
from extractor.cli.speech import let_nothing_fail_to_print, of_locale, speak, tell, translated
from extractor.errors import DisclosureError
from extractor.languages import Language, joined

YOUNG = 50_000  # objects made before Python looks for unreachable cycles


class Entry(NamedTuple):
    """A command: the module in which it is, under its own name, and the first line of its help."""

    module: str
    help: str


COMMANDS = {
    "convert": Entry("extractor.cli.commands.convert", "Read disclosures into tidy tables."),
    "inspect": Entry("extractor.cli.commands.inspect", "Show what was found in one document."),
    "check": Entry("extractor.cli.commands.check", "Show the checks that failed."),
    "review": Entry("extractor.cli.commands.review", "Look at a dataset in the browser, and correct it."),
    "report": Entry("extractor.cli.commands.report", "Write a report on a dataset."),
    "patterns": Entry("extractor.cli.commands.patterns", "Test, list and explain the wordings by which prose is read."),
    "units": Entry("extractor.cli.commands.units", "Find the units behind the names of files and years."),
    "panel": Entry("extractor.cli.commands.panel", "Write a panel of units and years."),
    "export": Entry("extractor.cli.commands.export", "Write the tables of a dataset in other formats."),
    "status": Entry("extractor.cli.commands.status", "Show what is in a dataset, and how far a run is."),
    "dataset": Entry("extractor.cli.commands.dataset", "Prune a dataset, or merge others into it."),
    "schema": Entry("extractor.cli.commands.schema", "Tell every table, column, key and value."),
    "doctor": Entry("extractor.cli.commands.doctor", "Show what of this machine juesuan can use."),
    "load": Entry("extractor.cli.commands.load", "Load a dataset into a database of yours."),
}


class _Commands(click.Group):
    """Imports a command when it is called, and none to list them: a command loads the libraries that it needs."""

    context_class = LaidOut

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        speak(of_locale())
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.is_eager = False  # it waits for a --lang that comes after it
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_help(in_language(self), ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name].module), cmd_name)
        assert isinstance(command, click.Command)
        return in_language(command)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_usage(in_language(self), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(translated("Commands")):
            formatter.write_dl([(name, translated(entry.help)) for name, entry in COMMANDS.items()])


def _speak(ctx: click.Context, param: click.Parameter, chosen: Language | None) -> None:
    if chosen is not None:
        speak(Language(chosen))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option(
    "--lang",
    type=click.Choice([str(each) for each in Language]),
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="Speak Chinese (zh) or English (en); without it, as the locale says (LC_ALL, LC_MESSAGES, LANG).",
)
@click.version_option(__version__, prog_name="juesuan")
def cli() -> None:
    """Published Chinese department final accounts (部门决算公开) as tidy, audited data."""


def main() -> None:
    """Runs the command; what the user can mend is told in one sentence, with the exit status of its kind, mostly 2."""
    let_nothing_fail_to_print()
    gc.set_threshold(YOUNG)  # a start makes many objects that all stay: looking among them is 5 % of a short run
    try:
        cli()
    except DisclosureError as error:
        tell(joined("", ("juesuan: ", error.sentence)))
        raise SystemExit(error.exit_status) from error
