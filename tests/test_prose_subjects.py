"""The subjects of the figures: names, without year, verb, ordinal or heading; official items with their concept."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from tests.support.sentences import read

SHARED = Path(__file__).parents[2] / "shared"
TEXTS = sorted([*(SHARED / "cases/prose").glob("*.txt"), *(SHARED / "cases/text").glob("m*.txt")])
UNCLEAN = regex.compile(
    r"^(?:\d{1,2}[.、]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}[、是]|其中|去年|今年|20\d\d年|完成|增加|减少|发生)"
    r"|^上年(?!末|度?结)|20\d\d年(?!度?(?:项目|部门))|[：；]|增加|减少|下降|(?:情况|说明)$|(?:为|是|(?<!占)比|较)$"
)
OFFICIAL = regex.compile(
    r"三公|因公出国|公务用车|公务接待|机关运行经费|政府采购(?:支出)?总额|政府采购(?:货物|工程|服务)|^车辆$|设备"
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_subjects_are_names(path: Path) -> None:
    told = [f for f in read(path.read_text("utf-8"), 2022).figures if f.metric]
    assert [f.subject for f in told if UNCLEAN.search(f.subject)] == []
    assert all(f.subject for f in told)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_official_items_have_a_concept(path: Path) -> None:
    stated = [f for f in read(path.read_text("utf-8"), 2022).figures if f.metric and f.context is None]
    named = [
        f for f in stated if OFFICIAL.search(f.subject) and "每" not in f.subject and f.section_no in (9, 10, 11, 12)
    ]
    assert [(f.subject, f.quote) for f in named if f.concept is None] == []
