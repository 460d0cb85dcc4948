"""The dataset grows: what is there is not read again, and the same documents give the same bytes however they came."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace

from extractor import Conversion, Options, UsageError, convert
from extractor.dataset import database, writing
from extractor.dataset.book import names
from extractor.dataset.database import NAME, Database
from extractor.dataset.exports import export as exporting
from extractor.dataset.exports.as_csv import write_csv
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.dataset.query import read_records
from extractor.dataset.refusals import NoRoomError
from extractor.dataset.tables import InputRow
from extractor.dataset.writing import ReadFile, Writer
from extractor.languages import spoken
from extractor.reading import read_file
from extractor.records import schema
from tests.support import disclosures


def text(year: int, unit: str = "云岭县档案馆") -> str:
    return disclosures.text().replace("2023", str(year)).replace("云岭县档案馆", unit)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Two disclosures, a copy of the first, one that is cut off and its copy."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(text(2021), "utf-8")
    (folder / "b.txt").write_text(text(2022), "utf-8")
    (folder / "sub" / "c.txt").write_text(text(2021), "utf-8")
    (folder / "sub" / "d.pdf").write_bytes(b"%PDF-1.4 cut")
    (folder / "sub" / "e.pdf").write_bytes(b"%PDF-1.4 cut")
    return folder


def run(*inputs: Path, out: Path, **settings: object) -> Conversion:
    """A run in this process."""
    return convert(inputs, out, jobs=0, **settings)  # type: ignore[arg-type]


def exports(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".parquet", ".json")}


def statuses(done: Conversion) -> dict[str, str]:
    return {document.source_file: document.status for document in done.documents}


def test_what_is_there_is_not_read_again(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(inputs, out=out)
    assert (first.read, first.skipped) == (3, 2)
    expected = {
        "a.txt": "ok", "b.txt": "ok", "sub/c.txt": "duplicate", "sub/d.pdf": "failed", "sub/e.pdf": "failed",
    }  # fmt: skip
    assert statuses(first) == expected
    before, inode = exports(out), (out / "facts.csv").stat().st_ino
    again = run(inputs, out=out)
    assert (again.read, again.skipped, again.told) == (0, 5, ())
    assert statuses(again) == expected and exports(out) == before
    assert (out / "facts.csv").stat().st_ino == inode  # nothing changed, so nothing was written
    os.utime(inputs / "a.txt", (0, 0))
    assert run(inputs, out=out).read == 0 and exports(out) == before


def test_a_file_that_is_as_large_and_old_as_before_is_not_opened_without_rehash(inputs: Path, tmp_path: Path) -> None:
    path, out = inputs / "a.txt", tmp_path / "out"
    run(inputs, out=out)
    time = path.stat().st_mtime_ns
    path.write_text(text(2020), "utf-8")
    os.utime(path, ns=(time, time))
    assert run(inputs, out=out).read == 0
    done = run(inputs, out=out, rehash=True)
    assert done.read == 2  # and sub/c.txt, which is the copy of none now
    assert {d.source_file: d.year for d in done.documents if d.status == "ok"} == {
        "a.txt": 2020, "b.txt": 2022, "sub/c.txt": 2021,
    }  # fmt: skip


def test_other_options_read_again_and_say_so(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inputs, out=out)
    done = convert(inputs, out, Options(second_reading=False), jobs=0)
    assert done.read == 3
    assert done.told == ("3 documents read again, before by other options (second_reading).",)


def orders(files: list[Path]) -> Iterator[list[list[Path]]]:
    """The same files in other orders and portions."""
    yield [files[::-1]]
    yield [[file] for file in files]
    yield [[file] for file in files[::-1]]
    yield [files[2:], files[:1], files]


def test_the_same_documents_give_the_same_bytes_in_whatever_order(inputs: Path, tmp_path: Path) -> None:
    files = sorted(path for path in inputs.rglob("*") if path.is_file())
    run(inputs, out=tmp_path / "once")
    for number, portions in enumerate(orders(files)):
        out = tmp_path / str(number)
        for portion in portions:
            run(*portion, out=out, formats="duckdb")
        run(inputs, out=out)
        assert exports(out) == exports(tmp_path / "once")
        assert read_records(out, "facts", schema.FACTS.names) == read_records(
            tmp_path / "once", "facts", schema.FACTS.names
        )


def test_a_changed_file_replaces_its_rows_whole(inputs: Path, tmp_path: Path) -> None:
    run(inputs, out=tmp_path / "out")
    (inputs / "a.txt").write_text(text(2019, "云岭县水务局"), "utf-8")
    (inputs / "b.txt").write_text(text(2021), "utf-8")  # what a.txt held: the original of sub/c.txt from now on
    run(inputs, out=tmp_path / "out")
    run(inputs, out=tmp_path / "anew")
    assert exports(tmp_path / "out") == exports(tmp_path / "anew")
    found = {(r["source_file"], r["year"]) for r in read_records(tmp_path / "out", "facts", ("source_file", "year"))}
    assert found == {("a.txt", 2019), ("b.txt", 2021)}


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for place in ("x/2021", "y/2022"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "a.txt").write_text(text(int(place[-4:])), "utf-8")
    once = run(tmp_path / "x/2021", tmp_path / "y/2022", out=tmp_path / "once")
    assert [*statuses(once)] == ["x/2021/a.txt", "y/2022/a.txt"]
    assert [*statuses(run(tmp_path / "y/2022", out=tmp_path / "out"))] == ["a.txt"]
    run(tmp_path / "x/2021", out=tmp_path / "out")
    assert exports(tmp_path / "out") == exports(tmp_path / "once")
    run(tmp_path / "x", tmp_path / "y", out=tmp_path / "out")  # their outermost folders: now the names differ
    assert [r["source_file"] for r in read_records(tmp_path / "out", "documents", ("source_file",))] == [
        "2021/a.txt", "2022/a.txt",
    ]  # fmt: skip


def test_names_that_cannot_be_told_apart_stay_apart() -> None:
    one, other = "/in/\\xb2.pdf", "/in/\\xb3.pdf"  # bytes of no encoding
    told = {one: "/in/�.pdf", other: "/in/�.pdf"}
    assert names.named(dict.fromkeys(told, "/in"), told) == {one: one, other: other}


def test_a_file_that_is_gone_keeps_its_rows(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inputs, out=out)
    before = exports(out)
    (inputs / "b.txt").unlink()
    done = run(inputs, out=out)
    assert (done.gone, len(done.documents)) == (1, 4) and exports(out) == before
    assert run(inputs, out=out).gone == 0  # told once


def test_foreign_keys_hold(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(Path(__file__).parents[2] / "samples" / "forestry_2023.pdf", inputs, out=out)
    with open_to_query(out) as database:
        for table in schema.ALL:
            for parent in table.parents:
                columns = ", ".join(parent.columns)
                lost = f"SELECT count(*) FROM {table.name} ANTI JOIN {parent.table} USING ({columns})"
                assert database.one(lost) == 0 < database.one(f"SELECT count(*) FROM {table.name}")
        assert database.one("SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'") > 10
        assert database.one("SELECT comment FROM duckdb_columns() WHERE column_name = 'amount_yuan'") == "金额（元）"


def test_columns_come_and_go_with_the_version(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inputs, out=out)
    before = exports(out)
    with open_to_write(out) as database:
        database.execute("ALTER TABLE facts RENAME COLUMN parent_label TO forgotten")
        database.execute("UPDATE dataset SET views = 'those of another version'")
    (out / "facts.csv").unlink()
    assert run(inputs, out=out).read == 0 and exports(out) == before
    with open_to_query(out) as database:
        found = [
            name for (name,) in database.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = 'facts'")
        ]
    assert "parent_label" in found and "forgotten" not in found


def test_what_is_no_dataset_is_refused_in_a_sentence(inputs: Path, tmp_path: Path) -> None:
    run(inputs, out=tmp_path / "newer", formats="duckdb")
    with open_to_write(tmp_path / "newer") as database:
        database.execute("UPDATE dataset SET schema_version = 99")
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / NAME).write_bytes(b"noise" * 10_000)
    (tmp_path / "file").write_text("", "utf-8")
    for folder, says in (("newer", "newer version"), ("noise", "is no dataset"), ("file", "cannot be written")):
        with pytest.raises(UsageError, match=says) as refused:
            run(inputs, out=tmp_path / folder)
        assert str(refused.value).count(".") <= 4 and "\n" not in str(refused.value)
    with pytest.raises(UsageError, match="newer version"):
        open_to_query(tmp_path / "newer")
    assert [p.name for p in (tmp_path / "noise").iterdir()] == [NAME]


def test_a_document_that_the_database_refuses_costs_itself(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twice(path: Path, options: Options, name: str) -> object:
        reading = read_file(path, options, name)
        return replace(reading, facts=reading.facts * 2) if name == "b.txt" else reading  # two cells of one name

    monkeypatch.setattr("extractor.batch.executors.one_file.read_file", twice)
    done = run(inputs, out=tmp_path / "out")
    assert statuses(done)["b.txt"] == "failed" and statuses(done)["a.txt"] == "ok"
    assert {r["source_file"] for r in read_records(tmp_path / "out", "facts", ("source_file",))} == {"a.txt"}


def test_a_run_goes_on_while_a_batch_is_written(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = Event()

    def held_up(writer: Writer, batch: Sequence[ReadFile], known: Sequence[InputRow] = ()) -> None:
        assert goes_on.wait(60), "who reads waits for the batch that is written"
        write(writer, batch, known)

    write = Writer._write
    monkeypatch.setattr(Writer, "_write", held_up)
    monkeypatch.setattr(writing, "BATCH_DOCUMENTS", 1)
    done = run(inputs, out=tmp_path / "out", progress=lambda document: goes_on.set())
    assert done.counts["documents"] == len(done.documents) == 5


def test_what_goes_wrong_while_a_batch_is_written_ends_the_run(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(writer: Writer, batch: object, known: object = ()) -> None:
        raise UsageError(spoken("The disk is full; make room."))

    monkeypatch.setattr(Writer, "_write", refuse)
    with pytest.raises(UsageError, match="is full"):
        run(inputs, out=tmp_path / "out")
    open_to_write(tmp_path / "out").__exit__()  # nobody else holds it


def test_what_is_kept_in_memory_is_little_while_rows_are_added_and_enough_where_they_are_replaced(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(writer: Writer, batch: Sequence[ReadFile], known: Sequence[InputRow] = ()) -> None:
        write(writer, batch, known)
        limits.add(kept(writer._database))

    limits: set[int] = set()
    write = Writer._write
    monkeypatch.setattr(Writer, "_write", seen)
    run(inputs, out=tmp_path / "out")
    added = limits.copy()
    (inputs / "a.txt").write_text(text(2022) + "。", "utf-8")
    limits.clear()
    run(inputs, out=tmp_path / "out")
    (adding,), (replacing,) = added, limits
    assert adding < replacing == pytest.approx(database.MEMORY, rel=0.1)
    monkeypatch.setattr(database, "MEMORY", 1_000_000)
    with open_to_query(tmp_path / "out") as opened:
        size = (tmp_path / "out" / NAME).stat().st_size
        assert kept(opened) == pytest.approx(size, rel=0.1) and size > 2 * database.MEMORY


@pytest.mark.parametrize("little", ["1MB", "2MB"])
def test_a_batch_for_which_there_is_no_room_is_written_with_more(
    little: str, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SPARING", little)
    done = run(inputs, out=tmp_path / "out")
    monkeypatch.undo()
    run(inputs, out=tmp_path / "ample")
    assert exports(tmp_path / "out") == exports(tmp_path / "ample") and done.read == 3


def test_exports_for_which_there_is_no_room_are_written_with_more(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def little(table: Database, *given: Any) -> None:
        limits.append(kept(table))
        if len(limits) == 1:
            raise NoRoomError(spoken("no room"))
        write_csv(table, *given)

    limits: list[int] = []
    monkeypatch.setattr(exporting, "write_csv", little)
    run(inputs, out=tmp_path / "out")
    monkeypatch.undo()
    run(inputs, out=tmp_path / "ample")
    assert limits[0] < limits[1] and exports(tmp_path / "out") == exports(tmp_path / "ample")


def kept(opened: Database) -> int:
    """The bytes that an open database may keep in memory."""
    return int(opened.one("SELECT parse_formatted_bytes(current_setting('memory_limit'))"))
