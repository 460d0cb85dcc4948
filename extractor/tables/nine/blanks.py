"""Tables that are printed without a figure, or not at all, though the document must have them.

A department prints 空表 where it has nothing to report, and mostly says so. Of 01 to 06 it always has something: where
one of them is bare without a word while its neighbours are not, its figures are there in a form that is not text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from extractor.errors import listed
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.lexicon.registries import Measure
from extractor.lexicon.titles import title_of
from extractor.tables.assembly.frame import says_bare
from extractor.tables.model import PageContent, Table
from extractor.tables.nine.interpret import Interpretation

NINE = tuple(f"0{number}" for number in range(1, 10))
NEVER_BARE = ("01", "02", "03", "04", "05", "06")
BY_SUBJECT = ("02", "03", "05")
MOST_KINDS = 4  # of these: as often as they are printed there are sets
SEVERAL = 3  # of these: fewer are all that a file holds
MANY_SETS, NEARLY = 4, 0.75  # so many, and the share of them that prints a table which all of them have

# Numerals, or letters that stand for them, on both sides of what may part thousands or decimals.
_DISGUISED = compiled(r"\p{N}[.,·•‧∙．，。'’٫٬⸱・˙]\p{N}|^[^\p{Han}\s]{1,12}[.,．，][^\p{Han}\s]{2,3}$")


def bare_tables(
    found: Interpretation, contents: Sequence[PageContent], empty: Sequence[str], states_money: bool
) -> Iterator[Sentence]:
    """A sentence for each table of 01 to 06 that is among the `empty` ones, or prints zeros but none of its sums,
    without saying so, though other tables have figures or the prose states money."""
    values = [v.cell.number.value for t in found.tables if t.kind in NEVER_BARE for v in t.values]
    if not (any(values) or states_money):
        return
    lines: dict[int, list[str]] = {}
    for content in contents:
        lines.setdefault(content.page, []).extend(line.text for line in content.lines)
    remarked = {h.title.table for h in found.headings if h.remark}
    for table in found.tables:
        if table.kind not in NEVER_BARE or table.kind in remarked:
            continue
        zeros = table.kind not in empty and _prints_zeros_alone(table)
        if table.kind not in empty and not zeros:
            continue
        pages = sorted(set(table.pages))
        if any(says_bare(line) for page in pages for line in lines.get(page, ())):
            continue
        where = said(" (page {page})", page=pages[0]) if pages else ""
        if zeros:
            yield said(
                "Table {table}{where} prints zeros and none of its sums, while other tables or the prose have figures: "
                "compare it with the document.",
                table=table.kind,
                where=where,
            )
            continue
        yield said(
            "Table {table}{where} is printed without a figure and without a word on it, while other tables or the "
            "prose have figures: compare it with the document.",
            table=table.kind,
            where=where,
        )


def _prints_zeros_alone(table: Table) -> bool:
    """Whether a table of subjects has nothing but zeros, and nothing in the column that adds them up."""
    return table.kind in BY_SUBJECT and not any(
        value.cell.number.value or value.measure == Measure.TOTAL for value in table.values
    )


def disguised(found: Interpretation, empty: Sequence[str]) -> Iterator[Sentence]:
    """A sentence for each of the `empty` tables that prints what looks like amounts but cannot be read as such."""
    for table in found.tables:
        if table.kind not in empty:
            continue
        amounts = [cell for grid in table.grids for cell in grid.cells if _DISGUISED.search(cell.text)]
        if amounts:
            yield said(
                "Table {table}, {where}: “{text}” looks like an amount and is no number ({count} such cells); compare "
                "with the document.",
                table=table.kind,
                where=amounts[0].where,
                text=amounts[0].text[:40],
                count=len(amounts),
            )


def gaps(
    found: Interpretation, kinds: Sequence[str], contents: Sequence[PageContent], told: Collection[str]
) -> Iterator[Sentence]:
    """A sentence for each table of 01 to 06 that is missing between two of the `kinds` that are found or announced,
    where most of them are; where several are missing, for each whose amounts the prose has `told`.

    A file of several sets that all lack a table has no gap; one in which nearly all sets have it does.
    """
    if any(table.printing > 1 for table in found.tables):
        yield from _gaps_in_sets(Counter(table.kind for table in found.tables), contents)
        return
    present = [k for k in NEVER_BARE if k in kinds]
    if len(present) < SEVERAL:
        return
    most = len(present) >= len(NEVER_BARE) - 1
    for kind in NEVER_BARE:
        if kind in present or kind > present[-1]:
            continue
        if most and kind > present[0]:
            yield said(
                "Table {table} was not found, though those before and after it were: compare with the document.",
                table=kind,
            )
        elif kind in told:
            yield said(
                "The prose states the amounts of table {table}, which was not found, though others were: compare with "
                "the document.",
                table=kind,
            )


def _gaps_in_sets(printed: Counter[str], contents: Sequence[PageContent]) -> Iterator[Sentence]:
    """A sentence for each table that fewer sets (汇总 and 本级, a school each) have than have the others; they may have
    it as a grid or, where it is empty, by name alone."""
    sets = max((printed[kind] for kind in NEVER_BARE), default=0)
    whole = sum(printed[kind] == sets for kind in NEVER_BARE)
    for kind in NINE:
        count = printed[kind]
        nearly = sets >= MANY_SETS and count >= NEARLY * sets
        if 0 < count < sets and (nearly or (whole >= MOST_KINDS and kind in NEVER_BARE)):
            if kind not in NEVER_BARE and _named(kind, contents) >= sets:
                continue
            yield said(
                "Table {table} stands in {count} of the {sets} sets of tables: a page may be lost; compare with the "
                "document.",
                table=kind,
                count=count,
                sets=sets,
            )


def _named(kind: str, contents: Sequence[PageContent]) -> int:
    """How many lines are titles of this table."""
    titles = (title_of(line.text) for content in contents for line in content.lines)
    return sum(title is not None and title.table == kind for title in titles)


def lost_pages(found: Interpretation, blank: Sequence[int]) -> Iterator[Sentence]:
    """A sentence for each place where pages are blank and a table is missing or continues after them; behind the last
    table only for 01 to 06, which nobody leaves out for want of figures.

    A document printed on both sides has blank pages between consecutive tables, too: something is lost only where there
    are more of them than that.
    """
    if not blank:
        return
    present = set(found.found)
    runs: list[tuple[list[int], str]] = []
    usual = 0
    tables = sorted((t for t in found.tables if t.pages), key=lambda t: t.pages)
    for before, after in pairwise(tables):
        between = [p for p in blank if before.pages[-1] < p < after.pages[0]]
        lacking = [k for k in NINE if before.kind < k < after.kind and k not in present]
        if lacking:
            runs.append((between, said("{tables} may have stood", tables=listed("table", lacking))))
        elif before.kind < after.kind:
            usual = max(usual, len(between))
    for last in tables[-1:]:
        behind = [p for p in blank if p > last.pages[-1]]
        if lacking := [k for k in NEVER_BARE if last.kind < k and k not in present]:
            runs.append((behind, said("{tables} may have stood", tables=listed("table", lacking))))
    for table in tables:
        for page, following in pairwise(table.pages):
            runs.append(([p for p in blank if page < p < following], said("table {table} may go on", table=table.kind)))
    for pages, what in runs:
        if len(pages) > usual:
            yield said(
                "There is nothing on {pages}, where {what}: compare with the document.",
                pages=listed("page", pages),
                what=what,
            )
