"""Pages of which a file holds no content at all (what their page tree points at is missing, or no page), or not what
their content calls for by name: fonts, forms and pictures.

pdfium shows a blank page in the stead of the first. A page that somebody left blank has a content, if an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from extractor.document.named import Named
from extractor.document.streams import BROKEN_FILE

MAX_FORM_DEPTH = 8  # forms within forms
MOST_FORMS = 2_000  # of one page that are looked through
FORMS_AND_PICTURES = ("Form", "Image")


def without_content(path: Path, blank: frozenset[int], count: int) -> frozenset[int]:
    """Which of the `blank` pages of a PDF of `count` pages (1-based) name no content; all of them where the tree has
    fewer pages."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    try:
        with path.open("rb") as file:
            bare = [not page.contents for page in PDFPage.create_pages(PDFDocument(PDFParser(file)))]
    except (PSException, *BROKEN_FILE):
        return frozenset()
    return frozenset(n for n in blank if len(bare) < count or bare[n - 1])


def without_named(path: Path, count: int) -> frozenset[int]:
    """The pages (1-based) of a PDF of `count` pages that call for a font, form or picture that the file does not hold,
    or of which it cannot be told, for their tree breaks off before them."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    right: set[int] = set()
    with suppress(PSException, *BROKEN_FILE), path.open("rb") as file:
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(file))), 1):
            if not _lacks(page.contents, page.resources):
                right.add(number)
    return frozenset(range(1, count + 1)) - right


def _lacks(contents: Iterable[object], resources: object) -> bool:
    """Whether contents of a page, or of a form in it, call for what their resources lack."""
    from pdfminer.pdftypes import PDFStream, resolve1

    waiting = [(b"\n".join(_data(part) for part in contents), resources, 0)]
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
