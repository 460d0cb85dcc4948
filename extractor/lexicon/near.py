"""A title, header or label that was misread → the one entry of the closed vocabulary that is near it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import alike, plain
from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import items, measures, tables, terms
from extractor.lexicon.labels import without_ordinal
from extractor.lexicon.words import cut

SHORTEST = 3  # characters: what is shorter is near to too much,
SHORT = 2  # but a word of so many is known if what was read for one of its characters looks like it
SHARE = 4  # characters for each slip
AHEAD = 2  # slips by which any other entry must be further away, but where there is one slip alone


@remembering(8192)
def nearest(text: str, names: frozenset[str] = frozenset()) -> str | None:
    """The entry, with its ordinal, for which a text with unknown words was misread; None where all its words are known,
    and where no entry or several are near. `names` are entries besides those of the lexicon.

    Of several that differ in one character, the one is meant whose character looks like the one that was read; words of
    two characters (收入) are recognised by that alone.
    """
    bare = plain(without_ordinal(text))
    if len(bare) == SHORT and not cut(text).are_known:
        short = [entry for entry in _short_words() if _looks_like(bare, entry)]
        return plain(text).removesuffix(bare) + short[0] if len(short) == 1 else None
    entries = _vocabulary() | names
    if len(bare) < SHORTEST or bare in entries or cut(text).are_known:
        return None
    most = max(1, len(bare) // SHARE)
    found = sorted((slips, entry) for entry in entries if (slips := _slips(bare, entry, most + AHEAD)) is not None)
    if not found or found[0][0] > most:
        return None
    (slips, entry), *others = found
    if others and others[0][0] < slips + (AHEAD if slips > 1 else 1):
        likely = [other for n, other in found if n == slips and _looks_like(bare, other)]
        if len(likely) != 1:
            return None
        entry = likely[0]
    return plain(text).removesuffix(bare) + entry


def _looks_like(text: str, entry: str) -> bool:
    """Whether two texts differ in one character only, and the two look alike."""
    other = [{a, b} for a, b in zip(text, entry, strict=False) if a != b]
    return len(text) == len(entry) and len(other) == 1 and any(other[0] <= group for group in alike())


@remembered
def _short_words() -> frozenset[str]:
    return frozenset(word for word in map(plain, _printed()) if len(word) == SHORT)


@remembered
def _vocabulary() -> frozenset[str]:
    return frozenset(word for word in map(plain, _printed()) if len(word) >= SHORTEST)


def _printed() -> Iterator[str]:
    """All that titles, headers and labels are printed as: the names and examples of the closed lists, and their
    words."""
    for measure in measures().measures:
        yield from (measure.zh, *measure.example[1].split("/"))
    for item in items().items:
        yield from (item.zh, without_ordinal(item.example[1]))
    for table in tables().tables:
        yield from (table.zh, table.example)
    for term in terms():
        yield from term.words


def _slips(text: str, entry: str, most: int) -> int | None:
    """How many characters were changed, lost or gained; None for more than `most`."""
    if abs(len(text) - len(entry)) > most:
        return None
    before = list(range(len(entry) + 1))
    for i, character in enumerate(text, 1):
        row = [i]
        for j, other in enumerate(entry, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (character != other)))
        before = row
        if min(before) > most:
            return None
    return before[-1] if before[-1] <= most else None
