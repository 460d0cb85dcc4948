"""`juesuan check`: the failed checks of a run, or of one document, for a person to act on."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from extractor.cli.failures import COLUMNS, Cause, Failure, Failures, of_dataset, of_file
from extractor.cli.layout import columns, table, wrapped
from extractor.cli.speech import give, harmless, tell, worded
from extractor.errors import UsageError, counted
from extractor.languages import Sentence, joined, spoken

VERDICTS = {"doubtful": "doubtful", "printed": "printed so"}
HEAD = ("page", "check", "verdict", "makes", "should be", "off by", "where")
NUMBERS = frozenset({3, 4, 5})  # columns that are set to the right


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
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write them to.")
def check(out_or_file: Path, form: str, output: Path | None) -> None:
    """Show the checks that failed.

    OUT_OR_FILE is a folder that convert wrote, or a single disclosure. Failed checks are listed by document: first the
    number that explains most of them, with the checks that it explains, then the others by page. While a run is
    writing to the folder, nothing can be read there.

    Exit status 0 if nothing fails, or only what the documents themselves print wrong (verdict printed); 1 if a number
    may have been misread (verdict doubtful); 2 for a folder or file that cannot be read.
    """
    if not out_or_file.exists():
        raise UsageError(
            spoken("There is no {path}; give the folder that convert wrote, or one file.", path=out_or_file)
        )
    failures = of_dataset(out_or_file) if out_or_file.is_dir() else _of_file(out_or_file)
    if form == "csv":
        text = _csv(failures.found)
    elif form == "json":
        text = json.dumps([failure.fields for failure in failures.found], ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(f"{harmless(line)}\n" for line in _lines(failures.found, columns()))
    if output is not None:
        _write(output, text)
        give(output)
    elif form == "table":
        click.echo(text, nl=False)
    else:
        give(text.removesuffix("\n"))
    _count(failures)
    sys.exit(1 if failures.doubtful else 0)


def _of_file(path: Path) -> Failures:
    failures, document = of_file(path)
    if document.error:
        why = Sentence(document.error, document.error_zh or document.error)
        tell(joined(": ", (document.status, why), "："))
    return failures


def _count(failures: Failures) -> None:
    where = spoken(
        " in {documents}, {doubtful} of them doubtful",
        documents=counted(failures.documents, "document"),
        doubtful=failures.doubtful,
    )
    tell(
        spoken(
            "{checks} tried, {failed} failed{where}.",
            checks=counted(failures.tried, "check"),
            failed=len(failures.found),
            where=where if failures.found else "",
        )
    )


def _csv(failures: Sequence[Failure]) -> str:
    from extractor.dataset.exports.as_csv import BOM
    from extractor.dataset.spreadsheet import guarded

    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: guarded(text) for name, text in failure.fields.items()} for failure in failures)
    return BOM + file.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        words = "{path} cannot be written ({reason}); choose another place with -o."
        raise UsageError(spoken(words, path=path, reason=error.strerror)) from error


def _lines(failures: Sequence[Failure], to: int) -> Iterator[str]:
    """The table for a person, in lines of a width."""
    for source, group in groupby(failures, key=lambda failure: failure.source_file):
        mine = list(group)
        yield from _hanging(spoken("{file}: {count} failed", file=source, count=len(mine)), to, 0)
        explained: dict[Cause, list[Failure]] = {}
        for failure in mine:
            if failure.cause is not None:
                explained.setdefault(failure.cause, []).append(failure)
        for cause in sorted(explained, key=lambda cause: -len(explained[cause])):
            yield from _hanging(_likely(cause, len(explained[cause])), to, 2)
            yield from _checks(explained[cause], to)
        rest = [failure for failure in mine if failure.cause is None]
        if rest and explained:
            yield from _hanging(spoken("No single number explains:"), to, 2)
        yield from _checks(rest, to)


def _likely(cause: Cause, explained: int) -> Sentence:
    return spoken(
        "Likely cause: {label}{page}, read as {printed}{unit}; with {value}, {checks} would hold:",
        label=cause.label,
        page=spoken(" (page {page})", page=cause.page) if cause.page is not None else "",
        printed=cause.printed,
        unit=cause.unit,
        value=cause.mended,
        checks=counted(explained, "check"),
    )


def _checks(failures: Sequence[Failure], to: int) -> Iterator[str]:
    rows, under = [], []
    for failure in failures:
        f = failure.fields
        verdict = worded(spoken(VERDICTS[failure.verdict])) if failure.verdict else ""
        sides = (f["actual"] or "-", f["expected"] or "-", f"{f['difference']} {f['currency_unit']}".strip())
        rows.append((",".join(map(str, failure.pages)) or "-", f["check_id"], verdict, *sides, f["scope"]))
        under.append(worded(Sentence(f["message"], f["message_zh"] or f["message"])))
    yield from table([worded(spoken(name)) for name in HEAD], rows, under, to, NUMBERS)


def _hanging(text: str, to: int, indent: int) -> Iterator[str]:
    """A text in lines, those after the first set in."""
    for i, line in enumerate(wrapped(worded(text), to - indent - 2)):
        yield " " * (indent + 2 * (i > 0)) + line
