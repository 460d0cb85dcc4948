"""Pages written as PDF, object by object, for what no library writes."""

from __future__ import annotations

from pathlib import Path

from extractor.document.pdf.reader import read_pages

SHOWN = "BT /F 10 Tf 200 150 Td (795.40) Tj ET"


def written(path: Path, content: str, catalog: str = "", page: str = "", *more: str) -> str:
    """The characters of a page of this content; objects 6 and on are `more`. pdfium finds the objects by itself."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{page}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    body = "".join(f"{i} 0 obj\n{text}\nendobj\n" for i, text in enumerate(objects, 1))
    path.write_text(f"%PDF-1.7\n{body}trailer<</Root 1 0 R>>\n%%EOF", "latin-1")
    return read_pages(path, 10)[0].characters.text
