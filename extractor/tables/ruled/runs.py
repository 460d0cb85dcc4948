"""Runs of characters: what is written in one go belongs to one cell, and shows in which direction it is read.

A number too long for its column, or a name that is not wrapped, is drawn over the border into the next cell, where a
viewer may clip it; its characters still follow each other without a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.document.geometry import median
from extractor.document.lines import MARK, baseline_groups
from extractor.document.model import Characters
from extractor.document.numbers import NUMERALS, WITH_CENTS, is_number
from extractor.kept import compiled

TIGHT = 0.12  # of the size: characters of one run stand this near
SAME_LEAD = 0.6  # points: between the leads of texts from the left borders of their cells
OFF_STEP = 0.03  # of the size: by this a character's gap differs from the usual one where another text begins
BESIDE = 0.9  # of the size: text this near a border is aligned with it
VERTICAL = 0.6  # of a cell's steps from character to character
SMALL = 0.9  # of the size of a number: what is this small beside it is a footnote mark
RAISED = 0.15  # of the size
APART, CLOSE = 0.9, 0.3  # of the size: digits of two numbers, and of one
UNEVEN = 0.75  # of the size of the digit beside it: what is so small is a mark, or a fraction without its point
UPON = 0.5  # of a digit's width: two whose middles are no further apart stand upon one another
MOST_OF_MARK = 2  # digits: with more it is a number of its own
INNER, DIGIT = 0.2, 0.7  # of a digit's width at each side: a sign between stands upon it; of the size: so high it is
ROOM = 2.0  # widths of a character: a line that leaves so much is not full
WIDEST_MARGIN = 1.5  # widths of a character
FITS, POINT = 1.2, 0.5  # widths of a character: so much more is sure to have room for one; for a point behind it
OVERLAP = 0.3  # of the size: so far a point or comma may reach into what follows
SPACED = 0.5  # of the size: digits of one number that are set apart
_POINTS = frozenset(".,．，")
_OPEN = compiled(r"[.．]\d?$")  # of an amount's two decimals one at least is to come
_NUMERIC = frozenset("0123456789０１２３４５６７８９.,．，-－()（）△")
_AMOUNT = compiled(r"[-－△(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d{1,6})?[)）]?")
_AT_THE_END = compiled(rf"(?<=[^\d.．,，]){WITH_CENTS.pattern}$")
_AT_THE_START = compiled(rf"^{WITH_CENTS.pattern}(?=[^\d.．,，]+$)")

Owners = NDArray[np.intp]


def keep_runs_whole(
    characters: Characters, owner: Owners, extent: Callable[[int], tuple[float, float]]
) -> frozenset[int]:
    """Gives every character of a run that crosses a border to the one cell that the run stands in, and returns the
    cells that have a run of digits then which is no number.

    `owner` (changed in place) is the cell of each character, -1 for none; `extent` gives a cell's left and right
    border. Complete numbers that a border parts are two.
    """
    if len(characters) < 2:
        return frozenset()
    size, gap = characters.size[:-1], characters.x0[1:] - characters.x1[:-1]
    # (the point of another font may be broader than its ink)
    broad = np.fromiter(map(_POINTS.__contains__, characters.text[:-1]), np.bool_, len(gap))
    near = (gap > -np.where(broad, OVERLAP, TIGHT) * size) & (np.abs(np.diff(characters.baseline)) < TIGHT * size)
    tight = near & (gap < TIGHT * size)
    crossings = np.flatnonzero(tight & (owner[1:] != owner[:-1]))
    torn: set[int] = set()
    starts = np.concatenate([[0], np.flatnonzero(~tight) + 1, [len(characters)]])
    for number in np.unique(np.searchsorted(starts, crossings, side="right") - 1).tolist():
        for first, last in _parts(characters, owner, int(starts[number]), int(starts[number + 1]) - 1, extent):
            text = characters.text[first : last + 1]
            numeric = all(c in _NUMERIC for c in text)
            if not numeric or _AMOUNT.fullmatch(text):
                owner[first : last + 1] = _home(characters, owner, first, last, numeric, extent)
            elif not _are_complete(text, owner[first : last + 1]):
                home = _home(characters, owner, first, last, numeric, extent)
                owner[first : last + 1] = home
                torn.add(home)
    near &= (gap < SPACED * size) & (owner[1:] != owner[:-1])
    for i in np.flatnonzero(near).tolist():  # digits set apart
        if characters.text[i + 1] in NUMERALS and _OPEN.search(characters.text, max(i - 1, 0), i + 1):
            torn |= {int(owner[i]), int(owner[i + 1])}
    return frozenset(torn)


def _are_complete(text: str, owner: Owners) -> bool:
    """Whether the borders cut a run of digits into numbers with all their decimals."""
    cuts = [0, *(np.flatnonzero(np.diff(owner)) + 1).tolist(), len(text)]
    return all(WITH_CENTS.fullmatch(text[a:b]) for a, b in pairwise(cuts))


def _parts(
    characters: Characters, owner: Owners, first: int, last: int, extent: Callable[[int], tuple[float, float]]
) -> list[tuple[int, int]]:
    """The first and last character of each part of a run: of amounts that meet, or of a name and an amount, where each
    amount stands at the right of another cell; of texts that fill their cells; else of the whole run."""
    text = characters.text[first : last + 1]
    numeric = all(c in _NUMERIC for c in text)
    begins = [] if numeric else _begun(characters, owner, first, last, extent)
    if begins := begins or ([] if numeric else _centred(characters, owner, first, last, extent)):
        return [*zip([first, *begins], [*(begin - 1 for begin in begins), last], strict=True)]
    if not numeric and (before := _AT_THE_START.match(text)) and owner[first + before.end()] == owner[last] >= 0:
        name = first + before.end()  # of the next cell, which it begins
        if float(characters.x0[name]) - extent(int(owner[name]))[0] < BESIDE * float(characters.size[name]):
            return [(first, name - 1), (name, last)]
    spans = [found.span() for found in (WITH_CENTS if numeric else _AT_THE_END).finditer(text)]
    if not spans or (numeric and sum(end - start for start, end in spans) < len(text)):
        return [(first, last)]
    ends = [first + end - 1 for _, end in spans]
    cells = [int(owner[end]) for end in ends] if numeric else [int(owner[first]), int(owner[last])]
    at_right = (
        owner[end] >= 0
        and abs(extent(int(owner[end]))[1] - float(characters.x1[end])) < BESIDE * float(characters.size[end])
        for end in ends
    )
    if len({*cells}) < len(cells) or not all(at_right):
        return [(first, last)]
    starts = [first + start for start in sorted({0, *(start for start, _ in spans)})]
    return [*zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True)]


def _begun(
    characters: Characters, owner: Owners, first: int, last: int, extent: Callable[[int], tuple[float, float]]
) -> list[int]:
    """The characters of a run that begin a cell's text as the first one begins that of its own, and are not set where
    the one before ends: a browser makes a column as broad as its longest text, and the next cell's begins there."""
    if min(owner[first], owner[last]) < 0:
        return []

    def lead(i: int) -> float:
        return float(characters.x0[i]) - extent(int(owner[i]))[0]

    crossed = first + 1 + np.flatnonzero(_off_step(characters, first, last) & (np.diff(owner[first : last + 1]) != 0))
    return [i for i in crossed.tolist() if owner[i] >= 0 and abs(lead(i) - lead(first)) < SAME_LEAD]


