"""Which pages of a PDF hold a stream that breaks off, or does not inflate to what its checksum says.

pdfium draws what it can of such a stream and says nothing. Here every compressed stream of the file is inflated but
those of pictures and fonts, and only where one is broken is it asked which pages need it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

KNOWN = frozenset(
    b"FlateDecode Fl LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL DCTDecode DCT "
    b"CCITTFaxDecode CCF JBIG2Decode JPXDecode Crypt".split()
)
FLATE = (b"FlateDecode", b"Fl")
LONGEST_HEAD = 4096  # bytes of a stream's dictionary
MOST_INFLATED = 1 << 27  # bytes of one stream: more is a bomb, and no content of a page
MOST_OBJECTS = 20_000  # that are looked through for what a page needs
BROKEN_FILE = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError, zlib.error)
PAGE_KEYS_ASIDE = frozenset(("Parent", "Annots", "Thumb", "B", "PieceInfo", "StructParents", "Metadata"))

_HEAD = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_FILTER = re.compile(rb"/(?:Filter|F)\s*\[?\s*/([^\s/\[\]<>()]*)")
_ASCII_FLATE = re.compile(rb"/Filter\s*\[\s*/(?:ASCII85Decode|A85)\s*/(?:FlateDecode|Fl)\s*\]")
_ASIDE = re.compile(rb"/Length1\b|/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Metadata\b")
_OF_ALL = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")


def damaged_pages(path: Path, pages: int) -> frozenset[int]:
    """The 1-based numbers of the pages that need a broken stream; all `pages` where it cannot be told which do."""
    data = path.read_bytes()
    if b"/Encrypt" in data:
        return frozenset()  # what is encrypted is no zlib stream; pdfium decrypts it first
    broken = dict(_broken(data))
    if not broken:
        return frozenset()
    if any(broken.values()):
        return frozenset(range(1, pages + 1))
    return _needing(path, frozenset(broken), pages)


def _broken(data: bytes) -> Iterator[tuple[int, bool]]:
    """The numbers of the objects whose streams are broken, and whether all pages may hang on one."""
    place = data.find(b"stream")
    while place >= 0:
        start = place + 6
        if data[place - 3 : place] != b"end" and data[start : start + 1] in (b"\r", b"\n"):
            start += 2 if data[start : start + 2] == b"\r\n" else 1
            end = data.find(b"endstream", start)
            end = len(data) if end < 0 else end
            named = data.rfind(b"obj", max(place - LONGEST_HEAD, 0), place)
            head = _HEAD.search(data, max(named - 20, 0), named + 3) if named >= 0 else None
            dictionary = data[named + 3 : place]
            if head and not _whole(dictionary, data, start, end):
                number = int(head[1])
                later = re.compile(rb"(?<!\d)%d\s+\d+\s+obj\b" % number)
                if not later.search(data, end):  # a later printing of the object stands in its stead
                    yield number, bool(_OF_ALL.search(dictionary))
            start = end
        place = data.find(b"stream", start)


def _whole(dictionary: bytes, data: bytes, start: int, end: int) -> bool:
    if _ASIDE.search(dictionary):
        return True
    if _ASCII_FLATE.search(dictionary):
        flate = _from_ascii85(data[start:end])
        return flate is not None and _inflates(flate)
    name = _FILTER.search(dictionary)
    if name is None:
        return not (data[start] == 0x78 and int.from_bytes(data[start : start + 2]) % 31 == 0 and end - start > 8)
    if name[1] not in KNOWN:
        return False
    return name[1] not in FLATE or _inflates(data[start:end])


def _from_ascii85(stream: bytes) -> bytes | None:
    """The bytes that ASCII85 stands for, up to three more at the end; None where it is none."""
    body, end, _ = stream.partition(b"~>")
    digits = np.frombuffer(b"".join(body.split()).replace(b"z", b"!!!!!"), np.uint8).astype(np.int64) - 33
    if not end or not len(digits) or digits.min() < 0 or digits.max() > 84:
        return None
    filling = -len(digits) % 5
    groups = np.concatenate([digits, np.full(filling, 84)]).reshape(-1, 5) @ (85 ** np.arange(4, -1, -1))
    if groups.max() > 0xFFFFFFFF:
        return None
    return groups.astype(">u4").tobytes()[: 4 * len(groups) - filling]


def _inflates(stream: bytes) -> bool:
    """Whether a zlib stream comes to its end with the right checksum. Some makers leave the checksum out."""
    reader = zlib.decompressobj()
    try:
        reader.decompress(stream, MOST_INFLATED)
        if reader.eof or reader.unconsumed_tail:
            return True
        raw = zlib.decompressobj(-zlib.MAX_WBITS)
        raw.decompress(stream[2:], MOST_INFLATED)
    except zlib.error:
        return False
    return raw.eof and len(raw.unused_data.strip()) < 4


def _needing(path: Path, broken: frozenset[int], pages: int) -> frozenset[int]:
    """The pages from which a broken object is reached."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    found: set[int] = set()
    try:
        with path.open("rb") as file:
            for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(file))), 1):
                if not broken.isdisjoint(_reached({**page.attrs, "Resources": page.resources})):
                    found.add(number)
    except (PSException, *BROKEN_FILE):
        return frozenset(range(1, pages + 1))
    return frozenset(found)


def _reached(root: object) -> set[int]:
    """The numbers of the objects that a page needs."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream

    seen: set[int] = set()
    waiting = [root]
    while waiting and len(seen) < MOST_OBJECTS:
        item = waiting.pop()
        if isinstance(item, PDFObjRef):
            if item.objid in seen:
                continue
            seen.add(item.objid)
            item = item.resolve()
        if isinstance(item, PDFStream):
            item = item.attrs
        if isinstance(item, dict):
            waiting += [value for key, value in item.items() if key not in PAGE_KEYS_ASIDE]
        elif isinstance(item, list):
            waiting += item
    return seen
