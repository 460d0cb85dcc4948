"""The second engine: pdfplumber, which reads characters and lines by pdfminer, not by pdfium."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractor.document.lines import baseline_groups
from extractor.document.model import Box, Characters
from extractor.errors import DocumentError, shown
from extractor.problems import Problem
from extractor.tables.engines.cells import RawCell, grid_of
from extractor.tables.engines.protocol import BROKEN_FILE, always
from extractor.tables.model import Grid, numbered

# What paints nothing on white paper, in grey, RGB and CMYK.
WHITE = ((1,), (1, 1, 1), (0, 0, 0, 0))


class Pdfplumber:
    """`pdfplumber`, its default lines strategy; white background rectangles, which WPS prints, are left out."""

    name = "pdfplumber"

    def grids(
        self, path: Path, pages: Sequence[int], may_go_on: Callable[[], None] = always
    ) -> dict[int, tuple[Grid, ...]]:
        # Imported here: the convert path pays for it only where a page is read again.
        import pdfplumber
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        try:
            with pdfplumber.open(path) as pdf:
                found = {}
                for number in pages:
                    may_go_on()
                    if number <= len(pdf.pages):
                        found[number] = self._page(pdf.pages[number - 1], number)
                return found
        except (PdfminerException, MalformedPDFException, PSException, *BROKEN_FILE) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise DocumentError(
                Problem.ENGINE_REFUSES, engine=self.name, file=shown(path.name), reason=reason
            ) from error

    def _page(self, page: Any, number: int) -> tuple[Grid, ...]:
        try:
            tables = page.filter(_is_visible).find_tables()
            if not tables:
                return ()
            characters = _characters(page.dedupe_chars().chars)
            left, top = float(page.cropbox[0]), float(page.cropbox[1])
            found = [self._table(table.cells, characters, number, left, top) for table in tables]
            grids = [grid for grid in found if grid is not None]
            return numbered(sorted(grids, key=lambda grid: grid.box.top if grid.box else 0.0))
        finally:
            # Only this frees a page: flush_cache() and PDF.close() keep its text maps alive.
            page.close()

    def _table(
        self,
        boxes: Sequence[tuple[float, float, float, float]],
        characters: Characters,
        page: int,
        left: float,
        top: float,
    ) -> Grid | None:
        x = (characters.x0 + characters.x1) / 2
        y = (characters.top + characters.bottom) / 2
        cells = []
        for x0, upper, x1, lower in boxes:
            inside = np.flatnonzero((x >= x0) & (x < x1) & (y >= upper) & (y < lower))
            lines = tuple(
                "".join([characters.text[i] for i in group.tolist()]) for group in baseline_groups(characters, inside)
            )
            cells.append(RawCell(Box(x0 - left, upper - top, x1 - left, lower - top), lines))
        return grid_of(page, cells, self.name)


def _is_visible(item: dict[str, Any]) -> bool:
    """False for a white rectangle without a border; text and lines are kept."""
    if item.get("object_type") not in ("rect", "curve") or not item.get("fill"):
        return True
    if item.get("stroke"):
        return True
    colour = item.get("non_stroking_color")
    shades = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    return shades not in WHITE


def _characters(found: Sequence[dict[str, Any]]) -> Characters:
    """pdfplumber's characters as columns; what has no Unicode, `(cid:N)`, is left out, and so are blanks."""
    kept = [c for c in found if len(c["text"]) == 1 and not c["text"].isspace()]
    columns = {
        name: np.array([c[key] for c in kept], dtype=np.float32)
        for name, key in (("x0", "x0"), ("top", "top"), ("x1", "x1"), ("bottom", "bottom"), ("size", "size"))
    }
    # pdfminer has no baseline of its own: the foot of the em box, which is as high in every font of one size.
    return Characters("".join([c["text"] for c in kept]), baseline=columns["bottom"], **columns)
