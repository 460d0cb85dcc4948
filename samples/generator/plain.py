"""A disclosure as plain text: tables as tab- or pipe-separated lines, prose one paragraph a line."""

from __future__ import annotations

from dataclasses import dataclass, field

from samples.generator.grid import Cell, Grid


@dataclass(slots=True)
class Sheet:
    """Collects lines; `separator` is a tab or a pipe. A merged cell prints its text once, then blank cells."""

    separator: str
    lines: list[str] = field(default_factory=list)

    def line(self, text: str) -> int:
        """Adds a paragraph and a blank line; returns its 1-based number."""
        self.lines += [text, ""]
        return len(self.lines) - 1

    def cover(self, title: str, entries: list[str]) -> None:
        self.line(title)
        self.line("目录")
        self.lines += [f"{text}\t{n + 3}" for n, text in enumerate(entries)]
        self.lines.append("")

    def table(self, grid: Grid) -> int:
        """Adds a table with its labels and notes; returns the 1-based number of its first line."""
        first = len(self.lines) + 1
        self.lines += [self._row([left, centre, right]) for left, centre, right in grid.frame.lines]
        places: dict[tuple[int, int], Cell] = {(c.row, c.column): c for c in grid.cells}
        for row in range(grid.rows):
            texts = [places[row, c].text if (row, c) in places else "" for c in range(grid.columns)]
            self.lines.append(self._row([t.replace("\n", "") for t in texts]))
        self.lines.append("")
        for note in grid.notes:
            self.line(note)
        return first

    def finish(self) -> bytes:
        return ("\n".join(self.lines) + "\n").encode("utf-8")

    def _row(self, texts: list[str]) -> str:
        if self.separator == "|":
            return "| " + " | ".join(texts) + " |"
        return self.separator.join(texts)
