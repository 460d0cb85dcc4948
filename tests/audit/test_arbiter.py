"""Second readings: only the pages in doubt, the reading that adds up, and what is said where none does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.audit.arbiter import settle
from extractor.audit.settlement import Candidate, Settlement
from extractor.document.model import Box
from extractor.errors import DocumentError
from extractor.problems import Problem
from extractor.records.rows import Fact
from tests.support.accounts import cell

ENGINES = ("pdfplumber", "camelot")
PAGES = {("03", 1): (8, 9), ("05", 1): (10,), ("09", 1): (11,)}
RIGHT = {
    "03 grand_total total": "30.00", "03 grand_total basic": "12.00", "03 grand_total project": "18.00",
    "03 208 total": "30.00", "03 208 basic": "12.00", "03 208 project": "18.00",
    "03 20805 total": "30.00", "03 20805 basic": "12.00", "03 20805 project": "18.00",
    "05 grand_total total": "21.00", "05 grand_total basic": "12.00", "05 grand_total project": "9.00",
    "05 208 total": "21.00", "05 208 basic": "12.00", "05 208 project": "9.00",
}  # fmt: skip


def reading(
    engine: str,
    cells: Mapping[str, str],
    read_by: str | None = None,
    tables: tuple[str, ...] = ("03", "05"),
    **more: object,
) -> Candidate:
    """A candidate whose tables `tables` were read by `read_by` (else all by the first engine)."""
    facts = []
    for i, (address, amount) in enumerate(cells.items()):
        fact = cell(address, amount, row=i + 1)
        pages = PAGES[fact.table_no, 1]
        page = pages[-1] if "20805" in address else pages[0]
        facts.append(replace(fact, page=page, engine=read_by if read_by and fact.table_no in tables else "pdfium"))
    return replace(Candidate(engine, tuple(facts), PAGES, page_count=20), **more)


class Shelf:
    """Readings kept ready, by engine; remembers which pages were asked of whom."""

    def __init__(self, **readings: Candidate | DocumentError) -> None:
        self.readings = readings
        self.asked: list[tuple[str, tuple[int, ...]]] = []

    def __call__(self, engine: str, pages: frozenset[int]) -> Candidate:
        self.asked.append((engine, tuple(sorted(pages))))
        found = self.readings[engine]
        if isinstance(found, DocumentError):
            raise found
        return found


def amounts(facts: tuple[Fact, ...]) -> dict[str, Decimal]:
    return {f"{f.table_no} {f.row_label} {f.measure}": f.amount for f in facts}


def settled(first: Mapping[str, str], **others: Mapping[str, str]) -> tuple[Settlement, Shelf]:
    shelf = Shelf(**{name: reading(name, cells, name, ("05",)) for name, cells in others.items()})
    return settle(reading("pdfium", first), (), tuple(others), shelf), shelf


def test_a_document_that_adds_up_is_read_once() -> None:
    result, shelf = settled(RIGHT, pdfplumber=RIGHT)
    assert shelf.asked == [] and result.audit.failed == () and result.read_again == ()


def test_the_reading_that_adds_up_is_taken_and_only_its_table() -> None:
    result, shelf = settled(RIGHT | {"05 208 project": "6.00"}, pdfplumber=RIGHT, camelot=RIGHT)
    assert shelf.asked == [("pdfplumber", (10,))]
    assert amounts(result.facts) == amounts(reading("x", RIGHT).facts)
    assert {f.table_no: f.engine for f in result.facts} == {"03": "pdfium", "05": "pdfplumber"}
    assert result.sources == {("03", 1): 0, ("05", 1): 1, ("09", 1): 0}
    assert not result.audit.doubts and result.audit.failed == ()


def test_what_two_engines_read_alike_is_printed() -> None:
    wrong = RIGHT | {"05 208 project": "6.00"}
    result, shelf = settled(wrong, pdfplumber=wrong, camelot=RIGHT)
    assert [engine for engine, _ in shelf.asked] == ["pdfplumber"]
    assert {c.verdict for c in result.audit.failed} == {"printed"} and not result.audit.doubts
    assert amounts(result.facts)["05 208 project"] == 6


def test_three_different_readings_that_do_not_add_up_leave_the_document_in_doubt() -> None:
    spoilt = [
        RIGHT | {"05 208 project": n, "05 grand_total project": m}
        for n, m in (("6.00", "1.00"), ("7.00", "2.00"), ("5.00", "3.00"))
    ]
    result, shelf = settled(spoilt[0], pdfplumber=spoilt[1], camelot=spoilt[2])
    assert [engine for engine, _ in shelf.asked] == list(ENGINES)
    assert "doubtful" in {c.verdict for c in result.audit.failed} and result.audit.doubts


def test_at_a_tie_two_engines_outvote_one() -> None:
    """A number with a digit less is within rounding: no identity fails, but it is read again and outvoted."""
    cells = {
        "05 grand_total total": "30.00", "05 208 total": "13.02", "05 210 total": "16.98",
        "05 grand_total basic": "21.00", "05 208 basic": "9.01", "05 210 basic": "11.99",
        "05 grand_total project": "9.00", "05 208 project": "4.01", "05 210 project": "4.99",
    }  # fmt: skip
    wrong = cells | {"05 208 project": "4.0"}
    result, shelf = settled(wrong, pdfplumber=cells, camelot=cells)
    assert [engine for engine, _ in shelf.asked] == list(ENGINES)
    assert amounts(result.facts)["05 208 project"] == Decimal("4.01")


def test_a_cut_number_that_no_engine_confirms_is_told() -> None:
    cells = {f"05 {row} {m}": "9.90" for row in ("grand_total", "208", "20805", "2080505") for m in ("total", "basic")}
    cut = cells | {"05 2080505 basic": "9.9"}
    result, shelf = settled(cut, pdfplumber={}, camelot={})
    assert [engine for engine, _ in shelf.asked] == list(ENGINES) and not result.audit.doubts
    assert len(result.odd) == 1 and "9.9 in the row “2080505” has fewer decimals" in result.odd[0]
    statuses = {fact.amount: status for fact, status in zip(result.facts, result.audit.fact_status, strict=True)}
    assert statuses[Decimal("9.9")] == "unchecked"  # a sum of numbers that are cut alike holds all the same
    assert settled(cut, pdfplumber=cut)[0].odd == ()


def test_two_engines_that_each_misread_a_cell_make_one_right_table() -> None:
    first, second = RIGHT | {"05 208 project": "6.00"}, RIGHT | {"05 grand_total basic": "21.00"}
    result, _ = settled(first, pdfplumber=second)
    assert amounts(result.facts) == amounts(reading("x", RIGHT).facts)
    assert {f.engine for f in result.facts if f.table_no == "05"} == {"pdfium", "pdfplumber"}


def test_a_missing_table_is_looked_for_where_it_is_announced_or_on_free_pages() -> None:
    lost = {a: n for a, n in RIGHT.items() if a.startswith("03")}
    first = replace(reading("pdfium", lost), pages={("03", 1): (8, 9)}, missing={"05": (14,)})
    shelf = Shelf(pdfplumber=reading("pdfplumber", RIGHT, "pdfplumber", ("05",)))
    result = settle(first, (), ("pdfplumber",), shelf)
    assert shelf.asked == [("pdfplumber", (14,))]
    assert amounts(result.facts) == amounts(reading("x", RIGHT).facts) and result.missing == ()
    assert [f.table_no for f in result.facts] == sorted(f.table_no for f in result.facts)
    only_in_contents = replace(first, missing={"05": ()})
    settle(only_in_contents, (), ("pdfplumber",), shelf)
    assert shelf.asked[1] == ("pdfplumber", (7, 10))


def test_a_lost_page_of_a_table_is_read_too() -> None:
    """The total row stands on a page that the first engine did not see as part of the table."""
    lost = {a: n for a, n in RIGHT.items() if not a.startswith("03 grand_total")}
    first = replace(reading("pdfium", lost), pages={("03", 1): (9,), ("05", 1): (10,)})
    shelf = Shelf(pdfplumber=reading("pdfplumber", RIGHT, "pdfplumber", ("03",)))
    result = settle(first, (), ("pdfplumber",), shelf)
    assert 8 in shelf.asked[0][1] and result.audit.incomplete == frozenset()
    assert amounts(result.facts) == amounts(reading("x", RIGHT).facts)


def test_an_engine_that_cannot_read_is_passed_over_and_reported() -> None:
    error = DocumentError(Problem.NO_ENGINE, engine="pdfplumber")
    shelf = Shelf(pdfplumber=error, camelot=reading("camelot", RIGHT, "camelot", ("05",)))
    result = settle(reading("pdfium", RIGHT | {"05 208 project": "6.00"}), (), ENGINES, shelf)
    assert result.problems == (error,) and result.audit.failed == () and result.read_again == (("camelot", (10,)),)


def test_when_the_time_is_spent_the_first_reading_stands_and_is_doubtful() -> None:
    spent = DocumentError(Problem.SECOND_READING_TOO_LONG, seconds=30)
    wrong = reading("pdfium", RIGHT | {"05 208 project": "6.00"})
    shelf = Shelf(pdfplumber=spent, camelot=reading("camelot", RIGHT, "camelot", ("05",)))
    result = settle(wrong, (), ENGINES, shelf)
    assert [engine for engine, _ in shelf.asked] == ["pdfplumber"] and result.problems == (spent,)
    assert result.facts == wrong.facts and result.read_again == ()
    assert {c.verdict for c in result.audit.failed} == {"doubtful"}


def test_what_a_reading_did_not_understand_is_asked_of_the_reading_that_is_believed() -> None:
    wrong = RIGHT | {"05 208 project": "6.00"}
    unread = {("05", 1): ("Table 05, page 10: “7.00” has no place in what was understood of the table.",)}
    second = reading("pdfplumber", wrong, "pdfplumber", ("05",))
    doubted = settle(reading("pdfium", wrong, unread=unread), (), ("pdfplumber",), Shelf(pdfplumber=second))
    assert {c.verdict for c in doubted.audit.failed} == {"doubtful"}
    others = replace(second, unread=unread)
    believed = settle(reading("pdfium", wrong), (), ("pdfplumber",), Shelf(pdfplumber=others))
    assert {c.verdict for c in believed.audit.failed} == {"printed"}


def test_an_empty_reading_does_not_win_where_the_accounts_themselves_do_not_add_up() -> None:
    contradicting = {**RIGHT, "05 208 total": "29.00", "05 208 basic": "20.00", "03 208 basic": "1.00"}
    left = {address: amount for address, amount in contradicting.items() if not address.startswith("05 208")}
    shelf = Shelf(pdfplumber=reading("pdfplumber", left, "pdfplumber"), camelot=reading("camelot", {}, "camelot"))
    done = settle(reading("pdfium", contradicting), (), ENGINES, shelf)
    assert amounts(done.facts) == amounts(reading("pdfium", contradicting).facts)
    assert done.audit.failed


ZEROS = RIGHT | {f"03 {row} operating": "0.00" for row in ("grand_total", "208", "20805")}
LOST = {("03", 1): ("Table 03, page 8: a column is blank beside one of zeros.",)}


def test_zeros_that_another_engine_reads_are_taken_where_a_column_is_blank() -> None:
    """No sum tells of a lost column of zeros; but no engine makes zeros up."""
    shelf = Shelf(pdfplumber=reading("pdfplumber", ZEROS, "pdfplumber", ("03",)))
    result = settle(reading("pdfium", RIGHT, uneven=LOST), (), ("pdfplumber",), shelf)
    assert shelf.asked == [("pdfplumber", (8, 9))]
    assert amounts(result.facts) == amounts(reading("x", ZEROS).facts) and result.odd == ()


def test_a_column_that_two_engines_read_as_blank_is_blank() -> None:
    shelf = Shelf(pdfplumber=reading("pdfplumber", RIGHT, "pdfplumber", ("03",), uneven=LOST))
    result = settle(reading("pdfium", RIGHT, uneven=LOST), (), ENGINES, shelf)
    assert shelf.asked == [("pdfplumber", (8, 9))] and result.odd == ()
    assert amounts(result.facts) == amounts(reading("x", RIGHT).facts)


def test_a_blank_column_that_no_other_engine_speaks_of_is_told() -> None:
    error = DocumentError(Problem.NO_ENGINE, engine="pdfplumber")
    result = settle(reading("pdfium", RIGHT, uneven=LOST), (), ("pdfplumber",), Shelf(pdfplumber=error))
    assert result.odd == LOST["03", 1] and not result.audit.doubts


def test_what_a_dash_means_is_told_by_the_reading_that_knows_more_tables() -> None:
    """The first reading misses the table that prints 0.00, and takes the dashes of all others for zeros."""
    first = reading("pdfium", ZEROS, missing={"09": (11,)})
    first = replace(first, pages={place: pages for place, pages in PAGES.items() if place[0] != "09"})
    known = reading("pdfplumber", RIGHT | {"09 row:0 total": "0.00"}, "pdfplumber", ("09",))
    result = settle(first, (), ("pdfplumber",), Shelf(pdfplumber=known))
    assert amounts(result.facts) == amounts(known.facts) and result.missing == ()


@pytest.mark.parametrize("down", [0, 10])
@pytest.mark.parametrize("kind", ["05", "03"])
def test_numbers_that_another_engine_has_in_a_further_printing_are_printed_once(kind: str, down: int) -> None:
    """It parts the pages of a table unlike, or loses the title of the next, so that what it has besides would only add
    what holds; and it may be off by a row."""
    boxes = {a: Box(40.0 * i, 100, 40.0 * i + 30, 110) for i, a in enumerate(RIGHT)}
    wrong = RIGHT | {"03 208 project": "6.00"}

    def at_their_places(candidate: Candidate, printing: int) -> Candidate:
        facts = [replace(f, box=boxes[a]) for f, a in zip(candidate.facts, wrong, strict=True)]
        of_05 = [f for f in facts if f.table_no == "05"]
        again = [
            replace(
                f,
                table_no=kind,
                printing=printing,
                engine="camelot",
                box=replace(b, top=b.top + down, bottom=b.bottom + down),
            )
            for f in of_05
            if (b := f.box)
        ]
        pages = {**PAGES, (kind, printing): PAGES["05", 1]}
        return replace(candidate, facts=(*facts, *again) if printing > 1 else tuple(facts), pages=pages)

    first = at_their_places(reading("pdfium", wrong), 1)
    shelf = Shelf(camelot=at_their_places(reading("camelot", wrong, "camelot"), 2))
    result = settle(first, (), ("camelot",), shelf)
    assert shelf.asked and {f.printing for f in result.facts} == {1}


def test_a_table_that_another_engine_has_as_the_next_part_of_one_is_printed_once() -> None:
    """The first reads the second page of a table as a table of its own."""
    boxes = {a: Box(40.0 * i, 100, 40.0 * i + 30, 110) for i, a in enumerate(RIGHT)}

    def at_their_places(candidate: Candidate) -> Candidate:
        facts = tuple(replace(f, box=boxes[a]) for f, a in zip(candidate.facts, RIGHT, strict=True))
        return replace(candidate, facts=facts, pages={**PAGES, ("03", 2): PAGES["03", 1]})

    first = at_their_places(reading("pdfium", RIGHT))
    torn = tuple(replace(f, printing=2) if f.subject_code == "208" and f.table_no == "03" else f for f in first.facts)
    whole = at_their_places(reading("camelot", RIGHT, "camelot", ("03",)))
    result = settle(replace(first, facts=torn), (), ("camelot",), Shelf(camelot=whole))
    assert result.audit.weight and sorted(amounts(result.facts)) == sorted(amounts(whole.facts))
    assert len(result.facts) == len(whole.facts)
