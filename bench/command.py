"""The command as a user waits for it: `python -m bench.command [FILE.pdf] [--runs 9] [--against FOLDER]`.

Whole processes, interleaved: Python that does nothing, `juesuan --help`, `juesuan convert` of one document into a new
dataset (CSV and Parquet), and the same again, when there is nothing new to read. By the clock, and by the processor,
which other work stretches less: there all processes count, by the clock the worker reads while the run makes ready.
With `--against`, another checkout runs the same in turn, and the ratios are those of medians: what else the
machine does falls on both alike. One run of each is not counted: it leaves bytecode and compiled patterns behind.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "samples" / "transport_2022.pdf"
NOTHING_READ = {"python -c pass": ["-c", ""], "--help": ["-m", "extractor", "--help"]}
CONVERT, AGAIN = "convert", "convert again"


def seconds(tree: Path, arguments: Sequence[str]) -> tuple[float, float]:
    """The seconds of one process of Python with the package of this folder, by the clock and of the processor."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started, before = time.perf_counter(), os.times()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, env=environment, cwd=tree, check=False)
    if done.returncode > 1:  # 1 says that a document needs attention
        raise SystemExit(f"{' '.join(arguments)} failed in {tree}: {done.stderr.decode(errors='replace').strip()}")
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return time.perf_counter() - started, used


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds of the command as a whole process.")
    parser.add_argument("file", nargs="?", type=Path, default=DOCUMENT)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--against", type=Path, help="Another checkout, run in turn with this one.")
    options = parser.parse_args()
    trees = [ROOT, *([options.against.resolve()] if options.against else [])]
    found: dict[tuple[Path, str], list[tuple[float, float]]] = {}
    for run in range(options.runs + 1):
        for tree in trees:
            with tempfile.TemporaryDirectory() as out:
                convert = ["-m", "extractor", "convert", str(options.file.resolve()), "-q", "-o", out]
                for name, arguments in (*NOTHING_READ.items(), (CONVERT, convert), (AGAIN, convert)):
                    one = seconds(tree, arguments)
                    found.setdefault((tree, name), []).extend([one] if run else [])
    print(f"{options.file.name}, medians of {options.runs} runs in turn: seconds by the clock, of the processor")
    for name in (*NOTHING_READ, CONVERT, AGAIN):
        medians = [[statistics.median(each) for each in zip(*found[tree, name], strict=True)] for tree in trees]
        ratios = [ours / theirs for ours, theirs in zip(*medians, strict=True)] if len(medians) > 1 else []
        print(f"  {name:16}" + "".join(f"{clock:9.3f}{used:7.2f}" for clock, used in medians), end="")
        print("   ratios " + ", ".join(f"{ratio:.2f}" for ratio in ratios) if ratios else "")


if __name__ == "__main__":
    main()
