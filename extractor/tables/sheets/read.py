"""Located pages → the 绩效自评表 of a document: sheets, indicators, and what was set aside or not understood."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.languages import Sentence, said
from extractor.tables.model import DRAWN, Grid, GridAddress, PageContent, Row
from extractor.tables.sheets.cells.rows import capitalised
from extractor.tables.sheets.cells.slots import names_column
from extractor.tables.sheets.columns import SHEET_COLUMNS
from extractor.tables.sheets.division import divide
from extractor.tables.sheets.indicators import indicator
from extractor.tables.sheets.model import Fields, Indicator, Sheet, SourceAmount
from extractor.tables.sheets.one_sheet import SheetReader
from extractor.tables.sheets.sources import part_of
from extractor.tables.sheets.words.vocabulary import head_field_of, label, title_rule, vocabulary

_LONGEST_LINE = 2000  # characters of a line that are looked through
_LABELLED_LINES, _FEWEST_LABELS = 40, 4  # below a title: a sentence has none that stands alone


class Performance(Struct, frozen=True):
    """All the 绩效自评表 of a document.

    - `sheets` are numbered from 1, and `indicators` and `funds` (the amounts of the money blocks) carry the number.
    - `other`: the titles of performance tables that are set aside (绩效目标表, 绩效监控表).
    - `grids_used`: the grids taken, as (page, index among the page's grids); `grids_of`: those of each sheet, by its
      number.
    - `unread`: a sentence for each thing that was found and not understood; `noted`: for what was understood and has no
      column.
    """

    sheets: tuple[Sheet, ...]
    indicators: tuple[Indicator, ...]
    other: tuple[str, ...]
    grids_used: tuple[GridAddress, ...]
    unread: tuple[Sentence, ...]
    noted: tuple[Sentence, ...] = ()
    grids_of: Mapping[int, tuple[GridAddress, ...]] = field(default_factory=dict)
    unread_of: frozenset[int] = frozenset()
    funds: tuple[tuple[int, SourceAmount], ...] = ()

    @property
    def unit_names(self) -> list[str]:
        """The names of units that the heads print, in their order."""
        fields = ("filling_unit", "implementing_unit")
        return [str(name) for sheet in self.sheets for field in fields if (name := sheet.fields.get(field))]


def without_sheets(contents: Sequence[PageContent], performance: Performance) -> tuple[PageContent, ...]:
    """The contents without the grids of 绩效自评表, for the reader of the nine tables."""
    used = set(performance.grids_used)
    if not used:
        return tuple(contents)
    return tuple(replace(c, grids=tuple(g for g in c.grids if g.address not in used)) for c in contents)


def only_sheets(contents: Sequence[PageContent], performance: Performance) -> tuple[PageContent, ...]:
    """The contents with the grids of 绩效自评表 alone."""
    used = set(performance.grids_used)
    return tuple(replace(c, grids=tuple(g for g in c.grids if g.address in used)) for c in contents) if used else ()


def read_sheets(contents: Sequence[PageContent]) -> Performance:
    """Read every 绩效自评表 of a document: PDF pages with ruled grids, or plain text with rows of tabs."""
    division = divide(contents)
    sheets: list[Sheet] = []
    indicators: list[Indicator] = []
    other = list(division.other)
    unread: list[Sentence] = []
    noted: list[Sentence] = []
    grids_of: dict[int, tuple[GridAddress, ...]] = {}
    unread_of: set[int] = set()
    funds: list[tuple[int, SourceAmount]] = []
    unread += _without_cells(contents)
    for source in division.sheets:
        reader = SheetReader(source)
        reader.read()
        unread += _drawn(source.rows)
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
            sheets.append(Sheet(table_no, ordinal, ordered, box=box))
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


def _drawn(rows: Sequence[Row]) -> list[Sentence]:
    """Sentences about cells of sheets in which something is drawn rather than written: it may be a number."""
    cells = [cell for row in rows for cell in row.begun if DRAWN in cell.text]
    if not cells:
        return []
    return [
        said(
            "{where}: of the cells of a 绩效自评表 {count} hold something drawn and nothing written; compare with the "
            "document.",
            where=capitalised(cells[0].where),
            count=len(cells),
        )
    ]


def _without_cells(contents: Sequence[PageContent]) -> list[Sentence]:
    """A sentence for each sheet that stands in no table: the file does not say which text is in which cell, or the
    cells were lost when another program converted it. It is recognised by the header of its indicators in one line, or
    by its labels below its title."""
    told: list[Sentence] = []
    for content in contents:
        for is_grid, items in itertools.groupby(content.items, key=lambda item: isinstance(item, Grid)):
            if is_grid:
                continue
            lines = [item for item in items if isinstance(item, Line)]
            told += _loose_headers(lines) or _loose_labels(lines)
    return told


def _loose_headers(lines: Sequence[Line]) -> list[Sentence]:
    return [
        said(
            "{where}: “{text}” is the header of a 绩效自评表 without cells; its indicators are not read.",
            where=capitalised(line.where),
            text=found[0],
        )
        for line in lines
        if (found := vocabulary().header_in_text.search(plain(line.text[:_LONGEST_LINE])))
    ]


def _loose_labels(lines: Sequence[Line]) -> list[Sentence]:
    """Among lines between two tables, the last title of a sheet that has enough labels below it."""
    named = ((i, title_rule(lines[i].text)) for i in range(len(lines) - 1, -1, -1) if "表" in lines[i].text)
    last = next((i for i, rule in named if rule is not None and rule.kind != "other"), None)
    if last is None:
        return []
    title, below = lines[last], lines[last + 1 :][:_LABELLED_LINES]
    labels = {label(text) for line in below for text in line.text[:_LONGEST_LINE].split() if _is_label(text)}
    if len(labels) < _FEWEST_LABELS:
        return []
    return [
        said(
            "{where}: below “{title}” nothing parts its cells; this 绩效自评表 is not read.",
            where=capitalised(title.where),
            title=title.text.strip()[:40],
        )
    ]


def _is_label(text: str) -> bool:
    return bool(head_field_of(text) or names_column(text) or part_of(text))


def _table_no(kind: str, fields: Fields, reader: SheetReader) -> str:
    if kind in ("P1", "P2"):
        return kind
    return "P2" if fields.get("project_name") and "evaluation_point" not in reader.roles else "P1"
