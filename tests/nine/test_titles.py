"""What stands over a table says: its kind, its number, whose it is, its unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from extractor.lexicon.titles import title_of
from extractor.tables.assembly.frame import frame_of
from tests.support.interpreted import GOLD_05, HEAD_05, ROWS_05, TITLE_05, WIDTHS_05, coded, from_text, values
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
    for lines in (
        ["公开01表 单位：万", "元"],
        ["元", "公开01表 单位：万"],
        ["公开01表 单", "位：万元"],
    ):  # in a narrow cell
        assert (frame_of(lines).currency_unit, frame_of(lines).units) == ("万元", ())
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
        ("收入决算表（本级及所属）", "02"),
        ("支出决算表（本级和下属单位汇总）", "03"),
        ("支出决算表（按支出性质）", None),
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
