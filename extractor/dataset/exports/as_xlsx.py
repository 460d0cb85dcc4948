"""All tables → one workbook, a sheet a table. Codes are text; an amount is a number where Excel holds it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.exports.printed import but_numbers, printed
from extractor.dataset.exports.sorted import query
from extractor.dataset.tables import quoted
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records.fields import Field
from extractor.records.schema import Schema

MOST_ROWS = 1_048_575  # of a sheet of Excel, under its header
MOST_CHARACTERS = 32_767  # of a cell
EXACT = 15  # digits that Excel keeps of a number
MADE = datetime(2000, 1, 1)  # the same bytes whenever it is written


def write_xlsx(database: Database, tables: Sequence[Schema], path: Path) -> None:
    """Writes the workbook a row at a time; raises `UsageError` for a table that Excel cannot hold."""
    import xlsxwriter

    for table in tables:
        _refuse_what_does_not_fit(database, table)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for column, field in enumerate(table.fields):
                sheet.write_string(0, column, field.name, head)
            line = 0
            for rows in database.batches(query(table, printed(table, but_numbers))):
                for row in rows:
                    line += 1
                    _write(sheet, line, row, table.fields)


def _write(sheet: Any, line: int, row: Sequence[Any], fields: Sequence[Field]) -> None:
    for column, (value, field) in enumerate(zip(row, fields, strict=True)):
        if value is None or value == "":
            continue
        if field.type == "decimal" and not is_exact(value):
            sheet.write_string(line, column, value)
        elif field.type in ("string", "strings"):
            sheet.write_string(line, column, str(value))
        else:
            sheet.write_number(line, column, float(value))


def is_exact(text: str) -> bool:
    """Whether Excel, whose numbers are floats of fifteen digits, shows this amount as it is."""
    return len(Decimal(text).normalize().as_tuple().digits) <= EXACT


def _refuse_what_does_not_fit(database: Database, table: Schema) -> None:
    count = int(database.one(f"SELECT count(*) FROM {quoted(table.name)}"))
    if count > MOST_ROWS:
        raise UsageError(
            spoken(
                "{name} has {count} rows, more than the {most} of a sheet of Excel; export csv or parquet.",
                name=table.name,
                count=count,
                most=MOST_ROWS,
            )
        )
    texts = [field.name for field in table.fields if field.type == "string"]
    longest = ", ".join(f"max(length({quoted(name)}))" for name in texts)
    (lengths,) = database.rows(f"SELECT {longest} FROM {quoted(table.name)}")
    for name, length in zip(texts, lengths, strict=True):
        if length is not None and length > MOST_CHARACTERS:
            raise UsageError(
                spoken(
                    "A text of {table}.{column} has {length} characters, more than the {most} of a "
                    "cell of Excel; export csv or parquet.",
                    table=table.name,
                    column=name,
                    length=length,
                    most=MOST_CHARACTERS,
                )
            )
