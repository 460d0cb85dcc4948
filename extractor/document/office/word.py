"""Word documents (docx): paragraphs and tables as a person sees them on paper.

Read from the XML itself: python-docx passes over what is inserted, numbered or boxed, and refuses a document of which
one picture is missing. Tracked changes are taken as accepted, hidden text is not there, macros are never looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import regex

from extractor.document.data_tables import Row, holds_data, is_frame
from extractor.document.model import Line, MarkupPage, MarkupTable, spans_of
from extractor.document.numbers import is_footnote_mark
from extractor.document.office.inserted import is_chunk, not_added, unread_in
from extractor.document.office.looks import Look, Style, is_unseen, look_of, styles_of
from extractor.document.office.numbering import Numbering, W, value, whole
from extractor.document.office.package import PART_ID, Package
from extractor.document.office.word_tables import cells_of, children, rows_of, rows_seen, sizes
from extractor.errors import DocumentError
from extractor.languages import Sentence
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Symbols of the fonts in which forms have their boxes.
_SYMBOLS = {
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x50): "√", ("wingdings 2", 0x51): "☒", ("symbol", 0xD6): "√",
}  # fmt: skip
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_APART = frozenset(W + name for name in ("drawing", "pict", "object"))
LONGEST_HEAD, MOST_IN_HEAD = 60, 4  # characters of a line, and lines, of a running head that says something
_WORDS = regex.compile(r"\p{Han}{2}")
_PAGE_NUMBER = regex.compile(r"\t+(?=\d{1,4}\s*$)")


Block = str | tuple[Row, ...]


Chunks = Callable[[bytes, str], tuple[MarkupPage, ...]]
"""Reads a file that stands within another: its bytes, and what messages call it → what it holds."""


def word_pages(package: Package, chunks: Chunks | None = None) -> tuple[MarkupPage, ...]:
    """The document of a package as one page; `chunks` reads the files that it puts in. Raises `DocumentError`
    `truncated`, `too_large` or `empty`."""
    main = package.main("word/document.xml")
    body = package.xml(main).find(f"{W}body")
    words = _Words(
        Numbering(package.optional(package.of_kind(main, "numbering"))),
        styles_of(package.optional(package.of_kind(main, "styles"))),
        _Chunks(package, main, chunks),
        _heads(package, main),
    )
    blocks = list(words.body(body)) if body is not None else []
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
    return (MarkupPage(1, tuple(items), unread=tuple(dict.fromkeys(words.unread))),)


def _heads(package: Package, main: str) -> dict[str, Element]:
    """The running heads of a document by the identifiers under which its sections refer to them."""
    parts = package.related(main)
    heads = {
        name: package.optional(part) for name, part in parts.items() if PurePosixPath(part).name.startswith("header")
    }
    return {name: head for name, head in heads.items() if head is not None}


class _Chunks:
    """Reads the files that a document puts in its text (w:altChunk), as Word does when it opens it."""

    def __init__(self, package: Package, main: str, read: Chunks | None) -> None:
        self._package = package
        self._parts = package.related(main)
        self._read = read

    def blocks(self, node: Element) -> list[Block] | None:
        """What the file holds for which an element stands; None where it is not there or cannot be read."""
        part = self._parts.get(node.get(PART_ID, ""))
        if part is None or part not in self._package.parts or self._read is None:
            return None
        try:
            pages = self._read(self._package.bytes_of(part), self._package.name)
        except DocumentError:
            return None
        return [item.text if isinstance(item, Line) else item.rows for page in pages for item in page.items]


class _Words:
    """Reads paragraphs and tables in their order; the numbers of lists are counted on the way. `unread` tells what
    stands between them and is not read."""

    def __init__(
        self, numbering: Numbering, styles: dict[str, Style], chunks: _Chunks, heads: dict[str, Element]
    ) -> None:
        self._numbering = numbering
        self._styles = styles
        self._chunks = chunks
        self._heads = heads
        self._sections: Iterator[list[str]] = iter(())  # the running heads of those to come
        self._fields: list[bool] = []  # that are open, and whether what follows is what they show
        self._are_whole = True  # the fields of this paragraph
        self._last = ""  # words
        self.unread: list[Sentence] = []

    def blocks(self, root: Element) -> Iterator[Block]:
        """The paragraphs (a line each, blank ones too) and tables in an element; tables without a paragraph between
        them are one."""
        held: tuple[Row, ...] = ()
        for block in self._blocks(root):
            if isinstance(block, str) or not (held and _width(held[-1]) == _width(block[0])):
                if held:
                    yield held
                held = ()
            if isinstance(block, str):
                self._last = block.strip() or self._last
                yield block
            else:
                held += block
        if held:
            yield held

    def body(self, body: Element) -> Iterator[Block]:
        """What a document holds, each section under its running head: that may say of what its tables are."""
        self._sections = iter([*self._running_heads(body)])
        yield from next(self._sections, ())
        yield from self.blocks(body)

    def _running_heads(self, body: Element) -> Iterator[list[str]]:
        """The lines of the running head of each section, which is that of the section before where it has none."""
        head: list[str] = []
        for section in body.iter(f"{W}sectPr"):
            if section.getparent().tag not in (f"{W}pPr", f"{W}body"):
                continue  # what it was before a change that is tracked
            names = {one.get(f"{W}type"): one.get(PART_ID, "") for one in section.iter(f"{W}headerReference")}
            root = self._heads.get(names.get("default", names.get("first", "")))
            if root is not None:
                lines = (block for block in self.blocks(root) if isinstance(block, str))
                head = [line for line in lines if _WORDS.search(line) and len(line) <= LONGEST_HEAD][:MOST_IN_HEAD]
            yield head

    def _blocks(self, root: Element) -> Iterator[Block]:
        begun = ""  # of a paragraph whose mark is deleted: the next one goes on with it
        for node in children(root):
            if node.tag == f"{W}p":
                text, boxes = self._paragraph(node)
                begun += text
                if node.find(f"{W}pPr/{W}rPr/{W}del") is None:
                    yield from map(_line, begun.split("\n"))
                    begun = ""
                for box in boxes:
                    yield from self.blocks(box)
                if node.find(f"{W}pPr/{W}sectPr") is not None:
                    yield from next(self._sections, ())
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif is_chunk(node):
                blocks = self._chunks.blocks(node)
                if blocks is None:
                    self.unread.append(not_added(self._last))
                yield from ("", *(blocks or ()), "")  # a chunk is no part of the paragraphs and tables around it
            else:
                yield from self._blocks(node)  # a content control, or what is inserted or moved here

    def _paragraph(self, node: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph with its number, and the text boxes that hang on it."""
        style = self._styles.get(value(node.find(f"{W}pPr/{W}pStyle")) or "", Style())
        look = style.look.over(self._look_of_table(node))
        pieces: list[str] = []
        boxes: list[Element] = []
        kinds = Counter(mark.get(f"{W}fldCharType") for mark in node.iter(f"{W}fldChar"))
        self._are_whole = kinds["begin"] <= max(kinds["separate"], kinds["end"])
        self._text(node, look, pieces, boxes)
        self._fields = [True] * len(self._fields)
        text = "".join(pieces)
        numbered = node.find(f"{W}pPr/{W}numPr")
        list_, level = style.list_, style.level
        if numbered is not None:
            list_ = value(numbered.find(f"{W}numId")) or list_
            level = whole(value(numbered.find(f"{W}ilvl")), level or 0)
        if list_ is not None and not look.hidden and (text.strip() or not boxes):
            text = self._numbering.next(list_, level or 0) + text
        return text, boxes

    def _look_of_table(self, paragraph: Element) -> Look:
        """What the style of the table in which a paragraph stands says of its text."""
        table = next(paragraph.iterancestors(f"{W}tbl", f"{W}txbxContent"), None)
        named = value(table.find(f"{W}tblPr/{W}tblStyle")) if table is not None else None
        return self._styles.get(named or "", Style()).look

    def _text(self, root: Element, look: Look, pieces: list[str], boxes: list[Element]) -> None:
        """The text in an element, in reading order; text boxes are set aside."""
        for node in children(root):
            tag = node.tag
            if tag == f"{W}fldChar":
                self._field(node.get(f"{W}fldCharType"))
            elif tag == f"{W}txbxContent":
                boxes.append(node)
            elif tag == f"{W}r":
                self._run(node, look, pieces, boxes)
            elif tag == f"{W}tbl":
                continue
            elif not all(self._fields):
                self._text(node, look, pieces, boxes)  # of what a field is made, which nobody sees
            elif tag == f"{W}t" or tag == _MATH_TEXT:
                pieces.append(node.text or "")
            elif tag == f"{W}br":
                pieces.append("\n" if node.get(f"{W}type") in (None, "textWrapping") else "")
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == f"{W}sym":
                pieces.append(_symbol(node))
            else:
                if tag in _APART and (told := unread_in(node, "".join(pieces).strip() or self._last)) is not None:
                    self.unread.append(told)
                self._text(node, look, pieces, boxes)

    def _run(self, node: Element, look: Look, pieces: list[str], boxes: list[Element]) -> None:
        """The text of a run, if it is seen, and is no raised footnote mark after a number."""
        properties = node.find(f"{W}rPr")
        own = look_of(properties)
        if properties is not None:
            own = own.over(self._styles.get(value(properties.find(f"{W}rStyle")) or "", Style()).look)
        if is_unseen(node, own.over(look)):
            return
        before = len(pieces)
        self._text(node, look, pieces, boxes)
        raised = properties is not None and value(properties.find(f"{W}vertAlign")) == "superscript"
        if raised and is_footnote_mark("".join(pieces[:before]), "".join(pieces[before:])):
            del pieces[before:]

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(not self._are_whole)  # one that never says what it shows hides nothing
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Element) -> Iterator[Block]:
        """A table; one that is no more than layout gives what stands in its cells."""
        cells = [cell for row in rows_seen(table) for cell in cells_of(row)]
        if len(cells) == 1 or is_frame(*sizes(cells)):
            for cell in cells:
                yield from self.blocks(cell)
            return
        rows = rows_of(table, self._cell_text)
        if holds_data(rows):
            yield rows
        else:
            yield from (line for row in rows for cell in row for line in cell.text.split("\n") if line)

    def _cell_text(self, cell: Element) -> str:
        """The text of a cell, a line feed where a line ends; tables in it are text, too."""
        lines: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, str):
                lines.append(block)
            else:
                lines.extend(" ".join(inner.text for inner in row) for row in block)
        return "\n".join(lines).strip("\n")


def _width(row: Row) -> int:
    """How many columns a row has."""
    return sum(cell.column_span for cell in row)


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
