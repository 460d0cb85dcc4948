"""Lines of text → running text: what a reader reads aloud, each character with its place on the page.

A sentence that a line or page break cuts is joined again. Blanks are left out: published text has them at random around
numbers. Paragraphs are separated by a line feed, numbers that stand apart in their line (12.00  34.00) by a blank.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.document.model import Box, Line, Page
from extractor.kept import compiled
from extractor.prose.text.folding import folded_with_numbers
from extractor.prose.text.printed_lines import TAIL, LineRules, PrintedLine, line_rules, printed_lines
from extractor.prose.text.typed_tables import Typed
from extractor.tables.model import PageContent

_WIDE = 40  # characters of a line of plain text that may have been broken by its width,
_BROKEN = 0.6  # which a line shorter than this share of it was not: with an ordinal it is a paragraph of its own
_GOES_ON = tuple("，、和的及")  # unless it ends so
_ALONE = compiled(r"[-－]?[\d,]*\d(?:\.\d+)?%?")  # a number that has its line for itself
_ENDS = frozenset("0123456789%")
_ITEM = 21  # characters of the name of an item in a list, and its ：
_DECIMAL = compiled(r"[-－]?[\d,]*\d\.\d+%?")
# A number that a line break cuts behind its separator
_THOUSANDS = compiled(r"(?<![\d.,，])\d{1,3}(?:[,，]\d{3})*[,，]$")
_THREE = compiled(r"\d{3}(?!\d)")
_STOPS = frozenset("，。；")
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

    - `said`: the numbers in Chinese characters, by their places; in `folded` digits stand in for them.
    - `typed`: the lines of typed tables, by where they begin; a blank stands between their cells, and between numbers
      that stand apart in their line.
    - `owners[i]`: the index in `lines` of character i (-1 for a line feed or such a blank); `columns[i]`: its place in
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
        """The page and line on which a stretch begins, and the box of the part of it on that line; raises `IndexError`
        if nothing of it is printed."""
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


class _Growing:
    """A running text as it is put together, line by line."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.owners, self.columns = array("l"), array("l")
        self.typed: dict[int, Typed] = {}

    def separate(self, by: str) -> None:
        """A line feed or a blank, which no line prints."""
        self.text.append(by)
        self.owners.append(-1)
        self.columns.append(0)

    def add(self, number: int, row: PrintedLine, skip: int) -> None:
        """The line with the index `number`, without its first `skip` characters."""
        if row.typed is not None:
            self.typed[len(self.owners)] = row.typed
        for part, piece in enumerate(_pieces(row, skip)):
            if part:
                self.separate(" ")
            stop = skip + len(piece)
            self.text.append(row.text[skip:stop])
            self.columns.extend(row.columns[skip:stop])
            self.owners.extend([number] * len(piece))
            skip = stop


def running_text(contents: Sequence[PageContent], pages: Sequence[Page]) -> RunningText:
    """The prose of a document: the lines outside its grids as one text."""
    rows, plain = printed_lines(contents)
    rules = line_rules()
    width = min(max((len(row.text) for row in rows), default=0), _WIDE)
    growing = _Growing()
    for number, row in enumerate(rows):
        skip = 0
        if number:
            before = rows[number - 1]
            if row.cell or not _joins(before, row, rules, width):
                growing.separate(" " if row.cell else "\n")
            elif plain and row.gap and _repeats(before.text, row.text):
                skip = 1
        growing.add(number, row, skip)
    text = "".join(growing.text)
    lines, by_number = tuple(row.line for row in rows), {page.number: page for page in pages}
    return RunningText(
        text, *folded_with_numbers(text), lines, growing.owners, growing.columns, by_number, growing.typed
    )


def _joins(before: PrintedLine, row: PrintedLine, rules: LineRules, width: int) -> bool:
    """Whether a line continues the paragraph of the line before; lines of plain text are `width` characters wide."""
    if row.below_grid or row.line.whole or before.line.whole or row.typed or before.typed or before.cell:
        return False
    if before.folded[-1:].isdigit() and row.folded[:1] in _IN_NUMBERS:
        goes_on = rules.number_goes_on.match(row.folded) is not None
        if _ALONE.fullmatch(row.folded):
            return False  # cells, a line each
        if _ALONE.fullmatch(before.folded):  # a cell, but where a sentence goes on with its unit: 万元，比上年增加
            return goes_on and not row.folded[0].isdigit() and not _STOPS.isdisjoint(row.folded)
        if goes_on:
            return True
        if row.folded[0].isdigit() and _AMOUNT.search(before.folded[-TAIL:]):
            return False  # 支出合计 12.00, and in the next line 302 商品和服务支出 34.00
    if before.folded[-1:] in _ENDS and _DECIMAL.fullmatch(before.folded) and not rules.unit_begins.match(row.folded):
        return False  # 26.4, and in the next line 公务用车购置: cells, a line each
    if _THOUSANDS.search(before.text[-TAIL:]) and _THREE.match(row.folded):
        return True
    if row.begins:
        return False
    if (
        "：" in row.folded[:_ITEM]
        and rules.listed.match(row.folded)
        and (item := rules.listed.match(before.folded))
        and item["number"]
    ):
        return before.text.endswith(_GOES_ON)
    ended = bool(rules.terminal.search(before.text[-TAIL:]))
    if rules.after_item.match(row.folded) and rules.item.fullmatch(before.folded):
        return rules.ordinal.match(before.folded) is None and len(before.text) >= _BROKEN * width
    if row.line.box is None:
        if len(before.text) < _BROKEN * width and rules.ordinal.match(before.folded):
            return before.text.endswith(_GOES_ON)
        if ended and not rules.asks_for_use.search(before.folded[-TAIL:]):
            return False
        return not (rules.ordinal.match(row.folded) or rules.heading.fullmatch(before.folded))
    return not (ended and rules.ordinal.match(row.folded))


def _repeats(before: str, after: str) -> bool:
    """Whether a converter has printed the character at a page break twice."""
    return len(after) > 1 and before[-1] == after[0] and not after[0].isdigit()


def _pieces(row: PrintedLine, skip: int) -> Sequence[str]:
    """The pieces of a line, from a place on, that stand apart: the cells of a typed table, numbers beside each
    other."""
    if row.typed is not None and row.typed.cells[0] != row.folded:
        return row.typed.cells
    if row.typed is not None or not _APART.search(row.line.text):
        return (row.text[skip:],)
    ends = (bisect_left(row.columns, gap.start()) for gap in _APART.finditer(row.line.text))
    return [row.text[start:end] for start, end in pairwise([skip, *ends, len(row.text)])]
