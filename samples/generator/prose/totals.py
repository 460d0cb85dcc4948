"""Sections 一 to 四: totals, income, spending, and the totals of 财政拨款."""

from __future__ import annotations

from samples.generator.accounts import FISCAL, Fen
from samples.generator.passages import Passage
from samples.generator.prose.words import Clause, Words

INCOMES = (
    ("财政拨款收入", FISCAL), ("上级补助收入", ("superior_subsidy",)), ("事业收入", ("business", "education")),
    ("经营收入", ("operating",)), ("附属单位上缴收入", ("affiliated_remittance",)), ("其他收入", ("other",)),
)  # fmt: skip
FUND_INCOMES = (
    ("一般公共预算财政拨款收入", ("general",)), ("政府性基金预算财政拨款收入", ("gov_fund",)),
    ("国有资本经营预算财政拨款收入", ("state_capital",)),
)  # fmt: skip
NATURES = (
    ("基本支出", "basic"), ("项目支出", "project"), ("上缴上级支出", "remit_to_superior"), ("经营支出", "operating"),
    ("对附属单位补助支出", "subsidy_to_affiliated"),
)  # fmt: skip


def overall(w: Words) -> list[Passage]:
    """一、收入支出决算总体情况说明."""
    now, then, subject = w.accounts.grand_total(), w.before.grand_total(), "收入支出总计"
    total, change = w.amount(subject, now), w.change(subject, now, then)
    why = w.reason(subject)
    if w.style.wording == "ministry":
        template = "{}年度收、支总计均为{}万元。与{}年度相比，收、支总计各{}，主要原因是{}。"
        return [w.say(template, w.year, total, w.year - 1, change, why)]
    if w.style.wording == "shanghai":
        template = "{}{}年度收入支出总计{}万元。与{}年度相比，收入支出总计{}。主要原因：{}。"
        return [w.say(template, w.department.name, w.year, total, w.year - 1, change, why)]
    template = "{}年本年收、支总计各为{}万元。与{}年相比，收、支总计各{}。主要变动原因是{}。"
    carried = w.say(
        "收入总计中，年初结转和结余{}万元；支出总计中，年末结转和结余{}万元。",
        w.amount("年初结转和结余", w.accounts.opening()),
        w.amount("年末结转和结余", w.accounts.closing()),
    )
    return [w.say(template, w.year, total, w.year - 1, change, why), carried]


def income(w: Words) -> list[Passage]:
    """二、收入决算情况说明."""
    whole, subject = w.accounts.income(), "本年收入合计"
    if w.style.wording == "ministry":
        items = _shared(w, [(n, w.accounts.income(*s)) for n, s in INCOMES], whole, "本年收入", zeros=True)
        template = "{}年度收入合计{}万元，与{}年度相比，收入合计{}。其中：{}。"
        change = w.change("收入合计", whole, w.before.income())
        return [w.say(template, w.year, w.amount("收入合计", whole), w.year - 1, change, items)]
    if w.style.wording == "shanghai":
        items = _shared(w, [(n, w.accounts.income(*s)) for n, s in INCOMES], whole, "", zeros=False)
        return [w.say("本年收入合计{}万元，其中：{}。", w.amount(subject, whole), items)]
    kinds = [(n, w.accounts.income(*s)) for n, s in (*FUND_INCOMES, *INCOMES[1:])]
    items = _shared(w, kinds, whole, "", zeros=True)
    return [w.say("{}年本年收入合计{}万元，其中：{}。", w.year, w.amount(subject, whole), items)]


def spending(w: Words) -> list[Passage]:
    """三、支出决算情况说明."""
    whole = w.accounts.spending()
    kinds = [(name, w.accounts.nature(nature)) for name, nature in NATURES]
    if w.style.wording == "ministry":
        items = _shared(w, kinds, whole, "本年支出", zeros=True)
        change = w.change("支出合计", whole, w.before.spending())
        template = "{}年度支出合计{}万元，与{}年度相比，支出合计{}。其中：{}。"
        return [w.say(template, w.year, w.amount("支出合计", whole), w.year - 1, change, items)]
    items = _shared(w, kinds, whole, "", zeros=w.style.wording == "sichuan")
    if w.style.wording == "shanghai":
        return [w.say("本年支出合计{}万元，其中：{}。", w.amount("本年支出合计", whole), items)]
    return [w.say("{}年本年支出合计{}万元，其中：{}。", w.year, w.amount("本年支出合计", whole), items)]


def fiscal(w: Words) -> list[Passage]:
    """四、财政拨款收入支出决算总体情况说明."""
    now, then, subject = w.accounts.fiscal_total(), w.before.fiscal_total(), "财政拨款收入支出总计"
    total, change, why = w.amount(subject, now), w.change(subject, now, then), w.reason(subject)
    if w.style.wording == "shanghai":
        template = "{}{}年度财政拨款收入支出总计{}万元。与{}年度相比，财政拨款收入支出总计{}。主要原因：{}。"
        return [w.say(template, w.department.name, w.year, total, w.year - 1, change, why)]
    if w.style.wording == "sichuan":
        template = "{}年财政拨款收、支总计各为{}万元。与{}年相比，财政拨款收、支总计各{}。主要变动原因是{}。"
        return [
            w.say(template, w.year, total, w.year - 1, change, why),
            w.say(
                "财政拨款收入合计{}万元，年初财政拨款结转和结余{}万元；财政拨款支出合计{}万元，年末财政拨款结转和结余{}万元。",
                w.amount("财政拨款收入合计", w.accounts.income(*FISCAL)),
                w.amount("年初财政拨款结转和结余", w.accounts.opening(*FISCAL)),
                w.amount("财政拨款支出合计", w.accounts.spending(*FISCAL)),
                w.amount("年末财政拨款结转和结余", w.accounts.closing(*FISCAL)),
            ),
        ]
    template = "{}年度财政拨款收、支总计均为{}万元。与{}年度相比，财政拨款收、支总计各{}。主要原因是{}。"
    first = w.say(template, w.year, total, w.year - 1, change, why)
    funds = FUND_INCOMES if w.year >= 2020 else FUND_INCOMES[:2]
    items = [_fund(w, name, *sources) for name, sources in funds]
    return [first, w.say("{}年度财政拨款收入中，{}", w.year, w.listed(items, ""))]


def _fund(w: Words, name: str, source: str) -> Clause:
    now, then = w.accounts.income(source), w.before.income(source)
    amount = w.amount(name, now)
    if not now and not then:
        return Clause("{}{}万元，与{}年度决算数{}。", (name, amount, w.year - 1, w.change(name, now, then)))
    parts = (name, amount, w.year - 1, w.change(name, now, then), w.reason(name))
    if now == then:
        return Clause("{}{}万元，与{}年度决算数{}，主要原因是{}。", parts)
    return Clause("{}{}万元，比{}年度决算数{}，主要原因是{}。", parts)


def _shared(w: Words, kinds: list[tuple[str, Fen]], whole: Fen, of: str, zeros: bool) -> Clause:
    """“X收入 A 万元，占[本年收入] P %”, one after the other; zero kinds only where the wording lists them all."""
    return w.listed(
        [
            Clause("{}{}万元，占{}{}%", (name, w.amount(name, fen), of, w.share(name, fen, whole)))
            for name, fen in kinds
            if fen or zeros
        ]
    )
