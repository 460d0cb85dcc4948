"""The cells that an engine gives, each by its box, as a grid: what is printed in one is in the grid."""

from __future__ import annotations

from extractor.document.model import Box
from extractor.tables.engines.cells import RawCell, grid_of


def texts(*cells: tuple[float, float, float, float, str]) -> list[list[str]]:
    raw = [RawCell(Box(*box), (text,) if text else ()) for *box, text in cells]
    grid = grid_of(1, raw, "camelot")
    assert grid is not None
    return [[grid.at(r, c).text for c in range(grid.columns)] for r in range(grid.rows)]


def test_a_cell_too_narrow_for_a_place_of_its_own_lends_its_text_to_the_one_there() -> None:
    """As where a ring is drawn around a number, across the borders of its cell."""
    row = [(0, 0, 50, 20, "办公费"), (50, 0, 51, 20, ""), (51, 0, 52, 20, "9.00"), (52, 0, 100, 20, "")]
    assert texts(*row) == [["办公费", "9.00"]]
    assert texts(*row[:3], (52, 0, 100, 20, "8.00")) == [["办公费", "8.009.00"]]


def test_a_cell_within_another_is_part_of_it() -> None:
    cells = [(0, 0, 50, 20, "合计"), (50, 0, 100, 20, ""), (50, 0, 100, 19, "7.00"), (0, 20, 50, 40, "a")]
    assert texts(*cells) == [["合计", "7.00"], ["a", ""]]
