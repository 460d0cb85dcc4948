"""Lines of text → running text: what a reader reads aloud, each character with its place on the page.

Headers, footers, page numbers, contents lines, figure captions and table rows are left out; a sentence that a line
or page break cuts is joined again. Blanks are left out too: published text has them at random around numbers.
Paragraphs are parted by a line feed, the numbers of a line of which no sentence is made (12.00  34.00) by a blank.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

import regex
from msgspec import Struct

from extractor import knowledge
from extractor.document.model import Box, Line, Page
from extractor.kept import compiled
from extractor.knowledge import missing_or_wrong, remembered
from extractor.prose.text.folding import folded, folded_with_numbers
from extractor.prose.text.typed_tables import Typed, in_cells, typed_lines
from extractor.tables.model import PageContent

_UNSEEN = "\u200b\ufeff\u00ad"  # zero-width blank, byte order mark, soft hyphen
_NUMBER = compiled(r"\d+")
_INDENT = 1.0  # of the line height: a line set in by more begins a paragraph
_SHORT = 3.0  # of the line height: a line that ends so far from the right edge was not broken by it
_TAIL = 20  # characters at the end of a line that show whether it ends a sentence
_WIDE = 40  # characters of a line of plain text that may have been broken by its width,
_BROKEN = 0.6  # which a line shorter than this share of it was not: with an ordinal it is a paragraph of its own
_GOES_ON = tuple("，、和的及")  # unless it ends so
_LONG = 400  # characters of a line that is text whatever it begins with
_EDGE = 2  # lines at the top and the foot of a page that may be header, footer or page number
_REPEATED = 3  # pages on which a line at the edge must recur to be a header or footer,
_RECURRING = 0.3  # and their share of all pages: long documents repeat sentences by chance


_ENDS_IN_NUMBER = compiled(r"\S\s+\S*\d\S*\s+\S*\d[万亿]?[元%％]?\s*$")
_ALONE = compiled(r"[-－]?[\d,]*\d(?:\.\d+)?%?")  # a number that has its line for itself
_THOUSANDS = compiled(
    r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})*[,，]$"
)  # a number that a line break cuts behind its separator
_THREE = compiled(r"\d{3}(?!\d)")
_IN_NUMBERS = "0123456789.,万亿元%"
_APART = compiled(r"(?:(?<=\d)\s{2,}|(?<=\.\d\d)\s+)(?=[-−－]?\d)")  # two numbers, and none with a blank in it
_AMOUNT = compiled(r"\.\d\d$")


class Place(Struct, frozen=True):
    """Where a character stands: page (1-based), line of a plain text file (1-based) and its box in points."""

    page: int
    line: int | None
    box: Box | None


class RunningText(Struct, frozen=True):
    """`text` as printed without blanks, `folded` the same for matching; both and `owners`, `columns` of one length.

    `said` are the numbers in Chinese characters, by their places: in `folded` digits only stand in for them.
    `typed` are the lines of typed tables, by where they begin; a blank stands between their cells, and between numbers
    that stand apart in their line.
    `owners[i]` is the index in `lines` of character i (-1 for a line feed or such a blank), `columns[i]` its place in
    that line.
    """

    text: str
    folded: str
    said: dict[int, str]
    lines: tuple[Line, ...]
    owners: array[int]
    columns: array[int]
    pages: dict[int, Page]
    typed: dict[int, Typed]

    def place(self, start: int, end: int) -> Place:
        """The page and line on which a stretch begins, and the box of what of it stands on that line."""
        at = start
        while at < end and self.owners[at] < 0:
            at += 1
        if at >= end:
            raise IndexError(f"Characters {start} to {end} of the running text hold nothing printed.")
        owner = self.owners[at]
        line = self.lines[owner]
        page = self.pages.get(line.page)
        if page is None or not line.characters:
            return Place(line.page, line.number, line.box)
        on_line = (self.columns[i] for i in range(at, end) if self.owners[i] == owner)
        printed = [index for column in on_line if (index := line.characters[column]) >= 0]
        return Place(line.page, line.number, page.characters.box(printed) if printed else line.box)


class _Row(Struct):
    """A line without its blanks; `columns` are the places of its characters in the printed line."""

    line: Line
    text: str
    folded: str
    columns: Sequence[int]
    gap: bool = False  # blank lines or a page break stand before it
    begins: bool = False  # set in, or after a line that was not broken by the edge
    typed: Typed | None = None  # it is of a table without lines,
    cell: bool = False  # or a further cell of it, on a line of its own


class _Rules(Struct, frozen=True):
    """The expressions of `running_text.yaml`."""

    page_number: regex.Pattern[str]
    left_out: regex.Pattern[str]
    terminal: regex.Pattern[str]
    ordinal: regex.Pattern[str]
    heading: regex.Pattern[str]
    item: regex.Pattern[str]
    after_item: regex.Pattern[str]
    unit_begins: regex.Pattern[str]
    number_goes_on: regex.Pattern[str]
    figure: regex.Pattern[str]


@remembered
def _rules() -> _Rules:
    entry = knowledge.entry("prose/running_text.yaml")
    try:
        return _Rules(**{name: compiled(text) for name, text in entry.items()})
    except (TypeError, AttributeError, regex.error) as error:
        raise missing_or_wrong("patterns/prose/running_text.yaml", error) from error


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """The lines without their blanks, in order; all are folded at once."""
    held = []
    for line in lines:
        text = "".join(line.text.split())
        for unseen in _UNSEEN:
            text = text.replace(unseen, "")
        held.append(text)
    plain = folded("\n".join(held)).split("\n")
    return [_Row(*row, _columns(row[0].text, row[1])) for row in zip(lines, held, plain, strict=False)]


def _columns(printed: str, held: str) -> Sequence[int]:
    if len(held) == len(printed):
        return range(len(held))
    return [i for i, c in enumerate(printed) if not (c.isspace() or c in _UNSEEN)]


def _key(row: _Row) -> str:
    return _NUMBER.sub("#", row.text)


def _without_furniture(pages: list[list[_Row]], rules: _Rules) -> list[list[_Row]]:
    """Pages without what recurs at their edges and without page numbers."""
    edges = Counter(k for rows in pages for k in {_key(r) for r in (*rows[:_EDGE], *rows[-_EDGE:])})
    often = max(_REPEATED, _RECURRING * len(pages))
    kept = []
    for rows in pages:
        last = len(rows) - 1
        held = []
        for i, row in enumerate(rows):
            edge = i < _EDGE or i > last - _EDGE
            if edge and (
                rules.page_number.fullmatch(row.folded)
                or (edges[_key(row)] >= often and not rules.figure.search(row.folded))
            ):
                continue
            held.append(row)
        kept.append(held)
    return kept


def _plain_rows(lines: Sequence[_Row], rules: _Rules) -> list[_Row]:
    """The rows of a plain text that stay; a number alone on its line is a page number unless the sentence needs it."""
    _mark_cells([row for row in lines if row.text])
    rows: list[_Row] = []
    gap = False
    pending: _Row | None = None
    for row in lines:
        if not row.text:
            gap = True
            continue
        row.gap = gap
        gap = False
        if pending is not None:
            if rules.unit_begins.match(row.text) and rows and not rows[-1].text[-1].isdigit():
                rows.append(pending)
            else:
                row.gap = True
            pending = None
        if not (row.typed or row.cell) and rules.page_number.fullmatch(row.folded):
            if row.text.isdigit():
                pending = row
            gap = True
            continue
        rows.append(row)
    return rows


def _mark_beginnings(rows: list[_Row], before: _Row | None, rules: _Rules) -> None:
    """Says of each line of a PDF page whether a paragraph begins with it, by indent and by the line before.

    `before` is the last line of the page before.
    """
    boxes = [r.line.box for r in rows if r.line.box is not None]
    if not boxes:
        return
    heights = sorted(b.bottom - b.top for b in boxes)
    em = heights[len(heights) // 2] or 1.0
    right = max(b.x1 for b in boxes)
    wide = [b.x0 for b in boxes if b.x1 > right - 2 * em] or [b.x0 for b in boxes]
    left = min(wide)
    for row in rows:
        box = row.line.box
        if box is not None and box.x0 > left + _INDENT * em:
            row.begins = True
        elif before is not None and before.line.box is not None and before.line.box.x1 < right - _SHORT * em:
            row.begins = bool(
                rules.terminal.search(before.text[-_TAIL:])
                or rules.heading.fullmatch(before.folded)
                or rules.ordinal.match(row.folded)
            )
        before = row


def _mark_typed(rows: Sequence[_Row]) -> None:
    """Says of the lines of typed tables what they are; each is a paragraph of its own."""
    printed = [row.line.text if len(row.line.text) < _LONG else "" for row in rows]
    if not any(map(_ENDS_IN_NUMBER.search, printed)):
        return
    found = typed_lines(folded("\n".join(printed)).split("\n"))
    for place, typed in found.items():
        if sum(map(len, typed.cells)) == len(rows[place].text):
            rows[place].typed = typed


def _mark_cells(rows: Sequence[_Row]) -> None:
    """Says of the cells of tables that have a line each of which row they are."""
    for place, typed in in_cells([row.folded for row in rows]).items():
        rows[place].typed = typed
        for row in rows[place + 1 : place + len(typed.cells)]:
            row.cell = True


def _joins(before: _Row, row: _Row, rules: _Rules, width: int) -> bool:
    """Whether a line continues the paragraph of the line before; lines of plain text are `width` characters wide."""
    if row.typed or before.typed or before.cell:
        return False
    if before.folded[-1:].isdigit() and row.folded[:1] in _IN_NUMBERS:
        alone = _ALONE.fullmatch(before.folded) or _ALONE.fullmatch(row.folded)  # cells, a line each
        if alone or rules.number_goes_on.match(row.folded):
            return not alone
        if row.folded[0].isdigit() and _AMOUNT.search(before.folded[-_TAIL:]):
            return False  # 支出合计 12.00, and in the next line 302 商品和服务支出 34.00
    if _THOUSANDS.search(before.text[-_TAIL:]) and _THREE.match(row.folded):
        return True
    if row.begins:
        return False
    ended = bool(rules.terminal.search(before.text[-_TAIL:]))
    if rules.after_item.match(row.folded) and rules.item.fullmatch(before.folded):
        return rules.ordinal.match(before.folded) is None and len(before.text) >= _BROKEN * width
    if row.line.box is None:
        if len(before.text) < _BROKEN * width and rules.ordinal.match(before.folded):
            return before.text.endswith(_GOES_ON)
        return not (ended or rules.ordinal.match(row.folded) or rules.heading.fullmatch(before.folded))
    return not (ended and rules.ordinal.match(row.folded))


def _repeats(before: str, after: str) -> bool:
    """Whether a converter has printed the character on which a page breaks twice."""
    return len(after) > 1 and before[-1] == after[0] and not after[0].isdigit()


def _pieces(row: _Row, skip: int) -> Sequence[str]:
    """What of a line stands apart, from a place on: the cells of a typed table, numbers beside each other."""
    if row.typed is not None and row.typed.cells[0] != row.folded:
        return row.typed.cells
    if row.typed is not None or not _APART.search(row.line.text):
        return (row.text[skip:],)
    ends = (bisect_left(row.columns, gap.start()) for gap in _APART.finditer(row.line.text))
    return [row.text[start:end] for start, end in pairwise([skip, *ends, len(row.text)])]


def running_text(contents: Sequence[PageContent], pages: Sequence[Page]) -> RunningText:
    """The prose of a document: the lines outside its grids as one text."""
    rules = _rules()
    plain = all(not line.characters for content in contents for line in content.lines)
    printed = iter(_rows([line for content in contents for line in content.lines]))
    groups = [list(islice(printed, len(content.lines))) for content in contents]
    if plain:
        groups = [_plain_rows(group, rules) for group in groups]
    else:
        groups = _without_furniture([[row for row in group if row.text] for group in groups], rules)
    rows: list[_Row] = []
    for group in groups:
        _mark_typed(group)
        held = [
            r
            for r in group
            if "\t" not in r.line.text
            and not rules.left_out.search(r.folded[-_TAIL:] if len(r.text) > _LONG else r.folded)
        ]
        if not plain:
            _mark_beginnings(held, rows[-1] if rows else None, rules)
        if held:
            held[0].gap = True
        rows.extend(held)

    width = min(max((len(row.text) for row in rows), default=0), _WIDE)
    text: list[str] = []
    owners, columns = array("l"), array("l")
    typed: dict[int, Typed] = {}
    for number, row in enumerate(rows):
        skip = 0
        if number:
            before = rows[number - 1]
            if row.cell or not _joins(before, row, rules, width):
                text.append(" " if row.cell else "\n")
                owners.append(-1)
                columns.append(0)
            elif plain and row.gap and _repeats(before.text, row.text):
                skip = 1
        if row.typed is not None:
            typed[len(owners)] = row.typed
        for part, cell in enumerate(_pieces(row, skip)):
            if part:
                text.append(" ")
                owners.append(-1)
                columns.append(0)
            stop = skip + len(cell)
            text.append(row.text[skip:stop])
            columns.extend(row.columns[skip:stop])
            owners.extend([number] * len(cell))
            skip = stop
    whole = "".join(text)
    return RunningText(
        whole,
        *folded_with_numbers(whole),
        tuple(r.line for r in rows),
        owners,
        columns,
        {p.number: p for p in pages},
        typed,
    )
