"""What the commands say: all of it in both languages, by the person's locale, and harmless in his terminal."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from click.testing import CliRunner

import extractor
from extractor.cli import COMMANDS, cli
from extractor.cli.commands.check import HEAD, VERDICTS
from extractor.cli.commands.inspect import KINDS
from extractor.cli.drawing import LEGEND
from extractor.cli.help import metavar, paragraphs
from extractor.cli.layout import padded, width, wrapped
from extractor.cli.speech import harmless, of_locale, worded
from extractor.dataset.book.progress import DOING
from extractor.dataset.refusals import REASONS
from extractor.errors import COUNTS, DisclosureError, UsageError
from extractor.knowledge import OF_SCHEMAS
from extractor.languages import COMMANDS as DOMAIN
from extractor.languages import Language, spoken
from extractor.warehouse.address import _FORM
from extractor.warehouse.bases.base import IS_FULL
from tests.support.readings import ROOT, SAMPLES
from tests.test_languages import catalogue

SOURCES = sorted((ROOT / "extractor").rglob("*.py"))
HOSTILE = "a\x1b[31mred\x1b]0;title\x07\u202egpj.exe\u2066\x9b2J\r\nok       forged.pdf"


def constants(path: Path) -> Iterator[str]:
    """The templates that a module gives to `spoken`, or keeps in `words` for it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "spoken":
            given: ast.AST = node.args[0]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "words":
            given = node.value
        else:
            continue
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value


def all_commands(command: click.Command = cli) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from all_commands(inner)


def of_help() -> set[str]:
    found = {entry.help for entry in COMMANDS.values()}
    for command in all_commands():
        found.update(paragraphs(command.help))
        found.update(filter(None, (command.options_metavar, getattr(command, "subcommand_metavar", None))))
        for parameter in command.params:
            found.update(filter(None, (getattr(parameter, "help", None), metavar(parameter))))
    return found


def of_click() -> set[object]:
    folder = str(Path(click.__file__).parent)
    return {message for _, _, message, _, _ in extract_from_dir(folder)} | {"required"}


def ours() -> set[str]:
    lists = {
        *COUNTS.values(),
        *DOING,
        *KINDS.values(),
        *HEAD,
        *VERDICTS.values(),
        *(said for _, said in REASONS),
        IS_FULL,
        _FORM,
        *OF_SCHEMAS,
    }
    lists.update(meaning for meaning, _, _ in LEGEND)
    return set().union(*map(constants, SOURCES)) | lists | of_help()


def test_everything_said_has_its_chinese_and_nothing_else_is_in_the_catalogue() -> None:
    told = {message.id for message in catalogue(DOMAIN) if message.id and message.string}
    assert ours() - told == set()
    assert of_click() - told == set()
    assert {key for key in told if not isinstance(key, tuple)} - ours() - of_click() == set()


def of_kind(error: type[Exception]) -> set[str]:
    """The names of an error and of all that are of its kind."""
    return {error.__name__}.union(*map(of_kind, error.__subclasses__()))


def test_every_error_that_a_person_sees_has_its_chinese() -> None:
    """(That they are sentences mypy sees; here, that none was made of a text that is put together, and that no text is
    passed off as its own translation.)"""
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if not module.name.endswith(("__main__", "on_node", "on_ray")):
            importlib.import_module(module.name)
    names = of_kind(DisclosureError)
    assert {"PatternError", "UsageError", "EmptyPanelError", "InUseError"} <= names
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", "")
            if name in names and node.args:
                assert not isinstance(node.args[0], ast.JoinedStr | ast.Constant), f"{path.name}:{node.lineno}"
            if name == "Sentence":
                first, second, *_ = map(ast.dump, node.args)
                assert first != second, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("own.yaml", "patterns: [{id: a}]", "own.yaml，第1行：缺少字段`metric`。"),
        ("own.yaml", "patterns: {", "无法按YAML读取"),
        ("lexicon/terms.yaml", "- {says: [sum], wrds: [x]}", "terms.yaml，第1行：未知字段`wrds`。"),
        ("lexicon/terms.yaml", "- {says: [], words: [x], example: x, not: y}", "此处应为长度>= 1的`array`。"),
        ("identities/own.yaml", "- {id: Z, relation: is}", "own.yaml，第1行：'is'不是此处可用的值。"),
        ("sheets/levels.yaml", "level1: 3", "levels.yaml，第1行：此处应为`object`，却是`int`。"),
        (
            "lexicon/terms.yaml",
            "- {says: [sum], words: [花销], example: 花销, not: 花销}",
            "不应是能切分出所列词语",
        ),
    ],
)
def test_patterns_that_cannot_be_used_are_told_in_chinese(tmp_path: Path, file: str, text: str, told: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, "utf-8")
    command = ["--lang", "zh", "patterns", "test", "--patterns", str(tmp_path)]
    done = CliRunner().invoke(cli, command)
    said = done.stderr or worded(getattr(done.exception, "sentence", ""))
    assert told in said and done.exit_code != 0


