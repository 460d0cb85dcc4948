"""Values whose column is a guess: where no rules separate the columns, a number may stand under another one's header.

What it may be instead goes with it, for the accounts to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractor.document.model import Spans
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.model import Amounts, GridAddress, Value
from extractor.tables.nine.collected import Collected, Panel


def with_other_columns(stitched: Stitched, collected: Collected) -> tuple[Value, ...]:
    """The values of a table, each with the measures of the other columns that it may belong to."""
    guessed = {block.grid.address for block in stitched.blocks if block.grid.spans is Spans.GUESSED}
    if not guessed:
        return tuple(collected.values)
    beside: dict[tuple[GridAddress, int], list[int]] = {}
    for block, columns in zip(stitched.blocks, stitched.maps, strict=True):
        own = {place: index for index, place in enumerate(columns) if place is not None}
        for column, other in block.grid.exchangeable:
            if other in own:
                beside.setdefault((block.grid.address, column), []).append(own[other])
    return tuple(
        replace(value, guessed=True, may_be=tuple(_amounts(value, beside, collected.panels)))
        if value.cell.address.of_grid in guessed
        else value
        for value in collected.values
    )


def _amounts(
    value: Value, beside: dict[tuple[GridAddress, int], list[int]], panels: Sequence[Panel]
) -> Iterator[Amounts]:
    address = value.cell.address
    for index in beside.get((address.of_grid, address.column), ()):
        for panel in panels:
            for column, measure, basis in panel.columns:
                if column.index == index:
                    yield panel.side, column.basis or value.basis or basis, measure
