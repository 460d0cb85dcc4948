"""A table of a web page → the rows of its cells; and which tables are no more than layout."""

from __future__ import annotations

import regex
from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from extractor.document.data_tables import Row, holds_data, is_frame
from extractor.document.html.tree import Tree, children, walk
from extractor.document.model import MarkupCell
from extractor.document.numbers import is_footnote_mark

MOST_COLUMNS, MOST_ROWS = 1000, 65534  # that a cell may reach over, as HTML has it
LONGEST_ALONE = 40  # characters in a table of one cell that only draws a box
_CELLS = frozenset(("td", "th"))
_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}  # the sections of a table, in the order in which they are shown
_BREAKS = frozenset((
    "br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "hr", "dt", "dd", "pre",
))  # fmt: skip
BLANKS = regex.compile(r"[ \t\r\n\f]+")
_SPAN = regex.compile(r"\s*\+?(\d{1,6})")


class _Shape(Struct):
    """How many characters of text stand in an element, how many of them in tables, and how many cells."""

    text: int = 0
    in_tables: int = 0
    cells: int = 0


class Shapes:
    """Which tables of a page are tables, and which are layout."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._shapes: dict[int, _Shape] = {}
        self._known: dict[int, bool] = {}
        open_ = [_Shape()]
        for node, begins in walk(tree.body, tree):
            if node.is_text_node:
                open_[-1].text += len((node.text_content or "").strip())
            elif begins:
                open_.append(_Shape())
            else:
                inner = open_.pop()
                is_table = node.tag == "table"
                if is_table:
                    self._shapes[node.mem_id] = inner
                open_[-1].text += inner.text
                # A table of one cell may be no more than a box around a number or a word.
                whole = is_table and (inner.cells > 1 or inner.text > LONGEST_ALONE)
                open_[-1].in_tables += inner.text if whole else inner.in_tables
                open_[-1].cells += (node.tag in _CELLS) if is_table or node.tag in _CELLS else inner.cells

    def is_table(self, node: LexborNode) -> bool:
        """Whether an element is a table of data, and not layout."""
        if node.tag != "table":
            return False
        known = self._known.get(node.mem_id)
        if known is None:
            known = self._known[node.mem_id] = self._has_data(node)
        return known

    def _has_data(self, node: LexborNode) -> bool:
        shape = self._shapes.get(node.mem_id)
        if shape is None or is_frame(shape.text, shape.in_tables):
            return False
        return holds_data(rows_of(node, self._tree))


def rows_of(table: LexborNode, tree: Tree) -> tuple[Row, ...]:
    """The rows of a table as they are shown; what stands in tables in its cells is text of these."""
    sections: list[tuple[int, list[LexborNode]]] = []
    for part in children(table):
        if part.tag in _SECTIONS and tree.shows(part):
            lines = [row for row in children(part) if row.tag == "tr" and tree.shows(row)]
            sections.append((_SECTIONS[part.tag], lines))
    rows: list[Row] = []
    for _, lines in sorted(sections, key=lambda section: section[0]):
        for number, line in enumerate(lines):
            cells = (cell for cell in children(line) if cell.tag in _CELLS and tree.shows(cell))
            rows.append(tuple(_cell(cell, tree, len(lines) - number) for cell in cells))
    # A title or a note over all columns often claims more of them than there are.
    width = max((sum(cell.column_span for cell in row) for row in rows if len(row) > 1), default=1)
    return tuple(
        (replace(row[0], column_span=min(row[0].column_span, width)),) if len(row) == 1 else row for row in rows
    )


def captions_of(table: LexborNode, tree: Tree) -> list[str]:
    """The lines of a table's caption."""
    return [
        line
        for part in children(table)
        if part.tag == "caption" and tree.shows(part)
        for line in text_in(part, tree).split("\n")
        if line
    ]


def _cell(node: LexborNode, tree: Tree, left: int) -> MarkupCell:
    """A cell; `left` is how many rows its section has from here: it reaches over no more."""
    down, across = _span(node, "rowspan"), _span(node, "colspan")
    return MarkupCell(text_in(node, tree), min(down or left, left), min(across or 1, MOST_COLUMNS))


def _span(node: LexborNode, name: str) -> int:
    found = _SPAN.match(node.attributes.get(name) or "")
    return min(int(found[1]), MOST_ROWS) if found else 1


def text_in(node: LexborNode, tree: Tree) -> str:
    """The text in an element, a line feed where a line ends; raised footnote marks after a number are left out."""
    pieces: list[str] = []
    raised: list[int] = []
    for below, begins in walk(node, tree):
        if below.is_text_node:
            pieces.append(BLANKS.sub(" ", below.text_content or ""))
        elif below.tag == "sup":
            if begins:
                raised.append(len(pieces))
            else:
                start = raised.pop()
                before, mark = "".join(pieces[:start]), "".join(pieces[start:])
                if is_footnote_mark(before, mark):
                    del pieces[start:]
        elif below.tag in _BREAKS and (begins or below.tag != "br"):
            pieces.append("\n")
        elif below.tag in _CELLS and begins:
            pieces.append(" ")
    return "\n".join(filter(None, (line.strip() for line in "".join(pieces).split("\n"))))
