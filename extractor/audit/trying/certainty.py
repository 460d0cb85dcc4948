"""Whether the document prints a failure as it was read: the verdict on a failed check."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.audit.binding.fact_index import WITH_NAMED_ROWS, Place
from extractor.audit.identities.rules import Relation
from extractor.audit.trying.faults import Causes
from extractor.audit.trying.trial import FAIL, PASS, Trial
from extractor.audit.trying.trials import Trials
from extractor.languages import Sentence, said
from extractor.lexicon.registries import Item
from extractor.records.closed_sets import EngineName
from extractor.records.rows import Fact, Figure

# Read from marked cells, with no layout to mistake.
MARKED = frozenset({"office", "html"})
# Read so, or compared with the page by a person.
CERTAIN = MARKED | {EngineName.PERSON}
# Read line by line, with nothing to lose on another page.
WHOLE = MARKED | {"text"}
# The tables that list subjects and nothing beside them: 01 and 04 are two-sided, 09 has one row.
ONE_SIDED = WITH_NAMED_ROWS - {"01", "04"}

# Some failures are a document's own; beyond a number of them it was misread. Failures that one number explains count
# as one. Measured: in published documents whose every failure was looked up, no table contradicts itself or another
# one, and the prose is wrong in up to six places (1.7 % of what was tried); a single wrong digit in a table makes one
# failure so counted (898 of 900 tried; else three of tables); a column shifted or a page missed makes more than three
# in three cases of four, and ten or more in every third.
FEW = 3
MANY = 10
MANY_SHARE = 0.05


def is_too_many(failures: int, tried: int) -> bool:
    """Whether so much fails that the reading is the likelier cause."""
    return failures > FEW and failures > min(MANY, MANY_SHARE * tried)


class Agreement(Struct, frozen=True):
    """What two engines read alike: facts by index, and tables cell by cell, blanks included; and the figures by index
    that a person has compared with the page (a fact says so by its engine)."""

    facts: frozenset[int] = frozenset()
    tables: frozenset[Place] = frozenset()
    by_hand: frozenset[int] = frozenset()


class NotRead(Struct, frozen=True):
    """What a reading did not understand: `tables` of which something was not read, whether there is a table of subjects
    that is not recognised (`unknown`), and whether a table that is announced is missing (`missing`). `recognised` are
    the pages whose characters were recognised in a picture (OCR), or not all read."""

    tables: frozenset[Place] = frozenset()
    unknown: bool = False
    missing: bool = False
    recognised: frozenset[int] = frozenset()


class Certainty:
    """Which numbers are certain, and which tables are understood.

    A fact is certain if two engines agree on it, if it equals what another table or the prose says, or if it is all
    that is left over in a sum of such numbers. Identities inside one table alone say little: they hold as well with a
    column shifted. A sum over rows, of which the reading may have lost one, is certain only where two engines agree on
    the table. The prose is running text, and its figures are taken as printed.

    But engines share titles, headers and the shapes of tables, so that their agreement says nothing of what a number
    means. Nothing is certain that touches a table which was not understood without a rest: an amount unread, a row of
    unknown subject, a measure claimed by two columns, a printing that may belong to another set or to another unit than
    the prose. A table of subjects that is not recognised may be a part of any table of subjects; one that is missing
    may have lent its rows to any sum. Nor is anything certain that was recognised in a picture: a digit may be misread,
    and no other engine can tell; nor the sign of a figure that is red. A person can, who has compared the number
    with the page and said so.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        figures: Sequence[Figure],
        trials: Sequence[Trial],
        causes: Causes,
        bound: Trials,
        agreed: Agreement,
        lost: NotRead,
    ) -> None:
        self._facts, self._figures = facts, figures
        self._bound = bound
        self._agreed = agreed
        self._lost = lost
        self._unmatched, self._sets = bound.index.unmatched(), bound.index.sets
        self._nodes = set(agreed.facts)
        if causes.groups:
            self._confirm([t for t in trials if t.status == PASS and t.rule.relation is Relation.EQUALS and t.actual])
        tried = sum(trial.status in (PASS, FAIL) for trial in trials)
        self._too_many = is_too_many(len(causes.groups), tried)
        # Tables that contradict each other, or themselves, in more than a few ways.
        of_tables = [[t for i in group if not (t := trials[i]).rule.prose] for group in causes.groups]
        contradicting = [group for group in of_tables if group]
        self._suspected = frozenset(
            place for group in contradicting if len(contradicting) > FEW for t in group for place in self.places(t)
        )

    def is_printed(self, trial: Trial) -> bool:
        """Whether a failed trial blames the document: all that it binds is certain and understood."""
        places = self.places(trial)
        gaps = self._gaps(trial)
        bound = [node for node in trial.nodes if node < len(self._facts)]
        tables = {table for table, _ in places}
        if self._too_many or places & (self._lost.tables | self._suspected):
            return False
        if self._sets <= 1 and tables & {table for table, _ in self._lost.tables}:  # a further 06 may be a part of it
            return False
        if not self._bound.index.unclear.isdisjoint(bound) or any(map(self._is_in_doubt, trial.nodes)):
            return False
        if self._is_of_unknown_unit(trial, bound):
            return False
        if (self._lost.unknown and tables & ONE_SIDED) or (self._lost.missing and gaps):
            return False
        if not trial.rule.within and (places & self._unmatched or (trial.rule.prose and tables and self._sets > 1)):
            return False
        return all(map(self._is_certain, bound)) and gaps <= self._agreed.tables

    def places(self, trial: Trial) -> set[Place]:
        """The tables that a trial binds, and those in which it misses a number."""
        bound = (node for node in trial.nodes if node < len(self._facts))
        return self._gaps(trial).union(map(self._place, bound))

    def incomplete(self, trials: Sequence[Trial]) -> frozenset[Place]:
        """The tables without a total that every form prints, or of which a printing of the set is lacking.

        Not those of which no page can have been lost. Engines read the same pages, so that two of them say nothing of
        one that is gone; but that a total stands alone (汇总 over rows by unit), that rows without one are together
        what another table prints, or that a table is printed for some sets only, may be so.
        """
        whole = {(fact.table_no, fact.in_set) for fact in self._facts if fact.engine in WHOLE}
        parted = {(fact.table_no, fact.in_set) for fact in self._facts if fact.item != Item.GRAND_TOTAL}
        held = [frozenset(t.nodes) for t in trials if t.confirms and not (t.rule.within or t.rule.prose)]
        lacks = [(trial.lacking, trial.printing, trial.nodes) for trial in trials if trial.lacking is not None]
        made_up = {(table, n) for table, n, rows in lacks if rows and any(other.issuperset(rows) for other in held)}
        lacking = {(table, n) for table, n, _ in lacks} - (made_up & self._agreed.tables)
        may_be_so = self._bound.short() | (lacking - parted)
        return frozenset((lacking & parted) | (may_be_so - self._agreed.tables)) - whole

    def cut(self) -> list[int]:
        """The facts, by index, that may have lost a digit: printed with fewer decimals than those around them, and not
        read so by two engines."""
        trusted = self._agreed.tables | self._whole()
        cut = self._bound.numbers.cut
        return [n for n in cut if n not in self._agreed.facts and self._place(n) not in trusted]

    def odd(self) -> dict[Place, tuple[Sentence, ...]]:
        """The tables with numbers that may have lost a digit, or a few blanks, unless two engines agree; why, one
        sentence each."""
        trusted = self._agreed.tables | self._whole()
        found: dict[Place, list[Sentence]] = {}
        for place in self._bound.with_holes():
            sentence = said(
                "Table {table} leaves a few cells blank and prints its zeros in all others: some may be lost.",
                table=place[0],
            )
            found.setdefault(place, []).append(sentence)
        for n in self.cut():
            fact = self._facts[n]
            sentence = said(
                "Table {table}, page {page}: {amount:f} in the row “{row}” has fewer decimals than the numbers "
                "around it, so a digit may be lost.",
                table=fact.table_no,
                page=fact.page,
                amount=fact.amount,
                row=fact.row_label,
            )
            found.setdefault(self._place(n), []).append(sentence)
        return {place: tuple(told) for place, told in found.items() if place not in trusted}

    def _whole(self) -> set[Place]:
        return {self._place(n) for n, fact in enumerate(self._facts) if fact.engine in WHOLE}

    def _confirm(self, held: Sequence[Trial]) -> None:
        value = self._bound.numbers.value
        inside: list[Trial] = []
        for trial in held:
            if len({self._place(n)[0] if n < len(self._facts) else None for n in trial.nodes}) > 1:
                self._nodes.update(node for node in trial.nodes if value[node])
            elif all(value[node] for node in trial.nodes) and not self._bound.gaps(trial):
                inside.append(trial)
        found = True
        while found:
            found = False
            for trial in inside:
                left = [node for node in trial.nodes if node not in self._nodes]
                if len(left) == 1:
                    self._nodes.add(left[0])
                    found = True

    def _gaps(self, trial: Trial) -> set[Place]:
        return {(table, trial.printing) for table in self._bound.gaps(trial)}

    def _place(self, node: int) -> Place:
        return self._facts[node].table_no, self._facts[node].in_set

    def _is_of_unknown_unit(self, trial: Trial, bound: Sequence[int]) -> bool:
        """Whether amounts of a currency unit that nothing names are held against the prose, or against amounts of one
        that is named: they differ by whatever the unit is."""
        units = {self._facts[node].currency_unit for node in bound}
        return None in units and (trial.rule.prose or len(units) > 1)

    def _is_in_doubt(self, node: int) -> bool:
        facts, figures = self._facts, self._figures
        if node < len(facts):
            sign_in_doubt = bool(facts[node].others)  # of a red figure
            in_doubt = sign_in_doubt or facts[node].page in self._lost.recognised
            return in_doubt and facts[node].engine != EngineName.PERSON
        figure = node - len(facts)
        return figures[figure].page in self._lost.recognised and figure not in self._agreed.by_hand

    def _is_certain(self, node: int) -> bool:
        if node in self._nodes:
            return True
        return self._facts[node].engine in CERTAIN or self._place(node) in self._agreed.tables
