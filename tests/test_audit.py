"""The audit: identities as data, intervals, hierarchies with holes, faults located, verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from extractor.audit.auditor import Audit, audit
from extractor.audit.certainty import Agreement
from extractor.audit.examples import checks, fact, failures, figure
from extractor.audit.rules import rules
from extractor.errors import PatternError
from extractor.knowledge import using
from extractor.records.rows import Check, Fact, Figure
from tests.support.gold import facts_of, figures_of, meta_of
from tests.support.readings import CORPUS, needs_corpus
from tests.support.sentences import read

SHARED = CORPUS / "gold"
SAMPLES = Path(__file__).parents[1] / "samples" / "gold"


def cell(address: str, amount: str, row: int = 1, **more: object) -> Fact:
    """The fact at an address (`extractor.audit.examples`), with other fields."""
    return replace(fact(address, amount, row), **more)  # type: ignore[arg-type]


def document(cells: Mapping[str, str]) -> tuple[list[Fact], list[Figure]]:
    facts = [cell(a, v) for a, v in cells.items() if a[0] not in "SP"]
    figures = [figure(a, v, i) for i, (a, v) in enumerate(cells.items()) if a.startswith("S")]
    return facts, figures


def check(cells: Mapping[str, str], check_id: str) -> Check:
    (found,) = checks(cells, check_id)
    return found


def clean(name: str, folder: Path, prose: bool = True) -> tuple[tuple[Fact, ...], tuple[Figure, ...], Audit]:
    path = folder / f"{name}_tables.csv"
    facts = facts_of(path)
    told = folder / f"{name}_prose.csv"
    figures = figures_of(told, facts) if prose and told.exists() else ()
    return facts, figures, audit(facts, figures, empty=meta_of(path).get("tables_empty", ()))


def test_every_identity_keeps_its_own_examples() -> None:
    assert not list(failures())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"holds": {"02 208 total": 1, "02 208 other": 2}}, "does not hold in its example"),
        ({"fails": {"02 208 other": 1}}, "holds in its example `fails`"),
        ({"holds": {"02 208 total": 1}, "fails": {}}, "does not let it be tried"),
        ({"fails": {"02 208 other": "one"}}, "cannot be read"),
    ],
)
def test_an_identity_that_its_examples_do_not_show_is_named(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    own(tmp_path, {"id": "Z", **change})
    with using(tmp_path):
        (failure,) = failures()
    assert failure.startswith("identity Z: ") and says in failure


def own(folder: Path, change: Mapping[str, object]) -> None:
    """A user's folder with two identities of its own: X, and the same changed so."""
    entry = {"id": "X", "name_zh": "x", "name_en": "x", "relation": "equals", "left": "02 each total",
             "right": "02 same other", "source": "x", "holds": {"02 208 total": 1, "02 208 other": 1},
             "fails": {"02 208 other": 2}}  # fmt: skip
    (folder / "identities").mkdir()
    (folder / "identities" / "own.yaml").write_text(json.dumps([entry, entry | change], indent=1), "utf-8")


