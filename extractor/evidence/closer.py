"""A closer look at one number: its document is read again to see all identities that touch it, and what each engine
reads in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from extractor.document.model import Box
from extractor.errors import DocumentError
from extractor.options import ENGINES, Options
from extractor.reading import read
from extractor.records.corrections import NO_CORRECTIONS
from extractor.records.rows import Fact
from extractor.stages import Interpreted, audit, interpret, load, locate, record


@dataclass(frozen=True, slots=True)
class Touching:
    """An identity that binds the number, and how it came out."""

    check_no: int
    check_id: str
    name: str
    status: str
    scope: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """What an engine reads in the place of a number; None where it reads no number there. `share`: how sure a
    recogniser (OCR) was, of 1."""

    engine: str
    amount: Decimal | None
    text: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Closer:
    """All identities that touch a number, and its other readings."""

    touching: tuple[Touching, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


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
    return Closer(touching, tuple(_alternatives(path, options, interpreted, audited.facts[fact])))


def _alternatives(path: Path, options: Options, interpreted: Interpreted, fact: Fact) -> Iterator[Alternative]:
    for table in interpreted.tables.tables:
        for value in table.values:
            if value.cell.box == fact.box and value.cell.page == fact.page:
                yield from (Alternative("ocr", None, a.text, a.probability) for a in value.cell.alternatives)
    page = next((p for p in interpreted.document.pages if p.number == fact.page), None)
    if fact.box is None or page is None or page.recognised:
        return
    for engine in ENGINES:
        try:
            alone = replace(options, engine=engine, second_reading=False, corrections=NO_CORRECTIONS)
            facts = read(path, alone).facts
        except DocumentError:
            continue
        there = next((f for f in facts if f.page == fact.page and f.box and _is_at(f.box, fact.box)), None)
        yield Alternative(engine, there.amount if there else None)


def _is_at(one: Box, other: Box) -> bool:
    """Whether the middle of each of two boxes is in the other."""
    return _holds(one, other) and _holds(other, one)


def _holds(box: Box, other: Box) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
