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

ON_TABLES: dict[str, tuple[str, Callable[[Words], list[Passage]]]] = {
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


def explanation(accounts: Accounts, before: Accounts, department: Department, style: Style) -> list[Passage]:
    """All sections with their headings: one on each table in the order of the tables, then the rest."""
    words = Words(accounts, before, department, style)
    outline = [(title, [speaker]) for kind, (title, speaker) in _on_tables(accounts.year, style)]
    outline += [(end["title"], [operation.PARTS[part] for part in end["parts"]]) for end in words.templates["end"]]
    passages: list[Passage] = []
    for ordinal, (title, speakers) in zip(ORDINALS, outline, strict=False):
        section = f"{ordinal}、{title}"
        passages.append(Passage(section, "heading", section))
        for speaker in speakers:
            passages += speaker(replace(words, section=section))
    return passages


def _on_tables(year: int, style: Style) -> list[tuple[str, tuple[str, Callable[[Words], list[Passage]]]]]:
    return [(kind, ON_TABLES[kind]) for kind in style.order if kind in ON_TABLES and (kind != "08" or year >= 2020)]