def _off_step(characters: Characters, first: int, last: int) -> NDArray[np.bool_]:
    """Which characters of a run after its first are not set where the one before ends, as most are."""
    gaps = characters.x0[first + 1 : last + 1] - characters.x1[first:last]
    off: NDArray[np.bool_] = np.abs(gaps - np.median(gaps)) > OFF_STEP * characters.size[first:last]
    return off


def _centred(
    characters: Characters, owner: Owners, first: int, last: int, extent: Callable[[int], tuple[float, float]]
) -> list[int]:
    """The characters of a run that begin the text of another cell, where each but the first stands in the middle of its
    own: what has no room in its cell is drawn on, and meets them."""
    begins: list[int] = []
    off_step, at = _off_step(characters, first, last), first + 1
    cells = [*dict.fromkeys(owner[first : last + 1].tolist())]
    for cell in cells[:0:-1]:
        if cell < 0:
            return []
        low, high = extent(cell)
        start = low + high - float(characters.x1[last])
        last = first + int(np.abs(characters.x0[first : last + 1] - start).argmin())
        if last == first or abs(float(characters.x0[last]) - start) > SAME_LEAD or not off_step[last - at]:
            return []
        begins.insert(0, last)
        last -= 1
    return begins


def _home(
    characters: Characters,
    owner: Owners,
    first: int,
    last: int,
    numeric: bool,
    extent: Callable[[int], tuple[float, float]],
) -> int:
    """The cell of a run: the one with whose border it is aligned (numbers at the right before the left), else the one
    that holds most of it; -1 where none does."""
    size = float(characters.size[first])
    aligned: list[int] = []
    if owner[first] >= 0 and abs(float(characters.x0[first]) - extent(int(owner[first]))[0]) < BESIDE * size:
        aligned.append(int(owner[first]))
    if owner[last] >= 0 and abs(extent(int(owner[last]))[1] - float(characters.x1[last])) < BESIDE * size:
        aligned.append(int(owner[last]))
    if aligned:
        return aligned[-1 if numeric else 0]
    inside = owner[first : last + 1][owner[first : last + 1] >= 0]
    cells, counts = np.unique(inside, return_counts=True)
    return int(cells[np.argmax(counts)]) if len(cells) else -1


