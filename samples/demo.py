"""What `make demo` prints: a walk through the data that came out of the samples."""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, str]
MOST_OWN = 2  # a department may print its tables with and without its units


def rows(out: Path, table: str) -> list[Row]:
    """A table of the output folder."""
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Prints lines under titles, columns aligned."""
    widths = [max(width(line[i]) for line in (titles, *lines)) for i in range(len(titles))]
    for line in (titles, ["-" * w for w in widths], *lines):
        print("  " + "  ".join(text + " " * (w - width(text)) for text, w in zip(line, widths, strict=True)).rstrip())


def main(out: Path) -> None:
    """Tells what is in the output folder of a run over the samples."""
    documents, facts = rows(out, "documents"), rows(out, "facts")
    narrative, checks = rows(out, "narrative"), rows(out, "checks")
    kinds = Counter(Path(d["source_file"]).suffix.removeprefix(".") for d in documents)
    of_kinds = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    pages = sum(int(d["pages"] or 0) for d in documents)
    print(f"\n{len(documents)} disclosures ({of_kinds}), {pages} pages in those that have any. What came out:\n")
    numbers = Counter(f["source_file"] for f in facts)
    table(
        ["file", "unit", "year", "status", "numbers", "checks"],
        [
            [d["source_file"], d["unit_name"], d["year"], d["status"], str(numbers[d["source_file"]]), _checks(d)]
            for d in documents
        ],
    )
    shown = next(d for d in documents if d["source_file"].endswith(".pdf") and d["status"] == "ok")
    _units(documents, facts)
    spending = [
        f
        for f in facts
        if f["source_file"] == shown["source_file"] and f["table_no"] == "05" and f["measure"] == "total"
    ]
    print(f"\nfacts: 一般公共预算财政拨款支出 of {shown['unit_name']}, each number with its place and its verdict\n")
    table(
        ["科目代码", "科目名称", "amount", "unit", "page", "box", "check"],
        [
            [
                f["subject_code"],
                f["subject_name"] or f["row_label"],
                f["amount"],
                f["currency_unit"],
                f["page"],
                f"{f['x0']},{f['top']}",
                f["check_status"],
            ]
            for f in spending[:9]
        ],
    )
    print("\nnarrative: the prose, figure by figure\n")
    said = [n for n in narrative if n["source_file"] == shown["source_file"] and n["value"]]
    table(
        ["§", "metric", "subject", "value", "quote"],
        [
            [n["section_no"], n["metric"], n["subject"][:16], f"{n['value']} {n['value_unit']}", n["quote"][:34]]
            for n in said[:7]
        ],
    )
    tried = Counter(c["status"] for c in checks)
    print(
        f"\nchecks: {tried['pass']} identities hold, {tried['fail']} fail, "
        f"{tried['skipped']} have a side that is not printed."
    )
    print(f"""
Go on:
  .venv/bin/juesuan inspect samples/{shown["source_file"]}
  .venv/bin/juesuan inspect samples/{shown["source_file"]} --page {spending[0]["page"]} --image page.png
  .venv/bin/juesuan check {out}
  .venv/bin/juesuan panel {out} --table 05 --measure total --level 1 -o panel.csv
  .venv/bin/juesuan convert YOUR_DOWNLOADS/ -o data/
""")


def _units(documents: Sequence[Row], facts: Sequence[Row]) -> None:
    """Prints the units of the files that hold the tables of several."""
    owners = Counter((f["source_file"], f["unit_name"], f["coverage"]) for f in facts)
    files = Counter(file for file, _, _ in owners)
    print("\nSome files hold the tables of several units, each number under its own:\n")
    table(
        ["file", "unit", "coverage", "numbers"],
        [
            [file, unit, coverage, str(count)]
            for (file, unit, coverage), count in owners.items()
            if files[file] > MOST_OWN
        ],
    )


def _checks(document: Row) -> str:
    failed = document["checks_failed"]
    return f"{document['checks_passed']} passed" + (f", {failed} failed" if failed != "0" else "")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
