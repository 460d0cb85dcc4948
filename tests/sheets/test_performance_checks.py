"""Identities of 绩效自评表: what holds, what fails, and how sure a failure is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractor.audit.sheets import sheet_checks
from extractor.records.closed_sets import EngineName, Metric
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.sheets.model import Indicator, Sheet


def sheet(page: int | None = 1, table_no: str = "P2", **fields: object) -> Sheet:
    place: dict[str, Any] = {"page": page, "page_last": page} if page else {"line": 5}
    values: dict[str, Any] = {k: Decimal(v) if isinstance(v, str) and v[:1].isdigit() else v for k, v in fields.items()}
    return Sheet(table_no, 1, {"project_name": "设备更新", "funds_unit": "万元", **values, **place})


def row(ordinal: int, full: str | None, score: str | None) -> Indicator:
    most, given = (Decimal(v) if v else None for v in (full, score))
    return Indicator(
        "P2", "设备更新", None, None, f"指标{ordinal}", None, None, "1", "1", None, None, None, most, given, None,
        1, ordinal, sheet=1,
    )  # fmt: skip


def total(table_no: str, measure: str, amount: str) -> Fact:
    return Fact(
        table_no, None, None, "final", None, None, None, None, None, "合计", "grand_total", None, None, 1, 1,
        f"{table_no}.1/r1/final/{measure}", measure, measure, Decimal(amount), "万元", Decimal(amount) * 10000, 2, None,
        None, None, EngineName.PDFIUM,
    )  # fmt: skip


def figure(subject: str, metric: str, value: str) -> Figure:
    number = Decimal(value)
    said = Metric(metric)
    return Figure(13, None, said, subject, None, number, "万元", number * 10000, None, 7, None, 0, 9, subject, "p")


def failed(checks: tuple[Check, ...]) -> list[tuple[str, str | None]]:
    return [(c.check_id, c.verdict) for c in checks if c.status == "fail"]


def test_a_sound_sheet_passes() -> None:
    one = sheet(
        funds_budget="15",
        funds_executed="14.97",
        funds_execution_rate="99.80",
        funds_score_full="20",
        funds_score="19.96",
        fiscal_budget="10",
        fiscal_executed="9.97",
        other_budget="5",
        other_executed="5",
        total_score="99.46",
    )
    rows = [row(1, "40", "40"), row(2, "40", "39.5")]
    checks = sheet_checks([one], rows, [], [figure("2023年设备更新项目", "amount", "14.97")])
    assert {c.check_id: c.status for c in checks} == dict.fromkeys(
        ("PS-rate", "PS-funds", "PS-weights", "PS-scores", "PS-limit", "PS-prose-executed"), "pass"
    )


def test_one_wrong_digit_is_caught() -> None:
    sound = {"funds_budget": "15", "funds_executed": "14.97", "funds_execution_rate": "99.80"}
    for name, wrong in (("funds_budget", "16"), ("funds_executed", "14.87"), ("funds_execution_rate", "98.80")):
        assert failed(sheet_checks([sheet(page=1, **{**sound, name: wrong})], [])) == [("PS-rate", "doubtful")]


def test_rounding_is_no_failure() -> None:
    assert not failed(
        sheet_checks([sheet(funds_budget="30.00", funds_executed="29.99", funds_execution_rate="99.97")], [])
    )
    assert not failed(
        sheet_checks([sheet(funds_budget="30.00", funds_executed="29.99", funds_execution_rate="100")], [])
    )


def test_contradicting_total_is_printed_where_its_parts_are_sure() -> None:
    """A published sheet prints 0 over parts of 90, with the rate of neither."""
    fields = {"funds_budget": "0", "fiscal_budget": "90", "fiscal_executed": "89.974", "fiscal_execution_rate": "99.97"}
    (check,) = (c for c in sheet_checks([sheet(page=None, **fields)], []) if c.status == "fail")
    assert (check.check_id, check.verdict, check.expected, check.actual) == ("PS-funds", "printed", 90, 0)
    assert "0 (table P2 设备更新 funds budget, line 5) makes 0 and should be at least 90" in str(check.message)


def test_scores() -> None:
    rows = [row(1, "50", "50"), row(2, "40", "41")]
    checks = sheet_checks([sheet(total_score="90", funds_score_full="10", funds_score="10")], rows)
    assert failed(checks) == [("PS-scores", "doubtful"), ("PS-limit", "doubtful")]
    assert [c.check_id for c in checks if c.status == "fail" and c.pages == (1,)] == ["PS-scores", "PS-limit"]


def test_overall_totals_against_tables() -> None:
    one = sheet(table_no="P1", basic_expenditure_total="75.34", project_expenditure_total="22", expenditure_unit="万元")
    facts = [total("03", "basic", "75.34"), total("03", "project", "22.00"), total("05", "project", "16.83")]
    checks = sheet_checks([one], [], facts)
    assert [(c.check_id, c.status, c.facts) for c in checks] == [
        ("PS-basic", "pass", (0,)),
        ("PS-project", "pass", (1,)),
    ]
    wrong = sheet_checks([one], [], [total("03", "basic", "75.43"), total("03", "project", "21.00"), facts[2]])
    assert failed(wrong) == [("PS-basic", "doubtful"), ("PS-project", "doubtful")]
    assert [c.status for c in sheet_checks([one], [], [])] == ["skipped", "skipped"]


def test_a_sheet_of_which_something_was_not_understood_blames_nobody() -> None:
    one = sheet(page=None, funds_budget="15", funds_executed="14.97", funds_execution_rate="98.80")
    assert failed(sheet_checks([one], [])) == [("PS-rate", "printed")]
    assert failed(sheet_checks([one], [], unread={1})) == [("PS-rate", "doubtful")]


def test_a_weight_or_score_that_is_not_printed_is_no_contradiction() -> None:
    """The execution rate has 10 points, or others, of which the form says nothing; the rows give the rest."""
    for weights, scores, total_score in (("50", "40"), ("50", "38.5"), "98.4"), (("50", "35"), ("50", "33"), "97"):
        rows = [row(n, *pair) for n, pair in enumerate(zip(weights, scores, strict=True), start=1)]
        found = sheet_checks([sheet(page=None, total_score=total_score)], rows, [])
        assert not failed(found)
        assert {c.check_id: c.status for c in found}["PS-scores"] == "skipped"
    whole = [row(1, "60", "60"), row(2, "40", "33")]
    assert failed(sheet_checks([sheet(page=None, total_score="97")], whole, [])) == [("PS-scores-lines", "printed")]
