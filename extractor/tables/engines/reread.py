"""Single pages located again by another engine: its grids, and the lines of text outside them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from extractor.document.characters import without_blanks
from extractor.document.holes import cells_with_holes
from extractor.document.lines import UNREADABLE, baseline_groups, lines_of
from extractor.document.model import FIRST_ENGINE, Document, Page
from extractor.document.numbers import is_number
from extractor.tables.assembly.split import split_at_tops
from extractor.tables.engines.named import engine
from extractor.tables.engines.protocol import always
from extractor.tables.locate import inside
from extractor.tables.model import DRAWN, Grid, PageContent, numbered
from extractor.tables.ruled.runs import several_numbers, stacked

FIT = frozenset({"text", "blank"})  # pages: on others the engines read what is known not to be there


def reread(
    document: Document,
    contents: Sequence[PageContent],
    name: str,
    pages: Collection[int],
    may_go_on: Callable[[], None] = always,
) -> tuple[PageContent, ...]:
    """The contents, with `pages` (1-based) as the engine of that name sees them, and all others unchanged.

    A page stays as it was where the engine sees no table, and where the engines could not read it as a person sees it:
    it had to be turned (the others do not turn pages), lies beside another on its sheet, has drawn numbers or lines
    upon one another, is crowded with rules (which would take minutes), was read from its picture, lies behind a page
    that cannot be opened (which others do not count), or has a text layer that lies.

    `may_go_on` is called before each page. Raises `DocumentError` where the engine is missing or cannot read the file,
    and whatever `may_go_on` raises.
    """
    drawn = {c.page for c in contents for grid in c.grids for cell in grid.cells if {DRAWN, UNREADABLE} & {*cell.text}}
    last = next((p.number for p in document.pages if p.state == "damaged" and not len(p.characters)), math.inf)
    fit = {
        p.number: p
        for p in document.pages
        if p.number in pages
        and p.number not in drawn
        and p.number < last
        and not (p.turned or p.parts)
        and p.state in FIT
        and p.engine == FIRST_ENGINE
    }
    read = engine(name).grids(Path(document.path), sorted(fit), may_go_on) if fit else {}
    grids = {n: in_place for n, found in read.items() if (in_place := tuple(g for g in found if _in_place(fit[n], g)))}
    return tuple(_content(fit[c.page], grids[c.page]) if c.page in grids else c for c in contents)


def _in_place(page: Page, grid: Grid) -> bool:
    """Whether the cells that an engine drew mostly hold what stands in their place on the page. It may believe a font
    that says how far it reaches, and put all text into the row below."""
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    elsewhere = found = 0
    for cell in grid.cells:
        if (box := cell.box) is not None and (text := without_blanks(cell.text)):
            held = np.flatnonzero((x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom))
            found += 1
            elsewhere += not Counter(text) <= Counter([c.text[i] for i in held.tolist()])
    return 2 * elsewhere <= found


def _content(page: Page, grids: tuple[Grid, ...]) -> PageContent:
    seen = (_doubted(page, _as_seen(page, grid)) for grid in grids)
    grids = numbered([part for grid in seen for part in split_at_tops(grid)])
    free = np.flatnonzero(~inside(page, grids))
    return PageContent(page.number, grids, lines_of(page.number, page.characters, free))


def _as_seen(page: Page, grid: Grid) -> Grid:
    """The cells that an engine drew, filled with the characters that a person sees, where the page differs from its
    text layer: an engine that reads the layer itself finds what is hidden, and misses form fields and notes. The same
    where a number of its lacks characters of that on the page (engines leave out what has no Unicode), has more, for
    which nothing is drawn, or has them in another order (in which they are drawn)."""
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    cells = []
    for cell in grid.cells:
        if (box := cell.box) is not None:
            held = np.flatnonzero((x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom))
            if page.amended or is_number(cell.text):
                lines = tuple("".join([c.text[i] for i in group.tolist()]) for group in baseline_groups(c, held))
                text, whole = without_blanks(cell.text), "".join(lines)
                if page.amended or _lacks(text, whole) or _lacks(whole, text) or Counter(text) == Counter(whole):
                    cell = replace(cell, text=whole, lines=lines)
        cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _lacks(text: str, whole: str) -> bool:
    """Whether a text is what is left of a whole one without some of its characters (an engine may give the boxes of
    other rows than those that it reads)."""
    rest = iter(whole)
    return all(c in rest for c in text)


def _doubted(page: Page, grid: Grid) -> Grid:
    """The cells that an engine drew, with those marked in which the characters of the page are not one number."""
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    owner = np.full(len(c), -1)
    for i, cell in enumerate(grid.cells):
        if (box := cell.box) is not None:
            owner[(x >= box.x0) & (x < box.x1) & (y >= box.top) & (y < box.bottom)] = i
    crowded = several_numbers(c, owner) | cells_with_holes(page, owner) | {
        i for i, cell in enumerate(grid.cells)
        if len(cell.lines) > 1 and cell.box and stacked(c, owner == i, cell.lines, (cell.box.x0, cell.box.x1))
    }  # fmt: skip
    if not crowded:
        return grid
    cells = (replace(cell, has_several_numbers=True) if i in crowded else cell for i, cell in enumerate(grid.cells))
    return replace(grid, cells=tuple(cells))
