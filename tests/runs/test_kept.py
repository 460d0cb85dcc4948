"""What is kept for the next run is what it was, and a file that is not whole is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import regex

from extractor import kept, knowledge
from tests.support.readings import ROOT, SAMPLES

EXPRESSIONS = [r"(?P<value>\d+(?:\.\d+)?)(?:万元|元)", r"\p{Han}{2,}?(?=支出)", r"(?i)table|表", "["]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of its own for what is kept, with nothing in it."""
    found = tmp_path / "cache" / "kept"
    monkeypatch.setattr(kept, "_place", lambda: found)
    monkeypatch.setattr(kept, "_made_here", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept._kept.cache_clear()
    yield found
    kept._kept.cache_clear()


def compile_all() -> list[regex.Pattern[str]]:
    return [kept.compiled(text) for text in EXPRESSIONS[:-1]]


def test_a_kept_expression_is_what_it_was(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = compile_all()
    kept.keep()
    assert place.is_file() and len(list(place.parent.iterdir())) == 1
    kept._kept.cache_clear()
    monkeypatch.setattr("extractor.kept.regex.compile", lambda text: pytest.fail(f"{text} is compiled again"))
    text = "一般公共预算支出 3.50万元 Table 表"
    for old, new in zip(fresh, compile_all(), strict=True):
        assert (new.pattern, new.flags, new.groupindex) == (old.pattern, old.flags, old.groupindex)
        assert [m.span() for m in new.finditer(text, timeout=1)] == [m.span() for m in old.finditer(text)] != []


def test_a_parsed_file_is_what_it_was_and_a_changed_one_another(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    for text, content in (("a: [1, 2.5, 表]", {"a": [1, 2.5, "表"]}), ("a: null", {"a": None})):
        file.write_text(text, "utf-8")
        knowledge.read_yaml(file)["a"] = "changed"
        assert knowledge.read_yaml(file) == content
        kept.keep()
        kept._kept.cache_clear()
        first = knowledge.read_yaml(file)
        first["a"] = "changed"
        assert knowledge.read_yaml(file) == content


def test_what_several_runs_compile_is_kept_together(place: Path) -> None:
    for text in EXPRESSIONS[:-1]:
        kept._kept.cache_clear()
        kept.compiled(text)
        kept.keep()
    kept._kept.cache_clear()
    assert len(kept._kept()) == len(EXPRESSIONS) - 1


SPOILT = [lambda b: b[:-1], lambda b: b"", lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:], lambda b: b"x" + b]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_file_that_is_not_whole_is_none(place: Path, spoil: Callable[[bytes], bytes]) -> None:
    compile_all()
    kept.keep()
    place.write_bytes(spoil(place.read_bytes()))
    kept._kept.cache_clear()
    assert kept._kept() == {}
    assert [p.pattern for p in compile_all()] == EXPRESSIONS[:-1]
    kept.keep()
    assert len(kept._kept()) == 3


def test_a_broken_expression_is_told_and_a_place_that_cannot_be_written_is_not(place: Path) -> None:
    with pytest.raises(regex.error):
        kept.compiled(EXPRESSIONS[-1])
    place.parent.write_text("a file, not a folder")
    compile_all()
    kept.keep()
    assert place.parent.is_file()


def test_nothing_is_written_where_python_may_write_nothing(tmp_path: Path) -> None:
    code = f"from extractor import read; read({str(SAMPLES / 'street_2024.txt')!r})"
    for more, files in ((["-B"], 0), ([], 1)):
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run([sys.executable, *more, "-c", code], check=True, cwd=ROOT, env=environment)
        assert len(list(tmp_path.rglob("kept.*.regex-*"))) == files
