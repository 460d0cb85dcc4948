"""Sections 五 and 六: 一般公共预算财政拨款, by class, by item, and its basic spending."""

from __future__ import annotations

from samples.generator import subjects
from samples.generator.accounts import PERSONNEL, Fen
from samples.generator.passages import Passage
from samples.generator.prose.words import Clause, Words

WHOLE = "一般公共预算财政拨款支出"


def spending(w: Words) -> list[Passage]:
    """五、一般公共预算财政拨款支出决算情况说明, with its three parts."""
    mark = "。" if w.style.wording == "ministry" else ""
    return [
        w.say(f"（一）{WHOLE}决算总体情况{mark}", kind="sub"),
        *_overall(w),
        w.say(f"（二）{WHOLE}决算结构情况{mark}", kind="sub"),
        *_structure(w),
        w.say(f"（三）{WHOLE}决算具体情况{mark}", kind="sub"),
        *_items(w),
    ]


def _overall(w: Words) -> list[Passage]:
    now, then, all_spent = w.accounts.spending("general"), w.before.spending("general"), w.accounts.spending()
    change, why = w.change(WHOLE, now, then), w.reason(WHOLE)
    share = w.share(f"{WHOLE}占本年支出合计", now, all_spent)
    total = w.amount(WHOLE, now)
    if w.style.wording == "ministry":
        template = "{}年度{}{}万元，占本年支出合计的{}%。与{}年度相比，{}{}。主要原因是{}。"
        return [w.say(template, w.year, WHOLE, total, share, w.year - 1, WHOLE, change, why)]
    if w.style.wording == "shanghai":
        template = "{}{}万元，占本年支出合计的{}%。与{}年度相比，{}{}。主要原因：{}。"
        return [w.say(template, WHOLE, total, share, w.year - 1, WHOLE, change, why)]
    template = "{}年{}{}万元，占本年支出合计的{}%。与{}年相比，{}{}。主要变动原因是{}。"
    return [w.say(template, w.year, WHOLE, total, share, w.year - 1, WHOLE, change, why)]


def _structure(w: Words) -> list[Passage]:
    whole = w.accounts.spending("general")
    total = w.amount(WHOLE, whole)
    classes = [
        (subjects.functional(c, w.year), w.accounts.spending("general", code=c))
        for c in w.accounts.codes(1, "general", spending=True)
    ]
    if w.style.wording == "ministry":
        lines = [w.say("{}年度{}{}万元，主要用于以下方面：", w.year, WHOLE, total)]
        for n, (name, fen) in enumerate(classes, start=1):
            template = "{}．{}{}万元，占{}%。主要是用于{}。"
            lines.append(
                w.say(template, n, name, w.amount(name, fen), w.share(name, fen, whole), "保障机构运转和履行职能")
            )
        return lines
    ending = "（类）" if w.style.wording == "shanghai" else "（类）支出"
    items = [
        Clause("{}{}{}万元，占{}%", (name, ending, w.amount(name, fen), w.share(name, fen, whole)))
        for name, fen in classes
    ]
    if w.style.wording == "shanghai":
        return [w.say("{}{}万元，主要用于以下方面：{}。", WHOLE, total, w.listed(items))]
    return [w.say("{}年{}{}万元，主要用于以下方面：{}。", w.year, WHOLE, total, w.listed(items))]


def _items(w: Words) -> list[Passage]:
    accounts = w.accounts
    initial, final = accounts.initial_budget(), accounts.spending("general")
    start = w.money("initial_budget", WHOLE, initial)
    done = w.share(WHOLE, final, initial, "completion_pct")
    if w.style.wording == "sichuan":
        adjusted = accounts.adjusted_budget()
        lines = [
            w.say(
                "{}年{}决算数为{}万元，完成预算{}%。其中：",
                w.year,
                WHOLE,
                w.amount(WHOLE, final),
                w.share(WHOLE, final, adjusted, "completion_pct"),
            )  # fmt: skip
        ]
    else:
        ending = "其中：" if w.style.wording == "ministry" else f"{_compared(final, initial)}。其中："
        template = "{}年度{}年初预算为{}万元，支出决算为{}万元，完成年初预算的{}%。{}"
        lines = [w.say(template, w.year, WHOLE, start, w.amount(WHOLE, final), done, ending)]
    for n, code in enumerate(accounts.codes(3, "general", spending=True), start=1):
        lines.append(_item(w, n, code))
    return lines


