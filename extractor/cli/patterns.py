"""`juesuan patterns`: test and list the pattern library of the prose, and see what it makes of a document."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def _use(folder: Path | None) -> None:
    from extractor.prose.pattern_library import add_folder

    add_folder(folder)


_own = click.option(
    "--patterns",
    "folder",
    type=click.Path(path_type=Path),
    help="A folder with pattern files of your own (*.yaml), tried before the library's.",
)


@click.group()
def patterns() -> None:
    """Test, list and explain the wordings by which prose is read."""


@patterns.command("test")
@_own
def test(folder: Path | None) -> None:
    """Run every pattern on its examples; exit status 1 where one fails."""
    _use(folder)
    from extractor.prose.examples import failures
    from extractor.prose.pattern_library import library

    found = list(failures(library()))
    for failure in found:
        click.echo(str(failure), err=True)
    click.echo(f"{len(library().patterns)} patterns, {len(found)} examples not met.", err=True)
    sys.exit(1 if found else 0)


@patterns.command("list")
@_own
def listed(folder: Path | None) -> None:
    """List the patterns in the order in which they are tried."""
    _use(folder)
    from extractor.prose.pattern_library import library

    for p in library().patterns:
        where = ",".join(str(s) for s in sorted(s for s in p.sections if s is not None)) or "all"
        click.echo(f"{p.id}\t{' '.join(p.metrics)}\t{where}\t{p.file}\t{p.says or p.examples[0].text}")


@patterns.command("explain")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--year", type=int, help="The fiscal year, for what 上年 means.")
@_own
def explain(file: Path, year: int | None, folder: Path | None) -> None:
    """Show which pattern read which words of FILE, and the sentences with numbers that none read."""
    _use(folder)
    from extractor.document.read import read_document
    from extractor.prose.figures import read_prose
    from extractor.tables.locate import locate

    document = read_document(file)
    prose = read_prose(locate(document), document.pages, year)
    for f in prose.figures:
        place = f"line {f.line}" if f.line is not None else f"page {f.page}"
        value = "-" if f.value is None else f"{f.value} {f.value_unit or ''}".rstrip()
        what = f"{f.pattern_id}\t{f.metric}\t{f.subject}" if f.metric else "-\tnot understood\t"
        click.echo(f"{place}\t{f.section or ''}\t{what}\t{value}\t{f.context or ''}\t{f.quote}")
    if prose.unread:
        click.echo("\nMoney and percentages that no pattern reads:", err=True)
    for number in prose.unread:
        click.echo(f"{prose.figures[number].section or ''}\t{prose.sentence(prose.figures[number])}", err=True)
    for name in prose.timed_out:
        click.echo(f"Pattern {name} took too long and was cut off.", err=True)
    absent = ", ".join(str(n) for n in prose.sections_missing)
    click.echo(
        f"{prose.numbers} numbers, {prose.numbers_unread} not understood; sections absent: {absent or 'none'}.",
        err=True,
    )
