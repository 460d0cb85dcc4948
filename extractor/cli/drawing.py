"""Pages as pictures with what was read laid over them: numbers by what the checks say, figures, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractor.cli.chinese_font import chinese_font
from extractor.cli.speech import harmless, is_chinese, worded
from extractor.document.model import Box, Page
from extractor.document.view import viewed
from extractor.errors import DocumentError, UsageError, shown
from extractor.languages import spoken
from extractor.problems import Problem
from extractor.records.closed_sets import CheckStatus
from extractor.records.rows import Fact
from extractor.tables.model import Cell, PageContent

if TYPE_CHECKING:  # Pillow is an extra
    from PIL import Image, ImageDraw, ImageFont

    from extractor.stages import Audited

    Colour = tuple[int, int, int, int]

SCALE = 2.5  # pixels per point
GRID, INK, WHITE = (0, 114, 178, 160), (60, 60, 60, 255), (255, 255, 255, 255)
GREEN, GREY, RED = (0, 158, 115, 70), (120, 120, 120, 60), (220, 0, 0, 90)
ORANGE, VIOLET = (200, 90, 0, 255), (120, 60, 160, 255)
LEGEND = (
    ("number that passed its checks", GREEN, None),
    ("number of a failed check", None, ORANGE),
    ("number that no check touches", GREY, None),
    ("number that was not read into the tables", RED, None),
    ("figure of the prose", None, VIOLET),
)
"""What the colours mean: told apart by fill and outline too."""
SIZES = (6.5, 5.5)  # points of a label
MARGIN = 1.0  # points between a label and what is printed


@dataclass(frozen=True, slots=True)
class Labels:
    """How labels are written: `chinese` where the language and a font allow it."""

    chinese: bool
    fonts: tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, ...]


def labels() -> Labels:
    """Raises `UsageError` where Pillow is missing."""
    try:
        from PIL import ImageFont
    except ImportError as error:
        raise UsageError(spoken("Drawing needs Pillow; install it with: pip install 'juesuan[image]'.")) from error
    path = chinese_font() if is_chinese() else None
    if path is None:
        return Labels(False, tuple(ImageFont.load_default(size * SCALE) for size in SIZES))
    return Labels(True, tuple(ImageFont.truetype(str(path), round(size * SCALE)) for size in SIZES))


def draw_page(
    file: Path, page: Page, contents: Sequence[PageContent], audited: Audited, write: Labels, target: Path
) -> None:
    """Writes a PNG of a page with its grids, the numbers read there and what their checks say, and a legend.

    Labels stand where nothing is printed, or not at all. Raises `UsageError` where it cannot be written.
    """
    from PIL import Image, ImageDraw

    drawn = _picture(file, page).convert("RGBA")
    layer = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    facts = [fact for fact in audited.facts if fact.page == page.number and fact.box is not None]
    figures = [figure for figure in audited.figures if figure.page == page.number and figure.box is not None]
    grids = [grid for content in contents if content.page == page.number for grid in content.grids]
    cells = [cell for grid in grids for cell in grid.cells if cell.box is not None]
    for cell in cells:
        _box(pen, cell.box, outline=GRID)
    for cell in _unread(cells, facts):
        _box(pen, cell.box, fill=RED)
    for fact in facts:
        _mark(pen, fact)
    for figure in figures:
        _box(pen, figure.box, outline=VIOLET, fill=None if figure.metric else RED)
        if figure.check_status == CheckStatus.FAILED:
            _box(pen, figure.box, outline=ORANGE, wide=4)
    Writer(pen, page, write).label(facts)
    whole = _with_legend(Image.alpha_composite(drawn, layer), write)
    try:
        whole.convert("RGB").save(target, "PNG")
    except OSError as error:
        words = "{path} cannot be written ({reason}); choose another place."
        raise UsageError(spoken(words, path=target, reason=error.strerror or error)) from error


def _picture(file: Path, page: Page) -> Image.Image:
    """The page as a viewer shows it, in the measure of its boxes."""
    with viewed(file) as view:
        try:
            seen = view.picture(page.number, SCALE)
        except LookupError as error:
            raise DocumentError(Problem.NOT_OPENED, file=shown(file.name)) from error
        width, height = page.sheet
        return seen.resize((round(width * SCALE), round(height * SCALE)))


def _mark(pen: ImageDraw.ImageDraw, fact: Fact) -> None:
    if fact.check_status == CheckStatus.FAILED:
        _box(pen, fact.box, outline=ORANGE, wide=4)
    else:
        _box(pen, fact.box, fill=GREEN if fact.check_status == CheckStatus.PASSED else GREY)


def _unread(cells: Sequence[Cell], facts: Sequence[Fact]) -> Iterator[Cell]:
    """Cells of amounts (numbers with decimals) which became no fact: not read, or of what makes no row."""
    read = [fact.box for fact in facts if fact.box is not None]
    for cell in cells:
        if cell.number.value is None or "." not in cell.text or cell.box is None:
            continue
        x, y = (cell.box.x0 + cell.box.x1) / 2, (cell.box.top + cell.box.bottom) / 2
        if not any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in read):
            yield cell


def _box(
    pen: ImageDraw.ImageDraw, box: Box | None, fill: Colour | None = None, outline: Colour | None = None, wide: int = 2
) -> None:
    if box is not None:
        pen.rectangle(
            [side * SCALE for side in (box.x0, box.top, box.x1, box.bottom)], fill, outline, wide if outline else 0
        )


class Writer:
    """Writes labels where the page has room."""

    def __init__(self, pen: ImageDraw.ImageDraw, page: Page, write: Labels, ink: Colour | int = INK) -> None:
        found = page.characters
        self._pen, self._write, self._ink = pen, write, ink
        self._taken = np.column_stack((found.x0, found.top, found.x1, found.bottom)).astype(float)

    def label(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            key = f"{fact.measure} {fact.subject_code or fact.item or ''}"
            words = fact.measure_label if self._write.chinese else key
            self._place(harmless(words).strip(), fact.box)

    def _place(self, words: str, box: Box | None) -> None:
        """In a corner of the box where nothing is printed, as large as there is room."""
        if box is None:
            return
        for font in self._write.fonts:
            _, _, right, bottom = self._pen.textbbox((0, 0), words, font=font)
            wide, high = right / SCALE, bottom / SCALE
            for x in (box.x0 + MARGIN, box.x1 - MARGIN - wide):
                for y in (box.top, box.bottom - high):
                    place = np.array([x, y, x + wide, y + high])
                    if x >= box.x0 and x + wide <= box.x1 and y >= box.top and self._is_free(place):
                        self._pen.text((x * SCALE, y * SCALE), words, fill=self._ink, font=font)
                        self._taken = np.vstack((self._taken, place))
                        return

    def _is_free(self, place: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
        x0, top, x1, bottom = self._taken.T
        apart = (x1 < place[0]) | (x0 > place[2]) | (bottom < place[1]) | (top > place[3])
        return bool(apart.all())


def _with_legend(drawn: Image.Image, write: Labels) -> Image.Image:
    """The picture with what its colours mean beneath it."""
    from PIL import Image, ImageDraw

    font, step = write.fonts[0], round(14 * SCALE)
    whole = Image.new("RGBA", (drawn.width, drawn.height + step * len(LEGEND) + step // 2), WHITE)
    whole.paste(drawn)
    layer = Image.new("RGBA", whole.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for row, (meaning, fill, outline) in enumerate(LEGEND):
        top = drawn.height + step // 4 + row * step
        pen.rectangle((step, top, 3 * step, top + step * 2 // 3), fill, outline or GRID, 4 if outline else 1)
        words = spoken(meaning)
        pen.text((3.5 * step, top), worded(words) if write.chinese else str(words), fill=INK, font=font)
    return Image.alpha_composite(whole, layer)
