"""One 绩效自评表, from its rows: head, money, goals, indicators, foot, in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from extractor.document.characters import plain
from extractor.document.model import Spans
from extractor.languages import Sentence, said
from extractor.tables.model import Cell, Row
from extractor.tables.sheets.cells.quantity import bare_number, is_numeric
from extractor.tables.sheets.cells.rows import capitalised, new_cells
from extractor.tables.sheets.cells.slots import VALUES, Section, SlotHeader, covered, role_of, slot_header
from extractor.tables.sheets.division import SheetSource, year_in
from extractor.tables.sheets.funds import FundsBlock
from extractor.tables.sheets.head import HeadBlock
from extractor.tables.sheets.indicators import IndicatorBlock, IndicatorReading
from extractor.tables.sheets.model import Fields, FundsStage, box_of
from extractor.tables.sheets.results import SheetResult, by_project
from extractor.tables.sheets.sources import source_header
from extractor.tables.sheets.summary import SummaryBlock
from extractor.tables.sheets.tasks import TasksBlock
from extractor.tables.sheets.total import TotalBlock, total_of
from extractor.tables.sheets.words.vocabulary import (
    field_of,
    head_field_of,
    is_aside,
    label,
    project_in_title,
    vocabulary,
)

_FOOT = frozenset(
    {"deviation_reason", "improvement", "problems", "notes", "conclusion", "fill_date", "annual_goal", "filling_unit"}
)
_SHORT = 14  # characters of a line that holds a year and nothing else


class SheetReader(Struct):
    """Goes through the rows of one sheet: head, money, goals, indicators, foot, in whatever order they come."""

    source: SheetSource
    head: HeadBlock = field(default_factory=HeadBlock)
    funds: FundsBlock = field(default_factory=FundsBlock)
    blocks: list[IndicatorBlock] = field(default_factory=list)
    summary: SummaryBlock = field(default_factory=SummaryBlock)
    tasks: TasksBlock = field(default_factory=TasksBlock)
    unread: list[Sentence] = field(default_factory=list)
    noted: list[Sentence] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    _section: Section = Section.HEAD
    _unknown: list[str] = field(default_factory=list)
    total: TotalBlock = field(default_factory=TotalBlock)

    def __post_init__(self) -> None:
        self.total.fields = self.head.fields  # which hold the total with what else the head and the foot print

    @property
    def name(self) -> str:
        return self.source.title or said("a 绩效自评表")

    def _tell(self, template: str, /, **words: object) -> None:
        """Tell what was not understood in the sheet."""
        self.unread.append(said(template, sheet=self.name, **words))

    def read(self) -> None:
        rows = self.source.rows
        self.summary.heads = self.source.between
        index = 0
        while index < len(rows):
            row = rows[index]
            tasks = self._opens_tasks(row, rows[index + 1 : index + 2])
            header = None if tasks else slot_header(rows, index) or source_header(rows, index)
            if header is not None:
                top = not any(map(new_cells, rows[max(0, index - row.index) : index]))
                self._open(header, row, top)
                index += header.rows
                continue
            if cells := new_cells(row):
                self._row(row, cells, rows[index + 1 : index + 3])
            index += 1
        self.total.close()
        self._around()

    def _opens_tasks(self, row: Row, below: Sequence[Row]) -> bool:
        if not any(label(cell.text) in vocabulary().tasks for cell in new_cells(row)):
            return False
        self._section = Section.TASKS
        self.tasks.open(row, below)
        self.funds.note(row)
        return True

    def _open(self, header: SlotHeader, row: Row, top: bool) -> None:
        self.head.close()
        if header.section is Section.SOURCES:
            self._section = Section.FUNDS
            self.funds.open(header, row)
            return
        self.roles |= header.roles
        if header.section is not Section.FUNDS:
            grade = vocabulary().grade if header.section is Section.PROJECTS else None
            strange = [s.text for s in header.slots if s.role == "unknown" and not role_of(s)]
            self._unknown += [text for text in strange if not (grade and grade.match(plain(text)))]
        self._section = header.section
        if header.section is Section.INDICATORS:
            if self.blocks and top:
                self.blocks[-1].header = header  # repeated on a later page
            else:
                self.blocks.append(IndicatorBlock(header, self.source.beside, self.source.between))
        elif header.section is Section.FUNDS:
            if not self.funds.open(header, row):
                self._pairs(row, new_cells(row))
        else:
            self.funds.note(row)
            self.summary.open(header)

    def _row(self, row: Row, cells: Sequence[Cell], below: Sequence[Row]) -> None:
        """Take a row that opens no section; `cells` are those that say something new in it, `below` the rows after
        it."""
        if self._goes_on(row, cells):
            return
        text = cells[0].text
        if len(cells) == 1 and year_in(text) and len(text) <= _SHORT:
            self.source.lead.append(text)  # （2023年度） under the title
        elif self._totals(row, cells) or self._pairs(row, cells) or self.head.add(row):
            return
        elif self._is_over_funds(cells, below):
            self.funds.note(row)
        else:
            self._not_understood(row, cells)

    def _goes_on(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take a row into the section that is open, if it is one of it; else the section ends."""
        match self._section:
            case Section.INDICATORS:
                is_taken = self._indicators(row, cells)
            case Section.FUNDS:
                is_taken = self.funds.add(row)
            case Section.TASKS:
                is_taken = self._tasks(row, cells)
            case Section.PROJECTS:  # which may go on behind what stands between two of them
                if is_project := not self._leaves(row, cells):
                    self.summary.add(row)
                return is_project
            case _:
                return False
        if not is_taken:
            self._section = Section.HEAD
        return is_taken

    def _indicators(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take a row of the indicators: a total, the name of a level over several rows, an indicator."""
        block = self.blocks[-1]
        if self._totals(row, cells) or block.take_heading(row, cells):
            return True
        if label(cells[0].text) in vocabulary().total_row:
            self._not_understood(row, cells)
            return True
        if self._leaves(row, cells):
            return False
        block.add(row)
        return True

    def _tasks(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take a row of 年度主要任务: a task, or what all of them cost."""
        if totals := self.tasks.totals(row, cells):
            for part, measure, cell in totals:
                self.funds.take(part, measure, cell, cells[0])
            return True
        if field_of(cells[0].text) or label(cells[0].text) in vocabulary().bundles:
            return False
        self.tasks.add(cells)
        return True

    def _pairs(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take amounts beside their labels, and the labels of the head that stand in their row."""
        taken = self.funds.pairs(row)
        block = vocabulary().funds_block | vocabulary().bundles
        rest = [cell for cell in cells if cell not in taken and label(cell.text) not in block]
        if taken and rest and not self.head.beside(rest):
            self._not_understood(row, rest)
        return bool(taken)

    def _not_understood(self, row: Row, cells: Sequence[Cell]) -> None:
        shown = " | ".join(cell.text for cell in cells)[:60]
        where = capitalised(row.where)
        self._tell("{where}: the row “{row}” of {sheet} is not understood.", where=where, row=shown)

    def _is_over_funds(self, cells: Sequence[Cell], below: Sequence[Row]) -> bool:
        """Whether a row holds the label of the money block and what its columns have in common (预算安排), above its
        header."""
        if not any(label(cell.text) in vocabulary().funds_block for cell in cells):
            return False
        header = slot_header(below, 0) if below else None
        return header is not None and header.section is Section.FUNDS and not any(is_numeric(c.text) for c in cells)

    def _leaves(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Whether a row below the indicators is part of the foot of the sheet (原因分析, 改进措施, 备注,
        signatures)."""
        name = field_of(cells[0].text)
        if (len(cells) == 1 and HeadBlock().add(row)) or all(HeadBlock().line(cell.text) for cell in cells):
            return True  # a label, or 填表人：… 联系电话：… 填报日期：… side by side
        return (name in _FOOT and len(cells) <= 4) or is_aside(cells[0].text) or self._is_foot(row, cells)

    def _is_foot(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Whether a row has a label, and beside it one text across the columns of indicators, scores included; where a
        converter keeps no spans, a label that is no level, and one text."""
        slots = self.blocks[-1].header.slots if self.blocks else ()
        if row.grid.spans is Spans.LOST:
            words, name = vocabulary(), label(cells[0].text)
            known = name in words.level1 or name in words.level2
            return len(cells) == 2 and cells[0].column == 0 and not known and not is_numeric(cells[1].text)
        if len(cells) != 2 or len(row.reaching) != 2:
            return False
        roles = {slots[i].role for i in covered(row.grid.extent(cells[1]), slots)}
        return bool(roles & {"score", "score_full"}) and bool(roles & {"target", "actual", "indicator_level3"})

    def _totals(self, row: Row, cells: Sequence[Cell]) -> bool:
        """Take 总分, or a sum of the scores of one level, which is the total where no other is printed."""
        words, name = vocabulary(), label(cells[0].text)
        if name not in words.total_row or not (self.blocks or name.endswith("分")):
            return False  # 合计 before the indicators is of money
        if len(cells) == 1:
            return self._section is Section.INDICATORS
        until = next((i for i, cell in enumerate(cells) if i > 1 and _is_of_head(cell.text)), len(cells))
        total = total_of(row, cells[1:until], self.blocks[-1].header.slots if self.blocks else ())
        if total is None:
            return False
        if beside := cells[until:]:  # 自评得分 | 96.8 | 绩效等级 | 优
            self.head.beside(beside)
        self.total.add(total, of_level=name in words.subtotal_row)
        return True

    def _sum(self, rows: Sequence[IndicatorReading], role: str) -> Decimal:
        """The sum of the scores or points of the rows and of the funds."""
        of_funds = self.funds.fields.get(f"funds_{role}")
        numbers = [bare_number(row.texts.get(role, "")) or Decimal(0) for row in rows]
        return sum(numbers, of_funds if isinstance(of_funds, Decimal) else Decimal(0))

    def _around(self) -> None:
        """Take the lines above and below the grids: year, unit, date, notes."""
        year = year_in(self.source.title or "")
        self.head.unit(self.source.title or "")
        for text in self.source.lead:
            year = year or (year_in(text) if len(plain(text)) <= _SHORT else None)
            self.head.line(text.strip())
        notes = ""
        for text in self.source.tail:
            if notes or not self.head.line(text):
                notes += text
        if notes:
            self.head.fields.setdefault("notes", "".join(notes.split()))
        self.head.fields["sheet_year"] = year or self.head.fields.get("sheet_year")

    @property
    def is_goals(self) -> bool:
        """Whether it is a table of goals only: nothing in it was reached, scored or spent."""
        reported = {"actual", "score", "executed", "execution_rate", "grade"}
        spent = any(amount.stage is FundsStage.EXECUTED for amount in self.funds.amounts)
        return not self.roles & reported and bool(self.roles) and not spent

    def results(self) -> list[SheetResult]:
        """The fields, indicator rows and amounts of each sheet; a list of projects gives one sheet each."""
        self._tell_what_is_left_out()
        rows = [reading for block in self.blocks for reading in block.readings()]
        self.total.place_alone(self._sum(rows, "score"), self._sum(rows, "score_full"))
        if rows and self.summary.projects:
            self._tell("The list of projects beside the indicators of {sheet} is not read; see the source there.")
        if len(rows) > 1 and not any(VALUES & reading.texts.keys() for reading in rows):
            self._tell("The indicators of {sheet} have neither targets nor scores; see the source there.")
        fields = self._fields()
        if self.summary.projects and not rows:
            shared = {k: fields.get(k) for k in ("title", "sheet_year", "filling_unit", "fill_date", "funds_unit")}
            return [
                SheetResult({**shared, **p.fields, "page_last": p.fields["page"]}, [], p.amounts, p.box)
                for p in self.summary.projects
            ]
        begin = [row for row in self.source.rows if row.grid.printed_page == fields.get("page")]
        whole = SheetResult(fields, rows, self.funds.amounts, box_of(cell for row in begin for cell in row.begun))
        return by_project(whole) if "project_name" in self.roles and self.blocks else [whole]

    def _tell_what_is_left_out(self) -> None:
        for block in self.blocks:
            self.unread += block.unread
            if block.empty:
                self._tell("A header of indicators in {sheet} has no rows below it; see the source there.")
        self.unread += self.funds.unread
        if beyond := self.total.beyond:
            self._tell(
                "The total score {score} of {sheet} is beyond {highest}; it may be another number.",
                score=beyond[0],
                highest=beyond[1],
            )
        for score in dict.fromkeys((*self.total.others, *self.head.other_totals)):
            self._tell("{sheet} prints a second total score, {score}, and not the same.", score=score)
        for grade in self.total.grades:
            self.noted.append(
                said("{sheet} prints the grade {grade} beside its total score.", sheet=self.name, grade=grade)
            )
        for text in self.head.unread:
            self._tell("“{text}” in {sheet} stands beside no label that is known; it is left out.", text=text)
        for text in self.head.noted:
            self.noted.append(
                said("{sheet} prints “{text}”, for which there is no column.", sheet=self.name, text=text)
            )
        for text in self.head.unticked:
            self._tell("Which of the boxes of “{text}” in {sheet} is ticked cannot be seen in the picture.", text=text)
        for grid in self.source.dropped:
            self._tell(
                "{where}: what follows {sheet} may be more of it, does not fit it, and is not read.",
                where=capitalised(grid.where),
            )
        for column in dict.fromkeys(self._unknown):
            self._tell("The column “{column}” of {sheet} is not known; its cells are left out.", column=column[:30])
        if not self.blocks and not self.summary.projects:
            self._tell("No header of indicators was found in {sheet}; its indicators are not read.")

    def _fields(self) -> Fields:
        """What is printed of the sheet as a whole, and where it stands."""
        fields: Fields = {"title": self.source.title, **self.head.fields, **self.funds.close()}
        if self.source.kind == "P2" and "project_name" not in self.roles:
            fields.setdefault("project_name", project_in_title(self.source.title or ""))
        if self.tasks.texts:
            fields["annual_tasks"] = "；".join(self.tasks.texts)
        if self.source.rows:
            first, last = self.source.rows[0], self.source.rows[-1]
            fields["page"], fields["page_last"] = first.grid.printed_page, last.grid.printed_page
            fields["line"] = first.line
        return fields


def _is_of_head(text: str) -> bool:
    """Whether a cell labels another matter of the head, or one that is left out."""
    return head_field_of(text) is not None or is_aside(text)
