"""`juesuan schema`: the tables that come out, told as a codebook, JSON Schema, SQL or sources of dbt."""

from __future__ import annotations

import json

import click

from extractor.cli.speech import give

FORMATS = ("md", "csv", "json", "sql", "dbt")


@click.command(context_settings={"show_default": True})
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="md",
    help="md or csv: the codebook; json: JSON Schema of the rows; sql: the tables and views of PostgreSQL; dbt: "
    "sources of dbt with their tests.",
)
def schema(form: str) -> None:
    """Tell every table, column, key and value.

    Columns with their types, units and keys, and the meaning of every value of a closed set, in English and Chinese.
    """
    from extractor.codebook.as_dbt import as_dbt
    from extractor.codebook.as_text import as_csv, markdown
    from extractor.codebook.book import book
    from extractor.codebook.json_schema import json_schema
    from extractor.dataset.views import views
    from extractor.warehouse.tables import script

    if form == "md":
        click.echo(markdown(book()), nl=False)
    elif form == "csv":
        click.echo(as_csv(book()), nl=False)
    elif form == "json":
        give(json.dumps(json_schema(book()), ensure_ascii=False, indent=2))
    elif form == "dbt":
        click.echo(as_dbt(book(), {view.name: view.description for view in views()}), nl=False)
    else:
        click.echo("".join(f"{statement};\n" for statement in script()), nl=False)
