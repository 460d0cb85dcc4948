"""One identity tried at one place."""

from __future__ import annotations

from msgspec import Struct

from extractor.audit.identities.rules import Relation, Rule
from extractor.languages import Sentence
from extractor.records.closed_sets import CheckOutcome

Nodes = tuple[int, ...]
"""Numbers of a document: facts by index, then figures, then the numbers that identities write out."""

PASS, FAIL, SKIPPED = CheckOutcome.PASS, CheckOutcome.FAIL, CheckOutcome.SKIPPED
NOTHING: Nodes = ()


class Trial(Struct):
    """Which numbers stand on the sides of an identity at one place, and how it came out.

    `over` and `over_minus` make the base of a percentage. `actual`, `expected` and `tolerance` are millionths of a 元
    (of a point). A trial that was not possible has a `reason`; `lacking` is then the table that lacks an amount which
    every form prints. One that fails is `slight` where no more is against it than that roundings hardly ever come to so
    much. `exact` are those to which no rounding is allowed.
    """

    rule: Rule
    row: str | None
    measure: str | None
    printing: int
    basis: str
    left: Nodes
    right: Nodes
    over: Nodes = NOTHING
    over_minus: Nodes = NOTHING
    status: CheckOutcome = SKIPPED
    actual: int = 0
    expected: int = 0
    tolerance: int = 0
    reason: Sentence | None = None
    lacking: str | None = None
    slight: bool = False
    exact: bool = False

    @property
    def nodes(self) -> Nodes:
        both = self.left + self.right
        return both + self.over + self.over_minus if self.over else both

    @property
    def relation(self) -> Relation:
        """How the sides compare here: a single part of an amount may be less than it."""
        return Relation.AT_LEAST if self.rule.partial and len(self.right) == 1 else self.rule.relation

    @property
    def confirms(self) -> bool:
        """Whether it holds and says something for its numbers: sums and equalities of money do, bounds and shares do
        not."""
        return self.holds and bool(self.actual or self.expected)

    @property
    def holds(self) -> bool:
        """Whether it is a sum or an equality that holds, if only between zeros."""
        return self.status == PASS and self.relation in (Relation.EQUALS, Relation.IDENTICAL)

    @property
    def is_copy(self) -> bool:
        """Whether a table prints one figure twice (a total with one part): it is rounded the same both times.

        A printed zero among the parts may hide a few 元, which show in the total: then it is a sum like others.
        """
        return self.rule.within and not self.rule.loose and len(self.left) == 1 == len(self.right)
