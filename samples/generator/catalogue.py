"""The samples: each a made-up department in a style of its own, all together the ways in which real ones differ."""

from __future__ import annotations

from dataclasses import replace

from samples.generator import archive
from samples.generator import departments as d
from samples.generator.accounts import Entry
from samples.generator.departments import Department
from samples.generator.disclosure import Sample
from samples.generator.grid import Numerals
from samples.generator.invention import history
from samples.generator.style import NEW_ORDER, OLD_ORDER, Style

SEED = 20_240

SHANGHAI_TITLES = {
    "06": "一般公共预算财政拨款基本支出决算表",
    "08": "国有资本经营预算财政拨款收入支出决算表",
}

SHAANXI_TITLES = {
    "02": "收入决算总表",
    "03": "支出决算总表",
    "09": "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
}
YUNNAN_TITLES = {"01": "收入支出决算表", "09": "“三公”经费、行政参公单位机关运行经费情况表"}

ZHEJIANG_ORDER = (
    "01", "income_by_member", "02", "spending_by_member", "03", "04", "05", "06", "07", "08", "09",
)  # fmt: skip
ZHEJIANG_TITLES = {"02": "收入决算表（分科目）", "03": "支出决算表（分科目）"}
SICHUAN_ORDER = (
    "01", "02", "03", "04", "fiscal_detail", "05", "general_detail", "06", "projects", "09", "07", "08", "08_spending",
)  # fmt: skip
BEIJING_ORDER = (
    "01", "02", "03", "04", "05", "06", "07", "fund_basic", "08", "09", "procurement", "purchased_services",
)  # fmt: skip
BEIJING_TITLES = {"05": "一般公共预算财政拨款收入支出决算表", "06": "一般公共预算财政拨款基本支出决算表"}


def _sample(name: str, department: Department, year: int, style: Style, kind: str = "pdf", plain: str = "") -> Sample:
    years = history(department, range(year - 1, year + 1), SEED)
    return Sample(name, department, years[year], years[year - 1], style, kind, plain)


def _with_red_figure(sample: Sample) -> Sample:
    """The same with money taken back from another source: income and spending below zero."""
    taken = Entry("2130299", "superior_subsidy", income=-1_234_500, spent={"project": -1_234_500})
    return replace(sample, accounts=replace(sample.accounts, entries=(*sample.accounts.entries, taken)))


