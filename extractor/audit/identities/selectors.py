"""One term of an identity: which numbers of a table, of the prose or of a 绩效自评表 it means.

A selector has three words, PLACE ROWS MEASURES:

    02 each total                       a row at a time of table 02, its 合计 column
    04.expenditure lines general        the class rows of 04's right side, one fund
    09@adjusted_budget only abroad      a basis of its own (elsewhere each basis is tried by itself)
    -S* same change_amount              a number, subtracted: of a table only where the rest of its side is printed
    P2 funds executed                   the execution of a project in its 绩效自评表

    S*@last_year same amount            the figure of the year that a change is against

PLACE is a table with its side and basis (`07?`: may be missing; `09!`: tried only where it prints figures, since its
blank form may lack the column), a section of the prose (S1…S14, S* any), or a sheet (P1, P2, P* either).
ROWS is a list of keys (`301|303`: subject codes; `grand_total`: the contract's items; of a sheet the parts of its
funds, `funds` their total, `total` the row of 总分, `expenditure` its 基本支出总额 and 项目支出总额) or
    each, each:class   every row (every 类), one trial a row          same       the row of that trial
    each:both          every row that both tables print
    each:item          every row that has an item                     again      that row, where it is printed again
    children           the rows printed directly under it            top        the highest subjects (or units)
    lines              the rows that are neither totals nor 其中      only       the one row of the table
    lines:all          the same, if each of them has the number
    under:301|303      the highest printed subjects within these
and for figures
    each, each:code, each:/REGEX/   one trial a figure (with a subject code, of such a subject)
    same               the nearest figure before (else after) it with the same subject
    /REGEX/            the nearest after (else before) it of such a subject
    previous           the nearest before it, whatever its subject
    project            each figure on the project of a sheet
MEASURES is a list of measures (of metrics, for figures), `each`, `each:a|b` or `same`; with `?` at the end a cell (or
column) that is not printed counts as nothing, where otherwise the identity is not tried. `a=b+c` in a list means the
columns b and c where the table has no column a; a number there stands for itself (`score_full=100`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import regex
from msgspec import Struct

from extractor.audit.identities.names import known_names
from extractor.kept import compiled
from extractor.knowledge import no_expression
from extractor.languages import Sentence, joined, spoken

ROW_WORDS = frozenset(
    "each same again children top lines only previous under pattern project".split()  # noqa: SIM905
)
NARROWED = {"each": ("class", "both", "item", "code"), "lines": ("all",)}
SECTIONS = range(1, 15)
LAST_YEAR = "last_year"  # in place of a basis, for figures


class Selector(Struct, frozen=True):
    """A selector, compiled; `rows` is a word of `ROW_WORDS` or `keys`, `keys` its argument. `table` is the number of a
    table, P1, P2 or P*, and None for the prose."""

    text: str
    sign: int
    table: str | None
    side: str | None
    basis: str | None
    optional: bool
    filled: bool
    section: int | None
    rows: str
    keys: tuple[str, ...]
    pattern: regex.Pattern[str] | None
    measures: tuple[str, ...]
    measure_word: str | None
    may_lack: bool
    instead: tuple[tuple[str, tuple[str, ...]], ...]

    def measures_in(self, printed: Collection[str]) -> tuple[str, ...]:
        """The measures listed, as a table (or a row of a sheet) that prints these has them."""
        if not self.instead:
            return self.measures
        parts = {name: others for name, others in self.instead if name not in printed}
        return tuple(m for name in self.measures for m in parts.get(name, (name,)))

    @property
    def is_prose(self) -> bool:
        return self.table is None

    @property
    def is_sheet(self) -> bool:
        return self.table is not None and self.table.startswith("P")

    @property
    def constants(self) -> Iterator[str]:
        """The numbers that stand for themselves."""
        return (name for _, others in self.instead for name in others if name.isdigit())


class SelectorError(ValueError):
    """Which word of a selector is wrong."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def selector(text: str) -> Selector:
    """Compile one selector; a `SelectorError` says which word of it is wrong."""
    words = text.split()
    if len(words) != 3:
        raise SelectorError(spoken("the selector “{text}” must have three words, PLACE ROWS MEASURES", text=text))
    place, rows, measures = words
    sign = -1 if place.startswith("-") else 1
    place = place.lstrip("-")
    optional, filled = place.endswith("?"), place.endswith("!")
    table, side, basis, section = _place(place)
    word, keys, pattern = _rows(rows)
    may_lack = measures.endswith("?")
    measures = measures.rstrip("?")
    named, _, rest = measures.partition(":")
    measure_word, measures = (named, rest) if named in ("each", "same") else (None, measures)
    listed = [part.partition("=") for part in _split(measures)]
    instead = tuple((name, tuple(others.split("+"))) for name, _, others in listed if others)
    names = tuple(name for name, _, _ in listed)
    found = Selector(
        text, sign, table, side, basis, optional, filled, section, word, keys, pattern, names, measure_word, may_lack,
        instead,
    )  # fmt: skip
    _check_names(found)
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _place(place: str) -> tuple[str | None, str | None, str | None, int | None]:
    """Table, side and basis, or the section of the prose (None for any)."""
    if place[:1] == "S":
        number, _, year = place[1:].partition("@")
        if year and year != LAST_YEAR:
            raise SelectorError(_unknown(year, place, (LAST_YEAR,)))
        if number != "*" and not (number.isdigit() and int(number) in SECTIONS):
            raise SelectorError(spoken("“{place}” is not a section; write S1 to S14 or S*", place=place))
        return None, None, year or None, None if number == "*" else int(number)
    bare, _, basis = place.rstrip("?!").partition("@")
    table, _, side = bare.partition(".")
    names = known_names()
    if table not in names.tables:
        raise SelectorError(spoken("“{place}” is not a table; write 01 to 09, P1, P2 or P*", place=place))
    for word, known in ((side, names.sides), (basis, names.bases)):
        if word and word not in known:
            raise SelectorError(_unknown(word, place, known))
    return table, side or None, basis or None, None


