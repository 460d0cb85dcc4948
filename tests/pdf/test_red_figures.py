"""Figures printed red without a sign are below zero where the accounts want them so, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.reading import Reading, read_file
from tests.support import disclosures


def read(path: Path, rows: Sequence[tuple[str, ...]], red: Collection[str]) -> Reading:
    draw = disclosures.table(rows)

    def coloured(canvas: Canvas) -> None:
        plain = canvas.drawString

        def draw_string(x: float, y: float, text: str) -> None:
            canvas.setFillColorRGB(0.8 if text in red else 0, 0, 0)
            plain(x, y, text)

        canvas.drawString = draw_string  # type: ignore[method-assign, assignment]
        draw(canvas)

    path.write_bytes(disclosures.pdf(coloured))
    return read_file(path)


def amounts(found: Reading) -> dict[str, set[Decimal]]:
    rows = {f.subject_code or "": f.row for f in found.facts}
    return {code: {f.amount for f in found.facts if f.row == row} for code, row in rows.items()}


@pytest.mark.parametrize(
    ("total", "red", "below_zero"),
    [
        ("8.00", {"2.00"}, True),  # the sum wants it
        ("12.00", {"2.00"}, False),  # and does not
        ("9.00", {"2.00"}, False),  # it would not hold either way
        ("8.00", {"10.00"}, False),
    ],
)
def test_a_red_figure_is_below_zero_where_the_sum_wants_it(
    total: str, red: Collection[str], below_zero: bool, tmp_path: Path
) -> None:
    rows = [
        ("2010101", "行政运行", "10.00", "10.00"),
        ("2010102", "一般行政管理事务", "2.00", "2.00"),
        ("", "合计", total, total),
    ]
    found = read(tmp_path / "a.pdf", rows, red)
    assert amounts(found)["2010102"] == {Decimal("-2.00" if below_zero else "2.00")}
    assert ("since it is printed red" in (found.document.notes or "")) == below_zero
    assert (found.document.status == "ok") == (below_zero or total == "12.00")
    assert not any(check.verdict == "printed" for check in found.checks)
