"""Which pages are read by OCR: scans, pictures, layers of somebody's, shapes of letters."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from bench.degrade import Condition, turned
from extractor.document import read
from extractor.document.model import TextSource
from extractor.document.read import read_document
from extractor.document.scan.modes import OcrMode
from extractor.errors import DocumentError, UsageError
from extractor.options import Options
from extractor.reading import Reading, read_file
from extractor.stages import load
from tests.support import scans
from tests.support.scans import cells, needs_ocr


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
@pytest.mark.parametrize("dots", [72, 600])
def test_a_page_may_be_as_large_as_a_stamp_or_a_door(
    dots: int, original: Path, printed: Reading, tmp_path: Path
) -> None:
    pages = scans.pictures(original, Condition(changes=(turned,)))
    found = read_file(scans.saved(tmp_path / "large.pdf", pages, dpi=(dots, dots)))
    usual = read_file(scans.saved(tmp_path / "usual.pdf", pages))
    assert cells(found) == cells(usual) == cells(printed)
    for one, other in zip(found.facts, usual.facts, strict=True):
        assert one.box is not None and other.box is not None
        assert one.box.x0 * dots == pytest.approx(other.box.x0 * 200, abs=400)
        assert one.box.bottom * dots == pytest.approx(other.box.bottom * 200, abs=400)


@needs_ocr
def test_a_page_may_be_white_on_black(original: Path, printed: Reading, tmp_path: Path) -> None:
    negative = [255 - page for page in scans.pictures(original, Condition())]
    assert cells(read_file(scans.saved(tmp_path / "film.pdf", negative))) == cells(printed)


@needs_ocr
def test_a_picture_may_have_fewer_dots_down_than_across(original: Path, printed: Reading, tmp_path: Path) -> None:
    pages = [cv2.resize(page, (page.shape[1], page.shape[0] // 2)) for page in scans.pictures(original, Condition())]
    found = read_file(scans.saved(tmp_path / "fax.tif", [np.asarray(page, np.uint8) for page in pages], dpi=(200, 100)))
    assert cells(found) == cells(printed)


@needs_ocr
def test_the_layer_that_somebody_laid_under_a_scan_is_kept_where_its_picture_is_not_read(
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
    kept = load(layered, Options(ocr=OcrMode.NEVER))
    assert kept.text_source is TextSource.OCR
    assert [len(page.characters) for page in kept.pages] == [sum(map(str.isdigit, p.characters.text)) for p in seen]
    assert cells(read_file(layered)) == cells(printed)


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
