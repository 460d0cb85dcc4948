"""绩效自评表 of a document: sheets told apart, over pages, among other text, on hostile grids."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.tables.model import PageContent
from extractor.tables.sheets.columns import SHEET_COLUMNS
from extractor.tables.sheets.read import read_sheets
from extractor.tables.sheets.words.vocabulary import vocabulary
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, plain_text, ruled, shown
from tests.support.readings import CORPUS, needs_corpus


def test_sheet_over_pages_without_title_and_header() -> None:
    """The level's cell is cut by the page break, and so is the last row; its text stands on one side only."""
    upper = ruled(
        3,
        [
            *MINISTRY[:9],
            MINISTRY[9].replace("7x1", "3x1"),
            MINISTRY[10].replace("3x1", "2x1"),
            MINISTRY[11],
        ],
        WIDTHS,
    )
    lower = ruled(
        4,
        [
            "{5x1}|{2x1}||||||| （续）",
            "质量指标|验收合格率|=100%|100%|20|20|",
            "{2x1}|社会效益指标{2x1}|服务提升|效果明显|达成预期指标|30|28|",
            "服务改进|效果明显|达成预期指标|30|28|",
            "满意度指标(10分)|满意度指标|群众满意度|≥95%|96.5%|10|10|",
            "总分{1x6}|100|97.6|",
        ],
        WIDTHS,
        top=60,
    )
    pages = [
        PageContent(3, (upper,), (line("项目支出绩效自评表", 3), line("—3—", 3, 800))),
        PageContent(4, (lower,), (line("—4—", 4, 800),)),
    ]
    result = read_sheets(pages)
    assert len(result.sheets) == 1 and result.sheets[0].fields["page_last"] == 4
    assert shown(result, "indicator_level1", "indicator_level2", "indicator_level3", "deviation_reason", "page") == [
        ("产出指标", "数量指标", "更新设备", None, 3),
        ("产出指标", "数量指标", "培训人次", "报名不足（续）", 3),
        ("产出指标", "质量指标", "验收合格率", None, 4),
        (None, "社会效益指标", "服务提升", None, 4),
        (None, "社会效益指标", "服务改进", None, 4),
        ("满意度指标", "满意度指标", "群众满意度", None, 4),
    ]


@pytest.mark.parametrize("rows_above", [1, 2, 7, 9])
def test_a_head_that_a_page_break_cuts_goes_on_below_it(rows_above: int) -> None:
    upper, lower = (ruled(n, rows, WIDTHS) for n, rows in ((3, MINISTRY[:rows_above]), (4, MINISTRY[rows_above:])))
    whole = ruled(3, MINISTRY, WIDTHS)
    title = (line("项目支出绩效自评表", 3),)
    cut = read_sheets([PageContent(3, (upper,), title), PageContent(4, (lower,), ())])
    one = read_sheets([PageContent(3, (whole,), title)])
    assert not cut.unread and [s.fields["department"] for s in cut.sheets] == ["018-甲县民政局"]
    names = ("indicator_level1", "indicator_level3", "actual", "score")
    assert shown(cut, *names) == shown(one, *names) and len(cut.funds) == len(one.funds) > 0


def test_a_head_that_says_again_what_stands_above_the_page_break_is_another_sheet_s() -> None:
    upper, lower = ruled(3, MINISTRY[:2], WIDTHS), ruled(4, MINISTRY[1:], WIDTHS)
    found = read_sheets([PageContent(3, (upper,), (line("项目支出绩效自评表", 3),)), PageContent(4, (lower,), ())])
    assert len(found.sheets) == 2


