"""Lines that are rows of numbers though no grid has them: below a table, or under a title without a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.document.numbers import SUBJECT_CODE, is_number
from extractor.kept import compiled
from extractor.lexicon.titles import is_set_aside, title_of
from extractor.tables.assembly.frame import is_frame, is_note

STRAY_AMOUNTS = 2  # amounts in a line that make it a row of numbers
_AMOUNT = compiled(r"\d\.\d")
_ALONE = compiled(r"-?\d[\d,]*\.\d+")
_CODED = compiled(rf"\s*{SUBJECT_CODE.pattern}(?=\s|\p{{Han}})")
_SENTENCE = compiled("[,，。；;]\\D|[%元]")


def lines_of_numbers(lines: Iterable[Line], page: int) -> Iterator[Line]:
    """The lines of numbers on a page or the next, up to a title or a sentence; behind a note, those that begin with a
    subject code."""
    noted = False
    for line in lines:
        if line.page > page + 1 or title_of(line.text):
            break
        is_row = _is_row_of_numbers(line.text) and not is_frame(line.text)
        if is_row and _CODED.match(line.text):
            yield line
        elif is_note(line.text):
            noted = True
        elif _SENTENCE.search(plain(line.text)):
            break
        elif is_row and not noted:
            yield line


def rows_of_subjects(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines under a title with unknown words, up to the next title, that begin with a subject code and have several
    amounts: rows of a table of which no grid was found, since its title names none of the nine."""
    is_open = False
    for line in lines:
        if title := title_of(line.text):
            is_open = title.table is None and not is_set_aside(title)
        elif is_open and _CODED.match(line.text) and _is_row_of_numbers(line.text):
            yield line


def _is_row_of_numbers(text: str) -> bool:
    """Whether a line has several amounts, or is a single amount or nothing but numbers."""
    bare, words = plain(text), text.split()
    if len(_AMOUNT.findall(bare)) >= STRAY_AMOUNTS or _ALONE.fullmatch(bare):
        return True
    return len(words) > STRAY_AMOUNTS and all(map(is_number, words))
