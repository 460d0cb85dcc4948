"""The filters of PDF streams that are unpacked here, each by the names under which a stream calls for it."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from extractor.document.bounds import MAX_INFLATED_BYTES
from extractor.document.pdf.damage import lzw

KNOWN = frozenset(
    b"FlateDecode Fl LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL DCTDecode DCT "
    b"CCITTFaxDecode CCF JBIG2Decode JPXDecode Crypt".split()
)
END_OF_RUNS = 128


def _from_ascii85(stream: bytes) -> bytes | None:
    """The bytes that ASCII85 stands for, with up to three more at the end; None where it is not valid."""
    body, end, _ = stream.partition(b"~>")
    digits = np.frombuffer(b"".join(body.split()).replace(b"z", b"!!!!!"), np.uint8).astype(np.int64) - 33
    if not end or not len(digits) or digits.min() < 0 or digits.max() > 84:
        return None
    filling = -len(digits) % 5
    groups = np.concatenate([digits, np.full(filling, 84)]).reshape(-1, 5) @ (85 ** np.arange(4, -1, -1))
    if groups.max() > 0xFFFFFFFF:
        return None
    return groups.astype(">u4").tobytes()[: 4 * len(groups) - filling]


def _from_hex(stream: bytes) -> bytes | None:
    """The bytes that hexadecimal digits stand for; None where they are not valid, or do not end."""
    digits, end, _ = stream.partition(b">")
    try:
        digits = b"".join(digits.split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")) if end else None
    except ValueError:
        return None


def _from_runs(stream: bytes) -> bytes | None:
    """The bytes that runs (RunLengthDecode) stand for; None where they do not end."""
    parts, place, length = [], 0, 0
    while place < len(stream) and (run := stream[place]) != END_OF_RUNS and length <= MAX_INFLATED_BYTES:
        step = run + 2 if run < END_OF_RUNS else 2
        parts.append(
            stream[place + 1 : place + step] if run < END_OF_RUNS else stream[place + 1 : place + 2] * (257 - run)
        )
        place, length = place + step, length + len(parts[-1])
    return b"".join(parts) if place < len(stream) else None


def _inflated(stream: bytes) -> bytes | None:
    """What a zlib stream holds; None where it does not reach its end with the right checksum. (Some producers leave the
    checksum out.)"""
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(stream, MAX_INFLATED_BYTES + 1)
        if reader.eof or reader.unconsumed_tail:
            return None if _goes_on(reader.unused_data) else found
        raw = zlib.decompressobj(-zlib.MAX_WBITS)
        found = raw.decompress(stream[2:], MAX_INFLATED_BYTES + 1)
    except zlib.error:
        return None
    return found if raw.eof and len(raw.unused_data.strip()) < 4 else None


def _goes_on(rest: bytes) -> bool:
    """Whether another zlib stream follows the end of one: some viewers show it, some do not."""
    try:
        return len(rest) > 2 and bool(zlib.decompressobj().decompress(rest, 1))
    except zlib.error:
        return False


UNPACKED: dict[bytes, Callable[[bytes], bytes | None]] = {
    **dict.fromkeys((b"FlateDecode", b"Fl"), _inflated),
    **dict.fromkeys((b"ASCII85Decode", b"A85"), _from_ascii85),
    **dict.fromkeys((b"ASCIIHexDecode", b"AHx"), _from_hex),
    **dict.fromkeys((b"RunLengthDecode", b"RL"), _from_runs),
    **dict.fromkeys((b"LZWDecode", b"LZW"), lzw.unpacked),
    b"Crypt": bytes,
}
