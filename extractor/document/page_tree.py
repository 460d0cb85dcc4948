"""Pages of which a file holds no content at all: what their page tree points at is missing, or no page.

pdfium shows a blank page in the stead of each. A page that somebody left blank has a content, if an empty one.
"""

from __future__ import annotations

from pathlib import Path

from extractor.document.streams import BROKEN_FILE


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
