"""The names of the levels of an indicator: of which level a name is, and what may stand under what."""

from __future__ import annotations

from extractor.document.model import Spans
from extractor.tables.sheets.cells.alignment import is_level2
from extractor.tables.sheets.cells.slots import LEVELS
from extractor.tables.sheets.words.vocabulary import label, level_name, vocabulary

L1, L2, L3 = LEVELS


def is_one_name(role: str, above: str, below: str) -> bool:
    """Whether two parts of a text together are the name of a level, and neither is one alone."""
    words = vocabulary()
    names = {L1: words.level1, L2: words.level2}.get(role, {})
    return label(level_name(above + below)) in names and not {label(level_name(t)) for t in (above, below)} & set(names)


def may_stand_under(level1: str | None, level2: str | None) -> bool:
    """Whether the classification lets a second-level name stand under a first-level one (with unknown words, yes)."""
    words = vocabulary()
    parents = words.level2.get(label(level2 or ""))
    name = words.level1.get(label(level1 or ""))
    return level1 is not None and (parents is None or name is None or name in parents)


def put_right(texts: dict[str, str], spans: Spans) -> None:
    """Put right levels that a converter prints twice or one column too far left: a name goes to the level whose word
    it is. Where lines part the cells, a name that stands in two of them is the name of both."""
    level1, level2, level3 = texts.get(L1), texts.get(L2), texts.get(L3)
    words = vocabulary()
    twice = level3 if spans is not Spans.DRAWN else None
    if level2 and level2 == twice and label(level2) not in words.level2:
        level2 = None
    if level1 and level1 == twice and label(level1) not in words.level1:
        level1 = None
    if level1 and is_level2(level1):
        level2 = level2 or level1
        level1 = None
    for role, text in ((L1, level1), (L2, level2)):
        if text:
            texts[role] = text
        else:
            texts.pop(role, None)
