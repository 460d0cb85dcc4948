"""What is broken in a file is told of the pages that it is on, and the others are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf import PdfReader
from extractor.document.read import read_document
from extractor.errors import DocumentError


def pages(path: Path, old: bytes, new: bytes) -> list[tuple[str, str]]:
    """State and text of each of three pages, with something in their file replaced by as many bytes."""
    canvas = Canvas(str(path), pageCompression=0, invariant=1)
    for number in range(3):
        canvas.drawString(100, 700, f"{number}812.36")
        canvas.showPage()
    canvas.save()
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new.ljust(len(old))))
    return [(page.state, page.characters.text) for page in PdfReader().pages(path, 3)]


@pytest.mark.parametrize("kid", [b"9 9 R", b"null", b"1 0 R", b"7 0 R"])
def test_a_page_that_is_not_there_is_damaged_and_the_others_are_read(kid: bytes, tmp_path: Path) -> None:
    """Nothing, an object that is not there, a font, the page tree itself."""
    found = pages(tmp_path / "a.pdf", b"/Kids [ 3 0 R 4 0 R 5 0 R ]", b"/Kids [ 3 0 R %s 5 0 R ]" % kid)
    assert found == [("text", "0812.36"), ("damaged", ""), ("text", "2812.36")]


def test_a_file_of_which_no_page_opens_is_not_read(tmp_path: Path) -> None:
    pages(tmp_path / "a.pdf", b"/Kids [ 3 0 R 4 0 R 5 0 R ]", b"/Kids [ null null null ]")
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_document(tmp_path / "a.pdf")
