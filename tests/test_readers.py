"""The two protocols of readers: another format is one class, and gives what its text gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.document import readers
from extractor.document.model import Line, MarkupCell, MarkupPage, MarkupTable, Spans, TextSource
from extractor.document.pdf import PdfReader
from extractor.document.plain_text import PlainTextReader
from extractor.document.readers import FileFormat, LayoutReader, MarkupReader
from extractor.errors import DocumentError
from extractor.reading import Reading, read_file
from extractor.tables.locate import locate
from extractor.tables.markup import grid_of_markup
from samples.generator import render
from samples.generator.catalogue import samples
from samples.generator.grid import Grid
from samples.generator.plain import Sheet
from tests.support.interpreted import text_document
from tests.support.readings import read_sample

MARK = b"<!DOCTYPE html>"


class WebPageReader(HTMLParser):
    """All that another kind of input takes: paragraphs as lines, tables with the spans that their cells name."""

    text_source = TextSource.HTML

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        self.items: list[Line | MarkupTable] = []
        self.count, self.text = 0, ""
        self.feed(data.decode())
        return (MarkupPage(1, tuple(self.items)),)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text = ""
        self.spans = {key: int(value or 1) for key, value in attrs}
        if tag in ("p", "tr"):
            self.count += 1
        if tag == "table":
            self.rows: list[tuple[MarkupCell, ...]] = []
        if tag == "tr":
            self.row: list[MarkupCell] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.items.append(Line(self.text, 1, None, self.count))
        elif tag == "td":
            place = f"row {len(self.rows) + 1}, column {len(self.row) + 1}"
            rows, columns = self.spans.get("rowspan", 1), self.spans.get("colspan", 1)
            self.row.append(MarkupCell(self.text, rows, columns, place=place))
        elif tag == "tr":
            self.rows.append(tuple(self.row))
        elif tag == "table":
            self.items.append(MarkupTable(tuple(self.rows), Spans.MARKED, self.count - len(self.rows) + 1))


def as_web_page(text: str, grids: tuple[Grid, ...], separator: str) -> bytes:
    """A sample's text with its tables as the generator has them, spans included."""
    for grid in grids:
        sheet = Sheet(separator)
        sheet.table(replace(grid, notes=()))
        frame = "".join(f"{said}\n" for line in grid.frame.lines for said in line if said)
        text = text.replace("\n".join(sheet.lines), f"{frame}{_table(grid)}\n", 1)
    lines = [line if line.startswith("<table>") else f"<p>{line}</p>" for line in text.split("\n")]
    return "\n".join([MARK.decode(), *lines]).encode()


def _table(grid: Grid) -> str:
    covered = {(c.row + i, c.column + j) for c in grid.cells for i in range(c.rows) for j in range(c.columns)}
    blank = {(r, c): "<td></td>" for r in range(grid.rows) for c in range(grid.columns) if (r, c) not in covered}
    cells = {
        (c.row, c.column): f"<td rowspan='{c.rows}' colspan='{c.columns}'>{c.text.replace(chr(10), '')}</td>"
        for c in grid.cells
    }
    rows = ["".join(cell for (r, _), cell in sorted((cells | blank).items()) if r == row) for row in range(grid.rows)]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def values(reading: Reading) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.table_no, f.side, f.basis, f.subject_code, f.subject_name, f.item, f.parent_label, f.measure, f.amount_yuan)
        for f in reading.facts
    )


@pytest.fixture
def web_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    known = FileFormat(lambda head: head.startswith(MARK), WebPageReader)
    monkeypatch.setattr(readers, "FORMATS", [*readers.FORMATS, known])


@pytest.mark.usefixtures("web_pages")
@pytest.mark.parametrize("name", ["street_2024", "commerce_2021"])
def test_a_reader_of_another_format_is_one_class(name: str, tmp_path: Path) -> None:
    sample = next(s for s in samples() if s.name == name)
    rendered = render(sample)
    path = tmp_path / "page.htm"
    path.write_bytes(as_web_page(rendered.content.decode(), rendered.grids, sample.plain))
    assert path.read_bytes().count(b"<table>") == len(rendered.grids)
    reading, text = read_file(path), read_sample(name)
    assert values(reading) == values(text)
    row, same = reading.document, text.document
    assert (row.status, row.tables_found, row.checks_failed) == ("ok", same.tables_found, 0)
    assert (row.text_source, row.pages) == ("html", None)
    assert {(f.page, f.line, f.box, f.engine) for f in reading.facts} == {(None, None, None, "html")}
    assert Counter(f.value for f in reading.figures) == Counter(f.value for f in text.figures)
    assert len(reading.indicators) == len(text.indicators)


@pytest.mark.parametrize(("reader", "protocol"), [(PdfReader, LayoutReader), (PlainTextReader, MarkupReader)])
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
