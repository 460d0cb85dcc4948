"""The seam behind which other table engines stand, and the grid that any of them makes of its cells.

Engines beyond the first are asked for single pages only, where the accounts do not add up. Their boxes are in points
from the top left of the page as a viewer displays it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from extractor.document.characters import printed, without_blanks
from extractor.document.model import Box, Spans
from extractor.tables.model import Address, Cell, Grid

# What parsers written in Python raise on files that lie about themselves, besides errors of their own.
BROKEN_FILE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    RuntimeError,
    AssertionError,
    StopIteration,
)
SNAP = 2.0  # points: cell borders nearer than this are one


def always() -> None:
    """Lets an engine read on, however long it takes."""


class Engine(Protocol):
    """Reads the ruled tables of single pages."""

    name: str

    def grids(
        self, path: Path, pages: Sequence[int], may_go_on: Callable[[], None] = always
    ) -> dict[int, tuple[Grid, ...]]:
        """The grids of each of the given 1-based pages, from top to bottom; a page without any has an empty tuple.

        `may_go_on` is called before each page, and ends the reading by raising.
        Raises `DocumentError` with code `engine_missing` where the engine is not installed, and `engine_failed`
        where it cannot read the file.
        """
        ...


def engine(name: str) -> Engine:
    """The engine of that name: `pdfplumber` or `camelot` (the first engine, pdfium, is no second reader)."""
    if name == "pdfplumber":
        from extractor.tables.engines.pdfplumber import Pdfplumber

        return Pdfplumber()
    if name == "camelot":
        from extractor.tables.engines.camelot import Camelot

        return Camelot()
    raise ValueError(f"There is no second engine called {name!r}.")


class RawCell(Struct, frozen=True):
    """A cell as an engine gives it: its box, spans included, and its printed lines."""

    box: Box
    lines: tuple[str, ...]


def edges(places: Sequence[float]) -> list[float]:
    """Distinct cell borders, each the first of those that lie within `SNAP`."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > SNAP:
            found.append(place)
    return found


def nearest(found: Sequence[float], place: float) -> int:
    return min(range(len(found)), key=lambda i: abs(found[i] - place))


def grid_of(page: int, cells: Sequence[RawCell], name: str) -> Grid | None:
    """The grid of one table; places that no cell covers become blank cells. None for less than two columns."""
    xs = edges([x for cell in cells for x in (cell.box.x0, cell.box.x1)])
    ys = edges([y for cell in cells for y in (cell.box.top, cell.box.bottom)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2:
        return None
    covered: list[list[RawCell | None]] = [[None] * columns for _ in range(rows)]
    for cell in cells:
        for r in range(nearest(ys, cell.box.top), nearest(ys, cell.box.bottom)):
            for c in range(nearest(xs, cell.box.x0), nearest(xs, cell.box.x1)):
                covered[r][c] = covered[r][c] or cell
    found: list[Cell] = []
    slots = [[-1] * columns for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if slots[r][c] >= 0:
                continue
            raw = covered[r][c]
            bottom, right = r, c
            if raw is not None:
                while right + 1 < columns and covered[r][right + 1] is raw:
                    right += 1
                while bottom + 1 < rows and covered[bottom + 1][c] is raw:
                    bottom += 1
            lines = tuple(filter(None, (without_blanks(printed(line)) for line in raw.lines))) if raw else ()
            for row in slots[r : bottom + 1]:
                row[c : right + 1] = [len(found)] * (right - c + 1)
            box = Box(xs[c], ys[r], xs[right + 1], ys[bottom + 1])
            address, text = Address(page, 0, r, c), "".join(lines)
            found.append(Cell(address, r, c, bottom - r + 1, right - c + 1, text, name, box=box, lines=lines))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    slots_ = tuple(map(tuple, slots))
    return Grid(page, 0, rows, columns, tuple(found), slots_, name, Spans.DRAWN, box, tuple(xs), tuple(ys))
