"""Titles and headers reworded at random: right wherever every word is known, and never wrong or silent elsewhere."""

from __future__ import annotations

import functools
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.classification.subjects import class_of_row
from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.document.numbers import read_number
from extractor.document.text.cut_cells import with_whole_rows
from extractor.document.text.one_line import lines_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.files import terms
from extractor.lexicon.labels import has_ordinal
from extractor.lexicon.titles import title_of
from extractor.lexicon.words import bare, cut
from extractor.tables.locate import locate
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support.interpreted import from_text, text_document, unread, values

SAMPLES = [Path(__file__).parents[2] / "samples" / name for name in ("street_2024.txt", "commerce_2021.txt")]
# Words that no reader of the field knows, and such as are plain to one and stand in no list.
STRANGE = ("统筹", "盘活", "蓝字", "乡亲", "非贸", "往来", "甲级", "留用", "归垫", "暂估")
Facts = Counter[tuple[str, ...]]


@functools.cache
def synonyms() -> dict[frozenset[str], list[str]]:
    """The words that say the same, by what they say; those that say nothing are left as they are."""
    found: dict[frozenset[str], list[str]] = {}
    for entry in terms():
        if not entry.alone and "nothing" not in entry.says:
            found.setdefault(frozenset(entry.says), []).extend(bare(word) for word in entry.words)
    return found


def known(text: str, chance: random.Random) -> str:
    """The text in other words of the lexicon that say the same, or as it is where they would say something else."""
    pieces = [chance.choice(synonyms().get(p.says, [p.text])) if p.says else p.text for p in cut(text).pieces]
    if len(pieces) > 1 and chance.random() < 0.2:
        pieces.insert(1, chance.choice(["的", "、", " "]))
    new = "".join(pieces)
    return new if cut(new).are_known and meaning(new) == meaning(text) else text


def strange(text: str, chance: random.Random) -> str:
    """The text with a word in it that the lexicon does not have."""
    ends = [0]
    for piece in cut(text).pieces:
        ends.append(ends[-1] + len(piece.text))
    at = chance.choice(ends[:-1])
    return bare(text)[:at] + chance.choice(STRANGE) + bare(text)[at:]


def is_header(line: str) -> bool:
    cells = [cell for cell in line.split("\t") if cell]
    return bool(cells) and all(read_number(c).kind == "text" and cut(c).are_known and not has_ordinal(c) for c in cells)


def reworded(lines: list[str], reword: Callable[[str, random.Random], str], share: float, chance: random.Random) -> str:
    """The disclosure with a share of its titles and header cells reworded: the rows of each table before its first row
    with a number."""
    found = []
    in_header = False
    for before, line in zip(("", *lines), lines, strict=False):
        text = line.strip("\t")
        title = title_of(text) if "\t" not in text else None
        if title is not None and title.table and title.name in plain(text) and chance.random() < share:
            before_name = plain(text)[: plain(text).find(title.name)]
            line = line.replace(text, before_name + reword(title.name, chance))
        in_header = "\t" in line and is_header(line) and (in_header or "\t" not in before)
        if in_header:
            cells = line.split("\t")
            line = "\t".join(reword(c, chance) if len(c) > 1 and chance.random() < share else c for c in cells)
        found.append(line)
    return "\n".join(found)


def read(text: str) -> Interpretation:
    return interpret(locate(text_document(text)))


def facts(found: Interpretation) -> Facts:
    return Counter(
        (t.kind, str(v.side), str(v.subject_code or v.row_label), str(v.measure), str(v.basis), v.cell.text)
        for t in found.tables
        for v in t.values
    )


def is_told(found: Interpretation) -> bool:
    return bool(found.unread or found.missing or any(t.unread for t in found.tables))


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def lines(request: pytest.FixtureRequest) -> list[str]:
    return Path(request.param).read_text("utf-8").split("\n")


def test_what_is_said_in_other_known_words_is_read_all_the_same(lines: list[str]) -> None:
    truth, chance = facts(read("\n".join(lines))), random.Random(20261128)
    for _ in range(40):
        text = reworded(lines, known, 0.5, chance)
        found = read(text)
        assert facts(found) == truth, text
        assert not is_told(found), text


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_an_unknown_word_costs_its_column_and_is_told(lines: list[str], share: float) -> None:
    truth, chance = facts(read("\n".join(lines))), random.Random(20261129)
    for _ in range(40):
        text = reworded(lines, strange, share, chance)
        found = read(text)
        assert not facts(found) - truth, text
        assert facts(found) == truth or is_told(found), text


def broken(text: str, chance: random.Random) -> str:
    """The text over two or three lines, as a cell of a narrow column."""
    at = sorted(chance.sample(range(1, len(text)), min(chance.choice([1, 2]), len(text) - 1)))
    return "\n".join(text[begin:end] for begin, end in zip([0, *at], [*at, None], strict=True))


