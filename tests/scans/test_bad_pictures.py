"""Pictures that cannot be read: a status and a sentence for each."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest

from extractor.reading import read_file
from tests.support.scans import needs_ocr


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
