"""The two protocols of readers, and what of markup becomes a grid."""

from __future__ import annotations

import pytest

from extractor.document.formats import LayoutReader, MarkupReader
from extractor.document.html.reader import HtmlReader
from extractor.document.model import Line, MarkupCell, MarkupTable, Spans
from extractor.document.pdf.reader import PdfReader
from extractor.document.text.reader import PlainTextReader
from extractor.errors import DocumentError
from extractor.tables.locate import locate
from extractor.tables.markup import grid_of_markup
from tests.support.interpreted import text_document


@pytest.mark.parametrize(
    ("reader", "protocol"), [(PdfReader, LayoutReader), (PlainTextReader, MarkupReader), (HtmlReader, MarkupReader)]
)
def test_a_reader_keeps_to_one_protocol(reader: type, protocol: type) -> None:
    assert isinstance(reader(), protocol)
    assert not isinstance(reader(), ({LayoutReader, MarkupReader} - {protocol}).pop())


def test_rows_of_plain_text_are_cells_and_its_contents_lines_are_none() -> None:
    lines = ["目录", "收入决算表\t3", "支出决算表\t4", "", "| 项目 | 金额 |", "|---|---|", "| 总计 | 1.00 |", "注：无"]
    (content,) = locate(text_document("\n".join(lines)))
    assert [line.text for line in content.lines] == ["目录", "收入决算表\t3", "支出决算表\t4", "", "注：无"]
    (grid,) = content.grids
    assert [(c.text, c.line, c.page) for c in grid.cells] == [
        ("项目", 5, 1), ("金额", 5, 1), ("总计", 7, 1), ("1.00", 7, 1),
    ]  # fmt: skip
    assert (grid.spans, grid.has_layout, grid.where) == (Spans.LOST, False, "line 5")


@pytest.mark.parametrize("bar", ["｜", "│", "┃"])
def test_a_table_may_be_drawn_with_the_signs_for_it(bar: str) -> None:
    text = "收入决算表\n┌──┬──┐\n{0}项目{0}金额{0}\n├──┼──┤\n{0}甲{0}3.00{0}\n{0}乙{0}4.00{0}\n└──┴──┘\n注：无"
    (page,) = PlainTextReader().markup(text.format(bar).encode(), "a.txt")
    title, table, note = page.items
    assert isinstance(table, MarkupTable) and table.line == 3
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "金额"], ["甲", "3.00"], ["乙", "4.00"]]
    assert isinstance(title, Line) and isinstance(note, Line) and (title.text, note.text) == ("收入决算表", "注：无")


def test_spans_that_overlap_or_reach_out_of_the_table_leave_every_place_one_cell() -> None:
    rows = (
        (MarkupCell("a", row_span=9), MarkupCell("b", column_span=2)),
        (MarkupCell("c"), MarkupCell("d", row_span=2)),
        (MarkupCell("e", column_span=3),),
        (),
    )
    grid = grid_of_markup(MarkupTable(rows, Spans.MARKED, 1), 1, 0, "html")
    shown = [[grid.at(r, c).text for c in range(grid.columns)] for r in range(grid.rows)]
    assert shown == [["a", "b", "b"], ["a", "c", "d"], ["a", "e", "d"], ["a", "", ""]]
    for cell in grid.cells:
        rows_, columns = (range(a, a + n) for a, n in ((cell.row, cell.row_span), (cell.column, cell.column_span)))
        assert all(grid.at(r, c) is cell for r in rows_ for c in columns)


@pytest.mark.parametrize("spans", [(1, 10**9), (10**9, 10**9)])
def test_a_table_beyond_all_use_is_refused_before_it_is_made(spans: tuple[int, int]) -> None:
    rows = ((MarkupCell("a", *spans),), (MarkupCell("b"),))
    with pytest.raises(DocumentError) as error:
        grid_of_markup(MarkupTable(rows, Spans.MARKED, 7), 1, 0, "html")
    assert error.value.code == "too_large"
