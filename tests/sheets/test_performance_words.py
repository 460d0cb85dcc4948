"""Labels of 绩效自评表 that are composed: by their words, in headers of two rows, beside the columns of money."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import knowledge
from extractor.document.model import Box, Line
from extractor.errors import PatternError
from extractor.tables.model import PageContent
from extractor.tables.sheets.read import read_sheets
from extractor.tables.sheets.words import examples, schemas
from extractor.tables.sheets.words.terms import composed, forms
from extractor.tables.sheets.words.vocabulary import head_field_of
from tests.support.forms import MINISTRY, WIDTHS
from tests.support.grids import line, plain_text, ruled, shown


def test_every_entry_is_found_in_its_example_and_not_in_the_other() -> None:
    assert list(examples.failures()) == [] and examples.count() > 50
    for part, entries in forms().items():
        for form in entries:
            assert composed(part, form.example) == form.gives, form.example


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("labels.yaml", "columns:\n  target: [指标]\n  actual: [指标]\n", 3, "stands under target already"),
        ("forms.yaml", "words: {}\ncomposed:\n  columns:\n    - {gives: target, form: x, example: x}\n", 3, "missing"),
        ("titles.yaml", "titles:\n  - {id: a, kind: P1, pattern: '(', example: a, not: b}\n", 2, "cannot be compiled"),
    ],
)
def test_a_broken_entry_is_refused_with_its_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    """In a user's folder, too, whose files go on with those of the library."""
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / name).write_text(text, "utf-8")
    with knowledge.using(tmp_path), pytest.raises(PatternError, match=rf"{name}, line {line}: .*{reason}"):
        schemas.check()


@pytest.mark.parametrize(
    ("part", "label", "expected"),
    [
        ("columns", "绩效指标年度计划值", "target"),
        ("columns", "全年指标实际完成值", "actual"),
        ("columns", "预算执行率得分", "score"),
        ("columns", "未完成原因及下一步整改措施", "deviation_reason"),
        ("columns", "调整指标值", None),  # no 年初 and no other: which of the two is the target is not said
        ("columns", "年初设定目标", "target"),
        ("columns", "全年执行", "executed"),
        ("columns", "年度预算执行", None),
        ("columns", "设备完成值班", None),
        ("columns", "分析及改进", None),
        ("funds", "县级财政专项补助资金", "county"),
        ("funds", "县级公路", None),
        ("fields", "项目名称及编码", "project_name"),
        ("fields", "主管部门和代码", "department"),
        ("goals", "部门年度绩效目标", "annual_goal"),
        ("goals", "目标设备", None),
    ],
)
def test_labels_by_their_words(part: str, label: str, expected: str | None) -> None:
    assert composed(part, label) == expected


_WORDS = [word for words in schemas.forms().words.values() for word in words]


@given(st.lists(st.sampled_from([*_WORDS, "完成", "率", "x"]), max_size=20))
def test_any_run_of_words_is_decided_at_once(words: list[str]) -> None:
    text = "".join(words)[:40]
    for part in forms():
        assert "x" not in text or composed(part, text) is None
    assert "x" not in text or head_field_of(text) is None


TWO_ROWS = [
    *MINISTRY[:9],
    "绩效指标{1x4}|年度指标值{1x2}|实际完成值{2x1}|分值{2x1}|得分{2x1}",
    "一级指标|二级指标|三级指标{1x2}|指标性质|指标值",
    "产出指标{2x1}|数量指标|更新设备{1x2}|≥|50|52台|20|20",
    "质量指标|验收合格率{1x2}|=|100|100%|20|19",
]


def test_levels_in_the_second_header_row() -> None:
    found = read_sheets([PageContent(1, (ruled(1, TWO_ROWS, WIDTHS),), (line("项目支出绩效自评表"),))])
    columns = ("indicator_level1", "indicator_level2", "indicator_level3", "target", "target_comparison", "actual")
    assert shown(found, *columns) == [
        ("产出指标", "数量指标", "更新设备", "50", "≥", "52台"),
        ("产出指标", "质量指标", "验收合格率", "100", "=", "100%"),
    ]
    assert [i.score for i in found.indicators] == [Decimal(20), Decimal(19)] and not found.unread


