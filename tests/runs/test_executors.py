"""Who reads the files of a run: whatever happens to a process, each file has its rows, and none outlives the run."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractor.batch import machine
from extractor.batch.executors.here import Here
from extractor.batch.executors.processes import Processes
from extractor.batch.executors.protocol import Executor
from extractor.batch.executors.slots import Slot
from extractor.batch.executors.spawned import Spawned
from extractor.batch.plan import Job
from extractor.options import Options
from tests.support import disclosures, misbehaving
from tests.support.readings import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at the processes of Linux")
TEXT = disclosures.text().encode()


def jobs(folder: Path, names: Iterable[str]) -> list[Job]:
    made = []
    for name in names:
        (folder / name).write_bytes(TEXT + name.encode())
        made.append(Job(folder / name, name))
    return made


def codes(executor: Executor, given: list[Job]) -> list[tuple[str, str | None]]:
    """Names and error codes, in the order in which they came; every error is one sentence that names its file."""
    with executor:
        found = [made.document for _, made in executor.rows(iter(given), Options())]
    for document in found:
        assert document.error is None or (document.source_file in document.error and document.error.endswith("."))
    return [(document.source_file, document.error_code) for document in found]


def test_a_worker_costs_its_document_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The time of the file that hangs is over at once, that of the others never: a busy machine changes nothing.
    monkeypatch.setattr(Slot, "_spent", lambda slot: 600.0 * (slot.job is not None and "hang" in slot.job.source_file))
    expected = {
        "1.txt": None,
        "2_crash.txt": "crashed",
        "3_hang.txt": "timeout",
        "4_defect.txt": "crashed",
        "5_crash.txt": "crashed",
        "6_greedy.txt": "crashed",
        "7_native.txt": "crashed",
        "8_once_killed.txt": None,
        "9_always_killed.txt": "crashed",
        "a.txt": None,
    }
    executor = Processes(2, timeout=2, read=misbehaving.read)
    assert codes(executor, jobs(tmp_path, expected)) == [*expected.items()]


def test_a_server_that_is_killed_is_replaced(tmp_path: Path) -> None:
    expected = {"1.txt": None, "2_kills_server.txt": None, "3_crash.txt": "crashed", "4.txt": None}
    executor = Processes(1, timeout=600, read=misbehaving.read)
    assert codes(executor, jobs(tmp_path, expected)) == [*expected.items()]


def test_memory_that_is_not_given_is_told_as_such(tmp_path: Path) -> None:
    with Processes(1, timeout=600, read=misbehaving.read) as executor:
        given = jobs(tmp_path, ("greedy.txt", "native.txt"))
        told = [made.document.error for _, made in executor.rows(iter(given), Options())]
    assert all("needs more memory than is allowed" in (error or "") for error in told)


def test_where_nothing_forks_the_same_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("1.txt", "2_crash.txt", "3_once_killed.txt")
    executor = Processes(1, timeout=600, read=misbehaving.read)

    def enter(executor: Processes) -> Processes:
        executor._server = Spawned()
        return executor

    monkeypatch.setattr(Processes, "__enter__", enter)
    assert codes(executor, jobs(tmp_path, names)) == [("1.txt", None), ("2_crash.txt", "crashed"), (names[2], None)]


def test_a_process_reads_many_files_and_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.batch.executors.slots.RECYCLE", 2)
    given = jobs(tmp_path, map("{}.txt".format, range(5)))
    assert codes(Processes(2, timeout=600), given) == codes(Here(), given) == [(f"{n}.txt", None) for n in range(5)]


def test_a_long_file_keeps_no_other_worker_waiting(tmp_path: Path) -> None:
    names = ["0_waits_for_last.txt", *(f"{number}.txt" for number in range(10, 60)), "last.txt"]
    executor = Processes(2, timeout=30, read=misbehaving.read)
    assert codes(executor, jobs(tmp_path, names)) == [(name, None) for name in names]


def below(process: int) -> list[int]:
    """A process's children, and theirs."""
    path = Path(f"/proc/{process}/task/{process}/children")
    children = [int(child) for child in path.read_text().split()] if path.exists() else []
    return [*children, *(each for child in children for each in below(child))]


def is_there(process: int) -> bool:
    return Path(f"/proc/{process}/exe").exists()  # one that waits to be reaped has none


@LINUX
def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    jobs(tmp_path, map("{}.txt".format, range(60)))
    command = [sys.executable, "-m", "extractor", "convert", str(tmp_path), "-o", str(tmp_path / "out"), "-j", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT)
    assert run.stderr is not None and run.stderr.readline()  # a document is read, so the workers are there
    started = below(run.pid)
    run.kill()
    run.communicate()  # returns when nobody holds the other end of the pipe any more: neither the run nor its workers
    assert len(started) == 3 and not any(map(is_there, started))  # the server, and two workers


@LINUX
def test_no_worker_outlives_a_file_that_hangs_in_a_run_that_is_killed(tmp_path: Path) -> None:
    (given,) = jobs(tmp_path, ("hang.txt",))
    script = f"""
from pathlib import Path
from extractor.batch.executors.processes import Processes
from extractor.batch.plan import Job
from extractor.options import Options
from tests.support import misbehaving
with Processes(1, 600, misbehaving.read) as executor:
    found = executor.rows(iter([Job(Path({str(given.path)!r}), "hang.txt")]), Options())
    list(found)
"""
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    while len(started := below(run.pid)) < 2 and run.poll() is None:
        time.sleep(0.05)
    run.kill()
    run.communicate()
    assert len(started) == 2 and not any(map(is_there, started))


def test_a_script_that_converts_need_not_be_guarded(tmp_path: Path) -> None:
    """As Python's own ways to start processes demand, since they run the script again."""
    jobs(tmp_path, ("a.txt", "b.txt"))
    script = tmp_path / "script.py"
    script.write_text(
        f"from extractor import convert\nprint(convert({str(tmp_path)!r}, {str(tmp_path / 'out')!r}, jobs=2).good)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "2" and not done.stderr


def test_what_a_container_allows_is_kept_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = {"cpu.max": [["150000", "100000"], ["max", "100000"]], "memory.max": [[str(3 * 1024**3)], ["max"]]}
    monkeypatch.setattr(machine, "_limits", lambda name: iter(allowed[name]))
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: range(8), raising=False)
    monkeypatch.setattr(os, "sysconf", lambda name: 4096 if name == "SC_PAGE_SIZE" else 2**24)
    assert machine.processors() == machine.workers() == 2
    assert machine.memory_of_each(1) == machine.MOST and machine.memory_of_each(6) == 512 * 1024**2
    allowed["memory.max"] = [[str(600 * 1024**2)]]
    assert machine.workers() == 1


@pytest.mark.parametrize("young", [0, 700, 10**6])
def test_a_run_in_this_process_leaves_the_garbage_collector_as_it_was(young: int) -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(young)
        with Here():
            assert gc.get_threshold()[0] == (young and max(young, 50_000))
        assert gc.get_threshold()[0] == young
    finally:
        gc.set_threshold(*before)
