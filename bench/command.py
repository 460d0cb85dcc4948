"""The command as a user waits for it: `python -m bench.command [FILE.pdf] [--runs 9] [--against FOLDER]`.

Whole processes, interleaved: Python that does nothing, `juesuan --help`, and `juesuan convert` of one document (CSV and
Parquet). With `--against`, another checkout runs the same in turn, and the ratios are those of medians: what else the
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


def seconds(tree: Path, arguments: Sequence[str]) -> float:
    """The seconds by the clock of one process of Python with the package of this folder."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, env=environment, cwd=tree, check=False)
    if done.returncode > 1:  # 1 says that a document needs attention
        raise SystemExit(f"{' '.join(arguments)} failed in {tree}: {done.stderr.decode(errors='replace').strip()}")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds of the command as a whole process.")
    parser.add_argument("file", nargs="?", type=Path, default=DOCUMENT)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--against", type=Path, help="Another checkout, run in turn with this one.")
    options = parser.parse_args()
    trees = [ROOT, *([options.against.resolve()] if options.against else [])]
    with tempfile.TemporaryDirectory() as out:
        convert = ["-m", "extractor", "convert", str(options.file.resolve()), "-q", "-o", out]
        commands = {"python -c pass": ["-c", ""], "--help": ["-m", "extractor", "--help"], "convert": convert}
        found: dict[tuple[Path, str], list[float]] = {(tree, name): [] for tree in trees for name in commands}
        for run in range(options.runs + 1):
            for (tree, name), taken in found.items():
                one = seconds(tree, commands[name])
                taken.extend([one] if run else [])
    print(f"{options.file.name}, medians of {options.runs} runs in turn, seconds by the clock")
    for name in commands:
        medians = [statistics.median(found[tree, name]) for tree in trees]
        ratio = f"   ratio {medians[0] / medians[1]:.2f}" if len(medians) > 1 else ""
        print(f"  {name:16}" + "".join(f"{median:8.3f}" for median in medians) + ratio)


if __name__ == "__main__":
    main()
