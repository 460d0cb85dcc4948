"""Cells of several lines in rows that are too low for them, where no rule separates the rows.

LibreOffice draws all lines of a cell, and those of a wrapped name then lie among the lines of the rows above and below.
Their place alone does not tell whose they are. Two things do: the lines of a cell are drawn one after the other, each
below the one before it; and every cell stands in its row as the others do, by its middle, its first line or its last.
So the lines of a column are grouped into cells, each on a row of amounts, in all possible ways, and the way that leaves
the fewest rows without a cell is taken. Where two ways do as well, or lines still lie upon one another, nobody can say
what they are: their text is unreadable.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.characters import plain
from extractor.document.lines import SAME_BASELINE
from extractor.document.model import Characters
from extractor.document.numbers import read_number
from extractor.lexicon.header_words import is_header_word
from extractor.tables.assembly.frame import is_frame
from extractor.tables.unruled.cells_of_lines import MOST_ROWS, ON_ROW, CellOfLines, Line, Stands, best_parting
from extractor.tables.unruled.header import are_two
from extractor.tables.unruled.under_headers import shared, stacked
from extractor.tables.unruled.words import GAP, has_decimals, row_openings, words_of

SAME_LINE = 0.12  # of the size: characters of one run stand on one baseline
LEAST_STEP, MOST_STEP = 0.95, 1.8  # of the size: from a line of a cell to its next
CROWDED = 0.8  # of the size: lines of one column that are nearer than this lie upon one another
BACK = 2.0  # of the size: by less, one character only leans over the next
UPON = 0.5  # of the size: lines that share so much of their width stand below one another
CLOSER = 0.9  # of the pitch of the closest rows: where all have room, the lines of a cell are so near
MOST_BESIDE = 100  # runs of one height that are compared with each other
TOTAL = 2  # characters of 合计, 总计, 小计
BETWEEN = 2  # runs between two lines of a cell: pdfium puts what stands on one line in order from left to right
LOOK_BACK = 8  # cells among which the one above a line is sought
REACH = 3.0  # of the size: the lines of a cell stand no further above the first row, or below the last


def overlaid_cells(characters: Characters) -> list[CellOfLines]:
    """The cells of several lines on a page. Where some lie upon others, these include the cells of the header and those
    that cannot be read; elsewhere, only cells that have just one row to stand on."""
    starts = _starts(characters)
    if not len(starts):
        return []
    lines = _runs(characters, starts)
    rows = _rows(lines)
    if not _are_crowded(characters, starts):
        return _wrapped_cells(lines, rows)
    first = rows[0] if rows else float("inf")
    crowded = _crowded([CellOfLines((line,), line.baseline) for line in lines])
    above = _above(first, _chains(lines), crowded)
    in_header = {line.place for chain in above for line in chain}
    columns = _columns(lines, in_header, rows)
    stands, cells = best_parting(columns, rows)
    cells += _header_cells(above, lines, crowded, stands)
    held = {line.place for cell in cells for line in cell.lines}
    cells += [CellOfLines((line,), line.baseline) for line in lines if line.place not in held]
    return [cell for cell in _without_the_crowded(cells) if cell.is_changed]


def _wrapped_cells(lines: Sequence[Line], rows: Sequence[float]) -> list[CellOfLines]:
    """The cells of several lines where all of them have room: the next row may be nearer to their ends than their own
    is. The lines of a cell are closer to each other than rows are."""
    closest = min((b - a for a, b in pairwise(_rows(lines, whole=False))), default=0.0)
    first = rows[0] if rows else 0.0
    heads = {line.place for line in lines if line.baseline < first and is_header_word(line.word.text)}
    columns = [_closer(column, CLOSER * closest, rows) for column in _columns(lines, heads, rows)]
    if not any(line.goes_on for column in columns for line in column):
        return []
    _, cells = best_parting(columns, rows, room=float("inf"))
    return [cell for cell in cells if len(cell.lines) > 1 and cell.readable]


def _closer(column: Sequence[Line], most: float, rows: Sequence[float]) -> list[Line]:
    """The lines of a column, of which none continues one that is further away, and none on a row continues one on
    another row."""
    steps = [0.0, *(line.baseline - upper.baseline for upper, line in pairwise(column))]
    on_row = [abs(_to_row(line, rows)) < ON_ROW * line.size for line in column]
    both = [False, *(a and b for a, b in pairwise(on_row))]
    return [
        replace(line, goes_on=line.goes_on and step < most and not apart)
        for line, step, apart in zip(column, steps, both, strict=True)
    ]


def _starts(characters: Characters) -> NDArray[np.intp]:
    """Where runs begin: runs are characters that follow one another both in the file and on the page."""
    if not len(characters):
        return np.empty(0, np.intp)
    size, step = characters.size[1:], characters.x0[1:] - characters.x1[:-1]
    apart = (np.abs(np.diff(characters.baseline)) > SAME_LINE * size) | (step > GAP * size) | (step < -BACK * size)
    return np.concatenate([[0], np.flatnonzero(apart) + 1])


def _are_crowded(characters: Characters, starts: NDArray[np.intp]) -> bool:
    """Whether any two runs lie upon one another."""
    x0, x1 = np.minimum.reduceat(characters.x0, starts), np.maximum.reduceat(characters.x1, starts)
    order = np.argsort(characters.baseline[starts], kind="stable")
    x0, x1, y, size = x0[order], x1[order], characters.baseline[starts][order], characters.size[starts][order]
    for step in range(1, min(len(starts), MOST_BESIDE)):
        near = y[step:] - y[:-step] < CROWDED * np.minimum(size[step:], size[:-step])
        if not near.any():
            return False
        over = np.minimum(x1[step:], x1[:-step]) - np.maximum(x0[step:], x0[:-step])
        if (near & (over > UPON * size[step:])).any():
            return True
    return False


def _runs(characters: Characters, starts: NDArray[np.intp]) -> list[Line]:
    """The runs of a page in the order of the file; amounts that meet names are split off."""
    lines: list[Line] = []
    for begin, end in pairwise([*starts.tolist(), len(characters)]):
        at = begin
        for word in words_of(characters, np.arange(begin, end)):
            lines.append(Line(len(lines), word, tuple(range(at, at + len(word.text)))))
            at += len(word.text)
    return lines


def _goes_on(line: Line, upper: Line, lines: Sequence[Line]) -> bool:
    """Whether a line of `lines` is drawn after another, and right below it."""
    step, between = line.baseline - upper.baseline, lines[upper.place + 1 : line.place]
    return (
        LEAST_STEP * line.size < step < MOST_STEP * line.size
        and len(between) <= BETWEEN
        and all((_on_one_line(one, line) or _on_one_line(one, upper)) and not _is_value(one) for one in between)
        and not _is_value(line)
        and not _is_value(upper)
        and not _are_two(upper.word.text, line.word.text)
    )


def _are_two(upper: str, lower: str) -> bool:
    """Whether two texts are two things: rows, header cells, or one of them the frame above them."""
    if _opens_row(plain(lower)) or are_two(upper, lower):
        return True
    return is_frame(upper) and (is_frame(lower) or is_header_word(lower))


def _opens_row(label: str) -> bool:
    """Whether a text begins with an ordinal, or is the label of a total. (合计 may be the rest of 公用经费合计.)"""
    is_total = row_openings().total.fullmatch(label) is not None and len(label) > TOTAL
    return is_total or row_openings().ordinal.match(label) is not None


def _on_one_line(one: Line, other: Line) -> bool:
    return abs(one.baseline - other.baseline) < SAME_BASELINE * min(one.size, other.size)


def _is_value(line: Line) -> bool:
    return has_decimals(line.word.text) or read_number(line.word.text).kind == "dash"


def _rows(lines: Sequence[Line], whole: bool = True) -> list[float]:
    """The baselines of rows, where amounts stand: those with decimals, dashes, and the `whole` numbers that end where
    these do; where there are no decimals, all numbers."""
    amounts = [line for line in lines if _is_value(line)]
    ends = {end for line in amounts for end in _about(line.span[1])} if whole else set()
    numbers = [line for line in lines if read_number(line.word.text).is_value]
    amounts += [line for line in numbers if not _is_value(line) and not ends.isdisjoint(_about(line.span[1]))]
    rows: list[float] = []
    for line in sorted(amounts or numbers, key=lambda line: line.baseline):
        if not rows or line.baseline - rows[-1] > SAME_BASELINE * line.size:
            rows.append(line.baseline)
    return rows


def _about(place: float) -> tuple[int, int]:
    """A height in half points, rounded down and up: two heights within half a point share one."""
    return int(2 * place), int(2 * place) + 1


def _chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand below one another and may be of one cell; single ones as well."""
    chains: list[list[Line]] = []
    for line in lines:
        over = [chain for chain in chains[-LOOK_BACK:] if shared(chain[-1].span, line.span) > 0]
        if over and _goes_on(line, over[-1][-1], lines):
            over[-1].append(line)
        else:
            chains.append([line])
    return chains


