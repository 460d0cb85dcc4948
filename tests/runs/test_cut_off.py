"""A run that is cut off at any moment is gone on with, one that is told to end ends in order, and two never mix."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Timer

import pytest

from extractor import UsageError, convert
from extractor.batch.ending import Ended, ended_by_signals
from extractor.dataset import corrections
from extractor.dataset.book.progress import NAME as PROGRESS
from extractor.dataset.book.progress import Reporter, read_progress
from extractor.dataset.book.status import status
from extractor.dataset.database import NAME
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.dataset.refusals import InUseError
from extractor.records.closed_sets import DocumentStatus
from extractor.records.corrections import Correction
from extractor.records.rows import DocumentRow
from tests.support import disclosures
from tests.support.readings import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
KILLS = int(os.environ.get("JUESUAN_KILLS", "20"))  # more before a change of what is written when
CALLS = 150  # of what is counted in a run over `inputs`

# Runs of the command, each in a process of its own that is killed when it has asked the database or the disk so often.
KILLED = """
import os, signal, sys
from pathlib import Path
import duckdb, pyarrow
from extractor import convert
from extractor.batch import run
from extractor.dataset import database
from extractor.dataset.exports import as_csv, as_parquet, export
from extractor.tables.engines import reread

folder, out, *moments = sys.argv[1:]
for moment in map(int, moments):
    if (child := os.fork()) == 0:
        left = [moment]

        def counted(function):
            def call(*arguments, **named):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **named)
            return call

        of_database = ((database.Database, name) for name in ("execute", "insert", "rows"))
        for owner, name in (*of_database, (os, "fsync"), (os, "link"), (Path, "replace")):
            setattr(owner, name, counted(getattr(owner, name)))
        convert(folder, out, jobs=0)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Disclosures of several years, a copy, and one that is cut off."""
    folder = tmp_path_factory.mktemp("in")
    for year in (2019, 2020, 2021, 2022):
        (folder / f"{year}.txt").write_text(disclosures.text().replace("2023", str(year)), "utf-8")
    (folder / "copy.txt").write_bytes((folder / "2020.txt").read_bytes())
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    return folder


def exports(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".parquet", ".json"))
    return {path.name: path.read_bytes() for path in files if path.name != PROGRESS}


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run over the inputs exports."""
    out = tmp_path_factory.mktemp("out")
    convert(inputs, out, jobs=0)
    return exports(out)


