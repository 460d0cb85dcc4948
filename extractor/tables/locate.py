"""Where the tables of a document lie: pages → grids, and the lines of text outside them."""

from __future__ import annotations

import numpy as np
import regex

from extractor.document.characters import without_blanks
from extractor.document.lines import lines_of
from extractor.document.model import Document, Line, Page
from extractor.tables.grid import ruled_grids
from extractor.tables.model import Cell, Grid, PageContent

TEXT_ENGINE = "text"
_PIPE_RULE = regex.compile(r"^[\s|:+-]+$")
_CONTENTS_ROW = regex.compile(r"^[^\t|]+[\t|]+\s*\d{1,4}\s*$")


def locate(document: Document) -> tuple[PageContent, ...]:
    """The grids and the free lines of every page."""
    return tuple(_plain_content(page) if document.is_plain else page_content(page) for page in document.pages)


def page_content(page: Page) -> PageContent:
    """A PDF page: its ruled grids and the lines outside them, each from top to bottom."""
    grids, held = ruled_grids(page)
    return PageContent(page.number, grids, lines_of(page.number, page.characters, np.flatnonzero(~held)))


def _plain_content(page: Page) -> PageContent:
    """Plain text: runs of lines with tabs or pipes are grids; contents lines (a heading, a tab, a page) are not."""
    grids: list[Grid] = []
    free: list[Line] = []
    run: list[Line] = []
    for line in (*page.lines, Line("", page.number)):
        if _is_row(line.text):
            run.append(line)
            continue
        if run:
            if all(_CONTENTS_ROW.match(r.text) for r in run):
                free.extend(run)
            else:
                grids.append(text_grid(run))
            run = []
        if line.number is not None:
            free.append(line)
    return PageContent(page.number, tuple(grids), tuple(free))


def _is_row(text: str) -> bool:
    return "\t" in text or text.count("|") >= 2


def _fields(text: str) -> list[str]:
    if "\t" in text:
        return text.split("\t")
    return text.strip().removeprefix("|").removesuffix("|").split("|")


def text_grid(run: list[Line]) -> Grid:
    """Lines of tab- or pipe-separated text as a grid; short lines are filled with empty cells."""
    rows = [(line, _fields(line.text)) for line in run if not _PIPE_RULE.match(line.text)]
    columns = max((len(fields) for _, fields in rows), default=0)
    cells, slots = [], []
    for r, (line, fields) in enumerate(rows):
        for c in range(columns):
            text = without_blanks(fields[c]) if c < len(fields) else ""
            cells.append(Cell(r, c, 1, 1, text, line.page, TEXT_ENGINE, None, line.number, (text,) if text else ()))
        slots.append(tuple(range(r * columns, (r + 1) * columns)))
    return Grid(run[0].page, len(rows), columns, tuple(cells), tuple(slots), TEXT_ENGINE, None, (), run[0].number)