def _above(first: float, chains: Sequence[Sequence[Line]], crowded: Container[int]) -> list[list[Line]]:
    """The lines of cells above the first row. A line on that row, and upon no other, is its own."""
    found = []
    for chain in chains:
        lines = [*chain]
        limit = first - SAME_BASELINE * lines[0].size
        while lines and lines[-1].baseline > limit and lines[-1].place not in crowded:
            lines.pop()
        if lines and (lines[0].baseline + lines[-1].baseline) / 2 < limit:
            found.append(lines)
    return found


def _columns(lines: Sequence[Line], in_header: Container[int], rows: Sequence[float]) -> list[list[Line]]:
    """The lines of the columns without amounts, each column in the order of the file. Lines on rows show how wide a
    column is (labels of totals do not), and a line that reaches over several columns belongs to none."""
    if not rows:
        return []
    texts = [line for line in lines if line.place not in in_header and not _is_value(line) and _is_near(line, rows)]
    own = [line for line in texts if not row_openings().total.fullmatch(plain(line.word.text))]
    places = stacked([line.span for line in own if abs(_to_row(line, rows)) < SAME_BASELINE * line.size])
    columns: list[list[Line]] = [[] for _ in places]
    for line in texts:
        over = [column for column, place in zip(columns, places, strict=True) if shared(place, line.span) > 0]
        if len(over) == 1:
            over[0].append(line)
    return [_linked(column, lines) for column in columns if 0 < len(column) < MOST_ROWS]


