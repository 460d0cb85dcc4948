"""Two-sided tables (01, 04): income in the left panel, expenditure in the right, a row of each side by side.

A label column (项目) opens a panel; 行次 and the amounts follow it. 04 prints its three funds twice on the income side,
the second time under 年初财政拨款结转和结余. A form with a single panel prints one side below the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.classification.subjects import class_code, class_of_row
from extractor.document.characters import plain
from extractor.document.model import Spans
from extractor.languages import said
from extractor.lexicon.columns import repeats, side_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.labels import (
    RowItem,
    bare_label,
    has_ordinal,
    is_known_row,
    is_of_an_earlier_year,
    is_part,
    item_of,
    opening_item,
    without_ordinal,
)
from extractor.lexicon.registries import Item, Role, Side
from extractor.lexicon.words import with_moments_of
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import Cell, Row, Value
from extractor.tables.nine.collected import Collected, Measured, Panel, amount_in, first_amount, is_value
from extractor.tables.nine.columns.measured import measured
from extractor.tables.nine.rows.torn_labels import is_torn, whole_labels

FEWEST_LABELS = 3  # that are known, among the words of a column, for it to hold the labels whatever its header says
MOST_ROW_DIGITS = 4  # of a 行次
_OPENING = frozenset({Item.OPENING_GENERAL, Item.OPENING_GOV_FUND, Item.OPENING_STATE_CAPITAL})

_OF_A_PANEL = frozenset({"income", "expenditure", "appropriation", "label"})
_BALANCES = frozenset({Item.OPENING_BALANCE, Item.CLOSING_BALANCE})

Numbered = tuple[int, Row]
"""A row with its place among the rows of the table."""


class _PanelColumns(Struct):
    """The columns of one panel; `side` is None for one that repeats the figures in another order."""

    side: Side | None
    label: Column
    row_no: Column | None = None
    amounts: list[Column] = field(default_factory=list)


def read_two_sided(table: Stitched, kind: str, year: int | None) -> Collected:
    """The values of 01 or 04; `year` is the fiscal year of the document, where it is known."""
    found = Collected(kind)
    rows = tuple(table.rows())
    panels = _panels(table.header.columns, rows, found)
    for panel in panels:
        if panel.side is None:
            for column in panel.amounts:
                found.column_set_aside(column, rows)
            continue
        alone = len(panels) == 1
        for side, of_side in _by_side(panel, rows) if alone else [(panel.side, [*enumerate(rows)])]:
            registry = "04" if kind == "04" and side is Side.EXPENDITURE else "01"
            columns = [_under_panel(column, panel.label) for column in panel.amounts] if kind == "04" else panel.amounts
            amounts = measured(columns, registry, [row for _, row in of_side], year, found)
            found.panels.append(Panel(side, tuple(amounts)))
            _PanelReader(panel, side, amounts, kind, found, year).read(of_side)
    found.values.sort(key=lambda value: value.ordinal)
    _tell_of_lost_sides(rows, found)
    return found


def _tell_of_lost_sides(rows: Sequence[Row], found: Collected) -> None:
    """Announces a side without a column of amounts, where nothing else was announced."""
    sides = {panel.side for panel in found.panels if panel.columns}
    first = next((cell for row in rows for cell in row.cells if cell is not None and cell.text), None)
    if first is None or found.unread or found.supposed is not None:
        return
    announce = found.is_half if sides else found.not_read
    if Side.INCOME not in sides:
        announce(said("no column of amounts of its income was found"), first)
    if Side.EXPENDITURE not in sides:
        announce(said("no column of amounts of its expenditure was found"), first)


def _panels(columns: Sequence[Column], rows: Sequence[Row], found: Collected) -> list[_PanelColumns]:
    """The panels from left to right; what stands before the first is announced."""
    panels: list[_PanelColumns] = []
    ahead: Column | None = None  # 序号 before the labels of the panel that comes
    for before, column in zip((None, *columns), columns, strict=False):
        if before is not None and column.levels == before.levels and _counts(column, rows):
            column = replace(column, role=Role.ROW_NO)  # 项目 stands over the labels and their 行次
        if _opens_panel(column, rows):
            panels.append(_PanelColumns(_side(column, panels, rows), column, ahead))
            ahead = None
        elif column.role is Role.ASIDE:
            found.column_set_aside(column, rows)
        elif column.role is Role.ROW_NO and _counts(column, rows) and (not panels or panels[-1].row_no):
            ahead = column
        elif not panels:
            found.column_not_read(column, rows, said("that stands before the labels"))
        elif column.role is Role.ROW_NO or (column.residue and _counts_on(column, rows)):
            panels[-1].row_no = column
        else:
            panels[-1].amounts.append(column)
    return panels


def _opens_panel(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column holds labels: by its header 项目, or by what stands in it."""
    if column.role in (Role.LABEL, Role.NAME):
        return True
    if column.role:
        return False
    cells = [cell for row in rows if (cell := row.begins(column.index)) is not None and cell.text]
    labels = sum(is_known_row(c.text) or class_code(without_ordinal(c.text)) is not None for c in cells)
    return labels >= FEWEST_LABELS and not any(cell.number.is_number for cell in cells)


