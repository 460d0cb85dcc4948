"""Accounts of a made-up department for a year, drawn from a seed and consistent down to the 分."""

from __future__ import annotations

import random
from collections.abc import Mapping

from samples.generator import subjects
from samples.generator.accounts import FISCAL, Accounts, Activity, Entry, Fen, Project, ThreePublic
from samples.generator.departments import Department, Plan

YUAN = 100
WAGES = {
    "30101": (46_000, 61_000), "30102": (42_000, 88_000), "30103": (12_000, 36_000), "30108": (17_000, 23_000),
    "30109": (8_500, 11_500), "30110": (8_000, 11_800), "30111": (2_000, 5_200), "30112": (600, 1_900),
    "30113": (16_000, 27_000), "30199": (3_000, 14_000), "30302": (1_000, 9_000), "30309": (10, 90),
}  # fmt: skip
"""Yearly 元 per head by economic subject: (low, high)."""
OPERATION = {
    "30201": (1_900, 4_800), "30202": (150, 700), "30204": (2, 20), "30205": (80, 300), "30206": (300, 1_400),
    "30207": (300, 900), "30209": (500, 2_600), "30211": (800, 4_200), "30213": (200, 1_800), "30215": (60, 500),
    "30216": (100, 900), "30217": (20, 260), "30226": (200, 2_400), "30227": (300, 3_000), "30228": (900, 2_000),
    "30229": (300, 2_400), "30239": (2_400, 8_200), "30299": (200, 1_900), "31002": (150, 1_700),
}  # fmt: skip
SOCIAL = {"30108": "2080505", "30109": "2080506", "30111": "2101103", "30113": "2210201"}
"""Economic subjects that are booked under a functional subject of their own."""
CARS = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "离退休干部服务用车", "其他用车")


def invent(department: Department, year: int, seed: int, before: Accounts | None = None) -> Accounts:
    """The accounts of a year; `before` hands on what was left at the end of the year before."""
    rng = random.Random(f"{seed}/{department.name}/{year}")
    growth = 1 + 0.035 * (year - 2018) + rng.uniform(-0.06, 0.06)
    economic = _economic(rng, department, growth)
    left = {(e.code, e.source): e.closing for e in before.entries if e.closing} if before else {}
    entries = [
        *_basic_entries(rng, department, economic),
        *(_planned(rng, plan, growth) for plan in department.plans if subjects.exists(plan.code[:3], year)),
    ]
    merged = _carried(rng, department, _merged(entries), left, first=before is None)
    actual = _three_public(rng, department, economic)
    return Accounts(
        year=year,
        entries=tuple(sorted(merged, key=lambda e: (e.code, e.source))),
        economic=economic,
        budgeted=_budget_of(rng, actual),
        actual=actual,
        activity=_activity(rng, department, year, merged, actual),
    )


def history(department: Department, years: range, seed: int) -> dict[int, Accounts]:
    """A department's accounts over the years, each opening with what the one before closed with."""
    accounts: dict[int, Accounts] = {}
    before: Accounts | None = None
    for year in years:
        before = accounts[year] = invent(department, year, seed, before)
    return accounts


def _money(rng: random.Random, low: float, high: float) -> Fen:
    """An amount between two numbers of 元, to the 分."""
    return rng.randint(int(low * YUAN), int(high * YUAN))


def _economic(rng: random.Random, department: Department, growth: float) -> dict[str, Fen]:
    heads = department.staff * growth
    amounts = {code: _money(rng, low * heads, high * heads) for code, (low, high) in WAGES.items()}
    if not department.is_administrative:
        amounts["30107"] = amounts.pop("30103") * 2
        del amounts["30111"]
    for code, (low, high) in OPERATION.items():
        if rng.random() < 0.86:
            amounts[code] = _money(rng, low * heads, high * heads)
    if department.vehicles:
        amounts["30231"] = _money(rng, 14_000 * department.vehicles, 31_000 * department.vehicles)
    if department.staff > 40:
        amounts["30304"] = _money(rng, 900, 140_000)
        amounts["30305"] = _money(rng, 3_000, 90_000)
    return dict(sorted(amounts.items()))


def _basic_entries(rng: random.Random, department: Department, economic: Mapping[str, Fen]) -> list[Entry]:
    by_code: dict[str, Fen] = {}
    retired = "2080501" if department.is_administrative else "2080502"
    medical = "2101101" if department.is_administrative else "2101102"
    for code, amount in economic.items():
        if code in SOCIAL:
            subject = SOCIAL[code]
        elif code == "30110":
            subject = medical
        elif code in ("30302", "30304"):
            subject = retired
        else:
            subject = department.main[0]
        by_code[subject] = by_code.get(subject, 0) + amount
    for other in department.main[1:]:
        part = by_code[department.main[0]] * rng.randint(180, 390) // 1000
        by_code[department.main[0]] -= part
        by_code[other] = part
    return [Entry(c, "general", income=a, spent={"basic": a}) for c, a in by_code.items()]


def _planned(rng: random.Random, plan: Plan, growth: float) -> Entry:
    amount = _money(rng, plan.yuan * growth * 0.82, plan.yuan * growth * 1.14)
    return Entry(plan.code, plan.source, income=amount, spent={plan.nature: amount})


