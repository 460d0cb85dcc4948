"""Every number of the prose has its row: the ledger held against a second, dumb counter."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractor.prose.figures import Prose
from tests.support.sentences import read

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
TEXTS = sorted([*(SHARED / "cases/prose").glob("*.txt"), *(SHARED / "cases/text").glob("m*.txt")])
# Money and percentages, as anybody would count them, and what has decimals; 单价100万元以上 is the name of a thing.
COUNTED = regex.compile(
    r"\d[\d,]*(?:\.\d+)?(?:万元|亿元|元(?![/／])|%)(?!(?:\(含\)|（含）)?以[上下])"
    r"|(?<=\p{Han})\d[\d,]*\.\d+(?=[，；、。\n]|$)"
)


def ends(prose: Prose) -> Counter[int]:
    """How many numbers the ledger has that end at each place of the text; one may be two things."""
    return Counter({(f.char_end, f.value): f.char_end for f in prose.figures if f.value is not None}.values())


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_no_money_percentage_or_decimal_is_without_a_row(path: Path) -> None:
    prose = read(path.read_text("utf-8"))
    told = ends(prose)
    missed = [m[0] for m in COUNTED.finditer(prose.text.translate({0xFF05: "%"})) if not told[m.end()]]
    assert missed == [] and set(told.values()) == {1}


def test_the_ends_of_a_span_and_a_price_are_no_figures() -> None:
    figures = read("十二、国有资产占用情况说明\n车辆3—5辆。电脑0.6万元/台。").figures
    assert [(f.metric, str(f.value), f.value_unit) for f in figures] == [
        *((None, "3", None), (None, "5", "辆"), (None, "0.6", "万元")),
    ]


PIECES = st.sampled_from(
    [
        *(
            "收入合计",
            "比上年",
            "其中：",
            "主要原因是",
            "主要用于",
            "（",
            "）",
            "，",
            "；",
            "。",
            "占",
            "完成年初预算的",
            "由",
            "至",
        ),
        *(
            "2022年",
            "12月31日",
            "第3次",
            "\n1.",
            "（2）",
            "2010301行政运行",
            "〔2012〕96号",
            "[2012]96号",
            "“6955”行动",
            "电话：023-45850000",
        ),
        *("5万元", "1,234.56元", "12.5%", "3个", "两辆", "4批次", "7家", "0.93", "增加2万元", "减少1%", "-3亿元"),
    ]
)
NUMBER = regex.compile(r"^(?:增加|减少)?-?(?:[\d,.]+|两)(?:万元|元|%|个|辆|批次|家|亿元)?$")


@given(st.lists(PIECES, min_size=1, max_size=14))
def test_each_number_has_one_entry_and_what_is_none_has_none(pieces: list[str]) -> None:
    spaced = "字".join(pieces)
    assert read(f"二、收入决算情况说明\n{spaced}").numbers == sum(bool(NUMBER.match(p)) for p in pieces)
