"""Located pages → the nine tables with their values, and what else was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.model import Line
from extractor.languages import Sentence, joined, said
from extractor.lexicon.registries import Basis, Shape
from extractor.lexicon.titles import Title, table_entry, title_of
from extractor.tables.assembly.beside import joined_beside
from extractor.tables.assembly.borders import column_map
from extractor.tables.assembly.flow import Heading, flow_of
from extractor.tables.assembly.frame import frame_of
from extractor.tables.assembly.stitch import Stitched, stitch
from extractor.tables.assembly.units_beside import with_bare_amounts
from extractor.tables.model import Grid, PageContent, Supposition, Table
from extractor.tables.near_words import taken_for_others
from extractor.tables.nine.coded import read_coded
from extractor.tables.nine.collected import (
    Collected,
    announce_rest,
    announce_unreadable,
    blank_measures,
    leave_out_shared,
)
from extractor.tables.nine.columns.guessed_columns import with_other_columns
from extractor.tables.nine.columns.units_of_columns import set_other_units_aside
from extractor.tables.nine.economic import read_economic
from extractor.tables.nine.one_side import is_the_other_side, with_halves_joined, with_sides
from extractor.tables.nine.other_statements import (
    budgets_of_another_year,
    of_another_year,
    of_the_budget,
    perhaps_of_the_accounts,
    perhaps_of_the_budget,
    tells_no_accounts,
    with_its_accounts,
)
from extractor.tables.nine.resemblance import (
    amounts_in,
    follows,
    has_coded_amounts,
    is_untitled_after,
    lost_among,
    resembling,
)
from extractor.tables.nine.rows.lone_subtotals import with_total
from extractor.tables.nine.supposed_titles import with_title_supposed
from extractor.tables.nine.three_public import read_three_public
from extractor.tables.nine.two_sided import read_two_sided
from extractor.tables.nine.uneven import blank_cells, uneven_columns

FEWEST_AMOUNTS = 3  # in a part that was not understood, to speak of it

SHAPES: dict[Shape, Callable[[Stitched, str, int | None], Collected]] = {
    Shape.TWO_SIDED: read_two_sided,
    Shape.CODED: read_coded,
    Shape.ECONOMIC: read_economic,
    Shape.THREE_PUBLIC: read_three_public,
}


class Interpretation(Struct, frozen=True):
    """The tables of a document.

    - `others`: titles set aside, with their grids; `headings`: titles of the nine that no grid follows.
    - `announced`: what the contents page lists.
    - `unread`: a sentence for each table that looks like one of the nine and was not read.
    """

    tables: tuple[Table, ...]
    others: tuple[tuple[str, tuple[Grid, ...]], ...]
    headings: tuple[Heading, ...]
    announced: tuple[Title, ...]
    unread: tuple[Sentence, ...] = ()

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
        """Tables that the contents page or a heading announces, and that were not found or not understood."""
        announced = {kind for title in self.announced for kind in self._announces(title)}
        announced |= {h.title.table for h in self.headings if h.title.table}
        lost = {k for k in self.found if self._unread(k) and not any(t.values for t in self.tables if t.kind == k)}
        return tuple(sorted((announced - set(self.found)) | lost | self._forms_missing()))

    def _announces(self, title: Title) -> set[str]:
        """The table that a title of the contents page announces: the one printed under it, since columns may have
        decided that (公共财政拨款收支总表), else the one that it names."""
        printed = {t.kind for t in self.tables if (own := title_of(t.title)) is not None and own.name == title.name}
        return printed or ({title.table} if title.table else set())

    def _forms_missing(self) -> set[str]:
        """The tables that the contents page announces in more forms (08 as 收入支出 and as 支出) than are printed."""
        printed = Counter(t.kind for t in self.tables)
        printed.update(h.title.table for h in self.headings if h.remark and h.title.table)
        forms = {(kind, t.name) for t in self.announced if t.table and not t.weak for kind in self._announces(t)}
        return {kind for kind, count in Counter(kind for kind, _ in forms).items() if count > printed[kind]}

    def _unread(self, kind: str) -> bool:
        return any(t.unread for t in self.tables if t.kind == kind)


def interpret(
    contents: Sequence[PageContent], year: int | None = None, beside: Sequence[PageContent] = ()
) -> Interpretation:
    """The nine tables, by titles, headers and shapes of the located pages. `year` is the fiscal year that cover and
    headings name, for columns that name years of their own; `beside` has the grids that another reader took."""
    flow = joined_beside(flow_of(contents))
    printings: Counter[str] = Counter()
    tables: list[Table] = []
    others: list[tuple[str, tuple[Grid, ...]]] = []
    parts = with_sides(stitch(tuple(map(with_bare_amounts, flow.blocks))))
    strong = {s.kind for s in parts if not s.is_weak}
    taken: list[int] = []
    set_aside = of_another_year(parts, year) | of_the_budget(parts)
    known = set_aside | budgets_of_another_year(parts, year)  # and no tables that were not read
    supposed = perhaps_of_the_accounts(parts, year)
    for place, part in enumerate(parts):
        stitched = replace(part, kind=supposed[place]) if place in supposed else part
        grids = tuple(b.grid for b in stitched.blocks)
        if stitched.kind is None or (stitched.is_weak and stitched.kind in strong) or place in set_aside:
            if place in known:
                taken.append(place)
            if stitched.title is not None:
                others.append((stitched.title.name.replace("(", "（").replace(")", "）"), grids))
            continue
        taken.append(place)
        printings[stitched.kind] += 1
        lost = [*_strays(stitched), *_followers(stitched, parts[place + 1 :]), *taken_for_others(grids)]
        lost += perhaps_of_the_budget(part, parts)
        table = _table(stitched, stitched.kind, printings[stitched.kind], grids, lost, year)
        tables.append(with_title_supposed(table, stitched, place in supposed))
    tables = with_halves_joined(tables)
    found = {t.kind for t in tables}
    printed = found | {h.title.table for h in flow.headings if h.remark and h.title.table}
    headings = tuple(h for h in flow.headings if h.title.table not in found)
    among = stitch(flow_of(beside).blocks) if tables and any(content.grids for content in beside) else ()
    return Interpretation(
        tuple(tables),
        tuple(others),
        headings,
        flow.announced,
        (
            *resembling(parts, taken, printed),
            *_without_grid(flow.headings, found),
            *_outside(flow.outside),
            *lost_among(among, printed),
        ),
    )


def _without_grid(headings: Sequence[Heading], found: Collection[str]) -> Iterator[Sentence]:
    """Says what stands under a title like the rows of its table and was not read, though a table of that kind was found
    elsewhere: it is that of another unit."""
    for heading in headings:
        if heading.numbers is not None and heading.title.table in found:
            yield said(
                "{where}: under the title “{title}” no table was found, and numbers stand there: “{line}”.",
                where=heading.numbers.where,
                title=heading.title.text.strip(),
                line=heading.numbers.text.strip()[:40],
            )


def _outside(lines: Sequence[Line]) -> Iterator[Sentence]:
    """Says which rows of subjects stand in no table."""
    if lines:
        first = lines[0]
        yield said(
            "{where}: {count} rows of subjects stand in no table, the first is “{line}”.",
            where=first.where,
            count=len(lines),
            line=first.text.strip()[:40],
        )


def _strays(stitched: Stitched) -> Iterator[Sentence]:
    """Says what stands below a table like rows of it, but outside."""
    lines = [line for block in stitched.blocks for line in block.strays]
    if lines:
        first = lines[0]
        yield said(
            "{where}: {count} lines of numbers stand outside the table, the first is “{line}”.",
            where=first.where,
            count=len(lines),
            line=first.text.strip()[:40],
        )


def _followers(stitched: Stitched, after: Sequence[Stitched]) -> Iterator[Sentence]:
    """Says what follows a table directly, without a title of its own, and was not understood as its next part."""
    last = stitched
    for other in after:
        if other.kind == stitched.kind and not other.is_headed and other.blocks[0].grid.page <= last.last_page + 1:
            if _is_bare(other) or _are_stages(stitched, other) or is_the_other_side(other, stitched):
                last = other
                continue
            yield said(
                "{where}: a part without a title may belong to this table, and was not read as its next part.",
                where=other.where,
            )
            return
        measures = any(c.role is None and c.measure(stitched.kind or "") for c in other.header.columns)
        measures = measures or has_coded_amounts(other)
        if not follows(last, other) and not (measures and is_untitled_after(last, other)):
            return
        amounts = amounts_in(other)
        same_columns = any(column_map(stitched.frame, b.grid) for b in other.blocks)
        if len(amounts) >= (1 if same_columns or measures else FEWEST_AMOUNTS):
            yield said(
                "{where}: a part without a title, which begins with “{first}”, was not understood.",
                where=other.where,
                first=amounts[0].text,
            )
        last = other


def _is_bare(part: Stitched) -> bool:
    """Whether a part has no number, nor any below it: its header was printed again over a note."""
    has_numbers = any(cell.number.is_value for row in part.rows() for cell in row.cells if cell)
    return not has_numbers and not any(block.strays for block in part.blocks)


def _are_stages(table: Stitched, other: Stitched) -> bool:
    """Whether two parts below each other print the same for different stages of the budget (预算数, then 决算数)."""
    one, two = ({c.basis for c in part.header.columns if c.role is None and c.levels} for part in (table, other))
    return bool(one) and bool(two) and None not in one | two and not one & two


def _table(
    stitched: Stitched, kind: str, printing: int, grids: tuple[Grid, ...], lost: Sequence[Sentence], year: int | None
) -> Table:
    """One of the nine tables, read by the reader of its shape; `lost` says what of it was not read, and is added to."""
    entry = table_entry(kind)
    stitched = with_its_accounts(stitched)
    frame = stitched.blocks[0].frame
    unit = frame.currency_unit or frame_of(chain(*stitched.header.texts)).currency_unit  # 金额（万元）
    of_units = set_other_units_aside(stitched, unit)
    collected = SHAPES[entry.shape](stitched, kind, year or frame.year)
    leave_out_shared(stitched.rows(), collected)
    announce_rest(stitched.rows(), collected)
    announce_unreadable(stitched.rows(), collected)
    beside = sorted({block.grid.currency_unit for block in stitched.blocks} - {None}, key=str)
    no_accounts = tells_no_accounts(stitched, {Basis(value.basis) for value in collected.values})
    collected.unread.extend(
        said("Table {table}, {sentence}", table=kind, sentence=sentence)
        for sentence in (
            *of_units,
            *no_accounts,
            *lost,
            *_units_that_differ(stitched, beside, unit),
        )
    )
    values, supposed = with_total(with_other_columns(stitched, collected)), collected.supposed
    if supposed is not None:
        collected.unread.extend(supposed.unread)
    return Table(
        kind=kind,
        printing=printing,
        title=stitched.title.text.strip() if stitched.title else entry.zh,
        number_printed=frame.number,
        currency_unit=beside[0] if beside else unit,
        maker=frame.maker,
        year=frame.year,
        grids=grids,
        values=tuple(v for v in values if v.cell.address not in supposed.cells) if supposed else values,
        unread=tuple(collected.unread),
        uneven=(*uneven_columns(stitched.rows(), collected), *blank_cells(stitched, collected)),
        blank=blank_measures(collected),
        headed=frozenset(collected.headed),
        supposed=Supposition(values, supposed.taken, supposed.unread) if supposed else None,
        half=collected.half,
    )


def _units_that_differ(stitched: Stitched, beside: Sequence[str | None], unit: str | None) -> Iterator[Sentence]:
    """Says where a table names several currency units: over it (`unit`), and `beside` the amounts of its grids."""
    if beside and set(beside) != {unit or beside[0]}:
        units = joined(" and ", [*map(str, beside), *([said("a table in {unit}", unit=unit)] if unit else [])], "、")
        yield said("{where}: the currency units of its amounts differ: {units}.", where=stitched.where, units=units)
    if over := stitched.blocks[0].frame.units:
        both = joined(" and ", over, "、")
        yield said("{where}: two currency units stand over its amounts: {units}.", where=stitched.where, units=both)
