"""Records as rows of the schema, by name: a row has the schema's columns because it is made from them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from extractor.records import schema
from extractor.records.fields import columns_of, values_of
from extractor.records.rows import DocumentRow
from extractor.records.schema import Schema

if TYPE_CHECKING:  # a run writes what others read
    from extractor.reading import Reading

Row = tuple[Any, ...]

OF_DOCUMENT: tuple[tuple[Schema, Callable[[Reading], tuple[Any, ...]]], ...] = (
    (schema.FACTS, attrgetter("facts")),
    (schema.NARRATIVE, attrgetter("figures")),
    (schema.PERFORMANCE, attrgetter("indicators")),
    (schema.SHEETS, attrgetter("sheets")),
    (schema.FUNDS, attrgetter("funds")),
    (schema.UNIT_NAMES, attrgetter("unit_names")),
    (schema.CHECKS, attrgetter("checks")),
    (schema.CHECK_TERMS, attrgetter("check_terms")),
)
"""The tables that a document fills when it is read, with what they hold of a reading."""


def rows(table: Schema, records: Iterable[Any], document: DocumentRow | None = None) -> list[Row]:
    """The rows of a table in the order of its columns; what a record does not say itself its document says."""
    values, borrowed, arrange = _maker(table)
    key = tuple(getattr(document, name) for name in borrowed)
    found = [key + values(record) for record in records]
    return [*map(arrange, found)] if arrange else found


def rows_of(reading: Reading) -> Iterator[tuple[str, list[Row]]]:
    """The names of the tables that a document fills, with its rows. (`documents` is written when the run ends.)"""
    for table, records in OF_DOCUMENT:
        yield table.name, rows(table, records(reading), reading.document)


def document_of(row: Sequence[Any]) -> DocumentRow:
    """The record of a row of `documents`."""
    said: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in zip(schema.DOCUMENTS.names, row, strict=True)
    }
    return DocumentRow(**{name: value for name, value in said.items() if value is not None or name == "doc_id"})


@functools.cache
def _maker(table: Schema) -> tuple[Callable[[Any], Row], tuple[str, ...], Callable[[Row], Row] | None]:
    """What takes a record's values, the columns that are its document's, and what puts both in the table's order."""
    own = [column.name for column in columns_of(table.record)]
    borrowed = tuple(name for name in table.names if name not in own)
    places = [(*borrowed, *own).index(name) for name in table.names]
    return values_of(table.record), borrowed, itemgetter(*places) if places != sorted(places) else None
