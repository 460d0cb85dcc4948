"""A column of whose header a word is not known: what the others name where the accounts confirm it, else told."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Disclosure, read
from tests.support.interpreted import from_text

SAMPLE = Path(__file__).parents[2] / "samples" / "street_2024.txt"
TABLES = {"02": "\t收入决算表\t", "03": "\t支出决算表\t", "05": "\t一般公共预算财政拨款支出决算表\t"}


def reworded(folder: Path, table: str, *changes: tuple[str, str]) -> Disclosure:
    """The sample with changes in one of its tables, each at the first place."""
    before, title, after = SAMPLE.read_text("utf-8").partition("\n" + TABLES[table])
    for old, new in changes:
        assert old in after
        after = after.replace(old, new, 1)
    path = folder / SAMPLE.name
    path.write_text(before + title + after, "utf-8")
    return read(path)


def amounts(found: Disclosure) -> dict[str, object]:
    return {fact.cell: fact.amount_yuan for fact in found.facts}


@pytest.mark.parametrize(
    ("table", "known", "header"),
    [
        ("02", "财政拨款收入", "望湖区财政拨款收入"),
        ("02", "其他收入", "其他（捐赠利息）收入"),
        ("02", "本年收入合计", "本年收入合计（首口径）"),
        ("03", "基本支出", "机关维稳基本支出"),
        ("05", "项目支出", "特种项目支出"),
        ("02", "财政拨款收入", "财政基本拨款收入"),  # known words, that name no measure of the table together
        ("02", "财政拨款收入", "本级财政收入"),
        ("03", "基本支出", "工资及公用基本支出"),
        ("03", "项目支出", "项目任务支出"),
    ],
)
def test_a_header_that_names_nothing_by_itself_is_read_where_all_its_amounts_add_up(
    table: str, known: str, header: str, tmp_path: Path
) -> None:
    found = reworded(tmp_path, table, (known, header))
    assert found.document.status == "ok" and amounts(found) == amounts(read(SAMPLE))
    assert f"{header}” is “" in (found.document.notes or "")
    assert f"{header}”按勾稽关系认定" in (found.document.notes_zh or "")


@pytest.mark.parametrize(
    "changes",
    [
        [("财政拨款收入", "望湖区财政拨款收入"), ("1,159.73", "1,195.73")],  # a sum does not hold
        [("财政拨款收入", "非本区财政拨款收入")],  # the word may turn the others
        [("财政拨款收入", "望湖区财政拨款收入"), ("上级补助收入", "甲乙补助收入")],  # two of them
        [("财政拨款收入", "望湖区其他收入")],  # another column is that
        [("财政拨款收入", "望湖区收入")],  # nothing is named
        [("财政拨款收入", "年末财政拨款收入")],  # a word that makes it another amount
        [("财政拨款收入", "基本培训收入")],  # words that the table knows none of
    ],
)
def test_it_is_told_where_they_do_not_or_it_may_be_another(changes: list[tuple[str, str]], tmp_path: Path) -> None:
    found = reworded(tmp_path, "02", *changes)
    assert found.document.status == "partial" and f"“{changes[0][1]}”" in (found.document.error or "")
    assert not [fact for fact in found.facts if fact.measure_label == changes[0][1]]
    assert not [check for check in found.checks if check.verdict == "printed"]


@pytest.mark.parametrize(("budget", "status"), [("2.40", "ok"), ("2.30", "partial")])
def test_a_word_over_both_stages_of_the_budget_is_one_unknown_word(budget: str, status: str, tmp_path: Path) -> None:
    path = tmp_path / SAMPLE.name
    before, title, after = SAMPLE.read_text("utf-8").partition("\n\t财政拨款“三公”经费支出决算表\t")
    after = after.replace("公务接待费", "来客接待费", 1).replace("\t2.40\t", f"\t{budget}\t", 1)
    path.write_text(before + title + after, "utf-8")
    found = read(path)
    reception = [str(fact.amount) for fact in found.facts if fact.measure == "reception"]
    assert (found.document.status, reception) == (status, ["2.40", "2.15"] if status == "ok" else [])
    assert not [check for check in found.checks if check.verdict == "printed"]


FLOW = "科目编码\t科目名称\t年初结转和结余\t{income}\t本年支出\t{closing}"


def flowing(*rows: str, income: str = "本年收入", closing: str = "年末结转和结余") -> Disclosure:
    lines = [
        "某局2023年度部门决算",
        "",
        "政府性基金预算财政拨款收入支出决算表",
        "单位：万元",
        FLOW.format(income=income, closing=closing),
    ]
    return read("\n".join([*lines, *rows]).encode())


@pytest.mark.parametrize("head", ["本年预算安排", "财政下达数", "本年指标安排数"])
@pytest.mark.parametrize(("closing", "read_as"), [("1.00", "income"), ("2.00", None)])
def test_what_was_allotted_is_no_budget_beside_balances_and_spending(
    head: str, closing: str, read_as: str | None
) -> None:
    found = flowing(
        f"212\t城乡社区支出\t1.00\t2.00\t2.00\t{closing}", f"合计\t\t1.00\t2.00\t2.00\t{closing}", income=head
    )
    measures = {str(fact.measure) for fact in found.facts if fact.measure_label == head}
    assert measures == ({read_as} if read_as else set())
    assert (found.document.status == "ok") == bool(read_as)


@pytest.mark.parametrize(("opening", "read_as"), [("3.00", "closing_balance"), ("0.00", None)])
def test_a_column_of_zeros_is_borne_out_by_the_sums_that_hold_with_them(opening: str, read_as: str | None) -> None:
    """Where all is zero, nothing is."""
    rows = [f"{code}\t{opening}\t0.00\t{opening}\t0.00" for code in ("212\t城乡社区支出", "合计\t")]
    found = flowing(*rows, closing="当年结转结余")
    measures = {str(fact.measure) for fact in found.facts if fact.measure_label == "当年结转结余"}
    assert measures == ({read_as} if read_as else set())


def test_all_that_stands_under_a_cell_in_doubt_is_one_doubt(tmp_path: Path) -> None:
    found = reworded(tmp_path, "05", ("年末结转和结余", "累计结转结余"))
    assert found.document.status == "ok" and amounts(found) == amounts(read(SAMPLE))


def test_the_income_of_04_may_have_a_column_with_a_word_that_is_not_known() -> None:
    """Its amounts are measured as those of 01."""
    rows = [
        "一、一般公共预算财政拨款\t20.00\t一、一般公共服务支出\t20.00\t20.00\t0.00",
        "本年收入合计\t20.00\t本年支出合计\t20.00\t20.00\t0.00",
    ]
    head = "收入\t\t支出\t\t\t", "项目\t乾坤合计\t项目\t合计\t一般公共预算\t政府性基金"
    (table,) = from_text("财政拨款收入支出决算总表", "单位：万元", *head, *rows).tables
    assert table.supposed is not None and "乾坤" in str(table.supposed.taken[0])
