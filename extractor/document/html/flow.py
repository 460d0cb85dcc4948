"""The tree of a web page → its paragraphs and tables in reading order, each with the elements that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from msgspec import Struct, field
from selectolax.lexbor import LexborNode

from extractor.document.data_tables import Row
from extractor.document.html.tables import BLANKS, Shapes, captions_of, rows_of
from extractor.document.html.tree import Tree, walk

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_AS_TYPED = frozenset(("pre", "listing"))
_LINE_BREAKS = regex.compile(r"\r\n?|\n")
_NUMBER = regex.compile(r"-?\d{1,9}")


class Place(Struct, frozen=True):
    """An element that holds blocks: its tag, and the number of the one it stands in (-1: none)."""

    tag: str
    inside: int


class Paragraph(Struct, frozen=True):
    """A line of text, the number of the place that it stands in, and what of it is no link to another page."""

    text: str
    place: int
    unlinked: str


class Table(Struct, frozen=True):
    """A table by its rows, and the number of the place that it stands in."""

    rows: tuple[Row, ...]
    place: int


class Link(Struct, frozen=True):
    """A link to another page or file: where it leads, what it says, and the number of the place that it stands in."""

    address: str
    text: str
    place: int


class Flow(Struct):
    """The blocks of a page in reading order, its links, and the places in which they stand."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def heading(self, place: int) -> bool:
        """Whether a place is a heading, or stands in one."""
        while place >= 0:
            if self.places[place].tag in HEADINGS:
                return True
            place = self.places[place].inside
        return False


def flow_of(tree: Tree) -> Flow:
    """The blocks of a page. A table that is no more than layout is a place whose cells hold blocks."""
    reader = _Reader(tree)
    shapes = Shapes(tree)
    for node, begins in walk(tree.body, tree, shapes.is_table):
        if node.is_text_node:
            reader.text(node.text_content or "")
        elif shapes.is_table(node):
            if begins:
                reader.table(captions_of(node, tree), rows_of(node, tree))
        elif begins:
            reader.begin(node)
        else:
            reader.end(node)
    reader.close()
    return reader.flow


class _Reader:
    """What has been read of a page, and the paragraph that is being read."""

    def __init__(self, tree: Tree) -> None:
        self.flow = Flow(places=[Place("body", -1)])
        self._inside = [0]
        self._pieces: list[str] = []
        self._unlinked: list[str] = []
        self._links: list[tuple[str, list[str]]] = []
        self._as_typed = 0
        self._lists: list[int | None] = []

    def text(self, text: str) -> None:
        first, *rest = _LINE_BREAKS.split(text) if self._as_typed else (text,)
        self._add(first)
        for line in rest:
            self.close()
            self._add(line)

    def table(self, captions: Sequence[str], rows: tuple[Row, ...]) -> None:
        self.close()
        self.flow.blocks.extend(Paragraph(caption, self._inside[-1], caption) for caption in captions)
        self.flow.blocks.append(Table(rows, self._inside[-1]))

    def begin(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            self.close()
        elif tag == "a":
            self._links.append((node.attributes.get("href") or "", []))
        elif tag in BLOCKS:
            self.close()
            self.flow.places.append(Place(tag, self._inside[-1]))
            self._inside.append(len(self.flow.places) - 1)
            self._as_typed += tag in _AS_TYPED
            if tag in _LISTS:
                self._lists.append(_first_number(node) if tag == "ol" else None)
            elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
                self._add(f"{number}. ")
                self._lists[-1] = number + 1

    def end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a" and self._links:
            address, said = self._links.pop()
            if _leads_away(address):
                self.flow.links.append(Link(address, BLANKS.sub(" ", "".join(said)).strip(), self._inside[-1]))
        elif tag in BLOCKS:
            self.close()
            self._inside.pop()
            self._as_typed -= tag in _AS_TYPED
            if tag in _LISTS:
                self._lists.pop()

    def close(self) -> None:
        """Ends the paragraph that is being read."""
        text = "".join(self._pieces)
        text = text if self._as_typed else BLANKS.sub(" ", text)
        if text.strip(" "):  # one of hard blanks alone is seen as a blank line
            self.flow.blocks.append(Paragraph(text.strip(" "), self._inside[-1], "".join(self._unlinked).strip()))
        self._pieces.clear()
        self._unlinked.clear()

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._links[-1][1].append(text)
        if not (self._links and _leads_away(self._links[-1][0])):
            self._unlinked.append(text)


def _leads_away(address: str) -> bool:
    """Whether a link leads to another page or file: not within this one, and not nowhere (a script's)."""
    return bool(address) and not address.startswith(("#", "javascript:"))


def _first_number(node: LexborNode) -> int:
    """The number of the first item of a numbered list."""
    found = _NUMBER.match(node.attributes.get("start") or "")
    return int(found[0]) if found else 1
