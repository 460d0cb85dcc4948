"""The prose: running text, outline, the pattern library, and what comes out of whole documents."""

from __future__ import annotations

import itertools
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from extractor import knowledge
from extractor.document.model import Document
from extractor.document.read import read_document
from extractor.prose.examples import failures
from extractor.prose.figures import Prose, read_prose
from extractor.prose.patterns.library import library
from extractor.prose.text.folding import folded
from extractor.prose.text.running_text import running_text
from extractor.prose.text.sections import announced, sections
from extractor.prose.understanding import matching
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from tests.support.grids import line, ruled
from tests.support.paper import FONT, Paper
from tests.support.prose_score import compare, stated
from tests.support.readings import CORPUS, needs_corpus
from tests.support.sentences import plain, read, said

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "samples/gold"
SAMPLES = sorted(
    path for path in (ROOT / "samples").iterdir() if path.is_file() and (GOLD / f"{path.stem}_prose.csv").is_file()
)
YEARS = {"seed.txt": 2023, "shegongbu_2024.pdf": 2024, "template_blank.pdf": 2024, "doctored_2024.pdf": 2024}


def read_file(path: Path, year: int | None) -> tuple[Document, Prose]:
    document = read_document(path)
    return document, read_prose(locate(document), document.pages, year)


def test_every_pattern_does_what_its_examples_say() -> None:
    assert [str(f) for f in failures(library())] == []


# Whole documents -----------------------------------------------------------------------------------------------------


@needs_corpus
@pytest.mark.parametrize(("name", "gold"), [("seed.txt", "seed"), ("shegongbu_2024.pdf", "shegongbu")])
def test_real_disclosures(name: str, gold: str) -> None:
    _, prose = read_file(CORPUS / name, YEARS[name])
    wanted = stated(CORPUS / f"gold/{gold}_prose.csv")
    missed, wrong = compare(prose.figures, wanted)
    assert len(missed) <= 0.02 * len(wanted)
    # gold of real disclosures does not name every figure: one whose value it states elsewhere is not made up
    assert len([f for f in wrong if not any(f.value == one.key[0] for one in wanted)]) <= 0.01 * len(prose.figures)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_figure_of_a_sample_is_read_and_none_is_made_up(path: Path) -> None:
    _, prose = read_file(path, int(path.stem[-4:]))
    assert compare(prose.figures, stated(ROOT / f"samples/gold/{path.stem}_prose.csv")) == ([], [])


def test_the_comparison_sees_what_is_missed_and_what_is_wrong() -> None:
    gold = stated(ROOT / "samples/gold/street_2024_prose.csv")
    _, prose = read_file(ROOT / "samples/street_2024.txt", 2024)
    first, *rest = [f for f in prose.figures if f.value is not None and f.metric is not None and f.context is None]
    assert len(compare(rest, gold)[0]) == 1
    for other in ({"value": Decimal("0.01")}, {"value": -(first.value or 0)}, {"metric": "count"}, {"subject": "甲"}):
        missed, wrong = compare([replace(first, **other), *rest], gold)
        assert (len(missed), len(wrong)) == (1, 1), other


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("by_page", [True, False])
def test_a_figure_of_a_turned_page_lies_where_a_viewer_shows_it(tmp_path: Path, degrees: int, by_page: bool) -> None:
    """A page may be turned by its /Rotate, or its text be set so: both are read upright, and shown as they are."""
    paper = Paper(tmp_path / "turned.pdf")
    side = 300.0  # of a square that is turned about its middle
    paper.canvas.setPageSize((side, side))
    if by_page:
        paper.canvas.setPageRotation(degrees)
    paper.canvas.translate(side / 2, side / 2)
    paper.canvas.rotate(0 if by_page else -degrees)
    paper.canvas.translate(-side / 2, -side / 2)
    text = "公务接待费支出3.21万元。"
    paper.canvas.setFont(FONT, 10)
    for y, printed in ((250, "九、“三公”经费支出情况说明"), (230, text), (210, "本年无其他需要说明的事项。")):
        paper.canvas.drawString(40, y, printed)
    paper.page()
    paper.canvas.save()
    with pypdfium2.PdfDocument(paper.path) as document:
        shown = document[0]
        number = shown.get_textpage().search("3.21").get_next()
        assert number is not None
        boxes = [shown.get_textpage().get_charbox(number[0] + i) for i in range(4)]
    (figure,) = [f for f in read_file(paper.path, 2023)[1].figures if f.value == Decimal("3.21")]
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    turned = {  # user space as a viewer shows it, from the top left
        0: (left, side - top, right, side - bottom),
        90: (bottom, left, top, right),
        180: (side - right, bottom, side - left, top),
        270: (side - top, side - right, side - bottom, side - left),
    }[degrees if by_page else 0]
    assert figure.box is not None
    middle = ((turned[0] + turned[2]) / 2, (turned[1] + turned[3]) / 2)
    assert figure.box.x0 < middle[0] < figure.box.x1 and figure.box.top < middle[1] < figure.box.bottom
    long, short = figure.box.x1 - figure.box.x0, figure.box.bottom - figure.box.top
    assert (long > short) == (degrees % 180 == 0)


