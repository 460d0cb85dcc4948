"""Which table a grid is, or none: tables of other years, units and stages that stand beside those of the nine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import read
from extractor.tables.assembly.split import split_at_tops
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import TITLE_05, coded, from_text, text_document, unread, values

TITLE_03 = "支出决算表"


HEAD_03 = "{codes}\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出"


HEADS = {
    "02": "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|其他收入",
    "03": "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出",
    "05": "科目编码|科目名称|本年支出合计|基本支出|项目支出",
    "07": "科目编码|科目名称|年初结转和结余|本年收入|本年支出/小计|基本支出|项目支出|年末结转和结余",
    "08": "科目编码|科目名称|本年支出合计|基本支出|项目支出",
}


def numbered(numbers: dict[str, str | None]) -> Interpretation:
    """Tables without titles, one a page, each under the number that is given for it."""
    pages = []
    for page, (kind, number) in enumerate(numbers.items(), 1):
        head = HEADS[kind]
        row = "212|城乡社区支出" + "|1.00" * (head.count("|") - 1)
        grid = ruled(page, [head, row, row.replace("212|城乡社区支出", "|合计")], [60.0] * (head.count("|") + 1))
        over = (line(f"公开{number}表", page),) if number else ()
        pages.append(PageContent(page, (grid,), (*over, line("单位：万元", page, 65.0))))
    return interpret(pages)


def test_printed_numbers_tell_tables_of_the_same_columns_where_the_others_agree() -> None:
    found = numbered({"02": "02", "03": "03", "05": "05", "07": "07", "08": "8"})
    assert [table.kind for table in found.tables] == ["02", "03", "05", "07", "08"]
    assert not found.unread


@pytest.mark.parametrize(
    "numbers",
    [
        {"02": "02", "03": "03", "05": None, "08": None},  # nothing tells them apart
        {"02": "03", "03": "04", "05": "06", "07": "08", "08": "09"},  # an order of their own
    ],
)
def test_tables_of_the_same_columns_are_never_guessed(numbers: dict[str, str | None]) -> None:
    found = numbered(numbers)
    assert [table.kind for table in found.tables] == ["02", "03"]
    assert found.unread or any(table.unread for table in found.tables)


HEAD_06 = "科目编码|科目名称|决算数"


PERSONNEL = ["301|工资福利支出|5.00", "30101|基本工资|5.00", "|人员经费合计|5.00"]


PUBLIC = ["302|商品和服务支出|3.00", "30201|办公费|3.00", "|公用经费合计|3.00"]


@pytest.mark.parametrize("widths", [[60.0, 200.0, 80.0], [80.0, 150.0, 110.0]])
def test_a_table_may_go_on_in_a_second_block_on_its_page(widths: list[float]) -> None:
    first = ruled(1, [HEAD_06, *PERSONNEL], [60.0, 200.0, 80.0], 100.0, 0)
    second = ruled(1, [HEAD_06, *PUBLIC], widths, 220.0, 1)
    over = (
        line("一般公共预算财政拨款基本支出决算表"),
        line("（一）人员经费", 1, 80.0),
        line("（二）公用经费", 1, 200.0),
    )
    found = interpret([PageContent(1, (first, second), over)])
    assert {v.subject_code or v.item for v in values(found, "06")} == {
        "301", "30101", "personnel_total", "302", "30201", "public_total"
    }  # fmt: skip
    assert len(found.tables) == 1 and not unread(found)


def test_a_block_with_the_same_rows_is_another_table() -> None:
    rows = [HEADS["05"], "|合计|9.00|5.00|4.00", "201|一般公共服务支出|9.00|5.00|4.00"]
    other = [HEADS["05"], "|合计|2.00|0.00|2.00", "212|城乡社区支出|2.00|0.00|2.00"]
    grids = (ruled(1, rows, [60.0] * 5, 100.0, 0), ruled(1, other, [60.0] * 5, 220.0, 1))
    found = interpret([PageContent(1, grids, (line("一般公共预算财政拨款支出决算表"),))])
    assert ("212", "total", "2.00") not in coded(found)
    assert unread(found)


@pytest.mark.parametrize("label", ["2022年支出合计", "2022年决算数", "2022年度支出/合计"])
def test_a_table_of_another_year_than_the_document_s_is_told(tmp_path: Path, label: str) -> None:
    head = f"科目编码\t科目名称\t{label}\t2022年基本支出\t2022年项目支出"
    text = ["云岭县档案馆2023年度部门决算", "一般公共预算财政拨款支出决算表", "单位：万元", head]
    path = tmp_path / "old.txt"
    path.write_text("\n".join([*text, "201\t一般公共服务支出\t9.00\t5.00\t4.00"]), "utf-8")
    found = read(path)
    assert not found.facts and found.document.status == "partial"
    assert "2023" in (found.document.error or "")
    path.write_text("\n".join([*text, "201\t一般公共服务支出\t9.00\t5.00\t4.00"]).replace("2022年", "2023年"), "utf-8")
    assert len(read(path).facts) == 3


def test_a_row_of_an_earlier_year_than_the_document_s_is_set_aside(tmp_path: Path) -> None:
    text = ["云岭县档案馆2023年度部门决算", TITLE_03, "单位：万元", HEAD_03.format(codes="科目编码")]
    rows = ["201\t一般公共服务支出\t9.00\t5.00\t4.00\t0.00", "\t合计\t9.00\t5.00\t4.00\t0.00"]
    path = tmp_path / "years.txt"
    path.write_text("\n".join([*text, *rows, "\t2022年合计\t7.00\t5.00\t2.00\t0.00"]), "utf-8")
    assert {str(fact.amount) for fact in read(path).facts if fact.item} == {"9.00", "5.00", "4.00", "0.00"}


@pytest.mark.parametrize(("titled", "taken"), [("2021年度", "9.00"), ("2022年度", "8.00"), ("", "8.00")])
def test_a_table_of_the_year_before_is_set_aside_beside_that_of_the_year(titled: str, taken: str) -> None:
    head = HEAD_03.format(codes="科目编码")
    parts = [
        (f"{year}{TITLE_03}", head, f"201\t一般公共服务支出\t{amount}\t{amount}\t0.00\t0.00", "")
        for year, amount in (("2022年度", "9.00"), (titled, "8.00"))
    ]
    found = from_text(*(row for part in parts for row in part))
    assert {v.cell.text for v in values(found, "03")} - {"0.00"} == {"9.00", taken}
    assert not found.unread


def test_next_year_s_budget_beside_the_accounts_is_none_of_them() -> None:
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
    parts = [
        (title, head, f"201\t一般公共服务支出\t{amount}\t{amount}\t0.00", "")
        for title, amount in (("2022年度一般公共预算财政拨款支出决算表", "9.00"), ("2023年一般公共预算支出表", "8.00"))
    ]
    assert {v.cell.text for v in values(interpreted_of(parts), "05")} == {"9.00", "0.00"}
    assert {v.cell.text for v in values(interpreted_of(parts[1:]), "05")} == {"8.00", "0.00"}


@pytest.mark.parametrize(
    ("columns", "printed"),
    [
        ("小计预算数\t基本支出预算数\t项目支出预算数", {"9.00", "0.00"}),
        ("本年预算数\t其中：基本支出\t项目支出", {"9.00", "0.00"}),
        ("合计\t基本支出\t项目支出", {"9.00", "8.00", "0.00"}),
    ],
)
def test_a_budget_beside_the_accounts_is_set_aside_by_its_columns_or_told(columns: str, printed: set[str]) -> None:
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
    accounts = ("一般公共预算财政拨款支出决算表", head, "201\t一般公共服务支出\t9.00\t9.00\t0.00", "")
    budget = ("一般公共预算支出表", f"科目编码\t科目名称\t{columns}", "201\t一般公共服务支出\t8.00\t8.00\t0.00", "")
    found = interpreted_of([accounts, budget])
    assert {v.cell.text for v in values(found, "05")} == printed
    assert [title for title, _ in found.others] == (["一般公共预算支出表"] if "8.00" not in printed else [])
    assert any("does not say 决算" in told for table in found.tables for told in table.unread) == ("8.00" in printed)


def interpreted_of(parts: Sequence[tuple[str, ...]]) -> Interpretation:
    return interpret(locate(text_document("\n".join(row for part in parts for row in part))), 2022)


@pytest.mark.parametrize("unit", ["部门：青溪县第一小学", "青溪县第一小学"])
def test_the_next_unit_s_table_under_the_same_title_is_no_part_of_the_one_before(unit: str) -> None:
    head = "科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t基本支出\t项目支出\t年末结转和结余"
    title, row = "政府性基金预算财政拨款收入支出决算表", "合计\t\t{0}\t{0}\t{0}\t{0}\t{0}\t{0}"
    makers = [unit.replace("第一小学", "教育局"), unit]
    over = [(title, m) if ":" in m or "：" in m else (f"{m}2022年度{title}",) for m in makers]
    first = (*over[0], head, row.format("1.00"), "212\t城乡社区支出" + "\t1.00" * 6)
    found = from_text(*first, *over[1], head, row.format("0.00"))
    assert [t.printing for t in found.tables] == [1, 2]


def test_a_stage_of_the_budget_may_stand_below_the_other() -> None:
    heads = "合计|因公出国（境）费|公务用车购置及运行费小计|公务用车购置费|公务用车运行费|公务接待费"
    rows = [
        "预算数{1x6}",
        heads,
        "9.00|0.00|5.00|0.00|5.00|4.00",
        "决算数{1x6}",
        heads,
        "8.00|0.00|5.00|0.00|5.00|3.00",
    ]
    parts = split_at_tops(ruled(1, rows, [80.0] * 6))
    assert [part.row_cells(0)[0].text for part in parts] == ["预算数", "决算数"]
    found = interpret([PageContent(1, parts, (line("“三公”经费支出决算表"),))])
    assert {(v.measure, v.basis, v.cell.text) for v in found.tables[1].values} >= {("total", "final", "8.00")}
    assert not unread(found)


@pytest.mark.parametrize("title", ["收入费用表", "2023年度收入费用表", "现金流量表", "净资产变动表"])
def test_the_statements_of_the_books_are_none_of_the_nine(title: str) -> None:
    found = from_text(title, "项目\t本年数\t上年数", "一、本期收入\t50.00\t40.00", "（一）财政拨款收入\t45.00\t39.00")
    assert not found.tables and not found.unread


def test_an_amount_in_one_cell_under_several_measures_is_none_of_them() -> None:
    rows = [
        "科目编码|科目名称|本年支出合计|基本支出|项目支出",
        "205|教育支出|7.00|7.00{1x2}",
        "208|社会保障和就业支出|2.00|2.00|0.00",
        "|合计|9.00|0.00{1x2}",
    ]
    texts = (line("一般公共预算财政拨款支出决算表"), line("单位：万元", top=65.0))
    found = interpret([PageContent(1, (ruled(1, rows, [60.0] * 5),), texts)])
    assert [(v.subject_code, v.measure, v.cell.text) for v in values(found, "05")] == [
        ("205", "total", "7.00"), ("208", "total", "2.00"), ("208", "basic", "2.00"), ("208", "project", "0.00"),
        (None, "total", "9.00"), (None, "basic", "0.00"),
    ]  # fmt: skip
    assert [told for told in unread(found) if "7.00" in told and "基本支出" in told and "项目支出" in told]


@pytest.mark.parametrize(("codes", "kind"), [(("208", "20805", "2080501"), "05"), (("223", "22301", "2230105"), "08")])
def test_of_tables_with_the_same_columns_the_codes_tell_which_a_strange_title_stands_over(
    codes: tuple[str, ...], kind: str
) -> None:
    head = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
    rows = [head, *[f"{code}\t某支出\t3.00\t1.00\t2.00" for code in codes]]
    fund = ["政府性基金预算财政拨款支出决算表", head, "2296003\t用于体育事业的彩票公益金支出\t3.00\t0.00\t3.00"]
    found = from_text(*fund, "往来款明细表", *rows)
    assert any(f"has the columns of table {kind}" in sentence for sentence in found.unread)
    assert not from_text(
        *fund, "国有资本经营预算财政拨款支出决算表", *rows, TITLE_05, *rows, "往来款明细表", *rows
    ).unread
