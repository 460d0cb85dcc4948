"""Tables as grids of cells that know which figure they print, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from samples.generator.accounts import Fen

Align = Literal["left", "centre", "right"]
UNITS = {"元": Decimal(100), "万元": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class Address:
    """Which figure a cell prints, in the terms of the gold files; `basis` is `final` save in budget columns."""

    table: str
    side: str
    code: str
    label: str
    measure: str
    basis: str = "final"


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a disclosure prints amounts: currency unit, thousand separators, what stands for zero and for minus."""

    unit: str = "万元"
    separators: bool = False
    zero: str = "0.00"
    minus: str = "-"

    def value(self, fen: Fen) -> Decimal:
        return (Decimal(fen) / UNITS[self.unit]).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def text(self, fen: Fen) -> str:
        value = self.value(fen)
        if not value:
            return self.zero
        text = f"{abs(value):,.2f}" if self.separators else f"{abs(value):.2f}"
        return text if value > 0 else f"（{text}）" if self.minus == "（" else self.minus + text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its spans; `address` is set where it prints a figure."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    align: Align
    address: Address | None = None
    is_header: bool = False

    @property
    def value(self) -> Decimal | None:
        """The printed figure; None for blanks and dashes, which gold leaves out."""
        if self.address is None or not self.text.strip("-—"):
            return None
        digits = self.text.replace(",", "")
        return -Decimal(digits.strip("-△（）")) if digits[0] in "-△（" else Decimal(digits)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is printed over a table: lines of (left, centre, right)."""

    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table, however many pages it will take. `kind` is 01…09, P1, P2 or empty for others.

    `widths` are relative; `header_rows` are repeated on later pages where a style does so.
    """

    kind: str
    title: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    header_rows: int
    frame: Frame = Frame()
    notes: tuple[str, ...] = ()
    number: str | None = None

    @property
    def rows(self) -> int:
        return max(c.row + c.rows for c in self.cells)

    @property
    def columns(self) -> int:
        return len(self.widths)


@dataclass(slots=True)
class Board:
    """Collects cells row by row."""

    cells: list[Cell] = field(default_factory=list)
    row: int = 0

    def put(
        self,
        column: int,
        text: str,
        *,
        row: int | None = None,
        rows: int = 1,
        columns: int = 1,
        align: Align = "left",
        address: Address | None = None,
        is_header: bool = False,
    ) -> None:
        place = self.row if row is None else row
        self.cells.append(Cell(place, column, rows, columns, text, align, address, is_header))

    def figures(self, column: int, figures: Sequence[tuple[Fen | None, Address]], numerals: Numerals) -> None:
        """Amounts side by side; None prints nothing whatever the style of zeros."""
        for shift, (fen, address) in enumerate(figures):
            text = "" if fen is None else numerals.text(fen)
            self.put(column + shift, text, align="right", address=address if text else None)

    def blanks(self, column: int, count: int) -> None:
        for shift in range(count):
            self.put(column + shift, "", align="right")

    def headers(self, paths: Sequence[tuple[str, ...]], depth: int | Sequence[int]) -> None:
        """Header cells over `len(paths)` columns: equal beginnings are merged, last labels reach down to `depth`.

        An empty label in a path lets the one above it reach down a level.
        """
        depths = [depth] * len(paths) if isinstance(depth, int) else list(depth)
        for level in range(max(depths)):
            column = 0
            while column < len(paths):
                path = paths[column]
                if level >= len(path) or not path[level]:
                    column += 1
                    continue
                end = column + 1
                while end < len(paths) and paths[end][: level + 1] == path[: level + 1] and len(path) > level + 1:
                    end += 1
                is_last = level == len(path) - 1
                reach = next((n for n, label in enumerate(path[level + 1 :], start=1) if label), 1)
                rows = depths[column] - level if is_last else reach
                self.put(
                    column, path[level], row=self.row + level, rows=rows, columns=end - column,
                    align="centre", is_header=True,
                )  # fmt: skip
                column = end
        self.row += max(depths)
