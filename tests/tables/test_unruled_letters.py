"""Headers of tables that no rule parts, set letter by letter: across, from top to bottom, over columns of codes."""

from __future__ import annotations

from pathlib import Path

from extractor import read
from extractor.document.model import Box
from extractor.reading import read_file
from extractor.tables.unruled.letters import letter_spaced
from extractor.tables.unruled.words import Word
from tests.support.unruled import amounts, opened, set_at, spaced


def test_letters_that_each_head_a_column_are_no_word(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    set_at(paper, 88, [("科目编码", 115, "middle")])
    set_at(paper, 96, [("类", 45, "left"), ("款", 90, "left"), ("项", 140, "left"), ("科目名称", 250, "left")])
    set_at(paper, 96, [("本年支出合计", 500, "right"), ("基本支出", 600, "right"), ("项目支出", 700, "right")])
    rows = [("合计", 45, ""), ("205", 45, "教育支出"), ("20502", 90, "普通教育"), ("2050204", 140, "高中教育")]
    for row, (code, x, name) in enumerate(rows):
        set_at(paper, 116 + 16 * row, [(code, x, "left"), *([(name, 250, "left")] if name else [])])
        set_at(paper, 116 + 16 * row, [("7.00", 500, "right"), ("4.00", 600, "right"), ("3.00", 700, "right")])
    set_at(paper, 560, [("第2页，共2页", 400, "middle")])
    paper.canvas.save()
    found = read(paper.path)
    assert [f.subject_code for f in found.facts if f.measure == "total"] == [None, "205", "20502", "2050204"]
    assert found.status == "ok", found.problems


def test_the_letters_of_a_total_head_one_column(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    heads = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")
    set_at(paper, 90, [("合", 60, "middle"), ("计", 85, "middle")])
    set_at(paper, 90, [(text, 200 + 170 * place, "middle") for place, text in enumerate(heads)])
    amounts_at = zip(("12.50", "0.00", "8.50", "4.00"), (100, 240, 420, 590), strict=True)
    set_at(paper, 110, [(text, x, "right") for text, x in amounts_at])
    paper.canvas.save()
    assert [amounts(paper.path).get(("", item)) for item in ("total", "abroad", "vehicle_total", "reception")] == [
        "12.50",
        "0.00",
        "8.50",
        "4.00",
    ]


def test_headers_spread_over_their_cells_letter_by_letter(tmp_path: Path) -> None:
    """Also where a line of one is half a word (上级补|助收入)."""
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    heads = [*spaced("科目编码", 40, 9), *spaced("科目名称", 160, 9), *spaced("本年收入", 300, 9)]
    set_at(paper, 96, [*heads, *spaced("上级补", 430, 9), *spaced("其他收入", 555, 2.5)])
    set_at(paper, 109, [*spaced("合计", 318, 9), *spaced("助收入", 430, 9)])
    rows = [("205", "教育支出", "9.00", "4.00", "5.00"), ("20502", "普通教育", "9.00", "4.00", "5.00")]
    columns = [(45, "left"), (150, "left"), (360, "right"), (470, "right"), (600, "right")]
    for place, row in enumerate(rows):
        set_at(paper, 130 + 16 * place, [(t, x, how) for t, (x, how) in zip(row, columns, strict=True)])
    paper.canvas.save()
    facts = read_file(paper.path).facts
    assert [f.measure for f in facts] == ["total", "superior_subsidy", "other"] * 2
    assert {f.subject_code for f in facts} == {"205", "20502"}


def test_brackets_within_words_set_letter_by_letter(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "“三公”经费支出决算表")
    place = 40.0
    for text, amount in (
        ("合计", "6.00"),
        ("因公出国（境）费", "1.00"),
        ("公务接待费", "2.00"),
        ("公务用车购置及运行维护费", "3.00"),
    ):
        set_at(paper, 96, spaced(text, place, 8))
        set_at(paper, 114, [(amount, place + 17 * len(text) / 2, "middle")])
        place += 17 * len(text) + 30
    paper.canvas.save()
    found = {(f.measure or ""): f"{f.amount:f}" for f in read_file(paper.path).facts}
    assert found == {"total": "6.00", "abroad": "1.00", "reception": "2.00", "vehicle_total": "3.00"}


def test_words_from_top_to_bottom_side_by_side_are_no_word_across(tmp_path: Path) -> None:
    """收 and 支 over 入 and 出; nor are the numbers beside 栏 and 次, far from each other, amounts."""
    paper = opened(tmp_path / "a.pdf", "收入支出决算总表")
    for x, word in ((200, "收入"), (560, "支出")):
        set_at(paper, 90, [(word[0], x, "middle")])
        set_at(paper, 101, [(word[1], x, "middle")])
    heads = [("项目", 110, "middle"), ("决算数", 300, "middle"), ("项目", 470, "middle"), ("决算数", 660, "middle")]
    set_at(paper, 120, heads)
    set_at(paper, 136, [("栏", 60, "left"), ("次", 160, "right"), ("1", 300, "middle"), ("2", 660, "middle")])
    rows = [("一、事业收入", "3.00", "一、教育支出", "4.00"), ("二、其他收入", "2.00", "二、科学技术支出", "1.00")]
    for place, row in enumerate([*rows, ("总计", "5.00", "总计", "5.00")]):
        places = ((50, "left"), (320, "right"), (410, "left"), (680, "right"))
        set_at(paper, 155 + 18 * place, [(text, *where) for text, where in zip(row, places, strict=True)])
    paper.canvas.save()
    found = sorted((str(f.side), f"{f.amount:f}") for f in read_file(paper.path).facts)
    expected = [("expenditure", ("1.00", "4.00", "5.00")), ("income", ("2.00", "3.00", "5.00"))]
    assert found == [(side, amount) for side, amounts in expected for amount in amounts]


def test_letters_far_apart_that_make_words_with_those_above_and_below_them_are_none_together() -> None:
    lines = [[("合", 400, 90)], [("小", 100, 100), ("计", 400, 100)], [("计", 100, 110)]]
    words = [[Word(text, Box(x, y - 9, x + 9, y), y, 9) for text, x, y in line] for line in lines]
    assert [[w.text for w in line] for line in letter_spaced(words)] == [["合"], ["小", "计"], ["计"]]
