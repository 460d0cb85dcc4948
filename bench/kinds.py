"""Seconds a document by kind: `python -m bench.kinds [--runs 3]`.

Some samples as files of each kind, the same department in each: the PDF as it is committed, and a web page, a Word
document and an Excel workbook made of it. `book` is one workbook of 47 sheets, with the tables of five units. Each kind
is read whole, to the rows, in a process of its own, as a worker of a run reads; seconds are those of the processor,
start-up and a first document apart, memory is the process's highest.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import peak_megabytes

ROOT = Path(__file__).parents[1]
NAMES = ("forestry_2023", "city_management_2024", "county_forestry_2021", "transport_2022", "university_2023")


def make(folder: Path) -> dict[str, list[Path]]:
    """The files of each kind. (What makes them is loaded here: a process that reads has nothing of it.)"""
    from samples.generator import several, written
    from samples.generator.catalogue import samples
    from samples.generator.disclosure import PAPERLESS

    files = {"pdf": [ROOT / "samples" / f"{name}.pdf" for name in NAMES], **{kind: [] for kind in PAPERLESS}}
    for sample in samples():
        if sample.name in NAMES:
            for kind, writer in PAPERLESS.items():
                path = folder / f"{sample.name}.{kind}"
                path.write_bytes(written(sample, writer()))
                files[kind].append(path)
    book = folder / "book.xlsx"
    book.write_bytes(several.written(several.SYSTEM, PAPERLESS["xlsx"]()))
    return {**files, "book": [book]}


def read(files: list[Path]) -> dict[str, float]:
    """Processor seconds a document, the first one read once before, and the highest memory in MB."""
    from extractor.reading import read_file

    read_file(files[0])
    started = time.process_time()
    facts = sum(len(read_file(file).facts) for file in files)
    seconds = (time.process_time() - started) / len(files)
    return {"seconds": seconds, "facts": facts, "megabytes": peak_megabytes()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds a document by kind.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--read", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.read)))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder))
        found: dict[str, list[dict[str, float]]] = {kind: [] for kind in files}
        for _ in range(options.runs):
            for kind, paths in files.items():
                command = [sys.executable, "-m", "bench.kinds", "--read", *map(str, paths)]
                done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
                found[kind].append(json.loads(done.stdout))
    print(f"{'kind':6}{'s a document':>14}{'peak MB':>9}{'facts':>8}   medians of {options.runs} runs in turn")
    for kind, runs in found.items():
        seconds, megabytes = (statistics.median(run[name] for run in runs) for name in ("seconds", "megabytes"))
        print(f"{kind:6}{seconds:14.3f}{megabytes:9.0f}{runs[0]['facts']:8.0f}")


if __name__ == "__main__":
    main()
