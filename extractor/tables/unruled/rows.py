"""The lines of an aligned table's body as its rows.

Horizontal rules separate the rows where there are enough of them; otherwise a row is a line with a number, a code or an
ordinal, and the lines of a wrapped name belong to the row nearest to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractor.document.characters import plain
from extractor.document.lines import UNREADABLE
from extractor.document.numbers import SUBJECT_CODE, read_number
from extractor.lexicon.columns import is_header_word
from extractor.tables.unruled.under_headers import shared
from extractor.tables.unruled.words import Word, row_openings

WRAPPED = 0.8  # of the row pitch: a line nearer than this to a row is a part of it
NO_ROW = 0.9  # of the row pitch: a line nearer than this to the first of a row begins none of its own
LINE = 1.6  # of the size: no lines of a cell are further apart

Lines = Sequence[Sequence[Word]]


def is_body_word(text: str) -> bool:
    """Whether a word is a number, a dash or a subject code, which header lines do not hold."""
    return read_number(text).is_value


def row_pitch(bodies: Sequence[Lines]) -> float:
    """From the line of one row to that of the next, in points, as most of a table's rows have it; 0 where no two rows
    follow one another. A single page may have too few."""
    steps = sorted(step for body in bodies for step in _steps([line for line in body if _is_anchor(line)]))
    return steps[len(steps) // 2] if steps else 0.0


def _steps(anchors: Lines) -> Iterator[float]:
    """From each line that may open a row to the next that must open another: the amounts of a code that stands above
    its name are a line below it, in the same row."""
    for place, line in enumerate(anchors):
        after = next((other for other in anchors[place + 1 :] if not _go_on(line, other)), None)
        if after is not None:
            yield after[0].baseline - line[0].baseline


def rows_of(body: Lines, rules: Sequence[float], pitch: float) -> list[list[Word]]:
    """The lines of the body as rows of words."""
    if not body:
        return []
    bands = _bands(body, [y for y in rules if body[0][0].baseline < y < body[-1][0].baseline])
    if bands:
        return bands
    anchors = [i for i, line in enumerate(body) if _is_anchor(line)]
    if not anchors:
        return [list(line) for line in body]
    step = LINE * body[0][0].size
    near, nearer = max(WRAPPED * pitch, step), min(NO_ROW * pitch, step)
    rows: dict[int, list[Word]] = {}
    row_of: dict[int, int] = {}
    row: int | None = None
    for index in anchors:
        line = body[index]
        if row is None or line[0].baseline - body[row][0].baseline >= nearer or not _go_on(rows[row], line):
            row = index
            rows[row] = []
        rows[row].extend(line)
        row_of[index] = row
    for index, line in enumerate(body):
        if index in row_of:
            continue
        possible = [i for i in anchors if i < index or not _opens_under(line, body[i])]
        nearest = min(possible, key=lambda i: (abs(body[i][0].baseline - line[0].baseline), i), default=None)
        near_enough = nearest is not None and abs(body[nearest][0].baseline - line[0].baseline) < near
        if nearest is not None and near_enough and not _stands_alone(line):
            rows[row_of[nearest]].extend(line)
        else:
            rows[index] = list(line)
    return [sorted(rows[i], key=lambda w: (w.baseline, w.box.x0)) for i in sorted(rows)]


def _bands(body: Lines, rules: Sequence[float]) -> list[list[Word]]:
    """The lines between each two of the horizontal rules within a body; none where the rules separate fewer than all
    rows: of two rows between two rules the second opens below what the first has."""
    bands: dict[int, list[list[Word]]] = {}
    for line in body:
        parts: dict[int, list[Word]] = {}
        for word in line:
            parts.setdefault(sum(y < (word.box.top + word.box.bottom) / 2 for y in rules), []).append(word)
        for band, words in parts.items():
            bands.setdefault(band, []).append(words)
    enough = len(rules) >= 0.5 * len(body)
    rows = [bands[band] for band in sorted(bands)]
    if not rules or not (enough or all(all(_go_on(a, b) for a, b in combinations(lines, 2)) for lines in rows)):
        return []
    return [[word for line in lines for word in line] for lines in rows]


def _go_on(row: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether a line may continue a row: nothing in it that opens another row stands below what the row has. (The
    amounts of a wrapped name stand beside its middle, a line lower than its ordinal.)"""
    begins = [w for w in line if is_body_word(w.text) or row_openings().row.match(plain(w.text))]
    return not any(shared((w.box.x0, w.box.x1), (above.box.x0, above.box.x1)) > 0 for w in begins for above in row)


def _opens_under(line: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether something that opens a row (八、, 208) stands below a line, which then does not begin that row's name."""
    return any(
        shared((word.box.x0, word.box.x1), (under.box.x0, under.box.x1)) > 0
        for under in below
        if row_openings().ordinal.match(plain(under.text)) or SUBJECT_CODE.fullmatch(plain(under.text))
        for word in line
    )


def _stands_alone(line: Sequence[Word]) -> bool:
    """Whether a line continues no row: it is one of headers, as that of a second panel (支出 项目 金额), or lies upon
    others and cannot be read."""
    return sum(is_header_word(w.text) for w in line) > 1 or UNREADABLE * 2 in line[0].text


def _is_anchor(line: Sequence[Word]) -> bool:
    return any(is_body_word(w.text) or row_openings().row.match(plain(w.text)) for w in line)
