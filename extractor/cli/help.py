"""The help of commands in two languages, and its lines, which click measures by characters and not by columns."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterable
from typing import TypeVar

import click

from extractor.cli.layout import padded, width, wrapped
from extractor.cli.speech import is_chinese, translated

PARAGRAPH = "\n\n"
Command = TypeVar("Command", bound=click.Command)


def in_language(command: Command) -> Command:
    """A copy of a command with all that its help says in the language that is spoken; English is as it was written."""
    made = copy.copy(command)
    made.context_class = LaidOut
    made._help_option = None  # click keeps it, in the language of the first call
    if is_chinese():
        made.help = PARAGRAPH.join(map(translated, paragraphs(command.help)))
        made.options_metavar = translated(command.options_metavar or "")
        made.params = [_parameter(each) for each in command.params]
    if isinstance(made, click.Group):
        made.subcommand_metavar = translated(made.subcommand_metavar or "")
        made.commands = {name: in_language(each) for name, each in made.commands.items()}
    return made


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a help text, each in one line: what is translated as one."""
    return [" ".join(part.split()) for part in inspect.cleandoc(text or "").split(PARAGRAPH)]


def metavar(parameter: click.Parameter) -> str | None:
    """What click writes for the value of an option of a plain type, such as INTEGER; None for all others."""
    if not isinstance(parameter, click.Option) or parameter.is_flag or parameter.count or parameter.metavar:
        return None
    return None if isinstance(parameter.type, click.Choice) else parameter.type.name.upper()


def _parameter(parameter: click.Parameter) -> click.Parameter:
    made = copy.copy(parameter)
    if isinstance(made, click.Option):
        made.help = translated(made.help or "")
        if word := metavar(made):
            made.metavar = translated(word)
    return made


class _Formatter(click.HelpFormatter):
    """Lines by their columns in the terminal."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{heading}{'：' if is_chinese() else ':'}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for i, paragraph in enumerate(paragraphs(text)):
            self.write("\n" if i else "")
            for line in wrapped(paragraph, max(self.width - self.current_indent, 20)):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max(width(name) for name, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, said in rows:
            lines = wrapped(said, max(self.width - self.current_indent - first, 20))
            if width(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            for line in lines:
                self.write(f"{indent}{padded(name, first)}{line}".rstrip() + "\n")
                name = ""


class LaidOut(click.Context):
    """Of a command whose help is laid out so."""

    formatter_class = _Formatter
