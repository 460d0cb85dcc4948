"""Tables without vertical rules (三线表) or without any: columns and rows from the alignment of words.

Under a title, the words of the body are laid over each other: the gaps between columns are where no word stands. The
header cells hang over them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.geometry import as_displayed
from extractor.document.lattice import SNAP, join_lines
from extractor.document.model import Box, Page, Spans
from extractor.lexicon.header_words import is_header_word
from extractor.tables.drawings import with_drawing
from extractor.tables.model import DRAWN, Address, Cell, Grid
from extractor.tables.unruled.drawn import drawn_cells
from extractor.tables.unruled.group_rules import reaches
from extractor.tables.unruled.header import HeaderCell, header_cells, is_numbering_line, jitter_of
from extractor.tables.unruled.header_spans import possible_leaves, spans
from extractor.tables.unruled.rows import Lines, is_body_word, rows_of
from extractor.tables.unruled.under_headers import COLUMN_GAP, Matched, Span, exchangeable, matched, shared, stacked
from extractor.tables.unruled.words import Word, are_thousands, has_decimals, has_letters, joined, row_openings

OVERHANG = 0.5  # of the narrower: by less than this a wide amount reaches into the column of names beside its own
FEWEST_NUMBERS = 3  # of columns, in a line that has them all
LONGEST_HEADER = 40  # lines: a narrow column may have one for each two letters


class Stacks(Struct, frozen=True):
    """The x-extents of words that stand over each other: those of amounts, and those of everything else."""

    amounts: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()

    @property
    def spans(self) -> list[Span]:
        """The extents of the columns, from left to right: stacks that overlap by `OVERHANG` of the narrower one are one
        column."""
        found: list[Span] = []
        for span in sorted((*self.amounts, *self.others)):
            if found and shared(found[-1], span) >= OVERHANG * min(_width(found[-1]), _width(span)):
                found[-1] = (found[-1][0], max(found[-1][1], span[1]))
            else:
                found.append(span)
        return found


NO_STACKS = Stacks()


def _is_within(one: Span, other: Span) -> bool:
    """Whether most of a span lies within a wider one."""
    return _width(one) < _width(other) and shared(one, other) >= OVERHANG * _width(one)


def _width(span: Span) -> float:
    return span[1] - span[0]


class Columns(Struct, frozen=True):
    """The columns of an aligned table: the extents of their words, and the borders midway between them, in points.

    `exchangeable` are the places of columns whose numbers may be those of another, each with that one.
    """

    spans: tuple[Span, ...]
    edges: tuple[float, ...]
    exchangeable: tuple[tuple[int, int], ...] = ()

    def of(self, word: Word) -> int:
        """The column over which a word stands, by overlap, else by its middle."""
        return self.of_extent((word.box.x0, word.box.x1))

    def of_extent(self, extent: Span) -> int:
        """The column over which an extent stands."""
        overlaps = [min(extent[1], b) - max(extent[0], a) for a, b in self.spans]
        best = max(range(len(overlaps)), key=overlaps.__getitem__)
        if overlaps[best] > 0:
            return best
        return max(0, min(sum(e <= sum(extent) / 2 for e in self.edges) - 1, len(self.spans) - 1))

    def between(self, drawn: Span) -> tuple[int, int] | None:
        """The first and the last of the columns between two borders that are theirs; None where these are none."""
        ends = [next((i for i, e in enumerate(self.edges) if abs(e - x) < SNAP), None) for x in drawn]
        return (ends[0], ends[1] - 1) if ends[0] is not None and ends[1] is not None and ends[0] < ends[1] else None

    def over(self, rule: Span) -> tuple[int, int] | None:
        """The first and the last of several columns over a rule; None where it is under one alone."""
        own = [i for i, span in enumerate(self.spans) if rule[0] < sum(span) / 2 < rule[1]]
        return (own[0], own[-1]) if len(own) > 1 else None

    def holds(self, words: Sequence[Word]) -> bool:
        """Whether words stand in the columns and not across their borders, as labels of totals may; 款 and 项 lie
        within the codes that reach over them from 类."""
        widest = [one for one in self.spans if not any(_is_within(one, other) for other in self.spans)]
        over = (sum(min(w.box.x1, b) - max(w.box.x0, a) > 1 for a, b in widest) for w in words if not _is_total(w))
        return all(columns <= 1 for columns in over)


def header_and_body(lines: Lines) -> tuple[Lines, Lines]:
    """The lines of a table split into header and body: the body begins after 栏次, or with the first amount, code or
    ordinal. Its first line may hold the last cells of the header beside a total (类 款 项 合计)."""
    start = _body_start(lines)
    if start == len(lines) or is_numbering_line(lines[start]):
        return lines[:start], lines[start:]
    opening = [part for word in lines[start] for part in _with_total_apart(word)]
    totals = [w for w in opening if _is_total(w)]
    above = [w for w in opening if is_header_word(w.text) and w not in totals]
    if not above or not totals:
        return lines[:start], lines[start:]
    return [*lines[:start], above], [[w for w in opening if w not in above], *lines[start + 1 :]]


def _with_total_apart(word: Word) -> Sequence[Word]:
    """The label of a total apart from the words of the header that stand close before it (类 款 项 合计)."""
    *before, last = word.parts or (word,)
    is_close = before and _is_total(last) and all(is_header_word(part.text) for part in before)
    return word.parts if is_close else (word,)


def _is_total(word: Word) -> bool:
    return row_openings().total.fullmatch(plain(word.text)) is not None


def _body_start(lines: Lines) -> int:
    for index, line in enumerate(lines[:LONGEST_HEADER]):
        if is_numbering_line(line):
            return index + 1
        if any(has_decimals(w.text) for w in line):
            break
    for index, line in enumerate(lines):
        structural = sum(is_header_word(w.text) for w in line)
        begins = any(is_body_word(w.text) for w in line) or row_openings().ordinal.match(plain(line[0].text))
        if (structural < 2 and begins) or any(has_decimals(w.text) for w in line):
            return index
    return len(lines)


def find_columns(header: Lines, stacks: Stacks, jitter: float) -> Columns | None:
    """The columns of a table: the `stacks_of` its body, each under one header cell."""
    cells = header_cells(header)
    sure, maybe = possible_leaves(cells, jitter)
    heads = [(c.x0, c.x1) for c in sure]
    others = [(c.x0, c.x1) for c in maybe]
    for line in header:
        if is_numbering_line(line):
            numbers = [(w.box.x0, w.box.x1) for w in line if w.text.isdigit()]
            for number in numbers:  # one under each column
                if not any(shared(number, head) > 0 for head in heads):
                    heads.append(next((o for o in others if shared(number, o) > 0), number))
            if len(numbers) >= FEWEST_NUMBERS:  # from the first on
                others = [o for o in others if o[1] < numbers[0][0]]
            others = [o for o in others if o not in heads]
    found = matched(stacks.spans, sorted(heads), sorted(others), stacks.amounts)
    with_stack = {column.head for column in found}
    alone = [
        span for c in maybe if (span := (c.x0, c.x1)) in others and span not in with_stack and _is_over_none(c, cells)
    ]
    found = sorted([*found, *(Matched(None, span) for span in alone)], key=lambda column: column.span)
    if len(found) < 2:
        return None
    spans = [column.span for column in found]
    edges = [spans[0][0] - 2.0, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1] + 2.0]
    return Columns(tuple(spans), tuple(edges), tuple(dict.fromkeys(exchangeable(found))))


def _is_over_none(cell: HeaderCell, cells: Sequence[HeaderCell]) -> bool:
    """Whether no lower header cell stands between the cells beside one in its row: then that reaches over none, and its
    column is blank where nothing stands below it."""
    beside = [c for c in cells if c.level == cell.level]
    left = max((c.x1 for c in beside if c.x1 <= cell.x0), default=-math.inf)
    right = min((c.x0 for c in beside if c.x0 >= cell.x1), default=math.inf)
    return not any(c.level > cell.level and left <= c.x0 and c.x1 <= right for c in cells)


def between(borders: Sequence[float]) -> Columns:
    """The columns between borders that are drawn."""
    return Columns(tuple(pairwise(borders)), tuple(borders))


def apart(body: Lines, known: Sequence[Span] = ()) -> Lines:
    """The body with whole numbers separated from what a narrow gap joins them with, where that gap lies between the
    stacks of all other rows: a column aligned to the right may end close before one aligned to the left, and a long
    name before the number of its row. `known` is where columns stand on the pages before."""
    alone = [w for line in body for w in line if not (w.parts or _is_total(w))]
    stacks = stacked([*known, *((w.box.x0, w.box.x1) for w in alone)])
    between = [(left[1], right[0]) for left, right in pairwise(stacks)]
    return [[part for word in line for part in _between_stacks(word, between)] for line in body]


def _between_stacks(word: Word, between: Sequence[Span]) -> list[Word]:
    cuts = [
        i
        for i, (left, right) in enumerate(pairwise(word.parts), start=1)
        if _are_apart(left.text, right.text)
        and any(a - COLUMN_GAP <= left.box.x1 and right.box.x0 <= b + COLUMN_GAP for a, b in between)
    ]
    return [joined(word.parts[a:b]) for a, b in pairwise([0, *cuts, len(word.parts)])] if cuts else [word]


def _are_apart(left: str, right: str) -> bool:
    """Whether two texts may be of two columns: a whole number and another number, or a name; but not 1 000 and 1
    000.50."""
    numbers = [text for text in (left, right) if text.isdecimal()]
    return len(numbers) == 2 and not are_thousands(left, right) if not has_letters(left + right) else bool(numbers)


def stacks_of(body: Lines, before: Stacks = NO_STACKS) -> Stacks:
    """The stacks of a body, with those of the pages `before`; labels of totals stand across columns and do not
    count."""
    words = [w for line in body for w in line if not _is_total(w)]
    amounts = [(w.box.x0, w.box.x1) for w in words if has_decimals(w.text)]
    others = [(w.box.x0, w.box.x1) for w in words if not has_decimals(w.text)]
    return Stacks(stacked([*before.amounts, *amounts]), stacked([*before.others, *others]))


def aligned_grid(
    page: Page, header: Lines, body: Lines, columns: Columns, rules: Sequence[float], pitch: float
) -> Grid | None:
    """The grid of the lines of a table; `rules` are the heights of its horizontal rules, `pitch` is that of its
    rows."""
    rows = rows_of(body, rules, pitch)
    cells_above = header_cells(header)
    table: list[list[tuple[str, list[Word], int]]] = []  # text, words, and how many columns it spans
    ruled = reaches(cells_above, join_lines(page.rulings.horizontal))
    table.extend(_header_rows(cells_above, columns, jitter_of(page), ruled))
    header_rows = len(table)
    for row in rows:
        parts: list[list[Word]] = [[] for _ in columns.spans]
        for word in row:
            parts[columns.of(word)].append(word)
        table.append([("".join(w.text for w in part), part, 1) for part in parts])
    return _as_grid(page, table, columns, header_rows)


def _header_rows(
    cells: Sequence[HeaderCell], columns: Columns, jitter: float, rules: Sequence[Span | None]
) -> list[list[tuple[str, list[Word], int]]]:
    """One row for each level of the header; a cell above others spans their columns, or those over the rule that is
    under it alone."""
    rows = []
    ruled = {cell: columns.over(rule) for cell, rule in zip(cells, rules, strict=True) if rule is not None}
    placed = [
        (cell, *((columns.between(cell.drawn) if cell.drawn else None) or ruled.get(cell) or (first, last)))
        for cell, first, last in spans(cells, columns.spans, columns.of_extent, jitter)
    ]
    for level in sorted({c.level for c in cells}):
        row: list[tuple[str, list[Word], int]] = [("", [], 1) for _ in columns.spans]
        for cell, first, last in sorted([p for p in placed if p[0].level == level], key=lambda p: (p[1], p[0].x0)):
            text, words, wide = row[first]  # of another cell over the same columns, which is not lost
            if wide != last - first + 1:
                text, words = "", []
            row[first : last + 1] = [("", [], 0)] * (last - first + 1)
            row[first] = (text + cell.text, [*words, *cell.words], last - first + 1)
        rows.append(row)
    return rows


def _extent(words: Sequence[Word]) -> Box | None:
    return functools.reduce(Box.union, [word.box for word in words]) if words else None


def _as_grid(
    page: Page, table: Sequence[Sequence[tuple[str, list[Word], int]]], columns: Columns, header_rows: int
) -> Grid | None:
    cells: list[Cell] = []
    slots: list[tuple[int, ...]] = []
    boxes: list[Box] = []
    tops: list[float] = []
    extents = [[_extent(words) for _, words, _ in row] for row in table]
    drawn = drawn_cells(page, extents, columns.edges, header_rows)
    for r, row in enumerate(table):
        line: list[int] = []
        top: float | None = None
        for c, (text, words, span) in enumerate(row):
            if span == 0:
                line.append(len(cells) - 1)
                continue
            box = extents[r][c]
            if box is not None:
                boxes.append(box)
                top = box.top if top is None else max(top, box.top)
                box = as_displayed(box, page)
            address, lines = Address(page.number, 0, r, c), tuple(w.text for w in words)
            if (r, c) in drawn and lines != (lines := with_drawing(lines)):
                text += DRAWN
            cells.append(Cell(address, r, c, 1, span, text, page.engine, box=box, lines=lines))
            line.append(len(cells) - 1)
        slots.append(tuple(line))
        tops.append(top if top is not None else tops[-1] if tops else 0.0)
    if not boxes:
        return None
    whole = functools.reduce(Box.union, boxes)
    return Grid(
        page.number,
        0,
        len(table),
        len(columns.spans),
        tuple(cells),
        tuple(slots),
        page.engine,
        Spans.GUESSED,
        whole,
        columns.edges,
        (*tops, whole.bottom),
        header_rows=header_rows,
        exchangeable=columns.exchangeable,
    )
