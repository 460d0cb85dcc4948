"""A dataset in a warehouse: the same rows and views, a second load changes nothing, a killed one leaves what was."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

from extractor import UsageError, convert
from extractor.cli import cli
from extractor.dataset import views
from extractor.dataset.database import NAME
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.records import schema
from extractor.warehouse import tables
from extractor.warehouse.address import address
from extractor.warehouse.bases.opened import opened
from extractor.warehouse.load import Loaded, load
from tests.support import disclosures, servers
from tests.support.readings import CORPUS, ROOT, SAMPLES, needs_corpus
from tests.support.servers import asked, connected, told


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with servers.postgresql() as address:
        yield address


@pytest.fixture
def fresh(server: str) -> Iterator[str]:
    """The address of an empty database."""
    told(server, "DROP DATABASE IF EXISTS fresh WITH (FORCE)", "CREATE DATABASE fresh")
    yield server.replace("/postgres?", "/fresh?")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts of several units, accounts with a failed check, a copy, a file that is none."""
    folder = tmp_path_factory.mktemp("warehouse")
    (folder / "in").mkdir()
    for name in ("street_2024.txt", "commerce_2021.txt"):
        shutil.copy(SAMPLES / name, folder / "in")
    text = disclosures.text()
    (folder / "in" / "a.txt").write_text(text, "utf-8")
    (folder / "in" / "copy.txt").write_text(text, "utf-8")
    (folder / "in" / "z.pdf").write_bytes(b"%PDF-1.4 cut")
    convert([folder / "in"], folder / "out", jobs=0, formats=("duckdb",))
    # What no disclosure should hold and one may: the bytes of a text that PostgreSQL has not.
    with open_to_write(folder / "out") as database, database.transaction():
        database.execute("UPDATE checks SET status = 'fail', verdict = 'doubtful' WHERE check_no = 3")
        database.execute("UPDATE narrative SET quote = 'a' || chr(0) || 'b' WHERE figure = 'n1'")
    return folder / "out"


