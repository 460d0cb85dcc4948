"""Sections on 政府性基金, 国有资本经营预算 and “三公”经费, wherever they stand in the order."""

from __future__ import annotations

from samples.generator import subjects
from samples.generator.accounts import Entry
from samples.generator.passages import Passage
from samples.generator.prose.words import Clause, Words

TOTAL = "“三公”经费财政拨款支出"
ITEMS = (
    ("因公出国（境）费", "abroad"), ("公务用车购置及运行维护费", "vehicle_total"), ("公务接待费", "reception"),
)  # fmt: skip


def government_fund(w: Words) -> list[Passage]:
    """政府性基金预算财政拨款收入支出决算情况说明."""
    fund, name = "gov_fund", "政府性基金预算财政拨款"
    accounts = w.accounts
    if not (accounts.income(fund) or accounts.opening(fund) or accounts.spending(fund)):
        return [w.say("{}{}年度无{}收入和支出。", w.department.name, w.year, name)]
    if w.style.wording == "shanghai":
        template = "{}收入{}万元，支出{}万元，支出具体情况如下："
        lines = [
            w.say(
                template,
                name,
                w.amount(f"{name}收入", accounts.income(fund)),
                w.amount(f"{name}支出", accounts.spending(fund)),
            )  # fmt: skip
        ]
    elif w.style.wording == "sichuan":
        lines = [w.say("{}年{}支出{}万元。其中：", w.year, name, w.amount(f"{name}支出", accounts.spending(fund)))]
    else:
        template = (
            "{}年度{}年初结转和结余{}万元，本年收入{}万元，本年支出{}万元，年末结转和结余{}万元。具体支出情况为："
        )
        lines = [
            w.say(
                template,
                w.year,
                name,
                w.amount(f"{name}年初结转和结余", accounts.opening(fund)),
                w.amount(f"{name}本年收入", accounts.income(fund)),
                w.amount(f"{name}本年支出", accounts.spending(fund)),
                w.amount(f"{name}年末结转和结余", accounts.closing(fund)),
            )  # fmt: skip
        ]
    return lines + _subjects(w, fund)


def state_capital(w: Words) -> list[Passage]:
    """国有资本经营预算财政拨款支出决算情况说明."""
    fund, name = "state_capital", "国有资本经营预算财政拨款"
    spent = w.accounts.spending(fund)
    if not spent:
        return [w.say("{}{}年度无{}收入和支出。", w.department.name, w.year, name)]
    if w.style.wording == "shanghai":
        income = w.amount(f"{name}收入", w.accounts.income(fund))
        lines = [w.say("{}收入{}万元，支出{}万元，支出具体情况如下：", name, income, w.amount(f"{name}支出", spent))]
    elif w.style.wording == "sichuan":
        lines = [w.say("{}年{}支出{}万元。其中：", w.year, name, w.amount(f"{name}支出", spent))]
    else:
        lines = [w.say("{}年度{}本年支出{}万元。具体支出情况为：", w.year, name, w.amount(f"{name}本年支出", spent))]
    return lines + _subjects(w, fund)


def _subjects(w: Words, fund: str) -> list[Passage]:
    spent = [e for e in w.accounts.picked((fund,)) if e.spending]
    return [_subject(w, n, e) for n, e in enumerate(spent, start=1)]


def _subject(w: Words, n: int, entry: Entry) -> Passage:
    name = subjects.path(entry.code, w.year)
    final = w.amount(name, entry.spending)
    if w.style.wording == "shanghai":
        start = w.money("initial_budget", name, entry.initial_budget)
        template = "{}、{}。主要用于：{}。年初预算为{}万元，支出决算为{}万元。决算数{}预算数的主要原因：{}。"
        compared = "大于" if entry.spending > entry.initial_budget else "小于"
        return w.say(template, n, name, "项目建设和维护", start, final, compared, w.reason(entry.code))
    if w.style.wording == "sichuan":
        return w.say("{}．{}支出{}万元，主要用于{}。", n, name, final, "项目建设和维护")
    return w.say("{}．{}。支出决算为{}万元，主要用于{}。", n, name, final, "项目建设和维护")


def three_public(w: Words) -> list[Passage]:
    """财政拨款“三公”经费支出决算情况说明: the whole, then the three kinds with their counts."""
    if not (w.accounts.actual.total or w.accounts.budgeted.total):
        return [w.say("{}{}年度无{}。", w.department.name, w.year, TOTAL)]
    mark = "" if w.style.wording == "shanghai" else "。"
    spoken = {"ministry": _ministry, "shanghai": _shanghai, "sichuan": _sichuan}[w.style.wording](w)
    return [
        w.say(f"（一）{TOTAL}决算总体情况说明{mark}", kind="sub"),
        *spoken[0],
        w.say(f"（二）{TOTAL}决算具体情况说明{mark}", kind="sub"),
        *spoken[1],
    ]


