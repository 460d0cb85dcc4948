"""Word documents (docx): paragraphs and tables as a person sees them on paper.

Read from the XML itself: python-docx passes over what is inserted, numbered or boxed, and refuses a document of which
one picture is missing. Tracked changes are taken as accepted, hidden text is not there, macros are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from extractor.document.data_tables import Row, holds_data, is_frame
from extractor.document.model import Line, MarkupCell, MarkupPage, MarkupTable, spans_of
from extractor.document.numbers import is_footnote_mark
from extractor.document.office.colours import is_white_text
from extractor.document.office.numbering import Numbering, W, is_on, value, whole
from extractor.document.office.package import Package
from extractor.errors import DocumentError
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MOST_SPAN = 1000
# Symbols of the fonts in which forms have their boxes.
_SYMBOLS = {
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x50): "√", ("wingdings 2", 0x51): "☒", ("symbol", 0xD6): "√",
}  # fmt: skip
_PASSED_OVER = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "del", "moveFrom", "delText", "instrText", "rt", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr",
        "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "annotationRef", "sdtPr",
    )
)  # fmt: skip
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_PAGE_NUMBER = regex.compile(r"\t+(?=\d{1,4}\s*$)")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs or runs: the list and level that it numbers, and whether it hides them."""

    list_: str | None = None
    level: int | None = None
    hides: bool = False


Block = str | tuple[Row, ...]


def word_pages(package: Package) -> tuple[MarkupPage, ...]:
    """The document of a package as one page; raises `DocumentError` `truncated`, `too_large` or `empty`."""
    main = package.main("word/document.xml")
    body = package.xml(main).find(f"{W}body")
    words = _Words(
        Numbering(package.optional(package.of_kind(main, "numbering"))),
        _styles(package.optional(package.of_kind(main, "styles"))),
    )
    blocks = list(words.blocks(body)) if body is not None else []
    for kind in ("footnotes", "endnotes"):
        notes = package.optional(package.of_kind(main, kind))
        for note in notes if notes is not None else ():
            if note.get(f"{W}type") in (None, "normal"):
                blocks.extend(words.blocks(note))
    items: list[Line | MarkupTable] = []
    number, tables = 1, 1
    for block in blocks:
        if isinstance(block, str):
            items.append(Line(block, 1, None, number))
            number += 1
        else:
            items.append(MarkupTable(block, spans_of(block), number, tables))
            number, tables = number + len(block), tables + 1
    if not any(isinstance(item, MarkupTable) or item.text.strip() for item in items):
        raise DocumentError(Problem.NO_TEXT, file=package.name)
    return (MarkupPage(1, tuple(items)),)


def _styles(root: Element | None) -> dict[str, Style]:
    """The styles by their identifier, with what they take from those that they are based on."""
    found = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style")} if root is not None else {}
    styles: dict[str, Style] = {}

    def resolved(name: str, seen: frozenset[str]) -> Style:
        if name in styles or name not in found or name in seen:
            return styles.get(name, Style())
        one = found[name]
        base = resolved(value(one.find(f"{W}basedOn")) or "", seen | {name})
        numbered = one.find(f"{W}pPr/{W}numPr")
        list_ = value(numbered.find(f"{W}numId")) if numbered is not None else None
        level = value(numbered.find(f"{W}ilvl")) if numbered is not None else None
        hides = one.find(f"{W}rPr/{W}vanish")
        styles[name] = Style(
            list_ or base.list_,
            whole(level, 0) if level is not None else base.level,
            base.hides if hides is None else is_on(hides),
        )
        return styles[name]

    for name in found:
        resolved(name, frozenset())
    return styles


