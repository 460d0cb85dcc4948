"""Stages of the budget as rows: each subject has a row for 年初预算数 and one for 决算数, named in a column."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from extractor.lexicon.composition import meaning
from extractor.lexicon.registries import Basis
from extractor.tables.headers import Column
from extractor.tables.model import Row

FEWEST_STAGES = 2  # that a column names, for its words to be those of rows


class Another(Enum):
    """What a row is of that is of no stage of this year."""

    YEAR = "year"


RowStage = Basis | Another | None
"""The stage that a row is of; None where no column says it."""


class StagesOfRows:
    """The columns (by index) in which rows name their stages; none in most tables."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        self.columns = tuple(c.index for c in columns if _names_stages([row.text(c.index) for row in rows]))[:1]

    def of(self, row: Row) -> RowStage:
        """The stage of a row."""
        texts = [text for index in self.columns if (text := row.text(index))]
        return _stage(texts[0]) if texts else None


def _names_stages(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    stages = {_stage(text) for text in filled}
    return len(stages) >= FEWEST_STAGES and None not in stages


def _stage(text: str) -> RowStage:
    said = meaning(text)
    if not said.is_known or said.says - {"final", "budget", "adjusted", "this_year", "other_year"}:
        return None
    return Another.YEAR if "other_year" in said.says else said.basis
