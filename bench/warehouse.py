"""Loading into PostgreSQL beside plain COPY: `python -m bench.warehouse [--documents 2000]`.

A dataset of that many documents, made of the samples under other names, is loaded into a server that is started for
it. In the same run the same rows lie ready as CSV files and are copied by `COPY … FROM STDIN`, once into tables without
keys and once as a load leaves them: with primary keys, foreign keys and indexes. Then the dataset is loaded a second
time.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from extractor import convert
from extractor.dataset.database import NAME
from extractor.dataset.opening import open_to_write
from extractor.dataset.tables import quoted, text
from extractor.records.fields import Field
from extractor.warehouse import tables
from extractor.warehouse.load import load
from tests.support import servers

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("forestry_2023.pdf", "school_2019.pdf", "street_2024.txt", "commerce_2021.txt")
COPIED = tuple(t for t in tables.ALL if t not in (tables.WAREHOUSE, tables.LOADED, *tables.WHOLE))
WITHIN, SECOND = 2.0, 0.1  # times of plain COPY, of the first load


def dataset(folder: Path, documents: int) -> None:
    """A dataset of so many documents: each of a few samples again and again, under other names."""
    convert([ROOT / "samples" / name for name in DOCUMENTS], folder, formats=("duckdb",))
    times = -(-documents // len(DOCUMENTS))
    with open_to_write(folder) as database, database.transaction():
        for table in COPIED:
            renamed = {
                "doc_id": "left(md5(doc_id || n), 16)",
                "source_file": "n || '/' || source_file",
            }
            columns = ", ".join(renamed.get(field.name, quoted(field.name)) for field in table.fields)
            names = ", ".join(quoted(field.name) for field in table.fields)
            database.execute(
                f"INSERT INTO {quoted(table.name)} ({names}) SELECT {columns} FROM {quoted(table.name)}, "
                f"range(1, {times}) t(n)"
            )


def as_csv(connection: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """The tables as CSV files that PostgreSQL reads; how many rows."""
    count = 0
    for table in COPIED:
        columns = ", ".join(f"{_array(f)} AS {quoted(f.name)}" for f in table.fields)
        target = text(str(folder / f"{table.name}.csv"))
        connection.execute(f"COPY (SELECT {columns} FROM {quoted(table.name)}) TO {target} (HEADER false)")
        count += connection.table(table.name).shape[0]
    return count


def _array(field: Field) -> str:
    name = quoted(field.name)
    return f"'{{\"' || array_to_string({name}, '\",\"') || '\"}}'" if field.type == "strings" else name


def copy(address: str, folder: Path, with_keys: bool) -> None:
    """COPY of the files; with keys as a load makes them: primary ones with the table, the others when it is full."""
    with servers.connected(address) as connection:
        connection.run("BEGIN")
        made = [t for t in tables.ALL if t not in (tables.WAREHOUSE, *tables.WHOLE)]
        for table in made:
            columns = [f"{quoted(name)} {kind}" for name, kind in tables.kinds(table, tables.POSTGRESQL).items()]
            bare = f"CREATE TABLE {quoted(table.name)} ({', '.join(columns)})"
            for statement in tables.made(table, tables.POSTGRESQL) if with_keys else [bare]:
                connection.run(statement)
        for table in COPIED:
            with (folder / f"{table.name}.csv").open("rb") as file:
                connection.run(f"COPY {quoted(table.name)} FROM STDIN (FORMAT csv)", stream=file)
            if table.name == "documents":
                connection.run(
                    "INSERT INTO loaded SELECT source_file, doc_id, '' FROM documents WHERE status <> 'duplicate'"
                )
        for statement in [s for t in made for s in tables.linked(t, tables.POSTGRESQL)] if with_keys else []:
            connection.run(statement)
        connection.run("COMMIT")


def main() -> None:
    parser = argparse.ArgumentParser(description="Rows a second of a load into PostgreSQL beside plain COPY.")
    parser.add_argument("--documents", type=int, default=2000)
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="juesuan-bench-"))
    try:
        dataset(work / "data", options.documents)
        (work / "csv").mkdir()
        with duckdb.connect(work / "data" / NAME, read_only=True) as connection:
            rows = as_csv(connection, work / "csv")
        with servers.postgresql() as address:
            measured(address, work, rows)
    finally:
        shutil.rmtree(work)


def measured(address: str, work: Path, rows: int) -> None:
    """Prints what each way takes."""

    def timed(name: str, run: Callable[[], object]) -> float:
        started = time.perf_counter()
        run()
        took = time.perf_counter() - started
        print(f"  {name:44}{took:8.1f} s {rows / took:10,.0f} rows/s", flush=True)
        return took

    print(f"{rows:,} rows of {len(COPIED)} tables", flush=True)
    timed("plain COPY of CSV, no keys", lambda: copy(address, work / "csv", with_keys=False))
    _empty(address)
    plain = timed("plain COPY of CSV, keys and indexes", lambda: copy(address, work / "csv", with_keys=True))
    _empty(address)
    first = timed("load", lambda: load(work / "data", address))
    before = _written(address)
    second = timed("second load", lambda: load(work / "data", address))
    changed = sum(was != now for was, now in zip(before, _written(address), strict=True))
    print(f"  load: {first / plain:.2f} times plain COPY; second load: {second / first:.3f} of the first, ", end="")
    print(f"{changed} tables with a row changed")
    if first > WITHIN * plain or second > SECOND * first or changed:
        sys.exit(f"beyond {WITHIN} times of COPY, or {SECOND} of the first load, or rows changed")


def _empty(address: str) -> None:
    servers.told(address, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CHECKPOINT")


def _written(address: str) -> list[tuple[object, ...]]:
    """How many rows each table has, and the transactions that wrote them."""
    what = "count(*), min(xmin::text), max(xmin::text), sum(hashtext(ctid::text))"
    return [row for t in tables.ALL for row in servers.asked(address, f"SELECT {what} FROM {quoted(t.name)}")]


if __name__ == "__main__":
    main()
