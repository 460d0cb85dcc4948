"""The money of 绩效自评表 row by row, the summary form, weights beside levels, the foot, and doubt about totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from extractor.records.funds import funds_of
from extractor.tables.model import PageContent
from extractor.tables.sheets.read import Performance, read_sheets
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, plain_text, ruled, shown


def sheet(rows: Sequence[str], title: str = "项目支出绩效自评表", widths: Sequence[float] = WIDTHS) -> Performance:
    return read_sheets([PageContent(3, (ruled(3, rows, widths),), (line(title, 3),))])


def test_every_amount_of_the_money_block_by_source_and_stage() -> None:
    found = funds_of(sheet(MINISTRY))
    assert [(f.source_of_funds, str(f.stage), f.amount) for f in found[:5]] == [
        ("年度资金总额：", "initial_budget", Decimal("100.00")),
        ("年度资金总额：", "adjusted_budget", Decimal("90.00")),
        ("年度资金总额：", "executed", Decimal("89.97")),
        ("其中：本年财政拨款", "initial_budget", Decimal("80.00")),
        ("其中：本年财政拨款", "adjusted_budget", Decimal("70.00")),
    ]
    assert len(found) == 9  # the blank row of 其他资金 has none
    assert {f.currency_unit for f in found} == {"万元"} and found[2].amount_yuan == Decimal(899700)
    box = found[2].box
    assert box is not None and (box.x0, box.top, box.bottom) == (50 + 290, 160, 180) and found[2].page == 3


def test_sources_that_are_not_known_come_out_and_are_told_where_they_have_money() -> None:
    rows = [*MINISTRY]
    rows[5] = "国有资本经营预算{1x2}|20.00|20.00|20.00|-||-"
    found = sheet(rows)
    assert "国有资本经营预算" in {f.source_of_funds for f in funds_of(found)}
    assert len(found.unread) == 1 and "国有资本经营预算" in found.unread[0]
    rows[5] = "国有资本经营预算{1x2}|0.00|0.00|0.00|-||-"
    assert not sheet(rows).unread


def test_other_funds_in_several_rows_are_added_up() -> None:
    rows = [*MINISTRY]
    rows[5:7] = ["单位资金{1x2}|15.00|15.00|15.00|-||-", "其他资金{1x2}|5.00|5.00|5.00|-||-"]
    assert sheet(rows).sheets[0].fields["other_executed"] == Decimal("20.00")


def test_sources_as_columns_and_stages_as_rows() -> None:
    """The money block turned over; a source that is not known is told, its amounts are kept."""
    rows = [*MINISTRY]
    money = [
        "项目资金（万元）{6x1}|资金来源{1x2}|年度资金总额{1x2}|本年财政拨款{1x2}|{unknown}|其他资金",
        "年初预算数{1x2}|100.00{1x2}|80.00{1x2}|5.00|15.00",
        "全年预算数{1x2}|90.00{1x2}|70.00{1x2}|5.00|15.00",
        "全年执行数{1x2}|81.00{1x2}|61.00{1x2}|5.00|15.00",
        "执行率{1x2}|90%{1x2}|87.14%{1x2}|100%|100%",
        "得分{1x2}|9{1x2}|-{1x2}|-|-",
    ]
    at = next(i for i, row in enumerate(rows) if "年初预算数" in row)
    end = next(i for i, row in enumerate(rows) if "其他资金" in row)
    for source, told in (("上年结转", 0), ("彩票公益金", 1)):
        turned = [row.replace("{unknown}", source) for row in money]
        found = sheet([*rows[:at], *turned, *rows[end + 1 :]])
        fields = found.sheets[0].fields
        assert [fields[f"funds_{k}"] for k in ("initial_budget", "budget", "executed", "score")] == [100, 90, 81, 9]
        assert fields["fiscal_executed"] == 61 and fields["funds_unit"] == "万元"
        assert (source, Decimal(5)) in {(f.source_of_funds, f.amount) for f in funds_of(found)}
        assert len(found.unread) == told and all(source in sentence for sentence in found.unread)
        assert ("carried_over_executed" in fields) == (not told)


def test_rows_of_plain_text_that_lack_the_label_of_the_block() -> None:
    """Stages below sources, and pairs below pairs: what follows the lacking cell stands one place to the left."""
    turned = plain_text("""
