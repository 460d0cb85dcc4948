"""What is broken in a file, or stands on its head, is told of the pages that it is on, and the others are read."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf.damage.cut_words import left_open
from extractor.document.pdf.damage.streams import inspected
from extractor.document.pdf.reader import PdfReader, read_pages
from extractor.document.read import read_document
from extractor.errors import DocumentError
from tests.support.raw_pages import SHOWN, written


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


def test_pages_that_the_tree_holds_beyond_those_it_counts_are_damaged(tmp_path: Path) -> None:
    found = pages(tmp_path / "a.pdf", b"/Count 3", b"/Count 2")
    assert found == [("text", "0812.36"), ("text", "1812.36"), ("damaged", "")]


def full_pages(path: Path, names: Sequence[str]) -> bytes:
    """The file, with a page of nine rows for each name, which begins them."""
    canvas = Canvas(str(path), pageCompression=0)
    for name in names:
        for row in range(9):
            canvas.drawString(100, 700 - 20 * row, f"{name}{row} 812.36 795.40")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


@pytest.mark.parametrize(("shared", "states"), [(True, ["damaged"] * 2), (False, ["text"] * 2)])
def test_two_pages_of_one_content_are_damaged_and_two_that_say_the_same_are_not(
    shared: bool, states: list[str], tmp_path: Path
) -> None:
    data = full_pages(tmp_path / "a.pdf", ["", ""])
    one, other = re.findall(rb"/Contents \d+ 0 R", data)
    (tmp_path / "a.pdf").write_bytes(data.replace(other, one) if shared else data)
    assert [page.state for page in PdfReader().pages(tmp_path / "a.pdf", 2)] == states


def test_a_page_that_the_tree_names_twice_is_damaged_for_another_is_lost(tmp_path: Path) -> None:
    data = full_pages(tmp_path / "a.pdf", ["0", "1", "2"])
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/Kids [ 3 0 R 4 0 R 5 0 R ]", b"/Kids [ 3 0 R 3 0 R 5 0 R ]"))
    found = PdfReader().pages(tmp_path / "a.pdf", 3)
    assert [page.state for page in found] == ["damaged", "damaged", "text"]


def test_a_file_of_which_no_page_opens_is_not_read(tmp_path: Path) -> None:
    pages(tmp_path / "a.pdf", b"/Kids [ 3 0 R 4 0 R 5 0 R ]", b"/Kids [ null null null ]")
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_document(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        (b"BT (812.36 Tj ET BT (5.00) Tj ET", True),
        (b"BT 812.36) Tj ET BT (5.00) Tj ET", True),
        (b"BT <3831322E3336 Tj ET BT <35> Tj ET", True),
        (rb"BT (812\(36) Tj (a\\) Tj ET", False),
        (b"BT (812 (<) 36) Tj ET % :)", False),
        (b"BI /W 1 /H 1 /BPC 8 /CS /G ID ( EI BT (5.00) Tj ET", False),
        (b"no content (", False),
    ],
)
def test_a_content_with_a_string_that_is_not_closed_is_broken(content: bytes, broken: bool) -> None:
    assert left_open(content)[0] == broken


@pytest.mark.parametrize(
    ("parts", "broken"),
    [
        (("BT [(812.36) TJ ET", "q Q"), True),
        (("BT [(812.36)", "] TJ ET BT ET"), False),
    ],
)
def test_an_array_may_be_closed_by_the_next_part_of_a_content(
    parts: tuple[str, ...], broken: bool, tmp_path: Path
) -> None:
    contents = [f"<</Length {len(part)}>>stream\n{part}\nendstream" for part in parts]
    written(tmp_path / "a.pdf", SHOWN, "", ">>/Contents[6 0 R 7 0 R]", *contents)
    data = (tmp_path / "a.pdf").read_bytes().replace(b"/Contents 4 0 R", b"")
    (tmp_path / "a.pdf").write_bytes(data)
    assert bool(inspected(tmp_path / "a.pdf").broken) == broken


@pytest.mark.parametrize(("part", "state"), [("", "text"), ("null", "damaged"), ("99 0 R", "damaged")])
@pytest.mark.parametrize("apart", [True, False])
def test_a_page_that_lacks_a_part_of_its_content_is_damaged(part: str, state: str, apart: bool, tmp_path: Path) -> None:
    parts = f"[4 0 R {part}]"
    written(tmp_path / "a.pdf", SHOWN, "", f">>/Contents {'6 0 R' if apart else parts}", parts)
    data = (tmp_path / "a.pdf").read_bytes().replace(b"/Contents 4 0 R", b"")
    (tmp_path / "a.pdf").write_bytes(data)
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == state


@pytest.mark.parametrize(
    ("pixels", "filters", "state"),
    [
        (b"\xff" * 12, b"", "text"),
        (b"\xff" * 6, b"", "damaged"),
        (zlib.compress(b"\xff" * 12), b"/Filter/FlateDecode", "text"),
        (zlib.compress(b"\xff" * 6), b"/Filter/FlateDecode", "damaged"),
        (b"\xff\xd8", b"/Filter/DCTDecode", "text"),  # not unpacked
    ],
)
def test_a_page_with_a_picture_that_lacks_pixels_is_damaged(
    pixels: bytes, filters: bytes, state: str, tmp_path: Path
) -> None:
    head = "<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceRGB"
    stream = f"{head}{filters.decode()}/Length {len(pixels)}>>stream\n{pixels.decode('latin-1')}\nendstream"
    written(tmp_path / "a.pdf", f"q 9 0 0 9 0 0 cm /X Do Q {SHOWN}", "", "/XObject<</X 6 0 R>>>>", stream)
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == state


def test_what_is_written_for_printers_alone_is_missed_by_nobody(tmp_path: Path) -> None:
    stream = "<</Type/XObject/Subtype/PS/Length 8>>stream\nshowpage\nendstream"
    written(tmp_path / "a.pdf", f"/X Do {SHOWN}", "", "/XObject<</X 6 0 R>>>>", stream)
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == "text"


def test_a_string_with_a_code_that_is_no_byte_breaks_nothing(tmp_path: Path) -> None:
    body = zlib.compress(b"BT ET")[:-4] + b"spoi"
    stream = f"<</Filter/FlateDecode/Length {len(body)}>>stream\n{body.decode('latin-1')}\nendstream"
    path = tmp_path / "a.pdf"
    written(path, SHOWN, "", ">>", stream, "<</Title(\\777)>>")
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 7 0 R"))
    assert PdfReader().pages(path, 1)[0].number == 1


@pytest.mark.parametrize("matrix", ["-1 0 0 1 230", "1 0 0 -1 200", "-1 0 0 -1 230"])
def test_a_number_that_is_turned_over_is_none(matrix: str, tmp_path: Path) -> None:
    usual = "BT /F 10 Tf 60 200 Td (Total of this year) Tj ET"
    found = written(tmp_path / "a.pdf", f"{usual} BT /F 10 Tf {matrix} 150 Tm (812.36) Tj ET", "", ">>")
    assert not set("81236") & set(found)


def test_the_ends_of_lines_that_pdfium_puts_behind_glyphs_written_apart_turn_no_page(tmp_path: Path) -> None:
    figures = " ".join(f"BT /F 10 Tf {x} {y} Td (8) Tj ET" for y in range(280, 80, -10) for x in (40, 45.56))
    found = written(tmp_path / "a.pdf", f"q -1 0 0 -1 400 300 cm {figures} Q", "", ">>/Rotate 180")
    assert (found, read_pages(tmp_path / "a.pdf", 1)[0].turned) == (40 * "8", 0)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(("number", "read"), [("12", True), ("812.36", False)])
def test_an_amount_that_is_written_upwards_is_none(number: str, read: bool, apart: bool, tmp_path: Path) -> None:
    parts = [(150 + 5.56 * i, c) for i, c in enumerate(number)] if apart else [(150, number)]
    level = [f"BT /F 10 Tf {60 + 6 * i} 200 Td ({c}) Tj ET" for i, c in enumerate("Totalofthisyear")]
    content = " ".join([*level, *(f"BT /F 10 Tf 0 1 -1 0 200 {y} Tm ({part}) Tj ET" for y, part in parts)])
    found = written(tmp_path / "a.pdf", content, "", ">>")
    assert (number in found) == read


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("/MediaBox[0 0 400 300]", "blank"),
        ("/MediaBox[0 0 400 300]/Conten|s 4 0 R", "damaged"),
        ("/MediaBox[0 0 400 300]/Resources<</Font<</F 5 0 R>>>>", "damaged"),  # with what, and for what?
    ],
)
def test_a_page_without_content_is_blank_where_nothing_says_that_it_had_any(
    page: str, state: str, tmp_path: Path
) -> None:
    written(tmp_path / "a.pdf", SHOWN)
    data = (tmp_path / "a.pdf").read_bytes()
    begin, end = data.index(b"/MediaBox"), data.index(b">>\nendobj\n4 0 obj")
    (tmp_path / "a.pdf").write_bytes(data[:begin] + page.encode() + data[end:])
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == state
