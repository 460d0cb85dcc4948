"""Subject codes of a page that was recognised in a picture (OCR), checked against the official classification.

A code that the classification does not have is taken for another only where everything agrees: the picture allows that
one too, it is the only one whose name is printed beside it, and the subject above it (for a 类: one within it) is
printed in the document. A code for which the picture allows nothing else is kept as printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.classification.subjects import is_called, kind_of, level, official
from extractor.document.characters import plain
from extractor.document.model import Alternative
from extractor.document.numbers import SUBJECT_CODE
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.tables.model import Cell, Grid, PageContent

_LIKE_CODE = compiled(r"[\dOoQliI|SsBZz.,:·]{2,11}")
_LETTERS = str.maketrans("OoQliI|SsBZz", "000111155822", ".,:·")


def with_known_codes(
    contents: Sequence[PageContent], recognised: Collection[int]
) -> tuple[tuple[PageContent, ...], tuple[Sentence, ...]]:
    """The contents in which the codes of the pages `recognised` (1-based) are those of the classification, and a
    sentence for each that was read otherwise."""
    if not recognised:
        return tuple(contents), ()
    printed = {code for content in contents for grid in content.grids for code in _codes(grid)}
    found: list[PageContent] = []
    told: list[Sentence] = []
    for content in contents:
        grids = content.grids
        if content.page in recognised:
            taken = [dict(_taken(grid, printed)) for grid in grids]
            grids = tuple(_with(grid, codes) for grid, codes in zip(grids, taken, strict=True))
            for grid, codes in zip(content.grids, taken, strict=True):
                told.extend(_told(grid.cells[i], code) for i, code in codes.items())
        found.append(replace(content, grids=grids))
    return tuple(found), tuple(told)


def _codes(grid: Grid) -> Iterator[str]:
    """The cells of a grid that are read as codes."""
    return (text for cell in grid.cells if SUBJECT_CODE.fullmatch(text := plain(cell.text)) and _is_official(text))


def _is_official(code: str) -> bool:
    return official(code, kind_of(code), None) is not None


def _taken(grid: Grid, printed: Collection[str]) -> Iterator[tuple[int, str]]:
    """The cells (by index) whose code is taken for another, with that one."""
    for row in range(grid.rows):
        slots = list(dict.fromkeys(grid.slots[row]))
        for place, name in pairwise(slots):
            cell, beside = grid.cells[place], grid.cells[name]
            if cell.row == row and beside.number.kind == "text" and beside.text and _LIKE_CODE.fullmatch(cell.text):
                code = _near(cell, beside.text, printed)
                if code is not None:
                    yield place, code
                break


def _near(cell: Cell, name: str, printed: Collection[str]) -> str | None:
    """The one code that a cell may print, that has the name beside it, and that stands where it belongs."""
    read = plain(cell.text)
    if SUBJECT_CODE.fullmatch(read) and _is_official(read):
        return None
    possible = {read.translate(_LETTERS), *(other.text for other in cell.alternatives)} - {read}
    fit = [
        code for code in possible if SUBJECT_CODE.fullmatch(code) and is_called(code, name) and _belongs(code, printed)
    ]
    return fit[0] if len(fit) == 1 else None


def _belongs(code: str, printed: Collection[str]) -> bool:
    """Whether the subject above a code is printed or, for a 类, one within it."""
    if level(code) > 1:
        return code[:-2] in printed
    return any(other != code and other.startswith(code) for other in printed)


def _with(grid: Grid, codes: dict[int, str]) -> Grid:
    """A grid with other codes in some of its cells (by index); what was read first stays beside them."""
    if not codes:
        return grid
    return replace(
        grid,
        cells=tuple(
            replace(cell, text=codes[i], lines=(codes[i],), alternatives=(Alternative(cell.text, 1.0),))
            if i in codes
            else cell
            for i, cell in enumerate(grid.cells)
        ),
    )


def _told(cell: Cell, code: str) -> Sentence:
    return said(
        "{where}: “{read}” was recognised and is taken for “{entry}”; compare with the document.",
        where=cell.where,
        read=cell.text,
        entry=code,
    )
