"""Sections 一 to 四: totals, income, spending, and the totals of 财政拨款."""

from __future__ import annotations

from collections.abc import Sequence

from samples.generator.accounts import FISCAL, Fen
from samples.generator.passages import Passage
from samples.generator.prose.words import Clause, Words

KINDS = (
    ("上级补助收入", ("superior_subsidy",)), ("事业收入", ("business", "education")), ("经营收入", ("operating",)),
    ("附属单位上缴收入", ("affiliated_remittance",)), ("其他收入", ("other",)),
)  # fmt: skip
FUNDS = (
    ("一般公共预算财政拨款收入", ("general",)), ("政府性基金预算财政拨款收入", ("gov_fund",)),
    ("国有资本经营预算财政拨款收入", ("state_capital",)),
)  # fmt: skip
INCOMES = {"appropriation": (("财政拨款收入", FISCAL), *KINDS), "funds": (*FUNDS, *KINDS)}
NATURES = (
    ("基本支出", "basic"), ("项目支出", "project"), ("上缴上级支出", "remit_to_superior"), ("经营支出", "operating"),
    ("对附属单位补助支出", "subsidy_to_affiliated"),
)  # fmt: skip


def overall(w: Words) -> list[Passage]:
    """一、收入支出决算总体情况说明."""
    now, then, subject = w.accounts, w.before, "收入支出总计"
    return w.say(
        "overall",
        total=w.amount(subject, now.grand_total()),
        total_spending=w.amount("支出总计", now.grand_total()),
        change=w.change(subject, now.grand_total(), then.grand_total()),
        why=w.reason(subject),
        income=w.amount("收入合计", now.income()),
        income_change=w.change("收入合计", now.income(), then.income()),
        spending=w.amount("支出合计", now.spending()),
        spending_change=w.change("支出合计", now.spending(), then.spending()),
        surplus=w.amount("使用非财政拨款结余", now.surplus_used()),
        distribution=w.amount("结余分配", now.distribution()),
        opening=w.amount("年初结转和结余", now.opening()),
        closing=w.amount("年末结转和结余", now.closing()),
    )


def income(w: Words) -> list[Passage]:
    """二、收入决算情况说明."""
    whole, subject = w.accounts.income(), "收入合计"
    kinds = [(name, w.accounts.income(*sources)) for name, sources in INCOMES[w.templates["income_kinds"]]]
    return w.say(
        "income",
        total=w.amount(subject, whole),
        change=w.change(subject, whole, w.before.income()),
        items=_shared(w, "income_item", kinds, whole),
    )


def spending(w: Words) -> list[Passage]:
    """三、支出决算情况说明."""
    whole, subject = w.accounts.spending(), "支出合计"
    kinds = [(name, w.accounts.nature(nature)) for name, nature in NATURES]
    return w.say(
        "spending",
        total=w.amount(subject, whole),
        change=w.change(subject, whole, w.before.spending()),
        items=_shared(w, "spending_item", kinds, whole),
    )


def fiscal(w: Words) -> list[Passage]:
    """四、财政拨款收入支出决算总体情况说明."""
    now, then, subject = w.accounts, w.before, "财政拨款收入支出总计"
    general = "一般公共预算财政拨款收入"
    funds = FUNDS if w.year >= 2020 else FUNDS[:2]
    return w.say(
        "fiscal",
        total=w.amount(subject, now.fiscal_total()),
        total_spending=w.amount("财政拨款支出总计", now.fiscal_total()),
        change=w.change(subject, now.fiscal_total(), then.fiscal_total()),
        why=w.reason(subject),
        income=w.amount("财政拨款收入合计", now.income(*FISCAL)),
        spending=w.amount("财政拨款支出合计", now.spending(*FISCAL)),
        opening=w.amount("年初财政拨款结转和结余", now.opening(*FISCAL)),
        closing=w.amount("年末财政拨款结转和结余", now.closing(*FISCAL)),
        general_income=w.amount(general, now.income("general")),
        general_income_change=w.change(general, now.income("general"), then.income("general")),
        funds=w.listed([_fund(w, name, *sources) for name, sources in funds], "")
        if "fiscal_fund" in w.templates
        else "",
    )


def _fund(w: Words, name: str, source: str) -> Clause:
    now, then = w.accounts.income(source), w.before.income(source)
    key = "fiscal_fund" if now != then else "fiscal_fund_flat"
    return w.clause(key, name=name, amount=w.amount(name, now), change=w.change(name, now, then), why=w.reason(name))


def _shared(w: Words, key: str, kinds: Sequence[tuple[str, Fen]], whole: Fen) -> Clause:
    """“X收入 A 万元，占 P %”, one after the other; zero kinds only where the wording lists them."""
    told = [(name, fen) for name, fen in kinds if fen or w.templates["zeros"]]
    return w.listed([w.clause(key, name=n, amount=w.amount(n, fen), share=w.share(n, fen, whole)) for n, fen in told])
