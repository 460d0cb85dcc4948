"""`juesuan convert`: disclosures → documents, facts, narrative, performance, checks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.batch.plan import plan
from extractor.batch.run import Outcome, run
from extractor.batch.workers import quiet_libraries
from extractor.dataset.writer import Store
from extractor.document.read import MAX_PAGES
from extractor.identity.vintages import PREFERENCES, Prefer
from extractor.prose.pattern_library import add_folder
from extractor.reading import Options
from extractor.records import schema
from extractor.records.closed_sets import WITH_ROWS, DocumentStatus
from extractor.records.rows import DocumentRow

_ALRIGHT = frozenset({DocumentStatus.OK, DocumentStatus.DUPLICATE})


@click.command(short_help="Read disclosures into tidy tables.")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder for the tables.")
@click.option(
    "--format", "formats", default="csv,parquet", show_default=True, help="csv, parquet, or both with a comma."
)
@click.option("--partition-by", type=click.Choice(["year"]), help="Write Parquet as a dataset with a folder a year.")
@click.option(
    "-j",
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(0, 256),
    help="Worker processes; 0 reads in this one.",
)
@click.option(
    "--timeout", default=120.0, show_default=True, type=click.FloatRange(min=0.1), help="Seconds for one document."
)
@click.option(
    "--max-pages", default=MAX_PAGES, show_default=True, type=click.IntRange(1), help="Longer documents are refused."
)
@click.option(
    "--engine", type=click.Choice(["pdfium", "pdfplumber", "camelot"]), help="Read tables with this engine only."
)
@click.option("--second-reading/--no-second-reading", default=True, help="Read again where the accounts do not add up.")
@click.option(
    "--patterns", type=click.Path(path_type=Path, file_okay=False), help="Folder with prose patterns of your own."
)
@click.option("--units", type=click.Path(path_type=Path, dir_okay=False), help="Your unit register (CSV).")
@click.option(
    "--prefer",
    type=click.Choice(PREFERENCES),
    default=PREFERENCES[0],
    show_default=True,
    help="Which of two printings of a unit and year supersedes.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def convert(
    inputs: tuple[Path, ...],
    out: Path,
    formats: str,
    partition_by: str | None,
    jobs: int,
    timeout: float,
    max_pages: int,
    engine: str | None,
    second_reading: bool,
    patterns: Path | None,
    units: Path | None,
    prefer: Prefer,
    quiet: bool,
) -> None:
    """Read final accounts (PDF or text files, and folders of them) and write tidy tables into OUT.

    Exit status 0: every document is ok or a duplicate. 1: some document is not; the closing table names each.
    2: unusable arguments, or OUT cannot be written.
    """
    chosen = [f.strip() for f in formats.split(",") if f.strip()]
    if not chosen or set(chosen) - {"csv", "parquet"}:
        raise click.UsageError(f"--format is {formats!r}; give csv, parquet, or csv,parquet.")
    add_folder(patterns)
    register = None
    if units is not None:
        from extractor.identity.register import read_register

        register = read_register(units)
    todo = plan(inputs, out)
    if todo.passed_over and not quiet:
        click.echo(
            f"{len(todo.passed_over)} files of other kinds are passed over (only .pdf and .txt are read).", err=True
        )
    options = Options(max_pages, engine, second_reading, register, patterns)
    store = Store(out, schema.ALL, chosen, partition_by == "year")

    def told(row: DocumentRow) -> None:
        if not quiet:
            click.echo(_line(row), err=True)

    if jobs == 0:
        quiet_libraries()
    outcome = run(todo.jobs, store, options, jobs, timeout, prefer, told)
    if not quiet:
        _summary(outcome)
    for path in outcome.paths:
        click.echo(path)
    sys.exit(0 if all(d.status in _ALRIGHT for d in outcome.documents) else 1)


def _line(row: DocumentRow) -> str:
    """One line a document while the run goes on."""
    tables = f"{len(row.tables_found)} tables" + (f", {len(row.tables_empty)} empty" if row.tables_empty else "")
    checks = f"{row.checks_passed} checks passed" + (f", {row.checks_failed} failed" if row.checks_failed else "")
    told = f"{tables}; {checks}" if row.status in WITH_ROWS else row.error or ""
    return f"{row.status:<8} {row.source_file}  {told}"


def _summary(outcome: Outcome) -> None:
    """What came out, and each document that is not as it should be."""
    count = outcome.counts
    good = sum(d.status in _ALRIGHT for d in outcome.documents)
    click.echo(
        f"\n{good} of {len(outcome.documents)} documents ok: {count['facts']} numbers of tables, "
        f"{count['narrative']} figures of prose, {count['performance']} indicators, {count['checks']} checks.",
        err=True,
    )
    others = [d for d in outcome.documents if d.status not in _ALRIGHT]
    if others:
        click.echo("\nNot as they should be:", err=True)
        for d in others:
            click.echo(f"  {d.source_file}: {d.status} ({d.error_code or 'see checks'}). {d.error or ''}", err=True)
