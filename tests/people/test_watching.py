"""What is shown of a run: a bar on a terminal, lines in a log, objects for a program, all of the same facts."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import watching
from extractor.cli.commands.convert import MOST_LISTED
from extractor.cli.watching import Lines, clock
from extractor.dataset.book.progress import Progress
from extractor.records.closed_sets import DocumentStatus
from extractor.records.rows import DocumentRow
from tests.support import disclosures
from tests.support.readings import ROOT

HOSTILE = "a\x1b[2J\u202egpj.txt"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Two that are ok, one whose name steers terminals, and one that is cut off."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(("1.txt", "2.txt", HOSTILE)):
        (folder / name).write_text(disclosures.text() + "\n" * number, "utf-8")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    return folder


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_program_is_told_one_object_a_line(inputs: Path, tmp_path: Path) -> None:
    done = run("convert", inputs, "-o", tmp_path / "out", "-j", "0", "--log-json", "--format", "csv")
    assert done.stderr.isprintable() or not {c for c in done.stderr if not c.isprintable()} - {"\n"}
    events = told(done)
    assert [e["event"] for e in events] == ["started", *["document"] * 4, "doing", "doing", "ended"]
    assert (events[0]["files"], events[0]["done"]) == (4, 0)
    last = events[4]
    assert (last["files"], last["done"], last["statuses"]) == (4, 4, {"ok": 3, "failed": 1})
    assert last["pages_a_second"] >= 0 and last["seconds_left"] == 0
    assert [e["document"]["source_file"] for e in events[1:5]] == ["1.txt", "2.txt", HOSTILE, "cut.pdf"]
    assert last["document"]["error_code"] == "truncated" and last["document"]["error_zh"]
    end = events[-1]
    assert (end["exit_status"], end["good"], end["read"], end["unchanged"]) == (done.returncode, 3, 4, 0)
    assert {"status": "failed", "error_code": "truncated", "files": 1} in end["causes"]
    assert end["paths"] == done.stdout.splitlines()
    again = told(run("convert", inputs, "-o", tmp_path / "out", "-j", "0", "--log-json", "--format", "csv"))
    assert (again[-1]["read"], again[-1]["unchanged"]) == (0, 4)


@pytest.mark.parametrize("wrong", [["nowhere"], ["in", "--format", "pdf"], ["in", "--units", "nowhere.csv"]])
def test_a_program_is_told_why_a_run_did_not_begin(wrong: list[str], inputs: Path, tmp_path: Path) -> None:
    (name, *options) = wrong
    done = run("convert", tmp_path / name, "-o", tmp_path / "out", "--log-json", *options)
    (event,) = told(done)
    assert (event["event"], event["exit_status"], done.returncode) == ("stopped", 2, 2) and event["why"].endswith(".")


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_a_terminal_has_a_bar_and_lines_for_what_needs_attention(inputs: Path, tmp_path: Path) -> None:
    import fcntl
    import pty
    import termios

    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    command = [sys.executable, "-m", "extractor", "convert", str(inputs), "-o", str(tmp_path / "out"), "-j", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=there, cwd=ROOT, env=os.environ)
    os.close(there)
    seen = b""
    while True:
        try:
            chunk = os.read(here, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        seen += chunk
    assert process.wait() == 1
    text = seen.decode()
    assert "4/4" in text and "pages/s" in text and "3 ok, 1 failed" in text
    assert "failed   cut.pdf" in text and "ok       1.txt" not in text
    assert "Documents needing attention:" in text and HOSTILE not in text and "\x1b[2J" not in text


def test_a_log_has_a_line_for_each_document_and_now_and_then_one_for_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watching, "EVERY_FILES", 2)
    lines = Lines()
    row = DocumentRow("d", "a.txt", status=DocumentStatus.OK)
    for done in (1, 2, 3):
        lines(Progress(1, "here", "", "", "reading", 7000, done, {"ok": done}, pages=done * 10, seconds=done / 2), row)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4 and said[0].startswith("ok       a.txt")
    assert said[2] == "2 of 7000 files, 20.0 pages/s, 58:19 left, 2 ok"


def test_a_quiet_run_prints_paths_alone(inputs: Path, tmp_path: Path) -> None:
    done = run("convert", inputs, "-o", tmp_path / "out", "-j", "0", "-q", "--format", "csv")
    assert done.stderr == "" and all(Path(path).is_file() for path in done.stdout.splitlines())


def test_of_many_that_need_attention_the_first_are_listed_and_all_counted(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(MOST_LISTED + 20):
        (folder / f"{number:03}.gif").write_bytes(b"GIF8" + bytes([number]))
    done = run("convert", folder, "-o", tmp_path / "out", "-j", "0", "--format", "duckdb")
    closing = done.stderr[done.stderr.index("Documents needing attention:") :].splitlines()
    assert closing[1].split() == ["120", "failed", "(unsupported_kind)"]
    assert len(closing) == 1 + 1 + MOST_LISTED + 1 and closing[-1].startswith("  and 20 more: all are in v_failures")


@pytest.mark.parametrize(("seconds", "shown"), [(4.6, "0:05"), (760, "12:40"), (11220.2, "3:07:00")])
def test_time_is_told_as_on_a_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
