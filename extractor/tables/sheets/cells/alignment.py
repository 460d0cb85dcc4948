"""Rows whose cells stand in the wrong columns, put right by what the words say.

Converters and publishers shift rows: a second-level name stands in the first-level column, or a name is printed twice
and all that follows is one column on. The words of fixed lists (levels, 指标分类) and the numbers of the score columns
tell where a row belongs. The cheapest assignment of cells to columns that keeps their order is taken; a row that fits
where it stands is never moved.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from msgspec import Struct

from extractor.kept import compiled
from extractor.tables.sheets.cells.quantity import bare_number, is_numeric
from extractor.tables.sheets.cells.slots import LEVELS
from extractor.tables.sheets.words.vocabulary import label, level_name, vocabulary

# What speaks against a place, weighed against each other; a step of one column costs 1.
LOST = 8.0  # a text that gets no column
_MISSING = {"indicator_level3": 1.5, "target": 1.0, "actual": 1.0}
_DOUBLE = 0.5  # a name printed twice, read once
_TWICE = 1.0  # a name printed twice, and both moved
_WRONG_LIST = 6.0  # a word of 指标分类 elsewhere, or another word there
_NOT_A_NUMBER = 4.0  # in a column of scores
_WRONG_LEVEL = 2.0  # the name of another level
_MOST_CELLS = 16  # of a row that is put right: bounds the search
_NO_SCORE = 1.0  # a blank score, where a row may have lost its first cells
_ODD_PAIR = 0.5  # a plain number is reached where words are the target
_SURER = 1.0  # by which another place must fit better
_LONGEST_NAME = 60  # characters of a name that is printed twice
_FARTHEST = 3  # columns that a cell can be off
ACCEPTED = 6.0  # a row that fits no better is not understood
_QUANTITY = compiled(r"^[^\p{Han}\d]{0,3}\d[\d.,]*[^\p{Han}\d]{0,2}\p{Han}{0,3}(?:/[\p{Han}·.]{1,6})?$")
_DIGIT = compiled(r"\d")


class Aligned(Struct, frozen=True):
    """The texts by column after alignment; `moved` says whether any left its place, `doubled` whether a name was
    printed twice."""

    texts: tuple[str, ...]
    cost: float
    moved: bool = False
    doubled: bool = False


def is_level1(text: str) -> bool:
    """Whether it is a first-level name and not a second-level name as well."""
    name = label(level_name(text))
    return name in vocabulary().level1 and name not in vocabulary().level2


def is_level2(text: str) -> bool:
    """Whether it is a second-level name and not a first-level name as well."""
    name = label(level_name(text))
    return name in vocabulary().level2 and name not in vocabulary().level1


def _is_level(text: str) -> bool:
    name = label(level_name(text))
    return name in vocabulary().level1 or name in vocabulary().level2


def _misfit(text: str, role: str | None, roles: frozenset[str]) -> float:
    """How badly a text fits a column; 0 where nothing speaks against it."""
    if not text or role == "unknown":
        return 0.0
    if role is None:
        return LOST
    in_list = label(text) in vocabulary().indicator_kinds
    if role == "indicator_kind":
        return 0.0 if in_list else _WRONG_LIST
    if in_list and "indicator_kind" in roles:
        return _WRONG_LIST
    if role in ("score", "score_full"):
        return 0.0 if is_numeric(text) else _NOT_A_NUMBER
    first, second = is_level1(text), is_level2(text)
    if role == "group":
        return _WRONG_LEVEL if _is_level(text) else 0.0
    if role in LEVELS:
        wrong = (first and role != "indicator_level1" and "indicator_level1" in roles) or (
            second and role == "indicator_level1" and "indicator_level2" in roles
        )
        odd = 1.0 if second and role == "indicator_level3" else 0.0
        return _WRONG_LEVEL if wrong or bare_number(text) is not None else odd
    if role in ("target", "actual", "evaluation_point"):
        return _WRONG_LEVEL if first or second else 0.0
    return 0.0


def _missing(texts: Sequence[str], roles: Sequence[str | None]) -> float:
    return sum(_MISSING.get(role or "", 0.0) for text, role in zip(texts, roles, strict=True) if not text)


def dropped(texts: Sequence[str], roles: Sequence[str | None]) -> int:
    """How many columns a row must move to the right to fit, as a whole: where a converter drops the cells that span
    down from above, each row begins with the first that is its own. 0 where it fits where it stands."""
    last = max((i for i, text in enumerate(texts) if text), default=-1)
    costs = [_standing(("",) * by + tuple(texts[: len(texts) - by]), roles) for by in range(len(texts) - last)]
    least = min(costs)
    return costs.index(least) if least + _SURER < costs[0] else 0


def _standing(texts: Sequence[str], roles: Sequence[str | None]) -> float:
    """What speaks against a row that may have lost its first cells: blank scores and numbers for names as well."""
    known = frozenset(r for r in roles if r)
    by_role = {role: text for role, text in zip(roles, texts, strict=True) if role}
    cost = sum(_misfit(t, r, known) for t, r in zip(texts, roles, strict=True)) + _missing(texts, roles)
    cost += sum(_NO_SCORE for role in ("score", "score_full") if role in by_role and not by_role[role])
    cost += sum(_WRONG_LEVEL for role in LEVELS if _QUANTITY.match(by_role.get(role, "")[:_LONGEST_NAME]))
    target, actual = by_role.get("target", ""), by_role.get("actual", "")
    return cost + (_ODD_PAIR if target and not _DIGIT.search(target) and bare_number(actual) is not None else 0.0)


def _near(column: int, count: int) -> range:
    return range(max(0, column - _FARTHEST), min(count, column + _FARTHEST + 1))


def align(texts: Sequence[str], roles: Sequence[str | None], fixed: frozenset[int]) -> Aligned:
    """The texts of a row in the columns where they belong; `fixed` columns hold what spans down from above."""
    known = frozenset(r for r in roles if r)
    stay = sum(_misfit(t, r, known) for t, r in zip(texts, roles, strict=True)) + _missing(texts, roles)
    here = Aligned(tuple(texts), stay)
    cells = [i for i, t in enumerate(texts) if t and i not in fixed]
    if stay == 0 or len(cells) > _MOST_CELLS or len(roles) > 2 * _MOST_CELLS:
        return here
    columns = [j for j, r in enumerate(roles) if r is not None and not (j in fixed and texts[j])]
    if len(cells) > 2 * len(columns):
        return here
    bound = min(stay, ACCEPTED)  # a costlier way would not be taken
    cost, places = _Placing(texts, roles, cells, columns, bound).best(0, 0, 0)
    cost += sum(_misfit(texts[i], roles[i], known) for i in fixed)
    if cost >= bound:
        return here
    moved = ["" if i in cells else t for i, t in enumerate(texts)]
    for i, j in zip(cells, places, strict=True):
        if j >= 0:
            moved[j] = texts[i]
    return Aligned(tuple(moved), cost, True, -1 in places)


class _Placing:
    """The cheapest way to place the `cells` of a row, in order, in some of its `columns` (both by their place in the
    row), if one is cheaper than `bound`."""

    def __init__(
        self,
        texts: Sequence[str],
        roles: Sequence[str | None],
        cells: Sequence[int],
        columns: Sequence[int],
        bound: float,
    ) -> None:
        self._texts, self._cells, self._columns, self._bound = texts, cells, columns, bound
        known = frozenset(r for r in roles if r)
        self._ill = {(i, j): _misfit(texts[i], roles[j], known) for i in cells for j in _near(i, len(roles))}
        self._lacking = [_MISSING.get(role or "", 0.0) for role in roles]
        self.best = functools.cache(self._best)

    def _best(self, cell: int, column: int, shift: int) -> tuple[float, tuple[int, ...]]:
        """Cost and columns (-1: printed twice) of the cells from `cell` on, in the columns from `column` on; the cell
        before was moved by `shift`."""
        if cell == len(self._cells):
            return sum(self._lacking[j] for j in self._columns[column:]), ()
        own = self._cells[cell]
        twice = cell > 0 and self._is_name_again(self._texts[own], self._texts[self._cells[cell - 1]])
        found: tuple[float, tuple[int, ...]] = (self._bound, ())
        if twice:
            cost, rest = self.best(cell + 1, column, shift)
            found = min(found, (cost + _DOUBLE, (-1, *rest)))
        skipped = 0.0
        for k, j in enumerate(self._columns[column:], column):
            if j > own + _FARTHEST:
                break
            if j >= own - _FARTHEST:
                again = _TWICE if twice and j != own else 0.0
                price = skipped + abs(j - own - shift) + again + self._ill[own, j]
                if price < found[0]:
                    cost, rest = self.best(cell + 1, k + 1, j - own)
                    if price + cost < found[0]:
                        found = (price + cost, (j, *rest))
            skipped += self._lacking[j]
        return found

    @staticmethod
    def _is_name_again(text: str, before: str) -> bool:
        return text == before and len(text) <= _LONGEST_NAME and not any(c.isdigit() for c in text)
