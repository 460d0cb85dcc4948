"""Sentences in two languages: English where they are made, Chinese (中文) from the catalogue in `locale/`.

    said("{file} is empty (0 bytes)", file="a.pdf")          # str in English, `.chinese` beside it

The English template is the key of its translation. Words that are sentences themselves are filled in with their own
Chinese. What has no translation stays English; a test finds every template that the catalogue lacks.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Iterable
from pathlib import Path
from typing import Self

CATALOGUE = Path(__file__).parent / "locale"
DOMAIN = "juesuan"


class Sentence(str):
    """A text in English that has its Chinese with it."""

    chinese: str

    def __new__(cls, english: str, chinese: str) -> Self:
        made = super().__new__(cls, english)
        made.chinese = chinese
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, str]]:
        return Sentence, (str(self), self.chinese)


def said(template: str, /, **words: object) -> Sentence:
    """A sentence of the catalogue with its words filled in; a word that is lacking is a `KeyError`."""
    in_chinese = {name: word.chinese if isinstance(word, Sentence) else word for name, word in words.items()}
    return Sentence(template.format(**words), _translations().gettext(template).format(**in_chinese))


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
def _translations() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUE, ["zh_CN"], fallback=True)
