"""What every later step sees of a file, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.languages import Sentence, said

Floats = NDArray[np.floating[Any]]
FIRST_ENGINE = "pdfium"
OCR_ENGINE = "ocr"
OFD_ENGINE = "ofd"
PageState = Literal["text", "blank", "picture", "garbled", "crowded", "damaged"]


class TextSource(StrEnum):
    """Where the characters of a document come from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    MIXED = "mixed"
    PLAIN_TEXT = "plain_text"
    OFFICE = "office"
    HTML = "html"


class Box(Struct, frozen=True):
    """A rectangle in PDF points from the top left of the page as it is displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


class Characters(Struct, frozen=True):
    """The printed characters of a page, blanks left out, as columns of equal length.

    `text` holds one code point per character, radicals already mapped to their ideographs; the arrays are
    in points from the top left, `baseline` and `size` included.
    """

    text: str
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    baseline: Floats
    size: Floats

    def __len__(self) -> int:
        return len(self.text)

    def box(self, indices: Sequence[int]) -> Box:
        """The box of some characters, at least one."""
        return Box(
            min(map(self.x0.item, indices)),
            min(map(self.top.item, indices)),
            max(map(self.x1.item, indices)),
            max(map(self.bottom.item, indices)),
        )


class Rulings(Struct, frozen=True):
    """Straight visible lines: `horizontal` has rows (y, x0, x1), `vertical` rows (x, top, bottom), in points."""

    horizontal: Floats
    vertical: Floats


class Alternative(Struct, frozen=True):
    """What a number may be instead, by a reader that recognises characters (OCR); `probability` is in 0…1, by that
    reader, and the rest of what its alternatives share is the reading's own."""

    text: str
    probability: float


class Doubt(Struct, frozen=True):
    """A number that was recognised in a picture, or is printed red, and may be another one: its `text`, its `box` in
    points on the page turned upright, and its alternatives, the most probable first."""

    text: str
    box: Box
    alternatives: tuple[Alternative, ...]


PICTURE = 1000  # points that a picture or a bar counts for


class Drawn(Struct, frozen=True):
    """Shapes and pictures that may show characters which nobody wrote as text: their `boxes`, and how many points each
    has. `slants`: the ends (x, y, x, y) of each piece of the strokes that lean or were drawn by hand."""

    boxes: Floats
    points: NDArray[np.intp]
    slants: Floats = np.empty((0, 4))


NOTHING_DRAWN = Drawn(np.empty((0, 4), np.float32), np.empty(0, np.intp))
NO_CHARACTERS = Characters("", *(np.empty(0, np.float32),) * 6)
NO_RULINGS = Rulings(np.empty((0, 3), np.float32), np.empty((0, 3), np.float32))


class Spans(StrEnum):
    """How it is known which rows and columns of a table a cell reaches over."""

    DRAWN = "drawn"  # ruled lines part the cells
    MARKED = "marked"  # the file says so (html, docx, xlsx)
    GUESSED = "guessed"  # from where the words stand, or how many cells the rows have: no line parts them
    LOST = "lost"  # plain text: every cell stands alone, and what a header reaches over is left to its reader


def place(page: int, line: int | None) -> Sentence:
    """Where a person finds something: `page 3`, or `line 120` of a file without pages."""
    return said("page {page}", page=page) if line is None else said("line {line}", line=line)


class Line(Struct, frozen=True):
    """A line of text as it is printed.

    `characters` gives, for each code point of `text`, its index in the `Characters` of the page (-1 for a blank that
    only a gap shows). A line that a file's markup gives has neither these nor a box, but a `number`: it counts lines
    and rows of tables in reading order from 1; in a text file, its lines. A `whole` one is a paragraph, of a cell.
    """

    text: str
    page: int
    box: Box | None = None
    number: int | None = None
    characters: tuple[int, ...] = ()
    whole: bool = False

    @property
    def where(self) -> str:
        """Where a person finds the line: `page 3`, or `line 120` of a text file."""
        return place(self.page, self.number)


Projection = tuple[float, float, float, float, float, float, float, float, float]
"""A matrix of three rows by which a picture is seen from another angle: (x, y, 1) → (x'·w, y'·w, w), in points."""


