"""Where the tables of a document lie: pages → grids, and the lines of text outside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex
from numpy.typing import NDArray

from extractor.document.characters import plain, without_blanks
from extractor.document.lines import baseline_groups, lines_of
from extractor.document.model import Document, Line, Page
from extractor.document.numbers import is_number
from extractor.errors import DocumentError
from extractor.tables.aligned import Columns, aligned_grid, body_start, find_columns, is_body_word
from extractor.tables.frame import is_frame, is_note, says_empty
from extractor.tables.grid import join_lines, ruled_grids
from extractor.tables.headers import is_structure
from extractor.tables.kinds import contents_entry, title_of
from extractor.tables.model import Cell, Grid, PageContent
from extractor.tables.split import split_at_titles
from extractor.tables.words import Word, words_of

TEXT_ENGINE = "text"
MOST_FIELDS = 100  # a line of text with more is no row of a table
MOST_CELLS = 1_000_000  # of one table of plain text
FEW_AMOUNTS = 3
LOST_AMOUNTS = 0.2  # of the amounts on a page: with more outside the cells, or several in one, the rules do not part it
_AMOUNT = regex.compile(r"\d[.．]\d|\d[,，]\d{3}(?![\d,，.．])")
_PAGE_NUMBER = regex.compile(r"[-—–第]*\d{1,4}[-—–页]*(?:/?共?\d{1,4}页?)?")
_PIPE_RULE = regex.compile(r"^[\s|:+-]+$")
_CONTENTS_ROW = regex.compile(r"^[^\t|]+[\t|]+\s*\d{1,4}\s*$")


def locate(document: Document) -> tuple[PageContent, ...]:
    """The grids and the free lines of every page."""
    if document.is_plain:
        return tuple(_plain_content(page) for page in document.pages)
    found = []
    open_columns: Columns | None = None
    for page in document.pages:
        content, open_columns = page_content(page, open_columns)
        found.append(content)
    return tuple(found)


def page_content(page: Page, open_columns: Columns | None = None) -> tuple[PageContent, Columns | None]:
    """A PDF page: its ruled grids, its aligned ones, and the lines outside them, each from top to bottom.

    `open_columns` are those of an aligned table that the page before leaves unfinished; given back are those that
    this page leaves.
    """
    ruled, held = ruled_grids(page)
    grids = tuple(part for grid in ruled for part in split_at_titles(grid))
    free = np.flatnonzero(~held)
    lines = lines_of(page.number, page.characters, free)
    opens = open_columns is not None or any(_opens_table(line.text) for line in lines)
    if (opens and not grids) or (grids and not _fit(page, grids)):
        aligned, aligned_held, left = aligned_tables(page, open_columns)
        if not grids or _amounts_alone(aligned) > _amounts_alone(grids):
            return PageContent(
                page.number, aligned, lines_of(page.number, page.characters, np.flatnonzero(~aligned_held))
            ), left
    return PageContent(page.number, grids, lines), None


def _fit(page: Page, grids: Sequence[Grid]) -> bool:
    """Whether the rules of a page part its amounts: where they are shading, or only those of the header or of one
    direction, most amounts lie outside the cells or several in one."""
    printed = len(_AMOUNT.findall(page.characters.text))
    return printed - _amounts_alone(grids) <= max(FEW_AMOUNTS, LOST_AMOUNTS * printed)


def _amounts_alone(grids: Sequence[Grid]) -> int:
    return sum(
        1 for grid in grids for cell in grid.cells if len(_AMOUNT.findall(cell.text)) == 1 and is_number(cell.text)
    )


def _opens_table(text: str) -> bool:
    title = title_of(text)
    return title is not None and title.kind is not None and contents_entry(text) is None


def aligned_tables(
    page: Page, open_columns: Columns | None
) -> tuple[tuple[Grid, ...], NDArray[np.bool_], Columns | None]:
    """The tables of a page that no vertical rules hold: under each title, down to a note, a title or a sentence."""
    characters = page.characters
    groups = baseline_groups(characters, np.arange(len(characters)))
    words = [words_of(characters, group) for group in groups]
    texts = ["".join(w.text for w in line) for line in words]
    rules = sorted(line[0] for line in join_lines(page.rulings.horizontal))
    held = np.zeros(len(characters), dtype=bool)
    grids: list[Grid] = []
    start = 0 if open_columns else next((i for i, t in enumerate(texts) if _opens_table(t)), len(texts))
    while start < len(texts):
        titled = _opens_table(texts[start])
        first = start + 1 if titled else start
        while (
            first < len(texts)
            and titled
            and is_frame(texts[first])
            and not any(is_structure(w.text) for w in words[first])
        ):
            first += 1
        end = first
        while end < len(texts) and not _ends_table(texts[end], words[end], page):
            end += 1
        grid, open_columns = _aligned(page, words[first:end], None if titled else open_columns, rules)
        if grid is not None:
            grids.append(grid)
            for group in groups[first:end]:
                held[group] = True
        if end < len(texts) and not _is_foot(texts[end], words[end], page):
            open_columns = None
        start = next((i for i in range(end, len(texts)) if _opens_table(texts[i])), len(texts))
    return tuple(grids), held, open_columns


def _aligned(
    page: Page, lines: Sequence[Sequence[Word]], open_columns: Columns | None, rules: Sequence[float]
) -> tuple[Grid | None, Columns | None]:
    if not lines:
        return None, open_columns
    if open_columns is not None:
        start = next((i for i in range(len(lines)) if open_columns.repeats(lines[i : body_start(lines[i:]) + i])), None)
        if start is not None:
            lines = lines[start + body_start(lines[start:]) :]
        fits = all(open_columns.holds(line) for line in lines) and any(
            is_body_word(w.text) for line in lines for w in line
        )
        if not fits:
            return None, None
        return aligned_grid(page.number, (), lines, open_columns, rules), open_columns
    start = body_start(lines)
    columns = find_columns(lines[:start], lines[start:])
    if columns is None or start == 0:
        return None, None
    return aligned_grid(page.number, lines[:start], lines[start:], columns, rules), columns


def _ends_table(text: str, words: Sequence[Word], page: Page) -> bool:
    """A note, a title, a sentence or the page's foot ends an aligned table."""
    if is_note(text) or title_of(text) is not None or says_empty(text) or _is_foot(text, words, page):
        return True
    return len(words) == 1 and len(text) > 30 and ("，" in text or "。" in text)


