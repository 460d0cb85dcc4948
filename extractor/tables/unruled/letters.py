"""Words written letter by letter (收 入, 决 算 数), as their makers spread them over their cells, made whole again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.kept import compiled
from extractor.lexicon.header_words import is_header_word
from extractor.tables.unruled.words import Word, are_parted, joined, row_openings

EVEN = 0.15  # of a gap: the letters of a word stand so evenly
WIDER = 1.3  # times the gaps within a word: those at its ends
SPREAD = 1.6  # of the size: the widest gap of a word that only its even letters show to be one
AROUND = 4  # lines of a page among which two of a cell may stand, with those of cells beside
BELOW = 1.8  # of the size: the letters of a word written from top to bottom are no further apart
OFF_MIDDLE = 0.3  # of the size: and share their middle so nearly
FEWEST = 3  # letters of such a word
LONGEST = 16
_LETTER = compiled(r"[\p{Han}（）()“”]")  # with what stands between those of a word: 因 公 出 国 （ 境 ） 费


def letter_spaced(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a page, with each word written letter by letter as one word."""
    letters = [[word for word in line if _LETTER.fullmatch(word.text)] for line in lines]
    around = [letters[max(n - AROUND, 0) : n + AROUND + 1] for n in range(len(letters))]
    return [list(_whole_words(line, near)) for line, near in zip(lines, around, strict=True)]


def _is_in_column(one: Word, other: Word) -> bool:
    """Whether a letter stands above or below another one, one or two lines away."""
    apart = abs(one.baseline - other.baseline)
    return 0 < apart < 2 * BELOW * one.size and abs(one.middle - other.middle) < OFF_MIDDLE * one.size


def _whole_words(line: Sequence[Word], near: Sequence[Sequence[Word]]) -> Iterator[Word]:
    run: list[Word] = []
    for word in line:
        if _LETTER.fullmatch(word.text):
            if run and are_parted(run[-1], word):
                yield from _whole(run, near)
                run = []
            run.append(word)
            continue
        yield from _whole(run, near)
        yield _unparted(word)
        run = []
    yield from _whole(run, near)


def _unparted(word: Word) -> Word:
    """A word whose letters narrow gaps separate (基 本 支 出) as one word, through which no column border goes."""
    if not word.parts or not all(_LETTER.fullmatch(part.text) for part in word.parts):
        return word
    return replace(word, parts=()) if _is_one(word.parts) or _stands_apart(word.parts, 0, len(word.parts)) else word


def _whole(run: Sequence[Word], near: Sequence[Sequence[Word]]) -> Iterator[Word]:
    """Letters in a row as words: those that are evenly spaced, else the longest words that the lexicon knows. No border
    between columns goes through a word, and letters far from each other with others above or below them are written
    from top to bottom."""
    at = 0
    while at < len(run):
        ends = range(min(len(run), at + LONGEST), at + 1, -1)
        end = next((end for end in ends if _stands_apart(run, at, end)), None)
        if end is None:
            parts = ((end, run[at:end]) for end in ends)
            end = next((end for end, part in parts if _is_one(part) and not _is_far(part, near)), at + 1)
        yield replace(joined(run[at:end]), parts=())
        at = end


def _is_far(letters: Sequence[Word], near: Sequence[Sequence[Word]]) -> bool:
    """Whether letters stand far from each other, each with two others above or below it, or one that makes a word with
    it (收 and 支 over 入 and 出)."""
    if max(_gaps(letters)) <= SPREAD * letters[0].size:
        return False
    columns = [[other for line in near for other in line if _is_in_column(letter, other)] for letter in letters]
    return all(
        len(column) > 1 or any(_is_word(_down(letter, other)) for other in column)
        for letter, column in zip(letters, columns, strict=True)
    )


def _down(one: Word, other: Word) -> str:
    """Two letters of which one stands above the other, from top to bottom."""
    return one.text + other.text if one.baseline < other.baseline else other.text + one.text


def _gaps(letters: Sequence[Word]) -> list[float]:
    return [right.box.x0 - left.box.x1 for left, right in pairwise(letters)]


def _is_even(letters: Sequence[Word]) -> bool:
    gaps = _gaps(letters)
    return max(gaps) - min(gaps) <= EVEN * max(gaps)


def _is_one(letters: Sequence[Word]) -> bool:
    """Whether letters are evenly spaced and together a header, or the label of a total (总 计), rather than a header
    each (类, 款)."""
    text = "".join(letter.text for letter in letters)
    return _is_even(letters) and _is_word(text) and not all(map(is_header_word, text))


def _is_word(text: str) -> bool:
    return is_header_word(text) or row_openings().total.fullmatch(text) is not None


def _stands_apart(run: Sequence[Word], at: int, end: int) -> bool:
    """Whether some letters of a run are spaced evenly and closely, and more closely than what is beside them: half a
    header that goes on in the next line of its cell (一 般 公 共 预)."""
    letters = run[at:end]
    widest = max(_gaps(letters))
    beside = [*_gaps(run[at - 1 : at + 1] if at else ()), *_gaps(run[end - 1 : end + 1])]
    return (
        len(letters) >= FEWEST
        and _is_even(letters)
        and widest <= SPREAD * letters[0].size
        and all(gap > WIDER * widest for gap in beside)
        and not all(is_header_word(letter.text) for letter in letters)
    )