def _rows(rows: str) -> tuple[str, tuple[str, ...], regex.Pattern[str] | None]:
    """The word for the rows, its argument, and its expression."""
    word, _, argument = rows.partition(":")
    if rows.startswith("/"):
        word, argument = "pattern", rows
    if argument.startswith("/"):
        try:
            return word, (), compiled(argument.strip("/"))
        except regex.error as error:
            raise SelectorError(no_expression(error)) from error
    if word in ROW_WORDS:
        keys = _split(argument)
        unknown = [key for key in keys if word != "under" and key not in NARROWED.get(word, ())]
        if unknown:
            raise SelectorError(spoken("“{rows}” cannot be narrowed by “{word}”", rows=rows, word=unknown[0]))
        return word, keys, None
    if argument:
        raise SelectorError(
            spoken(
                "“{rows}” does not name rows; write keys or one of {known}",
                rows=rows,
                known=joined(", ", sorted(ROW_WORDS), "、"),
            )
        )
    return "keys", _split(rows), None


def _check_names(found: Selector) -> None:
    """Refuses a measure, metric or item that no table, figure or sheet has: a misspelt word would never be tried."""
    names = known_names()
    measures = {*found.measures, *(m for _, others in found.instead for m in others if not m.isdigit())}
    if unknown := sorted(measures - names.measures(found.table)):
        kind = spoken("metric") if found.is_prose else spoken("measure")
        raise SelectorError(_not_there(unknown[0], found, kind))
    if found.is_prose or found.rows != "keys":
        return
    items = {key for key in found.keys if not key.isdigit()}
    if unknown := sorted(items - names.items(found.table, found.side)):
        raise SelectorError(_not_there(unknown[0], found, spoken("item")))


def _unknown(word: str, place: str, known: Iterable[str]) -> Sentence:
    written = joined(", ", sorted(known), "、")
    return spoken("“{word}” in “{place}” is unknown; write one of {known}", word=word, place=place, known=written)


def _not_there(word: str, found: Selector, kind: Sentence) -> Sentence:
    return spoken("“{word}” in “{text}” is no {kind} that is known there", word=word, text=found.text, kind=kind)
