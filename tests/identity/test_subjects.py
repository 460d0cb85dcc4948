"""The official classification: by year, by name, and its own consistency."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import knowledge
from extractor.classification import departures, subjects
from tests.support.readings import CORPUS, needs_corpus

FILES = {
    "codes_function.csv": range(200, 300),
    "codes_economic.csv": range(300, 400),
    "codes_economic_gov.csv": range(500, 600),
}


@pytest.mark.parametrize("file", FILES)
def test_every_code_has_its_parent_and_one_sure_name_a_year(file: str) -> None:
    rows = knowledge.rows(file)
    known = {row["code"] for row in rows}
    spans: defaultdict[str, list[tuple[int, int, bool, bool]]] = defaultdict(list)
    for row in rows:
        code, parent = row["code"], row["parent"]
        assert int(code[:3]) in FILES[file]
        assert int(row["level"]) == subjects.level(code) == {3: 1, 5: 2, 7: 3}[len(code)]
        assert parent == (code[:-2] if len(code) > 3 else "")
        assert not parent or parent in known
        begin, end = int(row["valid_from"] or 0), int(row["valid_to"] or 9999)
        assert begin <= end, code
        spans[code].append((begin, end, bool(row["valid_from_is"]), bool(row["valid_to_is"])))
    for code, years in spans.items():
        for one, next_ in pairwise(sorted(years)):
            bounded = one[3] or next_[2] or next_[3]
            assert one[1] < next_[0] or bounded, f"{code} has two names in one year, and neither end is unsure"


@pytest.mark.parametrize("file", FILES)
def test_what_was_seen_has_witnesses_and_what_is_recalled_has_none(file: str) -> None:
    for row in knowledge.rows(file):
        assert row["confidence"] in ("A", "B", "C")
        assert row["provenance"] in ("document", "recalled")
        assert (row["provenance"] == "document") == bool(row["seen"]) == (int(row["witnesses"]) > 0), row
        assert row["valid_from_is"] in ("", "lower bound") and (row["valid_from"] or not row["valid_from_is"])
        assert row["valid_to_is"] in ("", "upper bound", "last seen") and (row["valid_to"] or not row["valid_to_is"])


@pytest.mark.parametrize(
    ("code", "kind", "year", "name"),
    [
        ("210", "function", 2018, "医疗卫生与计划生育支出"),
        ("210", "function", 2019, "卫生健康支出"),
        ("20805", "function", 2019, "行政事业单位离退休"),
        ("20805", "function", 2020, "行政事业单位养老支出"),
        ("224", "function", 2018, None),
        ("30104", "economic", 2017, "其他社会保障缴费"),
        ("30104", "economic", 2018, None),
        ("30112", "economic", 2018, "其他社会保障缴费"),
        ("30101", "function", 2020, None),
        ("30101", "economic", None, "基本工资"),
        ("20704", "function", 2017, "新闻出版广播影视"),  # 广播影视 ended in 2018 at the latest
        ("2320304", "function", 2023, "地方政府其他一般债务付息支出"),
        ("2320399", "function", 2023, None),
        ("2059802", "function", 2024, "高等教育"),
        ("2059802", "function", 2023, None),
        ("2219899", "function", 2025, "其他住房保障支出"),
        ("50101", "economic", 2018, "工资奖金津补贴"),
        ("50101", "economic", 2017, None),
    ],
)
def test_the_name_of_a_code_depends_on_the_year(
    code: str, kind: subjects.Kind, year: int | None, name: str | None
) -> None:
    assert subjects.official_name(code, kind, year) == name


def test_an_unsure_name_is_not_handed_out_as_official() -> None:
    entry = subjects.official("20301", "function", 2019)
    assert entry is not None and entry.confidence == "C"
    assert subjects.official_name("20301", "function", 2019) is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("八、社会保障和就业支出", "208"),
        ("一、一般公共服务支出", "201"),
        ("一般公共服务", "201"),
        ("一一般公共服务支出", "201"),
        ("（二十一）国有资本经营预算支出", "223"),
        ("21. 其他支出", "229"),
        ("208社会保障和就业支出", "208"),
        ("社会保障和就业支出（类）", "208"),
        ("七、文化体育\n与传媒支出", "207"),
        ("文体传媒", "207"),
        ("十四、资源勘探信息等支出", "215"),
        ("十二、农林水事务", "213"),
        ("二十六、抗疫特别国债安排的支出", "234"),
        # rows that are no class, close as they come
        ("三、国有资本经营预算财政拨款收入", None),
        ("国有资本经营预算", None),
        ("八、其他收入", None),
        ("其他", None),
        ("本年支出合计", None),
        ("八、社会保障和就业支", None),
        ("二十一二、教育支出", None),
        ("", None),
    ],
)
def test_a_row_of_the_summary_tables_has_its_class_by_name(label: str, code: str | None) -> None:
    assert subjects.class_code(label, 2023) == code


def test_no_class_name_stands_for_two_classes() -> None:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for row in knowledge.rows("classes.csv"):
        codes[subjects.bare_name(row["name"])].add(row["code"])
    assert {n: c for n, c in codes.items() if len(c) > 1} == {}


def test_a_printed_name_is_known_or_another_or_unknown() -> None:
    assert departures.check_name("20805", "行政事业单位养老支出", 2023).status == "known"
    assert departures.check_name("30227", "委托 业务费", 2023).status == "known"
    other = departures.check_name("20805", "行政事业单位离退休", 2023)
    assert (other.status, other.official) == ("other_name", "行政事业单位养老支出")
    assert other.similarity is not None and 0.5 < other.similarity < 0.8
    assert departures.check_name("2999999", "其他支出", 2023).status == "unknown"


def test_a_name_that_is_right_for_the_year_is_no_departure() -> None:
    # seen in 2009 and replaced by 2015 at the latest: in the years between either may be right
    for name in ("教育", "教育支出"):
        assert departures.check_name("205", name, 2012).status == "known"
    assert departures.check_name("21210", "国有土地收益基金支出", 2017).status == "known"  # only last seen in 2015
    assert departures.check_name("20508", "教师进修及干部继续教育", 2023).status == "other_name"


def test_departures_name_each_odd_subject_once() -> None:
    printed: list[tuple[str, str, subjects.Kind]] = [
        ("20805", "行政事业单位离退休", "function"),
        ("208", "社会保障和就业支出", "function"),
        ("20805", "行政事业单位离退休", "function"),
        ("2999999", "其他支出", "function"),
        ("30101", "基本工资", "economic"),
    ]
    odd = departures.departures(printed, 2023)
    assert [(c.code, c.status) for c in odd] == [("20805", "other_name"), ("2999999", "unknown")]
    assert "行政事业单位离退休 and officially called 行政事业单位养老支出" in odd[0].message


@given(st.text(max_size=12), st.text(max_size=20))
def test_any_text_has_an_answer(code: str, name: str) -> None:
    check = departures.check_name(code, name, 2023)
    assert check.printed == name
    assert (check.official is None) == (check.status == "unknown")


@needs_corpus
@pytest.mark.parametrize(
    ("name", "year", "classes"), [("seed_tables.csv", 2023, 26), ("shegongbu_tables.csv", 2024, 4)]
)
def test_every_subject_of_the_references_is_known(name: str, year: int, classes: int) -> None:
    with (CORPUS / "gold" / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = {(r["code"], r["label"]) for r in rows if r["code"]}
    assert [c for c in (departures.check_name(*p, year) for p in printed) if c.status != "known"] == []
    labels = {r["label"] for r in rows if r["table"] in ("01", "04") and r["side"] == "expenditure"}
    ordinals = {label for label in labels if "、" in label}
    assert {label for label in labels if subjects.class_code(label, year)} == ordinals
    assert len(ordinals) == classes
    assert not any(subjects.class_code(r["label"], year) for r in rows if r["side"] == "income")


@pytest.mark.parametrize(
    "label", ["八、社会保障就业支出", "社会保障及就业", "八、社会保障与就业（类）支出", "社会保障和就业类"]
)
def test_a_class_is_known_however_its_parts_are_joined(label: str) -> None:
    assert subjects.class_code(label) == "208"
