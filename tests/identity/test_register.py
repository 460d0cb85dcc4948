"""Which names belong together: the register, and proposals for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractor.cli.commands.units import units as units_command
from extractor.errors import UsageError
from extractor.identity.proposals import gather, propose
from extractor.identity.register import read_register
from extractor.records import schema
from tests.support.datasets import dataset


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_the_register_finds_names_and_aliases_by_year(tmp_path: Path) -> None:
    text = (
        "unit_code,unit_name,region_code,alias,alias_2,valid_from,valid_to,note\n"
        "001001,云岭县农业局,001,县农业局；农业局,,,2018,\n"
        "001001,云岭县农业农村局,,,,2019,,renamed\n"
        "001002,云岭县畜牧局,,,云岭畜牧,,2018,\n"
        "001001,云岭县畜牧局,,,,2019,,merged\n"
        ",,,,,,,\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        register = read_register(write(tmp_path / "units.csv", text, encoding))
        codes = {
            (name, year): (unit.code if (unit := register.find(name, year)) else None)
            for name in ("云岭县农业局", "农业局", "云岭县 农业农村局", "云岭畜牧", "云岭县畜牧局", "云岭县")
            for year in (2018, 2019, None)
        }
        assert codes == {
            ("云岭县农业局", 2018): "001001",
            ("云岭县农业局", 2019): None,
            ("云岭县农业局", None): "001001",
            ("农业局", 2018): "001001",
            ("农业局", 2019): None,
            ("农业局", None): "001001",
            ("云岭县 农业农村局", 2018): None,
            ("云岭县 农业农村局", 2019): "001001",
            ("云岭县 农业农村局", None): "001001",
            ("云岭畜牧", 2018): "001002",
            ("云岭畜牧", 2019): None,
            ("云岭畜牧", None): "001002",
            ("云岭县畜牧局", 2018): "001002",
            ("云岭县畜牧局", 2019): "001001",
            ("云岭县畜牧局", None): None,
            ("云岭县", 2018): None,
            ("云岭县", 2019): None,
            ("云岭县", None): None,
        }
        assert register.find(["不在名录", "县农业局"], 2017) == register.units[0]
        assert register.units[0].region_code == "001"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,name\n1,甲\n", "no column unit_code and unit_name"),
        ("unit_code,unit_name\n,云岭县民政局\n", "line 2: unit_code is empty"),
        ("unit_code,unit_name\n1,\n", "line 2: unit_name is empty"),
        ("unit_code,unit_name,valid_from\n1,甲局,去年\n", "line 2: valid_from is '去年'"),
        ("unit_code,unit_name,valid_from,valid_to\n1,甲局,2020,2019\n", "2020 is after valid_to 2019"),
        ("unit_code,unit_name\n1,甲局,乙局\n", "more fields than columns"),
        ("unit_code,unit_name,alias\n1,甲局,乙局\n2,乙局,\n", "乙局 is unit 1 in line 2 and unit 2 in line 3"),
        ("", "no column"),
    ],
)
def test_a_bad_register_says_where_it_is_bad(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_register(write(tmp_path / "units.csv", text))
    with pytest.raises(UsageError, match="cannot be read"):
        read_register(tmp_path / "none.csv")


def document(name: str, year: int, **more: Any) -> dict[str, Any]:
    return {"doc_id": f"{name}{year}", "status": "ok", "unit_name": name, "unit_code": None, "year": year} | more


def proposed(*documents: dict[str, Any], forms: tuple[dict[str, Any], ...] = ()) -> list[set[str]]:
    groups: dict[str, set[str]] = {}
    for row in propose(gather(documents, forms)):
        groups.setdefault(row["unit_code"], set()).add(row["unit_name"])
    return sorted((g for g in groups.values() if len(g) > 1), key=min)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("随州市曾都区财政局", "曾都区财政局", True),
        ("曾都区人社局", "随州市曾都区人力资源和社会保障局", True),
        ("云岭县卫生和计划生育局", "云岭县卫生健康局", True),
        ("云岭县农业局", "云岭县农业农村局", True),
        ("云岭县第一中学", "云岭县第二中学", False),
        ("云岭县人力资源和社会保障局", "青河县人力资源和社会保障局", False),
        ("随州市财政局", "随州市曾都区财政局", False),
        ("云岭县民政局", "云岭县财政局", False),
        ("云岭县教育局", "云岭县教育局教研室", False),
    ],
)
def test_names_of_different_years_are_proposed_as_one_unit(one: str, other: str, same: bool) -> None:
    assert proposed(document(one, 2018), document(other, 2020)) == ([{one, other}] if same else [])
    assert proposed(document(one, 2018), document(other, 2018)) == []


def test_a_form_beside_the_name_links_two_that_look_nothing_alike() -> None:
    old, new = document("云岭县扶贫办", 2019), document("云岭县乡村振兴局", 2022)
    form = {"doc_id": new["doc_id"], "name": "云岭县扶贫办", "place": "cover"}
    assert proposed(old, new) == []
    assert proposed(old, new, forms=(form,)) == [{"云岭县扶贫办", "云岭县乡村振兴局"}]


def test_the_proposals_can_be_fed_back(tmp_path: Path) -> None:
    rows = [document("随州市曾都区财政局", 2018), document("曾都区财政局", 2019), document("曾都区民政局", 2019)]
    forms = [{"doc_id": r["doc_id"], "name": "曾都区某处", "place": "cover", "count": 1} for r in rows]
    for row in rows:
        row["source_file"] = f"{row['doc_id']}.pdf"
    written = {
        table.name: [tuple(record.get(name) for name in table.names) for record in records]
        for table, records in ((schema.DOCUMENTS, rows), (schema.UNIT_NAMES, forms))
    }
    dataset(tmp_path, written)
    path = tmp_path / "units.csv"
    done = CliRunner().invoke(units_command, ["suggest", str(tmp_path), "-o", str(path)])
    assert done.exit_code == 0, done.output
    assert "3 names, proposed as 2 units" in done.stderr and done.stdout == f"{path}\n"
    register = read_register(path)
    one, two, other = (register.find(row["unit_name"], row["year"]) for row in rows)
    assert one and two and other and one.code == two.code != other.code
    assert one.region_code == "421303"
    # An alias of two units is no alias.
    assert register.find("曾都区某处", 2019) is None
    with pytest.raises(UsageError, match="cannot be written"):
        CliRunner().invoke(
            units_command, ["suggest", str(tmp_path), "-o", str(tmp_path / "no" / "units.csv")], catch_exceptions=False
        )
