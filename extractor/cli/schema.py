"""`juesuan schema`: the tables that come out, told as a codebook, as JSON Schema or as SQL."""

from __future__ import annotations

import json

import click

from extractor.cli.speech import give

FORMATS = ("md", "csv", "json", "sql")


@click.command(context_settings={"show_default": True})
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="md",
    help="md or csv: the codebook; json: JSON Schema of the rows; sql: the tables and views of PostgreSQL.",
)
def schema(form: str) -> None:
    """Tell every table, column, key and value.

    Columns with their types, units and keys, and the meaning of every value of a closed set, in English and Chinese.
    """
    from extractor.codebook.as_text import as_csv, markdown
    from extractor.codebook.book import book
    from extractor.codebook.json_schema import json_schema
    from extractor.warehouse.tables import script

    if form == "md":
        click.echo(markdown(book()), nl=False)
    elif form == "csv":
        click.echo(as_csv(book()), nl=False)
    elif form == "json":
        give(json.dumps(json_schema(book()), ensure_ascii=False, indent=2))
    else:
        click.echo("".join(f"{statement};\n" for statement in script()), nl=False)
