"""Columns that may stand for each other: whether the accounts would notice.

Where no rules part the columns of a scan, which header numbers stand under is a guess; and where the accounts say
that a column measures something else than its header, so may another. Sums down a column hold whatever it measures, and
so does the sum of a row with two of its parts exchanged. What another table or the prose says of one measure does not.
So the two columns are exchanged, in one table, and in all whose header is laid out so, for they are misread alike:
where the identities hold as well then, nothing tells which of the two is which. All columns of two stages of a budget
(预算数 over six of 09, 决算数 over the next six) are exchanged together too, and so are all of two balances or flows
(年初结转和结余 over 合计, 基本支出, 项目支出 of 07, 年末结转和结余 over the same).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from msgspec.structs import replace

from extractor.audit.binding.fact_index import BareColumns, Place
from extractor.audit.trying.trial import FAIL
from extractor.audit.trying.trials import Trials
from extractor.lexicon.registries import Measure
from extractor.records.closed_sets import EngineName
from extractor.records.rows import Fact
from extractor.tables.model import Amounts

MOST = 40  # exchanges that are tried; in a document with more its columns are not told apart
MOST_FACTS = 40_000  # facts that are gone through for them, whatever the document holds

# What one header stands over in 05, 07 and 08: all of it, 基本支出, 项目支出.
BLOCKS = (
    (Measure.OPENING_BALANCE, Measure.OPENING_BASIC, Measure.OPENING_PROJECT),
    (Measure.INCOME, Measure.INCOME_BASIC, Measure.INCOME_PROJECT),
    (Measure.TOTAL, Measure.BASIC, Measure.PROJECT),
    (Measure.CLOSING_BALANCE, Measure.CLOSING_BASIC, Measure.CLOSING_PROJECT),
)

Pair = tuple[Amounts, Amounts]
Moves = Mapping[Amounts, Amounts]
Bind = Callable[[Sequence[Fact], BareColumns], Trials]


def not_told_apart(facts: Sequence[Fact], bare: BareColumns, bind: Bind) -> frozenset[int]:
    """The facts (by index) that were recognised and may belong to another column, for all that the accounts say;
    `bind` gives the trials of facts and bare columns."""
    pairs: dict[Pair, set[Place]] = {}
    for fact in facts:
        for other in fact.may_be if fact.engine == EngineName.OCR else ():
            one, another = sorted((amounts_of(fact), other), key=str)
            pairs.setdefault((one, another), set()).add(place_of(fact))
    if not pairs:
        return frozenset()
    if sum(map(len, pairs.values())) > MOST:
        return frozenset(i for pair, places in pairs.items() for p in places for i in _of_columns(facts, pair, p))
    held = _weight(bind(facts, bare))

    def is_noticed(pair: Pair, places: Collection[Place]) -> bool:
        return _weight(bind(*_exchanged(facts, bare, _both_ways(pair), places))) < held

    found: set[int] = set()
    for pair, places in pairs.items():
        together = is_noticed(pair, places)
        for place in places:
            if not (together and (len(places) == 1 or is_noticed(pair, (place,)))):
                found.update(_of_columns(facts, pair, place))
    return frozenset(found)


def beside_doubted(
    facts: Sequence[Fact], doubted: Collection[int], failing: Collection[int], bare: BareColumns, bind: Bind
) -> frozenset[int]:
    """The facts (by index) of columns that may stand for another as far as the accounts tell: those that they do not
    tell from one of the columns of the `doubted` facts (by index) in their table, since with the two exchanged as many
    identities hold; and any two of which one has a fact that is `failing` a check, where more hold then. The same
    of all columns of two stages of the budget, and of all of two balances or flows."""
    columns: dict[Place, dict[Amounts, list[int]]] = {}
    for i, fact in enumerate(facts):
        columns.setdefault(place_of(fact), {}).setdefault(amounts_of(fact), []).append(i)

    def pairs(of: Collection[int]) -> Iterator[tuple[Place, Amounts, Amounts]]:
        mine = dict.fromkeys((place_of(facts[i]), amounts_of(facts[i])) for i in sorted(of))
        for place, one in mine:
            amounts = _amounts(facts, columns[place][one])
            for other, own in columns[place].items():
                if (place, other) not in mine and one[0] == other[0] and _amounts(facts, own) != amounts:
                    yield place, one, other

    in_doubt, perhaps = list(pairs(doubted)), list(pairs(set(failing).difference(doubted)))
    places = {place_of(facts[i]) for i in (*doubted, *failing)}
    blocks = [*_stages(columns, places), *_flows(columns, places)]
    most = min(MOST, MOST_FACTS // (len(facts) or 1))
    if len(in_doubt) > most:
        return frozenset(i for place, _, other in in_doubt for i in columns[place][other])
    held = _weight(bind(facts, bare)) if in_doubt or perhaps or blocks else 0

    def with_exchanged(moves: Moves, place: Place) -> int:
        return _weight(bind(*_exchanged(facts, bare, moves, (place,))))

    found: set[int] = set()
    for place, moves in blocks[:most]:
        if with_exchanged(moves, place) > held:
            found.update(i for column in moves for i in columns[place].get(column, ()))
    for place, one, other in in_doubt:
        own = columns[place][other]
        if own[0] not in found and with_exchanged(_both_ways((one, other)), place) >= held:
            found.update(own)
    for place, one, other in perhaps[: most - len(in_doubt)]:
        if with_exchanged(_both_ways((one, other)), place) > held:
            found.update(columns[place][one], columns[place][other])
    return frozenset(found)


def _stages(
    columns: Mapping[Place, Mapping[Amounts, Collection[int]]], places: Collection[Place]
) -> Iterator[tuple[Place, Moves]]:
    """All columns of two stages of the budget in each other's place, for each two stages of some tables."""
    for place, own in columns.items():
        stages = dict.fromkeys(basis for _, basis, _ in own) if place in places else {}
        for one, other in combinations(stages, 2):
            to = {one: other, other: one}
            yield place, {(side, b, m): (side, to[b], m) for side, _, m in own for b in to}


