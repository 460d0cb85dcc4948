"""A disclosure as a web page of a county government: the article in the midst of the frame of its site."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from samples.generator.grid import Cell, Grid

STYLE = ".crumbs{color:#666}.menu li{display:inline}.tip{display:none}@media print{.article{display:none}}"
MENU = ("首页", "走进云岭", "政务公开", "办事服务", "互动交流")
OTHERS = ("禾源县财政局2020年度部门决算", "关于2019年度“三公”经费决算1,234.56万元的说明")


@dataclass(slots=True)
class WebPage:
    """Collects paragraphs and tables; cells say which rows and columns they reach over."""

    encoding: str = "gb18030"
    lines: list[str] = field(default_factory=list)
    title: str = ""

    def line(self, text: str) -> int:
        """Adds a paragraph; returns how many lines there are."""
        self.lines.append(f"<p>　　{escape(text)}</p>")
        return len(self.lines)

    def cover(self, title: str, entries: list[str]) -> None:
        self.title = title
        self.lines += [
            f"<h1>{escape(title)}</h1>",
            "<div>发布时间：2024-09-10　字体：<a href='javascript:;'>大</a></div>",
        ]
        self.lines += [
            "<p>目录</p>",
            *(f"<p><a href='#part{n}'>{escape(text)}</a></p>" for n, text in enumerate(entries)),
        ]

    def table(self, grid: Grid) -> int:
        """Adds a table with its labels and notes; returns how many lines stood before it."""
        first = len(self.lines)
        for texts in grid.frame.lines:
            said = "".join(f"<td>{escape(text)}</td>" for text in texts if text)
            self.lines.append(f"<table width='100%'><tr>{said}</tr></table>")
        self.lines.append("<table border='1'>")
        for row in range(grid.rows):
            self.lines.append("<tr>" + "".join(map(_cell, cells_of_row(grid, row))))
        self.lines.append("</table>")
        for note in grid.notes:
            self.line(note)
        return first

    def finish(self) -> bytes:
        menu = "".join(f"<li><a href='/{n}.html'>{text}</a></li>" for n, text in enumerate(MENU))
        others = "".join(f"<li><a href='/{n}.shtml'>{text}</a></li>" for n, text in enumerate(OTHERS))
        return "\n".join(
            [
                f"<!DOCTYPE html><html><head><meta charset='{self.encoding}'><style>{STYLE}</style>",
                f"<title>{escape(self.title)}_禾源县人民政府</title></head><body>",
                f"<div class='menu'><ul>{menu}</ul></div><div class='crumbs'>当前位置：<a href='/'>部门决算</a></div>",
                "<table width='1000'><tr><td width='800'><div class='article'>",
                *self.lines,
                "</div></td>",
                f"<td><div>相关链接</div><ul>{others}</ul></td></tr></table>",
                "<div class='tip'>本年收入合计999.99万元</div>",
                "<div>主办单位：禾源县人民政府办公室　地址：禾源县人民路8号　备案号：00000000</div></body></html>",
            ]
        ).encode(self.encoding)


def cells_of_row(grid: Grid, row: int) -> list[Cell]:
    """The cells that begin in a row, from left to right, blank ones where nothing stands."""
    covered = {(c.row + i, c.column + j) for c in grid.cells for i in range(c.rows) for j in range(c.columns)}
    blank = [Cell(row, c, 1, 1, "", "left") for c in range(grid.columns) if (row, c) not in covered]
    return sorted([*blank, *(c for c in grid.cells if c.row == row)], key=lambda cell: cell.column)


def _cell(cell: Cell) -> str:
    tag = "th" if cell.is_header else "td"
    spans = f" rowspan='{cell.rows}'" * (cell.rows > 1) + f" colspan='{cell.columns}'" * (cell.columns > 1)
    return f"<{tag}{spans}>{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"
