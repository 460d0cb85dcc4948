"""Styles of Word (样式): how a run of text looks, as far as that tells whether a person sees it, and which list numbers
its paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.office.colours import is_white, paints
from extractor.document.office.numbering import W, is_on, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TINY = 3  # half points: letters of that size are dots
_PAINTED = f"{W}tcPr/{W}shd", f"{W}tblPr/{W}shd", f"{W}pPr/{W}shd"


class Look(Struct, frozen=True):
    """What of its look keeps a text from being read; None where nothing is said of it."""

    hidden: bool | None = None
    white: bool | None = None
    painted: bool | None = None
    struck: bool | None = None
    tiny: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below it."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.white if self.white is None else self.white,
            below.painted if self.painted is None else self.painted,
            below.struck if self.struck is None else self.struck,
            below.tiny if self.tiny is None else self.tiny,
        )


PLAIN = Look()


class Style(Struct, frozen=True):
    """What a style says of its paragraphs and runs: the list and level that it numbers, and their look."""

    list_: str | None = None
    level: int | None = None
    look: Look = PLAIN


def look_of(properties: Element | None) -> Look:
    """The look that some properties of runs give."""
    if properties is None:
        return PLAIN
    hidden, colour, size = (properties.find(W + name) for name in ("vanish", "color", "sz"))
    strikes = [is_on(one) for name in ("strike", "dstrike") if (one := properties.find(W + name)) is not None]
    shade, marked = properties.find(f"{W}shd"), properties.find(f"{W}highlight")
    return Look(
        None if hidden is None else is_on(hidden),
        None if colour is None else is_white(colour),
        None if shade is None and marked is None else paints(shade) or marked is not None,
        any(strikes) if strikes else None,
        None if size is None else whole(value(size), TINY + 1) <= TINY,
    )


def styles_of(root: Element | None) -> dict[str, Style]:
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
        look = look_of(one.find(f"{W}rPr"))
        if any(paints(one.find(path)) for path in _PAINTED):
            look = replace(look, painted=True)
        styles[name] = Style(
            list_ or base.list_, whole(level, 0) if level is not None else base.level, look.over(base.look)
        )
        return styles[name]

    for name in found:
        resolved(name, frozenset())
    return styles


def is_unseen(run: Element, look: Look) -> bool:
    """Whether nobody sees a run of that look: hidden, of no size, struck out, or white on no paint."""
    if look.hidden or look.tiny or look.struck:
        return True
    return bool(look.white) and not look.painted and not _stands_on_paint(run)


def _stands_on_paint(run: Element) -> bool:
    """Whether the paragraph, the cell or the table of a run is painted, or may be: what is behind a box, a page, or the
    cells of a table with a style is drawn by Word."""
    for above in run.iterancestors():
        if above.tag == f"{W}txbxContent" or above.find(f"{W}background") is not None:
            return True
        if above.find(f"{W}tblPr/{W}tblStyle") is not None or any(paints(above.find(path)) for path in _PAINTED):
            return True
    return False
