"""Tables from whose rows a crawler left out the blank cells, and which it filled up with pipes at their ends.

`9 | 九、卫生健康支出 | 40 | 44.90 | ||` has lost the places of its first cell and its third. The 行次 tell where such
cells stand, as each counts on from the one above; so do the codes of the 经济分类 that stand side by side. Amounts of
which nothing tells the place stay together in one cell, as printed, which is no number: they are told, and read under
no header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.numbers import SUBJECT_CODE, read_number
from extractor.kept import compiled

_FILLED_UP = compiled(r"\| ?\|+$")
_COUNT = compiled(r"\d{1,2}")  # no table has a hundred rows that are numbered; three digits are a code
_PLACES = "栏次"
_PANEL = 3  # columns: code, name, amount
_MOST_COLUMNS = 12  # of a table whose cells are looked for: bounds the search

Fields = tuple[str, ...]


class _Table(Struct, frozen=True):
    """What its whole rows tell of a table.

    `width` columns (None where nothing tells how many), `of_total` of them in the row of a total, whose label spans
    all labels; `counts` are those of row numbers, `words` those without any number. `of_panels` is one that sets codes
    with their names and amounts side by side.
    """

    width: int | None
    of_total: int
    counts: tuple[int, ...]
    words: frozenset[int]
    of_panels: bool


def are_filled_up(texts: Sequence[str]) -> bool:
    """Whether the rows of a table have their blank cells at their ends alone, with no blank between their pipes."""
    bare = [text.rstrip("| ") for text in texts]
    return any(map(_FILLED_UP.search, texts)) and not any("||" in text or "| |" in text for text in bare)


def tables_in(texts: Sequence[str]) -> Iterator[range]:
    """Where each of the tables in such a run of rows begins and ends: what stands alone in a row in front of another
    header is a note or a title, and in none of them."""
    rows = [*map(_fields, texts)]
    is_header = False  # the next row of several cells below
    alone: set[int] = set()
    for at in reversed(range(len(rows))):
        if len(rows[at]) > 1:
            is_header = not _has_amounts(rows[at])
        elif is_header or at == len(rows) - 1 or at + 1 in alone:
            alone.add(at)
    begin = 0
    for end in sorted({*alone, len(rows)}):
        if begin < end:
            yield range(begin, end)
        begin = end + 1


def with_blanks(texts: Sequence[str]) -> Iterator[Fields]:
    """The fields of the rows of such a table, with blank ones where something tells that they were left out."""
    rows = [*map(_fields, texts)]
    table = _table(rows, max(text.count("|") for text in texts))
    last: dict[int, int] = {}
    for row in rows:
        found = _placed(row, table, last)
        if found is not None:
            last.update((column, int(found[column])) for column in table.counts)
        if found is None and table.width and len(row) == table.of_total and (_places(row) or _labels(row) == 1):
            found = (row[0], *[""] * (table.width - len(row)), *row[1:])
        yield found or (_together(row, table) if _lacks(row, table) else row)


def _fields(text: str) -> Fields:
    return tuple(field.strip() for field in text.rstrip("| ").split("|"))


def _table(rows: Sequence[Fields], filled: int) -> _Table:
    """What rows tell that were `filled` up to so many columns, or fewer where some of these span others."""
    data = [row for row in rows if _has_amounts(row)]
    labels = max(map(_labels, data), default=0)
    numbered = max((len(row) for row in rows if _places(row) == 1), default=0)
    width = max(*map(len, rows), labels + numbered - 1)
    columns = list(zip(*(row for row in data if len(row) == width), strict=True))
    counts = tuple(c for c, texts in enumerate(columns) if _count_on(texts))
    panels = [_panels(row) for row in data if SUBJECT_CODE.fullmatch(row[0])]
    is_told = numbered or counts or max(map(len, data), default=0) == filled
    return _Table(
        width if is_told else None,
        numbered or (width - labels + 1 if is_told else 0),
        counts,
        frozenset(c for c, texts in enumerate(columns) if not any(read_number(text).is_value for text in texts)),
        all(panels) and any(len(panel) > _PANEL for panel in panels if panel),
    )


def _placed(row: Fields, table: _Table, last: Mapping[int, int]) -> Fields | None:
    """A row with a place for each column; None where its cells may stand in several ways, or where nothing tells."""
    if table.of_panels:
        return _panels(row)
    if not table.counts or _places(row) or table.width is None or not len(row) <= table.width <= _MOST_COLUMNS:
        return None
    fits = _fits(row, table, last)
    ways = _ways(fits, table.counts)
    if ways[0][0] != 1:
        return None
    cells: list[str] = []
    at = 0
    for column in range(table.width):
        here = at < len(row) and fits[column][at] and ways[column + 1][at + 1]
        cells.append(row[at] if here else "")
        at += bool(here)
    return tuple(cells)


def _fits(row: Fields, table: _Table, last: Mapping[int, int]) -> list[list[bool]]:
    """For each column whether each field of a row may be its own, below the `last` row numbers."""
    values = [read_number(field).is_value for field in row]
    words = [not value for value in values]
    counts = [int(field) if _COUNT.fullmatch(field) else 0 for field in row]
    return [
        [0 < count == last.get(column, count - 1) + 1 for count in counts] if column in table.counts
        else words if column in table.words else values
        for column in range(table.width or 0)
    ]  # fmt: skip


def _ways(fits: Sequence[Sequence[bool]], counts: Sequence[int]) -> list[list[int]]:
    """In how many ways the fields of a row from each on may stand in the columns from each on; 2 for more. Row numbers
    are never left out."""
    fields = len(fits[0])
    ways = [[0] * (fields + 2) for _ in (*fits, ())]
    ways[-1][fields] = 1
    for column in reversed(range(len(fits))):
        fit, after, is_count = fits[column], ways[column + 1], column in counts
        for at in range(fields + 1):
            stands = after[at + 1] if at < fields and fit[at] else 0
            ways[column][at] = min(stands if is_count else stands + after[at], 2)
    return ways


def _panels(row: Fields) -> Fields | None:
    """Codes with their names and amounts, side by side, with a blank for each amount that lacks; None for others."""
    found: list[str] = []
    for field in row:
        is_code, at = SUBJECT_CODE.fullmatch(field) is not None, len(found) % _PANEL
        if is_code and at == _PANEL - 1:
            found.append("")
        elif is_code is not (at == 0) or read_number(field).is_value is (at == 1):
            return None
        found.append(field)
    return tuple(found)


def _lacks(row: Fields, table: _Table) -> bool:
    """Whether amounts of a row have lost their places."""
    if table.of_panels or _places(row) or not (_has_amounts(row) or table.width is None):
        return False
    return len(row) != table.width


def _together(row: Fields, table: _Table) -> Fields:
    """A row with its amounts in one cell, row numbers among them where it is not known which these are."""
    labels = _labels(row, counted=table.width is None)
    if labels == len(row):
        return row
    blank = max((table.width or 0) - labels - 1, 0)
    return (*row[:labels], " | ".join(row[labels:]) + " |", *[""] * blank)


def _labels(row: Fields, *, counted: bool = False) -> int:
    """How many fields stand in front of the amounts of a row; of its row numbers, where they are `counted` as such."""
    coded = counted or (bool(row) and SUBJECT_CODE.fullmatch(row[0]) is not None)
    return next((at for at, field in enumerate(row) if _is_amount(field, coded)), len(row))


def _is_amount(field: str, coded: bool) -> bool:
    """Whether a field is an amount, and no row number; beside a code every number is one but another code."""
    return read_number(field).is_value and not (SUBJECT_CODE.fullmatch(field) if coded else field.isdecimal())


def _places(row: Fields) -> int:
    """How often a row says that it numbers the columns."""
    return sum(field.endswith(_PLACES[-1]) and plain(field) == _PLACES for field in row)


def _has_amounts(row: Fields) -> bool:
    return _labels(row) < len(row)


def _count_on(texts: Sequence[str]) -> bool:
    """Whether the whole rows number on in a column."""
    counts = [int(text) if _COUNT.fullmatch(text) else 0 for text in texts]
    return len(counts) > 1 and all(counts) and all(one < next_one for one, next_one in pairwise(counts))
