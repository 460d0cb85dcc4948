"""A file → `Document`, by the reader for what the file begins with."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from extractor.document import content_hash
from extractor.document.bounds import MAX_BYTES, MAX_PAGES
from extractor.document.formats import LayoutReader
from extractor.document.model import Document, Page, TextSource
from extractor.document.readers import reader_for
from extractor.document.scan.modes import OcrMode, installed
from extractor.document.text.long_text import within_bounds
from extractor.errors import DocumentError, shown
from extractor.languages import joined
from extractor.problems import Problem

MOST_NAMES = 5  # of files within one that are told
UNREAD = ("picture", "garbled")  # the states of pages whose text is in their picture alone


def read_document(
    path: Path, source_file: str | None = None, max_pages: int = MAX_PAGES, ocr: OcrMode = OcrMode.AUTO
) -> Document:
    """Reads a file whole: a PDF, a plain text, or whatever else has a reader; `ocr` says which pages from their
    pictures.

    Raises `DocumentError` with a stable code: `missing`, `unreadable`, `empty`, `not_pdf`, `encrypted`,
    `truncated`, `too_large`, `no_text_layer`.
    """
    name = shown(path.name)
    data = _bytes(path)
    doc_id = content_hash.doc_id(content_hash.of_chunks([data]))
    source = source_file if source_file is not None else name
    reader = reader_for(data, name)
    if isinstance(reader, LayoutReader):
        del data  # it may be large, and the reader opens the file itself
        pages = _with_scans(path, reader.pages(path, max_pages), ocr)
        if not any(len(page.characters) for page in pages):
            raise _without_text(pages, name)
        return Document(doc_id, source, _source(pages, reader.text_source), pages=pages, path=str(path))
    markup = within_bounds(reader.markup(data, name))
    return Document(doc_id, source, reader.text_source, markup=markup, path=str(path))


def _with_scans(path: Path, pages: tuple[Page, ...], ocr: OcrMode) -> tuple[Page, ...]:
    """The pages with those read from their pictures that have no text of their own.

    What somebody recognised in a picture and laid beneath it is such text where lines are drawn beside it. Else the
    lines of its tables are in the picture, as is what else its numbers may be, and the picture is read; what was laid
    beneath it stays where nothing can be read there.
    """
    wanted = [
        page.number
        for page in pages
        if ocr is OcrMode.ALWAYS or page.state in UNREAD or (page.recognised and not len(page.rulings.horizontal))
    ]
    if not wanted or ocr is OcrMode.NEVER or not installed():
        return pages
    from extractor.document.scan.reader import read_scans

    return read_scans(path, pages, wanted)


def _without_text(pages: Sequence[Page], name: str) -> DocumentError:
    """Why no page of a file has a character."""
    if names := [name for page in pages for name in page.attached]:
        return DocumentError(Problem.ONLY_FILES, file=name, names=joined(", ", names[:MOST_NAMES], "、"))
    if all(page.state == "damaged" for page in pages):
        return DocumentError(Problem.BROKEN_PAGE, page=1, file=name)
    pictures = [page for page in pages if page.state in UNREAD]
    if not pictures:
        return DocumentError(Problem.ONLY_BLANK_PAGES, file=name)
    if all(page.engine == "ocr" for page in pictures):
        return DocumentError(Problem.ONLY_ILLEGIBLE, file=name)
    return DocumentError(Problem.ONLY_PICTURES, file=name)


def _source(pages: Sequence[Page], usual: TextSource) -> TextSource:
    """Where the characters of some pages come from: somebody's OCR on all that have any, on some, or on none."""
    recognised = {page.recognised for page in pages if len(page.characters)}
    if True not in recognised:
        return usual
    return TextSource.MIXED if False in recognised else TextSource.OCR


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            next(path.iterdir(), None)  # where that is not allowed, this is what is told
            raise DocumentError(Problem.FOLDER_AGAIN if path.is_symlink() else Problem.NO_FILE, path=shown(path))
        if not stat.S_ISREG(found.st_mode):  # to open a pipe is to wait for who never comes
            raise DocumentError(Problem.NO_FILE, path=shown(path))
        if found.st_size > MAX_BYTES:
            raise DocumentError(Problem.LARGE_FILE, file=shown(path.name), limit=MAX_BYTES // 1024**2)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(Problem.NOT_THERE, path=shown(path)) from error
    except OSError as error:
        raise DocumentError(Problem.NOT_READABLE, path=shown(path), reason=error.strerror) from error
    if not data:
        raise DocumentError(Problem.NO_BYTES, file=shown(path.name))
    return data
