"""Of which year a figure of the prose is, and what it is compared with."""

from __future__ import annotations

import pytest
import regex

from extractor.records.rows import Figure
from tests.support.sentences import read

YEAR = regex.compile(r"20\d\d(?=年)")


def test_what_a_change_is_against() -> None:
    prose = read(
        "二、收入决算情况说明\n收入合计5万元，比2021年增加1万元，较上年增加2万元，较年初预算数增加3万元。", 2023
    )
    assert [f.year_compared for f in prose.figures] == [None, 2021, 2022, None]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # Last year's amounts are last year's, whoever comes first, the verb or the amount.
        ("收入合计5万元，2021年收入合计4万元。", [("5", 2022), ("4", 2021)]),
        ("收入合计5万元，比上年的4万元增加1万元。", [("5", 2022), ("4", 2021), ("1", 2022)]),
        ("收入合计由上年的6万元减少到5万元。", [("6", 2021), ("5", 2022)]),
        ("2020年，收入合计3万元，其中：其他收入1万元；本年其他收入2万元。", [("3", 2020), ("1", 2020), ("2", 2022)]),
        ("2020—2022年学费分别为3万元、4万元、5万元。", [("3", 2020), ("4", 2021), ("5", 2022)]),
        ("年末结转5万元，上年末3万元，增加2万元。", [("5", 2022), ("3", 2021), ("2", 2022)]),
        ("年末结余5万元，较上年结余3万元增加2万元。", [("5", 2022), ("3", 2021), ("2", 2022)]),
        ("收入5万元，在上年3万元的基础上增加2万元。", [("5", 2022), ("3", 2021), ("2", 2022)]),
        # A change is of the year that is named with it, where that is the one after what it is against.
        ("2021年收入3万元，较2020年增加1万元，增长50%。", [("3", 2021), ("1", 2021), ("50", 2021)]),
        ("2023年收入预算较2022年增加1万元。", [("1", 2023)]),
        ("2022年收入4万元，2021年收入3万元，增加1万元。", [("4", 2022), ("3", 2021), ("1", 2022)]),
        ("2022年收入4万元，较2021年增加1万元，增长33%。", [("4", 2022), ("1", 2022), ("33", 2022)]),
        ("支出9万元，其中2020年结转5万元，2021年结转4万元。", [("9", 2022), ("5", 2020), ("4", 2021)]),
        ("支出9万元，其中2020年及以前年度结转5万元。2020年结余3万元。", [("9", 2022), ("5", 2022), ("3", 2020)]),
        # A year with which a sentence, or its part up to a ；, begins is that of what follows in it, too.
        ("2021年收入9元，支出8元；2022年收入7元，支出6元。", [("9", 2021), ("8", 2021), ("7", 2022), ("6", 2022)]),
        ("上年收入9元，支出8元，本年支出7元，结余2元。", [("9", 2021), ("8", 2021), ("7", 2022), ("2", 2022)]),
        ("收入9万元，2021年收入8万元，支出7万元。", [("9", 2022), ("8", 2021), ("7", 2022)]),
        ("2021年结转资金9万元，支出8万元。", [("9", 2021), ("8", 2022)]),
        # 年初, 上年结转 and 上年末 are items of this year, and 加上年初 names no year.
        ("结余5万元，加上年初结转4万元。", [("5", 2022), ("4", 2022)]),
        ("上年结转和结余5万元，年初预算4万元，上年末结余3万元。", [("5", 2022), ("4", 2022), ("3", 2022)]),
        ("22年度收入5万元，比21年的4万元增加1万元。", [("5", 2022), ("4", 2021), ("1", 2022)]),
        ("我局21年公务接待费4万元，2021财年会议费3万元。", [("4", 2021), ("3", 2021)]),
        ("办公楼使用20年，维修费5万元，为期15年。", [("20", None), ("5", 2022), ("15", None)]),
        ("本期收入合计5万元，上期为4万元，比前一年度增加1万元。", [("5", 2022), ("4", 2021), ("1", 2022)]),
    ],
)  # fmt: skip
def test_of_which_year(text: str, figures: list[tuple[str, int]]) -> None:
    prose = read(f"二、收入决算情况说明\n{text}", 2022)
    assert [(str(f.value).lstrip("-"), f.figure_year) for f in prose.figures] == figures
    spelt = read(f"二、收入决算情况说明\n{YEAR.sub(_in_chinese, text)}", 2022)
    assert list(map(_said, spelt.figures)) == list(map(_said, prose.figures))


def _in_chinese(year: regex.Match[str]) -> str:
    zero = "〇○0"[int(year[0]) % 3]  # as typists have it
    return year[0].translate(str.maketrans("0123456789", f"{zero}一二三四五六七八九"))


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.metric, figure.subject, figure.value, figure.figure_year, figure.compared_with


def test_what_is_compared_with() -> None:
    prose = read(
        "五、支出决算情况说明\n教育支出5万元，完成年初预算的90%，比上年增加1万元，较2020年增加2万元，较全年预算减少3万元。\n"
        "九、“三公”经费支出情况说明\n“三公”经费支出5万元，完成预算的90%。",
        2022,
    )
    assert [f.compared_with for f in prose.figures] == [
        *(None, "initial_budget", "last_year", "2020", "adjusted_budget"),
        *(None, "adjusted_budget"),
    ]


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("全年预算10万元，执行数9万元，执行率90%。", [None, None, "adjusted_budget"]),
        ("2022年决算数5万元，2021年决算数6万元，减少1万元，降幅16.67%。", [None, None, *["last_year"] * 2]),
        ("总收入由2021年的6万元增至8万元，增长33.33%。", [None, None, "last_year"]),
        # against neither what was spent then nor what is planned now
        ("会议费支出2万元，比上年预算减少1万元。", [None, None]),
        ("会议费预算2万元，比上年预算减少1万元。", [None, "last_year"]),
        ("2021年收入3万元，较2020年增加1万元，增长50%。", [None, *["2020"] * 2]),
        ("2022年收入3万元，较2021年增加1万元，增长50%。", [None, *["last_year"] * 2]),
        ("2022年收入9万元，较2021年下降10%。其中：其他收入8万元，下降20%。", [None, "last_year", None, "last_year"]),
        ("2023年收入预算较2022年增加1万元。", ["2022"]),
        ("教育支出年初预算5万元，决算6万元，增加1万元。", [None, None, "initial_budget"]),
    ],
)  # fmt: skip
def test_what_was_told_before_is_what_it_is_compared_with(text: str, against: list[str | None]) -> None:
    assert [f.compared_with for f in read(f"二、收入决算情况说明\n{text}", 2022).figures] == against


def test_what_is_against_others_is_against_no_year() -> None:
    text = "机关运行经费58万元，比上年减少8万元，高出全省平均水平8.3%，低于全国平均水平3万元。"
    figures = read(f"十、机关运行经费\n{text}", 2022).figures
    assert [(f.metric, str(f.value), f.compared_with) for f in figures[1:]] == [
        ("change_amount", "-8", "last_year"),
        ("change_pct", "8.3", "average"),
        ("change_amount", "-3", "average"),
    ]
