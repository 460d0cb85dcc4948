"""One sample's figures are not drawn but given: those of a small centre that a real disclosure prints.

Its class rows of tables 02, 03 and 05 are added up from rounded 项, those of 01 and 04 rounded from the exact
amounts, so that they differ by a hundredth: the amounts in `data/` are chosen to give both.
"""

from __future__ import annotations

import csv

from samples.generator.accounts import Accounts, Activity, Entry, Fen, Project, ThreePublic
from samples.generator.departments import EMPLOYMENT_ARCHIVE
from samples.generator.invention import CARS
from samples.generator.subjects import DATA

YUAN = 100
FILE = DATA / "archive_centre_2023.csv"


def accounts() -> Accounts:
    """The centre's year 2023."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    spent: dict[tuple[str, str], dict[str, Fen]] = {}
    budgets: dict[tuple[str, str], Fen] = {}
    for row in rows:
        if row["kind"] == "entry":
            key = (row["code"], row["source"])
            spent.setdefault(key, {})[row["nature"]] = int(row["yuan"]) * YUAN
            budgets[key] = budgets.get(key, 0) + int(row["initial_budget"]) * YUAN
    entries = [
        Entry(code, source, sum(by.values()), 0, by, 0, 0, budgets[code, source], budgets[code, source])
        for (code, source), by in spent.items()
    ]
    economic = {row["code"]: int(row["yuan"]) * YUAN for row in rows if row["kind"] == "economic"}
    card = Project(EMPLOYMENT_ARCHIVE.projects[0], 150_000 * YUAN, 149_700 * YUAN, 969)
    activity = Activity(
        goods=49_700 * YUAN, to_small_and_medium=49_700 * YUAN, to_small=49_700 * YUAN,
        vehicles=tuple((name, 0) for name in CARS), projects=(card,),
    )  # fmt: skip
    return Accounts(2023, tuple(entries), economic, ThreePublic(), ThreePublic(), activity)


def before() -> Accounts:
    """The year before, of which only the totals are told."""
    amount = 751_200 * YUAN
    only = Entry("2080150", "general", amount, 0, {"basic": amount})
    return Accounts(2022, (only,), {"30101": amount}, ThreePublic(), ThreePublic(), Activity())
