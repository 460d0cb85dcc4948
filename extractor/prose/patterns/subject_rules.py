"""How what a number is of is found: the rules of `names.yaml`, `sides.yaml`, `topics.yaml` and `mentions.yaml`.

Each file says of each rule what it is for; here stands how it is tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.rule import Anywhere, Beginning, Whole, any_of, rules_of

RULE = "rule"  # with its number the group of an expression among others


class NothingWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name nothing: what stands `alone`, and `heads` with words `beside` them."""

    alone: tuple[str, ...]
    heads: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def expression(self) -> str:
        beside = any_of(self.beside)
        return rf"{'|'.join(self.alone)}|(?:19|20)\d\d|{beside}*{any_of(self.heads)}?{beside}*"


class Names(Struct, frozen=True, eq=False, dict=True):
    """How the words before a number become the name of what it measures."""

    before: tuple[Beginning, ...]
    after: tuple[Anywhere, ...]
    begun: Beginning
    at_the_end: Beginning
    nothing: Annotated[regex.Pattern[str], NothingWords]
    unless_new: frozenset[str]
    opens: Whole
    cause: Anywhere
    each: Anywhere
    each_ends: Whole
    between: Anywhere
    joint: Whole
    both_sides: Whole
    joint_gives: tuple[str, ...]
    together: Whole
    whole_in_brackets: Whole
    made_of: Whole
    in_a_list: Anywhere
    staged: Anywhere
    only: Anywhere

    @cached_property
    def first_before(self) -> regex.Pattern[str]:
        """An expression that matches more than nothing where one of `before` does; `lastgroup` says which is the
        first."""
        named = (f"(?P<{RULE}{place}>{rule.pattern})" for place, rule in enumerate(self.before))
        return compiled(f"(?:{'|'.join(named)})(?s:(?<=.))")

    @cached_property
    def any_after(self) -> regex.Pattern[str]:
        """An expression that matches where one of `after` does: tried first, since mostly none does."""
        return compiled("|".join(f"(?:{rule.pattern})" for rule in self.after))


class Sides(Struct, frozen=True, eq=False):
    """To what a bare 收入 or 支出 turns."""

    turn: Whole
    turn_whole: Beginning
    turn_both: Anywhere
    turn_title: Whole
    part: Whole
    turn_from: Anywhere
    of_no_side: Anywhere
    of_all_of_a_side: Anywhere
    fund: Anywhere
    both: Whole
    own: Whole
    own_of: Anywhere
    sum: Whole
    single: str


class Topics(Struct, frozen=True, eq=False):
    """What a clause without a number says the next figures are about."""

    head: Whole
    point: Whole
    itemised: Whole
    titled: Whole
    item: Beginning
    in_a_budget: Whole
    within: Whole
    turned: Whole
    told_of: Whole
    work: str
    topics: tuple[Anywhere, ...]


class Mentions(Struct, frozen=True, eq=False):
    """Of what a number without a name is, among all that was mentioned before it."""

    parts: Anywhere
    goes_on: str
    aside: Anywhere
    aside_of: Anywhere
    of_all: Anywhere
    all_done: Beginning
    in_all: Beginning
    spending: Anywhere
    of_budget: Beginning
    spent: Anywhere
    left: Whole
    carried: Whole
    saved: Anywhere
    exceeds: Anywhere
    gap: Anywhere
    project: str
    announced: Whole
    stages: frozenset[str]
    planned_sums: Whole
    planned: str
    outturn: str
    accounts: Anywhere
    guests: Anywhere
    done: Whole
    bears: Anywhere
    compares: Beginning
    costs: Whole
    worth: Beginning
    all_for: Anywhere
    rate: str
    severally: Anywhere
    also: Beginning
    pair: tuple[str, ...]
    others: dict[str, frozenset[str]]
    this_year: Anywhere
    anew: Anywhere
    neutral: Anywhere
    of_any_year: Anywhere
    balance: Anywhere
    about: dict[int, Anywhere]


class SubjectRules(Struct, frozen=True, eq=False):
    """All of them."""

    names: Names
    sides: Sides
    topics: Topics
    mentions: Mentions


def subject_rules(pieces: Mapping[str, str]) -> SubjectRules:
    """The rules of the four files; raises `PatternError` where one of them is wrong."""
    return SubjectRules(
        rules_of(Names, "prose/names.yaml", pieces),
        rules_of(Sides, "prose/sides.yaml", pieces),
        rules_of(Topics, "prose/topics.yaml", pieces),
        rules_of(Mentions, "prose/mentions.yaml", pieces),
    )
