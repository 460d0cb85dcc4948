"""The commands and the READMEs are in step."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from extractor.cli import COMMANDS, cli
from tests.support import disclosures

ROOT = Path(__file__).parents[1]


def commands() -> list[tuple[str, click.Command]]:
    """All commands, those of groups with their group's name before them."""
    context = click.Context(cli)
    found: list[tuple[str, click.Command]] = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += [(f"{name} {inner}", c) for inner, c in command.commands.items()]
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_numbers_shown_first_come_out_of_the_sample(readme: str, tmp_path: Path) -> None:
    lines = (ROOT / readme).read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| unit_name"))
    head, shown = lines[start], lines[start + 2]
    sample = str(ROOT / "samples" / "forestry_2023.pdf")
    run = ["convert", sample, "-o", str(tmp_path), "--format", "csv", "--jobs", "0", "--quiet"]
    CliRunner().invoke(cli, run, catch_exceptions=False)
    columns = [word.strip() for word in head.strip("|").split("|")]
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [[row[column] for column in columns] for row in csv.DictReader(file)]
    assert [word.strip() for word in shown.strip("|").split("|")] in rows


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_what_the_first_command_says_comes_out_of_the_samples(readme: str, tmp_path: Path) -> None:
    said = [line for line in (ROOT / readme).read_text("utf-8").splitlines() if line.startswith("ok       ")]
    samples = [str(ROOT / "samples" / line.split()[1]) for line in said]
    language = "zh" if "zh" in readme else "en"
    run = ["--lang", language, "convert", *samples, "-o", str(tmp_path), "--format", "csv", "--jobs", "0"]
    done = CliRunner().invoke(cli, run, catch_exceptions=False)
    assert len(said) == 2 and done.stderr.splitlines()[:2] == said


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_in_the_readme_with_an_example(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    missing = [name for name, _ in commands() if f"$ juesuan {name}" not in text]
    assert not missing


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_example_in_the_readme_is_a_command_with_its_options(readme: str) -> None:
    known = {name: {o for p in command.params for o in p.opts} for name, command in commands()}
    lines = [
        line.removeprefix("$ juesuan ").split()
        for line in (ROOT / readme).read_text("utf-8").splitlines()
        if line.startswith("$ juesuan ")
    ]
    assert len(lines) >= len(known)
    for words in lines:
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        assert name in known, words
        unknown = [w for w in words if w.startswith("-") and w not in known[name]]
        assert not unknown, (name, unknown)


def test_every_command_has_help_and_every_option_is_explained() -> None:
    for name, command in commands():
        assert command.help, name
        unexplained = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
        assert not unexplained, (name, unexplained)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_python_of_the_readme_runs(readme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / readme).read_text("utf-8")
    (code,) = (block.split("```")[0] for block in text.split("```python\n")[1:])
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "finance_2024.pdf").write_bytes((ROOT / "samples" / "finance_2024.pdf").read_bytes())
    (tmp_path / "downloads" / "scan.pdf").write_bytes(disclosures.pdf(lambda canvas: canvas.showPage()))
    for folder in ("downloads", "data"):
        code = code.replace(f'"{folder}/', f'"{tmp_path.as_posix()}/{folder}/')
    found: dict[str, Any] = {}
    exec(compile(code, readme, "exec"), found)
    assert found["disclosure"].status == "ok" and [d.status for d in found["done"].documents] == ["ok", "failed"]
    assert (tmp_path / "data" / "facts.csv").exists()
    assert "no_text_layer" in capsys.readouterr().out


def test_the_make_commands_of_the_readme_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("demo", "test", "lint", "bench", "samples"):
        assert f"\n{target}:" in makefile
