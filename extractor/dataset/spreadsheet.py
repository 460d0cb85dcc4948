"""Text in CSV that a spreadsheet would run as a formula stands behind an apostrophe, and is given back without it."""

from __future__ import annotations

import regex

from extractor.kept import compiled

# Excel takes the full-width signs for the ASCII ones, and passes over blanks before them. After a plus or a minus only
# what has a letter, a digit or a bracket can run: －其中 is a label.
_FORMULA = regex.compile(
    r"'*+(?:[ \u3000]*+[\t\r\n]|[\s＋－+\-]*+[＝＠=@]|\s*+[＋－+\-].*[A-Za-z0-9Ａ-Ｚａ-ｚ０-９(（|!\"]).*", regex.DOTALL
)
_HARMLESS = compiled(r"[-+－＋]?(?:\d+|\d{1,3}(?:[,，]\d{3})+)(?:[.．]\d+)?[%％]?|[-－]+")
_STARTS = frozenset("'=+-@＝＋－＠\t\r\n \u3000")


def guarded(text: str) -> str:
    """The text as it may stand in a cell: a number or a dash as it is, what begins like a formula behind `'`."""
    return f"'{text}" if text[:1] in _STARTS and _begins_like_a_formula(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` gave a cell."""
    return text[1:] if text.startswith("'") and _begins_like_a_formula(text[1:]) else text


def _begins_like_a_formula(text: str) -> bool:
    return _FORMULA.fullmatch(text) is not None and _HARMLESS.fullmatch(text) is None
