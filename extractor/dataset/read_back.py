"""Reads back what `convert` wrote: the columns and rows asked for, codes as text and amounts as decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheet import unguarded
from extractor.errors import UsageError

Record = dict[str, Any]
_WHOLE_NUMBERS = frozenset({"year", "subject_level", "page", "count"})
_AMOUNTS = frozenset({"amount", "amount_yuan"})
_LISTS = frozenset({"tables_found", "tables_empty", "tables_missing"})


def read_records(
    folder: Path, name: str, columns: Sequence[str], where: Mapping[str, str | None] | None = None
) -> list[Record]:
    """The rows of table `name` in an output folder, as Parquet (one file or partitioned by year) or else as CSV.

    `where` keeps the rows with these texts (None: blank). A column that an older output lacks is None. Raises
    `UsageError` where the table is missing or broken.
    """
    import pyarrow as pa  # in the functions: 50 MB, and `convert` to CSV needs none of it

    path = _find(folder, name)
    try:
        batches = _parquet(path, columns, where) if path.suffix != ".csv" else _csv(path, columns, where)
        records = [record for batch in batches for record in batch.to_pylist()]
        if path.suffix == ".csv":
            records = [{k: v and unguarded(v) for k, v in record.items()} for record in records]
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{path} cannot be read ({reason}); convert the documents again.") from error
    return [{column: _value(path, column, record.get(column)) for column in columns} for record in records]


def _find(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.parquet", folder / name, folder / f"{name}.csv"):
        if path.exists():
            return path
    raise UsageError(f"{folder} has neither {name}.parquet nor {name}.csv; give the folder that convert wrote.")


def _parquet(path: Path, columns: Sequence[str], where: Mapping[str, str | None] | None) -> Any:
    import pyarrow as pa
    import pyarrow.dataset as ds

    # A Hive partition is by year alone, and a year is a number.
    layout = ds.partitioning(pa.schema([("year", pa.int16())]), flavor="hive")
    data = ds.dataset(path, format="parquet", partitioning=layout)
    present = [c for c in columns if c in data.schema.names]
    return data.to_batches(columns=present, filter=_condition(where, data.schema.names))


def _csv(path: Path, columns: Sequence[str], where: Mapping[str, str | None] | None) -> Any:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.dataset as ds

    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    names = [n.strip().strip('"') for n in header.split(",")]
    form = ds.CsvFileFormat(
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        # Everything is text: 001001 is a code, and an amount must not pass through a float.
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    data = ds.dataset(path, format=form)
    return data.to_batches(columns=[c for c in columns if c in names], filter=_condition(where, names))


def _condition(where: Mapping[str, str | None] | None, names: Sequence[str]) -> Any:
    import pyarrow.dataset as ds

    found = None
    for column, text in (where or {}).items():
        if column not in names:
            continue
        one = ds.field(column).is_null() if text is None else ds.field(column) == text
        found = one if found is None else found & one
    return found


def _value(path: Path, column: str, value: Any) -> Any:
    if column in _LISTS:
        return tuple(value.split(";") if isinstance(value, str) else value or ())
    if value is None or not isinstance(value, str):
        return value
    try:
        if column in _AMOUNTS:
            return Decimal(value)
        if column in _WHOLE_NUMBERS:
            return int(value)
    except (InvalidOperation, ValueError) as error:
        raise UsageError(f"{path}: {value!r} in column {column} is no number; convert the documents again.") from error
    return value
