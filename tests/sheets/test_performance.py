"""The forms of 绩效自评表: heads, indicators in their columns, money, totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.tables.model import PageContent
from extractor.tables.sheets.read import read_sheets
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, plain_text, ruled, shown

LEVELS = ("indicator_level1", "indicator_level2", "indicator_level3", "target", "actual")


def test_ministry_form() -> None:
    grid = ruled(3, MINISTRY, WIDTHS)
    result = read_sheets([PageContent(3, (grid,), (line("项目支出绩效自评表", 3), line("（2023年度）", 3, 66)))])
    assert result.unread == ()
    assert result.grids_used == ((3, 0),)
    (sheet,) = result.sheets
    assert sheet.table_no == "P2"
    assert sheet.fields == {
        "title": "项目支出绩效自评表",
        "sheet_year": 2023,
        "project_name": "设备更新",
        "department": "018-甲县民政局",
        "implementing_unit": "甲县救助站",
        "funds_unit": "万元",
        "funds_initial_budget": Decimal("100.00"),
        "funds_budget": Decimal("90.00"),
        "funds_executed": Decimal("89.97"),
        "funds_execution_rate": Decimal("99.97"),
        "funds_score_full": Decimal("10"),
        "funds_score": Decimal("10"),
        "fiscal_initial_budget": Decimal("80.00"),
        "fiscal_budget": Decimal("70.00"),
        "fiscal_executed": Decimal("69.97"),
        "carried_over_initial_budget": Decimal("20.00"),
        "carried_over_budget": Decimal("20.00"),
        "carried_over_executed": Decimal("20.00"),
        "annual_goal": "更新设备50台，按期完成。",
        "annual_goal_actual": "已更新设备52台。",
        "total_score_full": Decimal("100"),
        "total_score": Decimal("97.6"),
        "page": 3,
        "page_last": 3,
    }
    assert shown(result, *LEVELS, "score_full", "score", "deviation_reason") == [
        ("产出指标", "数量指标", "更新设备", "≥50台", "52", 20, 20, None),
        ("产出指标", "数量指标", "培训人次", "≥100人次", "96人次", 10, Decimal("9.6"), "报名不足"),
        ("产出指标", "质量指标", "验收合格率", "=100%", "100%", 20, 20, None),
        ("效益指标", "社会效益指标", "服务提升", "效果明显", "达成预期指标", 30, 28, None),
        ("满意度指标", "满意度指标", "群众满意度", "≥95%", "96.5%", 10, 10, None),
    ]
    first = result.indicators[0]
    assert (first.target_number, first.target_comparison, first.number_unit, first.actual_number) == (50, "≥", "台", 52)
    assert (first.page, first.row, first.project_name) == (3, 1, "设备更新")


@pytest.mark.parametrize("written", ["once", "everywhere", "alone"])
def test_ministry_form_as_text_says_the_same(written: str) -> None:
    """A converter writes a spanning cell once and leaves its other places blank, or writes it in every place, or once
    and gives it no other place."""
    grid = ruled(1, MINISTRY, WIDTHS)
    rows = [
        "\t".join(
            p.text if written == "everywhere" or (p.row, p.column) == (r, c) else ""
            for c, p in enumerate(map(grid.cells.__getitem__, slots))
            if written != "alone" or (p.row, p.column) == (r, c)
        )
        for r, slots in enumerate(grid.slots)
    ]
    said = read_sheets(plain_text("项目支出绩效自评表\n（2023年度）\n" + "\n".join(rows).replace("\t", "|")))
    drawn = read_sheets([PageContent(1, (grid,), (line("项目支出绩效自评表"), line("（2023年度）", 1, 66)))])
    columns = (*LEVELS, "score_full", "score", "deviation_reason", "target_number")
    assert shown(said, *columns) == shown(drawn, *columns)
    place = ("page", "page_last", "line")
    assert [{k: v for k, v in s.fields.items() if k not in place} for s in said.sheets] == [
        {k: v for k, v in s.fields.items() if k not in place} for s in drawn.sheets
    ]


def test_totals_stand_in_the_order_of_their_columns_where_no_spans_are_kept() -> None:
    text = """
