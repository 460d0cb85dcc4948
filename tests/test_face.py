"""The face for Python: what importing costs, what a disclosure shows, and how errors say what is wrong."""

from __future__ import annotations

import io
import logging
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from msgspec.structs import force_setattr
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import extractor
from extractor import (
    DamagedError,
    Disclosure,
    DisclosureError,
    EncryptedError,
    MissingError,
    NotADisclosureError,
    NoTextError,
    Options,
    PatternError,
    TooLargeError,
    UnreadableError,
    UsageError,
    convert,
    errors,
    read,
)
from extractor.dataset.arrow.rows import OF_DOCUMENT
from extractor.errors import DocumentError
from extractor.problems import Problem
from extractor.records import schema
from tests.support import disclosures
from tests.support.gold import meta_of
from tests.support.readings import ROOT, SAMPLES

HEAVY = {"numpy", "pypdfium2", "pypdfium2_raw", "pyarrow", "pandas", "pdfplumber", "camelot", "regex", "yaml", "click"}


@pytest.fixture(scope="module")
def water() -> Disclosure:
    """A sample with all nine tables and 绩效自评表."""
    return read(SAMPLES / "water_2023.pdf")


@pytest.fixture
def hostile(tmp_path: Path) -> Disclosure:
    """Names that would run in a page, and accounts that do not add up."""
    rows = [("2010101", "<script>alert(1)</script>", "1.00", "1.00"), ("", "合计", "9.00", "9.00")]
    path = tmp_path / "<b>&.txt"
    path.write_text(disclosures.text(rows), "utf-8")
    return read(path)


def test_importing_loads_no_library() -> None:
    names = "read, convert, Disclosure, Options, DisclosureError, __version__"
    code = f"import sys; from extractor import {names}; print(*sorted(m for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "extractor" in done.stdout.split()
    assert not {name.partition(".")[0] for name in done.stdout.split()} & HEAVY


def test_all_that_is_promised_is_there() -> None:
    assert {"read", "convert", "Disclosure", "Options", "DisclosureError", "__version__"} <= set(extractor.__all__)
    assert all(hasattr(extractor, name) for name in extractor.__all__)
    assert (ROOT / "extractor" / "py.typed").exists()
    assert errors.DisclosureError is extractor.DisclosureError


def test_a_path_may_be_text_a_path_or_the_bytes_themselves(tmp_path: Path) -> None:
    path = SAMPLES / "street_2024.txt"
    by_path, by_text, by_bytes = read(path), read(str(path)), read(path.read_bytes())
    assert by_path.reading.facts == by_text.reading.facts == by_bytes.reading.facts != ()
    assert by_path.document.doc_id == by_bytes.document.doc_id
    assert by_bytes.document.source_file == "document"
    with pytest.raises(EncryptedError, match="document is locked"):
        read(disclosures.pdf(disclosures.table(), encrypt=StandardEncryption("secret")))


def test_a_disclosure_is_shown_in_one_line(water: Disclosure) -> None:
    assert repr(water) == (
        f"<Disclosure {water.unit_name} 2023: ok, 9 tables, {len(water.facts)} numbers, "
        f"{len(water.figures)} figures of prose; {water.document.checks_passed} checks passed>"
    )
    assert repr(water.facts) == f"<facts: {len(water.facts)} rows>"
    assert "05" in repr(water.tables) and "\n" not in repr(water.tables)


def test_what_a_document_says_is_escaped(hostile: Disclosure) -> None:
    shown = hostile._repr_html_()
    assert "<script" not in shown and "<b>&" not in shown
    assert "\n" not in repr(hostile)
    assert shown.count("<li>") == min(len(hostile.problems), 10) and shown.count("<div>") == shown.count("</div>") == 1
    nameless = Disclosure(hostile.reading)
    force_setattr(hostile.document, "unit_name", "甲<img src=x>\n局")
    assert "<img" not in nameless._repr_html_() and "\n" not in repr(nameless)


def test_tables_are_views_of_the_facts(water: Disclosure) -> None:
    meta = meta_of(SAMPLES / "gold" / "water_2023_tables.csv")
    assert list(water.tables) == [t for t in meta["tables_found"] if t.isdigit()]
    assert sum(len(rows) for rows in water.tables.values()) == len(water.facts)
    five = water.tables["05"]
    assert five and {fact.table_no for fact in five} == {"05"}
    assert five[0] is next(fact for fact in water.facts if fact.table_no == "05")
    street = read(SAMPLES / "street_2024.txt")
    (empty,) = meta_of(SAMPLES / "gold" / "street_2024_tables.csv")["tables_empty"]
    assert len(street.tables[empty]) == 0 and list(street.tables[empty].to_pandas()) == list(schema.FACTS.names)
    with pytest.raises(KeyError, match="has no table 12"):
        water.tables["12"]
    assert water.tables.get("P1") is None