def _side(column: Column, panels: Sequence[_PanelColumns], rows: Sequence[Row]) -> Side | None:
    """The side of a panel: by its header, else by most of its rows, else by its place."""
    votes = Counter(side for row in rows if (side := _side_of_row(row.text(column.index))))
    most = [side for side, _ in votes.most_common(1)]
    side = side_of(*column.levels) or (most[0] if most else Side.EXPENDITURE if panels else Side.INCOME)
    again = side is Side.EXPENDITURE and any(p.side is Side.EXPENDITURE for p in panels)
    return None if again or repeats(*column.levels) else side


def _by_side(panel: _PanelColumns, rows: Sequence[Row]) -> list[tuple[Side, list[Numbered]]]:
    """The rows of the only panel of a table by their side, in the order in which the sides are printed.

    The label tells the side; a row whose label does not (总计, 其中 …) is on the side of the row above it.
    """
    first = panel.side or Side.INCOME
    found: list[tuple[Side, list[Numbered]]] = []
    for numbered in enumerate(rows):
        side = _side_of_row(numbered[1].text(panel.label.index)) or (found[-1][0] if found else first)
        if not found or found[-1][0] is not side:
            found.append((side, []))
        found[-1][1].append(numbered)
    return found


def _side_of_row(label: str) -> Side | None:
    """The side to which alone a label can belong: by the words 收入 and 支出, an item that only one side has, or a
    class."""
    bare = bare_label(label)
    said = meaning(bare).says & {"income", "expenditure"}
    if len(said) == 1:
        return Side.INCOME if "income" in said else Side.EXPENDITURE
    on = [side for side in Side if item_of(f"01.{side}", bare)]
    if len(on) == 1:
        return on[0]
    return Side.EXPENDITURE if not on and bare and class_code(without_ordinal(label), None) else None


def _is_of_a_balance(bare: str) -> bool:
    """基本支出结转, 项目支出结转和结余, 经营结余: the parts of a balance that stands above them."""
    said = meaning(bare)
    return said.is_known and bool(said.says & {"carryover", "surplus"})


def _under_panel(column: Column, label: Column) -> Column:
    """A column of amounts of 04 without the heading that its panel shares with the labels (财政拨款收入): that says
    whose money the whole table is about, and is no measure."""
    shared = column.levels[:1] if column.levels[:1] == label.levels[:1] else ()
    heading = meaning(*shared)
    if not shared or len(column.levels) == 1 or not heading.is_known or not heading.says <= _OF_A_PANEL:
        return column
    return replace(column, levels=column.levels[1:])


