"""Which engine to believe: pages are read again where the accounts do not add up, and the identities decide.

The first reading stands unless it fails. Where a failure is doubtful or an announced table is missing, the pages of
the tables concerned, and only they, are read by the next engine. Facts are then chosen table by table: a reading of
a table replaces another if more identities hold with it; at a tie, if more engines read it so. Where failures
remain, cells in which the readings differ are tried one by one in the same way. A failure whose cells two engines
read alike is `printed`; one that remains otherwise is `doubtful`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from extractor.audit.auditor import Audit, weigh
from extractor.audit.binding.fact_index import NOTHING_BARE, Bare, BareColumns, Place
from extractor.audit.compared_readings import (
    agreed_facts,
    amount_of,
    by_place,
    cells_of,
    engines_of,
    in_order,
    in_place_of,
    is_thinner,
    is_understood_anew,
    number_of,
    stand_on,
    values_of,
)
from extractor.audit.settlement import Candidate, Grounds, Reread, Settlement, audited
from extractor.audit.trying.certainty import Agreement, NotRead
from extractor.errors import DocumentError
from extractor.languages import Sentence
from extractor.problems import ErrorCode
from extractor.records.rows import Fact, Figure

MOST_CELLS = 40  # differing cells of a table tried one by one; more is another reading, not single wrong digits
MOST_CHOICES = 150  # weighed for one document: a hopeless one must come to an end


def settle(first: Candidate, figures: Sequence[Figure], engines: Sequence[str], read: Reread) -> Settlement:
    """Audits the first reading and has the pages in doubt read again, engine after engine, until none is in doubt.

    An engine that raises `DocumentError` (not installed, cannot read the file) is skipped and reported; after one
    that ran out of time no other is asked. What was in doubt then remains so.
    """
    state = _State(first, figures)
    problems: list[DocumentError] = []
    done: list[tuple[str, tuple[int, ...]]] = []
    for engine in engines:
        pages = state.pages_in_doubt()
        if not pages:
            break
        try:
            candidate = read(engine, pages)
        except DocumentError as error:
            problems.append(error)
            if error.code == ErrorCode.SECOND_READING_OUT_OF_TIME:
                break
            continue
        done.append((engine, tuple(sorted(pages))))
        state.weigh(candidate)
    return state.settlement(tuple(done), tuple(problems))


class _State:
    """The readings so far and the best choice among them."""

    def __init__(self, first: Candidate, figures: Sequence[Figure]) -> None:
        self._figures = figures
        self._readings = [first]
        self._placed = [by_place(first.facts)]
        self._chosen: dict[Place, list[Fact]] = dict(self._placed[0])
        self._sources: dict[Place, int] = dict.fromkeys(first.pages, 0)
        self._empty = set(first.empty)
        self._missing = dict(first.missing)
        self._facts = first.facts
        self._choices = 0
        self.audit = self._audit()
        self._weight = self.audit.weight

    def pages_in_doubt(self) -> frozenset[int]:
        """The pages of the tables in doubt, and those where a missing table or a lost part of one may be."""
        last = self._readings[0].page_count
        claimed = {page for reading in self._readings for pages in reading.pages.values() for page in pages}
        low, high = (max(min(claimed) - 1, 1), min(max(claimed) + 1, last)) if claimed else (1, last)
        free = {page for page in range(low, high + 1) if page not in claimed}
        known = {place: pages for reading in self._readings for place, pages in reading.pages.items()}
        found = {page for pages in self._missing.values() for page in pages}
        if self.audit.incomplete or not all(self._missing.values()):
            found |= free  # a total or a printing is lost, or only the contents page announces a table
        for place in self._uneven():
            found.update(known.get(place, ()))
        for place in self.audit.doubted | self.audit.odd.keys():
            found.update(known.get(place, ()))
            for page in known.get(place, ()):
                found |= _run(page, -1, free) | _run(page, 1, free)
        return frozenset(page for page in found if 1 <= page <= last)

    def _uneven(self) -> dict[Place, tuple[Sentence, ...]]:
        """Where zeros may be lost in the reading that is believed, unless two engines read it so."""
        found = {place: self._readings[source].uneven.get(place, ()) for place, source in self._sources.items()}
        return {place: said for place, said in found.items() if said and not self._is_agreed(place)}

    def weigh(self, candidate: Candidate) -> None:
        """Take from a further reading what makes more identities hold."""
        self._readings.append(candidate)
        self._placed.append(by_place(candidate.facts))
        number = len(self._readings) - 1
        places = sorted(self._placed[number].keys() | candidate.pages.keys())
        self._take_missing(candidate, places)
        self._try_whole(number)
        improved = True
        while improved:
            improved = False
            for place in places:
                if self._sources.get(place) != number and self._differs(place, number):
                    improved |= self._try(place, self._placed[number].get(place, []), number)
        self._judge()
        if self.audit.doubted:
            self._try_cells()
            self._judge()

    def _take_missing(self, candidate: Candidate, places: Sequence[Place]) -> None:
        """A table that no reading had is believed at once; so is that it is printed empty."""
        for place in places:
            kind = place[0]
            if place not in self._sources and kind in self._missing:
                self._sources[place] = len(self._readings) - 1
                if place in self._placed[-1]:
                    self._chosen[place] = self._placed[-1][place]
                elif kind in candidate.empty:
                    self._empty.add(kind)
        self._missing = {k: v for k, v in self._missing.items() if k in candidate.missing}
        self._judge()

    def _try_whole(self, number: int) -> None:
        """Take a reading as a whole, where a page lost or found moved rows from one table to another."""
        placed = self._placed[number]
        changed = {place for place in (*self._chosen, *placed) if self._differs(place, number)}
        chosen = {place: facts for place, facts in self._chosen.items() if place not in changed}
        chosen.update({place: placed[place] for place in changed if place in placed})
        further = [(place, placed[place]) for place in changed if place in placed and place not in self._chosen]
        if is_thinner(number_of(chosen), number_of(self._chosen)) or any(
            _are_read_already(place, facts, chosen) for place, facts in further
        ):
            return
        weight = self._weigh(chosen)
        if weight > self._weight:
            self._chosen, self._weight = chosen, weight
            self._sources.update(dict.fromkeys(changed, number))

    def _differs(self, place: Place, number: int) -> bool:
        return values_of(self._chosen.get(place, [])) != values_of(self._placed[number].get(place, []))

    def _try(self, place: Place, facts: list[Fact], number: int) -> bool:
        """Put another reading of a table in place if it is better, or as good and preferable."""
        before = self._chosen.get(place, [])
        others = _without_those_in(facts, self._chosen) if before else self._chosen
        if _are_read_already(place, facts, others):
            return False
        anew = is_understood_anew(facts, before)
        if is_thinner(len(facts), len(before)) and not anew:
            return False
        chosen = {**others, place: facts}
        better = self._weigh(chosen) - self._weight
        if better < 0 or not (better or anew or self._is_preferable(place, facts, before)):
            return False
        self._chosen, self._sources[place], self._weight = chosen, number, self._weight + better
        return True

    def _is_preferable(self, place: Place, facts: Sequence[Fact], before: Sequence[Fact]) -> bool:
        """Whether a reading of a table that is no better by the accounts is to be taken: if more engines read it so, or
        if it has all of the other and zeros besides, which no engine makes up."""
        mine, other = values_of(facts), values_of(before)
        if other and other.items() < mine.items() and not any(mine[a] for a in mine.keys() - other.keys()):
            return True
        return self._support(place, facts) > self._support(place, before)

    def _support(self, place: Place, facts: Sequence[Fact]) -> int:
        """How many engines read a table so."""
        values = values_of(facts)
        return len({engines_of(v[place]) for v in self._placed if place in v and values_of(v[place]) == values})

    def _try_cells(self) -> None:
        """Swap single cells in the tables in doubt, where other readings have another number or none or one more."""
        for place in sorted(self.audit.doubted):
            for placed in self._placed:
                mine, other = cells_of(self._chosen.get(place, [])), cells_of(placed.get(place, []))
                differing = [a for a in {**mine, **other} if amount_of(mine.get(a)) != amount_of(other.get(a))]
                if len(differing) > MOST_CELLS:
                    continue
                for address in differing:
                    cells = cells_of(self._chosen.get(place, []))
                    swapped = dict(cells)
                    if address in other:
                        swapped[address] = in_place_of(cells.get(address), other[address])
                    else:
                        swapped.pop(address, None)
                    chosen = {**self._chosen, place: list(swapped.values())}
                    weight = self._weigh(chosen)
                    if weight > self._weight:
                        self._chosen, self._weight = chosen, weight

    def _weigh(self, chosen: Mapping[Place, list[Fact]]) -> int:
        """How well a choice holds together; none is better once too many have been weighed."""
        self._choices += 1
        if self._choices > MOST_CHOICES:
            return self._weight - 1
        return weigh(in_order(chosen), self._figures, self._still_empty(chosen), self._bare())

    def _still_empty(self, chosen: Mapping[Place, list[Fact]]) -> set[str]:
        return self._empty - {place[0] for place, facts in chosen.items() if facts}

    def _bare(self) -> BareColumns:
        """The columns without a number in every reading of their table."""
        found: dict[Place, Bare] = {}
        for reading in self._readings:
            for place in reading.pages:
                columns = reading.bare.get(place, NOTHING_BARE)
                found[place] = found[place].common(columns) if place in found else columns
        return found

    def _judge(self) -> None:
        """The final audit of the present choice, with what two engines agree on."""
        self._facts = in_order(self._chosen)
        self.audit = self._audit()
        self._weight = self.audit.weight

    def _audit(self) -> Audit:
        tables = frozenset(place for place in self._sources if self._is_agreed(place))
        agreed = Agreement(agreed_facts(self._facts, self._placed), tables)
        empty = frozenset(self._still_empty(self._chosen))
        self._grounds = Grounds(empty, self._bare(), self._not_read(), agreed)
        return audited(self._facts, self._figures, self._grounds)

    def _not_read(self) -> NotRead:
        """What the readings that are believed say of themselves."""
        unread = {place for place, source in self._sources.items() if self._readings[source].unread.get(place)}
        first = self._readings[0]
        unread |= {place for place, pages in first.pages.items() if not first.in_part.isdisjoint(pages)}
        return NotRead(frozenset(unread), bool(first.unknown), bool(self._missing), first.recognised)

    def _is_agreed(self, place: Place) -> bool:
        """Whether two engines read a table alike, blanks included."""
        facts = self._chosen.get(place, [])
        values = values_of(facts)
        for reading, placed in zip(self._readings, self._placed, strict=True):
            other = placed.get(place, [])
            if place not in reading.pages or values_of(other) != values:
                continue
            if facts and not engines_of(other) & engines_of(facts):
                return True
            if not facts and reading is not self._readings[0]:
                return True
        return False

    def settlement(
        self, done: tuple[tuple[str, tuple[int, ...]], ...], problems: tuple[DocumentError, ...]
    ) -> Settlement:
        return Settlement(
            self._facts,
            self.audit,
            self._sources,
            tuple(sorted(self._still_empty(self._chosen))),
            tuple(sorted(self._missing)),
            done,
            problems,
            tuple(sentence for said in (*self.audit.odd.values(), *self._uneven().values()) for sentence in said),
            self._grounds,
        )


def _run(page: int, step: int, free: Set[int]) -> set[int]:
    """The pages next to a table that no table has: they may hold a part of it that was not seen."""
    found: set[int] = set()
    while (page := page + step) in free:
        found.add(page)
    return found


def _without_those_in(facts: Sequence[Fact], chosen: Mapping[Place, list[Fact]]) -> dict[Place, list[Fact]]:
    """The tables that are believed, but for those all of whose numbers a reading of another one has: what one engine
    reads as the next part of a table may be a table of its own to another."""
    found = dict(chosen)
    for place, others in chosen.items():
        if stand_on(others, facts) and all(stand_on([fact], facts) for fact in others):
            del found[place]
    return found


def _are_read_already(place: Place, facts: Sequence[Fact], chosen: Mapping[Place, list[Fact]]) -> bool:
    """Whether the numbers of a further printing are those of a table that is believed: two engines may part the pages
    of a table unlike, or lose a title between two, and each number is printed once."""
    return stand_on(facts, [fact for at, others in chosen.items() if at != place for fact in others])
