"""Printed page numbers (页码): where they skip a page that is missing from the file, blank in it, or another one.

A file whose page numbers run on has lost a page where the count breaks. Pages that count in another way or not at all
(covers, tables lying on their side) say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.model import Line, Page
from extractor.errors import counted
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.lexicon.page_numbers import page_number_at_foot
from extractor.tables.model import PageContent

HEAD, FOOT = 0.12, 0.85  # of the height: page numbers stand above the one or below the other
FEWEST = 3  # pages that count on in a row: fewer may by chance
MOST_SKIPPED = 20  # pages; who leaves out more has made an excerpt
_DIGITS = compiled(r"\d+")


class _Leaf(Struct, frozen=True):
    """A page as it is bound, of which a sheet may hold several: the page of the file, and the numbers that may be its
    page number, each with how it is written and the total number of pages printed with it."""

    page: int
    blank: bool
    numbers: tuple[tuple[int, str, int | None], ...]


class _Numbered(Struct, frozen=True):
    """A leaf that bears a number: its place among all leaves, from 1, its page, its number, and the total printed with
    it."""

    place: int
    page: int
    number: int
    total: int | None

    @property
    def ahead(self) -> int:
        """By how much its number is ahead of its place."""
        return self.number - self.place


class _Break(Struct, frozen=True):
    """Where the count breaks, and what is to be said about it. It may be at the back of a sheet: a single even page
    without a number, as where every part begins on a front."""

    sentence: Sentence
    is_back: bool = False


def skipped(pages: Sequence[Page], contents: Sequence[PageContent]) -> Iterator[Sentence]:
    """A sentence for each place where the page numbers of a document show that a page is lost."""
    leaves = _leaves(pages, contents)
    numbered = _numbered(leaves)
    found = list(_breaks(leaves, numbered))
    if not (len(found) > 1 and all(b.is_back for b in found)):  # the empty backs of sheets bear no number
        yield from (b.sentence for b in found)
    if one := _out_of_order(numbered):
        yield said(
            "Page {page} bears the number {number} and stands where another is due, as other pages do: a table that "
            "goes on over pages may be torn; put them in order.",
            page=one.page,
            number=one.number,
        )
    last = numbered[-1] if numbered else None
    if last and last.total and last.total > max(last.number + len(leaves) - last.place, len(leaves)):
        yield said(
            "Page {page} counts itself as page {number} of {total}, and those after it are not in the file: get the "
            "whole document.",
            page=last.page,
            number=last.number,
            total=last.total,
        )


def _out_of_order(numbered: Sequence[_Numbered]) -> _Numbered | None:
    """The first leaf that stands where another is due, of those that count on from one another, each once, but not in
    the order in which they stand."""
    due = sorted(leaf.number for leaf in numbered)
    if len(due) < FEWEST or due != list(range(due[0], due[0] + len(due))):
        return None
    return next((leaf for leaf, number in zip(numbered, due, strict=True) if leaf.number != number), None)


def _breaks(leaves: Sequence[_Leaf], numbered: Sequence[_Numbered]) -> Iterator[_Break]:
    """Where the count breaks."""
    steady = _steady(numbered)
    borne = {leaf.number for leaf in steady}
    for leaf in numbered:
        if leaf not in steady and leaf.number > 1 and leaf.number in borne:  # a part of one page may begin at 1
            yield _Break(_exchanged(leaf))
    for one, other in pairwise(steady):
        lacking = other.ahead - one.ahead
        if 0 < lacking <= MOST_SKIPPED:
            yield _Break(_gone(one, other, lacking), is_back=lacking == 1 and one.number % 2 == 1)
        for place in range(one.place + 1, other.place) if lacking == 0 else ():
            due = one.number + place - one.place
            if leaves[place - 1].blank and not leaves[place - 1].numbers:
                yield _Break(_empty(leaves[place - 1].page, due), is_back=due % 2 == 0)


def _gone(one: _Numbered, other: _Numbered, lacking: int) -> Sentence:
    return said(
        "Page {page} bears the number {number} and page {other} the number {after}, so that {lost} between them are "
        "not in the file: get the whole document.",
        page=one.page,
        number=one.number,
        other=other.page,
        after=other.number,
        lost=counted(lacking, "page"),
    )


def _exchanged(leaf: _Numbered) -> Sentence:
    return said(
        "Page {page} bears the number {number}, which is another page's, so that it may stand for a page that is lost: "
        "compare with the document.",
        page=leaf.page,
        number=leaf.number,
    )


def _empty(page: int, due: int) -> Sentence:
    return said(
        "Page {page} is empty, and without the number {due} that is due: what is printed there may be lost; compare "
        "with the document.",
        page=page,
        due=due,
    )


def _steady(numbered: Sequence[_Numbered]) -> list[_Numbered]:
    """The leaves that count on from each other: several in a row, the first also where it counts from the beginning of
    the file, and the last where it counts on."""
    rows = [list(row) for _, row in groupby(numbered, key=lambda leaf: leaf.ahead)]
    if max(map(len, rows), default=0) < FEWEST:
        return []
    found: list[_Numbered] = []
    for row in rows:
        counts_on = row is rows[-1] and found and row[0].ahead >= found[-1].ahead
        if len(row) > 1 or (row is rows[0] and row[0].ahead == 0) or counts_on:
            found += row
    return found


def _numbered(leaves: Sequence[_Leaf]) -> list[_Numbered]:
    """The leaves that bear a number, written as most are; of several on one leaf the one that counts as most do."""
    shapes = Counter(shape for leaf in leaves for _, shape, _ in leaf.numbers)
    if not shapes:
        return []
    usual, _ = max(shapes.items(), key=lambda item: item[1])
    candidates = [
        _Numbered(place, leaf.page, number, total)
        for place, leaf in enumerate(leaves, 1)
        for number, shape, total in leaf.numbers
        if shape == usual
    ]
    shared = Counter(c.ahead for c in candidates)
    chosen: dict[int, _Numbered] = {}
    for candidate in candidates:
        known = chosen.get(candidate.place)
        if known is None or shared[candidate.ahead] > shared[known.ahead]:
            chosen[candidate.place] = candidate
    return list(chosen.values())


def _leaves(pages: Sequence[Page], contents: Sequence[PageContent]) -> list[_Leaf]:
    lines = {content.page: content.lines for content in contents}
    return list(chain.from_iterable(_of_page(page, lines.get(page.number, ())) for page in pages))


def _of_page(page: Page, lines: Sequence[Line]) -> Iterator[_Leaf]:
    """The leaves of a page, from top to bottom."""
    tops = [0.0]
    for part in page.parts[:-1]:
        tops.append(tops[-1] + part.bottom - part.top)
    found: list[list[tuple[int, str, int | None]]] = [[] for _ in tops]
    for line in lines:
        if line.box is None or HEAD < page.depth(line.box.top) < FOOT:
            continue
        printed = None if page.recognised else page_number_at_foot(line.text)  # a digit of a scan may be misread
        if printed:
            shape = _DIGITS.sub("0", plain(line.text))
            place = sum(top <= line.box.top for top in tops) - 1
            found[place].append((printed.number, shape, printed.total))
    for numbers in found:
        yield _Leaf(page.number, page.state == "blank", tuple(numbers))
