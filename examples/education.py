"""Education spending (205 教育支出) of each unit over the years, as a chart.

    juesuan convert samples/*.pdf samples/*.txt -o data
    python examples/education.py data education.png

A row of `v_expenditure_by_function` is a subject of table 03. A subtotal stands beside its parts there (205 beside
20502), so take one subject, or one level, before adding up.
"""

import sys
from pathlib import Path

import duckdb
import matplotlib
import pandas as pd

matplotlib.use("Agg")
from matplotlib import font_manager
from matplotlib import pyplot as plt

EDUCATION = "205"
CHINESE = ["Noto Sans CJK SC", "Noto Serif CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"]


def education(data: Path) -> pd.DataFrame:
    """Unit, year, coverage (汇总 and 本级 are two) and the amount in 元, exact."""
    with duckdb.connect(data / "juesuan.duckdb", read_only=True) as dataset:
        # Through Arrow, in which an amount stays a Decimal; `.df()` would make it a float.
        rows: pd.DataFrame = dataset.table("v_expenditure_by_function").to_arrow_table().to_pandas()
    chosen = rows[(rows.subject_code == EDUCATION) & rows.total.notna()]
    columns = ["unit", "unit_name", "year", "coverage", "total"]
    return chosen[columns].sort_values(["unit", "year", "coverage"], ignore_index=True)


def draw(spending: pd.DataFrame, chart: Path) -> None:
    """A line a unit, in 万元."""
    installed = set(font_manager.get_font_names())
    plt.rcParams["font.family"] = [*(name for name in CHINESE if name in installed), "sans-serif"]
    top = float(max(spending.total)) / 10_000
    figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
    for (_, coverage), of_unit in spending.groupby(["unit", "coverage"], dropna=False):
        label = of_unit.unit_name.iloc[-1] + (f"（{coverage}）" if isinstance(coverage, str) else "")
        axes.plot(of_unit.year, of_unit.total.astype(float) / 10_000, marker="o", label=label)
    axes.set(title="教育支出（205）", xlabel="年度", ylabel="万元", xticks=sorted(set(spending.year)))
    axes.set_ylim(0, 1.1 * top)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(chart, dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    found = education(Path(sys.argv[1]))
    print(found.to_string())
    draw(found, Path(sys.argv[2]))
