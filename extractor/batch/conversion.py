"""`Conversion`: the outcome of a run over many files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import counted
from extractor.languages import Sentence, spoken
from extractor.records.closed_sets import DocumentStatus

if TYPE_CHECKING:  # importing this must cost nothing
    from extractor.records.rows import DocumentRow

ALRIGHT = frozenset({DocumentStatus.OK, DocumentStatus.DUPLICATE})


@dataclass(frozen=True, slots=True, repr=False)
class Conversion:
    """The outcome of a run. Its documents are those of its inputs, including those that did not have to be read again.

    - `outcomes`: how many documents there are of each status and error code; `printed`: how many are `ok` although they
      print what does not add up.
    - `counts`: the rows of each table of the dataset; `paths`: the exports.
    - `read`, `skipped`: files that were read, and files that were unchanged; `hidden`: names in the input folders that
      begin with a dot and were left out; `gone`: files of the dataset that are no longer there.
    - `told`: sentences on what was read again, and why.
    """

    folder: Path
    run: int
    outcomes: dict[tuple[str, str | None], int]
    counts: dict[str, int]
    paths: tuple[Path, ...]
    hidden: int = 0
    read: int = 0
    skipped: int = 0
    gone: int = 0
    told: tuple[Sentence, ...] = ()
    printed: int = 0

    @property
    def documents(self) -> tuple[DocumentRow, ...]:
        """The rows of `documents` in order, from the dataset, which holds them for the last run over these inputs.

        Raises `UsageError` while another run is writing.
        """
        return self._documents()

    @property
    def needing_attention(self) -> tuple[DocumentRow, ...]:
        """The documents that are neither `ok` nor a `duplicate`; each says why."""
        return self._documents(ALRIGHT)

    def first_needing_attention(self, most: int) -> tuple[DocumentRow, ...]:
        """The first `most` of `needing_attention`."""
        return self._documents(ALRIGHT, most)

    def _documents(self, but: Iterable[str] = (), most: int | None = None) -> tuple[DocumentRow, ...]:
        from extractor.dataset.book.runs import documents_of
        from extractor.dataset.opening import open_to_query

        with open_to_query(self.folder) as database:
            return documents_of(database, self.run, but, most)

    @property
    def files(self) -> int:
        """How many documents there are."""
        return sum(self.outcomes.values())

    @property
    def good(self) -> int:
        """How many of them need no attention."""
        return sum(count for (status, _), count in self.outcomes.items() if status in ALRIGHT)

    def __repr__(self) -> str:
        return f"<Conversion of {self.files} documents, {self.good} ok, into {self.folder}: {self.amount}>"

    @property
    def amount(self) -> Sentence:
        """How much the dataset holds, in words."""
        count = self.counts
        return spoken(
            "{numbers} of tables, {figures} of prose, {indicators}, {checks}",
            numbers=counted(count["facts"], "number"),
            figures=counted(count["narrative"], "figure"),
            indicators=counted(count["performance"], "indicator"),
            checks=counted(count["checks"], "check"),
        )
