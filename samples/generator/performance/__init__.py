"""绩效自评表 in the layouts that provinces print, and the goal tables that look like them."""

from __future__ import annotations

from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.passages import Passage
from samples.generator.performance import hubei, lists, ministry
from samples.generator.performance.sheet import Sheet
from samples.generator.style import Style
from samples.generator.subjects import ORDINALS

__all__ = ["Sheet", "sheets"]

FORMS = {
    "hubei_framework": hubei.framework,
    "hubei_overall": hubei.overall,
    "hubei_project": hubei.project,
    "hubei_project_scored": hubei.scored_project,
    "ministry_overall": ministry.overall,
    "ministry_project": ministry.project,
    "goals": lists.goals,
    "summary": lists.summary,
}


def sheets(accounts: Accounts, department: Department, style: Style) -> list[tuple[Passage, Sheet]]:
    """The sheets that a style names, each under a numbered heading; a project form once per project."""
    made = [sheet for name in style.performance for sheet in FORMS[name](accounts, department, style)]
    return [(Passage(f"{o}、{sheet.grid.title}", "heading"), sheet) for o, sheet in zip(ORDINALS, made, strict=False)]
