"""Corrections by hand: what a person says the document prints, number by number, with a reason and a name.

They outlast every reading: whenever a document is read again they are applied again, each to the number for which it
was made and to no other (`audit.revision.by_hand`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction by hand: a row of `corrections`, amounts as plain decimal text.

    A number that is `corrected` to what was read is confirmed; one without `corrected` is as read again. Of several of
    one number the last stands.
    """

    doc_id: Annotated[str, "文件标识"]
    cell: Annotated[str | None, "单元格", "of facts, or a number of 绩效自评表; null for a figure of the prose"]
    figure: Annotated[str | None, "数字编号", "of narrative; null for a cell"]
    read: Annotated[str | None, "读取值", "what was read there, as printed"]
    corrected: Annotated[str | None, "更正值", "the same where it is confirmed; null where a correction is withdrawn"]
    reason: Annotated[str | None, "理由"]
    by: Annotated[str | None, "更正人"]
    at: Annotated[str, "更正时间", "UTC"]
    words: Annotated[
        str | None, "印刷文字", "what stood with the number: code and label of the row, or the words of the prose"
    ] = None

    @property
    def number(self) -> str:
        """The name of the number in its document."""
        return self.cell or self.figure or ""

    @property
    def is_of_sheet(self) -> bool:
        """Whether it corrects a number of a 绩效自评表."""
        return (self.cell or "").startswith("P")


def words_of_cell(*printed: str | None) -> str:
    """The `words` of a cell of facts (code and label of its row), of an indicator (project, 三级指标), of the head of a
    sheet (project, title), of its funds (their source); those of a figure are its quote."""
    return " ".join(filter(None, printed))


class Corrections:
    """The corrections that stand, by document."""

    def __init__(self, rows: Iterable[Correction] = ()) -> None:
        """`rows` in the order in which they were made, where their times do not tell."""
        self._all = sorted(dict.fromkeys(rows), key=lambda row: row.at)
        latest = {(row.doc_id, row.number): row for row in self._all}
        self._standing: dict[str, list[Correction]] = {}
        for row in latest.values():
            if row.corrected is not None:
                self._standing.setdefault(row.doc_id, []).append(row)

    def __iter__(self) -> Iterator[Correction]:
        """All corrections ever made, in their order."""
        return iter(self._all)

    def of(self, doc_id: str | None) -> tuple[Correction, ...]:
        """The corrections that stand for a document, by the names of their numbers."""
        return tuple(sorted(self._standing.get(doc_id or "", ()), key=lambda row: row.number))

    def digest(self, doc_id: str | None) -> str | None:
        """A hash of the corrections that stand for a document, None where there are none: it tells whether the document
        was read with them."""
        found = self.of(doc_id)
        return hashlib.sha256("\n".join(map(repr, found)).encode()).hexdigest()[:16] if found else None

    def with_more(self, others: Corrections) -> Corrections:
        """These corrections and others, each once."""
        return Corrections((*self._all, *others))


NO_CORRECTIONS = Corrections()
