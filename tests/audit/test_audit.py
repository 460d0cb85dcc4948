"""The audit: what is bound, hierarchies with holes, printings and units, faults located, verdicts, other years."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.audit.auditor import audit
from extractor.audit.binding.fact_index import Bare
from extractor.audit.trying.certainty import Agreement
from tests.support.accounts import cell, check, document
from tests.support.sentences import read


def test_a_level_that_is_not_printed_is_skipped_over() -> None:
    cells = {
        "03 grand_total basic": "7.00",
        "03 208 basic": "7.00",
        "03 2080505 basic": "4.00",
        "03 2080506 basic": "3.00",
    }
    assert check(cells, "H03-children").status == check(cells, "H03-total").status == "pass"
    assert check(cells | {"03 2080506 basic": "3.10"}, "H03-children").status == "fail"


def test_a_total_that_is_not_printed_skips_the_check() -> None:
    found = check({"06 personnel_total amount": "5.00", "06 public_total amount": "1.00"}, "T06-4")
    assert found.status == "skipped" and "not printed" in str(found.message) and found.verdict is None


def test_of_which_lines_are_not_added_up() -> None:
    facts, _ = document({"01.income appropriation amount": "9.00", "01.income current_total amount": "9.00"})
    facts.append(cell("01.income gov_fund amount", "2.00", row=7, parent_label="一、财政拨款收入"))
    (found,) = [c for c in audit(facts).checks if c.check_id == "T01-1"]
    assert found.status == "pass"


def test_each_printing_and_each_basis_is_bound_by_itself() -> None:
    cells = {"01.income current_total amount": "9.00", "01.income other amount": "9.00"}
    facts, _ = document(cells)
    second, _ = document(dict.fromkeys(cells, "8.00"))
    budget, _ = document({a.replace(" ", "@initial_budget ", 1): "7.00" for a in cells})
    facts += [replace(f, printing=2) for f in second] + budget
    found = [c for c in audit(facts).checks if c.check_id == "T01-1"]
    assert {(c.scope, c.status) for c in found} == {
        ("current_total/amount", "pass"),
        ("current_total/amount#2", "pass"),
        ("current_total/amount@initial_budget", "pass"),
    }


def test_tables_in_yuan_meet_tables_in_ten_thousands() -> None:
    cells = {"03 grand_total total": "97.34", "01.expenditure current_total amount": "973412.55"}
    facts = [cell(a, v) for a, v in cells.items()]
    facts[1] = replace(facts[1], currency_unit="元", amount_yuan=facts[1].amount)
    assert [c.status for c in audit(facts).checks if c.check_id == "X0103-1"] == ["pass"]
    facts[1] = replace(facts[1], amount=Decimal("973512.55"), amount_yuan=Decimal("973512.55"))
    assert [c.status for c in audit(facts).checks if c.check_id == "X0103-1"] == ["fail"]


def test_an_empty_table_counts_as_zero() -> None:
    facts, _ = document({"04.expenditure current_total gov_fund": "3.00"})
    assert [c.status for c in audit(facts).checks if c.check_id == "X0407-1"] == ["skipped"]
    assert [c.status for c in audit(facts, empty=("07",)).checks if c.check_id == "X0407-1"] == ["fail"]


def test_a_column_printed_without_a_number_counts_as_zero() -> None:
    """会议费 read in the place of 培训费 leaves the other column blank: then 06 has more than 09."""
    facts, _ = document({"06 30216 amount": "3.12", "09 only meeting": "6.72"})
    assert "X0906-30216" not in {c.check_id for c in audit(facts).checks if c.status != "skipped"}
    bare = {("09", 1): Bare(frozenset({(None, "final", "training")}), frozenset())}
    (found,) = [c for c in audit(facts, bare=bare).checks if c.check_id == "X0906-30216"]
    assert (found.status, found.actual, found.expected) == ("fail", Decimal("3.12"), 0)
    assert audit(facts, bare=bare).doubted == {("06", 1), ("09", 1)}


def test_one_wrong_cell_is_named_with_the_value_that_satisfies_all() -> None:
    cells = {
        "05 grand_total total": "10.82", "05 grand_total basic": "6.18", "05 grand_total project": "4.64",
        "05 208 total": "10.82", "05 208 basic": "6.18", "05 208 project": "4.64",
        "05 20805 total": "10.82", "05 20805 basic": "6.18", "05 20805 project": "4.64",
        "05 2080505 total": "6.18", "05 2080505 basic": "6.18",
        "05 2080506 total": "4.64", "05 2080506 project": "4.64",
    }  # fmt: skip
    facts, _ = document(cells | {"05 208 project": "4.46"})
    result = audit(facts)
    assert len(result.failed) == 3
    (suspect,) = result.suspects
    assert suspect.fact == list(cells).index("05 208 project") and len(suspect.checks) == 3
    assert all("printed 4.46, were 4.64" in str(c.message) for c in result.failed)
    (row,) = [c for c in result.failed if c.check_id == "T05-1"]
    assert (row.expected, row.actual, row.difference) == (Decimal("10.64"), Decimal("10.82"), Decimal("0.18"))
    assert (row.scope, row.tables, row.pages, row.currency_unit) == ("208/total", ("05",), (5,), "万元")
    assert result.fact_status[suspect.fact] == "failed" and result.fact_status[9] == "passed"


def test_verdicts() -> None:
    prose = {"S5 一般公共预算财政拨款支出 amount": "9.50", "05 grand_total total": "9.00"}
    other = {"04.expenditure current_total general": "9.00"}
    # The table's number is certain where another table says the same; alone it may have been read wrong.
    assert check(prose | other, "P5a").verdict == "printed"
    assert check(prose, "P5a").verdict == "doubtful"
    # So is what is left over in a sum of certain numbers, but not a number beside a blank: columns may have shifted.
    known = other | {"05 grand_total total": "9.00", "05 grand_total basic": "7.00", "06 grand_total amount": "7.00"}
    share = {"S13 自评项目 amount": "1.00", "S13 自评资金占一般公共预算项目支出总额 share_pct": "90"}
    assert check(known | share | {"05 grand_total project": "2.00"}, "P12-share").verdict == "printed"
    lone = other | {"05 grand_total total": "9.00", "05 grand_total project": "9.00"}
    assert check(lone | share, "P12-share").verdict == "doubtful"
    sums = {"05 208 total": "9.00", "05 208 basic": "9.00", "05 20805 total": "8.00", "05 20805 basic": "8.00"}
    facts, _ = document(sums)
    assert {c.verdict for c in audit(facts).failed} == {"doubtful"}
    assert audit(facts).doubts and audit(facts).doubted == {("05", 1)}
    # A row may be lost: that two engines agree on the cells is not enough, they must agree on the table.
    assert {c.verdict for c in audit(facts, agreed=Agreement(frozenset(range(4)))).failed} == {"doubtful"}
    assert {c.verdict for c in audit(facts, agreed=Agreement(tables=frozenset({("05", 1)}))).failed} == {"printed"}


def test_a_table_without_a_total_that_every_form_prints_is_incomplete() -> None:
    facts, _ = document(
        {"05 208 total": "9.00", "05 208 basic": "9.00", "05 210 total": "1.00", "05 210 basic": "1.00"}
    )
    result = audit(facts)
    assert result.failed == () and result.incomplete == {("05", 1)} and result.doubts
    # Two engines that read the same pages say nothing of one that is gone.
    assert audit(facts, agreed=Agreement(tables=frozenset({("05", 1)}))).doubts


@pytest.mark.parametrize(("income", "whole"), [("10.00", True), ("12.00", False)])
def test_a_table_without_a_total_is_whole_where_its_rows_make_up_that_of_another(income: str, whole: bool) -> None:
    rows = {
        "02 208 total": "9.00",
        "02 208 appropriation": "9.00",
        "02 210 total": "1.00",
        "02 210 appropriation": "1.00",
    }
    facts, _ = document(rows | {"01.income current_total amount": income, "01.income appropriation amount": income})
    agreed = Agreement(tables=frozenset({("02", 1)}))
    assert ("02", 1) in audit(facts).incomplete  # the total may stand where one engine did not see it
    assert (("02", 1) not in audit(facts, agreed=agreed).incomplete) == whole
    # Rows that were lost cannot be told from amounts that are wrong.
    assert {c.verdict for c in audit(facts, agreed=Agreement(frozenset(range(len(facts))))).failed} <= {"doubtful"}


def test_what_another_year_had_stands_in_no_identity() -> None:
    text = (
        "本年支出合计380.00万元，上年决算数为330.00万元，其中：基本支出200.00万元。2022年，公务接待费1.80万元。"
        "公务用车运行维护费4.00万元，较2022年的5.00万元减少1.00万元。年初结转和结余3.00万元，上年结转和结余6.00万元。"
        "与2022年相比，收入合计400.00万元（上年同期350.00万元）。2023年经费50.00万元，2022年本年支出45.00万元，增长11.11%。"
    )
    prose = read(f"三、支出决算情况说明\n{text}")
    kept = [f"{f.value}" for f in prose.figures if f.of_this_year]
    assert kept == ["380.00", "4.00", "-1.00", "3.00", "6.00", "400.00", "50.00", "11.11"]
    total = {"03 grand_total total": "380.00"}
    for said, checks_of in (("本年支出合计330.00万元", ["fail"]), ("本年支出合计上年决算数为330.00万元", [])):
        spoken = read(f"三、支出决算情况说明\n{said}。").figures
        assert [c.status for c in audit(document(total)[0], spoken).checks if c.check_id == "P3"] == checks_of


def test_a_subject_that_names_its_year_is_of_that_year() -> None:
    text = "二、收入决算情况说明\n2022年收入合计75.12万元。"
    assert [read(text, year).figures[0].of_this_year for year in (2022, 2023)] == [True, False]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "公务接待费4.80万元，比上年的5.60万元减少0.80万元，下降14.29%。",
            {"P-before": "pass", "P-before-pct": "pass"},
        ),
        (
            "公务接待费4.80万元，比上年的5.60万元减少0.08万元，下降14.29%。",
            {"P-before": "fail", "P-before-pct": "fail"},
        ),
        ("公务接待费4.80万元，比2019年的5.60万元减少0.80万元。", {"P-before": "pass"}),
        ("公务接待费4.80万元，上年会议费5.60万元，接待费比年初预算减少0.70万元。", {}),
        ("公务接待费4.80万元，较2019年的5.60万元减少0.80万元，较上年增加0.30万元。", {"P-before": "pass"}),
    ],
)
def test_a_change_is_held_against_the_year_it_is_against(text: str, status: dict[str, str]) -> None:
    figures = read(f"九、“三公”经费支出决算情况说明\n{text}").figures
    tried = [c for c in audit([], figures).checks if c.check_id.startswith("P-before")]
    assert {c.check_id: c.status for c in tried if c.status != "skipped"} == status
