"""Tables broken over pages at every row: `python -m bench.page_turns [SAMPLE …] [--step 5]`.

Each of the nine tables of a sample is drawn with the page turned before each of its rows, without the header and with
it printed again, and with the rows that bookkeepers put there (本页小计, 过次页, 承前页). Every fact must be that
of the whole table, save the sums of pages. Prints each document that is not so. One document breaks all nine tables,
each at the next of its rows; `--step 1` tries every row.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence

from extractor import read
from extractor.lexicon.registries import Item
from extractor.records.rows import Fact
from samples.generator import page_turns
from samples.generator.catalogue import samples
from samples.generator.disclosure import Sample
from samples.generator.page_turns import TURNS, Turn

Said = tuple[object, ...]


def said(fact: Fact) -> Said:
    """What a fact says, wherever on the pages it stands."""
    return (
        fact.unit_name, fact.coverage, fact.table_no, fact.printing, fact.side, fact.basis, fact.subject_code,
        fact.subject_name, fact.subject_level, fact.row_label, fact.item, fact.parent_label, fact.row_no, fact.measure,
        fact.amount, fact.currency_unit,
    )  # fmt: skip


def whole(sample: Sample) -> Counter[Said]:
    """What the facts of a sample say whose tables are not broken."""
    return Counter(map(said, read(page_turns.drawn(sample, Turn(), {})).facts))


def differences(sample: Sample, turn: Turn, rows: Mapping[int, Sequence[int]], wanted: Counter[Said]) -> list[str]:
    """What a reading of the broken tables has otherwise: facts lost or new, and what the document complains of."""
    found = read(page_turns.drawn(sample, turn, rows))
    sums = [fact for fact in found.facts if fact.item == Item.PAGE_SUM]
    got = Counter(said(fact) for fact in found.facts if fact.item != Item.PAGE_SUM)
    told = [f"lost: {fact}" for fact in wanted - got] + [f"new: {fact}" for fact in got - wanted]
    told += [found.document.error] if found.document.error else []
    told += [check.message for check in found.checks if check.status == "fail" and check.message]
    if bool(sums) != turn.carries:
        told.append(f"{len(sums)} sums of pages")
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description="Every table broken over pages at every row.")
    parser.add_argument("names", nargs="*", metavar="SAMPLE")
    parser.add_argument("--step", type=int, default=5, help="Try every so many rows.")
    options = parser.parse_args()
    tried = wrong = 0
    for sample in samples():
        if sample.kind != "pdf" or (options.names and sample.name not in options.names):
            continue
        places = {n: page_turns.breaks(grid) for n, grid in enumerate(page_turns.grids(sample))}
        wanted, before = whole(sample), wrong
        for turn in TURNS:
            for at in range(0, max(map(len, places.values())), options.step):
                rows = {n: [every[at % len(every)]] for n, every in places.items() if every}
                told = differences(sample, turn, rows, wanted)
                tried, wrong = tried + 1, wrong + bool(told)
                if told:
                    print(f"  {turn}, {rows}: {told[0][:300]} ({len(told)})")
        print(f"{sample.name}: {wrong - before} documents differ", flush=True)
    print(f"{wrong} of {tried} documents differ from the whole tables")


if __name__ == "__main__":
    main()