def _is_foot(text: str, words: Sequence[Word], page: Page) -> bool:
    """A page number alone at the foot of the page."""
    return len(words) <= 3 and words[0].box.top > 0.88 * page.height and bool(_PAGE_NUMBER.fullmatch(plain(text)))


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
                grids.extend(split_at_titles(text_grid(run)))
            run = []
        if line.number is not None:
            free.append(line)
    return PageContent(page.number, tuple(grids), tuple(free))


def _is_row(text: str) -> bool:
    return 0 < text.count("\t") < MOST_FIELDS or 2 <= text.count("|") <= MOST_FIELDS


def _fields(text: str) -> list[str]:
    if "\t" in text:
        return text.split("\t")
    return text.strip().removeprefix("|").removesuffix("|").split("|")


def text_grid(run: list[Line]) -> Grid:
    """Lines of tab- or pipe-separated text as a grid; short lines are filled with empty cells."""
    rows = [(line, _fields(line.text)) for line in run if not _PIPE_RULE.match(line.text)]
    columns = max((len(fields) for _, fields in rows), default=0)
    if len(rows) * columns > MOST_CELLS:
        raise DocumentError(
            "too_large",
            f"Line {run[0].number} begins a table of {len(rows)} rows and {columns} columns; split the file.",
        )
    cells, slots = [], []
    for r, (line, fields) in enumerate(rows):
        for c in range(columns):
            text = without_blanks(fields[c]) if c < len(fields) else ""
            cells.append(Cell(r, c, 1, 1, text, line.page, TEXT_ENGINE, None, line.number, (text,) if text else ()))
        slots.append(tuple(range(r * columns, (r + 1) * columns)))
    return Grid(run[0].page, len(rows), columns, tuple(cells), tuple(slots), TEXT_ENGINE, None, (), run[0].number)