@pytest.mark.parametrize("border", ["\t", "|"])
def test_a_cell_that_a_line_break_goes_through_is_one_all_the_same(border: str) -> None:
    """But the first and the last of a line, of which a part stands alone in its own."""
    lines, chance = SAMPLES[0].read_text("utf-8").split("\n"), random.Random(20261130)
    truth = facts(read("\n".join(lines)))
    headers = [line for line in lines if line.count("\t") > 3 and is_header(line)]
    for line in chance.choices(headers, k=40):
        first, *cells, last = line.split("\t")
        row = "\t".join([first, *(broken(cell, chance) if len(cell) > 3 else cell for cell in cells), last])
        text = "\n".join(lines).replace(line, row).replace("\t", border)
        assert facts(read(text)) == truth, text


def test_a_long_row_between_pipes_is_one_line_whatever_numbers_its_labels_have() -> None:
    """And a page crawled into one line, with the pipes of its menu, is none."""
    row = "| 一、一般公共预算财政拨款 |" + " 12,063,835.88 |" * 4 + " 一、一般公共服务支出 |" + " 9,794,393.92 |" * 9
    assert lines_of(row) == [row]
    assert lines_of(row.strip("| ")) == [row.strip("| ")]
    page = (
        "首页 | 公开 | 某局2023年度部门决算。"
        + "全年的收入和支出都在这里说明" * 12
        + "。 一、收入决算情况说明 二、支出决算"
    )
    assert len(lines_of(page)) == 3


def test_a_heading_in_a_page_of_one_line_ends_where_its_text_begins() -> None:
    lines = ["某局2023年度部门决算", "1.总则。" + "说明" * 80 + "。", "（一）收支预决算对比", "2023年收入9万元。"]
    assert lines_of(" ".join(lines)) == [lines[0], f"{lines[1]} ", *lines[2:]]


def test_the_rows_of_a_form_are_no_parts_of_one() -> None:
    """Each has as many fields as it needs, and words at both ends; two may have as many as a third together."""
    head = ["项目名称\t河道巡查", "主管部门\t水务局\t实施单位\t河道所", "项目类别\t常年"]
    money = ["预算执行\t\t预算数\t执行数\t得分", "\t资金总额\t46\t45.08\t19.6"]
    rows = [*head, *money, "绩效目标\t一级指标\t二级指标\t目标值\t完成值\t得分", "总分\t99.4"]
    lines = [Line(row, 1, number=number) for number, row in enumerate(rows, start=1)]
    assert with_whole_rows(lines) == lines


def test_rows_of_a_form_are_never_one_whatever_their_separators_add_up_to() -> None:
    """项目名称 and 市级主管部门 have as many together as each row of its money."""
    head = [
        "2023年度专项资金绩效自评表",
        "（2023年度）",
        "项目名称\t管网清淤",
        "市级主管部门\t某市住建局\t使用单位\t某市排水处",
    ]
    money = [f"\t{part}\t{amount}\t{amount}\t100.00%" for part, amount in (("资金总额", "46.00"), ("省级", "45.08"))]
    lines = [Line(row, 1, number=number) for number, row in enumerate([*head, *money], start=1)]
    assert with_whole_rows(lines) == lines


@pytest.mark.parametrize("label", ["收支轧平数", "归垫总计（甲级）", "八、归垫收入"])
def test_a_row_that_is_none_of_a_table_is_told_and_kept_as_it_stands(lines: list[str], label: str) -> None:
    """Also a total of totals, of which no identity would be missed."""
    found = read("\n".join(lines).replace("总计", label, 1))
    (table,) = [t for t in found.tables if t.kind == "01"]
    assert len([v for v in table.values if v.item is None and v.row_label and v.row_label in label]) == 1
    assert any(label in sentence for sentence in table.unread)


HEAD_03 = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
HEAD_07 = "科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出合计\t基本支出\t项目支出\t年末结转和结余"


@pytest.mark.parametrize(
    "title", ["政府性基金收支对照表", "基金收支台账表", "政府性基金支出明细表", "政府性基金收支平衡表"]
)
def test_a_table_of_a_fund_keeps_its_kind_whatever_else_its_title_says(title: str) -> None:
    row = "212\t城乡社区支出\t1.00\t2.00\t2.00\t0.00\t2.00\t1.00"
    found = from_text(title, "单位：万元", HEAD_07, row)
    assert len(values(found, "07")) == 6 and not found.others


def test_two_numbers_in_one_cell_are_told_and_not_read_as_one() -> None:
    """Of 64.91 and the number 36 of a row, 64.9136 would be as good as 64.91 to every identity."""
    row = "212\t城乡社区支出\t1.00\t64.91 36\t64.91\t0.00\t64.91\t1.00"
    found = from_text("政府性基金收支决算表", "单位：万元", HEAD_07, row)
    assert "64.9136" not in {v.cell.text for t in found.tables for v in t.values}
    assert is_told(found)


