"""Tables whose rows lack the places of spanning cells, as a browser copies a page: the spans found again.

Such a row has the cells that begin in it and nothing else: 项目 over 科目编码 and 科目名称 is one cell, and a header
that reaches down has no place in the rows below it. How many cells the rows have tells how many headers have others
below them; which ones, their words: labels stand left of amounts, nothing stands twice below one header, and columns
have meanings of their own. Where several ways remain, the table stays as it is. What is found is a guess, which the
accounts have to bear out.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.model import MarkupCell, MarkupTable, Spans
from extractor.document.numbers import read_number
from extractor.knowledge import remembering
from extractor.lexicon.columns import role_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.labels import KNOWN_TOTAL
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import CODE_ROLES, Role, Shape
from extractor.lexicon.tables import tables_of
from extractor.lexicon.words import cut

_MOST_FRAMES = 6  # rows over the header: title, unit, year
_MOST_HEADERS = 3  # rows
_MOST_CELLS = 30  # of a header row: bounds the search
_MOST_STEPS = 6_000  # of the search for the ways in which header rows may lie over each other
_FEWEST_ROWS = 2  # of a width, for it to be that of the table
_FEWEST_BELOW = 2  # columns that share a header
_MOST_OTHERS = 5  # of so many rows one may be a note
_MOST_LABELS = 4  # columns that the label of a total spans
_LEVELS = frozenset(CODE_ROLES) - {Role.CODE}

Path = tuple[str, ...]
Texts = tuple[tuple[str, ...], ...]
Taken = tuple[int, ...]
"""How many cells of each header row have a place."""
Rows = Sequence[Sequence[MarkupCell]]


class _Head(Struct, frozen=True):
    """A header cell: how many header rows and columns it takes, the cells below it, and the texts over each of its
    columns, its own first."""

    down: int
    width: int
    below: tuple[_Head, ...]
    paths: tuple[Path, ...]


Heads = tuple[_Head, ...]


def with_spans(table: MarkupTable) -> MarkupTable:
    """The table with the spans that its rows tell, marked as guessed; the same where they tell none, or not surely."""
    if table.spans is not Spans.LOST:
        return table
    top = _MOST_FRAMES + _MOST_HEADERS
    rows = [part for row in table.rows[:top] for part in _apart(row)] + [*table.rows[top:]]
    start, end = _header_rows(rows)
    header, body = rows[start:end], rows[end:]
    if not header or any(not cell.text.strip() for row in header for cell in row):
        return table  # the places of spanning cells are kept, and blank
    for width in _possible_widths(body):
        whole, heads = _way_of(header, width)
        if heads is None:
            continue
        labels = width - sum(not _is_label(path) for path in _paths(heads))
        if sum(_texts(row) > labels for row in body) * _MOST_OTHERS > len(body):
            continue  # below the header stands something else than amounts: a form
        filled = (_filled(row, width, labels, len(header) > 1) for row in body)
        found = (*rows[:start], *_spanning(whole, heads), *filled)
        return table if found == table.rows else replace(table, rows=found, spans=Spans.GUESSED)
    return table


def _apart(row: tuple[MarkupCell, ...]) -> Iterator[tuple[MarkupCell, ...]]:
    """The header rows that a row was put together from, as if a line break cut a cell: no cell ends with what names the
    labels of rows, and begins with something else."""
    for place, cell in enumerate(row):
        left, broken, right = cell.text.partition("\n")
        role = role_of(plain(right)) if broken else None
        if role is not None and (role in _LEVELS or role_of(plain(left)) is None):
            yield (*row[:place], replace(cell, text=left))
            yield from _apart((replace(cell, text=right), *row[place + 1 :]))
            return
    yield row


def _possible_widths(body: Rows) -> Iterator[int]:
    """How many columns a table may have: as many as most of its rows have cells, or the longest, or where all that it
    has is a total, a few more, which the label of the total spans."""
    counts = Counter(len(row) for row in body if sum(bool(cell.text) for cell in row) > 1)
    if not counts:
        return
    longest = max(counts)
    usual = max((columns for columns, rows in counts.items() if rows >= _FEWEST_ROWS), default=longest)
    yield from (usual, longest) if usual < longest else (usual,)
    if counts.total() == 1:
        yield from range(max(counts) + 1, max(counts) + _MOST_LABELS)


def _header_rows(rows: Rows) -> tuple[int, int]:
    """The first row of the header and the row after it."""
    start = next((i for i, row in enumerate(rows[:_MOST_FRAMES]) if _is_header(row)), 0)
    end = start
    while end < min(len(rows), start + _MOST_HEADERS) and _is_header(rows[end]):
        end += 1
    return start, end


def _is_header(row: Sequence[MarkupCell]) -> bool:
    """Whether a row has words alone, most of which may head a column."""
    texts = [cell.text for cell in row if cell.text.strip()]
    amounts = any(read_number(text).is_value for text in texts)
    words = sum(is_header_word(text) or meaning(text).is_known for text in texts)
    return 1 < len(texts) <= _MOST_CELLS and not amounts and words > len(texts) / 2


def _way_of(header: Rows, width: int) -> tuple[Rows, Heads | None]:
    """The one way in which header rows make `width` columns, and those of them that are part of it: 类, 款 and 项 in a
    row of their own only say that the code above them is printed in one column or in three."""
    texts = tuple(tuple(plain(cell.text) for cell in row) for row in header)
    if len(texts) > 1 and all(role_of(text) in _LEVELS for text in texts[-1]):
        header, texts = header[:-1], texts[:-1]
    for spare in (0, len(_LEVELS) - 1):
        heads = _best(texts, width - spare)
        if heads is not None and (not spare or role_of(*heads[0].paths[0]) is Role.CODE):
            return header, (_widened(heads[0], spare), *heads[1:])
    return header, None


def _widened(head: _Head, by: int) -> _Head:
    below = (_widened(head.below[0], by), *head.below[1:]) if head.below else ()
    return replace(head, width=head.width + by, below=below)


@remembering(256)  # each unit of a document prints the same headers
def _best(texts: Texts, width: int) -> Heads | None:
    """The way that gives most columns a meaning of their own, and of several such the one whose headers share most with
    those below them; None where there is no such one."""
    search = _Search(texts, width)
    ways = list(search.ways())
    if not ways or not search.steps:
        return None
    ranks = [(_meanings(_paths(way)), _shared(_paths(way))) for way in ways]
    best = max(ranks)
    return ways[ranks.index(best)] if ranks.count(best) == 1 else None


class _Search:
    """The search for the ways in which header rows may lie over each other; no `steps` are left where there are too
    many."""

    def __init__(self, texts: Texts, width: int) -> None:
        self.steps = _MOST_STEPS
        self._texts, self._width = texts, width

    def ways(self) -> Iterator[Heads]:
        """All that make as many columns as wanted, of all cells of all rows."""
        ends = tuple(map(len, self._texts))
        for heads, taken in self._side_by_side(0, (0,) * len(ends), self._width):
            sides = all(head.below for head in heads)
            if taken == ends and len(_paths(heads)) == self._width and (sides or not any(map(_mixes, heads))):
                yield heads

    def _side_by_side(self, row: int, taken: Taken, most: int) -> Iterator[tuple[Heads, Taken]]:
        """The runs of header cells in a row from the first that is not yet `taken`, with what stands below them: at
        most `most` columns."""
        for head, after in self._heads(row, taken, most):
            yield (head,), after
            left = most - len(head.paths)
            for others, end in self._side_by_side(row, after, left) if left else ():
                yield (head, *others), end

    def _heads(self, row: int, taken: Taken, most: int) -> Iterator[tuple[_Head, Taken]]:
        """The ways in which the next header cell of a row may stand: down to the amounts, or over cells of a row
        below."""
        texts = self._texts
        self.steps = max(self.steps - 1, 0)
        if taken[row] == len(texts[row]) or not self.steps:
            return
        text = texts[row][taken[row]]
        taken = (*taken[:row], taken[row] + 1, *taken[row + 1 :])
        yield _Head(len(texts) - row, 1, (), ((text,),)), taken
        for lower in range(row + 1, len(texts)):
            for below, after in self._side_by_side(lower, taken, most):
                if _may_head(text, paths := _paths(below)):
                    paths = tuple((text, *path) for path in paths)
                    yield _Head(lower - row, len(paths), below, paths), after


def _paths(heads: Heads) -> tuple[Path, ...]:
    return tuple(path for head in heads for path in head.paths)


def _is_label(path: Path) -> bool:
    return role_of(*path) is not None


def _is_stage(path: Path) -> bool:
    return meaning(path[-1]).basis is not None


def _may_head(text: str, below: Sequence[Path]) -> bool:
    """Whether a header may stand over columns: over labels and then amounts, none twice; one that names labels (项目,
    科目编码) over labels alone, a total over nothing but stages of the budget."""
    labels = [*map(_is_label, below)]
    ordered = labels == sorted(labels, reverse=True)
    role = role_of(text)
    is_total = bool(cut(text).says & KNOWN_TOTAL) and not all(map(_is_stage, below))
    distinct = len(below) >= _FEWEST_BELOW and len(set(below)) == len(below)
    return distinct and ordered and not is_total and (role is None or all(labels))


def _mixes(head: _Head) -> bool:
    """Whether labels stand below a header of amounts (支出 over 项目 and 决算数): only sides have them, and no column
    beside."""
    return role_of(head.paths[0][0]) is None and any(map(_is_label, head.paths))


def _meanings(paths: Sequence[Path]) -> int:
    """How many columns have a meaning of their own, in the one of the nine tables in which most have one."""
    roles = len({role for path in paths if (role := role_of(*path)) is not None})
    amounts = [path for path in paths if not _is_label(path)]
    measured = (
        {(measure_of(table, *path), meaning(*path).basis) for path in amounts}
        for shape in Shape
        for table in tables_of(shape)
    )
    return roles + max(sum(measure is not None for measure, _ in found) for found in measured)


def _shared(paths: Sequence[Path]) -> int:
    """How many pairs of characters headers share with those below them: 本年支出 with 基本支出."""
    pairs = [[{a + b for a, b in itertools.pairwise(text)} for text in path] for path in paths]
    return sum(len(upper & lower) for texts in pairs for upper, lower in itertools.pairwise(texts))


def _texts(row: Sequence[MarkupCell]) -> int:
    """How many cells of a row print neither an amount nor nothing."""
    return sum(read_number(cell.text).kind == "text" for cell in row)


def _spanning(header: Rows, heads: Heads) -> Iterator[tuple[MarkupCell, ...]]:
    """The header rows with the spans of their cells."""
    by_row: list[list[_Head]] = [[] for _ in header]

    def place(heads: Heads, row: int) -> None:
        for head in heads:
            by_row[row].append(head)
            place(head.below, row + head.down)

    place(heads, 0)
    for cells, found in zip(header, by_row, strict=True):
        yield tuple(
            replace(cell, column_span=head.width, row_span=head.down) for cell, head in zip(cells, found, strict=True)
        )


def _filled(row: tuple[MarkupCell, ...], width: int, labels: int, is_sure: bool) -> tuple[MarkupCell, ...]:
    """A row of amounts whose first cell (合计, 栏次) spans the columns of labels, with that span. Below one header row
    it is not sure that places are lacking: an amount has to stand right beside the label."""
    lacks = width - len(row)
    amounts = [read_number(cell.text) for cell in row[1:]]
    only = all(number.is_value or number.kind == "blank" for number in amounts)
    if not 0 < lacks < labels or not only or not any(number.is_value for number in amounts[: None if is_sure else 1]):
        return row
    return (replace(row[0], column_span=lacks + 1), *row[1:])
