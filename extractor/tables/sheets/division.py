"""Which rows of a document belong to which sheet: titles, continuations over pages, tables set aside."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec import Struct, field

from extractor.document.characters import plain, without_blanks
from extractor.document.model import Line
from extractor.kept import compiled
from extractor.lexicon.ordinals import is_numbered_in_words, without_ordinals
from extractor.lexicon.page_numbers import page_number
from extractor.tables.model import Cell, Grid, GridAddress, PageContent, Row
from extractor.tables.sheets.candidate import Candidate
from extractor.tables.sheets.cells.rows import new_cells, rows_of
from extractor.tables.sheets.words.vocabulary import TitleRule, field_of, is_aside, label, title_rule, vocabulary

_AGAIN = compiled(r"[(（]?续表?\d*[)）]?|[(（]续[)）]")
_YEAR = compiled(r"(20\d\d)年")
_ITEM = compiled(r"^\d{1,2}[.、．]")
_PAIRED = compiled(r"^([\p{Han}（）()]{2,12})\s*[:：]")
_LEAD_LINES = 12  # over a sheet: title, year, unit and date; what is farther away is prose
_TAIL_LINES = 15  # under a sheet: its notes
_SAME_WIDTH = 0.03  # of the width: a sheet that goes on is as wide
_LONGEST_TITLE = 80  # characters
SAME_EDGE = 3.0  # points between edges that are one
_FEWEST_EDGES = 5  # of a grid that is known by them
_DECIDED_BY_CONTENT = frozenset({"goals", "narrative_form"})
_FOOT_FIELDS = frozenset({"deviation_reason", "improvement", "problems", "notes", "conclusion"})


class SheetSource(Struct):
    """The rows of one sheet in order, and the lines around them.

    - `kind`: P1, P2 or P? (the content decides).
    - `lead`: lines above the sheet, after its title; `tail`: below it; `beside`: left of a grid whose level cells are
      open there; `between`: the one line of words that separates a grid from the rows before it.
    - `dropped`: the grids that follow before the sheet ends and do not fit it.
    """

    title: str | None
    kind: str
    lead: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    dropped: list[Grid] = field(default_factory=list)
    beside: dict[GridAddress, tuple[Line, ...]] = field(default_factory=dict)
    between: dict[GridAddress, str] = field(default_factory=dict)


class Division(Struct):
    """A document divided: its sheets, the titles set aside, and the grids taken."""

    sheets: list[SheetSource] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    grids_used: list[GridAddress] = field(default_factory=list)


def year_in(text: str) -> int | None:
    """The first year a title or caption prints."""
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else None


def divide(contents: Sequence[PageContent]) -> Division:
    """The sheets of a document."""
    divider = _Divider()
    for content in contents:
        items = [item for item in content.items if isinstance(item, Grid) or item.text.strip()]
        lines = [item for item in items if isinstance(item, Line)]
        left = {item.address: _left_of(item, lines) for item in items if isinstance(item, Grid)}
        for item in items:
            if isinstance(item, Grid):
                divider.take(item, left[item.address])
            elif not any(item in found for found in left.values()):
                divider.pending.append(item)
    divider.close_tail()
    return divider.division


class _Divider(Struct):
    division: Division = field(default_factory=Division)
    pending: list[Line] = field(default_factory=list)
    current: SheetSource | None = None
    aside: bool = False
    last: Grid | None = None

    def take(self, grid: Grid, left: tuple[Line, ...] = ()) -> None:
        """Take a grid, after the lines in `pending`; `left` are the lines beside it."""
        rows = rows_of(grid)
        candidate = Candidate(grid, rows, tuple(map(new_cells, rows)))
        if all(len(cells) == 1 and _row_title(cells) for cells in candidate.new):
            # A title in a box of its own.
            self.pending += [
                Line(cells[0].text, grid.page, grid.box, row.line)
                for row, cells in zip(rows, candidate.new, strict=True)
            ]
            self.division.grids_used.append(grid.address)
            return
        self._begin(candidate)
        if self.current is not None and self.current.rows and len(self.pending) == 1:
            self.current.between[grid.address] = without_blanks(self.pending[0].text)
        if self.current is not None and left:
            self.current.beside[grid.address] = left
        used = self.aside or self.current is not None
        for row, cells in zip(rows, candidate.new, strict=True):
            rule = _row_title(cells)
            if rule is not None and candidate.looks_like_a_sheet():
                text = next(cell.text for cell in cells if title_rule(cell.text))
                self._start(rule, text, candidate, self._lead_after(None) if row.index == 0 else [])
                used = True
                continue
            if self.current is None:
                continue
            if self._next_sheet(cells):
                self._open(SheetSource(None, self.current.kind))
            self.current.rows.append(row)
        if used:
            self.division.grids_used.append(grid.address)
        self.last = grid if used else None
        self.pending = []

    def _begin(self, candidate: Candidate) -> None:
        """Decide whether a grid starts a sheet, continues the one before, or is none."""
        place, caption = self._caption()
        rule = title_rule(caption) if caption else None
        if any(_row_title(cells) for cells in candidate.new[:3]):
            self.close_tail(place)  # the title in the grid itself starts the sheet
            self.current, self.aside = None, False
        elif caption is not None and rule is not None and self._again(caption, candidate):
            return
        elif caption is not None and rule is not None and candidate.looks_like_a_sheet() and not candidate.is_foreign():
            self.close_tail(place)
            self._start(rule, self._whole_title(place, caption), candidate, self._lead_after(place))
        elif caption is None and self._continues(candidate):
            return
        else:
            untitled = rule is None and candidate.is_an_untitled_sheet()
            if caption is None and not untitled and self.current is not None and self._is_next(candidate):
                self.current.dropped += [] if _has_ended(self.current) else [candidate.grid]
            self.close_tail(place)
            self.current, self.aside = None, False
            if untitled:
                title = without_ordinals(caption) if caption else None
                self._open(SheetSource(title, "P?", self._lead_after(place)))

    def _caption(self) -> tuple[int | None, str | None]:
        """The last line before the grid that reads like the title of a table: its place in `pending`, and its text."""
        low = max(0, len(self.pending) - _LEAD_LINES)
        for index in range(len(self.pending) - 1, low - 1, -1):
            text = without_blanks(self.pending[index].text)
            if len(text) <= _LONGEST_TITLE and (title_rule(text) or vocabulary().caption.match(plain(text))):
                return index, text
        return None, None

    def _whole_title(self, place: int | None, caption: str) -> str:
        """A title over two lines: the upper one has the year, the lower one ends it."""
        if not place or year_in(caption):
            return caption
        before, line = self.pending[place - 1], self.pending[place]
        text = without_blanks(before.text)
        if before.page != line.page or before.box is None or line.box is None:
            return caption
        near = line.box.top - before.box.bottom < line.box.bottom - line.box.top
        return text + caption if near and len(text) < 60 and year_in(text) and "。" not in text else caption

    def _lead_after(self, place: int | None) -> list[str]:
        lines = self.pending[place + 1 :] if place is not None else self.pending[-4:]
        return [line.text for line in lines[:_LEAD_LINES]]

    def _again(self, caption: str, candidate: Candidate) -> bool:
        """Whether a title is printed again over a continuation: the same words, and no head below them."""
        if self.current is None or self.current.title is None or not self._fits(candidate):
            return False
        return plain(_AGAIN.sub("", caption)) == plain(_AGAIN.sub("", self.current.title))

    def _start(self, rule: TitleRule, title: str, candidate: Candidate, lead: list[str]) -> None:
        kind = rule.kind
        if kind == "other" and rule.id in _DECIDED_BY_CONTENT and candidate.has_results():
            kind = "P?"  # 绩效目标…表 or …自评情况表 by title, but it reports what was reached
        if kind == "other":
            self.division.other.append(without_ordinals(title))
            self.current, self.aside = None, True
            return
        self._open(SheetSource(without_ordinals(title), kind, lead))

    def _open(self, source: SheetSource) -> None:
        self.current, self.aside = source, False
        self.division.sheets.append(source)

    def _next_sheet(self, cells: Sequence[Cell]) -> bool:
        """Start the next sheet where a second 项目名称 stands in the same grid."""
        if self.current is None or len(cells) > 4 or not _names_project(cells):
            return False
        return any(_names_project(new_cells(row)) for row in self.current.rows)

    def _continues(self, candidate: Candidate) -> bool:
        """Whether a grid without a title continues the one before: there is no heading between them."""
        return not self._heading_between() and self._fits(candidate)

    def _heading_between(self) -> bool:
        note = vocabulary().note
        return any(is_numbered_in_words(line.text) for line in self.pending if not note.match(line.text.strip()))

    def _is_next(self, candidate: Candidate) -> bool:
        """Whether nothing but its columns speaks against a grid as more of the sheet before."""
        if self.last is None or self._heading_between() or candidate.grid.page - self.last.page > 1:
            return False
        return not (candidate.is_foreign() or self._begins_anew(candidate))

    def _begins_anew(self, candidate: Candidate) -> bool:
        """Whether a grid has the head of a sheet of its own, not the rest of a head that a page break cuts."""
        return candidate.has_a_head() and not (self.current is not None and candidate.completes(self.current.rows))

    def _fits(self, candidate: Candidate) -> bool:
        """Whether a grid can be more of the one before: next in the flow, as wide, without a head, not of another
        kind."""
        grid, last = candidate.grid, self.last
        if last is None or (self.current is None and not self.aside):
            return False
        if grid.page - last.page > 1 or candidate.is_foreign() or self._begins_anew(candidate):
            return False
        if grid.box is None or last.box is None:
            return grid.box is last.box and grid.columns == last.columns
        if self._shares_edges(grid):
            return True
        width, before = grid.box.x1 - grid.box.x0, last.box.x1 - last.box.x0
        return abs(width - before) <= max(_SAME_WIDTH * before, 8.0)

    def _shares_edges(self, grid: Grid) -> bool:
        """Whether every edge of a grid's columns is one of the sheet's, and so is its right edge: level cells that a
        page break leaves open on the left draw no grid of their own."""
        grids = {row.grid.address: row.grid for row in self.current.rows}.values() if self.current else ()
        known = [edge for before in grids for edge in before.x_edges]
        if len(grid.x_edges) < _FEWEST_EDGES or not known or abs(grid.x_edges[-1] - max(known)) > SAME_EDGE:
            return False
        return all(any(abs(edge - k) <= SAME_EDGE for k in known) for edge in grid.x_edges)

    def close_tail(self, end: int | None = None) -> None:
        """Give the notes that follow a sheet to it."""
        if self.current is None:
            return
        lines = [line.text.strip() for line in self.pending[:end]]
        lines = [text for text in lines if page_number(text) is None]
        taken: list[str] = []
        for text in lines[:_TAIL_LINES]:
            begins = vocabulary().note.match(text) or _is_pair(text) or (taken and _ITEM.match(text))
            unfinished = taken and not _is_pair(taken[-1]) and not taken[-1].endswith(("。", "；"))
            if is_numbered_in_words(text) or not (begins or unfinished):
                break
            taken.append(text)
        self.current.tail += taken


def _left_of(grid: Grid, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that stand beside a ruled grid, to its left."""
    box = grid.box
    if box is None or not grid.x_edges:
        return ()
    beside = [line for line in lines if line.box is not None and line.box.x1 <= box.x0 + SAME_EDGE]
    return tuple(line for line in beside if line.box and box.top <= (line.box.top + line.box.bottom) / 2 <= box.bottom)


def _has_ended(source: SheetSource) -> bool:
    """Whether the last rows of a sheet are its total or its foot."""
    first = [cells[0].text for row in source.rows[-4:] if (cells := new_cells(row))]
    return any(label(text) in vocabulary().total_row or field_of(text) in _FOOT_FIELDS for text in first)


def _is_pair(text: str) -> bool:
    """Whether a line is `填报日期：…` or another label of a sheet printed below its grid."""
    found = _PAIRED.match(text)
    return found is not None and (field_of(found[1]) is not None or is_aside(found[1]))


def _row_title(cells: Sequence[Cell]) -> TitleRule | None:
    """The rule for a row that holds a title, and beside it at most a table number or the currency unit."""
    beside = vocabulary().beside_title
    others = (cell.text for cell in cells if not beside.match(plain(cell.text[:60])))
    texts = [*itertools.islice(others, 2)]  # of two, none is a title
    return title_rule(texts[0]) if len(texts) == 1 and len(texts[0]) <= _LONGEST_TITLE else None


def _names_project(cells: Sequence[Cell]) -> bool:
    return bool(cells) and field_of(cells[0].text) == "project_name"