def test_rows_are_a_sequence_that_can_be_narrowed(water: Disclosure) -> None:
    five = water.tables["05"]
    totals = five.where(measure="total", subject_level=1)
    assert totals and {(f.measure, f.subject_level) for f in totals} == {("total", 1)}
    assert len(five[2:5]) == 3 and five[2:5][0] is five[2] and five[-1] is list(five)[-1]
    assert len(five.where(printing=1)) == len(five) and len(five.where(unit_name="another")) == 0
    assert five[2:5].to_pandas()["measure"].tolist() == [f.measure for f in five[2:5]]
    with pytest.raises(UsageError, match="no column 'colour'"):
        five.where(colour="red")


def test_every_sequence_becomes_a_frame_of_the_columns_that_convert_writes(water: Disclosure, tmp_path: Path) -> None:
    convert(SAMPLES / "water_2023.pdf", tmp_path, formats="csv", jobs=0)
    sequences = {
        "facts": water.facts,
        "narrative": water.figures,
        "performance": water.indicators,
        "performance_sheets": water.sheets,
        "performance_funds": water.funds,
        "checks": water.checks,
        "check_terms": water.check_terms,
    }
    assert set(sequences) | {"unit_names"} == {table.name for table, _ in OF_DOCUMENT}
    for name, sequence in sequences.items():
        frame: pd.DataFrame = sequence.to_pandas()
        written = pd.read_csv(tmp_path / f"{name}.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
        assert list(frame) == list(written) and len(frame) == len(written) == len(sequence) > 0
    facts = water.facts.to_pandas()
    written = pd.read_csv(tmp_path / "facts.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    assert facts["subject_code"].fillna("").tolist() == written["subject_code"].tolist()
    assert all(isinstance(amount, Decimal) for amount in facts["amount"])
    assert [format(amount, "f") for amount in facts["amount"]] == written["amount"].tolist()
    assert facts["page"].dtype == "Int32" and facts["subject_code"].dtype == "string"


def test_problems_say_what_was_not_read_and_what_does_not_add_up(hostile: Disclosure) -> None:
    assert hostile.status in ("ok", "partial")
    assert len(hostile.problems) == len(hostile.checks.where(status="fail")) > 0
    for problem in hostile.problems:
        assert problem.code in ("printed", "doubtful") and problem.sentence.endswith((".", "."))
    assert list(hostile.problems.to_pandas()) == ["code", "sentence", "sentence_zh"]
    text = (SAMPLES / "street_2024.txt").read_text("utf-8").replace("八、其他收入\t4.62", "八、其他收入\t4.6Z")
    spoilt = read(text.encode())
    assert spoilt.status == "partial"
    assert any(p.code == "not_all_read" and "4.6Z" in p.sentence for p in spoilt.problems)


def bad(name: str) -> bytes:
    good = disclosures.pdf(disclosures.table())
    return {
        "encrypted.pdf": disclosures.pdf(disclosures.table(), encrypt=StandardEncryption("secret")),
        "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "cut.pdf": good[: len(good) // 2],
        "nothing.pdf": b"",
        "blank.pdf": disclosures.pdf(lambda canvas: canvas.showPage()),
        "long.pdf": disclosures.pdf(disclosures.pages(*[Canvas.showPage] * 3)),
        "budget.txt": "云岭县档案馆2023年单位预算\n收支预算总表\n单位：万元\n".encode(),
    }[name]


@pytest.mark.parametrize(
    ("name", "error", "code"),
    [
        ("encrypted.pdf", EncryptedError, "encrypted"),
        ("picture.pdf", DamagedError, "truncated"),
        ("cut.pdf", DamagedError, "truncated"),
        ("nothing.pdf", DamagedError, "empty"),
        ("blank.pdf", NoTextError, "no_text_layer"),
        ("long.pdf", TooLargeError, "too_large"),
        ("budget.txt", NotADisclosureError, "not_a_disclosure"),
    ],
)
def test_each_cause_has_its_error(tmp_path: Path, name: str, error: type[DisclosureError], code: str) -> None:
    (tmp_path / name).write_bytes(bad(name))
    with pytest.raises(error) as raised:
        read(tmp_path / name, Options(max_pages=2))
    assert isinstance(raised.value, DisclosureError) and raised.value.code == code
    assert name in str(raised.value) and str(raised.value).endswith(".")


def test_what_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"none\.pdf is not there"):
        read(str(tmp_path / "none.pdf"))
    with pytest.raises(UnreadableError):
        read(tmp_path)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DocumentError(Problem.NOT_THERE, path="a.pdf"), MissingError),
        (DocumentError(Problem.NO_PAGES, file="a.pdf"), DamagedError),
        (DocumentError(Problem.SAME_FILE, file="a.pdf", first="b.pdf"), DocumentError),
    ],
)
def test_an_error_is_of_the_class_of_its_code_and_survives_a_pipe(error: DocumentError, kind: type) -> None:
    again = pickle.load(io.BytesIO(pickle.dumps(error)))
    assert type(error) is type(again) is kind and (again.code, str(again)) == (error.code, str(error))


