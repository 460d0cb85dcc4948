"""`juesuan inspect`: every grid of a document by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.cli import cli

SAMPLES = Path(__file__).parents[1] / "samples"


def inspect(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["inspect", *arguments])


def test_the_nine_tables_and_the_sheets_are_named() -> None:
    result = inspect(str(SAMPLES / "water_2023.pdf"))
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    kinds = [line.split()[0] for line in lines if line[2:4].strip() and line[:2] == "  " and line[4:6] == "  "]
    assert set(kinds) == {*(f"0{n}" for n in range(1, 10)), "P1", "P2"}
    assert "  P2  2023年度山洪灾害防治项目绩效自评表  (20 x 7)" in lines
    assert "      山洪灾害防治项目, 云溪省松澜县水利局, 万元, 2023" in lines
    assert "none of the nine" not in result.output


def test_a_sheet_over_two_pages_is_named_once() -> None:
    output = inspect(str(SAMPLES / "city_management_2024.pdf")).output
    assert output.count("  P2  … goes on") == 2
    assert output.count("项目支出绩效自评表") == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["finance_2024.pdf", "--page", "99"], "so there is no page 99"),
        (["finance_2024.pdf", "--image", "x.png"], "--image needs --page"),
        (["street_2024.txt", "--page", "1", "--image", "x.png"], "only pages of a PDF can be drawn"),
    ],
)
def test_what_cannot_be_shown_is_said(arguments: list[str], says: str) -> None:
    result = inspect(str(SAMPLES / arguments[0]), *arguments[1:])
    assert result.exit_code != 0
    assert says in result.output + str(result.exception)