def _item(w: Words, n: int, code: str) -> Passage:
    initial, adjusted = w.accounts.initial_budget(code), w.accounts.adjusted_budget(code)
    final = w.accounts.spending("general", code=code)
    name = subjects.path(code, w.year)
    start = w.money("initial_budget", name, initial)
    reason = w.reason(code)
    if w.style.wording == "ministry":
        template = "{}．{}。年初预算为{}万元，支出决算为{}万元，完成年初预算的{}%，{}。"
        done = w.share(name, final, initial, "completion_pct")
        return w.say(
            template, n, name, start, w.amount(name, final), done, _because(final, initial, "支出", "年初", reason)
        )
    if w.style.wording == "shanghai":
        comparison = _because(final, adjusted, "", "全年", reason)
        full = w.money("adjusted_budget", name, adjusted)
        if n % 2:
            done = w.share(name, final, adjusted, "completion_pct")
            template = "{}、{}。主要用于：{}。全年预算为{}万元，支出决算为{}万元，完成全年预算数的{}%。{}。"
            return w.say(template, n, name, "保障机构运转和履行职能", full, w.amount(name, final), done, comparison)
        template = "{}、{}。主要用于：{}。全年预算为{}万元，支出决算为{}万元。{}。"
        return w.say(template, n, name, "保障机构运转和履行职能", full, w.amount(name, final), comparison)
    done = w.share(name, final, adjusted, "completion_pct")
    template = "{}．{}：支出决算为{}万元，完成预算{}%，{}。"
    return w.say(template, n, name, w.amount(name, final), done, _because(final, adjusted, "", "", reason))


def _compared(final: Fen, budget: Fen) -> str:
    if final == budget:
        return "决算数与预算数持平"
    return f"决算数{'大于' if final > budget else '小于'}预算数的主要原因：项目据实结算"


def _because(final: Fen, budget: Fen, prefix: str, base: str, reason: str) -> str:
    if final == budget:
        return f"{prefix}决算数与{base}预算数持平"
    return f"{prefix}决算数{'大于' if final > budget else '小于'}{base}预算数的主要原因：{reason}"


def basic(w: Words) -> list[Passage]:
    """六、一般公共预算财政拨款基本支出决算情况说明; only the ministry's wording gives each item its amount."""
    accounts, subject = w.accounts, "一般公共预算财政拨款基本支出"
    total = w.amount(subject, accounts.basic("general"))
    people, running = w.amount("人员经费", accounts.personnel()), w.amount("公用经费", accounts.public())
    listed = [c for c, amount in accounts.economic.items() if amount]
    names = {side: [c for c in listed if (c[:3] in PERSONNEL) == side] for side in (True, False)}
    if w.style.wording == "ministry":
        items = {side: w.listed([_economic(w, c) for c in codes], "、") for side, codes in names.items()}
        return [
            w.say("{}年度{}{}万元，其中：", w.year, subject, total),
            w.say("人员经费{}万元，主要包括：{}。", people, items[True]),
            w.say("公用经费{}万元，主要包括：{}。", running, items[False]),
        ]
    plain = {side: "、".join(subjects.economic(c, w.year) for c in codes) for side, codes in names.items()}
    if w.style.wording == "shanghai":
        template = "{}{}万元。其中：人员经费{}万元，主要包括：{}；公用经费{}万元，主要包括：{}。"
        return [w.say(template, subject, total, people, plain[True], running, plain[False])]
    return [
        w.say("{}年{}{}万元，其中：", w.year, subject, total),
        w.say("人员经费{}万元，主要包括：{}等。", people, plain[True]),
        w.say("日常公用经费{}万元，主要包括：{}等。", running, plain[False]),
    ]


def _economic(w: Words, code: str) -> Clause:
    name = subjects.economic(code, w.year)
    return Clause("{}{}万元", (name, w.amount(name, w.accounts.economic[code])))