class Page(Struct, frozen=True):
    """One page of a file with layout, 1-based.

    - `state`: whether the text can be used: `picture`: nothing but an image, or letters drawn as shapes; `garbled`: the
      characters have no usable Unicode; `crowded`: more lines than are read; `damaged`: the content breaks off.
    - `turned`: by how many degrees the content was turned to read upright.
    - `recognised`: the characters are OCR of a picture, somebody's or ours; `faint`: so many were recognised without
      certainty that errors may agree with each other; `doubts`: the numbers that may be others.
    - `amended`: the characters are not those of the text layer as it stands, so that engines that read that layer
      themselves would find others.
    - `bare_notes`: something typed has no appearance, or stands in a layer, and was not read; `covered`: a drawn note
      or a stamp hides text.
    - `parted`: text reaches beyond the visible page, or some digits of a run are seen and others are not; `cut`: a word
      or number goes on beyond the edge.
    - `attached`: documents pinned to it, or (page 1) held by the file; `engine`: what read the characters.
    - `laid`: leads from the page as read to the page as it lay, skewed, in its picture, turned upright; `enlarged`: how
      many points as read are one of the file, which may claim that a sheet of paper is as large as a stamp or a door.
    - `parts`: the places of the pages on a sheet that holds several, in reading order; as read they are stacked.
    - `drawn`: its shapes and pictures.
    """

    number: int
    width: float
    height: float
    characters: Characters
    rulings: Rulings
    state: PageState = "text"
    turned: int = 0
    recognised: bool = False
    amended: bool = False
    bare_notes: bool = False
    covered: bool = False
    parted: bool = False
    cut: bool = False
    attached: tuple[str, ...] = ()
    engine: str = FIRST_ENGINE
    faint: bool = False
    laid: Projection | None = None
    enlarged: float = 1.0
    doubts: tuple[Doubt, ...] = ()
    parts: tuple[Box, ...] = ()
    drawn: Drawn = NOTHING_DRAWN

    @property
    def is_read_in_part(self) -> bool:
        """Whether something was not read that a person may see on it, or that hides what is printed."""
        return self.bare_notes or self.covered or self.parted or self.state in ("garbled", "damaged", "crowded")

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the sheet from which it is read, turned upright, in points."""
        if not self.parts:
            return self.width, self.height
        return max(part.x1 for part in self.parts), max(part.bottom for part in self.parts)

    def depth(self, height: float) -> float:
        """How far down its page a height lies, from 0 (head) to 1 (foot); on a sheet, down its part of it."""
        top = 0.0
        for part in self.parts:
            if height < top + part.bottom - part.top:
                return (height - top) / (part.bottom - part.top)
            top += part.bottom - part.top
        return height / self.height


class MarkupCell(Struct, frozen=True):
    """A cell as its file gives it: `text` with its line breaks, the 1-based `line` of a text file on which it stands,
    or a `place` that a person finds (`Sheet2!C14`)."""

    text: str
    row_span: int = 1
    column_span: int = 1
    line: int | None = None
    place: str | None = None


def spans_of(rows: Sequence[Sequence[MarkupCell]]) -> Spans:
    """How the spans of a table are known in a format that can mark them: a table that marks none may have lost them."""
    marked = any(cell.row_span > 1 or cell.column_span > 1 for row in rows for cell in row)
    return Spans.MARKED if marked else Spans.LOST


class MarkupTable(Struct, frozen=True):
    """A table as its file gives it: rows of cells from left to right, each cell in the first row that it reaches over.

    `spans` are marked, or lost where the format has none; `line` is the number of its first row, counted as
    `Line.number` is. `number` counts the tables of a file from 1 where that is how a person finds one: cells without a
    place of their own then have `table 3, row 14, column 3`.
    """

    rows: tuple[tuple[MarkupCell, ...], ...]
    spans: Spans
    line: int
    number: int | None = None


class MarkupPage(Struct, frozen=True):
    """What a file without layout holds, in reading order: the whole of a text, or one sheet of a workbook (1-based).

    - `attachments`: names of files that it says are attached to it; `name`: the name of a sheet.
    - `note`: how it was read, if not directly; `unread`: sentences on what it shows and was not read.
    """

    number: int
    items: tuple[Line | MarkupTable, ...]
    attachments: tuple[str, ...] = ()
    name: str | None = None
    note: Sentence | None = None
    unread: tuple[Sentence, ...] = ()


class Document(Struct, frozen=True):
    """A file as read: `doc_id` is the first 16 hex digits of its SHA-256.

    A layout reader gave `pages`, or a markup reader `markup`; the other is empty.
    """

    doc_id: str
    source_file: str
    text_source: TextSource
    pages: tuple[Page, ...] = ()
    markup: tuple[MarkupPage, ...] = ()
    path: str = ""

    @property
    def has_layout(self) -> bool:
        """Whether its text stands on pages, each character in a box."""
        return bool(self.pages)

    @property
    def attachments(self) -> tuple[str, ...]:
        """The names of files that it says are attached to it."""
        return tuple(name for page in self.markup for name in page.attachments)
