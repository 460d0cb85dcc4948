"""The flow of a document: its grids in order, each with the title and the frame that belong to it.

A title stands in the first rows of the grid, over it, or as a section heading before it, perhaps on the page
before. Contents pages announce titles and own no grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.document.numbers import is_number
from extractor.kept import compiled
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.titles import Title, contents_entry, is_contents_heading, title_of, title_over
from extractor.tables.assembly.cut_titles import with_whole_titles
from extractor.tables.assembly.frame import Frame, frame_of, is_frame, is_note, says_empty
from extractor.tables.assembly.stray_lines import lines_of_numbers, rows_of_subjects
from extractor.tables.model import Grid, PageContent

BETWEEN = 4  # lines that are neither frame nor title may stand between a title and its grid
REMARK_REACH = 6  # lines after a heading without a grid in which a remark may say that the table is empty
TITLE_ROWS = 4  # of a grid: title, unit, number, and one to spare
LEADING_ROWS = 3  # of a grid, before its title
LONGEST_LEAD = 8  # characters in such a row (附件2)
EDGE_LINES = 2  # at the head and foot of a page that may run through all pages
LONGEST_ABOVE = 80  # characters: a longer line over a grid is prose
CONTENTS_LINES = 4  # a page with so many contents lines is a contents page even without 目录
MANY_TITLES = 6  # of different tables on a page without any: it lists them, without their pages
MOST_LINES = 120  # a page with more is none of contents
FEWEST_RUNNING = 3  # pages
_DIGITS = compiled(r"\d+")


class Block(Struct, frozen=True):
    """A grid in the flow: its title (None where it has none of its own), its frame, and the first row after both.

    - `before`: the characters of free text between the grid before and this one; `noted`: a note (注：) is among them,
      which closes the table before.
    - `strays`: lines of numbers under the grid that look like rows of its table but lie outside it.
    """

    grid: Grid
    title: Title | None
    frame: Frame
    first_row: int
    before: int
    noted: bool
    strays: tuple[Line, ...] = ()


class Heading(Struct, frozen=True):
    """A title that no grid follows. `remark` is the line that says the table is empty, if there is one, `numbers` the
    first line of numbers under it."""

    title: Title
    page: int
    remark: str | None
    numbers: Line | None = None


class Flow(Struct, frozen=True):
    """The grids in order, titles without a grid, the kinds that the contents page announces, and rows of subjects
    `outside` all grids under a title that is not understood."""

    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    announced: tuple[Title, ...]
    outside: tuple[Line, ...] = ()


def flow_of(contents: Sequence[PageContent]) -> Flow:
    """The flow of all pages: grids with their titles and frames."""
    announced: list[Title] = []
    grids: list[Grid] = []
    between: list[list[Line]] = [[]]  # the lines before each grid, and those after the last
    for item in _items(with_whole_titles(contents), announced):
        if isinstance(item, Line):
            between[-1].append(item)
        elif _is_frame_alone(item):
            between[-1].extend(_as_lines(item))
        else:
            grids.append(item)
            between.append([])
    blocks: list[Block] = []
    headings: list[Heading] = []
    own = [_own(grid, above) for grid, above in zip(grids, between, strict=False)]
    nobodys = [*(used for *_, used in own[1:]), len(between[-1])]  # lines below each grid that the next does not own
    for place, (grid, (title, frame, first_row, used)) in enumerate(zip(grids, own, strict=True)):
        above, below = between[place : place + 2]
        frame = _with_unit_below(frame, grid, below[: nobodys[place]])
        headings.extend(_headings(above[:used]))
        before = sum(len(line.text.strip()) for line in above)
        noted = any(is_note(line.text) for line in above)
        blocks.append(Block(grid, title, frame, first_row, before, noted, tuple(lines_of_numbers(below, grid.page))))
    headings.extend(_headings(between[-1]))
    outside = tuple(line for lines in between for line in rows_of_subjects(lines))
    return Flow(tuple(blocks), tuple(headings), tuple(announced), outside)


def _is_frame_alone(grid: Grid) -> bool:
    """Whether a grid holds nothing but the title, number, unit or maker of the table that follows, in cells."""
    if grid.rows > TITLE_ROWS:
        return False
    texts = [cell.text for cell in grid.cells if cell.text]
    titles = [text for text in texts if not is_frame(text)]
    return bool(texts) and len(titles) <= 1 and all(title_over(title, framed=True) for title in titles)


def _as_lines(grid: Grid) -> Iterator[Line]:
    """The rows of a grid as lines, in its place."""
    for row in range(grid.rows):
        text = " ".join(cell.text for cell in grid.row_cells(row) if cell.row == row and cell.text)
        yield Line(text, grid.page, grid.box, None if grid.line is None else grid.line + row)


def _items(contents: Sequence[PageContent], announced: list[Title]) -> Iterator[Line | Grid]:
    """Lines and grids in reading order; contents lines go to `announced` instead."""
    in_contents = False
    running = _running_lines(contents)
    for number, content in enumerate(contents):
        entries = [contents_entry(line.text) for line in content.lines]
        listed = sum(bool(e and title_of(e)) for e in entries)
        heading = any(is_contents_heading(line.text) for line in content.lines)
        named = {t.table for line in content.lines if not content.grids and (t := title_of(line.text))} - {None}
        is_contents = heading or listed >= CONTENTS_LINES or len(named) >= MANY_TITLES
        is_contents = is_contents and len(content.lines) < MOST_LINES
        whole_page = is_contents and not content.grids
        kept: list[Line] = []
        for index, (entry, line) in enumerate(zip(entries, content.lines, strict=True)):
            title = title_of(entry or (line.text if whole_page else "")) if entry or whole_page else None
            in_contents = whole_page or bool(entry and title)
            if title and in_contents:
                announced.append(title)
            elif not (whole_page and entry) and (number, index) not in running:
                kept.append(line)
        yield from replace(content, lines=tuple(kept)).items


def _running_lines(contents: Sequence[PageContent]) -> frozenset[tuple[int, int]]:
    """The heads and feet that run through the pages, as pairs of page and line: the same, but for digits, at the edge
    of several pages. Lines that belong to a table and are printed again over each of its pages are none."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, content in enumerate(contents):
        count = len(content.lines)
        for index in sorted({*range(min(EDGE_LINES, count)), *range(max(count - EDGE_LINES, 0), count)}):
            line = content.lines[index]
            if line.box is not None:
                places.setdefault(_DIGITS.sub("0", plain(line.text)), []).append((number, index))
    return frozenset(
        place
        for text, alike in places.items()
        if len(alike) >= FEWEST_RUNNING and not (title_of(text) or is_frame(text) or is_note(text))
        for place in alike
    )


