"""What all shapes of table have in common: rows go in, values and a list of what was not understood come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from extractor.document.characters import plain
from extractor.document.lines import UNREADABLE
from extractor.kept import compiled
from extractor.languages import Sentence, joined, said
from extractor.lexicon import files
from extractor.lexicon.measures import measure_name
from extractor.lexicon.registries import Basis, Measure, Role, Side
from extractor.tables.assembly.frame import is_note
from extractor.tables.headers import Column
from extractor.tables.model import DRAWN, Address, Amounts, Cell, Row, Value

FEWEST_SHARED = 2  # columns
WIDE = 3  # columns: a cell over so many of them, with as many numbers, is a row that no rules part
_DASHES = "-—－"
_DIGITS = compiled(r"\d+")
_AMOUNT = compiled(r"\d[.．]\d|\d[,，]\d{3}(?!\d)")
_RUN_INTO = compiled(r"\p{Han}[-－]?\d[\d,，]*[.．]\d{2}$")  # a name that an amount stands tight behind


class Panel(Struct, frozen=True):
    """Columns of amounts that stand together, each with its measure and budget stage; in 01 and 04 one side."""

    side: Side | None
    columns: tuple[Measured, ...]


class Supposed(Struct, frozen=True):
    """A column taken for what the known words of its header name, if the accounts bear it out; or one for each budget
    stage. With its `cells`, why it is not read otherwise, and what is said of it if it is."""

    cells: frozenset[Address]
    unread: tuple[Sentence, ...]
    taken: tuple[Sentence, ...]


class Collected(Struct):
    """The values of a table as they are found, its columns of amounts, and a sentence for each place that was not
    understood.

    - `supposed`: a column on which the accounts decide; its values are among those of the table.
    - `half`: which side was not found, where only one was.
    - `headed`: the columns whose header stands in the row of the total.
    """

    kind: str
    values: list[Value] = field(default_factory=list)
    supposed: Supposed | None = None
    unread: list[Sentence] = field(default_factory=list)
    accounted: set[Address] = field(default_factory=set)
    panels: list[Panel] = field(default_factory=list)
    half: Sentence | None = None
    headed: set[Amounts] = field(default_factory=set)

    def set_aside(self, cell: Cell | None) -> None:
        """Marks a cell whose number belongs to no value of the table: another year's, a share, a statistic."""
        if cell is not None:
            self.accounted.add(cell.address)

    def not_read(self, what: Sentence, cell: Cell) -> None:
        """Announces a number that is not among the values, with its place."""
        self.accounted.add(cell.address)
        self.unread.append(self._told(what, cell))

    def is_half(self, what: Sentence, cell: Cell) -> None:
        """Keeps back what is to be announced of a side that was not found: another table may have it."""
        self.half = self._told(what, cell)

    def drawn(self, column: str | Sentence, cell: Cell) -> None:
        """Announces a code or a number that is only drawn, or a picture."""
        self.not_read(said("what stands under {column} is drawn, not written as text", column=column), cell)

    def column_set_aside(self, column: Column, rows: Iterable[Row]) -> None:
        """Marks the cells of a column of another year, of changes or of shares."""
        for row in rows:
            self.set_aside(row.begins(column.index))

    def column_not_read(self, column: Column, rows: Sequence[Row], why: Sentence) -> None:
        """Announces the amounts of a column that is not understood, in one sentence."""
        for row in rows:
            if is_value(cell := row.begins(column.index)):
                self.set_aside(cell)
        if told := self._told_of(column, rows, why):
            self.unread.append(told)

    def suppose(self, named: Sequence[tuple[Column, Measure]], rows: Sequence[Row], kind: str) -> bool:
        """Takes columns with an unknown word for what their other words name among the measures of a `kind` of table
        (the income side of 04 has those of 01), until the accounts decide. Not where another column of the table
        already waits for that, nor where one of these has no amounts. Whether it did."""
        unread = [told for c, _ in named if (told := self._told_of(c, rows, unknown(c, self.kind)))]
        if self.supposed is not None or not unread:
            return False
        taken = tuple(self._taken(column, measure_name(kind, measure)) for column, measure in named)
        cells = frozenset(
            cell.address for column, _ in named for row in rows if (cell := row.begins(column.index)) is not None
        )
        self.supposed = Supposed(cells, tuple(unread), taken)
        return True

    def _taken(self, column: Column, name: str) -> Sentence:
        """What a column is according to the accounts, and why its header alone does not say so."""
        if column.residue:
            return said(
                "Table {table}: column “{column}” is “{name}” by the accounts; "
                "the lexicon does not know {words} in it.",
                table=self.kind,
                column=column.label,
                name=name,
                words=_quoted(column.residue),
            )
        return said(
            "Table {table}: column “{column}” is “{name}” by the accounts; its words alone do not say so.",
            table=self.kind,
            column=column.label,
            name=name,
        )

    def _told_of(self, column: Column, rows: Sequence[Row], why: Sentence) -> Sentence | None:
        """The sentence that the amounts of a column are not understood; None where it has none."""
        cells = [c for row in rows if (c := row.begins(column.index)) is not None and is_value(c)]
        printed = [c for c in cells if c.text.strip(_DASHES)]
        if not printed:
            return None
        amounts = said("1 amount") if len(printed) == 1 else said("{count} amounts", count=len(printed))
        if column.label:
            head = said("the column “{column}” {why}", column=column.label, why=why)
        else:
            head = said("a column {why}", why=why)
        more = " …" if len(printed) > 1 else ""
        first = printed[0].text
        what = said("{amounts} under {head}: “{first}”{more}", amounts=amounts, head=head, first=first, more=more)
        return self._told(what, printed[0])

    def _told(self, what: Sentence, cell: Cell) -> Sentence:
        return said("Table {table}, {where}: {what}.", table=self.kind, where=cell.where, what=what)


