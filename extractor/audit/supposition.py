"""Columns and tables of whose header or title a word is not known: whether the accounts bear out what they are supposed
to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from extractor.audit.settlement import Candidate
from extractor.audit.trying.trial import FAIL
from extractor.audit.trying.trials import Trials
from extractor.records.rows import Figure
from extractor.tables.model import Table

FEWEST = 2  # amounts: one may add up by chance


def with_supposed(
    first: Candidate,
    tables: tuple[Table, ...],
    figures: Sequence[Figure],
    reading_of: Callable[[tuple[Table, ...]], Candidate],
) -> tuple[Candidate, tuple[Table, ...]]:
    """The `first` reading of a document and its tables, with each supposed column or table that the accounts bear out;
    `reading_of` makes a reading of other tables. A table that is read in any case is weighed against the others."""
    for place, table in enumerate(tables):
        if table.supposed is not None:
            before, after = tables[:place], tables[place + 1 :]
            is_read = table.values == table.supposed.values
            without = reading_of((*before, replace(table, values=()), *after)) if is_read else first
            tried = (*before, table.as_supposed, *after)
            if _is_borne_out(without, supposed := reading_of(tried), figures):
                first, tables = supposed, tried
    return first, tables


def as_borne_out(tables: Sequence[Table], first: Sequence[Table]) -> list[Table]:
    """The tables of a further reading, with what was borne out in the `first`."""
    kinds = {table.kind for table in first if table.noted}
    return [table.as_supposed if table.kind in kinds else table for table in tables]


def _is_borne_out(without: Candidate, supposed: Candidate, figures: Sequence[Figure]) -> bool:
    """Whether each amount that `supposed` has besides those of the reading `without` it stands in a sum or an equality
    with others that are known or borne out, and none in one that fails. Zeros prove nothing beside amounts; a column of
    nothing else is borne out by the sums that hold with them."""
    known = set(without.facts)
    more = {n for n, fact in enumerate(supposed.facts) if fact not in known}
    amounts = {n for n in more if supposed.facts[n].amount}
    trials = Trials(supposed.facts, figures, frozenset(supposed.empty), supposed.bare).all()
    if any(trial.status == FAIL and more.intersection(trial.nodes) for trial in trials):
        return False
    firm = [frozenset(trial.nodes) for trial in trials if trial.confirms]
    if amounts:
        return len(amounts) >= FEWEST and _reached(amounts, more, firm) == amounts
    holding = [frozenset(trial.nodes) for trial in trials if trial.holds]
    return len(_reached(more, more, firm)) >= FEWEST and _reached(more, more, holding) == more


def _reached(wanted: AbstractSet[int], more: AbstractSet[int], bonds: Sequence[frozenset[int]]) -> set[int]:
    """Which of the numbers `wanted` are bound to one that is not among `more`, or to others that are."""
    reached: set[int] = set()
    while found := {n for nodes in bonds if nodes - (more - reached) for n in nodes & wanted} - reached:
        reached |= found
    return reached
