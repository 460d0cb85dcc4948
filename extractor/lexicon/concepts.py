"""The subject of a figure of the prose → what it measures (概念), the same for all wordings; or None."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import meaning_of
from extractor.lexicon.files import concepts
from extractor.lexicon.headings import readings
from extractor.lexicon.prose_schemas import ConceptForm
from extractor.lexicon.schemas import Of
from extractor.lexicon.words import Words, cut

# 占本年收入: what it is a share of is not the subject; nor is in 事业收入（学费、住宿费） what it consists of
_BESIDE = compiled(r"占(?![用有地]).*|(?<=.{2})\((?:含|包括|(?!不含|除|扣除)[^()]{1,20}、)[^()]{1,40}\)$")

_HIDDEN = compiled(r"[*×]{2}")  # ***支出, ××支出: a name that the publisher left out


def concept_of(subject: str, metric: str, unit: str | None, section: int | None) -> str | None:
    """The concept that a subject names; `metric` and `unit` say whether the figure is money, a count or a score,
    `section` is the number of the section of the standard outline in which it stands, or None."""
    kind = _of(metric, unit)
    return _concept(subject, kind, unit if kind in _by_unit() else None, section)


@remembering(8192)
def _concept(subject: str, kind: Of, unit: str | None, section: int | None) -> str | None:
    if _HIDDEN.search(plain(subject)):
        return None
    said, whole = _said(subject)
    for concept, anything, must, allowed in _forms(kind, unit, section):
        for says in (*said, whole) if anything else said:
            if not must or must <= says <= allowed:  # a form of which nothing must be said fits all
                return concept
    return None


@remembering(8192)
def _said(subject: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """What a subject says in each of its readings, and what all its words say together."""
    words = cut(_BESIDE.sub("", plain(subject)), of_prose=True)
    return tuple(_sayings(words)), frozenset(facet for piece in words.pieces for facet in piece.says)


def _of(metric: str, unit: str | None) -> Of:
    if metric == "score":
        return "score"
    money = unit is None or unit == "%" or unit.endswith("元")
    return "count" if metric == "count" or not money else "money"


def _sayings(words: Words) -> Iterator[frozenset[str]]:
    """The readings of a subject in which all words are known, with or without the name in front of it."""
    for pieces in readings(words.pieces):
        meaning = meaning_of([Words(pieces, words.is_remark)])
        if not meaning.residue:
            yield meaning.says | meaning.silent


@remembering(1024)
def _forms(
    kind: Of, unit: str | None, section: int | None
) -> tuple[tuple[str, bool, frozenset[str], frozenset[str]], ...]:
    """The forms of the concepts that a section may name: the concept, whether unknown words may stand beside, what must
    be said, and all that may be."""
    return tuple(
        (entry.concept, entry.anything, frozenset(form.must), frozenset((*form.must, *form.may, *concepts().free)))
        for entry in concepts().concepts
        if entry.of == kind and (not entry.units or unit in entry.units)
        for form in entry.forms
        if _stands(form, section)
    )


def _stands(form: ConceptForm, section: int | None) -> bool:
    """Whether a form belongs to the section."""
    if form.within and section not in form.within:
        return False
    return not form.sections or section is None or section in form.sections


@remembered
def _by_unit() -> frozenset[Of]:
    """Which concept is meant, where that depends on the unit."""
    return frozenset(entry.of for entry in concepts().concepts if entry.units)
