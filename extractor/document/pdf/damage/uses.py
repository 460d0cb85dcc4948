"""Rare features of PDF: no page need be asked about one that the file does not mention."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

PACKED = re.compile(rb"/Type\s*/ObjStm\b")
# A name with letters or digits by their number, which may be any.
_VEILED = re.compile(rb"/[A-Za-z0-9#]*#(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])")
# What is not the default of ExtGState; a value that stands elsewhere may be any.
_TRANSPARENT = re.compile(
    rb"/ca(?![^\s/<>\[\](){}%])(?!\s*1(?:\.0*)?\s*(?:/|>>))|/BM\b(?!\s*/Normal\b)|/SMask\b(?!\s*/None\b)"
)


class Uses(Struct, frozen=True):
    """What pages may have: `layers` (optional content), some of which may be off, text with `transparency` or blended
    with its ground, and `drawn_letters` (Type 3 fonts)."""

    layers: bool = True
    transparency: bool = True
    drawn_letters: bool = True


EVERYTHING = Uses()


def used(parts: Sequence[bytes]) -> Uses:
    """What a file may make use of; its `parts` are its bytes, and what its packed objects unpack to."""
    if len(PACKED.findall(parts[0])) > len(parts) - 1 or any(_VEILED.search(part) for part in parts):
        return EVERYTHING
    return Uses(
        layers=any(b"/OCProperties" in part for part in parts),
        transparency=any(_TRANSPARENT.search(part) for part in parts),
        drawn_letters=any(b"/Type3" in part for part in parts),
    )
