"""The subject of a figure of the prose → what it measures (概念), the same for all wordings, or None."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import meaning_of
from extractor.lexicon.files import concepts
from extractor.lexicon.headings import readings
from extractor.lexicon.schemas import ConceptEntry, ConceptForm, Of
from extractor.lexicon.words import Words, cut

_SHARE = compiled(r"占(?![用有地]).*")  # 占本年收入: what it is a share of is not the subject


@remembering(8192)
def concept_of(subject: str, metric: str, unit: str | None, section: int | None) -> str | None:
    """The concept that a subject names; `metric` and `unit` say whether money, a count or a score is told of it,
    `section` is the number of the standard outline under which it stands, or None."""
    kind = _of(metric, unit)
    words = cut(_SHARE.sub("", plain(subject)), of_prose=True)
    said = list(_sayings(words))
    whole = frozenset(facet for piece in words.pieces for facet in piece.says)
    for entry, allowed in _entries():
        if entry.of != kind or (entry.units and unit not in entry.units):
            continue
        readable = said if not entry.anything else [*said, whole]
        forms = zip(entry.forms, allowed, strict=True)
        if any(_fits(says, may, form.must) for form, may in forms if _stands(form, section) for says in readable):
            return entry.concept
    return None


def _of(metric: str, unit: str | None) -> Of:
    if metric == "score":
        return "score"
    money = unit is None or unit == "%" or unit.endswith("元")
    return "count" if metric == "count" or not money else "money"


def _sayings(words: Words) -> Iterator[frozenset[str]]:
    """What a subject says of which all words are known, with or without the name that stands before it."""
    for pieces in readings(words.pieces):
        meaning = meaning_of([Words(pieces, words.is_remark)])
        if not meaning.residue:
            yield meaning.says | meaning.silent


@remembered
def _entries() -> tuple[tuple[ConceptEntry, tuple[frozenset[str], ...]], ...]:
    """The concepts, each with all that its forms may say."""
    file = concepts()
    return tuple((e, tuple(frozenset((*form.must, *form.may, *file.free)) for form in e.forms)) for e in file.concepts)


def _stands(form: ConceptForm, section: int | None) -> bool:
    """Whether a form is one of the section."""
    if form.within and section not in form.within:
        return False
    return not form.sections or section is None or section in form.sections


def _fits(says: frozenset[str], allowed: frozenset[str], must: tuple[str, ...]) -> bool:
    """Whether what is said is a form of a concept; a form of which nothing must be said fits all."""
    return not must or (says <= allowed and says.issuperset(must))
