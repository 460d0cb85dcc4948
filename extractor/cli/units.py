"""`juesuan units`: which names of the data may be one unit."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from extractor.errors import UsageError


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
    help="CSV file to write, to edit and to feed back with --units.",
)
def suggest(out: Path, output: Path) -> None:
    """Propose which names in OUT, a folder that convert wrote, are one unit.

    The file is a register: equal unit_code means one unit. Look it through, change what is wrong, give the codes you
    want, and feed it back with --units. Nothing is merged without it.
    """
    # In the function: rapidfuzz is an extra, and only this command needs it.
    from extractor.dataset.read_back import read_records
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
    click.echo(f"{len(rows)} names, proposed as {found} units; look through the file before you use it.", err=True)
    click.echo(str(output))
