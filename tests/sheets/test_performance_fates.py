"""Every cell and grid of a 绩效自评表 has one fate: a field, a value of a column, or a sentence that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.document.model import Box
from extractor.tables.model import PageContent
from extractor.tables.sheets.read import Performance, read_sheets
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, ruled

LEFT = "项目名称|设备更新{1x8}"


def sheet(rows: Sequence[str], title: str = "项目支出绩效自评表", *more: PageContent) -> Performance:
    return read_sheets([PageContent(3, (ruled(3, rows, WIDTHS),), (line(title, 3),)), *more])


def changed(old: str, new: str) -> list[str]:
    assert old in MINISTRY
    return [new if row == old else row for row in MINISTRY]


def test_a_label_has_one_value_and_what_follows_it_is_told() -> None:
    rows = changed(LEFT, "项目名称|设备更新{1x3}|项目来历{1x2}|2023年1月交办{1x3}")
    found = sheet(rows)
    assert found.sheets[0].fields["project_name"] == "设备更新"
    assert [text for text in found.unread if "项目来历 | 2023年1月交办" in text]


@pytest.mark.parametrize(("name", "value"), [("项目起止时间", "2023年1月-2023年12月"), ("财政审核评分", "92")])
def test_a_known_label_without_a_column_is_noted(name: str, value: str) -> None:
    found = sheet(changed(LEFT, f"项目名称|设备更新{{1x3}}|{name}{{1x2}}|{value}{{1x3}}"))
    assert not found.unread and [text for text in found.noted if f"{name} {value}" in text]
    assert found.sheets[0].fields["total_score"] == Decimal("97.6")


def test_the_head_may_give_the_year() -> None:
    """预算年度 begins with a word for a budget."""
    fields, known = (
        sheet(rows).sheets[0].fields
        for rows in (changed(LEFT, "项目名称|设备更新{1x3}|预算年度{1x2}|2023{1x3}"), MINISTRY)
    )
    assert fields["sheet_year"] == 2023 and fields["funds_budget"] == known["funds_budget"] == Decimal(90)


def test_labels_of_the_head_beside_amounts_are_read_or_told() -> None:
    rows = [*MINISTRY[:1], "预算单位|甲县民政局{1x2}|预算数|120|执行数|118|档次|甲", *MINISTRY[7:]]
    found = sheet(rows)
    fields = found.sheets[0].fields
    assert (fields["filling_unit"], fields["funds_executed"]) == ("甲县民政局", Decimal(118))
    assert [text for text in found.unread if "档次" in text]


@pytest.mark.parametrize(("beside", "told"), [("97.6", False), ("92", True)])
def test_a_second_total_score_is_told_where_it_is_not_the_same(beside: str, told: bool) -> None:
    found = sheet(changed(LEFT, f"项目名称|设备更新{{1x3}}|自评总分{{1x2}}|{beside}{{1x3}}"))
    assert found.sheets[0].fields["total_score"] == Decimal(beside)
    assert [text for text in found.unread if "a second total score, 97.6" in text] == [*found.unread]
    assert bool(found.unread) == told


@pytest.mark.parametrize(("amount", "told"), [("约120万元", True), ("120.00", False), ("无", False), ("—", False)])
def test_what_stands_beside_a_label_of_an_amount_and_is_none_is_told(amount: str, told: bool) -> None:
    found = sheet(changed(LEFT, f"项目名称|设备更新{{1x3}}|基本支出总额{{1x2}}|{amount}{{1x3}}"))
    assert bool([text for text in found.unread if amount in text]) == told


def test_sums_of_levels_are_not_the_total() -> None:
    rows = [*MINISTRY]
    rows.insert(-1, "小计{1x6}|60|57.6|")
    fields = sheet(rows).sheets[0].fields
    assert (fields["total_score_full"], fields["total_score"]) == (Decimal(100), Decimal("97.6"))


@pytest.mark.parametrize("total", ["97.6（优）", "优（97.6分）"])
def test_a_total_with_its_grade_in_one_cell(total: str) -> None:
    found = sheet(changed("总分{1x6}|100|97.6|", f"总分{{1x6}}|100|{total}|"))
    assert found.sheets[0].fields["total_score"] == Decimal("97.6")
    assert len(found.indicators) == len(sheet(MINISTRY).indicators)


def test_a_total_that_is_no_score_is_told_and_no_indicator() -> None:
    found = sheet(changed("总分{1x6}|100|97.6|", "总分{1x6}|100|见附表|"))
    assert len(found.indicators) == len(sheet(MINISTRY).indicators)
    assert [text for text in found.unread if "见附表" in text]


def test_a_known_label_after_a_value_begins_a_field_of_its_own() -> None:
    found = sheet(changed(LEFT, "项目名称|设备更新{1x3}|项目编码{1x2}|2023018{1x3}"))
    assert found.sheets[0].fields["project_name"] == "设备更新"
    assert found.sheets[0].fields["project_code"] == "2023018"
    assert not found.unread


def test_a_label_printed_again_before_its_value_is_no_part_of_it() -> None:
    rows = changed(
        "更新设备50台，按期完成。{1x4}|已更新设备52台。{1x4}", "预期目标：更新设备50台。{1x4}|已更新设备52台。{1x4}"
    )
    assert sheet(rows).sheets[0].fields["annual_goal"] == "更新设备50台。"


GOALS = ("年度总体目标{2x1}|预期目标{1x4}|实际完成情况{1x4}", "更新设备50台，按期完成。{1x4}|已更新设备52台。{1x4}")


def test_goals_named_like_columns_above_the_indicators_are_no_header() -> None:
    rows = [row for row in MINISTRY if row != GOALS[1]]
    rows[rows.index(GOALS[0])] = "年度绩效目标|更新设备50台。{1x3}|完成情况|已更新设备52台。{1x4}"
    fields = sheet(rows).sheets[0].fields
    assert (fields["annual_goal"], fields["annual_goal_actual"]) == ("更新设备50台。", "已更新设备52台。")


def test_goals_end_the_tasks_above_them() -> None:
    rows = [*MINISTRY]
    rows[rows.index(GOALS[0]) : rows.index(GOALS[0])] = ["任务名称{1x3}|主要内容{1x6}", "设备更新{1x3}|更新五十台{1x6}"]
    fields = sheet(rows).sheets[0].fields
    assert fields["annual_tasks"] == "任务名称，主要内容；设备更新，更新五十台"
    assert fields["annual_goal_actual"] == "已更新设备52台。"


def test_the_row_that_sums_the_money_of_the_tasks_is_of_the_funds() -> None:
    tasks = [
        "年度主要任务{4x1}|任务名称{2x2}|全年预算数（万元）{1x3}|全年执行数（万元）{1x3}",
        "总额|财政拨款|其他资金|总额|财政拨款|其他资金",
        "统计调查{1x2}|40|30|10|39|29|10",
        "金额合计{1x2}|160|150|10|157|147|10",
    ]
    fields = sheet([*MINISTRY[:2], *tasks, *MINISTRY[7:]]).sheets[0].fields
    names = ("funds_budget", "fiscal_budget", "funds_executed", "other_executed")
    assert [fields[name] for name in names] == [160, 150, 157, 10] and fields["funds_unit"] == "万元"
    assert str(fields["annual_tasks"]).endswith("；统计调查，40，30，10，39，29，10")


def test_a_list_of_projects_beside_indicators_is_told() -> None:
    listed = ["重点支出{1x3}|项目{1x2}|预算数{1x2}|执行数|得分", "民生{1x3}|道路养护{1x2}|20{1x2}|18|95"]
    found = sheet([*MINISTRY[:7], *listed, *MINISTRY[7:]])
    assert [text for text in found.unread if "The list of projects beside the indicators" in text]


def test_signatures_side_by_side_are_the_foot() -> None:
    found = sheet([*MINISTRY, "填表人：李某{1x3}|联系电话：010-60000000{1x3}|填报日期：2024年4月6日{1x3}"])
    assert len(found.indicators) == len(sheet(MINISTRY).indicators) and not found.unread
    assert found.sheets[0].fields["fill_date"] == "2024年4月6日"


def test_a_name_drawn_in_two_levels_is_the_name_of_both() -> None:
    rows = changed(
        "满意度指标(10分)|满意度指标|群众满意度|≥95%|96.5%|10|10|",
        "满意度指标(10分)|师生满意度|师生满意度|≥95%|96.5%|10|10|",
    )
    last = sheet(rows).indicators[-1]
    assert (last.indicator_level2, last.indicator_level3) == ("师生满意度", "师生满意度")


def test_a_grade_beside_the_total_is_noted_and_one_in_its_place_the_conclusion() -> None:
    found = sheet(changed("总分{1x6}|100|97.6|", "总分{1x6}|100|97.6|优"))
    assert found.sheets[0].fields["total_score"] == Decimal("97.6")
    assert len(found.indicators) == len(sheet(MINISTRY).indicators)
    assert "conclusion" not in found.sheets[0].fields and not found.unread
    assert [text for text in found.noted if "the grade 优" in text]
    alone = sheet(changed("总分{1x6}|100|97.6|", "总分{1x6}|优{1x3}"))
    assert alone.sheets[0].fields["conclusion"] == "优" and not alone.noted


@pytest.mark.parametrize("title", ["项目支出绩效自评情况表", "2023年度部门项目支出绩效自评情况"])
def test_a_title_of_reports_does_not_set_a_sheet_aside_that_says_what_was_reached(title: str) -> None:
    assert len(sheet(MINISTRY, title).sheets) == 1


def test_a_grid_that_follows_and_does_not_fit_is_told_unless_the_sheet_has_ended() -> None:
    strange = PageContent(4, (ruled(4, ["培训|12|次", "会议|3|次"], [90.0, 40.0, 40.0]),), ())
    assert [text for text in sheet(MINISTRY[:-1], "项目支出绩效自评表", strange).unread if "does not fit it" in text]
    assert not sheet(MINISTRY, "项目支出绩效自评表", strange).unread


def test_a_header_of_indicators_without_rows_is_told() -> None:
    found = sheet([*MINISTRY[:9], MINISTRY[9].replace("{7x1}", "")])
    assert [text for text in found.unread if "has no rows below it" in text]


LOWER = [
    "数量指标{2x1}|更新设备|≥50台|52|20|20|",
    "培训人次|≥100人次|96人次|10|9.6|报名不足",
    "质量指标|验收合格率|=100%|100%|20|20|",
]


@pytest.mark.parametrize("shift", [0.0, 25.0])
def test_grids_inside_open_level_cells_are_joined_by_their_edges_or_told(shift: float) -> None:
    """A page whose level cells are open at the left has a grid of fewer columns; one of other edges is not joined."""
    upper = ruled(
        1, [*MINISTRY[:9], "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析"], WIDTHS
    )
    lower = ruled(2, LOWER, WIDTHS[2:])
    edges = tuple(x + 90 + (shift if 0 < i < 7 else 0.0) for i, x in enumerate(lower.x_edges))
    lower = replace(lower, x_edges=edges, box=Box(edges[0], 100, edges[-1], 160))
    result = read_sheets([PageContent(1, (upper,), (line("项目支出绩效自评表"),)), PageContent(2, (lower,), ())])
    assert len(result.indicators) == (0 if shift else 3)
    assert any("Page 2" in sentence for sentence in result.unread) == bool(shift)


def test_a_header_of_indicators_that_stands_in_no_table_is_told() -> None:
    """A sheet without rules, or one whose cells another program lost; a sentence that names the levels is none."""
    header = "年度绩效目标1 一级指标 二级指标 三级指标 年初目标值(A) 实际完成值(B)"
    found = read_sheets([PageContent(3, (), (line("绩效自评表", 3), line(header, 3)))])
    assert len(found.unread) == 1 and "一级指标" in found.unread[0]
    told = "共设一级指标3个、二级指标8个、三级指标25个，年度指标值均已完成。"
    assert not read_sheets([PageContent(3, (), (line(told, 3),))]).unread


def test_labels_below_a_title_that_stand_in_no_table_are_told() -> None:
    """Their words are wrapped, so that no line has the whole header; a title alone, as in a list of contents, is
    none."""
    labels = (
        "项目名称 设备更新",
        "主管部门 某市教育局 实施单位 某市第一中学",
        "年度资金总额 90.00 81.00",
        "得分 满意度",
    )
    lines = tuple(line(text, 3) for text in ("项目支出绩效自评表", *labels))
    assert ["项目支出绩效自评表" in told for told in read_sheets([PageContent(3, (), lines)]).unread] == [True]
    assert not read_sheets([PageContent(3, (), lines[:3])]).unread
