"""Numbers for which a table has no place are told, each with what is the matter; those of another year are not."""

from __future__ import annotations

import pytest

from extractor.tables.nine.interpret import Interpretation
from tests.support.interpreted import from_text, unread, values

TITLE_06 = "一般公共预算财政拨款基本支出决算表"
HEAD_06 = "科目编码|科目名称|金额"
ITEMS = "项目|合计|工资福利支出|商品和服务支出|对个人和家庭的补助"
HEAD_02 = "科目编码|科目名称|本年收入合计|财政拨款收入"
SIDES = ("收入||支出|", "项目|决算数|项目|决算数", "一、财政拨款收入|5.00|一、教育支出|5.00")
TOLD = {
    "“3.00” is in a row without a code or a name": (TITLE_06, HEAD_06, "301|工资福利支出|5.00", "||3.00"),
    "“3O101” of “基本工资” is no subject code": (TITLE_06, HEAD_06, "301|工资福利支出|5.00", "3O101|基本工资|3.00"),
    "“旧账” which is no item of table 06": (TITLE_06, f"{ITEMS}|旧账", "决算数|9.00|5.00|3.00|1.00|2.00"),
    "is none of a stage": (TITLE_06, ITEMS, "决算数|9.00|5.00|3.00|1.00", "旧账|8.00|4.00|3.00|1.00"),
    "“4.00” is in a row without a label": ("收入支出决算总表", *SIDES, "|4.00|总计|5.00"),
    "“2230105” is no subject of the budget of table 05": (
        *("一般公共预算财政拨款支出决算表", "科目编码|科目名称|合计|基本支出|项目支出"),
        *("2010301|行政运行|5.00|5.00|0.00", "2230105|国有企业改革成本支出|3.00|0.00|3.00"),
    ),
    "two currency units stand over its amounts": (
        "收入决算表",
        "单位：万元 单位：元",
        HEAD_02,
        "205|教育支出|5.00|5.00",
    ),
    "its columns count in 元, and 万元 stands over them": (
        *("收入决算表", "单位：万元"),
        *("科目编码|科目名称|本年收入合计（元）|财政拨款收入（元）", "205|教育支出|5.00|5.00"),
    ),
    "2 units have rows here": (
        *("收入决算表", f"单位代码|{HEAD_02}"),
        *("101001|205|教育支出|5.00|5.00", "101002|205|教育支出|4.00|4.00"),
    ),
    "a part without a title, which begins with “5.00”": (
        *("收入决算表", HEAD_02, "205|教育支出|5.00|5.00", ""),
        *(f"{HEAD_02}|事业收入", "206|科技支出|5.00|5.00|0.00"),
    ),
    "“基本支出/小计” is blank in 1 rows": (
        *("支出决算表", "科目编码|科目名称|合计|基本支出||项目支出", "|||小计|人员经费|"),
        "205|教育支出|9.00||3.00|4.00",
    ),
}


def read(*rows: str, year: int | None = None) -> Interpretation:
    return from_text(*(row.replace("|", "\t") for row in rows), year=year)


@pytest.mark.parametrize("told", TOLD)
def test_a_number_without_a_place_is_told(told: str) -> None:
    assert told in " ".join(map(str, unread(read(*TOLD[told]))))


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("06", (TITLE_06, HEAD_06, "301|工资福利支出|5.00", "|2022年决算数|3.00")),
        ("06", (TITLE_06, ITEMS, "决算数|5.00|5.00|0.00|0.00", "上年决算数|3.00|3.00|0.00|0.00")),
        ("01", ("收入支出决算总表", *SIDES, "2022年合计|3.00|总计|5.00")),
        ("09", ("“三公”经费支出决算表", "项目|2022年决算数|2023年决算数", "合计|3.00|5.00")),
    ],
)
def test_the_amounts_of_another_year_are_left_without_a_word(kind: str, rows: tuple[str, ...]) -> None:
    found = read(*rows, year=2023)
    assert {value.cell.text for value in values(found, kind)} - {"0.00"} == {"5.00"} and unread(found) == []
