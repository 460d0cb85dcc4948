"""`juesuan export`: the tables of a dataset in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from extractor.cli.speech import give


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--format", "formats", required=True, help="csv, parquet, xlsx, sqlite; several are separated by commas.")
@click.option("--partition-by", type=click.Choice(["year"]), help="Write Parquet as a dataset with a folder per year.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Another folder to write to; else DATA itself.")
def export(data: Path, formats: str, partition_by: Literal["year"] | None, out: Path | None) -> None:
    """Write the tables of a dataset in other formats.

    DATA is a folder that convert wrote. In it the exports of other formats are removed: they would go stale.
    """
    from extractor.dataset.exports.export import checked_formats
    from extractor.dataset.exports.export import export as write
    from extractor.dataset.opening import open_to_query, open_to_write

    chosen = checked_formats([form.strip() for form in formats.split(",") if form.strip()])
    with open_to_query(data) as dataset:
        paths = write(dataset, chosen, partition_by == "year", out) if out is not None else []
    if out is None:
        with open_to_write(data) as dataset:
            paths = write(dataset, chosen, partition_by == "year")
    for path in paths:
        give(path)
