"""Located pages → the 绩效自评表 of a document: sheets, indicators, and what was set aside or not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.languages import Sentence
from extractor.tables.model import GridAddress, PageContent
from extractor.tables.sheets.columns import SHEET_COLUMNS
from extractor.tables.sheets.indicators import indicator
from extractor.tables.sheets.model import Fields, Indicator, Sheet, SourceAmount
from extractor.tables.sheets.one_sheet import SheetReader
from extractor.tables.sheets.sheets import divide


@dataclass(frozen=True, slots=True)
class Performance:
    """All the 绩效自评表 of a document.

    `sheets` are numbered from 1 and `indicators` carry the number; `other` are titles of performance tables
    that are set aside (绩效目标表, 绩效监控表); `grids_used` names the grids taken as (page, index among the
    page's grids), `grids_of` those of each sheet by its number; `unread` says, one sentence each, what was found and
    not understood, `noted` what was understood and has no column; `funds` are the amounts of the money blocks with the
    sheet's number.
    """

    sheets: tuple[Sheet, ...]
    indicators: tuple[Indicator, ...]
    other: tuple[str, ...]
    grids_used: tuple[GridAddress, ...]
    unread: tuple[Sentence, ...]
    noted: tuple[str, ...] = ()
    grids_of: Mapping[int, tuple[GridAddress, ...]] = field(default_factory=dict)
    unread_of: frozenset[int] = frozenset()
    funds: tuple[tuple[int, SourceAmount], ...] = ()


def without_sheets(contents: Sequence[PageContent], performance: Performance) -> tuple[PageContent, ...]:
    """The contents without the grids of 绩效自评表, for those who read the nine tables."""
    used = set(performance.grids_used)
    if not used:
        return tuple(contents)
    return tuple(replace(c, grids=tuple(g for g in c.grids if g.address not in used)) for c in contents)


def read_sheets(contents: Sequence[PageContent]) -> Performance:
    """Read every 绩效自评表 of a document: PDF pages with ruled grids, or plain text with rows of tabs."""
    division = divide(contents)
    sheets: list[Sheet] = []
    indicators: list[Indicator] = []
    other = list(division.other)
    unread: list[Sentence] = []
    noted: list[str] = []
    grids_of: dict[int, tuple[GridAddress, ...]] = {}
    unread_of: set[int] = set()
    funds: list[tuple[int, SourceAmount]] = []
    for source in division.sheets:
        reader = SheetReader(source)
        reader.read()
        if reader.is_goals:
            other.append(source.title or "绩效目标表")
            continue
        before = len(sheets)
        for fields, rows, amounts, box in reader.results():
            ordinal = len(sheets) + 1
            funds += [(ordinal, amount) for amount in amounts]
            project = fields.get("project_name")
            name = project if isinstance(project, str) else None
            table_no = _table_no(source.kind, fields, reader)
            ordered = {c.name: fields[c.name] for c in SHEET_COLUMNS if fields.get(c.name) is not None}
            sheets.append(Sheet(table_no, ordinal, ordered, box))
            grids_of[ordinal] = tuple(dict.fromkeys(row.grid.address for row in source.rows))
            own = name if table_no == "P2" else None
            indicators += [indicator(r, table_no, own, ordinal, i) for i, r in enumerate(rows, start=1)]
        noted += reader.noted
        if reader.unread:
            unread += reader.unread
            unread_of.update(range(before + 1, len(sheets) + 1))
    return Performance(
        tuple(sheets),
        tuple(indicators),
        tuple(dict.fromkeys(other)),
        tuple(division.grids_used),
        tuple(unread),
        tuple(noted),
        grids_of,
        frozenset(unread_of),
        tuple(funds),
    )


def _table_no(kind: str, fields: Fields, reader: SheetReader) -> str:
    if kind in ("P1", "P2"):
        return kind
    return "P2" if fields.get("project_name") and "evaluation_point" not in reader.roles else "P1"
