"""Rows → CSV and Parquet, a document at a time: memory does not grow with the number of documents.

CSV is UTF-8 with BOM, so that Excel in China opens it right. Files are written beside their place and moved there
when they are whole.
"""

from __future__ import annotations

import csv
import importlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from extractor.dataset.spreadsheet import guarded
from extractor.errors import UsageError
from extractor.records.fields import Field
from extractor.records.schema import Schema

Row = Sequence[Any]
SCALE = Decimal("0.0001")
LARGEST = Decimal(10) ** 16  # decimal128(20, 4) holds what is smaller
FIRST_GROUP, ROW_GROUP = 256, 16_384  # rows, the least and the most
GROWTH = 4  # a group is a fourth of the rows before it: a short run holds few rows, a long one has few groups
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


class TableWriter(Protocol):
    """Takes rows in the schema's column order; `close` makes the files whole and names them."""

    def write(self, rows: Iterable[Row]) -> None: ...

    def close(self) -> list[Path]: ...


def _storable(value: Decimal | None) -> Decimal | None:
    """The number with its printed decimals, at most four; None for one that no money has and no column holds."""
    if value is None or abs(value) >= LARGEST:
        return None
    exponent = value.as_tuple().exponent
    return value.quantize(SCALE) if isinstance(exponent, int) and exponent < -4 else value


def _columns(rows: Iterable[Row], schema: Schema) -> list[Sequence[Any]]:
    """The columns of some rows. Raises `ValueError` where a row has not the length of the others; a table of another
    width than its schema raises it where the two are put together."""
    return list(zip(*rows, strict=True)) or [()] * len(schema.fields)


def _printed(values: Iterable[Any], field: Field) -> Iterable[Any]:
    """A column as it stands in CSV."""
    if field.type == "decimal":
        amounts = map(_storable, values)
        return ("" if v is None else format(v, "f") for v in amounts)
    if field.type == "float32":
        return ("" if v is None else f"{v:.2f}" for v in values)
    if field.type in ("string", "strings"):
        texts = ("" if v is None else ";".join(map(str, v)) if field.type == "strings" else str(v) for v in values)
        return map(guarded, texts)
    return values


