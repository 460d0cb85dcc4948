"""Their error or ours: what is never added up, and where a failed check does not blame the document."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from extractor.audit.auditor import Audit, audit
from extractor.audit.binding.fact_index import FactIndex
from extractor.audit.trying.certainty import Agreement, NotRead, is_too_many
from extractor.classification.subjects import class_named
from extractor.identity.model import Coverage
from extractor.records.rows import Fact
from tests.support.accounts import cell, document

# A table that contradicts itself and that two engines read alike.
WRONG = {
    "05 grand_total total": "9.00", "05 grand_total basic": "9.00", "05 208 total": "9.00", "05 208 basic": "9.00",
    "05 20805 total": "8.00", "05 20805 basic": "8.00",
}  # fmt: skip
AGREED = Agreement(tables=frozenset({("05", 1)}))


def rows(cells: Mapping[str, str]) -> list[Fact]:
    """Facts with each printed row numbered; `#2` at the end of an address is another printing of the row."""
    numbers: dict[tuple[str, ...], int] = {}
    found = []
    for address, amount in cells.items():
        place, row, measure, *again = address.split()
        number = numbers.setdefault((place, row, *again), len(numbers) + 1)
        found.append(replace(cell(f"{place} {row} {measure}", amount), row=number))
    return found


def verdicts(result: Audit) -> set[str]:
    return {str(c.verdict) for c in result.failed}


def failed(result: Audit) -> set[str]:
    return {c.check_id for c in result.failed}


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [
        (NotRead(), "printed"),
        (NotRead(tables=frozenset({("05", 1)})), "doubtful"),
        (NotRead(tables=frozenset({("03", 1)})), "printed"),
        (NotRead(tables=frozenset({("05", 2)})), "doubtful"),  # a part of the one 05 that its set has
        (NotRead(unknown=True), "doubtful"),
        (NotRead(missing=True), "doubtful"),  # its rows may stand in this sum
    ],
)
def test_agreement_proves_nothing_of_a_table_that_is_not_understood(lost: NotRead, verdict: str) -> None:
    assert verdicts(audit(rows(WRONG), lost=lost, agreed=AGREED)) == {verdict}


@pytest.mark.parametrize(("unit", "verdict"), [("万元", "printed"), (None, "doubtful")])
def test_amounts_of_an_unknown_unit_blame_no_prose(unit: str | None, verdict: str) -> None:
    """Of 百元, say: the prose of 9.00万元 is not wrong, though the table prints 900.00."""
    prose = {"S5 一般公共预算财政拨款支出 amount": "9.00"}
    facts, figures = document({"05 grand_total total": "900.00"} | prose)
    facts = [replace(fact, currency_unit=unit, amount_yuan=None) for fact in facts]
    assert verdicts(audit(facts, figures, agreed=AGREED)) == {verdict}


def test_a_missing_table_casts_no_doubt_on_single_cells() -> None:
    prose = {"S5 一般公共预算财政拨款支出 amount": "9.50"}
    facts, figures = document(prose | {"05 grand_total total": "9.00", "04.expenditure current_total general": "9.00"})
    assert verdicts(audit(facts, figures, lost=NotRead(missing=True))) == {"printed"}
    assert verdicts(audit(facts, figures, lost=NotRead(unknown=True))) == {"doubtful"}


def test_a_total_printed_first_and_last_is_compared_and_never_added() -> None:
    twice = {
        "02 grand_total total": "9.00", "02 grand_total other": "9.00", "02 208 total": "9.00", "02 208 other": "9.00",
        "02 grand_total total #2": "9.00", "02 grand_total other #2": "9.00",
        "01.income current_total amount": "9.00", "01.income other amount": "9.00",
    }  # fmt: skip
    result = audit(rows(twice))
    assert result.failed == () and set(result.fact_status) == {"passed"}
    apart = audit(rows(twice | {"02 grand_total total #2": "8.00"}), agreed=Agreement(tables=frozenset({("02", 1)})))
    assert failed(apart) == {"T02-again"} and verdicts(apart) == {"printed"}
    wrong = audit(rows({a: "7.00" if "grand_total" in a else n for a, n in twice.items()}))
    assert "T02-again" not in failed(wrong) and wrong.fact_status[0] == wrong.fact_status[4] == "failed"


def test_a_subject_printed_twice_alike_counts_once() -> None:
    page_twice = {
        "05 208 total": "9.00", "05 20805 total": "5.00", "05 20808 total": "4.00", "05 20805 total #2": "5.00",
    }  # fmt: skip
    assert failed(audit(rows(page_twice))) == set()
    # With other amounts it may be the row of another unit: both count, and nothing that fails with them is blamed.
    of_units = page_twice | {"05 208 total": "12.00", "05 20805 total #2": "3.00"}
    assert failed(audit(rows(of_units))) == set()
    result = audit(rows(of_units | {"05 208 total": "13.00"}), agreed=AGREED)
    assert failed(result) == {"H05-children"} and verdicts(result) == {"doubtful"}


def test_two_numbers_that_claim_one_cell_are_never_passed() -> None:
    facts = rows({"01.income current_total amount": "9.00", "01.income other amount": "9.00"})
    last_year = [replace(fact, amount=fact.amount + 1) for fact in facts]
    result = audit([*facts, *last_year])
    assert "passed" not in result.fact_status
    assert result.doubts and result.doubted == {("01", 1)}
    assert any("two numbers of the same measure in one row" in doubt for doubt in result.doubts)


def test_a_row_of_unknown_subject_blames_nobody() -> None:
    """乙|1|2|3: the numbers of the columns, taken for amounts."""
    known = {f"02 {row} {measure}": "9.00" for row in ("grand_total", "208") for measure in ("total", "other")}
    facts = rows(known | {"02 999 total": "1.00", "02 999 other": "2.00"})
    facts = [replace(f, subject_code=None) if f.subject_code == "999" else f for f in facts]
    result = audit(facts, agreed=Agreement(tables=frozenset({("02", 1)})))
    assert failed(result) == {"T02-1"} and verdicts(result) == {"doubtful"}


def test_a_table_of_items_alone_meets_the_classes_of_another() -> None:
    cells = {
        "01.expenditure 208 amount": "9.00", "01.expenditure current_total amount": "9.00",
        "03 2080505 total": "5.00", "03 2080506 total": "4.00", "03 grand_total total": "9.00",
    }  # fmt: skip
    assert failed(audit(rows(cells))) == set()
    assert "X0103-2" in failed(audit(rows(cells | {"03 2080506 total": "3.00"})))


def test_a_budget_stage_that_is_printed_of_the_totals_alone_needs_no_parts() -> None:
    final = {"05 208 total": "9.00", "05 208 basic": "9.00"}
    result = audit(rows(final | {"05@initial_budget 208 total": "8.00"}))
    assert failed(result) == set()
    assert not any("@initial_budget" in c.scope for c in result.checks if c.check_id == "T05-1")


def test_a_printing_that_may_belong_to_another_set_blames_nobody() -> None:
    """Three units print their tables; one of them has no fund money and no 07: the second 07 may be the third's."""
    facts: list[Fact] = []
    for printing in (1, 2, 3):
        cells = {"03 grand_total total": "18.00", "05 grand_total total": "9.00"}
        cells |= {f"04.expenditure current_total {fund}": "9.00" for fund in ("gov_fund", "general")}
        cells |= {"07 grand_total total": "8.00" if printing == 2 else "9.00"} if printing < 3 else {}
        facts += [replace(fact, printing=printing) for fact in rows(cells)]
    agreed = Agreement(frozenset(range(len(facts))), frozenset((f.table_no, f.printing) for f in facts))
    result = audit(facts, agreed=agreed)
    assert failed(result) == {"X0407-1"} and verdicts(result) == {"doubtful"}


