"""`juesuan check`: the failed checks of a run, or of one document, for a person to act on."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from extractor.cli.speech import give, show, tell
from extractor.errors import UsageError, counted
from extractor.languages import Sentence, joined, spoken
from extractor.records.closed_sets import CheckOutcome, Verdict

COLUMNS = (
    "source_file", "doc_id", "check_id", "check_name", "status", "expected", "actual", "difference", "tolerance",
    "currency_unit", "scope", "tables", "pages", "verdict", "message", "message_zh",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed check; `fields` are `COLUMNS` as text, numbers as printed in the CSV."""

    source_file: str
    pages: tuple[int, ...]
    verdict: str
    size: Decimal
    fields: dict[str, str]

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """The worst sort first: doubtful before printed, then the larger difference."""
        return self.verdict != Verdict.DOUBTFUL, -self.size


@click.command()
@click.argument("out_or_file", type=click.Path(path_type=Path), metavar="OUT_OR_FILE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print the failed checks.",
)
def check(out_or_file: Path, form: str) -> None:
    """Show the checks that failed.

    OUT_OR_FILE is a folder that convert wrote, or a single disclosure. Failed checks are listed by document and page.

    Exit status 0 if nothing fails, or only what the documents themselves print wrong (verdict printed); 1 if a number
    may have been misread (verdict doubtful); 2 for a folder or file that cannot be read.
    """
    if not out_or_file.exists():
        raise UsageError(
            spoken(
                "There is no {out_or_file}; give the folder that convert wrote, or one file.", out_or_file=out_or_file
            )
        )
    rows, tried = _of_run(out_or_file) if out_or_file.is_dir() else _of_file(out_or_file)
    failures = _sorted(_failure(row) for row in rows)
    if form == "csv":
        from extractor.dataset.spreadsheet import guarded

        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: guarded(text) for name, text in failure.fields.items()} for failure in failures)
    elif form == "json":
        give(json.dumps([failure.fields for failure in failures], ensure_ascii=False, indent=2))
    else:
        _tell(failures)
    doubtful = sum(failure.verdict == Verdict.DOUBTFUL for failure in failures)
    documents = counted(len({failure.source_file for failure in failures}), "document")
    where = spoken(" in {documents}, {doubtful} of them doubtful", documents=documents, doubtful=doubtful)
    tell(
        spoken(
            "{checks} tried, {failed} failed{where}.",
            checks=counted(tried, "check"),
            failed=len(failures),
            where=where if failures else "",
        )
    )
    sys.exit(1 if doubtful else 0)


def _of_file(path: Path) -> tuple[list[dict[str, str]], int]:
    """The failed checks of one document, read in memory, and how many were tried."""
    from extractor.reading import read

    reading = read(path)
    document = reading.document
    if document.error:
        why = Sentence(document.error, document.error_zh or document.error)
        tell(joined(": ", (document.status, why), "："))
    rows = []
    for found in reading.checks:
        if found.status == CheckOutcome.FAIL:
            row = {name: _text(getattr(found, name)) for name in COLUMNS[2:]}
            rows.append({"source_file": document.source_file, "doc_id": document.doc_id or "", **row})
    return rows, sum(found.status != CheckOutcome.SKIPPED for found in reading.checks)


def _of_run(folder: Path) -> tuple[list[dict[str, str]], int]:
    """The failed checks of a dataset, and how many were tried."""
    from extractor.dataset.database import open_to_query
    from extractor.dataset.query import records

    with open_to_query(folder) as dataset:
        tried = int(dataset.one("SELECT count(*) FROM checks WHERE status <> ?", [str(CheckOutcome.SKIPPED)]))
        failed = records(dataset, "checks", COLUMNS[1:], {"status": CheckOutcome.FAIL})
        named = dataset.rows("SELECT doc_id, min(source_file) FROM documents WHERE doc_id IS NOT NULL GROUP BY doc_id")
    names = dict(named)
    return [
        {**{name: _text(value) for name, value in record.items()}, "source_file": names[record["doc_id"]]}
        for record in failed
    ], tried


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _failure(row: Mapping[str, str]) -> Failure:
    fields = {name: row.get(name) or "" for name in COLUMNS}
    try:
        size = abs(Decimal(fields["difference"] or 0))
    except InvalidOperation as error:
        raise UsageError(
            spoken('The checks hold "{text}" for a difference; write them again.', text=fields["difference"])
        ) from error
    pages = tuple(int(page) for page in fields["pages"].split(";") if page.isdigit())
    return Failure(fields["source_file"], pages, fields["verdict"], size, fields)


def _sorted(failures: Iterable[Failure]) -> list[Failure]:
    """By document, those with doubtful failures first, then by page, the worst first."""
    found = list(failures)
    worst: dict[str, tuple[bool, Decimal]] = {}
    for failure in found:
        worst[failure.source_file] = min(failure.rank, worst.get(failure.source_file, failure.rank))
    return sorted(found, key=lambda f: (worst[f.source_file][0], f.source_file, f.pages, f.rank, f.fields["check_id"]))


def _tell(failures: list[Failure]) -> None:
    for source, group in groupby(failures, key=lambda failure: failure.source_file):
        mine = list(group)
        show(spoken("{file}: {count} failed", file=source, count=len(mine)))
        for failure in mine:
            f = failure.fields
            pages = ", ".join(map(str, failure.pages)) or "-"
            sides = spoken("printed {actual}, should be {expected}", actual=f["actual"], expected=f["expected"])
            show(joined("  ", ("", pages, failure.verdict, f["check_id"], f["scope"], sides, f["currency_unit"])))
            show(joined("", ("      ", Sentence(f["message"], f["message_zh"] or f["message"]))))
