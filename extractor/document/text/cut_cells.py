"""Rows of plain text tables that a line break within a cell cuts: their lines are put together again.

Pasting a table as text keeps the line breaks within its cells: a header 年初结转和结余 in two lines makes two lines of
its row, with fewer fields than the table has, and every column after it would be read under another's header. Lines are
one row where their separators add up to those of most rows beside them, one of which has amounts, and words run over
the break. (The rows of a form differ from each other, and few have amounts, so none of its lines is taken for part of
another. Below the title of a 自评表 none is looked for.)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from extractor.document.model import Line
from extractor.kept import compiled

MOST_LINES = 20  # of one row: with more its cells are paragraphs
NEAR = 8  # lines before and after that are looked at for how many separators a row has
FEWEST = 2  # separators of a row
AMOUNTS = 2  # that a row has at least, to be known as one of amounts
TITLE_LINES = 4  # over a table, in which its title may stand
_FORM = compiled("自评")
_DIGIT = compiled(r"\d")
_NUMBER = compiled(r"\s*[-−]?\d[\d,，]*(?:\.\d+)?\s*")
_WORDS = compiled(r"[\p{Han}()（）、“”及\s]+")
_AMOUNT = compiled(r"\s*[-−]?\d[\d,，]*\.\d\d+\s*")  # as accounts print it, and forms neither points nor dates


def with_whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those of one row put together under the number of the first."""
    counts = [separators(line.text) for line in lines]
    found: list[Line] = []
    at = 0
    is_form = False
    while at < len(lines):
        if counts[at] and not (at and counts[at - 1]):
            is_form = any(_FORM.search(line.text) for line in lines[max(at - TITLE_LINES, 0) : at])
        size = 1 if is_form else _rows_lines(lines, counts, at)
        parts = lines[at : at + size]
        # In a header the break is kept, for those who know its words: rows may also lack the places of spanning cells.
        between = "" if any(_DIGIT.search(part.text) for part in parts) else "\n"
        found.append(parts[0] if size == 1 else replace(parts[0], text=between.join(part.text for part in parts)))
        at += size
    return found


def separators(text: str) -> int:
    """How many tabs a line has, or without any how many pipes."""
    return text.count("\t") or text.count("|")


def _rows_lines(lines: Sequence[Line], counts: Sequence[int], at: int) -> int:
    """How many lines from this one on are one row: 1 where no cell is cut."""
    if not counts[at]:
        return 1
    total = counts[at]
    for end in range(at + 1, min(at + MOST_LINES, len(lines))):
        if not _runs_over(lines[end - 1].text, lines[end].text):
            return 1
        total += counts[end]
        if _has_numbers(lines[end].text) and not any(map(_DIGIT.search, (line.text for line in lines[at:end]))):
            return 1  # the end of a header, over 栏次 or the first row of amounts
        if counts[end] and total >= FEWEST and _is_usual(total, lines, counts, range(at, end + 1)):
            return end - at + 1
    return 1


def _runs_over(before: str, after: str) -> bool:
    """Whether one cell may begin at the end of a line and go on in the next: there are words on both sides, and nothing
    of a number or a sentence."""
    last, first = (_fields(text)[place] for text, place in ((before, -1), (after, 0)))
    return all(_WORDS.fullmatch(field) and not field.isspace() for field in (last, first))


def _fields(text: str) -> list[str]:
    return text.split("\t") if "\t" in text else text.split("|")


def _is_usual(total: int, lines: Sequence[Line], counts: Sequence[int], row: range) -> bool:
    """Whether most of the rows that adjoin some lines, before and after, have so many separators: at least two rows,
    one of them with amounts. A header is whole where the first amounts below it have fewer: rows lack the places of
    spanning cells there."""
    before = takewhile(counts.__getitem__, range(row.start - 1, max(row.start - 1 - NEAR, -1), -1))
    after = takewhile(counts.__getitem__, range(row.stop, min(row.stop + NEAR, len(counts))))
    beside = [*before, *after]
    alike = [lines[i].text for i in beside if counts[i] == total]
    is_header = not any(_DIGIT.search(line.text) for line in lines[row.start : row.stop])
    first = next((i for i in range(row.stop, min(row.stop + NEAR, len(counts))) if _has_numbers(lines[i].text)), None)
    if is_header and first is not None and counts[first] < total:
        return False
    return len(alike) >= max(2, len(beside) // 2 + 1) and any(map(_has_amounts, alike))


def _has_numbers(text: str) -> bool:
    return sum(_NUMBER.fullmatch(field) is not None for field in _fields(text)) >= AMOUNTS


def _has_amounts(text: str) -> bool:
    return sum(_AMOUNT.fullmatch(field) is not None for field in _fields(text)) >= AMOUNTS
