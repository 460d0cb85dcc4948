"""The subjects of the figures: names, without year, verb, ordinal or heading; official items with their concept."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from extractor.classification.subjects import all_entries
from extractor.prose.patterns.library import library
from extractor.prose.text.folding import folded
from extractor.prose.understanding.subjects import names_of
from tests.support.sentences import read

SHARED = Path(__file__).parents[3] / "shared"
TEXTS = sorted([*(SHARED / "cases/prose").glob("*.txt"), *(SHARED / "cases/text").glob("m*.txt")])
UNCLEAN = regex.compile(
    r"^(?:\d{1,2}[.、]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}[、是]|其中|去年|今年|20\d\d年|完成|增加|减少|发生)"
    r"|^上年(?!末|度?结)|20\d\d年(?!度?(?:项目|部门))|[：；≥≤><]|增加|减少|下降|(?:情况|说明)$|(?:为|是|(?<!占)比|较)$"
)
OFFICIAL = regex.compile(
    r"三公|因公出国|公务用车|公务接待|机关运行经费|政府采购(?:支出)?总额|政府采购(?:货物|工程|服务)|^车辆$|设备"
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_subjects_are_names(path: Path) -> None:
    told = [f for f in read(path.read_text("utf-8"), 2022).figures if f.metric]
    assert [f.subject for f in told if UNCLEAN.search(f.subject)] == []
    assert all(f.subject for f in told)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_official_items_have_a_concept(path: Path) -> None:
    stated = [f for f in read(path.read_text("utf-8"), 2022).figures if f.metric and f.context is None]
    named = [
        f for f in stated if OFFICIAL.search(f.subject) and "每" not in f.subject and f.section_no in (9, 10, 11, 12)
    ]
    assert [(f.subject, f.quote) for f in named if f.concept is None] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "1.节能环保支出（类）环境保护管理事务（款）环境保护法规、规划及标准（项），主要用于规划编制。"
            "年初预算为0.00万元，支出决算为7.50万元。",
            {("节能环保支出（类）环境保护管理事务（款）环境保护法规、规划及标准（项）", "2110105")},
        ),
        (  # its 款, which was renamed, is left out
            "社会保障和就业支出（类）机关事业单位基本养老保险缴费支出（项）3万元。",
            {("社会保障和就业支出（类）机关事业单位基本养老保险缴费支出（项）", "2080505")},
        ),
        ("行政运行（项）、事业运行（项）3万元。", {("事业运行（项）", None)}),
        ("“15分钟社区生活圈规划”项目支出20万元。", {("“15分钟社区生活圈规划”项目支出", None)}),
        ("管弄路252弄4号装修工程30万元。", {("管弄路252弄4号装修工程", None)}),
        ("公务接待1批次、15人次，陪同5人。", {("公务接待", None), ("陪同", None)}),
    ],
)
def test_a_name_is_cut_nowhere_within(text: str, named: set[tuple[str, str | None]]) -> None:
    found = read("五、一般公共预算财政拨款支出决算情况说明\n" + text, 2025)
    assert {(figure.subject, figure.subject_code) for figure in found.figures} == named


def test_a_name_of_the_classification_is_cut_nowhere() -> None:
    rules = library().subjects
    named = {entry.name for entry in all_entries()}
    cut = {name: names_of(rules, folded(f"{name}决算数为")) for name in named}
    assert {name: found for name, found in cut.items() if found != (folded(name),)} == {}


@pytest.mark.parametrize("bound", ["≥", "≤", "＞", "不低于", "不大于", "大于"])
def test_a_bound_before_a_number_is_no_part_of_the_name(bound: str) -> None:
    text = f"十三、预算绩效情况说明\n群众满意度{bound}95%，培训人次{bound}200人次，项目成本{bound}30万元。"
    assert [f.subject for f in read(text).figures] == ["群众满意度", "培训人次", "项目成本"]


@pytest.mark.parametrize(
    "mark", ["l ", "Ø ", "n", "ü ", "§ ", "\uf06c", "• ", "A. ", "b) ", "(c) ", "Ⅱ、", "⒈ ", "⑴", "1) ", "2） ", "①."]
)
def test_the_mark_of_a_list_is_no_part_of_a_name(mark: str) -> None:
    text = f"二、收入决算情况说明\n{mark}财政拨款收入3,300.00万元。\n{mark}其他收入9.00万元\n{mark}利息收入8万元"
    names = ["财政拨款收入", "其他收入", "利息收入"]
    assert [(f.metric, f.subject) for f in read(text).figures] == [("amount", name) for name in names]


@pytest.mark.parametrize("mark", ["[1]", "①", "注2"])
def test_a_sum_with_the_mark_of_a_note_is_told(mark: str) -> None:
    (figure,) = read(f"二、收入决算情况说明\n收入总计3,456.78{mark}万元。").figures
    assert (figure.metric, str(figure.value), figure.value_unit) == (None, "3456.78", "万元")


def test_what_one_unit_among_several_spent_is_no_total() -> None:
    text = "三、支出决算情况说明\n云岭县水利局支出9,000.00万元。所属2家事业单位，其中水文站支出320.50万元。"
    figures = [f for f in read(text).figures if f.metric == "amount"]
    assert [(f.subject, f.concept) for f in figures][1:] == [("水文站支出", None)]
    assert figures[0].concept == "current_expenditure"
