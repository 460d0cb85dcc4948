"""What stands before and after the 情况说明: duties and glossary, with numbers that are no figures."""

from __future__ import annotations

from samples.generator.departments import Department
from samples.generator.passages import Passage
from samples.generator.style import Style

TERMS = (
    (
        "财政拨款收入",
        "指单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款。",
    ),
    ("事业收入", "指事业单位开展专业业务活动及其辅助活动取得的收入。"),
    ("经营收入", "指事业单位在专业业务活动及其辅助活动之外开展非独立核算经营活动取得的收入。"),
    ("其他收入", "指单位取得的除“财政拨款收入”“事业收入”“经营收入”等以外的收入。"),
    ("年初结转和结余", "指以前年度尚未完成、结转到本年按有关规定继续使用的资金。"),
    ("年末结转和结余", "指单位按有关规定结转到下年或以后年度继续使用的资金。"),
    ("基本支出", "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "指在基本支出之外为完成特定行政任务或事业发展目标所发生的支出。"),
    (
        "“三公”经费",
        "指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。其中，公务用车购置费反映单位公务用车购置支出"
        "（含车辆购置税）；单位价值100万元以上设备按固定资产管理。",
    ),
    ("机关运行经费", "指行政单位（包括参照公务员法管理的事业单位）运行用于购买货物和服务的各项资金。"),
)


def duties(department: Department, kinds: str) -> list[Passage]:
    """第一部分 概况: duties and staff, whose counts are no figures of the accounts."""
    members = department.members or (department.name,)
    passages = [
        Passage("一、主要职责", "heading"),
        Passage(f"{department.name}的主要职责是：{department.duty}；承办上级交办的其他事项。"),
        Passage(
            f"截至年末共有编制{department.staff + 4}人，实有在职人员{department.staff}人，"
            f"退休人员{department.staff // 3}人。"
        ),
        Passage("二、机构设置情况", "heading"),
        Passage(f"从单位构成看，纳入{kinds}决算编制范围的单位共{len(members)}个："),
    ]
    return passages + [Passage(f"{n}．{member}") for n, member in enumerate(members, start=1)]


def glossary(style: Style) -> list[Passage]:
    """名词解释."""
    ordinals = "一二三四五六七八九十"
    mark = "（{}）" if style.wording == "ministry" else "{}、"
    return [Passage(f"{mark.format(o)}{term}：{meaning}") for o, (term, meaning) in zip(ordinals, TERMS, strict=True)]
