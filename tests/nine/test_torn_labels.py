"""Labels of 01 and 04 whose lines stand in rows of their own, or with those of other rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.classification.subjects import class_code
from extractor.lexicon.labels import bare_label, item_of, without_ordinal
from extractor.reading import Reading, read_file
from extractor.tables.nine.rows.torn_labels import is_torn, whole_labels
from tests.support.disclosures import NAMED
from tests.support.interpreted import from_text, unread, values


def names_a_row(label: str) -> bool:
    return any(item_of(rows_of, bare_label(label)) for rows_of in ("01.income", "04.income", "04.expenditure")) or bool(
        class_code(without_ordinal(label))
    )


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("", "一、一般公共预", "*算财政拨款收入"), ("", "", "一、一般公共预算财政拨款收入")),
        (("*七、文化旅游体育与", "传媒支", "出"), ("七、文化旅游体育与传媒支出", "", "")),
        (("四、公共", "*安", "全支出"), ("", "四、公共安全支出", "")),
        (("*一、", "一般公共预算财政拨款"), ("一、一般公共预算财政拨款", "")),
        (("*年末财政拨款", "结转和结余"), ("年末财政拨款结转和结余", "")),
        (("十一、城乡社区", "*支出"), ("", "十一、城乡社区支出")),  # its first line names a class by itself
        (("*二十", "一、国有资本经营预算支出"), ("二十一、国有资本经营预算支出", "")),
        (("二、政府性基金预算财政", "*拨款收入"), ("", "二、政府性基金预算财政拨款收入")),
        (("一、一般公共预算", "*财政拨款收入"), ("", "一、一般公共预算财政拨款收入")),
        (("四、上级补助收入", "*财政拨款收入"), None),  # each names a row
        (("八、其他收入", "*本年收入合计"), None),
        (("二、外币折算", "*拨款收入"), None),  # a row without amounts, over one that is known
        (("二、教育支出", "*本年支出合计", "年末结转和结余"), None),
        (("年初结转和结余", "*收支轧平数"), None),  # a row without amounts, over one that is not known
        (("*财政拨款", "年末结转和结余"), None),  # a row that is not known, over one without amounts
        (("*七、文化旅游体育与", "*传媒支出"), None),  # each has amounts of its own
        (("七、文化旅游体育与", "", "*传媒支出"), None),
        (("一、教育支出", "*二、卫生健康支出"), None),
    ],
)
def test_the_lines_of_a_label_without_amounts_are_of_the_row_that_has_them(
    lines: tuple[str, ...], whole: tuple[str, ...] | None
) -> None:
    labels = [line.removeprefix("*") for line in lines]
    filled = [line.startswith("*") for line in lines]
    assert whole_labels(labels, filled, names_a_row) == list(whole or labels)


@pytest.mark.parametrize(
    ("label", "torn"),
    [
        ("一、", True),
        ("二十", True),
        ("支出", True),
        ("33", True),  # the number of the row, where its label is lost
        ("务支出", True),
        ("总计拨款的总收支情况。", True),  # with the end of the note below it
        ("资源海洋", True),
        ("十八、自然", True),  # at the foot of a page
        ("十六、金融", False),
        ("服务业等支出十六、金融", True),
        ("一般\ufffd\ufffd支出", True),
        ("其他支出", False),
        ("预备费", False),
        ("十二、预备费", False),
        ("上解上级支出", False),
        ("（一）基本支出", False),
    ],
)
def test_a_piece_of_a_label_is_no_row_that_is_only_not_known(label: str, torn: bool) -> None:
    assert is_torn(label) is torn


@pytest.mark.parametrize(
    ("rows_of", "label", "item"),
    [
        ("01.expenditure", "本年支出合计结余分配", None),
        ("04.expenditure", "本年支出合计年末财政拨款结转和结余", None),
        ("06", "人员经费合计公用经费合计", None),
        ("01.income", "本年收入合计（含上年结转）", "grand_total"),
        ("01.income", "合计（本年收入合计）", "current_total"),
        ("06", "小计（人员经费）", "personnel_total"),
    ],
)
def test_the_labels_of_two_rows_in_one_cell_name_neither(rows_of: str, label: str, item: str | None) -> None:
    found = item_of(rows_of, bare_label(label))
    assert (found.item if found else None) == item


def with_row(path: Path, label: str, amount: str) -> Reading:
    rows = (
        "一、一般公共预算财政拨款收入\t2.00\t一、一般公共服务支出\t2.00",
        f"\t\t{label}\t{amount}",
        "本年收入合计\t2.00\t本年支出合计\t2.00",
        "总计\t2.00\t总计\t2.00",
    )
    head = (NAMED[0], "收入支出决算总表", NAMED[2], "收入\t\t支出\t", "项目\t金额\t项目\t金额")
    path.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
    return read_file(path)


@pytest.mark.parametrize("amount", ["0.00", "-"])
def test_a_zero_beside_a_piece_of_a_label_is_told_and_one_of_a_row_of_the_template_is_not(
    tmp_path: Path, amount: str
) -> None:
    torn = with_row(tmp_path / "a.txt", "务支出", amount)
    assert "务支出" in (torn.document.error or "")
    assert "务支出" not in {fact.row_label for fact in torn.facts}
    for of_the_template in ("四、预备费", "转移性支出", "四、教育支出合计", "（一）基本支出"):
        assert with_row(tmp_path / "b.txt", of_the_template, amount).document.status == "ok"


def test_a_zero_in_a_row_with_an_ordinal_and_an_unknown_word_is_told(tmp_path: Path) -> None:
    """It may be a class under another name; a row of known words, or without an ordinal, is one of the template."""
    for zero in ("0.00", "—"):
        found = with_row(tmp_path / "a.txt", "四、医疗卫生健康支出", zero)
        assert "医疗卫生健康支出" in (found.document.error or "")


def test_no_amount_is_passed_in_a_row_with_an_unknown_word(tmp_path: Path) -> None:
    """The sums hold with it all the same, as they do with the zero of a class that is not known."""
    for label, status in (("四、医疗卫生健康支出", "unchecked"), ("四、公共安全支出", "passed"), ("预备费", "passed")):
        found = with_row(tmp_path / "a.txt", label, "0.00")
        assert {f.check_status for f in found.facts if f.row == 2} == {status}


def test_a_name_with_the_code_of_another_row_within_is_no_label() -> None:
    """Two rows of a column of codes and names were taken for one: whose the amounts are nobody can say."""
    rows = ["208社会保障和就业支出\t3.00\t3.00", "机关养老保险缴费支出2080506机关职业年金缴费支出\t3.00\t3.00"]
    found = from_text("支出决算表", "单位：万元", "科目编码及名称\t本年支出合计\t基本支出", *rows)
    assert {v.subject_code for v in values(found, "03")} == {"208"}
    assert any("2080506" in sentence for sentence in unread(found))
