"""Speed and memory, side by side in one run: `python -m bench.speed [FILE.pdf...] [--runs 5] [--slow-runs 2]`.

Each contestant reads the same whole documents in a fresh process, start-up apart; the runs are interleaved, so that
what else the machine does falls on all alike. Ratios are those of processor time, which other work does not stretch.
Without arguments: the PDFs of ../shared/corpus, where it is, and the samples with the most pages.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
WARM_UP = ROOT / "samples" / "school_2019.pdf"
LARGE = 50_000  # bytes: a sample over this is one of the larger ones
FLOOR, TABLES, PLUMBER = "pdfium_walk", "juesuan_tables", "pdfplumber"
WHOLE, OURS = "juesuan_first", "juesuan_first_both"


@dataclass(frozen=True, slots=True)
class Contestant:
    """A reader of `bench.contestants` and how it is named here."""

    name: str
    label: str
    slow: bool = False


CONTESTANTS = (
    Contestant("pdfium_load", "pdfium: open, load pages, count objects"),
    Contestant(FLOOR, "pdfium: walk all characters and objects (the floor)"),
    Contestant(TABLES, "juesuan: reading, tables 01-09, CSV + Parquet"),
    Contestant("juesuan_first", "juesuan: with prose and audit, CSV, one reading"),
    Contestant(OURS, "juesuan: with prose and audit, CSV + Parquet"),
    Contestant("juesuan_command", "juesuan: the same with a worker, as the command"),
    Contestant("juesuan_both", "juesuan: the same with a second reading where asked"),
    Contestant(PLUMBER, "pdfplumber: extract_tables", slow=True),
    Contestant("camelot", "camelot: lattice, vector, split_text", slow=True),
)


def _child(module: str, *arguments: str) -> dict[str, float] | None:
    """What a fresh process prints; None where it fails, as without an optional library."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        print(f"{' '.join(arguments[:1]) or module} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(
    files: Sequence[Path], runs: int, slow_runs: int
) -> tuple[dict[str, list[dict[str, float]]], dict[str, float]]:
    """The measurements of all contestants, and the median processor seconds of our stages; one run of each in turn."""
    found: dict[str, list[dict[str, float]]] = {c.name: [] for c in CONTESTANTS}
    profiles: list[dict[str, float]] = []
    for run in range(max(runs, slow_runs)):
        for contestant in CONTESTANTS:
            if run < (slow_runs if contestant.slow else runs):
                figures = _child("bench.measure", contestant.name, str(WARM_UP), *map(str, files))
                if figures:
                    found[contestant.name].append(figures)
        if run < runs and (stages := _child("bench.stages", str(WARM_UP), *map(str, files))):
            profiles.append(stages)
    stages = {name: statistics.median(p[name] for p in profiles) for name in profiles[0]} if profiles else {}
    return {name: figures for name, figures in found.items() if figures}, stages


def _median(figures: Sequence[dict[str, float]], name: str) -> float:
    return statistics.median(f[name] for f in figures)


def report(found: dict[str, list[dict[str, float]]], profile: dict[str, float]) -> None:
    """The tables and the ratios that are wanted of them."""
    pages = int(next(iter(found.values()))[0]["pages"])
    a_page = {name: 1000 * _median(f, "processor") / f[0]["pages"] for name, f in found.items()}
    print(f"{'':54}{'ms a page':>11}{'processor':>11}{'peak MB':>9}{'start-up s':>12}{'runs':>6}")
    for contestant in CONTESTANTS:
        figures = found.get(contestant.name)
        if figures:
            clock = 1000 * _median(figures, "seconds") / figures[0]["pages"]
            print(
                f"{contestant.label:54}{clock:11.2f}{a_page[contestant.name]:11.2f}"
                f"{_median(figures, 'megabytes'):9.0f}{_median(figures, 'start_up'):12.2f}{len(figures):6}"
            )
    total = sum(profile.values())
    print("\nOurs by stage, processor ms a page (CSV + Parquet, second reading where asked):")
    for name, seconds in profile.items():
        print(f"  {name:20}{1000 * seconds / pages:7.2f}{100 * seconds / total:7.1f} %")
    print("\nRatios of processor time:")
    rows: list[tuple[str, float]] = []
    for name, label in ((TABLES, "reading, tables and writing"), (OURS, "with prose and audit")):
        if {name, PLUMBER, "camelot", FLOOR} <= a_page.keys():
            wanted = (" (≥ 6 wanted, 10 the aim)", " (≤ 5 wanted)") if name == TABLES else ("", "")
            rows.append((f"pdfplumber / {label}{wanted[0]}", a_page[PLUMBER] / a_page[name]))
            rows.append((f"camelot / {label}", a_page["camelot"] / a_page[name]))
            rows.append((f"{label} / floor{wanted[1]}", a_page[name] / a_page[FLOOR]))
    if {WHOLE, PLUMBER} <= a_page.keys():
        rows.append(("pdfplumber / whole conversion to CSV (≥ 8 wanted)", a_page[PLUMBER] / a_page[WHOLE]))
    for label, ratio in rows:
        print(f"  {label:66}{ratio:6.1f}")
    rest = total - profile.get("second reading", 0.0)
    if rest:
        print(f"  {'audit / conversion (< 10 % wanted)':66}{100 * profile['audit'] / rest:6.1f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds a page and peak memory, beside other tools.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slow-runs", type=int, default=2)
    arguments = parser.parse_args()
    files = arguments.files or [
        *sorted(CORPUS.glob("*.pdf")),
        *(p for p in sorted((ROOT / "samples").glob("*.pdf")) if p.stat().st_size > LARGE),
    ]
    files = [f.resolve() for f in files]
    found, profile = measure(files, arguments.runs, arguments.slow_runs)
    print(f"{len(files)} documents, {int(found[FLOOR][0]['pages'])} pages, Python {sys.version.split()[0]}\n")
    report(found, profile)


if __name__ == "__main__":
    main()
