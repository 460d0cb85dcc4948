"""`juesuan inspect`: every grid of a document by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.cli import cli
from extractor.reading import read
from extractor.stages import load

SAMPLES = Path(__file__).parents[2] / "samples"


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
        (["finance_2024.pdf", "--image", "x.png"], "--image needs --page or --pages"),
        (["street_2024.txt", "--page", "1", "--image", "x.png"], "only those of a PDF or a picture can be drawn"),
        (["finance_2024.pdf", "--pages", "2-x", "--image", "x.png"], "give pages such as 1-3,7, or all"),
        (["finance_2024.pdf", "--pages", "3-1", "--image", "x.png"], "give pages such as 1-3,7, or all"),
        (["finance_2024.pdf", "--pages", "1000", "--image", "x.png"], "so there is no page 1000"),
        (["finance_2024.pdf", "--pages", "1000-1001", "--image", "x.png"], "so there is no page 1001"),
        (["finance_2024.pdf", "--pages", "all"], "--pages needs --image"),
    ],
)
def test_what_cannot_be_shown_is_said(arguments: list[str], says: str) -> None:
    result = inspect(str(SAMPLES / arguments[0]), *arguments[1:])
    assert result.exit_code != 0
    assert says in result.output + str(result.exception)


def test_pages_are_drawn_with_what_was_read(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    sample, several, one = str(SAMPLES / "finance_2024.pdf"), tmp_path / "p.png", tmp_path / "one.png"
    assert inspect(sample, "--image", str(several), "--pages", "5-6,8").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p-005.png", "p-006.png", "p-008.png"]
    inspect(sample, "--image", str(one), "--page", "6")
    assert one.read_bytes() == (tmp_path / "p-006.png").read_bytes()


def test_no_label_covers_a_digit() -> None:
    """Labels alone are drawn, on a page of nothing but what is printed: no ink of theirs is where a digit is."""
    Image = pytest.importorskip("PIL.Image")  # noqa: N806
    from PIL import ImageDraw

    from extractor.cli.drawing import SCALE, Writer, labels

    reading = read(SAMPLES / "finance_2024.pdf")
    page = load(SAMPLES / "finance_2024.pdf").pages[5]
    paper = Image.new("L", (round(page.width * SCALE), round(page.height * SCALE)), 0)
    Writer(ImageDraw.Draw(paper), page, labels(), 255).label([fact for fact in reading.facts if fact.page == 6])
    assert paper.getbbox() is not None
    found = page.characters
    for i, character in enumerate(found.text):
        if character.isdigit():
            box = (found.x0[i], found.top[i], found.x1[i], found.bottom[i])
            assert paper.crop(tuple(round(float(side) * SCALE) for side in box)).getbbox() is None, (i, character)