def test_no_command_prints_words_of_its_own() -> None:
    """What a command shows or tells goes through `spoken`, or is data."""
    for path in sorted((ROOT / "extractor" / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in ("echo", "secho", "show", "tell", "print"):
                continue
            (text, *_) = node.args
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            written = "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
            assert not any(map(str.isalpha, written)), f"{path.name}:{node.lineno}: {written}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.ENGLISH),
        ({"LANG": "", "LC_ALL": "zh_SG.GB2312"}, Language.CHINESE),
        ({"LANG": "de_DE"}, Language.ENGLISH),
        ({}, Language.ENGLISH),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], language: Language) -> None:
    assert of_locale(environment) is language


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if name not in ("LANG", "LANGUAGE", "LC_ALL")}
    command = [sys.executable, "-m", "extractor", *arguments]
    return subprocess.run(
        command, env={**given, **environment}, capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )


def test_a_chinese_locale_is_spoken_to_in_chinese_by_click_too(tmp_path: Path) -> None:
    missing = run("convert", LANG="zh_CN.UTF-8")
    assert missing.returncode == 2 and "缺少参数" in missing.stderr and "Missing" not in missing.stderr
    nowhere = run("check", str(tmp_path / "nowhere"), LANG="zh_CN.UTF-8")
    assert nowhere.returncode == 2 and "请给出convert写出的文件夹" in nowhere.stderr
    chosen = run("--lang", "en", "convert", LANG="zh_CN.UTF-8")
    assert "Missing argument" in chosen.stderr
    assert "把公开的决算读成规整的数据表。" in run("--help", "--lang", "zh", LANG="C").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_help_in_chinese_fits_the_terminal_and_has_nothing_in_english(name: str) -> None:
    said = CliRunner().invoke(cli, ["--lang", "zh", name, "--help"], catch_exceptions=False).stdout
    assert "用法：" in said and "选项：" in said and "显示本说明后退出。" in said
    assert [line for line in said.splitlines() if width(line) > 80] == []


def test_the_same_is_told_of_a_document_in_either_language_and_the_data_does_not_change(tmp_path: Path) -> None:
    sample = str(SAMPLES / "street_2024.txt")
    for language in Language:
        command = [
            "--lang",
            str(language),
            "convert",
            sample,
            "-o",
            str(tmp_path / language),
            "--format",
            "csv",
            "-j",
            "0",
        ]
        done = CliRunner().invoke(cli, command, catch_exceptions=False)
        assert ("项校验通过" in done.stderr) == (language is Language.CHINESE)
    for path in (tmp_path / "zh").glob("*.csv"):
        assert path.read_bytes() == (tmp_path / "en" / path.name).read_bytes()


def test_an_error_in_python_is_english_and_has_its_chinese() -> None:
    error = UsageError(spoken("{path} is not there; check the path.", path="甲.pdf"))
    assert (
        str(error) == "甲.pdf is not there; check the path." and error.sentence.chinese == "甲.pdf不存在；请检查路径。"
    )


def test_what_documents_call_themselves_cannot_steer_the_terminal(tmp_path: Path) -> None:
    seen = harmless(HOSTILE)
    assert "\n" not in seen and "\r" not in seen
    assert not [c for c in seen if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert "red" in seen and "␛" in seen and harmless("三公\u3000经费\tA") == "三公\u3000经费\tA"
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"{HOSTILE}.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    out = str(tmp_path / "out")
    for command in (["convert", str(folder), "-o", out, "-j", "0"], ["status", out], ["check", out]):
        done = CliRunner().invoke(cli, ["--lang", "en", *command], catch_exceptions=False)
        assert not [c for c in done.output if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
        assert not [line for line in done.output.splitlines() if line.startswith("ok ")]


def test_lines_are_measured_in_columns_and_no_number_is_cut() -> None:
    text = "2023年度收入合计12,345,678.90万元，（其中：财政拨款1,234.56万元）。" * 3
    lines = wrapped(text, 24)
    assert "".join(lines) == text and max(map(width, lines)) <= 24
    assert all(any(number in line for line in lines) for number in ("12,345,678.90", "1,234.56"))
    assert not [line for line in lines if line[0] in "，。）：" or line[-1] == "（"]
    assert (width("三公a"), padded("三", 4), padded("三", 4, right=True)) == (5, "三  ", "  三")
