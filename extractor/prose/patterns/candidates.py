"""Which patterns of the library may read a number: those whose words are there, as bits of one integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from extractor.prose.patterns.pattern import Pattern

_LISTED = 4096  # sets of patterns that are remembered


class Needed(Struct, frozen=True, eq=False):
    """The words of which some pattern needs one, by their first characters; each with the bits of the patterns that
    need it."""

    words: dict[str, tuple[tuple[str, int], ...]]
    begin: frozenset[str]

    @classmethod
    def of(cls, patterns: Sequence[Pattern], reach: bool) -> Needed:
        found: dict[str, dict[str, int]] = {}
        for bit, pattern in enumerate(patterns):
            for word in pattern.needs if pattern.sentence is reach else ():
                beginning = found.setdefault(word[:1], {})
                beginning[word] = beginning.get(word, 0) | 1 << bit
        return cls({begin: tuple(words.items()) for begin, words in found.items()}, frozenset(found))

    def within(self, text: str) -> int:
        """The bits of the patterns that need no word, or one that a text holds; only words whose first character the
        text holds are looked for."""
        bits = 0
        for begin in self.begin.intersection(text):
            for word, needing in self.words[begin]:
                if word in text:
                    bits |= needing
        return bits


class Candidates(Struct, frozen=True, eq=False):
    """The patterns that may read a number of one kind in a section, in the order in which they are tried; the first has
    bit 1."""

    patterns: tuple[Pattern, ...]
    needed: Needed  # in a clause,
    needed_before: Needed  # or in its sentence
    needless: int  # those that need no word
    chosen: dict[tuple[str | None, frozenset[str], bool], int]  # those that hold behind a metric, in zones, wordless
    listed: dict[int, tuple[Pattern, ...]]  # those of the bits that were asked for last

    @classmethod
    def of(cls, patterns: tuple[Pattern, ...]) -> Candidates:
        needless = _bits(not p.needs for p in patterns)
        return cls(patterns, Needed.of(patterns, False), Needed.of(patterns, True), needless, {}, {})

    def after(
        self, words: str, sentence: str, metric: str | None, held: frozenset[str], wordless: bool
    ) -> tuple[Pattern, ...]:
        """The patterns whose words are in the `words` of a clause up to its number, or in its `sentence`, and which
        hold after a figure of a `metric`, within the zones in which the number is `held`, and (`wordless`) in a
        sentence without words for its numbers."""
        bits = self.needless | self.needed.within(words) | self.needed_before.within(sentence)
        key = metric, held, wordless
        if key not in self.chosen:
            self.chosen[key] = _bits(
                (not p.after or metric in p.after) and (not held or held <= p.zones) and (wordless or not p.alone)
                for p in self.patterns
            )
        bits &= self.chosen[key]
        found = self.listed.get(bits)
        if found is None:
            if len(self.listed) > _LISTED:
                self.listed.clear()
            found = self.listed[bits] = tuple(_of_bits(self.patterns, bits))
        return found


def _bits(holds: Iterable[bool]) -> int:
    return sum(1 << place for place, held in enumerate(holds) if held)


def _of_bits(patterns: Sequence[Pattern], bits: int) -> Iterator[Pattern]:
    while bits:
        lowest = bits & -bits
        yield patterns[lowest.bit_length() - 1]
        bits ^= lowest
