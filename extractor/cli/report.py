"""`juesuan report`: what was read, what does not add up and what was not read, as one file to be sent on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import click

from extractor.errors import UsageError


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write (HTML)."
)
@click.option("--document", help="Report on this document alone: its source_file or doc_id.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the report; by default that of the locale.")
def report(data: Path, out: Path, document: str | None, lang: Literal["zh", "en"] | None) -> None:
    """Write a report on a dataset.

    One file that opens offline: what was read of DATA, each failed check with the pages that it is about, what was not
    read, by unit and year.

    Exit status 0; 2 where there is no dataset or no such document, or the file cannot be written.
    """
    try:
        from extractor.report.write import report as write
    except ModuleNotFoundError as error:
        raise UsageError(
            f"The report needs {error.name}, which is not installed; run pip install 'juesuan[review]'."
        ) from error
    write(data, out, lang or _of_locale(), document)
    click.echo(out)


def _of_locale() -> Literal["zh", "en"]:
    """Chinese where the locale is."""
    said = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), "")
    return "zh" if said.lower().startswith("zh") else "en"
