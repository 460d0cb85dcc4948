"""The judge of scans: identities propose another reading, the picture of the number disposes."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from extractor.audit.arbiter import settle
from extractor.audit.auditor import Audit
from extractor.audit.revision import revised
from extractor.audit.revision.judge import Judgement
from extractor.audit.revision.revised import judged_by_pictures, unconfirmed_in
from extractor.audit.settlement import Candidate, Settlement, audited
from extractor.document.model import Alternative, Box, Document, Doubt
from extractor.reading import Reading, conclude
from extractor.records.closed_sets import EngineName
from extractor.records.rows import Fact, OtherAmount
from extractor.stages import audit, interpret, load, locate, record
from extractor.tables.doubts import with_alternatives
from tests.support import scans
from tests.support.grids import ruled
from tests.support.misread import as_scan, confused, misread, one_digit_wrong, point_lost, read_as, recognised
from tests.support.readings import SAMPLES

SAMPLE = SAMPLES / "emergency_2023.pdf"


@functools.cache
def first_reading() -> Candidate:
    return record(interpret(locate(load(SAMPLE)))).first


def settled(facts: Sequence[Fact]) -> Settlement:
    return settle(replace(first_reading(), facts=tuple(facts)), (), (), never_read)


def never_read(engine: str, pages: frozenset[int]) -> Candidate:
    raise AssertionError(f"{engine} was asked for {pages}")


def test_single_misread_numbers_are_mended_and_none_that_was_right() -> None:
    flagged = mended = 0
    for seed in range(12):
        chance = random.Random(seed)
        facts = recognised(first_reading().facts, chance)
        printed = [fact.amount for fact in facts]
        for i in chance.sample([i for i, fact in enumerate(facts) if fact.amount], chance.randint(1, 4)):
            wrong = point_lost if chance.random() < 0.3 else functools.partial(one_digit_wrong, chance=chance)
            facts[i] = misread(facts[i], wrong(printed[i]), 10 ** chance.uniform(-3.5, -0.1))
        before = settled(facts)
        after, not_believed = judged_by_pictures(before, ())
        status = before.audit.fact_status
        wrong_ones = [i for i, fact in enumerate(facts) if fact.amount != printed[i]]
        changed = [i for i, fact in enumerate(after.facts) if fact.first_read is not None]
        assert all(after.facts[i].amount == printed[i] for i in changed) and not not_believed
        flagged += sum(status[i] == "failed" for i in wrong_ones)
        mended += len(changed)
        left = {i for i in wrong_ones if i not in changed and after.audit.fact_status[i] == "passed"}
        assert left <= unconfirmed_in(after, ())
    assert mended >= 0.85 * flagged > 20


@pytest.mark.parametrize("digits", [{"4": "1"}, {"8": "3"}, {"6": "5", "0": "8"}])
def test_errors_that_agree_with_each_other_change_nothing(digits: dict[str, str]) -> None:
    chance = random.Random(1)
    facts = []
    for fact in recognised(first_reading().facts, chance):
        amount = confused(fact.amount, digits)
        is_seen = chance.random() < 0.9 and amount != fact.amount
        facts.append(misread(fact, amount, 10 ** chance.uniform(-3, -0.5)) if is_seen else fact)
    after, _ = judged_by_pictures(settled(facts), ())
    assert [fact.amount for fact in after.facts] == [fact.amount for fact in facts]


def test_where_one_pair_of_digits_is_confused_its_pages_are_not_believed() -> None:
    facts = recognised(first_reading().facts, random.Random(2))
    fives = [i for i, fact in enumerate(facts) if "5" in f"{fact.amount:f}" and fact.table_no in ("02", "03")][::6]
    for i in fives[:4]:
        facts[i] = misread(facts[i], confused(facts[i].amount, {"5": "6"}), 0.05)
    after, not_believed = judged_by_pictures(settled(facts), ())
    assert all(fact.first_read is None for fact in after.facts)
    assert not_believed == {facts[i].page for i in fives[:4]}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return as_scan(load(scans.disclosure(tmp_path_factory.mktemp("original") / "original.pdf")))


def read_so(document: Document, *misread: tuple[str, str, float, int]) -> Reading:
    """The document with numbers of its table read otherwise."""
    *prose, table = document.pages
    for true, read, probability, nth in misread:
        table = read_as(table, true, read, probability, nth)
    return conclude(audit(record(interpret(locate(replace(document, pages=(*prose, table)))))))


def test_a_number_that_is_taken_for_another_keeps_its_first_reading(original: Document) -> None:
    found = read_so(original, ("264.87", "284.87", 0.05, 0))
    (changed,) = [fact for fact in found.facts if fact.first_read is not None]
    assert (changed.amount, changed.first_read, changed.amount_yuan) == (
        Decimal("264.87"), Decimal("284.87"), Decimal("2648700"),
    )  # fmt: skip
    assert {fact.check_status for fact in found.facts} == {"passed"} and not found.document.checks_failed
    told = [check for check in found.checks if check.status == "pass" and check.message]
    assert len(told) > 1 and all("264.87 for 284.87 in table 03" in (check.message or "") for check in told)
    assert all("284.87" in (check.message_zh or "") for check in told)
    assert "284.87 was read first" in (found.document.notes or "")


def test_a_number_of_which_the_picture_says_nothing_else_stays_as_it_was_read(original: Document) -> None:
    found = read_so(original, ("264.87", "284.87", 1e-12, 0))
    assert "284.87" in {str(fact.amount) for fact in found.facts}
    assert found.document.status == "partial" and {c.verdict for c in found.checks if c.status == "fail"} == {
        "doubtful"
    }


def test_a_dash_among_specks_may_be_one_and_the_number_behind_it_has_no_minus_then(original: Document) -> None:
    row = ruled(2, ("210 | -2.71 | -",), (100, 100, 100))
    dash = Doubt("-", Box(152, 104, 158, 116), (Alternative("", 0.01),))
    number = Doubt("2.71", Box(160, 104, 190, 116), (Alternative("2.77", 1e-3),))
    (grid,) = with_alternatives(replace(original.pages[1], doubts=(dash, number)), (row,))
    assert [[(a.text, a.probability) for a in cell.alternatives] for cell in grid.cells] == [
        [], [("2.71", 0.01), ("-2.77", 1e-3), ("2.77", 1e-5)], []
    ]  # fmt: skip


def test_where_two_changes_would_do_as_well_none_is_made(tmp_path: Path) -> None:
    whole = as_scan(load(scans.disclosure(tmp_path / "row.pdf", scans.ROWS[:1])))
    one_row = replace(whole, pages=whole.pages[1:])
    wrong = ("202.24", "204.24", 0.02, 0)
    assert [f.first_read for f in read_so(one_row, wrong).facts if f.amount == Decimal("202.24")] == [Decimal("204.24")]
    table = read_as(one_row.pages[0], "105.58", "105.58", 0.0)
    rival = replace(table.doubts[0], alternatives=(Alternative("103.58", 0.02),))
    found = read_so(replace(one_row, pages=(replace(table, doubts=(rival,)),)), wrong)
    assert [str(f.amount) for f in found.facts] == ["307.82", "105.58", "204.24"]
    assert {f.check_status for f in found.facts} == {"failed"} and found.document.status == "partial"


def test_the_same_figure_misread_twice_in_the_same_way_is_mended_in_both_places(original: Document) -> None:
    found = read_so(original, *[("202.24", "202.21", 0.1, 0)] * 2)
    assert [str(f.first_read) for f in found.facts if f.first_read is not None] == ["202.21", "202.21"]
    assert found.document.status == "ok"


def parts_of_a_sum(facts: Sequence[Fact]) -> list[int]:
    """Amounts of table 06 under 302, each in a sum of its column and equal to the one beside it."""
    return [i for i, f in enumerate(facts) if f.table_no == "06" and f.subject_code and f.subject_code[:3] == "302"][1:]


def test_points_lost_in_one_sum_are_restored_together_and_only_if_all_of_them_may_be() -> None:
    facts = recognised(first_reading().facts, random.Random(5))
    lost = parts_of_a_sum(facts)[:3]
    printed = [facts[i].amount for i in lost]
    for i in lost:
        facts[i] = misread(facts[i], point_lost(facts[i].amount), 0.01)
    after, _ = judged_by_pictures(settled(facts), ())
    assert [after.facts[i].amount for i in lost] == printed and not after.audit.failed
    facts[lost[1]] = replace(facts[lost[1]], others=facts[lost[1]].others[1:])  # its picture says no point
    after, _ = judged_by_pictures(settled(facts), ())
    assert all(fact.first_read is None for fact in after.facts)


def test_what_would_make_a_check_fail_that_held_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [*first_reading().facts]
    wrong, other = parts_of_a_sum(facts)[0], next(i for i, f in enumerate(facts) if f.table_no == "03" and f.amount)
    facts[wrong] = misread(facts[wrong], facts[wrong].amount + 100, 0.5)
    before = settled(facts)
    mended = replace(facts[wrong], amount=first_reading().facts[wrong].amount, amount_yuan=None)
    for spoilt in (False, True):
        new = [*facts[:wrong], mended, *facts[wrong + 1 :]]
        if spoilt:
            new[other] = replace(facts[other], amount=facts[other].amount + 1, amount_yuan=None)
        monkeypatch.setattr(revised, "judge", lambda *_, new=new: Judgement(tuple(new)))
        monkeypatch.setattr(revised, "audited", functools.partial(heavier, audited))
        after, _ = judged_by_pictures(before, ())
        assert (after is before) is spoilt


def heavier(audited: Callable[..., Audit], *given: Any) -> Audit:
    """The audit, in which enough holds for any weight."""
    return replace(audited(*given), weight=10**6)


def test_where_much_would_have_to_be_changed_nothing_is(original: Document) -> None:
    found = read_so(original, *[("202.24", "202.21", 0.1, 0)] * 5)
    assert not any(f.first_read for f in found.facts) and found.document.status == "partial"


def test_a_doubtful_last_digit_that_rounding_lets_pass_is_not_confirmed() -> None:
    facts = recognised(first_reading().facts, random.Random(3))
    place = next(i for i, fact in enumerate(facts) if fact.table_no == "06" and str(fact.amount).endswith("5"))
    last = Decimal("0.01")
    wrong = misread(facts[place], facts[place].amount + last, 0.05)
    after, _ = judged_by_pictures(settled([*facts[:place], wrong, *facts[place + 1 :]]), ())
    assert after.facts[place].first_read is not None or place in unconfirmed_in(after, ())
    assert unconfirmed_in(settled(first_reading().facts), ()) == frozenset()


def test_a_sum_that_holds_within_rounding_tells_a_number_from_what_would_break_it() -> None:
    facts = [replace(f, engine=EngineName.OCR) for f in first_reading().facts]
    place = next(i for i, fact in enumerate(facts) if fact.table_no == "06" and str(fact.amount).endswith("5"))
    for more, is_told in (("0.01", False), ("-0.01", False), ("10", True), ("0.001", True)):
        other = OtherAmount(facts[place].amount + Decimal(more), 0.05)
        doubted = [*facts[:place], replace(facts[place], others=(other,)), *facts[place + 1 :]]
        assert (place not in unconfirmed_in(settled(doubted), ())) is is_told, more


def test_numbers_of_a_row_whose_code_was_misread_are_not_passed_whatever_adds_up(original: Document) -> None:
    table = original.pages[1]
    text = table.characters.text.replace("2013999", "2013988").replace("2080505", "2080506")
    found = read_so(
        replace(original, pages=(original.pages[0], replace(table, characters=replace(table.characters, text=text))))
    )
    status = {(f.subject_code, f.check_status) for f in found.facts}
    assert {("2013988", "unchecked"), ("2080506", "unchecked"), ("2013901", "passed")} <= status
    assert found.document.status == "partial"


def test_numbers_that_lost_their_points_alike_are_not_passed_though_they_add_up() -> None:
    facts = recognised(first_reading().facts, random.Random(4))
    cut = [i for i, f in enumerate(facts) if f.table_no == "07"]
    for i in cut:
        facts[i] = replace(facts[i], amount=point_lost(facts[i].amount), others=())
    found = settled(facts)
    assert any(facts[i].amount and found.audit.fact_status[i] == "passed" for i in cut)
    assert {i for i in cut if facts[i].amount} <= unconfirmed_in(found, ())