class _Words:
    """Reads paragraphs and tables in their order; the numbers of lists are counted on the way."""

    def __init__(self, numbering: Numbering, styles: dict[str, Style]) -> None:
        self._numbering = numbering
        self._styles = styles

    def blocks(self, root: Element) -> Iterator[Block]:
        """The paragraphs (a line each, blank ones too) and tables in an element."""
        begun = ""  # of a paragraph whose mark is deleted: the next one goes on with it
        for node in _children(root):
            if node.tag == f"{W}p":
                text, boxes = self._paragraph(node)
                begun += text
                if node.find(f"{W}pPr/{W}rPr/{W}del") is None:
                    yield from map(_line, begun.split("\n"))
                    begun = ""
                for box in boxes:
                    yield from self.blocks(box)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag not in _PASSED_OVER:
                yield from self.blocks(node)  # a content control, or what is inserted or moved here

    def _paragraph(self, node: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph with its number, and the text boxes that hang on it."""
        style = self._styles.get(value(node.find(f"{W}pPr/{W}pStyle")) or "", Style())
        pieces: list[str] = []
        boxes: list[Element] = []
        self._text(node, style.hides, pieces, boxes)
        text = "".join(pieces)
        numbered = node.find(f"{W}pPr/{W}numPr")
        list_, level = style.list_, style.level
        if numbered is not None:
            list_ = value(numbered.find(f"{W}numId")) or list_
            level = whole(value(numbered.find(f"{W}ilvl")), level or 0)
        if list_ is not None and not style.hides and (text.strip() or not boxes):
            text = self._numbering.next(list_, level or 0) + text
        return text, boxes

    def _text(self, root: Element, hidden: bool, pieces: list[str], boxes: list[Element]) -> None:
        """The text in an element, in reading order; text boxes are set aside."""
        for node in _children(root):
            tag = node.tag
            if tag == f"{W}t" or tag == _MATH_TEXT:
                pieces.append(node.text or "")
            elif tag == f"{W}br":
                pieces.append("\n" if node.get(f"{W}type") in (None, "textWrapping") else "")
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == f"{W}sym":
                pieces.append(_symbol(node))
            elif tag == f"{W}txbxContent":
                boxes.append(node)
            elif tag == f"{W}r":
                properties = node.find(f"{W}rPr")
                if self._hides(properties, hidden) or (properties is not None and is_white_text(node, properties)):
                    continue
                before = len(pieces)
                self._text(node, hidden, pieces, boxes)
                raised = properties is not None and value(properties.find(f"{W}vertAlign")) == "superscript"
                if raised and is_footnote_mark("".join(pieces[:before]), "".join(pieces[before:])):
                    del pieces[before:]
            elif tag not in _PASSED_OVER and tag != f"{W}tbl":
                self._text(node, hidden, pieces, boxes)

    def _hides(self, properties: Element | None, hidden: bool) -> bool:
        """Whether a run is hidden text."""
        if properties is None:
            return hidden
        own = properties.find(f"{W}vanish")
        if own is not None:
            return is_on(own)
        return hidden or self._styles.get(value(properties.find(f"{W}rStyle")) or "", Style()).hides

    def _table(self, table: Element) -> Iterator[Block]:
        """A table; one that is no more than layout gives what stands in its cells."""
        cells = [cell for row in _rows(table) for cell in _cells(row)]
        if len(cells) == 1 or is_frame(*_sizes(cells)):
            for cell in cells:
                yield from self.blocks(cell)
            return
        rows = self._rows_of(table)
        if holds_data(rows):
            yield rows
        else:
            yield from (line for row in rows for cell in row for line in cell.text.split("\n") if line)

    def _rows_of(self, table: Element) -> tuple[Row, ...]:
        """The rows of a table, cells merged downwards in the first row that they reach over."""
        rows: list[list[MarkupCell]] = []
        open_: dict[int, tuple[int, int]] = {}  # column → row and place of the cell that may go on below
        for line in _rows(table):
            row: list[MarkupCell] = []
            below: dict[int, tuple[int, int]] = {}
            before = whole(value(line.find(f"{W}trPr/{W}gridBefore")), 0)
            column = min(max(before, 0), MOST_SPAN)
            if column:
                row.append(MarkupCell("", column_span=column))
            for cell in _cells(line):
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
                    row.append(MarkupCell(self._cell_text(cell), 1, span))
                column += span
            rows.append(row)
            open_ = below
        return tuple(map(tuple, rows))

    def _cell_text(self, cell: Element) -> str:
        """The text of a cell, a line feed where a line ends; tables in it are text, too."""
        lines: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, str):
                lines.append(block)
            else:
                lines.extend(" ".join(inner.text for inner in row) for row in block)
        return "\n".join(lines).strip("\n")


def _children(root: Element) -> Iterator[Element]:
    """The elements in an element; of alternatives for older programs the first that is there."""
    for node in root:
        if not isinstance(node.tag, str):
            continue
        if node.tag == f"{_CHOICE}AlternateContent":
            choice = next((c for c in node if c.tag == f"{_CHOICE}Choice"), None)
            chosen = choice if choice is not None else node.find(f"{_CHOICE}Fallback")
            if chosen is not None:
                yield from _children(chosen)
        else:
            yield node


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table that are seen: not those that are deleted or hidden."""
    for node in _children(table):
        if node.tag == f"{W}tr":
            if node.find(f"{W}trPr/{W}del") is None and not is_on(node.find(f"{W}trPr/{W}hidden")):
                yield node
        elif node.tag not in _PASSED_OVER:
            yield from _rows(node)


def _cells(row: Element) -> Iterator[Element]:
    for node in _children(row):
        if node.tag == f"{W}tc":
            if node.find(f"{W}tcPr/{W}cellDel") is None:
                yield node
        elif node.tag not in _PASSED_OVER:
            yield from _cells(node)


def _sizes(cells: list[Element]) -> tuple[int, int]:
    """How many characters stand in some cells, and how many of them in tables in these."""

    def length(node: Element) -> int:
        return sum(len((text.text or "").strip()) for text in node.iter(f"{W}t"))

    inner = [table for cell in cells for table in cell.findall(f"{W}tbl")]
    return sum(map(length, cells)) if inner else 0, sum(map(length, inner))


def _line(text: str) -> str:
    """A line with a tab only before a page number of the contents: others part what stands beside each other."""
    return _PAGE_NUMBER.sub("\f", text.strip("\t")).replace("\t", "  ").replace("\f", "\t")


def _symbol(node: Element) -> str:
    code = node.get(f"{W}char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(((node.get(f"{W}font") or "").lower(), number & 0xFF), chr(number) if number < 0xE000 else "")
