"""What a table lost on its way into the text layer: digits of codes that are letters, names that are others, pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from extractor.reading import Reading, read_file
from extractor.tables.model import PageContent
from extractor.tables.nine.blanks import gaps, lost_pages
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support import disclosures
from tests.support.grids import line, ruled
from tests.support.interpreted import HEAD_05, ROWS_05, TITLE_05, WIDTHS_05, from_text, unread, values
from tests.support.paper import Paper

SAMPLES = Path(__file__).parents[2] / "samples"
BEFORE = "支出决算表"
TOTAL = ("", "合计", "12.00", "12.00")


def reading(path: Path, code: str, name: str) -> Reading:
    path.write_bytes(disclosures.pdf(disclosures.table([(code, name, "12.00", "12.00"), TOTAL])))
    return read_file(path)


@pytest.mark.parametrize("code", ["2O10101", "20l0101", "2010\ufffd01", "2010101201"])
def test_a_code_with_letters_or_too_many_digits_is_told(tmp_path: Path, code: str) -> None:
    found = reading(tmp_path / "a.pdf", code, "行政运行")
    assert found.document.status == "partial"
    assert {f.row_label for f in found.facts} == {"合计"}


def test_a_name_that_has_nothing_of_the_official_one_is_told(tmp_path: Path) -> None:
    assert reading(tmp_path / "a.pdf", "2010101", "行政运行").document.status == "ok"
    assert "garbled" in (reading(tmp_path / "b.pdf", "2010101", "幼儿教育").document.error or "")


def test_a_name_with_letters_for_some_of_its_ideographs_is_told(tmp_path: Path) -> None:
    """As the text layer of files that went through other programs: what is drawn is 行政运行."""
    assert "garbled" in (reading(tmp_path / "a.pdf", "2010101", "行政P行").document.error or "")
    assert reading(tmp_path / "b.pdf", "2010101", "行政经行").document.status == "ok"  # a slip of the writer's


@pytest.mark.parametrize("amount", ["12·00", "12,00", "¹².⁰⁰", "元12.00", "lz.OO"])
def test_amounts_that_are_no_numbers_make_no_empty_table(tmp_path: Path, amount: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        disclosures.pdf(disclosures.table([("2010101", "行政运行", amount, amount), ("", "合计", amount, amount)]))
    )
    found = read_file(path)
    assert (found.document.status, found.facts) == ("partial", ())


@pytest.mark.parametrize(
    ("titles", "blank", "told"),
    [
        ((BEFORE, TITLE_05), 1, True),  # 04 is lacking where nothing is printed
        ((BEFORE, TITLE_05), 0, False),
        (("收入决算表", BEFORE), 1, False),  # printed on both sides
        (("收入决算表", BEFORE, TITLE_05), 1, False),  # blank behind each of them
        ((BEFORE,), 1, True),  # 04 and more may have followed
    ],
)
def test_blank_pages_are_told_where_a_table_is_lacking(
    tmp_path: Path, titles: tuple[str, ...], blank: int, told: bool
) -> None:
    paper, numbers, page = Paper(tmp_path / "a.pdf"), [], 0
    for title in titles:
        paper.text(300, 30, title, 14)
        paper.ruled([*HEAD_05, *ROWS_05], WIDTHS_05)
        paper.page()
        page += 1
        for _ in range(blank):
            paper.page()
            page += 1
            numbers.append(page)
    found = paper.read()
    assert bool(list(lost_pages(found, numbers))) == told


@pytest.mark.parametrize(("amount", "told"), [("1.2345", False), ("1.23456", True)])
def test_decimals_that_are_not_kept_are_told(tmp_path: Path, amount: str, told: bool) -> None:
    """In 亿元 six decimals are 百元: `amount` keeps four of them."""
    path = tmp_path / "a.txt"
    rows = [("2010101", "行政运行", amount, amount), ("", "合计", amount, amount)]
    path.write_text(disclosures.text(rows).replace("单位：元", "单位：亿元"), "utf-8")
    found = read_file(path)
    assert ("4 numbers of more digits than are kept" in (found.document.error or "")) == told
    assert {fact.amount_yuan for fact in found.facts} == {Decimal(amount) * 100_000_000}


@pytest.mark.parametrize(("sample", "page"), [("schools_2023", 25), ("county_emergency_2019", 20), ("system_2023", 21)])
def test_a_page_that_is_gone_from_one_of_several_sets_is_told(sample: str, page: int, tmp_path: Path) -> None:
    with pdfium.PdfDocument(SAMPLES / f"{sample}.pdf") as document:
        del document[page - 1]
        document.save(tmp_path / "a.pdf")
    found = read_file(tmp_path / "a.pdf").document
    assert found.status == "partial" and "sets of tables: a page may be lost" in (found.error or "")


@pytest.mark.parametrize(
    ("kinds", "section", "told"),
    [
        (("01", "03", "05"), 2, True),
        (("02", "03", "05"), 1, True),
        (("01", "03", "05"), 4, True),
        (("01", "02", "03"), 5, False),  # the first ones alone
        (("01", "05"), 2, False),
        (("01", "02", "03", "05"), 7, False),
    ],
)
def test_a_table_of_whose_amounts_the_prose_tells_is_not_left_out(
    kinds: tuple[str, ...], section: int, told: bool
) -> None:
    alone = Interpretation((), (), (), ())
    assert bool(list(gaps(alone, kinds, (), {f"0{section}"}))) == told


@pytest.mark.parametrize(("amount", "of_unknown"), [("3000", "2000"), ("3,000", "2,000"), ("3000.00", "2000.00")])
def test_an_amount_in_an_unknown_row_of_09_is_told_with_decimals_or_without(
    amount: str, of_unknown: str, tmp_path: Path
) -> None:
    rows = (
        ("因公出国（境）费", "0"),
        ("公务接待费", amount),
        ("新能源充电费", of_unknown),
        ("国内接待批次（个）", "12"),
    )
    path = tmp_path / "a.txt"
    path.write_text(
        "云岭县档案馆2023年度部门决算\n财政拨款“三公”经费支出决算表\n公开09表\n单位：元\n项目\t预算数\t决算数\n"
        + "".join(f"{label}\t{number}\t{number}\n" for label, number in rows),
        "utf-8",
    )
    found = read_file(path)
    assert found.document.status == "partial" and "新能源充电费" in (found.document.error or "")
    assert "接待批次" not in (found.document.error or "")


@pytest.mark.parametrize("amount", ["1000000", "1,000,000", "1000000.00"])
def test_a_table_of_subjects_that_is_not_read_is_told_with_decimals_or_without(amount: str, tmp_path: Path) -> None:
    rows = "".join(
        f"{code}\t{name}\t{amount}\t{amount}\n" for code, name in (("205", "教育支出"), ("20502", "普通教育"))
    )
    page = (
        "云岭县实验学校2023年度部门决算\n一般公共预算财政拨款支出决算表\n公开05表\n单位：元\n"
        f"科目编码\t科目名称\t小计\t基本支出\t项目支出\n合计\t\t{amount}\t{amount}\t\n205\t教育支出\t{amount}\t{amount}\t\n"
    )
    path = tmp_path / "a.txt"
    path.write_text(page + "\n资金去向统揽表\n单位：元\n科目编码\t科目名称\t甲\t乙\n" + rows, "utf-8")
    error = read_file(path).document.error or ""
    assert "资金去向统揽表" in error and "was not read" in error
    path.write_text(page + "\n资金走向统揽单\n单位：元\n科目编码\t科目名称\t甲\t乙\n" + rows, "utf-8")
    assert "was not understood" in (read_file(path).document.error or "")
    path.write_text(page, "utf-8")
    assert read_file(path).document.status == "ok"


def test_rows_of_subjects_behind_a_note_are_told(tmp_path: Path) -> None:
    page = "云岭县实验学校2023年度部门决算\n一般公共预算财政拨款支出决算表\n公开05表\n单位：万元\n"
    table = "科目编码\t科目名称\t小计\t基本支出\t项目支出\n合计\t\t9.00\t9.00\t\n205\t教育支出\t9.00\t9.00\t\n"
    path = tmp_path / "a.txt"
    path.write_text(
        page + table + "注：本表反映部门本年度一般公共预算财政拨款支出情况。\n2050202\t小学教育\t7.00\t7.00\t0.00\n",
        "utf-8",
    )
    assert "7.00" in (read_file(path).document.error or "")


def test_rows_of_subjects_beside_a_sentence_are_told(tmp_path: Path) -> None:
    rows = [("2010101", "行政运行", "12.00", "12.00"), ("", "合计", "12.00", "12.00")]
    told = "20132 组织事务 7.00 7.00 注：本单位当年无此项支出，故本表无数据。"
    pages = disclosures.pages(disclosures.table(rows), disclosures.lines(told))
    (tmp_path / "a.pdf").write_bytes(disclosures.pdf(pages))
    assert "20132" in (read_file(tmp_path / "a.pdf").document.error or "")


def test_a_name_with_the_code_of_the_next_row_behind_it_is_told() -> None:
    rows = ["205\t9.00\t9.00\t0.00", "教育支出20502\t9.00\t9.00\t0.00", "普通教育\t\t\t", "合计\t9.00\t9.00\t0.00"]
    found = from_text("支出决算表", "科目编码及名称\t本年支出合计\t基本支出\t项目支出", *rows)
    assert any("教育支出20502" in sentence for sentence in unread(found))


@pytest.mark.parametrize(("below", "status"), [("60.60 14.00 46.00 31.00", "partial"), ("本表无数据。", "ok")])
def test_numbers_under_a_title_without_a_table_are_told_though_another_unit_has_that_table(
    below: str, status: str, tmp_path: Path
) -> None:
    head = "财政拨款“三公”经费支出决算表\n公开09表\n部门：{name}\n单位：万元\n"
    table = "项目\t预算数\t决算数\n因公出国（境）费\t1.00\t1.00\n公务接待费\t3.00\t2.00\n合计\t4.00\t3.00\n\n"
    path = tmp_path / "a.txt"
    text = "云岭县林业局2023年度部门决算\n" + head.format(name="云岭县林业局") + table
    path.write_text(text + head.format(name="云岭县苗圃") + "合计 因公出国（境）费\n" + below + "\n", "utf-8")
    found = read_file(path).document
    assert found.status == status
    assert ("“60.60 14.00 46.00 31.00”" in (found.error or "")) == (status == "partial")


@pytest.mark.parametrize(
    ("title", "told"), [("出决算表 决算表", True), ("政府采购情况表", False), ("二、收入决算情况说明", False)]
)
def test_rows_of_subjects_without_a_grid_are_told_under_a_title_with_unknown_words(title: str, told: bool) -> None:
    """Two titles side by side are cut by the lines of the page, and nothing else says that their tables are lost."""
    rows = ("合计 217,592.30 217,592.30", "229 其他支出 — 217,592.30 217,592.30", "注：本表反映收支情况。")
    lines = tuple(line(text, top=50.0 + 20 * at) for at, text in enumerate((title, *rows)))
    assert [("229" in str(said)) for said in interpret([PageContent(1, (), lines)]).unread] == [True] * told


def test_rows_of_subjects_below_the_header_of_a_title_with_unknown_words_are_told() -> None:
    """Rules part the header, under that title, from the one row of subjects, and the title is cut."""
    head = ruled(1, ["科目编码|科目名称"], [80.0] * 2)
    row = ruled(1, ["229|其他支出|217,592.30|217,592.30"], [80.0] * 4, top=140.0)
    for title, told in (("出决算表 决算表", True), ("政府采购情况表", False)):
        found = interpret([PageContent(1, (head, row), (line(title),))])
        assert any("looks like one of the nine" in str(said) for said in found.unread) is told


@pytest.mark.parametrize(("sums", "told"), [(("", ""), True), (("0.00", "0.00"), False)])
def test_a_table_of_zeros_without_their_sums_is_told_where_the_prose_has_figures(
    tmp_path: Path, sums: tuple[str, str], told: bool
) -> None:
    rows = [("2010101", "行政运行", sums[0], "0.00"), ("2010102", "一般行政管理事务", "", "0.00"), ("", "合计", *sums)]
    pages = disclosures.pages(disclosures.table(rows), disclosures.lines("情况说明", "2023年度收入总计1225.95万元。"))
    (tmp_path / "a.pdf").write_bytes(disclosures.pdf(pages))
    error = read_file(tmp_path / "a.pdf").document.error or ""
    assert ("prints zeros and none of its sums" in error) == told


def test_a_table_of_09_under_no_title_is_told_though_it_follows_one_that_was_read(tmp_path: Path) -> None:
    """Its header was not told from its rows, and its one row of amounts has no label."""
    text = (SAMPLES / "street_2024.txt").read_text("utf-8")
    path = tmp_path / "a.txt"
    path.write_text(text.replace("财政拨款“三公”经费支出决算表", "财政拨款“三公”经费决算汇编"), "utf-8")
    found = read_file(path)
    assert not any(fact.table_no == "09" for fact in found.facts)
    assert found.document.status == "partial" and "looks like one of the nine" in (found.document.error or "")


@pytest.mark.parametrize(("amount", "told"), [("5.00", True), ("0.00", False)])
def test_a_table_whose_columns_are_all_set_aside_is_told(amount: str, told: bool) -> None:
    head = "经济分类科目编码\t科目名称\t本年增减\t经济分类科目编码\t科目名称\t本年增减"
    rows = [f"30101\t基本工资\t{amount}\t30201\t办公费\t{amount}"] * 3
    found = from_text("一般公共预算财政拨款基本支出决算明细表", head, *rows)
    assert values(found, "06") == [] and bool(unread(found)) == told


@pytest.mark.parametrize(
    ("label", "told"), [("（团组）因公出国", True), ("（批次）公务接待", True), ("因公出国（境）团组数（个）", False)]
)
def test_an_item_of_09_behind_a_word_for_counting_is_told_be_it_zero(label: str, told: bool) -> None:
    rows = ["合计\t5.00\t2.00", f"{label}\t0.00\t0.00", "公务用车费\t5.00\t2.00"]
    down = from_text("“三公”经费支出决算表", "项目\t预算数\t决算数", *rows)
    across = from_text(
        "“三公”经费支出决算表", f"合计\t{label}\t因公出国费\t公务用车费\t公务接待费", "5.00\t0.00\t1.00\t2.00\t2.00"
    )
    assert bool(unread(down)) == bool(unread(across)) == told


@pytest.mark.parametrize(("rows", "numbers"), [(1, True), (3, True), (3, False)])
def test_a_table_of_09_under_a_title_of_sheets_is_told_and_is_none(tmp_path: Path, rows: int, numbers: bool) -> None:
    text = (SAMPLES / "street_2024.txt").read_text("utf-8")
    before, _, after = text.partition("\t财政拨款“三公”经费支出决算表\t")
    names = ["1．因公出国（境）费", "2．公务用车购置及运行维护费", "3．公务接待费"]
    table = ["项目\t行次\t预算数\t决算数", *[f"{name}\t{n}\t2.00\t1.00" for n, name in enumerate(names[:rows], 1)]]
    if not numbers:
        table = ["项目\t预算数\t执行数", *[f"{name}\t2.00\t1.00" for name in names]]
    path = tmp_path / "a.txt"
    path.write_text("\n".join([before, "三公经费与绩效目标表", *table, after[after.index("注：") :]]), "utf-8")
    found = read_file(path)
    assert not any(fact.table_no == "09" for fact in found.facts) and not found.sheets
    assert "has the columns of table 09" in (found.document.error or "")
