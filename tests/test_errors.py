"""The catalogue of what can be wrong with a document: every entry is used, every use is known and complete."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.document.pdf import reader as pdf
from extractor.errors import DocumentError, listed
from extractor.problems import ErrorCode, Problem
from extractor.records.rows import DocumentRow

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for path in (ROOT / "extractor").rglob("*.py") if path.name != "problems.py")


def words(problem: Problem) -> set[str]:
    """What a sentence must be told."""
    return {name for _, name, _, _ in string.Formatter().parse(problem.wrong) if name}


def named(tree: ast.AST) -> set[str]:
    """The problems that some code names."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {node.attr for node in found if isinstance(node.value, ast.Name) and node.value.id == "Problem"}


def errors_made() -> Iterator[tuple[str, ast.Call]]:
    """Where the program makes a `DocumentError`."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DocumentError":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_problem_can_come_up_and_every_code_has_its_sentence() -> None:
    used = set().union(*(named(ast.parse(path.read_text("utf-8"))) for path in SOURCES))
    assert used == {problem.name for problem in Problem}
    assert len(Problem) == len(Problem.__members__)
    assert {problem.code for problem in Problem} == set(ErrorCode)


def test_every_error_is_of_the_catalogue_and_says_what_its_sentence_asks_for() -> None:
    made = list(errors_made())
    assert len(made) >= len(Problem) / 2
    for where, call in made:
        (problem,), given = call.args, {keyword.arg for keyword in call.keywords}
        assert named(problem), f"{where} names no problem of the catalogue"
        assert all(words(Problem[name]) == given for name in named(problem)), where
    assert all(words(problem) == {"file"} for problem in pdf._ERRORS.values())


@pytest.mark.parametrize("problem", Problem, ids=lambda p: p.name)
def test_a_sentence_says_what_is_wrong_and_what_to_do(problem: Problem) -> None:
    said = problem.sentence(**dict.fromkeys(words(problem), 7))
    if words(problem) == {"sentences"}:
        assert said == "7"
        return
    assert said.endswith(".") and "; " in said and "\n" not in said and said[0] in string.ascii_uppercase + "7"
    with pytest.raises(KeyError):
        problem.sentence()


def test_a_name_with_braces_is_told_as_it_is() -> None:
    assert str(DocumentError(Problem.NO_BYTES, file="{0}{file}.pdf")).startswith("{0}{file}.pdf is empty")


def test_no_other_status_and_no_other_reason_reaches_documents() -> None:
    with pytest.raises(ValueError, match="lost"):
        DocumentRow(None, "a.pdf", "lost")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="bad_luck"):
        DocumentRow(None, "a.pdf", "failed", "bad_luck")  # type: ignore[arg-type]


def test_many_are_counted_out_to_ten() -> None:
    assert listed("page", [3]) == "page 3"
    assert listed("table", ("03", "05")) == "tables 03, 05"
    assert listed("page", range(1, 12)).endswith("9, 10 …")
