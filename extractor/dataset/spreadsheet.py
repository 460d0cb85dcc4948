"""Text in CSV that a spreadsheet would run as a formula is put behind an apostrophe.

The expressions are written for both of their users: `regex` here, and RE2 in the queries of the database.
"""

from __future__ import annotations

from extractor.kept import compiled

_BLANK = r"\s\x0b\x1c-\x1f\x85\p{Z}"
# Excel takes the full-width signs for the ASCII ones, and passes over blanks before them. After a plus or a minus only
# what has a letter, a digit or a bracket can run: －其中 is a label.
FORMULA = (
    r"(?s)'*(?:[ \x{3000}]*[\t\r\n]"
    rf"|[{_BLANK}＋－+\-]*[＝＠=@]"
    rf"|[{_BLANK}]*[＋－+\-].*[A-Za-z0-9Ａ-Ｚａ-ｚ０-９(（|!\"])"
    r".*"
)
HARMLESS = r"[-+－＋]?(?:\p{Nd}+|\p{Nd}{1,3}(?:[,，]\p{Nd}{3})+)(?:[.．]\p{Nd}+)?[%％]?|[-－]+"
_FORMULA = compiled(FORMULA.replace(r"\x{3000}", "\u3000"))
_HARMLESS = compiled(HARMLESS)
STARTS = "'=+-@＝＋－＠\t\r\n \u3000"
_STARTS = frozenset(STARTS)


def guarded(text: str) -> str:
    """The text as it may stand in a cell: a number or a dash as it is, what begins like a formula behind `'`."""
    return f"'{text}" if text[:1] in _STARTS and _begins_like_a_formula(text) else text


def _begins_like_a_formula(text: str) -> bool:
    return _FORMULA.fullmatch(text) is not None and _HARMLESS.fullmatch(text) is None
