"""三公: the budget beside what was spent, the unit that overspent most first.

    python examples/three_public.py data

`v_three_public` takes table 09, and the prose for a unit without one. The budget of a unit is the adjusted one
(全年预算数) where it is printed, else that of the beginning of the year (年初预算数).
"""

import sys
from pathlib import Path

import duckdb
import pandas as pd


def three_public(data: Path) -> pd.DataFrame:
    """Unit, year, coverage, budget, final and the difference, in 元, exact; only where both are known."""
    with duckdb.connect(data / "juesuan.duckdb", read_only=True) as dataset:
        rows: pd.DataFrame = dataset.table("v_three_public").to_arrow_table().to_pandas()
    total = rows[rows.measure == "total"].copy()
    total["budget"] = total.adjusted_budget.fillna(total.initial_budget)
    total = total.dropna(subset=["budget", "final"])
    total["overspent"] = total.final - total.budget
    columns = ["unit", "unit_name", "year", "coverage", "budget", "final", "overspent", "source"]
    return total[columns].sort_values(["overspent", "unit", "year"], ascending=[False, True, True], ignore_index=True)


if __name__ == "__main__":
    print(three_public(Path(sys.argv[1])).to_string())
