"""Title, number, maker and currency unit around a grid, and the notes under it."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.grid import Board, Cell, Frame, Grid
from samples.generator.style import Style

NOTES = {
    "01": "注：本表反映部门本年度的总收支和年末结转结余情况。",
    "02": "注：本表反映部门本年度取得的各项收入情况。",
    "03": "注：本表反映部门本年度各项支出情况。",
    "04": "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支"
    "和年末结转结余情况。",
    "05": "注：本表反映部门本年度一般公共预算财政拨款支出情况。",
    "06": "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
    "07": "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
    "08": "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
    "09": "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，"
    "反映按规定程序调整后的预算数；决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",
}
EMPTY = {
    "07": "注：本单位当年无政府性基金预算财政拨款收入支出，故本表无数据。",
    "08": "注：本单位当年无国有资本经营预算财政拨款支出，故本表无数据。",
    "09": "注：本单位本年度没有财政拨款“三公”经费支出，本表为空表。",
}


def framed(
    kind: str, style: Style, maker: str, year: int, board: Board, widths: tuple[float, ...], header_rows: int
) -> Grid:
    """The grid with its title and labels where the style has them: above, in its first rows, or in a heading only."""
    title, number = style.title(kind), style.number(kind)
    unit = f"单位：{style.numerals.unit}" if style.title_place != "above" else f"金额单位：{style.numerals.unit}"
    made_by = f"{style.maker_label}：{maker}"
    notes = [NOTES[kind]]
    cells = board.cells
    if kind in EMPTY and not any(c.address for c in cells):
        notes.append(EMPTY[kind])
    frame = Frame()
    if style.title_place == "grid":
        cells, added = _titled_inside(cells, len(widths), title, made_by, number or "", unit)
        header_rows += added
    else:
        lines = [("", title, "")] if style.title_place == "above" else []
        if number:
            lines.append(("", "", number))
        lines.append((made_by, f"{year}年度" if style.title_place == "above" else "", unit))
        frame = Frame(tuple(lines))
    return Grid(kind, title, tuple(cells), widths, header_rows, frame, tuple(notes), number)


def _titled_inside(
    cells: list[Cell], columns: int, title: str, made_by: str, number: str, unit: str
) -> tuple[list[Cell], int]:
    """Title, maker and number as the first rows of the grid; number and unit share a cell in narrow tables."""
    board = Board()
    board.put(0, title, columns=columns, align="centre", is_header=True)
    board.row = 1
    right = 1 if columns < 5 else 2
    if number and columns < 8:
        board.put(0, made_by, columns=columns - right)
        board.put(columns - right, f"{number} {unit}", columns=right, align="right")
        added = 2
    else:
        board.put(0, made_by, rows=2 if number else 1, columns=columns - right)
        if number:
            board.put(columns - right, number, columns=right, align="right")
            board.row = 2
        board.put(columns - right, unit, columns=right, align="right")
        added = board.row + 1
    return [*board.cells, *(replace(c, row=c.row + added) for c in cells)], added
