"""What else in a document speaks of a 绩效自评表: tables 03 and 05, and the prose on each project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.audit.intervals import decimals
from extractor.audit.sheet_trials import Outcome, SheetTrials, half_width
from extractor.document.characters import plain
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact, Figure


def against_tables(trials: SheetTrials, facts: Sequence[Fact]) -> Iterator[Outcome]:
    """基本支出总额 and 项目支出总额 against the totals of table 03, or of 05."""
    unit = trials.sheet.fields.get("expenditure_unit") or trials.unit
    for measure in ("basic", "project"):
        value = trials.sheet.fields.get(f"{measure}_expenditure_total")
        if not isinstance(value, Decimal):
            continue
        scope = f"{trials.name}/{measure}_expenditure_total"
        found = [
            (index, fact)
            for index, fact in enumerate(facts)
            if fact.table_no in ("03", "05")
            and fact.item == "grand_total"
            and fact.measure == measure
            and fact.basis == "final"
            and fact.amount_yuan is not None
        ]
        found.sort(key=lambda f: (f[1].table_no, f[1].printing))
        yuan = in_yuan(value, str(unit))
        if not found or yuan is None:
            yield trials.skipped(f"PS-{measure}", scope, "table 03 gives no total to compare with")
            continue
        places = max(decimals(value), 2 if unit == "万元" else 0)
        half = in_yuan(half_width(value, places), str(unit)) or Decimal(0)
        tried = [(i, f, *_meets(yuan, half, f)) for i, f in found]
        index, fact, fits, expected, slack = next((t for t in tried if t[2]), tried[0])
        word = "基本支出总额" if measure == "basic" else "项目支出总额"
        said = (
            f"{trials.place()}: {word} is {value} {unit}, but table {fact.table_no} has {fact.amount} "
            f"{fact.currency_unit or ''}; look at both totals."
        )
        key = f"{measure}_expenditure_total"
        outcome = trials.outcome(f"PS-{measure}", scope, fits, expected, yuan, slack, "元", said, (key,))
        pages = tuple(sorted({*trials.pages, *([fact.page] if fact.page else [])}))
        check = replace(outcome.check, tables=(trials.sheet.table_no, fact.table_no), pages=pages, facts=(index,))
        yield replace(outcome, check=check)


def against_prose(trials: SheetTrials, figures: Sequence[Figure]) -> Iterator[Outcome]:
    """A project's budget and execution against what the prose says of the project of this name."""
    project = trials.sheet.fields.get("project_name")
    if trials.sheet.table_no != "P2" or not isinstance(project, str):
        return
    wanted = _project(project)
    for index, figure in enumerate(figures):
        if figure.value_yuan is None or figure.value is None or _project(figure.subject) != wanted:
            continue
        column = {"amount": "executed", "adjusted_budget": "budget", "initial_budget": "initial_budget"}.get(
            figure.metric or ""
        )
        number = trials.amount(f"funds_{column}")
        if column == "initial_budget" and number is None:
            number = trials.amount("funds_budget")
        yuan = in_yuan(number.value, trials.unit) if number else None
        if column is None or number is None or yuan is None:
            continue
        half = in_yuan(number.half, trials.unit) or Decimal(0)
        own = in_yuan(half_width(figure.value, decimals(figure.value)), figure.value_unit) or Decimal(0)
        check_id = "PS-prose-executed" if column == "executed" else "PS-prose-budget"
        said = (
            f"{trials.place()}: the sheet's {number.key} is {number.value} {trials.unit}, but the prose says "
            f"{figure.value} {figure.value_unit} (“{figure.quote[:40]}”)."
        )
        fits = abs(yuan - figure.value_yuan) <= half + own
        scope = f"{trials.name}/{number.key}"
        outcome = trials.outcome(check_id, scope, fits, figure.value_yuan, yuan, half + own, "元", said, (number.key,))
        pages = tuple(sorted({*trials.pages, *([figure.page] if figure.page else [])}))
        yield replace(outcome, check=replace(outcome.check, pages=pages, figures=(index,)))


def _meets(yuan: Decimal, half: Decimal, fact: Fact) -> tuple[bool, Decimal, Decimal]:
    amount = fact.amount_yuan or Decimal(0)
    slack = half + (in_yuan(half_width(fact.amount, decimals(fact.amount)), fact.currency_unit) or Decimal(0))
    return abs(yuan - amount) <= slack, amount, slack


def _project(name: str) -> str:
    """A project's name for comparing: without year, quotes and the word 项目 at its end."""
    bare = plain(name)
    if bare[:4].isdigit():
        bare = bare[4:].lstrip("年度")
    return bare.removesuffix("项目")