Measured = tuple[Column, Measure, Basis]
"""A column of amounts, what it measures, and the budget stage of its amounts."""


def is_value(cell: Cell | None) -> bool:
    """Whether a cell prints a number or a dash."""
    return cell is not None and cell.number.is_value


def first_amount(cells: Iterable[Cell | None], zeros: bool = False) -> Cell | None:
    """The first cell with an amount: neither blank nor a dash, nor a zero unless `zeros` count."""
    nothing = _DASHES if zeros else f"{_DASHES}0."
    return next((cell for cell in cells if cell is not None and cell.text.strip(nothing)), None)


def amount_in(cell: Cell | None, what: str, found: Collected) -> Cell | None:
    """The cell if it prints a number or a dash, else None; other text in a column of values is announced, a blank is
    not."""
    if cell is None or cell.number.kind == "blank":
        return None
    if cell.number.kind == "text":
        found.set_aside(cell)
        if plain(cell.text) not in files.rows().nothing:
            column = what or said("a nameless column")
            if DRAWN in cell.text:
                found.drawn(column, cell)
            else:
                found.not_read(said("“{text}” under {column} is no number", text=cell.text[:40], column=column), cell)
        return None
    return cell


def leave_out_shared(rows: Iterable[Row], found: Collected) -> None:
    """Takes an amount in a cell under columns of several measures out of the values, and announces it: nothing says
    which of them it is, or what its parts are."""
    columns = {c.index: (measure, basis, c.label) for p in found.panels for c, measure, basis in p.columns}
    shared: dict[Address, Cell] = {}
    for row in rows:
        for index in columns:
            cell = row.begins(index)
            if cell is None or cell.column_span < FEWEST_SHARED or not cell.number.value:
                continue
            over = [columns[i] for i in row.columns_of(cell) if i in columns]
            if len({(measure, basis) for measure, basis, _ in over}) < FEWEST_SHARED:
                continue
            shared[cell.address] = cell
            names = _quoted(label for _, _, label in over)
            found.not_read(said("“{text}” stands in one cell under {columns}", text=cell.text, columns=names), cell)
    found.values = [value for value in found.values if value.cell.address not in shared]


def announce_rest(rows: Iterable[Row], found: Collected) -> None:
    """Announces the amounts of a table that are neither among its values nor accounted for: none is lost in silence.
    Where all of them are set aside, as under headers taken for those of changes, nothing of the table was read."""
    is_set_aside = not found.values and not found.unread
    used = {value.cell.address for value in found.values} | found.accounted
    rest: list[Cell] = []
    for row in rows:
        for column in range(len(row.cells)):
            cell = row.begins(column)
            if cell is None or is_note(cell.text):
                continue
            if cell.address in used and not (is_set_aside and cell.number.value):
                continue
            amounts = len(_AMOUNT.findall(cell.text))
            unparted = cell.column_span >= WIDE and len(_DIGITS.findall(cell.text)) >= WIDE
            if amounts > 1 or unparted or (amounts == 1 and (is_value(cell) or _RUN_INTO.search(cell.text))):
                rest.append(cell)
    if rest:
        text, more = rest[0].text[:40], len(rest) - 1
        if more:
            what = said(
                "“{text}” and {count} more numbers have no place in what was understood of the table",
                text=text,
                count=more,
            )
        else:
            what = said("“{text}” has no place in what was understood of the table", text=text)
        found.not_read(what, rest[0])


def announce_unreadable(rows: Iterable[Row], found: Collected) -> None:
    """Announces words that cannot be read, such as lines printed upon one another: they may be part of a name."""
    cells = [cell for row in rows for column in range(len(row.cells)) if (cell := row.begins(column)) is not None]
    lost = [cell for cell in cells if UNREADABLE * 2 in cell.text and cell.address not in found.accounted]
    if lost:
        count = said("1 cell") if len(lost) == 1 else said("{count} cells", count=len(lost))
        found.not_read(said("the words of {count} cannot be read as they are printed", count=count), lost[0])


def blank_measures(found: Collected) -> frozenset[Amounts]:
    """Side, budget stage and measure of the columns that are printed without a number: there a blank is a zero."""
    printed = {(v.side, v.basis, v.measure) for v in found.values}
    columns = {(panel.side, basis, measure) for panel in found.panels for _, measure, basis in panel.columns}
    return frozenset(columns - printed)


def unknown(column: Column, kind: str) -> Sentence:
    """Why a column has no measure in its table."""
    if not column.levels:
        return said("that has no header")
    if column.residue:
        return said("in which the lexicon does not know {words}", words=_quoted(column.residue))
    return said("which table {table} does not have", table=kind)


def _quoted(words: Iterable[str]) -> Sentence:
    return joined(", ", (f"“{word}”" for word in words), "")


def columns_with(columns: Iterable[Column], *roles: Role) -> list[Column]:
    return [c for c in columns if c.role in roles]
