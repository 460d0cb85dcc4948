"""`juesuan inspect`: what was found in one document, for a person's eyes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.speech import give, is_chinese, show, tell, worded
from extractor.errors import UsageError, counted, shown
from extractor.languages import Sentence, joined, spoken

if TYPE_CHECKING:
    from extractor.document.model import Document
    from extractor.stages import Interpreted
    from extractor.tables.model import Grid, GridAddress, Table


KINDS = {"plain_text": "plain text", "office": "office file", "html": "web page"}
"""What a document without pages is called."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--page", type=click.IntRange(1), help="Show this page only; with --image, the page to draw.")
@click.option("--pages", help="The pages to draw with --image: 1-3,7, or all.")
@click.option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw pages, and what was read on them, to this PNG file; of several pages each has its number in the name.",
)
def inspect(file: Path, page: int | None, pages: str | None, image: Path | None) -> None:
    """Show what was found in one document.

    Lists the tables on each page of FILE, with title, printed number, unit, year, and the rows that were read.

    Exit status 0, or 1 where the document announces a table that was not found or not understood; 2 for a file that
    cannot be read.
    """
    if (image is None) != (page is None and pages is None) and (image is not None or pages is not None):
        raise click.UsageError(worded(spoken("--image needs --page or --pages, and --pages needs --image.")))
    # In the function: the help needs none of the program.
    from extractor.stages import interpret, load, locate
    from extractor.tables.assembly.flow import flow_of

    document = load(file)
    count = len(document.pages or document.markup)
    wanted = _wanted(pages, count) if pages is not None else [] if page is None else [page]
    if wanted and max(wanted) > count:
        raise UsageError(
            spoken(
                "{file} has {pages}, so there is no page {page}.",
                file=shown(file.name),
                pages=counted(count, "page"),
                page=max(wanted),
            )
        )
    if image is not None and not document.has_layout:
        words = "{file} has no pages; only those of a PDF or a picture can be drawn."
        raise UsageError(spoken(words, file=shown(file.name)))
    found = interpret(locate(document))
    titles = {block.grid.address: block.title.text.strip() for block in flow_of(found.rest).blocks if block.title}
    _tell(document, _Findings(found, titles), page)
    if image is not None:
        _draw(file, found, wanted, image)
    sys.exit(1 if found.tables.missing else 0)


def _wanted(pages: str, count: int) -> list[int]:
    """The pages that `1-3,7` or `all` names, in order; of a range only its ends may be past the last, `count`.

    Raises `UsageError` for another text, and for a range that ends before it begins.
    """
    if pages == "all":
        return list(range(1, count + 1))
    found: set[int] = set()
    for part in pages.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
            raise UsageError(spoken("--pages is {text}; give pages such as 1-3,7, or all.", text=pages))
        found |= {int(first), int(last), *range(int(first), min(int(last), count) + 1)}
    return sorted(found)


def _draw(file: Path, found: Interpreted, pages: Sequence[int], image: Path) -> None:
    from extractor.cli.drawing import draw_page, labels
    from extractor.options import Options
    from extractor.stages import audit, record

    options, write = Options(), labels()
    audited = audit(record(found, options), options)
    if is_chinese() and not write.chinese:
        tell(spoken("There is no font with Chinese characters here, so the labels are English; see juesuan doctor."))
    document = found.document
    for page in pages:
        target = image if len(pages) == 1 else image.with_name(f"{image.stem}-{page:03d}{image.suffix}")
        draw_page(file, document.pages[page - 1], found.located.contents, audited, write, target)
        give(target)


