"""`juesuan dataset`: what is done to a dataset as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.speech import give, tell
from extractor.errors import counted
from extractor.languages import joined, spoken


@click.group()
def dataset() -> None:
    """Prune a dataset, or merge others into it."""


@dataset.command()
@click.argument("data", type=click.Path(path_type=Path))
def prune(data: Path) -> None:
    """Remove the files that are gone.

    A file that was not in its folder when that was last read keeps its rows in DATA until this. The exports that are
    there are written anew.
    """
    from extractor.dataset.book.pruning import prune as remove
    from extractor.dataset.exports.export import export_again
    from extractor.dataset.opening import open_to_query, open_to_write

    with open_to_query(data):
        pass  # to make none where there is none
    with open_to_write(data) as opened:
        names = remove(opened)
        paths = export_again(opened) if names else []
    tell(spoken("{files} removed.", files=counted(len(names), "file")))
    for name in names:
        tell(joined("", ("  ", name)))
    for path in paths:
        give(path)


@dataset.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER...")
@click.option("--format", "formats", default="duckdb", show_default=True, help="What to export, as for convert.")
def merge(data: Path, others: tuple[Path, ...], formats: str) -> None:
    """Take the documents of other datasets into one.

    What DATA has not is taken from each OTHER, without reading any document. DATA is made where there is none.
    """
    from extractor.dataset.book.merging import merge as take
    from extractor.dataset.exports.export import checked_formats, export
    from extractor.dataset.opening import open_to_write

    chosen = checked_formats([form.strip() for form in formats.split(",") if form.strip()])
    with open_to_write(data) as opened:
        taken = take(opened, others)
        paths = export(opened, chosen)
    tell(spoken("{files} taken into {folder}.", files=counted(taken, "file"), folder=data))
    for path in paths:
        give(path)
