"""The judge of scans: where identities fail, what else the picture of a number says, weighed by the same identities.

Identities propose, the picture disposes: a number is taken for another only where its picture says that other one too
(`Fact.others`) and identities that fail then hold. Both are weighed in powers of ten: what identities gain, what the
picture loses. No decision is taken where another change would do nearly as well, nor against a number that is surer
than those that it is to please.

Errors that agree with each other defeat sums: where a fax shows every 4 as a 1, the few numbers that are right look
wrong. So nothing is changed where much would have to be, and pages on which one pair of digits is confused again and
again are not believed at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from extractor.audit.binding.fact_index import Place
from extractor.audit.revision.hypotheses import Hypotheses, Move, own_probability
from extractor.audit.trying.trials import Trials
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact

GAIN = 2.0  # powers of ten for each identity that is mended: so seldom does one hold by chance
AHEAD = 1.5  # powers of ten by which a move must be ahead of any other that mends one of its identities
SURER = 3.0  # times as doubtful: a number that is so much more than the one to be changed may be at fault itself
FEW, SHARE = 3, 0.03  # changes, and of the recognised numbers: with more than both, nothing is changed
ALIKE = 3  # changes between the same two digits, most of all: these digits are confused


class Judgement(Struct, frozen=True):
    """The facts, some with another amount than was read first, and the pages (1-based) that are not believed."""

    facts: tuple[Fact, ...]
    not_believed: frozenset[int] = frozenset()


def judge(facts: tuple[Fact, ...], bound: Trials, lost: Collection[Place] = ()) -> Judgement:
    """What the accounts and the pictures together say of numbers that were recognised; `bound` are their trials, whose
    numbers are changed, `lost` the tables that were not understood without a rest."""
    hypotheses = Hypotheses(facts, bound, lost)
    if not hypotheses.failed or not any(fact.others for fact in facts):
        return Judgement(facts)
    made: list[Move] = []
    while (move := _best(hypotheses, facts)) is not None:
        hypotheses.make(move)
        made.append(move)
    confused = _confused(facts, made)
    recognised = sum(fact.box is not None and fact.engine == "ocr" for fact in facts)
    changes = [change for move in made for change in move.changes]
    if confused or len(changes) > max(FEW, SHARE * recognised):
        return Judgement(facts, confused)
    changed = [*facts]
    for change in changes:
        changed[change.fact] = _changed(facts[change.fact], change.amount)
    return Judgement(tuple(changed))


def _changed(fact: Fact, amount: Decimal) -> Fact:
    return replace(
        fact, amount=amount, amount_yuan=in_yuan(amount, fact.currency_unit), first_read=fact.amount, others=()
    )


def _score(move: Move) -> float:
    return GAIN * len(move.mended) - move.cost


def _best(hypotheses: Hypotheses, facts: Sequence[Fact]) -> Move | None:
    """The move that is to be made next; None where nothing decides."""
    moves = sorted(hypotheses.moves(), key=_score, reverse=True)
    for move in moves:
        if _score(move) <= 0:
            return None
        if not move.whole or _displeases_a_surer(move, hypotheses, facts):
            continue
        if not any(_score(other) > _score(move) - AHEAD for other in _rivals(move, moves)):
            return move
    return None


def _rivals(move: Move, moves: Sequence[Move]) -> Iterator[Move]:
    """The other moves that would mend some of the same trials, but those that have all of its changes and one more."""
    for other in moves:
        if other.mended & move.mended and not set(move.changes) <= set(other.changes):
            yield other


def _displeases_a_surer(move: Move, hypotheses: Hypotheses, facts: Sequence[Fact]) -> bool:
    """Whether a number that all of the mended trials bind is much less sure than one that is to be changed."""
    changed = {change.fact for change in move.changes}
    doubt = min(1 - own_probability(facts[i]) for i in changed)
    common = hypotheses.facts_common_to(move.mended) - changed
    return any(1 - own_probability(facts[i]) > SURER * doubt for i in common)


def _confused(facts: Sequence[Fact], moves: Sequence[Move]) -> frozenset[int]:
    """The pages of changes between the same two digits, if these are most of all changes."""
    pairs: Counter[frozenset[str]] = Counter()
    pages: dict[frozenset[str], set[int]] = {}
    for move in moves:
        for change in move.changes:
            fact = facts[change.fact]
            for pair in set(_exchanged(f"{fact.amount:f}", f"{change.amount:f}")):
                pairs[pair] += 1
                pages.setdefault(pair, set()).add(fact.page or 0)
    changes = sum(len(move.changes) for move in moves)
    return frozenset(page for pair, n in pairs.items() if n >= ALIKE and 2 * n > changes for page in pages[pair])


def _exchanged(read: str, other: str) -> Iterator[frozenset[str]]:
    """The digits that stand for each other in two numbers that are equally long."""
    if len(read) == len(other):
        yield from (frozenset((a, b)) for a, b in zip(read, other, strict=True) if a != b)
