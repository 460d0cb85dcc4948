"""Sentences in two languages: English where they are made, Chinese (中文) from the catalogue in `locale/`.

    said("{file} is empty (0 bytes)", file="a.pdf")          # str in English, `.chinese` beside it

The English template is the key of its translation. Words that are sentences themselves are filled in with their own
Chinese. A template without a translation stays English; a test finds every one that the catalogue lacks.

There are two catalogues: `juesuan` holds what goes into the data (`said`), `commands` what a command prints
(`spoken`), whatever module says it. Both languages are made at once; whoever prints a sentence chooses one.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Self

CATALOGUE = Path(__file__).parent / "locale"
DATA, COMMANDS = "juesuan", "commands"
CHINESE = "zh_CN"


class Language(StrEnum):
    """The languages in which people are told things; their names are the values of `--lang`."""

    CHINESE = "zh"
    ENGLISH = "en"


class Sentence(str):
    """A text in English that carries its Chinese."""

    chinese: str

    def __new__(cls, english: str, chinese: str) -> Self:
        made = super().__new__(cls, english)
        made.chinese = chinese
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str]]:
        return Sentence, (str(self), self.chinese)


def said(template: str, /, **words: object) -> Sentence:
    """A sentence of the data with its words filled in; a missing word is a `KeyError`."""
    return _made(DATA, template, words)


def spoken(template: str, /, **words: object) -> Sentence:
    """A sentence that a command prints, likewise."""
    return _made(COMMANDS, template, words)


def _made(domain: str, template: str, words: Mapping[str, object]) -> Sentence:
    in_chinese = {name: word.chinese if isinstance(word, Sentence) else word for name, word in words.items()}
    return Sentence(template.format(**words), translations(domain).gettext(template).format(**in_chinese))


def chinese(text: str) -> str:
    """The Chinese of a text, or the text itself where it is in one language alone."""
    return text.chinese if isinstance(text, Sentence) else text


def joined(between: str, texts: Iterable[str], chinese_between: str | None = None) -> Sentence:
    """Several texts as one, with `between` them, in Chinese `chinese_between` where that differs."""
    found = list(texts)
    return Sentence(
        between.join(found), (between if chinese_between is None else chinese_between).join(map(chinese, found))
    )


@functools.cache
def translations(domain: str) -> gettext.NullTranslations:
    """The Chinese of a domain."""
    return gettext.translation(domain, CATALOGUE, [CHINESE], fallback=True)
