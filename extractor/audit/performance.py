"""The numbers of 绩效自评表 checked against each other, against tables 03 and 05, and against the prose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.audit.sheet_trials import Outcome, SheetTrials
from extractor.audit.sheet_witnesses import against_prose, against_tables
from extractor.audit.trial import FAIL, PASS
from extractor.records.closed_sets import Verdict
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.sheets import Indicator, Sheet


def sheet_checks(
    sheets: Sequence[Sheet],
    indicators: Sequence[Indicator],
    facts: Sequence[Fact] = (),
    figures: Sequence[Figure] = (),
    *,
    agreed: Collection[int] = (),
    first: int = 1,
) -> tuple[Check, ...]:
    """Every identity of 绩效自评表, tried on each sheet.

    `agreed` are the numbers of sheets that two engines read alike. A failure is `printed` where the sheet is one of
    them or comes from plain text, or where each of its numbers stands in another identity that holds; else it is
    `doubtful`. `facts` and `figures` of a check are the indexes of those it binds. The checks are numbered from
    `first`.
    """
    outcomes: list[Outcome] = []
    for sheet in sheets:
        rows = [i for i in indicators if i.sheet == sheet.sheet]
        trial = SheetTrials(sheet, rows)
        outcomes += trial.rates()
        outcomes += trial.funds()
        outcomes += trial.weights()
        outcomes += trial.scores()
        outcomes += trial.limits()
        outcomes += against_tables(trial, facts)
        outcomes += against_prose(trial, figures)
    plain_text = {s.sheet for s in sheets if s.fields.get("page") is None}
    sure = {(o.sheet, key) for o in outcomes if o.check.status == PASS for key in o.keys}
    return tuple(
        replace(o.check, check_no=number, verdict=_verdict(o, o.sheet in agreed or o.sheet in plain_text, sure))
        for number, o in enumerate(outcomes, start=first)
    )


def _verdict(outcome: Outcome, read_surely: bool, sure: set[tuple[int, str]]) -> Verdict | None:
    if outcome.check.status != FAIL:
        return None
    held = all((outcome.sheet, key) in sure for key in outcome.keys)
    return Verdict.PRINTED if read_surely or held else Verdict.DOUBTFUL
