"""A disclosure published twice: which document of a unit and year stands for it, without losing the other.

Two documents are vintages of one disclosure when unit, year and kind of report are the same, their content differs, and
they print some table both. The unit is the same by its code in the register, or by its name, if the name says where it
is: two files of a 县财政局 are two units until the register says otherwise. A report and its tables in a separate file
are no vintages of each other. All rows of all of them stay in the data.

The rules, in this order, until one decides:

1. What was read whole stands before what was not: an `ok` before a `partial`, never the other way.
2. The fuller one stands: the one with all the tables of the other and more. Where each has tables that the other lacks,
   neither can take the other's place.
3. The one that calls itself a correction (更正, 修订) stands.
4. The one with the later printed date stands.
5. The one with all the sections of prose of the other and more stands: a report before its bare tables.
6. The user's own preference, where one is given: the file modified last, or the first in order.

A correction that is less full than what it corrects, or was read less well, is against rule 1 or 2 and decides nothing.
Where nothing decides, both stand, and a sentence for the `notes` of both says so. The time of a file decides nothing
unless it is asked for: it is when somebody downloaded it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from extractor.identity.model import SILENT, Edition, Prefer
from extractor.identity.regions import says_where
from extractor.languages import Sentence, joined, said

_READ = ("ok", "partial")
MOST_NAMED = 3  # files beside a document, in its notes


class Vintage(Struct, frozen=True):
    """What decides about a row of `documents`, and its `place` among them.

    `modified` is the file's time of modification in seconds, where it was asked for.
    """

    place: int
    doc_id: str
    source_file: str
    status: str
    unit_code: str | None
    unit_name: str | None
    year: int | None
    report_kind: str | None
    tables: frozenset[str]
    sections_missing: frozenset[str] = frozenset()
    edition: Edition = SILENT
    modified: float = 0.0


class Links(Struct, frozen=True):
    """For each document that takes the place of another: its `doc_id` → the `doc_id` that it supersedes; and what is to
    be said of those that stand beside one another, by `doc_id`."""

    supersedes: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Sentence] = field(default_factory=dict)


def link(documents: Iterable[Vintage], prefer: Prefer | None = None) -> Links:
    """Which documents take the place of which: of three vintages the best supersedes the second, and that the third.

    Documents without a unit or a year, and those not read, take no part.
    """
    groups: defaultdict[tuple[str, int, str | None], dict[str, Vintage]] = defaultdict(dict)
    for document in documents:
        unit = document.unit_code or document.unit_name
        if unit and document.year is not None and document.status in _READ:
            groups[unit, document.year, document.report_kind].setdefault(document.doc_id, document)
    links = Links()
    for group in groups.values():
        vintages = list(group.values())
        if len(vintages) > 1 and (vintages[0].unit_code or says_where(vintages[0].unit_name or "")):
            _link(vintages, prefer, links)
    return links


def _link(found: Iterable[Vintage], prefer: Prefer | None, links: Links) -> None:
    group = sorted(found, key=lambda vintage: vintage.place)
    beaten = {
        one.doc_id: [other for other in group if other is not one and _stands_before(one, other, prefer)]
        for one in group
    }
    losers = {other.doc_id for others in beaten.values() for other in others}
    taken: set[str] = set()
    for head in (vintage for vintage in group if vintage.doc_id not in losers):
        chain = [other for other in beaten[head.doc_id] if other.doc_id not in taken]
        chain.sort(key=lambda vintage: -len(beaten[vintage.doc_id]))
        for one, other in zip((head, *chain), chain, strict=False):
            links.supersedes[one.doc_id] = other.doc_id
        taken.update(other.doc_id for other in chain)
    standing = [vintage for vintage in group if vintage.doc_id not in taken]
    for one in standing:
        beside = [other for other in standing if other is not one and one.tables & other.tables]
        if beside:
            links.notes[one.doc_id] = said(
                "Tables of the same unit and year are in {files} too; {why}, so each stands.",
                files=_named(beside),
                why=_why(one, beside),
            )


def _named(beside: Sequence[Vintage]) -> Sentence:
    """The first of these files by name, the rest counted."""
    files = joined(", ", (other.source_file for other in beside[:MOST_NAMED]), "、")
    more = len(beside) - MOST_NAMED
    return said("{files} and {count} more", files=files, count=more) if more > 0 else files


def _why(one: Vintage, beside: Sequence[Vintage]) -> Sentence:
    """Why nothing decides between a document and those that stand beside it."""
    if any(one.edition.corrected != other.edition.corrected for other in beside):
        return said("the one that corrects the other was read less fully")
    if any(one.tables - other.tables and other.tables - one.tables for other in beside):
        return said("each has a table that the other lacks")
    if any(one.tables != other.tables for other in beside):
        return said("the fuller one was read in doubt")
    return said("nothing printed says which is the later")


def _stands_before(one: Vintage, other: Vintage, prefer: Prefer | None) -> bool:
    """Whether `one` takes the place of `other`; no table of `other` may be lost that way."""
    if not other.tables or not one.tables >= other.tables:
        return False
    corrected = _sign(one.edition.corrected, other.edition.corrected)
    fuller = _sign(one.status == "ok", other.status == "ok") or _sign(len(one.tables), len(other.tables))
    if fuller:
        return fuller > 0 and corrected >= 0
    decided = corrected or _later(one, other) or _more_prose(one, other) or _preferred(one, other, prefer)
    return decided > 0


def _sign(one: float, other: float) -> int:
    return (one > other) - (one < other)


def _later(one: Vintage, other: Vintage) -> int:
    """By the printed dates; a month does not say whether a day in it is later."""
    mine, its = one.edition.dated, other.edition.dated
    if mine is None or its is None:
        return 0
    by_month = (mine[:2] > its[:2]) - (mine[:2] < its[:2])
    return by_month or (0 if mine[2] is None or its[2] is None else _sign(mine[2], its[2]))


def _more_prose(one: Vintage, other: Vintage) -> int:
    mine, its = one.sections_missing, other.sections_missing
    return (mine < its) - (mine > its)


def _preferred(one: Vintage, other: Vintage, prefer: Prefer | None) -> int:
    """By the user's preference; of two files of one time the later in order is the newer."""
    if prefer == "newest-file":
        return _sign(one.modified, other.modified) or _sign(one.place, other.place)
    return _sign(other.place, one.place) if prefer == "first" else 0
