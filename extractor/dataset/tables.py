"""The tables of the database: those that come out with what it keeps beside their columns, and its own.

A table that comes out has hidden columns at its end. `ordinal` is the row's place in its document, by which it is
sorted; `decimals` has a digit for each amount of the row, how many decimals it was printed with ("-": none printed).
"""

import functools
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import numpy as np
from msgspec import Struct

from extractor.records import schema
from extractor.records.corrections import Correction
from extractor.records.fields import Field, columns_of
from extractor.records.schema import Schema

ORDINAL = Field("ordinal", "int32", "次序", "the row's place in its document")
DECIMALS = Field(
    "decimals", "string", "小数位", "decimals printed of each amount of the row, in the order of its columns"
)
VERSION = 1
"""Of the way the tables below are used. A column more or less is no new version: `database` adds and drops it."""

_SQL = {
    "string": "VARCHAR",
    "strings": "VARCHAR[]",
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float32": "FLOAT",
    "float64": "DOUBLE",
    "decimal": "DECIMAL(20, 4)",
    "boolean": "BOOLEAN",
}


class InputRow(Struct, frozen=True):
    """A file that the dataset knows, and what it was when it was read: a row of `inputs`."""

    path: Annotated[str, "路径", "absolute; inside an archive a.zip#b/c.pdf"]
    root: Annotated[str, "输入文件夹", "the outermost input folder in which it was found"]
    source_file: Annotated[str, "来源文件", "of documents"]
    size: Annotated[int | None, "字节数", np.int64]
    modified: Annotated[int | None, "修改时间", "of the file, in nanoseconds since 1970", np.int64]
    sha256: Annotated[str | None, "散列值", "of its bytes; null where they cannot be read"]
    doc_id: Annotated[str | None, "文件标识"]
    reader: Annotated[str | None, "读取方式", "of readers: by what its row was made; null for a copy"]
    allowed: Annotated[float | None, "限时", "seconds that it was allowed"]
    run: Annotated[int, "批次", "the last run that was given it"]
    gone: Annotated[bool, "已不在", "it was not there when its folder was last read"]
    corrected: Annotated[str | None, "更正散列", "of the corrections by hand that it was read with"] = None
    stamp: Annotated[str | None, "存储标记", "what its object storage calls its bytes (ETag)"] = None


class EditionRow(Struct, frozen=True):
    """What a document says of its own edition and of files attached to it, and its notes before those on its vintages:
    a row of `editions`."""

    source_file: Annotated[str, "来源文件"]
    corrected: Annotated[bool, "更正"]
    dated: Annotated[tuple[str, ...], "日期", "year, month, and day where one is printed"]
    notes: Annotated[str | None, "备注（英文）"]
    notes_zh: Annotated[str | None, "备注"]
    attached: Annotated[tuple[str, ...], "附件", "names of files that it says are attached to it"]


class ReaderRow(Struct, frozen=True):
    """What a document was read with: a row of `readers`. Equal readers give equal rows."""

    reader: Annotated[str, "读取方式", "hash of what follows"]
    version: Annotated[str, "程序版本"]
    program: Annotated[str, "程序散列", "of the source files"]
    patterns: Annotated[str, "知识库散列", "of the patterns, a user's among them"]
    options: Annotated[str, "选项", "JSON"]


class RunRow(Struct, frozen=True):
    """A run that wrote to the dataset: a row of `runs`."""

    run: Annotated[int, "批次"]
    started: Annotated[str, "开始", "UTC"]
    ended: Annotated[str | None, "结束", "UTC; null where it was cut off"]
    version: Annotated[str, "程序版本"]
    reader: Annotated[str, "读取方式", "of readers"]
    prefer: Annotated[str | None, "取舍"]
    files: Annotated[int, "文件数", "given to it"]
    read: Annotated[int, "读取数"]
    skipped: Annotated[int, "略过数", "unchanged since they were read, or copies"]
    failed: Annotated[int, "失败数"]


class RunDocumentRow(Struct, frozen=True):
    """A file that a run read: a row of `run_documents`."""

    run: Annotated[int, "批次"]
    source_file: Annotated[str, "来源文件"]
    doc_id: Annotated[str | None, "文件标识"]
    status: Annotated[str, "状态"]
    seconds: Annotated[float, "用时"]


