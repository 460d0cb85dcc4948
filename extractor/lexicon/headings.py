"""A heading of the prose (标题) → the section of the 情况说明 that it opens, by what its words say."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import plain
from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import sections, titles
from extractor.lexicon.heading_roles import LAST_BRACKET
from extractor.lexicon.prose_schemas import SectionEntry
from extractor.lexicon.words import Piece, bare, cut, ends_known

NONE = "none"  # of headings that have a word of a section and open none
_NAME = 30  # characters that the name of a unit and a year may have before what the heading says
_BEHIND = 30  # characters that may follow the word of a section
_Word = tuple[int, str]  # the place of an entry, and a word of its
_Form = tuple[int, frozenset[str], frozenset[str]]  # the place of an entry, what must be said, and all that may be
_TABLE = "表"  # 政府采购情况表 is the title of a table,
_TOLD = ("表说明", "表情况说明", "表情况")  # and 政府采购情况表说明 speaks of it


@remembering(4096)
def section_of(heading: str) -> str | None:
    """The key of the section that a heading without its ordinal opens; None where it opens none that is known."""
    name = LAST_BRACKET.sub("", plain(heading).rstrip("。：:"))
    for word in sections().passed_over:
        name = name.replace(word, "")
    name = bare(name)
    said = [
        frozenset().union(*(p.says for p in pieces))
        for pieces in readings(cut(name).pieces if ends_known(name) else ())
        if not any(p.is_residue for p in pieces)
    ]
    entries, titles_of, words, forms = _entries()
    last = len(entries)
    by_title = titles_of.get(name, last)
    by_word = next((at for at, w in words if w in name and _has(name, w, entries[at].after_anything)), last)
    by_form = next((at for at, must, may in forms for says in said if must <= says <= may), last)
    first = min(by_title, by_word, by_form)
    return None if first == last or entries[first].section == NONE else entries[first].section


def keys() -> frozenset[str]:
    """The keys of all sections that a heading can name."""
    return frozenset(entry.section for entry in sections().sections) - {NONE}


@remembered
def _entries() -> tuple[tuple[SectionEntry, ...], dict[str, int], tuple[_Word, ...], tuple[_Form, ...]]:
    entries = sections().sections
    titles_of = {bare(title): at for at, entry in enumerate(entries) for title in entry.titles}
    free = sections().free
    words = tuple((at, bare(word)) for at, entry in enumerate(entries) for word in entry.words)
    forms = tuple(
        (at, frozenset(form.must), frozenset((*form.must, *form.may, *free)))
        for at, entry in enumerate(entries)
        for form in entry.forms
    )
    return entries, titles_of, words, forms


def readings(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """The words of a heading or a subject: all of them, and those behind its year or the name of a unit."""
    yield pieces
    length = 0
    for place, piece in enumerate(pieces, 1):
        length += len(piece.text)
        if length <= _NAME and (piece.year is not None or _ends_name(piece)):
            yield pieces[place:]


def _ends_name(piece: Piece) -> bool:
    return piece.says == {"unit"} or (piece.is_residue and piece.text.endswith(tuple(titles().unit_endings)))


def _has(name: str, word: str, after_anything: bool) -> bool:
    """Whether a name has the word with nothing unknown before it and no other title behind it."""
    before, _, behind = name.partition(word)
    if len(behind) > _BEHIND or (_TABLE in behind and not behind.endswith(_TOLD)):
        return False
    return after_anything or any(not any(p.is_residue for p in pieces) for pieces in readings(cut(before).pieces))
