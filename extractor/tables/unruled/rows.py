"""The lines of an aligned table's body as its rows.

Horizontal rules separate the rows where there are enough of them; otherwise a row is a line with a number, a code or an
ordinal, and the lines of a wrapped name belong to the row nearest to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import structs

from extractor.document.characters import plain
from extractor.document.lines import UNREADABLE
from extractor.document.numbers import SUBJECT_CODE, WITH_CENTS, read_number
from extractor.kept import compiled
from extractor.lexicon.header_words import is_header_word
from extractor.tables.unruled.under_headers import shared
from extractor.tables.unruled.words import Word, has_letters, joined, row_openings

WRAPPED = 0.8  # of the row pitch: a line nearer than this to a row is a part of it
NO_ROW = 0.9  # of the row pitch: a line nearer than this to the first of a row begins none of its own
EVEN = 0.11  # of the step from line to line: by less, rows are no further apart than lines
SAME_PLACE = 1.0  # points
LINE, WIDEST_LINE = 1.6, 1.8  # of the size: lines of a cell are seldom further apart, and never
_OPEN = compiled(r"[-－△]?\d[\d,，]*(?:[.．]\d?|[,，]\d{0,2})")  # an amount, before its last digits

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
    body = _with_whole_amounts(body)
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
    for place, index in enumerate(anchors):
        line = body[index]
        below = body[anchors[place + 1]] if place + 1 < len(anchors) else ()
        away = line[0].baseline - body[row][0].baseline if row is not None else nearer
        if row is None or not (
            _completes(rows[row], line, away)
            or (away < nearer and _go_on(rows[row], line) and not _is_nearer(line, below, away))
        ):
            row = index
            rows[row] = []
        rows[row].extend(line)
        row_of[index] = row
    side = _side(body, anchors)
    for index, line in enumerate(body):
        if index in row_of:
            continue
        possible = [i for i in anchors if _is_on(side, i, index) and (i < index or not _opens_under(line, body[i]))]
        nearest = min(possible, key=lambda i: (abs(body[i][0].baseline - line[0].baseline), i), default=None)
        lines = abs(index - nearest) if side and nearest is not None else 1
        near_enough = nearest is not None and abs(body[nearest][0].baseline - line[0].baseline) < lines * near
        goes_on = not _stands_alone(line) or (side is Side.ABOVE and _begins_below(line, body[index - 1]))
        if nearest is not None and near_enough and goes_on:
            rows[row_of[nearest]].extend(line)
        else:
            rows[index] = list(line)
    return [sorted(rows[i], key=lambda w: (w.baseline, w.box.x0)) for i in sorted(rows)]


class Side(StrEnum):
    """On which side of the lines that continue a name its row stands, with its amounts and the rest of its name."""

    ABOVE = "above"
    BELOW = "below"


def _is_on(side: Side | None, anchor: int, index: int) -> bool:
    return side is None or (anchor < index) == (side is Side.ABOVE)


def _side(body: Lines, anchors: Sequence[int]) -> Side | None:
    """On which side of all lines of names their rows stand, where rows are no further apart than the lines of a name,
    so that the distance says nothing. What a line continues is not shorter than that line. None where rows have room
    between them, or names stand on both sides."""
    if not all(_texts(body[i]) for i in anchors):
        return None  # the amounts beside the middle of a name of two lines
    runs = [(a, b) for a, b in pairwise([*anchors, len(body)]) if b - a > 1]
    if not runs or not all(_are_even([line[0].baseline for line in body[a : b + 1]]) for a, b in runs):
        return None
    if all(any(_continues(low, up) for up in _texts(body[a])) for a, _ in runs for low in _texts(body[a + 1])):
        return Side.ABOVE
    ends = [b for _, b in runs if b < len(body)]
    if ends and all(any(_continues(low, up) for low in _texts(body[b])) for b in ends for up in _texts(body[b - 1])):
        return Side.BELOW
    return None


def _texts(line: Sequence[Word]) -> list[Word]:
    return [word for word in line if has_letters(word.text)]


def _are_even(heights: Sequence[float]) -> bool:
    steps = [b - a for a, b in pairwise(heights)]
    return max(steps) - min(steps) < EVEN * min(steps)


def _continues(lower: Word, upper: Word) -> bool:
    """Whether a text may be the next line of one above it."""
    is_under = shared((lower.box.x0, lower.box.x1), (upper.box.x0, upper.box.x1)) > 0
    return is_under and lower.box.x1 < upper.box.x1 + upper.size


def _begins_below(line: Sequence[Word], above: Sequence[Word]) -> bool:
    """Whether each word of a line begins where a text of the line above it does."""
    return all(any(abs(w.box.x0 - up.box.x0) < SAME_PLACE and has_letters(up.text) for up in above) for w in line)


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
    if not rules or not (enough or all(map(_is_one, rows))):
        return []
    return [[word for line in lines for word in line] for lines in rows]


def _is_one(lines: Lines) -> bool:
    """Whether the lines between two rules are one row: what opens another below what an earlier line has is the rest of
    an amount, or of a code, that a narrow cell wraps."""
    stacks: list[list[Word]] = []
    for word in (word for line in lines for word in line):
        its = next((stack for stack in stacks if _is_over(stack[0], word)), None)
        stacks.append([word]) if its is None else its.append(word)
    return all(
        not any(map(_opens, stack[1:])) or WITH_CENTS.fullmatch(text) or SUBJECT_CODE.fullmatch(text)
        for stack in stacks
        for text in ["".join(word.text for word in stack)]
    )


def _opens(word: Word) -> bool:
    return is_body_word(word.text) or bool(row_openings().row.match(plain(word.text)))


def _go_on(row: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether a line may continue a row: nothing in it that opens another row stands below what the row has. (The
    amounts of a wrapped name stand beside its middle, a line lower than its ordinal.)"""
    begins = [w for w in line if _opens(w)]
    return not any(shared((w.box.x0, w.box.x1), (above.box.x0, above.box.x1)) > 0 for w in begins for above in row)


