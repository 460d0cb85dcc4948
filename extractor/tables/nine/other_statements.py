"""Tables that look like those of these accounts but are not: those of another year, and those of the budget (预算)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.languages import Sentence, said
from extractor.lexicon.columns import side_of
from extractor.lexicon.composition import FLOWS, meaning
from extractor.lexicon.registries import Basis, Measure
from extractor.lexicon.tables import is_of_a_budget
from extractor.lexicon.words import cut
from extractor.tables.assembly.frame import frame_of
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.nine.resemblance import looks_like, prints_accounts

_PRINTS_BUDGETS = "09"  # the budget stands in it, in a part of its own or beside what was spent


def of_another_year(parts: Sequence[Stitched], year: int | None) -> set[int]:
    """The places of tables that are titled for another year than the document's and printed for that year as well: last
    year's figures, or next year's budget, which are set aside.

    Without a `year` it is the latest that the tables name. A later year alone says little, since a report may be titled
    by the year in which it came out: its title must not speak of final accounts where the document's own does.
    """
    years = [_year_of(stitched) for stitched in parts]
    year = year or max((y for y, s in zip(years, parts, strict=True) if y and s.kind), default=None)
    of_the_year = [s for y, s in zip(years, parts, strict=True) if s.kind and y in (None, year)]
    others: set[int] = set()
    for place, (y, part) in enumerate(zip(years, parts, strict=True)):
        if not y or not year or y == year:
            continue
        own = [s for s in of_the_year if s.kind == part.kind and not _are_of_two_makers(s, part)]
        if y > year:
            own = [] if _speaks_of_final_accounts(part) else [s for s in own if _speaks_of_final_accounts(s)]
        if own:
            others.add(place)
    return others


def of_the_budget(parts: Sequence[Stitched]) -> set[int]:
    """The places of tables whose columns speak of the budget and not of final accounts, if another table of the same
    kind and maker does not speak of it."""
    return {
        place
        for place, part in enumerate(parts)
        if _is_of_the_budget(part) and any(not _is_of_the_budget(other) for other in _likes(part, parts))
    }


def budgets_of_another_year(parts: Sequence[Stitched], year: int | None) -> set[int]:
    """The places of tables that are titled as a budget of another year than the document's: none of these accounts."""
    budgets = (place for place, part in enumerate(parts) if part.title and is_of_a_budget(part.title))
    return {place for place in budgets if year and _year_of(parts[place]) not in (None, year)}


def with_its_accounts(part: Stitched) -> Stitched:
    """A table titled 决算 none of whose columns is called so: where all of a side say only that their amounts were
    approved (财政批复数), or use the words of the accounting rules (预算支出), these are the accounts."""
    columns = [column for column in part.header.columns if column.role is None and column.levels]
    if any(column.basis is Basis.FINAL for column in columns) or not _speaks_of_final_accounts(part):
        return part
    unsaid = {side_of(*column.levels) for column in columns if column.basis is None}
    accounts = {c.index for c in columns if _may_be_accounts(c) and side_of(*c.levels) not in unsaid}
    settled = tuple(replace(c, basis=Basis.FINAL) if c.index in accounts else c for c in part.header.columns)
    return replace(part, header=replace(part.header, columns=settled))


def perhaps_of_the_accounts(parts: Sequence[Stitched], year: int | None) -> dict[int, str]:
    """The places of tables whose titles speak of a budget, with the kinds that they may be all the same (预算收入 is
    also what the accounting rules call income): one that is found nowhere among tables of final accounts, whose columns
    these have, none of them for a stage of the budget but beside the accounts (三公经费支出与预算对比表)."""
    found = {part.kind for part in parts if part.kind}
    if not any(part.kind and _speaks_of_final_accounts(part) for part in parts):
        return {}
    titles = {place: part.title for place, part in enumerate(parts) if part.title and is_of_a_budget(part.title)}
    return {
        place: kind
        for place, title in titles.items()
        if (kind := title.speaks_of) is not None
        and kind not in found
        and _year_of(parts[place]) in (None, year)
        and (prints_accounts(parts[place]) or _has_columns_of(parts[place], kind))
        and looks_like(parts[place], kind)
    }


def _has_columns_of(part: Stitched, kind: str) -> bool:
    columns = [column for column in part.header.columns if column.role is None]
    measures = {column.measure(kind) for column in columns} - {None, Measure.TOTAL}
    stages = {column.basis for column in columns} - {None}
    return bool(measures) and not stages and kind != _PRINTS_BUDGETS


def _may_be_accounts(column: Column) -> bool:
    said = meaning(*column.levels)
    stage = any(level.says >= {"budget"} and level.says & FLOWS for level in map(cut, column.levels))
    named = stage or ("approved" in said.silent and "budget" not in said.says)
    return said.is_known and named and not said.says & {"year_start", "adjusted"}


def tells_no_accounts(part: Stitched, stages: Collection[Basis]) -> Iterator[Sentence]:
    """Says that a table titled 决算 has no such amounts, judging by the `stages` of its values."""
    if stages and Basis.FINAL not in stages and part.kind != _PRINTS_BUDGETS and _speaks_of_final_accounts(part):
        yield said("{where}: none of its columns says that it is of the accounts (决算).", where=part.where)


def perhaps_of_the_budget(part: Stitched, parts: Sequence[Stitched]) -> Iterator[Sentence]:
    """Says that the title of a table does not speak of final accounts, while that of another of its kind and maker
    does."""
    if part.title is None or _speaks_of_final_accounts(part):
        return
    if any(_speaks_of_final_accounts(other) for other in _likes(part, parts)):
        yield said(
            "{where}: “{title}” does not say 决算, as another table of its kind does; it may be of the budget.",
            where=part.where,
            title=part.title.text.strip(),
        )


def _likes(part: Stitched, parts: Sequence[Stitched]) -> Iterator[Stitched]:
    """The other tables of the same kind and maker that have titles of their own."""
    for other in parts:
        is_like = other is not part and other.kind == part.kind and other.title is not None
        if is_like and not _are_of_two_makers(part, other):
            yield other


def _is_of_the_budget(part: Stitched) -> bool:
    if part.title is None or part.kind in (None, _PRINTS_BUDGETS):
        return False
    stages = {column.basis for column in part.header.columns if column.role is None} - {None}
    return bool(stages) and Basis.FINAL not in stages and not _speaks_of_final_accounts(part)


def _are_of_two_makers(one: Stitched, other: Stitched) -> bool:
    makers = {plain(maker) for part in (one, other) if (maker := part.blocks[0].frame.maker)}
    return len(makers) > 1


def _speaks_of_final_accounts(stitched: Stitched) -> bool:
    return stitched.title is not None and "final" in cut(stitched.title.name).says


def _year_of(stitched: Stitched) -> int | None:
    """The year in the title of a table, else in the frame around it."""
    titled = frame_of([stitched.title.text]).year if stitched.title else None
    return titled or stitched.blocks[0].frame.year
