"""The identities held against their own examples: each keeps `holds`, and is broken by what `fails` changes in it.

The numbers of an example stand under addresses: `04.expenditure 208 general` is a cell of a table (`09@budget …` of a
basis, `… #2` of a second row of that name), `S5 2080505 amount` a figure of the prose (`S5@last_year …` of
the year before), `P2 row:1 score` a number of a
绩效自评表 and its first indicator. Money is in 万元.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from extractor.audit.auditor import audit
from extractor.audit.identities.rules import Rule, rules
from extractor.audit.sheets import sheet_checks
from extractor.languages import Sentence, spoken
from extractor.records.closed_sets import CheckOutcome, EngineName, Metric
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.sheets.model import Fields, Indicator, Sheet

WAN = 10_000
LAST_YEAR = 2022
PROJECT = "设备更新"


def failures() -> Iterator[Sentence]:
    """A sentence for each identity whose examples do not come out as they say."""
    for identity in rules():
        if reason := _failure(identity):
            yield spoken("identity {id}: {reason}.", id=identity.id, reason=reason)


def _failure(identity: Rule) -> Sentence | None:
    try:
        held = [check for check in checks(identity.holds, identity.id) if check.status is not CheckOutcome.SKIPPED]
        broken = checks({**identity.holds, **identity.fails}, identity.id)
    except (InvalidOperation, ValueError) as error:
        return spoken("its example has a number or an address that cannot be read ({reason})", reason=error)
    if not held:
        return spoken("its example `holds` does not let it be tried")
    if any(check.status is not CheckOutcome.PASS for check in held):
        return spoken("it does not hold in its example `holds`")
    if all(check.status is not CheckOutcome.FAIL for check in broken):
        return spoken("it holds in its example `fails`")
    return None


def checks(cells: Mapping[str, str], check_id: str) -> list[Check]:
    """The checks of one identity over the numbers at these addresses."""
    facts = [fact(address, amount) for address, amount in cells.items() if address[0] not in "SP"]
    figures = [figure(a, value, place) for place, (a, value) in enumerate(cells.items()) if a[0] == "S"]
    sheets, indicators = _sheet({a: value for a, value in cells.items() if a[0] == "P"})
    found = (*audit(facts, figures).checks, *sheet_checks(sheets, indicators, facts, figures))
    return [check for check in found if check.check_id == check_id]


def fact(address: str, amount: str, row: int = 1) -> Fact:
    """The fact at an address, in this row of its table."""
    place, key, measure, *again = address.split()
    row += int(again[0].removeprefix("#")) if again else 0
    place, _, basis = place.partition("@")
    table, _, side = place.partition(".")
    code = key if key.isdigit() else None
    value = Decimal(amount)
    return Fact(
        table_no=table,
        table_no_printed=None,
        side=side or None,
        basis=basis or "final",
        subject_code=code,
        subject_name=code,
        subject_name_official=None,
        subject_kind=None,
        subject_level=None,
        row_label=key,
        item=None if code or key == "only" else key,
        parent_label="年初财政拨款结转和结余" if key.startswith("opening_") and table == "04" and side else None,
        row_no=None,
        printing=1,
        row=row,
        cell=address,
        measure=measure,
        measure_label=measure,
        amount=value,
        currency_unit="万元",
        amount_yuan=value * WAN,
        page=int(table),
        box=None,
        line=None,
        place=None,
        engine=EngineName.PDFIUM,
    )


def figure(address: str, value: str, place: int) -> Figure:
    """The figure at an address, as the one of this place in the text; percentages are known by their metric."""
    section, subject, metric = address.split()
    section, _, past = section.partition("@")
    number = Decimal(value)
    percent = metric.endswith("_pct")
    return Figure(
        section_no=int(section[1:]),
        section=None,
        metric=Metric(metric),
        subject=subject,
        subject_code=subject if subject.isdigit() else None,
        value=number,
        value_unit="%" if percent else "万元",
        value_yuan=None if percent else number * WAN,
        year_compared=LAST_YEAR if metric.startswith("change_") else None,
        page=1,
        line=None,
        char_start=place,
        char_end=place,
        quote="",
        pattern_id=None,
        figure_year=LAST_YEAR if past else LAST_YEAR + 1,
        of_this_year=not past,
    )


def _sheet(cells: Mapping[str, str]) -> tuple[list[Sheet], list[Indicator]]:
    """The sheet with these numbers, on a project that has a name."""
    fields: Fields = {"project_name": PROJECT, "funds_unit": "万元", "line": 5}
    rows: dict[int, dict[str, Decimal]] = {}
    table = "P2"
    for address, amount in cells.items():
        table, row, measure = address.split()
        if row.startswith("row:"):
            rows.setdefault(int(row.removeprefix("row:")), {})[measure] = Decimal(amount)
        else:
            fields[f"{measure}_expenditure_total" if row == "expenditure" else f"{row}_{measure}"] = Decimal(amount)
    indicators = [_indicator(table, row, scores) for row, scores in rows.items()]
    return ([Sheet(table, 1, fields)] if cells else []), indicators


def _indicator(table: str, row: int, scores: Mapping[str, Decimal]) -> Indicator:
    return Indicator(
        table_no=table,
        project_name=PROJECT,
        indicator_level1=None,
        indicator_level2=None,
        indicator_level3=None,
        evaluation_point=None,
        indicator_kind=None,
        target=None,
        actual=None,
        target_number=None,
        actual_number=None,
        number_unit=None,
        score_full=scores.get("score_full"),
        score=scores.get("score"),
        deviation_reason=None,
        page=None,
        row=row,
        sheet=1,
    )
