"""Where no rules part the columns of a scan, what a column measures is a guess that sums alone do not confirm."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.audit.arbiter import settle
from extractor.audit.revision.columns_in_doubt import in_doubted_columns, only_within
from extractor.audit.revision.confirmed import unconfirmed
from extractor.audit.revision.revised import unconfirmed_in
from extractor.audit.settlement import Candidate
from extractor.audit.trying.trials import Trials
from extractor.document.model import Box
from extractor.reading import Reading, conclude
from extractor.records.rows import Fact
from extractor.stages import audit, interpret, load, locate, record
from extractor.tables.unruled.header import HeaderCell
from extractor.tables.unruled.header_spans import possible_leaves
from extractor.tables.unruled.words import Word
from tests.support.accounts import cell
from tests.support.misread import as_scan
from tests.support.paper import FONT, LEFT, ROW, Paper
from tests.support.scans import ROWS

WIDTHS = (70, 180, 80, 80, 80, 80, 80, 80)
HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
TITLE = "支出决算表"
TOTAL, BASIC, PROJECT = ({row[place] for row in ROWS if row[place]} for place in (2, 3, 4))
PROSE = "本年支出合计307.82万元，其中：基本支出105.58万元，占34.30%；项目支出202.24万元，占65.70%。"


def scanned(path: Path, moved: float = 0.0, lost: str = "", prose: bool = False) -> Reading:
    """A scan of table 03 under three lines, amounts at the right of their columns, whose header from 基本支出 on is
    `moved` to the right (in points), or has lost a cell."""
    paper = Paper(path)
    paper.text(60, 60, "青山县社会工作局2024年度部门决算", 16)
    if prose:
        paper.text(60, 100, "一、支出决算情况说明", 12)
        paper.text(60, 120, PROSE, 10)
    paper.page()
    paper.text(330, 40, TITLE, 16)
    paper.text(LEFT, 60, "部门：青山县社会工作局")
    paper.text(600, 60, "金额单位：万元")
    lefts = [LEFT + sum(WIDTHS[:c]) for c in range(len(WIDTHS) + 1)]
    for r in (0, 1, len(ROWS) + 1):
        paper.line(LEFT, 80 + r * ROW, lefts[-1], 80 + r * ROW)
    for c, text in enumerate(HEADER):
        middle = (WIDTHS[c] - stringWidth(text, FONT, 8)) / 2 + (moved if c > 2 else 0)
        paper.text(lefts[c] + middle, 92, "" if text == lost else text, 8)
    for r, row in enumerate(ROWS, 1):
        for c, text in enumerate(row):
            at_right = WIDTHS[c] - stringWidth(text, FONT, 9) - 3
            paper.text(lefts[c] + (at_right if c > 1 else 3), 92 + r * ROW, text)
    paper.canvas.save()
    return conclude(audit(record(interpret(locate(as_scan(load(path)))))))


def passed(facts: tuple[Fact, ...], measure: str) -> set[str]:
    return {f"{f.amount:f}" for f in facts if f.measure == measure and f.check_status == "passed"}


def test_numbers_that_stand_under_their_own_header_pass(tmp_path: Path) -> None:
    found = scanned(tmp_path / "table.pdf")
    assert {f.check_status for f in found.facts} == {"passed"} and found.document.status == "ok"


@pytest.mark.parametrize("prose", [False, True])
@pytest.mark.parametrize("lost", ["基本支出", "项目支出"])
def test_a_column_read_one_place_to_the_side_is_not_passed_though_it_adds_up(
    lost: str, prose: bool, tmp_path: Path
) -> None:
    found = scanned(tmp_path / "table.pdf", lost=lost, prose=prose)
    assert passed(found.facts, "total") and passed(found.facts, "basic") <= BASIC
    assert not any(passed(found.facts, measure) for measure in ("project", "remit_to_superior", "operating"))
    assert found.document.status == "partial" and "confirmed by no identity" in (found.document.error or "")


def test_what_the_prose_says_of_a_measure_confirms_its_column(tmp_path: Path) -> None:
    nothing: set[str] = set()
    for prose, confirmed in ((False, [TOTAL, nothing, nothing]), (True, [TOTAL, BASIC, PROJECT])):
        found = scanned(tmp_path / f"{prose}.pdf", moved=60, prose=prose)
        assert [passed(found.facts, measure) for measure in ("total", "basic", "project")] == confirmed
        assert (found.document.status == "ok") is prose


def test_a_column_that_no_identity_binds_to_another_is_not_confirmed_by_its_own_sums(tmp_path: Path) -> None:
    for name, is_told in (("project", True), ("closing_project", False)):
        for guessed in (True, False):
            facts = [
                replace(f, guessed=guessed, measure=name if f.measure == "project" else f.measure)
                for f in scanned(tmp_path / "table.pdf").facts
            ]
            found = unconfirmed(facts, Trials(facts, (), frozenset(), {}), ())
            assert (name in {facts[i].measure for i in found}) is (guessed and not is_told)


def test_that_one_amount_is_within_another_confirms_no_column_of_a_table_in_doubt() -> None:
    """The 2.50 of the budget was read as what was spent, and is no less than that of table 06 either. Where no line
    parts the columns, this is so even if one number alone explains what fails."""
    cells = {"06 30217 amount": "1.33", "09 row:0 total": "8.40", "09 row:0 reception": "2.50"}
    facts = tuple(cell(address, amount) for address, amount in cells.items())
    checks = settle(Candidate("pdfium", facts, {}), (), (), lambda *_: pytest.fail("read again")).audit.checks
    assert {"X0906-30217"} == {check.check_id for check in checks if check.status == "pass"}
    assert 2 in in_doubted_columns(facts, checks, ())
    for guessed in (True, False):
        guesses = [replace(fact, guessed=guessed) for fact in facts]
        assert (2 in only_within(guesses, checks)) is guessed  # nor of one that no check fails
        assert (2 in in_doubted_columns(guesses, checks, range(len(checks)))) is guessed


@pytest.mark.parametrize(("guessed", "code"), [(True, None), (True, "208"), (False, None)])
def test_no_amount_is_passed_in_a_guessed_row_of_subjects_without_its_code(guessed: bool, code: str | None) -> None:
    """The code may stand in the row beside it."""
    cells = {"03 grand_total total": "1.00", "03 205 total": "1.00", "03 208 total": "0.00"}
    facts = [cell(address, amount, guessed=guessed, subject_name="") for address, amount in cells.items()]
    facts[2] = replace(facts[2], subject_code=code)
    found = settle(Candidate("pdfium", tuple(facts), {}), (), (), lambda *_: pytest.fail("read again"))
    assert (2 in unconfirmed_in(found, ())) is (guessed and code is None)


@pytest.mark.parametrize(("guessed", "name"), [(True, "卫生健康支出"), (True, "某局"), (False, "卫生健康支出")])
def test_no_code_is_believed_where_no_line_parts_the_columns_and_a_subject_lacks_its_own(
    guessed: bool, name: str
) -> None:
    """Written once for several rows, it stands beside the middle of them, and so does the next."""
    cells = {"03 grand_total total": "1.00", "03 205 total": "1.00", "03 208 total": "0.00", "03 210 total": "0.00"}
    facts = [cell(address, amount, guessed=guessed) for address, amount in cells.items()]
    facts[3] = replace(facts[3], subject_code=None, row_label=name)
    found = settle(Candidate("pdfium", tuple(facts), {}), (), (), lambda *_: pytest.fail("read again"))
    assert (unconfirmed_in(found, ()) >= {1, 2}) is (guessed and name != "某局")


@pytest.mark.parametrize(
    ("names", "believed"), [(("办公费", "印刷费", "咨询费"), True), (("水费", "电费", "邮电费"), False)]
)
def test_no_amount_is_passed_where_codes_stand_beside_the_names_of_others(
    names: tuple[str, ...], believed: bool
) -> None:
    """As where a page was set beside one that it does not continue: zeros add up everywhere."""
    cells = {"06 30201 amount": "0.00", "06 30202 amount": "0.00", "06 30203 amount": "0.00"}
    facts = [cell(address, amount) for address, amount in cells.items()]
    facts = [replace(fact, subject_name=name) for fact, name in zip(facts, names, strict=True)]
    found = settle(Candidate("pdfium", tuple(facts), {}), (), (), lambda *_: pytest.fail("read again"))
    assert (unconfirmed_in(found, ()) == frozenset()) is believed


@pytest.mark.parametrize(("guessed", "whole"), [(True, False), (True, True), (False, False)])
def test_no_amount_is_passed_of_a_guessed_column_that_nothing_binds_to_another(guessed: bool, whole: bool) -> None:
    """The total was read under the header of a column beside it, where its own sums hold as well."""
    cells = {f"03 {row} remit_to_superior": "5.00" for row in ("grand_total", "205", "20502")}
    if whole:
        cells |= {f"03 {row} total": "5.00" for row in ("grand_total", "205", "20502")}
    facts = [cell(address, amount, guessed=guessed) for address, amount in cells.items()]
    found = settle(Candidate("pdfium", tuple(facts), {}), (), (), lambda *_: pytest.fail("read again"))
    assert (unconfirmed_in(found, ()) >= {1, 2}) is (guessed and not whole)


@pytest.mark.parametrize("label", ["栏次", "合计"])
def test_no_amount_is_passed_below_column_numbers_that_were_read_for_amounts(label: str) -> None:
    cells = {"03 grand_total total": "3.00", "03 205 total": "3.00", "03 208 total": "0.00"}
    facts = [cell(address, amount, guessed=True) for address, amount in cells.items()]
    facts[0] = replace(facts[0], row_label=label)
    found = settle(Candidate("pdfium", tuple(facts), {}), (), (), lambda *_: pytest.fail("read again"))
    assert (unconfirmed_in(found, ()) >= {0, 1, 2}) is (label == "栏次")


def test_a_header_cell_beside_all_that_are_lower_reaches_over_none_of_them() -> None:
    def cell(text: str, x0: float, x1: float, top: float) -> HeaderCell:
        return HeaderCell((Word(text, Box(x0, top, x1, top + 8), top + 8, 8),), 0)

    opening, closing = cell("年初结转和结余", 20, 60, 8), cell("年末结转和结余", 220, 260, 8)
    above, amid = cell("本年支出", 130, 160, 0), cell("财政拨款", 110, 118, 0)
    low = [cell("小计", 85, 105, 16), cell("基本支出", 125, 165, 16), cell("项目支出", 175, 210, 16)]
    sure, maybe = possible_leaves([opening, above, amid, *low, closing], 1.5)
    assert sure == [opening, *low, closing] and maybe == [amid]