@pytest.mark.parametrize(
    "make",
    [
        lambda path: Options(engine="tesseract"),
        lambda path: Options(max_pages=0),
        lambda path: read(path, Options(patterns=path)),
        lambda path: read(path, Options(patterns=path.parent / "none")),
        lambda path: convert(path, path.parent / "out", formats="ods"),
        lambda path: convert(path, path.parent / "out", jobs=-1),
        lambda path: convert(path, path.parent / "out", timeout=0),
        lambda path: convert(path, path.parent / "out", prefer="largest"),  # type: ignore[arg-type]
        lambda path: convert(path, path.parent / "out", partition_by="unit_name"),  # type: ignore[arg-type]
        lambda path: convert(path, path),
        lambda path: convert([], path.parent / "out"),
        lambda path: convert(path.parent / "none", path.parent / "out"),
        lambda path: convert(path, path.parent / "out", Options(patterns=path.parent / "none")),
    ],
)
def test_arguments_that_cannot_be_used_are_value_errors(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "a.txt"
    path.write_text(disclosures.text(), "utf-8")
    with pytest.raises(ValueError, match=r"\.$") as raised:
        make(path)
    assert isinstance(raised.value, UsageError | PatternError)


OWN = """
patterns:
  - id: own.dues
    metric: amount
    expression: '会费{is}{amount}'
    example: {section: 9, text: 缴纳会费3万元。, gives: [[amount, 缴纳, 3, 万元]]}
    counterexample: {section: 9, text: 接待费3万元。}
"""


def test_own_patterns_are_used_where_they_are_given_and_nowhere_else(tmp_path: Path) -> None:
    own = tmp_path / "patterns"
    (own / "lexicon").mkdir(parents=True)
    (own / "own.yaml").write_text(OWN, "utf-8")
    entry = "- {says: [expenditure], words: [花销], example: 本年花销, not: 本年收入}"
    (own / "lexicon" / "terms.yaml").write_text(entry, "utf-8")
    text = (SAMPLES / "street_2024.txt").read_text("utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("九、") and line.endswith("说明"))
    path = tmp_path / "a.txt"
    text = text.replace(f"\n{heading}\n", f"\n{heading}\n缴纳会费3万元。\n").replace("本年支出合计", "本年花销合计")
    path.write_text(text, "utf-8")

    def is_used(found: Disclosure) -> tuple[bool, bool]:
        spent = [fact for fact in found.facts if fact.table_no == "01" and fact.row_label == "本年花销合计"]
        dues = any(figure.pattern_id == "own.dues" for figure in found.figures)
        return dues, bool(spent) and spent[0].item == "current_total"

    assert is_used(read(path)) == (False, False)
    assert is_used(read(path, Options(patterns=own))) == (True, True)
    assert is_used(read(path)) == (False, False)
    for jobs in (0, 1):
        convert(path, tmp_path / "out", Options(patterns=str(own)), formats="csv", jobs=jobs)
        assert "own.dues" in (tmp_path / "out" / "narrative.csv").read_text("utf-8-sig")
        convert(path, tmp_path / "out", formats="csv", jobs=jobs)
        assert "own.dues" not in (tmp_path / "out" / "narrative.csv").read_text("utf-8-sig")


def test_convert_keeps_a_row_for_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(disclosures.text(), "utf-8")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 cut")
    (folder / "c.gif").write_bytes(b"GIF8")
    told: list[str] = []
    done = convert([folder], tmp_path / "out", jobs=1, progress=lambda row: told.append(row.source_file))
    assert [d.source_file for d in done.documents] == told == ["a.txt", "b.pdf", "c.gif"]
    assert [d.error_code for d in done.needing_attention] == ["truncated", "unsupported_kind"]
    assert all(path.exists() for path in done.paths)
    assert repr(done).startswith("<Conversion of 3 documents, 1 ok, into ") and "6 numbers of tables" in repr(done)


@pytest.mark.parametrize("library", ["pdfminer", "camelot", "fontTools"])
def test_what_other_libraries_log_is_on_no_screen(library: str) -> None:
    """A font without a box is worth a line a page to pdfminer; Python prints what no handler is there for."""
    import extractor.reading  # noqa: F401 - what is tested happens when a document is to be read

    handlers = logging.getLogger(library).handlers
    assert any(isinstance(handler, logging.NullHandler) for handler in handlers)
