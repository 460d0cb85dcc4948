"""Numbers of the prose through which a stroke goes: whether they stand is for a person to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.document.model import Line, Page
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.tables.drawings import crossed
from extractor.tables.model import PageContent

FEWEST_WORDS = 8  # ideographs of a line: with fewer it may be a label of a chart, over which its lines go
SHOWN = 40  # characters of a line
_IDEOGRAPH = compiled(r"\p{Han}")


def crossed_numbers(pages: Sequence[Page], contents: Sequence[PageContent]) -> Iterator[Sentence]:
    """One sentence for each page with lines of text outside its tables of which a digit is crossed."""
    drawn = {page.number: page for page in pages if len(page.drawn.slants)}
    for content in contents:
        if (page := drawn.get(content.page)) is not None and (line := _first(page, content.lines)) is not None:
            yield said(
                "Page {page}: a stroke goes through a number of “{line}”; see whether it stands.",
                page=content.page,
                line=line.text[:SHOWN],
            )


def _first(page: Page, lines: Sequence[Line]) -> Line | None:
    owner = np.full(len(page.characters), -1)
    for number, line in enumerate(lines):
        if len(_IDEOGRAPH.findall(line.text)) >= FEWEST_WORDS:
            owner[[i for i in line.characters if i >= 0]] = number
    return next((lines[i] for i in sorted(crossed(page.drawn, page.characters, owner))), None)