项目支出绩效自评表
项目名称|设备更新
预算执行情况||合计|基本支出|项目支出
年初预算数|126|86|40
全年执行数|140|88|52
""")
    fields = read_sheets(turned).sheets[0].fields
    names = ("funds_initial_budget", "basic_initial_budget", "project_executed")
    assert [fields[name] for name in names] == [126, 86, 52]
    unlabelled = plain_text("""
项目支出绩效自评表
项目名称|设备更新
预算资金（万元）|预算数|到位数|执行数|执行率|分值|得分
80|80|76|0.9444|10|9.5
""")
    fields = read_sheets(unlabelled).sheets[0].fields
    assert [fields[f"funds_{name}"] for name in ("budget", "executed", "score")] == [80, 76, Decimal("9.5")]
    paired = plain_text("""
项目支出绩效自评表
项目名称|设备更新
预算执行情况|预算数|150|执行数|147
其中：财政拨款|120|其中：财政拨款|118
""")
    fields = read_sheets(paired).sheets[0].fields
    assert [fields[name] for name in ("fiscal_budget", "fiscal_executed")] == [120, 118]


def test_a_rate_printed_as_a_ratio_is_as_exact_as_it_is_printed() -> None:
    rows = [*MINISTRY]
    rows[3] = "年度资金总额：{1x2}|100.00|90.00|85.00|10|0.9444|10"
    rate = sheet(rows).sheets[0].fields["funds_execution_rate"]
    assert str(rate) == "94.44"


def test_measures_of_all_the_funds_beside_the_sources() -> None:
    rows = [*MINISTRY]
    at = next(i for i, row in enumerate(rows) if "年初预算数" in row)
    end = next(i for i, row in enumerate(rows) if "其他资金" in row)
    money = [
        "项目资金（万元）{4x1}|{1x2}|年度资金总额{1x2}|本年财政拨款|其他资金|执行率|得分",
        "年初预算数{1x2}|100.00{1x2}|80.00|20.00|90%{3x1}|9{3x1}",
        "全年预算数{1x2}|90.00{1x2}|70.00|20.00",
        "全年执行数{1x2}|81.00{1x2}|61.00|20.00",
    ]
    found = sheet([*rows[:at], *money, *rows[end + 1 :]])
    fields = found.sheets[0].fields
    assert [fields[f"funds_{k}"] for k in ("initial_budget", "executed", "execution_rate", "score")] == [100, 81, 90, 9]
    assert not found.unread


def test_boxes_of_an_indicator_and_of_a_sheet() -> None:
    found = sheet(MINISTRY)
    box, whole = found.indicators[1].box, found.sheets[0].box
    assert box is not None and (box.top, box.bottom, box.x1) == (320, 340, 540)
    assert whole is not None and (whole.x0, whole.top, whole.x1, whole.bottom) == (50, 100, 540, 440)


def test_weights_beside_the_levels_are_theirs() -> None:
    """The name and the weight of a level under one header, or each under its own."""
    below = ["履职效能|50|数量|20|办结率|100%|20|20|", "质量效益|50|质量|30|差错率|0|30|29|"]
    for header in (
        "一级指标{1x2}|二级指标{1x2}|三级指标|指标值|分值|得分|备注",
        "一级指标|权重|二级指标|权重|三级指标|指标值|权重|得分|备注",
    ):
        found = sheet([*MINISTRY[:2], header, *below])
        columns = ("indicator_level1", "indicator_level2", "indicator_level3", "score_full", "score")
        assert shown(found, *columns) == [
            ("履职效能", "数量", "办结率", Decimal(20), Decimal(20)),
            ("质量效益", "质量", "差错率", Decimal(30), Decimal(29)),
        ]
        assert not found.unread


def test_two_words_in_one_column_are_not_glued() -> None:
    header = "一级指标{1x2}|二级指标|三级指标{1x2}|指标值|分值|得分|备注"
    found = sheet([*MINISTRY[:2], header, "产出指标{1x2}|数量|办结率|审批|100%|20|20|"])
    assert [i.indicator_level3 for i in found.indicators] == ["办结率"]
    assert len(found.unread) == 1 and "审批" in found.unread[0]


def test_a_label_with_one_text_below_the_indicators_is_the_foot() -> None:
    found = sheet([*MINISTRY[:-1], "综合说明{1x2}|项目总体完成较好。{1x7}"])
    assert len(found.indicators) == len(sheet(MINISTRY).indicators)
    assert len(found.unread) == 1 and "综合说明" in found.unread[0]


@pytest.mark.parametrize("title", ["2023年度项目自评表", "财政支出绩效情况统计表"])
def test_a_sheet_is_known_by_what_it_reports(title: str) -> None:
    found = sheet(MINISTRY, title)
    assert [s.table_no for s in found.sheets] == ["P2"] and found.sheets[0].fields["title"] == title


def test_a_total_beyond_its_weight_is_doubted() -> None:
    assert not sheet([*MINISTRY[:-1], "总分{1x6}|110|108.5|"]).unread
    found = sheet([*MINISTRY[:-1], "总分{1x6}||640.00|"])
    assert len(found.unread) == 1 and "640.00" in found.unread[0]


def test_rows_of_units_and_totals_of_the_summary_form_are_no_projects() -> None:
    rows = [
        "序号|项目名称|年初预算数|全年预算数|全年执行数|自评得分|自评等级",
        "甲县民政局本级{1x7}",
        "1|设备更新|10.00|12.00|11.40|97.5|优",
        "小计{1x2}|10.00|12.00|11.40||",
        "甲县救助站{1x7}",
        "2|场地修缮|8.00|8.00|7.20|88|良",
        "合计{1x2}|18.00|20.00|18.60||",
    ]
    found = sheet(rows, "2023年度项目支出绩效自评汇总表", WIDTHS[:7])
    keys = ("project_name", "implementing_unit", "total_score", "conclusion")
    assert [tuple(s.fields[k] for k in keys) for s in found.sheets] == [
        ("设备更新", "甲县民政局本级", Decimal("97.5"), "优"),
        ("场地修缮", "甲县救助站", Decimal(88), "良"),
    ]
    assert [(f.sheet, f.amount) for f in funds_of(found)][3:] == [(2, Decimal(n)) for n in ("8.00", "8.00", "7.20")]


@pytest.mark.parametrize("beside", ["绩效等级|优", "自评时间|2024-03-01", "联系人|周某"])
def test_a_total_among_the_pairs_of_the_head_is_no_score_of_the_money(beside: str) -> None:
    rows = [
        "项目名称|设备更新|主管部门|云岭县民政局",
        "计划开始日期|2023-01-01|计划结束日期|2023-12-31",
        "预算数（万元）|12.00|执行数（万元）|11.40",
        f"自评得分|96.8|{beside}",
        "三级指标|年度指标值|实际完成值|分值",
        "更新设备|5台|5台|100",
    ]
    found = sheet(rows, widths=WIDTHS[:4])
    fields = found.sheets[0].fields
    assert not found.unread and "funds_score" not in fields
    assert (fields["total_score"], fields["funds_executed"]) == (Decimal("96.8"), Decimal("11.40"))
    assert fields.get("conclusion", "优") == "优" and fields.get("fill_date", "2024-03-01") == "2024-03-01"


def test_a_row_whose_stages_all_reach_down_beside_other_columns_is_no_block_of_money() -> None:
    """04, where the words of its funds are cut: that raised a StopIteration."""
    head = ["某某{2x1}|年初预算数{2x1}|全年预算数{2x1}|决算数{2x1}|某某{2x1}|某数{1x2}", "合计|某某"]
    rows = [*head, "一、某某|1.00|1.00|1.00|一、某某|1.00|1.00"]
    assert not sheet(rows, "某某总表", [80.0] * 7).sheets