def _counts(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column holds counting numbers and nothing else."""
    texts = [plain(text) for row in rows if (text := row.text(column.index))]
    return bool(texts) and all(t.isdecimal() and len(t) <= MOST_ROW_DIGITS for t in texts)


def _counts_on(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column holds the numbers of its rows, one by one."""
    numbers = [int(text) for row in rows if (text := plain(row.text(column.index))).isdecimal()]
    one_by_one = all(after - before == 1 for before, after in pairwise(numbers))
    return _counts(column, rows) and len(numbers) >= FEWEST_LABELS and one_by_one


class _PanelReader(Struct):
    """Reads one panel row by row; `above` is the row under which 其中 lines and the opening funds stand."""

    panel: _PanelColumns
    side: Side
    amounts: list[Measured]
    kind: str
    found: Collected
    year: int | None
    above: str | None = None
    above_item: Item | None = None
    unknown: str | None = None
    in_opening: bool = False
    firm: set[Item] = field(default_factory=set)
    open: list[Value] = field(default_factory=list)

    def read(self, rows: Sequence[Numbered]) -> None:
        values: list[Value] = []
        labels = [row.text(self.panel.label.index) for _, row in rows]
        if any(row.grid.spans is Spans.GUESSED for _, row in rows):
            filled = [any(row.text(m[0].index) for m in self.amounts) for _, row in rows]
            labels = whole_labels(labels, filled, self._names_a_row)
        for (ordinal, row), label in zip(rows, labels, strict=True):
            values.extend(self._row(row, ordinal, label))
        total = Item.CURRENT_TOTAL if Item.GRAND_TOTAL in self.firm else Item.GRAND_TOTAL
        self.found.values.extend(values)
        self.found.values.extend(replace(value, item=None if total in self.firm else total) for value in self.open)

    def _row(self, row: Row, ordinal: int, printed: str) -> list[Value]:
        if self._is_header(row):
            return []
        cells = [(m, amount_in(row.begins(m[0].index), m[0].label, self.found)) for m in self.amounts]
        if not printed:
            stray = first_amount(cell for _, cell in cells)
            if stray is not None:
                self.found.not_read(said("“{text}” is in a row without a label", text=stray.text), stray)
            return []
        if is_of_an_earlier_year(printed, self.year):
            for _, cell in cells:
                self.found.set_aside(cell)
            return []
        item, parent = self._place(printed)
        if item is not None and self._is_again(item):  # under a row that is not known, and no income of the year
            amount = first_amount(cell for _, cell in cells)
            if amount is not None:
                self.found.not_read(
                    said("the row “{row}” is printed a second time, under none that is known", row=printed), amount
                )
            item, parent = None, self.unknown or self.above
        elif item is None and parent is None:
            self.unknown = printed
            if is_torn(printed):
                self._tell_torn(printed, [cell for _, cell in cells if cell])
                return []
            self._check_known(printed, [cell for _, cell in cells if cell])
        row_no = plain(row.text(self.panel.row_no.index)) if self.panel.row_no else ""
        number = int(row_no) if row_no.isdecimal() and len(row_no) <= MOST_ROW_DIGITS else None
        values = [
            Value(
                cell, self.side, basis, None, without_ordinal(printed), printed, item.item if item else None, parent,
                number, measure, column.label, ordinal,
            )
            for (column, measure, basis), cell in cells
            if cell is not None
        ]  # fmt: skip
        if item is not None and item.either:
            self.open.extend(values)
            return []
        if item is not None:
            self.firm.add(item.item)
        return values

    def _is_header(self, row: Row) -> bool:
        """Whether a row is a header of what follows (支出项目, 金额): one side stands below the other, each under its
        own."""
        texts = [text for m in self.amounts if (text := row.text(m[0].index))]
        return any(map(is_header_word, texts)) and all(meaning(text).is_known for text in texts)

    def _is_again(self, item: RowItem) -> bool:
        """Whether a fund of 04 that the panel already has is printed again outside the opening balance."""
        return self.kind == "04" and opening_item(item.item) is not None and item.item in self.firm

    def _place(self, printed: str) -> tuple[RowItem | None, str | None]:
        """The item of a row, and the row of which it is a part."""
        bare = bare_label(printed if self.year is None else with_moments_of(printed, self.year))
        item = item_of(f"{self.kind}.{self.side}", bare)
        if self.in_opening and item is not None:
            if opened := opening_item(item.item):
                return RowItem(opened), self.above
            if item.item in _OPENING:
                return item, self.above
        if item is not None and item.item is Item.PAGE_SUM:  # the rows after it go on with those before it
            return item, None
        if is_part(printed):
            return (item if self.in_opening else None), self.above
        if item is None and self.above_item in _BALANCES and _is_of_a_balance(bare):
            return None, self.above
        if item is not None or not self.in_opening or "income" in meaning(bare).says:
            self.above, self.above_item = printed, item.item if item else None
            opens = item is not None and item.item is Item.OPENING_BALANCE
            self.in_opening = opens and self.kind == "04" and self.side is Side.INCOME
        return item, None

    def _names_a_row(self, label: str) -> bool:
        """Whether a label is that of an item or a class, or of a part of the row above it."""
        is_item = item_of(f"{self.kind}.{self.side}", bare_label(label)) is not None or is_part(label)
        return is_item or class_code(without_ordinal(label), None) is not None

    def _tell_torn(self, printed: str, cells: Sequence[Cell]) -> None:
        """Announces a row of which only a piece of the label is left, or one with a piece of another: nobody can say
        whose its amounts are. Zeros too, since its own amounts may stand elsewhere."""
        for cell in cells:
            self.found.set_aside(cell)
        if cells:
            first = next((cell for cell in cells if cell.number.value), cells[0])
            self.found.not_read(said("the row “{row}” is none that is known here", row=printed), first)

    def _check_known(self, printed: str, cells: Sequence[Cell]) -> None:
        """Announces a row with an amount that is neither an item nor a class nor, in known words, a part of the balance
        carried over. Templates have rows of zeros and dashes of their own; but one with an ordinal and an unknown word
        may be a class or an item."""
        is_known = meaning(bare_label(printed)).is_known
        amount = first_amount(cells)
        if amount is None and not is_known and has_ordinal(printed):
            amount = next(filter(is_value, cells), None)
        if amount is None or (self.in_opening and is_known):
            return
        if self.side is Side.INCOME or class_of_row(without_ordinal(printed)) is None:
            self.found.not_read(said("the row “{row}” is none that is known here", row=printed), amount)