def _money(w: Words, measure: str) -> tuple[int, int, int]:
    """Budget, final and last year's final of an item."""
    return (
        int(getattr(w.accounts.budgeted, measure)), int(getattr(w.accounts.actual, measure)),
        int(getattr(w.before.actual, measure)),
    )  # fmt: skip


def _compared(budget: int, final: int) -> str:
    return "等于" if budget == final else "大于" if final > budget else "小于"


def _budgeted(w: Words, name: str, measure: str) -> Clause:
    budget, final, then = _money(w, measure)
    return Clause(
        "{}全年预算为{}万元，支出决算为{}万元，完成全年预算的{}%；较上年{}",
        (
            name, w.money("adjusted_budget", name, budget), w.amount(name, final),
            w.share(name, final, budget, "completion_pct"), w.change(name, final, then),
        ),
    )  # fmt: skip


def _ministry(w: Words) -> tuple[list[Passage], list[Passage]]:
    activity, actual = w.accounts.activity, w.accounts.actual
    budget, final, then = _money(w, "total")
    whole = w.say(
        "{}年度{}。决算数{}全年预算数的主要原因：{}。决算数较上年变动的主要原因：{}。", w.year, _budgeted(w, TOTAL, "total"),
        _compared(budget, final), w.reason("budget"), w.reason("before"),
    )  # fmt: skip
    abroad, car, reception = (_budgeted(w, name, measure) for name, measure in ITEMS)
    return [whole], [
        w.say("1．{}。决算数{}全年预算数的主要原因：{}。", abroad, _compared(*_money(w, "abroad")[:2]), w.reason("abroad")),
        w.say(
            "全年支出涉及出国（境）团组{}个，累计{}人次，主要用于开展以下工作：业务考察与交流。",
            w.count("因公出国（境）团组", activity.groups_abroad, "个"),
            w.count("因公出国（境）", activity.persons_abroad, "人次"),
        ),
        w.say("2．{}。其中：", car),
        w.say(
            "（1）公务用车购置费支出{}万元，主要是本年度购置（更新）公务用车{}辆。",
            w.amount("公务用车购置费", actual.vehicle_purchase), w.count("购置（更新）公务用车", activity.vehicles_bought, "辆"),
        ),
        w.say(
            "（2）公务用车运行维护费支出{}万元，主要用于公务用车燃料、维修、保险等支出。截至{}年12月31日，开支财政拨款的公务用车保有量为{}辆。",
            w.amount("公务用车运行维护费", actual.vehicle_operation), w.year,
            w.count("开支财政拨款的公务用车保有量", activity.vehicles_kept, "辆"),
        ),
        w.say("3．{}。其中：", reception),
        w.say(
            "外宾接待支出{}万元，{}年共接待来访团组{}个，{}人次。", w.amount("外宾接待", 0), w.year,
            w.count("接待来访团组", 0, "个"), w.count("接待来访", 0, "人次"),
        ),
        w.say(
            "国内公务接待支出{}万元，接待对象主要是来访调研人员。{}年共接待国内来访团组{}个，{}人次（不包括陪同人员）。",
            w.amount("国内公务接待", actual.reception), w.year,
            w.count("接待国内来访团组", activity.receptions, "个"), w.count("接待国内来访", activity.guests, "人次"),
        ),
    ]  # fmt: skip


