"""The printed lines of the prose: without blanks, headers and footers, each marked with what it begins.

Page numbers, contents lines, figure captions and table rows are left out as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from extractor.document.model import Line
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.page_numbers import page_number
from extractor.prose.patterns.words import pieces
from extractor.prose.text.folding import folded
from extractor.prose.text.typed_tables import Typed, in_cells, typed_lines
from extractor.rule import Anywhere, Beginning, Whole, rules_of
from extractor.tables.model import PageContent, height

TAIL = 20  # characters at the end of a line that show whether it ends a sentence
_UNSEEN = "\u200b\ufeff\u00ad"  # zero-width blank, byte order mark, soft hyphen
_NUMBER = compiled(r"\d+")
_INDENT = 1.0  # of the line height: a line indented by more begins a paragraph
_SHORT = 3.0  # of the line height: a line that ends so far from the right edge was not broken by it
_LONG = 400  # characters: so long a line is text, whatever it begins with
_EDGE = 2  # lines at the top and the foot of a page that may be header, footer or page number
_REPEATED = 3  # pages on which a line at the edge must recur to be a header or footer,
_RECURRING = 0.3  # and their share of all pages: long documents repeat sentences by chance
_ENDS_IN_NUMBER = compiled(r"\S\s+\S*\d\S*\s+\S*\d[万亿]?[元%％]?\s*$")


class PrintedLine(Struct):
    """A line without its blanks; `columns` are the places of its characters in the line as printed."""

    line: Line
    text: str
    folded: str
    columns: Sequence[int]
    gap: bool = False  # blank lines or a page break stand before it
    below_grid: bool = False  # a table stands between it and the line before
    begins: bool = False  # it is indented, or follows a line that was not broken by the edge
    typed: Typed | None = None  # it is a row of a table without lines,
    cell: bool = False  # or a further cell of such a row, on a line of its own


class LineRules(Struct, frozen=True, eq=False):
    """The rules of `patterns/prose/running_text.yaml`."""

    left_out: Anywhere
    terminal: Anywhere
    asks_for_use: Anywhere
    ordinal: Beginning
    heading: Whole
    item: Whole
    after_item: Beginning
    listed: Beginning
    unit_begins: Beginning
    number_goes_on: Beginning
    figure: Anywhere


@remembered
def line_rules() -> LineRules:
    """The rules by which lines become running text; raises `PatternError` where they are broken."""
    return rules_of(LineRules, "prose/running_text.yaml", pieces())


def printed_lines(contents: Sequence[PageContent]) -> tuple[list[PrintedLine], bool]:
    """The lines of the prose in order, and whether they are those of a plain text, which has no layout."""
    rules = line_rules()
    plain = all(not line.characters for content in contents for line in content.lines)
    held = iter(_without_blanks([line for content in contents for line in content.lines]))
    groups = [list(islice(held, len(content.lines))) for content in contents]
    for content, group in zip(contents, groups, strict=True):
        _mark_below_grids(content, group)
    if plain:
        groups = [_plain_rows(group, rules) for group in groups]
    else:
        groups = _without_furniture([[row for row in group if row.text] for group in groups], rules)
    rows: list[PrintedLine] = []
    for group in groups:
        _mark_typed(group)
        kept = [row for row in group if not _is_left_out(row, rules)]
        if not plain:
            _mark_beginnings(kept, rows[-1] if rows else None, rules)
        if kept:
            kept[0].gap = True
        rows.extend(kept)
    return rows, plain


def _is_left_out(row: PrintedLine, rules: LineRules) -> bool:
    """Whether a line is a table row, a contents line or a caption."""
    if "\t" in row.line.text:
        return True
    return rules.left_out.search(row.folded[-TAIL:] if len(row.text) > _LONG else row.folded) is not None


def _without_blanks(lines: Sequence[Line]) -> list[PrintedLine]:
    """The lines without their blanks, in order; all are folded at once."""
    held = []
    for line in lines:
        text = "".join(line.text.split())
        for unseen in _UNSEEN:
            text = text.replace(unseen, "")
        held.append(text)
    plain = folded("\n".join(held)).split("\n")
    return [PrintedLine(*row, _columns(row[0].text, row[1])) for row in zip(lines, held, plain, strict=False)]


def _columns(printed: str, held: str) -> Sequence[int]:
    if len(held) == len(printed):
        return range(len(held))
    return [i for i, c in enumerate(printed) if not (c.isspace() or c in _UNSEEN)]


def _key(row: PrintedLine) -> str:
    return _NUMBER.sub("#", row.text)


def _without_furniture(pages: list[list[PrintedLine]], rules: LineRules) -> list[list[PrintedLine]]:
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
                page_number(row.folded) or (edges[_key(row)] >= often and not rules.figure.search(row.folded))
            ):
                continue
            held.append(row)
        kept.append(held)
    return kept


def _plain_rows(lines: Sequence[PrintedLine], rules: LineRules) -> list[PrintedLine]:
    """The rows of a plain text that are kept; a number alone on its line is a page number unless the sentence needs
    it."""
    _mark_cells([row for row in lines if row.text])
    rows: list[PrintedLine] = []
    gap = False
    pending: PrintedLine | None = None
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
        if not (row.typed or row.cell) and page_number(row.folded):
            if row.text.isdigit():
                pending = row
            gap = True
            continue
        rows.append(row)
    return rows


def _mark_below_grids(content: PageContent, rows: Sequence[PrintedLine]) -> None:
    """Marks the lines between which and the line before a table stands."""
    grids = [height(grid) for grid in content.grids]
    above = 0.0
    for row in rows:
        here = height(row.line)
        row.below_grid = any(above <= place < here for place in grids)
        above = here


def _mark_beginnings(rows: list[PrintedLine], before: PrintedLine | None, rules: LineRules) -> None:
    """Marks the lines of a PDF page that begin a paragraph, by their indent and the line before.

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
                rules.terminal.search(before.text[-TAIL:])
                or rules.heading.fullmatch(before.folded)
                or rules.ordinal.match(row.folded)
                or (rules.ordinal.match(before.folded) and before.line.box.x1 < (left + right) / 2)
            )
        before = row


def _mark_typed(rows: Sequence[PrintedLine]) -> None:
    """Marks the lines of typed tables; each is a paragraph of its own."""
    printed = [row.line.text if len(row.line.text) < _LONG else "" for row in rows]
    if not any(map(_ENDS_IN_NUMBER.search, printed)):
        return
    found = typed_lines(folded("\n".join(printed)).split("\n"))
    for place, typed in found.items():
        if sum(map(len, typed.cells)) == len(rows[place].text):
            rows[place].typed = typed


def _mark_cells(rows: Sequence[PrintedLine]) -> None:
    """Marks the cells of tables that have a line each with the row to which they belong."""
    for place, typed in in_cells([row.folded for row in rows]).items():
        rows[place].typed = typed
        for row in rows[place + 1 : place + len(typed.cells)]:
            row.cell = True
