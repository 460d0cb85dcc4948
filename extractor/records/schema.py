"""The tables that come out, put together from the records that are their rows.

CSV order, Parquet types, the data package, the codebook, the validation and the way back are all derived from here.
Money is decimal128(20, 4) and plain decimal text; text that the document does not give is null.
"""

from __future__ import annotations

from msgspec import Struct

from extractor.classification.subjects import Entry
from extractor.identity.model import UnitName
from extractor.records.documents import Shortcoming
from extractor.records.fields import Field, columns_of
from extractor.records.rows import Check, CheckTerm, DocumentRow, Fact, Figure, FundsAmount
from extractor.tables.sheets.model import Indicator, Sheet


class Parent(Struct, frozen=True):
    """A table to whose rows the rows of another belong, by columns that both have under the same names."""

    table: str
    columns: tuple[str, ...]


class Schema(Struct, frozen=True):
    """A table that comes out: what a row is, and its columns in order. `key`: the columns that identify a row;
    `record`: the struct whose columns it has, besides those of its document; `parents`: the tables to whose rows its
    rows belong."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    record: type = object
    parents: tuple[Parent, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """The column of that name; raises `KeyError` where there is none."""
        found = next((f for f in self.fields if f.name == name), None)
        if found is None:
            raise KeyError(f"{self.name} has no column {name}.")
        return found


_DOCUMENT = {column.name: column for column in columns_of(DocumentRow)}
_SOURCE = ("doc_id", "source_file", "unit_name", "unit_code", "year")


def _table(
    name: str,
    title: str,
    description: str,
    record: type,
    first: tuple[str, ...] = (),
    key: tuple[str, ...] = (),
    *parents: Parent,
) -> Schema:
    """A table whose rows are records of one struct. `first` are the columns that come before the others: of the record,
    or else of its document. If one of them is `doc_id`, the rows belong to a document."""
    own = {column.name: column for column in columns_of(record)}
    leading = [own.pop(column) if column in own else _DOCUMENT[column] for column in first]
    of_document = (Parent("documents", ("doc_id",)),) if "doc_id" in first else ()
    return Schema(name, title, description, (*leading, *own.values()), key, record, (*of_document, *parents))


DOCUMENTS = _table(
    "documents",
    "文件",
    "One row per input file, whatever happened to it.",
    DocumentRow,
    key=("source_file",),
)
FACTS = _table(
    "facts",
    "决算表数据",
    "One row per number printed in tables 01 to 09.",
    Fact,
    (*_SOURCE, "coverage"),
    ("doc_id", "cell"),
)
NARRATIVE = _table(
    "narrative",
    "情况说明数据",
    "One row per figure in the prose.",
    Figure,
    ("doc_id", "figure", *_SOURCE[1:]),
    ("doc_id", "figure"),
)
PERFORMANCE = _table(
    "performance",
    "绩效指标",
    "One row per indicator of a 绩效自评表.",
    Indicator,
    _SOURCE,
    ("doc_id", "cell"),
    Parent("performance_sheets", ("doc_id", "sheet")),
)
SHEETS = _table(
    "performance_sheets",
    "绩效自评表",
    "One row per 绩效自评表: its head and foot.",
    Sheet,
    _SOURCE,
    ("doc_id", "sheet"),
)
FUNDS = _table(
    "performance_funds",
    "绩效自评表资金",
    "One row per amount in the money block of a 绩效自评表: what was budgeted and spent, by source of funds.",
    FundsAmount,
    ("doc_id",),
    ("doc_id", "cell"),
    Parent("performance_sheets", ("doc_id", "sheet")),
)
UNIT_NAMES = _table(
    "unit_names",
    "单位名称形式",
    "Every form in which a document prints its own name.",
    UnitName,
    ("doc_id",),
    ("doc_id", "name", "place"),
)
SUBJECTS = _table(
    "subjects",
    "科目",
    "The official classification as this version knows it.",
    Entry,
)
CHECKS = _table(
    "checks",
    "校验",
    "One row per identity and place where it was tried.",
    Check,
    ("doc_id", "check_no"),
    ("doc_id", "check_no"),
)

CHECK_TERMS = _table(
    "check_terms",
    "校验各项",
    "For every check that does not pass: the numbers that it binds, with their places.",
    CheckTerm,
    ("doc_id", "check_no", "term_no"),
    ("doc_id", "check_no", "term_no"),
    Parent("checks", ("doc_id", "check_no")),
)

# Shown in Python and not written: `documents` and `checks` say the same.
SHORTCOMINGS = _table(
    "problems", "问题", "One row per thing in a document that was not read or does not add up.", Shortcoming
)

ALL = (DOCUMENTS, FACTS, NARRATIVE, PERFORMANCE, SHEETS, FUNDS, UNIT_NAMES, SUBJECTS, CHECKS, CHECK_TERMS)


def named(name: str) -> Schema:
    """The table of that name; raises `KeyError` where there is none."""
    return {schema.name: schema for schema in ALL}[name]
