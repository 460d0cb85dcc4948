"""Aligned tables over several pages: parts with the same header are one table, and its columns are found over all of
them.

A single page may hold too few rows to show where the columns are, or how far apart the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from extractor.document.characters import plain
from extractor.lexicon.header_words import is_header_word
from extractor.tables.model import Grid
from extractor.tables.unruled.aligned import (
    NO_STACKS,
    Columns,
    Stacks,
    aligned_grid,
    apart,
    between,
    find_columns,
    header_and_body,
    stacks_of,
)
from extractor.tables.unruled.borders import are_between, borders_of, cut_at
from extractor.tables.unruled.cut_headers import parted
from extractor.tables.unruled.header import header_cells, jitter_of
from extractor.tables.unruled.page import Mask, Part
from extractor.tables.unruled.rows import Lines, is_body_word, row_pitch
from extractor.tables.unruled.under_headers import Span
from extractor.tables.unruled.words import Word

FEWEST_HEADER_WORDS = 2  # that only headers have: one may stand in a sentence
SAME_PLACE = 2.0  # points: a header that is printed again stands so nearly where it stood


class Found(Struct, frozen=True):
    """An aligned table, or the part of it on one page: the characters in it, and how far up and down they reach, in
    points."""

    grid: Grid
    held: Mask
    top: float
    bottom: float


class Aligned(Struct, frozen=True):
    """Parts of one table, or of tables alike: their common header, and the lines of the body of each part. `stacks` and
    `columns` are those of all parts; there are no columns while no body is known. Between `borders` that are drawn the
    columns are sure."""

    header: Lines
    parts: tuple[Part, ...]
    bodies: tuple[Lines, ...]
    stacks: Stacks
    columns: Columns | None
    borders: tuple[float, ...] = ()

    @property
    def goes_on(self) -> bool:
        return self.parts[-1].to_foot


def begun(part: Part) -> Aligned | None:
    """The table that begins with a part, by its header; None where it has no header or no columns."""
    header, body = header_and_body(part.lines)
    words = sum(is_header_word(w.text) for line in header for w in line)
    if words < FEWEST_HEADER_WORDS and _wrapped(header) < FEWEST_HEADER_WORDS:
        return None
    if borders := borders_of(part.uprights, body):
        return Aligned(header, (part,), (cut_at(borders, body),), NO_STACKS, between(borders), borders)
    body = apart(body)
    stacks = stacks_of(body)
    columns = find_columns(parted(header, stacks.spans), stacks, jitter_of(part.page))
    if columns is None and (body or not part.to_foot):
        return None
    return Aligned(header, (part,), (body,), stacks, columns)


def _wrapped(header: Lines) -> int:
    """How many cells of a header are whole words of headers: in narrow columns a line may be half a word."""
    return sum(is_header_word(cell.text) for cell in header_cells(header))


def continued(table: Aligned, part: Part) -> Aligned | None:
    """A table with the part that continues it, under the same header printed again or in the same columns; None where
    the part is something else."""
    below = _below_header(part, table)
    body = part.lines[below or 0 :]
    if below is None and (part.below_a_title or _begins_with_some_of(table.header, body)):
        return None
    if not any(is_body_word(w.text) for line in body for w in line):
        return None
    if table.borders:
        body = cut_at(table.borders, body)
        if not are_between(table.borders, body):
            return None
        return Aligned(
            table.header, (*table.parts, part), (*table.bodies, body), table.stacks, table.columns, table.borders
        )
    body = apart(body, table.stacks.spans)
    stacks = stacks_of(body, table.stacks)
    columns = find_columns(parted(table.header, stacks.spans), stacks, jitter_of(part.page))
    if columns is None or (below is None and not all(columns.holds(line) for line in body)):
        return None
    return Aligned(table.header, (*table.parts, part), (*table.bodies, body), stacks, columns)


def found(table: Aligned) -> list[Found]:
    """The grids of a table, page by page."""
    if table.columns is None:
        return []
    stacks = table.columns.spans if table.borders else table.stacks.spans
    header, pitch = parted(table.header, stacks), row_pitch(table.bodies)
    tables = []
    for place, (part, body) in enumerate(zip(table.parts, table.bodies, strict=True)):
        own = header if not place or part.below_a_title else ()  # a table that goes on has its header from before
        grid = aligned_grid(part.page, own, body, table.columns, part.rules, pitch)
        if grid is not None:
            tables.append(Found(grid, part.held, part.top, part.bottom))
    return tables


def _below_header(part: Part, table: Aligned) -> int | None:
    """The first line of a part below the header printed again: the same words in the same places, from left to right.
    Under a title the header is the first line; over a table that continues, running heads may stand."""
    for header in (table.header, _above_the_total(table)):
        for at in range(1 if part.below_a_title else len(part.lines) - len(header) + 1):
            lines = part.lines[at : at + len(header)]
            if header and len(lines) == len(header) and all(map(_same_line, lines, header)):
                return at + len(header)
    header, body = header_and_body(part.lines)
    return (
        len(header) if header and len(header) + len(body) == len(part.lines) and _same(header, table.header) else None
    )


def _same(header: Lines, other: Lines) -> bool:
    """Whether two headers have the same characters and are as wide, however these are parted into lines: cells set a
    little higher or lower than those beside them may be of one line or of two."""
    one, two = (Counter(plain("".join(w.text for line in lines for w in line))) for lines in (header, other))
    return one == two and all(abs(a - b) < SAME_PLACE for a, b in zip(_ends(header), _ends(other), strict=True))


def _ends(lines: Lines) -> Span:
    words = [word for line in lines for word in line]
    return min(w.box.x0 for w in words), max(w.box.x1 for w in words)


def _above_the_total(table: Aligned) -> Lines:
    """The header without the cells that stand in the row of the total: print titles leave these out."""
    first = table.bodies[0]
    is_shared = bool(first) and first[0][0].baseline == table.header[-1][0].baseline
    return table.header[:-1] if is_shared else table.header


def _begins_with_some_of(header: Lines, lines: Lines) -> bool:
    """Whether a line of several words of a header stands over the first number."""
    above = takewhile(lambda line: not any(is_body_word(word.text) for word in line), lines)
    return any(len(line) >= FEWEST_HEADER_WORDS and _same_line(line, own) for line in above for own in header)


def _same_line(line: Sequence[Word], other: Sequence[Word]) -> bool:
    return (
        plain("".join(w.text for w in line)) == plain("".join(w.text for w in other))
        and abs(line[0].box.x0 - other[0].box.x0) < SAME_PLACE
    )
