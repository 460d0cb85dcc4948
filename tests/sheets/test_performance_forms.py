"""Forms that depart from the ministry's in one place: levels over two columns, headers again, labels over the money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from extractor.tables.model import PageContent
from extractor.tables.sheets.model import Fields
from extractor.tables.sheets.read import Performance, read_sheets
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, plain_text, ruled, shown

TITLE = "项目支出绩效自评表"
LEVELS = ("indicator_level1", "indicator_level2", "indicator_level3")


def read(rows: Sequence[str]) -> Performance:
    return read_sheets([PageContent(3, (ruled(3, rows, WIDTHS),), (line(TITLE, 3),))])


def fields(rows: Sequence[str]) -> Fields:
    found = read(rows)
    (sheet,) = found.sheets
    assert found.unread == ()
    return sheet.fields


@pytest.mark.parametrize(
    ("level", "read_as"),
    [("满意度指标", ("满意度指标", None)), ("服务对象满意度指标", (None, "服务对象满意度指标"))],
)
def test_a_level_over_two_columns_is_the_one_whose_word_it_is(level: str, read_as: tuple[str | None, ...]) -> None:
    rows = [*MINISTRY[:15], f"{level}(10分){{1x2}}|群众满意度|≥95%|96.5%|10|10|", MINISTRY[16]]
    assert shown(read(rows), *LEVELS)[-1] == (*read_as, "群众满意度")


def test_rows_that_name_a_level_hold_for_those_below() -> None:
    rows = [
        *MINISTRY[:9],
        "三级指标{1x3}|年度指标值|实际完成值{1x2}|分值|得分|偏差原因",
        *("一、产出指标（50分）{1x9}", "数量指标{1x9}", "更新设备{1x3}|≥50台|52{1x2}|50|50|"),
        *("质量指标{1x9}", "验收合格率{1x3}|=100%|100%{1x2}|50|47.6|", MINISTRY[16]),
    ]
    found = read(rows)
    assert shown(found, *LEVELS) == [("产出指标", "数量指标", "更新设备"), ("产出指标", "质量指标", "验收合格率")]
    assert found.sheets[0].fields["total_score"] == Decimal("97.6") and found.unread == ()


def test_a_header_printed_again_on_the_next_page_opens_no_other_block() -> None:
    levels = (MINISTRY[9].replace("7x1", "3x1"), MINISTRY[10].replace("3x1", "2x1"), MINISTRY[11])
    upper = ruled(3, [*MINISTRY[:9], *levels], WIDTHS)
    below = [levels[0], f"产出指标|{MINISTRY[12]}", MINISTRY[15], MINISTRY[16]]
    pages = [PageContent(3, (upper,), (line(TITLE, 3),)), PageContent(4, (ruled(4, below, WIDTHS, top=60),), ())]
    found = read_sheets(pages)
    assert [name for *_, name in shown(found, *LEVELS)] == ["更新设备", "培训人次", "验收合格率", "群众满意度"]
    assert len(found.sheets) == 1 and found.unread == ()


def test_a_title_may_stand_in_a_box_of_its_own() -> None:
    box, sheet = ruled(3, [TITLE], [490.0], top=60), ruled(3, MINISTRY, WIDTHS, ordinal=1)
    (found,) = read_sheets([PageContent(3, (box, sheet), ())]).sheets
    assert found.fields["title"] == TITLE


def test_a_tick_under_a_grade_is_the_conclusion_of_its_project() -> None:
    rows = ["项目名称|全年预算数|全年执行数|优|良", "设备更新|100.00|89.97|√|", "人员培训|10.00|9.00||√"]
    grid = ruled(3, rows, [100, 60, 60, 30, 30])
    found = read_sheets([PageContent(3, (grid,), (line("2023年度项目支出绩效自评结果汇总表", 3),))])
    assert [sheet.fields["conclusion"] for sheet in found.sheets] == ["优", "良"]


def test_goals_without_results_are_set_aside_under_whatever_title() -> None:
    rows = ["项目名称|设备更新", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|更新设备|50台"]
    found = read_sheets(plain_text("\n".join((TITLE, *rows))))
    assert found.sheets == () and found.other == (TITLE,)


def test_what_was_chosen_is_read_with_its_boxes_or_alone() -> None:
    rows = ["项目名称|设备更新{1x3}|项目类别{1x2}|经常性{1x3}", *MINISTRY[1:], "自评结论{1x2}|优☑ 良□ 中□ 差□{1x7}"]
    found = fields(rows)
    assert (found["project_category"], found["conclusion"]) == ("经常性", "优")


def test_amounts_beside_their_labels_are_of_the_measure_over_them() -> None:
    money = (
        "项目资金{2x1}|预算数{1x2}|100.00{1x2}|执行数{1x2}|90.00{1x2}",
        "其中：财政拨款{1x2}|80.00{1x2}|其中：财政拨款{1x2}|70.00{1x2}",
    )
    found = fields([*MINISTRY[:2], *money, *MINISTRY[7:]])
    assert [found[f"{part}_{measure}"] for part in ("funds", "fiscal") for measure in ("budget", "executed")] == [
        Decimal(amount) for amount in ("100.00", "90.00", "80.00", "70.00")
    ]


def test_a_label_may_stand_over_the_header_of_the_money() -> None:
    over = "项目资金（万元）{6x1}|预算安排及执行情况{1x8}"
    found = fields([*MINISTRY[:2], over, MINISTRY[2].partition("|")[2], *MINISTRY[3:]])
    assert (found["funds_unit"], found["funds_budget"]) == ("万元", Decimal("90.00"))