def _flows(
    columns: Mapping[Place, Mapping[Amounts, Collection[int]]], places: Collection[Place]
) -> Iterator[tuple[Place, Moves]]:
    """All columns of two balances or flows in each other's place, for each two of some tables of which one is parted;
    the other may be blank."""
    for place, own in columns.items():
        printed = {measure for _, _, measure in own} if place in places else set()
        stages = dict.fromkeys((side, basis) for side, basis, _ in own)
        for one, other in combinations(BLOCKS, 2):
            if not printed.isdisjoint((*one[1:], *other[1:])):
                to = (*zip(one, other, strict=True), *zip(other, one, strict=True))
                yield place, {(*stage, old): (*stage, new) for stage in stages for old, new in to}


def _amounts(facts: Sequence[Fact], column: Collection[int]) -> dict[int, Decimal]:
    """The amounts of a column by row."""
    return {facts[i].row: facts[i].amount for i in column}


def _of_columns(facts: Sequence[Fact], pair: Pair, place: Place) -> Iterator[int]:
    """The facts that were recognised in two columns of a table."""
    for i, fact in enumerate(facts):
        if fact.engine == EngineName.OCR and place_of(fact) == place and amounts_of(fact) in pair:
            yield i


def amounts_of(fact: Fact) -> Amounts:
    """Which column of its table a fact is of."""
    return fact.side, fact.basis, fact.measure


def place_of(fact: Fact) -> Place:
    """Which table a fact is of."""
    return fact.table_no, fact.in_set


def _both_ways(pair: Pair) -> Moves:
    one, other = pair
    return {one: other, other: one}


def _exchanged(
    facts: Sequence[Fact], bare: BareColumns, to: Moves, places: Collection[Place]
) -> tuple[list[Fact], BareColumns]:
    """The facts and the bare columns with columns of some tables in each other's place."""
    moved = [
        replace(fact, side=to[own][0], basis=to[own][1], measure=to[own][2])
        if (own := amounts_of(fact)) in to and place_of(fact) in places
        else fact
        for fact in facts
    ]
    columns = {place: found.moved(to) if place in places else found for place, found in bare.items()}
    return moved, columns


def _weight(bound: Trials) -> int:
    """How many sums and equalities of money hold, less all that fails."""
    trials = bound.all()
    return sum(trial.confirms for trial in trials) - sum(trial.status == FAIL for trial in trials)
