"""Some pages of a document located again by another engine, the others left as they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from extractor.document.lines import lines_of
from extractor.document.model import Document, Page
from extractor.tables.engines.protocol import Engine
from extractor.tables.model import Grid, PageContent


def located_again(
    document: Document, contents: Sequence[PageContent], engine: Engine, pages: Collection[int]
) -> tuple[PageContent, ...]:
    """The located pages with the grids of `pages` (1-based) read by `engine`.

    A page on which the engine sees no ruled table keeps its reading, and so does one whose content stands sideways,
    where the engines' boxes do not fit: neither is a second opinion. Raises `DocumentError` as the engine does.
    """
    upright = {page.number: page for page in document.pages if page.number in pages and not page.turned}
    found = engine.grids(Path(document.path), sorted(upright)) if upright else {}
    return tuple(
        _content(upright[content.page], found[content.page]) if found.get(content.page) else content
        for content in contents
    )


def _content(page: Page, grids: tuple[Grid, ...]) -> PageContent:
    """A page with these grids, and the lines of the characters that none of them holds."""
    characters = page.characters
    x, y = (characters.x0 + characters.x1) / 2, (characters.top + characters.bottom) / 2
    held = np.zeros(len(characters), dtype=bool)
    for grid in grids:
        if grid.box is not None:
            held |= (x >= grid.box.x0) & (x <= grid.box.x1) & (y >= grid.box.top) & (y <= grid.box.bottom)
    return PageContent(page.number, grids, lines_of(page.number, characters, np.flatnonzero(~held)))
