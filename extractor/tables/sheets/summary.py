"""The summary form of 绩效自评表: one project a row, under headers that may name the unit of those below."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from extractor.document.characters import plain
from extractor.document.model import Box
from extractor.tables.model import GridAddress, Row
from extractor.tables.sheets.cells import ticks
from extractor.tables.sheets.cells.quantity import bare_number
from extractor.tables.sheets.cells.slots import MONEY, SlotHeader, covered
from extractor.tables.sheets.model import STAGES, Fields, SourceAmount, box_of
from extractor.tables.sheets.words.vocabulary import label, vocabulary

_TEXTS = ("project_name", "department", "implementing_unit", "deviation_reason")


class Project(Struct, frozen=True):
    """A row: fields of `performance_sheets`, the amounts of its funds, its box."""

    fields: Fields
    amounts: list[SourceAmount]
    box: Box | None


class SummaryBlock(Struct):
    """Collects the rows under a header with 项目名称 and money or scores; rows of totals are not projects.

    `heads` are the lines above grids that continue the list: each is the unit of the projects below it.
    """

    projects: list[Project] = field(default_factory=list)
    heads: Mapping[GridAddress, str] = field(default_factory=dict)
    _header: SlotHeader | None = None
    _unit: str | None = None
    _grades: dict[int, str] = field(default_factory=dict)

    def open(self, header: SlotHeader) -> None:
        self._header = header
        grade = vocabulary().grade
        self._grades = {i: s.text for i, s in enumerate(header.slots) if grade.match(plain(s.text))}

    def add(self, row: Row) -> None:
        """Take one project, or a row of one cell: the unit of the projects below."""
        assert self._header is not None
        texts = [cell.text for cell in row.begun if cell.text]
        self._unit = self.heads.get(row.grid.address, self._unit) if row.index == 0 else self._unit
        if len(texts) == 1:
            self._unit = texts[0]
            return
        if label(texts[0]) in vocabulary().total_row:
            return
        fields: Fields = {}
        amounts: list[SourceAmount] = []
        for cell in row.reaching:
            for index in covered(row.grid.extent(cell), self._header.slots)[:1]:
                role = self._header.slots[index].role
                if role is None or not cell.text:
                    continue
                if (grade := self._grades.get(index)) and ticks.is_ticked(cell.text):
                    fields["conclusion"] = grade
                    continue
                value = bare_number(cell.text)
                if role in MONEY:
                    fields[f"funds_{role}"] = value
                    if role in STAGES and value is not None:
                        amounts.append(SourceAmount(None, STAGES[role], value, cell, f"funds_{role}"))
                elif role in ("score", "score_full"):
                    fields[f"total_{role}"] = value
                elif role == "grade":
                    fields["conclusion"] = cell.text
                elif role in _TEXTS:
                    fields[role] = cell.text
        name = fields.get("project_name")
        if isinstance(name, str) and label(name) not in vocabulary().total_row and bare_number(name) is None:
            if self._unit and not self._header.roles & {"implementing_unit", "department"}:
                fields["implementing_unit"] = self._unit
            fields |= {"page": row.grid.printed_page, "line": row.line}
            self.projects.append(Project(fields, amounts, box_of(row.begun)))
