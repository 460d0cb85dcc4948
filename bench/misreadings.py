"""Wrong first readings: what the second reading makes of them.

    python -m bench.misreadings [FILE.pdf …] [--trials 5] [--seed 20240601]

Spoils what the first engine located, in one of three ways: characters dropped from numbers, a column of numbers
shifted, the grids of a page missed. Then the later stages go on as in the program, with the real engines pdfplumber and
camelot. Prints for each way how often the facts were restored, how often the document was rightly left in doubt
(`partial`), how often only printed zeros were lost, how often nothing noticed a wrong number (`ok and wrong`), and
what those were. Without arguments it takes `samples/*.pdf`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from extractor.document.lines import lines_of
from extractor.options import Options
from extractor.reading import Reading, conclude
from extractor.records.rows import Fact
from extractor.stages import Located, audit, interpret, load, locate, record
from extractor.tables.model import Cell, PageContent

WAYS = ("characters dropped", "column shifted", "page missed")
ONCE = Options(second_reading=False)
Contents = Sequence[PageContent]


def _is_money(cell: Cell) -> bool:
    return "." in cell.text and cell.number.is_number


def _with_texts(contents: Contents, page: int, number: int, texts: dict[int, str]) -> list[PageContent]:
    """The contents with other texts in some cells of one grid."""
    changed = []
    for content in contents:
        if content.page == page:
            grid = content.grids[number]
            cells = tuple(
                replace(c, text=texts[i], lines=(texts[i],) if texts[i] else ()) if i in texts else c
                for i, c in enumerate(grid.cells)
            )
            grids = (*content.grids[:number], replace(grid, cells=cells), *content.grids[number + 1 :])
            content = replace(content, grids=grids)
        changed.append(content)
    return changed


def spoil(located: Located, facts: Sequence[Fact], way: str, random_: random.Random) -> list[PageContent]:
    """The located pages as a worse engine would have located them."""
    document, contents = located.document, located.contents
    pages = sorted({fact.page for fact in facts if fact.page is not None})
    page = random_.choice(pages)
    if way == "page missed":
        # What no grid holds is lines of text, as it is for a page whose rules are not seen.
        (characters,) = [p.characters for p in document.pages if p.number == page]
        lines = lines_of(page, characters, np.arange(len(characters)))
        return [PageContent(page, (), lines) if content.page == page else content for content in contents]
    (content,) = [c for c in contents if c.page == page]
    choices = [(n, i) for n, grid in enumerate(content.grids) for i, c in enumerate(grid.cells) if _is_money(c)]
    if not choices:
        return list(contents)
    number, at = random_.choice(choices)
    grid = content.grids[number]
    if way == "characters dropped":
        texts = {}
        mine = [i for n, i in choices if n == number]
        for i in {at, *random_.sample(mine, min(len(mine), random_.randrange(3)))}:
            text = grid.cells[i].text
            gone = random_.choice([k for k, character in enumerate(text) if character.isdigit()])
            texts[i] = text[:gone] + text[gone + 1 :]
        return _with_texts(contents, page, number, texts)
    column = grid.cells[at].column
    step = 1 if column + 1 < grid.columns else -1
    texts = {}
    for row in range(grid.rows):
        here, there = grid.slots[row][column], grid.slots[row][column + step]
        if _is_money(grid.cells[here]) and grid.cells[there].number.kind != "text":
            texts[here], texts[there] = "", grid.cells[here].text
    return _with_texts(contents, page, number, texts)


def _values(facts: Sequence[Fact]) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.table_no, f.side, f.basis, f.subject_code or f.row_label, f.item, f.measure, f.amount) for f in facts
    )


def outcome(truth: Counter[tuple[object, ...]], reading: Reading) -> str:
    """What became of a spoilt reading; a document is in doubt where its status is not `ok`."""
    found = _values(reading.facts)
    in_doubt = reading.document.status != "ok"
    if found == truth:
        return "restored, still in doubt" if in_doubt else "restored"
    if in_doubt:
        return "partial"
    return "ok and wrong" if any(key[-1] for key in (truth - found) + (found - truth)) else "ok, printed zeros lost"


def main() -> None:
    parser = argparse.ArgumentParser(description="Spoil the first reading and see what the second one restores.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--trials", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20240601)
    arguments = parser.parse_args()
    totals: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    wrong: list[str] = []
    for path in arguments.files or sorted((Path(__file__).parents[1] / "samples").glob("*.pdf")):
        located = locate(load(path))
        recorded = record(interpret(located))
        clean = recorded.first.facts
        if not clean or conclude(audit(recorded, ONCE)).document.status != "ok":
            print(f"{path.name}: left out, its own first reading does not add up")
            continue
        truth = _values(clean)
        random_ = random.Random(f"{arguments.seed} {path.name}")
        for way in WAYS:
            here: Counter[str] = Counter()
            for _ in range(arguments.trials):
                spoilt = replace(located, contents=tuple(spoil(located, clean, way, random_)))
                recorded = record(interpret(spoilt))
                if _values(recorded.first.facts) == truth:
                    here["without effect"] += 1
                    continue
                reading = conclude(audit(recorded))
                result = outcome(truth, reading)
                here[result] += 1
                if result == "ok and wrong":
                    lost = truth - _values(reading.facts)
                    wrong.append(f"{path.name}, {way}: {', '.join(' '.join(map(str, k)) for k in list(lost)[:3])}")
            totals[way].update(here)
            print(f"{path.name:30} {way:20} " + ", ".join(f"{what} {n}" for what, n in here.most_common()))
    for way, counter in totals.items():
        print(f"all: {way:20} " + ", ".join(f"{what} {n}" for what, n in counter.most_common()))
    print(f"ok and wrong: {len(wrong)}")
    for line in wrong:
        print(f"  {line}")


if __name__ == "__main__":
    main()
