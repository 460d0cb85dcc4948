"""Header cells (表头) → what each column names or measures.

A column is known by its path: the texts of the header cells over it, from the top, in plain form
(`本年支出/小计`). The rules are data in `patterns/headers.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor import knowledge
from extractor.document.characters import plain
from extractor.document.numbers import is_number
from extractor.expressions import compiled
from extractor.tables.model import Cell, Grid

MOST_ROWS = 10  # a header has no more
_CODE = compiled(r"\d{3,7}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its path, the same as printed, the role (code, name, label, row_no …) or None for a value column,
    and the budget stage (`basis`) that the path names, if any."""

    index: int
    path: str
    label: str
    role: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a grid, and where its data begin; `shared` header rows hold data too."""

    columns: tuple[Column, ...]
    first_data_row: int
    shared: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(part for column in self.columns for part in column.path.split("/") if part)


class _Rules:
    def __init__(self, data: dict[str, Any]) -> None:
        self.structure = compiled(data["structure"])
        self.column_numbers = compiled(data["column_numbers"])
        self.unit = compiled(data["unit"])
        self.column_number = compiled(data["column_number"])
        self.sub_headers = compiled(data["sub_headers"])
        self.budget_stages = compiled(data["budget_stages"])
        self.roles = [(name, compiled(path)) for name, path in data["roles"].items()]
        self.basis = [(rule["basis"], compiled(rule["path"])) for rule in data["basis"]]
        self.sides = [(rule["side"], compiled(rule["path"])) for rule in data["sides"]]
        self.measures = {
            kind: [(rule["measure"], compiled(rule["path"])) for rule in rules]
            for kind, rules in data["measures"].items()
        }
        self.aside = compiled(data["aside_09"])
        self.vertical = [(rule["measure"], compiled(rule["label"])) for rule in data["vertical_09"]]


@functools.cache
def _rules() -> _Rules:
    return _Rules(knowledge.entry("headers.yaml"))


@functools.lru_cache(maxsize=4096)
def measure_of(kind: str, path: str) -> str | None:
    """The measure that a column path names in a table of this kind; budget stages in the path are passed over."""
    bare = _rules().budget_stages.sub("", path).strip("/")
    rules = _rules().measures[kind]
    for candidate in (bare, path) if bare else (path,):
        measure: str | None = next((m for m, expression in rules if expression.search(candidate)), None)
        if measure:
            return measure
    return None


def vertical_measure(label: str) -> str | None:
    """The measure that a row of a vertical 三公 table names."""
    return next((measure for measure, expression in _rules().vertical if expression.search(label)), None)


def is_aside(label: str) -> bool:
    """Whether a row of a 三公 table holds no amount of this year's items: statistics, changes, 机关运行经费."""
    return bool(_rules().aside.search(label))


@functools.lru_cache(maxsize=4096)
def side_of(path: str) -> str | None:
    """income, expenditure or aside, for the path of a label column; None where it says nothing."""
    return next((side for side, expression in _rules().sides if expression.search(path)), None)


@functools.lru_cache(maxsize=4096)
def basis_of(path: str) -> str | None:
    return next((basis for basis, expression in _rules().basis if expression.search(path)), None)


@functools.lru_cache(maxsize=4096)
def _role(path: str) -> str | None:
    return next((name for name, expression in _rules().roles if expression.search(path)), None)


@functools.lru_cache(maxsize=16384)
def is_structure(text: str) -> bool:
    """Whether a cell's text is one that only headers have (项目, 科目名称, 决算数 …)."""
    return bool(_rules().structure.fullmatch(_without_unit(text)))


def _without_unit(text: str) -> str:
    """A header's text in plain form, without a currency unit in brackets."""
    return _rules().unit.sub("", plain(text))


