"""Sheets on which several pages lie (拼版): two pages printed on one sheet, two tables under titles beside each other.

A gutter separates them: a strip that no character and no ruled line crosses. Every table has such strips between its
columns, so a sheet is cut only where both sides show that they stand by themselves: by a title of a table of their own,
by prose, or by the page numbers n and n + 1 at the foot. What is known of one sheet then holds for those like it.
Pages above each other are known by their numbers alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from extractor.document.lines import lines_of
from extractor.document.model import Box, Characters, Doubt, Floats, Page, Rulings
from extractor.kept import compiled
from extractor.lexicon.page_numbers import page_number_at_foot
from extractor.lexicon.titles import contents_entry, title_of
from extractor.tables.model import PageContent
from extractor.tables.unruled.page import Mask

STEP, STEP_DOWN = 4.0, 8.0  # points, to the right and down the page: how closely it is looked at
EDGE = 0.15  # of the width: nearer to the edge there is a margin
GUTTER, GUTTER_SIZES = 6.0, 0.9  # points, and times the usual size of a character: what is narrower parts columns
RULE_GUTTER = 4.0  # points: what is narrower parts ruled cells
FEWEST = 20  # characters on either side
TITLE, MOST_ENDS = 8, 200  # characters of a title; words 表 that are looked at
HEAD_LINES = 4  # in which a title stands, wherever the gutter is
MIDDLE = 0.06  # of the width: so near to it is the gutter between two pages of prose
TWO_LYING, WHOLE = 1.9, 0.95  # times its height: no page is so wide, but two that lie on their sides are, if nothing
# crosses between them for so much of the height
FOOT = 0.85  # of the height: where page numbers stand
FEWEST_SENTENCES, SENTENCE = 4, 10  # lines of at least so many characters that are prose
MOST_ACROSS = 4  # pages beside each other on one sheet
_TABLE = compiled("表")
_PROSE = compiled(r"[，。；]")


class _Gutter(Struct, frozen=True):
    """A strip: its middle, free from `top` to `bottom`."""

    x: float
    top: float
    bottom: float


def apart(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages of a document; where a sheet holds several, they are stacked one below the other, in reading order."""
    cuts = [_parts(page, Box(0, 0, page.width, page.height), MOST_ACROSS) for page in pages]
    for middle in _middles(pages, cuts):
        for i, page in enumerate(pages):
            if len(cuts[i]) == 1 and _size(page) == middle.size and _is_free(page, middle.x):
                cuts[i] = [Box(0, 0, middle.x, page.height), Box(middle.x, 0, page.width, page.height)]
    for i, (before, page) in enumerate(pairwise(pages), start=1):
        if len(cuts[i]) == 1 and len(cuts[i - 1]) == 2 and _size(page) == _size(before):
            cuts[i] = _as_before(page, cuts[i - 1][0].x1) or cuts[i]
    whole = [page for page, cut in zip(pages, cuts, strict=True) if len(cut) == 1]
    lying = _above_each_other(whole)
    cuts = [_halves(page) if page.number in lying else cut for page, cut in zip(pages, cuts, strict=True)]
    return tuple(_stacked(page, cut) if len(cut) > 1 else page for page, cut in zip(pages, cuts, strict=True))


def _as_before(page: Page, x: float) -> list[Box]:
    """The parts of a page without a title that goes on with those of the sheet before, cut at `x`; none where something
    stands there, or on one side alone."""
    whole = Box(0, 0, page.width, page.height)
    if not _is_free(page, x) or any(map(_is_title, _texts(page, whole))):
        return []
    return [replace(whole, x1=x), replace(whole, x0=x)]


def _above_each_other(pages: Sequence[Page]) -> frozenset[int]:
    """The numbers of the sheets on which two pages lie one above the other: each of these has its page number at its
    foot, or most sheets of the size are such."""
    free = [page for page in pages if _is_free_across(page)]
    known = {page.number: _size(page) for page in free if _are_numbered(page, *_halves(page))}
    sizes = Counter(map(_size, pages))
    alike = {size for size, count in Counter(known.values()).items() if 2 * count >= sizes[size]}
    return frozenset(page.number for page in free if page.number in known or _size(page) in alike)


