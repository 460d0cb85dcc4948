"""The third engine: camelot, which reads characters and lines by playa."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.document.model import Box
from extractor.errors import DocumentError, shown
from extractor.tables.engines.protocol import BROKEN_FILE, RawCell, grid_of
from extractor.tables.model import Grid


class Camelot:
    """`camelot`: lattice from the PDF's own lines (its default renders the page and is ten times slower).

    `split_text=True`, for neighbouring numbers are glued into one cell without it.
    """

    name = "camelot"

    def grids(self, path: Path, pages: Sequence[int]) -> dict[int, tuple[Grid, ...]]:
        try:
            # Imported here: it brings OpenCV and pandas, which only a page read for the third time is worth.
            from camelot.io import read_pdf
            from playa.exceptions import PDFException
        except ImportError as error:
            raise DocumentError(
                "engine_missing", "The engine camelot cannot be loaded; install it again with pip install camelot-py."
            ) from error
        found: dict[int, list[Grid]] = {number: [] for number in pages}
        with _blank_tables_kept():
            try:
                tables = read_pdf(
                    str(path),
                    pages=",".join(map(str, sorted(found))),
                    flavor="lattice",
                    engine="vector",
                    split_text=True,
                    suppress_stdout=True,
                )
            except (PDFException, *BROKEN_FILE) as error:
                reason = " ".join(str(error).split()) or type(error).__name__
                raise DocumentError("engine_failed", f"camelot cannot read {shown(path.name)}: {reason}.") from error
        for table in tables:
            grid = grid_of(table.page, _cells(table.cells, float(table.pdf_size[1])), self.name)
            if grid is not None:
                found[table.page].append(grid)
        return {
            number: tuple(sorted(grids, key=lambda grid: grid.box.top if grid.box else 0.0))
            for number, grids in found.items()
        }


@contextmanager
def _blank_tables_kept() -> Iterator[None]:
    """Lifts camelot's gate against grids that are 90 % blank: an empty statutory table is data here.

    It is a constant of its lattice module; where a later version has none, there is nothing to lift.
    """
    from camelot.parsers import lattice

    gate = getattr(lattice, "_GRID_WHITESPACE_REJECT", None)
    if gate is None:
        yield
        return
    lattice._GRID_WHITESPACE_REJECT = 100.1
    try:
        yield
    finally:
        lattice._GRID_WHITESPACE_REJECT = gate


def _cells(rows: Sequence[Sequence[Any]], height: float) -> list[RawCell]:
    """camelot's places, joined where no line parts them; its origin is at the bottom left."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner.setdefault(place, place) != place:
            place = owner[place]
        return place

    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if c + 1 < len(row) and not (cell.right or row[c + 1].left):
                owner[root((r, c + 1))] = root((r, c))
            if r + 1 < len(rows) and not (cell.bottom or rows[r + 1][c].top):
                owner[root((r + 1, c))] = root((r, c))
    groups: dict[tuple[int, int], list[Any]] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            groups.setdefault(root((r, c)), []).append(cell)
    joined = []
    for group in groups.values():
        box = Box(
            min(c.x1 for c in group),
            height - max(c.y2 for c in group),
            max(c.x2 for c in group),
            height - min(c.y1 for c in group),
        )
        joined.append(RawCell(box, tuple(line for c in group for line in c.text.split("\n") if line.strip())))
    return joined
