"""Page numbers (页码) as documents print them: alone on a line (-3-, 第3页 共18页), or behind what stands there."""

from __future__ import annotations

import regex
from msgspec import Struct

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.files import frame

LONGEST = 40  # characters, blanks included, of a line that is a page number and nothing else
_SIGNS = "-第", "-页"  # before and behind a number that is no amount


class PageNumber(Struct, frozen=True):
    """The number of a page, and how many pages there are, where that is printed with it; `is_marked`: signs around it
    say what it is."""

    number: int
    total: int | None
    is_marked: bool


class _Rules(Struct, frozen=True, eq=False):
    """The rules of `patterns/lexicon/frame.yaml` on page numbers."""

    alone: regex.Pattern[str]
    behind: regex.Pattern[str]
    browser: regex.Pattern[str]


@remembered
def _rules() -> _Rules:
    entries = (frame().page_number, frame().page_number_behind, frame().browser)
    return _Rules(*(compiled(entry.expression) for entry in entries))


def page_number(text: str) -> PageNumber | None:
    """The page number that a line is."""
    return _numbered(_rules().alone.search(plain(text))) if len(text) <= LONGEST else None


def page_number_at_foot(text: str) -> PageNumber | None:
    """The page number that a line is, or ends in: behind a title, or behind the address of a page that was printed from
    a browser."""
    bare, rules = plain(text), _rules()
    return page_number(text) or _numbered(rules.behind.search(bare)) or _numbered(rules.browser.search(bare))


def is_of_browser(text: str) -> bool:
    """Whether a line is one that browsers print at the foot of a page: an address, or a date or title and the number of
    the page."""
    return _rules().browser.search(plain(text)) is not None


def _numbered(found: regex.Match[str] | None) -> PageNumber | None:
    if found is None or not found["number"]:
        return None
    before, behind = _SIGNS
    return PageNumber(
        int(found["number"]),
        int(found["total"]) if found["total"] else None,
        is_marked=found[0][0] in before and found[0][-1] in behind,
    )