def test_a_run_that_is_killed_is_gone_on_with(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    moments = random.Random(14).sample(range(1, CALLS), KILLS)
    outs = [(tmp_path / str(n), moments[n::3]) for n in range(3)]
    ended: list[str] = []
    for out, killed_at in outs:  # the second of a folder goes on where the first was killed, and so forth
        command = [sys.executable, "-c", KILLED, str(inputs), str(out), *map(str, killed_at)]
        ended += subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert ended.count("-9") >= 10 and set(ended) <= {"-9", "0"}
    for out, _ in outs:
        cut_off = status(out).cut_off if (out / NAME).exists() else None
        assert cut_off is None or not cut_off.is_alive
        convert(inputs, out, jobs=0)
        assert exports(out) == undisturbed
        assert {p.name for p in out.iterdir()} == {NAME, *undisturbed}  # nothing is left of what was killed


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("number", "exit_status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end_keeps_what_it_read(
    number: signal.Signals, exit_status: int, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """It is told when the first document is read, by all its processes as a terminal does."""
    many = tmp_path / "in"
    many.mkdir()
    for n in range(100):
        (many / f"{n:03}.txt").write_text(disclosures.text() + "\n" * n, "utf-8")
    command = [sys.executable, "-m", "extractor", "convert", str(many), "-o", str(tmp_path / "out"), "-j", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    assert run.stderr is not None and run.stderr.readline()
    os.killpg(run.pid, number)
    said = run.stderr.read()  # to the end: no worker holds the pipe
    assert run.wait() == exit_status
    assert "Traceback" not in said and said.splitlines()[-1].endswith("run the same to go on.")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {NAME}
    with open_to_query(tmp_path / "out") as database:
        kept = database.one("SELECT count(*) FROM documents WHERE status = 'ok'")
        assert 1 <= kept < 100 and database.one("SELECT count(*) FROM documents WHERE status <> 'ok'") == 0


@pytest.mark.usefixtures("hears_ctrl_c")
def test_a_run_ends_in_order_also_while_the_database_computes(tmp_path: Path) -> None:
    """DuckDB makes an error of its own of what a signal raises in its midst; a run that exports is there for long.

    Python hears Ctrl-C only where it was not started deaf to it, as a shell starts what it leaves in the background.
    """
    long = "SELECT count(*) FROM range(2000000000) r(a) WHERE a % 7 = 6"  # seconds
    with open_to_write(tmp_path) as database:
        database.execute("SET threads = 1")  # it hears a signal at once where no other thread has work in hand
        for number, raised in ((signal.SIGTERM, Ended), (signal.SIGINT, Ended), (signal.SIGINT, KeyboardInterrupt)):
            with pytest.raises(raised), ended_by_signals() if raised is Ended else nullcontext():
                Timer(0.1, os.kill, (os.getpid(), number)).start()
                database.rows(long)
        with database.transaction():
            assert database.one("SELECT count(*) FROM documents") == 0  # and can be asked as before


def test_a_second_run_is_refused_and_harms_nothing(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(inputs, out, jobs=0)
    with open_to_write(out), Reporter(out, 6) as report:
        report.read(DocumentRow("d", "a.txt", status=DocumentStatus.OK))
        command = [sys.executable, "-m", "extractor", "convert", str(inputs), "-o", str(out), "-q"]
        second = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert second.returncode == 2 and second.stderr.startswith(
            f"juesuan: Another run is writing to {out} (since 20"
        )
        assert second.stderr.count("\n") == 1 and exports(out) == undisturbed
        look = [sys.executable, "-m", "extractor", "status", str(out)]
        seen = subprocess.run(look, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        assert seen.startswith(f"A run is writing to {out}: ")
        with pytest.raises(InUseError, match="Another run is writing"):
            open_to_query(out)  # in this process as well
    assert read_progress(out) is None and convert(inputs, out, jobs=0).read == 0


def test_nothing_is_left_of_a_run_that_is_told_to_end_while_it_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(path: Path, target: Path) -> None:
        raise Ended(signal.SIGTERM)

    with pytest.raises(Ended), Reporter(tmp_path, 6) as report:
        monkeypatch.setattr(Path, "replace", told)
        report.doing("exporting")
    assert list(tmp_path.iterdir()) == []


def limited(arguments: Sequence[object], largest: int) -> subprocess.CompletedProcess[str]:
    """The command where no file may grow beyond so many bytes, as on a disk that is full."""
    import resource

    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )


@pytest.mark.parametrize("largest", [1000, 200_000])
def test_a_full_disk_is_told_in_a_sentence(
    largest: int, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = limited(["convert", inputs, "-o", out, "-q"], largest)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "cannot be written" in done.stderr
    assert {path.name for path in out.iterdir()} <= ({NAME, f"{NAME}.wal"} if largest > 1000 else set())
    convert(inputs, out, jobs=0, formats="csv")
    before = exports(out)
    (inputs / "2023.txt").write_text(disclosures.text(), "utf-8")
    try:
        done = limited(["convert", inputs, "-o", out, "-q", "--format", "csv"], 1000)
    finally:
        (inputs / "2023.txt").unlink()
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    assert exports(out) == before and {p.name for p in out.iterdir()} <= {NAME, f"{NAME}.wal", *before}


def test_a_dataset_is_started_anew_on_purpose_alone(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(inputs, out, jobs=0, formats="duckdb")
    with open_to_write(out) as database:
        corrections.add(database, [Correction("d", "c", None, "1", "2", None, None, "2024-01-01T00:00:00+00:00")])
    done = convert(inputs / "2019.txt", out, jobs=0, replace=True)
    assert done.counts["documents"] == 1
    with open_to_query(out) as database:
        assert database.one("SELECT count(*) FROM corrections") == 1
    (out / NAME).write_bytes(b"noise" * 10_000)
    with pytest.raises(UsageError, match="--replace"):
        convert(inputs, out, jobs=0)
    assert convert(inputs / "2019.txt", out, jobs=0, replace=True).counts["documents"] == 1
    assert not (out / PROGRESS).exists()