@dataclass(frozen=True, slots=True)
class _Findings:
    """What was made of the grids, and the titles of those that are none of the nine."""

    of: Interpreted
    titles: Mapping[GridAddress, str]

    def of_grid(self, grid: Grid) -> Iterator[Sentence]:
        """Lines on one grid."""
        place = spoken("line {line}", line=grid.line) if grid.line else f"{grid.rows} x {grid.columns}"
        for table in self.of.tables.tables:
            if grid.address in _parts(table):
                yield from _of_table(table, grid, place)
                return
        if grid.address in self.of.performance.grids_used:
            yield from self._of_sheets(grid.address, place)
            return
        title = self.titles.get(grid.address) or spoken("no title")
        yield spoken("  --  {title}  ({place}; none of the nine)", title=title, place=place)

    def _of_sheets(self, grid: GridAddress, place: str) -> Iterator[Sentence]:
        numbers = [n for n, grids in self.of.performance.grids_of.items() if grid in grids]
        if not numbers:
            yield spoken("  --  a performance table that is set aside  ({place})", place=place)
        for number in numbers:
            sheet = self.of.performance.sheets[number - 1]
            if self.of.performance.grids_of[number][0] != grid:
                yield spoken("  {table}  … goes on  ({place})", table=sheet.table_no, place=place)
                continue
            yield joined("", ("  ", sheet.table_no, f"  {sheet.fields.get('title') or '绩效自评表'}  (", place, ")"))
            said = [
                sheet.fields.get(name) for name in ("project_name", "implementing_unit", "filling_unit", "funds_unit")
            ]
            year = sheet.fields.get("sheet_year") or spoken("no year")
            yield _line(6, [*map(str, filter(None, said)), year if isinstance(year, str) else str(year)])
            indicators = sum(i.sheet == number for i in self.of.performance.indicators)
            yield _line(6, [counted(indicators, "indicator")])


def _tell(document: Document, findings: _Findings, only: int | None) -> None:
    kind = counted(len(document.pages), "page") if document.has_layout else spoken(KINDS[document.text_source])
    show(joined("  ", (document.source_file, document.doc_id, kind)))
    states = {page.number: page.state for page in document.pages}
    for content in findings.of.located.contents:
        if only is not None and content.page != only:
            continue
        if document.has_layout:
            state = states[content.page]
            show()
            said = spoken("no readable text") if state in ("picture", "garbled") else ""
            said = said or ("" if content.grids else spoken("no table"))
            show(joined("  ", filter(None, (spoken("page {page}", page=content.page), said))))
        else:
            show()
        for grid in content.grids:
            for line in findings.of_grid(grid):
                show(line)
    if only is None:
        _tell_absent(findings.of)


def _line(indent: int, words: Iterable[str]) -> Sentence:
    """Words beside each other, each once."""
    return joined("", (" " * indent, joined(", ", dict.fromkeys(words), "，")))


def _parts(table: Table) -> frozenset[GridAddress]:
    """The grids of a table, those set beside another one included."""
    return frozenset((*(grid.address for grid in table.grids), *(v.cell.address.of_grid for v in table.values)))


def _of_table(table: Table, grid: Grid, place: str) -> Iterator[Sentence]:
    values = [v for v in table.values if v.cell.address.of_grid == grid.address]
    counts = counted(len({v.ordinal for v in values}), "row"), counted(len(values), "number")
    numbers = joined(", ", counts, "，")
    if grid.address != table.grids[0].address:
        yield spoken("  {table}  … goes on  ({place}): {numbers}", table=table.kind, place=place, numbers=numbers)
        return
    yield joined("", (f"  {table.kind}  {table.title}  (", place, ")"))
    said = (
        table.number_printed or spoken("no printed number"),
        table.currency_unit or spoken("no unit"),
        str(table.year) if table.year else spoken("no year"),
        table.maker or spoken("no maker"),
    )
    yield _line(6, said)
    yield _line(6, [numbers if values else spoken("empty (空表)")])
    for measure, label in dict.fromkeys((v.measure, v.measure_label) for v in values):
        yield _line(8, [f"{measure:<22} {label}"])
    for sentence in table.unread:
        yield spoken("      not read: {what}", what=sentence)


def _tell_absent(interpreted: Interpreted) -> None:
    found = interpreted.tables
    announced = dict.fromkeys(t.table for t in found.announced if t.table)
    if announced:
        show()
        show(spoken("announced on the contents page: {tables}", tables=joined(", ", announced, "、")))
    for heading in found.headings:
        if heading.remark:
            named = f"{heading.title.table}  {heading.title.name}"
            show(spoken("{table}: no table, but a remark: {remark}", table=named, remark=heading.remark))
    for kind in found.missing:
        show(spoken("{table}  announced, but not found or not understood", table=kind))
    for title in interpreted.performance.other:
        show(spoken("set aside: {title}", title=title))
    for sentence in interpreted.performance.unread:
        show(spoken("not read: {what}", what=sentence))
