"""All the ways in which samples differ: one `Style` says how a disclosure is set, worded and drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from samples.generator.grid import Numerals

Wording = Literal["ministry", "shanghai", "sichuan", "west"]
Place = Literal["above", "grid", "heading"]
Total = Literal["first", "last", "header"]
Borders = Literal[
    "word", "spreadsheet", "strokes", "three_line", "none", "filled", "boxed", "forms", "browser", "typeset"
]

NEW_ORDER = ("01", "02", "03", "04", "05", "06", "07", "08", "09")
OLD_ORDER = ("01", "02", "03", "04", "05", "06", "09", "07", "08")

TITLES = {
    "01": "收入支出决算总表",
    "02": "收入决算表",
    "03": "支出决算表",
    "04": "财政拨款收入支出决算总表",
    "05": "一般公共预算财政拨款支出决算表",
    "06": "一般公共预算财政拨款基本支出决算明细表",
    "07": "政府性基金预算财政拨款收入支出决算表",
    "08": "国有资本经营预算财政拨款支出决算表",
    "09": "财政拨款“三公”经费支出决算表",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How one disclosure looks. The defaults are the national form; a sample names what it does otherwise.

    `order` holds the tables by canonical number, and others by their names in `layout.others`; `rolled_up` adds up
    类 and 款 of 02, 03 and 05 from rounded 项. `title_place` says whether a title stands over its table, in the first
    row of the grid or only as a section heading; `total` where 合计 stands (`header`: beside 类款项). `short_pages`
    break early, so that tables take several pages; `landscape` and `rotated` (by /Rotate 90) turn pages.
    `digit_font` and `digit_shift` set digits in another font on another baseline; `name_width` narrows the column of
    names until they wrap. `performance` names the sheets of the last part.
    """

    numerals: Numerals = field(default_factory=Numerals)
    order: tuple[str, ...] = NEW_ORDER
    rolled_up: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    numbering: str | None = "公开{:02d}表"
    title_place: Place = "above"
    row_numbers: bool = True
    column_numbers: bool = True
    code_columns: int = 1
    code_header: str = "科目代码"
    total: Total = "first"
    amount_header: str = "金额"
    subtotal: str = "小计"
    triple: bool = False
    short_classes: bool = False
    opening_ordinals: bool = False
    economic: Literal["two", "three", "list"] = "three"
    economic_split: bool = False
    three_public: Literal["grouped", "pairs", "rows", "list"] = "grouped"
    state_capital_long: bool = False
    education_column: bool = False
    fund_columns: bool = False
    general_long: bool = False
    maker_label: str = "部门"
    spaced_headers: bool = False
    name_width: float = 1.0

    borders: Borders = "word"
    landscape: tuple[str, ...] = ("02", "03", "04", "07", "09")
    rotated: bool = False
    repeat_header: bool = False
    short_pages: tuple[str, ...] = ()
    font_size: float = 9.0
    digit_font: str | None = None
    digit_shift: float = 0.0
    numbers_at_top: bool = False
    doubled_bold: bool = False
    page_marks: str = "- {page} -"
    running_head: bool = False

    wording: Wording = "ministry"
    spaced_digits: bool = False
    prose_separators: bool = False
    trimmed_zeros: bool = False
    prose_first: bool = False
    contents_dots: bool = True
    performance: tuple[str, ...] = ()

    def title(self, kind: str) -> str:
        return self.titles.get(kind, TITLES[kind])

    def number(self, kind: str) -> str | None:
        """The printed number: by place in this disclosure's order, not by meaning."""
        return self.numbering.format(self.order.index(kind) + 1) if self.numbering else None
