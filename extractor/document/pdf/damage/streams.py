"""What the streams of a PDF tell before they are drawn: which pages hold a broken one, and whether a font claims a sign
for several codes.

A stream is broken if it breaks off, does not inflate to its checksum, or is cut within a word or string. pdfium draws
what it can of such a stream and says nothing. Here every compressed stream of the file is inflated, except those of
large pictures and of fonts, and only where one is broken is it asked which pages need it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from extractor.document.bounds import MAX_INFLATED_BYTES
from extractor.document.pdf.damage import lzw
from extractor.document.pdf.damage.cut_words import are_elsewhere, cut_words, ends, left_open
from extractor.document.pdf.damage.filters import KNOWN, UNPACKED
from extractor.document.pdf.damage.named import Named
from extractor.document.pdf.damage.page_tree import BROKEN_FILE, needing
from extractor.document.pdf.damage.short_pictures import MOST_PACKED, bytes_of, is_picture
from extractor.document.pdf.damage.uses import EVERYTHING, PACKED, Uses, used
from extractor.document.pdf.fonts import MONEY_UNITS
from extractor.errors import DocumentError, shown
from extractor.problems import Problem

LONGEST_HEAD = 4096  # bytes of a stream's dictionary
MOST_FILTERS = 8  # one over another; nobody packs what is packed
MOST_OBJECTS = 20_000  # of an encrypted file that are looked at

ASIDE = ("Image", "Type1C", "CIDFontType0C", "OpenType", "XML", "Metadata", "XRef", "EmbeddedFile")
# Blanks, minus, point, digits and units.
AMOUNT_CODES = (0x20, 0xA0, 0x3000, 0x2D, 0x2E, *range(0x30, 0x3A), *map(ord, MONEY_UNITS))

_HEAD = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_FILTERS = re.compile(rb"/(?:Filter|F)\s*(?:\[([^\]]*)\]?|(/[^\s/\[\]<>()]*))")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})\b(?!\s+\d+\s+R)")
_NAME = re.compile(rb"/([^\s/\[\]<>()]*)")
_ASIDE = re.compile(rb"/Length1\b|/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Metadata\b")
_SINGLE_BLOCK = re.compile(rb"(?s)beginbfchar(.*?)endbfchar")
_SINGLE = re.compile(rb"<[^<>]*>\s*<\s*([0-9A-Fa-f]{4})\s*>")
_RANGE_BLOCK = re.compile(rb"(?s)beginbfrange(.*?)endbfrange")
_RANGE = re.compile(
    rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<\s*([0-9A-Fa-f]{4})\s*>|\[([^\]]*)\])"
)
_HEX = re.compile(rb"<\s*([0-9A-Fa-f]{4})\s*>")
_DRAWN = re.compile(rb"/Subtype\s*/(?:Form|Image|PS)\b")  # what Do may call for; nobody draws PostScript (PS)
_FILE_WITHIN = re.compile(rb"/EF\s*(?:<<|\d)")
_PREDICTED = re.compile(rb"/Predictor\s*(?:[2-9]|1\d)")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_OF_ALL = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")


class Streams(Struct, frozen=True):
    """What the streams of a file tell.

    - `broken`: the numbers of the objects with broken streams; and whether all pages may depend on one.
    - `doubled`: the digits, blanks, minus, point and units that a font claims for several codes.
    - `lacking`: contents may be missing, or may call for a font, form or picture that is; `holding`: files may lie
      within this one.
    - `uses`: what its pages may make use of; `pages_named`: for how many pages it has objects, including those of
      former revisions.
    """

    broken: dict[int, bool]
    doubled: frozenset[str]
    lacking: bool = False
    holding: bool = False
    uses: Uses = EVERYTHING
    pages_named: int = 0

    def pages(self, path: Path, count: int) -> frozenset[int]:
        """The 1-based numbers of the pages that need a broken stream; all `count` where that cannot be told."""
        if not self.broken:
            return frozenset()
        if any(self.broken.values()):
            return frozenset(range(1, count + 1))
        return needing(path, frozenset(self.broken), count)


class _Unpacked(Struct):
    """How many `bytes` of a file were unpacked, counted between two filters as well, and how many of LZW were read for
    it."""

    bytes: int = 0
    lzw: int = 0


class _Stream(Struct, frozen=True):
    """A stream as it stands in a file: the number of its object, its bytes, and the `filters` through which they go, in
    order (None where none is named).

    - `end`: where it ends in the file.
    - `aside`: it is a picture or a font; `of_all`: all pages may depend on it; `drawn`: it is a form or picture;
      `packed`: it holds objects.
    - `predicted`: it unpacks to differences; `least`: how many bytes a picture needs.
    """

    number: int
    data: bytes
    filters: tuple[bytes, ...] | None
    end: int
    aside: bool = False
    of_all: bool = False
    drawn: bool = False
    packed: bool = False
    predicted: bool = False
    least: int = 0


def inspected(path: Path) -> Streams:
    """Inflates the streams of a file, except those of pictures and fonts; raises `DocumentError` `too_large` where they
    are a bomb."""
    data = path.read_bytes()
    broken: dict[int, bool] = {}
    doubled: frozenset[str] = frozenset()
    unpacked = _Unpacked()
    holding = bool(_FILE_WITHIN.search(data))
    edges: dict[int, tuple[bytes, bytes]] = {}
    pages, numbers, drawn, named = [data], set(), set(), Named()
    unclosed: dict[int, int] = {}
    for stream in _decrypted(path) if b"/Encrypt" in data else _streams(data):
        content = _content(stream, unpacked)
        numbers.add(stream.number)
        if stream.drawn:
            drawn.add(stream.number)
        if unpacked.bytes > MAX_INFLATED_BYTES:
            raise DocumentError(Problem.INFLATED, file=shown(path.name), limit=MAX_INFLATED_BYTES // 1024**2)
        is_open, arrays = (True, 0) if content is None else left_open(content)
        if is_open and not _is_printed_again(stream, data):
            broken[stream.number] = broken.get(stream.number, False) or stream.of_all
        if content:
            edges[stream.number] = ends(content, framed=not stream.filters)
            named.add(content)
            if arrays:
                unclosed[stream.number] = arrays
            if stream.packed:
                pages.append(content)
            if b"BT" not in content and b"/EF" in content:  # no page's content names files
                holding = holding or bool(_FILE_WITHIN.search(content))
            if b"beginbf" in content:
                doubled |= _doubled(content)
    if b"/Encrypt" in data:
        return Streams(broken, doubled, holding=holding, pages_named=len(_PAGE.findall(data)))
    broken |= {number: False for part in pages for number in cut_words(part, edges, numbers, unclosed)} | broken
    lacking = named.lead_nowhere(data, pages[1:], drawn) or any(are_elsewhere(part, numbers) for part in pages)
    return Streams(broken, doubled, lacking, holding, used(pages), sum(len(_PAGE.findall(part)) for part in pages))


def _is_printed_again(stream: _Stream, data: bytes) -> bool:
    """Whether a later revision of the object replaces a stream."""
    return bool(re.compile(rb"(?<!\d)%d\s+\d+\s+obj\b" % stream.number).search(data, stream.end))


def _decrypted(path: Path) -> Iterator[_Stream]:
    """The streams, decrypted, of a file that is encrypted and opens without a password. What cannot be decrypted is
    left to pdfium, which will say so."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psexceptions import PSException

    with path.open("rb") as file:
        try:
            document = PDFDocument(PDFParser(file))
            numbers = {number for table in document.xrefs for number in table.get_objids()}
        except (PSException, *BROKEN_FILE):
            return
        for number in sorted(numbers)[:MOST_OBJECTS]:
            try:
                found = document.getobj(number)
                if isinstance(found, PDFStream) and found.decipher and not _is_aside(found.attrs):
                    data = found.decipher(number, found.genno or 0, found.rawdata or b"", found.attrs)
                    filters = tuple(str(name.name).encode() for name, _ in found.get_filters())
                    yield _Stream(number, data, filters, path.stat().st_size)
            except (PSException, *BROKEN_FILE):
                continue


