"""Corrections by hand, applied to what was read: after the engines have settled what stands on the page, and before the
identities judge it.

A correction is of one number as it was read. It is applied where that number still reads so, among the same words, or
now reads by itself what the person wrote; otherwise it is reported, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.languages import Sentence, said
from extractor.records.closed_sets import EngineName
from extractor.records.corrections import Correction, words_of_cell
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact, Figure


class ByHand(Struct, frozen=True):
    """Facts and figures with their corrections, in the same places; `confirmed` are the indexes of the figures that a
    person has looked at (a fact says so itself), `told` has a sentence for each correction that is not applied."""

    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    confirmed: frozenset[int] = frozenset()
    told: tuple[Sentence, ...] = ()


def words_of(number: Fact | Figure) -> str:
    """What stands with a number, by which it is known again: code and label of its row, the words of the prose."""
    if isinstance(number, Figure):
        return number.quote
    return words_of_cell(number.subject_code, number.row_label)


def amended(facts: Sequence[Fact], figures: Sequence[Figure], corrections: Sequence[Correction]) -> ByHand:
    """What was read, with the corrections of its document; each fact must have a name of its own."""
    cells = {fact.cell: i for i, fact in enumerate(facts)}
    named = {figure.figure: i for i, figure in enumerate(figures)}
    new_facts, new_figures = [*facts], [*figures]
    confirmed: set[int] = set()
    told: list[Sentence] = []
    for correction in corrections:
        if correction.is_of_sheet:
            continue  # `sheets_by_hand`
        place = cells.get(correction.cell or "") if correction.cell else named.get(correction.figure or "")
        if place is None:
            told.append(gone(correction))
            continue
        number = facts[place] if correction.cell else figures[place]
        value = value_of(correction.corrected)
        reads = number.amount if isinstance(number, Fact) else number.value
        if (
            value is None
            or reads not in (value_of(correction.read), value)
            or not same_words(correction, words_of(number))
        ):
            told.append(reads_otherwise(correction, reads))
        elif isinstance(number, Fact):
            yuan = in_yuan(value, number.currency_unit)
            new_facts[place] = replace(
                number, amount=value, amount_yuan=yuan, engine=EngineName.PERSON, first_read=None, others=()
            )
        else:
            yuan = in_yuan(value, number.value_unit) if number.value_yuan is not None else None
            new_figures[place] = replace(number, value=value, value_yuan=yuan)
            confirmed.add(place)
    return ByHand(tuple(new_facts), tuple(new_figures), frozenset(confirmed), tuple(told))


def same_words(correction: Correction, words: str) -> bool:
    """Whether a number stands among the words of its correction."""
    return correction.words is None or plain(correction.words) == plain(words)


def value_of(text: str | None) -> Decimal | None:
    """The amount that a correction writes; None where it writes none."""
    try:
        found = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def gone(correction: Correction) -> Sentence:
    """The sentence on a correction whose number is no longer there."""
    return said(
        "The correction of {number} to {corrected} (by {by}) is not applied: nothing is read there now; look at it "
        "with juesuan review.",
        number=correction.number,
        corrected=correction.corrected,
        by=correction.by or "?",
    )


def reads_otherwise(correction: Correction, reads: Decimal | None) -> Sentence:
    """The sentence on a correction whose number reads differently than it did, or among other words."""
    return said(
        "The correction of {number} from {read} to {corrected} (by {by}) is not applied: {reads} is read there now, or "
        "it stands among other words; look at it with juesuan review.",
        number=correction.number,
        read=correction.read or "?",
        corrected=correction.corrected,
        by=correction.by or "?",
        reads="?" if reads is None else f"{reads:f}",
    )
