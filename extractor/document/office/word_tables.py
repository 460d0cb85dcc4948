"""Tables of Word documents: which rows and cells are seen, and over which columns and rows each cell reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from extractor.document.data_tables import Row
from extractor.document.model import MarkupCell
from extractor.document.office.numbering import W, is_on, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_SPAN = 1000
LONGEST_ALONE = 40  # characters in a table of one cell that only draws a box around a number or a word
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PASSED_OVER = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "del", "moveFrom", "delText", "instrText", "rt", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr",
        "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "annotationRef", "sdtPr",
    )
)  # fmt: skip


def children(root: Element) -> Iterator[Element]:
    """The elements in an element that are to be read: of alternatives for older programs the first with words, of a
    content control that only asks for its content nothing."""
    if root.tag == f"{W}sdt" and is_on(root.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return
    for node in root:
        if not isinstance(node.tag, str) or node.tag in _PASSED_OVER:
            continue
        if node.tag == f"{_ALTERNATIVES}AlternateContent":
            chosen = next((one for one in node if next(one.iter(f"{W}t"), None) is not None), next(iter(node), None))
            if chosen is not None:
                yield from children(chosen)
        else:
            yield node


def rows_seen(table: Element) -> Iterator[Element]:
    """The rows of a table that are seen: not those that are deleted or hidden."""
    for node in children(table):
        if node.tag != f"{W}tr":
            yield from rows_seen(node)
        elif node.find(f"{W}trPr/{W}del") is None and not is_on(node.find(f"{W}trPr/{W}hidden")):
            yield node


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row that are not deleted."""
    for node in children(row):
        if node.tag != f"{W}tc":
            yield from cells_of(node)
        elif node.find(f"{W}tcPr/{W}cellDel") is None:
            yield node


def rows_of(table: Element, text_of: Callable[[Element], str]) -> tuple[Row, ...]:
    """The rows of a table, cells merged downwards in the first row that they reach over; `text_of` reads a cell."""
    rows: list[list[MarkupCell]] = []
    open_: dict[int, tuple[int, int]] = {}  # column → row and place of the cell that may go on below
    for line in rows_seen(table):
        row: list[MarkupCell] = []
        below: dict[int, tuple[int, int]] = {}
        before = whole(value(line.find(f"{W}trPr/{W}gridBefore")), 0)
        column = min(max(before, 0), MOST_SPAN)
        if column:
            row.append(MarkupCell("", column_span=column))
        for cell in cells_of(line):
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            span = whole(value(properties.find(f"{W}gridSpan")), 1) if properties is not None else 1
            span = min(max(span, 1), MOST_SPAN)
            if merge is not None and value(merge) != "restart" and column in open_:
                above, place = open_[column]
                begun = rows[above][place]
                if begun.row_span == len(rows) - above:
                    rows[above][place] = MarkupCell(begun.text, begun.row_span + 1, begun.column_span)
                below[column] = above, place
            elif properties is not None and value(properties.find(f"{W}hMerge")) == "continue" and row:
                row[-1] = MarkupCell(row[-1].text, row[-1].row_span, row[-1].column_span + span)
            else:
                if merge is not None:
                    below[column] = len(rows), len(row)
                row.append(MarkupCell(text_of(cell), 1, span))
            column += span
        rows.append(row)
        open_ = below
    return tuple(map(tuple, rows))


def sizes(cells: list[Element]) -> tuple[int, int]:
    """How many characters stand in some cells, and how many of them in tables in these. (A box around a number or a
    word is none.)"""

    def length(node: Element) -> int:
        return sum(len((text.text or "").strip()) for text in node.iter(f"{W}t"))

    def is_box(table: Element) -> bool:
        return sum(1 for _ in zip(table.iter(f"{W}tc"), range(2), strict=False)) == 1 and length(table) <= LONGEST_ALONE

    inner = [table for cell in cells for table in cell.findall(f"{W}tbl") if not is_box(table)]
    return sum(map(length, cells)) if inner else 0, sum(map(length, inner))
