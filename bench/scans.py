"""Scans made of born-digital documents, read back: `python -m bench.scans [FILE.pdf...] [--conditions scan,skew]`.

What juesuan reads of a scan is held against what it reads of the text layer of the same pages. A line for each
condition: F1 over the numbers in their cells, numbers that are wrong or in a wrong cell, how many of these are called
`passed`, how many the accounts changed, rightly (mended) and not (false), the share of the prose's figures that are
found again, F1 over all that is filled in in its 绩效自评表, numbers among it that are wrong or in a wrong cell,
processor seconds a page, and peak memory.
Without arguments: two samples, and a document of ../shared/corpus where it is; `--pages 3,4` takes these pages alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.degrade import CONDITIONS
from bench.measure import peak_megabytes

if TYPE_CHECKING:
    from extractor.reading import Reading

Cell = tuple[str, str]
"""Where a number or text stands, as JSON, and what it is."""

FILLED_IN = ("indicator_level3", "target", "actual", "target_number", "actual_number", "score_full", "score")
ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "shegongbu_2024.pdf"
FILES = (ROOT / "samples" / "school_2019.pdf", *([CORPUS] if CORPUS.is_file() else []))

COLUMNS = (
    ("document", -24), ("condition", -15), ("F1", 7), ("cells", 7), ("wrong", 7), ("passed", 8), ("mended", 8),
    ("false", 7), ("prose", 8),
    ("sheets", 8), ("wrong", 7), ("s/page", 8), ("MB", 6),
)  # fmt: skip
ReadBack = dict[str, Any]
"""What was read of one file, as `read_back` gives it from process to process."""


def read_back(file: Path) -> ReadBack:
    """What is read of a file in this process: cells, figures, and what it cost."""
    from extractor.reading import read_file
    from extractor.records.rows import Fact

    def address(f: Fact) -> list[object]:
        return [f.table_no, f.side, f.basis, f.item or f.subject_code or f.row_label, f.parent_label, f.measure]

    started = time.process_time()
    reading = read_file(file)
    seconds = time.process_time() - started
    return {
        "status": reading.document.status,
        "error": reading.document.error,
        "pages": reading.document.pages or 1,
        "cells": [[address(f), str(f.amount.normalize()), f.check_status] for f in reading.facts],
        "changed": [[address(f), str(f.amount.normalize())] for f in reading.facts if f.first_read is not None],
        "figures": [[f.metric, str(f.value)] for f in reading.figures if f.metric and f.value is not None],
        "sheets": _filled_in(reading),
        "printed": sum(c.verdict == "printed" for c in reading.checks),
        "seconds": seconds,
        "megabytes": peak_megabytes(),
    }


def _filled_in(reading: Reading) -> list[tuple[tuple[object, ...], str, bool]]:
    """What is filled in in the 绩效自评表: where, what, and whether it is a number."""
    found: list[tuple[tuple[object, ...], object]] = [
        *(((sheet.cell, name), value) for sheet in reading.sheets for name, value in sheet.fields.items()),
        *(((i.cell, name), getattr(i, name)) for i in reading.indicators for name in FILLED_IN),
        *(((f.cell, f.source_of_funds, f.stage), f.amount) for f in reading.funds),
    ]
    return [(address, str(value), isinstance(value, Decimal)) for address, value in found if value is not None]


def _f1(truth: Counter[Cell], found: Counter[Cell]) -> float:
    count = truth.total() + found.total()
    return 2 * (truth & found).total() / count if count else float("nan")


def _child(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:3])} failed: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def cut_out(file: Path, pages: Sequence[int], out: Path) -> Path:
    """The pages of a document alone."""
    import pypdfium2

    if not pages:
        return file
    made = pypdfium2.PdfDocument.new()
    made.import_pages(pypdfium2.PdfDocument(file), [n - 1 for n in pages])
    made.save(out)
    return out


def _compared(truth: ReadBack, found: ReadBack) -> dict[str, float]:
    cells = [Counter((json.dumps(a), v) for a, v, _ in reading["cells"]) for reading in (truth, found)]
    wrong = cells[1] - cells[0]
    passed = Counter((json.dumps(a), v) for a, v, status in found["cells"] if status == "passed")
    changed = Counter((json.dumps(a), v) for a, v in found["changed"])
    sheets = [Counter((json.dumps(a), v) for a, v, _ in reading["sheets"]) for reading in (truth, found)]
    numbers = Counter((json.dumps(a), v) for a, v, is_number in found["sheets"] if is_number)
    figures = [Counter((m, v) for m, v in reading["figures"]) for reading in (truth, found)]
    return {
        "cells": sum(cells[0].values()),
        "f1": _f1(*cells),
        "sheets": _f1(*sheets),
        "wrong_in_sheets": (numbers - sheets[0]).total(),
        "wrong": sum(wrong.values()),
        "wrong_passed": sum((wrong & passed).values()),
        "mended": sum((changed & cells[0]).values()),
        "false": sum((changed - cells[0]).values()),
        "figures": sum(figures[0].values()),
        "figures_common": sum((figures[0] & figures[1]).values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads scans back.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--conditions", default=",".join(CONDITIONS))
    parser.add_argument("--pages", default="", help="pages of each file, as 3,4,5")
    parser.add_argument("--read", type=Path, help="read one file and print JSON")
    parser.add_argument("--verbose", action="store_true", help="name every wrong number")
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read_back(options.read)))
        return
    pages = [int(n) for n in options.pages.split(",") if n]
    print("".join(f"{name:<{-width}}" if width < 0 else f"{name:>{width}}" for name, width in COLUMNS), " status")
    with tempfile.TemporaryDirectory() as folder:
        for file in options.files or FILES:
            whole = cut_out(file, pages, Path(folder) / f"cut-{file.name}")
            truth = json.loads(_child("bench.scans", "--read", str(whole)))
            for condition in options.conditions.split(","):
                scan = Path(folder) / "scan.pdf"
                _child("bench.degrade", str(whole), condition, str(scan))
                found = json.loads(_child("bench.scans", "--read", str(scan)))
                print(f"{file.stem[:23]:24}{condition:15}{_line(truth, found)}", flush=True)
                if options.verbose:
                    _tell_differences(truth, found)


def _line(truth: ReadBack, found: ReadBack) -> str:
    """What was read of one scan, in the columns after its name and condition."""
    c = _compared(truth, found)
    prose = c["figures_common"] / c["figures"] if c["figures"] else float("nan")
    printed = f" printed {found['printed']}" if found["printed"] else ""
    return (
        f"{c['f1']:7.4f}{c['cells']:7.0f}{c['wrong']:7.0f}{c['wrong_passed']:8.0f}"
        f"{c['mended']:8.0f}{c['false']:7.0f}{prose:8.3f}{c['sheets']:8.3f}{c['wrong_in_sheets']:7.0f}"
        f"{found['seconds'] / found['pages']:8.2f}{found['megabytes']:6.0f}  {found['status']}{printed}"
    )


def _tell_differences(truth: ReadBack, found: ReadBack) -> None:
    """Names every number that is wrong, and what stands in its place."""
    print("   ", found["error"])
    for what in ("cells", "sheets"):
        _tell("-", truth[what], found[what])
        _tell("+", found[what], truth[what])


def _tell(sign: str, one: Sequence[Sequence[object]], other: Sequence[Sequence[object]]) -> None:
    """Names what one reading has and the other has not."""
    had = Counter((json.dumps(a), v) for a, v, *_ in other)
    for a, v, *more in one:
        had[json.dumps(a), v] -= 1
        if had[json.dumps(a), v] < 0:
            print("   ", sign, a, v, *more)


if __name__ == "__main__":
    main()
