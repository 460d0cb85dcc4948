"""Sections 五 and 六: 一般公共预算财政拨款, by class, by item, and its basic spending."""

from __future__ import annotations

from samples.generator import subjects
from samples.generator.accounts import PERSONNEL, Fen
from samples.generator.passages import Passage
from samples.generator.prose.words import Clause, Words

WHOLE = "一般公共预算财政拨款支出"


def spending(w: Words) -> list[Passage]:
    """五、一般公共预算财政拨款支出决算情况说明, with its three parts."""
    now, then = w.accounts.spending("general"), w.before.spending("general")
    initial, adjusted = w.accounts.initial_budget(), w.accounts.adjusted_budget()
    total = w.amount(WHOLE, now)
    codes = w.accounts.codes(1, "general", spending=True)
    classes = w.listed([_class(w, "general_class", n, c) for n, c in enumerate(codes, 1)]) if _has(w) else ""
    lines = [p for n, c in enumerate(codes, 1) for p in _class_line(w, n, c)]
    items = w.accounts.codes(3, "general", spending=True)
    return [
        *w.say(
            "general_overall",
            total=total,
            share=w.share(f"{WHOLE}占本年支出合计", now, w.accounts.spending()),
            change=w.change(WHOLE, now, then),
            why=w.reason(WHOLE),
        ),
        *w.say("general_structure", total=total, classes=classes),
        *lines,
        *w.say(
            "general_items",
            total=total,
            initial=w.money("initial_budget", WHOLE, initial),
            done=w.share(WHOLE, now, initial, "completion_pct"),
            done_adjusted=w.share(WHOLE, now, adjusted, "completion_pct"),
        ),
        *(p for n, code in enumerate(items, start=1) for p in _item(w, n, code)),
    ]


def _has(w: Words) -> bool:
    return "general_class" in w.templates


def _class(w: Words, key: str, n: int, code: str) -> Clause:
    name = subjects.functional(code, w.year)
    fen, whole = w.accounts.spending("general", code=code), w.accounts.spending("general")
    return w.clause(key, n=n, name=name, amount=w.amount(name, fen), share=w.share(name, fen, whole))


def _class_line(w: Words, n: int, code: str) -> list[Passage]:
    name = subjects.functional(code, w.year)
    fen, whole = w.accounts.spending("general", code=code), w.accounts.spending("general")
    return w.line("general_class_line", n=n, name=name, amount=w.amount(name, fen), share=w.share(name, fen, whole))


def _item(w: Words, n: int, code: str) -> list[Passage]:
    """One 项; some wordings leave the percentage out of every second one."""
    initial, adjusted = w.accounts.initial_budget(code), w.accounts.adjusted_budget(code)
    final = w.accounts.spending("general", code=code)
    name = subjects.path(code, w.year)
    base = initial if w.templates["because"]["base"] == "initial" else adjusted
    key = "general_item_even" if n % 2 == 0 and "general_item_even" in w.templates else "general_item"
    return w.line(
        key,
        n=n,
        name=name,
        initial=w.money("initial_budget", name, initial),
        adjusted=w.money("adjusted_budget", name, adjusted),
        amount=w.amount(name, final),
        done=w.share(name, final, initial, "completion_pct"),
        done_adjusted=w.share(name, final, adjusted, "completion_pct"),
        because=_because(w, code, final, base),
    )


def _because(w: Words, code: str, final: Fen, budget: Fen) -> str:
    told = w.templates["because"]
    text: str = told["equal"] if final == budget else told["more"] if final > budget else told["less"]
    return text.replace("{why}", w.reason(code))


def basic(w: Words) -> list[Passage]:
    """六、一般公共预算财政拨款基本支出决算情况说明; some wordings give each item its amount, others only its name."""
    accounts, subject = w.accounts, "一般公共预算财政拨款基本支出"
    whole = accounts.basic("general")
    listed = [c for c, amount in accounts.economic.items() if amount]
    sides = {
        "personnel": [c for c in listed if c[:3] in PERSONNEL],
        "public": [c for c in listed if c[:3] not in PERSONNEL],
    }
    names = {side: "、".join(subjects.economic(c, w.year) for c in codes) for side, codes in sides.items()}
    items: dict[str, Clause] = dict.fromkeys(sides, ())
    if "basic_item" in w.templates:
        items = {side: w.listed([_economic(w, c) for c in codes], "、") for side, codes in sides.items()}
    return w.say(
        "basic",
        total=w.amount(subject, whole),
        personnel=w.amount("人员经费", accounts.personnel()),
        personnel_share=w.share("人员经费占基本支出", accounts.personnel(), whole),
        personnel_names=names["personnel"],
        personnel_items=items["personnel"],
        public=w.amount("公用经费", accounts.public()),
        public_share=w.share("公用经费占基本支出", accounts.public(), whole),
        public_names=names["public"],
        public_items=items["public"],
    )


def _economic(w: Words, code: str) -> Clause:
    name = subjects.economic(code, w.year)
    return w.clause("basic_item", name=name, amount=w.amount(name, w.accounts.economic[code]))
