"""From accounts to grids: one module per shape of table."""

from __future__ import annotations

from collections.abc import Callable

from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.grid import Grid
from samples.generator.layout import coded, economic, others, three_public, two_sided
from samples.generator.style import Style

LAYOUTS: dict[str, Callable[[Accounts, Style, str], Grid]] = {
    "01": two_sided.summary,
    "02": coded.income,
    "03": coded.spending,
    "04": two_sided.fiscal_summary,
    "05": coded.general_budget,
    "06": economic.basic_by_economic,
    "07": coded.government_fund,
    "08": coded.state_capital,
    "08_spending": coded.state_capital_spending,
    "09": three_public.three_public,
}


def tables(accounts: Accounts, department: Department, style: Style, maker: str) -> list[Grid]:
    """The tables of a disclosure in its own order; before 2020 there was none on 国有资本经营预算."""
    return [
        LAYOUTS[kind](accounts, style, maker) if kind in LAYOUTS else others.EXTRAS[kind](accounts, department, style)
        for kind in style.order
        if accounts.year >= 2020 or not kind.startswith("08")
    ]
