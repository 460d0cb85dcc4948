"""What a reading gives, ready for the database: made by the process that reads the document, so that the run only has
to write.

The rows travel between processes as Arrow record batches, whose schema both sides know, so that nothing has to be
rebuilt where they all arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from extractor.dataset import tables
from extractor.dataset.arrow import columns
from extractor.dataset.arrow.rows import rows_of
from extractor.dataset.tables import EditionRow
from extractor.identity.model import SILENT, Edition
from extractor.records import schema
from extractor.records.rows import DocumentRow

if TYPE_CHECKING:  # a run writes what others read
    from extractor.reading import Reading


class DocumentRows(Struct, frozen=True):
    """The rows of one document. `batches`: those of the tables that it fills, by the table's name, in Arrow's IPC form
    without its schema; `count`: how many rows they are."""

    document: DocumentRow
    edition: EditionRow
    count: int
    batches: Mapping[str, bytes]


def document_rows(reading: Reading) -> DocumentRows:
    """The rows of a reading. Raises `OverflowError` or `ValueError` for a value that its column does not hold."""
    batches: dict[str, bytes] = {}
    count = 0
    for name, rows in rows_of(reading):
        if rows:
            batches[name] = columns.arrow(schema.named(name), rows).serialize().to_pybytes()
            count += len(rows)
    return DocumentRows(reading.document, _edition(reading.document, reading.edition, reading.attached), count, batches)


def prepare() -> None:
    """Loads what making rows needs, for processes that are forked from this one."""
    for table in tables.OF_DOCUMENT:
        columns.schema_of(table)


def without_rows(document: DocumentRow) -> DocumentRows:
    """What remains of a document whose rows cannot be had, or cannot be stored."""
    return DocumentRows(document, _edition(document), 0, {})


def _edition(document: DocumentRow, said: Edition = SILENT, attached: tuple[str, ...] = ()) -> EditionRow:
    dated = tuple(str(part) for part in said.dated or () if part is not None)
    return EditionRow(document.source_file, said.corrected, dated, document.notes, document.notes_zh, attached)
