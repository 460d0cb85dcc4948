"""Scans say what was printed, in its columns, and are believed only as far as the accounts confirm it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from msgspec import structs
from pytest import MonkeyPatch

from bench.degrade import Condition, noise, photo, skew
from extractor.document.model import Rulings, Spans
from extractor.document.scan.borders.gaps import beside, gaps, is_shaded
from extractor.document.scan.borders.lost_gaps import parts_no_table, with_columns
from extractor.document.scan.picture.cleaning import Picture
from extractor.document.scan.picture.shapes import Mask
from extractor.document.scan.text.recogniser import Written, recognise
from extractor.reading import Reading, conclude, read_file
from extractor.stages import audit, interpret, load, locate, record
from extractor.tables.assembly.borders import column_map
from extractor.tables.model import Grid
from tests.support import scans
from tests.support.scans import SCANNED, as_recognised, cells, needs_ocr


@needs_ocr
def test_a_scan_says_what_its_original_says(printed: Reading, scanned: Path) -> None:
    found = read_file(scanned)
    assert len(printed.facts) == 19 and cells(found) == cells(printed)
    assert {f.engine for f in found.facts} == {"ocr"} and found.document.text_source == "ocr"
    assert {f.check_status for f in found.facts} == {"passed"} and found.document.status == printed.document.status
    assert [f.value for f in found.figures] == [f.value for f in printed.figures]
    assert found.document.unit_name == printed.document.unit_name


@needs_ocr
def test_a_number_is_found_where_it_lies_on_the_page_askew(original: Path, printed: Reading, tmp_path: Path) -> None:
    import cv2

    _, page = scans.pictures(original, Condition(changes=(noise,)))
    height, width = page.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), 1.4, 1)
    page = np.asarray(cv2.warpAffine(page, lean, (width, height), borderValue=(250,) * 3), np.uint8)
    found = read_file(scans.saved(tmp_path / "askew.png", [page]))
    assert cells(found) == cells(printed)
    for seen, drawn in zip(found.facts, printed.facts, strict=True):
        assert seen.box is not None and drawn.box is not None
        middle = np.array([drawn.box.x0 + drawn.box.x1, drawn.box.top + drawn.box.bottom]) / 2 * 200 / 72
        x, y = (lean @ [*middle, 1]) * 72 / 200
        assert abs((seen.box.x0 + seen.box.x1) / 2 - x) < 2 and abs((seen.box.top + seen.box.bottom) / 2 - y) < 2


@needs_ocr
def test_a_photo_is_read_without_what_the_paper_lies_on(original: Path, printed: Reading, tmp_path: Path) -> None:
    found = read_file(scans.saved(tmp_path / "photo.pdf", scans.pictures(original, Condition(changes=(photo,)))))
    assert [f.value for f in found.figures] == [f.value for f in printed.figures] and cells(found) == cells(printed)


def test_gaps_between_shaded_cells_are_lines_unless_they_are_hardly_seen() -> None:
    page = np.full((600, 900), 255.0)
    for row in range(8):
        for column in range(4):
            y, x = 40 + 60 * row, 50 + 200 * column
            page[y : y + 58, x : x + 198] = (229, 242)[row % 2]
            page[y + 20 : y + 40, x + 60 : x + 140 : 6] = 20  # what is written in it
    noise = np.random.default_rng(7).normal(0, 3, page.shape)
    written, dots = page < 100, 200 / 72
    grey = np.clip(page + noise, 0, 255).astype(np.uint8)
    found = gaps(grey, written, dots)
    assert is_shaded(grey) and found is not None
    for lines, places in ((found.horizontal, range(99, 519, 60)), (found.vertical, range(249, 849, 200))):
        assert {min(places, key=lambda place: abs(place - line[0])) for line in lines.tolist()} == {*places}
        assert all(min(abs(place - line[0]) for place in places) < 3 for line in lines.tolist())
    pale = np.clip(255 - (255 - page) / 4 + noise, 0, 255).astype(np.uint8)
    assert gaps(pale, written, dots) is None
    blank = np.clip(np.where(page < 100, page, 255) + noise, 0, 255).astype(np.uint8)
    assert not is_shaded(blank) and gaps(blank, written, dots) is None


def test_gaps_in_a_ruled_table_are_none() -> None:
    places, ends = np.arange(100, 600, 100), np.tile((100, 500), (5, 1))
    rules = np.column_stack([places, ends]).astype(np.float32)
    found = np.array([(250, 120, 480), (250, 620, 800), (700, 120, 480)], np.float32)
    for which in (found[:1], found):
        kept = beside(Rulings(which, which), Rulings(rules, rules), 1.0)
        assert kept.horizontal.tolist() == kept.vertical.tolist() == which[1:].tolist()
    frame = Rulings(rules[[0, -1]], rules[[0, -1]])
    assert beside(Rulings(found, found), frame, 1.0).horizontal.tolist() == found.tolist()


def test_gaps_that_leave_rows_together_part_no_table() -> None:
    band = [(0, 0, 100, 90), (100, 0, 200, 90)]
    upper, lower = [(10, 10, 60, 20), (110, 10, 160, 20)], [(10, 50, 60, 60), (110, 50, 160, 60)]
    assert parts_no_table(band, [*upper, *lower])
    assert not parts_no_table(band, upper) and not parts_no_table(band, [*upper, lower[0]])
    assert not parts_no_table([*band[:1], (100, 90, 200, 180)], [upper[0], lower[0], (110, 100, 160, 110)])
    outside = [(10, 110 + 20 * i, 60, 120 + 20 * i) for i in range(2)]
    assert parts_no_table(band, [*upper, *outside]) and not parts_no_table(
        [*band, (0, 90, 100, 180)], [*upper, *outside]
    )


def test_a_column_lost_in_some_rows_is_parted_in_line_with_the_others() -> None:
    cells = [(0, 0, 200, 20), (0, 20, 100, 40), (100, 20, 200, 40), (0, 40, 200, 60), (0, 60, 200, 80)]
    numbers = [(60, 25, 95, 35), (160, 25, 195, 35), (60, 65, 95, 75), (160, 65, 195, 75)]
    heads, name = [(20, 5, 80, 15), (120, 5, 180, 15)], (40, 45, 160, 55)
    rows = Rulings(
        np.array([(y, 0, 200) for y in range(0, 100, 20)], np.float32), np.array([(100.0, 20, 40)], np.float32)
    )
    found = with_columns(rows, cells, [*heads, name, *numbers], numbers)
    assert sorted(found.vertical[1:].tolist()) == [[100, 0, 40], [100, 20, 80]]
    assert found.horizontal is rows.horizontal
    assert with_columns(rows, cells[1:3], numbers, numbers) is rows


@needs_ocr
def test_a_shaded_table_of_which_some_gaps_are_seen_is_read_without_them(
    monkeypatch: MonkeyPatch, tmp_path: Path
) -> None:
    original = scans.disclosure(tmp_path / "shaded.pdf", shaded=True)
    scan = scans.saved(tmp_path / "scan.pdf", scans.pictures(original, Condition(changes=(noise,))))

    def half(grey: Picture, written: Mask, scale: float) -> Rulings | None:
        found = gaps(grey, written, scale)
        return found and structs.replace(found, horizontal=found.horizontal[:-4])

    monkeypatch.setattr("extractor.document.scan.page.gaps", half)
    assert cells(read_file(scan)) == cells(read_file(original))


def test_a_border_that_is_not_surely_seen_moves_no_other() -> None:
    one, other = (
        Grid(1, 0, 1, 3, (), ((0, 0, 0),), "ocr", Spans.DRAWN, x_edges=edges)
        for edges in ((42.1, 116.0, 224.0, 801.7), (45.0, 116.0, 224.0, 800.3))
    )
    assert column_map(one, other) == (0, 1, 2)


@needs_ocr
def test_what_a_model_leaves_out_is_read_again() -> None:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (120, 60), 255)
    ImageDraw.Draw(page).text((20, 15), "收入", 0, ImageFont.truetype(str(scans.fonts()), 24))
    drawn = np.asarray(page)
    rows, columns = (np.flatnonzero((drawn < 128).any(axis=axis)) for axis in (1, 0))
    strip = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    first = Written("收", np.array([0.999]), np.array([14.4]))
    (found,) = recognise(drawn, [strip], {strip: first})
    assert found.text == "收入"


@needs_ocr
def test_the_sign_behind_a_chinese_ordinal_is_a_pause_mark() -> None:
    page, strip = np.full((60, 400), 255, np.uint8), (10, 10, 390, 50)
    read = ("四.上级补助收入", "十二，其他支出", "一般公共服务.支出", "3.5")
    sure = [Written(text, np.full(len(text), 0.99), np.arange(len(text)) * 20.0) for text in read]
    found = [recognise(page, [strip], {strip: written})[0].text for written in sure]
    assert found == ["四、上级补助收入", "十二、其他支出", "一般公共服务.支出", "3.5"]


@needs_ocr
def test_shaded_cells_without_borders_are_cells(tmp_path: Path) -> None:
    original = scans.disclosure(tmp_path / "shaded.pdf", shaded=True)
    for changes in ((noise,), (skew, noise)):
        scan = scans.saved(tmp_path / "scan.pdf", scans.pictures(original, Condition(changes=changes)))
        (grid,) = [grid for page in locate(load(scan)).contents for grid in page.grids]
        assert (grid.rows, grid.columns, grid.spans) == (9, 5, Spans.DRAWN)
        assert cells(read_file(scan)) == cells(read_file(original))


@needs_ocr
def test_a_table_of_three_lines_keeps_its_columns(tmp_path: Path) -> None:
    rows = tuple((*row[:2], *(text.replace("2", "1") for text in row[2:])) for row in scans.ROWS)
    original = scans.disclosure(tmp_path / "three-lines.pdf", rows, three_lines=True)
    pages = scans.pictures(original, Condition(changes=(noise,)))
    assert cells(read_file(scans.saved(tmp_path / "scan.pdf", pages))) == cells(read_file(original))


@needs_ocr
def test_what_nothing_confirms_leaves_a_scan_partial_and_nobody_is_blamed(tmp_path: Path) -> None:
    wrong = [*scans.ROWS]
    wrong[1] = ("201", "一般公共服务支出", "284.87", "62.63", "202.24")
    original = scans.disclosure(tmp_path / "wrong.pdf", tuple(wrong))
    found = read_file(scans.saved(tmp_path / "scan.pdf", scans.pictures(original, replace(SCANNED, changes=(noise,)))))
    assert found.document.status == "partial" and found.document.error_code == "doubtful"
    assert {c.verdict for c in found.checks if c.status == "fail"} == {"doubtful"}
    assert all(f.check_status == "failed" for f in found.facts if str(f.amount) == "284.87")


def test_a_faint_page_is_not_believed_whatever_adds_up(original: Path) -> None:
    document = load(original)
    faint = tuple(structs.replace(page, faint=True) for page in as_recognised(document.pages))
    found = conclude(audit(record(interpret(locate(structs.replace(document, pages=faint))))))
    assert {f.check_status for f in found.facts} == {"unchecked"}
    assert found.document.status == "partial" and "confirmed by no identity" in (found.document.error or "")
