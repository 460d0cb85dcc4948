"""Characters → words: what stands together on a line, between gaps that no writing leaves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.lines import raised, unreadable
from extractor.document.model import Box, Characters
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.files import rows

GAP = 0.8  # of the size
NARROW = 0.12  # of the size: the padding of narrow columns, which parts an amount from what stands beside it
_AMOUNT = compiled(r"[-－△(（]?[¥￥]?\d[\d,，]*[.．]\d+[)）]?")
_WHOLE = compiled(r"[-－△(（]?\d[\d,，]*[)）]?|[-－—–]+")
_DASHES = compiled(r"[-－—–]+")
_THOUSANDS = compiled(r"[-－△(（]?[¥￥]?\d{1,3}")
_HUNDREDS = compiled(r"\d{3}(?:[.．]\d+)?")


class RowOpenings(Struct, frozen=True):
    """How rows and panels begin where no rule separates them, and the labels of totals (`unruled` in
    `lexicon/rows.yaml`)."""

    total: regex.Pattern[str]
    ordinal: regex.Pattern[str]
    row: regex.Pattern[str]
    panel: regex.Pattern[str]


@remembered
def row_openings() -> RowOpenings:
    data = rows().unruled
    return RowOpenings(
        compiled(data.total),
        compiled(data.ordinal),
        compiled(f"{data.ordinal}|{data.opens_row}"),
        compiled(data.opens_panel),
    )


class Word(Struct, frozen=True):
    """A run of characters on one line, in points; `parts` are its pieces, where narrow gaps divide it, and `cell` is
    how far the cell reaches that it has alone, where borders are drawn on both sides."""

    text: str
    box: Box
    baseline: float
    size: float
    parts: tuple[Word, ...] = ()
    cell: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        return (self.box.x0 + self.box.x1) / 2


def are_parted(one: Word, other: Word) -> bool:
    """Whether the borders drawn on both sides of two words are not the same."""
    return one.cell is not None and other.cell is not None and one.cell != other.cell


def has_decimals(text: str) -> bool:
    """Whether a word is a number with decimals, as codes and the numbers of columns are not."""
    return _AMOUNT.fullmatch(text) is not None


def are_thousands(left: str, right: str) -> bool:
    """Whether two texts may be one number: 1 000 and 1 000.50."""
    return bool(_THOUSANDS.fullmatch(left) and _HUNDREDS.fullmatch(right))


def has_letters(text: str) -> bool:
    """Whether a text is more than a number."""
    return any(character.isalpha() for character in text)


def words_of(characters: Characters, line: NDArray[np.intp]) -> list[Word]:
    """The words of a line, given as indexes from left to right, without the footnote marks at its numbers."""
    marks, doubtful = raised(characters, line)
    if marks.any() or doubtful:
        characters, line = unreadable(characters, doubtful), line[~marks]
    gaps = characters.x0[line][1:] - characters.x1[line][:-1]
    sizes = characters.size[line][1:]
    wide = gaps > GAP * sizes
    cuts = np.flatnonzero(gaps > NARROW * sizes)
    words: list[Word] = []
    parts = np.split(line, cuts + 1)
    for part, apart in zip(parts, [True, *wide[cuts].tolist()], strict=True):
        word = _word(characters, part)
        held = words[-1].parts if words and not apart else ()
        if held and are_thousands(held[-1].text, word.text) and has_letters(words[-1].text):  # 合计|1 000.50
            words[-1:] = [joined(held[:-1]), joined([held[-1], word])]
        elif apart or _stand_alone(words[-1], word.text):
            words.append(word)
        else:
            words[-1] = joined([*(words[-1].parts or words[-1:]), word])
    return words


def joined(parts: Sequence[Word]) -> Word:
    """Pieces of a line as one word."""
    if len(parts) == 1:
        return parts[0]
    text, size = "".join(part.text for part in parts), max(part.size for part in parts)
    return Word(text, parts[0].box.union(parts[-1].box), parts[0].baseline, size, tuple(parts))


def _stand_alone(before: Word, right: str) -> bool:
    """Whether a narrow gap separates two columns: one side is an amount that is not the other's thousands; or a number
    or dash stands before what opens the next panel."""
    left = before.text
    if _DASHES.fullmatch(left) and right[0].isdigit():  # the zero of one column before 245 214.49 of the next
        return True
    if _WHOLE.fullmatch(left) and row_openings().panel.match(right):
        return True
    groups = [*(part.text for part in before.parts), right] if before.parts else [left, right]
    if not any(map(has_decimals, groups[:-1])) and all(are_thousands(groups[0], group) for group in groups[1:]):
        return False  # 11 846 615.63, but not with a code behind it: 11 846 615.63 302
    return has_decimals(left) or has_decimals(right)


def _word(characters: Characters, part: NDArray[np.intp]) -> Word:
    text = "".join([characters.text[i] for i in part.tolist()])
    box = Box(
        float(characters.x0[part].min()),
        float(characters.top[part].min()),
        float(characters.x1[part].max()),
        float(characters.bottom[part].max()),
    )
    return Word(text, box, float(characters.baseline[part[0]]), float(characters.size[part].max()))