def _with_office(sample: Sample) -> Sample:
    """The same with the tables of the office itself (本级) after those of the whole department."""
    office = replace(sample.department, staff=sample.department.staff * 3 // 5)
    return replace(sample, own=history(office, range(sample.year, sample.year + 1), SEED + 1)[sample.year])


def drawn(name: str, seed: int) -> Sample:
    """The sample of that name with figures drawn from another seed."""
    sample = {s.name: s for s in samples()}[name]
    years = history(sample.department, range(sample.year - 1, sample.year + 1), seed)
    return replace(sample, accounts=years[sample.year], before=years[sample.year - 1])


def samples() -> list[Sample]:
    """All samples."""
    return [
        _sample(
            "forestry_2023", d.FORESTRY, 2023,
            Style(borders="word", title_place="above", economic="three", spaced_digits=True, trimmed_zeros=True,
 performance=("hubei_framework", "hubei_project")),
        ),
        _sample(
            "finance_2024", d.FINANCE, 2024,
            Style(
                borders="strokes", numerals=Numerals(separators=True, zero=""), order=OLD_ORDER, titles=SHANGHAI_TITLES,
                numbering=None, row_numbers=False, column_numbers=False, code_columns=3, code_header="功能分类科目编码",
                total="header", amount_header="决算数", subtotal="合计", short_classes=True, opening_ordinals=True,
                economic="two", economic_split=True, three_public="pairs", state_capital_long=True,
                wording="shanghai", contents_dots=False, page_marks="", numbers_at_top=True, name_width=0.8,
            ),
        ),
        _sample(
            "statistics_2021", d.STATISTICS, 2021,
            Style(
                borders="spreadsheet", numerals=Numerals(unit="元", separators=True, zero="0.00"), order=OLD_ORDER,
                numbering="公开{:02d}表", row_numbers=False, column_numbers=False, economic="two", total="last",
                title_place="grid", three_public="grouped", landscape=("02", "03", "04", "06", "07", "09"),
                wording="sichuan", prose_separators=True, page_marks="{page}",
                performance=("ministry_overall", "ministry_project", "goals"),
            ),
        ),
        _sample(
            "culture_2018", d.CULTURE, 2018,
            Style(
                borders="three_line", numerals=Numerals(zero="-"), order=OLD_ORDER, economic="two", wording="west",
                digit_font="Times-Roman", digit_shift=0.8, maker_label="单位",
            ),
        ),
        _sample(
            "school_2019", d.SCHOOL, 2019,
            Style(
                borders="none", numerals=Numerals(zero=""), order=OLD_ORDER, numbering="公开{:02d}表",
                row_numbers=False, column_numbers=False, economic="two", wording="sichuan", landscape=(), font_size=8.0,
                maker_label="编制单位",
            ),
        ),
        _sample(
            "water_2023", d.WATER, 2023,
            Style(
                borders="filled", numerals=Numerals(separators=True), title_place="heading", name_width=0.55,
                short_pages=("02", "03"), repeat_header=False, digit_font="Helvetica", wording="ministry",
                trimmed_zeros=True, running_head=True, performance=("hubei_overall", "hubei_project_scored", "summary"),
            ),
        ),
        Sample(
            "employment_archive_2023", d.EMPLOYMENT_ARCHIVE, archive.accounts(), archive.before(),
            Style(
                borders="spreadsheet", title_place="grid", rolled_up=True, economic="three", spaced_headers=True,
                landscape=("02", "03", "04", "06", "07", "09"), wording="ministry", trimmed_zeros=True,
                spaced_digits=True, digit_font="Times-Roman", performance=("hubei_framework", "hubei_project"),
            ),
            maker="霁山市松屏区就业信息与档案服务中心",
        ),
        _sample(
            "city_management_2024", d.CITY_MANAGEMENT, 2024,
            Style(
                borders="forms", numerals=Numerals(separators=True, zero="0.00"), triple=True, repeat_header=True,
                short_pages=("02", "03", "05", "P2"), economic="two", name_width=0.36, font_size=8.0, subtotal="合计",
                order=(*NEW_ORDER, "assets", "procurement"), landscape=("01", "02", "04", "07", "09"),
                wording="ministry", prose_separators=True, page_marks="第 {page} 页", performance=("ministry_project",),
            ),
        ),
        _sample(
            "emergency_2023", d.EMERGENCY, 2023,
            Style(
                borders="strokes", numerals=Numerals(separators=True, zero="—"), rotated=True, titles=SHAANXI_TITLES,
                order=(*OLD_ORDER, "projects", "income_by_member"), numbering=None, total="last",
                economic="list", three_public="rows",
                code_header="功能分类科目编码", amount_header="决算数", subtotal="小计", row_numbers=False,
                landscape=("02", "03", "04", "07", "09"), wording="west",
                digit_font="Helvetica", digit_shift=-0.6, maker_label="编制部门",
            ),
        ),
        _sample(
            "street_2024", d.STREET, 2024,
            Style(
                numerals=Numerals(separators=True, zero=""), order=OLD_ORDER, titles=SHANGHAI_TITLES, numbering=None,
                row_numbers=False, column_numbers=False, code_header="功能分类科目编码", total="first",
                amount_header="决算数", subtotal="合计", opening_ordinals=True, economic="two", three_public="pairs",
                state_capital_long=True, wording="shanghai",
            ),
            kind="txt", plain="\t",
        ),
        _sample(
            "commerce_2021", d.COMMERCE, 2021,
            Style(
                numerals=Numerals(zero="0.00"), order=OLD_ORDER, title_place="grid", spaced_headers=True,
                wording="sichuan", performance=("hubei_project_scored", "ministry_overall"),
            ),
            kind="txt", plain="|",
        ),
        _sample(
            "university_2023", d.UNIVERSITY, 2023,
            Style(
                borders="boxed", numerals=Numerals(separators=True, zero=""), order=("01", "02", "03", "04"),
                titles={"01": "高等学校收支决算总表"}, numbering="公开{:02d}表", education_column=True,
                title_place="above", wording="west", maker_label="单位", trimmed_zeros=True, total="last",
                landscape=("02", "03", "04"),
            ),
        ),
        _sample(
            "transport_2022", d.TRANSPORT, 2022,
            Style(
                borders="boxed", numerals=Numerals(zero="-"), titles=YUNNAN_TITLES, code_columns=3,
                code_header="支出功能分类科目编码", three_public="list", doubled_bold=True, spaced_headers=True,
                prose_first=True, economic="three", wording="ministry", maker_label="编制单位",
                landscape=("02", "03", "04", "06", "07"), digit_font="Courier", font_size=8.5,
            ),
        ),
        _sample(
            "lake_water_2022", d.LAKE_WATER, 2022,
            Style(
                borders="strokes", numerals=Numerals(separators=True), order=ZHEJIANG_ORDER, titles=ZHEJIANG_TITLES,
                numbering="公开{:02d}表", row_numbers=False, column_numbers=False, code_header="科目编码",
                subtotal="合计", amount_header="决算数", opening_ordinals=True, economic="two", wording="west",
                landscape=("02", "03", "04", "07"), name_width=0.7, digit_font="Times-Roman",
            ),
        ),
        _with_red_figure(
            _sample(
                "county_forestry_2021", d.SUN_COUNTY_FORESTRY, 2021,
                Style(
                    borders="word", numerals=Numerals(minus="△"), order=SICHUAN_ORDER, titles=SHANGHAI_TITLES,
                    code_columns=3, economic="three", prose_first=True, state_capital_long=True, three_public="grouped",
                    landscape=("02", "03", "04", "06", "07", "08", "09", "fiscal_detail", "general_detail"),
                    wording="sichuan", maker_label="公开部门",
                ),
            )
        ),
        _with_office(
            _sample(
                "county_emergency_2019", d.HE_COUNTY_EMERGENCY, 2019,
                Style(
                    borders="spreadsheet", numerals=Numerals(zero=""), order=OLD_ORDER, economic="two",
                    title_place="above", wording="ministry", landscape=("02", "03", "04", "07", "09"),
                    page_marks="{page}",
                ),
            )
        ),
        _sample(
            "capital_statistics_2023", d.CAPITAL_STATISTICS, 2023,
            Style(
                borders="word", numerals=Numerals(separators=True, zero=""), order=BEIJING_ORDER, titles=BEIJING_TITLES,
                numbering="公开{:02d}表", row_numbers=False, column_numbers=False, general_long=True, fund_columns=True,
                code_header="支出功能分类科目编码", amount_header="决算数", economic="two", three_public="pairs",
                landscape=("02", "03", "04", "05", "07", "09"), wording="shanghai", font_size=8.0, total="last",
            ),
        ),
        _sample(
            "county_emergency_2022", d.HE_COUNTY_EMERGENCY, 2022,
            Style(
                numerals=Numerals(separators=True), titles=SHANGHAI_TITLES, title_place="above", economic="three",
                wording="ministry", maker_label="部门",
            ),
            kind="html",
        ),
        _sample(
            "school_2022", d.SCHOOL, 2022,
            Style(
                numerals=Numerals(zero="-"), order=OLD_ORDER, economic="two", opening_ordinals=True, wording="west",
                performance=("ministry_project",), maker_label="编制单位",
            ),
            kind="docx",
        ),
        _sample(
            "culture_2021", d.CULTURE, 2021,
            Style(
                numerals=Numerals(unit="元", separators=True, zero=""), title_place="grid", total="last",
                row_numbers=False, column_numbers=False, economic="two", three_public="grouped", wording="sichuan",
                maker_label="单位",
            ),
            kind="xlsx",
        ),
    ]  # fmt: skip