def vertical_lines(characters: Characters, indexes: NDArray[np.intp]) -> tuple[str, ...] | None:
    """The text of a cell that is written from top to bottom or turned, column by column as drawn; None where it is
    written across. `indexes` are in drawing order."""
    if len(indexes) < 3:
        return None
    size = characters.size[indexes][:-1]
    across = np.abs(np.diff((characters.x0[indexes] + characters.x1[indexes]) / 2))
    down = np.abs(np.diff(characters.baseline[indexes]))
    steps = (across < 0.3 * size) & (down > 0.4 * size) & (down < 2.5 * size)
    if np.count_nonzero(steps) < VERTICAL * len(steps):
        return None
    columns = np.split(indexes, np.flatnonzero(~steps) + 1)
    return tuple("".join([characters.text[i] for i in column.tolist()]) for column in columns)


def without_marks(characters: Characters, indexes: NDArray[np.intp]) -> NDArray[np.intp]:
    """The indexes of a cell's characters without the small digits of a footnote mark set above or below the end of a
    number, or its beginning."""
    sizes = characters.size[indexes]
    if not (sizes < SMALL * sizes.max()).any():
        return indexes
    digits = [size for i, size in zip(indexes.tolist(), sizes.tolist(), strict=True) if characters.text[i] in NUMERALS]
    small = sizes < SMALL * max(digits, default=float(sizes.max()))  # (some fonts have higher boxes for commas)
    if not small.any():
        return indexes
    rest = indexes[~small]
    number = "".join([characters.text[i] for i in rest[np.argsort(characters.x0[rest], kind="stable")].tolist()])
    height, foot, step = characters.baseline[indexes[small]], characters.baseline[rest], RAISED * sizes.max()
    set_off = (height < foot.max() - step) | (height > foot.max() + step)
    after = bool((characters.x0[indexes[small]] >= characters.x0[rest].max()).all())
    before = bool((characters.x1[indexes[small]] <= characters.x1[rest].min()).all())
    mark = "".join([characters.text[i] for i in indexes[small].tolist()])
    before &= mark.isdigit() or MARK.fullmatch(mark) is not None  # (it may be a minus)
    short = sum(c in NUMERALS for c in mark) <= MOST_OF_MARK
    return rest if short and is_number(number) and bool(set_off.all()) and (after or before) else indexes


def several_numbers(characters: Characters, owner: Owners) -> frozenset[int]:
    """The cells in which digits of one line stand wide apart while the rest are close, or upon one another, or are of
    two sizes: two numbers that must not be read as one; and those whose digits are mixed with those of another cell.
    `owner` is the cell of each character."""
    held = np.flatnonzero(owner >= 0)
    if len(held) < 2:
        return frozenset()
    order = held[np.lexsort((characters.x0[held], owner[held]))]
    codes = np.frombuffer(characters.text.encode("utf-32-le"), dtype=np.uint32)[order]
    digit = (codes >= 0x30) & (codes <= 0x39)
    x0, x1 = characters.x0[order], characters.x1[order]
    size, baseline, cell = characters.size[order], characters.baseline[order], owner[order]
    larger = np.maximum(size[1:], size[:-1])
    point = (codes == ord(".")) | (codes == ord(","))
    in_line = (cell[1:] == cell[:-1]) & (np.abs(np.diff(baseline)) < RAISED * larger)
    middle, width = (x0 + x1) / 2, x1 - x0
    within = digit[:-1] & point[1:] & (middle[1:] < (x1 - INNER * width)[:-1])
    within |= point[:-1] & digit[1:] & (middle[:-1] > (x0 + INNER * width)[1:])
    minus = codes == ord("-")
    barred = (digit[:-1] & minus[1:] & (middle[1:] < (x1 - INNER * width)[:-1])) | (
        minus[:-1] & digit[1:] & (middle[:-1] > (x0 + INNER * width)[1:])
    )
    barred &= (cell[1:] == cell[:-1]) & (np.abs(np.diff(baseline)) < DIGIT * larger)
    pairs = (in_line & ((digit[1:] & digit[:-1]) | within)) | barred
    upon = within | barred | (np.diff(middle) < UPON * np.minimum(width[1:], width[:-1]))
    apart = x0[1:] - x1[:-1] > APART * size[1:]
    upon |= np.minimum(size[1:], size[:-1]) < UNEVEN * larger
    found = _interleaved(characters, order[digit], owner)
    for number in np.unique(cell[1:][pairs & (upon | apart)]).tolist():
        inside = pairs & (cell[1:] == number)
        close = median((x0[1:] - x1[:-1])[inside] / size[1:][inside]) < CLOSE
        text = "".join([characters.text[i] for i in order[cell == number].tolist()])
        if all(c in _NUMERIC for c in text) and ((upon & inside).any() or close):
            found.add(number)
    return frozenset(found)


