"""Rows by name: a column is a field of its record, a row has the width of its table, and every row has a key."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, strategies
from msgspec import Struct
from msgspec.structs import fields, replace

from extractor.audit.auditor import audit, judged
from extractor.classification.subjects import all_entries
from extractor.dataset.arrow import rows
from extractor.dataset.arrow.columns import arrow
from extractor.dataset.query import read_records
from extractor.reading import Reading, read_file
from extractor.records import schema
from extractor.records.closed_sets import CheckOutcome, CheckStatus
from extractor.records.currency import in_yuan
from extractor.records.fields import INNER, Field, columns_of, values_of
from extractor.records.keys import distinct
from extractor.records.rows import Check, Fact, Figure
from extractor.records.schema import Schema
from tests.support.datasets import dataset
from tests.support.readings import CORPUS, SAMPLES, needs_corpus, read_corpus, read_sample, sample_meta, sample_names

CASES = CORPUS.parent / "cases"
EVERY = 12  # one case in so many: all of them take a minute
FEW = ("commerce_2021", "forestry_2023", "statistics_2021")  # plain text, and two with 绩效自评表


class Remarked(Fact, frozen=True):
    """A fact with one column more, added where a column is added."""

    weight: Annotated[int | None, "权重", "of the number", np.int16] = None
    remark: Annotated[str | None, "备注"] = None
    draft: Annotated[str | None, INNER] = None


class Untitled(Struct, frozen=True):
    """A record whose second field does not say how it comes out."""

    name: Annotated[str, "名称"]
    lost: str


class Unstorable(Struct, frozen=True):
    """A record of a type that no column holds."""

    names: Annotated[dict[str, str], "名称"]


def of_document(reading: Reading) -> Iterator[tuple[Schema, list[rows.Row]]]:
    """The rows of a document by their tables."""
    yield schema.DOCUMENTS, rows.rows(schema.DOCUMENTS, [reading.document])
    for name, found in rows.rows_of(reading):
        yield schema.named(name), found


def test_a_column_is_added_in_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = schema._table("facts", "决算表数据", "", Remarked, (*schema._SOURCE, "coverage"), ("doc_id", "cell"))
    assert table.names == (*schema.FACTS.names, "weight", "remark")
    document = read_sample("finance_2024").document
    fact = read_sample("finance_2024").facts[0]
    own = {field.name: getattr(fact, field.name) for field in fields(Fact)}
    record = Remarked(**own, weight=-7, remark="=补正", draft="for the steps after")
    monkeypatch.setattr(schema, "ALL", tuple(table if one is schema.FACTS else one for one in schema.ALL))
    rows_ = {"documents": rows.rows(schema.DOCUMENTS, [document]), "facts": rows.rows(table, [record], document)}
    dataset(tmp_path, rows_, "csv", "parquet")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header == list(table.names) and row[-2:] == ["-7", "'=补正"] and len(row) == len(header)
    (written,) = parquet.read_table(tmp_path / "facts.parquet").to_pylist()
    assert (written["weight"], written["remark"], written["cell"]) == (-7, "=补正", fact.cell)
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"][2]["schema"]
    assert described["fields"][-2] == {
        "name": "weight", "type": "integer", "title": "权重", "description": "of the number",
    }  # fmt: skip
    assert read_records(tmp_path, "facts", ("weight", "remark")) == [{"weight": -7, "remark": "=补正"}]


def test_a_field_that_does_not_say_how_it_comes_out_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Untitled\.lost has no title"):
        columns_of(Untitled)
    with pytest.raises(TypeError, match=r"Unstorable\.names is of a type that no column holds"):
        columns_of(Unstorable)


@pytest.mark.parametrize("table", schema.ALL, ids=lambda s: s.name)
def test_every_column_has_a_title_and_a_name_of_its_own(table: Schema) -> None:
    assert len(set(table.names)) == len(table.names) and set(table.key) <= set(table.names)
    assert all(field.title for field in table.fields)


@pytest.mark.parametrize("width", [1, 3])
def test_a_ragged_table_cannot_be_written(width: int) -> None:
    two = Schema("two", "", "", (Field("a", "string", "a"), Field("b", "string", "b")))
    for found in ([("x",) * width], [("x", "y"), ("x",) * width]):
        with pytest.raises(ValueError, match=r"zip\(\)"):
            arrow(two, found)


def _comparable(field: Field, value: Any) -> Any:
    """A value as both the rows and the files say it."""
    if field.type == "strings":
        return tuple(map(str, value or ()))
    if field.type == "float32":
        return None if value is None else pytest.approx(value, abs=0.006)
    return value or None if field.type == "string" else value


def test_what_is_written_is_read_back_by_the_same_schema(tmp_path: Path) -> None:
    readings = [read_sample(name) for name in FEW]
    written: dict[str, list[rows.Row]] = {table.name: [] for table in schema.ALL}
    for reading in readings:
        for table, found in of_document(reading):
            written[table.name] += found
    written["subjects"] = rows.rows(schema.SUBJECTS, all_entries())
    dataset(tmp_path, written)
    assert all(len(found) > 5 for name, found in written.items() if name != "documents")
    for table in schema.ALL:
        read = read_records(tmp_path, table.name, table.names)
        for row, record in zip(written[table.name], read, strict=True):
            wanted = {f.name: _comparable(f, value) for f, value in zip(table.fields, row, strict=True)}
            assert {f.name: record[f.name] for f in table.fields} == wanted
            assert all(isinstance(record[f.name], Decimal | None) for f in table.fields if f.type == "decimal")


def test_closed_sets_come_out_as_plain_text(tmp_path: Path) -> None:
    reading = read_sample("forestry_2023")
    dataset(tmp_path, {table.name: found for table, found in of_document(reading)}, "csv", "parquet")
    closed = [(table, field) for table in schema.ALL for field in table.fields if field.values]
    assert {field.name for _, field in closed} == {
        "status", "error_code", "report_kind", "text_source", "engine", "check_status", "metric", "verdict",
        "coverage", "stage", "side",
    }  # fmt: skip
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for table, field in closed:
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            texts = {row[field.name] for row in csv.DictReader(file)}
        stored = parquet.read_table(tmp_path / f"{table.name}.parquet")[field.name].to_pylist()
        assert {type(value) for value in stored} <= {str, type(None)}
        assert {value or "" for value in stored} == texts <= {*field.values, ""}
        (described,) = [r["schema"]["fields"] for r in package["resources"] if r["path"] == f"{table.name}.csv"]
        assert {f["name"]: f for f in described}[field.name]["constraints"] == {"enum": list(field.values)}


def assert_every_row_has_a_key(reading: Reading) -> None:
    for table, found in of_document(reading):
        places = [table.names.index(name) for name in table.key]
        counts = Counter(tuple(row[place] for place in places) for row in found)
        assert [key for key, count in counts.items() if count > 1] == [], table.name
        assert all(part not in (None, "", 0) for key in counts for part in key), table.name


@pytest.mark.parametrize("name", sample_names())
def test_every_row_of_a_sample_has_a_key(name: str) -> None:
    assert_every_row_has_a_key(read_sample(name))


@needs_corpus
@pytest.mark.parametrize("file", ["seed.txt", "shegongbu_2024.pdf", "doctored_2024.pdf", "template_blank.pdf"])
def test_every_row_of_a_real_document_has_a_key(file: str) -> None:
    assert_every_row_has_a_key(read_corpus(file))


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not beside the project ({CASES})")
def test_every_row_of_a_case_has_a_key() -> None:
    files = sorted(path for path in CASES.rglob("*") if path.suffix in (".pdf", ".txt"))[::EVERY]
    assert files
    for file in files:
        assert_every_row_has_a_key(read_file(file))


@pytest.mark.parametrize("name", sample_names())
def test_a_cell_says_where_its_number_stands(name: str) -> None:
    """Table, which of its kind in the document, row, side, the block of 06, basis, measure; rows are counted as a
    person counts them."""
    shape = re.compile(r"(\d\d)\.(\d+)/r(\d+)(?:/(income|expenditure))?(?:/b(\d))?/(\w+)/(\w+)")
    reading = read_sample(name)
    first: dict[tuple[str, int], int] = {}
    printings: dict[tuple[str, int], tuple[str | None, str | None, int]] = {}
    for fact in reading.facts:
        match = shape.fullmatch(fact.cell)
        assert match is not None, fact.cell
        table, ordinal, row, side, block, basis, measure = match.groups()
        assert (table, int(row), side) == (fact.table_no, fact.row, fact.side)
        printed = (fact.unit_name, fact.coverage, fact.printing)
        assert printings.setdefault((table, int(ordinal)), printed) == printed
        assert (basis, measure) == (fact.basis, fact.measure) and (block is None or table == "06")
        first.setdefault((table, int(ordinal)), fact.row)
    assert set(first.values()) == {1}
    assert len({(table, printed) for (table, _), printed in printings.items()}) == len(printings)
    assert [figure.figure for figure in reading.figures] == [f"n{n}" for n in range(1, len(reading.figures) + 1)]
    assert [check.check_no for check in reading.checks] == [*range(1, len(reading.checks) + 1)]


def test_the_same_file_has_the_same_names() -> None:
    first = read_sample("employment_archive_2023")
    again = read_file(SAMPLES / sample_meta("employment_archive_2023")["file"])
    assert (again.facts, again.figures, again.indicators, again.checks) == (
        first.facts, first.figures, first.indicators, first.checks,
    )  # fmt: skip


def test_blocks_side_by_side_are_counted_from_the_left() -> None:
    """A blank in the first block changes no name in the second."""
    blocks: dict[str, set[float]] = {}
    for fact in read_sample("culture_2018").facts:
        if fact.table_no == "06" and fact.subject_code and fact.box:
            blocks.setdefault(fact.cell.split("/")[2], set()).add(fact.box.x0)
    assert sorted(blocks) == ["b1", "b2"]
    assert max(blocks["b1"]) < min(blocks["b2"])


@given(strategies.lists(strategies.sampled_from(["a", "a~2", "a~3", "b"]), max_size=8))
def test_cells_of_two_readings_keep_names_of_their_own(names: list[str]) -> None:
    fact = read_sample("finance_2024").facts[0]
    found = [f.cell for f in distinct([replace(fact, cell=name) for name in names])]
    assert len(set(found)) == len(names)
    for place, name in enumerate(names):
        assert found[place] == name or name in names[:place]


@pytest.mark.parametrize("name", ["finance_2024", "commerce_2021"])
def test_a_record_carries_what_the_audit_says_of_it(name: str) -> None:
    """Also where a number is changed so that checks fail."""
    reading = read_sample(name)
    changed = reading.facts[0].amount + 9
    yuan = in_yuan(changed, reading.facts[0].currency_unit)
    facts = [replace(reading.facts[0], amount=changed, amount_yuan=yuan), *reading.facts[1:]]
    found = audit(facts, reading.figures)
    said: dict[CheckStatus, set[int]] = {CheckStatus.FAILED: set(), CheckStatus.PASSED: set()}
    for check in found.checks:
        if check.status != CheckOutcome.SKIPPED:
            status = CheckStatus.FAILED if check.status == CheckOutcome.FAIL else CheckStatus.PASSED
            said[status] |= {*check.facts, *(len(facts) + n for n in check.figures)}
    numbers = judged(facts, found.fact_status)
    records: tuple[Fact | Figure, ...] = (*numbers, *judged(reading.figures, found.figure_status))
    for index, record in enumerate(records):
        wanted = next((status for status, bound in said.items() if index in bound), CheckStatus.UNCHECKED)
        assert record.check_status is wanted
    assert {record.check_status for record in records} == set(CheckStatus)
    assert [replace(r, check_status=CheckStatus.UNCHECKED) for r in records[: len(facts)]] == [
        replace(fact, check_status=CheckStatus.UNCHECKED) for fact in facts
    ]


def test_a_place_that_is_not_there_is_four_blanks() -> None:
    figure = replace(read_sample("finance_2024").figures[0], box=None)
    names = [column.name for column in columns_of(Figure)]
    values = dict(zip(names, values_of(Figure)(figure), strict=True))
    assert [values[name] for name in ("x0", "top", "x1", "bottom", "quote")] == [None] * 4 + [figure.quote]
    assert not {"parent", "facts", "figures"} & {*names, *(column.name for column in columns_of(Check))}
