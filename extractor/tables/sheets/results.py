"""What the reader of a 绩效自评表 hands on, and how it is split by projects."""

from __future__ import annotations

from typing import NamedTuple

from extractor.document.model import Box
from extractor.tables.sheets.indicators import IndicatorReading
from extractor.tables.sheets.model import Fields, SourceAmount, box_of


class SheetResult(NamedTuple):
    """The result of one sheet: its fields, its indicator rows, the amounts of its funds, and where it begins."""

    fields: Fields
    readings: list[IndicatorReading]
    amounts: list[SourceAmount]
    box: Box | None


def by_project(whole: SheetResult) -> list[SheetResult]:
    """Indicators with the project in a column: a sheet for each run of rows of one project."""
    groups: list[SheetResult] = []
    for reading in whole.readings:
        name = reading.texts.get("project_name")
        if name and (not groups or groups[-1].fields.get("project_name") != name):
            fields: Fields = {**whole.fields, "project_name": name}
            box = box_of(reading.row.begun) if reading.row.grid.printed_page == whole.fields.get("page") else None
            groups.append(SheetResult(fields, [], [] if groups else whole.amounts, box))
        if not groups:
            groups.append(whole._replace(readings=[]))
        groups[-1].readings.append(reading)
    return groups or [whole]
