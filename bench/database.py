"""The dataset as it grows: `python -m bench.database [--files 2000] [--few 10] [--checked 246] [--keep DIR]`.

Small files are generated, each with bytes of its own: nineteen texts of one table and a sentence, then a PDF of sixteen
pages. Each step is a process of its own, and what is wanted of it is mostly a ratio of two, one after the other:

- all files with one worker and with two: files and pages a second, the parent's memory while it goes on, and the
  processor time of the parent and of all its workers (which other work on the machine does not stretch);
- a second run over the same files, which opens none of them;
- a few files more, beside the same few into a dataset of their own;
- rows a second into DuckDB as a run writes them, beside DuckDB's own COPY of the same rows from Parquet;
- rows a second of `juesuan dataset merge`;
- `juesuan check` over a part of the files, `juesuan --help`, and Python that does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bench.measure import memory_now, peak_megabytes, processor_seconds

ROOT = Path(__file__).parents[1]
LONG, PDF = ROOT / "samples" / "street_2024.txt", ROOT / "samples" / "school_2019.pdf"
SHORT = """云岭县第{number}实验学校2023年度部门决算
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目编码\t科目名称\t小计\t基本支出\t项目支出
合计\t\t{total}.50\t{total}.00\t0.50
205\t教育支出\t{total}.50\t{total}.00\t0.50
20502\t普通教育\t{total}.50\t{total}.00\t0.50
2050202\t小学教育\t{total}.50\t{total}.00\t0.50
第三部分 情况说明
五、一般公共预算财政拨款支出决算情况说明
2023年度一般公共预算财政拨款支出{total}.50万元，其中：基本支出{total}.00万元，项目支出0.50万元。
"""
PDF_EVERY = 20
LOOKS = (200, 500, 1000, 2000, 5000, 10_000)  # documents after which the parent's memory is told: the median over
LATELY = 100  # of them, since it goes up and down with what DuckDB has not yet written
DOCUMENTS = 400  # whose rows are written side by side with DuckDB's own way
RUNS = 9  # of `--help`

Figures = dict[str, Any]


def make(folder: Path, count: int, start: int = 0) -> None:
    """Writes files that differ in their last bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    pdf = PDF.read_bytes()
    for number in range(start, start + count):
        if number % PDF_EVERY == PDF_EVERY - 1:
            (folder / f"{number:05}.pdf").write_bytes(pdf + b"%% %d\n" % number)
        else:
            (folder / f"{number:05}.txt").write_text(SHORT.format(number=number, total=number % 900 + 100), "utf-8")


def convert(folder: str, out: str, jobs: str) -> Figures:
    """A run in this process: seconds, pages, memory and processor time."""
    from extractor import convert as convert_all

    pages, documents, memory = 0, 0, {}
    lately: deque[float] = deque(maxlen=LATELY)

    def told(row: Any) -> None:
        nonlocal pages, documents
        pages, documents = pages + (row.pages or 0), documents + 1
        lately.append(memory_now())
        if documents in LOOKS:
            memory[str(documents)] = statistics.median(lately)

    started = time.perf_counter()
    done = convert_all(folder, out, formats="duckdb", jobs=int(jobs), progress=told)
    return {
        "seconds": time.perf_counter() - started,
        "files": done.files,
        "read": done.read,
        "pages": pages,
        "memory": memory,
        "own": time.process_time(),
        "all": processor_seconds(),
        "peak": peak_megabytes(),
    }


def check(data: str) -> Figures:
    """`juesuan check` in this process."""
    from click.testing import CliRunner

    from extractor.cli import cli

    started = time.perf_counter()
    done = CliRunner().invoke(cli, ["check", data])
    return {"seconds": time.perf_counter() - started, "peak": peak_megabytes(), "status": done.exit_code}


def rows(_: str) -> Figures:
    """Rows a second of many copies of one document: as a run writes them, and as DuckDB copies them from Parquet."""
    from extractor.dataset import tables
    from extractor.dataset.arrow.document_rows import document_rows, without_rows
    from extractor.dataset.database import NAME
    from extractor.dataset.opening import open_to_write
    from extractor.dataset.tables import InputRow, quoted
    from extractor.dataset.writing import ReadFile, Writer
    from extractor.reading import read_file

    first = read_file(LONG)
    made = []
    for number in range(DOCUMENTS):
        doc_id, name = f"{number:016x}", f"{number:05}.txt"
        reading = replace(first, document=replace(first.document, doc_id=doc_id, source_file=name))
        known = InputRow(f"/in/{name}", "/in", name, 1, 1, doc_id, doc_id, "reader", 120.0, 1, False)
        made.append(ReadFile(document_rows(reading), known))

    with tempfile.TemporaryDirectory() as folder:
        out, copied = Path(folder) / "out", Path(folder) / "copied"
        with open_to_write(out) as database:
            started = time.process_time(), time.perf_counter()
            with Writer(database, 1, lambda document, error: without_rows(document)) as writer:
                for read in made:
                    writer.add(read)
                writer.flush()
            ours = time.process_time() - started[0], time.perf_counter() - started[1]
            written = [table.name for table in tables.OF_DOCUMENT]
            count = sum(int(database.one(f"SELECT count(*) FROM {quoted(name)}")) for name in written)
            for name in written:
                database.execute(f"COPY {quoted(name)} TO '{folder}/{name}.parquet'")
        with open_to_write(copied) as database:
            started = time.process_time(), time.perf_counter()
            for name in written:
                database.execute(f"COPY {quoted(name)} FROM '{folder}/{name}.parquet'")
            theirs = time.process_time() - started[0], time.perf_counter() - started[1]
        size = (out / NAME).stat().st_size
    return {"rows": count, "ours": ours, "theirs": theirs, "bytes": size}