def _with_unit_below(frame: Frame, grid: Grid, lines: Sequence[Line]) -> Frame:
    """The frame of a grid, with its currency unit where that stands only below it: in the first lines after it, on the
    same page."""
    if frame.currency_unit is not None or frame.units:
        return frame
    for line in filter(lambda line: line.text.strip(), lines[: BETWEEN + 1]):
        if line.page != grid.page or title_of(line.text):
            break
        below = frame_of([line.text]) if len(line.text) <= LONGEST_ABOVE else Frame()
        if below.currency_unit is not None or below.units:
            return replace(frame, currency_unit=below.currency_unit, units=below.units)
    return frame


def _own(grid: Grid, pending: Sequence[Line]) -> tuple[Title | None, Frame, int, int]:
    """The title and frame of a grid, its first row after them, and how many of the pending lines are not its own."""
    inside, first_row = _title_rows(grid)
    title = next((t for text in inside if (t := title_over(text, framed=True))), None)
    above: list[str] = []
    used = len(pending)
    strangers = 0
    for index in range(len(pending) - 1, -1, -1):
        text = pending[index].text.strip()
        if not text:
            continue
        found = _wrapped_title(pending, index) or title_over(text, framed=any(map(is_frame, above)))
        if found:
            title = title if title and title.table else found
            used = index
            above.append(text)
            break
        if is_frame(text):
            above.append(text)
            used = index
        elif is_note(text) or len(text) > LONGEST_ABOVE:
            break
        else:
            strangers += 1
            above.append(text)
            if strangers > BETWEEN:
                break
    frame = frame_of([*inside, *above])
    return title, frame, first_row, used


