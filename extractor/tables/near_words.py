"""Headers and labels of a page that was recognised in a picture (OCR), checked against the words that tables are
printed with.

A misread cell is taken for the one entry of the lexicon that is near, and keeps what was read beside it. Being near is
no proof: the table says what was taken for what, and none of its numbers counts as confirmed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from extractor.classification.subjects import class_names
from extractor.document.characters import plain
from extractor.document.model import Alternative, Spans
from extractor.document.numbers import CODE_DIGITS
from extractor.languages import Sentence, said
from extractor.lexicon.near import nearest
from extractor.tables.model import Cell, Grid, PageContent

READ = 1.0  # the probability of what was read and is taken for something else


def with_known_words(contents: Sequence[PageContent], recognised: Collection[int]) -> tuple[PageContent, ...]:
    """The contents in which the headers and labels of the pages `recognised` (1-based) are those that the lexicon
    knows."""
    return tuple(
        replace(content, grids=tuple(map(_known, content.grids))) if content.page in recognised else content
        for content in contents
    )


def _known(grid: Grid) -> Grid:
    coded = {cell.row for cell in grid.cells if CODE_DIGITS.fullmatch(plain(cell.text))}
    return replace(grid, cells=tuple(cell if cell.row in coded else _held(cell, grid.spans) for cell in grid.cells))


def _held(cell: Cell, spans: Spans) -> Cell:
    """A cell as the entry that is near. Names of subjects, which stand beside their code, are not words of the form.
    Where no lines separate the cells, a text that begins or ends an entry is a line of it, and not misread."""
    entry = nearest(cell.text, class_names()) if cell.number.kind == "text" else None
    if entry is None:
        return cell
    read = plain(cell.text)
    if spans is not Spans.DRAWN and (entry.startswith(read) or entry.endswith(read)):
        return cell
    return replace(cell, text=entry, lines=(entry,), alternatives=(Alternative(cell.text, READ),))


def taken_for_others(grids: Sequence[Grid]) -> Iterator[Sentence]:
    """A sentence for each cell of a table that was taken for something near what was read."""
    for grid in grids:
        for cell in grid.cells:
            if cell.number.kind == "text" and any(other.probability == READ for other in cell.alternatives):
                yield said(
                    "{where}: “{read}” was recognised and is taken for “{entry}”; compare with the document.",
                    where=cell.where,
                    read=cell.alternatives[0].text,
                    entry=cell.text,
                )
