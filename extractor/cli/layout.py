"""Text in columns of a terminal, where a Chinese character takes two: its width, its lines, tables of it."""

from __future__ import annotations

import re
import unicodedata

LEAST, MOST = 40, 200  # columns that a table makes do with, and beyond which its lines are too long to read
_WIDE = frozenset("WF")
_OPEN, _CLOSE = "（《〈「『【〔“‘", "，。；：、！？）》〉」』】〕”’…—％‰"
_ALONE = f"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef{_OPEN}{_CLOSE}"  # characters that are no part of a longer word
_PIECE = f"[{_OPEN}]*(?:[^\\s{_ALONE}]+|[{_ALONE}]?)[{_CLOSE}]*\\s*"


def columns() -> int:
    """How wide the terminal is; 80 where that is none."""
    import shutil

    return max(LEAST, min(MOST, shutil.get_terminal_size((80, 24)).columns))


def width(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else not unicodedata.combining(c) for c in text)


def padded(text: str, to: int, right: bool = False) -> str:
    """A text filled up to a width with blanks, at its end or (`right`) before it."""
    fill = " " * max(0, to - width(text))
    return fill + text if right else text + fill


def wrapped(text: str, to: int) -> list[str]:
    """A text in lines of a width. They end between words or Chinese characters, never within a number or before a 。

    A word that is longer than a line has one of its own, and is not cut.
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in re.findall(_PIECE, text):
        if used + width(piece.rstrip()) > to and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + width(piece)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
