"""`juesuan report`: what was read, what does not add up and what was not read, as one file to be sent on."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.speech import give, spoken_language
from extractor.errors import UsageError
from extractor.languages import Language, spoken


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write (HTML)."
)
@click.option("--document", help="Report on this document alone: its source_file or doc_id.")
@click.option(
    "--lang",
    type=click.Choice([str(each) for each in Language]),
    help="Language of the report; by default that of the locale.",
)
def report(data: Path, out: Path, document: str | None, lang: str | None) -> None:
    """Write a report on a dataset.

    One file that opens offline: what was read of DATA, each failed check with the pages that it is about, what was not
    read, by unit and year.

    Exit status 0; 2 where there is no dataset or no such document, or the file cannot be written.
    """
    try:
        from extractor.report.write import report as write
    except ModuleNotFoundError as error:
        words = "The report needs {name}, which is not installed; run pip install 'juesuan[review]'."
        raise UsageError(spoken(words, name=error.name)) from error
    write(data, out, Language(lang) if lang else spoken_language(), document)
    give(out)