def _halves(page: Page) -> list[Box]:
    """The upper and the lower half of a sheet."""
    middle = page.height / 2
    return [Box(0, 0, page.width, middle), Box(0, middle, page.width, page.height)]


def _is_free_across(page: Page) -> bool:
    """Whether nothing crosses the middle of a sheet's height."""
    c, rules, middle = page.characters, page.rulings.vertical, page.height / 2
    crossed = ((c.top < middle) & (c.bottom > middle)).any() or ((rules[:, 1] < middle) & (rules[:, 2] > middle)).any()
    return not crossed


def _are_numbered(page: Page, upper: Box, lower: Box) -> bool:
    """Whether two halves of a sheet bear the page numbers n and n + 1 at their feet."""
    first = _page_number(page, upper, FOOT * upper.bottom)
    return first is not None and _page_number(page, lower, lower.top + FOOT * upper.bottom) == first + 1


class _Middle(Struct, frozen=True):
    """Where the sheets of a size, in points, are cut in two."""

    size: tuple[int, int]
    x: float


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _middles(pages: Sequence[Page], cuts: Sequence[Sequence[Box]]) -> Iterator[_Middle]:
    """Where most sheets of a size, of all that hold something in the middle or are cut there, are cut."""
    found = {
        _size(page): cut[0].x1
        for page, cut in zip(pages, cuts, strict=True)
        if len(cut) == 2 and abs(cut[0].x1 - page.width / 2) < MIDDLE * page.width
    }
    for size, x in found.items():
        alike = [(page, cut) for page, cut in zip(pages, cuts, strict=True) if _size(page) == size]
        whole = sum(len(cut) == 1 and not _is_free(page, x) for page, cut in alike)
        if sum(len(cut) > 1 for _, cut in alike) >= whole:
            yield _Middle(size, x)


def by_parts(page: Page, content: PageContent) -> Iterator[PageContent]:
    """The content of a sheet, page by page of those that lie on it, each under the number of the sheet."""
    if not page.parts:
        yield content
        return
    ends = [-inf, *accumulate(part.bottom - part.top for part in page.parts[:-1]), inf]
    for number, (top, bottom) in enumerate(pairwise(ends)):
        yield _between(content, top, bottom, number)


def _between(content: PageContent, top: float, bottom: float, part: int) -> PageContent:
    grids = tuple(replace(grid, part=part) for grid in content.grids if grid.box and top <= grid.box.top < bottom)
    lines = tuple(line for line in content.lines if line.box and top <= line.box.top < bottom)
    return PageContent(content.page, grids, lines)


def _parts(page: Page, area: Box, most: int) -> list[Box]:
    """The pages in an area of a sheet, or the area itself where it is one page; what reaches across them is a part of
    its own."""
    gutters = [*_gutters(page, area)] if most > 1 else []
    for gutter in sorted(gutters, key=lambda gutter: gutter.top - gutter.bottom):  # of those as tall, the middle
        left = Box(area.x0, gutter.top, gutter.x, gutter.bottom)
        right = Box(gutter.x, gutter.top, area.x1, gutter.bottom)
        if not _stand_alone(page, area, left, right):
            continue
        above, below = Box(area.x0, area.top, area.x1, left.top), Box(area.x0, left.bottom, area.x1, area.bottom)
        return [
            *([above] if above.bottom > above.top else []),
            *_parts(page, left, most - 1),
            *_parts(page, right, most - 1),
            *([below] if below.bottom > below.top else []),
        ]
    return [area]


