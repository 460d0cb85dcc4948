"""The samples: each a made-up department in a style of its own, all together the ways in which real ones differ."""

from __future__ import annotations

from samples.generator import departments as d
from samples.generator.departments import Department
from samples.generator.disclosure import Sample
from samples.generator.grid import Numerals
from samples.generator.invention import history
from samples.generator.style import OLD_ORDER, Style

SEED = 20_240

SHANGHAI_TITLES = {
    "06": "一般公共预算财政拨款基本支出决算表",
    "08": "国有资本经营预算财政拨款收入支出决算表",
}


def _sample(name: str, department: Department, year: int, style: Style, plain: str = "", **more: str) -> Sample:
    years = history(department, range(year - 1, year + 1), SEED)
    return Sample(name, department, years[year], years[year - 1], style, plain, **more)


def samples() -> list[Sample]:
    """All samples in the order of their names."""
    return [
        _sample(
            "forestry_2023", d.FORESTRY, 2023,
            Style(borders="word", title_place="above", economic="three", spaced_digits=True, trimmed_zeros=True),
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
            ),
        ),
        _sample(
            "culture_2018", d.CULTURE, 2018,
            Style(
                borders="three_line", numerals=Numerals(zero="-"), order=OLD_ORDER, economic="two", wording="ministry",
                digit_font="Times-Roman", digit_shift=0.8, maker_label="单位",
            ),
        ),
        _sample(
            "school_2019", d.SCHOOL, 2019,
            Style(
                borders="none", numerals=Numerals(zero=""), order=OLD_ORDER, numbering="公开{:02d}表", row_numbers=False,
                column_numbers=False, economic="two", wording="sichuan", landscape=(), font_size=8.0,
                maker_label="编制单位",
            ),
        ),
        _sample(
            "water_2023", d.WATER, 2023,
            Style(
                borders="filled", numerals=Numerals(separators=True), title_place="heading", name_width=0.55,
                short_pages=("02", "03"), repeat_header=False, digit_font="Helvetica", wording="ministry",
                trimmed_zeros=True, running_head=True,
            ),
        ),
    ]  # fmt: skip
