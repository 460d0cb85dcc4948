"""`juesuan patterns`: test and list the pattern library of the prose, and see what it makes of a document."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from extractor.cli.speech import show, tell
from extractor.errors import counted
from extractor.languages import joined, spoken

_FILE_NAME = re.compile(r"\.[A-Za-z0-9]{2,5}$")

PARTED = "\t"  # columns of a list, for a person and for cut(1)

_own = click.option(
    "--patterns",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder with pattern files of your own (*.yaml), added to the library's.",
)


@click.group()
def patterns() -> None:
    """Test, list and explain the wordings by which prose is read."""


@patterns.command("test")
@_own
def test(folder: Path | None) -> None:
    """Run every pattern on its examples; exit status 1 if one fails."""
    from extractor.audit import examples as identities
    from extractor.audit.identities.rules import rules
    from extractor.identity import examples as naming
    from extractor.knowledge import using
    from extractor.lexicon import examples as lexicon
    from extractor.options import Options
    from extractor.pattern_files import check_patterns
    from extractor.prose import examples as prose
    from extractor.prose import rule_examples as prose_rules
    from extractor.prose.patterns.library import library
    from extractor.prose.text import typed_tables
    from extractor.tables.sheets.words import examples as sheets

    check_patterns(Options(patterns=folder))
    with using(folder):
        found = [failure.sentence for failure in prose.failures(library())]
        others = (typed_tables, prose_rules, lexicon, naming, sheets)
        found += [sentence for examples in (*others, identities) for sentence in examples.failures()]
        tried = len(library().patterns) + len(rules()) + sum(examples.count() for examples in others)
    for failure in found:
        tell(failure)
    patterns, examples = counted(tried, "pattern"), counted(len(found), "example")
    tell(spoken("{patterns}, {examples} not met.", patterns=patterns, examples=examples))
    sys.exit(1 if found else 0)


@patterns.command("list")
@_own
def listed(folder: Path | None) -> None:
    """List the patterns of the prose in the order in which they are tried."""
    from extractor.knowledge import using
    from extractor.prose.patterns.library import library

    with using(folder):
        found = library().patterns
    for p in found:
        where = ",".join(str(s) for s in sorted(s for s in p.sections if s is not None)) or spoken("all sections")
        columns = (p.id, " ".join(p.metrics), where, p.file, p.says or p.examples[0].text)
        show(joined(PARTED, columns))


@patterns.command("explain")
@click.argument("what", metavar="FILE|TEXT")
@click.option("--year", type=int, help="The fiscal year, for a document that does not say it.")
@_own
def explain(what: str, year: int | None, folder: Path | None) -> None:
    """Show what each pattern reads in FILE, or what the lexicon makes of TEXT.

    Of a file, lists every figure of the prose with the pattern that read it, then the sentences with numbers that none
    reads. Of a title, a column's header (年初结转/小计), a row label or a heading, shows the terms that it was cut
    into, what they say, what they name, and what remains.
    """
    if Path(what).exists() or _FILE_NAME.search(what):
        _explain_file(Path(what), year, folder)
    else:
        _explain_text(what, folder)


def _explain_text(text: str, folder: Path | None) -> None:
    from extractor.knowledge import using
    from extractor.lexicon.explain import explained
    from extractor.prose.text.sections import announced

    with using(folder):
        for what, answer in explained(text):
            show(joined(PARTED, (what, answer)))
        opened = ", ".join(map(str, sorted(announced((text, f"一、{text}")))))
        show(joined(PARTED, (spoken("heading of section"), opened or "-")))


def _explain_file(file: Path, year: int | None, folder: Path | None) -> None:
    from dataclasses import replace

    from msgspec import structs

    from extractor.options import Options
    from extractor.stages import interpret, load, locate, record

    options = Options(patterns=folder)
    interpreted = interpret(locate(load(file, options), options), options)
    if interpreted.identity.year is None:
        interpreted = structs.replace(interpreted, identity=replace(interpreted.identity, year=year))
    prose = record(interpreted, options).prose
    for f in prose.figures:
        place = spoken("line {line}", line=f.line) if f.line is not None else spoken("page {page}", page=f.page)
        value = "-" if f.value is None else f"{f.value} {f.value_unit or ''}".rstrip()
        what = (f.pattern_id or "", f.metric, f.subject) if f.metric else ("-", spoken("not understood"), "")
        show(joined(PARTED, (place, f.section or "", *what, value, f.context or "", f.quote)))
    if prose.unread:
        click.echo(err=True)
        tell(spoken("Money and percentages that no pattern reads:"))
    for number in prose.unread:
        tell(joined(PARTED, (prose.figures[number].section or "", prose.sentence(prose.figures[number]))))
    for name in prose.timed_out:
        tell(spoken("Pattern {name} took too long and was cut off.", name=name))
    tell(
        spoken(
            "{numbers}, {unread} not understood; sections absent: {sections}.",
            numbers=counted(prose.numbers, "number"),
            unread=prose.numbers_unread,
            sections=", ".join(str(n) for n in prose.sections_missing) or spoken("none"),
        )
    )
