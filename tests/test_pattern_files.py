"""A folder of patterns of one's own: what is wrong in it is said before a run, and nothing in it is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractor.errors import PatternError
from extractor.options import Options
from extractor.pattern_files import check_patterns

LIBRARY = Path(__file__).parents[1] / "patterns"
FILES = sorted(path.relative_to(LIBRARY).as_posix() for path in LIBRARY.rglob("*.yaml"))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_entry_is_refused_whatever_file_it_adds_to(name: str, tmp_path: Path) -> None:
    is_list = isinstance(yaml.safe_load((LIBRARY / name).read_text("utf-8")), list)
    folder = written(tmp_path, name, "- {wrong: 1}" if is_list else "wrong: 1")
    with pytest.raises(PatternError, match=rf"{name}, line 1: .*`wrong`"):
        check_patterns(Options(patterns=folder))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.txt", "", "holds no patterns"),
        ("lexicon/term.yaml", "[]", r"lexicon/term\.yaml adds to nothing"),
        (
            "prose/reasons.yaml",
            "reason: {what: x, pattern: 原因, example: 原因, not: x}",
            "line 1: the library says this",
        ),
    ],
)
def test_what_would_change_nothing_is_refused(name: str, text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(PatternError, match=why):
        check_patterns(Options(patterns=written(tmp_path, name, text)))
