"""The prose of a disclosure: 情况说明 by the standard outline, in the wordings that provinces use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.passages import Passage
from samples.generator.prose import funds, general_budget, operation, totals
from samples.generator.prose.around import duties, glossary
from samples.generator.prose.words import Words
from samples.generator.style import Style
from samples.generator.subjects import ORDINALS

__all__ = ["duties", "explanation", "glossary"]

Speaker = Callable[[Words], list[Passage]]
ON_TABLES: dict[str, tuple[str, Speaker]] = {
    "01": ("收入支出决算总体情况说明", totals.overall),
    "02": ("收入决算情况说明", totals.income),
    "03": ("支出决算情况说明", totals.spending),
    "04": ("财政拨款收入支出决算总体情况说明", totals.fiscal),
    "05": ("一般公共预算财政拨款支出决算情况说明", general_budget.spending),
    "06": ("一般公共预算财政拨款基本支出决算情况说明", general_budget.basic),
    "07": ("政府性基金预算财政拨款收入支出决算情况说明", funds.government_fund),
    "08": ("国有资本经营预算财政拨款支出决算情况说明", funds.state_capital),
    "09": ("财政拨款“三公”经费支出决算情况说明", funds.three_public),
}
END: dict[str, tuple[tuple[str, Speaker], ...]] = {
    "ministry": (
        ("机关运行经费支出说明", operation.running),
        ("政府采购支出说明", operation.procurement),
        ("国有资产占用情况说明", operation.assets),
        ("预算绩效情况说明", operation.performance),
        ("专项支出、转移支付支出情况说明", operation.transfers),
    ),
    "shanghai": (("预算绩效管理情况", operation.performance), ("其他重要事项的情况说明", operation.other_matters)),
    "sichuan": (("其他重要事项的情况说明", operation.other_matters), ("预算绩效管理情况", operation.performance)),
}


def explanation(accounts: Accounts, before: Accounts, department: Department, style: Style) -> list[Passage]:
    """All sections with their headings: one on each table in the order of the tables, then the rest."""
    on_tables = [ON_TABLES[k] for k in style.order if k != "08" or accounts.year >= 2020]
    words = Words(accounts, before, department, style)
    passages: list[Passage] = []
    for ordinal, (title, speaker) in zip(ORDINALS, (*on_tables, *END[style.wording]), strict=False):
        section = f"{ordinal}、{title}"
        passages.append(Passage(section, "heading", section))
        passages.extend(speaker(replace(words, section=section)))
    return passages
