"""What is measured: each reads whole PDF files in this process and gives the number of their pages.

What each imports is imported by itself alone, so that its memory is its own.
"""

from __future__ import annotations

import ctypes
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

Reader = Callable[[Sequence[Path]], int]


def pdfium_load() -> Reader:
    """pdfium opens and loads each page and counts its objects: content streams are parsed, nothing is looked at."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(pdfium.FPDF_LIBRARY_CONFIG(version=2)))

    def read(files: Sequence[Path]) -> int:
        return sum(1 for page in _pages(files) if pdfium.FPDFPage_CountObjects(page) >= 0)

    return read


def _pages(files: Sequence[Path]) -> Iterator[object]:
    """The pages of some files as pdfium loads them, each open until the next is asked for."""
    import pypdfium2.raw as pdfium

    for file in files:
        document = pdfium.FPDF_LoadDocument(str(file).encode() + b"\0", None)
        for number in range(pdfium.FPDF_GetPageCount(document)):
            page = pdfium.FPDF_LoadPage(document, number)
            yield page
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def pdfium_walk() -> Reader:
    """The floor: pdfium loads page and text page; a loop over the raw calls takes of each character its code point
    and box, of each object (those in forms too) its type and bounds; nothing is kept."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(pdfium.FPDF_LIBRARY_CONFIG(version=2)))
    box, refs = pdfium.FS_RECTF(), [ctypes.byref(ctypes.c_float()) for _ in range(4)]
    box_ref = ctypes.byref(box)
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    type_of, bounds_of = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
    form = pdfium.FPDF_PAGEOBJ_FORM

    def walk(count: int, member: Callable[[object, int], object], parent: object) -> None:
        for index in range(count):
            found = member(parent, index)
            bounds_of(found, *refs)
            if type_of(found) == form:
                walk(pdfium.FPDFFormObj_CountObjects(found), pdfium.FPDFFormObj_GetObject, found)

    def read(files: Sequence[Path]) -> int:
        pages = 0
        for page in _pages(files):
            text = pdfium.FPDFText_LoadPage(page)
            for index in range(pdfium.FPDFText_CountChars(text)):
                unicode_of(text, index)
                box_of(text, index, box_ref)
            walk(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page)
            pdfium.FPDFText_ClosePage(text)
            pages += 1
        return pages

    return read


def juesuan(formats: Sequence[str], second_reading: bool = True, workers: int = 0) -> Reader:
    """Ours end to end: reading, tables, prose, audit and writing; by default without worker processes."""
    from extractor import Options, convert

    options = Options(second_reading=second_reading)

    def read(files: Sequence[Path]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            documents = convert(files, folder, options, formats=formats, jobs=workers).documents
        failed = [document.error for document in documents if document.status == "failed"]
        if failed:
            raise RuntimeError(f"The measurement is void: {failed[0]}")
        return sum(document.pages or 0 for document in documents)

    return read


def juesuan_tables() -> Reader:
    """Ours without prose and audit: reading, tables 01–09 and writing, CSV and Parquet."""
    from extractor.dataset.arrow import rows
    from extractor.dataset.exports.export import export
    from extractor.dataset.opening import open_to_write
    from extractor.reading import Reading
    from extractor.records import schema
    from extractor.records.closed_sets import DocumentStatus
    from extractor.records.rows import DocumentRow
    from extractor.stages import candidate, interpret, load, locate

    def facts(file: Path) -> Reading:
        document = load(file)
        found = interpret(locate(document))
        taken = candidate(found, found.tables, found.ownership, "pdfium").facts
        name, year = found.identity.unit_name, found.identity.year
        row = DocumentRow(
            document.doc_id, file.name, DocumentStatus.OK, unit_name=name, year=year, pages=len(document.pages)
        )
        return Reading(row, taken)

    def read(files: Sequence[Path]) -> int:
        pages = 0
        with tempfile.TemporaryDirectory() as folder, open_to_write(Path(folder)) as database:
            for file in files:
                reading = facts(file)
                with database.transaction():
                    database.insert(schema.FACTS, rows.rows(schema.FACTS, reading.facts, reading.document))
                    database.insert(schema.DOCUMENTS, rows.rows(schema.DOCUMENTS, [reading.document]))
                pages += reading.document.pages or 0
            export(database, ("csv", "parquet"))
        return pages

    return read


def juesuan_first() -> Reader:
    """Ours end to end, writing CSV, without a second reading by pdfplumber and camelot where accounts do not add up."""
    return juesuan(("csv",), second_reading=False)


def juesuan_first_both() -> Reader:
    """Ours end to end, writing CSV and Parquet, without a second reading."""
    return juesuan(("csv", "parquet"), second_reading=False)


def juesuan_command() -> Reader:
    """The same as the command does it: a worker reads, this process writes."""
    return juesuan(("csv", "parquet"), second_reading=False, workers=1)


def juesuan_both() -> Reader:
    """Ours end to end as it is by default: CSV and Parquet, with the second reading."""
    return juesuan(("csv", "parquet"))


def pdfplumber_tables() -> Reader:
    """pdfplumber: `extract_tables` of every page; pages are closed, for they are kept alive otherwise."""
    import pdfplumber

    def read(files: Sequence[Path]) -> int:
        pages = 0
        for file in files:
            with pdfplumber.open(file) as document:
                for page in document.pages:
                    page.extract_tables()
                    page.close()
                    pages += 1
        return pages

    return read


def camelot_lattice() -> Reader:
    """camelot: lattice from the vectors of the page, with `split_text`: its fastest way that is right here."""
    import pypdfium2
    from camelot.io import read_pdf

    def read(files: Sequence[Path]) -> int:
        pages = 0
        for file in files:
            read_pdf(str(file), pages="all", flavor="lattice", engine="vector", split_text=True, suppress_stdout=True)
            with pypdfium2.PdfDocument(file) as document:
                pages += len(document)
        return pages

    return read


CONTESTANTS: dict[str, Callable[[], Reader]] = {
    "pdfium_load": pdfium_load,
    "pdfium_walk": pdfium_walk,
    "juesuan_tables": juesuan_tables,
    "juesuan_first": juesuan_first,
    "juesuan_first_both": juesuan_first_both,
    "juesuan_command": juesuan_command,
    "juesuan_both": juesuan_both,
    "pdfplumber": pdfplumber_tables,
    "camelot": camelot_lattice,
}
