"""Corrections by hand: applied whenever their document is read, to the number they were made of and to no other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import Options, UsageError, convert, read
from extractor.audit.revision.by_hand import words_of
from extractor.dataset import corrections as kept
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.dataset.query import read_records
from extractor.records.corrections import Correction, Corrections, words_of_cell
from extractor.records.rows import Fact, Figure
from tests.support import disclosures
from tests.support.one_slip import CELL, ROWS
from tests.support.readings import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(disclosures.text(ROWS), "utf-8")
    return path


def correction(path: Path, name: str, corrected: str | None, **more: str | None) -> Correction:
    """A correction of a cell or a figure as it is read now."""
    found = read(path)
    fact = next((fact for fact in found.facts if fact.cell == name), None)
    number: Fact | Figure = fact or next(figure for figure in found.figures if figure.figure == name)
    reads = number.amount if isinstance(number, Fact) else number.value
    made = Correction(
        found.document.doc_id or "", name if fact else None, None if fact else name, f"{reads:f}", corrected,
        "looked at it", "王岚", "2026-11-28T09:00:00+00:00", words_of(number),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def with_(*corrections: Correction) -> Options:
    return Options(corrections=Corrections(corrections))


def test_a_correction_is_a_reading_of_its_own_and_audited(file: Path) -> None:
    before, after = read(file), read(file, with_(correction(file, CELL, "0.10")))
    assert before.document.checks_failed and not after.document.checks_failed and after.status == "ok"
    mended = {fact.cell: fact for fact in after.facts}[CELL]
    assert (mended.amount, mended.amount_yuan, mended.engine) == (Decimal("0.10"), Decimal("0.10"), "person")
    assert mended.check_status == "passed"
    others = [(fact.cell, fact.amount) for fact in after.facts if fact.cell != CELL]
    assert others == [(fact.cell, fact.amount) for fact in before.facts if fact.cell != CELL]


def test_a_figure_of_the_prose_is_corrected_with_its_amount_in_yuan() -> None:
    path = ROOT / "samples" / "street_2024.txt"
    figure = next(figure for figure in read(path).figures if figure.value_unit == "万元")
    found = read(path, with_(correction(path, figure.figure, "7.5"))).figures
    mended = next(other for other in found if other.figure == figure.figure)
    assert (mended.value, mended.value_yuan, mended.quote) == (Decimal("7.5"), Decimal(75000), figure.quote)


@pytest.mark.parametrize(
    "changed",
    [{"read": "0.80"}, {"words": "2010102 其他"}, {"cell": "02.1/r9/final/total"}, {"corrected": "many"}],
    ids=["another amount", "other words", "no such cell", "no number"],
)
def test_a_correction_that_finds_its_number_no_more_is_told_and_changes_nothing(
    file: Path, changed: dict[str, str]
) -> None:
    before, after = read(file), read(file, with_(replace(correction(file, CELL, "0.10"), **changed)))
    assert [fact.amount for fact in after.facts] == [fact.amount for fact in before.facts]
    assert after.status == "partial" and after.document.error_code == "correction_not_applied"
    (problem,) = [problem for problem in after.problems if problem.code == "correction_not_applied"]
    assert "王岚" in problem.sentence and "is not applied" in problem.sentence and "未应用" in problem.sentence_zh


def test_the_last_correction_stands_and_one_may_be_withdrawn(file: Path) -> None:
    first = correction(file, CELL, "0.50")
    second = replace(first, corrected="0.10", at="2026-11-28T10:00:00+00:00")
    withdrawn = replace(first, corrected=None, at="2026-11-28T11:00:00+00:00")
    read_with = [
        {f.cell: f for f in read(file, with_(*made)).facts}[CELL] for made in ([second, first], [withdrawn, second])
    ]
    assert [(fact.amount, fact.engine) for fact in read_with] == [
        (Decimal("0.10"), "person"),
        (Decimal("0.70"), "text"),
    ]


def test_a_confirmed_number_is_certain_and_its_failure_is_printed(tmp_path: Path) -> None:
    """Nothing but a person can say what stands on a page that was read once. (Of a sum over rows one may be lost.)"""
    path = tmp_path / "a.txt"
    rows = (
        "2010101\t行政运行\t9.00\t5.00\t3.00\n2010102\t一般行政管理事务\t1.00\t1.00\t0.00\n\t合计\t10.00\t6.00\t3.00\n"
    )
    head = "2023年度云岭县档案馆单位决算\n一般公共预算财政拨款支出决算表\n单位：云岭县档案馆　金额单位：元\n"
    path.write_text(f"{head}科目代码\t科目名称\t小计\t基本支出\t项目支出\n{rows}", "utf-8")
    before = read(path)
    confirmed = [correction(path, fact.cell, f"{fact.amount:f}") for fact in before.facts]
    after = read(path, with_(*confirmed))
    verdicts = [
        {check.verdict for check in found.checks if check.status == "fail" and check.scope == "2010101/total"}
        for found in (before, after)
    ]
    assert verdicts == [{"doubtful"}, {"printed"}]
    assert [f.amount for f in after.facts] == [f.amount for f in before.facts]
    assert {f.engine for f in after.facts} == {"person"}


def test_a_run_applies_what_the_dataset_holds_and_reads_again_what_was_read_without(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(file.parent, out, jobs=0)
    assert read_records(out, "facts", ["amount"], {"cell": CELL, "engine": "text"}) == [{"amount": Decimal("0.70")}]
    with open_to_write(out) as database:
        kept.add(database, [correction(file, CELL, "0.10")])
    done = convert(file.parent, out, jobs=0)
    assert (done.read, done.skipped) == (1, 0)
    assert read_records(out, "facts", ["amount", "engine"], {"cell": CELL}) == [
        {"amount": Decimal("0.10"), "engine": "person"}
    ]
    assert convert(file.parent, out, jobs=0).read == 0
    # Another program or other options: read again, and corrected again; so is a dataset that is started anew.
    for again in ({"options": Options(second_reading=False)}, {"replace": True}):
        assert convert(file.parent, out, jobs=1, **again).read == 1
        assert read_records(out, "facts", ["engine"], {"cell": CELL}) == [{"engine": "person"}]


def test_corrections_go_out_and_come_back(file: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    convert(file.parent, out, jobs=0, formats="duckdb")
    made = correction(file, CELL, "0.10", reason="=cmd|'/c calc'!A1, \"quoted\"\r\n二行", by="-王")
    with open_to_write(out) as database:
        assert (kept.add(database, [made, made]), kept.add(database, [made])) == (1, 0)
        path = kept.write_corrections(database)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") and "'=cmd" in path.read_text("utf-8")
    assert [*kept.read_corrections(path)] == [made] == [*kept.read_corrections(out)]
    convert(file.parent, other, Options(corrections=kept.read_corrections(path)), jobs=0)
    assert read_records(other, "facts", ["engine"], {"cell": CELL}) == [{"engine": "person"}]
    with open_to_query(other) as database:
        assert [*kept.corrections(database)] == [made]
    (tmp_path / "no.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="no column doc_id / corrected"):
        kept.read_corrections(tmp_path / "no.csv")


@pytest.mark.parametrize(
    ("name", "corrected", "column"),
    [
        ("P2.1/r1/score", "7", None),
        ("P2.1/funds/budget", "46.90", "funds_budget"),
        ("P2.1/f2", "40.25", "funds_executed"),
        ("P2.1/total/score", "93", "total_score"),
        ("P2.1/r2/actual_number", "4", None),
    ],
)
def test_numbers_of_a_sheet_are_corrected_and_audited(name: str, corrected: str, column: str | None) -> None:
    path = ROOT / "samples" / "commerce_2021.txt"
    before = read(path)
    sheet = before.sheets[0]
    row = next((row for row in before.indicators if name.startswith(f"{row.cell}/")), None)
    funds = {amount.cell: amount for amount in before.funds}
    if row is not None:
        reads, words = getattr(row, name.rpartition("/")[2]), words_of_cell(row.project_name, row.indicator_level3)
    elif name in funds:
        reads, words = funds[name].amount, words_of_cell(funds[name].source_of_funds)
    else:
        reads = sheet.fields[column or ""]
        words = words_of_cell(str(sheet.fields["project_name"]), str(sheet.fields["title"]))
    made = Correction(
        before.document.doc_id or "", name, None, f"{reads:f}", corrected, "对照原件", "王岚", "2026", words
    )
    after = read(path, with_(made))
    value = Decimal(corrected)
    assert after.document.error_code != "correction_not_applied"
    if row is not None:
        mended = next(other for other in after.indicators if other.cell == row.cell)
        assert getattr(mended, name.rpartition("/")[2]) == value
        assert [r for r in after.indicators if r != mended] == [r for r in before.indicators if r.cell != row.cell]
    else:  # the head and the money block are of one mind
        assert after.sheets[0].fields[column or ""] == value
        stage = {"funds_budget": "adjusted_budget", "funds_executed": "executed"}.get(column or "")
        assert {a.amount_yuan for a in after.funds if a.sheet == 1 and a.stage == stage} <= {value * 10000}
    if not name.endswith("_number"):
        assert after.document.checks_failed > before.document.checks_failed
    again = replace(made, read="1.11", corrected="2.22")
    gone = replace(made, cell=name.replace(".1/", ".9/"))
    for lost in (again, gone, replace(made, words="另一个指标")):
        told = read(path, with_(lost))
        assert (told.document.error_code, told.sheets[0].fields) == ("correction_not_applied", sheet.fields)
