"""The indicator rows of a sheet: each cell in its column, each row under the levels that are certainly its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from extractor.document.characters import plain, without_blanks
from extractor.document.model import Line, Spans
from extractor.languages import Sentence, said
from extractor.tables.model import Address, Cell, Extent, Grid, GridAddress, Row
from extractor.tables.sheets.cells.alignment import ACCEPTED, align, dropped
from extractor.tables.sheets.cells.levels import L1, L2, L3, is_one_name, may_stand_under, put_right
from extractor.tables.sheets.cells.quantity import bare_number, comparison_of, is_numeric, quantity, unit_of
from extractor.tables.sheets.cells.rows import capitalised, new_cells
from extractor.tables.sheets.cells.slots import LEVELS, SlotHeader, covered
from extractor.tables.sheets.division import SAME_EDGE
from extractor.tables.sheets.model import Indicator, box_of
from extractor.tables.sheets.words.vocabulary import group_name, label, level_name, vocabulary

_POINTS = ("score", "score_full")  # printed once for several rows they go to the first, so that sums hold
_WHOLE = (L3, "target", "actual", "indicator_kind", *_POINTS)
_CONTENT = (L3, "target", "actual", "score", "score_full", "evaluation_point")


class IndicatorReading(Struct):
    """A row being read: `texts` by role, `cells` the addresses of the level cells it stands under; `top` says that it
    is the first of its grid."""

    texts: dict[str, str]
    cells: dict[str, Address]
    row: Row
    top: bool
    doubled: bool
    project: str | None = None


class _Placed(Struct):
    """The cells of a row in the slots of the header: `texts` by slot, of which those in `fixed` span down from a row
    above; `cells` the addresses of its levels by role; `lost` what fits in no slot."""

    texts: list[str]
    fixed: set[int] = field(default_factory=set)
    cells: dict[str, Address] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


class IndicatorBlock(Struct):
    """Collects the rows under one indicator header (and its repetitions on later pages) and reads them.

    `add` takes rows in order; `readings` gives what they say. A level printed in a cell that spans rows holds for all
    of them; a cell cut by a page break is one cell. A blank level takes the name above it only where the sheet's levels
    stand in their usual places and the classification does not contradict it; otherwise it stays blank.
    """

    header: SlotHeader
    beside: Mapping[GridAddress, Sequence[Line]] = field(default_factory=dict)
    between: Mapping[GridAddress, str] = field(default_factory=dict)
    unread: list[Sentence] = field(default_factory=list)
    _headings: dict[str, str] = field(default_factory=dict)
    _readings: list[IndicatorReading] = field(default_factory=list)

    def take_heading(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take a row that is nothing but the name of a level across the columns (一、产出指标（50分）), which holds for
        the rows that follow, to the next one. False where it is none."""
        if len(cells) != 1 or not self._is_across(row, cells[0]):
            return False
        words, name = vocabulary(), group_name(cells[0].text)
        if label(name) in words.level1:
            self._headings = {L1: name}
        elif label(name) in words.level2:
            self._headings[L2] = name
        else:
            return False
        return True

    def _is_across(self, row: Row, cell: Cell) -> bool:
        """Whether a cell takes all the columns of indicators; where a converter keeps no spans, whether it is alone."""
        if row.grid.spans is Spans.LOST:
            return len(row.reaching) == 1
        named = [i for i, slot in enumerate(self.header.slots) if slot.role not in (None, "group")]
        return set(named) <= set(covered(row.grid.extent(cell), self.header.slots))

    def add(self, row: Row) -> None:
        """Take the next row. One that does not fit the header is reported, and left out if it cannot be aligned."""
        slots = self.header.slots
        placed = self._placed(row)
        aligned = align(placed.texts, [s.role for s in slots], frozenset(placed.fixed))
        if aligned.cost >= ACCEPTED or placed.lost:
            shown = " | ".join(placed.lost or [cell.text for cell in new_cells(row)])[:60]
            told = said(
                "{where}: the indicator row “{row}” does not fit its header; see the source there.",
                where=capitalised(row.where),
                row=shown,
            )
            self.unread.append(told)
            if aligned.cost >= ACCEPTED:
                return
        by_role: dict[str, str] = {}
        for slot, text in zip(slots, aligned.texts, strict=True):
            if slot.role and text:
                by_role[slot.role] = by_role.get(slot.role, "") + text
        cells = {} if aligned.moved else placed.cells
        for role, (address, text) in self._open_levels(row.grid).items():
            cells[role] = address
            if text:
                by_role[role] = text
        for role, name in self._headings.items():
            by_role.setdefault(role, name)
        top = not self._readings or self._readings[-1].row.grid.address != row.grid.address
        self._readings.append(IndicatorReading(by_role, cells, row, top, aligned.doubled))

    def _placed(self, row: Row) -> _Placed:
        """The cells of a row in the slots of the header."""
        slots = self.header.slots
        placed = _Placed([""] * len(slots))
        if row.grid.spans is Spans.LOST and self._under_spanning(row, placed):
            return placed
        for cell in row.reaching:
            index, begins = self._slot(row, cell), cell.row == row.index
            if index is None:
                placed.lost += [cell.text] if begins and cell.text else []
                continue
            role = slots[index].role
            if role in LEVELS or role == "project_name":
                placed.cells[role] = cell.address
            if cell.text and (begins or role not in _POINTS):
                if placed.texts[index]:
                    # Two cells in one column: the weight beside a level's name is its own, anything else is reported.
                    placed.lost += [cell.text] if begins and not (role in LEVELS and is_numeric(cell.text)) else []
                    continue
                placed.texts[index] = cell.text
                if not begins:
                    placed.fixed.add(index)
        return placed

    def _under_spanning(self, row: Row, placed: _Placed) -> bool:
        """Place a row of plain text that lacks the cells which span down to it, under the levels of the row above;
        False where it lacks none."""
        roles = [slot.role for slot in self.header.slots]
        texts = [cell.text for cell in row.reaching] + [""] * (len(roles) - len(row.reaching))
        by = dropped(texts[: len(roles)], roles)
        if not by or not self._readings or any(texts[len(roles) :]):
            return False
        above = {role: self._readings[-1].texts.get(role, "") for role in LEVELS}
        placed.texts = [above.get(role or "", "") for role in roles[:by]] + texts[: len(roles) - by]
        placed.fixed = set(range(by))
        return True

    def _open_levels(self, grid: Grid) -> dict[str, tuple[Address, str]]:
        """The level cells that a page break leaves open at the left of a grid: each spans all its rows, and what is
        printed of it there stands beside the grid."""
        if not grid.x_edges:
            return {}
        slots = [s for s in self.header.slots if s.extent.high <= grid.x_edges[0] + SAME_EDGE]
        texts: dict[int, str] = {}
        for line in self.beside.get(grid.address, ()):
            places = covered(Extent(line.box.x0, line.box.x1), slots) if line.box else []
            words = line.text.split() if len(places) > 1 else [line.text]
            if len(words) == len(places):
                for place, word in zip(places, words, strict=True):
                    texts[place] = texts.get(place, "") + word
                continue
            told = said(
                "{where}: “{text}” beside the indicators is not understood.",
                where=capitalised(grid.where),
                text=line.text[:40],
            )
            if told not in self.unread:
                self.unread.append(told)
        levels = [i for i, slot in enumerate(slots) if slot.role in LEVELS]
        return {
            slots[i].role or "": (Address(grid.page, grid.ordinal, 0, -1 - i), without_blanks(texts.get(i, "")))
            for i in levels
        }

    def _slot(self, row: Row, cell: Cell) -> int | None:
        """The slot to which a cell belongs: of a level that spans several the one whose word it is, else the
        deepest."""
        found = covered(row.grid.extent(cell), self.header.slots)
        if len(found) < 2:
            return found[0] if found else None
        named = [i for i in found if self.header.slots[i].role]
        levels = [i for i in named if self.header.slots[i].role in LEVELS]
        if not levels:
            return named[0] if named else found[0]
        words = vocabulary()
        name = label(level_name(cell.text))
        for index in levels:
            role = self.header.slots[index].role
            if (role == L1 and name in words.level1) or (role == L2 and name in words.level2):
                return index
        return levels[-1]

    @property
    def empty(self) -> bool:
        return not self._readings

    def readings(self) -> list[IndicatorReading]:
        """The rows with their levels settled, without template lines that have no content."""
        self._join_cut_rows()
        self._join_cut_cells()
        self._settle_levels()
        blank = vocabulary().placeholder
        return [
            r
            for r in self._readings
            if any(not blank.match(plain(r.texts.get(role, "")[:20])) for role in _CONTENT if r.texts.get(role))
        ]

    def _join_cut_rows(self) -> None:
        """Join rows cut by a page break: the part on the next page is not a whole row."""
        for index in range(len(self._readings) - 1, 0, -1):
            reading, before = self._readings[index], self._readings[index - 1]
            if not (reading.top and reading.row.grid.has_layout and self._is_rest(reading.texts, before.texts)):
                continue
            for role, text in reading.texts.items():
                if role != "group":
                    before.texts[role] = before.texts.get(role, "") + text
            following = self._readings[index + 1 : index + 2]
            if following and following[0].row.grid.address == reading.row.grid.address:
                following[0].top = True
            del self._readings[index]

    def _is_rest(self, texts: dict[str, str], before: dict[str, str]) -> bool:
        """Whether a row without levels of its own lacks a column that every row has and the row before it has too:
        the name, the score, the kind, the target, what was reached."""
        held = [role for role in _WHOLE if role in self.header.roles and role in before]
        if texts.get(L1) or texts.get(L2) or not texts.keys() & {*_CONTENT, "deviation_reason"}:
            return False
        return any(role not in texts for role in held) and not texts.keys() & set(_POINTS)

    def _join_cut_cells(self) -> None:
        """Join level cells cut by a page break: they hold for the rows on both sides. Their text stands on one of them,
        or in part on each (效益指 | 标), or its end at the foot of the page, where the grid is open."""
        for role in (L1, L2, "project_name"):
            for index in range(1, len(self._readings)):
                below, above = self._readings[index], self._readings[index - 1]
                if not (below.top and below.row.grid.has_layout):
                    continue
                if role not in below.cells or role not in above.cells:
                    continue
                up, down = above.texts.get(role), below.texts.get(role)
                rest = self.between.get(below.row.grid.address, "")
                if up and not down and is_one_name(role, up, rest):
                    down = rest
                if up and not down:
                    self._spread(index, 1, role, up)
                elif down and not up:
                    self._spread(index - 1, -1, role, down)
                elif up and down and is_one_name(role, up, down):
                    self._spread(index - 1, -1, role, up + down)
                    self._spread(index, 1, role, up + down)

    def _spread(self, index: int, step: int, role: str, text: str) -> None:
        cell = self._readings[index].cells[role]
        while 0 <= index < len(self._readings) and self._readings[index].cells.get(role) == cell:
            self._readings[index].texts[role] = text
            index += step

    def _settle_levels(self) -> None:
        for reading in self._readings:
            put_right(reading.texts, reading.row.grid.spans)
            for role in (L1, L2):
                if role in reading.texts:
                    reading.texts[role] = level_name(reading.texts[role])
                    if not reading.texts[role]:
                        del reading.texts[role]
        doubled = any(r.doubled for r in self._readings)
        first = self._readings[0].texts if self._readings else {}
        above1 = above2 = None
        for reading in self._readings:
            own1, own2 = reading.texts.get(L1), reading.texts.get(L2)
            if own1 and own1 != above1:
                above2 = None
            level2 = own2 or (above2 if L2 in first and not doubled else None)
            level1 = own1 or (above1 if L1 in first and not doubled and may_stand_under(above1, level2) else None)
            if level2 and not own2 and level1 is None and above1 is not None:
                level2 = None
            for role, name in ((L1, level1), (L2, level2)):
                if name:
                    reading.texts[role] = name
            above1, above2 = level1 or above1, level2


