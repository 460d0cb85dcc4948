"""Titles that do not say which of the nine a table is: what the accounts bear out is read, and nothing lost unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Disclosure, read
from tests.support.interpreted import from_text, values

SAMPLE = Path(__file__).parents[2] / "samples" / "street_2024.txt"
TITLES = {
    "02": "\n\t收入决算表\t",
    "03": "\n\t支出决算表\t",
    "01": "\n\t收入支出决算总表\t",
    "04": "\n\t财政拨款收入支出决算总表\t",
    "06": "\n\t一般公共预算财政拨款基本支出决算表\t",
    "05": "\n\t一般公共预算财政拨款支出决算表\t",
    "08": "\n\t国有资本经营预算财政拨款收入支出决算表\t",
    "09": "\n\t财政拨款“三公”经费支出决算表\t",
}


def retitled(kind: str, title: str, *changes: tuple[str, str], after: str = "") -> Disclosure:
    """The sample with another title over one of its tables and changes below it, each at the first place."""
    before, old, rest = SAMPLE.read_text("utf-8").partition(TITLES[kind])
    assert old
    for one, other in changes:
        assert one in rest
        rest = rest.replace(one, other, 1)
    return read(f"{before}\n\t{title}\t{rest}{after}".encode())


def amounts(found: Disclosure) -> dict[str, object]:
    return {fact.cell: fact.amount_yuan for fact in found.facts}


@pytest.mark.parametrize(
    ("kind", "title", "note"),
    [
        ("02", "预算收入总表", "speaks of a budget"),  # the accounting rules call income so
        ("03", "年度预算支出情况表", "speaks of a budget"),
        ("02", "收入决算统筹表", "统筹"),
        ("05", "一般公共预算财政拨款支出决算统筹表", "统筹"),
    ],
)
def test_a_table_is_read_under_such_a_title_where_its_amounts_are_those_of_the_others(
    kind: str, title: str, note: str
) -> None:
    found = retitled(kind, title)
    assert found.document.status == "ok" and amounts(found) == amounts(read(SAMPLE))
    assert note in (found.document.notes or "") and title in (found.document.notes_zh or "")
    assert found.document.tables_missing == ()


@pytest.mark.parametrize(("title", "is_read"), [("预算收入总表", False), ("收入决算统筹表", True)])
def test_it_is_told_where_they_are_not(title: str, is_read: bool) -> None:
    """What speaks of a budget is not read without that; what has but an unknown word is, as its columns tell."""
    found = retitled("02", title, ("1,159.73", "1,195.73"))
    assert found.document.status == "partial" and title in (found.document.error or "")
    assert bool([fact for fact in found.facts if fact.table_no == "02"]) == is_read
    assert not [check for check in found.checks if check.verdict == "printed" and not is_read]


def test_a_table_without_a_figure_is_noted_under_a_title_with_an_unknown_word() -> None:
    found = retitled("08", "国有资本经营预算财政拨款收入支出决算统筹表")
    assert found.document.status == "ok" and "统筹" in (found.document.notes or "")
    assert found.document.tables_empty == ("08",) and found.document.tables_missing == ()


def test_a_budget_beside_the_nine_is_no_table_of_theirs() -> None:
    budget = "\n\t预算收入总表\t\n" + SAMPLE.read_text("utf-8").partition(TITLES["02"])[2].partition("\n\t")[0]
    found = retitled("02", "收入决算表", after=budget)
    assert found.document.status == "ok" and amounts(found) == amounts(read(SAMPLE))
    assert "预算收入总表" in str(found.document.tables_other)
    next_years = retitled("02", "2025年预算收入总表")
    assert "02" not in next_years.document.tables_found


@pytest.mark.parametrize("kind", ["01", "02", "03", "04", "05", "06", "09"])
@pytest.mark.parametrize("title", ["部门预算表", "预算调整表", "云岭省林业局2024年部门预算"])
def test_a_table_of_a_budget_is_told_where_no_other_of_its_kind_is(kind: str, title: str) -> None:
    found = retitled(kind, title)
    assert any(title in problem.sentence for problem in found.problems)
    assert not [fact for fact in found.facts if fact.table_no == kind]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("05", "一般公共预算支出人员情况表"),  # 07 and 08 have the same columns
        ("05", "转移支付一般公共预算支出决算表"),
        ("02", "收入及资产情况表"),
        ("09", "三公经费往来决算表"),
    ],
)
def test_a_table_set_aside_is_spoken_of_where_its_title_names_the_kind_that_is_missing(kind: str, title: str) -> None:
    found = retitled(kind, title)
    assert found.document.status == "partial" and title in (found.document.error or "")
    assert not [fact for fact in found.facts if fact.table_no == kind]


@pytest.mark.parametrize("grand", ["总计", "收入支出总计"])
def test_a_total_of_totals_is_that_of_the_year_beside_the_grand_total(grand: str) -> None:
    rows = ("一、财政拨款收入\t3.00\t一、教育支出\t2.00", "本年收入合计\t3.00\t本年支出总合计\t2.00")
    balances = ("年初结转和结余\t1.00\t年末结转和结余\t2.00", f"{grand}\t4.00\t{grand}\t4.00")
    found = from_text("收入支出决算总表", "收入\t\t支出\t", "项目\t决算数\t项目\t决算数", *rows, *balances)
    assert [v.item for v in values(found, "01") if v.cell.text == "2.00"][1] == "current_total"
    assert [v.item for v in values(found, "01") if v.cell.text == "4.00"] == ["grand_total", "grand_total"]
