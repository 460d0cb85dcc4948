"""The last sections: running costs, procurement, assets, performance, transfers."""

from __future__ import annotations

from decimal import Decimal

from samples.generator.accounts import Fen, Project
from samples.generator.passages import Figure, Passage
from samples.generator.prose.words import Clause, Words


def running(w: Words) -> list[Passage]:
    """机关运行经费: the 公用经费 of administrative units; others have none."""
    if not w.department.is_administrative:
        return [w.say("{}为事业单位，{}年度无机关运行经费支出。", w.who, w.year)]
    subject = "机关运行经费"
    now, then = w.accounts.public(), w.before.public()
    change, why = w.change(subject, now, then), w.reason(subject)
    if w.style.wording == "ministry":
        template = "{}{}年度机关运行经费支出{}万元，比{}年度决算数{}。主要原因是{}。"
        return [w.say(template, w.who, w.year, w.amount(subject, now), w.year - 1, change, why)]
    if w.style.wording == "shanghai":
        template = "机关运行经费支出{}万元，比{}年度{}。主要原因是{}。"
        return [w.say(template, w.amount(subject, now), w.year - 1, change, why)]
    template = "{}年，{}机关运行经费支出{}万元，比{}年{}，主要原因是{}。"
    return [w.say(template, w.year, w.department.short, w.amount(subject, now), w.year - 1, change, why)]


def procurement(w: Words) -> list[Passage]:
    """政府采购: by kind, and what went to small and medium enterprises."""
    a = w.accounts.activity
    total = a.goods + a.works + a.services
    if w.style.wording == "shanghai":
        return _reserved(w, total)
    kinds = (
        w.amount("政府采购货物支出", a.goods), w.amount("政府采购工程支出", a.works), w.amount("政府采购服务支出", a.services),
    )  # fmt: skip
    medium = w.amount("授予中小企业合同金额", a.to_small_and_medium)
    medium_share = w.share("授予中小企业合同金额占政府采购支出总额", a.to_small_and_medium, total)
    small = w.amount("授予小微企业合同金额", a.to_small)
    subject, whole = "政府采购支出总额", w.amount("政府采购支出总额", total)
    if w.style.wording == "sichuan":
        small_share = w.share("授予小微企业合同金额占政府采购支出总额", a.to_small, total)
        template = (
            "{}年，{}{}{}万元，其中：政府采购货物支出{}万元、政府采购工程支出{}万元、政府采购服务支出{}万元。主要用于办公设备购置和委托服务。"
            "授予中小企业合同金额{}万元，占政府采购支出总额的{}%，其中：授予小微企业合同金额{}万元，占政府采购支出总额的{}%。"
        )
        return [
            w.say(
                template, w.year, w.department.short, subject, whole, *kinds, medium, medium_share, small, small_share
            )
        ]
    small_share = w.share("授予小微企业合同金额占授予中小企业合同金额", a.to_small, a.to_small_and_medium)
    goods_share = w.share("货物采购授予中小企业合同金额占货物支出金额", a.goods, a.goods)
    template = (
        "{}{}年度{}{}万元，其中：政府采购货物支出{}万元、政府采购工程支出{}万元、政府采购服务支出{}万元。授予中小企业合同金额{}万元，"
        "占政府采购支出总额的{}%，其中：授予小微企业合同金额{}万元，占授予中小企业合同金额的{}%；"
        "货物采购授予中小企业合同金额占货物支出金额的{}%。"
    )
    return [
        w.say(template, w.who, w.year, subject, whole, *kinds, medium, medium_share, small, small_share, goods_share)
    ]


def _reserved(w: Words, total: Fen) -> list[Passage]:
    a = w.accounts.activity
    first = w.say(
        "{}{}年度政府采购金额（以合同签订为准）为{}万元，其中：货物采购金额{}万元、工程采购金额{}万元、服务采购金额{}万元。",
        w.department.name, w.year, w.amount("政府采购金额", total), w.amount("货物采购金额", a.goods),
        w.amount("工程采购金额", a.works), w.amount("服务采购金额", a.services),
    )  # fmt: skip
    second = w.say(
        "{}年度{}面向中小企业预留政府采购项目预算金额{}万元，面向小微企业预留政府采购项目预算金额{}万元。"
        "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额{}万元。",
        w.year, w.who, w.money("initial_budget", "面向中小企业预留政府采购项目预算金额", a.to_small_and_medium),
        w.money("initial_budget", "面向小微企业预留政府采购项目预算金额", a.to_small),
        w.amount("由中小企业供应商中标或成交的采购金额", a.to_small_and_medium),
    )  # fmt: skip
    return [first, second]


