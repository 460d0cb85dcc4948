"""Sentences in the cells of tables, and their headings in the cells beside them.

一、收入支出总体情况 | 2023年度收入总计1200.00万元，…: some publishers set in a table what others write in
paragraphs; and a note may be the last row of one of the nine.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import HAN
from extractor.document.model import Line
from extractor.prose.text.folding import folded
from extractor.prose.text.printed_lines import line_rules
from extractor.tables.model import Cell, Grid

_FEWEST_LETTERS = 8  # of a sentence
_FULL = 0.9  # of the characters of a cell's longest line: with fewer, a line was not broken by the border
_SHORTEST = _FEWEST_LETTERS + 2  # characters: with a digit, and a pause or a percent sign
_UNITS = frozenset("元%％")
_PAUSES = frozenset("，。；：")


def sentences(grid: Grid) -> Iterator[Line]:
    """The sentences of a grid row by row, each after the cell to its left."""
    said: set[int] = set()
    for index in range(grid.rows):
        row = grid.row(index)
        for cell in row.begun:
            if not _is_sentence(cell):
                continue
            for number in grid.slots[index][max(cell.column - 1, 0) : cell.column + 1]:
                held = grid.cells[number]
                if number not in said and (held is cell or (HAN.search(held.text) and not _is_sentence(held))):
                    yield from (Line(text, grid.page, held.box, row.line, whole=True) for text in _paragraphs(held))
                said.add(number)


def _paragraphs(cell: Cell) -> Iterator[str]:
    """The lines of a cell, joined where a sentence goes on: a page in a frame is one cell."""
    rules = line_rules()
    lines = cell.lines or (cell.text,)  # of a file without layout
    widest = max(map(len, lines))
    held = before = ""
    for line, bare in zip(lines, folded("\n".join(lines)).split("\n"), strict=True):
        ended = rules.terminal.search(held) and len(before) < _FULL * widest
        if held and (ended or rules.ordinal.match(bare) or rules.heading.fullmatch(folded(held))):
            yield held
            held = ""
        held, before = held + line, line
    if held:
        yield held


def _is_sentence(cell: Cell) -> bool:
    """Whether a cell says in words what an amount or a percentage is."""
    if len(cell.text) < _SHORTEST or _UNITS.isdisjoint(cell.text):
        return False
    text = folded(cell.text)
    letters = sum(1 for _ in HAN.finditer(text))
    return letters >= _FEWEST_LETTERS and not _PAUSES.isdisjoint(text) and bool(line_rules().figure.search(text))
