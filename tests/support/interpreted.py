"""Tables drawn or written for a test, as they are understood; and a small table 05 and 01."""

from __future__ import annotations

from extractor.document.model import Document, TextSource
from extractor.document.text.reader import PlainTextReader
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support.grids import line, ruled

HEAD_05 = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
ROWS_05 = [
    ["201", "一般公共服务支出", "1,234.50", "1,000.00", "234.50"],
    ["20103", "政府办公厅事务", "1,234.50", "1,000.00", "234.50"],
    ["2010301", "行政运行", "1,000.00", "1,000.00", "0.00"],
    ["2010302", "一般行政管理事务", "234.50", "0.00", "234.50"],
]
WIDTHS_05 = [70.0, 150.0, 80.0, 80.0, 80.0]
TITLE_03 = "支出决算表"
TITLE_05 = "一般公共预算财政拨款支出决算表"
GOLD_05 = {("201", "total", "1,234.50"), ("2010302", "project", "234.50"), ("2010301", "basic", "1,000.00")}
PANELS = [
    ["项目", "金额", "项目", "金额"],
    ["一、一般公共预算财政拨款收入", "12,345.60", "一、一般公共服务支出", "12,000.00"],
    ["二、政府性基金预算财政拨款收入", "0.00", "二、外交支出", "345.60"],
    ["本年收入合计", "12,345.60", "本年支出合计", "12,345.60"],
]


def coded(found: Interpretation, kind: str = "05") -> set[tuple[str, str, str]]:
    return {(v.subject_code or v.row_label or "", v.measure, v.cell.text) for v in values(found, kind)}


def values(found: Interpretation, kind: str) -> list:  # type: ignore[type-arg]
    return [v for t in found.tables if t.kind == kind for v in t.values]


def unread(found: Interpretation) -> list[str]:
    return [sentence for t in found.tables for sentence in t.unread]


def from_text(*rows: str, year: int | None = None) -> Interpretation:
    return interpret(locate(text_document("\n".join(rows))), year)


def table_03(codes: str, *rows: str) -> Interpretation:
    """A table 03 in plain text, the code columns of which are headed so."""
    return from_text(TITLE_03, f"{codes}\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出", *rows)


def text_document(text: str) -> Document:
    """A plain text as a document."""
    pages = PlainTextReader().markup(text.encode(), "made_up.txt")
    return Document("0" * 16, "made_up.txt", TextSource.PLAIN_TEXT, markup=pages)


def from_grid(title: str, *rows: str) -> Interpretation:
    grid = ruled(1, rows, [80.0] * len(rows[-1].split("|")))
    return interpret([PageContent(1, (grid,), (line(title),))])