def assets(w: Words) -> list[Passage]:
    """国有资产占用: vehicles by use, equipment above a threshold that is no figure."""
    a = w.accounts.activity
    cars = w.listed([Clause("{}{}辆", (name, w.count(name, n, "辆"))) for name, n in a.vehicles], "、")
    kept = w.count("车辆", a.vehicles_kept, "辆")
    if w.style.wording == "shanghai":
        template = "截至{}年12月31日，{}共有车辆{}辆，其中：{}。单价100万元（含）以上设备（不含车辆）{}台（套）。"
        machines = w.count("单价100万元（含）以上设备（不含车辆）", a.equipment, "台（套）")
        return [w.say(template, w.year, w.department.name, kept, cars, machines)]
    if w.year <= 2021:
        template = "截至{}年12月31日，{}共有车辆{}辆，其中：{}；单位价值50万元以上通用设备{}台（套），单位价值100万元以上专用设备{}台（套）。"
        machines = w.count("单位价值50万元以上通用设备", a.equipment, "台（套）")
        special = w.count("单位价值100万元以上专用设备", 0, "台（套）")
        return [w.say(template, w.year, w.who, kept, cars, machines, special)]
    template = "截至{}年12月31日，{}共有车辆{}辆，其中，{}；单位价值100万元以上专用设备{}台。"
    return [w.say(template, w.year, w.who, kept, cars, w.count("单位价值100万元以上专用设备", a.equipment, "台"))]


def performance(w: Words) -> list[Passage]:
    """预算绩效: how many projects, how much money, and each project's execution and score."""
    projects = w.accounts.activity.projects
    budget, executed = sum(p.budget for p in projects), sum(p.executed for p in projects)
    if w.style.wording == "shanghai":
        return [_graded(w, projects, budget)]
    number = w.count("开展绩效自评的项目", len(projects), "个")
    spent = w.amount("绩效自评项目资金", executed)
    share = w.share("绩效自评项目资金占一般公共预算项目支出总额", executed, w.accounts.project("general"))
    if w.style.wording == "sichuan":
        lines = [
            w.say(
                "根据预算绩效管理要求，{}在{}年度预算编制阶段，对{}个项目编制了绩效目标，预算执行过程中，选取{}个项目开展绩效监控，"
                "年终执行完毕后，对{}个项目开展了绩效自评。",
                w.who,
                w.year,
                w.count("编制绩效目标的项目", len(projects), "个"),
                w.count("开展绩效监控的项目", len(projects), "个"),
                number,
            )  # fmt: skip
        ]
    else:
        lines = [
            w.say("（一）预算绩效管理工作开展情况。", kind="sub"),
            w.say(
                "根据预算绩效管理要求，{}组织对{}年度一般公共预算项目支出全面开展绩效自评，共涉及项目{}个，资金{}万元，"
                "占一般公共预算项目支出总额的{}%。", w.who, w.year, number, spent, share,
            ),
            w.say("（二）部门决算中项目绩效自评结果。", kind="sub"),
        ]  # fmt: skip
    return lines + [_project(w, n, p) for n, p in enumerate(projects, start=1)]


def _score(subject: str, tenths: int) -> Figure:
    value = Decimal(tenths) / 10
    return Figure("score", subject, value, "分", str(value))


def _project(w: Words, n: int, project: Project) -> Passage:
    subject = project.name
    budget = w.money("adjusted_budget", subject, project.budget)
    spent = w.amount(subject, project.executed)
    done = w.share(subject, project.executed, project.budget, "completion_pct")
    template = "{}．{}绩效自评综述：项目全年预算数为{}万元，执行数为{}万元，完成预算的{}%，自评得分为{}分。主要产出和效益：完成年度目标任务。"
    return w.say(template, n, subject, budget, spent, done, _score(subject, project.score))


def _graded(w: Words, projects: tuple[Project, ...], budget: Fen) -> Passage:
    count = len(projects)
    good = sum(p.score >= 900 for p in projects)
    average = sum(p.score for p in projects) * 10 // count
    mean = Decimal(average) / 100
    score = Figure("score", "绩效自评", mean, "分", f"{mean:.2f}")
    stages = []
    for stage in ("编报绩效目标", "绩效跟踪评价", "绩效自评"):
        subject = f"{stage}的{w.year}年度项目"
        stages.append(
            Clause(
                "{}{}个，涉及预算金额{}万元",
                (subject, w.count(subject, count, "个"), w.money("initial_budget", subject, budget)),
            )
        )
    grades = w.listed(
        [
            Clause("绩效评级为“{}”的项目{}个", (grade, w.count(f"绩效评级为“{grade}”的项目", n, "个")))
            for grade, n in (("优", good), ("良", count - good), ("合格", 0), ("不合格", 0))
        ]
    )
    template = "{}{}年度预算绩效管理工作开展情况如下：{}，平均得分{}分（其中，{}。绩效自评中共发现问题{}个）。"
    found = w.count("绩效自评中共发现问题", 0, "个")
    return w.say(template, w.department.name, w.year, w.listed(stages), score, grades, found)


def other_matters(w: Words) -> list[Passage]:
    """其他重要事项: running costs, procurement and assets as three parts of one section."""
    return [
        w.say("（一）机关运行经费支出情况", kind="sub"),
        *running(w),
        w.say("（二）政府采购支出情况", kind="sub"),
        *procurement(w),
        w.say("（三）国有资产占有使用情况", kind="sub"),
        *assets(w),
    ]


def transfers(w: Words) -> list[Passage]:
    """专项支出、转移支付支出: none of the samples has any."""
    return [w.say("{}年度{}无专项支出、转移支付支出。", w.year, w.who)]
