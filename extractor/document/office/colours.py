"""White on white in office files: text that a person does not see, by the colours of fonts and grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.document.office.numbering import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WHITE = frozenset({"FFFFFF", "FFFFFFFF", "00FFFFFF"})
_WHITE_OF_THEMES = frozenset({"background1", "light1"})
_WHITE_INDEXES = frozenset({"1", "9"})  # of the palette that all old workbooks share
_MOST_TINT = 0.03  # of white, beyond which it is a grey


def is_white(colour: Element) -> bool:
    """Whether the colour of a run of a Word document is white."""
    theme = colour.get(f"{W}themeColor")
    if theme is not None:
        return theme in _WHITE_OF_THEMES
    return (value(colour) or "").upper() in _WHITE


def paints(shade: Element | None) -> bool:
    """Whether a shade of a Word document is another colour than white."""
    if shade is None:
        return False
    plain = (shade.get(f"{W}fill") or "auto").upper() in {*_WHITE, "AUTO"} and shade.get(f"{W}themeFill") is None
    return not (plain and value(shade) in (None, "clear", "nil"))


def unseen_styles(root: Element | None) -> frozenset[int]:
    """The styles of cells of a workbook, by their numbers, whose font is struck out, or white on no paint or white
    paint."""
    if root is None:
        return frozenset()
    fonts, fills, cells = (root.find(f"{X}{name}") for name in ("fonts", "fills", "cellXfs"))
    if fonts is None or cells is None:
        return frozenset()
    white = {str(i) for i, font in enumerate(fonts) if _is_white_in_excel(font.find(f"{X}color"))}
    painted = {str(i) for i, fill in enumerate(fills if fills is not None else ()) if _is_painted(fill)}
    struck = {str(i) for i, font in enumerate(fonts) if is_struck(font.find(f"{X}strike"))}
    return frozenset(
        i
        for i, style in enumerate(cells.iterchildren(f"{X}xf"))
        if style.get("fontId") in struck or (style.get("fontId") in white and style.get("fillId", "0") not in painted)
    )


def is_struck(strike: Element | None) -> bool:
    """Whether a font of a workbook strikes its text out."""
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _is_white_in_excel(colour: Element | None) -> bool:
    if colour is None:
        return False
    if abs(float(colour.get("tint") or 0)) > _MOST_TINT:
        return False
    rgb = (colour.get("rgb") or "").upper()
    return rgb in _WHITE or colour.get("theme") == "0" or colour.get("indexed") in _WHITE_INDEXES


def _is_painted(fill: Element) -> bool:
    pattern = fill.find(f"{X}patternFill")
    if pattern is None:
        return len(fill) > 0  # a gradient
    kind = pattern.get("patternType") or "none"
    return kind != "none" and not (kind == "solid" and _is_white_in_excel(pattern.find(f"{X}fgColor")))
