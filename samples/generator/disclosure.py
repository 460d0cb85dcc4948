"""Puts a disclosure together: what it says and in which order, the same for paper and for plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from samples.generator import layout, performance, prose
from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.drawing.book import Book
from samples.generator.drawing.ofd import OfdCanvas
from samples.generator.drawing.paper import new_canvas
from samples.generator.excel import Workbook
from samples.generator.gold import Placed, as_json, figures, performance_rows, prose_rows, sheet_rows, table_rows
from samples.generator.grid import Grid
from samples.generator.passages import Passage
from samples.generator.plain import Sheet
from samples.generator.style import Style
from samples.generator.subjects import ORDINALS
from samples.generator.web import WebPage
from samples.generator.word import WordDocument


@dataclass(frozen=True, slots=True)
class Sample:
    """A disclosure to be made: whose, of which year, and how.

    `kind` is the ending of its file; `plain` is what parts the cells of a text. `before` is the year it is compared
    with; `own` are the accounts of the office itself (本级) where its tables are
    printed after those of the whole department; `mark` is what the cover says of the edition (更正后).
    """

    name: str
    department: Department
    accounts: Accounts
    before: Accounts
    style: Style
    kind: str = "pdf"
    plain: str = ""
    maker: str = ""
    own: Accounts | None = None
    mark: str = ""

    @property
    def year(self) -> int:
        return self.accounts.year

    @property
    def unit_name(self) -> str:
        """The fullest form: over the tables, else on the cover."""
        return self.maker or self.department.name


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished sample: its file's content, and the gold by file name."""

    file: str
    content: bytes
    gold: dict[str, str] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()


class Paperless(Protocol):
    """What takes a disclosure piece by piece and makes a file without pages of it."""

    def cover(self, title: str, entries: list[str]) -> None: ...

    def line(self, text: str) -> int: ...

    def table(self, grid: Grid) -> int: ...

    def finish(self) -> bytes: ...


PAPER: dict[str, Callable[..., Any]] = {"pdf": new_canvas, "ofd": OfdCanvas}
PAPERLESS: dict[str, Callable[[], Paperless]] = {"html": WebPage, "docx": WordDocument, "xlsx": Workbook}


@dataclass(frozen=True, slots=True)
class Part:
    """A part (第N部分) with what stands in it, in order."""

    heading: Passage
    contents: tuple[Passage | Grid, ...]


def render(sample: Sample) -> Rendered:
    """The file and its gold; the content is the same for the same sample, byte by byte."""
    parts, sheets = _parts(sample)
    grids = tuple(c for p in parts for c in p.contents if isinstance(c, Grid))
    pages: int | None = None
    if sample.kind not in PAPER:
        sheet = Sheet(sample.plain) if sample.plain else PAPERLESS[sample.kind]()
        placed, found = _on_lines(sample, parts, sheet)
        content = sheet.finish()
    else:
        book = _on_paper(sample, parts, {})
        book = _on_paper(sample, parts, book.pages_of)
        placed = [
            Placed(passage, f, next(page for start, page in reversed(places) if start <= f.start))
            for passage, places in book.lines_of
            for f in passage.figures
        ]
        content, pages, found = book.finish(), book.paper.page, book.grids
    gold = {
        "tables.csv": table_rows(grids),
        "prose.csv": prose_rows(placed),
        "meta.json": as_json(_meta(sample, found, pages)),
    }
    if sample.style.triple:
        gold["budgets.csv"] = table_rows(grids, final=False)
    indicators = [i for sheet in sheets for i in sheet.indicators]
    if indicators:
        gold["performance.csv"] = performance_rows(indicators)
    heads = [(sheet.grid.kind, head) for sheet in sheets for head in sheet.heads]
    if heads:
        gold["sheets.csv"] = sheet_rows(heads)
    named = {f"{sample.name}_{suffix_}": text for suffix_, text in gold.items()}
    return Rendered(f"{sample.name}.{sample.kind}", content, named, grids)


def _parts(sample: Sample) -> tuple[list[Part], list[performance.Sheet]]:
    style, year = sample.style, sample.year
    kinds = "单位" if sample.department.kind == "institution" else "部门"
    sheets = performance.sheets(sample.accounts, replace(sample.department, name=sample.unit_name), style)
    names = ["概况", f"{year}年度{kinds}决算表", f"{year}年度{kinds}决算情况说明", "名词解释"]
    bodies: list[tuple[Passage | Grid, ...]] = [
        tuple(prose.duties(sample.department, kinds)),
        _tables(sample, sample.accounts, sample.unit_name),
        tuple(prose.explanation(sample.accounts, sample.before, sample.department, style)),
        tuple(prose.glossary(style)),
    ]
    order = [0, 2, 1, 3] if style.prose_first else [0, 1, 2, 3]
    if sample.own is not None:
        # Some print the whole set twice: for the department with all its units, and for the office itself.
        names.append(f"{year}年度{kinds}决算表（本级）")
        bodies.append(_tables(sample, sample.own, f"{sample.department.name}（本级）"))
        order.insert(2, len(bodies) - 1)
    if sheets:
        names.append("附件")
        attached: list[Passage | Grid] = []
        for heading, sheet in sheets:
            attached += [heading, sheet.grid]
        bodies.append(tuple(attached))
        order.append(len(bodies) - 1)
    parts = [
        Part(Passage(f"第{ORDINALS[n]}部分  {sample.department.short if i == 0 else ''}{names[i]}", "part"), bodies[i])
        for n, i in enumerate(order)
    ]
    return parts, [sheet for _, sheet in sheets]