def _completes(row: Sequence[Word], line: Sequence[Word], away: float) -> bool:
    """Whether a line `away` below a row ends each amount that the row leaves open, and has no number beside: they are
    wrapped in columns too narrow for them (740.6 over 1)."""
    if away > WIDEST_LINE * row[0].size or any(row_openings().ordinal.match(plain(word.text)) for word in line):
        return False
    ends = [word for word in line if is_body_word(word.text)]
    begun = [up for up in row if _OPEN.fullmatch(up.text)]
    over = [[up for up in row if _is_over(up, word)] for word in ends]
    whole = all(len(its) == 1 and _are_one(its[0], word) for word, its in zip(ends, over, strict=True))
    return bool(ends) and whole and all(any(_is_over(up, word) for word in ends) for up in begun)


def _are_one(upper: Word, lower: Word) -> bool:
    """Whether two words, the one over the other, are an amount of two decimals that its column wraps: the upper one
    fills it, and is none."""
    wide, rest = (word.box.x1 - word.box.x0 for word in (upper, lower))
    is_amount = WITH_CENTS.fullmatch(upper.text + lower.text) and not WITH_CENTS.fullmatch(upper.text)
    return bool(is_amount) and wide > rest - SAME_PLACE


def _with_whole_amounts(body: Lines) -> list[Sequence[Word]]:
    """The lines with amounts of two lines on the line between these, about which they stand: that of their row."""
    lines = [list(line) for line in body]
    for above, row, below in zip(lines, lines[1:], lines[2:], strict=False):
        if not (above and row and below) or below[0].baseline - above[0].baseline > WIDEST_LINE * above[0].size:
            continue
        for upper in [word for word in above if not has_letters(word.text)]:
            under = [word for word in below if _is_over(upper, word)]
            if len(under) == 1 and _are_one(upper, under[0]) and not any(_is_over(upper, word) for word in row):
                whole = joined([upper, under[0]])
                row.append(structs.replace(whole, baseline=row[0].baseline))
                above.remove(upper)
                below.remove(under[0])
    return [sorted(line, key=lambda word: word.box.x0) for line in lines if line]


def _is_over(upper: Word, lower: Word) -> bool:
    return shared((lower.box.x0, lower.box.x1), (upper.box.x0, upper.box.x1)) > 0


def _is_nearer(line: Sequence[Word], below: Sequence[Word], away: float) -> bool:
    """Whether a line with text, which may continue the row above, `away` from it, is nearer to the one below that goes
    on with it: the upper line of a name of two, beside a code that is written once for several rows."""
    is_near = bool(below) and below[0].baseline - line[0].baseline < away
    return is_near and bool(_texts(line)) and _go_on(line, below)


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
    return any(map(_opens, line))
