"""`juesuan inspect`: what was found in one document, for a person's eyes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.document.model import Document
from extractor.document.read import MAX_PAGES, read_document
from extractor.errors import UsageError
from extractor.tables.flow import Flow, flow_of
from extractor.tables.interpret import Interpretation, interpret
from extractor.tables.locate import locate
from extractor.tables.model import PageContent, Table


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--page", type=click.IntRange(1), help="Tell only of this page; with --image the page to draw.")
@click.option("--image", type=click.Path(path_type=Path, dir_okay=False), help="Draw the page with its grid as PNG.")
def inspect(file: Path, page: int | None, image: Path | None) -> None:
    """Show what was found in FILE: per page the table, its title, printed number, unit, year, and rows read.

    Exit status 0, or 1 where the document announces a table that was not found or not understood; 2 for a file that
    cannot be read.
    """
    if image is not None and page is None:
        raise click.UsageError("--image needs --page; give the page to draw.")
    document = read_document(file, max_pages=MAX_PAGES)
    contents = locate(document)
    if page is not None and page > len(document.pages):
        raise UsageError(f"{file.name} has {len(document.pages)} pages, so there is no page {page}.")
    found = interpret(contents)
    _tell(document, contents, found, flow_of(contents), page)
    if image is not None and page is not None:
        if document.is_plain:
            raise UsageError(f"{file.name} is plain text; only pages of a PDF can be drawn.")
        from extractor.cli.drawing import draw_page

        draw_page(file, document.pages[page - 1], contents[page - 1], found, image)
        click.echo(image)
    sys.exit(1 if found.missing else 0)


def _tell(
    document: Document, contents: tuple[PageContent, ...], found: Interpretation, flow: Flow, only: int | None
) -> None:
    kind = "plain text" if document.is_plain else f"{len(document.pages)} pages"
    click.echo(f"{document.source_file}  {document.doc_id}  {kind}")
    tables = {id(grid): (table, part) for table in found.tables for part, grid in enumerate(table.grids)}
    blocks = {id(block.grid): block for block in flow.blocks}
    for page, content in zip(document.pages, contents, strict=True):
        if only is not None and page.number != only:
            continue
        state = "" if page.state in ("text", "blank") or document.is_plain else f"  {page.state}: no readable text"
        click.echo(f"\npage {page.number}{state}" if not document.is_plain else "")
        for grid in content.grids:
            place = f"line {grid.line}" if grid.line else f"{grid.rows} x {grid.columns}"
            if id(grid) in tables:
                _tell_table(*tables[id(grid)], place)
            else:
                title = blocks[id(grid)].title if id(grid) in blocks else None
                click.echo(f"  --  {title.text.strip() if title else 'no title'}  ({place}; none of the nine)")
    if only is None:
        _tell_absent(found)


def _tell_table(table: Table, part: int, place: str) -> None:
    grid = table.grids[part]
    values = [v for v in table.values if v.cell in grid.cells]
    if part:
        click.echo(
            f"  {table.kind}  … goes on ({place}): {len({v.ordinal for v in values})} rows, {len(values)} numbers"
        )
        return
    facts = [
        table.number_printed or "no printed number",
        table.currency_unit or "no unit",
        str(table.year) if table.year else "no year",
        table.maker or "no maker",
    ]
    click.echo(f"  {table.kind}  {table.title}  ({place})")
    click.echo(f"      {', '.join(facts)}")
    rows = len({v.ordinal for v in values})
    click.echo(f"      {rows} rows, {len(values)} numbers" if values else "      empty (空表)")
    labels = dict.fromkeys((v.measure, v.measure_label) for v in values)
    for measure, label in labels:
        click.echo(f"        {measure:<22} {label}")
    for sentence in table.unread:
        click.echo(f"      not read: {sentence}")


def _tell_absent(found: Interpretation) -> None:
    announced = dict.fromkeys(t.kind for t in found.announced if t.kind)
    if announced:
        click.echo(f"\nannounced on the contents page: {', '.join(announced)}")
    for heading in found.headings:
        if heading.remark:
            click.echo(f"{heading.title.kind}  {heading.title.name}: no table, but a remark: {heading.remark}")
    for kind in found.missing:
        click.echo(f"{kind}  announced, but not found or not understood")
