"""The numbers of 绩效自评表 checked against each other, against tables 03 and 05, and against the prose.

Each printed number of a sheet becomes a `Fact` of table P1 or P2, whose printing is the number of the sheet; so they
are tried by the same arithmetic as all others. These facts are for the audit and do not go out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.audit.identities.rules import Relation
from extractor.audit.outcome.checks import check_of
from extractor.audit.outcome.sentences import Sentences
from extractor.audit.trying.certainty import is_too_many
from extractor.audit.trying.faults import causes
from extractor.audit.trying.intervals import PERCENT, POINTS
from extractor.audit.trying.trial import FAIL, PASS, Trial
from extractor.audit.trying.trials import Trials
from extractor.document.numbers import decimals
from extractor.lexicon.registries import Basis
from extractor.records.closed_sets import EngineName
from extractor.records.currency import in_yuan
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.sheets.columns import HEAD_NUMBERS, SCORES, TOTALS
from extractor.tables.sheets.model import Indicator, Sheet

MONEY = ("initial_budget", "budget", "executed")
TABLE_DECIMALS = {"万元": 2}  # of the totals that stand in tables 03 and 05


def sheet_checks(
    sheets: Sequence[Sheet],
    indicators: Sequence[Indicator],
    facts: Sequence[Fact] = (),
    figures: Sequence[Figure] = (),
    *,
    unread: Collection[int] = (),
    first: int = 1,
    by_hand: Collection[str] = (),
) -> tuple[Check, ...]:
    """Every identity of 绩效自评表, tried on each sheet; `unread` are the sheets of which something was not understood.

    A failure is `printed` where the sheet was understood and comes from plain text, or each of its numbers stands in
    another identity that holds or a person has looked at it (`by_hand`, by their names), and not too much fails;
    else it is `doubtful`. `facts` and `figures` of a check are the indexes of those it binds. The checks are numbered
    from `first`.
    """
    if not sheets:
        return ()
    numbers = [fact for sheet in sheets for fact in _numbers(sheet, indicators)]
    everything = [*facts, *numbers]
    bound = Trials(everything, figures, frozenset(), {})
    by_sheet = [(sheet, bound.of_sheet(sheet.sheet, _project(sheet))) for sheet in sheets]
    trials = [trial for _, tried in by_sheet for trial in tried]
    why = causes(trials, bound.numbers)
    many = is_too_many(len(why.groups), sum(t.status in (PASS, FAIL) for t in trials))
    words = Sentences(bound.numbers)
    hints = {i: words.hint(f.node, f.value, len(f.trials)) for f in why.faults for i in f.trials}
    # That a score is within its weight says little of its digits: it makes no number sure.
    sure = {n for t in trials if t.status == PASS and t.relation is not Relation.AT_MOST for n in t.nodes}
    sure.update(n for n, fact in enumerate(everything) if fact.cell in by_hand)
    checks: list[Check] = []
    for sheet, tried in by_sheet:
        for trial in tried:
            is_text = sheet.fields.get("page") is None
            understood = sheet.sheet not in unread and not many
            printed = understood and (is_text or sure.issuperset(trial.nodes))
            hint = hints.get(len(checks))
            check = check_of(first + len(checks), trial, words, printed, hint)
            checks.append(_of_sheet(check, trial, sheet, everything, len(facts)))
    return tuple(checks)


def _numbers(sheet: Sheet, indicators: Sequence[Indicator]) -> Iterator[Fact]:
    """The numbers of a sheet: scores of its indicators, its funds, scores and totals."""
    for row in indicators:
        if row.sheet == sheet.sheet:
            indicator = _row_of_indicator(sheet, row)
            for measure in SCORES:
                if (amount := getattr(row, measure)) is not None:
                    yield _number(indicator, measure, amount, POINTS)
    unit = str(sheet.fields.get("funds_unit") or "万元")
    for name, amount in sheet.fields.items():
        if not isinstance(amount, Decimal):
            continue
        if name in TOTALS:
            own = str(sheet.fields.get("expenditure_unit") or unit)
            amount = amount.quantize(Decimal(1).scaleb(-max(decimals(amount), TABLE_DECIMALS.get(own, 0))))
            yield _number(_row_of_head(sheet, "expenditure"), TOTALS[name], amount, own)
        else:
            item, measure = HEAD_NUMBERS[name]
            own = POINTS if measure in SCORES else unit if measure in MONEY else PERCENT
            yield _number(_row_of_head(sheet, item), measure, amount, own)


def _row_of_head(sheet: Sheet, item: str) -> Fact:
    page = sheet.fields.get("page")
    row = _row(sheet, f"{sheet.cell}/{item}", page if isinstance(page, int) else None)
    return replace(row, item=item, row_label=item)


def _row_of_indicator(sheet: Sheet, indicator: Indicator) -> Fact:
    row = _row(sheet, f"{sheet.cell}/r{indicator.row}", indicator.page)
    label = indicator.indicator_level3 or f"row {indicator.row}"
    return replace(row, row=indicator.row, row_label=label, box=indicator.box)


def _row(sheet: Sheet, cell: str, page: int | None) -> Fact:
    """A row of a sheet, whose numbers are still to come."""
    line = sheet.fields.get("line")
    return Fact(
        table_no=sheet.table_no,
        table_no_printed=None,
        side=None,
        basis=Basis.FINAL,
        subject_code=None,
        subject_name=_name(sheet),
        subject_name_official=None,
        subject_kind=None,
        subject_level=None,
        row_label=None,
        item=None,
        parent_label=None,
        row_no=None,
        printing=sheet.sheet,
        row=0,
        cell=cell,
        measure="",
        measure_label="",
        amount=Decimal(0),
        currency_unit=None,
        amount_yuan=None,
        page=page,
        box=None,
        line=line if isinstance(line, int) else None,
        place=None,
        engine=EngineName.TEXT if page is None else EngineName.PDFIUM,
    )


def _number(row: Fact, measure: str, amount: Decimal, unit: str) -> Fact:
    return replace(
        row,
        cell=f"{row.cell}/{measure}",
        measure=measure,
        measure_label=measure,
        amount=amount,
        currency_unit=unit,
        amount_yuan=amount if unit in (PERCENT, POINTS) else in_yuan(amount, unit),
    )


def _name(sheet: Sheet) -> str:
    return str(sheet.fields.get("project_name") or sheet.fields.get("title") or sheet.table_no)


def _project(sheet: Sheet) -> str | None:
    name = sheet.fields.get("project_name")
    return name if isinstance(name, str) else None


def _of_sheet(check: Check, trial: Trial, sheet: Sheet, everything: Sequence[Fact], own: int) -> Check:
    """A check with its place in the sheet: the sheet's name, all its pages, and of what it binds only what goes out."""
    facts = tuple(n for n in check.facts if n < own)
    fields = sheet.fields
    first, last = fields.get("page"), fields.get("page_last")
    pages = set(range(first, last + 1)) if isinstance(first, int) and isinstance(last, int) else set()
    return replace(
        check,
        scope=f"{_name(sheet)}/{_what(trial, everything)}",
        tables=(sheet.table_no, *sorted({everything[n].table_no for n in facts})),
        pages=tuple(sorted(pages.union(check.pages))),
        facts=facts,
        terms=tuple(term if (term.fact or 0) < own else replace(term, fact=None) for term in check.terms),
    )


def _what(trial: Trial, everything: Sequence[Fact]) -> str:
    """What in a sheet an identity was tried on: an indicator by its name, a number by its column."""
    anchor = trial.rule.left[0]
    row = trial.row or anchor.keys[0]
    if trial.relation is Relation.AT_MOST and not row.startswith("row:"):
        return row
    if row.startswith("row:"):
        return everything[trial.left[0]].row_label or row
    if row == "expenditure":
        return next(name for name, measure in TOTALS.items() if measure in anchor.measures)
    return f"{row}_{everything[trial.left[0]].measure if trial.left[0] < len(everything) else anchor.measures[0]}"
