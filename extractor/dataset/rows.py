"""A `Reading` as rows of the schema, column by column in its order."""

from __future__ import annotations

from typing import Any

from extractor.document.model import Box
from extractor.reading import Reading
from extractor.records import schema
from extractor.records.rows import DocumentRow


def document_row(row: DocumentRow) -> list[Any]:
    """A row of `documents`."""
    return [getattr(row, name) for name in schema.DOCUMENTS.names]


def _key(row: DocumentRow) -> list[Any]:
    return [row.doc_id, row.source_file, row.unit_name, row.unit_code, row.year]


def _corners(box: Box | None) -> tuple[float | None, ...]:
    return (box.x0, box.top, box.x1, box.bottom) if box else (None, None, None, None)


def fact_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `facts`."""
    key = _key(reading.document)
    found = []
    for fact, status in zip(reading.facts, reading.fact_status, strict=True):
        found.append(
            [
                *key, fact.table_no, fact.table_no_printed, fact.side, fact.basis, fact.subject_code,
                fact.subject_name, fact.subject_name_official, fact.subject_kind, fact.subject_level, fact.row_label,
                fact.item, fact.parent_label, fact.row_no, fact.measure, fact.measure_label, fact.amount,
                fact.currency_unit, fact.amount_yuan, fact.page, *_corners(fact.box), fact.line, fact.engine, status,
            ]
        )  # fmt: skip
    return found


def narrative_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `narrative`."""
    key = _key(reading.document)
    found = []
    for figure, status in zip(reading.figures, reading.figure_status, strict=True):
        found.append(
            [
                *key, figure.section_no, figure.section, figure.metric, figure.subject or None, figure.subject_code,
                figure.value, figure.value_unit, figure.value_yuan, figure.year_compared, figure.page, figure.line,
                figure.char_start, figure.char_end, figure.quote, figure.pattern_id, status, *_corners(figure.box),
                figure.reason, figure.concept, figure.figure_year, figure.compared_with, figure.context,
            ]
        )  # fmt: skip
    return found


def performance_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `performance`."""
    key = _key(reading.document)
    names = schema.PERFORMANCE.names[len(key) :]
    return [[*key, *(getattr(indicator, name) for name in names)] for indicator in reading.indicators]


def sheet_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `performance_sheets`."""
    key = _key(reading.document)
    names = schema.SHEETS.names[len(key) + 2 :]
    return [[*key, s.table_no, s.sheet, *(s.fields.get(name) for name in names)] for s in reading.sheets]


def unit_name_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `unit_names`."""
    return [[reading.document.doc_id, n.name, n.place, n.count] for n in reading.unit_names]


def check_rows(reading: Reading) -> list[list[Any]]:
    """The rows of `checks`."""
    return [
        [
            reading.document.doc_id, c.check_id, c.check_name, c.status, c.expected, c.actual, c.difference,
            c.tolerance, c.currency_unit, c.scope, c.tables, tuple(map(str, c.pages)), c.verdict, c.message or None,
        ]
        for c in reading.checks
    ]  # fmt: skip