def _gutters(page: Page, area: Box) -> Iterator[_Gutter]:
    """The strip in the middle, and the one that has the most text on both sides where nothing crosses it."""
    c, rules = page.characters, page.rulings.horizontal
    held = _inside(c, area)
    if np.count_nonzero(held) < 2 * FEWEST:
        return
    within = (rules[:, 0] > area.top) & (rules[:, 0] < area.bottom) & (rules[:, 2] > area.x0) & (rules[:, 1] < area.x1)
    half = max(GUTTER, GUTTER_SIZES * float(np.median(c.size[held]))) / 2
    less = half - RULE_GUTTER / 2  # rules of two tables come nearer to each other than their text
    x0 = np.concatenate([c.x0[held], rules[within, 1] + less])
    x1 = np.concatenate([c.x1[held], rules[within, 2] - less])
    top = np.concatenate([c.top[held], rules[within, 0]])
    bottom = np.concatenate([c.bottom[held], rules[within, 0]])
    # The very middle: a table that goes on beside itself has its columns at the same places then.
    places = [(area.x0 + area.x1) / 2]
    if _may_have_titles_beside(c, held):
        x = _widest(x0 - half - area.x0, x1 + half - area.x0, top - area.top, bottom - area.top, area)
        places += [] if x is None else [area.x0 + x]
    text = (c.x0[held] + c.x1[held]) / 2
    for x in places:
        crosses = (x0 < x + half) & (x1 > x - half)
        sides = [np.sort(c.top[held][on]) for on in (np.flatnonzero(text < x), np.flatnonzero(text >= x))]
        free = np.array([*_free(top[crosses], bottom[crosses], area)]).reshape(-1, 2)
        fewer = np.min([np.diff(np.searchsorted(side, free), axis=1)[:, 0] for side in sides], axis=0)
        if fewer.max(initial=0) >= FEWEST:
            low, high = free[fewer.argmax()].tolist()
            yield _Gutter(x, low, high)


def _may_have_titles_beside(c: Characters, held: Mask) -> bool:
    """Whether the word on which titles end (表) stands twice on a line, with room for a title between."""
    ends = np.array([m.start() for m in _TABLE.finditer(c.text) if held[m.start()]], dtype=np.intp)
    if not 2 <= len(ends) <= MOST_ENDS:
        return False
    x, y, size = c.x0[ends], c.baseline[ends], c.size[ends]
    return bool(((np.abs(x[:, None] - x) > TITLE * size) & (np.abs(y[:, None] - y) < size)).any())