TITLE_09 = "财政拨款“三公”经费支出决算表"
HEAD_09 = "合计\t因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t公务接待费"


def three_public(title: str, head: str = HEAD_09) -> Interpretation:
    return from_text(title, "单位：万元", head, "9.00\t1.00\t2.00\t3.00\t3.00")


@pytest.mark.parametrize(
    "title", ["三公经费支出明细表", "“三公”经费预决算对照表", "“三公”经费增减变化表", "三公经费台账", "三公经费公示表"]
)
def test_a_word_of_an_aspect_in_a_title_sets_no_table_aside_that_has_the_columns(title: str) -> None:
    found = three_public(title)
    assert len(values(found, "09")) == 5 and not found.others


def test_a_table_with_the_columns_of_one_of_the_nine_is_never_lost_in_silence() -> None:
    for title in ("三公经费乾坤表", "三项开支乾坤表", "三公经费预决算乾坤表"):
        found = three_public(title)
        assert unread(found) or found.unread, title


def test_a_column_is_no_statistic_by_one_word_beside_others_that_are_not_known() -> None:
    found = three_public(TITLE_09, HEAD_09.replace("公务接待费", "公务接待提前批数"))
    assert unread(found)
    assert not unread(three_public(TITLE_09, HEAD_09 + "\t公务接待批次"))


@pytest.mark.parametrize("word", ["预算批准数", "核定预算数", "批复数", "下达预算", "部门预算确定数"])
def test_a_verb_before_the_budget_says_nothing_more(word: str) -> None:
    head = "\t".join(f"{name}/{word}\t{name}/决算数" for name in ("合计", "因公出国（境）费", "公务接待费"))
    found = from_text(TITLE_09, "单位：万元", head, "2.00\t1.00\t1.00\t0.50\t1.00\t0.50")
    assert {v.basis for v in values(found, "09")} == {"adjusted_budget", "final"} and not unread(found)


def test_a_table_set_aside_by_its_title_is_told_where_no_table_of_its_columns_is_found() -> None:
    head = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
    rows = [f"{code}\t{name}\t1.00\t1.00\t0.00" for code, name in (("201", "服务"), ("208", "保障"), ("210", "卫生"))]
    other = ("项目支出绩效情况表", "单位：万元", head, *rows)
    assert from_text(*other).unread
    with_05 = from_text("一般公共预算财政拨款支出决算表", "单位：万元", head, *rows, "", *other)
    assert len(with_05.tables) == 1 and not with_05.unread


@pytest.mark.parametrize("label", ["部门合计", "单位合计", "本单位支出总计"])
def test_the_total_of_a_coded_table_may_say_whose_it_is(label: str) -> None:
    found = from_text("支出决算表", HEAD_03, "205\t教育支出\t2.00\t1.00\t1.00", f"{label}\t\t2.00\t1.00\t1.00")
    assert [v.item for v in values(found, "03") if v.measure == "total"] == [None, "grand_total"]


@pytest.mark.parametrize(
    ("rows", "item"),
    [
        (
            ["205\t教育支出\t2.00", "208\t社会保障和就业支出\t1.00", "20805\t养老支出\t1.00", "小计\t\t3.00"],
            "grand_total",
        ),
        (["小计\t\t3.00", "205\t教育支出\t2.00", "208\t社会保障和就业支出\t1.00"], "grand_total"),
        (["205\t教育支出\t2.00", "小计\t\t2.00", "208\t社会保障和就业支出\t1.00"], "subtotal"),
        (["205\t教育支出\t2.00", "小计\t\t2.00", "合计\t\t2.00"], "subtotal"),
        (["205\t教育支出\t2.00", "小计\t\t2.00", "205\t教育支出\t2.00", "小计\t\t2.00"], "subtotal"),
    ],
)
def test_a_subtotal_is_the_total_where_it_is_the_only_one_and_sums_all(rows: list[str], item: str) -> None:
    found = from_text("支出决算表", "科目编码\t科目名称\t本年支出合计", *rows)
    assert {v.item for v in values(found, "03") if v.row_label == "小计"} == {item}


@pytest.mark.parametrize(
    "label", ["二十三、其他", "二十一、国有资本经营预算", "一、201一般公共服务支出", "七、文旅体育与传媒支出"]
)
def test_the_name_of_a_class_may_be_short_or_have_its_code(label: str) -> None:
    head = "项目\t决算数\t项目\t决算数"
    row = f"一、一般公共预算财政拨款收入\t2.00\t{label}\t2.00"
    found = from_text("收入支出决算总表", "收入\t\t支出\t", head, row, "本年收入合计\t2.00\t本年支出合计\t2.00")
    assert not unread(found) and len(values(found, "01")) == 4
    assert class_of_row(label) is not None