class CsvWriter:
    """One table as CSV."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self._schema = schema
        self._path = folder / f"{schema.name}.csv"
        self._part = folder / f".{schema.name}.csv.part"
        self._file = self._part.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._csv.writerow(schema.names)

    def write(self, rows: Iterable[Row]) -> None:
        columns = zip(_columns(rows, self._schema), self._schema.fields, strict=True)
        self._csv.writerows(zip(*(_printed(values, field) for values, field in columns), strict=True))

    def close(self) -> list[Path]:
        self._file.close()
        self._part.replace(self._path)
        return [self._path]


def arrow_schema(schema: Schema) -> Any:
    """The pyarrow schema of a table."""
    import pyarrow as pa  # 40 ms and 50 MB: only where Parquet is asked for

    types = {
        "string": pa.string(),
        "strings": pa.list_(pa.string()),
        "int8": pa.int8(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "float32": pa.float32(),
        "float64": pa.float64(),
        "decimal": pa.decimal128(20, 4),
    }
    return pa.schema(
        [
            pa.field(f.name, types[f.type], metadata={"title": f.title, "description": f.description})
            for f in schema.fields
        ]
    )


class ParquetWriter:
    """One table as a Parquet file, or as a dataset with a folder a year (`year=2024/`)."""

    def __init__(self, folder: Path, schema: Schema, by_year: bool) -> None:
        self._schema = schema
        self._folder = folder
        self._by_year = by_year and "year" in schema.names
        self._year = schema.names.index("year") if self._by_year else 0
        self._buffers: dict[str, list[Row]] = {}
        self._writers: dict[str, Any] = {}
        self._written: dict[str, int] = {}
        if not self._by_year:
            self._buffers[""] = []
        # Loaded now: in a run of few documents that is while the workers read.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # pyarrow's own keeps 15 MB more
        importlib.import_module("pyarrow.parquet")

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            key = f"year={NO_YEAR if row[self._year] is None else row[self._year]}" if self._by_year else ""
            buffer = self._buffers.setdefault(key, [])
            buffer.append(row)
            if len(buffer) >= min(max(self._written.get(key, 0) // GROWTH, FIRST_GROUP), ROW_GROUP):
                self._flush(key)

    def _places(self, key: str) -> tuple[Path, Path]:
        if not key:
            return self._folder / f"{self._schema.name}.parquet", self._folder / f".{self._schema.name}.parquet.part"
        folder = self._folder / self._schema.name / key
        return folder / "part-0.parquet", folder / ".part-0.parquet.part"

    def _flush(self, key: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        arrow = arrow_schema(self._schema)
        schema = arrow.remove(self._year) if key else arrow
        if key not in self._writers:
            _, part = self._places(key)
            part.parent.mkdir(parents=True, exist_ok=True)
            self._writers[key] = pq.ParquetWriter(part, schema, compression="zstd")
        rows = self._buffers[key]
        self._buffers[key] = []
        self._written[key] = self._written.get(key, 0) + len(rows)
        fields = zip(self._schema.fields, _columns(rows, self._schema), strict=True)
        columns = [
            _column(values, field, arrow.field(i).type)
            for i, (field, values) in enumerate(fields)
            if not (key and i == self._year)
        ]
        self._writers[key].write_table(pa.Table.from_arrays(columns, schema=schema))

    def close(self) -> list[Path]:
        paths = []
        for key in sorted(self._buffers):
            self._flush(key)
            self._writers[key].close()
            path, part = self._places(key)
            part.replace(path)
            paths.append(path)
        return paths


def _column(values: Sequence[Any], field: Field, kind: Any) -> Any:
    """Values as an Arrow array of this type, exact: a decimal is the whole number of its ten-thousandths.

    (`pa.array` of a list would import pandas wherever it is installed, a cast the compute library: 70 MB for nothing.)
    """
    import pyarrow as pa

    if field.type == "string":
        return _texts([None if v is None else str(v) for v in values])
    if field.type == "decimal":
        values = [*map(_storable, values)]
    valid = np.fromiter((v is not None for v in values), np.bool_, len(values))
    bitmap = None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    if field.type == "strings":
        ends = np.cumsum([0, *(len(v or ()) for v in values)], dtype=np.int32)
        inner = _texts([str(text) for v in values for text in v or ()])
        return pa.Array.from_buffers(kind, len(values), [bitmap, pa.py_buffer(ends)], children=[inner])
    if field.type == "decimal":
        data = b"".join(b"\0" * 16 if v is None else _ten_thousandths(v) for v in values)
    else:
        data = np.array([0 if v is None else v for v in values], dtype=field.type).tobytes()
    return pa.Array.from_buffers(kind, len(values), [bitmap, pa.py_buffer(data)])


def _texts(values: Sequence[str | None]) -> Any:
    import pyarrow as pa

    builder = pa.lib.StringBuilder()
    builder.append_values(values)
    return builder.finish()


def _ten_thousandths(value: Decimal) -> bytes:
    return int(value.scaleb(4)).to_bytes(16, "little", signed=True)


class Store:
    """The output folder: one writer for each table and format, and the description of all of them."""

    def __init__(self, folder: Path, schemas: Sequence[Schema], formats: Sequence[str], by_year: bool = False) -> None:
        """Raises `UsageError` where the folder cannot be made or written."""
        self.folder = folder
        self._schemas = schemas
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._writers: dict[str, list[TableWriter]] = {s.name: [] for s in schemas}
            for schema in schemas:
                if "csv" in formats:
                    self._writers[schema.name].append(CsvWriter(folder, schema))
                if "parquet" in formats:
                    self._writers[schema.name].append(ParquetWriter(folder, schema, by_year))
        except OSError as error:
            raise self._refused(error) from error

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Adds rows of a table; raises `UsageError` where the disk refuses them."""
        try:
            for writer in self._writers[table]:
                writer.write(rows)
        except OSError as error:
            raise self._refused(error) from error

    def close(self) -> list[Path]:
        """Makes all files whole and writes `datapackage.json`; the paths, in order."""
        from extractor.dataset.datapackage import write_datapackage

        try:
            paths = {s.name: [p for w in self._writers[s.name] for p in w.close()] for s in self._schemas}
            for schema in self._schemas:
                self._remove_earlier(schema, paths[schema.name])
            return [
                *[p for found in paths.values() for p in found],
                write_datapackage(self.folder, self._schemas, paths),
            ]
        except OSError as error:
            raise self._refused(error) from error

    def _remove_earlier(self, schema: Schema, written: Sequence[Path]) -> None:
        """What an earlier run left of a table in a form that this one did not write would be taken for this one's."""
        folder = self.folder / schema.name
        forms = (folder.with_suffix(".csv"), folder.with_suffix(".parquet"), *folder.glob("year=*/part-0.parquet"))
        for path in set(forms) - set(written):
            path.unlink(missing_ok=True)
        for emptied in (*folder.glob("year=*"), folder):
            with suppress(OSError):  # not there, or not empty
                emptied.rmdir()

    def _refused(self, error: OSError) -> UsageError:
        return UsageError(f"{self.folder} cannot be written ({error.strerror}); choose another folder with -o.")
