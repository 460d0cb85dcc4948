"""原因: the reason that the text gives for a change or a difference, put beside the figures it explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex
from msgspec.structs import replace

from extractor import knowledge
from extractor.kept import compiled
from extractor.knowledge import missing_or_wrong, remembered
from extractor.prose.text.running_text import RunningText
from extractor.records.rows import Figure

_TIMEOUT = 0.5  # seconds for the reasons of a document; they take about a millisecond


@remembered
def _rules() -> tuple[Any, Any, frozenset[str]]:
    data = knowledge.entry("prose/reasons.yaml")
    try:
        return compiled(data["reason"]), compiled(data["none"]), frozenset(data["metrics"])
    except (KeyError, TypeError, regex.error) as error:
        raise missing_or_wrong("patterns/prose/reasons.yaml", error) from error


def with_reasons(text: RunningText, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, each with the reason that the text gives for it.

    A reason belongs to the figures of its paragraph since the reason before it, as far as they are about the first
    subject of that stretch: its budget, its amount, its change. Where this takes too long there are no reasons.
    """
    expression, none, metrics = _rules()
    found = list(figures)
    try:
        reasons = list(expression.finditer(text.folded, timeout=_TIMEOUT))
    except TimeoutError:
        return tuple(figures)
    following = 0
    for match in reasons:
        start, end = match.span("reason")
        paragraph = text.folded.rfind("\n", 0, start) + 1
        while following < len(found) and found[following].char_start < paragraph:
            following += 1
        first = following
        while following < len(found) and found[following].char_end <= start:
            following += 1
        stretch = [i for i in range(first, following) if found[i].metric in metrics]
        if not stretch or none.match(text.folded[start:end]):
            continue
        subject, code = found[stretch[0]].subject, found[stretch[0]].subject_code
        for i in stretch:
            if found[i].subject == subject or (code and found[i].subject_code == code):
                found[i] = replace(found[i], reason=text.text[start:end])
    return tuple(found)