def _interleaved(characters: Characters, digits: NDArray[np.intp], owner: Owners) -> set[int]:
    """The cells of digits that stand upon one of another cell and are not drawn one number after the other: whose each
    is, nobody knows."""
    order = digits[np.lexsort((characters.x0[digits], characters.baseline[digits]))]
    one, other = order[:-1], order[1:]
    width = np.minimum(*((characters.x1 - characters.x0)[places] for places in (one, other)))
    upon = np.abs(characters.x0[other] - characters.x0[one]) < UPON * width
    upon &= characters.baseline[other] - characters.baseline[one] < RAISED * characters.size[one]
    upon &= owner[one] != owner[other]
    found: set[int] = set()
    for pair in set(zip(owner[one[upon]].tolist(), owner[other[upon]].tolist(), strict=True)):
        (first, last), (begin, end) = ((held.min(), held.max()) for held in (np.flatnonzero(owner == c) for c in pair))
        if first < end and begin < last:
            found |= {*pair}
    return found


def stacked(
    characters: Characters,
    held: NDArray[np.bool_],
    lines: Sequence[str],
    sides: tuple[float, float],
    margin: float = 0.0,
) -> bool:
    """Whether each line of a cell between two `sides` (in points) is a number of its own: a number is wrapped only
    where one more of its characters would not have fitted. If all are one amount of two decimals, and none but the last
    has as many (391.8 over 6), it had to fit between margins: the `margin` of the table, or that which lines of one
    beginning or end leave."""
    if not held.any() or not all(_AMOUNT.fullmatch(line) for line in lines):
        return False  # (another engine may see characters where the page has none)
    groups = baseline_groups(characters, np.flatnonzero(held))
    ends = np.array([(characters.x0[g].min() - sides[0], sides[1] - characters.x1[g].max()) for g in groups])
    free = ends.sum(axis=1)[:-1]
    step = float(np.max(characters.x1[held] - characters.x0[held]))
    room = ROOM * step
    if WITH_CENTS.fullmatch("".join(lines)) and not any(WITH_CENTS.fullmatch(line) for line in lines[:-1]):
        aligned = float(ends.min(axis=0)[np.ptp(ends, axis=0) < SAME_LEAD].max(initial=0.0))
        fits = FITS + POINT * (lines[1][1:2] in _POINTS)  # (no line begins with a point)
        room = max(room, 2 * min(max(margin, aligned), WIDEST_MARGIN * step) + fits * step)
    return bool((free > room).all())


def margin_of(characters: Characters, owner: Owners, extent: Callable[[int], tuple[float, float]]) -> float:
    """What a table leaves free at a side of its cells, in points, as most texts do that stand nearer to that side."""
    order = np.flatnonzero(owner >= 0)
    order = order[np.argsort(owner[order], kind="stable")]
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    borders = np.array([extent(cell) for cell in owner[order[starts]].tolist()])
    left = np.minimum.reduceat(characters.x0[order], starts) - borders[:, 0]
    right = borders[:, 1] - np.maximum.reduceat(characters.x1[order], starts)
    sides = (left[right - left > SAME_LEAD], right[left - right > SAME_LEAD])
    return max([0.0, *(median(side) for side in sides if len(side))])
