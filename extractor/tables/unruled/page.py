"""Where tables without rules lie: under each title, down to a note, a title, a sentence or the foot of the page.

A table may continue on the next page, with or without its header, and its title may stand alone at the foot of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.lattice import join_lines
from extractor.document.lines import baseline_groups
from extractor.document.model import Characters, Page
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.page_numbers import is_of_browser, page_number
from extractor.lexicon.titles import contents_entry, title_of
from extractor.tables.assembly.frame import is_frame, is_note, says_empty
from extractor.tables.unruled.borders import Upright, uprights_of, words_between
from extractor.tables.unruled.letters import letter_spaced
from extractor.tables.unruled.overlaid import overlaid_cells
from extractor.tables.unruled.rows import Lines, is_body_word
from extractor.tables.unruled.words import Word, has_decimals

FOOT = 0.9  # of the page's height: page numbers, addresses and dates stand below
HEAD = 0.08  # of the page's height: running heads stand above
TITLE_AT_FOOT = 6  # lines that may stand under a title whose table begins on the next page
LONGEST_CELL = 30  # characters: a longer line in one piece, with a comma or a full stop, is a sentence

Mask = NDArray[np.bool_]


class Part(Struct, frozen=True):
    """The part of an aligned table on one page: its lines, the characters in them, the heights of the page's rules, its
    `uprights`, whether it stands `below_a_title`, and whether it reaches `to_foot`, so that it may continue on the next
    page."""

    page: Page
    lines: Lines
    held: Mask
    rules: tuple[float, ...]
    uprights: tuple[Upright, ...]
    below_a_title: bool
    to_foot: bool

    @property
    def top(self) -> float:
        return float(self.page.characters.top[self.held].min())

    @property
    def bottom(self) -> float:
        return float(self.page.characters.bottom[self.held].max())


def opens_table(text: str) -> bool:
    """Whether a line is the title of one of the nine, rather than its entry on the contents page."""
    title = title_of(text)
    return title is not None and bool(title.table or title.may_be) and contents_entry(text) is None


def title_at_foot(texts: Sequence[str]) -> bool:
    """Whether the last lines of a page are a title and its frame, the table being on the next page.

    Titles one under the other are a list of tables.
    """
    last = [t for t in texts if t.strip()][-TITLE_AT_FOOT:]
    titles = [i for i, t in enumerate(last) if opens_table(t)]
    if len(titles) != 1:
        return False
    return all(is_frame(text) or page_number(text) or is_of_browser(text) for text in last[titles[0] + 1 :])


def parts_of(page: Page, goes_on: bool, title_before: bool) -> tuple[Part, ...]:
    """The parts of aligned tables on a page, from top to bottom: one under each title, and one above the first title
    where a table `goes_on` from the page before or a `title_before` stands at its foot."""
    characters = page.characters
    uprights = uprights_of(page.rulings.vertical)
    groups, words = _lines(characters, uprights)
    texts = ["".join(w.text for w in line) for line in words]
    rules = tuple(sorted(line[0] for line in join_lines(page.rulings.horizontal)))
    amounts = [i for i, line in enumerate(words) if any(has_decimals(w.text) for w in line)]
    last = amounts[-1] if amounts else -1  # the foot of the page is below
    parts: list[Part] = []
    titles = [i for i, t in enumerate(texts) if opens_table(t)]
    starts = ([-1] if goes_on or title_before else []) + titles
    for start, after in pairwise([*starts, len(texts)]):
        titled = start >= 0 or title_before
        first = start + 1
        while first < after and _stands_before(texts[first], words[first], page, titled):
            first += 1
        end = first
        while end < after and not _ends_table(texts[end], words[end], page, end > last):
            end += 1
        if first == end:
            continue
        held = np.zeros(len(characters), dtype=bool)
        for group in groups[first:end]:
            held[group] = True
        to_foot = end == len(texts) or _is_foot(texts[end], words[end], page, end > last)
        parts.append(Part(page, words[first:end], held, rules, uprights, titled, to_foot))
    return tuple(parts)


def _lines(characters: Characters, uprights: Sequence[Upright]) -> tuple[list[NDArray[np.intp]], list[list[Word]]]:
    """The lines of a page from top to bottom, as the indexes of their characters and as words; a cell whose lines lie
    among those of other rows is one word of its own row."""
    every = np.arange(len(characters))
    cells = overlaid_cells(characters)
    if not cells:
        groups = baseline_groups(characters, every)
        return groups, letter_spaced([words_between(characters, group, uprights) for group in groups])
    cell_of, baseline = np.full(len(characters), -1), characters.baseline.copy()
    for place, cell in enumerate(cells):
        cell_of[cell.indexes], baseline[cell.indexes] = place, cell.baseline
    groups = baseline_groups(replace(characters, baseline=baseline), every)
    lines = []
    for group in groups:
        rest = group[cell_of[group] < 0]
        own = [cells[place].word for place in np.unique(cell_of[group]).tolist() if place >= 0]
        words = own + (words_between(characters, rest, uprights) if len(rest) else [])
        lines.append(sorted(words, key=lambda word: word.box.x0))
    return groups, letter_spaced(lines)


def _stands_before(text: str, words: Sequence[Word], page: Page, titled: bool) -> bool:
    """Whether a line is a frame line under a title, or a running head over a table that continues."""
    if any(is_header_word(w.text) or is_body_word(w.text) for w in words):
        return False
    return is_frame(text) if titled else page.depth(words[0].box.bottom) < HEAD


def _ends_table(text: str, words: Sequence[Word], page: Page, is_below: bool) -> bool:
    """Whether a line ends an aligned table: a note, a title, a sentence or the foot of the page."""
    if is_note(text) or title_of(text) is not None or says_empty(text) or _is_foot(text, words, page, is_below):
        return True
    return len(words) == 1 and len(text) > LONGEST_CELL and ("，" in text or "。" in text)


def _is_foot(text: str, words: Sequence[Word], page: Page, is_below: bool) -> bool:
    """Whether a line is a page number, an address or a date at the foot of the page, below all its amounts; or a page
    number that is marked as one (-3-), wherever a short table ends."""
    if len(words) > 4:
        return False
    number = page_number(text)
    if number and number.is_marked:
        return True
    return is_below and page.depth(words[0].box.top) > FOOT and (number is not None or is_of_browser(text))
