"""Streams that break off, or unpack to more than anybody reads."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf.damage import lzw, streams
from extractor.document.pdf.damage.streams import inspected
from extractor.errors import DocumentError
from tests.support.raw_pages import written


def test_pages_whose_stream_breaks_off_are_named(tmp_path: Path) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    for number in range(3):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    data = re.sub(rb"/Filter \[ /ASCII85Decode /FlateDecode \]", b"/Filter /FlateDecode", file.getvalue())
    streams = list(re.finditer(rb"(?s)stream\r?\n(.*?)endstream", data))
    contents = [zlib.compress(b"BT /F1 12 Tf 1 0 0 1 100 700 Tm (page) Tj ET") for _ in streams]
    broken = [c if number != 1 else c[:-6] + b"\0\0" + c[-4:] for number, c in enumerate(contents)]
    for several, expected in ((contents, set()), (broken, {2})):
        path, parts, last = tmp_path / "a.pdf", [], 0
        for stream, content in zip(streams, several, strict=True):
            parts += [data[last : stream.start(1)], content, b"\n"]
            last = stream.end(1)
        path.write_bytes(b"".join([*parts, data[last:]]))
        assert inspected(path).pages(path, 3) == expected


def test_a_stream_ends_where_it_says_and_no_comment_ends_it(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", "BT /F 10 Tf 20 150 Td (1) Tj % endstream endobj\n(2) Tj (3")
    assert inspected(tmp_path / "a.pdf").broken.keys() == {4}


CONTENT = b"BT /F1 12 Tf 1 0 0 1 100 700 Tm (page) Tj ET"
PACKED = zlib.compress(CONTENT)


@pytest.mark.parametrize(
    ("filters", "stream", "whole"),
    [
        ("/FlateDecode", b"", True),
        ("[/ASCIIHexDecode/FlateDecode]", PACKED.hex().encode() + b">", True),
        ("[/ASCIIHexDecode/FlateDecode]", PACKED[:-9].hex().encode() + b">", False),
        ("/ASCIIHexDecode", CONTENT.hex().encode(), False),
        ("/RunLengthDecode", bytes([len(CONTENT) - 1]) + CONTENT + b"\x80", True),
        ("/RunLengthDecode", bytes([len(CONTENT) - 1]) + CONTENT, False),
        ("[/FlateDecode/FlateDecode]", zlib.compress(PACKED), True),
        ("/FlateDecode", PACKED * 2, False),  # who shows the second?
        ("/FlateDecode", PACKED + b"\0\0\0\0", True),
        ("/ASCIIHexDecode", CONTENT.hex().encode() + b" 2>", True),  # half a byte is 0 more
        ("/FlateDecode /DecodeParms <</Predictor 12>>", zlib.compress(b"\2BT (a"), True),  # differences
        ("/FlateDecode", zlib.compress(b"\0\1\0\0\0\x0eBT(a"), True),  # a font
        ("/FlateDecode", zlib.compress(b"\0" * 36 + b"acspBT(a"), True),  # a profile of colours
        ("/FlateDecode", zlib.compress(b"BT(a"), False),
        ("/LZWDecode", bytes.fromhex("800b6050220c0c8501"), True),  # of the standard
        ("/LZWDecode", bytes.fromhex("800b6050220c0c"), False),
    ],
)
def test_a_stream_is_whole_through_all_of_its_filters(filters: str, stream: bytes, whole: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    head = f"%PDF-1.7\n4 0 obj\n<</Filter {filters}/Length {len(stream)}>>\nstream\n".encode()
    path.write_bytes(head + stream + b"\nendstream\nendobj\n")
    assert inspected(path).broken == ({} if whole else {4: False})


@pytest.mark.parametrize(
    ("parts", "broken"),
    [
        (("BT /F 10 Tf 200 15", "0 Td (1.00) Tj ET"), True),
        (("BT /F 10 Tf 200 150 T", "d (1.00) Tj ET"), True),
        (("BT /F", "1 10 Tf 200 150 Td (1.00) Tj ET"), True),
        (("q Q", "q BT ET Q"), False),
        (("q", "1 0 0 1 0 0 cm Q"), False),
        (("BT /F 10", "Tf ET"), False),
        (("BT /F 10 Tf 200 150 Td (1.0", "0) Tj ET"), True),
        (("q Q",), True),  # the other part is not in the file
    ],
)
def test_a_content_that_is_cut_within_a_word_or_lacks_a_part_is_broken(
    parts: tuple[str, ...], broken: bool, tmp_path: Path
) -> None:
    streams = "".join(
        f"{i} 0 obj\n<</Length {len(part)}>>stream\n{part}\nendstream endobj\n" for i, part in enumerate(parts, 4)
    )
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents[4 0 R 5 0 R]>>"
    tree = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    objects = f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj{tree}endobj\n3 0 obj{page}endobj\n{streams}"
    (tmp_path / "a.pdf").write_text(f"%PDF-1.7\n{objects}trailer<</Root 1 0 R>>\n%%EOF", "ascii")
    assert (5 in inspected(tmp_path / "a.pdf").broken) == broken


@pytest.mark.parametrize("cut", [0, 9])
def test_streams_of_an_encrypted_file_are_looked_at(cut: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportlab.lib import pdfencrypt

    with monkeypatch.context() as patched:
        patched.setattr(zlib, "compress", lambda data, level=-1: PACKED[: len(PACKED) - cut])
        lock = pdfencrypt.StandardEncryption("", "owner", strength=128)
        canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=lock, pageCompression=1)
        canvas.drawString(100, 700, "page")
        canvas.save()
    assert bool(inspected(tmp_path / "a.pdf").broken) == bool(cut)


LZW = bytes.fromhex("800b6050220c0c8501")  # of the standard
NESTED = zlib.compress(zlib.compress(b"q " * 1000 + b"Q " * 1000))


def several(path: Path, filters: str, *contents: bytes) -> None:
    parts = [
        f"{i} 0 obj\n<</Filter {filters}/Length {len(c)}>>\nstream\n".encode() + c + b"\nendstream\nendobj\n"
        for i, c in enumerate(contents, 4)
    ]
    path.write_bytes(b"%PDF-1.7\n" + b"".join(parts))


def test_a_file_has_its_share_of_lzw_and_the_rest_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lzw, "LONGEST_OF_FILE", 2 * len(LZW) + 2)
    several(tmp_path / "a.pdf", "/LZWDecode", LZW, LZW, LZW)
    assert inspected(tmp_path / "a.pdf").broken == {6: False}


@pytest.mark.parametrize(("most", "bomb"), [(4000, True), (5000, False)])
def test_what_one_filter_hands_to_the_next_counts(
    most: int, bomb: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(streams, "MAX_INFLATED_BYTES", most)
    several(tmp_path / "a.pdf", "[/FlateDecode/FlateDecode]", NESTED)
    if bomb:
        with pytest.raises(DocumentError):
            inspected(tmp_path / "a.pdf")
    else:
        assert not inspected(tmp_path / "a.pdf").broken
