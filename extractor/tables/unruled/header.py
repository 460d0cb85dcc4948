"""The header of an aligned table: its words as cells, the lines of a wrapped one together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.model import OCR_ENGINE, Page
from extractor.lexicon.columns import role_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.measures import names_a_measure
from extractor.lexicon.words import are_parts_of_a_word
from extractor.tables.unruled.rows import Lines
from extractor.tables.unruled.under_headers import Span, shared
from extractor.tables.unruled.words import Word, are_parted

SAME_CELL = 1.45  # of the size: the lines of a wrapped cell stand this near
SPACED_CELL = 1.6  # of the size: or this, where no lines of the header stand nearer, as browsers set them
LOOSE_CELL = 1.9  # of the size: those of one that only all of them together make a word
OFF_MIDDLE = 0.8  # of the size: the lines of a cell share their middle so nearly
OFF_CENTRE = 0.3  # of the size: text is so nearly in the middle of its cell
SAME_HEIGHT = 1.5  # points
OFF_STEP = 0.5  # points
BOTH = 2  # sides of a word on its line
ALIKE = 3  # characters: no header says the same again on its next line
COUNTED = 3  # digits: no table has so many columns
MISREAD = 6  # numbers of columns among which one may be misread in a picture
STAGES = (frozenset({"budget"}), frozenset({"final"}))  # 预算, 决算


class HeaderCell(Struct, frozen=True):
    """The words of one header cell, and the line on which it begins; `is_below`: it is in the 栏次 line, which stands
    below the rows of the header (类, 款, 项)."""

    words: tuple[Word, ...]
    level: int
    is_below: bool = False

    @property
    def text(self) -> str:
        return "".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        return min(w.box.x0 for w in self.words)

    @property
    def drawn(self) -> Span | None:
        """How far the cell reaches between borders that are drawn, in whose middle its text stands; None where no such
        are, or others stand between them."""
        cell = self.words[0].cell
        if cell is None or any(word.cell != cell for word in self.words):
            return None
        return cell if abs(sum(cell) / 2 - self.middle) < OFF_CENTRE * self.words[0].size else None

    @property
    def x1(self) -> float:
        return max(w.box.x1 for w in self.words)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        return min(w.box.top for w in self.words)

    @property
    def bottom(self) -> float:
        return max(w.box.bottom for w in self.words)

    @property
    def height(self) -> float:
        """The height of the middle of the cell."""
        return (self.top + self.bottom) / 2


def are_two(upper: str, lower: str) -> bool:
    """Whether two texts each head a column, and are not one header together, as two that begin alike are not
    (公务用车购置及运行维护费, 公务用车购置费)."""
    both = is_header_word(upper) and is_header_word(lower)
    return both and (upper[:ALIKE] == lower[:ALIKE] or not is_header_word(upper + lower))


def is_numbering_line(line: Sequence[Word]) -> bool:
    """栏次 1 2 3 …, or the counting numbers alone."""
    texts = [plain(w.text) for w in line]
    if "栏次" in "".join(texts) or (len(texts) > 2 and texts == [str(i) for i in range(1, len(texts) + 1)]):
        return True
    counted = [int(text) for text in texts if text.isdecimal() and len(text) < COUNTED]
    misread = len(texts) // MISREAD
    follow = sum(b - a == 1 for a, b in pairwise(counted))
    return (
        misread > 0
        and len(counted) >= len(texts) - misread
        and counted[0] <= 1 + misread
        and follow >= len(texts) - 1 - 2 * misread
    )


def jitter_of(page: Page) -> float:
    """By how many points the heights of one row of words may differ: by some in a picture, by none in a text layer."""
    return SAME_HEIGHT if page.engine == OCR_ENGINE else 0.0


def header_cells(lines: Lines) -> list[HeaderCell]:
    """The words of header lines as cells; the lines of a wrapped cell are joined, 栏次 and its numbers left out."""
    cells: list[HeaderCell] = []
    step = _step_of(lines)
    for level, line in enumerate(lines):
        numbered, higher = is_numbering_line(line), tuple(cells)
        for word in _named(line) if numbered else line:
            above = [
                c
                for c in cells
                if _is_near(c, word, step)
                and not are_parted(c.words[-1], word)
                and shared((word.box.x0, word.box.x1), (c.x0, c.x1)) > 0
                and (_is_vertical(c, word) or not (are_two(c.text, word.text) or _is_group(c, word, line, higher)))
            ]
            others = [w for w in line if w is not word and above and w.box.x0 < above[0].x1 and w.box.x1 > above[0].x0]
            if len(above) == 1 and not others and _set_alike(above[0], word):
                cells[cells.index(above[0])] = HeaderCell((*above[0].words, word), above[0].level)
            else:
                cells.append(HeaderCell((word,), level, numbered))
    return cells


def _named(line: Sequence[Word]) -> list[Word]:
    """The cells of the header in a 栏次 line: 类, 款 and 项, which stand beside it."""
    return [w for w in line if is_header_word(w.text) and not is_numbering_line([w])]


def _is_group(cell: HeaderCell, word: Word, line: Sequence[Word], higher: Sequence[HeaderCell]) -> bool:
    """Whether a cell is that of a group, of a word right below it and those on both sides of this: above them no
    `higher` cell stands, and each names a measure under it (合计, 基本支出, 项目支出 under 本年收入)."""
    at = line.index(word)
    beside = [*line[max(at - 1, 0) : at], *line[at + 1 : at + 2]]
    free = [w for w in beside if all(shared((w.box.x0, w.box.x1), (c.x0, c.x1)) <= 0 for c in higher)]
    heads = [one.text for one in (word, *free)]
    if len(free) < BOTH or len(cell.text) < ALIKE or not is_header_word(word.text):
        return False  # lines of one cell: 本年|支出|合计, 因公出国|（境）费
    if are_parts_of_a_word(cell.text, word.text) and not any(map(_is_stage, free)):
        return False  # 一般公共|预算, but not 政府性基金 over 预算 beside 决算
    return all(role_of(head) is None and names_a_measure(cell.text, head) for head in heads)


def _is_stage(word: Word) -> bool:
    return meaning(word.text).says in STAGES


def _is_vertical(cell: HeaderCell, word: Word) -> bool:
    """Whether a word continues a cell that is written from top to bottom, one letter per line."""
    return len(word.text) == len(cell.words[-1].text) == 1


def _step_of(lines: Lines) -> float:
    """From a line of a header to the nearest one below it, in points; its 栏次 may stand nearer to its last one."""
    words = [word for line in lines if not is_numbering_line(line) for word in line]
    steps = (
        low.baseline - high.baseline
        for high in words
        for low in words
        if low.baseline > high.baseline and low.box.x0 < high.box.x1 and low.box.x1 > high.box.x0
    )
    return min(steps, default=0.0)


def _is_near(cell: HeaderCell, word: Word, step: float) -> bool:
    """Whether a word stands as near below a cell as the next line of its text would; `step` is that of the lines."""
    apart = word.baseline - cell.words[-1].baseline
    if apart < SAME_CELL * word.size or (apart < SPACED_CELL * word.size and apart < step + OFF_STEP):
        return True
    if apart > LOOSE_CELL * word.size or is_header_word(word.text):
        return False
    return is_header_word(cell.text + word.text) and not is_header_word(cell.text)


def _set_alike(cell: HeaderCell, word: Word) -> bool:
    """Whether a word is aligned below a cell as the next line of its text would be: centred or at its left."""
    return abs(cell.middle - word.middle) < OFF_MIDDLE * word.size or abs(cell.x0 - word.box.x0) < SAME_HEIGHT
