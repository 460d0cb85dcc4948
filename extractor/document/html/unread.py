"""What a web page shows, or may show, that is not read (框架、脚本、图片、隐藏的表格): where a table may stand, this is
told."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from selectolax.lexbor import LexborNode

from extractor.document.html.tree import AROUND, Tree
from extractor.languages import Sentence, said

FEW_NUMBERS = 3  # amounts: with fewer a hidden table or a script is none of figures
WIDE, HIGH = 400, 200  # pixels: a smaller picture or frame is an emblem, a code to scan, a counter of visits
LONGEST = 60  # characters of an address
MOST_TOLD = 5  # things of one kind
_AMOUNT = regex.compile(r"\d\.\d\d(?!\d)")
_MARKUP = regex.compile(r"<t[dh]\b|<table\b", regex.IGNORECASE)
_DOCUMENT = regex.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd)(?:[?#]|$)", regex.IGNORECASE)
_FRAMES = "iframe, frame, embed, object"
_LENGTH = regex.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_IN_STYLE = regex.compile(r"(?:^|;)\s*(?P<side>width|height)\s*:\s*(?P<length>\d{1,5})(?:\.\d+)?px", regex.IGNORECASE)


def unread_in(tree: Tree) -> tuple[Sentence, ...]:
    """A sentence for each thing on a page that may hold a table and is not read."""
    told = [*_framed(tree), *_scripted(tree), *_pictured(tree), *_hidden(tree)]
    return tuple(dict.fromkeys(told))


def _framed(tree: Tree) -> Iterator[Sentence]:
    for node in tree.body.css(_FRAMES)[:MOST_TOLD]:
        address = node.attributes.get("src") or node.attributes.get("data") or ""
        wide, high = _size(node)
        is_large = wide is None and high is not None and high >= HIGH
        is_large = is_large or (wide is not None and wide >= WIDE and (high is None or high >= HIGH))
        if address and _is_in_sight(node, tree) and (_DOCUMENT.search(address) or is_large):
            yield said(
                "The page shows {address} in a frame, which was not read; get that file and convert it.",
                address=address[:LONGEST],
            )


def _scripted(tree: Tree) -> Iterator[Sentence]:
    for node in tree.body.css("script"):
        text = node.text() or ""
        if _MARKUP.search(text) and len(_AMOUNT.findall(text)) >= FEW_NUMBERS:
            yield said("A table that a script writes into the page was not read; save the page as a PDF.")


def _pictured(tree: Tree) -> Iterator[Sentence]:
    for node in tree.body.css("img"):
        wide, high = _size(node)
        if wide is not None and high is not None and wide >= WIDE and high >= HIGH and _is_in_sight(node, tree):
            yield said("A large picture on the page was not read and may hold a table; look at it.")


def _hidden(tree: Tree) -> Iterator[Sentence]:
    for node in tree.body.css("table"):
        if not _is_in_sight(node, tree) and len(_AMOUNT.findall(node.text(separator=" "))) >= FEW_NUMBERS:
            yield said("A table that the page hides, or shows after a click, was not read; look at the page.")


def _is_in_sight(node: LexborNode, tree: Tree) -> bool:
    """Whether neither an element around a node is hidden, or for the frame of the page, nor it by its style."""
    above = node.parent
    if node.mem_id in tree.hidden or "hidden" in node.attributes:
        return False
    while above is not None and above.is_element_node and above.tag not in ("body", "html"):
        if above.tag in AROUND or not tree.shows(above):
            return False
        above = above.parent
    return node.tag != "table" or tree.shows(node)


def _size(node: LexborNode) -> tuple[int | None, int | None]:
    """Width and height in pixels, where a node says them so."""
    sizes: dict[str, int] = {}
    for side in ("width", "height"):
        if found := _LENGTH.match(node.attributes.get(side) or ""):
            sizes[side] = int(found[1])
    for one in _IN_STYLE.finditer(node.attributes.get("style") or ""):
        sizes[one["side"].lower()] = int(one["length"])
    return sizes.get("width"), sizes.get("height")
