"""Tables broken over pages at any row give the facts of the whole tables, with headers printed again and sums carried.

A break of every table, and the one before its last row, are tried here; `python -m bench.page_turns` tries them all.
"""

from __future__ import annotations

import random
from itertools import cycle

import pytest

from bench.page_turns import differences, whole
from samples.generator import page_turns
from samples.generator.catalogue import samples
from samples.generator.disclosure import Sample
from samples.generator.page_turns import TURNS, Turn

DRAWN = [sample for sample in samples() if sample.kind == "pdf"]


@pytest.mark.parametrize(
    ("sample", "turn"), [*zip(DRAWN, cycle(TURNS), strict=False)], ids=[sample.name for sample in DRAWN]
)
def test_a_table_broken_at_any_row_is_the_whole_table(sample: Sample, turn: Turn) -> None:
    chance = random.Random(sample.name)
    places = [page_turns.breaks(grid) for grid in page_turns.grids(sample)]
    rows = {n: sorted({*chance.sample(every, 1), every[-1]}) for n, every in enumerate(places) if every}
    assert differences(sample, turn, rows, whole(sample)) == [], rows