def _wrapped_title(lines: Sequence[Line], index: int) -> Title | None:
    """The title in a line, or in it and the line before when the two together say more."""
    alone = title_of(lines[index].text)
    broken = index and lines[index - 1].page == lines[index].page
    if broken and lines[index - 1].text.strip() and not any(is_frame(one.text) for one in lines[index - 1 : index + 1]):
        joined = title_of(lines[index - 1].text.strip() + lines[index].text.strip())
        before = title_of(lines[index - 1].text)
        names = joined is not None and bool(joined.table or joined.may_be)
        if joined and not before and (alone is None or (names and joined.length > alone.length)):
            return joined
    return alone


def _title_rows(grid: Grid) -> tuple[list[str], int]:
    """The texts of the first rows that hold nothing but title and frame, and the number of those rows.

    Where a spreadsheet prints its gridlines, rows that are blank or say little (附件2) may stand before and between
    them.
    """
    most = min(LEADING_ROWS + TITLE_ROWS, grid.rows)
    rows = [[c.text for c in grid.row_cells(row) if c.text] for row in range(most)]
    begin = next((r for r, filled in enumerate(rows[: LEADING_ROWS + 1]) if not _may_lead(filled)), 0)
    texts: list[str] = []
    end = begin
    for row, filled in enumerate(rows[begin : begin + TITLE_ROWS], start=begin + 1):
        if not filled and row == end + 1:
            end = row
        elif filled and (_frames(filled) or _is_title_of_frame(filled, rows[row : row + 1])):
            texts.extend(filled)
            end = row
        elif not _may_lead(filled):
            break
    return (texts, end) if texts else ([], 0)


def _is_title_of_frame(filled: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether a row holds a title without 表, which may be a header too, over a row of the frame."""
    return len(filled) == 1 and title_over(filled[0], framed=True) is not None and any(map(_frames, following))


def _frames(filled: Sequence[str]) -> bool:
    """Whether a row holds a title or a frame, and nothing of a header or a number; between whose the table is and its
    currency unit the year may stand as 2024年度部门决算."""
    frame = [t for t in filled if is_frame(t) or title_of(t)]
    rest = [t for t in filled if t not in frame]
    if (said := frame_of(frame)).maker and said.currency_unit:
        rest = [t for t in rest if not meaning(t).years]
    return bool(frame) and not any(is_header_word(t) or is_number(t) for t in rest)


def _may_lead(filled: Sequence[str]) -> bool:
    """Whether a row may stand before the title: it is blank, or has a few characters that are neither a header nor a
    number."""
    said = "".join(filled)
    return not filled or (
        len(filled) == 1
        and len(said) <= LONGEST_LEAD
        and not (is_header_word(said) or is_number(said) or is_frame(said) or title_of(said))
    )


def _headings(lines: Sequence[Line]) -> Iterator[Heading]:
    """Titles of the nine tables among lines that no grid follows."""
    for index, line in enumerate(lines):
        title = title_of(line.text)
        if title is None or title.table is None:
            continue
        said = plain(line.text).rpartition(title.name)[2]  # …决算表(空表)
        remark = said if says_empty(said) else None
        for following in lines[index + 1 : index + 1 + REMARK_REACH]:
            if title_of(following.text):
                break
            if says_empty(following.text):
                remark = following.text.strip()
                break
        below = (lines[place] for place in range(index + 1, len(lines)))
        numbers = next(lines_of_numbers((line for line in below if not is_frame(line.text)), line.page), None)
        yield Heading(title, line.page, remark, numbers)
