"""What stands over a table says: its kind, its number, whose it is, its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from extractor.lexicon.titles import title_of
from extractor.tables.assembly.frame import frame_of
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import (
    GOLD_05,
    HEAD_05,
    ROWS_05,
    TITLE_05,
    WIDTHS_05,
    coded,
    from_text,
    unread,
    values,
)
from tests.support.paper import Paper


@pytest.mark.parametrize("with_strong", [True, False])
def test_a_weak_title_counts_only_where_no_strong_one_is_printed(with_strong: bool) -> None:
    def table(title: str, amount: str) -> Iterable[str]:
        head = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
        return title, head, f"205\t教育支出\t{amount}\t{amount}\t0.00"

    strong = table(TITLE_05, "2.00") if with_strong else ()
    found = from_text(*table("云岭大学财政拨款支出决算表", "1.00"), *strong)
    assert {t for _, m, t in coded(found) if m == "total"} == {"2.00" if with_strong else "1.00"}
    assert [name for name, _ in found.others] == (["财政拨款支出决算表"] if with_strong else [])


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("计量单位：人民币元", "元"),
        ("（金额单位为人民币：万元）", "万元"),
        ("本表以人民币万元列示", "万元"),
        ("（元）", "元"),
        ("部门：云岭省林业局（元）", "元"),
        ("单位：￥万元", "万元"),
        ("人均接待费（元）", None),
        ("单位：百元", None),
        ("单位：元  公开01表  单位：万元", None),
        ("单位：云岭省万元电器厂", None),
        ("单位：人民币万", "万元"),
        ("单位;万元", "万元"),
        ("金额：万", "万元"),
        ("（万）", "万元"),
        ("单位：万安县林业局", None),
    ],
)
def test_a_unit_of_money_is_composed_of_its_name_its_currency_and_a_shape(line: str, unit: str | None) -> None:
    assert frame_of([line]).currency_unit == unit


def test_a_second_unit_of_money_over_a_table_is_known() -> None:
    assert frame_of(["单位：万元", "单位:人民币万元"]).units == ()
    assert frame_of(["单位：元", "（元）", "单位：万元"]).units == ("元", "万元")
    both = frame_of(["部门：云岭省林业局 单位：元 公开02表 单位：万元"])
    assert (both.currency_unit, both.units) == (None, ("元", "万元"))


@pytest.mark.parametrize("label", ["填表部门", "部门（单位）全称", "预算单位（盖章）", "编报部门/单位"])
@pytest.mark.parametrize("after", ["", "　　单位：万元", "  计量单位：元", "（元）", "  公开05表"])
def test_whose_a_table_is_stands_behind_a_label_composed_of_known_words(label: str, after: str) -> None:
    assert frame_of([f"{label}：云岭省林业局{after}"]).maker == "云岭省林业局"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("公开05-1表", "公开05-1表"),
        ("表五", "表五"),
        ("公开附表5", "公开附表5"),
        ("财决公开05表", "财决公开05表"),
        ("表五附后", None),
    ],
)
def test_printed_numbers_are_kept_as_they_stand(line: str, number: str | None) -> None:
    assert frame_of([line]).number == number


@pytest.mark.parametrize(
    "shape",
    [
        "【{}】",
        "《{}》",
        "附表：{}",
        "表：{}",
        "（一）附表2：{}",
        "{}—2024年",
        "{}如下：",
        "{} 公开表",
        "二、{}见下表",
        "附表 {}",
        "公开表 {}",
        "附表 2024年度{}",
        "附件1 2024年{}",
        "部门决算：{}",
        "部门决算公开表3 {}",
        "公开1 {}",
        "01表 {}",
        "部门决算公开03-1表 {}",
        "财决公开表08 {}",
        "Z05_1 {}",
        "Table 3 {}",
        "附录二：{}",
        "第3表 {}",
        "【表七】{}",
        "表九 {}",
        "3-2 {}",
        "2. {}：",
        "某市水务局2024年度单位决算：{}",
        "2024年度部门决算表 {}",
        "二〇二四年度{}",
        "2024年1-12月{}",
        "{}——某市水务局",
        "{}（某市水务局本级）",
        "{}（附表3）",
        "{}（公开用）",
        "{}（部门本级）",
        "某区财政局{}",
    ],
)
@pytest.mark.parametrize(
    "title",
    [
        "收入决算表",
        "收入支出决算总表",
        TITLE_05,
        "政府性基金预算财政拨款收入支出决算表",
        "财政拨款收支总表",
        "三公经费支出决算表",
    ],
)
def test_what_stands_around_a_title_is_none_of_its_words(shape: str, title: str) -> None:
    found, bare = title_of(shape.format(title)), title_of(title)
    assert found and bare and found.table == bare.table is not None


@pytest.mark.parametrize(
    "line", [TITLE_05 + "  公开05表", TITLE_05 + "  2023年度  金额单位：万元", "公开05表  " + TITLE_05 + "  单位：万元"]
)
def test_a_title_may_share_its_line_with_number_year_and_unit(line: str) -> None:
    found = from_text(line, *("\t".join(row) for row in [*HEAD_05, *ROWS_05]))
    assert coded(found) >= GOLD_05
    assert (found.tables[0].number_printed, found.tables[0].currency_unit) != (None, None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入决算表  部门：云岭省林业局  2023年度  单位：万元", "02"),
        ("单位：万元  收入决算表", "02"),
        ("支出决算表  附表3", "03"),
        ("一般公共预算财政拨款支出决算表（按功能分类科目）", "05"),
        ("一般公共预算财政拨款基本支出决算表（按部门预算支出经济分类科目）", "06"),
        ("一般公共预算财政拨款基本支出决算表（按经济分类科目）", "06"),
        ("一般公共预算“三公”经费支出情况表", "09"),
        ("收支决算总体情况表", "01"),
        ("支出决算表（续表一）", "03"),
        ("国有资本经营预算财政拨款支出决算表（空表）", "08"),
        ("支出功能分类决算公开表（一）", "03"),
        ("基本支出分项决算表（公开）", "06"),
        ("财政拨款决算总表（公开）", None),
        ("收入决算表（公开02表）", "02"),
        ("公开表5：一般公共预算财政拨款支出决算表", "05"),
        ("财政拨款收支决算（总表）", "04"),
        ("收入决算表（公示稿）", "02"),
        ("支出决算表一览表", "03"),
        ("政府性基金预算支出部门决算表", "07"),
        ("支出决算表（分单位）", None),
        ("支出决算表（分处室）", None),
        ("支出决算表（按经济分类科目）", None),
        ("支出决算表（一般公共预算财政拨款）", "05"),
        ("收入决算表（2024年预算）", None),
        ("一般公共预算财政拨款支出决算明细表（按功能分类科目）", None),
    ],
)
def test_a_bracket_leaves_a_title_its_kind_unless_it_names_another_table(title: str, kind: str | None) -> None:
    found = title_of(title)
    assert found is not None
    assert found.table == kind


def test_a_heading_may_say_itself_that_its_table_is_empty() -> None:
    found = from_text("国有资本经营预算财政拨款支出决算表（空表）")
    assert (found.found, found.empty, found.missing) == (("08",), ("08",), ())


@pytest.mark.parametrize("lead", [[""], ["附件2"], ["", "附件2"]])
def test_rows_that_say_nothing_may_stand_before_the_title_in_its_grid(sheet: Paper, lead: list[str]) -> None:
    rows = [[text, "", "", "", ""] for text in (*lead, "", TITLE_05)]
    sheet.ruled([*rows, ["", "", "", "", "公开05表"], *HEAD_05, *ROWS_05], WIDTHS_05)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert [t.number_printed for t in found.tables] == ["公开05表"]


def test_rows_that_say_nothing_may_stand_between_title_and_unit(sheet: Paper) -> None:
    rows: list[list[str]] = []
    for annex, title in (("附件2-1", "支出决算表"), ("附件2-2", TITLE_05)):
        rows += [[title, "", "", "", ""], [annex, "", "", "", ""], ["", "", "", "", "单位：万元"], *HEAD_05, *ROWS_05]
    sheet.ruled(rows, WIDTHS_05)
    found = sheet.read()
    assert coded(found, "03") >= GOLD_05 and coded(found, "05") >= GOLD_05
    assert {t.currency_unit for t in found.tables} == {"万元"}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("各科目资金收支汇总表", "titled “各科目资金收支汇总表”"),
        ("", "without a title"),
        ("各项目资金收支汇总表", None),
        ("支出决算表（分单位）", None),
    ],
)
def test_a_table_of_subjects_that_nobody_knows_is_spoken_of(title: str, said: str | None) -> None:
    head = "科目编码\t科目名称\t上年数\t本年数"
    rows = ["201\t一般公共服务支出\t1.00\t2.00", "20103\t政府办公厅事务\t1.00\t2.00", "2010301\t行政运行\t1.00\t2.00"]
    found = from_text(title, head, *rows)
    assert found.tables == ()
    assert len(found.unread) == bool(said)
    assert all(str(said) in sentence for sentence in found.unread)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["201\t一般公共服务支出", "20103\t政府办公厅事务", "2010301\t行政运行"], True),  # their amounts are cut away
        (["201\t接待室", "202\t会议室", "203\t档案室"], False),
    ],
)
def test_subjects_level_under_level_without_an_amount_are_spoken_of(rows: list[str], said: bool) -> None:
    assert len(from_text("", "科目编码\t科目名称", *rows).unread) == said


@pytest.mark.parametrize("title", ["“三公”经费预决算对照表", "三公经费支出明细表", "“三公”经费预决算情况对比表"])
@pytest.mark.parametrize("with_strong", [True, False])
def test_a_comparison_of_the_three_expenses_is_09_where_no_other_is_printed(title: str, with_strong: bool) -> None:
    rows = (
        "项目\t预算数\t决算数",
        "因公出国（境）费\t1.00\t1.00",
        "公务用车购置费\t2.00\t2.00",
        "公务接待费\t3.00\t2.50",
    )
    strong = ("“三公”经费支出决算表", *rows) if with_strong else ()
    found = from_text(title, *rows, *strong)
    assert len(values(found, "09")) == 6 and bool(found.others) == with_strong and found.unread == ()


@pytest.mark.parametrize(
    "title",
    [
        "“三公”经费支出决算",
        "表九 “三公”经费支出决算（公开09表）",
        "某局2023年度“三公”经费支出决算（明细）",
        "“三公”经费支出情况总览",
    ],
)
@pytest.mark.parametrize("between", [("公开09表\t单位：万元",), ("公开09表", "单位：万元"), ()])
def test_a_title_may_lack_its_last_word(title: str, between: Sequence[str]) -> None:
    """Over the number or the unit of its table it needs no columns to tell which it is."""
    rows = ("项目\t预算数\t决算数", "因公出国费\t1.00\t1.00", "公务用车费\t2.00\t2.00", "公务接待费\t3.00\t2.50")
    found = from_text(f"\t{title}\t" if between else title, *between, *rows)
    assert len(values(found, "09")) == (6 if between else 0) and bool(found.unread) == (not between)


def test_the_columns_bear_out_a_heading_that_may_be_a_title() -> None:
    head = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
    found = from_text("三、一般公共预算财政拨款支出决算", head, "205\t教育支出\t5.00\t2.00\t3.00")
    assert len(values(found, "05")) == 3 and not found.unread
    rows = [f"{code}\t教育支出\t5.00\t2.00\t3.00" for code in ("205", "20502", "2050201")]
    other = from_text("三、收入决算", head, *rows)
    assert not other.tables and other.unread


def test_columns_of_09_are_spoken_of_under_whatever_title() -> None:
    head, row = "合计\t因公出国（境）费\t公务用车费\t公务接待费", "9.00\t1.00\t5.00\t3.00"
    assert from_text("“三公”经费其他支出表", head, row).unread
    assert len(values(from_text("“三公”经费分项支出表", head, row), "09")) == 4


def test_a_budget_with_columns_of_the_accounts_is_spoken_of() -> None:
    rows = ("因公出国（境）费\t1.00\t1.00", "公务接待费\t3.00\t2.50")
    (told,) = from_text("“三公”经费支出及预算对比表", "项目\t预算数\t决算数", *rows).unread
    assert "09" in str(told)
    assert from_text("“三公”经费支出预算表", "项目\t预算数\t上年预算数", *rows).unread
    across = ("项目\t合计\t因公出国费\t公务用车费\t公务接待费", "预算数\t6.00\t1.00\t2.00\t3.00")
    assert from_text("“三公”经费支出及预算对比表", *across, "决算数\t5.00\t1.00\t2.00\t2.00").unread
    assert from_text("“三公”经费支出预算表", *across).unread


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_table_that_its_title_sets_aside_is_spoken_of_where_its_kind_is_missing(year: int) -> None:
    """One of a budget too, unless it is that of another year."""
    rows = ("合计\t因公出国（境）费\t公务用车购置费\t公务接待费", "9.00\t1.00\t5.00\t3.00")
    for title in ("公务支出绩效清单一览表", "2025年三公经费预算表", "部门预算调整表"):
        lone = from_text(title, *rows, year=year)
        beside = from_text("“三公”经费支出决算表", *rows, title, *rows)
        assert len(lone.unread) == ("2025" not in title or year == 2025) and beside.unread == ()
        assert not lone.tables and len(values(beside, "09")) == 4


@pytest.mark.parametrize(("listed", "missing"), [((), ()), (("一般公共预算财政拨款支出决算表",), ("05",))])
def test_a_title_of_the_contents_announces_what_is_printed_under_it(listed: tuple[str, ...], missing: object) -> None:
    title = "公共财政拨款收支总表"  # said of 05 too: the columns decide
    found = from_text(
        "目录",
        *(f"{name}……{page}" for page, name in enumerate((title, *listed), start=4)),
        title,
        "收入\t\t支出\t\t\t",
        "项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款",
        "一、一般公共预算财政拨款\t4.00\t一、教育支出\t4.00\t4.00\t",
        "总计\t4.00\t总计\t4.00\t4.00\t",
    )
    assert values(found, "04") and found.announced and found.missing == missing


@pytest.mark.parametrize("title", ["收入决算表", "收入决算总表"])
def test_a_side_of_01_alone_is_no_02(title: str) -> None:
    rows = ["一、财政拨款收入\t1\t3.00", "二、事业收入\t2\t4.00", "\t3\t", "本年收入合计\t4\t7.00"]
    found = from_text(title, "项目\t行次\t决算数", *rows)
    assert [v.item for v in values(found, "01")] == ["appropriation", "business", "current_total"]
    assert values(found, "02") == [] and any("expenditure" in sentence for sentence in unread(found))
    coded_rows = ["201\t一般公共服务支出\t3.00", "208\t社会保障和就业支出\t4.00", "合计\t\t7.00"]
    assert len(values(from_text(title, "项目\t名称\t决算数", *coded_rows), "02")) == 3


@pytest.mark.parametrize("over", [["公开01表（续）"], ["部门：某局"], []])
def test_the_other_side_of_01_may_follow_on_the_next_page_without_a_title(over: list[str]) -> None:
    income = ["收入项目|金额", "一、财政拨款收入|3.00", "二、事业收入|4.00", "本年收入合计|7.00"]
    spent = [
        "支出项目|金额",
        "一、一般公共服务支出|3.00",
        "二、教育支出|3.00",
        "三、国防支出|1.00",
        "本年支出合计|7.00",
    ]
    pages = [
        PageContent(1, (ruled(1, income, [200.0, 80.0]),), (line("收入支出决算总表"),)),
        PageContent(2, (ruled(2, spent, [200.0, 80.0]),), tuple(map(line, over))),
    ]
    found = interpret(pages)
    assert unread(found) == []
    assert [(v.side, v.cell.text) for v in values(found, "01")] == [
        *(("income", amount) for amount in ("3.00", "4.00", "7.00")),
        *(("expenditure", amount) for amount in ("3.00", "3.00", "1.00", "7.00")),
    ]


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("支出决算表（单位：万元）（按支出功能分类）", "03"),
        ("一般公共预算财政拨款支出决算表（2023年度）（分科目）（公开05表）", "05"),
        ("部门经费支出决算表（一）", "03"),
        ("收入决算附表", "02"),
        ("表四 三本预算财政拨款收支总表", "04"),
        ("收入决算核算表", "02"),
    ],
)
def test_a_title_may_have_several_brackets_and_other_words_behind(title: str, table: str) -> None:
    found = title_of(title)
    assert found is not None and found.table == table
    unit = title_of("支出决算表（分单位）（单位：万元）")
    assert unit is not None and unit.table is None and unit.known


@pytest.mark.parametrize(
    ("title", "table", "speaks_of"),
    [
        ("基本支出和项目支出决算总表", "03", None),
        ("一般公共预算财政拨款基本支出和项目支出决算表", "05", None),
        ("一般公共预算财政拨款项目支出决算表", None, "05"),
    ],
)
def test_basic_and_project_spending_together_are_all_that_is_spent(
    title: str, table: str | None, speaks_of: str | None
) -> None:
    found = title_of(title)
    assert found is not None
    assert (found.table, found.speaks_of) == (table, speaks_of)


def test_a_table_of_projects_alone_is_told_where_that_of_all_spending_is_missing() -> None:
    rows = [
        "205\t教育支出\t9.00\t4.00\t5.00",
        "20502\t普通教育\t9.00\t4.00\t5.00",
        "2050203\t初中教育\t9.00\t4.00\t5.00",
    ]
    lone = from_text("一般公共预算财政拨款项目支出决算表", "科目编码\t科目名称\t合计\t基本支出\t项目支出", *rows)
    assert not lone.tables and any("has the columns of table 05" in sentence for sentence in lone.unread)
