"""`juesuan doctor` names every extra, and says how to get what is not here."""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.batch import installed
from extractor.cli import cli

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [*arguments])
    return result.exit_code, result.stdout


def test_every_extra_is_told_with_its_libraries() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    status, text = run("doctor", "--json")
    things = {thing["name"]: thing for thing in json.loads(text)["things"]}
    assert status == 0
    assert {name for name, thing in things.items() if thing["kind"] == "extra"} == extras.keys() - {
        "all",
        "dev",
        "camelot",
    }
    assert version("pypdfium2") == things["pypdfium2"]["found"]
    assert all(thing["there"] == (thing["found"] is not None) != bool(thing["remedy"]) for thing in things.values())


@pytest.mark.parametrize(("lost", "status"), [("pypdfium2", 1), ("onnxruntime", 0)])
def test_what_is_not_here_is_told_with_what_to_do(lost: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(library: str) -> str:
        if library == lost:
            raise PackageNotFoundError(library)
        return version(library)

    monkeypatch.setattr(installed, "version", found)
    code, text = run("--lang", "zh", "doctor")
    assert code == status
    told = text[text.index("✗") :].splitlines()[1]
    assert ("重新安装" in told and lost in told) if status else 'pip install "juesuan[ocr]"' in told and lost in told
