"""Which pages of a PDF lack something, according to its page tree.

Pages may lack any content (what the tree points at is missing, or no page), or what their content calls for by name
(fonts, forms and pictures), or need an object that is broken. pdfium shows a blank page in place of the first, and says
nothing about the others. A page that was left blank on purpose has an empty content, or nothing with which anything
could be drawn.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.document.pdf.damage.named import Named

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage

MAX_FORM_DEPTH = 8  # forms within forms
MOST_FORMS = 2_000  # of one page that are looked through
MOST_OBJECTS = 20_000  # that are looked through for what hangs on one
FORMS_AND_PICTURES = ("Form", "Image")
PAGE_KEYS_ASIDE = frozenset(("Parent", "Annots", "Thumb", "B", "PieceInfo", "StructParents", "Metadata"))
BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
KEYS_OF_BLANK = frozenset(("Type", "Parent", "Resources", "Rotate", "UserUnit", "Tabs", *BOXES))
# What pdfminer ends with on files that are spoilt; it asserts that an octal code within a string is that of a byte.
BROKEN_FILE = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError),
    *(EOFError, struct.error, zlib.error),
)


def without_content(path: Path, blank: frozenset[int], count: int) -> frozenset[int]:
    """Which of the `blank` pages of a PDF of `count` pages (1-based) have, or may have, no content."""
    return blank & _of_which(path, count, lambda page: not page.contents and not _is_left_blank(page.attrs))


def _is_left_blank(page: Mapping[str, object]) -> bool:
    """Whether a page without any content is blank on purpose: it has no key that may be a damaged one, and nothing to
    draw with."""
    from pdfminer.pdftypes import resolve1

    return page.keys() <= KEYS_OF_BLANK and not resolve1(page.get("Resources"))


def without_named(path: Path, count: int) -> frozenset[int]:
    """The pages (1-based) of a PDF of `count` pages that lack, or may lack, a part of their content, or a font, form or
    picture that they name."""
    return _of_which(path, count, lambda page: _lacks(page.contents, page.resources))


def needing(path: Path, broken: frozenset[int], count: int) -> frozenset[int]:
    """The pages (1-based) of a PDF of `count` pages from which one of the `broken` objects is, or may be, reached."""
    return _of_which(
        path, count, lambda page: not broken.isdisjoint(_reached({**page.attrs, "Resources": page.resources}))
    )


def not_shown(path: Path, count: int) -> int:
    """How many pages hang in the tree of a PDF beyond the `count` that are shown: the file may claim to have fewer."""
    return max(sum(1 for _ in _pages(path)) - count, 0)


def of_one_content(path: Path, alike: frozenset[int], count: int) -> frozenset[int]:
    """Which of the pages that look `alike`, of `count` in a PDF, have the very same content as another: one of the two
    has lost its own. Where the tree names a page twice, which is counted once here, all of them may be that page."""
    contents: dict[tuple[object, ...], list[int]] = {}
    number = 0
    for number, page in enumerate(_pages(path), 1):
        if number in alike and page.contents:
            parts = tuple(getattr(part, "objid", id(part)) for part in page.contents)
            contents.setdefault(parts, []).append(number)
    if number < count:
        return alike
    return frozenset(n for pages in contents.values() if len(pages) > 1 for n in pages)


def _of_which(path: Path, count: int, holds: Callable[[PDFPage], bool]) -> frozenset[int]:
    """The pages of which something holds, or may hold; all of them where the tree has fewer pages than there are, since
    nobody knows which it leaves out."""
    from pdfminer.psexceptions import PSException

    told: list[bool] = []
    for page in _pages(path):
        told.append(True)
        with suppress(PSException, *BROKEN_FILE):
            told[-1] = holds(page)
    return frozenset(n for n in range(1, count + 1) if len(told) < count or told[n - 1])


def _pages(path: Path) -> Iterator[PDFPage]:
    """The pages that hang in the tree of a PDF, up to where it is broken."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    with suppress(PSException, *BROKEN_FILE), path.open("rb") as file:
        yield from PDFPage.create_pages(PDFDocument(PDFParser(file)))


def _lacks(contents: Iterable[object], resources: object) -> bool:
    """Whether contents of a page, or of a form in it, call for something that their resources lack."""
    from pdfminer.pdftypes import PDFStream, resolve1

    parts = [resolve1(part) for part in contents]
    if not all(isinstance(part, PDFStream) for part in parts):
        return True
    waiting = [(b"\n".join(map(_data, parts)), resources, 0)]
    seen: set[int] = set()
    while waiting and len(seen) < MOST_FORMS:
        content, given, depth = waiting.pop()
        named = Named()
        named.add(content)
        if not all(isinstance(resolve1(_given(given, "Font", name)), dict) for name in named.fonts):
            return True
        for name in named.forms:
            item = resolve1(_given(given, "XObject", name))
            kind = getattr(resolve1(item.get("Subtype")), "name", None) if isinstance(item, PDFStream) else None
            if kind not in FORMS_AND_PICTURES:
                return True
            if kind == "Form" and depth < MAX_FORM_DEPTH and item.objid not in seen:
                seen.add(item.objid)
                waiting.append((_data(item), resolve1(item.get("Resources")) or given, depth + 1))
    return False


def _given(resources: object, kind: str, name: bytes) -> object:
    from pdfminer.pdftypes import resolve1

    found = resolve1(resources)
    named = resolve1(found.get(kind)) if isinstance(found, Mapping) else None
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), name)
    if not isinstance(named, Mapping):
        return None
    return next((value for key, value in named.items() if _bytes(key) in (name, plain)), None)


def _bytes(name: object) -> bytes:
    return name if isinstance(name, bytes) else str(name).encode("utf-8", "surrogateescape")


def _data(stream: object) -> bytes:
    from pdfminer.pdftypes import PDFStream, resolve1

    found = resolve1(stream)
    return bytes(found.get_data()) if isinstance(found, PDFStream) else b""


def _reached(root: object) -> set[int]:
    """The numbers of the objects that a page needs."""
    return {number for number, _ in reached(root, PAGE_KEYS_ASIDE) if number is not None}


def reached(root: object, aside: Collection[str] = ()) -> Iterator[tuple[int | None, object]]:
    """What hangs on an object of a PDF, each object once, with its number if it has one; of a stream, its dictionary.
    Entries with the keys `aside` are not followed."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream

    seen: set[int] = set()
    waiting = [root]
    while waiting and len(seen) < MOST_OBJECTS:
        item, number = waiting.pop(), None
        if isinstance(item, PDFObjRef):
            number = item.objid
            if number in seen:
                continue
            seen.add(number)
            item = item.resolve()
        if isinstance(item, PDFStream):
            item = item.attrs
        yield number, item
        if isinstance(item, dict):
            waiting += [value for key, value in item.items() if key not in aside]
        elif isinstance(item, list):
            waiting += item
