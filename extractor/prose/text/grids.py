"""What tables say as the prose does: lines of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.prose.text.sentences_in_grids import with_sentences
from extractor.prose.text.typed_grids import with_typed_grids
from extractor.tables.model import GridAddress, PageContent, Table


def with_prose_of_grids(
    contents: Sequence[PageContent], nine: Sequence[Table], sheets: Collection[GridAddress]
) -> tuple[PageContent, ...]:
    """The contents with the rows of typed tables that are none of the nine and none of the `sheets`, and with the
    sentences in cells, among their lines."""
    # A grid set beside another gives values to its table, and is none of its grids.
    values = (value.cell.address.of_grid for table in nine for value in table.values)
    taken = {*(grid.address for table in nine for grid in table.grids), *values, *sheets}
    return with_sentences(with_typed_grids(contents, taken), sheets)
