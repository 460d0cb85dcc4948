"""A closer look at one number: its document is read again to show all identities that touch it, and what each engine
reads in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extractor.document.model import Box
from extractor.errors import DocumentError
from extractor.options import SECOND_ENGINES, Options
from extractor.records.rows import Fact
from extractor.stages import Interpreted, audit, interpret, load, locate, record
from extractor.tables.engines.reread import reread
from extractor.tables.engines.time_limit import TimeLimit
from extractor.tables.model import Value
from extractor.tables.nine.interpret import Interpretation
from extractor.tables.nine.interpret import interpret as nine_tables

SECONDS = 20.0  # of processor time for one page by another engine


@dataclass(frozen=True, slots=True)
class Touching:
    """An identity that binds the number, and how it came out."""

    check_no: int
    check_id: str
    name: str
    status: str
    scope: str


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What an engine reads in the place of a number; None where it reads no number there. `share`: how sure a
    recogniser (OCR) was, from 0 to 1."""

    engine: str
    amount: Decimal | None
    text: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Closer:
    """All identities that touch a number, and its other readings."""

    touching: tuple[Touching, ...] = ()
    alternatives: tuple[OtherReading, ...] = ()


def look(path: Path, source_file: str, options: Options, name: str) -> Closer:
    """A closer look at the number of that name; empty where there is none. Raises `DocumentError`."""
    interpreted = interpret(locate(load(path, options, source_file), options), options)
    audited = audit(record(interpreted, options), options)
    checks = (*audited.settlement.audit.checks, *audited.of_sheets)
    fact = next((i for i, fact in enumerate(audited.facts) if fact.cell == name), None)
    figure = next((i for i, figure in enumerate(audited.figures) if figure.figure == name), None)
    bound = (check for check in checks if fact in check.facts or figure in check.figures)
    touching = tuple(Touching(c.check_no, c.check_id, c.check_name, c.status, c.scope) for c in bound)
    if fact is None:
        return Closer(touching)
    return Closer(touching, tuple(_alternatives(interpreted, audited.facts[fact])))


def _alternatives(interpreted: Interpreted, fact: Fact) -> Iterator[OtherReading]:
    document, year = interpreted.document, interpreted.identity.year
    page = next((p for p in document.pages if p.number == fact.page), None)
    if fact.box is None or page is None:
        return
    found = _value_at(interpreted.tables, page.number, fact.box)
    if found is not None:
        yield OtherReading(found.cell.engine, found.cell.number.value)
        yield from (OtherReading(found.cell.engine, None, a.text, a.probability) for a in found.cell.alternatives)
    if page.recognised:
        return
    for engine in SECOND_ENGINES:
        try:
            contents = reread(document, interpreted.rest, engine, {page.number}, TimeLimit(SECONDS))
        except DocumentError:
            continue
        there = _value_at(nine_tables(contents, year), page.number, fact.box)
        if there is None or there.cell.engine == engine:  # a page that it does not read stays as it was
            yield OtherReading(engine, there.cell.number.value if there is not None else None)


def _value_at(tables: Interpretation, page: int, box: Box) -> Value | None:
    values = (value for table in tables.tables for value in table.values)
    return next((v for v in values if v.cell.page == page and v.cell.box and _is_at(v.cell.box, box)), None)


def _is_at(one: Box, other: Box) -> bool:
    """Whether the middle of each of two boxes is in the other."""
    return _holds(one, other) and _holds(other, one)


def _holds(box: Box, other: Box) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
