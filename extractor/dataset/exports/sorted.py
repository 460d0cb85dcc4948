"""A table as a query whose rows come in their stated order: by the name of the file, then the place in the document."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.dataset.tables import OF_DOCUMENT, ORDINAL, quoted, text
from extractor.records import schema
from extractor.records.fields import Field
from extractor.records.schema import Schema

_RANKED = (
    "(SELECT doc_id, row_number() OVER (ORDER BY source_file) AS rank FROM"
    " (SELECT doc_id, min(source_file) AS source_file FROM documents WHERE doc_id IS NOT NULL GROUP BY doc_id))"
)


def query(table: Schema, columns: Sequence[str], where: str = "") -> str:
    """The SELECT of these expressions; in them and in the condition a row is `t`."""
    chosen = ", ".join(columns)
    condition = f" WHERE {where}" if where else ""
    if table.name in {t.name for t in OF_DOCUMENT}:
        source = f"{quoted(table.name)} t JOIN {_RANKED} r ON t.doc_id = r.doc_id"
        order = f"r.rank, t.{ORDINAL.name}"
    else:
        source = f"{quoted(table.name)} t"
        order = "t.source_file" if table.name == schema.DOCUMENTS.name else f"t.{ORDINAL.name}"
    return f"SELECT {chosen} FROM {source}{condition} ORDER BY {order}"


def column(field: Field) -> str:
    """A column as it is."""
    return f"t.{quoted(field.name)}"


def year_is(year: int | None) -> str:
    """The condition for the rows of one year, or of none."""
    return "t.year IS NULL" if year is None else f"t.year = {year}"


def path_of(path: object) -> str:
    """A path as COPY takes it."""
    return text(path)
