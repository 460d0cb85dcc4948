"""Fault injection: how many wrong digits the identities catch, and how often they name the wrong cell.

    python -m bench.faults [DOCUMENT …] [--trials 500] [--seed 20240601] [--no-prose]

On the facts extracted from every clean document, one digit of one printed cell is changed at a time (leading, middle
or last), and the audit is asked. Prints, for each document and overall, the share of changes in cells that some
identity binds which a check catches, the share of the caught for which the reported cell is the changed one, both by
the digit's place, and the classes of cells that no identity binds. Without arguments it takes the samples.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from extractor.audit.auditor import audit
from extractor.reading import read_file
from extractor.records.rows import Fact, Figure

PLACES = ("leading", "middle", "last")


@dataclass(slots=True)
class Tally:
    """Counts over changes, by what they are counted for (`all`, a place, a table)."""

    made: Counter[str] = field(default_factory=Counter)
    bound: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    located: Counter[str] = field(default_factory=Counter)
    misnamed: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    unlocated: Counter[str] = field(default_factory=Counter)
    unbound: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        for name in ("made", "bound", "caught", "located", "misnamed", "missed", "unlocated", "unbound"):
            getattr(self, name).update(getattr(other, name))


def change_digit(amount: Decimal, place: str, random_: random.Random) -> Decimal:
    """The amount with one digit replaced by another one; a number keeps its length and its decimals."""
    text = str(amount)
    digits = [i for i, character in enumerate(text) if character.isdigit()]
    first, last = digits[0], digits[-1]
    inner = digits[1:-1] or digits
    at = {"leading": first, "last": last}.get(place, random_.choice(inner))
    long = text[first + 1 : first + 2].isdigit()
    choices = [d for d in ("123456789" if at == first and long else "0123456789") if d != text[at]]
    return Decimal(text[:at] + random_.choice(choices) + text[at + 1 :])


def _cell_class(fact: Fact) -> str:
    row = fact.item or {1: "类", 2: "款", 3: "项"}.get(fact.subject_level or 0, "row")
    return f"{fact.table_no}{'.' + fact.side if fact.side else ''} {row} {fact.measure}"


def inject(facts: Sequence[Fact], figures: Sequence[Figure], trials: int, seed: int) -> Tally:
    """The tally of `trials` single changes; the document itself must be clean."""
    random_ = random.Random(seed)
    status = audit(facts, figures).fact_status
    tally = Tally()
    for name in {_cell_class(fact) for fact, s in zip(facts, status, strict=True) if s == "unchecked"}:
        tally.unbound[name] += 1
    before = {(c.check_id, c.scope, c.figures) for c in audit(facts, figures).failed}
    changed = list(facts)
    for number in range(trials):
        i = random_.randrange(len(facts))
        fact = facts[i]
        place = PLACES[number % 3]
        amount = change_digit(fact.amount, place, random_)
        factor = fact.amount_yuan / fact.amount if fact.amount and fact.amount_yuan is not None else Decimal(10_000)
        changed[i] = replace(fact, amount=amount, amount_yuan=amount * factor)
        keys = ("all", place, f"table {fact.table_no}")
        tally.made.update(keys)
        if status[i] != "unchecked":
            tally.bound.update(keys)
            result = audit(changed, figures)
            new = [c for c in result.failed if (c.check_id, c.scope, c.figures) not in before]
            if new:
                tally.caught.update(keys)
                if any(suspect.fact == i for suspect in result.suspects):
                    tally.located.update(keys)
                else:
                    tally.misnamed.update(keys if any(s.fact is not None for s in result.suspects) else ())
                    tally.unlocated[_cell_class(fact)] += 1
            else:
                steps = abs(amount - fact.amount).normalize()
                tally.missed[f"{_cell_class(fact)}, off by {steps}"] += 1
        changed[i] = fact
    return tally


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "    -  "


def report(name: str, tally: Tally, details: bool) -> None:
    """Print a tally."""
    all_ = "all"
    print(
        f"{name}: {tally.made[all_]} changes, {tally.bound[all_]} in bound cells, caught "
        f"{_share(tally.caught[all_], tally.bound[all_])}, located {_share(tally.located[all_], tally.caught[all_])}"
        f" (another cell named {_share(tally.misnamed[all_], tally.caught[all_])})"
    )
    if not details:
        return
    for key in (*PLACES, *sorted(k for k in tally.made if k.startswith("table"))):
        print(
            f"  {key:8} caught {_share(tally.caught[key], tally.bound[key])} of {tally.bound[key]:4}, "
            f"located {_share(tally.located[key], tally.caught[key])}"
        )
    for title, counter in (("not caught", tally.missed), ("caught, not located", tally.unlocated)):
        words = "; ".join(f"{what} ×{n}" for what, n in counter.most_common(12))
        print(f"  {title}: {sum(counter.values())} ({words})")
    print(f"  classes of cells that no identity binds: {'; '.join(sorted(tally.unbound)) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Inject single wrong digits and see what the audit says.")
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20240601)
    parser.add_argument("--no-prose", action="store_true")
    arguments = parser.parse_args()
    samples = Path(__file__).parents[1] / "samples"
    paths = arguments.documents or sorted([*samples.glob("*.pdf"), *samples.glob("*.txt")])
    total = Tally()
    for path in paths:
        reading = read_file(path)
        figures = () if arguments.no_prose else reading.figures
        tally = inject(reading.facts, figures, arguments.trials, arguments.seed)
        report(path.stem, tally, details=False)
        total.add(tally)
    report("overall", total, details=True)


if __name__ == "__main__":
    main()
