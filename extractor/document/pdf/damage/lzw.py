"""LZW (LZWDecode) unpacked: few files use it, and what pdfium cannot unpack of it, it silently leaves out."""

from __future__ import annotations

CLEAR, END = 256, 257
WIDTHS = 9, 12  # bits of a code: at first, and at most
LONGEST = 1 << 17  # bytes: contents of pages are shorter, and each code costs time
LONGEST_OF_FILE = 1 << 22  # bytes of all that a file has of it
MOST = 1 << 25  # bytes that are unpacked


def unpacked(stream: bytes) -> bytes | None:
    """What a stream unpacks to; None where it breaks off, or has codes that stand for nothing. The codes grow by a bit
    one code early or, with EarlyChange 0, only when they must."""
    found = _unpacked(stream, 1)
    return found if found is not None else _unpacked(stream, 0)


def _unpacked(stream: bytes, early: int) -> bytes | None:
    entries = [bytes([i]) for i in range(256)] + [b"", b""]
    parts: list[bytes] = []
    before, width, length, bits, held = b"", WIDTHS[0], 0, 0, 0
    for byte in stream:
        bits, held = (bits << 8 | byte) & 0xFFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = bits >> held & ((1 << width) - 1)
        if code == END:
            return b"".join(parts)
        if code == CLEAR:
            del entries[END + 1 :]
            before, width = b"", WIDTHS[0]
            continue
        if code < len(entries):
            entry = entries[code]
        elif code == len(entries) and before:
            entry = before + before[:1]
        else:
            return None
        if before and len(entries) < 1 << WIDTHS[1]:
            entries.append(before + entry[:1])
        before = entry
        parts.append(entry)
        length += len(entry)
        if length > MOST:
            return b"".join(parts)
        while width < WIDTHS[1] and len(entries) + early >= 1 << width:
            width += 1
    return None
