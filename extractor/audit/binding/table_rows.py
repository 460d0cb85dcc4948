"""The rows of one table as identities ask for them: by subject, by item, by level."""

from __future__ import annotations

GRAND_TOTAL = "grand_total"

Cells = dict[str, list[int]]
"""The facts of a row by measure."""


class TableRows:
    """The facts of one table, side, basis and printing: `rows[key][measure]` lists those of a cell that count, `again`
    those of the same cell printed once more. Of the `measures` printed, those in `blank` have no cell, and those in
    `headed` none in the row of the total.

    A key is a subject code, an item, or for rows with neither `row:N` (`of:N` for 其中 lines, `sum:N` for 小计).
    `named` are the rows without a code that bear the name of a 类, by the code of that. The total of a coded table is
    that of all its subjects.
    """

    __slots__ = ("_children", "_is_coded", "_lines", "_top", "again", "blank", "headed", "measures", "named", "rows")

    def __init__(self, is_coded: bool = False) -> None:
        self._is_coded = is_coded
        self.rows: dict[str, Cells] = {}
        self.again: dict[str, Cells] = {}
        self.measures: set[str] = set()
        self.blank: set[str] = set()
        self.headed: set[str] = set()
        self.named: dict[str, str] = {}
        self._children: dict[str, list[str]] | None = None
        self._top: list[str] = []
        self._lines: list[str] = []

    def _climb(self) -> dict[str, list[str]]:
        """The printed subjects directly under each printed one, a level left out being skipped over."""
        if self._children is None:
            self._children = {}
            for key in self.rows:
                if key[0].isdigit():
                    above = next((key[:n] for n in range(len(key) - 1, 2, -1) if key[:n] in self.rows), None)
                    siblings = self._top if above is None else self._children.setdefault(above, [])
                    siblings.append(key)
            plain = [key for key in self.rows if key.startswith("row:")]
            self._lines = self._top + plain
            self._top = self._top or self._classes(plain)
        return self._children

    def _classes(self, plain: list[str]) -> list[str]:
        """Of rows without codes, those of 类 where the table begins with one, since the others stand under them."""
        classes = [*self.named.values()]
        return classes if classes and classes[0] == plain[0] else plain

    def children(self, key: str) -> list[str]:
        return self._climb().get(key, [])

    @property
    def top(self) -> list[str]:
        """The highest printed subjects, or the rows of a table without subjects (分单位)."""
        self._climb()
        return self._top

    @property
    def lines(self) -> list[str]:
        """The highest subjects and the rows without subject or item."""
        self._climb()
        return self._lines

    @property
    def has_plain(self) -> bool:
        """Whether some row has neither code nor item, so that its subject may be any."""
        return any(key.startswith("row:") for key in self.rows)

    def within(self, code: str) -> list[str]:
        """The highest printed subjects within a code: itself, or its items where it is not printed."""
        if code in self.rows:
            return [code]
        inside = sorted(key for key in self.rows if key[0].isdigit() and key.startswith(code))
        return [key for key in inside if not any(key != other and key.startswith(other) for other in inside)]

    def row(self, key: str) -> list[str]:
        """A row by its key. The row of a 类 or 款 of which the table prints none is all within it; so is the total of a
        table of subjects, where none of its rows may be one under another name."""
        if key == GRAND_TOTAL and key not in self.rows and self._is_coded and not self.has_plain:
            return self.top or [key]
        if key in self.rows or not key.isdigit():
            return [key]
        return [key] if any(other.isdigit() and len(other) == len(key) for other in self.rows) else self.within(key)

    def in_place_of(self, key: str, measure: str | None) -> list[int]:
        """The parts of a total in whose place the header stands; none for any other cell."""
        if key != GRAND_TOTAL or measure not in self.headed:
            return []
        return [n for line in self.lines for n in self.rows[line].get(measure or "", ())]

    def reaches(self, key: str) -> bool:
        """Whether the table prints subjects as far down as a row: a 项 is no row of a table of 类 and 款 alone."""
        return not key.isdigit() or any(other.isdigit() and len(other) >= len(key) for other in self.rows)


EMPTY = TableRows()
"""A table that is printed without figures."""
