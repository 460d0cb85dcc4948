"""The wordings of the prose as files: a user's own, broken ones, ones that run away, and the commands for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from click.testing import CliRunner

from extractor import knowledge
from extractor.cli.commands.patterns import patterns
from extractor.errors import PatternError
from extractor.prose import rule_examples
from extractor.prose.patterns.library import library
from extractor.prose.patterns.words import word_file
from tests.support.sentences import read

OWN = """
patterns:
  - id: own.dues
    metric: amount
    sections: [9]
    expression: '会费{is}{amount}'
    example: {section: 9, text: 缴纳会费3万元。, gives: [[amount, 缴纳, 3, 万元]]}
    counterexample: {section: 9, text: 接待费3万元。}
"""


def test_own_patterns_come_first_and_only_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    text = "九、“三公”经费支出情况说明\n缴纳会费3万元。"
    with knowledge.using(tmp_path):
        assert library().patterns[0].id == "own.dues"
        assert [f.pattern_id for f in read(text).figures] == ["own.dues"]
    assert [f.pattern_id for f in read(text).figures] == ["amount.named"]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    with knowledge.using(tmp_path):
        first = library()
    with knowledge.using(tmp_path):
        assert library() is first
    (tmp_path / "own.yaml").write_text(OWN.replace("own.dues", "own.other_dues"), "utf-8")
    with knowledge.using(tmp_path):
        assert library().patterns[0].id == "own.other_dues"


@pytest.mark.parametrize("name", ["own.yaml", "amounts.yaml"])
def test_what_adds_to_rules_of_the_library_is_no_file_of_wordings(name: str, tmp_path: Path) -> None:
    (tmp_path / "prose").mkdir()
    (tmp_path / "prose" / name).write_text(OWN, "utf-8")
    (tmp_path / "prose" / "reasons.yaml").write_text("examples: []", "utf-8")
    (tmp_path / "characters.yaml").write_text("radicals: {⺠: 民}", "utf-8")
    with knowledge.using(tmp_path):
        assert library().patterns[0].id == "own.dues"


def test_a_pattern_that_runs_away_is_stopped_and_told(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("会费{is}", "(?:会|会)+费{is}"), "utf-8")
    with knowledge.using(tmp_path):
        prose = read("九、“三公”经费支出情况说明\n" + ("会" * 60 + "接待3万元。") * 50)
    assert prose.timed_out == ("own.dues",)
    assert len(prose.figures) == 50 and {f.pattern_id for f in prose.figures} == {"amount.named"}


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        ("metric: amount", "metric: sum", "line 4: “sum” is no metric"),
        ("{amount}", "万元", "in braces"),
        ("{is}", "{it}", "neither a list of words nor a piece"),
        ("sections: [9]", "sections: nine", "line 5: "),
        ("会费{is}", "会费({is}", "line 6: the expression cannot be compiled"),
        (", gives: [[amount, 缴纳, 3, 万元]]", "", "gives"),
        ("counterexample", "counter", "line 3: unknown field `counter`"),
        ("own.dues", "change.amount", "line 3: the id change.amount is taken already"),
        ("patterns:", "pattern:", "line 2: unknown field `pattern`"),
    ],
)
def test_a_broken_pattern_is_told(tmp_path: Path, good: str, bad: str, why: str) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace(good, bad), "utf-8")
    with knowledge.using(tmp_path), pytest.raises(PatternError, match=why):
        library()


def test_commands(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(patterns, ["test"]).exit_code == 0
    assert "change.amount" in run(patterns, ["list"]).stdout
    (tmp_path / "own.yaml").write_text(OWN.replace("3, 万元", "4, 万元"), "utf-8")
    failed = run(patterns, ["test", "--patterns", str(tmp_path)])
    assert failed.exit_code == 1 and "own.dues" in failed.stderr
    (tmp_path / "own.yaml").unlink()
    (tmp_path / "prose").mkdir()
    own = "columns: [{head: 拨付数, says: '{name}{number}', example: 拨付额, not: 预算数}]"
    (tmp_path / "prose" / "columns.yaml").write_text(own, "utf-8")
    failed = run(patterns, ["test", "--patterns", str(tmp_path)])
    assert failed.exit_code == 1 and "拨付额" in failed.stderr
    document = tmp_path / "a.txt"
    document.write_text("九、“三公”经费支出情况说明\n公务接待费3万元，每人每天5元。", "utf-8")
    shown = run(patterns, ["explain", str(document)])
    assert shown.exit_code == 0 and "amount.named" in shown.stdout and "公务接待费3万元" in shown.stdout
    assert run(patterns, ["explain", str(tmp_path / "none.txt")]).exit_code != 0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2023年度支出决算表", ["term\t2023年度\t2023", "term\t支出\texpenditure", "title of\t03", "remains\t-"]),
        ("上年结转和结余/小计", ["says\topening subtotal", "column of\t03 opening_balance, 05 opening_balance"]),
        ("年初蓝字预算数", ["term\t蓝字\tnot known", "remains\t蓝字", "basis\tinitial_budget", "column of\t-"]),
        ("一、使用非财政拨款结余", ["row of\t01.income non_fiscal_surplus_used"]),
        ("“三公”经费支出决算情况说明", ["heading of section\t9"]),
        ("科目编码", ["column that names\tcode"]),
    ],
)
def test_the_lexicon_explains_a_text(text: str, lines: list[str]) -> None:
    shown = CliRunner().invoke(patterns, ["explain", text])
    assert shown.exit_code == 0 and all(line in shown.stdout for line in lines), shown.stdout


def test_the_words_are_words_and_each_list_and_piece_is_used() -> None:
    file = word_file()
    assert all(regex.fullmatch(r"\p{Han}+", word) for listed in file.words.values() for word in listed)
    expressions = "".join(path.read_text("utf-8") for path in knowledge.wording_files(())[0])
    named = (*file.words, *file.pieces)
    assert [name for name in named if f"{{{name}}}" not in expressions] == []


def test_every_rule_fits_its_examples_and_no_counterexample() -> None:
    assert [*rule_examples.failures()] == []
    assert rule_examples.count() > 150


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("{what: w, pattern: 项目, example: 项目}", "line 1: the field `not` is missing"),
        ("{what: w, pattern: '(项目', example: 项目, not: 收}", "line 1: the expression cannot be compiled"),
    ],
)
def test_a_broken_rule_is_told_with_its_line(tmp_path: Path, rule: str, why: str) -> None:
    (tmp_path / "prose").mkdir()
    (tmp_path / "prose" / "names.yaml").write_text(f"before: [{rule}]", "utf-8")
    with knowledge.using(tmp_path), pytest.raises(PatternError, match=why):
        library()


def test_a_rule_of_a_user_is_tried_on_its_example(tmp_path: Path) -> None:
    (tmp_path / "prose").mkdir()
    rule = "{what: a ship, pattern: '^海巡船', example: 海巡船燃油费, gives: 油费, not: 船}"
    (tmp_path / "prose" / "names.yaml").write_text(f"before: [{rule}]", "utf-8")
    failed = CliRunner().invoke(patterns, ["test", "--patterns", str(tmp_path)])
    assert failed.exit_code == 1 and "should give 油费, it gives 燃油费" in failed.stderr
