"""How a document names itself: unit, year and kind of report, found in the cover, headings and the first words of the
prose.

One pass over the lines; `units` and `year` then decide by their rules. The shapes are data:
`patterns/self_naming.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import regex
from msgspec import Struct
from msgspec.structs import asdict

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.identity.model import ReportKind
from extractor.identity.shapes import Place, editions, self_naming
from extractor.kept import compiled
from extractor.knowledge import files, remembered
from extractor.lexicon.spelt_years import CHINESE_DIGITS
from extractor.lexicon.titles import is_contents_heading
from extractor.tables.model import PageContent

_TITLE_LINES = 8  # lines in which the title of a document without a cover stands
YEAR = r"(?P<year>20\d{2}|二[〇○零0O][一二三四五六七八九〇○零]{2})"
_TITLE_YEAR = compiled(rf"{YEAR}年")
_COVER_LINES = 20  # a cover has fewer; beyond them it is none
_TIMEOUT = 0.2  # seconds for one match; the patterns need microseconds
_NAME = compiled(r"[A-Za-z0-9]{0,12}[\p{Han}〇(][\p{Han}〇A-Za-z0-9()、·.,&\-]+")
_ENCLOSED = compiled(r"^\(([^()]+)\)$")
_CHINESE_BRACKETS = str.maketrans("()", "（）")
_LONGEST_LINE = 400  # characters; a longer one is a paragraph, whose first words another line has said
_LONGEST_HEADING = 100  # characters, the name of a unit in it
_BROKEN_OFF = 40  # characters of the next line that may end a name
_NAME_OF_SHEET = compiled(r"[A-Za-z]+\d*")  # which spreadsheets print over their pages
_COVER_BREAKS = 4  # lines over which a title of the cover may be set


class Naming(Struct, frozen=True):
    """One place where a document names itself; what it does not say there is None. `page` is 1-based."""

    place: Place
    name: str | None
    year: int | None
    level: str | None  # 部门 or 单位
    report: str | None  # 决算 or 预算
    page: int


_KINDS = {
    ("部门", "决算"): ReportKind.DEPARTMENT_FINAL,
    ("单位", "决算"): ReportKind.UNIT_FINAL,
    ("部门", "预算"): ReportKind.DEPARTMENT_BUDGET,
    ("单位", "预算"): ReportKind.UNIT_BUDGET,
}


class _Shape(Struct, frozen=True):
    """`seconds` for one match: of the library's, which are bounded, none are counted, as that takes as long as they."""

    places: frozenset[str]
    pattern: regex.Pattern[str]
    seconds: float | None


@remembered
def _shapes() -> tuple[_Shape, ...]:
    file = self_naming()
    seconds = _TIMEOUT if len(files("self_naming.yaml")) > 1 else None  # a user's folder has some of its own
    return tuple(_Shape(frozenset(s.places), compiled(file.expression(s)), seconds) for s in file.titles)


@remembered
def _names() -> tuple[regex.Pattern[str], ...]:
    file = self_naming()
    none = "|".join(
        [f".*(?:{p.expression}).*" for p in file.placeholders] + [f"(?:{g.expression})" for g in file.generic]
    )
    return (
        compiled(none),
        compiled(rf"^(?:{file.before.expression})+"),
        compiled(rf"(?:{file.after.expression})"),
        compiled(rf"(?:{file.endings.expression})$"),
    )


@remembered
def _signs() -> dict[str, regex.Pattern[str]]:
    file = self_naming()
    return {name: compiled(rule.expression) for name, rule in {**asdict(file.signs), "part": file.part}.items()}


def clean_name(text: str | None) -> str | None:
    """The name in `部门：[026]甲县民政局（本级）` → 甲县民政局; None where a placeholder or a common noun stands
    instead.

    Brackets that belong to the name come out full-width, as Chinese sets them.
    """
    if not text:
        return None
    none, before, after, endings = _names()
    name = before.sub("", plain(text)[:_LONGEST_LINE]).strip(",;.、-:。")
    name = _ENCLOSED.sub(r"\1", name)
    while (shorter := after.sub("", name)) != name:
        name = shorter
    if not 2 < len(name) <= 60 or none.fullmatch(name) or not _NAME.fullmatch(name):
        return None
    return name.translate(_CHINESE_BRACKETS) if endings.search(name) else None


def fiscal_year(text: str | None) -> int | None:
    """2023, 二〇二三 → 2023."""
    return int(text.translate(CHINESE_DIGITS)) if text else None


@remembered
def _corrected_title() -> regex.Pattern[str]:
    return compiled(rf"(?P<title>.*决算\w{{0,10}}?){editions().corrected.expression}")