def _widest(x0: Floats, x1: Floats, top: Floats, bottom: Floats, area: Box) -> float | None:
    """Where, along most of the height of an area, something stands on both sides and nothing covers the place."""
    wide, high = int((area.x1 - area.x0) / STEP) + 1, int((area.bottom - area.top) / STEP_DOWN) + 1
    left, right = (np.clip(np.ceil(x / STEP), 0, wide).astype(np.intp) for x in (x0, x1))
    upper = np.clip(top / STEP_DOWN, 0, high - 1).astype(np.intp) * (wide + 1)
    lower = np.clip(bottom / STEP_DOWN + 1, 0, high).astype(np.intp) * (wide + 1)
    begun = np.bincount(np.concatenate([upper + left, lower + right]), minlength=(high + 1) * (wide + 1))
    ended = np.bincount(np.concatenate([upper + right, lower + left]), minlength=(high + 1) * (wide + 1))
    steps = np.asarray(begun - ended, dtype=np.int16).reshape(high + 1, wide + 1)
    covered = np.greater(steps[:high].cumsum(axis=0).cumsum(axis=1), 0)
    columns = np.arange(wide + 1)
    some = covered.any(axis=1)[:, None]
    first, last = covered.argmax(axis=1)[:, None], wide - covered[:, ::-1].argmax(axis=1)[:, None]
    parted = (some & (columns > first) & (columns < last)).cumsum(axis=0)
    since = parted - np.maximum.accumulate(parted * covered, axis=0)
    edge = int(EDGE * wide)
    tall = since.max(axis=0)[edge : wide - edge]
    if not len(tall):
        return None
    best = np.flatnonzero(tall == tall.max())
    return float(edge + best[len(best) // 2]) * STEP


def _free(tops: Floats, bottoms: Floats, area: Box) -> Iterator[tuple[float, float]]:
    """The stretches of an area's height into which none of the boxes reaches."""
    low = area.top
    for top, bottom in [*sorted(zip(tops.tolist(), bottoms.tolist(), strict=True)), (area.bottom, area.bottom)]:
        if top > low:
            yield low, top
        low = max(low, bottom)


def _stand_alone(page: Page, area: Box, left: Box, right: Box) -> bool:
    """Whether what lies on both sides of a gutter shows that neither belongs to the other."""
    texts = [_texts(page, side) for side in (left, right)]
    if all(any(map(_is_title, side[:HEAD_LINES])) for side in texts):
        return True
    if abs(left.x1 - (area.x0 + area.x1) / 2) > MIDDLE * (area.x1 - area.x0):
        return False
    if page.width >= TWO_LYING * page.height and left.bottom - left.top >= WHOLE * page.height:
        return True
    numbers = [_page_number(page, side, FOOT * page.height) for side in (left, right)]
    if numbers[0] is not None and numbers[1] == numbers[0] + 1:
        return True
    return all(any(map(_is_title, side)) or _is_prose(side) for side in texts)


def _is_title(text: str) -> bool:
    title = title_of(text) or title_of(contents_entry(text) or "")
    return title is not None and bool(title.table or title.may_be or title.known)


def _is_prose(texts: Sequence[str]) -> bool:
    return sum(len(text) >= SENTENCE and _PROSE.search(text) is not None for text in texts) >= FEWEST_SENTENCES


def _texts(page: Page, area: Box) -> list[str]:
    lines = lines_of(page.number, page.characters, np.flatnonzero(_inside(page.characters, area)))
    return [line.text for line in lines]


def _page_number(page: Page, area: Box, foot: float) -> int | None:
    """The number at the foot of a part, below the height `foot`, if there is one page number."""
    texts = _texts(page, Box(area.x0, max(area.top, foot), area.x1, area.bottom))
    found = page_number_at_foot(texts[-1]) if texts else None
    return found.number if found else None


def _is_free(page: Page, x: float) -> bool:
    """Whether nothing crosses the middle of a sheet while text stands on both sides."""
    c, rules = page.characters, page.rulings.horizontal
    sides = c.x1 < x, c.x0 > x
    return (
        all(side.any() for side in sides)
        and bool((sides[0] | sides[1]).all())
        and not bool(((rules[:, 1] < x) & (rules[:, 2] > x)).any())
    )


def _inside(c: Characters, area: Box) -> Mask:
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    held: Mask = np.asarray((x >= area.x0) & (x < area.x1) & (y >= area.top) & (y < area.bottom))
    return held


def _stacked(page: Page, parts: Sequence[Box]) -> Page:
    """The page with its parts one below the other."""
    c = page.characters
    right, down = np.zeros_like(c.x0), np.zeros_like(c.top)
    horizontal, vertical, doubts = [], [], list[Doubt]()
    height, boxes = 0.0, page.drawn.boxes.astype(np.float32)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    for part in parts:
        x, y = -part.x0, height - part.top
        held = _inside(c, part)
        right[held], down[held] = x, y
        horizontal.append(
            _cut(page.rulings.horizontal, (part.top, part.bottom), (part.x0, part.x1)) + np.array((y, x, x))
        )
        vertical.append(_cut(page.rulings.vertical, (part.x0, part.x1), (part.top, part.bottom)) + np.array((x, y, y)))
        doubts.extend(_moved(page.doubts, part, x, y))
        lies = (middles >= (part.x0, part.top)).all(axis=1) & (middles < (part.x1, part.bottom)).all(axis=1)
        boxes[lies] += (x, y, x, y)
        height += part.bottom - part.top
    return replace(
        page,
        width=max(part.x1 - part.x0 for part in parts),
        height=height,
        characters=replace(
            c,
            x0=c.x0 + right,
            x1=c.x1 + right,
            top=c.top + down,
            bottom=c.bottom + down,
            baseline=c.baseline + down,
        ),
        rulings=Rulings(np.concatenate(horizontal).astype(np.float32), np.concatenate(vertical).astype(np.float32)),
        doubts=tuple(doubts),
        drawn=replace(page.drawn, boxes=boxes),
        parts=tuple(parts),
    )


def _cut(lines: Floats, across: tuple[float, float], along: tuple[float, float]) -> Floats:
    """The parts of lines (place, from, to) that lie in a part of the sheet."""
    inside = (
        (lines[:, 0] >= across[0]) & (lines[:, 0] < across[1]) & (lines[:, 2] > along[0]) & (lines[:, 1] < along[1])
    )
    return np.stack([lines[inside, 0], *(np.clip(lines[inside, i], *along) for i in (1, 2))], axis=1)


def _moved(doubts: Sequence[Doubt], part: Box, x: float, y: float) -> Iterator[Doubt]:
    for doubt in doubts:
        box = doubt.box
        if part.x0 <= (box.x0 + box.x1) / 2 < part.x1 and part.top <= (box.top + box.bottom) / 2 < part.bottom:
            yield replace(doubt, box=Box(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y))
