"""The examples that people copy, run on the samples: in Python and in SQL the same, in DuckDB and PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PIL import Image

from examples.do_not_add_up import do_not_add_up
from examples.education import education
from examples.three_public import three_public
from extractor import convert
from extractor.warehouse.load import load
from samples.generator import departments
from samples.generator.disclosure import Sample, render
from samples.generator.grid import Numerals
from samples.generator.invention import invent
from samples.generator.style import Style
from tests.support import servers
from tests.support.readings import ROOT, SAMPLES

YEARS = range(2019, 2024)
SCHOOL = "禾源县第一初级中学"
EXAMPLES = {"education": education, "three_public": three_public, "do_not_add_up": do_not_add_up}


@pytest.fixture(scope="module")
def spent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, Decimal]]:
    """A dataset of samples, of a school over five years, and of a street that prints a wrong digit; and what the school
    spent."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "in").mkdir()
    for name in ("commerce_2021.txt", "school_2019.pdf"):
        shutil.copy(SAMPLES / name, folder / "in")
    text = (SAMPLES / "street_2024.txt").read_text("utf-8")
    (folder / "in" / "street_2024.txt").write_text(text.replace("本年收入合计2170.95", "本年收入合计2170.59"), "utf-8")
    school = replace(departments.SCHOOL, name=SCHOOL, short=SCHOOL)
    books = {YEARS[0] - 1: invent(school, YEARS[0] - 1, 1)}
    for year in YEARS:
        books[year] = invent(school, year, 1, books[year - 1])
        style = Style(numerals=Numerals(unit="元"))
        made = render(Sample(f"first_school_{year}", school, books[year], books[year - 1], style, "txt", "\t"))
        (folder / "in" / made.file).write_bytes(made.content)
    convert([folder / "in"], folder / "data", jobs=2, formats=("duckdb",))
    truth = {year: Decimal(books[year].spending(code="205")) / 100 for year in YEARS}
    return folder / "data", truth


def in_sql(name: str) -> str:
    return (ROOT / "examples" / f"{name}.sql").read_text("utf-8")


def rows(name: str, data: Path) -> list[tuple[Any, ...]]:
    """What the example gives, with None for what pandas calls missing."""
    frame = EXAMPLES[name](data).astype(object)
    return sorted((tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)), key=repr)


def test_the_numbers_are_those_of_the_documents(spent: tuple[Path, dict[int, Decimal]]) -> None:
    data, truth = spent
    found = education(data)
    of_school = found[found.unit == SCHOOL]
    assert dict(zip(of_school.year, of_school.total, strict=True)) == truth
    assert "禾源县第三初级中学" in set(found.unit)
    public = three_public(data)
    street = public[public.unit.str.contains("听松街道")]
    assert list(zip(street.budget, street.final, street.overspent, strict=True)) == [
        (Decimal(100000), Decimal(86400), Decimal(-13600))
    ]
    wrong = do_not_add_up(data)
    assert set(wrong.unit) == {"澄州市望湖区人民政府听松街道办事处"}
    assert any("2170.59" in message for message in wrong.message)


@pytest.mark.parametrize("name", EXAMPLES)
def test_sql_gives_the_same(spent: tuple[Path, dict[int, Decimal]], name: str) -> None:
    with duckdb.connect(spent[0] / "juesuan.duckdb", read_only=True) as connection:
        found = connection.execute(in_sql(name)).fetchall()
    assert sorted(found, key=repr) == rows(name, spent[0]) != []


def test_sql_gives_the_same_in_postgresql(spent: tuple[Path, dict[int, Decimal]]) -> None:
    with servers.postgresql() as address:
        load(spent[0], address)
        for name in EXAMPLES:
            assert sorted(servers.asked(address, in_sql(name)), key=repr) == rows(name, spent[0])


def test_the_scripts_run_as_they_are_told_and_draw(spent: tuple[Path, dict[int, Decimal]], tmp_path: Path) -> None:
    for name in EXAMPLES:
        command = [sys.executable, str(ROOT / "examples" / f"{name}.py"), str(spent[0])]
        command += [str(tmp_path / "chart.png")] if name == "education" else []
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
        assert done.returncode == 0 and done.stdout, done.stderr
    with Image.open(tmp_path / "chart.png") as chart:
        colours = chart.convert("RGB").getcolors(maxcolors=1 << 24) or []
    assert chart.width > 900 and len(colours) > 100  # lines and letters, not a blank sheet
