"""`juesuan units`: which names of the data may be one unit."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from extractor.cli.speech import give, tell
from extractor.errors import UsageError, counted
from extractor.languages import spoken


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
        raise UsageError(
            spoken(
                "{path} cannot be written ({reason}); choose another place with -o.", path=output, reason=error.strerror
            )
        ) from error
    found = len({row["unit_code"] for row in rows})
    told = spoken(
        "{names}, proposed as {units}; review the file before you use it.",
        names=counted(len(rows), "name"),
        units=counted(found, "unit"),
    )
    tell(told)
    give(output)