项目支出绩效自评表
（2023年度）
项目名称|设备更新
绩效指标|一级指标|二级指标|三级指标|分值|年度指标值|实际完成值|得分|备注
|产出指标|数量指标|更新设备|60|≥50台|52台|58|
||质量指标|验收合格率|40|100%|100%|40|
合计|100|||98|
"""
    fields = read_sheets(plain_text(text)).sheets[0].fields
    assert (fields["total_score_full"], fields["total_score"]) == (Decimal(100), Decimal(98))


def test_a_number_alone_as_the_total_of_plain_text_is_what_the_rows_bear_out() -> None:
    text = """
项目支出绩效自评表
项目名称|设备更新
一级指标|二级指标|三级指标|年度指标值|实际完成值|得分|分值
产出指标|数量指标|更新设备|≥50台|52台|58|60
效益指标|社会效益指标|服务提升|提升|提升|40|40
总分|100
"""
    fields = read_sheets(plain_text(text)).sheets[0].fields
    assert fields["total_score_full"] == 100 and "total_score" not in fields
    fields = read_sheets(plain_text(text.replace("总分|100", "总分|98"))).sheets[0].fields
    assert fields["total_score"] == 98 and "total_score_full" not in fields


HUBEI = """
2023年度数据平台项目绩效自评表|||||||
单位名称：甲县数据中心|||||填报日期：2024年3月22日||
项目名称|数据平台||||||
主管部门|甲县民政局||项目实施单位|甲县数据中心|||
项目类别|1、部门预算项目 <input checked="" type="checkbox"/> 2、区直专项 <input type="checkbox"/>||||||
项目属性|□持续性项目 ☑新增性项目||||||
项目类型|1、常年性项目 □ 2、延续性项目 □ 3、一次性项目 √||||||
预算执行情况(万元)(20分)||预算数(A)|执行数(B)|执行率(B/A)|得分(20分*执行率)||
|年度财政资金总额|15|14.97|99.80%|19.96||
年度绩效目标1(40分)|一级指标|二级指标|三级指标|年初目标值(A)|实际完成值(B)|得分|
|产出指标|质量指标|加强覆盖|覆盖率达到99.5%以上|99.5%|20|
||成本指标|不超预算|≤15万元|14.97万元|10|
|时效目标|按期完成|年底完成|已完成|10||
年度绩效目标2(40分)|一级指标|二级指标|三级指标|年初目标值(A)|实际完成值(B)|得分|
|效益指标|社会效益指标|提升服务|新增12家网点，开展合作|新增12家|30|
满意度指标|社会公众或服务对象满意度指标|群众满意度|≥95%|96%|9.5||
总分||||||99.46|
偏差大或目标未完成原因分析|无||||||
改进措施及结果应用方案|继续加强管理||||||
备注：1.预算数为调整后数。||||||
"""


def test_hubei_form_with_scores_as_text() -> None:
    result = read_sheets(plain_text(HUBEI))
    assert result.unread == ()
    (sheet,) = result.sheets
    expected = {
        "project_category": "部门预算项目",
        "project_category_options": "☑部门预算项目；☐区直专项",
        "project_attribute": "新增性项目",
        "project_type": "一次性项目",
        "fill_date": "2024年3月22日",
        "filling_unit": "甲县数据中心",
        "funds_budget": Decimal("15"),
        "funds_executed": Decimal("14.97"),
        "funds_execution_rate": Decimal("99.80"),
        "funds_score": Decimal("19.96"),
        "funds_score_full": Decimal("20"),
        "total_score": Decimal("99.46"),
        "deviation_reason": "无",
        "notes": "1.预算数为调整后数。",
    }
    assert {k: sheet.fields.get(k) for k in expected} == expected
    assert shown(result, *LEVELS, "score") == [
        ("产出指标", "质量指标", "加强覆盖", "覆盖率达到99.5%以上", "99.5%", 20),
        ("产出指标", "成本指标", "不超预算", "≤15万元", "14.97万元", 10),
        ("产出指标", "时效目标", "按期完成", "年底完成", "已完成", 10),
        ("效益指标", "社会效益指标", "提升服务", "新增12家网点，开展合作", "新增12家", 30),
        ("满意度指标", "社会公众或服务对象满意度指标", "群众满意度", "≥95%", "96%", Decimal("9.5")),
    ]


@pytest.mark.parametrize(("engine", "told"), [("text_layer", 0), ("ocr", 1)])
def test_boxes_of_which_none_is_seen_to_be_ticked_in_a_picture_are_told(engine: str, told: int) -> None:
    (page,) = plain_text(HUBEI.replace("□持续性项目 ☑新增性项目", "□持续性项目 2新增性项目 □延续性项目"))
    grids = tuple(replace(grid, engine=engine) for grid in page.grids)
    result = read_sheets([replace(page, grids=grids)])
    assert sum("ticked" in str(sentence) for sentence in result.unread) == told == len(result.unread)
    assert "project_attribute" not in result.sheets[0].fields


OVERALL = """
2023年度部门整体绩效自评表
填报日期：2024年3月22日
单位名称|甲县救助站||||||
基本支出总额|75.34万元|项目支出总额|22万元||||
年度目标|做好救助。||||||
年度绩效指标|二级指标|三级指标|评价要点|指标分类|年初目标值(A)|实际完成值(B)|
|在编人员控制率|在编人员控制率|在编人数/核定编制数≤100%|绩效基本型|100%|100%|
|战略管理|规划相符性|规划相符性|规划与职能的相符性|绩效基本型|制定规划|已制定规划
||计划健全性|计划健全性|计划是否可操作|绩效基本型|计划可操作|已完成计划
规范性||规范性|是否按批复配置资产|绩效基本型|按规划购置|已购置|
财务管理|合规性|合规性|是否符合法规|绩效基本型|合法使用|已合法使用|
经济效益|核心业务产出1|救助覆盖率|重点工作完成情况|绩效创新型|覆盖率95%|96%|
社会效益|社会效益|救助及时率|重点工作完成情况|绩效创新型|90%|92%|
备注|1.实际支出数
"""


def test_overall_form_with_shifted_rows() -> None:
    """The four row layouts of converted text; a level above a blank is not trusted where names are doubled."""
    result = read_sheets(plain_text(OVERALL))
    assert result.unread == ()
    (sheet,) = result.sheets
    assert (sheet.table_no, sheet.fields["basic_expenditure_total"], sheet.fields["expenditure_unit"]) == (
        "P1",
        Decimal("75.34"),
        "万元",
    )
    assert all(i.indicator_level1 is None and i.indicator_kind for i in result.indicators)
    assert shown(result, "indicator_level2", "indicator_level3", "evaluation_point", "target", "actual") == [
        ("在编人员控制率", "在编人员控制率", "在编人数/核定编制数≤100%", "100%", "100%"),
        ("战略管理", "规划相符性", "规划与职能的相符性", "制定规划", "已制定规划"),
        (None, "计划健全性", "计划是否可操作", "计划可操作", "已完成计划"),
        (None, "规范性", "是否按批复配置资产", "按规划购置", "已购置"),
        ("财务管理", "合规性", "是否符合法规", "合法使用", "已合法使用"),
        ("核心业务产出1", "救助覆盖率", "重点工作完成情况", "覆盖率95%", "96%"),
        ("社会效益", "救助及时率", "重点工作完成情况", "90%", "92%"),
    ]


def test_unit_of_the_totals_in_their_labels() -> None:
    """基本支出总额（千元） says what its number counts in, as 75.34千元 beside a bare label does."""
    own = "基本支出总额（千元）|75.34|项目支出总额（千元）|22"
    printed = OVERALL.replace("基本支出总额|75.34万元|项目支出总额|22万元", own)
    (sheet,) = read_sheets(plain_text(printed)).sheets
    assert (sheet.fields["basic_expenditure_total"], sheet.fields["project_expenditure_total"]) == (
        Decimal("75.34"),
        Decimal("22"),
    )
    assert sheet.fields["expenditure_unit"] == "千元"


def test_direction_and_unit_in_columns_of_their_own() -> None:
    """Yunnan, Sichuan: 指标性质, 度量单位 beside 指标值; a sheet without any title."""
    grid = ruled(
        1,
        [
            "项目名称|道路养护{1x8}",
            "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|实际完成值|分值|得分",
            "产出指标{2x1}|数量指标|养护里程|≥|120|公里|125|50|50",
            "质量指标|合格率|=|100|%|100|40|40",
        ],
        [50, 50, 60, 40, 40, 40, 50, 30, 30],
    )
    result = read_sheets([PageContent(1, (grid,), ())])
    assert [s.table_no for s in result.sheets] == ["P2"]
    assert shown(result, "target", "target_number", "target_comparison", "number_unit", "actual_number") == [
        ("120", 120, "≥", "公里", 125),
        ("100", 100, "=", "%", 100),
    ]


def test_money_in_pairs() -> None:
    """The older form of transfer payments: 预算数 and 执行数 as labels beside their amounts."""
    result = read_sheets(
        plain_text(
            """
