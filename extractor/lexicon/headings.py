"""A heading of the prose (标题) → the section of the 情况说明 that it opens, by what its words say."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import sections, titles
from extractor.lexicon.schemas import SectionEntry
from extractor.lexicon.words import Piece, bare, cut

NONE = "none"  # of headings that have a word of a section and open none
_LAST_BRACKET = compiled(r"\([^()]{2,14}\)$")
_NAME = 30  # characters that the name of a unit and a year may have before what the heading says
_BEHIND = 30  # characters that may follow the word of a section
_TABLE = "表"  # 政府采购情况表 is the title of a table,
_TOLD = ("表说明", "表情况说明", "表情况")  # and 政府采购情况表说明 speaks of it


@remembering(4096)
def section_of(heading: str) -> str | None:
    """The key of the section that a heading without its ordinal opens; None where it opens none that is known."""
    name = _LAST_BRACKET.sub("", plain(heading).rstrip("。：:"))
    for word in sections().passed_over:
        name = name.replace(word, "")
    name = bare(name)
    said = [
        frozenset().union(*(p.says for p in pieces))
        for pieces in readings(cut(name).pieces)
        if not any(p.is_residue for p in pieces)
    ]
    for entry, words in _entries():
        if any(_has(name, word, entry.after_anything) for word in words) or any(_fits(entry, says) for says in said):
            return None if entry.section == NONE else entry.section
    return None


def keys() -> frozenset[str]:
    """The keys of all sections that a heading can name."""
    return frozenset(entry.section for entry in sections().sections) - {NONE}


@remembered
def _entries() -> tuple[tuple[SectionEntry, tuple[str, ...]], ...]:
    return tuple((entry, tuple(map(bare, entry.words))) for entry in sections().sections)


def readings(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    """The words of a heading or a subject: all of them, and those behind its year or the name of a unit."""
    yield pieces
    length = 0
    for place, piece in enumerate(pieces, 1):
        length += len(piece.text)
        if length <= _NAME and (piece.year is not None or _ends_name(piece)):
            yield pieces[place:]


def _ends_name(piece: Piece) -> bool:
    return piece.is_residue and piece.text.endswith(tuple(titles().unit_endings))


def _has(name: str, word: str, after_anything: bool) -> bool:
    """Whether the word stands in a name, and before it nothing that is not known."""
    before, found, behind = name.partition(word)
    if not found or len(behind) > _BEHIND or (_TABLE in behind and not behind.endswith(_TOLD)):
        return False
    return after_anything or any(not any(p.is_residue for p in pieces) for pieces in readings(cut(before).pieces))


def _fits(entry: SectionEntry, says: frozenset[str]) -> bool:
    """Whether what the words say is one of the forms of a section."""
    free = frozenset(sections().free)
    return any(says.issuperset(form.must) and says - free <= {*form.must, *form.may} for form in entry.forms)
