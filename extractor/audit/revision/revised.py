"""What was settled, revised: by the pictures of numbers, where they allow another amount that the accounts require, and
by corrections of a person."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.audit.auditor import Audit
from extractor.audit.binding.fact_index import BareColumns
from extractor.audit.revision.by_colour import signed_by_colour
from extractor.audit.revision.columns_in_doubt import in_doubted_columns, only_within
from extractor.audit.revision.confirmed import BY_NAME, in_untold_columns, unconfirmed
from extractor.audit.revision.exchanged import beside_doubted, not_told_apart
from extractor.audit.revision.judge import judge
from extractor.audit.settlement import Settlement, audited
from extractor.audit.trying.trials import Trials
from extractor.classification.subjects import class_code, is_called, is_economic_name, is_functional_name
from extractor.document.lines import UNREADABLE
from extractor.lexicon.composition import meaning
from extractor.lexicon.labels import bare_label
from extractor.lexicon.numbering import is_numbering
from extractor.lexicon.registries import Shape
from extractor.lexicon.tables import tables_of
from extractor.records.closed_sets import CheckOutcome, EngineName, Verdict
from extractor.records.rows import Check, Fact, Figure

FEW_ROWS = 2  # names of other codes may stand in so many rows of any table
MOST_ROWS = 0.4  # of its rows: with more, no code is believed


def judged_by_pictures(settlement: Settlement, figures: Sequence[Figure]) -> tuple[Settlement, frozenset[int]]:
    """What was settled, with the amounts on which identities and the pictures of numbers, or their colours, decide
    together, where more identities hold with them; and the pages (1-based) whose recognised numbers are not
    believed."""
    if not settlement.audit.failed or not any(fact.others for fact in settlement.facts):
        return settlement, frozenset()
    empty, bare = settlement.grounds.empty, settlement.grounds.bare

    def bind(facts: Sequence[Fact]) -> Trials:
        return Trials(facts, figures, empty, bare)

    signed = signed_by_colour(settlement.facts, bind)
    found = judge(signed, bind(signed), settlement.grounds.lost.tables)
    if found.facts == settlement.facts:
        return settlement, found.not_believed
    audit = audited(found.facts, figures, settlement.grounds)
    if audit.weight <= settlement.audit.weight or _spoilt(settlement.audit, audit):
        return settlement, found.not_believed
    return replace(settlement, facts=found.facts, audit=audit), found.not_believed


def _spoilt(before: Audit, after: Audit) -> bool:
    """Whether some check fails that held: the judge looks at the trials that bind the numbers that it changes, and with
    other amounts others may be bound, or their decimals be unusual.

    More checks may fail than did: with a number below zero bounds are let pass which fail once it is none.
    """
    held = {_bound(check) for check in before.checks if check.status == CheckOutcome.PASS}
    return any(_bound(check) in held for check in after.failed)


def _bound(check: Check) -> tuple[object, ...]:
    """Which identity a check is of, and the numbers that it binds."""
    return check.check_id, check.scope, check.facts, check.figures


def unconfirmed_in(settlement: Settlement, figures: Sequence[Figure]) -> frozenset[int]:
    """The facts (by index) of columns that may measure something else, of rows whose words cannot be read, and those
    recognised in pictures about which some doubt remains."""
    audit, grounds = settlement.audit, settlement.grounds
    explained = {check for suspect in audit.suspects for check in suspect.checks}

    def bind(facts: Sequence[Fact], bare: BareColumns) -> Trials:
        return Trials(facts, figures, grounds.empty, bare)

    in_columns = in_doubted_columns(settlement.facts, audit.checks, explained)
    in_columns |= only_within(settlement.facts, audit.checks)
    failing = {n for check in audit.failed if check.verdict is Verdict.DOUBTFUL for n in check.facts}
    in_columns |= beside_doubted(settlement.facts, in_columns, failing, grounds.bare, bind)
    in_columns |= {n for n, fact in enumerate(settlement.facts) if not fact.subject_code and _is_nobodys(fact)}
    in_columns |= _numbered_as_amounts(settlement.facts)
    in_columns |= _beside_bare_subjects(settlement.facts) | _under_names_of_others(settlement.facts)
    coded = tables_of(Shape.CODED)
    guessed = {n for n, f in enumerate(settlement.facts) if f.guessed and f.amount and f.table_no in coded}
    if guessed:
        in_columns |= in_untold_columns(settlement.facts, guessed, bind(settlement.facts, grounds.bare))
    if not any(fact.engine == EngineName.OCR for fact in settlement.facts):
        return in_columns

    bound = bind(settlement.facts, grounds.bare)
    in_any_column = not_told_apart(settlement.facts, grounds.bare, bind)
    return unconfirmed(settlement.facts, bound, grounds.lost.tables) | in_any_column | in_columns


def _is_nobodys(fact: Fact) -> bool:
    """Whether a row cannot be read, is one of 01 or 04 with an unknown word (出本年支出合计), or one of a table of
    subjects that lacks its code where no line parts the columns: sums hold with its amounts, a zero above all,
    whosever they are."""
    label = fact.row_label or ""
    if UNREADABLE in label or fact.item or fact.parent_label:
        return UNREADABLE in label
    if fact.table_no in BY_NAME:
        return not meaning(bare_label(label)).is_known and class_code(label) is None
    return fact.guessed and fact.table_no in tables_of(Shape.CODED) | tables_of(Shape.ECONOMIC)


def _numbered_as_amounts(facts: Sequence[Fact]) -> set[int]:
    """The facts (by index) of tables without lines in which a row of column numbers (栏次) was read for amounts: what
    stands below it may stand under other columns than it was read under."""
    tables = {(f.table_no, f.printing) for f in facts if f.guessed and is_numbering(f.row_label or "")}
    return {n for n, f in enumerate(facts) if f.guessed and (f.table_no, f.printing) in tables}


def _beside_bare_subjects(facts: Sequence[Fact]) -> set[int]:
    """The facts (by index) of tables without lines in which a subject lacks its code: what is written once for several
    rows stands beside the middle of them, so that the codes of all rows may be those of others."""
    tables = {(f.table_no, f.printing) for f in facts if _is_bare(f)}
    return {n for n, f in enumerate(facts) if f.guessed and f.subject_code and (f.table_no, f.printing) in tables}


def _is_bare(fact: Fact) -> bool:
    """Whether a row of subjects has the name of one and no code, where no line parts the columns."""
    coded = fact.guessed and not fact.subject_code and fact.table_no in tables_of(Shape.CODED)
    return coded and is_functional_name(fact.row_label or "")


def _under_names_of_others(facts: Sequence[Fact]) -> set[int]:
    """The facts (by index) of tables most of whose codes stand beside names of other codes: what was set beside them is
    of other rows, such as those of another page."""
    rows: dict[tuple[str, int], dict[tuple[str, str], bool]] = {}
    for f in facts:
        if f.subject_code and f.subject_name and f.table_no not in BY_NAME:
            of_table = rows.setdefault((f.table_no, f.printing), {})
            row = (f.subject_code, f.subject_name)
            if row not in of_table:
                is_name = is_functional_name(row[1]) or is_economic_name(row[1])
                of_table[row] = is_name and not is_called(*row)
    tables = {table for table, of in rows.items() if sum(of.values()) > max(FEW_ROWS, MOST_ROWS * len(of))}
    return {n for n, f in enumerate(facts) if (f.table_no, f.printing) in tables}


def judged_anew(
    settlement: Settlement, facts: tuple[Fact, ...], figures: Sequence[Figure], by_hand: frozenset[int]
) -> Settlement:
    """What was settled, with other amounts in the same places: corrections by hand, `by_hand` those of figures."""
    grounds = replace(settlement.grounds, agreed=replace(settlement.grounds.agreed, by_hand=by_hand))
    return replace(settlement, facts=facts, audit=audited(facts, figures, grounds), grounds=grounds)
