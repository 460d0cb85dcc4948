"""Fonts, forms and pictures that a page calls for by name and the file does not hold: what they print is lost, or is
drawn by another font, and no number of such a page is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.pdf.reader import PdfReader
from tests.support.raw_pages import SHOWN, written

INNER = "BT /F 10 Tf 60 150 Td (812.36) Tj ET"


def form(content: str, subtype: str = "Form", resources: str = "") -> str:
    head = f"<</Type/XObject/Subtype/{subtype}/BBox[0 0 400 300]{resources}/Length {len(content)}>>"
    return f"{head}stream\n{content}\nendstream"


def state(path: Path, content: str, resources: str = "", *more: str) -> str:
    written(path, content, "", f"{resources}>>", *more)
    return PdfReader().pages(path, 1)[0].state


@pytest.mark.parametrize(
    ("resources", "more"),
    [
        ("", ()),
        ("/XObject<</X 99 0 R>>", ()),
        ("/XObject<</X null>>", ()),
        ("/XObject<</X<</Type/XObject/Subtype/Form>>>>", ()),
        ("/XObject<</X 6 0 R>>", (form(INNER, "Fosm"),)),
        ("/XObject<</X 6 0 R>>", (form("/Y Do"),)),
        ("/XObject<</X 6 0 R>>", (form("BT /G 10 Tf (1.00) Tj ET"),)),
        ("/XObject<</Y 6 0 R>>", (form(INNER),)),
    ],
)
def test_a_page_whose_form_or_picture_is_not_there_is_damaged(
    resources: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    assert state(tmp_path / "a.pdf", f"/X Do {SHOWN}", resources, *more) == "damaged"


def test_a_page_whose_font_is_not_there_is_damaged(tmp_path: Path) -> None:
    assert state(tmp_path / "a.pdf", f"{SHOWN} BT /G 10 Tf 60 150 Td (812.36) Tj ET") == "damaged"


@pytest.mark.parametrize(
    ("resources", "more"),
    [
        ("/XObject<</X 6 0 R>>", (form(INNER),)),
        ("/XObject<</X#41 6 0 R/X 6 0 R>>", (form(INNER),)),
        ("/XObject 6 0 R", ("<</X 7 0 R>>", form(INNER, resources="/Resources<</Font<</F 5 0 R>>>>"))),
    ],
)
def test_a_page_that_has_all_it_calls_for_is_whole(resources: str, more: tuple[str, ...], tmp_path: Path) -> None:
    assert state(tmp_path / "a.pdf", f"/X Do {SHOWN}", resources, *more) == "text"


def test_only_the_page_that_lacks_something_is_damaged(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pageCompression=0)
    for _ in range(2):
        canvas.drawString(100, 700, "812.36")
        canvas.showPage()
    canvas.save()
    whole = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "b.pdf").write_bytes(b"/F9 12 Tf".join(whole.rsplit(b"/F1 12 Tf", 1)))
    assert [page.state for page in PdfReader().pages(tmp_path / "a.pdf", 2)] == ["text", "text"]
    assert [page.state for page in PdfReader().pages(tmp_path / "b.pdf", 2)] == ["text", "damaged"]


def test_a_broken_stream_damages_the_pages_that_the_tree_does_not_tell_of(tmp_path: Path) -> None:
    broken = "<</Length 12/Filter/FlateDecode>>stream\nx\x01 no zlib\nendstream"
    written(tmp_path / "a.pdf", SHOWN, "", ">>", broken)
    untyped = (tmp_path / "a.pdf").read_bytes().replace(b"/Type/Page/", b"/Typo/Page/")
    untyped = untyped.replace(b"/Contents 4 0 R", b"/Contents [4 0 R 6 0 R]")
    (tmp_path / "a.pdf").write_bytes(untyped)
    assert [page.state for page in PdfReader().pages(tmp_path / "a.pdf", 1)] == ["damaged"]
