"""A table → CSV, by a query alone: UTF-8 with BOM, so that Excel in China opens it right.

Amounts have the decimals that were printed, boxes two; lists are joined by `;`; a null is nothing at all; a text that a
spreadsheet would run stands behind an apostrophe, and one with a comma, a quote or any line break between quotes.
"""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.database import Database
from extractor.dataset.exports.sorted import path_of, query
from extractor.dataset.spreadsheet import FORMULA, HARMLESS, STARTS
from extractor.dataset.tables import DECIMALS, amounts, quoted, text
from extractor.records.fields import Field
from extractor.records.schema import Schema

BOM = "\ufeff"


def write_csv(database: Database, table: Schema, path: Path) -> None:
    """Writes the table as it comes out; the query's first name carries the BOM."""
    risky = _risky(database, table)
    places = {name: place for place, name in enumerate(amounts(table), 1)}
    columns = []
    for field in table.fields:
        name = BOM + field.name if field is table.fields[0] else field.name
        columns.append(f"{_printed(field, places.get(field.name, 0), field.name in risky)} AS {quoted(name)}")
    database.execute(f"COPY ({query(table, columns)}) TO {path_of(path)} (FORMAT csv, HEADER true)")


def _risky(database: Database, table: Schema) -> set[str]:
    """The columns with a text that begins as a formula may. (To compile the expressions for every column would take
    longer than to write a small table.)"""
    texts = [field for field in table.fields if field.type in ("string", "strings")]
    found = ", ".join(f"bool_or(contains({text(STARTS)}, left({_text(field)}, 1)))" for field in texts)
    (row,) = database.rows(f"SELECT {found} FROM {quoted(table.name)} t")
    return {field.name for field, risk in zip(texts, row, strict=True) if risk}


def _text(field: Field) -> str:
    value = f"t.{quoted(field.name)}"
    return f"array_to_string({value}, ';')" if field.type == "strings" else value


def _printed(field: Field, place: int, risky: bool) -> str:
    """The text of a column; `place` is that of its decimals."""
    value = f"t.{quoted(field.name)}"
    if field.type == "decimal":
        digit = f"substr(t.{DECIMALS.name}, {place}, 1)"
        unprinted = f"CASE {digit} WHEN '0' THEN 5 WHEN '1' THEN 3 WHEN '2' THEN 2 WHEN '3' THEN 1 ELSE 0 END"
        return f"substr({value}::VARCHAR, 1, length({value}::VARCHAR) - {unprinted})"
    if field.type == "float32":
        return f"printf('%.2f', {value})"
    if field.type in ("string", "strings"):
        return _guarded(_text(field)) if risky else f"nullif({_text(field)}, '')"
    return value


def _guarded(value: str) -> str:
    """The text as `spreadsheet.guarded` gives it; one without a character is a null, and so nothing."""
    formula = f"regexp_full_match({value}, {text(FORMULA)}) AND NOT regexp_full_match({value}, {text(HARMLESS)})"
    begins = f"contains({text(STARTS)}, left({value}, 1))"
    return f"CASE WHEN {value} = '' THEN NULL WHEN {begins} AND {formula} THEN '''' || {value} ELSE {value} END"
