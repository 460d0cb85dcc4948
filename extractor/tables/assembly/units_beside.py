"""Amounts printed with their currency unit (1,234.56万元): the number goes to the cell, the unit to the grid."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.document.numbers import with_unit
from extractor.tables.assembly.flow import Block

FEWEST = 2  # amounts of a grid with one unit beside them; a single one may be a remark


def with_bare_amounts(block: Block) -> Block:
    """The block with bare numbers as its amounts, and their unit as that of its grid; unchanged where they have no
    unit, or several."""
    found = {i: told for i, cell in enumerate(block.grid.cells) if cell.text and (told := with_unit(cell.text))}
    units = {unit for _, unit in found.values()}
    if len(found) < FEWEST or len(units) > 1:
        return block
    cells = tuple(replace(cell, text=found[i][0]) if i in found else cell for i, cell in enumerate(block.grid.cells))
    return replace(block, grid=replace(block.grid, cells=cells, currency_unit=units.pop()))
