"""Who published, for which year, and where."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractor import knowledge
from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.document.read import read_document
from extractor.identity.model import UnitName
from extractor.identity.naming import Naming, clean_name, report_kind, titles
from extractor.identity.opening import self_namings
from extractor.identity.regions import region
from extractor.identity.units import is_fuller, printed_name, unit_name, unit_names
from extractor.identity.year import Mention, resolve_year, year_mentions
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from tests.support.readings import CORPUS, needs_corpus

SHAPES = knowledge.entry("self_naming.yaml")


def contents(*pages: str) -> list[PageContent]:
    return [
        PageContent(number, (), tuple(Line(text, number) for text in page.splitlines()))
        for number, page in enumerate(pages, 1)
    ]


@pytest.mark.parametrize("shape", SHAPES["titles"], ids=lambda shape: str(shape["id"]))
def test_every_shape_finds_its_example_and_leaves_the_other(shape: dict[str, Any]) -> None:
    pattern = "".join(shape["pattern"])
    for part, body in SHAPES["parts"].items():
        pattern = pattern.replace("{" + part + "}", "".join(body["pattern"]))
    found = regex.match(pattern, plain(shape["example"]))
    assert found is not None
    words = found.groupdict()
    assert clean_name(words.get("name")) == shape.get("name")
    assert words.get("year") == (str(shape["year"]) if "year" in shape else None)
    other = regex.match(pattern, plain(shape["must_not"]))
    assert other is None or clean_name(other.groupdict().get("name")) is None


@pytest.mark.parametrize("told", SHAPES["opening"]["examples"], ids=lambda told: str(told["text"]))
def test_an_opening_of_no_known_shape_is_told_by_its_words(told: dict[str, Any]) -> None:
    (found, *_) = self_namings(contents(told["text"].replace("/", "\n")))
    assert (found.name, found.year, found.report) == (told["name"], told["year"], "决算")


@pytest.mark.parametrize("text", SHAPES["opening"]["not"])
def test_an_opening_names_nobody_where_it_is_of_something_else_or_names_two(text: str) -> None:
    assert not any(found.name for found in self_namings(contents(text.replace("/", "\n"))))


@given(
    st.permutations(["云岭县教育局", "2023年度", "部门决算公开"]), st.sampled_from(["", "二〇二四年九月", "2024年9月"])
)
def test_a_cover_says_the_same_in_whatever_order_its_lines_stand(lines: list[str], dated: str) -> None:
    found = self_namings(contents("\n".join([*lines, dated, "", "一般公共预算财政拨款支出决算表", "云岭县民政局"])))
    assert {n.name for n in found if n.name} == {"云岭县教育局"}
    assert {n.year for n in found if n.year} == {2023}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("部门：[026]云岭县民政局（本级）", "云岭县民政局"),
        ("公开部门：云岭县人民法院", "云岭县人民法院"),
        ("026001-云岭县民政局", "云岭县民政局"),
        ("编制单位（公章）：云岭县 第一 中学", "云岭县第一中学"),
        ("云岭县民政局部门", "云岭县民政局"),
        ("中共云岭县委办公室", "中共云岭县委办公室"),
        ("（云岭县民政局）", "云岭县民政局"),
        ("【部门决算】云岭县民政局", "云岭县民政局"),
        ("云岭县人大", "云岭县人大"),
        ("云岭经济开发区", "云岭经济开发区"),
        ("云岭县民政局（老龄办）", "云岭县民政局（老龄办）"),
        ("XX局", None),
        ("上海市 XX 局", None),
        ("某某部门", None),
        ("XX部门（单位）", None),
        ("本部门", None),
        ("我单位", None),
        ("单位：万元", None),
        ("部门：", None),
        ("收入支出决算总表", None),
        ("（参考", None),
        ("=HYPERLINK(云岭县民政局", None),
        (None, None),
    ],
)
def test_a_placeholder_or_a_common_noun_is_no_name(text: str | None, name: str | None) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("cover", "name", "year", "kind"),
    [
        ("云岭县民政局\n2024 年度部门决算\n", "云岭县民政局", 2024, "department_final"),
        ("中共云岭县委\n社会工作部 2024 年度\n部门决算", "中共云岭县委社会工作部", 2024, "department_final"),
        ("云岭县民政局\n年度部门决算\n2024年", "云岭县民政局", 2024, "department_final"),
        ("2022年度\n云岭县第一中学\n单位决算公开", "云岭县第一中学", 2022, "unit_final"),
        ("附件2\n二〇二一年度云岭县民政局部门决算公开说明", "云岭县民政局", 2021, "department_final"),
        ("2023年度部门决算公开\n云岭县民政局\n2024年9月", "云岭县民政局", 2023, "department_final"),
        ("单位名称：云岭县民政局\n报告年度：2023\n2023年度部门决算", "云岭县民政局", 2023, "department_final"),
        ("2023年度部门决算\n（云岭县民政局）", "云岭县民政局", 2023, "department_final"),
        ("Sheet1\n云岭县民政局\n2023年度部门决算", "云岭县民政局", 2023, "department_final"),
        ("云岭县民政局\n2025年部门预算", "云岭县民政局", 2025, "department_budget"),
        ("上海市 XX 局\n2024 年度部门决算", None, 2024, "department_final"),
    ],
)
def test_a_cover_in_any_order_gives_name_year_and_kind(cover: str, name: str | None, year: int, kind: str) -> None:
    found = titles(contents(cover, "目录\n第一部分 概况"))
    assert unit_name(unit_names([], found)) == name
    assert resolve_year(year_mentions(found)) == (year, None)
    assert report_kind(found) == kind


def test_a_name_broken_over_two_lines_of_a_page_is_one() -> None:
    heading = "第三部分 云岭县人力资源和\n社会保障局2023年度部门决算情况说明\n"
    prose = "云岭县人力资源和社会保障\n局2023年度收入总计3.00万元。"
    found = titles(contents("目录", "目录", heading + prose))
    assert [(t.place, t.name, t.year) for t in found] == [
        ("heading", "云岭县人力资源和社会保障局", 2023),
        ("prose", "云岭县人力资源和社会保障局", 2023),
    ]


def test_the_name_over_the_tables_is_taken_in_its_fullest_form() -> None:
    found = [
        Naming("cover", "云岭县人社中心", 2023, "部门", "决算", 1),
        Naming("heading", "县人社中心", 2023, "部门", "决算", 2),
        Naming("prose", "纳入青河市云岭县人力资源和社会保障信息中心", 2023, None, None, 9),
    ]
    makers = ["云岭县人力资源和社会保障信息中心"] * 3 + ["XX中心", None]
    sheets = ["青河市云岭县人力资源和社会保障信息中心", "云岭县第二中学"]
    names = unit_names(makers, found, sheets)
    assert unit_name(names) == "青河市云岭县人力资源和社会保障信息中心"
    assert printed_name(names) == "云岭县人力资源和社会保障信息中心"
    assert names[0] == UnitName("云岭县人力资源和社会保障信息中心", "frame", 3)
    assert "云岭县第二中学" not in {n.name for n in names}
    # A heading that leaves out the county yields to the cover that has it.
    cover = Naming("cover", "青河市云岭县规划局", 2023, "部门", "决算", 1)
    assert unit_name(unit_names(["青河市规划局"], [cover])) == "青河市云岭县规划局"
    assert not is_fuller("云岭县教育局教研室", "云岭县教育局")
    assert not is_fuller("机构设置云岭县教育局", "云岭县教育局")


@pytest.mark.parametrize(
    ("mentions", "year", "words"),
    [
        ([], None, None),
        ([Mention("prose", 2022, 9), Mention("cover", 2023, 1)], 2023, None),
        ([Mention("frame", 2022, 1), Mention("frame", 2023, 8)], 2023, "the tables say 2022"),
        ([Mention("heading", 2023, 1), Mention("cover", 2024, 1)], 2024, "the headings say 2023"),
        ([Mention("heading", 2022, 2), Mention("heading", 2023, 2)], 2023, "the headings say 2022"),
        ([Mention("prose", 2022, 2), Mention("prose", 2023, 1)], 2022, "the prose says 2023"),
    ],
)
def test_the_year_is_the_cover_s_and_a_contradiction_is_told(
    mentions: list[Mention], year: int | None, words: str | None
) -> None:
    found, disagreement = resolve_year(mentions)
    assert found == year
    assert (disagreement is None) == (words is None)
    assert words is None or (words in str(disagreement) and str(year) in str(disagreement))


@needs_corpus
@pytest.mark.parametrize(
    ("file", "name", "year", "disagrees"),
    [
        ("seed.txt", "曾都区人社信息网络和档案中心", 2023, False),
        ("shegongbu_2024.pdf", "中共上海市普陀区委社会工作部", 2024, False),
        ("doctored_2024.pdf", "上海市普陀区财政局", 2024, True),
        ("template_blank.pdf", None, 2024, False),
    ],
)
def test_real_documents_name_themselves(file: str, name: str | None, year: int, disagrees: bool) -> None:
    found = titles(locate(read_document(CORPUS / file)))
    assert unit_name(unit_names([], found)) == name
    got, disagreement = resolve_year(year_mentions(found))
    assert (got, disagreement is not None) == (year, disagrees)
    assert report_kind(found) == "department_final"


@given(st.text(alphabet="云岭县民政局部门单位决算预算2023年度第一二、（）：X \n表", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for title in titles(contents(text, text)):
        assert title.name is None or clean_name(title.name) == title.name


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("随州市曾都区财政局", ("湖北省", "随州市", "曾都区")),
        ("曾都区财政局", ("湖北省", "随州市", "曾都区")),
        ("中共上海市普陀区委办公室", ("上海市", "上海市", "普陀区")),
        ("湖北省仙桃市财政局", ("湖北省", None, "仙桃市")),
        ("东莞市教育局", ("广东省", "东莞市", None)),
        ("河北省桥西区财政局", ("河北省", None, None)),
        ("普陀区财政局", None),
        ("财政局", None),
    ],
)
def test_a_region_only_where_the_name_leaves_no_doubt(name: str, place: tuple[str | None, ...] | None) -> None:
    found = region(name)
    assert (found and (found.province, found.city, found.county)) == place
