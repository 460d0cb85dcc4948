"""Corrections by hand in 绩效自评表: of the numbers of its indicators, of its head, and of its money block.

They are applied as those of other numbers are (`by_hand`). An amount of the money block that is taken into the head is
one number under two names, `P2.3/f2` and `P2.3/funds/budget`: whichever of them is corrected, both are.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.audit.revision.by_hand import gone, reads_otherwise, same_words, value_of
from extractor.audit.sheets import sheet_checks
from extractor.languages import Sentence
from extractor.records.corrections import Correction, words_of_cell
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.sheets.columns import HEAD_NUMBERS, INDICATOR_NUMBERS
from extractor.tables.sheets.model import SourceAmount
from extractor.tables.sheets.read import Performance


class SheetsByHand(Struct, frozen=True):
    """The sheets with their corrections; `confirmed` are the names of the numbers that a person has looked at, `told`
    has a sentence for each correction that is not applied."""

    performance: Performance
    confirmed: frozenset[str] = frozenset()
    told: tuple[Sentence, ...] = ()

    def checks(self, facts: Sequence[Fact], figures: Sequence[Figure], first: int) -> tuple[Check, ...]:
        """Their identities, tried on what stands in them now, and numbered from `first`."""
        found = self.performance
        return sheet_checks(
            found.sheets, found.indicators, facts, figures, unread=found.unread_of, first=first, by_hand=self.confirmed
        )


def amended_sheets(performance: Performance, corrections: Sequence[Correction]) -> SheetsByHand:
    """What was read with the corrections that are of its 绩效自评表."""
    numbers = _Numbers(performance)
    confirmed: set[str] = set()
    told: list[Sentence] = []
    for correction in (each for each in corrections if each.is_of_sheet):
        if correction.number not in numbers.read:
            told.append(gone(correction))
            continue
        reads, words = numbers.read[correction.number]
        value = value_of(correction.corrected)
        if value is None or reads not in (value_of(correction.read), value) or not same_words(correction, words):
            told.append(reads_otherwise(correction, reads))
        else:
            confirmed.update(numbers.put(correction.number, value))
    return SheetsByHand(numbers.performance(), frozenset(confirmed), tuple(told))


class _Numbers:
    """The numbers of the sheets by their names. `read`: each as it was read, with the words beside it."""

    def __init__(self, performance: Performance) -> None:
        self._read_as = performance
        self._indicators = [*performance.indicators]
        self._heads = {sheet.cell: dict(sheet.fields) for sheet in performance.sheets}
        self._funds = [*performance.funds]
        self.read: dict[str, tuple[Decimal | None, str]] = {}
        self._of_indicators: dict[str, tuple[int, str]] = {}
        self._of_heads: dict[str, tuple[str, str]] = {}
        self._of_funds: dict[str, int] = {}
        for i, row in enumerate(performance.indicators):
            for measure in INDICATOR_NUMBERS:
                name = f"{row.cell}/{measure}"
                self._of_indicators[name] = i, measure
                self.read[name] = getattr(row, measure), words_of_cell(row.project_name, row.indicator_level3)
        for sheet in performance.sheets:
            words = words_of_cell(*(str(sheet.fields.get(name) or "") for name in ("project_name", "title")))
            for column, (item, measure) in HEAD_NUMBERS.items():
                name, amount = f"{sheet.cell}/{item}/{measure}", sheet.fields.get(column)
                self._of_heads[name] = sheet.cell, column
                self.read[name] = amount if isinstance(amount, Decimal) else None, words
            of_sheet = [i for i, (number, _) in enumerate(performance.funds) if number == sheet.sheet]
            for place, i in enumerate(of_sheet, 1):
                funds = performance.funds[i][1]
                self._of_funds[f"{sheet.cell}/f{place}"] = i
                self.read[f"{sheet.cell}/f{place}"] = funds.amount, words_of_cell(funds.source)

    def put(self, name: str, value: Decimal) -> list[str]:
        """Puts a number under its name; all names under which it stands."""
        if name in self._of_indicators:
            i, measure = self._of_indicators[name]
            changed: dict[str, Any] = {measure: value}
            self._indicators[i] = replace(self._indicators[i], **changed)
            return [name]
        if name in self._of_heads:
            sheet, column = self._of_heads[name]
            taken = [n for n, i in self._of_funds.items() if self._is_taken(n, i, sheet, column)]
            same = taken if len(taken) == 1 else []  # of several it is the sum
            for other in same:
                self._put_funds(other, value)
            self._heads[sheet][column] = value
            return [name, *same]
        funds, before = self._put_funds(name, value)
        sheet = name.rpartition("/")[0]
        amount = self._heads[sheet].get(funds.column or "")
        if not isinstance(amount, Decimal) or funds.column is None:
            return [name]
        self._heads[sheet][funds.column] = amount + value - before if amount != before else value
        item, measure = HEAD_NUMBERS[funds.column]
        return [name, f"{sheet}/{item}/{measure}"]

    def _is_taken(self, name: str, place: int, sheet: str, column: str) -> bool:
        return name.startswith(f"{sheet}/") and self._funds[place][1].column == column

    def _put_funds(self, name: str, value: Decimal) -> tuple[SourceAmount, Decimal]:
        """The amount as it is now, and what it was."""
        number, before = self._funds[self._of_funds[name]]
        now = replace(before, amount=value)
        self._funds[self._of_funds[name]] = number, now
        return now, before.amount

    def performance(self) -> Performance:
        """The sheets with what was put."""
        heads = ((sheet, self._heads[sheet.cell]) for sheet in self._read_as.sheets)
        sheets = tuple(sheet if sheet.fields == fields else replace(sheet, fields=fields) for sheet, fields in heads)
        return replace(self._read_as, sheets=sheets, indicators=tuple(self._indicators), funds=tuple(self._funds))