def _linked(column: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The lines of a column, each with whether it may continue the cell of the one before it."""
    follow = [False, *(_goes_on(line, upper, lines) for upper, line in pairwise(column))]
    return [replace(line, goes_on=goes_on) for line, goes_on in zip(column, follow, strict=True)]


def _is_near(line: Line, rows: Sequence[float]) -> bool:
    return rows[0] - REACH * line.size < line.baseline < rows[-1] + REACH * line.size


def _to_row(line: Line, rows: Sequence[float]) -> float:
    """How far below the nearest row a line stands."""
    at = bisect_left(rows, line.baseline)
    return min((line.baseline - row for row in rows[max(at - 1, 0) : at + 1]), key=abs)


def _crowded(cells: Sequence[CellOfLines]) -> set[int]:
    """The cells that lie upon another, by their places."""
    order = sorted(range(len(cells)), key=lambda place: cells[place].baseline)
    found: set[int] = set()
    for at, place in enumerate(order):
        cell = cells[place]
        for beside in order[at + 1 : at + MOST_BESIDE]:
            other = cells[beside]
            if other.baseline - cell.baseline >= CROWDED * min(cell.lines[0].size, other.lines[0].size):
                break
            if shared(cell.span, other.span) > UPON * cell.lines[0].size:
                found |= {place, beside}
    return found


def _without_the_crowded(cells: Sequence[CellOfLines]) -> list[CellOfLines]:
    """The cells, in which words that still lie upon others are not readable."""
    crowded = {place for place in _crowded(cells) if not _is_value(cells[place].lines[0])}
    return [replace(cell, readable=False) if place in crowded else cell for place, cell in enumerate(cells)]


def _header_cells(
    chains: Sequence[Sequence[Line]], lines: Sequence[Line], crowded: Container[int], stands: Stands
) -> list[CellOfLines]:
    """The cells above the first row: all of several lines at the height of a line that others lie upon."""
    upon = [(c[0].baseline, c[-1].baseline) for c in chains if len(c) > 1 and any(line.place in crowded for line in c)]
    return [
        CellOfLines(_with_its_pieces(chain, lines), stands.at(chain))
        for chain in chains
        if len(chain) > 1 and any(shared((chain[0].baseline, chain[-1].baseline), span) >= 0 for span in upon)
    ]


def _with_its_pieces(chain: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a cell with what stands beside them, where together they are one frame (部门：… 2023年度
    金额单|位：万元)."""
    pieces = lines[chain[0].place : chain[-1].place + 1]
    is_whole = all(any(_on_one_line(piece, line) for line in chain) for piece in pieces)
    return tuple(pieces if is_whole and is_frame("".join(piece.word.text for piece in pieces)) else chain)