def _is_aside(attributes: Mapping[str, object]) -> bool:
    kinds = {getattr(attributes.get(key), "name", None) for key in ("Type", "Subtype")}
    return "Length1" in attributes or not kinds.isdisjoint(ASIDE)


def _streams(data: bytes) -> Iterator[_Stream]:
    """The streams of a file."""
    place = data.find(b"stream")
    while place >= 0:
        start = place + 6
        if data[place - 3 : place] != b"end" and data[start : start + 1] in (b"\r", b"\n"):
            start += 2 if data[start : start + 2] == b"\r\n" else 1
            named = data.rfind(b"obj", max(place - LONGEST_HEAD, 0), place)
            head = _HEAD.search(data, max(named - 20, 0), named + 3) if named >= 0 else None
            dictionary = data[named + 3 : place] if head else b""
            end = data.find(b"endstream", _least_end(data, start, dictionary))
            end = len(data) if end < 0 else end
            if head:
                filters = _FILTERS.search(dictionary)
                yield _Stream(
                    int(head[1]),
                    data[start:end],
                    tuple(_NAME.findall(filters[1] or filters[2] or b"")) if filters else None,
                    end,
                    bool(_ASIDE.search(dictionary)),
                    bool(_OF_ALL.search(dictionary)),
                    bool(_DRAWN.search(dictionary)),
                    bool(PACKED.search(dictionary)),
                    bool(_PREDICTED.search(dictionary)),
                    bytes_of(dictionary) if is_picture(dictionary) else 0,
                )
            start = end
        place = data.find(b"stream", start)


