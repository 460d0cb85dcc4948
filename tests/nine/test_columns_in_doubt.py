"""Columns that measure something else than their headers say: no number of theirs is passed, and nobody is blamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Disclosure, read

SAMPLE = Path(__file__).parents[2] / "samples" / "street_2024.txt"


def changed(folder: Path, title: str, *changes: tuple[str, str], swap: bool = True) -> Disclosure:
    """The sample with texts of one table replaced, or exchanged, each at the first place after its title."""
    before, title, after = SAMPLE.read_text("utf-8").partition(f"\n\t{title}\t")
    for old, new in changes:
        assert old in after
        after = after.replace(old, "\0", 1)
        after = (after.replace(new, old, 1) if swap else after).replace("\0", new, 1)
    path = folder / SAMPLE.name
    path.write_text(before + title + after, "utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("table", "title", "one", "other", "measures"),
    [
        ("03", "支出决算表", "基本支出", "项目支出", {"basic", "project"}),
        ("05", "一般公共预算财政拨款支出决算表", "基本支出", "项目支出", {"basic", "project"}),
        ("02", "收入决算表", "财政拨款收入", "其他收入", {"appropriation", "other"}),
    ],
)
def test_no_number_is_passed_where_two_headers_changed_places(
    table: str, title: str, one: str, other: str, measures: set[str], tmp_path: Path
) -> None:
    found = changed(tmp_path, title, (one, other))
    assert found.document.status == "partial"
    amounts = [fact for fact in found.facts if fact.table_no == table and fact.measure in measures and fact.amount]
    assert amounts and not [fact for fact in amounts if fact.check_status == "passed"]
    assert not [check for check in found.checks if check.verdict == "printed"]


def test_no_number_is_passed_where_amounts_changed_places_and_the_prose_tells_of_one_alone(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    for printed, other in (
        ("7.60\t6.49\t\t\t7.60\t6.49\t", "7.60\t6.49\t3.00\t4.09\t4.60\t2.40\t"),
        ("公务用车购置支出为0.00万元", "公务用车购置支出为2.40万元"),
        ("公务用车运行维护支出6.49万元，", ""),
    ):
        assert printed in text
        text = text.replace(printed, other, 1)
    path = tmp_path / SAMPLE.name
    path.write_text(text, "utf-8")
    found = read(path)
    of_vehicles = {f.measure: f.check_status for f in found.facts if f.table_no == "09" and f.basis == "final"}
    assert found.document.status == "partial"
    assert "passed" not in {of_vehicles["vehicle_purchase"], of_vehicles["vehicle_operation"]}
    assert of_vehicles["vehicle_total"] == of_vehicles["reception"] == "passed"


def test_no_number_is_passed_where_all_columns_of_two_stages_changed_places(tmp_path: Path) -> None:
    """公务用车购置费 and 运行维护费 add up to their sum in both stages, and of the budgets nothing else tells."""
    text, stages = SAMPLE.read_text("utf-8"), ["预算数", "决算数"]
    for printed, other in (
        ("购置及运行维护费支出决算为6.49", "购置及运行维护费支出决算为8.89"),
        ("购置及运行维护费支出决算6.49", "购置及运行维护费支出决算8.89"),
        ("购置及运行维护费支出6.49", "购置及运行维护费支出8.89"),
        ("8.64", "11.04"),
        ("7.60\t6.49\t\t\t7.60\t6.49\t", "7.60\t8.89\t1.00\t2.40\t6.60\t6.49\t"),
        ("公务用车购置支出为0.00万元", "公务用车购置支出为2.40万元"),
        ("\t".join(stages * 6), "\t".join(stages[::-1] * 6)),
    ):
        assert printed in text
        text = text.replace(printed, other)
    path = tmp_path / SAMPLE.name
    path.write_text(text, "utf-8")
    found = read(path)
    amounts = [fact for fact in found.facts if fact.table_no == "09" and fact.amount]
    assert found.document.status == "partial" and len(amounts) == 10
    assert not [fact for fact in amounts if fact.check_status == "passed"]


def test_no_number_is_passed_where_all_columns_of_two_flows_changed_places(tmp_path: Path) -> None:
    """Of the parts of 本年收入 in 07 nothing tells but their sum, which changes places with them."""
    before, title, after = SAMPLE.read_text("utf-8").partition("\n\t政府性基金预算财政拨款收入支出决算表\t")
    table, gap, rest = after.partition("\n\n")
    for printed, other in (
        ("年初结转和结余\t本年收入\t", "{}\t\t\t{}\t\t\t"),
        ("科目名称\t\t", "科目名称" + "\t合计\t基本支出\t项目支出" * 2),
        ("\t\t119.28\t119.28\t", "\t\t\t\t119.28\t20.00\t99.28\t119.28\t"),
    ):
        assert printed in table
        table = table.replace(printed, other)
    path = tmp_path / SAMPLE.name
    found = {}
    for flows in (("年初结转和结余", "本年收入"), ("本年收入", "年初结转和结余")):
        path.write_text(before + title + table.format(*flows) + gap + rest, "utf-8")
        found[flows[0]] = read(path)
    of = {
        first: {
            f.check_status for f in made.facts if f.table_no == "07" and f.measure.startswith(("opening", "income"))
        }
        for first, made in found.items()
    }
    assert found["年初结转和结余"].document.status == "ok" and of["年初结转和结余"] == {"passed"}
    assert of["本年收入"] and "passed" not in of["本年收入"]


def test_no_number_is_passed_of_a_column_that_is_taken_for_a_stage_of_the_budget(tmp_path: Path) -> None:
    found = changed(tmp_path, "收入决算表", ("财政拨款收入", "预算安排收入"), swap=False)
    budgets = [fact for fact in found.facts if fact.table_no == "02" and fact.basis != "final"]
    assert found.document.status == "partial" and "passed" not in {fact.check_status for fact in budgets}


def test_numbers_beside_them_are_passed_all_the_same(tmp_path: Path) -> None:
    found = changed(tmp_path, "支出决算表", ("基本支出", "项目支出"))
    totals = [fact for fact in found.facts if fact.table_no == "02" and fact.measure == "total"]
    assert totals and {fact.check_status for fact in totals} == {"passed"}


@pytest.mark.parametrize("title", ["收入决算表", "支出决算表", "一般公共预算财政拨款支出决算表"])
def test_codes_and_names_of_subjects_are_known_where_their_headers_changed_places(title: str, tmp_path: Path) -> None:
    found, as_printed = changed(tmp_path, title, ("功能分类科目编码", "科目名称")), read(SAMPLE)
    assert found.document.status == "ok"
    assert [(f.cell, f.subject_code, f.amount) for f in found.facts] == [
        (f.cell, f.subject_code, f.amount) for f in as_printed.facts
    ]


@pytest.mark.parametrize("column", [1, 3])
def test_a_side_without_a_column_of_amounts_is_told(column: int, tmp_path: Path) -> None:
    lines = SAMPLE.read_text("utf-8").split("\n")
    first = lines.index("收入\t\t支出\t")
    last = next(at for at in range(first, len(lines)) if not lines[at].strip())
    for at in range(first, last):
        cells = lines[at].split("\t")
        lines[at] = "\t".join(cells[:column] + cells[column + 1 :])
    path = tmp_path / SAMPLE.name
    path.write_text("\n".join(lines), "utf-8")
    found = read(path)
    assert found.document.status == "partial"
    assert "no column of amounts of its" in (found.document.error or "")


def test_the_two_sides_of_01_as_tables_of_their_own_are_one(tmp_path: Path) -> None:
    """Under 收入支出决算总表 and 支出决算总表: nothing is said to be lacking, and income is held to spending."""
    lines = SAMPLE.read_text("utf-8").split("\n")
    first = lines.index("收入\t\t支出\t")
    last = next(at for at in range(first, len(lines)) if not lines[at].strip())
    sides = [["\t".join(line.split("\t")[at : at + 2]) for line in lines[first + 1 : last]] for at in (0, 2)]
    lines[first:last] = [*sides[0], "", "支出决算总表", "公开01表", "金额单位：万元", *sides[1]]
    path = tmp_path / SAMPLE.name
    path.write_text("\n".join(lines), "utf-8")
    found, as_printed = read(path), read(SAMPLE)
    assert found.document.status == "ok", found.document.error
    assert sorted((f.table_no, f.printing, f.row_label, f.amount) for f in found.facts if f.table_no == "01") == sorted(
        (f.table_no, f.printing, f.row_label, f.amount) for f in as_printed.facts if f.table_no == "01"
    )
    assert len({f.cell for f in found.facts}) == len(found.facts)
    assert [c.check_id for c in found.checks if c.status == "pass"] == [
        c.check_id for c in as_printed.checks if c.status == "pass"
    ]


@pytest.mark.parametrize(
    "frame",
    [
        "金额单位：万元",
        "\t\t金额单位：万元",
        "2024年度\t\t\n金额单位：万元",
        "\t\t\t2024年度\n部门：{maker}\n单位：万元\t",
    ],
)
def test_cells_of_nothing_but_title_and_frame_are_no_table(frame: str, tmp_path: Path) -> None:
    """As text has them that was copied from a spreadsheet: each line in as many cells as it happened to fill."""
    text = SAMPLE.read_text("utf-8")
    head = next(line for line in text.split("\n") if line.startswith("部门："))
    maker = head.removeprefix("部门：").partition("\t")[0]
    path = tmp_path / SAMPLE.name
    path.write_text(text.replace(head, frame.format(maker=maker)), "utf-8")
    found, as_printed = read(path), read(SAMPLE)
    assert found.document.status == "ok", found.document.error
    assert [(f.unit_name, f.subject_code, f.amount) for f in found.facts] == [
        (f.unit_name, f.subject_code, f.amount) for f in as_printed.facts
    ]


def test_the_figure_at_the_start_of_a_year_is_a_balance_beside_one_at_its_end(tmp_path: Path) -> None:
    title = "政府性基金预算财政拨款收入支出决算表"
    before, title, after = SAMPLE.read_text("utf-8").partition(f"\n\t{title}\t")
    after = after.replace("年初结转和结余", "年初数", 1).replace("年末结转和结余", "年末数", 1)
    path = tmp_path / SAMPLE.name
    path.write_text(before + title + after, "utf-8")
    found, as_printed = read(path), read(SAMPLE)
    assert found.document.status == "ok"
    assert {f.cell: f.amount for f in found.facts} == {f.cell: f.amount for f in as_printed.facts}


@pytest.mark.parametrize(
    "label", ["编报年度：2024", "年度：2024年", "2024年1月1日至12月31日", "所属年度:2024年度", "2024年度部门决算"]
)
def test_the_year_over_a_table_may_have_a_label(label: str, tmp_path: Path) -> None:
    path = tmp_path / SAMPLE.name
    text = SAMPLE.read_text("utf-8")
    assert "\t2024年度\t" in text
    path.write_text(text.replace("\t2024年度\t", f"\t{label}\t"), "utf-8")
    found, as_printed = read(path), read(SAMPLE)
    assert found.document.status == "ok" and {f.cell for f in found.facts} == {f.cell for f in as_printed.facts}
