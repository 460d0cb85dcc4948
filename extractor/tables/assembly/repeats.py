"""Pages that are printed twice (重复页): the same words and cells again, counted once."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document.characters import plain
from extractor.document.numbers import SUBJECT_CODE
from extractor.kept import compiled
from extractor.tables.model import Cell, PageContent

FEWEST_AMOUNTS = 2  # on a page, for its coming again to be no chance: blank forms are alike
_AMOUNT = compiled(r"[1-9][\d,]*\.\d|\d\.\d*[1-9]")  # in the prose, where units that spent nothing say the same
_NO_AMOUNT = compiled(rf"{SUBJECT_CODE.pattern}|\d{{1,2}}")


def without_repeats(contents: Sequence[PageContent]) -> tuple[tuple[PageContent, ...], tuple[tuple[int, int], ...]]:
    """The pages without those that repeat an earlier one; and for each repeated page its number and that of the earlier
    one.

    A page repeats another only if all its lines and all cells of its tables are the same, the page number included.
    """
    first: dict[tuple[tuple[str, ...], ...], int] = {}
    kept: list[PageContent] = []
    again: list[tuple[int, int]] = []
    for content in contents:
        cells = [cell for grid in content.grids for cell in grid.cells]
        lines = tuple(line.text for line in content.lines)
        amounts = sum(map(_may_be_an_amount, cells)) + sum(len(_AMOUNT.findall(text)) for text in lines)
        if amounts < FEWEST_AMOUNTS:
            kept.append(content)
            continue
        key = (lines, tuple(cell.text for cell in cells))
        if key in first:
            again.append((content.page, first[key]))
        else:
            first[key] = content.page
            kept.append(content)
    return tuple(kept), tuple(again)


def _may_be_an_amount(cell: Cell) -> bool:
    """Whether a cell prints a number that neither counts rows nor is a code: the first pages of two wide sheets may
    have the same codes and names."""
    return cell.number.is_number and not _NO_AMOUNT.fullmatch(plain(cell.text))
