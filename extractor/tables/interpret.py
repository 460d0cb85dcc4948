"""Located pages → the nine tables with their values, and what else was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.document.model import Line
from extractor.tables.beside import joined_beside
from extractor.tables.flow import Flow, Heading, flow_of
from extractor.tables.kinds import Title, kind_of
from extractor.tables.model import Grid, PageContent, Table
from extractor.tables.shapes.coded import read_coded
from extractor.tables.shapes.economic import read_economic
from extractor.tables.shapes.reading import Collected, announce_rest
from extractor.tables.shapes.three_public import read_three_public
from extractor.tables.shapes.two_sided import read_two_sided
from extractor.tables.stitch import Stitched, stitch

SHAPES: dict[str, Callable[[Stitched, str], Collected]] = {
    "two_sided": read_two_sided,
    "coded": read_coded,
    "economic": read_economic,
    "three_public": read_three_public,
}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The tables of a document.

    `others` are the titles set aside with their grids; `headings` are titles of the nine that no grid follows;
    `announced` is what the contents page lists.
    """

    tables: tuple[Table, ...]
    others: tuple[tuple[str, tuple[Grid, ...]], ...]
    headings: tuple[Heading, ...]
    announced: tuple[Title, ...]

    @property
    def found(self) -> tuple[str, ...]:
        """Canonical numbers of the tables that are printed, with figures or without, in order."""
        remarked = {h.title.kind for h in self.headings if h.remark and h.title.kind}
        return tuple(sorted({t.kind for t in self.tables} | remarked))

    @property
    def empty(self) -> tuple[str, ...]:
        """Tables printed without a figure (空表)."""
        filled = {t.kind for t in self.tables if t.values}
        return tuple(k for k in self.found if k not in filled and not self._unread(k))

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables that the contents page or a heading announces and that were not found or not understood."""
        announced = {t.kind for t in self.announced if t.kind} | {h.title.kind for h in self.headings if h.title.kind}
        lost = {k for k in self.found if self._unread(k) and not any(t.values for t in self.tables if t.kind == k)}
        return tuple(sorted((announced - set(self.found)) | lost))

    def _unread(self, kind: str) -> bool:
        return any(t.unread for t in self.tables if t.kind == kind)


def interpret(contents: Sequence[PageContent]) -> Interpretation:
    """Titles, headers and shapes over the located pages."""
    flow: Flow = joined_beside(flow_of(contents))
    printings: Counter[str] = Counter()
    tables: list[Table] = []
    others: list[tuple[str, tuple[Grid, ...]]] = []
    stitched_tables = stitch(flow.blocks)
    strong = {s.kind for s in stitched_tables if s.title is None or not s.title.weak}
    for stitched in stitched_tables:
        grids = tuple(b.grid for b in stitched.blocks)
        if stitched.kind is None or (stitched.title and stitched.title.weak and stitched.kind in strong):
            if stitched.title is not None:
                others.append((stitched.title.name, grids))
            continue
        printings[stitched.kind] += 1
        strays = [line for block in stitched.blocks for line in flow.strays.get(id(block), ())]
        tables.append(_table(stitched, stitched.kind, printings[stitched.kind], grids, strays))
    found = {t.kind for t in tables}
    headings = tuple(h for h in flow.headings if h.title.kind not in found)
    return Interpretation(tuple(tables), tuple(others), headings, flow.announced)


def _table(stitched: Stitched, kind: str, printing: int, grids: tuple[Grid, ...], strays: Sequence[Line]) -> Table:
    standard = kind_of(kind)
    collected = SHAPES[standard.shape](stitched, kind)
    announce_rest(stitched.rows(), collected)
    if strays:
        first = strays[0]
        where = f"page {first.page}" if first.number is None else f"line {first.number}"
        collected.unread.append(
            f"Table {kind}, {where}: {len(strays)} lines of numbers stand outside the table, the first is "
            f"“{first.text.strip()[:40]}”."
        )
    frame = stitched.blocks[0].frame
    return Table(
        kind=kind,
        printing=printing,
        title=stitched.title.text.strip() if stitched.title else standard.name,
        number_printed=frame.number,
        currency_unit=frame.currency_unit,
        maker=frame.maker,
        year=frame.year,
        grids=grids,
        values=tuple(collected.values),
        unread=tuple(collected.unread),
    )
