"""Whose accounts do not add up, and by how much.

    python examples/do_not_add_up.py data

Only what the document itself prints so (`verdict` is `printed`): where the reading may be wrong it is `doubtful`, and
says nothing of the publisher.
"""

import sys
from pathlib import Path

import duckdb
import pandas as pd


def do_not_add_up(data: Path) -> pd.DataFrame:
    """Unit, year, file, what should be, what is and the difference in the unit of the document, and a sentence."""
    with duckdb.connect(data / "juesuan.duckdb", read_only=True) as dataset:
        rows: pd.DataFrame = dataset.table("v_checks_failed").to_arrow_table().to_pandas()
    columns = [
        "unit",
        "year",
        "source_file",
        "check_no",
        "expected",
        "actual",
        "difference",
        "currency_unit",
        "message",
    ]
    printed = rows[rows.verdict == "printed"]
    return printed[columns].sort_values(["unit", "year", "source_file", "check_no"], ignore_index=True)


if __name__ == "__main__":
    for row in do_not_add_up(Path(sys.argv[1])).itertuples():
        print(f"{row.unit} {row.year} ({row.source_file}): {row.message}")
