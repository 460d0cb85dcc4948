"""The second and third engine read what the first one reads, cell by cell, spans and boxes included."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import NO_CHARACTERS
from extractor.document.read import read_document
from extractor.errors import DocumentError
from extractor.tables.engines.named import engine
from extractor.tables.engines.reread import reread
from extractor.tables.engines.time_limit import TimeLimit
from extractor.tables.locate import locate
from extractor.tables.model import Grid
from extractor.tables.ruled.runs import stacked
from tests.support.paper import LEFT, ROW, TOP, Paper
from tests.support.raw_pages import written

ENGINES = ("pdfplumber", "camelot")


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Page 1: prose. Page 2: a white background, a header that spans two columns, and mostly blank rows."""
    path = tmp_path_factory.mktemp("drawing") / "ruled.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.drawString(50, 250, "No table on this page, only a line of text.")
    canvas.showPage()
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(40, 20, 320, 260, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    xs, ys = [50, 150, 250, 350], [250, 230, 210, 190, 170, 150]
    for number, y in enumerate(ys):
        canvas.line(150 if number == 1 else 50, y, 350, y)
    for x in xs:
        canvas.line(x, 230 if x == 250 else 250, x, 150)
    canvas.setFont("Helvetica", 9)
    for x, y, text in ((60, 236, "code"), (220, 236, "this year"), (180, 216, "basic"), (280, 216, "project")):
        canvas.drawString(x, y, text)
    canvas.drawString(60, 156, "2080505")
    canvas.drawString(180, 156, "1,234.50")
    canvas.save()
    return path


def layout(grid: Grid) -> list[tuple[object, ...]]:
    cells = [(c.row, c.column, c.row_span, c.column_span, c.text, c.lines, c.page) for c in grid.cells]
    return [*cells, grid.slots, tuple(round(x) for x in grid.x_edges)]


@pytest.mark.parametrize("name", ENGINES)
def test_engines_agree_with_the_first(drawing: Path, name: str) -> None:
    (first,) = locate(read_document(drawing, drawing.name))[1].grids
    found = engine(name).grids(drawing, [1, 2])
    assert found[1] == ()
    (second,) = found[2]
    assert layout(second) == layout(first)
    assert second.at(0, 1) is second.at(0, 2) and second.at(0, 0) is second.at(1, 0)
    assert {second.engine, *(c.engine for c in second.cells)} == {name}
    for a, b in zip(first.cells, second.cells, strict=True):
        assert a.box and b.box and abs(a.box.x0 - b.box.x0) < 1 and abs(a.box.bottom - b.box.bottom) < 1


def test_an_engine_that_cannot_be_loaded_says_so(drawing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [m for m in sys.modules if m.partition(".")[0] == "camelot"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "camelot", None)
    with pytest.raises(DocumentError, match="install juesuan again") as error:
        engine("camelot").grids(drawing, [1])
    assert error.value.code == "engine_missing"


@pytest.mark.parametrize("name", ENGINES)
def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing follows")
    with pytest.raises(DocumentError) as error:
        engine(name).grids(path, [1])
    assert error.value.code == "engine_failed"


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_asks_before_each_page_whether_it_may_go_on(drawing: Path, name: str) -> None:
    if name == "camelot":
        pytest.importorskip("camelot")
    asked: list[None] = []
    assert set(engine(name).grids(drawing, [1, 2], lambda: asked.append(None))) == {1, 2} and len(asked) == 2
    with pytest.raises(DocumentError) as error:
        engine(name).grids(drawing, [1, 2], TimeLimit(-1.0))
    assert error.value.code == "second_reading_out_of_time"


@pytest.mark.parametrize("name", ENGINES)
def test_tables_that_touch_each_other_are_two_for_every_engine(sheet: Paper, name: str) -> None:
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [
        head,
        ["212", "城乡社区支出", "1.00", "1.00", "0.00"],
        ["", "国有资本经营预算财政拨款支出决算表", "", "", ""],
    ]
    sheet.ruled([*rows, head, ["223", "国有资本经营预算支出", "2.00", "0.00", "2.00"]], [90.0, 200.0, 90.0, 90.0, 90.0])
    document = read_document(sheet.saved(), "two.pdf")
    (first,) = locate(document)
    (second,) = reread(document, (first,), name, {1})
    assert [grid.rows for grid in second.grids] == [grid.rows for grid in first.grids] == [2, 3]
    assert [cell.address.of_grid for grid in second.grids for cell in grid.cells[:1]] == [
        grid.address for grid in second.grids
    ]


@pytest.mark.parametrize("name", ENGINES)
def test_a_small_digit_under_a_number_is_none_of_its_digits_for_any_engine(sheet: Paper, name: str) -> None:
    widths = [90.0, 200.0, 90.0, 90.0, 90.0]
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["212", "城乡社区支出", "1.50", "1.50", "0.00"]]
    sheet.ruled(rows, widths)
    sheet.text(LEFT + sum(widths[:3]) - 12, TOP + 2 * ROW - 0.5, "2", 4)
    document = read_document(sheet.saved(), "one.pdf")
    contents = locate(document)
    cells = [cell for c in (*contents, *reread(document, contents, name, {1})) for cell in c.grids[0].cells]
    assert [cell.number.value for cell in cells if "1.50" in cell.text and "2" in cell.text] == [None] * 2


@pytest.mark.parametrize("shifted", [3, 1])
def test_an_engine_that_puts_text_into_other_rows_is_not_believed(
    sheet: Paper, shifted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where it does so throughout, nor in a single cell."""
    sheet.ruled(
        [["code", "name", "total"], ["201", "a", "0.00"], ["208", "b", "692.13"], ["210", "c", "7.5"]], [90] * 3
    )
    document = read_document(sheet.saved(), "one.pdf")
    contents = locate(document)
    (grid,) = contents[0].grids
    texts = [[cell.text for cell in grid.cells if cell.column == column] for column in range(3)]
    for column in texts[3 - shifted :]:
        column[1:] = ["9.9", *column[1:-1]]
    found = [replace(c, text=texts[c.column][c.row], lines=(texts[c.column][c.row],)) for c in grid.cells]

    class Elsewhere:
        def grids(self, *_: object) -> dict[int, tuple[Grid, ...]]:
            return {1: (replace(grid, cells=tuple(found)),)}

    monkeypatch.setattr("extractor.tables.engines.reread.engine", lambda _: Elsewhere())
    ((again,),) = (c.grids for c in reread(document, contents, "camelot", {1}))
    assert [c.text for c in again.cells] == [c.text for c in (grid.cells if shifted == 3 else found)]


@pytest.mark.parametrize(("drawn", "seen"), [("69.13", "69.13"), ("31.296", "31.296"), ("", ""), ("692.18", "692.13")])
def test_an_engine_gets_no_more_than_is_drawn_and_in_that_order(
    sheet: Paper, drawn: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fonts have glyphs without ink, and a run may be written from right to left."""
    rows = [["code", "name", "total"], ["201", "a", "0.00"], ["208", "b", drawn], ["210", "c", "7.5"]]
    sheet.ruled(rows, [90] * 3)
    document = read_document(sheet.saved(), "one.pdf")
    contents = locate(document)
    (grid,) = contents[0].grids
    found = [replace(c, text="692.13", lines=("692.13",)) if (c.row, c.column) == (2, 2) else c for c in grid.cells]

    class Invisible:
        def grids(self, *_: object) -> dict[int, tuple[Grid, ...]]:
            return {1: (replace(grid, cells=tuple(found)),)}

    monkeypatch.setattr("extractor.tables.engines.reread.engine", lambda _: Invisible())
    ((again,),) = (c.grids for c in reread(document, contents, "camelot", {1}))
    assert again.at(2, 2).text == seen


def test_two_numbers_where_the_page_has_no_characters_are_not_said_to_be_stacked() -> None:
    """Another engine may see what nobody sees."""
    assert not stacked(NO_CHARACTERS, np.zeros(0, dtype=bool), ("1.00", "2.00"), (0.0, 90.0))


def test_half_a_code_is_no_end_of_a_run(tmp_path: Path) -> None:
    """A string with an odd number of bytes in a font whose codes have two, which camelot does not expect."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    cid = (
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/FontDescriptor<</Type/FontDescriptor/Flags 4"
        "/FontName/SimSun>>/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    written(tmp_path / "a.pdf", "BT /T 10 Tf 60 150 Td (abc) Tj ET", "", "/Font<</T 6 0 R>>>>", font, cid)
    with pytest.raises(DocumentError) as refused:
        engine("camelot").grids(tmp_path / "a.pdf", [1])
    assert refused.value.code == "engine_failed"