def indicator(reading: IndicatorReading, table_no: str, project: str | None, sheet: int, ordinal: int) -> Indicator:
    """The row of `performance`; `ordinal` counts the indicators of the sheet from 1."""
    texts = reading.texts
    target, actual = texts.get("target"), texts.get("actual")
    wanted, reached = quantity(target), quantity(actual)
    unit = unit_of(texts["number_unit"]) if "number_unit" in texts else None
    unit = unit or wanted.unit or reached.unit
    # One unit for both numbers: an actual value in another unit keeps its text only.
    comparable = reached.unit is None or reached.unit == unit
    return Indicator(
        table_no=table_no,
        project_name=project,
        indicator_level1=texts.get(L1),
        indicator_level2=texts.get(L2),
        indicator_level3=texts.get(L3),
        evaluation_point=texts.get("evaluation_point"),
        indicator_kind=texts.get("indicator_kind"),
        target=target,
        actual=actual,
        target_number=wanted.number,
        actual_number=reached.number if comparable else None,
        number_unit=unit if wanted.number is not None or (reached.number is not None and comparable) else None,
        score_full=bare_number(texts.get("score_full")),
        score=bare_number(texts.get("score")),
        deviation_reason=texts.get("deviation_reason"),
        page=reading.row.grid.printed_page,
        row=ordinal,
        target_comparison=wanted.comparison or (comparison_of(texts["comparison"]) if "comparison" in texts else None),
        sheet=sheet,
        box=box_of(cell for cell in reading.row.begun if cell.row_span == 1) or box_of(reading.row.begun),
    )