def test_an_identity_of_the_user_is_tried(tmp_path: Path) -> None:
    own(tmp_path, {"id": "Z"})
    assert {"X", "Z"}.isdisjoint(identity.id for identity in rules())
    with using(tmp_path):
        assert [identity.id for identity in rules()][-2:] == ["X", "Z"] and not list(failures())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"relation": "is"}, "'is' is none of the values"),
        ({"left": "01 total"}, "three words"),
        ({"left": "1 a b"}, "“1” is not a table"),
        ({"left": "02@bduget each total"}, "“bduget” in “02@bduget” is unknown"),
        ({"right": "02 below:3 total"}, "“below:3” does not name rows"),
        ({"right": "02 each:clas total"}, "narrowed by “clas”"),
        ({"right": "02 same superior_subsidy|bussiness"}, "“bussiness” in .* is no measure"),
        ({"right": "02 same other=oter+total"}, "“oter” in .* is no measure"),
        ({"left": "01.income grand_totl amount"}, "“grand_totl” in .* is no item"),
        ({"left": "01.income closing_balance amount"}, "“closing_balance” in .* is no item"),
        ({"left": "S2 each amnt"}, "“amnt” in .* is no metric"),
        ({"left": "S15 each amount"}, "“S15” is not a section"),
        ({"left": "02 each total", "right": "P2 funds executed"}, "numbers of the sheet on its left"),
        ({"over": "02 same total"}, "over"),
        ({"right": "S1 same amount"}, "prose"),
        ({"why": "x"}, "unknown field `why`"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(tmp_path: Path, change: dict[str, str], says: str) -> None:
    own(tmp_path, {"id": "Z", **change})
    with using(tmp_path), pytest.raises(PatternError, match=rf"own\.yaml, line (1[6-9]|2[0-9]|3[0-9]): .*{says}"):
        rules()


@needs_corpus
@pytest.mark.parametrize("name", ["seed", "shegongbu"])
def test_real_tables_have_no_failed_check_beyond_rounding(name: str) -> None:
    facts, _, result = clean(name, SHARED, prose=False)
    assert result.failed == ()
    assert "failed" not in result.fact_status and len(result.fact_status) == len(facts)
    assert clean(name, SHARED)[2].tried >= 250


@needs_corpus
def test_the_prose_of_the_founding_document_fails_where_it_slips() -> None:
    _, figures, result = clean("seed", SHARED)
    assert {c.verdict for c in result.failed} == {"printed"}
    slips = {(c.check_id, figures[c.figures[0]].value) for c in result.failed}
    assert slips == {
        ("P2-share", Decimal("5.61")),
        ("P5a", Decimal("97.34")),
        ("P5b", Decimal("92.17")),
        ("P12-share", Decimal("99.8")),
        ("P-change", Decimal("29.58")),
        ("P-same-45", Decimal("22.7")),
    }
    (slip,) = [c for c in result.failed if c.check_id == "P-change"]
    assert "printed 22.22元, were 222200" in slip.message
    assert clean("shegongbu", SHARED)[2].failed == ()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*_tables.csv")), ids=lambda p: p.stem)
def test_samples_are_clean(path: Path) -> None:
    result = clean(path.name.removesuffix("_tables.csv"), SAMPLES)[2]
    assert [c.message for c in result.failed] == []
    assert 2 * result.tried >= len(result.fact_status) and result.fact_status.count("unchecked") <= 2


parts = st.lists(st.integers(100, 10**9), min_size=2, max_size=7)


@given(parts)
@settings(max_examples=60, deadline=None)
def test_rounding_never_cries_wolf(exact: list[int]) -> None:
    """Amounts exact to 1/10000 of a 万元, each rounded to 0.01 by itself, keep every sum of a few of them."""
    rows = {"208": sum(exact)} | {f"208{i:02}": amount for i, amount in enumerate(exact)}
    cells = {f"05 {row} total": f"{(Decimal(n) / 10_000).quantize(Decimal('0.01'))}" for row, n in rows.items()}
    assert check(cells, "H05-children").status == "pass"


@given(parts, st.integers(0, 11), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_wrong_digit_beyond_rounding_is_caught(exact: list[int], which: int, digits: int) -> None:
    amounts = [n // 100 for n in exact]
    cells = {"05 208 total": f"{Decimal(sum(amounts)).scaleb(-2)}"}
    cells |= {f"05 208{i:02} total": f"{Decimal(n).scaleb(-2)}" for i, n in enumerate(amounts)}
    cells[f"05 208{which % len(amounts):02} total"] = (
        f"{Decimal(amounts[which % len(amounts)] + 10 * digits).scaleb(-2)}"
    )
    assert check(cells, "H05-children").status == "fail"


def long_sum(off: str, unit: str = "万元", parts: int = 24) -> list[Fact]:
    """A table 05 of one class with many subjects, whose total is off."""
    amounts = [Decimal(100 + 37 * i) / 100 for i in range(parts)]
    cells = {"05 208 total": f"{sum(amounts) + Decimal(off)}"}
    cells |= {f"05 208{i:02} total": f"{amount:.2f}" for i, amount in enumerate(amounts)}
    facts, _ = document(cells)
    return [replace(f, currency_unit=unit, amount_yuan=f.amount if unit == "元" else f.amount_yuan) for f in facts]


def test_roundings_of_a_long_sum_do_not_all_go_one_way() -> None:
    """25 roundings of ±0.005 are 0.03 as a rule, and 0.12 hardly ever: doubted until it is certain to be printed so."""
    assert not audit(long_sum("0.05")).failed
    (doubted,) = audit(long_sum("0.11")).failed
    assert doubted.verdict == "doubtful" and doubted.tolerance is not None and doubted.tolerance < Decimal("0.06")
    assert not audit(long_sum("0.11"), agreed=Agreement(tables=frozenset({("05", 1)}))).failed
    alike = {"05 208 total": "333.33"} | {f"05 208{i:02} total": "16.67" for i in range(20)}
    assert not audit(document(alike)[0]).failed  # 16.6665 each: rounded twenty times the same way


def columns_to_fen(*off: int) -> list[Fact]:
    """A table 03 in 元 of twelve subjects, each with a total over two columns, some of which are off by a 分."""
    cells: dict[str, str] = {}
    for i in range(12):
        basic, project = Decimal(1_234_511 + 7 * i) / 100, Decimal(98_765 + 3 * i) / 100
        cells[f"03 2{i + 10} total"] = f"{basic + project + Decimal(i in off) / 100:.2f}"
        cells |= {f"03 2{i + 10} basic": f"{basic:.2f}", f"03 2{i + 10} project": f"{project:.2f}"}
    return [replace(f, currency_unit="元", amount_yuan=f.amount) for f in document(cells)[0]]


def test_sums_of_what_is_printed_to_fen_are_exact_unless_the_accounts_were_rounded() -> None:
    assert not audit(columns_to_fen()).failed
    (doubted,) = audit(columns_to_fen(4)).failed
    assert doubted.verdict == "doubtful" and doubted.tolerance == 0
    assert not audit(columns_to_fen(4), agreed=Agreement(tables=frozenset({("03", 1)}))).failed
    assert not audit(columns_to_fen(4, 7)).failed


@pytest.mark.parametrize(
    ("total", "parts", "holds"),
    [
        ("3.02", ("1.01", "2.00"), True),
        ("3.03", ("1.01", "2.00"), False),
        # One figure printed twice in one table is rounded the same both times …
        ("2.01", ("2.00",), False),
        # … but a printed zero may hide a few 元 of the total. It adds no slack.
        ("2.01", ("2.00", "0.00"), True),
        ("2.02", ("2.00", "0.00"), False),
        ("0.00", ("0.01",), False),
        # 2.0 for 2.00: zeros dropped, or a character lost, in a table of two decimals.
        ("3.06", ("1.01", "2.0", "0.01"), False),
    ],
)
def test_intervals(total: str, parts: tuple[str, ...], holds: bool) -> None:
    cells = {"05 208 total": total, "05 201 total": "9.99", "05 202 total": "9.98"}
    cells |= {f"05 2080{i} total": part for i, part in enumerate(parts)}
    assert (check(cells, "H05-children").status == "pass") is holds


def test_a_level_that_is_not_printed_is_skipped_over() -> None:
    cells = {
        "03 grand_total basic": "7.00",
        "03 208 basic": "7.00",
        "03 2080505 basic": "4.00",
        "03 2080506 basic": "3.00",
    }
    assert check(cells, "H03-children").status == check(cells, "H03-total").status == "pass"
    assert check(cells | {"03 2080506 basic": "3.10"}, "H03-children").status == "fail"


def test_a_total_that_is_not_printed_skips_the_check() -> None:
    found = check({"06 personnel_total amount": "5.00", "06 public_total amount": "1.00"}, "T06-4")
    assert found.status == "skipped" and "not printed" in found.message and found.verdict is None


def test_of_which_lines_are_not_added_up() -> None:
    facts, _ = document({"01.income appropriation amount": "9.00", "01.income current_total amount": "9.00"})
    facts.append(cell("01.income gov_fund amount", "2.00", row=7, parent_label="一、财政拨款收入"))
    (found,) = [c for c in audit(facts).checks if c.check_id == "T01-1"]
    assert found.status == "pass"


def test_each_printing_and_each_basis_is_bound_by_itself() -> None:
    cells = {"01.income current_total amount": "9.00", "01.income other amount": "9.00"}
    facts, _ = document(cells)
    second, _ = document(dict.fromkeys(cells, "8.00"))
    budget, _ = document({a.replace(" ", "@initial_budget ", 1): "7.00" for a in cells})
    facts += [replace(f, printing=2) for f in second] + budget
    found = [c for c in audit(facts).checks if c.check_id == "T01-1"]
    assert {(c.scope, c.status) for c in found} == {
        ("current_total/amount", "pass"),
        ("current_total/amount#2", "pass"),
        ("current_total/amount@initial_budget", "pass"),
    }


def test_tables_in_yuan_meet_tables_in_ten_thousands() -> None:
    cells = {"03 grand_total total": "97.34", "01.expenditure current_total amount": "973412.55"}
    facts = [cell(a, v) for a, v in cells.items()]
    facts[1] = replace(facts[1], currency_unit="元", amount_yuan=facts[1].amount)
    assert [c.status for c in audit(facts).checks if c.check_id == "X0103-1"] == ["pass"]
    facts[1] = replace(facts[1], amount=Decimal("973512.55"), amount_yuan=Decimal("973512.55"))
    assert [c.status for c in audit(facts).checks if c.check_id == "X0103-1"] == ["fail"]


def test_an_empty_table_counts_as_zero() -> None:
    facts, _ = document({"04.expenditure current_total gov_fund": "3.00"})
    assert [c.status for c in audit(facts).checks if c.check_id == "X0407-1"] == ["skipped"]
    assert [c.status for c in audit(facts, empty=("07",)).checks if c.check_id == "X0407-1"] == ["fail"]


def test_a_column_printed_without_a_number_counts_as_zero() -> None:
    """会议费 read in the place of 培训费 leaves the other column blank: then 06 has more than 09."""
    facts, _ = document({"06 30216 amount": "3.12", "09 only meeting": "6.72"})
    assert "X0906-30216" not in {c.check_id for c in audit(facts).checks if c.status != "skipped"}
    blank = {("09", 1): {(None, "final", "training")}}
    (found,) = [c for c in audit(facts, blank=blank).checks if c.check_id == "X0906-30216"]
    assert (found.status, found.actual, found.expected) == ("fail", Decimal("3.12"), 0)
    assert audit(facts, blank=blank).doubted == {("06", 1), ("09", 1)}


def test_one_wrong_cell_is_named_with_the_value_that_satisfies_all() -> None:
    cells = {
        "05 grand_total total": "10.82", "05 grand_total basic": "6.18", "05 grand_total project": "4.64",
        "05 208 total": "10.82", "05 208 basic": "6.18", "05 208 project": "4.64",
        "05 20805 total": "10.82", "05 20805 basic": "6.18", "05 20805 project": "4.64",
        "05 2080505 total": "6.18", "05 2080505 basic": "6.18",
        "05 2080506 total": "4.64", "05 2080506 project": "4.64",
    }  # fmt: skip
    facts, _ = document(cells | {"05 208 project": "4.46"})
    result = audit(facts)
    assert len(result.failed) == 3
    (suspect,) = result.suspects
    assert suspect.fact == list(cells).index("05 208 project") and len(suspect.checks) == 3
    assert all("printed 4.46, were 4.64" in c.message for c in result.failed)
    (row,) = [c for c in result.failed if c.check_id == "T05-1"]
    assert (row.expected, row.actual, row.difference) == (Decimal("10.64"), Decimal("10.82"), Decimal("0.18"))
    assert (row.scope, row.tables, row.pages, row.currency_unit) == ("208/total", ("05",), (5,), "万元")
    assert result.fact_status[suspect.fact] == "failed" and result.fact_status[9] == "passed"


def test_verdicts() -> None:
    prose = {"S5 一般公共预算财政拨款支出 amount": "9.50", "05 grand_total total": "9.00"}
    other = {"04.expenditure current_total general": "9.00"}
    # The table's number is certain where another table says the same; alone it may have been read wrong.
    assert check(prose | other, "P5a").verdict == "printed"
    assert check(prose, "P5a").verdict == "doubtful"
    # So is what is left over in a sum of certain numbers, but not a number beside a blank: columns may have shifted.
    known = other | {"05 grand_total total": "9.00", "05 grand_total basic": "7.00", "06 grand_total amount": "7.00"}
    share = {"S13 自评项目 amount": "1.00", "S13 自评资金占一般公共预算项目支出总额 share_pct": "90"}
    assert check(known | share | {"05 grand_total project": "2.00"}, "P12-share").verdict == "printed"
    lone = other | {"05 grand_total total": "9.00", "05 grand_total project": "9.00"}
    assert check(lone | share, "P12-share").verdict == "doubtful"
    sums = {"05 208 total": "9.00", "05 208 basic": "9.00", "05 20805 total": "8.00", "05 20805 basic": "8.00"}
    facts, _ = document(sums)
    assert {c.verdict for c in audit(facts).failed} == {"doubtful"}
    assert audit(facts).doubts and audit(facts).doubted == {("05", 1)}
    # A row may be lost: that two engines agree on the cells is not enough, they must agree on the table.
    assert {c.verdict for c in audit(facts, agreed=Agreement(frozenset(range(4)))).failed} == {"doubtful"}
    assert {c.verdict for c in audit(facts, agreed=Agreement(tables=frozenset({("05", 1)}))).failed} == {"printed"}


def test_a_table_without_a_total_that_every_form_prints_is_incomplete() -> None:
    facts, _ = document(
        {"05 208 total": "9.00", "05 208 basic": "9.00", "05 210 total": "1.00", "05 210 basic": "1.00"}
    )
    result = audit(facts)
    assert result.failed == () and result.incomplete == {("05", 1)} and result.doubts
    # Two engines that read the same pages say nothing of one that is gone.
    assert audit(facts, agreed=Agreement(tables=frozenset({("05", 1)}))).doubts


@pytest.mark.parametrize(("income", "whole"), [("10.00", True), ("12.00", False)])
def test_a_table_without_a_total_is_whole_where_its_rows_make_up_that_of_another(income: str, whole: bool) -> None:
    rows = {
        "02 208 total": "9.00",
        "02 208 appropriation": "9.00",
        "02 210 total": "1.00",
        "02 210 appropriation": "1.00",
    }
    facts, _ = document(rows | {"01.income current_total amount": income, "01.income appropriation amount": income})
    agreed = Agreement(tables=frozenset({("02", 1)}))
    assert ("02", 1) in audit(facts).incomplete  # the total may stand where one engine did not see it
    assert (("02", 1) not in audit(facts, agreed=agreed).incomplete) == whole
    # Rows that were lost cannot be told from amounts that are wrong.
    assert {c.verdict for c in audit(facts, agreed=Agreement(frozenset(range(len(facts))))).failed} <= {"doubtful"}


def test_percentages_may_be_rounded_or_truncated() -> None:
    cells = {"S1 收入支出总计 amount": "92.17", "S1 收入支出总计 change_amount": "17.05"}
    for printed, status in (
        ("22.70", "pass"),
        ("22.69", "pass"),
        ("22.7", "pass"),
        ("22.67", "fail"),
        ("22.72", "fail"),
    ):
        assert check(cells | {"S1 收入支出总计 change_pct": printed}, "P-change").status == status
    negative = {"S1 收入支出总计 amount": "80.00", "S1 收入支出总计 change_amount": "-20.01"}
    assert check(negative | {"S1 收入支出总计 change_pct": "-20.00"}, "P-change").status == "pass"
    slight = {"S1 收入支出总计 amount": "2547.17", "S1 收入支出总计 change_amount": "0.06"}
    assert check(slight | {"S1 收入支出总计 change_pct": "0.00"}, "P-change").status == "pass"
    assert check(slight | {"S1 收入支出总计 change_pct": "0.01"}, "P-change").status == "fail"


def test_prose_drops_trailing_zeros() -> None:
    cells = {"03 grand_total project": "22.00", "S3 项目支出 amount": "22", "S3 基本支出 amount": "75.34"}
    assert check(cells, "P3-project").status == "pass"
    assert check(cells | {"03 grand_total project": "22.40"}, "P3-project").status == "fail"


def test_what_another_year_had_stands_in_no_identity() -> None:
    text = (
        "本年支出合计380.00万元，上年决算数为330.00万元，其中：基本支出200.00万元。2022年，公务接待费1.80万元。"
        "公务用车运行维护费4.00万元，较2022年的5.00万元减少1.00万元。年初结转和结余3.00万元，上年结转和结余6.00万元。"
        "与2022年相比，收入合计400.00万元（上年同期350.00万元）。2023年经费50.00万元，2022年本年支出45.00万元，增长11.11%。"
    )
    prose = read(f"三、支出决算情况说明\n{text}")
    kept = [f"{f.value}" for f in prose.figures if f.of_this_year]
    assert kept == ["380.00", "4.00", "-1.00", "3.00", "6.00", "400.00", "50.00", "11.11"]
    total = {"03 grand_total total": "380.00"}
    for said, checks_of in (("本年支出合计330.00万元", ["fail"]), ("本年支出合计上年决算数为330.00万元", [])):
        spoken = read(f"三、支出决算情况说明\n{said}。").figures
        assert [c.status for c in audit(document(total)[0], spoken).checks if c.check_id == "P3"] == checks_of


def test_a_subject_that_names_its_year_is_of_that_year() -> None:
    text = "二、收入决算情况说明\n2022年收入合计75.12万元。"
    assert [read(text, year).figures[0].of_this_year for year in (2022, 2023)] == [True, False]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "公务接待费4.80万元，比上年的5.60万元减少0.80万元，下降14.29%。",
            {"P-before": "pass", "P-before-pct": "pass"},
        ),
        (
            "公务接待费4.80万元，比上年的5.60万元减少0.08万元，下降14.29%。",
            {"P-before": "fail", "P-before-pct": "fail"},
        ),
        ("公务接待费4.80万元，比2019年的5.60万元减少0.80万元。", {"P-before": "pass"}),
        ("公务接待费4.80万元，上年会议费5.60万元，接待费比年初预算减少0.70万元。", {}),
        ("公务接待费4.80万元，较2019年的5.60万元减少0.80万元，较上年增加0.30万元。", {"P-before": "pass"}),
    ],
)
def test_a_change_is_held_against_the_year_it_is_against(text: str, status: dict[str, str]) -> None:
    figures = read(f"九、“三公”经费支出决算情况说明\n{text}").figures
    tried = [c for c in audit([], figures).checks if c.check_id.startswith("P-before")]
    assert {c.check_id: c.status for c in tried if c.status != "skipped"} == status