@needs_corpus
def test_a_blank_template_says_nothing() -> None:
    _, prose = read_file(CORPUS / "template_blank.pdf", 2024)
    assert prose.figures == ()


@pytest.mark.parametrize(
    "path",
    [*SAMPLES, *(pytest.param(CORPUS / name, marks=needs_corpus) for name in YEARS)],
    ids=lambda p: p.stem,
)
def test_every_figure_stands_where_it_says(path: Path) -> None:
    document, prose = read_file(path, None)
    for f in prose.figures:
        assert f.quote and prose.text[f.char_start : f.char_end] == f.quote
        if not document.has_layout:
            assert f.line is not None and f.page is None and f.box is None
        else:
            assert f.page is not None and f.box is not None and f.line is None
            page = document.pages[f.page - 1]
            assert 0 <= f.box.x0 < f.box.x1 <= page.width and 0 <= f.box.top < f.box.bottom <= page.height


# Running text --------------------------------------------------------------------------------------------------------


def test_sentences_are_joined_over_page_breaks_and_page_numbers() -> None:
    text = running_text(
        *plain(
            "十、机关运行经费支出说明\n2023 年度机关运行经费支出为 28\n— 10 —\n00 万元，开支财政拨款的公\n\n公务用车\n"
            "- 1 -\n图 1：支出结构\n一、收入\t100.00\n其他用车 ３．５％。\n第二段"
        )
    )
    assert text.text.split("\n") == [
        "十、机关运行经费支出说明",
        "2023年度机关运行经费支出为2800万元，开支财政拨款的公务用车其他用车３．５％。",
        "第二段",
    ]
    assert "3.5%" in text.folded


@pytest.mark.parametrize("number", ["15", "1,500.20"])
def test_a_number_alone_on_its_line_is_of_the_sentence_that_goes_on_with_its_unit(number: str) -> None:
    text = f"十、机关运行经费支出说明\n机关运行经费支出决算为\n{number}\n万元，比上年增加1万元。"
    assert [f.quote for f in read(text).figures] == [f"机关运行经费支出决算为{number}万元", "比上年增加1万元"]


def test_a_page_number_is_of_no_sentence() -> None:
    """Nor of one that begins with a word like a unit."""
    assert running_text(*plain("支出9万元。\n12\n人员经费5万元。")).text == "支出9万元。\n人员经费5万元。"


def test_an_amount_alone_on_its_line_is_no_page_number() -> None:
    assert "1,234" in running_text(*plain("机关运行经费支出为\n1,234\n万元。")).text


