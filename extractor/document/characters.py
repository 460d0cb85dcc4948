"""The one place where text is normalised.

Three forms, each made from the one before: what a PDF holds → *printed* (radicals and second forms as ideographs, no
control characters; what goes out) → *plain* (for matching: NFKC, no blanks, no quotes, one form of each bracket and
dash, simplified characters).
`folded` is plain's cousin for running text: it changes single characters only, so that places stay the same.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Annotated

import regex
from msgspec import Meta, Struct

from extractor import knowledge
from extractor.knowledge import remembered, remembering

BLANKS = regex.compile(r"[\s\p{Z}\p{Cf}\p{Cc}]+")
HAN = regex.compile(r"\p{Han}")  # a Chinese character
_QUOTES = str.maketrans("", "", "“”\"〝〞‘’'『』「」﹃﹄《》")
_DASHES = "‐‑‒–—―−－﹣─"
_PLAIN = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), "〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")", "∶": ":"}
)
LABEL = 32  # characters: labels come again and again and are remembered, lines of prose are not
_FORMS = *range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)  # radicals, and second forms of ideographs
_KEPT = "，；：！？、。"


class CharacterFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`patterns/characters.yaml`: what stands for other characters; `simplified` has, place by place, the counterparts
    of `traditional`."""

    radicals: dict[Annotated[str, Meta(max_length=1)], str]
    alike: tuple[str, ...]
    traditional: str
    simplified: str


@remembered
def _radicals() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in _FORMS}
    table.update({ord(k): v for k, v in knowledge.load("characters.yaml", CharacterFile).radicals.items()})
    return table


@remembered
def simplified() -> dict[int, str]:
    """Traditional characters → simplified ones, for matching."""
    file = knowledge.load("characters.yaml", CharacterFile)
    pairs = zip(without_blanks(file.traditional), without_blanks(file.simplified), strict=True)
    return {ord(traditional): character for traditional, character in pairs}


@remembered
def alike() -> tuple[frozenset[str], ...]:
    """Groups of characters that look alike."""
    return tuple(map(frozenset, knowledge.load("characters.yaml", CharacterFile).alike))


@remembered
def _one_form() -> dict[int, int | str | None]:
    """Everything that `plain` replaces, as one expression, so that a long text is gone through once."""
    return {**simplified(), **_PLAIN, **_QUOTES}


def printed(text: str) -> str:
    """The text as a reader sees it, with every radical, and every second form, as its ideograph; blanks
    stay."""
    return text.translate(_radicals())


def without_blanks(text: str) -> str:
    """The text without blanks of any width, line breaks and invisible marks."""
    return BLANKS.sub("", text)


def plain(text: str) -> str:
    """The form in which titles, headers and labels are compared: letter-spaced, full-width or quoted, they are the
    same."""
    return _plain_label(text) if len(text) <= LABEL else _plain(text)


@remembering(8192)
def _plain_label(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    text = BLANKS.sub("", unicodedata.normalize("NFKC", printed(text))).translate(_one_form())
    # what stood apart may now compose (O and a macron that was a character of its own)
    return text if text.isascii() else BLANKS.sub("", unicodedata.normalize("NFKC", text))


@remembered
def _fold(character: str) -> str:
    if character in _KEPT:
        return character
    folded = unicodedata.normalize("NFKC", printed(character)).translate(_PLAIN)
    return folded if len(folded) == 1 else character


def folded(text: str) -> str:
    """Running text with full-width digits, signs and brackets in one form; as long as `text`, place by place."""
    return "".join(map(_fold, text))


@functools.lru_cache(maxsize=1 << 16)
def usable(character: str) -> bool:
    """Whether a character of a text layer says what is printed: it is not U+FFFD, private use, or a control."""
    return unicodedata.category(character) not in ("Co", "Cc", "Cn", "Cs") and character != "\ufffd"


@functools.lru_cache(maxsize=1 << 16)
def is_void(character: str) -> bool:
    """Whether nothing is seen of a character of a text layer: a blank, a control, or a format mark."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
