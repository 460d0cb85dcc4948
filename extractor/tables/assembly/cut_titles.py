"""Titles that the edge between two pages of a wide sheet cuts, where they stand outside the grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.lexicon.titles import Title, title_of
from extractor.tables.model import PageContent

SAME_HEIGHT = 1.5  # points
SHARED = 4  # characters: so many of a title stand on the first page at least, and it begins with them
PAGES_BACK = 12  # as long a sheet is rare
AT_EDGE = 12.0  # points: a character, which may be cut itself
TITLE_ROWS = 2  # of a grid that may hold a title, where no rules part it from the header


def with_whole_titles(contents: Sequence[PageContent]) -> tuple[PageContent, ...]:
    """The pages, in which a title that begins on one and ends at the same height on a later one (一般公共预算财政拨 |
    款支出决算表) stands whole on both: its end may read like the title of another table. The later page is the next
    one, or, where a sheet is longer than a page too, one on which the title goes on at the very edge that cuts it; it
    may begin on several pages in a row."""
    found = list(contents)
    cut = [_cut_lines(page) for page in contents]
    going_on = [_lines_going_on(page) for page in contents]
    for at, right in enumerate(contents):
        cut_there: set[str] = set()
        for before in range(at - 1, max(at - 1 - PAGES_BACK, -1), -1):
            adjacent = before == at - 1
            begun = list(_tops(contents[before])) if adjacent else cut[before]
            whole = {
                (text, line.text): title.text
                for line in (right.lines if adjacent else going_on[at])
                for top, text in begun
                if line.box is not None
                and abs(line.box.top - top) < SAME_HEIGHT
                and (title := _title_of_both(text, line.text.strip())) is not None
            }
            if cut_there and not cut_there & {first for first, _ in whole}:
                break
            cut_there |= {first for first, _ in whole}
            if whole:
                found[before] = _with_texts(found[before], {first: text for (first, _), text in whole.items()})
                found[at] = _with_texts(found[at], {last.strip(): text for (_, last), text in whole.items()})
    return tuple(found)


def _cut_lines(page: PageContent) -> list[tuple[float, str]]:
    """The lines of a page that reach the right edge of its grids, each with its top in points."""
    edge = max((grid.x_edges[-1] for grid in page.grids if grid.x_edges), default=None)
    if edge is None:
        return []
    return [(line.box.top, line.text.strip()) for line in page.lines if line.box and line.box.x1 >= edge - AT_EDGE]


def _lines_going_on(page: PageContent) -> list[Line]:
    """The lines of a page that begin at the left edge of its grids."""
    edge = min((grid.x_edges[0] for grid in page.grids if grid.x_edges), default=None)
    return [] if edge is None else [line for line in page.lines if line.box and line.box.x0 <= edge + AT_EDGE]


def _with_texts(page: PageContent, texts: Mapping[str, str]) -> PageContent:
    """A page with other texts in some lines."""
    return replace(page, lines=tuple(replace(e, text=texts.get(e.text.strip(), e.text)) for e in page.lines))


def _tops(page: PageContent) -> Iterator[tuple[float, str]]:
    """What stands on a page outside its grids, and alone in one of their first rows, each with its top in points."""
    yield from ((line.box.top, line.text.strip()) for line in page.lines if line.box is not None)
    for grid in page.grids:
        for row in range(min(TITLE_ROWS, grid.rows)):
            cells = [cell for cell in grid.row_cells(row) if cell.text]
            yield from ((c.box.top, c.text) for c in cells if len(cells) == 1 and c.box is not None)


def _title_of_both(begun: str, rest: str) -> Title | None:
    """The title that two lines are together and neither is alone; a character on the edge may be printed on both."""
    if not begun or not rest or title_of(begun) is not None:
        return None
    for text in (begun + rest, begun + rest[1:]):
        title = title_of(text)
        if title is not None and title.table and plain(title.name).startswith(plain(begun)[:SHARED]):
            return title
    return None
