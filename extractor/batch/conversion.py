"""What came of a run over many files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import counted
from extractor.records.closed_sets import DocumentStatus

if TYPE_CHECKING:  # importing this must cost nothing
    from extractor.records.rows import DocumentRow

ALRIGHT = frozenset({DocumentStatus.OK, DocumentStatus.DUPLICATE})


@dataclass(frozen=True, slots=True, repr=False)
class Conversion:
    """What a run gave: the rows of `documents` in order, how many rows each table has, and the files written.

    `passed_over` are files in the input folders that are of a kind that is not read.
    """

    folder: Path
    documents: tuple[DocumentRow, ...]
    counts: dict[str, int]
    paths: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()

    @property
    def needing_attention(self) -> tuple[DocumentRow, ...]:
        """The documents that are neither `ok` nor a `duplicate`; each says why."""
        return tuple(d for d in self.documents if d.status not in ALRIGHT)

    def __repr__(self) -> str:
        good = len(self.documents) - len(self.needing_attention)
        return f"<Conversion of {len(self.documents)} documents, {good} ok, into {self.folder}: {self.told}>"

    @property
    def told(self) -> str:
        """How much came out, in words."""
        count = self.counts
        return (
            f"{counted(count['facts'], 'number')} of tables, {counted(count['narrative'], 'figure')} of prose, "
            f"{counted(count['performance'], 'indicator')}, {counted(count['checks'], 'check')}"
        )
