"""Headings between the tables that say whose the next tables are: 二、云岭县救助站2023年度单位决算表, （一）本级.

A heading is a short line with the name of a unit, and an ordinal, a year and words for final accounts around it, or
with 本级 or 汇总 alone. A bare name is one only right before a table or alone on its page: in a list of subordinate
units, or in the middle of the prose, it heads nothing.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

import regex
from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.identity.model import Coverage
from extractor.identity.naming import clean_name
from extractor.identity.shapes import self_naming
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.ordinals import without_attached
from extractor.lexicon.titles import contents_entry, is_contents_heading, title_of
from extractor.tables.assembly.frame import frame_of, is_frame
from extractor.tables.model import Grid, PageContent

LONGEST = 50  # characters of a heading in plain form
LONGEST_LINE = 200  # characters; a longer one is a paragraph
FARTHEST = 2000  # lines between a table and what is said of it: more than fifty pages
NEAR = 4  # lines between a bare name and the table that it heads
FEW = 6  # lines of a page that holds a heading alone
_LISTED = compiled(r"\d")  # 1.某局: an entry of a list
_SENTENCE = compiled(r"[,;。!?]|\d\.\d")


class _Shapes(Struct, frozen=True):
    """The expressions made of the words in `self_naming.yaml`; `report` stands below a name, as on a cover."""

    named: regex.Pattern[str]
    coverage_alone: regex.Pattern[str]
    own: regex.Pattern[str]
    summary: regex.Pattern[str]
    report: regex.Pattern[str]
    says_final: regex.Pattern[str]
    another: regex.Pattern[str]


@remembered
def _shapes() -> _Shapes:
    data, parts = self_naming().table_headings, self_naming().parts
    year = parts["year"].expression.replace("?P<year>", "?:")
    words, ends, own, summary, alone, final, another = (
        "|".join(listed)
        for listed in (data.words, data.ends, data.own, data.summary, data.alone, data.says_final, data.another)
    )
    first = data.own[0]  # 本级 alone is said without brackets: 机关 and 本部 are parts of names
    bracket = rf"\((?:{own}|{summary})\)"
    plain_words = rf"(?:{first}|{summary})"
    return _Shapes(
        compiled(
            rf"(?:{year})?(?P<name>.+?)(?:{bracket}|{plain_words})?"
            rf"(?P<tail>(?:{year})?(?:{words})*(?:\(?{year}\)?)?|(?:{ends}))(?:{bracket})?"
        ),
        compiled(rf"(?:{year})?(?:{alone})?(?:{plain_words}|\({plain_words}\))(?:{year})?(?:{words})*(?:{bracket})?"),
        compiled(rf"{first}(?=$|[()]|20\d\d|年|{words})|\((?:{own})\)"),
        compiled(summary),
        compiled(rf"(?:{year})?(?:部门|单位)?决算(?:{words})*"),
        compiled(final),
        compiled(another),
    )


class Mark(Struct, frozen=True):
    """What a line says about the tables after it: the unit (None where it names none) and the coverage; `is_bare`: a
    name without a word for final accounts."""

    name: str | None
    coverage: Coverage | None
    is_bare: bool = False


def coverage_of(text: str | None) -> Coverage | None:
    """What a maker row, a title or a heading says about its coverage: X局（本级） → own; both words together say
    nothing."""
    bare = plain(text or "")
    own, summary = bool(_shapes().own.search(bare)), bool(_shapes().summary.search(bare))
    if own == summary:
        return None
    return Coverage.OWN if own else Coverage.SUMMARY


def mark_of(text: str) -> Mark | None:
    """What a line says as a heading; None for a line that is none."""
    bare = plain(text)
    if not 2 <= len(bare) <= LONGEST or _SENTENCE.search(bare) or _shapes().another.search(bare):
        return None
    rest = without_attached(bare)
    if _shapes().coverage_alone.fullmatch(rest):
        return Mark(None, coverage_of(rest))
    found = _shapes().named.fullmatch(rest)
    name = clean_name(found["name"]) if found else None
    if found is None or name is None:
        return None
    return Mark(name, coverage_of(rest), not _shapes().says_final.search(found["tail"]))


class Between(Struct, frozen=True):
    """A grid and what stands before it: the last heading, and the makers printed above its title (`over`) or, below the
    grid before it and still on the same page (`foot`). What follows the last grid heads none."""

    grid: Grid | None
    mark: Mark | None
    over: str | None
    foot: str | None


def betweens(contents: Sequence[PageContent]) -> list[Between]:
    """The grids of a document in order, and at the end what follows the last."""
    found: list[Between] = []
    lines: list[Line] = []
    before: Grid | None = None
    for content in contents:
        if _is_contents(content):
            continue
        for item in content.items:
            if isinstance(item, Line):
                lines.append(item)
                continue
            found.append(_between(before, lines, item))
            before, lines = item, []
    found.append(_between(before, lines, None))
    return found


def _is_contents(content: PageContent) -> bool:
    return not content.grids and any(
        len(line.text) <= LONGEST_LINE and is_contents_heading(line.text) for line in content.lines
    )


def _between(before: Grid | None, lines: Sequence[Line], grid: Grid | None) -> Between:
    lines = [line for line in lines if len(line.text) <= LONGEST_LINE and line.text.strip()]
    title = next((i for i, line in enumerate(lines) if (t := title_of(line.text)) and t.table), len(lines))
    over = foot = None
    for line in (*lines[: min(title, FARTHEST)], *lines[max(title - FARTHEST, FARTHEST) : title]):
        if title == len(lines) and (before is None or line.page > before.page):
            break  # nothing stands over a title, nor at the foot of the page before
        maker = frame_of([line.text]).maker if is_frame(line.text) else None
        if maker and before is not None and line.page == before.page and (title < len(lines) or _apart(before, grid)):
            foot = foot or maker
        elif maker and title < len(lines):
            over = maker
    return Between(grid, _last_mark(lines, title) if grid is not None else None, over, foot)


def _apart(before: Grid, grid: Grid | None) -> bool:
    return grid is None or grid.page > before.page


def _closes(lines: Sequence[Line]) -> bool:
    """Whether another heading follows a bare name before the table: what the name stands under ends there."""
    return any(without_attached(bare) != bare for bare in (plain(line.text) for line in lines))


def _last_mark(lines: Sequence[Line], title: int) -> Mark | None:
    """The last heading among the lines between two grids, with the name of the one before it if it has none; `title` is
    the place of the title of the second grid."""

    @functools.cache
    def mark_at(place: int) -> Mark | None:
        text = lines[place].text
        return None if place < title and contents_entry(text) else mark_of(text)

    def counts(place: int, mark: Mark) -> bool:
        if is_frame(lines[place].text):
            return False
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        if not mark.is_bare or _shapes().report.fullmatch(plain(following)):
            return True
        around = (mark_at(near) for near in (place - 1, place + 1) if 0 <= near < len(lines))
        beside = (other for other in around if other and other.is_bare and other.name)
        if _LISTED.match(plain(lines[place].text)) or any(other.name != mark.name for other in beside):
            return False
        alone = pages[lines[place].page] <= FEW
        return (alone or title - place <= NEAR) and not _closes(lines[place + 1 : title])

    pages = Counter(line.page for line in lines)
    last: Mark | None = None
    for place in reversed(range(max(title - FARTHEST, 0), title)):
        mark = mark_at(place)
        if mark is None or not counts(place, mark):
            continue
        last = mark if last is None else Mark(mark.name, last.coverage)
        if last.name is not None:
            break
    return last
