"""The row of a sheet that sums its scores (总分), and those that sum the scores of one level (小计)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from extractor.document.characters import plain
from extractor.document.model import Spans
from extractor.kept import compiled
from extractor.tables.model import Cell, Row
from extractor.tables.sheets.cells.quantity import bare_number
from extractor.tables.sheets.cells.slots import Slot, covered
from extractor.tables.sheets.model import Fields
from extractor.tables.sheets.words.vocabulary import vocabulary

_LONGEST = 20  # characters of a score with its grade
_IN_BRACKETS = compiled(r"^([^()]+)\(([^()]+)\)$")
_SCORES = ("score_full", "score")
_HIGHEST = Decimal(100)  # points of a sheet that does not print how many there are
_MOST_POINTS = 1000  # that a sheet gives in all, more is an amount


class Total(Struct, frozen=True):
    """What a row of totals prints: the score, the points it could be, the grade beside it or in its place; `alone` says
    that a single number without a place is taken for the score."""

    score: Decimal | None
    score_full: Decimal | None
    grade: str | None
    alone: bool = False


def total_of(row: Row, cells: Sequence[Cell], slots: Sequence[Slot]) -> Total | None:
    """What the `cells` behind the label of a row of totals say, by the columns of the indicators; a single number is
    the score. None where one of them is neither a score nor a grade."""
    read = [(cell, *_parts(cell.text)) for cell in cells]
    numbers = [(cell, value) for cell, value, _ in read if value is not None]
    grades = [grade for _, _, grade in read if grade is not None]
    if not read or len(grades) > 1 or any(value is None and grade is None for _, value, grade in read):
        return None
    found: dict[str, Decimal] = {}
    for cell, value in numbers if row.grid.spans is not Spans.LOST else ():
        for index in covered(row.grid.extent(cell), slots)[:1]:
            if (role := slots[index].role) in _SCORES:
                found.setdefault(str(role), value)
    if not found:
        # In the order of their columns: where a converter keeps no spans the label before them moves them.
        names = [slot.role or "" for slot in slots if slot.role in _SCORES] or [*_SCORES]
        names = ["score"] if len(numbers) == 1 else names
        found = {role: value for role, (_, value) in zip(names, numbers, strict=False)}
    alone = len(numbers) == 1 and row.grid.spans is Spans.LOST
    return Total(found.get("score"), found.get("score_full"), grades[0] if grades else None, alone)


class TotalBlock(Struct):
    """Collects the total of a sheet, into the `fields` of its head; `grades` are those that stand beside the score and
    are not the conclusion, `others` scores that are not the first."""

    fields: Fields = field(default_factory=dict)
    grades: list[str] = field(default_factory=list)
    others: list[Decimal] = field(default_factory=list)
    _of_levels: list[Total] = field(default_factory=list)
    _alone: Decimal | None = None

    def add(self, total: Total, of_level: bool) -> None:
        """Take what a row of totals prints: those of one level are for the end."""
        if of_level:
            self._of_levels.append(total)
        else:
            self._take(total)

    def close(self) -> None:
        """The sum of one level is the total where no other is printed."""
        if len(self._of_levels) == 1:
            self._take(self._of_levels[0])

    def _take(self, total: Total) -> None:
        self._alone = total.score if total.alone else None
        scores = {f"total_{name}": getattr(total, name) for name in _SCORES}
        for name, value in scores.items():
            if value is not None and self.fields.setdefault(name, value) != value and name == "total_score":
                self.others.append(value)
        if total.grade and not any(scores.values()):
            self.fields.setdefault("conclusion", total.grade)
        elif total.grade and self.fields.get("conclusion") != total.grade:
            self.grades.append(total.grade)

    def place_alone(self, scores: Decimal, points: Decimal) -> None:
        """Give a number that stands alone, without a place, the meaning that the sums of the rows above bear out: the
        points that could be reached, where it is their sum and not that of the scores."""
        if self._alone is not None and self.fields.get("total_score") == self._alone == points != scores:
            self.fields["total_score_full"] = self.fields.pop("total_score")

    @property
    def beyond(self) -> tuple[Decimal, Decimal] | None:
        """The score that is above what it could be, and that; such a one may be another number."""
        score, full = self.fields.get("total_score"), self.fields.get("total_score_full")
        highest = full if isinstance(full, Decimal) and full < _MOST_POINTS else _HIGHEST
        return (score, highest) if isinstance(score, Decimal) and score > highest else None


def _parts(text: str) -> tuple[Decimal | None, str | None]:
    """The score and the grade in a cell (`97.6`, `优`, `97.6（优）`, `优（97.6分）`); None for what is not there."""
    bare = plain(text[:_LONGEST])
    both = _IN_BRACKETS.match(bare)
    if both is None:
        return bare_number(bare), text if _is_grade(bare) else None
    for score, grade in (both.groups(), reversed(both.groups())):
        if _is_grade(grade) and bare_number(score) is not None:
            return bare_number(score), grade
    return bare_number(bare), None


def _is_grade(text: str) -> bool:
    return bool(vocabulary().grade.match(text))
