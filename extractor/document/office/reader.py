"""The reader of office files: which kind a file is, by what is in it, and the reader of that kind."""

from __future__ import annotations

import io
from collections.abc import Callable

from msgspec.structs import replace

from extractor.document.archive import listing
from extractor.document.formats import LayoutReader, MarkupReader
from extractor.document.model import MarkupPage, TextSource
from extractor.document.office.excel import workbook_pages
from extractor.document.office.package import Package
from extractor.document.office.word import word_pages
from extractor.errors import DocumentError
from extractor.languages import Sentence, said
from extractor.problems import Problem

OLD = b"\xd0\xcf\x11\xe0"  # begins files that hold others, as office programs wrote them up to 2003
# What such a file holds, by the names in it: a locked new document, a workbook, a text.
_LOCKED, _WORKBOOKS, _TEXT = "EncryptedPackage", ("Workbook", "Book"), "WordDocument"
_OPEN_DOCUMENTS = {"text": ("odt", "docx"), "spreadsheet": ("ods", "xlsx")}
HEAD = 4096  # bytes that show which kind of XML a file is


class OfficeReader:
    """Reads Word documents and Excel workbooks, and through LibreOffice what else it can open."""

    text_source = TextSource.OFFICE

    def __init__(self, reader_for: Callable[[bytes, str], LayoutReader | MarkupReader]) -> None:
        """`reader_for` finds the reader of a file that a Word document puts in its text."""
        self._reader_for = reader_for

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """What the file holds; raises `DocumentError` where it is of another kind, broken, locked or too large."""
        if data.startswith(OLD):
            return self._old(data, name)
        if not data.startswith(b"PK"):
            if data.lstrip().startswith(b"{\\rtf"):
                return _through_libreoffice(data, name, said("a text in RTF"), "rtf", "docx")
            is_book = b"spreadsheet" in data[:HEAD] or b"Excel.Sheet" in data[:HEAD]
            to = "xlsx" if is_book else "docx"
            return _through_libreoffice(data, name, said("an office document in XML"), "xml", to)
        package = Package(data, name)
        main = package.main("")
        if main.startswith("word/") or "word/document.xml" in package.parts:
            return word_pages(package, self._chunk)
        if main.startswith("xl/") or "xl/workbook.xml" in package.parts:
            return workbook_pages(package)
        if "mimetype" in package.parts:
            kind = package.bytes_of("mimetype").decode("ascii", "replace").rpartition(".")[2]
            if kind in _OPEN_DOCUMENTS:
                suffix, to = _OPEN_DOCUMENTS[kind]
                opened = said("an OpenDocument file ({suffix})", suffix=suffix)
                return _through_libreoffice(data, name, opened, suffix, to)
        listing(io.BytesIO(data), name)  # what is wrong with an archive that could be read as a folder
        raise DocumentError(Problem.PACKED, file=name, kind=said("a ZIP archive"))

    def _old(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        if _holds(data, _LOCKED):
            raise DocumentError(Problem.LOCKED, file=name)
        if any(_holds(data, stream) for stream in _WORKBOOKS):
            from extractor.document.office.old_excel import old_workbook_pages

            return old_workbook_pages(data, name)
        if _holds(data, _TEXT):
            return _through_libreoffice(data, name, said("an old Word document (doc, wps)"), "doc", "docx")
        raise DocumentError(
            Problem.UNSUPPORTED,
            file=name,
            kind=said("a file of an old office program that is damaged or not known"),
        )

    def _chunk(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """A file that a Word document puts in its text; what that one puts in is not read."""
        if data.startswith(b"PK"):
            return word_pages(Package(data, name))
        reader = self._reader_for(data, name)
        if isinstance(reader, LayoutReader):
            raise DocumentError(Problem.UNSUPPORTED, file=name, kind=said("a file of a kind that is not known"))
        return reader.markup(data, name)


def _holds(data: bytes, stream: str) -> bool:
    """Whether an old office file holds a part of that name."""
    return f"{stream}\0".encode("utf-16-le") in data


def _through_libreoffice(data: bytes, name: str, kind: Sentence, suffix: str, to: str) -> tuple[MarkupPage, ...]:
    from extractor.document.office.converted import converted

    package = Package(converted(data, name, kind, suffix, to), name)
    pages = word_pages(package) if to == "docx" else workbook_pages(package)
    note = said("It was read from what LibreOffice made of it, since it is {kind}.", kind=kind)
    return tuple(replace(page, note=note if page.number == 1 else None) for page in pages)