def reading(_: str) -> Figures:
    """Processor seconds and rows of a whole disclosure, of which one was read before."""
    from extractor.dataset.arrow.rows import rows_of
    from extractor.reading import read_file

    figures: Figures = {}
    for path in (LONG, PDF):
        read_file(path)
        started = time.process_time()
        found = read_file(path)
        seconds = time.process_time() - started
        figures[path.name] = (seconds, found.document.pages or 0, sum(len(rows) for _, rows in rows_of(found)))
    return figures


def merge(out: str, *datasets: str) -> Figures:
    """`juesuan dataset merge` in this process, without exports."""
    from click.testing import CliRunner

    from extractor.cli import cli
    from extractor.dataset.book.runs import counts
    from extractor.dataset.opening import open_to_query

    started = time.perf_counter()
    done = CliRunner().invoke(cli, ["dataset", "merge", out, *datasets, "--format", "duckdb"], catch_exceptions=False)
    seconds = time.perf_counter() - started
    if done.exit_code:
        raise SystemExit(done.output)
    with open_to_query(Path(out)) as database:
        return {"seconds": seconds, "rows": sum(counts(database).values()), "peak": peak_megabytes()}


def _child(step: str, *arguments: object) -> Figures:
    """What a step gives in a process of its own, with the whole time of that process."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.database", "--step", step, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{step} failed: {done.stderr.strip().splitlines()[-1:]}")
    found: Figures = json.loads(done.stdout)
    return {**found, "whole": time.perf_counter() - started}


def _seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], capture_output=True, cwd=ROOT, check=True)
    return time.perf_counter() - started


def report(folder: Path, count: int, few: int, checked: int) -> None:
    """All steps, one after the other, and their ratios."""
    every, more, part = folder / "in", folder / "more", folder / "part"
    make(every, count)
    make(more, few, count)
    make(part, checked)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{count} files, {os.cpu_count()} processors{load}\n")
    runs = {jobs: _child("convert", every, folder / f"out{jobs}", jobs) for jobs in (1, 2)}
    for jobs, run in runs.items():
        workers = run["all"] - run["own"]
        memory = ", ".join(f"{size:.0f} MB at {n}" for n, size in run["memory"].items())
        rates = run["files"] / run["seconds"], run["pages"] / run["seconds"]
        print(
            f"{jobs} worker(s): {rates[0]:.1f} files and {rates[1]:.1f} pages of PDFs a second, {run['seconds']:.0f} s"
        )
        print(f"    processor ms a file: parent {1000 * run['own'] / count:.1f}, workers {1000 * workers / count:.1f}")
        print(f"    parent's memory: {memory}; peak {run['peak']:.0f} MB", flush=True)
    again = _child("convert", every, folder / "out2", 2)
    added = [_child("convert", more, folder / out, 2) for out in ("out2", "alone")]
    _child("convert", part, folder / "checked", 2)
    looks = list(runs[2]["memory"].values()) or [1.0]
    _tell("two workers / one, files a second (1.7 wanted with both processors free)", _ratio(runs, "seconds"))
    _tell("workers that one parent keeps busy, by processor time", runs[1]["all"] / runs[1]["own"] - 1)
    _tell("parent's memory, at the last look / at the first", looks[-1] / looks[0])
    _tell(f"second run over {again['files']} unchanged files, s as a process (5 wanted)", again["whole"])
    _tell(f"{few} files more / the same alone (1.5 wanted)", added[0]["whole"] / added[1]["whole"])
    for name, (seconds, pages, count_of_rows) in ((n, f) for n, f in _child("reading", "-").items() if n != "whole"):
        _tell(f"processor s for {name} ({pages} pages, {count_of_rows} rows)", seconds)
    written = _child("rows", "-")
    for name, place in (("processor time", 0), ("the clock", 1)):
        ours, theirs = (written["rows"] / written[who][place] for who in ("ours", "theirs"))
        _tell(f"rows into DuckDB / its own COPY of the same Parquet, by {name}", ours / theirs)
        print(f"    {ours:,.0f} / {theirs:,.0f} rows a second; {written['bytes'] / written['rows']:.0f} bytes a row")
    merged = _child("merge", folder / "merged", folder / "out2", folder / "alone")
    _tell("rows merged a second", merged["rows"] / merged["seconds"])
    _tell("peak MB of merging", merged["peak"])
    tried = _child("check", folder / "checked")
    _tell(f"check over {checked} documents, MB (150 wanted)", tried["peak"])
    _tell(f"check over {checked} documents, s as a process (2 wanted)", tried["whole"])
    starts = {"python -c pass": ["-c", ""], "juesuan --help (0.3 wanted)": ["-m", "extractor", "--help"]}
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for _ in range(RUNS):
        for name, command in starts.items():
            taken[name].append(_seconds(command))
    for name, seconds in taken.items():
        _tell(f"{name}, s, median of {RUNS}", statistics.median(seconds))


def _ratio(runs: dict[int, Figures], name: str) -> float:
    return float(runs[1][name] / runs[2][name])


def _tell(what: str, figure: float) -> None:
    print(f"{what:80}{figure:10.3g}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="How a dataset grows: speed, memory, what a second run costs.")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--checked", type=int, default=246)
    parser.add_argument("--keep", type=Path, help="A folder in which files and datasets stay.")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, *arguments = options.step
        steps: dict[str, Callable[..., Figures]] = {
            "convert": convert,
            "check": check,
            "rows": rows,
            "merge": merge,
            "reading": reading,
        }
        print(json.dumps(steps[name](*arguments)))
        return
    with tempfile.TemporaryDirectory() as folder:
        report(options.keep or Path(folder), options.files, options.few, options.checked)


if __name__ == "__main__":
    main()
