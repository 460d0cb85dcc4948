"""Words written letter by letter (收　　入, 决　算　数), as their makers spread them over their cells, in one again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.kept import compiled
from extractor.lexicon.columns import is_header_word
from extractor.tables.unruled.words import Word, joined, row_openings

EVEN = 0.15  # of a gap: the letters of a word stand so evenly
WIDER = 1.3  # times the gaps within a word: those at its ends
SPREAD = 1.6  # of the size: the widest gap of a word that only its even letters show to be one
FEWEST = 3  # letters of such a word
LONGEST = 16
_HAN = compiled(r"\p{Han}")


def letter_spaced(line: Sequence[Word]) -> list[Word]:
    """The words of a line with those written letter by letter as one."""
    words: list[Word] = []
    run: list[Word] = []
    for word in line:
        if _HAN.fullmatch(word.text):
            run.append(word)
            continue
        words.extend(_whole(run))
        words.append(word)
        run = []
    return [*words, *_whole(run)]


def _whole(run: Sequence[Word]) -> Iterator[Word]:
    """Letters one after the other as words: those that stand evenly, else the longest that the lexicon knows. No border
    between columns goes through a word."""
    at = 0
    while at < len(run):
        ends = range(min(len(run), at + LONGEST), at + 1, -1)
        end = next((end for end in ends if _stands_apart(run, at, end)), None)
        if end is None:
            end = next((end for end in ends if _is_even(run[at:end]) and _is_one(run[at:end])), at + 1)
        yield replace(joined(run[at:end]), parts=())
        at = end


def _gaps(letters: Sequence[Word]) -> list[float]:
    return [right.box.x0 - left.box.x1 for left, right in pairwise(letters)]


def _is_even(letters: Sequence[Word]) -> bool:
    gaps = _gaps(letters)
    return max(gaps) - min(gaps) <= EVEN * max(gaps)


def _is_one(letters: Sequence[Word]) -> bool:
    """Whether letters are a header together, or the label of a total (总　计), and not (类, 款) each of its own."""
    text = "".join(letter.text for letter in letters)
    if row_openings().total.fullmatch(text):
        return True
    return is_header_word(text) and not all(map(is_header_word, text))


def _stands_apart(run: Sequence[Word], at: int, end: int) -> bool:
    """Whether some letters of a run stand evenly and near each other, and nearer than to what is beside them: half a
    header that goes on in the next line of its cell (一　般　公　共　预)."""
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
