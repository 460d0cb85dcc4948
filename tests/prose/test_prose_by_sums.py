"""What words leave open and the numbers beside them tell: what is exceeded, and how far two lie apart."""

from __future__ import annotations

import pytest

from tests.support.sentences import read

INCOME = "二、收入决算情况说明\n本年收入合计736.9万元，"


def told(text: str) -> tuple[str | None, str, str | None, int | None]:
    """What the sum behind the income is said to be."""
    figure = read(INCOME + text).figures[1]
    return figure.metric, str(figure.value), figure.compared_with, figure.figure_year


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # its rate tells what is exceeded from by how much
        ("高于上年718.5万元，增长2.56%。", ("amount", "718.5", None, 2022)),
        ("高于上年18.4万元，增长2.56%。", ("change_amount", "18.4", "last_year", 2023)),
        ("高于年初预算718.5万元，增长2.56%。", ("initial_budget", "718.5", None, 2023)),
        # without one, or where it is of neither, what may be both is not understood
        ("高于上年718.5万元。", (None, "718.5", None, None)),
        ("高于上年718.5万元，增长9.56%。", (None, "718.5", None, None)),
        ("高于上年18.4万元。", ("change_amount", "18.4", "last_year", 2023)),
        # nothing is left open where the words say which it is
        ("比上年增加718.5万元。", ("change_amount", "718.5", "last_year", 2023)),
        ("高于上年的718.5万元。", ("amount", "718.5", None, 2022)),
    ],
)
def test_what_is_exceeded_is_told_from_by_how_much(text: str, says: tuple[str | None, ...]) -> None:
    assert told(text) == says


def test_a_sum_that_may_be_two_things_makes_the_document_partial() -> None:
    assert read(INCOME + "高于上年718.5万元。").unread == (1,)


@pytest.mark.parametrize(
    ("text", "subject", "change"),
    [
        ("年初预算9万元，决算8万元，差额1万元。", "公务接待费", ("change_amount", "-1", "initial_budget")),
        ("支出8万元，年初预算为7万元，差值为1万元。", "公务接待费", ("change_amount", "1", "initial_budget")),
        ("支出8万元，上年支出7万元，相差1万元。", "公务接待费", ("change_amount", "1", "last_year")),
        # another two than the last
        ("年初预算9万元，决算8万元，差额2万元。", "公务接待费差额", ("amount", "2", None)),
    ],
)
def test_how_far_two_lie_apart_has_a_sign_where_it_is_their_difference(
    text: str, subject: str, change: tuple[str, str, str | None]
) -> None:
    figure = read(f"五、一般公共预算财政拨款支出决算情况说明\n公务接待费{text}").figures[-1]
    assert (figure.subject, (figure.metric, str(figure.value), figure.compared_with)) == (subject, change)


@pytest.mark.parametrize(
    ("expenditure", "subjects"), [("40391.02", ["收入总计", "支出总计"]), ("45331.37", ["支出总计"])]
)
def test_a_change_is_of_both_totals_only_where_they_are_equal(expenditure: str, subjects: list[str]) -> None:
    text = f"收入总计40391.02万元，增长2%；支出总计{expenditure}万元，与2022年相比，减少1959.92万元。"
    figures = read(f"一、收入支出决算总体情况说明\n{text}").figures
    assert [f.subject for f in figures if str(f.value) == "-1959.92"] == subjects
