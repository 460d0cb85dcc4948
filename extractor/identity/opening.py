"""The opening of a document that no shape of a title fits: it is cut into known words, and what none of them covers is
the name of the unit.

关于公开甲县民政局2023年部门决算的说明 → 甲县民政局, 2023, 部门决算

It counts only where the opening speaks of final accounts (决算) and names exactly one unit. The words are data:
`opening` in `patterns/self_naming.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.identity.naming import YEAR, Naming, clean_name, fiscal_year, titles
from extractor.identity.regions import says_where
from extractor.identity.shapes import self_naming
from extractor.identity.units import is_fuller
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.titles import title_of
from extractor.tables.assembly.frame import frame_of
from extractor.tables.model import PageContent

_MOST_LINES = 12
_LONGEST = 60  # characters of a line in which a document names itself
_REPORT = r"(?P<level>部门|单位)?(?P<report>决算)"


@remembered
def _expressions() -> tuple[Any, Any, Any]:
    """What separates the words of a title, the words that may stand at either end of what is left, and ordinals, with
    which no title begins."""
    file = self_naming()
    words = file.opening
    apart, about = (
        "|".join(map(regex.escape, sorted(found, key=len, reverse=True))) for found in (words.apart, words.about)
    )
    year = rf"(?<!\d){YEAR}(?:{'|'.join(words.years)})(?!\d{{1,2}}月)"
    ends = rf"^(?:{about})+|(?:{about})+$"
    return (
        compiled(rf"{year}|{_REPORT}|{apart}"),
        compiled(ends),
        compiled(rf"(?!附){file.parts['ordinal'].expression}(?<=.)"),
    )


def self_namings(contents: Sequence[PageContent]) -> list[Naming]:
    """Every place where a document names itself, and what its opening says where no shape tells whose it is or of which
    year."""
    found = titles(contents)
    if any(n.name for n in found) and any(n.year for n in found):
        return found
    opening = _of_opening(contents)
    return found if opening is None else [opening, *found]


def _of_opening(contents: Sequence[PageContent]) -> Naming | None:
    """What the first lines of a document say about it, together; None where they say nothing about final accounts."""
    apart, about, _ = _expressions()
    lines = list(_opening(contents))
    texts = [plain(line.text) for line in lines]
    whole = list(apart.finditer("".join(texts)))
    report = next((m for m in whole if m["report"]), None)
    if report is None:
        return None
    level = next((m["level"] for m in whole if m["level"]), None)
    year = next((m["year"] for m in whole if m["year"]), None)
    pieces = [about.sub("", piece) for text in texts for piece in _between(apart, text)]
    return Naming("cover", _only(pieces), fiscal_year(year), level, report["report"], lines[0].page)


def _opening(contents: Sequence[PageContent]) -> Iterator[Line]:
    """The first lines that are set like titles: up to a sentence, a heading with an ordinal, or a table."""
    *_, ordinal = _expressions()
    lines = (line for content in contents[:1] for line in content.lines if line.text.strip())
    for _, line in zip(range(_MOST_LINES), lines, strict=False):
        bare = plain(line.text)
        titled = title_of(line.text)
        begins = ordinal.match(bare) or _is_of_a_table(line.text) or (titled is not None and titled.table is not None)
        if len(bare) > _LONGEST or "。" in bare or begins:
            return
        yield line


def _is_of_a_table(text: str) -> bool:
    """Whether a line gives the owner, number or unit of money of a table; a year alone is a line of a cover."""
    frame = frame_of([text])
    return bool(frame.number or frame.maker or frame.currency_unit)


def _between(apart: Any, text: str) -> Iterator[str]:
    """What stands between the words of a title."""
    begin = 0
    for found in apart.finditer(text):
        yield text[begin : found.start()]
        begin = found.end()
    yield text[begin:]


def _only(pieces: Sequence[str]) -> str | None:
    """The only name among what is left; None where there is none, or a second one."""
    names: list[str] = []
    before = ""
    for piece in pieces:
        name, joined = clean_name(piece), clean_name(before + piece)
        # It may be broken over two lines; what says where it is begins no rest of a name.
        is_rest = piece.startswith(self_naming().opening.goes_on)
        if joined and (name is None or is_rest or (says_where(joined) and not says_where(name))):
            name = joined
        if name:
            names.append(name)
        before = "" if name else piece
    if not names:
        return None
    longest = max(names, key=len)
    return longest if all(is_fuller(longest, name) for name in names) else None
