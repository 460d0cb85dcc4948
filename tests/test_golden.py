"""Whole documents against their gold: every sample, and the corpus where it is there."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from extractor.dataset.arrow import rows
from extractor.document.read import read_document
from extractor.records import schema
from tests.support.datasets import dataset
from tests.support.readings import (
    CORPUS,
    SAMPLES,
    fact_cells,
    gold_cells,
    needs_corpus,
    read_corpus,
    read_sample,
    sample_meta,
    sample_names,
)

SCORE = CORPUS.parent / "score"


@pytest.mark.parametrize("name", sample_names())
def test_every_number_of_a_sample_is_read_and_none_is_made_up(name: str) -> None:
    gold = SAMPLES / "gold" / f"{name}_tables.csv"
    wanted = gold_cells(gold)
    budgets = gold.with_name(f"{name}_budgets.csv")
    if budgets.exists():
        wanted += gold_cells(budgets)
    wanted_cells, found = Counter(wanted), Counter(fact_cells(read_sample(name).facts))
    assert not wanted_cells - found
    assert not {cell for cell in found - wanted_cells if cell[1] != 0}


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_says_who_it_is(name: str) -> None:
    meta, document = sample_meta(name), read_sample(name).document
    assert document.status == "ok", document.error
    assert document.unit_name == meta["unit_name"]
    assert document.year == meta["year"]
    assert document.currency_unit == meta["currency_unit"]
    assert document.report_kind == meta["report_kind"]
    assert document.tables_found == tuple(meta["tables_found"])
    assert document.tables_empty == tuple(meta["tables_empty"])


@pytest.mark.parametrize("name", sample_names())
def test_every_number_of_a_sample_has_its_place(name: str) -> None:
    meta, reading = sample_meta(name), read_sample(name)
    assert reading.facts
    for fact in reading.facts:
        if meta["pages"] is None:
            assert fact.page is None
            assert fact.line is not None
            assert (fact.place is None) == meta["file"].endswith(".txt")
            continue
        assert fact.page in meta["tables"][fact.table_no]["pages"]
        assert fact.box is not None
        assert fact.box.x0 < fact.box.x1
        assert fact.box.top < fact.box.bottom


def test_a_box_holds_the_characters_of_its_number() -> None:
    name = "finance_2024"
    document = read_document(SAMPLES / sample_meta(name)["file"])
    for fact in read_sample(name).facts[:200]:
        page = document.pages[(fact.page or 0) - 1]
        box, characters = fact.box, page.characters
        assert box is not None
        x, y = (characters.x0 + characters.x1) / 2, (characters.top + characters.bottom) / 2
        inside = (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
        digits = "".join(c for c, held in zip(characters.text, inside, strict=True) if held and c.isdigit())
        assert digits == "".join(c for c in str(fact.amount) if c.isdigit())


def _score(tool: str, table: str, gold: str, file: str, folder: Path) -> dict[str, float]:
    """The closing line of a scorer, as names and figures."""
    command = [sys.executable, str(SCORE / tool), str(folder / f"{table}.csv"), str(CORPUS / "gold" / gold)]
    if tool == "score_prose.py":
        command.append("--strict")
    if "performance" not in tool:
        command += ["--source", file, "--show", "0"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
    return {words[i]: float(words[i + 1]) for i in range(len(words) - 1) if words[i + 1].replace(".", "").isdigit()}


@pytest.fixture(scope="module")
def corpus_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    written: dict[str, list[rows.Row]] = {}
    for file in ("seed.txt", "shegongbu_2024.pdf", "template_blank.pdf"):
        reading = read_corpus(file)
        for name, found in (("documents", rows.rows(schema.DOCUMENTS, [reading.document])), *rows.rows_of(reading)):
            written.setdefault(name, []).extend(found)
    dataset(folder, written, "csv")
    return folder


@needs_corpus
@pytest.mark.parametrize(
    ("file", "name", "cells"), [("seed.txt", "seed", 522), ("shegongbu_2024.pdf", "shegongbu", 205)]
)
def test_the_tables_of_real_documents(corpus_out: Path, file: str, name: str, cells: int) -> None:
    score = _score("score_tables.py", "facts", f"{name}_tables.csv", file, corpus_out)
    assert (score["right"], score["wrong"], score["extra"], score["missed"]) == (cells, 0, 0, 0)


@needs_corpus
@pytest.mark.parametrize(("file", "name"), [("seed.txt", "seed"), ("shegongbu_2024.pdf", "shegongbu")])
def test_the_prose_of_real_documents(corpus_out: Path, file: str, name: str) -> None:
    score = _score("score_prose.py", "narrative", f"{name}_prose.csv", file, corpus_out)
    assert score["recall"] >= 0.98
    assert score["precision"] >= 0.985
    assert score["silent"] == 0


@needs_corpus
def test_the_sheets_of_the_founding_document(corpus_out: Path) -> None:
    score = _score("score_performance.py", "performance", "seed_performance.csv", "seed.txt", corpus_out)
    assert (score["found"], score["gold"]) == (47, 0)  # all found, no row that is not in gold


@needs_corpus
def test_a_blank_template_has_nine_empty_tables_and_no_figure() -> None:
    reading = read_corpus("template_blank.pdf")
    nine = tuple(f"{n:02}" for n in range(1, 10))
    assert reading.document.tables_found == nine
    assert reading.document.tables_empty == nine
    assert not reading.facts
    assert not reading.figures


@needs_corpus
def test_a_doctored_document_is_not_ok() -> None:
    reading = read_corpus("doctored_2024.pdf")
    assert reading.document.tables_missing == ("03",)
    assert reading.document.status == "partial"
    assert reading.document.checks_failed > 0