def test_many_failures_are_ours() -> None:
    assert [is_too_many(n, tried) for n, tried in ((6, 600), (2, 170), (3, 4), (4, 4), (9, 170), (11, 5000))] == [
        False, False, False, True, True, True,
    ]  # fmt: skip
    few = {f"05 {code} {m}": "9.00" for code in range(201, 204) for m in ("total", "basic")}
    few |= {f"05 {code}01 {m}": "8.00" for code in range(201, 204) for m in ("total", "basic")}
    assert verdicts(audit(rows(few), agreed=AGREED)) == {"doubtful"}  # three classes in two columns: six
    one = {a: n for a, n in few.items() if "202" not in a and "203" not in a}
    assert verdicts(audit(rows(one), agreed=AGREED)) == {"printed"}


def test_a_table_that_one_set_of_a_unit_has_and_the_other_lacks_may_be_lost() -> None:
    facts = []
    for set_no, coverage in ((1, Coverage.SUMMARY), (2, Coverage.OWN)):
        for fact in rows({"01.income current_total amount": "9.00", "04.income current_total amount": "9.00",
                          **({"02 grand_total total": "9.00"} if set_no == 1 else {})}):  # fmt: skip
            facts.append(replace(fact, set_no=set_no, unit_name="云岭县民政局", coverage=coverage))
    assert FactIndex(facts, frozenset(), {}).short() == {("02", 1)}
    assert not FactIndex([f for f in facts if f.set_no == 1], frozenset(), {}).short()
    apart = [replace(f, unit_name=f"云岭县第{f.set_no}小学", coverage=None) for f in facts]
    assert not FactIndex(apart, frozenset(), {}).short()  # a school may print fewer tables than another


# 03 prints 类 and 项, 07 all levels: the row of a 款 in 03 is all that stands within it.
LEVELS = {
    "03 grand_total total": "9.00", "03 212 total": "9.00", "03 2120801 total": "4.00", "03 2120899 total": "5.00",
    "07 grand_total total": "9.00", "07 212 total": "9.00", "07 21208 total": "9.00", "07 2120801 total": "4.00",
    "07 2120899 total": "5.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({}, set()), ({"07 21208 total": "9.50"}, {"X0307"}), ({"07 2120899 total": "5.50"}, {"X0307"})],
)
def test_a_level_that_another_table_does_not_print_is_what_stands_within_it(
    changed: Mapping[str, str], expected: set[str]
) -> None:
    assert failed(audit(*document({**LEVELS, **changed}))) & {"X0307"} == expected


def test_a_subject_is_not_looked_for_in_a_table_of_classes_alone() -> None:
    classes = {place: amount for place, amount in LEVELS.items() if "03 2120" not in place}
    assert "X0307" not in failed(audit(*document(classes)))


@pytest.mark.parametrize(("of_a_class", "expected"), [("5.00", set()), ("6.00", {"H03-total"})])
def test_names_without_codes_are_added_up_by_their_classes(of_a_class: str, expected: set[str]) -> None:
    """类 and 款 by their names alone: 合计 is the sum of the 类, and 其他支出 is a 类 the first time it is printed."""
    labels = ["合计", "教育支出", "普通教育", "其他支出", "彩票公益金安排的支出", "其他支出"]
    amounts = ["9.00", of_a_class, "5.00", "4.00", "4.00", "4.00"]
    facts = [
        replace(cell("03 grand_total total", amount), item=None, class_named=class_named(label, False), row=n)
        for n, (label, amount) in enumerate(zip(labels, amounts, strict=True))
    ]
    facts[0] = replace(facts[0], item="grand_total")
    assert failed(audit(facts)) == expected
