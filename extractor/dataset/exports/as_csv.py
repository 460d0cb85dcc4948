"""A table → CSV, by a query alone: UTF-8 with BOM, so that Excel in China opens it right.

Amounts have the decimals that were printed, boxes two; lists are joined by `;`; a null is nothing at all; a text that a
spreadsheet would run stands behind an apostrophe, and one with a comma, a quote or any line break between quotes.
"""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.database import Database
from extractor.dataset.exports.printed import printed
from extractor.dataset.exports.sorted import path_of, query
from extractor.dataset.spreadsheet import FORMULA, HARMLESS, STARTS
from extractor.dataset.tables import quoted, text
from extractor.records.fields import Field
from extractor.records.schema import Schema

BOM = "\ufeff"


def write_csv(database: Database, table: Schema, path: Path) -> None:
    """Writes the table as it comes out; the query's first name carries the BOM."""
    if not database.one(f"SELECT count(*) FROM {quoted(table.name)}"):  # DuckDB would compile every column for nothing
        path.write_text(BOM + ",".join(table.names) + "\n", "utf-8", newline="\n")
        return
    risky = _risky(database, table)

    def expression(field: Field, value: str) -> str:
        name = BOM + field.name if field is table.fields[0] else field.name
        if field.type in ("string", "strings"):
            value = _guarded(value) if field.name in risky else f"nullif({value}, '')"
        return f"{value} AS {quoted(name)}"

    database.execute(f"COPY ({query(table, printed(table, expression))}) TO {path_of(path)} (FORMAT csv, HEADER true)")


def _risky(database: Database, table: Schema) -> set[str]:
    """The columns with a text that begins as a formula may. (To compile the expressions for every column would take
    longer than to write a small table.)"""

    def begins(field: Field, value: str) -> str:
        is_text = field.type in ("string", "strings")
        return f"bool_or(contains({text(STARTS)}, left({value}, 1)))" if is_text else "false"

    (row,) = database.rows(f"SELECT {', '.join(printed(table, begins))} FROM {quoted(table.name)} t")
    return {field.name for field, risk in zip(table.fields, row, strict=True) if risk}


def _guarded(value: str) -> str:
    """The text as `spreadsheet.guarded` gives it; one without a character is a null, and so nothing."""
    formula = f"regexp_full_match({value}, {text(FORMULA)}) AND NOT regexp_full_match({value}, {text(HARMLESS)})"
    begins = f"contains({text(STARTS)}, left({value}, 1))"
    return f"CASE WHEN {value} = '' THEN NULL WHEN {begins} AND {formula} THEN '''' || {value} ELSE {value} END"
