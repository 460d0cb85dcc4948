"""The rows that come out; `schema.py` says how they are written.

Those of 绩效自评表 are made where the sheets are read: `tables/performance/model.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor import __version__
from extractor.document.model import Box


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A row of `documents`; the fields are its columns."""

    doc_id: str | None
    source_file: str
    status: str
    error_code: str | None = None
    error: str | None = None
    unit_name: str | None = None
    unit_name_printed: str | None = None
    unit_code: str | None = None
    year: int | None = None
    report_kind: str | None = None
    currency_unit: str | None = None
    pages: int | None = None
    text_source: str | None = None
    tables_found: tuple[str, ...] = ()
    tables_empty: tuple[str, ...] = ()
    tables_missing: tuple[str, ...] = ()
    tables_other: tuple[str, ...] = ()
    checks_passed: int = 0
    checks_failed: int = 0
    seconds: float = 0.0
    extractor_version: str = __version__
    sections_missing: tuple[str, ...] = ()
    supersedes: str | None = None
    notes: str | None = None
    figures_found: int | None = None
    figures_read: int | None = None
    figures_unread: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One number printed in tables 01 to 09.

    `amount` keeps the printed decimals (Decimal("22.50") was printed so): the audit's intervals need them.
    `printing` and `ordinal` (place of the row in its table) are for the audit and do not go out.
    """

    table_no: str
    table_no_printed: str | None
    side: str | None
    basis: str
    subject_code: str | None
    subject_name: str | None
    subject_name_official: str | None
    subject_kind: str | None
    subject_level: int | None
    row_label: str | None
    item: str | None
    parent_label: str | None
    row_no: int | None
    measure: str
    measure_label: str
    amount: Decimal
    currency_unit: str | None
    amount_yuan: Decimal | None
    page: int | None
    box: Box | None
    line: int | None
    engine: str
    printing: int = 1
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the prose (情况说明); `value` is None for 持平 and 无此项. Money keeps its printed unit.

    `metric` is None and `subject` empty for a number that was not understood. `figure_year` is the fiscal year that the
    figure is of, `compared_with` what a change or a completion is against (`last_year`, `initial_budget`,
    `adjusted_budget` or a year), `context` in passing of what it is told (`reason`, `plan`, `use`, `staff`). `parent`
    (of what it is a part, for figures told after 其中) and `of_this_year` do not go out.
    """

    section_no: int | None
    section: str | None
    metric: str | None
    subject: str
    subject_code: str | None
    value: Decimal | None
    value_unit: str | None
    value_yuan: Decimal | None
    year_compared: int | None
    page: int | None
    line: int | None
    char_start: int
    char_end: int
    quote: str
    pattern_id: str | None
    box: Box | None = None
    parent: str | None = None
    reason: str | None = None
    concept: str | None = None
    figure_year: int | None = None
    compared_with: str | None = None
    context: str | None = None
    of_this_year: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One identity tried at one place. `facts` and `figures` are the indexes of what it binds."""

    check_id: str
    check_name: str
    status: str
    expected: Decimal | None
    actual: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    currency_unit: str | None
    scope: str
    tables: tuple[str, ...]
    pages: tuple[int, ...]
    verdict: str | None
    message: str
    facts: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
