"""What a person is told, in the language of their locale, and harmless in their terminal whatever a document calls
itself.

Messages go to standard error (`tell`), what a person asked to see to standard output (`show`), data for programs as
it is (`give`), unless a terminal would have to show it.
"""

from __future__ import annotations

import gettext
import io
import os
import sys
import unicodedata
from collections.abc import Mapping

import click

from extractor.languages import CATALOGUE, CHINESE, COMMANDS, Language, Sentence, chinese, translations

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
_MARK = "\N{REPLACEMENT CHARACTER}"
_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {127: "\N{SYMBOL FOR DELETE}"}


_spoken = Language.ENGLISH


def of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of a person's locale. (Windows has none of these variables; there the system's is asked for.)"""
    named = next((value for name in LOCALE if (value := environment.get(name))), "")
    if not named and sys.platform == "win32":
        import locale

        named = (locale.getlocale()[0] or "").replace("Chinese", "zh")
    return Language.CHINESE if named.lower().startswith("zh") else Language.ENGLISH


def speak(language: Language) -> None:
    """Everything that follows is told in this language, including the words of click: it asks gettext, which asks the
    environment."""
    global _spoken
    _spoken = language
    gettext.bindtextdomain(COMMANDS, str(CATALOGUE))
    gettext.textdomain(COMMANDS)
    os.environ["LANGUAGE"] = CHINESE if language is Language.CHINESE else "en"


def let_nothing_fail_to_print() -> None:
    """A character that the terminal's encoding lacks is shown by its number, and ends no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def spoken_language() -> Language:
    return _spoken


def is_chinese() -> bool:
    return _spoken is Language.CHINESE


def worded(text: str) -> str:
    """A sentence in the language that is spoken; of a text in one language, that."""
    return chinese(text) if is_chinese() else str(text)


def translated(text: str) -> str:
    """A text of the catalogue of commands, as help has it, in the language that is spoken."""
    return translations(COMMANDS).gettext(text) if is_chinese() else text


def harmless(text: str) -> str:
    """A text whose every character can be seen and moves no other: no escapes, changes of direction or line ends.

    What would steer the terminal is shown by its sign (␛), what would turn the text around by �.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character.isprintable() or character in "\t\N{IDEOGRAPHIC SPACE}":
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return _PICTURES.get(ord(character), _MARK)


def tell(sentence: Sentence) -> None:
    """A message, on a line of its own."""
    click.echo(harmless(worded(sentence)), err=True)


def show(text: str = "") -> None:
    """A line of what a person asked to see; may be a sentence."""
    click.echo(harmless(worded(text)))


def give(data: str | os.PathLike[str]) -> None:
    """A path or data for a program, in UTF-8 as it is; where standard output is a terminal, harmless, line by line."""
    text = os.fspath(data)
    if sys.stdout.isatty():
        click.echo("\n".join(map(harmless, text.split("\n"))))
    else:
        click.echo(text.encode("utf-8", "surrogateescape"))
