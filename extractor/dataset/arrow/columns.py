"""Rows → Arrow tables, as the database takes them: exact, with the hidden columns, a column at a time."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.dataset.tables import hidden, stored
from extractor.records.fields import DECIMALS, LARGEST, Field, is_held
from extractor.records.schema import Schema

if TYPE_CHECKING:
    import pyarrow as pa

Row = Sequence[Any]
SCALE = Decimal(1).scaleb(-DECIMALS)
NOT_PRINTED = "-"


def arrow(table: Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows in the table's column order as Arrow, with the hidden columns; the first row is the first of its document.

    Raises `ValueError` where a row has not as many values as the table has columns.
    """
    columns: list[Sequence[Any]] = [*zip(*rows, strict=True)] or [()] * len(table.fields)
    amounts = []
    for i, (field, values) in enumerate(zip(table.fields, columns, strict=True)):
        if field.type == "decimal":
            columns[i] = [*map(_storable, values)]
            amounts.append(columns[i])
    if beside := hidden(table):
        columns.append(range(1, len(rows) + 1))
        if len(beside) > 1:
            columns.append(["".join(map(_decimals, row)) for row in zip(*amounts, strict=True)])
    return arrow_of(stored(table), columns)


def arrow_of(fields: Sequence[Field], columns: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """The values of these columns as Arrow, of the types of their fields."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # pyarrow's own keeps 15 MB more
    import pyarrow as pa  # 40 ms and 50 MB: only where something is written

    made = [_column(values, field) for values, field in zip(columns, fields, strict=True)]
    return pa.RecordBatch.from_arrays(made, names=[field.name for field in fields])


@functools.cache
def schema_of(table: Schema) -> pa.Schema:
    """The columns of `arrow`, for a batch that comes without them."""
    return arrow(table, ()).schema


def _storable(value: Decimal | None) -> Decimal | None:
    """The number with its printed decimals, at most four; None for one that no money has and no column holds."""
    if value is None or abs(value) >= LARGEST:
        return None
    return value if is_held(value) else value.quantize(SCALE)


def _decimals(value: Decimal | None) -> str:
    if value is None:
        return NOT_PRINTED
    exponent = value.as_tuple().exponent
    return str(max(0, -exponent)) if isinstance(exponent, int) else NOT_PRINTED


def _column(values: Sequence[Any], field: Field) -> Any:
    """Values as an Arrow array of their type, exact: a decimal is the whole number of its ten-thousandths.

    (`pa.array` of a list would import pandas wherever it is installed, a cast the compute library: 70 MB for nothing.)
    """
    import pyarrow as pa

    if field.type == "string":
        return _texts([None if v is None else str(v) for v in values])
    valid = np.fromiter((v is not None for v in values), np.bool_, len(values))
    bitmap = None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    if field.type == "strings":
        ends = np.cumsum([0, *(len(v or ()) for v in values)], dtype=np.int32)
        inner = _texts([str(text) for v in values for text in v or ()])
        return pa.Array.from_buffers(pa.list_(pa.string()), len(values), [bitmap, pa.py_buffer(ends)], children=[inner])
    data: Any
    if field.type == "decimal":
        data = b"".join(b"\0" * 16 if v is None else _ten_thousandths(v) for v in values)
    elif field.type == "boolean":
        data = np.packbits([bool(v) for v in values], bitorder="little")
    else:
        data = np.array([0 if v is None else v for v in values], dtype=field.type).tobytes()
    return pa.Array.from_buffers(_type(field), len(values), [bitmap, pa.py_buffer(data)])


def _type(field: Field) -> Any:
    import pyarrow as pa

    kinds = {
        "int8": pa.int8(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float32": pa.float32(),
        "float64": pa.float64(),
        "decimal": pa.decimal128(20, 4),
        "boolean": pa.bool_(),
    }
    return kinds[field.type]


def _texts(values: Iterable[str | None]) -> Any:
    import pyarrow as pa

    builder = pa.lib.StringBuilder()
    builder.append_values(list(values))
    return builder.finish()


def _ten_thousandths(value: Decimal) -> bytes:
    return int(value.scaleb(4)).to_bytes(16, "little", signed=True)
