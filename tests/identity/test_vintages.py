"""A disclosure published twice: which document stands for it, by what is printed and never by the clock."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from extractor import convert
from extractor.document.characters import plain
from extractor.identity.editions import date_of, edition, is_correction
from extractor.identity.model import Edition
from extractor.identity.regions import says_where
from extractor.identity.shapes import editions, self_naming
from extractor.identity.vintages import Links, Vintage, link
from tests.support import disclosures
from tests.support.grids import plain_text

PLACES = itertools.count()
CORRECTION = Edition(corrected=True)
REGISTERED = {"unit_name": "县财政局", "unit_code": "421303001"}


def vintage(doc_id: str, tables: str = "01 05", **more: Any) -> Vintage:
    fields: dict[str, Any] = {
        "place": next(PLACES),
        "source_file": f"{doc_id}.pdf",
        "status": "ok",
        "unit_code": None,
        "unit_name": "云岭县民政局",
        "year": 2020,
        "report_kind": "department_final",
    }
    return Vintage(doc_id=doc_id, tables=frozenset(tables.split()), **(fields | more))


def dated(year: int, month: int, day: int | None = None) -> Edition:
    return Edition(dated=(year, month, day))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"status": "partial"}, {"status": "ok"}),
        ({"tables": "01"}, {"tables": "01 05"}),
        ({}, {"edition": CORRECTION}),
        ({"edition": dated(2021, 9, 30)}, {"edition": dated(2021, 10)}),
        ({"edition": dated(2021, 9, 2)}, {"edition": dated(2021, 9, 12)}),
        ({"sections_missing": frozenset({"6"})}, {}),
        ({"edition": dated(2021, 11, 1)}, {"edition": Edition(True, (2021, 10, 1))}),  # a correction by its word
        ({"edition": dated(2021, 11, 1), "tables": "01"}, {"edition": dated(2021, 10, 1)}),  # the fuller one first
        (
            {"unit_name": "县财政局", "unit_code": "1"},
            {"unit_name": "县财政局", "unit_code": "1", "edition": CORRECTION},
        ),
    ],
)
def test_what_is_fuller_or_says_that_it_is_later_stands(older: dict[str, Any], newer: dict[str, Any]) -> None:
    for order in (1, -1):
        a, b = [vintage("old", **older), vintage("new", **newer)][::order]
        assert link([a, b]) == Links({"new": "old"}, {})


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {}, "nothing printed says which is the later"),
        ({"edition": dated(2021, 9)}, {"edition": dated(2021, 9, 12)}, "nothing printed says"),
        ({"edition": dated(2021, 9, 1)}, {}, "nothing printed says"),
        ({"tables": "01 02 05"}, {"tables": "05 06 07"}, "each has a table that the other lacks"),
        ({"tables": "01 05"}, {"tables": "05", "edition": CORRECTION}, "the one that corrects the other"),
        ({}, {"status": "partial", "edition": CORRECTION}, "the one that corrects the other"),
        ({"tables": "01"}, {"status": "partial"}, "the fuller one was read in doubt"),
    ],
)
def test_where_nothing_decides_both_stand_and_say_so(one: dict[str, Any], other: dict[str, Any], why: str) -> None:
    for order in (1, -1):
        found = link([vintage("a", **one), vintage("b", **other)][::order])
        assert found.supersedes == {}
        assert set(found.notes) == {"a", "b"}
        assert "b.pdf" in found.notes["a"] and "a.pdf" in found.notes["b"]
        assert why in found.notes["a"] and why in found.notes["b"]


@pytest.mark.parametrize(
    "more",
    [
        {"year": 2021},
        {"year": None},
        {"unit_name": "云岭县财政局"},
        {"unit_name": None},
        {"unit_code": "001"},
        {"report_kind": "unit_final"},
        {"status": "failed"},
        {"tables": "09"},
        {"tables": ""},
    ],
)
def test_what_is_no_vintage_is_not_linked(more: dict[str, Any]) -> None:
    assert link([vintage("a"), vintage("b", **({"edition": CORRECTION} | more))]) == Links()


def test_units_that_do_not_say_where_they_are_are_two() -> None:
    where = self_naming().says_where
    for name in where.counter_examples:
        assert not says_where(name), name
        assert link([vintage("a", unit_name=name), vintage("b", unit_name=name, edition=CORRECTION)]) == Links()
    for name in where.examples:
        assert says_where(name), name


def test_three_vintages_are_a_chain() -> None:
    three = [vintage("a", edition=dated(2021, 9)), vintage("b", edition=CORRECTION), vintage("c", tables="01")]
    for order in itertools.permutations(three):
        assert link(order) == Links({"b": "a", "a": "c"})


def test_a_preference_decides_only_what_is_open() -> None:
    two = [vintage("a", modified=2.0), vintage("b", modified=1.0)]
    assert link(two, "newest-file").supersedes == {"a": "b"}
    assert link(two, "first").supersedes == {"a": "b"}
    assert link(two[::-1], "first").supersedes == {"a": "b"}  # by their places, not by how they are handed over
    assert link([replace(two[0], modified=1.0), two[1]], "newest-file").supersedes == {"b": "a"}  # the later in order
    for other in (replace(two[1], status="partial"), replace(two[1], tables=frozenset({"01"}))):
        assert link([two[0], replace(other, modified=9.0)], "newest-file").supersedes == {"a": "b"}
    assert link([two[0], replace(two[1], edition=CORRECTION)], "newest-file").supersedes == {"b": "a"}


drawn_editions = st.builds(
    Edition,
    st.booleans(),
    st.none() | st.tuples(st.just(2021), st.integers(8, 9), st.none() | st.integers(1, 2)),
)
several = st.lists(
    st.tuples(
        st.sampled_from(["ok", "partial", "failed"]),
        st.frozensets(st.sampled_from(["01", "05", "06"])),
        st.frozensets(st.sampled_from(["6 基本支出", "7 基金"])),
        drawn_editions,
    ),
    max_size=6,
)


def documents(drawn: Sequence[tuple[Any, ...]], times: Sequence[float]) -> list[Vintage]:
    return [
        replace(
            vintage(f"d{i}", status=status, sections_missing=missing, edition=said), tables=tables, place=i, modified=t
        )
        for i, ((status, tables, missing, said), t) in enumerate(zip(drawn, times, strict=True))
    ]


@given(several, st.randoms(use_true_random=False))
def test_whatever_comes_nothing_is_lost_and_no_order_or_time_counts(drawn: list[Any], random: Any) -> None:
    group = documents(drawn, [0.0] * len(drawn))
    found = link(group)
    by_id = {document.doc_id: document for document in group}
    again = documents(drawn, [random.random() for _ in drawn])
    random.shuffle(again)
    assert link(again) == found
    taken = list(found.supersedes.values())
    assert len(set(taken)) == len(taken)  # each is superseded once
    standing = [d for d in group if d.doc_id not in taken]
    for old in (by_id[doc_id] for doc_id in taken):
        heads = [d for d in standing if d.tables >= old.tables]
        assert heads, "its tables are gone from what stands"
        assert any(not (d.status == "partial" and old.status == "ok") for d in heads)
        assert any(d.edition.corrected >= old.edition.corrected for d in heads)
    for one in standing:
        rivals = [
            d for d in standing if d is not one and d.tables & one.tables and "failed" not in (d.status, one.status)
        ]
        assert (one.doc_id in found.notes) == bool(rivals)


# What a document says of its edition ----------------------------------------------------------------------------------


def test_the_words_of_the_library_do_what_their_examples_say() -> None:
    corrected, dated_ = editions().corrected, editions().dated
    for text in corrected.examples:
        assert is_correction(plain(text)), text
    for text in corrected.counter_examples:
        assert not is_correction(plain(text)), text
    for example in dated_.examples:
        year, month, day = date_of(plain(example.text)) or (0, 0, None)
        assert "-".join(f"{part:02}" for part in (year, month, day) if part is not None) == example.says
    for text in dated_.counter_examples:
        assert date_of(plain(text)) is None, text


@pytest.mark.parametrize(
    ("text", "file", "said"),
    [
        ("云岭县民政局\n2023年度部门决算\n（更正后）\n2024年9月12日\n目录", "a.pdf", Edition(True, (2024, 9, 12))),
        ("云岭县民政局2023年度部门决算\n二〇二四年十一月\n目录\n修订版", "a.pdf", Edition(False, (2024, 11, None))),
        ("云岭县民政局2023年度部门决算\n目录\n附件：收入决算表（修订版）", "a.pdf", Edition(True)),
        ("云岭县民政局2023年度部门决算\n目录\n完成设备更新。", "云岭县民政局（更正）.pdf", Edition(True)),
        ("云岭县民政局2023年度部门决算\n目录\n2024年9月1日召开会议", "更正登记中心2023.pdf", Edition()),
        ("", "", Edition()),
    ],
)
def test_a_document_says_of_itself_on_its_cover(text: str, file: str, said: Edition) -> None:
    assert edition(plain_text(text), file) == said


@given(st.text(alphabet="更正修订后版（）()决算2024年9月12日〇二十公开日期：-. \n", max_size=60))
def test_any_cover_is_read_without_an_error(text: str) -> None:
    found = edition(plain_text(text), text.replace("\n", ""))
    assert found.dated is None or 1 <= found.dated[1] <= 12


def test_a_run_links_by_what_is_printed_and_not_by_the_times_of_the_files(tmp_path: Path) -> None:
    text = disclosures.text()
    for name, content in {
        "a.txt": text.replace("单位决算", "单位决算（更正后）", 1),
        "b.txt": text,
        "c.txt": text.replace("云岭县档案馆", "县档案馆"),
        "d.txt": text.replace("云岭县档案馆", "县档案馆") + "\n",
        "e.txt": text.replace("2023", "2022"),
        "f.txt": text.replace("2023", "2022") + "\n",
    }.items():
        (tmp_path / name).write_text(content, "utf-8")
    seen = []
    for step in (1, -1):
        for moment, path in enumerate(sorted(tmp_path.glob("*.txt"))[::step]):
            os.utime(path, (1_700_000_000 + moment, 1_700_000_000 + moment))
        rows = {d.source_file: d for d in convert(tmp_path, tmp_path / "out", formats="csv", jobs=0).documents}
        assert rows["a.txt"].supersedes == rows["b.txt"].doc_id and rows["b.txt"].notes is None
        assert [rows[f"{name}.txt"].supersedes for name in "bcdef"] == [None] * 5
        assert rows["c.txt"].notes is None and rows["d.txt"].notes is None
        assert "Tables of the same unit and year are in f.txt too" in (rows["e.txt"].notes or "")
        assert "Tables of the same unit and year are in e.txt too" in (rows["f.txt"].notes or "")
        assert (rows["f.txt"].notes_zh or "").startswith("e.txt也有同一单位同一年度的表")
        seen.append([replace(row, seconds=0.0) for row in rows.values()])
    assert seen[0] == seen[1]
    newest = convert(tmp_path, tmp_path / "out", formats="csv", jobs=0, prefer="newest-file").documents
    assert [d.supersedes is not None for d in newest] == [True, False, False, False, True, False]
