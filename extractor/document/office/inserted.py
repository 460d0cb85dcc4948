"""What a Word document shows besides its own words (图片、嵌入对象、插入的文件): where a table may stand in it that
is not read, this is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from extractor.document.office.numbering import W
from extractor.languages import Sentence, said

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WIDE, HIGH = 280.0, 110.0  # points: a smaller picture is an emblem, a seal or a signature
_EMU = 12700  # English metric units in a point
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 0.75}
_SIZE = regex.compile(r"(?:^|;)\s*(?P<side>width|height)\s*:\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z]*)")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_VML = "{urn:schemas-microsoft-com:vml}"
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_FORMULAS = "equation"
LONGEST = 30  # characters of the words before it by which a person finds it


def unread_in(node: Element, before: str) -> Sentence | None:
    """What is told of a drawing or an embedded object that may hold a table; `before` are the words before it."""
    words = before[-LONGEST:]
    kind = next((one.get("ProgID") or "" for one in node.iter(_OBJECT)), None)
    if kind is not None and not kind.lower().startswith(_FORMULAS):
        return said(
            "A sheet or document is embedded after “{words}” and was not read; save it as a file of its own.",
            words=words,
        )
    if kind is None and _is_large_picture(node):
        return said("A large picture after “{words}” was not read and may hold a table; look at it.", words=words)
    return None


def not_added(before: str) -> Sentence:
    """What is told of another file that stands in a document after some words, where it is not read."""
    return said(
        "What another file adds after “{words}” was not read; open the document, save it as a PDF and convert that.",
        words=before[-LONGEST:],
    )


def _is_large_picture(node: Element) -> bool:
    for extent in node.iter(f"{_DRAWING}extent"):
        if next(node.iter(_BLIP), None) is not None:
            width, height = (points(extent.get(side)) for side in ("cx", "cy"))
            return width >= WIDE and height >= HIGH
    for shape in node.iter(f"{_VML}shape"):
        if shape.find(f"{_VML}imagedata") is not None:
            sides = {
                found["side"]: float(found["number"]) * _POINTS.get(found["unit"], 0.0)
                for found in _SIZE.finditer((shape.get("style") or "").lower())
            }
            return sides.get("width", 0.0) >= WIDE and sides.get("height", 0.0) >= HIGH
    return False


def points(emu: str | None) -> float:
    """A length of a drawing in points; 0 where it is none."""
    return int(emu) / _EMU if emu is not None and emu.isdecimal() and len(emu) < 12 else 0.0


def is_chunk(node: Element) -> bool:
    """Whether an element puts another file in its place."""
    return node.tag in (f"{W}altChunk", f"{W}subDoc")
