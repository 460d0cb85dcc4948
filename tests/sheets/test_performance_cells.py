"""What stands in the cells of 绩效自评表: numbers with their comparison and unit, ticked boxes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.tables.sheets.cells import ticks
from extractor.tables.sheets.cells.quantity import Quantity, bare_number, quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≤15万元", (Decimal("15"), "≤", "万元")),
        ("三代卡换发目标为常住人口的20%", (Decimal("20"), None, "%")),
        ("15.26万人", (Decimal("15.26"), None, "万人")),
        ("=100%", (Decimal("100"), "=", "%")),
        ("＝１００％", (Decimal("100"), "=", "%")),
        ("≥50个", (Decimal("50"), "≥", "个")),
        ("≥100百分比", (Decimal("100"), "≥", "%")),
        ("持卡率达到99.5%以上", (Decimal("99.5"), "≥", "%")),
        ("不超过1,200.50元", (Decimal("1200.50"), "≤", "元")),
        ("指标1：≥3次/年", (Decimal("3"), "≥", "次/年")),
        ("2023年12月底前完成", (None, None, None)),
        ("2023年完成3期", (Decimal("3"), None, "期")),
        ("换发15.26万人，超过20%，超额0.93万人", (None, None, None)),
        ("90%-95%", (None, None, None)),
        ("1/2", (None, None, None)),
        ("无1000万元以上项目", (None, None, None)),
        ("新增12家网点，开展合作", (None, None, None)),
        ("达成预期指标", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_numbers_in_texts(text: str, expected: tuple[Decimal | None, str | None, str | None]) -> None:
    found = quantity(text)
    assert (found.number, found.comparison, found.unit) == expected
    assert str(found.number) == str(expected[0])


@given(st.text(alphabet="0123456789.,≥≤%万元个-第年月/次，。(", max_size=40))
def test_any_text_gives_one_printed_number_or_none(text: str) -> None:
    found = quantity(text)
    assert isinstance(found, Quantity)
    if found.number is not None:
        assert f"{abs(found.number):f}" in text.replace(",", "").replace("，", "")
    value = bare_number(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1、常年性项目☑2、延续性项目□3、一次性项目□", [True, False, False]),
        ("☑常年性项目□延续性项目□一次性项目", [True, False, False]),
        ("□常年性项目■延续性项目□一次性项目", [False, True, False]),
        ("常年性项目（√）延续性项目（）一次性项目（）", [True, False, False]),
        ("[×]常年性项目[]延续性项目[]一次性项目", [True, False, False]),
        ("常年性项目□延续性项目□√一次性项目□", [False, True, False]),
        ("常年性项目\uf0fe延续性项目\uf0a8一次性项目\uf0a8", [True, False, False]),
        (
            '<inputtype="checkbox"/>常年性项目<inputchecked=""type="checkbox"/>延续性项目<inputtype="checkbox"/>一次性项目',
            [False, True, False],
        ),
        ("常年性项目 延续性项目√ 一次性项目", None),
    ],
)
def test_ticked_boxes(text: str, expected: list[bool] | None) -> None:
    names = ["常年性项目", "延续性项目", "一次性项目"]
    found = ticks.options(text)
    assert [state for _, state in found] == (expected or [True, False])
    if expected:
        assert [name for name, _ in found] == names
