"""Titles → the table that they name (表名): one of the nine by what its words say, never by its number or its place.

A title is an ordinal, the name of a unit and a year, words, and what follows them (续表, 公开05表). Where all words are
known they name the table, or set it aside (政府采购情况表); where one is not, or where they leave the table open
(支出决算明细表), the columns decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import regex
from msgspec import Struct
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import FLOWS, silent
from extractor.lexicon.files import tables, terms, titles
from extractor.lexicon.schemas import TableEntry, TitleFacets
from extractor.lexicon.spelt_years import with_years_in_digits
from extractor.lexicon.words import Words, cut

LONGEST = 64  # characters of a title in plain form, the name of a unit before it
SHORTEST = 4
NAME_BRACKET = compiled(r"\(.{1,12}?\)")
WHOLE_BRACKET = compiled(r"\(((?:[^()]|\([^()]*\))*)\)")  # 【收入决算表】
LAST_BRACKET = compiled(r"\([^()]*\)$|(?<=[表)])-+[^-()]+$")  # …表（某局）, …表——某局
LAST_BRACKETS = compiled(r"(?:\([^()]*\))+$")
SENTENCE = compiled("[。；;:!?]")
YEAR = compiled(r"20\d\d年?[度末底]?(?:1(?:月|月?[-至到])12月)?")
AMOUNT = frozenset({"amount"})
FISCAL = frozenset({"fiscal"})
BUDGET = frozenset({"budget"})
WHOLE = frozenset({"basic", "project"})  # of all that is spent
BY_PARTS = ("(分", "(按", "(各")
ENDS_WITHOUT = frozenset({"final", "situation", "detail", "overall"})
"""What the last word of a title says from which 表 is left out."""
ONLY_WHOLE = frozenset({"final", "final_accounts_as_a_whole", "unit", "budget", "nothing", "this_year"})


class Title(Struct, frozen=True):
    """A title line.

    - `table`: 01 … 09, or None for a title that names none of them by itself.
    - `known`: without a table, it is set aside under its `name`.
    - `may_be`: the tables among which it leaves open (set aside where the columns are those of none).
    - `residue`: its unknown words.
    - `weak`: it names its table only in a document that prints none under a strong title.
    - `speaks_of`: set aside, the table that it would name without the words that do so (预算, 绩效, 分单位).
    """

    text: str
    table: str | None
    name: str
    weak: bool = False
    known: bool = True
    may_be: tuple[str, ...] = ()
    residue: tuple[str, ...] = ()
    length: int = 0
    speaks_of: str | None = None


def table_entry(number: str) -> TableEntry:
    """The entry of one of the nine tables."""
    return next(entry for entry in tables().tables if entry.table == number)


def title_of(text: str) -> Title | None:
    """The title in a line, or None for a line that is not the title of a table."""
    return _title_of(text) if SHORTEST <= len(text) <= 3 * LONGEST else None


def title_over(text: str, framed: bool) -> Title | None:
    """The title in a line right above a table, where 表 may be left out (财政拨款收支总决算). Without it, it is a weak
    title if the number, unit or maker of the table stands in between (`framed`); else the columns decide. One of a
    budget (某局2024年部门预算) sets its table aside."""
    title = title_of(text)
    if title is not None:
        return title
    body = _without_marks_behind(plain(text))
    last = cut(LAST_BRACKETS.sub("", body)).pieces[-1:]
    if not (last and last[0].says & (ENDS_WITHOUT | BUDGET)):
        return None
    named = title_of(f"{body}{_table_words()[1]}")
    if named is None or not (named.table or named.may_be):
        return replace(named, text=text) if named and named.known and last[0].says == BUDGET else None
    if framed:
        return replace(named, text=text, weak=True)
    return replace(named, text=text, table=None, may_be=named.may_be or (str(named.table),))


@remembering(4096)
def _title_of(text: str) -> Title | None:
    whole = with_years_in_digits(plain(text))
    if bracketed := WHOLE_BRACKET.fullmatch(whole):
        whole = bracketed[1]
    if not SHORTEST <= len(whole) <= LONGEST:
        return None
    body = _without_marks_behind(_before().sub("", whole, count=1))
    if not body.endswith(_table_words()):
        return None
    if SENTENCE.search(body) or _is_part(body):
        return None
    for begin in _beginnings(body):
        words = cut(body[begin:])
        if words.are_known and _ends_in_table(body[begin:]) and not (_is_cut(words) or (begin and _is_fiscal(words))):
            found = _named(text, body, begin, words)
            if found.table or found.may_be or "unit" not in words.says:
                return found
    return _unknown(text, body)


def _without_marks_behind(text: str) -> str:
    """A title without what stands around it behind, before a bracket of its own too (…表（单位：万元）（分科目）)."""
    body = _after().sub("", text)
    bracket = LAST_BRACKET.search(body)
    if bracket is None:
        return body
    return _without_marks_behind(body[: bracket.start()]) + ("" if _names_a_unit(bracket[0]) else bracket[0])


def _names_a_unit(bracket: str) -> bool:
    """Whether a bracket behind a title says whose it is (（某市水务局本级）): its end is that of a name, before which
    words are unknown; but not by what its rows are (（分处室））."""
    if bracket.startswith(BY_PARTS):
        return False
    end = max((found.end() for found in _unit_endings().finditer(bracket)), default=0)
    return bool(cut(bracket[:end]).residue) and not cut(bracket[end:]).residue


def _is_cut(words: Words) -> bool:
    """Whether a title begins with the end of a word, as where the edge of a page cuts it (款支出决算表)."""
    first = words.pieces[0]
    return len(first.text) == 1 and first.says == AMOUNT


def _is_fiscal(words: Words) -> bool:
    """Whether what follows the name of a place is the rest of the name of its finance bureau (某区财政局收支决算表)."""
    return words.pieces[0].says == FISCAL and words.pieces[0].text.endswith(unit_endings())


def _ends_in_table(text: str) -> bool:
    """Whether 表 is the last word, before brackets at the end or within one (（总表）), and occurs nowhere else:
    otherwise there are two titles. It may be doubled (收入决算表一览表)."""
    return _is_last(LAST_BRACKETS.sub("", text)) or _is_last(text)


def _is_last(text: str) -> bool:
    ends = ["table" in piece.says for piece in cut(text).pieces]
    return bool(ends) and ends[-1] and ends == sorted(ends)


def _beginnings(body: str) -> Iterator[int]:
    """The places at which the words of a title may begin: at the start, or after the name of a unit, a bracket or a
    year."""
    yield 0
    for end in sorted({m.end() for m in _unit_endings().finditer(body)} | {m.end() for m in YEAR.finditer(body)}):
        last = cut(body[:end]).pieces[-1:]
        if all(p.is_residue or p.year or p.says & {"unit", "nothing", "fiscal"} for p in last):
            yield end
            if bracket := NAME_BRACKET.match(body, end):
                yield bracket.end()


def _is_part(body: str) -> bool:
    """Whether a line is the heading of a whole part of the disclosure (某局部门决算公开表) rather than a table."""
    for begin in _beginnings(body):
        words = cut(body[begin:])
        if cut(body[:begin]).says & FLOWS:  # 政府性基金预算支出部门决算表
            return False
        if words.are_known and words.says & ONLY_WHOLE and words.says - frozenset(tables().free) <= ONLY_WHOLE:
            return bool(words.says & {"final", "final_accounts_as_a_whole"})
    return False


def _named(text: str, body: str, begin: int, words: Words) -> Title:
    """The title whose words, from `begin` on, are all known."""
    says = words.says - frozenset(tables().free)
    bracket = LAST_BRACKET.search(body)
    budget = "budget" in says and ("final" not in words.says or bool(bracket and "budget" in cut(bracket[0]).says))
    says -= {"budget"}
    if says >= WHOLE:
        says = says - WHOLE | {"expenditure"}  # 基本支出和项目支出决算表
    aspects = says & frozenset(tables().aspects)
    name = _without_year(body[begin:])
    weak = "situation" in words.says and "final" not in words.says
    if budget or says & frozenset(tables().beside) or _fits_any(tables().aside, says):
        for entry in tables().tables:
            strong = _fits(entry.titles, says)
            if not budget and (strong or (entry.weak and _fits(entry.weak, says))):
                return Title(text, entry.table, name, weak or not strong, length=len(name))
        rest = says - aspects - frozenset(tables().beside)
        if "project" in says:
            rest |= {"expenditure"}
        spoken = (entry.table for entry in tables().tables if _fits((*entry.titles, *entry.weak), rest))
        return Title(text, None, body, length=len(body), speaks_of=next(spoken, None))
    for entry in tables().tables:
        if _fits(entry.titles, says) or _fits(entry.weak, says):
            return Title(text, entry.table, name, weak or not _fits(entry.titles, says), length=len(name))
    may_be = [table for title in tables().open if says <= {*title.must, *title.may} for table in title.tables]
    may_be += [e.table for e in tables().tables if aspects and _fits((*e.titles, *e.weak), says - aspects)]
    if may_be:
        return Title(text, None, name, may_be=tuple(dict.fromkeys(may_be)), length=len(name))
    may_be = [entry.table for entry in tables().tables if is_within(says, entry.titles)]
    return Title(text, None, name, known=False, may_be=tuple(may_be), length=len(name))


def is_within(says: frozenset[str], forms: Collection[TitleFacets]) -> bool:
    """Whether one of the forms of the title of a table says all of that, among other things."""
    return any(says <= {*form.must, *form.may} for form in forms)


def _fits(title_facets: Collection[TitleFacets], says: frozenset[str]) -> bool:
    return any(says.issuperset(t.must) and says <= {*t.must, *t.may} for t in title_facets)


def _fits_any(title_facets: Collection[TitleFacets], says: frozenset[str]) -> bool:
    return any(says.issuperset(t.must) and "general" not in says for t in title_facets)


def _unknown(text: str, body: str) -> Title | None:
    """A line that reads like the title of a table, with words that are not all known."""
    words = cut(body)
    if not _reads_like_a_title().fullmatch(body) or not words.says - silent():
        return None
    aside = bool(words.says & frozenset(tables().beside))
    return Title(text, None, body, known=aside, residue=words.residue)


def _without_year(body: str) -> str:
    return YEAR.sub("", body, count=1) if YEAR.match(body) else body


def is_set_aside(title: Title) -> bool:
    """Whether a title that names none of the nine is a known one: all its words are, or one that none of the nine
    has."""
    return title.table is None and title.known


def is_contents_heading(text: str) -> bool:
    return plain(text).lower() in titles().contents.heading


def contents_entry(text: str) -> str | None:
    """The heading of a line of the contents page (heading, leaders, page number), or None."""
    text = text.strip()
    if not text[-1:].isdigit():
        return None
    found = _contents_line().match(text)
    return found["title"].strip(" .…·\t") if found else None


@remembered
def _table_words() -> tuple[str, ...]:
    """The words that end a title, and a bracket that may stand after them."""
    return (")", *(word for entry in terms() if "table" in entry.says for word in entry.words))


@remembered
def unit_endings() -> tuple[str, ...]:
    """How the names of units end."""
    return tuple(titles().unit_endings)


@remembered
def _before() -> regex.Pattern[str]:
    return compiled("^(?:" + "|".join(f"(?:{e.expression})" for e in titles().filled(titles().before)) + ")+")


@remembered
def _after() -> regex.Pattern[str]:
    return compiled("(?:" + "|".join(f"(?:{e.expression})" for e in titles().filled(titles().after)) + ")+$")


@remembered
def _unit_endings() -> regex.Pattern[str]:
    return compiled("|".join(sorted(map(regex.escape, titles().unit_endings), key=len, reverse=True)))


@remembered
def _reads_like_a_title() -> regex.Pattern[str]:
    return compiled(titles().unknown.expression)


@remembered
def _contents_line() -> regex.Pattern[str]:
    return compiled(titles().contents.line.expression)
