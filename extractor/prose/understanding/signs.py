"""What stands between two numbers, other than numbers → the few signs that tell what the next number is of."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from enum import StrEnum

from extractor.kept import compiled
from extractor.prose.patterns.library import Library
from extractor.prose.understanding.clauses import BREAKS, REACH
from extractor.prose.understanding.subjects import first_of, listed_in, name_before, only_in, topic_of, whole_before
from extractor.prose.understanding.years import only_year, year_in

_CLAUSES = compiled(f"([^{BREAKS}]+)([{BREAKS}]?)")
_REASON = compiled("原因[^；。\n]*")  # what is compared in it is not what comes next
_MARK = compiled("[()]")
_TOPIC = range(3, 130)  # characters of a clause that can name what comes next


class Sign(StrEnum):
    """What a stretch without numbers says of the numbers to come."""

    TOPIC = "topic"  # 公务用车运行维护费：
    LISTED = "listed"  # 由基本支出和项目支出构成，
    NAME = "name"  # 项目支出(, right before a number
    FIRST = "first"  # 公务接待费严格执行标准， where nothing was named before
    SIDE = "side"  # 收入与上年相比，
    YEAR = "year"  # 2014年，
    PLANNED = "planned"  # “三公”经费预算中，
    ENDS = "；"
    OPENS = "("
    CLOSES = ")"
    PARTS = "其中"


Heard = tuple[Sign, str]
"""A sign, and the name or the year that it says."""


def topics(library: Library, text: str, start: int, end: int) -> Iterator[Heard]:
    """What clauses without a number say the next numbers are about, and of which year they are."""
    if not _TOPIC.start <= end - start < REACH * 20:
        return
    words = text[start:end]
    for clause, stop in _CLAUSES.findall(_REASON.sub("", words) if "原因" in words else words):
        if len(clause) in _TOPIC and (listed := listed_in(library.subjects, clause)):
            yield Sign.LISTED, "、".join(listed)
        elif len(clause) in _TOPIC and (only := only_in(library.subjects, clause)):
            yield Sign.NAME, only
        elif stop == "，" and "比" in clause and (turned := library.subjects.topics.turned.fullmatch(clause)):
            yield Sign.SIDE, turned["side"]
        elif len(clause) in _TOPIC and (topic := topic_of(library.subjects, clause, stop == "：")):
            yield Sign.TOPIC, topic
        elif stop == "，" and (item := library.subjects.topics.itemised.fullmatch(clause)):
            yield Sign.TOPIC, item["subject"]
        elif stop == "：" and (title := library.subjects.topics.titled.fullmatch(clause)):
            yield Sign.NAME, title["subject"]
        elif stop == "，" and clause[-1] == "中" and (planned := library.subjects.topics.in_a_budget.fullmatch(clause)):
            if year := year_in(library, clause):
                yield Sign.YEAR, year
            yield Sign.PLANNED, planned["subject"]
        elif stop == "，" and clause[-1] == "中" and (within := library.subjects.topics.within.fullmatch(clause)):
            yield Sign.NAME, within["subject"]
        elif year := only_year(library, clause):
            yield Sign.YEAR, year
        elif stop == "，" and (first := first_of(library.subjects, clause)):
            yield Sign.FIRST, first


@functools.lru_cache(maxsize=8192)
def marks(library: Library, gap: str) -> tuple[Heard, ...]:
    """The signs between two numbers that name nothing: ；, brackets, 其中; and a name that a bracket separates from its
    number."""
    found: list[Heard] = []
    if "；" in gap:
        found.append((Sign.ENDS, ""))
    found += ((Sign(mark), "") for mark in _MARK.findall(gap))
    if gap.endswith("(") and (name := name_before(library.subjects, gap)):
        found.insert(-1, (Sign.NAME, name))  # behind a bracket that closes before it
    parts = library.subjects.mentions.parts.search(gap)
    if parts and (whole := whole_before(library.subjects, gap[: parts.start()])):
        found.append((Sign.NAME, whole))
    if parts or gap.startswith("："):  # 三公经费9万元：接待费8万元、车辆费1万元
        found.append((Sign.PARTS, ""))
    return tuple(found)