def _merged(entries: list[Entry]) -> list[Entry]:
    """One entry per subject and source."""
    places: dict[tuple[str, str], Entry] = {}
    for e in entries:
        old = places.get((e.code, e.source), Entry(e.code, e.source))
        spent = {n: old.spent.get(n, 0) + e.spent.get(n, 0) for n in (*old.spent, *e.spent)}
        places[e.code, e.source] = Entry(e.code, e.source, income=old.income + e.income, spent=spent)
    return list(places.values())


def _carried(
    rng: random.Random, department: Department, entries: list[Entry], left: dict[tuple[str, str], Fen], first: bool
) -> list[Entry]:
    """Opening and closing balances, budgets, and what operating income left over to distribute."""
    out: list[Entry] = []
    for e in entries:
        movable = department.carries and "project" in e.spent
        opening = left.pop((e.code, e.source), 0)
        if first and movable and rng.random() < 0.5:
            opening = e.spending * rng.randint(40, 190) // 1000
        closing = e.spending * rng.randint(20, 120) // 1000 if movable and rng.random() < 0.6 else 0
        income = max(e.spending + closing - opening, 0)
        used = distributed = 0
        if e.source == "business" and rng.random() < 0.7:
            used = income * rng.randint(20, 80) // 1000
            income -= used
        if e.source == "operating":
            distributed = income * rng.randint(30, 160) // 1000
            income += distributed
        adjusted = e.spending + (rng.randint(0, e.spending // 12 + 1) if rng.random() < 0.55 else 0)
        initial = adjusted * rng.randint(880, 1060) // 1000
        out.append(Entry(e.code, e.source, income, opening, e.spent, used, distributed, initial, adjusted))
    out.extend(Entry(code, source, opening=amount) for (code, source), amount in left.items())
    return out


def _three_public(rng: random.Random, department: Department, economic: Mapping[str, Fen]) -> ThreePublic:
    """决算数: at least what the basic spending of table 06 shows for the same items."""
    renewed = department.vehicles > 3 and rng.random() < 0.6
    return ThreePublic(
        abroad=_money(rng, 38_000, 176_000) if department.abroad else 0,
        vehicle_purchase=_money(rng, 168_000, 396_000) if renewed else 0,
        vehicle_operation=economic.get("30231", 0) + (_money(rng, 0, 40_000) if department.vehicles > 3 else 0),
        reception=economic.get("30217", 0) + (_money(rng, 100, 9_000) if department.staff > 40 else 0),
        meeting=economic.get("30215", 0) + _money(rng, 500, 30_000),
        training=economic.get("30216", 0) + _money(rng, 500, 50_000),
    )


def _budget_of(rng: random.Random, actual: ThreePublic) -> ThreePublic:
    """预算数: round amounts that the spending keeps within."""

    def above(amount: Fen) -> Fen:
        if not amount:
            return 0
        step = 100_000 if amount < 10_000_000 else 1_000_000
        return (amount * rng.randint(1000, 1240) // 1000 // step + 1) * step

    return ThreePublic(
        above(actual.abroad), above(actual.vehicle_purchase), above(actual.vehicle_operation),
        above(actual.reception), above(actual.meeting), above(actual.training),
    )  # fmt: skip


def _activity(
    rng: random.Random, department: Department, year: int, entries: list[Entry], actual: ThreePublic
) -> Activity:
    goods, services = _money(rng, 20_000, 900_000), _money(rng, 40_000, 3_400_000)
    works = _money(rng, 100_000, 2_600_000) if rng.random() < 0.5 else 0
    favoured = (goods + works + services) * rng.randint(620, 980) // 1000
    kept = department.vehicles
    cars: dict[str, int] = {}
    for _ in range(kept):
        kind = rng.choice(CARS)
        cars[kind] = cars.get(kind, 0) + 1
    project_money = sum(e.spent.get("project", 0) for e in entries if e.source in FISCAL)
    shares = [rng.randint(10, 30) for _ in department.projects]
    projects = []
    for name, share in zip(department.projects, shares, strict=True):
        executed = project_money * share // (100 * len(shares)) // YUAN * YUAN
        budget = (executed * rng.randint(1000, 1090) // 1000 // 100_000 + 1) * 100_000
        rate = min(100, executed * 100 // budget)
        projects.append(Project(name, budget, executed, 900 - rng.randint(30, 80) + rate))
    receptions = rng.randint(4, 60) if actual.reception else 0
    groups = rng.randint(1, 3) if actual.abroad else 0
    return Activity(
        groups_abroad=groups,
        persons_abroad=groups * rng.randint(1, 5),
        vehicles_bought=1 if actual.vehicle_purchase else 0,
        vehicles_kept=kept,
        receptions=receptions,
        guests=receptions * rng.randint(4, 11),
        goods=goods,
        works=works,
        services=services,
        to_small_and_medium=favoured,
        to_small=favoured * rng.randint(480, 940) // 1000,
        vehicles=tuple((name, cars.get(name, 0)) for name in CARS),
        equipment=rng.randint(0, 6),
        projects=tuple(projects),
    )
