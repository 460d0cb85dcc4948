"""The reader of office files: which kind a file is, by what is in it, and the reader of that kind."""

from __future__ import annotations

from extractor.document.model import MarkupPage, TextSource
from extractor.document.office.package import Package
from extractor.document.office.word import WordReader
from extractor.errors import DocumentError, Problem


class OfficeReader:
    """Reads Word documents."""

    text_source = TextSource.OFFICE

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """What the file holds; raises `DocumentError` where it is of another kind, broken, locked or too large."""
        package = Package(data, name)
        main = package.main("")
        if main.startswith("word/") or "word/document.xml" in package.parts:
            return WordReader().pages(package)
        raise DocumentError(Problem.OTHER_KIND, file=name, kind="a ZIP archive or an office document (xlsx, ofd)")