def _tables(sample: Sample, accounts: Accounts, maker: str) -> tuple[Passage | Grid, ...]:
    """The tables of a part, each under a numbered heading where the style has its titles there."""
    listed: list[Passage | Grid] = []
    for n, grid in enumerate(layout.tables(accounts, sample.department, sample.style, maker)):
        if sample.style.title_place == "heading":
            listed.append(Passage(f"{ORDINALS[n]}、{grid.title}", "heading"))
        listed.append(grid)
    return tuple(listed)


def _entries(parts: list[Part]) -> list[tuple[str, str, int]]:
    """Lines of the contents page: text, what to look its page up by, level."""
    entries: list[tuple[str, str, int]] = []
    for part in parts:
        entries.append((part.heading.text, part.heading.text, 0))
        tables = [c for c in part.contents if isinstance(c, Grid) and c.kind not in ("P1", "P2")]
        nine = any(g.kind.isdigit() for g in tables)
        if nine:
            entries.extend((f"{o}、{g.title}", g.title, 1) for o, g in zip(ORDINALS, tables, strict=False))
        else:
            entries.extend((c.text, c.text, 1) for c in part.contents if isinstance(c, Passage) and c.kind == "heading")
    return entries


def _cover(sample: Sample) -> list[str]:
    kinds = "单位" if sample.department.kind == "institution" else "部门"
    return [sample.department.name, f"{sample.year}年度{kinds}决算{sample.mark}"]


def _on_paper(sample: Sample, parts: list[Part], pages: dict[str, list[int]]) -> Book:
    style = sample.style
    book = Book(style, "".join(_cover(sample)), PAPER[sample.kind])
    book.cover(_cover(sample))
    book.contents([(text, level, pages.get(key, [0])[0]) for text, key, level in _entries(parts)])
    for part in parts:
        first = part.contents[0] if part.contents else None
        wide = isinstance(first, Grid) and first.kind in style.landscape
        book.page(wide)
        book.passage(part.heading)
        just_opened = True
        pending: Passage | None = None
        for n, item in enumerate(part.contents):
            if isinstance(item, Grid):
                landscape = item.kind in style.landscape
                if not just_opened:
                    book.page(landscape)
                if pending is not None:
                    book.passage(pending)
                book.table(item, landscape, fresh=False)
                just_opened, pending = False, None
            elif item.kind == "heading" and n + 1 < len(part.contents) and isinstance(part.contents[n + 1], Grid):
                pending = item
            else:
                book.passage(item)
    return book


def written(sample: Sample, paper: Paperless) -> bytes:
    """The same disclosure as a file that has no pages."""
    _on_lines(sample, _parts(sample)[0], paper)
    return paper.finish()


def _on_lines(sample: Sample, parts: list[Part], sheet: Paperless) -> tuple[list[Placed], list[tuple[Grid, list[int]]]]:
    sheet.cover("".join(_cover(sample)), [text for text, _, _ in _entries(parts)])
    placed: list[Placed] = []
    found: list[tuple[Grid, list[int]]] = []
    for part in parts:
        sheet.line(part.heading.text)
        for item in part.contents:
            if isinstance(item, Grid):
                found.append((item, [sheet.table(item)]))
            else:
                number = sheet.line(item.text)
                placed.extend(Placed(item, f, number if sample.plain else None) for f in item.figures)
    return placed, found


def _meta(sample: Sample, found: list[tuple[Grid, list[int]]], pages: int | None) -> dict[str, Any]:
    grids = [g for g, _ in found]
    nine = [g for g in grids if g.kind.isdigit()]
    filled = {a.table for a, _ in figures(nine)}
    where = "pages" if sample.kind in PAPER else "lines" if sample.plain else None
    tables: dict[str, dict[str, Any]] = {}
    for grid, places in found:
        if grid.kind.isdigit():
            table = tables.setdefault(grid.kind, {"title": grid.title, "number_printed": grid.number})
            if where:
                table[where] = table.get(where, []) + places
    return {
        "file": f"{sample.name}.{sample.kind}",
        "unit_name": sample.unit_name,
        "year": sample.year,
        "report_kind": "unit_final" if sample.department.kind == "institution" else "department_final",
        "currency_unit": sample.style.numerals.unit,
        "pages": pages,
        "tables_found": sorted({g.kind for g in nine} | {g.kind for g in grids if g.kind in ("P1", "P2")}),
        "tables_empty": sorted({g.kind for g in nine} - filled),
        "tables_other": [g.title for g in grids if not g.kind],
        "tables": tables,
    }