def is_sub_header(text: str) -> bool:
    """Whether a cell says no more than 类, 款, 项 or 栏次."""
    return bool(_rules().sub_headers.fullmatch(plain(text)))


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """A 栏次 row: 栏次 1 2 3 …, or the counting numbers alone, from where the page before left them."""
    texts = [plain(c.text) for c in cells if c.text]
    if any(map(_is_numbering, texts)):
        return True
    found = (_rules().column_number.fullmatch(t) for t in texts)
    numbers = [int(match["number"]) for match in found if match]
    if len(numbers) < 3 or len(numbers) < len(texts) - 1:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def header_rows(grid: Grid, first_row: int) -> tuple[int, tuple[int, ...], frozenset[int]]:
    """The row after the header, the header rows that hold data as well, and the 栏次 rows."""
    if grid.header_rows:
        return grid.header_rows, (), frozenset()
    for row in range(first_row, min(grid.rows, first_row + MOST_ROWS)):
        cells = [c for c in grid.row_cells(row) if c.row == row and c.text]
        if _numbers_columns(cells):
            return row + 1, (), frozenset((row,))
        if any(is_number(c.text) for c in cells):
            break
    shared: list[int] = []
    reach = first_row  # the first row that no header cell spans
    row = first_row
    while row < min(grid.rows, first_row + MOST_ROWS):
        cells = [c for c in grid.row_cells(row) if c.row == row and c.text]
        structural = [c for c in cells if is_structure(c.text)]
        if cells and _CODE.fullmatch(plain(cells[0].text)):
            break
        amounts = [c for c in cells if is_number(c.text)]
        if structural and amounts:
            if len(structural) < 2:
                break
            shared.append(row)
        elif not structural and row >= reach and (cells or row > first_row):
            break  # an empty first row is a header cell whose text stands on the page beside
        reach = max([reach, *(c.row + c.row_span for c in structural)])
        row += 1
    return row, tuple(shared), frozenset()


def read_header(grid: Grid, first_row: int = 0) -> Header:
    """The header of a grid whose title and frame rows end before `first_row`."""
    end, shared, numbering = header_rows(grid, first_row)
    rows = range(first_row, end)
    mixed = {*shared, *numbering}  # rows in which only some cells belong to the header
    texts = [[_header_text(grid.at(r, c), r in mixed, first_row) for c in range(grid.columns)] for r in rows]
    if not grid.x_edges:
        _spread(texts)
    columns = []
    for index in range(grid.columns):
        if index and all(grid.slots[r][index] == grid.slots[r][index - 1] for r in range(first_row, grid.rows)):
            continue  # a border of the frame rows alone: no cell of the table begins here
        printed: list[str] = []
        last: Cell | None = None
        for row, line in zip(rows, texts, strict=True):
            cell, text = grid.at(row, index), line[index]
            same = cell is last if grid.x_edges else bool(printed) and text == printed[-1]
            if text and not same:
                printed.append(text)
                last = cell
        path = "/".join(map(_without_unit, printed))
        label = "/".join(printed)
        columns.append(Column(index, path, label, _role(path), basis_of(path)))
    header_texts = tuple(tuple(plain(c.text) for c in grid.row_cells(r)) for r in range(first_row, end))
    return Header(tuple(columns), end, shared, header_texts)


def _header_text(cell: Cell, mixed: bool, first_row: int) -> str:
    """What a cell adds to the path of its columns; in a row that holds data or 栏次 too, only words of the header."""
    if cell.row < first_row or (mixed and (not is_structure(cell.text) or _is_numbering(cell.text))):
        return ""
    return cell.text


def _is_numbering(text: str) -> bool:
    return bool(_rules().column_numbers.match(plain(text)))


def _spread(texts: list[list[str]]) -> None:
    """Fills the header of a grid without spans: a text stands for the empty places right of it that have a text below,
    until a text begins in its row or in the row above."""
    for place in range(len(texts) - 2, -1, -1):
        left = ""
        for column in range(len(texts[place])):
            begins_above = place > 0 and bool(texts[place - 1][column])
            if texts[place][column]:
                left = texts[place][column]
            elif left and not begins_above and any(lower[column] for lower in texts[place + 1 :]):
                texts[place][column] = left
            else:
                left = ""
