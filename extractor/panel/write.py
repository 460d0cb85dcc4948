"""Writes a panel: CSV with its labels beside it, Parquet with decimals and labels, Stata with variable labels."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.dataset.spreadsheet import guarded
from extractor.errors import UsageError
from extractor.languages import Sentence, spoken
from extractor.panel.build import Panel

SUFFIXES = (".csv", ".parquet", ".dta")
_WHOLE_NUMBERS = frozenset({"year", "subject_level", "page"})
# The same panel gives the same bytes: Stata's stamp in the file is not the hour of writing.
_STAMP = datetime.datetime(2000, 1, 1)
_DIGITS, _DECIMALS = 20, 4


def write(panel: Panel, path: Path) -> list[Sentence]:
    """Writes to `path` by its suffix, whole or not at all; gives sentences on what the format cannot hold.

    Raises `UsageError` for another suffix or a place that cannot be written.
    """
    writers: dict[str, Callable[[Panel, Path], list[Sentence]]] = {".csv": _csv, ".parquet": _parquet, ".dta": _stata}
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


def _stata(panel: Panel, path: Path) -> list[Sentence]:
    """Stata 14 and later (version 118, UTF-8). Amounts become doubles here and nowhere before."""
    import pandas as pd

    frame = pd.DataFrame(index=panel.frame.index)
    inexact = 0
    for name in panel.frame.columns:
        values = panel.frame[name].tolist()
        if name in panel.amounts:
            inexact += sum(a is not None and Decimal(repr(float(a))) != a for a in values)
            frame[name] = pd.Series(
                [None if a is None else float(a) for a in values], index=frame.index, dtype="float64"
            )
        elif name in _WHOLE_NUMBERS:
            frame[name] = pd.Series(values, index=frame.index, dtype="float64" if None in values else "int32")
        else:
            # Stata has no missing text.
            frame[name] = pd.Series(["" if v is None else str(v) for v in values], index=frame.index, dtype=object)
    frame.to_stata(
        path,
        version=118,
        write_index=False,
        variable_labels={name: label for name, label in panel.labels.items() if name in frame.columns},
        time_stamp=_STAMP,
    )
    if inexact:
        words = "Stata has no decimals: {count} amounts do not survive as doubles; use Parquet for those."
        return [spoken(words, count=inexact)]
    return [spoken("Stata has no decimals: the amounts are doubles, and every one reads back as printed.")]
