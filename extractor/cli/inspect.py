"""`juesuan inspect`: what was found in one document, for a person's eyes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.errors import UsageError, counted, shown

if TYPE_CHECKING:
    from extractor.document.model import Document
    from extractor.stages import Interpreted
    from extractor.tables.model import Grid, GridAddress, Table


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--page", type=click.IntRange(1), help="Show this page only; with --image, the page to draw.")
@click.option(
    "--image", type=click.Path(path_type=Path, dir_okay=False), help="Draw the page and its grid to this PNG file."
)
def inspect(file: Path, page: int | None, image: Path | None) -> None:
    """Show what was found in one document.

    Lists the tables on each page of FILE, with title, printed number, unit, year, and the rows that were read.

    Exit status 0, or 1 where the document announces a table that was not found or not understood; 2 for a file that
    cannot be read.
    """
    if image is not None and page is None:
        raise click.UsageError("--image needs --page; give the page to draw.")
    # In the function: the help needs none of the program.
    from extractor.stages import interpret, load, locate
    from extractor.tables.assembly.flow import flow_of

    document = load(file)
    count = len(document.pages or document.markup)
    if page is not None and page > count:
        raise UsageError(f"{shown(file.name)} has {counted(count, 'page')}, so there is no page {page}.")
    if image is not None and not document.has_layout:
        raise UsageError(f"{shown(file.name)} has no pages; only pages of a PDF can be drawn.")
    found = interpret(locate(document))
    titles = {block.grid.address: block.title.text.strip() for block in flow_of(found.rest).blocks if block.title}
    _tell(document, _Findings(found, titles), page)
    if image is not None and page is not None:
        from extractor.cli.drawing import draw_page

        draw_page(file, document.pages[page - 1], found.located.contents[page - 1], found.tables, image)
        click.echo(image)
    sys.exit(1 if found.tables.missing else 0)


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was made of the grids, and the titles of those that are none of the nine."""

    of: Interpreted
    titles: Mapping[GridAddress, str]

    def of_grid(self, grid: Grid) -> Iterator[str]:
        """Lines on one grid."""
        place = f"line {grid.line}" if grid.line else f"{grid.rows} x {grid.columns}"
        for table in self.of.tables.tables:
            if grid.address in _parts(table):
                yield from _of_table(table, grid, place)
                return
        if grid.address in self.of.performance.grids_used:
            yield from self._of_sheets(grid.address, place)
            return
        yield f"  --  {self.titles.get(grid.address, 'no title')}  ({place}; none of the nine)"

    def _of_sheets(self, grid: GridAddress, place: str) -> Iterator[str]:
        numbers = [n for n, grids in self.of.performance.grids_of.items() if grid in grids]
        if not numbers:
            yield f"  --  a performance table that is set aside  ({place})"
        for number in numbers:
            sheet = self.of.performance.sheets[number - 1]
            if self.of.performance.grids_of[number][0] != grid:
                yield f"  {sheet.table_no}  … goes on  ({place})"
                continue
            yield f"  {sheet.table_no}  {sheet.fields.get('title') or '绩效自评表'}  ({place})"
            said = [
                sheet.fields.get(name) for name in ("project_name", "implementing_unit", "filling_unit", "funds_unit")
            ]
            year = sheet.fields.get("sheet_year") or "no year"
            yield f"      {', '.join(dict.fromkeys(str(word) for word in (*said, year) if word is not None))}"
            yield f"      {counted(sum(i.sheet == number for i in self.of.performance.indicators), 'indicator')}"


def _tell(document: Document, findings: _Findings, only: int | None) -> None:
    kind = counted(len(document.pages), "page") if document.has_layout else document.text_source.replace("_", " ")
    click.echo(f"{document.source_file}  {document.doc_id}  {kind}")
    states = {page.number: page.state for page in document.pages}
    for content in findings.of.located.contents:
        if only is not None and content.page != only:
            continue
        if document.has_layout:
            state = states[content.page]
            said = f"  {state}: no readable text" if state in ("picture", "garbled") else ""
            click.echo(f"\npage {content.page}{said or ('' if content.grids else '  no table')}")
        else:
            click.echo()
        for grid in content.grids:
            for line in findings.of_grid(grid):
                click.echo(line)
    if only is None:
        _tell_absent(findings.of)


def _parts(table: Table) -> frozenset[GridAddress]:
    """The grids of a table, those set beside another one included."""
    return frozenset((*(grid.address for grid in table.grids), *(v.cell.address.of_grid for v in table.values)))


def _of_table(table: Table, grid: Grid, place: str) -> Iterator[str]:
    values = [v for v in table.values if v.cell.address.of_grid == grid.address]
    numbers = f"{counted(len({v.ordinal for v in values}), 'row')}, {counted(len(values), 'number')}"
    if grid.address != table.grids[0].address:
        yield f"  {table.kind}  … goes on  ({place}): {numbers}"
        return
    yield f"  {table.kind}  {table.title}  ({place})"
    said = (
        table.number_printed or "no printed number",
        table.currency_unit or "no unit",
        str(table.year or "no year"),
        table.maker or "no maker",
    )
    yield f"      {', '.join(said)}"
    yield f"      {numbers}" if values else "      empty (空表)"
    for measure, label in dict.fromkeys((v.measure, v.measure_label) for v in values):
        yield f"        {measure:<22} {label}"
    for sentence in table.unread:
        yield f"      not read: {sentence}"


def _tell_absent(interpreted: Interpreted) -> None:
    found = interpreted.tables
    announced = dict.fromkeys(t.table for t in found.announced if t.table)
    if announced:
        click.echo(f"\nannounced on the contents page: {', '.join(announced)}")
    for heading in found.headings:
        if heading.remark:
            click.echo(f"{heading.title.table}  {heading.title.name}: no table, but a remark: {heading.remark}")
    for kind in found.missing:
        click.echo(f"{kind}  announced, but not found or not understood")
    for title in interpreted.performance.other:
        click.echo(f"set aside: {title}")
    for sentence in interpreted.performance.unread:
        click.echo(f"not read: {sentence}")
