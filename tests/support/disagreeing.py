"""A made-up disclosure whose prose disagrees with its tables in two places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from unittest import mock

from samples.generator import catalogue, prose, render
from samples.generator.passages import Passage

STYLE, SEED = "finance_2024", 20241128
SECTIONS = ("二、收入决算", "三、支出决算")  # the two passages, each of which states a total of a table


def disagreeing() -> bytes:
    """The PDF: in two passages the first amount has another first digit than the tables."""
    real = prose.explanation

    def spoilt(*arguments: Any) -> Iterable[Passage]:
        left = list(SECTIONS)
        for passage in real(*arguments):
            wanted = next((word for word in left if word in passage.section), None)
            money = [f for f in passage.figures if f.metric == "amount" and f.unit.endswith("元") and f.value]
            if wanted is None or not money or passage.kind != "body":
                yield passage
                continue
            left.remove(wanted)
            figure = money[0]
            place = figure.start + next(i for i, sign in enumerate(figure.text) if sign.isdigit())
            digit = str(9 - int(passage.text[place]) if passage.text[place] != "9" else 1)
            yield replace(passage, text=passage.text[:place] + digit + passage.text[place + 1 :])

    with mock.patch.object(prose, "explanation", spoilt):
        return render(catalogue.drawn(STYLE, SEED)).content