def test_a_line_below_a_table_goes_on_with_none_above_it() -> None:
    above, below = line("一、项目支出绩效自评表", top=50), line("本年收入合计9.00万元。", top=200)
    grid = ruled(1, ["项目名称|道路养护", "主管部门|市政局"], [100, 200], top=100)
    assert running_text((PageContent(1, (), (above, below)),), ()).text == above.text + below.text
    assert running_text((PageContent(1, (grid,), (above, below)),), ()).text == f"{above.text}\n{below.text}"
    assert running_text((PageContent(1, (grid,), (below, above)),), ()).text.startswith(below.text)


@given(st.text(alphabet="12３，,.()（）％%万元：:;”“\u3000 费一", max_size=60))
@example(",1一元")
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(st.lists(st.text(alphabet="收支1 2.万元，。（一）", max_size=12), max_size=8))
@example(["1.11 1"])
def test_every_character_knows_its_line(lines: list[str]) -> None:
    contents, pages = plain("\n".join(lines))
    text = running_text(contents, pages)
    for i, character in enumerate(text.text):
        if text.owners[i] >= 0:  # no line prints what parts lines, or numbers that stand apart (1.11 1)
            line = text.lines[text.owners[i]]
            assert line.text[text.columns[i]] == character and lines[(line.number or 0) - 1] == line.text


# Outline -------------------------------------------------------------------------------------------------------------


def test_sections_are_known_by_title_in_any_order_and_numbering() -> None:
    text = running_text(
        *plain(
            "目录\n一、收入决算情况说明 ...... 3\n二、名词解释\n第一部分 概况\n一、主要职能\n共有5人，经费3万元。\n"
            "（一）关于2023年度“三公”经费支出情况的说明\n1.因公出国（境）费。2023年支出1万元。\n"
            "二、支出决算情况说明。本年支出合计2万元。\n三、其他重要事项的情况说明\n1.机关运行经费支出情况。\n支出4万元。\n"
            "2.政府采购支出情况\n总额5万元。\n四、名词解释\n（一）机关运行经费：指为保障运行的5万元。\n附件1\n一、收入决算情况说明\n6万元。"
        )
    )
    assert [(s.no, text.text[s.start : s.end].strip()[-3:]) for s in sections(text) if s.no is not None] == [
        (9, "万元。"),
        (3, "万元。"),
        (10, "万元。"),
        (11, "万元。"),
    ]
    prose = read(text.text)
    assert [str(f.value) for f in prose.figures if f.metric and f.context is None] == ["1", "2", "4", "5"]
    assert [(str(f.value), f.metric, f.context) for f in prose.figures if not f.metric or f.context] == [
        ("5", "count", "staff"),
        ("3", "amount", "use"),
        ("5", None, None),
        ("6", None, "use"),
    ]
    assert prose.sections_found == (3, 9, 10, 11) and 13 in prose.sections_missing
    assert announced(["九、“三公”经费支出决算情况说明", "十五、名词解释"]) == {9}


def test_a_heading_without_a_line_of_its_own_opens_its_section() -> None:
    title = "六、2023年度一般公共预算财政拨款基本支出决算情况说明"
    prose = read(f"三、支出决算情况说明\n本年支出合计9万元。\n{title}2023年度一般公共预算财政拨款基本支出5万元，其中：")
    assert [(f.section_no, f.section) for f in prose.figures] == [(3, "三、支出决算情况说明"), (6, title)]


# Figures -------------------------------------------------------------------------------------------------------------


def test_codes_follow_the_path_of_names_and_are_never_guessed() -> None:
    prose = read(
        "五、一般公共预算财政拨款支出决算情况说明\n（一）住房保障支出（类）\n1.住房改革支出（款）住房公积金（项）。"
        "年初预算为1万元。\n2.住房改革支出（款）无此名称（项）。年初预算为2万元。\n"
        "六、一般公共预算财政拨款基本支出决算情况说明\n人员经费3万元，主要包括：基本工资1万元。"
    )
    assert [f.subject_code for f in prose.figures] == ["2210201", None, None, "30101"]
    assert [f.parent for f in prose.figures][-1] == "人员经费"
    assert prose.figures[0].value_yuan == Decimal(10000)