class ExportRow(Struct, frozen=True):
    """A file of the folder that is an export of the dataset: a row of `exports`."""

    path: Annotated[str, "文件", "relative to the dataset"]
    form: Annotated[str, "格式", "csv, parquet, parquet by year, xlsx, sqlite"]
    state: Annotated[int, "状态", "of the dataset when it was written", np.int64]


class LocatedNameRow(Struct, frozen=True):
    """A name that leaves no doubt which unit of such a name it is, as it says where it is: a row of `located_names`.

    Two documents of such a name are of one unit; 县财政局 is another unit in each of its documents.
    """

    unit_name: Annotated[str, "单位名称", "of documents, facts or narrative"]


class DatasetRow(Struct, frozen=True):
    """What the dataset says of itself: the one row of `dataset`."""

    schema_version: Annotated[int, "结构版本"]
    state: Annotated[int, "状态", "counts the changes; exports of this state are up to date", np.int64]
    settled: Annotated[bool, "已定", "copies and vintages are linked for all that was read"]
    views: Annotated[str | None, "视图", "hash of the definitions of its tables and views"]


def _own(name: str, title: str, record: type, key: tuple[str, ...] = ()) -> Schema:
    described = (record.__doc__ or "").strip()
    return Schema(name, title, described, columns_of(record), key, record)


DATASET = _own("dataset", "数据集", DatasetRow)
INPUTS = _own("inputs", "输入", InputRow, ("path",))
EDITIONS = _own("editions", "版本", EditionRow, ("source_file",))
READERS = _own("readers", "读取方式", ReaderRow, ("reader",))
RUNS = _own("runs", "批次", RunRow, ("run",))
RUN_DOCUMENTS = _own("run_documents", "批次文件", RunDocumentRow, ("run", "source_file"))
EXPORTS = _own("exports", "导出文件", ExportRow, ("path",))
CORRECTIONS = _own("corrections", "更正", Correction)
LOCATED_NAMES = _own("located_names", "写明地区的名称", LocatedNameRow, ("unit_name",))
COMPANIONS = (DATASET, INPUTS, EDITIONS, READERS, RUNS, RUN_DOCUMENTS, EXPORTS, CORRECTIONS, LOCATED_NAMES)
"""What stays in the database."""

OF_DOCUMENT = tuple(table for table in schema.ALL if any(p.table == schema.DOCUMENTS.name for p in table.parents))
"""The tables whose rows are a document's, by `doc_id`."""


def hidden(table: Schema) -> tuple[Field, ...]:
    """The columns that the database keeps of a table beside those that come out."""
    if table in COMPANIONS or table.name == schema.DOCUMENTS.name:
        return ()
    return (ORDINAL, DECIMALS) if amounts(table) else (ORDINAL,)


def stored(table: Schema) -> tuple[Field, ...]:
    """All columns of a table in the database."""
    return (*table.fields, *hidden(table))


@functools.cache
def amounts(table: Schema) -> tuple[str, ...]:
    """The columns of exact amounts, in order."""
    return tuple(field.name for field in table.fields if field.type == "decimal")


def definition(table: Schema) -> list[str]:
    """The statements that make a table, with its primary key and Chinese comments."""
    columns = [f"{quoted(f.name)} {_SQL[f.type]}" for f in stored(table)]
    key = [f"PRIMARY KEY ({', '.join(map(quoted, table.key))})"] if table.key else []
    return [
        f"CREATE TABLE {quoted(table.name)} ({', '.join(columns + key)})",
        f"COMMENT ON TABLE {quoted(table.name)} IS {text(f'{table.title}: {table.description}')}",
        *(_comment(table, f) for f in stored(table)),
    ]


def _comment(table: Schema, field: Field) -> str:
    """The statement that says of a column what it means."""
    said = f"{field.title}: {field.description}" if field.description else field.title
    return f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(field.name)} IS {text(said)}"


def kinds(table: Schema) -> dict[str, str]:
    """The type of each column as the database tells it."""
    return {field.name: _SQL[field.type].replace(", ", ",") for field in stored(table)}


COLUMNS = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
"""What a DuckDB database has, for `by_table`."""


def by_table(found: Iterable[Sequence[str]]) -> dict[str, dict[str, str]]:
    """The types of columns by their names, for each table: from rows of table, column and type."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        tables.setdefault(table, {})[column] = kind
    return tables


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: Any) -> str:
    """A text as SQL takes it."""
    return "'" + str(value).replace("'", "''") + "'"