def _title(text: str, place: Place, page: int) -> Naming | None:
    corrected = _corrected_title().fullmatch(text) if "决算" in text else None
    if corrected is not None:
        text = corrected["title"]
    for shape in _shapes():
        if place not in shape.places:
            continue
        try:
            match = shape.pattern.match(text, timeout=shape.seconds)
        except TimeoutError:
            continue
        if match is None:
            continue
        found = match.groupdict()
        name, year = clean_name(found.get("name")), fiscal_year(found.get("year"))
        if name or (year and not found.get("name")):
            return Naming(place, name, year, found.get("kind"), found.get("report"), page)
    return None


def titles(contents: Sequence[PageContent]) -> list[Naming]:
    """Every place outside the tables where the document names itself, in order: cover, headings, first words."""
    lines = [
        line
        for content in contents
        for line in content.lines
        if line.text and not line.text.isspace() and len(line.text) <= _LONGEST_LINE
    ]
    on_cover = cover(lines)
    found = list(_covers(lines[:on_cover]))
    texts = [plain(line.text) for line in lines]
    rest, part = _signs()["rest"], _signs()["part"]
    own = [_inner(text, line.page) for text, line in zip(texts, lines, strict=True)]
    i = on_cover
    while i < len(lines):
        title, after = own[i], texts[i + 1] if i + 1 < len(lines) else ""
        # A name or a title broken over two lines; one that lies wholly in the next line is that line's.
        if title is None and after and rest.search(after[:_BROKEN_OFF]) and not part.match(after):
            following = own[i + 1]
            if following is None or (following.place == "heading" and part.match(texts[i])):
                title = _inner(texts[i] + after, lines[i].page)
                i += title is not None
        if title is not None:
            found.append(title)
        i += 1
    return found


def final_title(contents: Sequence[PageContent]) -> str | None:
    """The first of the first lines that is a title of final accounts: 决算说明, X局2015年度决算, “三公”经费决算公开.

    A sentence with a full stop is no title; a title with 预算 alone is one of a budget. In plain form.
    """
    lines = (line.text for content in contents[:1] for line in content.lines if len(line.text) <= _LONGEST_LINE)
    texts = (plain(text) for text in lines if text.strip())
    return next((text for text in islice(texts, _TITLE_LINES) if _signs()["title"].fullmatch(text)), None)


def title_year(title: str) -> int | None:
    """The fiscal year in a title, whatever else it names."""
    found = _TITLE_YEAR.search(title)
    return fiscal_year(found["year"]) if found else None


def _inner(text: str, page: int) -> Naming | None:
    """What a line after the cover says: a short line may be a heading, and any line may begin with the name."""
    heading = len(text) < _LONGEST_HEADING and _signs()["heading"].search(text) and _title(text, "heading", page)
    return heading or (_title(text, "prose", page) if _signs()["prose"].search(text) else None)


def first_words_name(text: str) -> str | None:
    """The unit with whose name a paragraph opens: 甲县民政局2023年度收入总计…; None where it opens otherwise."""
    bare = plain(text[:_LONGEST_LINE])
    found = _title(bare, "prose", 1) if _signs()["prose"].search(bare) else None
    return found.name if found else None


def cover(lines: Sequence[Line]) -> int:
    """How many lines belong to the cover: those before the contents, on the first page."""
    for i, line in enumerate(lines[: _COVER_LINES + 1]):
        if line.page > 1 or is_contents_heading(line.text):
            return i
    return min(len(lines), _COVER_LINES) if lines and lines[-1].page > 1 else 0


def _covers(lines: Sequence[Line]) -> Iterator[Naming]:
    """The titles on the cover, which has few words per line."""
    texts = [plain(line.text) for line in lines]
    begin = 0
    while begin < len(lines):
        if _NAME_OF_SHEET.fullmatch(texts[begin]):
            begin += 1
            continue
        for end in range(min(begin + _COVER_BREAKS, len(lines)), begin, -1):
            title = _title("".join(texts[begin:end]), "cover", lines[begin].page)
            if title is not None:
                yield title
                begin = end
                break
        else:
            begin += 1


def report_kind(found: Sequence[Naming]) -> ReportKind | None:
    """The kind of report, according to the cover, or else to most headings.

    部门 and 单位 are taken as printed; a unit that fills in the form of a department cannot be recognised by its title.
    """
    for place in ("cover", "heading"):
        kinds = Counter(k for t in found if t.place == place and (k := _KINDS.get((t.level or "", t.report or ""))))
        if kinds:
            return kinds.most_common(1)[0][0]
    return None
