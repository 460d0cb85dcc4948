"""A check as a sum: both sides, each term with its place on the page, and the value with which it would hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.query import records
from extractor.document.model import Box
from extractor.evidence.marks import mark
from extractor.records.closed_sets import CheckOutcome, TermSide, Verdict
from extractor.records.currency import in_yuan

_CHECK = (
    "check_no", "check_id", "check_name", "status", "expected", "actual", "difference", "tolerance", "currency_unit",
    "scope", "tables", "pages", "verdict", "message", "message_zh",
)  # fmt: skip
_TERM = ("term_no", "side", "sign", "table_no", "cell", "figure", "amount", "page", "x0", "top", "x1", "bottom", "unit")


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a check. `holds_with` is the amount with which the check would hold, all else unchanged; `cause`
    says that this number alone explains all that fails with it, and would have to be so."""

    name: str | None
    is_cell: bool
    side: TermSide
    sign: int
    amount: Decimal | None
    unit: str | None
    words: str
    page: int | None
    box: Box | None
    holds_with: Decimal | None
    cause: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """A check with its terms; amounts of both sides are in `unit`."""

    check_no: int
    check_id: str
    name: str
    status: CheckOutcome
    expected: Decimal | None
    actual: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    unit: str | None
    scope: str
    tables: tuple[str, ...]
    pages: tuple[int, ...]
    verdict: Verdict | None
    message: str | None
    message_zh: str | None
    terms: tuple[Term, ...] = ()

    def side(self, side: TermSide) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.side is side)

    @property
    def left(self) -> tuple[Term, ...]:
        return self.side(TermSide.LEFT)

    @property
    def right(self) -> tuple[Term, ...]:
        return self.side(TermSide.RIGHT)

    @property
    def base(self) -> tuple[Term, ...]:
        """What a percentage is of; nothing in other checks."""
        return self.side(TermSide.BASE)

    @property
    def cause(self) -> Term | None:
        return next((term for term in self.terms if term.cause), None)

    @property
    def first_page(self) -> int | None:
        """The page to look at first: that of the likely cause, else the first of a term."""
        placed = [term.page for term in (*filter(None, [self.cause]), *self.terms) if term.page is not None]
        return placed[0] if placed else next(iter(self.pages), None)


def failed(database: Database, doc_id: str) -> list[Sum]:
    """The failed checks of a document without their terms: those in doubt first, then in their order."""
    found = records(database, "checks", _CHECK, {"doc_id": doc_id, "status": CheckOutcome.FAIL})
    return sorted(map(_sum, found), key=lambda check: (check.verdict != Verdict.DOUBTFUL, check.check_no))


def check(database: Database, doc_id: str, check_no: int) -> Sum | None:
    """A check with its terms; None where there is none of this number."""
    return next(iter(checks(database, doc_id, [check_no])), None)


def checks(database: Database, doc_id: str, numbers: Iterable[int]) -> list[Sum]:
    """Some checks of a document with their terms, in the order asked for."""
    found = []
    for number in numbers:
        where: dict[str, str | None] = {"doc_id": doc_id, "check_no": str(number)}
        for row in records(database, "checks", _CHECK, where):
            rows = records(database, "check_terms", (*_TERM, "mended"), where)
            made = _sum(row, tuple(_term(database, doc_id, term) for term in rows))
            found.append(_with_remedies(made, {row["term_no"]: row["mended"] for row in rows}))
    return found


def touching(database: Database, doc_id: str, name: str) -> list[Sum]:
    """The checks that do not pass and bind a number, with their terms."""
    query = "SELECT DISTINCT check_no FROM check_terms WHERE doc_id = ? AND (cell = ? OR figure = ?) ORDER BY 1"
    return checks(database, doc_id, [number for (number,) in database.rows(query, [doc_id, name, name])])


def _sum(row: dict[str, Any], terms: tuple[Term, ...] = ()) -> Sum:
    return Sum(
        row["check_no"], row["check_id"], row["check_name"], CheckOutcome(row["status"]), row["expected"],
        row["actual"], row["difference"], row["tolerance"], row["currency_unit"], row["scope"], row["tables"],
        tuple(map(int, row["pages"])), Verdict(row["verdict"]) if row["verdict"] else None, row["message"],
        row["message_zh"], terms,
    )  # fmt: skip


def _term(database: Database, doc_id: str, row: dict[str, Any]) -> Term:
    name = row["cell"] or row["figure"]
    known = mark(database, doc_id, name) if name else None
    corners = [row[side] for side in ("x0", "top", "x1", "bottom")]
    box = None if None in corners else Box(*map(float, corners))
    return Term(
        known.name if known else None, row["cell"] is not None, TermSide(row["side"]), row["sign"], row["amount"],
        row["unit"], known.words if known else name or "", row["page"], box, None, False,
    )  # fmt: skip


def _with_remedies(made: Sum, mended: dict[int, Decimal | None]) -> Sum:
    """The terms with what they would have to be. A percentage and its base are not solved for: only what explains the
    failure is given for these."""
    terms = []
    for number, term in enumerate(made.terms, 1):
        cause = mended.get(number)
        other = None if made.base or made.status != CheckOutcome.FAIL else _remedy(made, term)
        terms.append(replace(term, holds_with=cause if cause is not None else other, cause=cause is not None))
    return replace(made, terms=tuple(terms))


def _remedy(made: Sum, term: Term) -> Decimal | None:
    """left − right is the difference, so a term on the left is too large by it, one on the right too small."""
    if term.amount is None or made.difference is None or term.name is None:
        return None
    gap = made.difference
    if term.unit != made.unit:
        one, other = in_yuan(Decimal(1), made.unit), in_yuan(Decimal(1), term.unit)
        if one is None or other is None:
            return None
        gap = gap * one / other
    gap = gap if term.side is TermSide.LEFT else -gap
    return term.amount - gap * term.sign
