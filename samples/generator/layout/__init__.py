"""From accounts to grids: one module per shape of table."""

from __future__ import annotations

from samples.generator.accounts import Accounts
from samples.generator.grid import Grid
from samples.generator.layout import coded, economic, three_public, two_sided
from samples.generator.style import Style

LAYOUTS = {
    "01": two_sided.summary,
    "02": coded.income,
    "03": coded.spending,
    "04": two_sided.fiscal_summary,
    "05": coded.general_budget,
    "06": economic.basic_by_economic,
    "07": coded.government_fund,
    "08": coded.state_capital,
    "09": three_public.three_public,
}


def tables(accounts: Accounts, style: Style, maker: str) -> list[Grid]:
    """The tables of a disclosure in its own order; before 2020 there was no 国有资本经营预算 table."""
    kinds = [k for k in style.order if k != "08" or accounts.year >= 2020]
    return [LAYOUTS[kind](accounts, style, maker) for kind in kinds]
