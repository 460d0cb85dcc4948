"""`juesuan units`: which names of the data may be one unit."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from extractor.errors import UsageError, counted


@click.group()
def units() -> None:
    """Find the units behind the names of files and years."""


@units.command()
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file to write; edit it and pass it to --units.",
)
def suggest(out: Path, output: Path) -> None:
    """Propose which names may belong to one unit.

    The names are those in OUT, a folder that convert wrote. The file is a register: names with the same unit_code are
    one unit. Review it, correct what is wrong, assign the codes you want, and pass it to --units. Nothing is merged
    without it.
    """
    # In the function: rapidfuzz is an extra, and only this command needs it.
    from extractor.dataset.query import read_records
    from extractor.identity.proposals import COLUMNS, gather, propose

    documents = read_records(out, "documents", ("doc_id", "status", "unit_name", "unit_code", "year"))
    names = read_records(out, "unit_names", ("doc_id", "name", "place"))
    rows = propose(gather(documents, names))
    try:
        with output.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise UsageError(f"{output} cannot be written ({error.strerror}); choose another place with -o.") from error
    found = len({row["unit_code"] for row in rows})
    said = f"{counted(len(rows), 'name')}, proposed as {counted(found, 'unit')}"
    click.echo(f"{said}; review the file before you use it.", err=True)
    click.echo(str(output))
