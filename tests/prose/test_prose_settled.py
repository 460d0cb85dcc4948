"""A change that names nothing is of that with which it adds up, where the words alone suggest another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.sentences import read

HEAD = "九、“三公”经费支出情况说明\n"
TOLD = "2023年“三公”经费支出9.05万元。公务接待费2.05万元。公务用车运行费7万元，1辆车。"


def subjects(text: str) -> list[str]:
    """Of what the last three figures are, without the words that do not matter here."""
    return [f.subject.removesuffix("支出") for f in read(HEAD + text).figures if f.value is not None][-2:]


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ("较上年10.55万元下降14.22%。", "“三公”经费"),
        ("较上年10.55万元减少1.5万元。", "“三公”经费"),
        ("同比减少1.5万元，下降14.22%。", "“三公”经费"),
        ("较上年8万元下降12.5%。", "公务用车运行费"),  # what the words suggest adds up
        ("较上年6万元下降12.5%。", "公务用车运行费"),  # nothing adds up
        ("较上年10.55万元下降14%。", "公务用车运行费"),  # a rate without decimals fits too much
        ("公务用车运行费较上年10.55万元下降14.22%。", "公务用车运行费"),  # named: it is printed so
        ("与年初预算12万元相比，少支出2.95万元，预算执行率为75.42%。", "“三公”经费"),
        ("比预算8万元减少1万元，为预算的87.50%。", "公务用车运行费"),
    ],
)
def test_a_change_without_a_name(change: str, subject: str) -> None:
    assert subjects(TOLD + change) == [subject, subject]


def test_where_two_things_add_up_the_words_decide() -> None:
    text = "接待费9万元。餐费9万元。公务用车运行费7万元，1辆车。较上年10万元下降10.0%。"
    assert subjects(text) == ["公务用车运行费"] * 2


AMOUNTS = st.integers(100, 99_999).map(lambda n: Decimal(n) / 100)


@given(st.lists(AMOUNTS, min_size=3, max_size=3, unique=True), AMOUNTS, st.integers(0, 2))
@example([Decimal("6.2"), Decimal("6.3"), Decimal("1")], Decimal("1"), 0)
def test_no_sum_is_told_of_what_it_does_not_add_up_with(now: list[Decimal], before: Decimal, of: int) -> None:
    names = ["餐费", "差旅费", "印刷费"]
    change = now[of] - before
    word = "增加" if change >= 0 else "减少"
    text = "。".join(f"{name}{amount}万元" for name, amount in zip(names, now, strict=True))
    told = read(f"四、其他\n{text}。较上年{before}万元{word}{abs(change)}万元。").figures
    close = any(0 < abs(a - b) <= Decimal("0.1") for a in now for b in now)  # as far as all are rounded: 6.2 and 6.3
    assert close or {f.subject for f in told[3:]} == {names[of]}


WHOLE = "固定资产80万元，其中：房屋60万元、车辆20万元，"


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        # against the beginning of the year, where the sums tell of which
        ("比年初的70万元增加10万元。", "固定资产"),
        ("与年初数70万元相比增长14.29%。", "固定资产"),
        ("比年初的15万元增加5万元。", "车辆"),
        # where they do not: behind all the parts it is of the whole
        ("较年初增长3.12%。", "固定资产"),
        ("较上年末减少2万元。", "固定资产"),
        ("车辆较年初增长3.12%。", "车辆"),
    ],
)
def test_a_change_behind_the_parts_of_a_whole(change: str, subject: str) -> None:
    assert read("十二、国有资产占用情况说明\n" + WHOLE + change).figures[-1].subject == subject


@pytest.mark.parametrize(
    "text",
    [
        "固定资产90万元，其中：房屋60万元、车辆20万元，较年初增长3.12%。",  # not all of the parts
        "固定资产80万元，其中：房屋60万元，占75%，车辆20万元，占25%，较年初增长3.12%。",  # of each more is told
        "固定资产80万元，其中：房屋60万元，较年初增长9%，车辆20万元，较年初增长3.12%。",
    ],
)
def test_a_change_behind_some_of_the_parts_is_of_the_last(text: str) -> None:
    assert read("十二、国有资产占用情况说明\n" + text).figures[-1].subject == "车辆"