def _shanghai(w: Words) -> tuple[list[Passage], list[Passage]]:
    activity, actual = w.accounts.activity, w.accounts.actual
    budget, final, then = _money(w, "total")
    parts = []
    changes = []
    for name, measure in ITEMS:
        planned, spent, last = _money(w, measure)
        done = w.share(name, spent, planned, "completion_pct")
        parts.append(Clause("{}支出决算为{}万元，完成预算的{}%", (name, w.amount(name, spent), done)))
        changes.append(Clause("{}支出决算{}", (name, w.change(name, spent, last))))
    whole = w.say(
        "{}年初预算为{}万元，支出决算为{}万元，完成预算的{}%，其中：{}。{}年度“三公”经费支出决算数{}预算数的主要原因：{}。",
        TOTAL, w.money("initial_budget", TOTAL, budget), w.amount(TOTAL, final), w.share(TOTAL, final, budget, "completion_pct"),
        w.listed(parts), w.year, _compared(budget, final), w.reason("budget"),
    )  # fmt: skip
    change = w.change(TOTAL, final, then)
    against = "与" if final == then else "比"
    yearly = w.say(
        "{}年度{}决算数{}{}年度{}，其中：{}。", w.year, TOTAL, against, w.year - 1, change, w.listed(changes)
    )
    shares = w.listed(
        [
            Clause("{}支出决算{}万元，占{}%", (n, w.amount(n, _money(w, m)[1]), w.share(n, _money(w, m)[1], final)))
            for n, m in ITEMS
        ]
    )
    return [whole, yearly], [
        w.say("{}决算中，{}。具体情况如下：", TOTAL, shares),
        w.say(
            "1、因公出国（境）费支出{}万元。全年安排因公出国（境）团组{}个、累计{}人次。", w.amount("因公出国（境）费", actual.abroad),
            w.count("因公出国（境）团组", activity.groups_abroad, "个"), w.count("因公出国（境）", activity.persons_abroad, "人次"),
        ),
        w.say("2、公务用车购置及运行维护费支出{}万元。其中：", w.amount("公务用车购置及运行维护费", actual.vehicle_total)),
        w.say(
            "公务用车购置支出为{}万元，购置公务用车{}辆。", w.amount("公务用车购置", actual.vehicle_purchase),
            w.count("购置公务用车", activity.vehicles_bought, "辆"),
        ),
        w.say(
            "公务用车运行维护支出{}万元，主要用于车辆燃料、维修和保险。{}年，所属各预算单位开支财政拨款的公务用车保有量为{}辆。",
            w.amount("公务用车运行维护", actual.vehicle_operation), w.year,
            w.count("公务用车保有量", activity.vehicles_kept, "辆"),
        ),
        w.say("3、公务接待费支出{}万元。其中：", w.amount("公务接待费", actual.reception)),
        w.say(
            "国内公务接待支出{}万元（含外宾接待支出{}万元），国内公务接待{}批次、{}人次。",
            w.amount("国内公务接待", actual.reception), w.amount("外宾接待", 0),
            w.count("国内公务接待", activity.receptions, "批次"), w.count("国内公务接待", activity.guests, "人次"),
        ),
    ]  # fmt: skip


def _sichuan(w: Words) -> tuple[list[Passage], list[Passage]]:
    activity, actual = w.accounts.activity, w.accounts.actual
    budget, final, then = _money(w, "total")
    whole = w.say(
        "{}年{}决算为{}万元，完成预算{}%，较上年度{}。决算数{}预算数的主要原因是{}。", w.year, TOTAL, w.amount(TOTAL, final),
        w.share(TOTAL, final, budget, "completion_pct"), w.change(TOTAL, final, then), _compared(budget, final), w.reason("budget"),
    )  # fmt: skip
    shares = w.listed(
        [
            Clause("{}支出决算{}万元，占{}%", (n, w.amount(n, _money(w, m)[1]), w.share(n, _money(w, m)[1], final)))
            for n, m in ITEMS
        ]
    )
    heads = {
        m: Clause(
            "{}支出{}万元，完成预算{}%。{}支出决算比{}年{}",
            (
                n, w.amount(n, _money(w, m)[1]), w.share(n, _money(w, m)[1], _money(w, m)[0], "completion_pct"), n,
                w.year - 1, w.change(n, _money(w, m)[1], _money(w, m)[2]),
            ),
        )
        for n, m in ITEMS
    }  # fmt: skip
    return [whole], [
        w.say("{}年{}决算中，{}。具体情况如下：", w.year, TOTAL, shares),
        w.say(
            "1．{}。全年安排因公出国（境）团组{}次，出国（境）{}人。", heads["abroad"],
            w.count("因公出国（境）团组", activity.groups_abroad, "次"), w.count("出国（境）", activity.persons_abroad, "人"),
        ),
        w.say("2．{}。", heads["vehicle_total"]),
        w.say(
            "其中：公务用车购置支出{}万元。全年按规定更新购置公务用车{}辆。截至{}年12月31日，单位共有公务用车{}辆。",
            w.amount("公务用车购置", actual.vehicle_purchase), w.count("更新购置公务用车", activity.vehicles_bought, "辆"),
            w.year, w.count("公务用车", activity.vehicles_kept, "辆"),
        ),
        w.say("公务用车运行维护费支出{}万元，主要用于公务出行所需的燃料费、维修费、保险费等。", w.amount("公务用车运行维护费", actual.vehicle_operation)),
        w.say("3．{}。其中：", heads["reception"]),
        w.say(
            "国内公务接待支出{}万元，主要用于开展业务活动开支的用餐费等。国内公务接待{}批次，{}人次（不包括陪同人员），共计支出{}万元。",
            w.amount("国内公务接待", actual.reception), w.count("国内公务接待", activity.receptions, "批次"),
            w.count("国内公务接待", activity.guests, "人次"), w.amount("国内公务接待", actual.reception),
        ),
        w.say("外事接待支出{}万元。", w.amount("外事接待", 0)),
    ]  # fmt: skip
