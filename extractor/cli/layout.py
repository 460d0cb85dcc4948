"""Text in columns of a terminal, where a Chinese character takes two: its width, its lines, tables of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

LEAST, MOST = 40, 200  # columns that a table makes do with, and beyond which its lines are too long to read
_WIDE = frozenset("WF")
_OPEN, _CLOSE = "（《〈「『【〔“‘", "，。；：、！？）》〉」』】〕”’…—％‰"
_ALONE = f"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef{_OPEN}{_CLOSE}"  # characters that are no part of a longer word
_PIECE = f"[{_OPEN}]*(?:[^\\s{_ALONE}]+|[{_ALONE}]?)[{_CLOSE}]*\\s*"
_CUT = r"[\d.,%]+\s*|[^\d.,%]"
INDENT, GAP = 2, 2
LEAST_LAST = 12  # columns that the last of a table makes do with


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

    A word that is longer than a line is cut, but for its numbers.
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in re.findall(_PIECE, text):
        for part in [piece] if width(piece.rstrip()) <= to else re.findall(_CUT, piece):
            if used + width(part.rstrip()) > to and line.strip():
                lines.append(line.rstrip())
                line, used = "", 0
            line, used = line + part, used + width(part)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], under: Sequence[str], to: int, right: Collection[int] = ()
) -> Iterator[str]:
    """Rows in columns of a width, the last of which is wrapped, each with a text `under` it; none where there are none.

    `right` are the columns set to the right. Where the columns do not fit, each row is told as `head value` pairs.
    """
    if not rows:
        return
    sizes = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    rest = to - INDENT - sum(sizes[:-1]) - GAP * (len(head) - 1)
    if rest < min(LEAST_LAST, sizes[-1]):
        for row, text in zip(rows, under, strict=True):
            yield from _set_in(_pairs(head, row, to - INDENT), INDENT)
            yield from _set_in(wrapped(text, to - 2 * INDENT), 2 * INDENT)
        return
    for number, row in enumerate((head, *rows)):
        *cells, last = row
        said = [padded(cell, size, i in right) for i, (cell, size) in enumerate(zip(cells, sizes, strict=False))]
        first, *more = wrapped(last, rest)
        yield (" " * INDENT + (" " * GAP).join([*said, first])).rstrip()
        yield from _set_in(more, to - rest)
        if number:
            yield from _set_in(wrapped(under[number - 1], to - 2 * INDENT), 2 * INDENT)


def _pairs(head: Sequence[str], row: Sequence[str], to: int) -> Iterator[str]:
    line = ""
    for name, value in zip(head, row, strict=True):
        pair = f"{name} {value}"
        if line and width(line) + GAP + width(pair) > to:
            yield line
            line = ""
        line = f"{line}{' ' * GAP if line else ''}{pair}"
    yield from wrapped(line, to)


def _set_in(lines: Iterable[str], by: int) -> Iterator[str]:
    return (" " * by + line for line in lines if line)
