"""原因: the reason that the text gives for a change or a difference, put beside the figures it explains."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.knowledge import remembered
from extractor.prose.patterns.words import pieces
from extractor.prose.text.running_text import RunningText
from extractor.records.rows import Figure
from extractor.rule import Anywhere, Beginning, rules_of

_TIMEOUT = 0.5  # seconds for the reasons of a document; they take about a millisecond


class ReasonRules(Struct, frozen=True, eq=False):
    """The rules of `patterns/prose/reasons.yaml`, and the metrics of figures that have reasons."""

    reason: Anywhere
    none: Beginning
    metrics: frozenset[str]


@remembered
def reason_rules() -> ReasonRules:
    """How reasons are given; raises `PatternError` where a rule is broken."""
    return rules_of(ReasonRules, "prose/reasons.yaml", pieces())


def with_reasons(text: RunningText, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, each with the reason that the text gives for it.

    A reason belongs to the figures of its paragraph since the reason before it, as far as they are about the first
    subject of that stretch: its budget, its amount, its change. Where this takes too long there are no reasons.
    """
    rules = reason_rules()
    found = list(figures)
    try:
        reasons = list(rules.reason.finditer(text.folded, timeout=_TIMEOUT))
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
        stretch = [i for i in range(first, following) if found[i].metric in rules.metrics]
        if not stretch or rules.none.match(text.folded[start:end]):
            continue
        subject, code = found[stretch[0]].subject, found[stretch[0]].subject_code
        for i in stretch:
            if found[i].subject == subject or (code and found[i].subject_code == code):
                found[i] = replace(found[i], reason=text.text[start:end])
    return tuple(found)
