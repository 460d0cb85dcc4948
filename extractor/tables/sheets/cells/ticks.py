"""Ticked boxes: `1、常年性项目 ☑ 2、延续性项目 □` → which options there are and which is ticked."""

from __future__ import annotations

import regex

from extractor.document.characters import without_blanks
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.tables.sheets.words import schemas

_INPUT = regex.compile(r"<input[^<>]{0,200}>", regex.IGNORECASE)
_LEADING = compiled(r"^(?:[（(]?\d{1,2}[.、．)）]|[;；,，、/。.|:：])+")
_TRAILING = compiled(r"[;；,，、/。.|:：]+$")
_LONGEST = 2000  # characters: a cell of options has some dozens


@remembered
def _marks() -> tuple[regex.Pattern[str], ...]:
    data = schemas.values()
    tick, box = regex.escape(data.ticks), regex.escape(data.boxes)
    # A box drawn beside its tick (□√) is one ticked mark.
    return (
        compiled(schemas.expressions().bracketed_ticks.expression),
        compiled(schemas.expressions().bracketed_boxes.expression),
        compiled(rf"[{box}]?[{tick}]+[{box}]?(?![{box}{tick}])|[{tick}]+|[{box}]"),
        compiled(rf"[{tick}]"),
    )


def options(text: str) -> tuple[tuple[str, bool], ...]:
    """The options of a cell in order, each with whether it is ticked; empty where no box is printed.

    Whether boxes stand before or after their options is shown by which end of the text has one; a text with boxes at
    both ends, or at neither, is settled by the ordinals (1、…), or else not read.
    """
    ticked, unticked, mark, tick = _marks()
    bare = _INPUT.sub(lambda m: "☑" if "checked" in m[0].lower() else "☐", without_blanks(text[:_LONGEST]))
    bare = unticked.sub("☐", ticked.sub("☑", bare))
    marks = [(m.start(), m.end(), bool(tick.search(m[0]))) for m in mark.finditer(bare)]
    if not marks:
        return ()
    edges = [0, *(e for m in marks for e in m[:2]), len(bare)]
    texts = [_clean(bare[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)]
    states = [m[2] for m in marks]
    if texts[0] and not texts[-1]:
        pairs = list(zip(texts[:-1], states, strict=True))
    elif texts[-1] and not texts[0]:
        pairs = list(zip(texts[1:], states, strict=True))
    elif any(states) and all(states):
        # Only the chosen one is marked, and options stand on both sides: the mark follows its option.
        pairs = list(zip(texts[:-1], states, strict=True))
        pairs.append((texts[-1], False))
    else:
        return ()
    return tuple((name, state) for name, state in pairs if name)


def is_ticked(text: str) -> bool:
    """Whether a cell holds a tick and nothing else, as in the column of one grade."""
    ticked, _, mark, tick = _marks()
    bare = ticked.sub("☑", without_blanks(text[:8]))
    found = mark.fullmatch(bare)
    return found is not None and tick.search(bare) is not None


def _clean(text: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", text))


def as_text(found: tuple[tuple[str, bool], ...]) -> str:
    """All options with one pair of signs: `☑常年性项目；☐延续性项目`."""
    return "；".join(("☑" if state else "☐") + name for name, state in found)


def chosen(found: tuple[tuple[str, bool], ...]) -> str | None:
    """The ticked options; None where none is."""
    return "；".join(name for name, state in found if state) or None
