"""Writes a panel: CSV with its labels beside it, Parquet with decimals and labels, Stata with variable labels, Excel
with a sheet of labels."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.dataset.exports.as_xlsx import MADE, MOST_CHARACTERS, MOST_ROWS, is_exact
from extractor.dataset.spreadsheet import guarded
from extractor.errors import UsageError, counted
from extractor.kept import compiled
from extractor.languages import Sentence, joined, spoken
from extractor.panel.build import Panel
from extractor.panel.columns import TEXT_LIMIT

SUFFIXES = (".csv", ".parquet", ".xlsx", ".dta")
_WHOLE_NUMBERS = frozenset({"year", "subject_level", "page"})
_DIGITS, _DECIMALS = 20, 4
_MOST_COLUMNS = 16_384  # of a sheet of Excel
_LONGEST_NAME = 32  # of a variable of Stata
_NAME = compiled(r"[A-Za-z_][A-Za-z0-9_]*")


def write(panel: Panel, path: Path) -> list[Sentence]:
    """Writes to `path` by its suffix, whole or not at all; returns sentences on what the format cannot hold.

    Raises `UsageError` for another suffix or a place that cannot be written.
    """
    writers: dict[str, Callable[[Panel, Path], list[Sentence]]] = {
        ".csv": _csv,
        ".parquet": _parquet,
        ".xlsx": _xlsx,
        ".dta": _stata,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(spoken("{path} must end in {suffixes}.", path=path, suffixes=", ".join(SUFFIXES)))
    if not path.parent.is_dir():
        raise UsageError(spoken("{folder} is no folder; make it, or choose another place with -o.", folder=path.parent))
    partial = path.with_name(f".{path.name}.partial")
    try:
        notes = writer(panel, partial)
        partial.replace(path)
        if path.suffix.lower() == ".csv":
            _labels(panel, path.with_suffix(".labels.csv"))
    except OSError as error:
        raise UsageError(
            spoken(
                "{path} cannot be written ({reason}); choose another place with -o.",
                path=path,
                reason=error.strerror or error,
            )
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return notes


def _plain(amount: Decimal | None) -> str | None:
    """Decimal text without exponent, with at least two decimals: 921700.0000 → 921700.00."""
    if amount is None:
        return None
    text = f"{amount:f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _csv(panel: Panel, path: Path) -> list[Sentence]:
    frame = panel.frame.copy()
    for column in frame.columns:
        if column in panel.amounts:
            frame[column] = [_plain(a) for a in frame[column]]
        else:
            frame[column] = [guarded(v) if isinstance(v, str) else v for v in frame[column].tolist()]
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return []


def _labels(panel: Panel, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["column", "label"])
        writer.writerows((guarded(name), guarded(label)) for name, label in panel.labels.items())


def _parquet(panel: Panel, path: Path) -> list[Sentence]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields, columns = [], []
    for name in panel.frame.columns:
        kind: Any = pa.string()
        if name in panel.amounts:
            kind = pa.decimal128(_DIGITS, _DECIMALS)
        elif name in _WHOLE_NUMBERS:
            kind = pa.int32()
        try:
            columns.append(pa.array(panel.frame[name].tolist(), kind))
        except pa.ArrowInvalid as error:
            raise UsageError(
                spoken(
                    "An amount of {name} does not fit decimal({digits},{decimals}): {error}.",
                    name=name,
                    digits=_DIGITS,
                    decimals=_DECIMALS,
                    error=error,
                )
            ) from error
        fields.append(pa.field(name, kind, metadata={"label": panel.labels.get(name, name)}))
    pq.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields)), path, compression="zstd")
    return []


def _xlsx(panel: Panel, path: Path) -> list[Sentence]:
    """A sheet with the panel, one with its labels. Codes are text, and so is an amount that a float cannot hold."""
    import xlsxwriter

    _refuse_too_large(panel)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    inexact = 0
    # Named by its handle, as the name that is written first does not end in .xlsx.
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": MADE})
        head, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00##"})
        sheet, told = book.add_worksheet("panel"), book.add_worksheet("labels")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(panel.frame.columns):
            sheet.write_string(0, column, name, head)
            for row, value in enumerate(panel.frame[name].tolist(), 1):
                number = _number(panel, name, value)
                if number is not None:
                    sheet.write_number(row, column, number, money if name in panel.amounts else None)
                elif value is not None:
                    inexact += name in panel.amounts
                    sheet.write_string(row, column, _text(panel, name, value))
        for row, (name, label) in enumerate((("column", "label"), *panel.labels.items())):
            told.write_string(row, 0, name, head if row == 0 else None)
            told.write_string(row, 1, label, head if row == 0 else None)
    if not inexact:
        return []
    return [spoken("{amounts} with more digits than Excel keeps, as text.", amounts=counted(inexact, "amount"))]


def _refuse_too_large(panel: Panel) -> None:
    """Raises `UsageError` for a panel that is larger than a sheet of Excel."""
    if len(panel.frame) > MOST_ROWS or len(panel.frame.columns) > _MOST_COLUMNS:
        raise UsageError(
            spoken(
                "The panel has {rows} rows and {columns} columns; a sheet of Excel has {most_rows} under its "
                "header, and {most_columns}: write .csv or .parquet.",
                rows=len(panel.frame),
                columns=len(panel.frame.columns),
                most_rows=MOST_ROWS,
                most_columns=_MOST_COLUMNS,
            )
        )


def _number(panel: Panel, name: str, value: Any) -> int | float | None:
    """A value of a column as Excel holds numbers; None where it is text there."""
    if value is not None and name in _WHOLE_NUMBERS:
        return int(value)
    return float(value) if value is not None and name in panel.amounts and is_exact(f"{value:f}") else None


def _text(panel: Panel, name: str, value: Any) -> str:
    """A value as text; raises `UsageError` where it is too long for a cell."""
    text = str(_plain(value)) if name in panel.amounts else str(value)
    if len(text) > MOST_CHARACTERS:
        raise UsageError(spoken("A text of {name} is too long for a cell of Excel; write .csv or .parquet.", name=name))
    return text


def _stata(panel: Panel, path: Path) -> list[Sentence]:
    """Stata 14 and later (version 118, UTF-8). Amounts become doubles here and nowhere before."""
    import pandas as pd

    frame = pd.DataFrame(index=panel.frame.index)
    inexact = 0
    names = _variables(list(panel.frame.columns))
    for column, name in names.items():
        values = panel.frame[column].tolist()
        if column in panel.amounts:
            inexact += sum(a is not None and Decimal(repr(float(a))) != a for a in values)
            frame[name] = pd.Series(
                [None if a is None else float(a) for a in values], index=frame.index, dtype="float64"
            )
        elif column in _WHOLE_NUMBERS:
            frame[name] = pd.Series(values, index=frame.index, dtype="float64" if None in values else "int32")
        else:
            # Stata has no missing text.
            frame[name] = pd.Series(["" if v is None else str(v) for v in values], index=frame.index, dtype=object)
    frame.to_stata(
        path,
        version=118,
        write_index=False,
        variable_labels={names[column]: label[:TEXT_LIMIT] for column, label in panel.labels.items()},
        time_stamp=MADE,  # the same panel gives the same bytes
    )
    different = [(column, name) for column, name in names.items() if column != name]
    renamed = joined(", ", (spoken("{column} is {name}", column=column, name=name) for column, name in different), "、")
    note = spoken("Stata has no decimals: the amounts are doubles, and every one reads back as printed.")
    if inexact:
        words = "Stata has no decimals: {count} amounts do not survive as doubles; use Parquet for those."
        note = spoken(words, count=inexact)
    return [
        note,
        *(
            [spoken("Names that Stata does not take are shortened or numbered: {renamed}.", renamed=renamed)]
            if renamed
            else []
        ),
    ]


def _variables(columns: list[str]) -> dict[str, str]:
    """The columns by their names in Stata: ASCII, of at most 32 characters, each once. Its label says what it is."""
    found: dict[str, str] = {}
    for place, column in enumerate(columns, 1):
        name = column if _NAME.fullmatch(column) else f"column_{place}"
        if len(name) > _LONGEST_NAME:
            number = f"_{place}"
            name = name[: _LONGEST_NAME - len(number)] + number
        found[column] = name
    return found
