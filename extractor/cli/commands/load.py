"""`juesuan load`: a dataset → PostgreSQL, another DuckDB file, SQLite."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.speech import tell
from extractor.errors import counted
from extractor.languages import spoken


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    metavar="ADDRESS",
    help="postgresql://user@host/database, duckdb:///file.duckdb or sqlite:///file.sqlite.",
)
@click.option("--schema", help="Schema of PostgreSQL to load into, made where it is not there.")
@click.option("--prune", is_flag=True, help="Remove documents that are not in DATA any more.")
def load(data: Path, to: str, schema: str | None, prune: bool) -> None:
    """Load a dataset into a database of yours.

    DATA is a folder that convert wrote. What changed since the last load is replaced, in one transaction: a load that
    is cut off leaves the database as it was, and a second one changes nothing. A password is better in PGPASSWORD or
    ~/.pgpass than in ADDRESS.
    """
    from extractor.warehouse.load import load as loaded

    done = loaded(data, to, schema, prune)
    documents = counted(done.left, "document")
    left = spoken("; {documents} there that DATA does not have (--prune removes them)", documents=documents)
    tell(
        spoken(
            "{address}: {added} added, {replaced} replaced, {removed} removed, {unchanged} as they were; "
            "{rows} written{left}.",
            address=done.address,
            added=done.added,
            replaced=done.replaced,
            removed=done.removed,
            unchanged=done.unchanged,
            rows=counted(done.rows, "row"),
            left=left if done.left else "",
        )
    )