def _least_end(data: bytes, start: int, dictionary: bytes) -> int:
    """The earliest possible end of a stream: where its dictionary says, if its end stands there (a comment may say so
    earlier), else where it begins."""
    length = _LENGTH.search(dictionary)
    end = start + int(length[1]) if length else start
    return end if data[end : end + 12].lstrip().startswith(b"endstream") else start


def _doubled(content: bytes) -> frozenset[str]:
    """The digits, blanks, minus and point for which a map of codes to characters (ToUnicode) has several codes."""
    claimed: Counter[int] = Counter()
    for block in _SINGLE_BLOCK.findall(content):
        claimed.update(int(target, 16) for target in _SINGLE.findall(block))
    for block in _RANGE_BLOCK.findall(content):
        for first, last, target, several in _RANGE.findall(block):
            if several:
                claimed.update(int(item, 16) for item in _HEX.findall(several))
            else:
                begin, length = int(target, 16), int(last, 16) - int(first, 16)
                claimed.update(d for d in AMOUNT_CODES if begin <= d <= begin + length)
    return frozenset(chr(code) for code in AMOUNT_CODES if claimed[code] > 1)


def _content(stream: _Stream, unpacked: _Unpacked) -> bytes | None:
    """What a stream unpacks to; empty where that is not wanted; None where it does not unpack, or the file has had its
    share of LZW."""
    data = stream.data
    if stream.aside:
        return None if stream.least and _is_short(stream, unpacked) else b""
    if stream.filters is None:
        packed = data[:1] == b"\x78" and int.from_bytes(data[:2]) % 31 == 0 and len(data) > 8
        return None if packed else data
    if not KNOWN.issuperset(stream.filters) or not stream.filters:
        return None if stream.filters else data
    if not data.strip():
        return b""
    content = _through(stream, unpacked)
    return b"" if content and stream.predicted else content


def _is_short(picture: _Stream, unpacked: _Unpacked) -> bool:
    """Whether a picture that is unpacked, or quickly unpacked, lacks pixels."""
    if not picture.filters:
        return len(picture.data) < picture.least
    if len(picture.data) > MOST_PACKED or not UNPACKED.keys() >= set(picture.filters):
        return False
    content = _through(picture, unpacked)
    return content is None or len(content) < picture.least


def _through(stream: _Stream, unpacked: _Unpacked) -> bytes | None:
    """What comes out of all filters of a stream; empty where one of them is not implemented here."""
    content: bytes | None = stream.data
    for name in stream.filters[:MOST_FILTERS] if stream.filters else ():
        if content is None or unpacked.bytes > MAX_INFLATED_BYTES:
            return None
        if name not in UNPACKED:
            return b""
        if name[:3] == b"LZW":
            if len(content) > lzw.LONGEST:
                return b""
            unpacked.lzw += len(content)
            if unpacked.lzw > lzw.LONGEST_OF_FILE:
                return None
        content = UNPACKED[name](content)
        unpacked.bytes += len(content or b"")
    return content