def test_a_second_header_row_pushed_together_is_unfolded_under_its_parents() -> None:
    found = read_sheets(
        plain_text(
            """
项目支出绩效自评表||||||||
项目名称|设备更新|||||||
年度总体目标|预期目标|实际完成情况||||||
|更新设备50台。|已更新设备52台。||||||
绩效指标|年度指标值|实际完成值|分值|得分||||
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|||
产出指标|数量指标|更新设备|≥|50|台|52|20|20
||培训人次|≥|100|人次|96|10|9.6
总分|30|29.6||||||
"""
        )
    )
    assert shown(found, "indicator_level3", "target", "number_unit", "actual", "score") == [
        ("更新设备", "50", "台", "52", Decimal(20)),
        ("培训人次", "100", "人次", "96", Decimal("9.6")),
    ]
    fields = found.sheets[0].fields
    assert fields["annual_goal_actual"] == "已更新设备52台。" and fields["total_score"] == Decimal("29.6")


def test_the_label_of_the_money_block_is_no_measure() -> None:
    """It goes down beside the rows, and may read like one of their columns."""
    rows = [row.replace("项目资金(万元){5x1}", "项目支出数(万元){5x1}") for row in MINISTRY]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line("项目支出绩效自评表"),))])
    fields = found.sheets[0].fields
    assert [fields[f"funds_{k}"] for k in ("initial_budget", "budget", "executed")] == [
        Decimal(n) for n in ("100.00", "90.00", "89.97")
    ]


def test_a_name_beside_the_label_of_the_money_block_begins_no_list_of_projects() -> None:
    money = ["项目支出(万元){3x1}|项目{1x2}|年初预算{1x2}|调整后预算|实际支出|执行率{1x2}"]
    money += ["合计{1x2}|48.5{1x2}|50.0|43.0|86%{1x2}", "财政拨款{1x2}|48.5{1x2}|50.0|43.0|86%{1x2}"]
    rows = [*MINISTRY[:2], *money, *MINISTRY[7:]]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line("项目支出绩效自评表"),))])
    fields = found.sheets[0].fields
    assert not found.unread and fields["project_name"] == "设备更新"
    assert [fields[n] for n in ("funds_initial_budget", "funds_budget", "fiscal_executed")] == [
        Decimal(n) for n in ("48.5", "50.0", "43.0")
    ]


def test_a_letter_behind_a_measure_is_no_part_of_its_name() -> None:
    rows = [row.replace("全年预算数(A)|全年执行数(B)", "全年预算数A|全年执行数B") for row in MINISTRY]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line("项目支出绩效自评表"),))])
    assert not found.unread and found.sheets[0].fields["funds_executed"] == Decimal("89.97")


@pytest.mark.parametrize("name", ["资金来源", "预算资金", "年度预算数（万元）"])
def test_the_column_of_the_sources_of_funds_has_a_name(name: str) -> None:
    """The name may read like a measure; what stands below it says that it is none."""
    money = [
        f"预算执行情况（10分）{{3x2}}|{name}|年初预算数|调整后预算数|全年执行数|执行率权重|执行率|执行率得分",
        "总额|10.00|12.00|11.40|10|95%|9.5",
        "其中：县级财政专项补助资金|10.00|12.00|11.40|/|95%|/",
    ]
    rows = [*MINISTRY[:2], *money, *MINISTRY[7:]]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line("项目支出绩效自评表"),))])
    fields = found.sheets[0].fields
    assert not found.unread
    assert [fields[f"funds_{m}"] for m in ("initial_budget", "budget", "executed", "score_full", "score")] == [
        Decimal(n) for n in ("10.00", "12.00", "11.40", "10", "9.5")
    ]
    assert fields["county_executed"] == Decimal("11.40")


def test_level_cells_open_at_the_left_take_what_is_printed_beside_the_grid() -> None:
    header = "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析"
    upper = ruled(1, [*MINISTRY[:9], header], WIDTHS)
    lower = ruled(
        2, ["数量指标{2x1}|更新设备|≥50台|52|20|20|", "培训人次|≥100人次|96人次|10|9.6|"], WIDTHS[2:], left=140.0
    )
    beside = Line("产出指标", 2, Box(95, 112, 135, 122))
    strange = Line("台账", 2, Box(20, 112, 40, 122))
    pages = [PageContent(1, (upper,), (line("项目支出绩效自评表"),)), PageContent(2, (lower,), (beside,))]
    found = read_sheets(pages)
    assert [i.indicator_level1 for i in found.indicators] == ["产出指标", "产出指标"] and not found.unread
    pages[1] = PageContent(2, (lower,), (strange,))
    found = read_sheets(pages)
    assert [i.indicator_level1 for i in found.indicators] == [None, None]
    assert any("台账" in sentence for sentence in found.unread)


