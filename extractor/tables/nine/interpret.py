"""Located pages → the nine tables with their values, and what else was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import regex

from extractor.document.characters import plain
from extractor.lexicon.registries import Shape
from extractor.lexicon.titles import Title, is_set_aside, table_entry
from extractor.tables.assembly.beside import joined_beside
from extractor.tables.assembly.flow import Heading, flow_of
from extractor.tables.assembly.frame import frame_of
from extractor.tables.assembly.stitch import STRANGE_TEXT, Stitched, stitch
from extractor.tables.model import Cell, Grid, PageContent, Row, Table
from extractor.tables.nine.coded import read_coded
from extractor.tables.nine.collected import Collected, announce_rest, blank_measures, uneven_columns
from extractor.tables.nine.economic import read_economic
from extractor.tables.nine.three_public import read_three_public
from extractor.tables.nine.two_sided import read_two_sided

FEWEST_AMOUNTS = 3  # in a part that was not understood, to speak of it
FEWEST_SUBJECTS = 3  # with an amount each, in a table that nobody knows, to speak of it
_SUBJECT = regex.compile(r"[235]\d{2}(?:\d{2}){0,2}(?![\d.,])")

SHAPES: dict[Shape, Callable[[Stitched, str, int | None], Collected]] = {
    Shape.TWO_SIDED: read_two_sided,
    Shape.CODED: read_coded,
    Shape.ECONOMIC: read_economic,
    Shape.THREE_PUBLIC: read_three_public,
}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The tables of a document.

    `others` are the titles set aside with their grids; `headings` are titles of the nine that no grid follows;
    `announced` is what the contents page lists; `unread` says, one sentence each, which tables of subjects are neither
    among the nine nor known beside them.
    """

    tables: tuple[Table, ...]
    others: tuple[tuple[str, tuple[Grid, ...]], ...]
    headings: tuple[Heading, ...]
    announced: tuple[Title, ...]
    unread: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """Canonical numbers of the tables that are printed, with figures or without, in order."""
        remarked = {h.title.table for h in self.headings if h.remark and h.title.table}
        return tuple(sorted({t.kind for t in self.tables} | remarked))

    @property
    def empty(self) -> tuple[str, ...]:
        """Tables printed without a figure (空表)."""
        filled = {t.kind for t in self.tables if t.values}
        return tuple(k for k in self.found if k not in filled and not self._unread(k))

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables that the contents page or a heading announces and that were not found or not understood."""
        titles = (*self.announced, *(h.title for h in self.headings))
        announced = {title.table for title in titles if title.table}
        lost = {k for k in self.found if self._unread(k) and not any(t.values for t in self.tables if t.kind == k)}
        return tuple(sorted((announced - set(self.found)) | lost | self._forms_missing()))

    def _forms_missing(self) -> set[str]:
        """Kinds that the contents page announces in more forms (08 as 收入支出 and as 支出) than are printed."""
        printed = Counter(t.kind for t in self.tables)
        printed.update(h.title.table for h in self.headings if h.remark and h.title.table)
        forms = {(t.table, t.name) for t in self.announced if t.table and not t.weak}
        return {kind for kind, count in Counter(k for k, _ in forms if k).items() if count > printed[kind]}

    def _unread(self, kind: str) -> bool:
        return any(t.unread for t in self.tables if t.kind == kind)


def interpret(contents: Sequence[PageContent], year: int | None = None) -> Interpretation:
    """Titles, headers and shapes over the located pages; `year` is the fiscal year as the document's cover and headings
    name it, for columns that name years of their own."""
    flow = joined_beside(flow_of(contents))
    printings: Counter[str] = Counter()
    tables: list[Table] = []
    others: list[tuple[str, tuple[Grid, ...]]] = []
    parts = stitch(flow.blocks)
    strong = {s.kind for s in parts if s.title is None or not s.title.weak}
    for place, stitched in enumerate(parts):
        grids = tuple(b.grid for b in stitched.blocks)
        if stitched.kind is None or (stitched.title and stitched.title.weak and stitched.kind in strong):
            if stitched.title is not None:
                others.append((stitched.title.name.replace("(", "（").replace(")", "）"), grids))
            continue
        printings[stitched.kind] += 1
        lost = [*_strays(stitched), *_followers(stitched, parts[place + 1 :])]
        tables.append(_table(stitched, stitched.kind, printings[stitched.kind], grids, lost, year))
    found = {t.kind for t in tables}
    headings = tuple(h for h in flow.headings if h.title.table not in found)
    return Interpretation(tuple(tables), tuple(others), headings, flow.announced, tuple(_unknown(parts)))


def _strays(stitched: Stitched) -> Iterator[str]:
    """What stands under a table like its rows, but outside it."""
    lines = [line for block in stitched.blocks for line in block.strays]
    if lines:
        first = lines[0]
        said = first.text.strip()[:40]
        yield f"{first.where}: {len(lines)} lines of numbers stand outside the table, the first is “{said}”."


def _followers(stitched: Stitched, after: Sequence[Stitched]) -> Iterator[str]:
    """What follows a table directly, without a title of its own, and was not understood as its next part."""
    last = stitched
    for other in after:
        if not _follows(last, other):
            return
        amounts = [c for b in other.blocks for c in b.grid.cells if _is_amount(c)]
        if len(amounts) >= FEWEST_AMOUNTS:
            yield f"{other.where}: a part without a title, which begins with “{amounts[0].text}”, was not understood."
        last = other


def _unknown(parts: Sequence[Stitched]) -> Iterator[str]:
    """The tables that look like one of the nine by their subjects and amounts, but are none, nor known beside them.

    What follows a table without a title of its own is the same matter as that table.
    """
    known = False
    for last, part in zip((None, *parts), parts, strict=False):
        if part.kind or part.title or last is None or not _follows(last, part):
            known = bool(part.kind) or (part.title is not None and is_set_aside(part.title))
        subjects = 0 if known else sum(map(_is_subject, part.rows()))
        if subjects >= FEWEST_SUBJECTS:
            titled = f"under the title “{part.title.text.strip()}”" if part.title else "without a title"
            yield f"{part.where}: a table of {subjects} subjects {titled} is none that is known and was not read."


def _follows(last: Stitched, part: Stitched) -> bool:
    """Whether a part without title and kind stands directly after another one."""
    block = part.blocks[0]
    page = last.blocks[-1].grid.page
    strange = part.kind or part.title or block.noted or block.before > STRANGE_TEXT
    return not strange and block.grid.page <= page + 1


def _is_subject(row: Row) -> bool:
    """Whether a row begins with a subject code and has an amount."""
    cells = [cell for column in range(len(row.cells)) if (cell := row.begins(column)) and cell.text]
    return bool(cells and _SUBJECT.match(plain(cells[0].text))) and any(map(_is_amount, cells))


def _is_amount(cell: Cell) -> bool:
    """Whether a cell prints a number with decimals."""
    return cell.number.is_number and "." in plain(cell.text)


def _table(
    stitched: Stitched, kind: str, printing: int, grids: tuple[Grid, ...], lost: Sequence[str], year: int | None
) -> Table:
    entry = table_entry(kind)
    frame = stitched.blocks[0].frame
    collected = SHAPES[entry.shape](stitched, kind, year or frame.year)
    announce_rest(stitched.rows(), collected)
    collected.unread.extend(f"Table {kind}, {sentence}" for sentence in (*_residue(stitched), *lost))
    return Table(
        kind=kind,
        printing=printing,
        title=stitched.title.text.strip() if stitched.title else entry.zh,
        number_printed=frame.number,
        currency_unit=frame.currency_unit or frame_of(chain(*stitched.header.texts)).currency_unit,  # 金额（万元）
        maker=frame.maker,
        year=frame.year,
        grids=grids,
        values=tuple(collected.values),
        unread=tuple(collected.unread),
        uneven=tuple(uneven_columns(stitched.rows(), collected)),
        blank=blank_measures(collected),
        unknown_rows=tuple(collected.unknown_rows),
    )


def _residue(stitched: Stitched) -> Iterator[str]:
    """What is not known of the title of a table that its columns alone told."""
    if stitched.residue and stitched.title:
        words = ", ".join(f"“{word}”" for word in stitched.residue)
        title = stitched.title.text.strip()
        yield f"{stitched.where}: the lexicon does not know {words} in the title “{title}”; its columns decided."
