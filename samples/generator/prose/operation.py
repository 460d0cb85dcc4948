"""The last sections: running costs, procurement, assets, performance, transfers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from samples.generator.accounts import Project
from samples.generator.passages import Figure, Passage
from samples.generator.prose.words import Words


def running(w: Words) -> list[Passage]:
    """机关运行经费: the 公用经费 of administrative units; others have none."""
    if not w.department.is_administrative:
        return w.say("running_none")
    subject, now, then = "机关运行经费", w.accounts.public(), w.before.public()
    return w.say("running", amount=w.amount(subject, now), change=w.change(subject, now, then), why=w.reason(subject))


def procurement(w: Words) -> list[Passage]:
    """政府采购: by kind, and what went to small and medium enterprises."""
    a = w.accounts.activity
    total, medium, small = a.goods + a.works + a.services, a.to_small_and_medium, a.to_small
    whole = "政府采购支出总额"
    return w.say(
        "procurement",
        total=w.amount(whole, total),
        contracts=w.amount("政府采购金额（以合同签订为准）", total),
        goods_bought=w.amount("货物采购金额", a.goods),
        works_bought=w.amount("工程采购金额", a.works),
        services_bought=w.amount("服务采购金额", a.services),
        medium_won=w.amount("由中小企业供应商中标或成交的采购金额", medium),
        small_won=w.amount("由小微企业供应商中标或成交的采购金额", small),
        goods=w.amount("政府采购货物支出", a.goods),
        works=w.amount("政府采购工程支出", a.works),
        services=w.amount("政府采购服务支出", a.services),
        goods_of_total=w.share("政府采购货物支出", a.goods, total),
        works_of_total=w.share("政府采购工程支出", a.works, total),
        services_of_total=w.share("政府采购服务支出", a.services, total),
        medium=w.amount("授予中小企业合同金额", medium),
        medium_share=w.share(f"授予中小企业合同金额占{whole}", medium, total),
        small=w.amount("授予小微企业合同金额", small),
        small_share=w.share(f"授予小微企业合同金额占{whole}", small, total),
        small_of_medium=w.share("授予小微企业合同金额占授予中小企业合同金额", small, medium),
        goods_share=w.share("货物采购授予中小企业合同金额占货物支出金额", a.goods, a.goods),
        reserved_medium=w.money("reserved_budget", "面向中小企业预留政府采购项目预算金额", medium),
        reserved_small=w.money("reserved_budget", "面向小微企业预留政府采购项目预算金额", small),
    )


def assets(w: Words) -> list[Passage]:
    """国有资产占用: vehicles by use, equipment above a threshold that is no figure."""
    a = w.accounts.activity
    cars = w.listed([w.clause("car", name=name, count=w.count(name, n, "辆")) for name, n in a.vehicles], "、")
    special = "单位价值100万元以上专用设备"
    is_old = w.year <= 2021 and "assets_old" in w.templates
    return w.say(
        "assets_old" if is_old else "assets",
        kept=w.count("车辆", a.vehicles_kept, "辆"),
        cars=cars,
        machines=w.count(special, a.equipment, "台"),
        machine_sets=w.count("单价100万元以上设备（不含车辆）", a.equipment, "台（套）"),
        general_machines=w.count("单位价值50万元以上通用设备", a.equipment, "台（套）"),
        special_machines=w.count(special, 0, "台（套）"),
    )


def performance(w: Words) -> list[Passage]:
    """预算绩效: how many projects, how much money, and each project's execution and score."""
    projects = w.accounts.activity.projects
    budget, executed = sum(p.budget for p in projects), sum(p.executed for p in projects)
    number = len(projects)
    good = sum(p.score >= 900 for p in projects)
    mean = Decimal(sum(p.score for p in projects) * 10 // number) / 100

    def stage(name: str) -> tuple[Figure, Figure]:
        subject = f"{name}的{w.year}年度项目"
        return w.count(subject, number, "个"), w.money("budget_amount", subject, budget)

    def graded(grade: str, count: int) -> Figure:
        return w.count(f"绩效评级为“{grade}”的项目", count, "个")

    goals, followed, evaluated = (stage(name) for name in ("编报绩效目标", "绩效跟踪评价", "绩效自评"))
    lines = w.say(
        "performance",
        count=evaluated[0],
        budget=evaluated[1],
        executed=w.amount("绩效自评项目资金", executed),
        share=w.share("绩效自评项目资金占一般公共预算项目支出总额", executed, w.accounts.project("general")),
        count_goals=goals[0],
        budget_goals=goals[1],
        count_monitored=w.count("开展绩效监控的项目", number, "个"),
        count_planned=w.count("编制绩效目标的项目", number, "个"),
        count_followed=followed[0],
        budget_followed=followed[1],
        mean=Figure("score", f"绩效自评的{w.year}年度项目", mean, "分", f"{mean:.2f}"),
        excellent=graded("优", good),
        good=graded("良", number - good),
        passed=graded("合格", 0),
        failed=graded("不合格", 0),
        problems=w.count("绩效自评中共发现问题", 0, "个"),
    )
    return lines + [p for n, project in enumerate(projects, start=1) for p in _project(w, n, project)]


def _project(w: Words, n: int, project: Project) -> list[Passage]:
    subject = project.name
    score = Decimal(project.score) / 10
    return w.line(
        "performance_project",
        n=n,
        name=subject,
        adjusted=w.money("adjusted_budget", subject, project.budget),
        amount=w.amount(subject, project.executed),
        done=w.share(subject, project.executed, project.budget, "completion_pct"),
        score=Figure("score", subject, score, "分", str(score)),
    )


def transfers(w: Words) -> list[Passage]:
    """专项支出、转移支付支出: none of the samples has any."""
    return w.say("transfers")


PARTS: dict[str, Callable[[Words], list[Passage]]] = {
    "running": running,
    "procurement": procurement,
    "assets": assets,
    "performance": performance,
    "transfers": transfers,
}
