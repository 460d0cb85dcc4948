"""Sections on 政府性基金, 国有资本经营预算 and “三公”经费, wherever they stand in the order."""

from __future__ import annotations

from samples.generator import subjects
from samples.generator.accounts import Entry
from samples.generator.passages import Passage
from samples.generator.prose.words import Field, Words

THREE_PUBLIC = {
    "total": "“三公”经费财政拨款支出",
    "abroad": "因公出国（境）费",
    "vehicle_total": "公务用车购置及运行维护费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行维护费",
    "reception": "公务接待费",
}


def government_fund(w: Words) -> list[Passage]:
    """政府性基金预算财政拨款收入支出决算情况说明."""
    return _fund(w, "gov_fund", "政府性基金预算财政拨款")


def state_capital(w: Words) -> list[Passage]:
    """国有资本经营预算财政拨款支出决算情况说明."""
    return _fund(w, "state_capital", "国有资本经营预算财政拨款")


def _fund(w: Words, fund: str, name: str) -> list[Passage]:
    a = w.accounts
    if not (a.income(fund) or a.opening(fund) or a.spending(fund)):
        zeros = {"zero_fund": w.amount(f"{name}支出", 0), "zero_capital": w.amount(f"{name}支出", 0)}
        return w.say(f"{fund}_none", **zeros)
    lines = w.say(
        fund,
        opening=w.amount(f"{name}年初结转和结余", a.opening(fund)),
        income=w.amount(f"{name}收入", a.income(fund)),
        this_income=w.amount(f"{name}本年收入", a.income(fund)),
        spending=w.amount(f"{name}支出", a.spending(fund)),
        this_spending=w.amount(f"{name}本年支出", a.spending(fund)),
        closing=w.amount(f"{name}年末结转和结余", a.closing(fund)),
    )
    spent = [e for e in a.picked((fund,)) if e.spending]
    return lines + [p for n, e in enumerate(spent, start=1) for p in _subject(w, n, e)]


def _subject(w: Words, n: int, entry: Entry) -> list[Passage]:
    name = subjects.path(entry.code, w.year)
    return w.line(
        "fund_item",
        n=n,
        name=name,
        initial=w.money("initial_budget", name, entry.initial_budget),
        amount=w.amount(name, entry.spending),
        compared=_compared(entry.initial_budget, entry.spending),
        why=w.reason(entry.code),
    )


def three_public(w: Words) -> list[Passage]:
    """财政拨款“三公”经费支出决算情况说明: the whole, then the three kinds with their counts."""
    budgeted, actual, before = w.accounts.budgeted, w.accounts.actual, w.before.actual
    if not (actual.total or budgeted.total):
        return w.say("three_public_none")
    fields: dict[str, Field] = {}
    for measure, name in THREE_PUBLIC.items():
        budget, final, then = (int(getattr(money, measure)) for money in (budgeted, actual, before))
        fields |= {
            measure: w.amount(name, final),
            f"{measure}_initial": w.money("initial_budget", name, budget),
            f"{measure}_adjusted": w.money("adjusted_budget", name, budget),
            f"{measure}_budget": w.money("budget_amount", name, budget),
            f"{measure}_done": w.share(name, final, budget, "completion_pct"),
            f"{measure}_change": w.change(name, final, then),
            f"{measure}_share": w.share(name, final, actual.total),
        }
    return w.say(
        "three_public",
        compared=_compared(budgeted.total, actual.total),
        than="与" if actual.total == before.total else "比",
        why=w.reason("before"),
        why_budget=w.reason("budget"),
        **fields,
        **_counts(w),
    )


def _compared(budget: int, final: int) -> str:
    return "等于" if budget == final else "大于" if final > budget else "小于"


def _counts(w: Words) -> dict[str, Field]:
    a = w.accounts.activity
    return {
        "groups": w.count("因公出国（境）团组", a.groups_abroad, "个"),
        "group_times": w.count("因公出国（境）团组", a.groups_abroad, "次"),
        "travellers": w.count("因公出国（境）", a.persons_abroad, "人次"),
        "travellers_plain": w.count("出国（境）", a.persons_abroad, "人"),
        "bought": w.count("购置（更新）公务用车", a.vehicles_bought, "辆"),
        "kept": w.count("公务用车保有量", a.vehicles_kept, "辆"),
        "receptions": w.count("接待国内来访团组", a.receptions, "个"),
        "batches": w.count("国内公务接待", a.receptions, "批次"),
        "guests": w.count("国内公务接待来访", a.guests, "人次"),
        "visitors": w.count("接待来宾", a.guests, "人次"),
        "domestic_reception": w.amount("国内公务接待", w.accounts.actual.reception),
        "foreign_reception": w.amount("外宾接待", 0),
        "foreign_groups": w.count("接待来访团组", 0, "个"),
        "foreign_guests": w.count("接待来访", 0, "人次"),
    }