2019年度项目支出绩效自评表
项目名称|厕所改造|||
预算执行情况(万元)|预算数：|20.00|执行数：|18.5
|其中：财政拨款|15|其中：财政拨款|13.5
|其他资金|5|其他资金|5
年度目标完成情况|预期目标||目标实际完成情况|
|改造厕所10座||改造厕所9座|
绩效指标|一级指标|二级指标|三级指标|预期指标值|实际完成指标值
|产出指标|数量指标|改造数量|10座|9座
"""
        )
    )
    assert result.unread == ()
    fields = result.sheets[0].fields
    assert (fields["funds_budget"], fields["funds_executed"], fields["funds_unit"]) == (20, Decimal("18.5"), "万元")
    assert (fields["fiscal_budget"], fields["fiscal_executed"], fields["other_executed"]) == (15, Decimal("13.5"), 5)
    assert (fields["annual_goal"], fields["annual_goal_actual"]) == ("改造厕所10座", "改造厕所9座")
    assert shown(result, *LEVELS) == [("产出指标", "数量指标", "改造数量", "10座", "9座")]


def test_summary_with_a_project_a_row() -> None:
    grid = ruled(
        1,
        [
            "序号{2x1}|项目名称{2x1}|资金(万元){1x3}|自评得分{2x1}|自评等级{2x1}",
            "全年预算数|全年执行数|执行率",
            "1|设备更新|20|19.8|99%|98.5|优",
            "2|道路养护|30|30|100%|99|优",
            "合计{1x2}|50|49.8|||",
        ],
        [30, 100, 60, 60, 50, 50, 50],
    )
    result = read_sheets([PageContent(1, (grid,), (line("2023年度项目支出绩效自评结果汇总表"),))])
    assert [(s.table_no, s.sheet, s.fields["project_name"], s.fields["funds_executed"]) for s in result.sheets] == [
        ("P2", 1, "设备更新", Decimal("19.8")),
        ("P2", 2, "道路养护", Decimal("30")),
    ]
    assert result.sheets[0].fields["total_score"] == Decimal("98.5")
    assert (result.indicators, result.unread) == ((), ())


def test_rows_that_fit_nowhere_are_said_and_not_guessed() -> None:
    text = OVERALL.replace(
        "规范性||规范性|是否按批复配置资产|绩效基本型|按规划购置|已购置|", "绩效基本型|绩效创新型|甲||||乙|"
    )
    result = read_sheets(plain_text(text))
    assert len(result.unread) == 1 and "Line 10" in result.unread[0]
    assert len(result.indicators) == 6
