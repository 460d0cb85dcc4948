"""Texts that are longer than any disclosure: what is done for them is bounded, and what is not read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.bounds import MAX_LINES
from extractor.document.model import Line, MarkupPage, Spans
from extractor.document.read import read_document
from extractor.document.text.long_text import within_bounds
from extractor.identity import headings
from extractor.prose.text.spelt_numbers import in_digits
from extractor.reading import read_file
from extractor.tables.model import Grid, PageContent
from tests.support.sentences import plain


def test_lines_beyond_the_bound_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲县民政局2023年度部门决算\n\n" + "5\n" * MAX_LINES)
    (page,) = read_document(path).markup
    assert sum(isinstance(line, Line) and bool(line.text) for line in page.items) == MAX_LINES
    assert [str(told) for told in page.unread] == [
        f"The text has more than {MAX_LINES} lines; what stands from line {MAX_LINES + 2} on was not read."
    ]


def test_a_file_that_is_taken_for_no_disclosure_says_what_of_it_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text("5\n" * (MAX_LINES + 1))
    document = read_file(path).document
    assert document.status == "not_a_disclosure" and "is the right file. The text has more than" in str(document.error)


def test_a_text_within_the_bound_is_whole_whatever_blank_lines_it_has() -> None:
    page = MarkupPage(1, tuple(Line(text, 1, None, i) for i, text in enumerate(["甲", "", "　", "乙"], 1)))
    assert within_bounds([page], most=2) == (page,)
    assert len(within_bounds([page, page], most=3)[1].items) == 3


@pytest.mark.parametrize("lines", [3, 5])
def test_headings_are_sought_near_their_table_alone(monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    seen: list[str] = []
    monkeypatch.setattr(headings, "FARTHEST", lines)
    monkeypatch.setattr(headings, "mark_of", lambda text: seen.append(text))
    text = [Line(f"第{i}项支出", 1, None, i) for i in range(40)]
    grid = Grid(1, 0, 0, 0, (), (), "text", Spans.LOST, line=40)
    headings.betweens([PageContent(1, (grid,), tuple(text))])
    assert seen == [f"第{i}项支出" for i in range(39, 39 - lines, -1)]
    seen.clear()
    headings.betweens(plain("\n".join(line.text for line in text))[0])
    assert not seen  # no table, no heading of one


@pytest.mark.parametrize("sign", ["壹", "一百", "二"])
def test_a_number_of_more_characters_than_any_has_is_none(sign: str) -> None:
    assert in_digits(f"支出{sign * 60}元。") == (f"支出{sign * 60}元。", {})
