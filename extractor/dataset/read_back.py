"""Reads back what `convert` wrote by the schema that it was written by: codes as text, amounts as decimals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheet import unguarded
from extractor.errors import UsageError
from extractor.records import schema
from extractor.records.fields import Field

Record = dict[str, Any]
_NUMBERS: dict[str, Callable[[str], Any]] = {
    "int8": int,
    "int16": int,
    "int32": int,
    "float32": float,
    "float64": float,
    "decimal": Decimal,
}


def read_records(
    folder: Path, name: str, columns: Sequence[str], where: Mapping[str, str | None] | None = None
) -> list[Record]:
    """The rows of table `name` in an output folder, as Parquet (one file or partitioned by year) or else as CSV.

    `columns` are some of the table's schema; a list is a tuple, money a `Decimal`. `where` keeps the rows with these
    texts (None: blank). A column that an older output lacks is None. Raises `UsageError` where the table is missing or
    broken.
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
    fields = [schema.named(name).field(column) for column in columns]
    return [{field.name: _value(path, field, record.get(field.name)) for field in fields} for record in records]


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


def _value(path: Path, field: Field, value: Any) -> Any:
    if field.type == "strings":
        return tuple(value.split(";") if isinstance(value, str) else value or ())
    number = _NUMBERS.get(field.type)
    if number is None or not isinstance(value, str):
        return value
    try:
        return number(value)
    except (InvalidOperation, ValueError) as error:
        raise UsageError(
            f"{path}: {value!r} in column {field.name} is not a number; convert the documents again."
        ) from error
