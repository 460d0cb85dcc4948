"""Header rows → slots: which columns a block of a sheet has, in order, and what each gives.

A slot is a range from left to right rather than a column of a grid: the parts of a sheet on several pages are ruled
differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.model import Spans
from extractor.knowledge import remembering
from extractor.tables.model import Cell, Extent, Row
from extractor.tables.sheets.cells.quantity import is_numeric
from extractor.tables.sheets.cells.rows import new_cells
from extractor.tables.sheets.words.terms import composed
from extractor.tables.sheets.words.vocabulary import label, vocabulary

LEVELS = ("indicator_level1", "indicator_level2", "indicator_level3")
VALUES = frozenset({"target", "actual", "score", "score_full", "evaluation_point"})
MONEY = frozenset({"initial_budget", "budget", "executed", "execution_rate"})


class Section(StrEnum):
    """The parts of a sheet: labels and values, the money (by stage, or turned: by source), the indicators, a list of
    projects, 年度主要任务."""

    HEAD = "head"
    FUNDS = "funds"
    SOURCES = "sources"
    INDICATORS = "indicators"
    PROJECTS = "projects"
    TASKS = "tasks"


class Slot(Struct, frozen=True):
    """A column: its role (None: no header; `group`: the label left of the levels; `unknown`), and its range."""

    role: str | None
    extent: Extent
    text: str


class SlotHeader(Struct, frozen=True):
    """The header of a section with columns; `rows` is how many rows it takes."""

    section: Section
    slots: tuple[Slot, ...]
    rows: int

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(s.role for s in self.slots if s.role)


def role_of(cell: Cell | Slot) -> str | None:
    """What a column is by its header; None where the library does not know it."""
    return names_column(cell.text)


def names_column(text: str) -> str | None:
    """What a header says its column is; None where the library does not know it."""
    return _role(label(text))


@remembering(8192)  # every cell of every table is asked
def _role(name: str) -> str | None:
    words = vocabulary()
    if name in words.columns:
        return words.columns[name]
    role = composed("columns", name)
    return None if role in MONEY and name in words.fields else role  # 预算年度, 预算部门 are of no money


def _roles(row: Row) -> set[str]:
    return {role for cell in row.reaching if (role := role_of(cell))}


def _all_headers(row: Row) -> bool:
    cells = new_cells(row)
    inherits = vocabulary().inherits
    return any(map(role_of, cells)) and all(role_of(c) or label(c.text) in inherits for c in cells)


def slot_header(rows: Sequence[Row], start: int) -> SlotHeader | None:
    """The header that begins in `rows[start]`; None where that row is none."""
    row = rows[start]
    roles = _roles(row)
    if len(roles) < 2:
        return None
    below = []
    for following in rows[start + 1 : start + 3]:
        if following.page != row.page or not _all_headers(following) or following.index <= row.index:
            break
        below.append(following)
    together = roles.union(*(_roles(b) for b in below))
    section = _section(roles, together)
    if section is Section.INDICATORS and not roles & set(LEVELS) and not _names_only_columns(row):
        return None
    if section is Section.PROJECTS and _is_of_funds(row):
        section = Section.FUNDS
    if section is None or (section is Section.FUNDS and not _is_funds_row(row)):
        return None
    if section is Section.FUNDS:
        below = []
    slots = _slots(row)
    for following in below:
        slots = _unfolded(slots, row, following) or _refined(slots, following)
    if section is Section.FUNDS:
        measures = _without_block(slots, row)
        if not any(slot.role in MONEY for slot in measures):
            return None
        return SlotHeader(section, tuple(_without_names(measures, rows[start + 1 : start + 2])), 1)
    return SlotHeader(section, _named(slots), 1 + len(below))


def _names_only_columns(row: Row) -> bool:
    """Whether all that a row prints are columns and what bundles them: a goal and what came of it, each beside its
    label above the indicators, may be named like columns."""
    return all(role_of(c) or label(c.text) in vocabulary().bundles for c in new_cells(row))


def _is_of_funds(row: Row) -> bool:
    """Whether a row has the label of the money block left of 项目: that names what the money is for, and no list of
    projects begins."""
    first, *beside = new_cells(row)
    named = label(first.text) in vocabulary().funds_block or label(first.text) in vocabulary().funds
    return named and bool(beside) and role_of(beside[0]) == "project_name"


def _section(first: set[str], together: set[str]) -> Section | None:
    # The levels may stand in the second row, under one label for them all, and the scores under another.
    values = first & VALUES
    scored = bool(values & _SCORES or (len(values) > 1 and together & _SCORES)) and not first & MONEY
    levels = (together if scored else first) & set(LEVELS)
    if (len(levels) >= 2 or "indicator_level3" in levels) and together & VALUES:
        return Section.INDICATORS
    if "project_name" in first and len(together & (MONEY | {"score", "grade"})) >= 2:
        return Section.PROJECTS
    if len(first & MONEY) >= 2 or (first & {"budget", "executed"} and first & {"score", "execution_rate"}):
        return Section.FUNDS
    return None


def _is_funds_row(row: Row) -> bool:
    """Whether there are three measures (what stands beside them, as 资金来源, names another column), or nothing but the
    label of the block beside the measures and their amounts: an indicator named 预算执行率 has its target and its
    explanation there."""
    cells = new_cells(row)
    strange = [c for c in cells if not (role_of(c) or is_numeric(c.text) or label(c.text) in vocabulary().funds)]
    return len(_roles(row) & MONEY) >= 3 or not strange or strange == [cells[0]]


def _without_block(slots: list[Slot], row: Row) -> list[Slot]:
    """The columns of money, without a cell that reaches down beside the rows: the label of the block (项目支出数) may
    read like a measure."""
    least = min(cell.row_span for cell in row.reaching)
    return [
        replace(slot, role="unknown") if cell.row_span > least else slot
        for slot, cell in zip(slots, row.reaching, strict=True)
    ]


def _without_names(slots: list[Slot], below: Sequence[Row]) -> list[Slot]:
    """The columns of money, without a first one that reads like a measure (预算资金) but holds the names of the
    rows."""
    first = next(i for i, s in enumerate(slots) if s.role in MONEY)
    measures = [s for s in slots if s.role in MONEY]
    under = [c for row in below for c in row.begun if covered(row.grid.extent(c), [slots[first]]) and c.text]
    if len(measures) < 3 or not under or any(is_numeric(c.text) for c in under):
        return slots
    return [replace(s, role="unknown") if i == first else s for i, s in enumerate(slots)]


def _slots(row: Row) -> list[Slot]:
    return [Slot(role_of(c) or ("unknown" if c.text else None), row.grid.extent(c), c.text) for c in row.reaching]


def _refined(slots: list[Slot], row: Row) -> list[Slot]:
    """Slots with those of a second header row in place of the ones above them."""
    inherits = vocabulary().inherits
    below = [
        Slot(role_of(c), row.grid.extent(c), c.text) for c in new_cells(row) if role_of(c) or label(c.text) in inherits
    ]
    refined: list[Slot] = []
    for slot in slots:
        parts = [part for part in below if part.extent.overlap(slot.extent) > 0.5 * part.extent.width]
        refined.extend([replace(p, role=p.role or slot.role) for p in parts] or [slot])
    return refined


# What a header over several columns has below it where a converter keeps no places.
_CHILDREN = {
    "target": frozenset({"comparison", "target", "number_unit"}),
    "actual": frozenset({"actual", "number_unit", "completion"}),
    "unknown": frozenset(LEVELS),
}
_SCORES = frozenset({"score_full", "score"})


def _unfolded(slots: list[Slot], row: Row, below: Row) -> list[Slot] | None:
    """The cells of the second header row in order under their parents, where a converter has pushed the cells of rows
    together; None where they stand in their places, or the order does not tell. A blank place belongs to a parent
    alone."""
    parents, children = [s for s in slots if s.text], new_cells(below)
    if row.grid.spans is not Spans.LOST or [c.column for c in new_cells(row)] != list(range(len(parents))):
        return None
    if not children or children[0].column != 0:
        return None
    named = {c.column: Slot(role_of(c), below.grid.extent(c), c.text) for c in children}
    left = [named.get(column) for column in range(children[-1].column + 1)]
    unfolded: list[Slot] = []
    for parent in parents:
        own = _children_of(parent, left)
        count = next((i for i, child in enumerate(left) if child is None or child.role not in own), len(left))
        unfolded += [child for child in left[:count] if child is not None] or [parent]
        alone = not count and bool(left) and left[0] is None
        left = left[count + alone :]
    if left or len(unfolded) > row.grid.columns:
        return None
    return [replace(slot, extent=Extent(i, i + 1)) for i, slot in enumerate(unfolded)]


def _children_of(parent: Slot, left: Sequence[Slot | None]) -> frozenset[str]:
    """What may stand below a header: by its own meaning; below an unknown one the levels, or the scores."""
    first = left[0] if left else None
    if parent.role == "unknown" and first is not None and first.role in _SCORES:
        return _SCORES
    return _CHILDREN.get(parent.role or "", frozenset())


def _named(slots: list[Slot]) -> tuple[Slot, ...]:
    """The slots with their roles settled: columns left of the levels are the label of the group; where no 一级指标 is
    printed, the one next to 二级 is it.

    Of two columns with one meaning (自评得分, 复核得分) the first counts.
    """
    first = next((i for i, s in enumerate(slots) if s.role in LEVELS), len(slots))
    named: list[Slot] = []
    for i, slot in enumerate(slots):
        # 年度绩效目标, left of the levels, may read like one of the columns right of them.
        names_group = slot.role in (None, "unknown") or _is_there(slot.role, slots[first:])
        role = "group" if i < first and names_group else slot.role
        if role == "score_full" and i and slots[i - 1].role in LEVELS[:2] and _is_there(role, slots[i + 1 :]):
            role = "level_weight"  # 一级指标 | 权重 | 二级指标 | 权重 | 三级指标 | 权重
        again = role not in (None, "group", "level_weight") and _is_there(role, named)
        named.append(replace(slot, role="unknown" if again else role))
    if (
        first > 0
        and not any(s.role == LEVELS[0] for s in named)
        and any(s.role == LEVELS[1] for s in named[first:][:1])
    ):
        before = named[first - 1]
        if before.role == "group" and before.text:
            named[first - 1] = replace(before, role="indicator_level1")
    return tuple(named)


def _is_there(role: str, slots: Sequence[Slot]) -> bool:
    return any(slot.role == role for slot in slots)


def covered(extent: Extent, slots: Sequence[Slot]) -> list[int]:
    """The indexes of the slots in which something stands: most of the narrower of the two is shared."""
    return [i for i, s in enumerate(slots) if extent.overlap(s.extent) > 0.5 * min(extent.width, s.extent.width)]


def under(row: Row, cells: Sequence[Cell], slots: Sequence[Slot]) -> list[tuple[Slot, Cell]]:
    """Cells of a row, each with the slot that it stands under; what stands under none is left out.

    Plain text lacks the label of a block beside the rows that it spans, and all that follows stands further left: as
    many cells as there are slots, which begin left of them, stand under them in order.
    """
    extent = row.grid.extent
    alike = row.grid.spans is Spans.LOST and 0 < len(cells) == len(slots)
    if alike and extent(cells[0]).low < slots[0].extent.low:
        return list(zip(slots, cells, strict=True))
    return [(slots[index], cell) for cell in cells for index in covered(extent(cell), slots)[:1]]