def state(address: str) -> dict[str, Any]:
    """The rows of every table with the transactions that wrote them; nothing where there is no table."""
    names = [n for (n,) in asked(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    return {name: sorted(asked(address, f"SELECT xmin::text, t::text FROM {name} t")) for name in names}


def contents(address: str) -> dict[str, list[str]]:
    names = [n for (n,) in asked(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    return {name: sorted(row for (row,) in asked(address, f"SELECT t::text FROM {name} t")) for name in names}


def copied(dataset: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(dataset / NAME, folder / NAME)
    return folder


def counts(done: Loaded) -> tuple[int, int, int, int, int]:
    return done.added, done.replaced, done.removed, done.unchanged, done.left


def test_rows_and_views_are_the_same_in_postgresql_and_duckdb(dataset: Path, fresh: str) -> None:
    assert counts(load(dataset, fresh)) == (5, 0, 0, 0, 0)
    filled = compared(dataset, fresh)
    assert filled >= {*views.NAMES, *(t.name for t in schema.ALL if not t.name.startswith("performance"))}


@pytest.mark.parametrize("folder", [SAMPLES, pytest.param(CORPUS, marks=needs_corpus)], ids=["samples", "corpus"])
def test_views_over_whole_documents_are_the_same(folder: Path, fresh: str, tmp_path: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".pdf", ".txt"))
    convert(files, tmp_path / "out", formats=("duckdb",))
    load(tmp_path / "out", fresh)
    filled = compared(tmp_path / "out", fresh)
    assert filled >= {"v_latest", "v_facts", "v_figures", "v_panel", "v_concepts", "v_three_public", "v_income"}


def shown(row: tuple[Any, ...]) -> str:
    """A row with its places as both print a float of four bytes."""
    return repr(tuple(np.float32(value) if isinstance(value, float) else value for value in row))


def compared(dataset: Path, address: str) -> set[str]:
    """Compares all rows of all tables and views in DuckDB and PostgreSQL; the names of those with rows."""
    filled: set[str] = set()
    with open_to_query(dataset) as database:
        for name in (*(t.name for t in schema.ALL), *views.NAMES):
            columns = ", ".join(f'"{c}"' for c, _ in database.rows(
                f"SELECT column_name, 1 FROM duckdb_columns() WHERE table_name = '{name}'"
                " AND column_name NOT IN ('ordinal', 'decimals') ORDER BY column_index"))  # fmt: skip
            expected = sorted(map(shown, database.rows(f"SELECT {columns} FROM {name}")))
            found = sorted(map(shown, asked(address, f"SELECT {columns} FROM {name}")))
            assert [row.replace("\\x00", "\ufffd") for row in expected] == found, name
            filled.update({name} if found else ())
    return filled


def test_every_table_and_column_says_what_it_is(dataset: Path, fresh: str) -> None:
    load(dataset, fresh, "money")
    said = asked(fresh, """SELECT c.relname, a.attname, col_description(c.oid, a.attnum), obj_description(c.oid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE relnamespace = 'money'::regnamespace AND relkind = 'r' AND attnum > 0""")  # fmt: skip
    assert {name for name, *_ in said} == {t.name for t in tables.ALL} and all(c and t for *_, c, t in said)
    keys = asked(fresh, "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
    assert {name.removeprefix("money.") for (name,) in keys} == {t.name for t in tables.ALL if t.parents}
    assert asked(fresh, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'money' AND indexname LIKE 'facts_%'") == [
        (5,)
    ]


def test_the_script_makes_what_a_load_uses(dataset: Path, fresh: str) -> None:
    told(fresh, CliRunner().invoke(cli, ["schema", "--format", "sql"]).stdout)
    load(dataset, fresh)
    assert asked(fresh, "SELECT count(*) > 0 FROM v_panel") == [(True,)]


@pytest.mark.parametrize("kind", ["postgresql", "duckdb", "sqlite"])
def test_what_changed_is_replaced_whole_and_nothing_else(
    dataset: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    to = request.getfixturevalue("fresh") if kind == "postgresql" else f"{kind}:///{tmp_path}/w.{kind}"
    changing = copied(dataset, tmp_path / "out")
    load(changing, to)
    before = state(to) if kind == "postgresql" else {}
    again = load(changing, to)
    assert (counts(again), again.rows) == ((0, 0, 0, 5, 0), 0)
    assert kind != "postgresql" or state(to) == before
    with open_to_write(changing) as database:
        database.execute("UPDATE facts SET amount = amount + 1 WHERE source_file = 'a.txt'")
        database.execute("DELETE FROM facts WHERE source_file = 'street_2024.txt' AND table_no = '09'")
    assert counts(load(changing, to)) == (0, 2, 0, 3, 0)
    if kind == "postgresql":
        unchanged = {row for row in before["facts"] if "commerce_2021.txt" in row[1]}
        assert unchanged < set(state(to)["facts"])
    with open_to_write(changing) as database:
        for table in ("facts", "documents"):
            database.execute(f"DELETE FROM {table} WHERE source_file = 'commerce_2021.txt'")
        for table in ("narrative", "checks", "check_terms", "unit_names"):
            database.execute(f"DELETE FROM {table} WHERE doc_id NOT IN (SELECT doc_id FROM documents)")
        database.execute("UPDATE documents SET source_file = 'b.txt' WHERE source_file = 'a.txt'")
    assert counts(load(changing, to)) == (1, 0, 1, 3, 1)  # a.txt is b.txt now; the other stays
    assert counts(load(changing, to, prune=True)) == (0, 0, 1, 4, 0)
    assert counts(load(changing, to, prune=True)) == (0, 0, 0, 4, 0)


def test_a_load_that_is_killed_leaves_what_was(dataset: Path, tmp_path: Path, fresh: str) -> None:
    changing = copied(dataset, tmp_path / "out")
    load(changing, fresh)
    before = contents(fresh)
    before_it = copied(changing, tmp_path / "before")
    with open_to_write(changing) as database:
        database.execute("UPDATE facts SET amount = amount + 1")
    other = fresh.replace("/fresh?", "/postgres?")
    load(changing, other, "public")
    after = contents(other)
    command = [sys.executable, "-m", "extractor", "load", str(changing), "--to", fresh]
    spare = fresh.replace("/fresh?", "/postgres?")
    began = time.perf_counter()
    load(changing, spare, "spare")
    longest = time.perf_counter() - began
    seen = set()
    for moment in range(10):
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        # Not by the clock alone: when the server has begun with it, and then at any moment of it.
        while process.poll() is None and not asked(other, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
            time.sleep(0.002)
        time.sleep(random.uniform(0, longest) if moment else 0)
        process.send_signal(signal.SIGKILL)
        process.wait()
        while asked(other, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
            time.sleep(0.01)
        found = contents(fresh)
        assert found in (before, after)
        seen.add(found == before)
        if found == after:  # again from the state before
            told(fresh, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
            load(before_it, fresh)
    assert True in seen
    load(changing, fresh)
    assert contents(fresh) == after


def test_two_loads_at_once_do_not_mix(dataset: Path, fresh: str) -> None:
    with connected(fresh) as connection:
        connection.run("SELECT pg_advisory_lock(hashtext('juesuan load'), hashtext(current_schema()::text))")
        with pytest.raises(UsageError, match=r"Another load is writing to .*; wait until it has ended\."):
            load(dataset, fresh)
    load(dataset, fresh)


def refusal(dataset: Path, to: str, *options: str) -> str:
    done = CliRunner().invoke(cli, ["load", str(dataset), "--to", to, *options])
    assert isinstance(done.exception, UsageError), done.output
    said = str(done.exception)
    assert said.count(". ") == 0 and said.endswith(".") and "s3cret" not in said + done.output
    assert "s3cret" not in repr(done.exception.__cause__)
    return said


def test_what_cannot_be_loaded_is_told_in_one_sentence(dataset: Path, fresh: str, tmp_path: Path) -> None:
    folder = fresh.partition("host=")[2]
    told(fresh, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD 's3cret'")
    guest = f"postgresql://guest:s3cret@/fresh?host={folder}"
    assert "cannot be reached" in refusal(dataset, "postgresql://me:s3cret@localhost:1/x")
    assert "refuses the user or the password" in refusal(dataset, guest.replace("s3cret", "s3cret-not"))
    assert "no right to write" in refusal(dataset, guest)
    assert "no right to write" in refusal(dataset, guest, "--schema", "mine")
    assert "no such database" in refusal(dataset, fresh.replace("/fresh?", "/none?"))
    assert "cannot be read" in refusal(dataset, f"{guest}&s3cret=s3cret")
    for given in ("mysql://me:s3cret@host/x", "postgresql://me:12/s3cret@host/x", "postgresql://me:1#s3cret@host/x"):
        assert "no address of a database" in refusal(dataset, given)
    assert "is the dataset itself" in refusal(dataset, f"duckdb:///{dataset}/{NAME}")
    assert "for PostgreSQL alone" in refusal(dataset, f"sqlite:///{tmp_path}/x", "--schema", "a")
    assert contents(fresh) == {}


def test_a_full_disk_is_told_and_leaves_what_was(dataset: Path, tmp_path: Path, fresh: str) -> None:
    changing = copied(dataset, tmp_path / "out")
    load(changing, fresh)
    # What the server says when it cannot write, said by a trigger at a row in the middle of the load.
    told(
        fresh,
        """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$""",
        "CREATE TRIGGER full_disk BEFORE INSERT ON checks FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )
    before = contents(fresh)
    with open_to_write(changing) as database:
        database.execute("UPDATE facts SET amount = amount + 1")
    said = refusal(changing, fresh)
    assert said.startswith("The disk of the local server/fresh is full, so nothing was loaded")
    assert contents(fresh) == before


def test_a_dataset_that_is_not_ready_is_not_loaded(dataset: Path, tmp_path: Path, fresh: str) -> None:
    changing = copied(dataset, tmp_path / "out")
    with duckdb.connect(changing / NAME) as connection:
        connection.execute("UPDATE dataset SET schema_version = 99")
    assert "written by a newer version of juesuan" in refusal(changing, fresh)
    unsettled = copied(dataset, tmp_path / "unsettled")
    with duckdb.connect(unsettled / NAME) as connection:
        connection.execute("UPDATE dataset SET settled = false")
    assert "was cut off; run convert again" in refusal(unsettled, fresh)
    writing = "import sys, time, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", writing, str(unsettled / NAME)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        assert str(unsettled) in refusal(unsettled, fresh)
        process.kill()
    assert contents(fresh) == {}


def test_tables_of_others_are_left_alone(dataset: Path, fresh: str) -> None:
    told(fresh, "CREATE TABLE facts (doc_id text)")
    assert "has a table facts that juesuan did not make" in refusal(dataset, fresh)
    load(dataset, fresh, "ours")
    told(fresh, "ALTER TABLE ours.checks ADD COLUMN remark text")
    assert "The table checks in" in refusal(dataset, fresh, "--schema", "ours")
    told(
        fresh,
        "ALTER TABLE ours.checks DROP COLUMN remark",
        "UPDATE ours.juesuan_warehouse SET schema_version = 99",
    )
    assert "newer version of juesuan" in refusal(dataset, fresh, "--schema", "ours")


@pytest.mark.parametrize("kind", ["postgresql", "duckdb", "sqlite"])
def test_a_warehouse_of_an_earlier_version_gets_the_columns_of_this_one(
    dataset: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    to = request.getfixturevalue("fresh") if kind == "postgresql" else f"{kind}:///{tmp_path}/w.{kind}"
    load(dataset, to)
    earlier = [
        *([views.dropped(name) for name in reversed(views.NAMES)] if kind != "sqlite" else []),
        "ALTER TABLE checks DROP COLUMN message", "ALTER TABLE checks ADD COLUMN remark INTEGER",
        "UPDATE juesuan_warehouse SET definition = 'earlier'",
    ]  # fmt: skip
    base = opened(address(to), None)
    with base.transaction():
        for statement in earlier:
            base.execute(statement)
    base.close()
    load(dataset, to)
    base = opened(address(to), None)
    with base.transaction():
        assert base.columns()["checks"] == tables.kinds(schema.CHECKS, base.dialect)
    base.close()
