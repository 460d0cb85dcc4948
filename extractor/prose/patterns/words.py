"""The words and pieces of `words.yaml`, of which the expressions of the other files are made."""

from __future__ import annotations

from msgspec import Struct

from extractor.knowledge import load
from extractor.rule import Rule, written_out


class WordFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words that say the same, and pieces of expressions, each made of words and of the pieces above it."""

    words: dict[str, tuple[str, ...]]
    pieces: dict[str, Rule]


def word_file() -> WordFile:
    """`words.yaml`, with what a user's file of that name adds; raises `PatternError` where it breaks its schema."""
    return load("prose/words.yaml", WordFile)


def pieces() -> dict[str, str]:
    """What stands for each name in braces: any of its words (the longest first), or its expression."""
    file = word_file()
    written = {name: f"(?:{'|'.join(sorted(words, key=len, reverse=True))})" for name, words in file.words.items()}
    for name, piece in file.pieces.items():
        written[name] = written_out(piece.expression, written)
    return written
