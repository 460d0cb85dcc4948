"""The closed sets of what comes out: statuses, verdicts, engines, metrics. Each member is its text.

Those of other parts stand with them: `problems.ErrorCode`, `document.model.TextSource`, `identity.model.ReportKind`.
"""

from __future__ import annotations

from enum import StrEnum


class DocumentStatus(StrEnum):
    """`documents.status`: what became of a file."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    NOT_A_DISCLOSURE = "not_a_disclosure"


WITH_ROWS = frozenset({DocumentStatus.OK, DocumentStatus.PARTIAL})
"""The statuses of documents whose numbers are in the data."""


class CheckStatus(StrEnum):
    """`check_status` of a fact or a figure: what all the identities that touch it say of it."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"


class CheckOutcome(StrEnum):
    """`checks.status`: how one identity came out at one place."""

    PASS = "pass"
    FAIL = "fail"
    SKIPPED = "skipped"


class Verdict(StrEnum):
    """`checks.verdict` on a failure: the document prints it so, or the reading may be wrong."""

    PRINTED = "printed"
    DOUBTFUL = "doubtful"


class TermSide(StrEnum):
    """`check_terms.side`: where a number stands in an identity; `base` is what a percentage is of."""

    LEFT = "left"
    RIGHT = "right"
    BASE = "base"


class EngineName(StrEnum):
    """`facts.engine`: which engine read a number; `person` is a correction by hand."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"
    CAMELOT = "camelot"
    OFD = "ofd"
    OCR = "ocr"
    TEXT = "text"
    OFFICE = "office"
    HTML = "html"
    PERSON = "person"


class Metric(StrEnum):
    """`narrative.metric`: what a figure of the prose says of its subject."""

    AMOUNT = "amount"
    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    COMPLETION_PCT = "completion_pct"
    SHARE_PCT = "share_pct"
    CHANGE_AMOUNT = "change_amount"
    CHANGE_PCT = "change_pct"
    COUNT = "count"
    SCORE = "score"
