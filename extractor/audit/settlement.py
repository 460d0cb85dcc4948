"""What the arbiter chooses among and what it settles: readings of a document, and the facts that are believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from extractor.audit.auditor import ALL_READ, NO_AGREEMENT, Audit, audit
from extractor.audit.binding.fact_index import BareColumns, Place
from extractor.audit.trying.certainty import Agreement, NotRead
from extractor.errors import DocumentError
from extractor.languages import Sentence
from extractor.records.rows import Fact, Figure


class Candidate(Struct, frozen=True):
    """A reading of a whole document in which one engine read some or all pages.

    `pages` are the pages of each table and printing, of tables without figures too. `missing` are tables that were
    announced and not found, with the pages where a heading announces them (none: only the contents do). `uneven` says
    of a table, one sentence each, where zeros may be lost without any sum telling; `bare` are its columns without
    a number; `unread` says what in it was not understood, and `unknown` which tables of subjects are not recognised.
    `recognised` are the pages whose characters were recognised in a picture (OCR), or not all read, `in_part` those of
    which not all was read.
    """

    engine: str
    facts: tuple[Fact, ...]
    pages: Mapping[Place, tuple[int, ...]]
    empty: tuple[str, ...] = ()
    missing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    page_count: int = 0
    uneven: Mapping[Place, tuple[Sentence, ...]] = field(default_factory=dict)
    bare: BareColumns = field(default_factory=dict)
    unread: Mapping[Place, tuple[Sentence, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    recognised: frozenset[int] = frozenset()
    in_part: frozenset[int] = frozenset()


class Reread(Protocol):
    """Reads the document once more: `pages` (1-based) by `engine`, all others by the first one."""

    def __call__(self, engine: str, pages: frozenset[int]) -> Candidate: ...


class Grounds(Struct, frozen=True):
    """What an audit rests on beside the numbers, by the names of its arguments."""

    empty: frozenset[str] = frozenset()
    bare: BareColumns = field(default_factory=dict)
    lost: NotRead = ALL_READ
    agreed: Agreement = NO_AGREEMENT


class Settlement(Struct, frozen=True):
    """The facts that are believed, and their audit, with its `grounds`.

    `sources` says for each table which reading (0 the first, then in the order of the engines) its facts are from,
    cells swapped one by one aside; `read_again` which pages each further engine read, `problems` why one could not;
    `odd` why numbers may be lost or cut where no identity tells, and no two engines agree.
    """

    facts: tuple[Fact, ...]
    audit: Audit
    sources: Mapping[Place, int]
    empty: tuple[str, ...]
    missing: tuple[str, ...]
    read_again: tuple[tuple[str, tuple[int, ...]], ...] = ()
    problems: tuple[DocumentError, ...] = ()
    odd: tuple[Sentence, ...] = ()
    grounds: Grounds = field(default_factory=Grounds)


def audited(facts: Sequence[Fact], figures: Sequence[Figure], grounds: Grounds) -> Audit:
    """The audit of facts on the grounds of others, which had the same places."""
    return audit(facts, figures, empty=grounds.empty, bare=grounds.bare, lost=grounds.lost, agreed=grounds.agreed)
