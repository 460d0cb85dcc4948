"""The third engine: camelot, which reads characters and lines by playa; in the optional extra `camelot`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.document.model import Box
from extractor.errors import DocumentError, shown
from extractor.problems import Problem
from extractor.tables.engines.cells import RawCell, grid_of
from extractor.tables.engines.protocol import BROKEN_FILE, always
from extractor.tables.model import Grid, numbered


class Camelot:
    """`camelot`: lattice from the PDF's own lines (its default renders the page and is ten times slower).

    With `split_text=True`: without it, neighbouring numbers are glued into one cell.
    """

    name = "camelot"

    def grids(
        self, path: Path, pages: Sequence[int], may_go_on: Callable[[], None] = always
    ) -> dict[int, tuple[Grid, ...]]:
        try:
            # Imported here: an optional extra, and it brings OpenCV and pandas.
            from camelot.io import read_pdf
            from playa.exceptions import PDFException
        except ImportError as error:
            raise DocumentError(Problem.NO_ENGINE, engine=self.name) from error
        found: dict[int, tuple[Grid, ...]] = {}
        with _blank_tables_kept():
            for number in pages:
                may_go_on()
                try:
                    tables = read_pdf(
                        str(path),
                        pages=str(number),
                        flavor="lattice",
                        engine="vector",
                        split_text=True,
                        suppress_stdout=True,
                    )
                except (PDFException, *BROKEN_FILE) as error:
                    reason = " ".join(str(error).split()) or type(error).__name__
                    raise DocumentError(
                        Problem.ENGINE_REFUSES, engine=self.name, file=shown(path.name), reason=reason
                    ) from error
                grids = [grid_of(number, _cells(t.cells, float(t.pdf_size[1])), self.name) for t in tables]
                kept = [grid for grid in grids if grid is not None]
                found[number] = numbered(sorted(kept, key=lambda grid: grid.box.top if grid.box else 0.0))
        return found


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
