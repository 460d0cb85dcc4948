"""A grid that may be a sheet, or more of one: what its rows say of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractor.document.characters import plain
from extractor.tables.model import Cell, Grid, Row
from extractor.tables.sheets.cells.rows import new_cells
from extractor.tables.sheets.cells.slots import slot_header
from extractor.tables.sheets.words.vocabulary import field_of, vocabulary

_HEAD_ROWS = 8  # of a sheet: its head begins in them
_HEAD_FIELDS = frozenset(
    {
        "project_name",
        "department",
        "implementing_unit",
        "filling_unit",
        "annual_goal",
        "basic_expenditure_total",
        "project_category",
        "project_attribute",
        "project_type",
    }
)


class Candidate(Struct, frozen=True):
    """A grid, its rows, and the cells that say something new in each."""

    grid: Grid
    rows: tuple[Row, ...]
    new: tuple[tuple[Cell, ...], ...]

    def has_a_head(self) -> bool:
        """Whether it has the head of a sheet: 项目名称, or two other labels."""
        fields = _labels(self.new[:_HEAD_ROWS])
        return "project_name" in fields or len(_HEAD_FIELDS & fields) >= 2

    def completes(self, head: Sequence[Row]) -> bool:
        """Whether the rows of a sheet before it are only the beginning of a head, and it says none of that again."""
        return not _headers(head) and not _labels(map(new_cells, head)) & _labels(self.new)

    def looks_like_a_sheet(self) -> bool:
        """Whether it can be the sheet of a performance title: it has a header or a label of one."""
        fields = {field_of(cell.text) for cells in self.new for cell in cells[:3]}
        return bool(_HEAD_FIELDS.intersection(fields)) or bool(_headers(self.rows))

    def has_results(self) -> bool:
        """Whether a header has columns for what was reached."""
        return any(roles & {"actual", "score", "executed"} for roles in _headers(self.rows))

    def is_an_untitled_sheet(self) -> bool:
        """Whether it is a sheet without a title: it has a header of indicators with what was reached."""
        reached = any("indicator_level3" in roles and roles & {"actual", "score"} for roles in _headers(self.rows))
        return reached and not self.is_foreign()

    def is_foreign(self) -> bool:
        """Whether its first rows are those of another kind of table."""
        text = plain("|".join(cell.text[:30] for cells in self.new[:3] for cell in cells))
        return bool(vocabulary().foreign.search(text)) and not any(
            roles & {"indicator_level2", "indicator_level3", "execution_rate"} for roles in _headers(self.rows)
        )


def _labels(rows: Iterable[Sequence[Cell]]) -> set[str]:
    """The fields that rows, given by their new cells, begin with."""
    return {found for cells in rows if cells and (found := field_of(cells[0].text))}


def _headers(rows: Sequence[Row]) -> list[frozenset[str]]:
    """The roles of the columns of each header among rows."""
    found = (slot_header(rows, i) for i in range(len(rows)))
    return [header.roles for header in found if header is not None]
