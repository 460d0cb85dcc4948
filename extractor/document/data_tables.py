"""Which tables of a marked-up file hold data, and which are mere layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.document.model import MarkupCell

FEW_NUMBERS = 3  # in the only row of a table: with fewer it is a line that a table sets (部门：X, 单位：万元)
_NUMBER = regex.compile(r"[-(（△]?[\d,，]*\d(?:[.．]\d+)?[%％]?[)）]?")

Row = tuple[MarkupCell, ...]


def numbers_in(rows: Sequence[Row]) -> Iterator[str]:
    """The texts of the cells that hold a number alone."""
    return (text for row in rows for cell in row if _NUMBER.fullmatch(text := cell.text.strip()))


def holds_data(rows: Sequence[Row]) -> bool:
    """Whether rows are a table: layout has one column, or one row without several numbers."""
    filled = [row for row in rows if any(cell.text.strip() for cell in row)]
    if max((len(row) for row in rows), default=0) < 2:
        return False
    return len(filled) > 1 or sum(1 for _ in numbers_in(filled)) >= FEW_NUMBERS


def is_frame(text: int, in_tables: int) -> bool:
    """Whether a table with so many characters, of which so many are in tables within its cells, only holds these in
    place."""
    return in_tables * 2 > text
