"""Whose each table is, in files that hold the tables of several units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import read
from extractor.document.model import Document
from extractor.identity.headings import coverage_of, mark_of
from extractor.identity.model import Coverage
from extractor.identity.owners import Ownership, owned
from extractor.identity.shapes import self_naming
from extractor.identity.units import is_fuller
from extractor.lexicon.ordinals import number_of
from extractor.stages import Interpreted, interpret, locate
from tests.support.interpreted import text_document

HEADS = {
    "03": "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出",
    "05": "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出",
    "02": "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入",
}
TITLES = {"03": "支出决算表", "05": "一般公共预算财政拨款支出决算表", "02": "收入决算表"}
SET = ("03", "05")
COVER = ("云岭县教育局所属学校", "2023年度单位决算公开")
SCHOOLS = ("云岭县第一小学", "云岭县第十一小学", "云岭县第二小学")


def table(
    kind: str,
    amount: str = "1.00",
    maker: str | None = None,
    title: str = "",
    before: Sequence[str] = (),
    below: str | None = None,
) -> list[str]:
    """The lines of a table: what stands before it, its title, its maker row, a row of one subject, what is below it."""
    zeros = "\t0.00" * (HEADS[kind].count("\t") - 3)
    rows = [f"201\t一般公共服务支出\t{amount}\t{amount}{zeros}\t0.00", f"\t合计\t{amount}\t{amount}{zeros}\t0.00"]
    rows = [row.rsplit("\t", 1)[0] if row.count("\t") > HEADS[kind].count("\t") else row for row in rows]
    frame = f"部门：{maker}　　单位：万元" if maker else "单位：万元"
    foot = [f"编制单位：{below}"] if below else []
    return [*before, title or TITLES[kind], frame, HEADS[kind], *rows, "", *foot, ""]


def read_text(cover: Sequence[str], *tables: list[str]) -> Interpreted:
    document: Document = text_document("\n".join([*cover, "目录", "", *(line for lines in tables for line in lines)]))
    return interpret(locate(document))


def owners(found: Interpreted) -> list[tuple[str, str | None, str | None]]:
    ownership: Ownership = found.ownership
    pairs = zip(ownership.tables, ownership.accounts, strict=True)
    return [(table.kind, account.unit_name, account.coverage) for table, account in pairs]


BY_UNIT = [(kind, school, None) for school in SCHOOLS for kind in SET]
BY_TABLE = [(kind, school, None) for kind in SET for school in SCHOOLS]


@pytest.mark.parametrize("wanted", [BY_UNIT, BY_TABLE], ids=["by unit", "by table"])
@pytest.mark.parametrize("place", ["over", "above the title", "below", "title"])
def test_the_maker_or_the_title_names_the_unit_whatever_the_order(
    wanted: list[tuple[str, str, None]], place: str
) -> None:
    tables = [
        table(kind, maker=unit)
        if place == "over"
        else table(kind, before=(f"编制单位：{unit}",))
        if place == "above the title"
        else table(kind, below=unit)
        if place == "below"
        else table(kind, title=f"{unit}2023年度{TITLES[kind]}")
        for kind, unit, _ in wanted
    ]
    found = read_text(COVER, *tables)
    assert owners(found) == wanted
    assert found.identity.unit_name == "云岭县教育局"
    sets = {(a.unit_name, a.set_no) for a in found.ownership.accounts}
    assert len(sets) == len(SCHOOLS) and 1 not in {number for _, number in sets}  # the first would be the publisher's
    assert {a.printing for a in found.ownership.accounts} == {1}


@pytest.mark.parametrize(
    "shape",
    [
        "{n}、{name}2023年度单位决算表",
        "第{n}部分 {name}2023年度单位决算",
        "{n}、{name}",
        "{name}",
        "附件{n}：{name}决算公开表",
    ],
)
def test_a_heading_names_the_unit_of_the_set_below_it(shape: str) -> None:
    tables = [
        table(kind, before=[shape.format(n="一二三"[n], name=school)] if kind == "03" else ())
        for n, school in enumerate(SCHOOLS)
        for kind in SET
    ]
    assert owners(read_text(COVER, *tables)) == BY_UNIT


def test_a_cover_of_its_own_names_the_unit_of_what_follows() -> None:
    parts = ["2023年度单位决算公开", "第一部分 概况", "一、主要职责", "承担教学工作。", "第二部分 决算表"]
    tables = [table(kind, before=[school, *parts] if kind == "03" else ()) for school in SCHOOLS for kind in SET]
    assert owners(read_text(COVER, *tables)) == BY_UNIT


def test_a_maker_row_on_the_first_table_of_a_set_holds_for_the_set() -> None:
    tables = [table(kind, maker=school if kind == "03" else None) for school in SCHOOLS for kind in SET]
    assert owners(read_text(COVER, *tables)) == BY_UNIT


def test_a_unit_that_lacks_a_table_shifts_nothing() -> None:
    found = read_text(
        COVER, table("03", maker=SCHOOLS[0]), table("03", maker=SCHOOLS[1]), table("05", maker=SCHOOLS[1])
    )
    first, second, third = (account.set_no for account in found.ownership.accounts)
    assert first != second == third


def test_where_nothing_tells_whose_a_table_is_it_is_nobodys_and_told() -> None:
    """Sorted by table, with makers on the first of them alone; and a set after another without a word."""
    makers = [table("03", maker=school) for school in SCHOOLS]
    by_table = read_text(COVER, *makers, *(table("05") for _ in SCHOOLS))
    assert owners(by_table)[3:] == [("05", None, None)] * 3
    assert len(by_table.ownership.told) == 3
    without = read_text(COVER, *(table(kind) for _ in SCHOOLS for kind in SET))
    assert {unit for _, unit, _ in owners(without)[2:]} == {None} and without.ownership.told


LISTS = (
    ["纳入决算编制范围的单位：", "1.云岭县民政局本级", "2.云岭县救助站", "3.云岭县殡仪馆", "第二部分 决算表"],
    ["（二）所属事业单位", "云岭县救助站", "第二部分 2023年度部门决算表"],
    ["（二）所属事业单位", "1.云岭县救助站"],
)


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_of_units_in_the_prose_heads_no_table(listed: list[str]) -> None:
    found = read_text(["云岭县民政局", "2023年度部门决算"], [*listed, ""], *(table(kind, maker=None) for kind in SET))
    assert {unit for _, unit, _ in owners(found)} == {"云岭县民政局"} and not found.ownership.told


def test_the_title_says_the_coverage_too() -> None:
    shapes = ("云岭县民政局（汇总）2023年度{}", "云岭县民政局（本级）2023年度{}", "云岭县民政局苗圃2023年度{}")
    tables = [table(kind, title=shape.format(TITLES[kind])) for shape in shapes for kind in SET]
    assert owners(read_text(("云岭县民政局", "2023年度部门决算"), *tables))[::2] == [
        ("03", "云岭县民政局", "summary"),
        ("03", "云岭县民政局", "own"),
        ("03", "云岭县民政局苗圃", None),
    ]


def test_own_accounts_beside_those_of_the_department_make_these_the_summary() -> None:
    found = read_text(
        ["云岭县民政局", "2023年度部门决算"],
        *(table(kind, "9.00", maker="云岭县民政局") for kind in SET),
        *(table(kind, "5.00", maker="云岭县民政局（本级）") for kind in SET),
        *(table(kind, "4.00", maker="云岭县民政局婚姻登记处") for kind in SET),
    )
    assert owners(found)[::2] == [
        ("03", "云岭县民政局", "summary"),
        ("03", "云岭县民政局", "own"),
        ("03", "云岭县民政局婚姻登记处", None),
    ]
    assert [a.set_no for a in found.ownership.accounts] == [1, 1, 2, 2, 3, 3]
    assert found.identity.unit_name == "云岭县民政局"


def test_a_second_reading_of_a_few_tables_keeps_them_in_the_summary() -> None:
    found = read_text(
        ["云岭县民政局", "2023年度部门决算"],
        *(table(kind, "9.00", maker="云岭县民政局") for kind in SET),
        *(table(kind, "5.00", maker="云岭县民政局（本级）") for kind in SET),
    )
    again = owned(found.rest, found.ownership.tables[:1], first=found.ownership)
    assert again.accounts == found.ownership.accounts[:1]


def test_two_forms_of_one_name_are_one_unit_unless_both_have_the_same_table() -> None:
    one = read_text((), table("03", maker="云岭县人社局"), table("05", maker="云岭县人力资源和社会保障局"))
    assert {unit for _, unit, _ in owners(one)} == {"云岭县人力资源和社会保障局"}
    two = read_text((), *(table(kind, maker=m) for m in ("云岭县实验小学", "云岭县城关实验小学") for kind in SET))
    assert [unit for _, unit, _ in owners(two)] == ["云岭县实验小学"] * 2 + ["云岭县城关实验小学"] * 2


@pytest.mark.parametrize(
    ("text", "coverage"),
    [
        ("云岭县民政局（本级）", Coverage.OWN),
        ("云岭县民政局(汇总)", Coverage.SUMMARY),
        ("云岭县民政局本级2023年度部门决算", Coverage.OWN),
        ("支出决算表（部门汇总）", Coverage.SUMMARY),
        ("云岭县本级财政国库支付中心", None),
        ("云岭县民政局", None),
    ],
)
def test_coverage_is_said_beside_a_name(text: str, coverage: Coverage | None) -> None:
    assert coverage_of(text) is coverage


@pytest.mark.parametrize(
    "text", ["二、收入决算情况说明", "第二部分 部门决算表", "办公经费", "3.00", "云岭县救助站绩效自评表"]
)
def test_what_names_no_unit_is_no_heading(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize("ordinal", ["", "二、", "第二部分 （一）", "附件1：", "附：", "一、附表2"])
def test_a_heading_names_its_unit_whatever_numbers_it(ordinal: str) -> None:
    """附 alone is a part of the name."""
    mark = mark_of(f"{ordinal}附属实验小学2023年度单位决算")
    assert mark is not None and mark.name == "附属实验小学"


@pytest.mark.parametrize(
    ("numeral", "number"), [("7", 7), ("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("三十四", 34), ("十十", 0)]
)
def test_a_number_is_read_in_either_writing(numeral: str, number: int) -> None:
    assert number_of(numeral) == number


def test_names_that_differ_in_a_number_are_different_names() -> None:
    assert not is_fuller("云岭县第十一小学", "云岭县第一小学")
    assert not is_fuller("云岭县第2中学", "云岭县第中学")
    assert is_fuller("随州市曾都区人力资源和社会保障局", "曾都区人社局")
    assert is_fuller("澄州市望湖区人民政府听松街道办事处", "听松街道办事处")


def test_the_facts_of_each_unit_are_its_own(tmp_path: Path) -> None:
    lines = [line for n, school in enumerate(SCHOOLS, 1) for line in table("03", f"{n}.00", maker=school)]
    path = tmp_path / "schools.txt"
    path.write_text("\n".join([*COVER, *lines]), "utf-8")
    facts = read(path).facts
    assert {(f.unit_name, str(f.amount)) for f in facts if f.item and f.measure == "total"} == {
        (school, f"{n}.00") for n, school in enumerate(SCHOOLS, 1)
    }
    assert len({f.cell for f in facts}) == len(facts)


ZEROS = "\t0.00\t0.00"
TWO = ("208\t保障支出\t5.00\t5.00", "208\t保障支出\t4.00\t4.00")
UNITS = (  # a row for each unit, with a code of its own or without; a column of them, printed in each row or once
    (
        "",
        "\t合计\t9.00\t9.00",
        "101001\t云岭县民政局本级\t5.00\t5.00",
        TWO[0],
        "101002\t云岭县救助站\t4.00\t4.00",
        TWO[1],
    ),
    ("", "\t合计\t9.00\t9.00", "\t云岭县民政局\t5.00\t5.00", TWO[0], "\t云岭县救助站\t4.00\t4.00", TWO[1]),
    (
        "单位代码\t单位名称\t",
        "\t\t合计\t\t9.00\t9.00",
        f"101001\t云岭县民政局\t{TWO[0]}",
        f"101002\t云岭县救助站\t{TWO[1]}",
    ),
    (
        "单位名称\t",
        "合计\t\t\t9.00\t9.00",
        "云岭县民政局（本级）\t208\t保障支出\t3.00\t3.00",
        "\t221\t住房保障支出\t2.00\t2.00",
        f"云岭县救助站\t{TWO[1]}",
    ),
)


@pytest.mark.parametrize("lines", UNITS)
@pytest.mark.parametrize(("titled", "status"), [("支出决算表", "ok"), ("支出决算统筹表", "partial")])
def test_rows_of_units_go_to_their_units(tmp_path: Path, lines: tuple[str, ...], titled: str, status: str) -> None:
    """Under a title with an unknown word too, on which the accounts decide only in a table of one unit."""
    head, *rows = lines
    path = tmp_path / "rows.txt"
    texts = ["云岭县民政局2023年度部门决算", titled, "部门：云岭县民政局\t单位：万元", head + HEADS["03"]]
    path.write_text("\n".join([*texts, *(row + ZEROS for row in rows)]), "utf-8")
    found = read(path)
    sums: dict[tuple[str | None, str | None], int] = {}
    for fact in found.facts:
        if fact.measure == "total" and (fact.subject_code or fact.row_label == "合计"):
            key = (fact.unit_name, fact.coverage)
            sums[key] = sums.get(key, 0) + int(fact.amount)
    assert sums == {("云岭县民政局", "summary"): 9, ("云岭县民政局", "own"): 5, ("云岭县救助站", None): 4}
    assert found.status == status


def test_a_column_of_one_unit_alone_parts_no_total_from_its_rows(tmp_path: Path) -> None:
    rows = ["合计\t\t\t5.00\t5.00", f"云岭县民政局\t{TWO[0]}"]
    path = tmp_path / "one.txt"
    texts = ["云岭县民政局2023年度部门决算", "支出决算表", "部门：云岭县民政局\t单位：万元", "单位名称\t" + HEADS["03"]]
    path.write_text("\n".join([*texts, *(row + ZEROS for row in rows)]), "utf-8")
    found = read(path)
    assert {(f.unit_name, f.coverage) for f in found.facts} == {("云岭县民政局", None)}
    assert found.status == "ok"


@pytest.mark.parametrize("other", ["云岭县救助站", "云岭县社会救助民政局"])
def test_a_row_of_09_is_of_its_unit(tmp_path: Path, other: str) -> None:
    head = (
        "单位名称\t合计\t因公出国（境）费\t公务用车购置及运行维护费小计\t公务用车购置费\t公务用车运行维护费\t公务接待费"
    )
    rows = ["合计\t9.00\t0.00\t6.00\t0.00\t6.00\t3.00", "云岭县民政局\t5.00\t0.00\t3.00\t0.00\t3.00\t2.00"]
    rows.append(f"{other}\t4.00\t0.00\t3.00\t0.00\t3.00\t1.00")
    path = tmp_path / "nine.txt"
    title = ["云岭县民政局2023年度部门决算", "财政拨款“三公”经费支出决算表", "部门：云岭县民政局\t单位：万元"]
    path.write_text("\n".join([*title, head, *rows]), "utf-8")
    totals = {(f.unit_name, f.coverage): int(f.amount) for f in read(path).facts if f.measure == "total"}
    assert totals == {("云岭县民政局", "summary"): 9, ("云岭县民政局", "own"): 5, (other, None): 4}


def test_names_of_subjects_are_no_units(tmp_path: Path) -> None:
    rows = ["\t卫生健康支出\t9.00\t9.00", "\t公立医院\t5.00\t5.00", "\t乡镇卫生院\t4.00\t4.00", "\t合计\t9.00\t9.00"]
    path = tmp_path / "names.txt"
    title = ["云岭县卫生健康局2023年度部门决算", "支出决算表", "部门：云岭县卫生健康局\t单位：万元", HEADS["03"]]
    path.write_text("\n".join([*title, *(row + ZEROS for row in rows)]), "utf-8")
    assert {(f.unit_name, f.coverage) for f in read(path).facts} == {("云岭县卫生健康局", None)}


def explanation(amount: int, name: str = "") -> list[str]:
    """The prose of one unit, as the first of its sections and another one have it."""
    return [
        "一、收入支出决算总体情况说明",
        f"{name}2023年度收、支总计均为{amount}.00万元。",
        "八、一般公共预算财政拨款支出决算情况说明",
        f"2023年度一般公共预算财政拨款支出{amount}.00万元。",
    ]


@pytest.mark.parametrize("shape", ["{n}、{name}2023年度单位决算", "第{n}部分 {name}2023年度单位决算", ""])
def test_the_prose_of_each_unit_is_its_own(tmp_path: Path, shape: str) -> None:
    """Under a heading with the unit's name, or opened by it; and where neither tells, of nobody."""
    for named in (True, False) if not shape else (False,):
        lines = [*COVER, "目录", ""]
        for n, school in enumerate(SCHOOLS, 1):
            lines += [shape.format(n="零一二三"[n], name=school)] if shape else []
            lines += table("03", f"{n}.00", maker=school) + explanation(n, school if named else "")
        path = tmp_path / f"prose{named}.txt"
        path.write_text("\n".join(lines), "utf-8")
        found = read(path)
        said = {(f.unit_name, f.value) for f in found.figures if f.metric == "amount"}
        if shape or named:
            assert said == {(school, n) for n, school in enumerate(SCHOOLS, 1)}
        else:
            assert {unit for unit, _ in said} == {None} and found.status == "partial"
        assert not [check for check in found.checks if check.status == "fail"]


def test_after_the_tables_of_the_units_the_publisher_explains(tmp_path: Path) -> None:
    lines = [*COVER, "目录", "", "第一部分 概况", "第二部分 2023年度单位决算表"]
    for n, school in enumerate(SCHOOLS, 1):
        lines += [f"{'零一二三'[n]}、{school}2023年度单位决算表", *table("03", f"{n}.00")]
    lines += ["第三部分 2023年度单位决算情况说明", *explanation(6)]
    path = tmp_path / "after.txt"
    path.write_text("\n".join(lines), "utf-8")
    found = read(path)
    assert {f.unit_name for f in found.figures} == {"云岭县教育局"}
    assert [f.unit_name for f in found.facts if f.item and f.measure == "total"] == [*SCHOOLS]


def test_the_headings_of_the_patterns_are_met() -> None:
    headings = self_naming().table_headings
    assert all(mark_of(text) for text in headings.examples)
    assert not any(mark_of(text) for text in headings.counter_examples)
