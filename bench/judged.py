"""What the accounts make of numbers misread in poor scans: `python -m bench.judged [--documents 8] [--seed 7]`.

Disclosures of made-up departments are drawn by chance (whose, of which year, in which style: ruled, its numbers with
separators or without, in 元 or 万元), scanned at 110 and 120 dots an inch and read twice: without what the pictures of
their numbers also say, so that nothing is taken for another, and with it. A line for each scan: its numbers; those
that are wrong, their row and column being right; of these those that a check fails on (flagged); how many of the
flagged the accounts put right (mended); numbers that were changed and are wrong now (false); flagged and as they
were (left); and wrong numbers called `passed` at last. `--verbose` names what is left and what is false.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from msgspec import structs

from bench.degrade import CONDITIONS
from extractor.options import Options
from extractor.records.closed_sets import CheckStatus
from extractor.records.rows import Fact
from extractor.stages import audit, interpret, load, locate, record
from samples.generator import departments, render, subjects
from samples.generator.catalogue import samples
from samples.generator.departments import Department
from samples.generator.disclosure import Sample
from samples.generator.grid import Numerals
from samples.generator.invention import history

RULED = ("word", "spreadsheet", "strokes", "boxed")
POOR = ("dots_120", "dots_110", "noise_110", "skew_110", "photocopy_120")
YEARS = range(2018, 2025)
NINE = 9
COLUMNS = ("numbers", "wrong", "flagged", "mended", "false", "left", "passed")

Address = tuple[str, int, str | None, str, str | None, str | None, str]


def has_subjects(whose: Department, year: int) -> bool:
    """Whether a year's classification has the department's own subjects (灾害防治及应急管理支出 began in 2019)."""
    return all(subjects.exists(code[:digits], year) for code in whose.main for digits in (3, 5, 7))


def invented(seed: int) -> Sample:
    """A disclosure drawn by chance."""
    chance = random.Random(seed)
    ruled = [s for s in samples() if s.kind == "pdf" and s.style.borders in RULED and len(s.style.order) >= NINE]
    like, whose = (
        chance.choice(ruled),
        chance.choice([d for d in vars(departments).values() if isinstance(d, Department)]),
    )
    numerals = Numerals(chance.choice(("元", "万元", "万元")), chance.random() < 0.5, chance.choice(("", "0.00", "-")))
    year = chance.choice(YEARS)
    possible = [y for y in YEARS if has_subjects(whose, y - 1) and has_subjects(whose, y)]
    if year not in possible:  # drawn anew only then: the other seeds keep their documents
        year = chance.choice(possible)
    years = history(replace(whose, staff=chance.randint(12, 400)), range(year - 1, year + 1), seed)
    style = replace(like.style, numerals=numerals, performance=(), font_size=chance.choice((7.5, 8.0, 9.0)))
    return Sample(f"{like.name}_{seed}", whose, years[year], years[year - 1], style)


def address(fact: Fact) -> Address:
    """Where a number stands in the accounts."""
    row = fact.item or fact.subject_code or fact.row_label
    return fact.table_no, fact.in_set, fact.side, fact.basis, row, fact.parent_label, fact.measure


def read_twice(file: Path) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """The facts of a scan as they were read, and as the accounts and the pictures together have them."""
    options = Options()
    recorded = record(interpret(locate(load(file, options), options), options), options)
    bare = tuple(structs.replace(fact, others=()) for fact in recorded.first.facts)
    as_read = structs.replace(recorded, first=structs.replace(recorded.first, facts=bare))
    return audit(as_read, options).facts, audit(recorded, options).facts


def judged(truth: Sequence[Fact], before: Sequence[Fact], after: Sequence[Fact], tell: bool) -> Counter[str]:
    """What became of the wrong numbers, by the names of `COLUMNS`."""
    printed: dict[Address, set[Decimal]] = {}
    for fact in truth:
        printed.setdefault(address(fact), set()).add(fact.amount)
    found = Counter(numbers=len(before))
    ends = {fact.cell: fact for fact in after}
    for fact in before:
        amounts, end = printed.get(address(fact)), ends.get(fact.cell, fact)
        if amounts is None:
            continue
        is_right = end.amount in amounts
        found["false"] += end.first_read is not None and not is_right
        found["passed"] += not is_right and end.check_status == CheckStatus.PASSED
        if fact.amount not in amounts:
            flagged = fact.check_status == CheckStatus.FAILED
            found.update(
                {"wrong": 1, "flagged": flagged, "mended": flagged and is_right, "left": flagged and not is_right}
            )
        if tell and not is_right and (end.first_read is not None or fact.check_status != CheckStatus.PASSED):
            others = {str(other.amount): f"{other.probability:.0e}" for other in end.others[:6]}
            print(
                f"    {fact.cell}: {fact.amount} for {'/'.join(map(str, amounts))}, {end.check_status.value}, {others}"
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads poor scans of documents drawn by chance.")
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--conditions", default=",".join(POOR))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    conditions = options.conditions.split(",")
    if unknown := [name for name in conditions if name not in CONDITIONS]:
        parser.error(f"no condition {unknown[0]}")
    print(f"{'document':30}{'condition':15}", *(f"{name:>8}" for name in COLUMNS))
    whole: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(options.seed * 1000, options.seed * 1000 + options.documents):
            sample = invented(seed)
            file, scan = folder / "whole.pdf", folder / "scan.pdf"
            file.write_bytes(render(sample).content)
            truth = read_twice(file)[1]
            for condition in conditions:
                made = ["-m", "bench.degrade", str(file), condition, str(scan), "--seed", str(seed)]
                subprocess.run([sys.executable, *made], check=True)
                found = judged(truth, *read_twice(scan), options.verbose)
                whole += found
                print(f"{sample.name:30}{condition:15}", *(f"{found[c]:8}" for c in COLUMNS), flush=True)
    print(f"{'':45}", *(f"{whole[c]:8}" for c in COLUMNS))


if __name__ == "__main__":
    main()