def test_a_level_whose_name_is_cut_by_a_page_break_has_it_whole() -> None:
    """The grid is not closed at the foot of the page, and the end of the name stands below it."""
    header = "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析"
    upper = ruled(1, [*MINISTRY[:9], header, "|效益指|社会效益指标|受益人次|≥90人次|95人次|10|10|"], WIDTHS)
    lower = ruled(2, ["||生态效益指标|减排量|≥5吨|6吨|10|10|"], WIDTHS)
    found = read_sheets(
        [
            PageContent(1, (upper,), (line("项目支出绩效自评表"), Line("标", 1, Box(90, 900, 110, 912)))),
            PageContent(2, (lower,), ()),
        ]
    )
    assert [i.indicator_level1 for i in found.indicators] == ["效益指标", "效益指标"] and not found.unread


def test_headings_of_levels_across_the_columns_hold_for_the_rows_below() -> None:
    header = "二级指标{1x2}|三级指标{1x2}|年度指标值|实际完成值|分值|得分|偏差原因分析"
    rows = [
        header,
        "一、产出指标（50分）{1x9}",
        "数量指标{1x2}|更新设备{1x2}|≥50台|52台|20|20|",
        "质量指标{1x2}|验收合格率{1x2}|100%|100%|30|30|",
        "二、满意度指标{1x9}",
        "服务对象满意度指标{1x2}|师生满意度{1x2}|≥90%|95%|10|10|",
    ]
    found = read_sheets([PageContent(1, (ruled(1, [*MINISTRY[:9], *rows], WIDTHS),), (line("项目支出绩效自评表"),))])
    assert [i.indicator_level1 for i in found.indicators] == ["产出指标", "产出指标", "满意度指标"]
    assert not found.unread


def test_a_second_header_row_of_names_and_weights() -> None:
    rows = [
        *MINISTRY[:2],
        "一级指标{1x2}|二级指标{1x2}|三级指标{1x2}|指标值{2x1}|自评分数{2x1}|扣分原因{2x1}",
        "名称|权重（%）|名称|权重（%）|名称|权重（%）",
        "履职效能{2x1}|50{2x1}|产出|30|办结率|30|100%|29|超期一件",
        "效益|20|满意度|20|≥90%|20|",
    ]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line("部门整体支出绩效自评表"),))])
    columns = ("indicator_level1", "indicator_level2", "indicator_level3", "score_full", "score", "deviation_reason")
    assert shown(found, *columns) == [
        ("履职效能", "产出", "办结率", Decimal(30), Decimal(29), "超期一件"),
        ("履职效能", "效益", "满意度", Decimal(20), Decimal(20), None),
    ]
    assert not found.unread


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2023年度设备更新项目绩效自评表", "设备更新项目"),
        ("2023年度设备更新项目支出绩效自评表", "设备更新"),
        ("2023年度甲县民政局项目支出绩效自评表", None),
        ("2023年度市本级项目支出绩效自评表", None),
        ("项目支出绩效自评表", None),
    ],
)
def test_a_project_that_only_the_title_names(title: str, expected: str | None) -> None:
    rows = [MINISTRY[1], *MINISTRY[2:]]
    found = read_sheets([PageContent(1, (ruled(1, rows, WIDTHS),), (line(title),))])
    assert found.sheets[0].fields.get("project_name") == expected


def test_columns_of_funds_that_are_not_known_are_told_and_adjustments_are_known() -> None:
    money = [
        "预算执行情况{2x1}|资金来源|年初预算数|年中调整数|全年预算数|全年执行数|执行率|得分|冻结数",
        "总额|10.00|2.00|12.00|11.40|95%|9.5|0.60",
    ]
    found = read_sheets(
        [PageContent(1, (ruled(1, [*MINISTRY[:2], *money, *MINISTRY[7:]], WIDTHS),), (line("项目支出绩效自评表"),))]
    )
    assert found.sheets[0].fields["funds_budget"] == Decimal("12.00")
    assert len(found.unread) == 1 and "冻结数" in found.unread[0]


def test_a_foot_in_plain_text_is_told_and_not_taken_for_levels() -> None:
    found = read_sheets(
        plain_text(
            """
项目支出绩效自评表|||||||
项目名称|设备更新||||||
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|备注
产出指标|数量指标|更新设备|≥50台|52台|50|50|
综合说明|项目总体完成较好，群众满意。||||||
"""
        )
    )
    assert [i.indicator_level3 for i in found.indicators] == ["更新设备"]
    assert len(found.unread) == 1 and "综合说明" in found.unread[0]
