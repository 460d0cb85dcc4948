"""Specks are no signs, and dashes are: what is small on a scan and changes a number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec import structs

from bench.degrade import Condition, noise, photocopy
from extractor.document.scan.picture.cleaning import FAINT, INK
from extractor.document.scan.picture.dirt import STROKE, dirt
from extractor.document.scan.picture.pale import pale_dashes
from extractor.document.scan.picture.shapes import Shapes
from extractor.document.scan.text.dashes import with_strokes
from extractor.document.scan.text.recogniser import Written
from extractor.document.scan.text.strips import Strips
from extractor.reading import Reading, conclude, read_file
from extractor.stages import audit, interpret, load, locate, record
from extractor.tables.model import Table
from extractor.tables.nine.uneven import without_dashes
from tests.support import scans
from tests.support.scans import as_recognised, cells, needs_ocr


@needs_ocr
def test_specks_all_over_a_copy_are_no_signs_of_its_text(original: Path, printed: Reading, tmp_path: Path) -> None:
    for seed in (1, 2):
        pages = scans.pictures(original, Condition(changes=(photocopy,)), seed)
        found = read_file(scans.saved(tmp_path / "copy.pdf", pages))
        assert [f.value for f in found.figures] == [f.value for f in printed.figures] and cells(found) == cells(printed)


def test_points_that_lead_over_are_no_dirt_nor_what_is_as_small_as_they_are() -> None:
    page = np.zeros((900, 900), bool)
    for row in range(10):
        y = 60 + 80 * row
        page[y : y + 24, 100:124] = True  # a character
        page[y + 20 : y + 23, 128:131] = True  # a point beside it
        for x in range(200, 600, 12):
            page[y + 20 : y + 23, x : x + 3] = True  # leaders
    assert not dirt(Shapes.of(page), 24).any()
    chance = np.random.default_rng(4)
    for x, y in chance.integers(0, 890, (160, 2)):
        page[y : y + 2, x : x + 2] |= not page[max(y - 5, 0) : y + 7, max(x - 5, 0) : x + 7].any()
    shapes = Shapes.of(page)
    assert set(shapes.area[(found := dirt(shapes, 24))].tolist()) == {4}
    assert np.count_nonzero(found) == np.count_nonzero(shapes.area == 4) > 100


def test_decimal_points_far_from_their_digits_are_no_dirt() -> None:
    page = np.zeros((900, 900), bool)
    for row in range(12):
        for column in range(6):
            y, x = 30 + 70 * row, 40 + 140 * column
            page[y : y + 3, x : x + 11] = True  # a 7, with no ink at its foot on the side of the point
            page[y : y + 16, x : x + 3] = True
            page[y + 13 : y + 16, x + 18 : x + 22] = True  # the point
            page[y : y + 16, x + 30 : x + 41] = True
    assert not dirt(Shapes.of(page), 17).any()
    for x, y in np.random.default_rng(5).integers(0, 890, (160, 2)):
        page[y : y + 3, x : x + 3] |= not page[max(y - 14, 0) : y + 17, max(x - 14, 0) : x + 17].any()
    shapes = Shapes.of(page)
    assert set(shapes.area[dirt(shapes, 17)].tolist()) == {9} and np.count_nonzero(shapes.area == 12) == 72


def test_a_dash_that_is_nowhere_as_dark_as_ink_is_one_and_a_speck_as_pale_is_none() -> None:
    import cv2

    page = np.full((600, 600), 255, np.uint8)
    places = [(30 + 50 * row, 60 + 120 * column) for row in range(10) for column in range(4)]
    for (y, x), (width, height) in zip(places, ((7, 2), (3, 3), (7, 2), (4, 4)) * 10, strict=True):
        page[y : y + height, x : x + width] = 100
    grey = np.asarray(cv2.GaussianBlur(page, (0, 0), 1.2), np.uint8)
    dash = slice(28, 34), slice(58, 69)
    assert grey[dash].min() > INK * 255
    found = pale_dashes(grey, grey < FAINT * 255, 19)
    assert found is not None
    assert [found[y : y + 4, x : x + 7].any() for y, x in places] == [True, False] * 20
    shapes = Shapes.of(found)
    assert len(shapes.width) == 20 and (shapes.width >= STROKE * shapes.height).all()
    grey[30:32, 80:84] = 40  # something beside one of them
    beside = pale_dashes(grey, grey < FAINT * 255, 19)
    assert beside is not None and not beside[dash].any() and len(Shapes.of(beside).width) == 19
    assert pale_dashes(grey, np.zeros_like(found), 19) is None


def test_a_blank_among_the_zeros_of_a_scan_is_told(tmp_path: Path) -> None:
    rows = [tuple(text or "-" for text in row) for row in scans.ROWS]
    rows[3] = (*rows[3][:4], "")
    for zero, told in (("-", 1), ("0.00", 1), ("", 0)):
        printed = tuple((*row[:2], *(zero if text == "-" else text for text in row[2:])) for row in rows)
        document = load(scans.disclosure(tmp_path / "blank.pdf", printed))
        for pages, count in ((as_recognised(document.pages), told), (document.pages, 0)):
            row = conclude(audit(record(interpret(locate(structs.replace(document, pages=pages)))))).document
            assert (row.error or "").count("blank among cells that print zeros: 1 cell,") == count, (zero, row)
            assert count == 0 or row.status == "partial"


def test_a_table_that_lost_all_of_its_dashes_is_told(tmp_path: Path) -> None:
    dashed, bare, full = (
        scans.disclosure(tmp_path / f"{i}.pdf", tuple((*row[:2], *(t or zero for t in row[2:])) for row in scans.ROWS))
        for i, zero in enumerate(("-", "", "7.00"))
    )

    def table(path: Path, scanned: bool = True) -> Table:
        document = load(path)
        pages = as_recognised(document.pages) if scanned else document.pages
        (found,) = interpret(locate(structs.replace(document, pages=pages))).tables.tables
        return found

    (told,) = without_dashes([table(dashed), table(bare)])
    assert "5 cells blank and no dash" in told
    assert not [*without_dashes([table(bare)])] and not [*without_dashes([table(dashed), table(full)])]
    assert not [*without_dashes([table(dashed, scanned=False), table(bare, scanned=False)])]


def test_one_zero_read_from_a_picture_takes_no_meaning_from_the_dashes(tmp_path: Path) -> None:
    rows = [tuple(text or "-" for text in row) for row in scans.ROWS]
    for replaced, of_text, of_pictures in (((7,), 1, 5), ((6, 7), 2, 2)):
        printed = tuple((*row[:4], "0.00") if i in replaced else row for i, row in enumerate(rows))
        document = load(scans.disclosure(tmp_path / "zeros.pdf", printed))
        for pages, count in ((document.pages, of_text), (as_recognised(document.pages), of_pictures)):
            facts = record(interpret(locate(structs.replace(document, pages=pages)))).first.facts
            assert sum(fact.amount == 0 for fact in facts) == count


@needs_ocr
def test_specks_of_a_dirty_page_are_neither_points_nor_dashes(original: Path, printed: Reading, tmp_path: Path) -> None:
    prose, table = scans.pictures(original, Condition(changes=(noise,)))

    def speck(x: float, y: float) -> None:
        left, top = round(x * 200 / 72), round(y * 200 / 72)
        table[top : top + 4, left : left + 4] = 40

    for x, y in np.random.default_rng(6).uniform((60, 380), (780, 560), (120, 2)):
        speck(x, y)
    for row, after in ((2, 81.5), (4, 102.5)):  # after codes, and before a number
        speck(after, scans.TOP + row * scans.ROW + 15)
        speck(312, scans.TOP + row * scans.ROW + 12)
    for x in (560, 562.5):  # beside each other where nothing is printed
        speck(x, scans.TOP + 4 * scans.ROW + 12)
    for x in (351.0, 352.4):  # and as long as a dash behind a number
        speck(x, scans.TOP + 3 * scans.ROW + 12)
    found = read_file(scans.saved(tmp_path / "dirty.pdf", [prose, table]))
    assert cells(found) == cells(printed) and {f.check_status for f in found.facts} == {"passed"}


@needs_ocr
def test_a_stroke_alone_in_its_cell_is_a_dash(tmp_path: Path) -> None:
    rows = tuple((*row[:2], *(text or "-" for text in row[2:])) for row in scans.ROWS)
    counted = tuple((text, *row[1:]) for text, row in zip("一二三", scans.ROWS[:3], strict=True))
    condition = Condition(changes=(noise,))
    for name, printed, dashes, ones in (("dashes", rows, 5, 0), ("counted", counted, 0, 1)):
        original = scans.disclosure(tmp_path / f"{name}.pdf", printed)
        scan = scans.saved(tmp_path / f"{name}-scan.pdf", scans.pictures(original, condition))
        (table,) = [grid for page in locate(load(scan)).contents for grid in page.grids]
        texts = [cell.text for cell in table.cells]
        assert (texts.count("-"), texts.count("一")) == (dashes, ones), texts


def test_a_dash_too_thick_for_a_stroke_is_none_of_the_numbers_that_count() -> None:
    where = Strips([(0, 0, 30, 22), (0, 60, 30, 82), (200, 0, 230, 22)], 20.0)
    read = [Written(text, np.ones(1), np.full(1, 15.0)) for text in "一二一"]
    written = with_strokes(where, read, np.zeros((100, 240), np.bool_))
    assert [found.text for found in written] == ["一", "二", "-"]


@needs_ocr
def test_a_speck_before_a_number_is_no_minus_and_a_minus_is_one(tmp_path: Path) -> None:
    rows = (
        ("", "合计", "-307.82", "105.58", "-413.40"),
        *(
            (code, name, text, text.removeprefix("-"), f"-{text.removeprefix('-')}")
            for code, name, text, *_ in scans.ROWS[1:]
        ),
    )
    original = scans.disclosure(tmp_path / "signed.pdf", rows)
    (page,) = [p for p in load(original).pages if p.number == 2]
    _, picture = scans.pictures(original, Condition(changes=()))
    dots = 200 / 72
    for i, (left, baseline) in enumerate(zip(page.characters.x0, page.characters.baseline, strict=True)):
        if left > 300 and page.characters.text[i] in "123456789" and left - page.characters.x1[i - 1] > 10:
            x, y = round(float(left) * dots) - 3 - i % 3, round(float(baseline) * dots) - (2, 10)[i % 2]
            picture[y : y + 2, x - (5, 4)[i % 2] : x] = 40
    found = read_file(scans.saved(tmp_path / "scan.pdf", [noise(picture, 200, np.random.default_rng(3))]))
    assert sorted(str(f.amount) for f in found.facts) == sorted(str(f.amount) for f in read_file(original).facts)