def test_several_sheets_and_goals_set_aside() -> None:
    goals = ruled(
        1,
        ["项目名称|设备更新{1x3}", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|更新设备|≥50台"],
        [60, 60, 80, 80],
    )
    two = ruled(2, [*MINISTRY, *[row.replace("设备更新", "道路养护") for row in MINISTRY]], WIDTHS)
    foreign = ruled(3, ["项目|行次|金额", "一、收入|1|20"], [100, 100, 310])
    result = read_sheets(
        [
            PageContent(1, (goals,), (line("2023年项目支出绩效目标表"),)),
            PageContent(2, (two,), (line("项目支出绩效自评表", 2),)),
            PageContent(3, (foreign,), ()),
        ]
    )
    assert result.other == ("2023年项目支出绩效目标表",)
    assert [s.fields["project_name"] for s in result.sheets] == ["设备更新", "道路养护"]
    assert [i.sheet for i in result.indicators] == [1] * 5 + [2] * 5
    assert result.grids_used == ((1, 0), (2, 0))


def test_notes_under_a_sheet_and_the_text_after_them() -> None:
    grid = ruled(1, MINISTRY, WIDTHS)
    below = ["注：1.一级指标分值统一设置为", "产出50分。", "2.其他指标据实填写。", "本单位无其他事项。", "— 1 —"]
    lines = (line("项目支出绩效自评表"), *(line(text, 1, 700 + 15 * i) for i, text in enumerate(below)))
    (sheet,) = read_sheets([PageContent(1, (grid,), lines)]).sheets
    assert sheet.fields["notes"] == "注：1.一级指标分值统一设置为产出50分。2.其他指标据实填写。"


_WORDS = [
    "", "", "产出指标", "数量指标", "满意度指标", "效益指标(30分)", "社会效益", "培训人次", "培训人次", "绩效基本型",
    "100%", "9.5", "-", "项目名称", "总分", "备注", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值",
    "得分", "预算数", "执行数", "年度资金总额", "预期目标", "实际完成情况", "评价要点", "指标分类", "□甲☑乙",
    "单位名称：甲日期：2024", "2023年度项目支出绩效自评表",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=8), min_size=1, max_size=12))
@example([[""] * 6, [""] * 6, ["", "", "产出指标"], ["产出指标", "", "", ""]])
def test_hostile_grids_give_only_what_is_printed(rows: list[list[str]]) -> None:
    head = ["项目支出绩效自评表", "年度绩效目标|一级指标|二级指标|三级指标|年初目标值|实际完成值|得分"]
    result = read_sheets(plain_text("\n".join([*head, *("|".join(r) for r in rows)])))
    printed = {text for row in rows for text in row} | {"效益指标"}
    for i in result.indicators:
        levels = (i.indicator_level1, i.indicator_level2, i.indicator_level3)
        assert {t for t in (*levels, i.target, i.actual, i.indicator_kind, i.evaluation_point) if t} <= printed
        assert any((*levels, i.target, i.actual, i.score is not None, i.evaluation_point))


def test_columns_are_named_once() -> None:
    names = [c.name for c in SHEET_COLUMNS]
    assert len(set(names)) == len(names)
    assert set(vocabulary().fields.values()) <= set(names)
    parts = {name.removesuffix("_budget") for name in names}
    assert set(vocabulary().funds.values()) - {"total"} <= parts


@needs_corpus
def test_founding_document() -> None:
    from extractor.document.read import read_document
    from extractor.tables.locate import locate

    result = read_sheets(locate(read_document(CORPUS / "seed.txt")))
    overall, project = result.sheets
    assert result.unread == () and len(result.indicators) == 47
    assert [i.sheet for i in result.indicators] == [1] * 37 + [2] * 10
    assert (overall.table_no, overall.fields["project_expenditure_total"]) == ("P1", Decimal("22"))
    assert overall.fields["line"] == 512
    assert project.fields["funds_executed"] == Decimal("14.97")
    assert project.fields["project_type_options"] == "☑常年性项目；☐延续性项目；☐一次性项目"
    late = next(i for i in result.indicators if i.indicator_level2 == "时效目标")
    assert (late.indicator_level1, late.target_number) == ("产出指标", None)
