"""`juesuan convert`: disclosures → documents, facts, narrative, performance, checks."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Literal, NoReturn

import click

from extractor.batch.conversion import ALRIGHT, Conversion
from extractor.batch.convert import EXECUTORS
from extractor.batch.convert import convert as convert_all
from extractor.batch.ending import Ended, ended_by_signals
from extractor.cli.speech import give, tell
from extractor.cli.watching import Objects, Watcher, watcher, why
from extractor.document.bounds import MAX_PAGES
from extractor.document.scan.modes import OcrMode
from extractor.errors import DisclosureError, counted, shown
from extractor.identity.model import PREFERENCES, Prefer
from extractor.languages import Sentence, joined, spoken
from extractor.options import ENGINES, Options
from extractor.records.corrections import NO_CORRECTIONS

MOST_LISTED = 100  # documents that need attention and are told one by one; the dataset has them all


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.UNPROCESSED, metavar="INPUT...")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder to write the tables to.")
@click.option(
    "--format",
    "formats",
    default="csv,parquet",
    show_default=True,
    help="What to export: csv, parquet, xlsx, sqlite, by commas; duckdb: nothing but the dataset.",
)
@click.option(
    "--partition-by", type=click.Choice(["year"]), help="Write Parquet as a dataset with one folder per year."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0, 256),
    help="Worker processes (default: as many as there are processors and memory for); 0 reads in this process, "
    "without a time limit.",
)
@click.option(
    "--on",
    default="processes",
    show_default=True,
    type=click.Choice(EXECUTORS),
    help="Where to read: in processes of this machine, or on a Ray cluster.",
)
@click.option("--ray-address", help="The cluster; by default that of RAY_ADDRESS, or one that is started here.")
@click.option(
    "--timeout",
    default=120.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Seconds allowed for one document.",
)
@click.option(
    "--max-pages",
    default=MAX_PAGES,
    show_default=True,
    type=click.IntRange(1),
    help="Refuse documents with more pages.",
)
@click.option("--engine", type=click.Choice(list(map(str, ENGINES))), help="Read tables with this engine alone.")
@click.option(
    "--second-reading/--no-second-reading",
    default=True,
    help="Read pages again with other engines where the accounts do not add up.",
)
@click.option(
    "--patterns",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with patterns of your own (*.yaml), added to the library's.",
)
@click.option(
    "--ocr",
    default=OcrMode.AUTO.value,
    show_default=True,
    type=click.Choice([mode.value for mode in OcrMode]),
    help="Read pages from their pictures: those without text (auto), none, or all.",
)
@click.option("--units", type=click.Path(path_type=Path, dir_okay=False), help="Your unit register (CSV).")
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="Corrections by hand to add: a corrections.csv, or the dataset that has them.",
)
@click.option(
    "--prefer",
    type=click.Choice(PREFERENCES),
    help="Which of two disclosures of a unit and year supersedes the other where neither says that it is the later.",
)
@click.option("--rehash", is_flag=True, help="Open also files whose size and time are unchanged.")
@click.option("--replace", is_flag=True, help="Start the dataset anew; only corrections by hand stay.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors and paths only.")
@click.option("--log-json", is_flag=True, help="Tell how the run goes for a program: one JSON object a line.")
def convert(
    inputs: tuple[str, ...],
    out: Path,
    formats: str,
    partition_by: Literal["year"] | None,
    jobs: int | None,
    on: Literal["processes", "ray"],
    ray_address: str | None,
    timeout: float,
    max_pages: int,
    engine: str | None,
    second_reading: bool,
    patterns: Path | None,
    ocr: str,
    units: Path | None,
    corrections: Path | None,
    prefer: Prefer | None,
    rehash: bool,
    replace: bool,
    quiet: bool,
    log_json: bool,
) -> None:
    """Read disclosures into tidy tables.

    Each INPUT is a disclosure (PDF, OFD, scan, web page, Word, Excel, text), or a folder or ZIP archive of them, every
    file of which gets a row; - stands for the paths on standard input, @FILE for those in a file. The tables are
    written to OUT.

    Exit status 0: every document is ok or a duplicate. 1: at least one is not; the list at the end names each.
    2: unusable arguments, or OUT cannot be written, or another run is writing to it. 130, 143, 129: ended by Ctrl-C,
    SIGTERM or SIGHUP; what was read is kept, and the same command goes on from there.
    """
    watching = watcher(quiet, log_json)
    try:
        register = None
        if units is not None:
            from extractor.identity.register import read_register

            register = read_register(units)
        by_hand = NO_CORRECTIONS
        if corrections is not None:
            from extractor.dataset.corrections import read_corrections

            by_hand = read_corrections(corrections)
        if jobs == 0:
            from extractor.batch.executors.one_file import quiet_libraries

            quiet_libraries()
        with ended_by_signals(), closing(watching):
            done = convert_all(
                inputs,
                out,
                Options(max_pages, engine, second_reading, register, patterns, ocr=ocr, corrections=by_hand),
                formats=[form.strip() for form in formats.split(",") if form.strip()],
                partition_by=partition_by,
                jobs=jobs,
                on=on,
                ray_address=ray_address,
                timeout=timeout,
                prefer=prefer,
                rehash=rehash,
                replace=replace,
                watch=watching,
            )
    except Ended as ended:
        words = "juesuan: Ended by {what}; what was read is kept in {folder}: run the same to go on."
        _stopped(watching, 128 + ended.number, spoken(words, what=ended.by, folder=shown(out)), out)
    except DisclosureError as error:
        if not isinstance(watching, Objects):
            raise
        _stopped(watching, 2, error.args[0], out)
    status = 0 if done.good == done.files else 1
    if isinstance(watching, Objects):
        watching.ended(done, status)
    elif not quiet:
        _summary(done)
    for path in done.paths:
        give(path)
    sys.exit(status)


def _stopped(watching: Watcher, status: int, why: Sentence, out: Path) -> NoReturn:
    if isinstance(watching, Objects):
        watching.stopped(status, why, out)
    else:
        tell(why)
    sys.exit(status)


def _summary(done: Conversion) -> None:
    """What came out, by cause first, and each document that needs attention."""
    click.echo(err=True)
    tell(
        spoken(
            "{good} of {documents} ok{unchanged}; in {folder}: {amount}.",
            good=done.good,
            documents=counted(done.files, "document"),
            unchanged=spoken(" ({count} unchanged)", count=done.skipped) if done.skipped else "",
            folder=done.folder,
            amount=done.amount,
        )
    )
    if done.printed:
        documents = counted(done.printed, "document")
        tell(spoken("{documents} of these print what does not add up (see juesuan check).", documents=documents))
    for sentence in done.told:
        tell(joined("", (sentence,)))
    if done.gone:
        tell(spoken("{files} not there any more; the rows stay.", files=counted(done.gone, "file")))
    if done.hidden:
        tell(spoken("{names} left out.", names=counted(done.hidden, "hidden name")))
    if done.good == done.files:
        return
    click.echo(err=True)
    tell(spoken("Documents needing attention:"))
    for (status, code), count in done.outcomes.items():
        if status not in ALRIGHT:
            tell(joined("", (f"  {count:>6}  {status} (", code or spoken("see checks"), ")")))
    for d in done.first_needing_attention(MOST_LISTED):
        tell(joined("", (f"  {d.source_file}: {d.status} (", d.error_code or spoken("see checks"), "). ", why(d))))
    if (more := done.files - done.good - MOST_LISTED) > 0:
        tell(spoken("  and {count} more: all are in v_failures, a view of the dataset", count=more))