@pytest.mark.parametrize(
    "printed",
    [
        "社会保障和就业支出（208）行政事业单位养老支出（20805）事业单位离退休（2080502）",
        "社会保障和就业支出（208）行政事业单位养老支出（05）事业单位离退休（02）",
    ],
)
def test_codes_printed_step_by_step_are_one(printed: str) -> None:
    prose = read(
        "五、一般公共预算财政拨款支出决算情况说明\n2023年一般公共预算财政拨款支出90万元，完成预算100%。其中：\n"
        f"1.{printed}：支出决算为61.4万元，完成预算100%。"
    )
    assert [(f.subject, f.subject_code) for f in prose.figures[2:]] == [(printed, "2080502")] * 2


HOSTILE = ["1万元(", "收入1,111万元，", "原因1万元与上年", "无政府采购", "1万元\n", "（一）情况说明\n", "9"]


def hostile(unit: str, size: int) -> str:
    return "九、“三公”经费支出情况说明\n" + unit * (size // len(unit.encode()))


def calls(text: str) -> int:
    """How many functions are called to read a text: what it costs, on any machine."""
    contents, pages = plain(text)
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_prose(contents, pages, 2023)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_no_more_than_it_is_long(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.prose.understanding.readings.time.thread_time", lambda: 0.0)
    read(hostile(unit, 1_000))  # what is loaded once
    assert calls(hostile(unit, 20_000)) < 2.5 * calls(hostile(unit, 10_000))


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_ends_when_its_time_is_spent(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, tried = itertools.count(), 0

    def match(*arguments: Any) -> Any:
        nonlocal tried
        tried += 1
        return really_match(*arguments)

    really_match = matching._match
    monkeypatch.setattr(matching, "_match", match)
    # A millisecond by either clock between two questions whether time is spent.
    for name in ("monotonic", "thread_time"):
        monkeypatch.setattr(f"extractor.prose.understanding.readings.time.{name}", lambda: next(clock) / 1000)
    prose = read(hostile(unit, 1_000_000))
    assert tried < 100_000
    if unit == "1万元(":
        assert "amount.named" in prose.timed_out and sum(f.metric is not None for f in prose.figures) < 2000


# The library of a user -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [24, 31, 42])
def test_hard_line_breaks_change_no_figure(width: int) -> None:
    text = (
        "二、收入决算情况说明\n2023年度收入合计1,097.34万元，与2022年度相比，收入合计增加22.22万元，增长29.58%。其中：财政拨款"
        "收入92.17万元，占本年收入94.69%；其他收入5.17万元，占本年收入5.61%。\n五、一般公共预算财政拨款支出决算情况说明\n1.住房"
        "保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为96.7万元，支出决算为97.34万元，完成年初预算的100.66%。"
    )
    wrapped = "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, len(line), width))
    assert said(read(wrapped)) == said(read(text)) != []


@pytest.mark.parametrize("text", knowledge.entry("prose/reasons.yaml")["reason"]["example"])
def test_a_reason_stands_beside_what_it_explains(text: str) -> None:
    figures = read(f"九、财政拨款“三公”经费支出决算情况说明\n{text}").figures
    reason = text.rstrip("。").split("主要原因")[1].lstrip("：是")
    assert figures
    assert {figure.reason for figure in figures if figure.subject == figures[0].subject} == {reason}


def test_a_reason_does_not_reach_back_over_another_or_into_another_paragraph() -> None:
    prose = read(
        "十、机关运行经费支出说明\n机关运行经费支出5万元。\n"
        "办公费支出2万元，主要原因是搬迁。印刷费支出1万元，主要原因是：无。差旅费支出3万元，主要原因是出差增加。"
    )
    assert [(f.subject, f.reason) for f in prose.figures if f.metric == "amount"] == [
        ("机关运行经费", None),
        ("办公费", "搬迁"),
        ("印刷费", None),
        ("差旅费", "出差增加"),
    ]
