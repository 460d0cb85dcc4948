"""Accounts by the addresses of `extractor.audit.examples`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from extractor.audit.examples import checks, fact, figure
from extractor.records.rows import Check, Fact, Figure


def cell(address: str, amount: str, row: int = 1, **more: object) -> Fact:
    """The fact at an address (`extractor.audit.examples`), with other fields."""
    return replace(fact(address, amount, row), **more)


def document(cells: Mapping[str, str]) -> tuple[list[Fact], list[Figure]]:
    facts = [cell(a, v) for a, v in cells.items() if a[0] not in "SP"]
    figures = [figure(a, v, i) for i, (a, v) in enumerate(cells.items()) if a.startswith("S")]
    return facts, figures


def check(cells: Mapping[str, str], check_id: str) -> Check:
    (found,) = checks(cells, check_id)
    return found
