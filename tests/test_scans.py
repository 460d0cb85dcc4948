"""Scans: read by OCR, and believed only as far as the accounts confirm it."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from reportlab.pdfgen.canvas import Canvas

from bench.degrade import Condition, noise, photo, photocopy, skew, stamp, turned
from extractor.document import read
from extractor.document.model import Page, Spans, TextSource
from extractor.document.read import read_document
from extractor.document.scan.cleaning import FAINT, INK
from extractor.document.scan.dirt import STROKE, dirt
from extractor.document.scan.gaps import gaps, is_shaded
from extractor.document.scan.modes import OcrMode
from extractor.document.scan.pale import pale_dashes
from extractor.document.scan.shapes import Shapes
from extractor.errors import DocumentError, UsageError
from extractor.options import Options
from extractor.reading import Reading, conclude, read_file
from extractor.stages import audit, interpret, load, locate, record
from tests.support import scans
from tests.support.readings import Cell, fact_cells
from tests.support.scans import needs_ocr

SCANNED = Condition(changes=(skew, stamp, noise))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scans.disclosure(tmp_path_factory.mktemp("original") / "original.pdf")


@pytest.fixture(scope="module")
def printed(original: Path) -> Reading:
    return read_file(original)


@pytest.fixture(scope="module")
def scanned(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scans.saved(tmp_path_factory.mktemp("scan") / "scan.pdf", scans.pictures(original, SCANNED))


def cells(reading: Reading) -> list[Cell]:
    return sorted(fact_cells(reading.facts))


def as_recognised(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Pages of text as if they had been read from their pictures."""
    return tuple(structs.replace(page, engine="ocr", recognised=True) for page in pages)


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


@needs_ocr
def test_one_document_may_have_pages_of_text_and_pages_of_pictures(
    original: Path, scanned: Path, tmp_path: Path
) -> None:
    import pypdfium2

    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(pypdfium2.PdfDocument(original), [0])
    mixed.import_pages(pypdfium2.PdfDocument(scanned), [1])
    mixed.save(tmp_path / "mixed.pdf")
    found = read_document(tmp_path / "mixed.pdf")
    assert found.text_source is TextSource.MIXED
    assert [page.engine for page in found.pages] == ["pdfium", "ocr"]


@needs_ocr
@pytest.mark.parametrize("name", ["scan.tif", "scan.png", "scan.jpg"])
def test_picture_files_are_read(original: Path, printed: Reading, name: str, tmp_path: Path) -> None:
    pages = scans.pictures(original, Condition(changes=(turned,)), seed=2)
    found = read_file(scans.saved(tmp_path / name, pages if name == "scan.tif" else pages[1:]))
    assert found.document.pages == (2 if name == "scan.tif" else 1) and cells(found) == cells(printed)


@needs_ocr
def test_the_layer_that_somebody_laid_under_a_scan_is_kept_unless_all_is_to_be_read(
    original: Path, printed: Reading, tmp_path: Path
) -> None:
    layered, seen = tmp_path / "layered.pdf", load(original).pages
    paper = Canvas(str(layered))
    for page, picture in zip(seen, scans.pictures(original, Condition()), strict=True):
        file = scans.saved(tmp_path / f"{page.number}.png", [picture])
        paper.setPageSize((page.width, page.height))
        paper.drawImage(str(file), 0, 0, page.width, page.height)
        text = paper.beginText()
        text.setTextRenderMode(3)
        for digit, x, y in zip(page.characters.text, page.characters.x0, page.characters.baseline, strict=True):
            if digit.isdigit():
                text.setTextOrigin(float(x), page.height - float(y))
                text.textOut(digit)
        paper.drawText(text)
        paper.showPage()
    paper.save()
    kept = load(layered)
    assert kept.text_source is TextSource.OCR
    assert [len(page.characters) for page in kept.pages] == [sum(map(str.isdigit, p.characters.text)) for p in seen]
    assert cells(read_file(layered, Options(ocr=OcrMode.ALWAYS))) == cells(printed)


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


def test_without_ocr_a_scan_is_named_as_before(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = read_file(scanned, Options(ocr="never")).document
    monkeypatch.setattr(read, "installed", lambda: False)
    missing = read_file(scanned).document
    for row in (never, missing):
        assert (row.status, row.error_code) == ("failed", "no_text_layer") and "juesuan[ocr]" in (row.error or "")


def test_always_needs_what_reads_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no ocr 'sometimes'"):
        Options(ocr="sometimes")
    monkeypatch.setattr("extractor.options.installed", lambda: False)
    with pytest.raises(UsageError, match="juesuan\\[ocr\\]"):
        Options(ocr=OcrMode.ALWAYS)


@needs_ocr
def test_always_reads_text_pages_from_their_pictures_too(original: Path, printed: Reading) -> None:
    found = read_file(original, Options(ocr=OcrMode.ALWAYS))
    assert cells(found) == cells(printed) and {f.engine for f in found.facts} == {"ocr"}


def test_a_page_whose_letters_are_drawn_as_shapes_has_no_text(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "outlines.pdf"), pagesize=(400, 300))
    for i in range(400):
        path = canvas.beginPath()
        x, y = 20 + 12 * (i % 30), 280 - 18 * (i // 30)
        path.moveTo(x, y)
        for a, b in ((8, 1), (9, 6), (5, 9), (2, 7), (1, 4), (6, 5), (4, 3), (7, 2), (0, 0)):
            path.lineTo(x + a, y - b)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.save()
    with pytest.raises(DocumentError, match=r"juesuan\[ocr\]"):
        read_document(tmp_path / "outlines.pdf", ocr=OcrMode.NEVER)


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel, of which only the size is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    rows = zlib.compress((b"\x00" + b"\xff" * min((width + 7) // 8, 5000)) * min(height, 2000), 9)
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@needs_ocr
@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("blank.png", "no_text_layer", "hold no text"),
        ("photo.jpg", "no_text_layer", "nothing can be read in its pictures"),
        ("huge.png", "too_large", "has more than 80 million pixels"),
        ("bomb.png", "too_large", "has more than 80 million pixels"),
        ("cut.jpg", "truncated", "cannot be opened as a picture"),
        ("noise.jpg", "truncated", "cannot be opened as a picture"),
    ],
)
def test_pictures_that_cannot_be_read_say_why(name: str, code: str, said: str, tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    path = tmp_path / name
    if name in ("photo.jpg", "cut.jpg"):
        small = chance.integers(0, 256, (12, 9, 3), dtype=np.uint8)
        from PIL import Image

        Image.fromarray(small).resize((900, 1200), Image.Resampling.BICUBIC).save(path)
        if name == "cut.jpg":
            path.write_bytes(path.read_bytes()[:3000])
    elif name == "noise.jpg":
        path.write_bytes(b"\xff\xd8\xff\xe0" + chance.bytes(4000))
    else:
        size = {"blank.png": (1000, 1400), "huge.png": (20_000, 20_000), "bomb.png": (2**31 - 1, 2**31 - 1)}
        path.write_bytes(png(*size.get(name, (1000, 2600))))
    row = read_file(path).document
    assert (row.status, row.error_code) == ("failed", code) and said in (row.error or "")
