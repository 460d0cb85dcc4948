"""Table 06 in forms that provinces print: the government's codes beside, items as columns, names over their blocks."""

from __future__ import annotations

import pytest

from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import unread, values

TITLE_06 = "一般公共预算财政拨款基本支出决算明细表"


@pytest.mark.parametrize("turned", [False, True])
def test_the_government_s_economic_codes_beside_the_department_s_are_no_subjects(turned: bool) -> None:
    own, others = ["301|工资福利支出", "30101|基本工资"], ["501|机关工资福利支出", "50101|工资奖金津补贴"]
    heads = ["部门预算支出经济分类{1x2}", "政府预算支出经济分类{1x2}"]
    rows = [f"{b}|{a}|5.00" if turned else f"{a}|{b}|5.00" for a, b in zip(own, others, strict=True)]
    head = "|".join([*(reversed(heads) if turned else heads), "决算数{2x1}"])
    lines = [head, "科目编码|科目名称|科目编码|科目名称", *rows, "合计{1x4}|5.00"]
    found = interpret([PageContent(1, (ruled(1, lines, [80.0] * 5),), (line(TITLE_06),))])
    assert {v.subject_code or v.item for v in values(found, "06")} == {"301", "30101", "grand_total"}
    assert not unread(found)


@pytest.mark.parametrize("coded_heads", [True, False])
def test_06_may_have_its_items_as_columns(coded_heads: bool) -> None:
    items = ["301工资福利支出", "30101基本工资", "302商品和服务支出", "30201办公费"]
    heads = [item if coded_heads else item.lstrip("0123456789") for item in items]
    lines = [
        "|".join(["项目", *heads, "合计"]),
        "年初预算数|6.00|6.00|1.00|1.00|7.00",
        "决算数|5.00|5.00|2.00|2.00|7.00",
    ]
    found = interpret([PageContent(1, (ruled(1, lines, [80.0] * 6),), (line(TITLE_06),))])
    got = {(v.subject_code, v.subject_name, v.item, v.basis, v.cell.text) for v in values(found, "06")}
    assert ("30101" if coded_heads else None, "基本工资", None, "final", "5.00") in got
    assert (None, None, "grand_total", "initial_budget", "7.00") in got and len(got) == 10
    assert not unread(found)


def test_what_stands_over_codes_and_amounts_of_06_names_the_block() -> None:
    lines = [
        "工资福利支出{1x3}|商品和服务支出{1x3}",
        "科目编码|科目名称|金额|科目编码|科目名称|金额",
        "30101|基本工资|5.00|30201|办公费|2.00",
    ]
    found = interpret([PageContent(1, (ruled(1, lines, [80.0] * 6),), (line(TITLE_06),))])
    assert {(v.subject_code, v.cell.text) for v in values(found, "06")} == {("30101", "5.00"), ("30201", "2.00")}
    assert not unread(found)


def test_a_row_without_a_code_that_names_the_personnel_or_the_public_expenses_is_their_sum() -> None:
    head = "科目编码|科目名称|决算数|科目编码|科目名称|决算数"
    rows = [head, "301|工资福利支出|5.00|302|商品和服务支出|3.00", "人员经费{1x2}|5.00|公用经费{1x2}|3.00"]
    found = interpret([PageContent(1, (ruled(1, rows, [80.0] * 6),), (line(TITLE_06),))])
    assert {v.subject_code or v.item for v in values(found, "06")} == {"301", "302", "personnel_total", "public_total"}
    assert not unread(found)


@pytest.mark.parametrize(
    ("lines", "subjects"),
    [
        # the second column of codes prints them whole
        (["类|款|科目名称|决算数", "301||工资福利支出|5.00", "301|30101|基本工资|3.00"], ["301", "30101"]),
        # a name stands where the codes do, behind its own
        (["科目编码|科目名称|决算数", "30101基本工资||3.00", "30102津贴补贴||2.00"], ["30101", "30102"]),
        # a subject over its 小计 and its parts
        (
            ["项目|工资福利支出{1x3}|合计{2x1}", "|小计|基本工资|津贴补贴", "决算数|5.00|3.00|2.00|5.00"],
            ["工资福利支出", "基本工资", "津贴补贴"],
        ),
    ],
)
def test_06_may_print_its_codes_and_names_in_many_places(lines: list[str], subjects: list[str]) -> None:
    widths = [80.0] * (1 + lines[-1].count("|"))
    found = interpret([PageContent(1, (ruled(1, lines, widths),), (line(TITLE_06),))])
    assert [v.subject_code or v.subject_name for v in values(found, "06") if v.item is None] == subjects
    assert not unread(found)
