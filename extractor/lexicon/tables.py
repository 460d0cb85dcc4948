"""Title and columns together → which of the nine tables (九张表) a grid is."""

from __future__ import annotations

from msgspec import Struct

from extractor.knowledge import remembered
from extractor.lexicon.files import tables
from extractor.lexicon.registries import Shape
from extractor.lexicon.schemas import TableEntry
from extractor.lexicon.titles import Title, is_within, table_entry
from extractor.lexicon.words import cut


class Decision(Struct, frozen=True):
    """The table that a grid is, or None; `residue` are unknown words of its title, where the columns alone decided."""

    table: str | None
    residue: tuple[str, ...] = ()


def decide(title: Title | None, says: frozenset[str], number: str | None = None) -> Decision:
    """Which of the nine tables a title and the facets of the words in a header name together.

    A title decides by itself, unless the columns are those of a table that shares the title, or none that its table can
    have. Where it leaves the table open, has unknown words, or is missing, the columns decide, if they are those of one
    table only. Among several with the same columns the printed `number` (公开07表 → "07") decides, in a document whose
    numbers can be trusted.
    """
    if title is None:
        return Decision(_chosen(fitting(says), number))
    if title.table is not None:
        entry = table_entry(title.table)
        own = _by_columns(says)
        shared = [t for t in entry.also if t in own]
        if shared and title.table not in own:
            return Decision(shared[0])
        return Decision(None if says & set(entry.without) else title.table)
    if title.may_be:
        return Decision(_chosen(tuple(t for t in title.may_be if t in fitting(says)), number))
    if title.residue and not title.known:
        allowed = tuple(t for t in fitting(says) if _allows(title, t))
        return Decision(_chosen(allowed, number), title.residue)
    return Decision(None)


def fitting(says: frozenset[str]) -> tuple[str, ...]:
    """The tables whose columns have the words of a header, and those that print the same columns as one of these."""
    own = _by_columns(says)
    return (*own, *(alike for table in own for alike in table_entry(table).alike if alike not in own))


@remembered
def tables_of(shape: Shape) -> frozenset[str]:
    """The tables with one layout; the coded ones list 支出功能分类科目."""
    return frozenset(entry.table for entry in tables().tables if entry.shape is shape)


def is_of_a_budget(title: Title) -> bool:
    """Whether a title speaks of a budget alone (预算表), whose columns are its own."""
    said = cut(title.name).says
    return "budget" in said and "final" not in said


def speaks_of_an_aspect(title: Title) -> bool:
    """Whether a title has a word for details, changes, rates or counts (明细, 对照)."""
    return bool(cut(title.name).says & set(tables().aspects))


def _by_columns(says: frozenset[str]) -> tuple[str, ...]:
    return tuple(entry.table for entry in tables().tables if _fits(entry, says))


def _chosen(kinds: tuple[str, ...], number: str | None) -> str | None:
    """The printed number if it is one of them, else the only one."""
    return number if number in kinds else kinds[0] if len(kinds) == 1 else None


def _fits(entry: TableEntry, says: frozenset[str]) -> bool:
    """Whether the words of a header fit the columns of a table."""
    return any(says.issuperset(columns) for columns in entry.columns) and not says & {*entry.never, *entry.without}


def _allows(title: Title, table: str) -> bool:
    """Whether all known words of a title may stand in titles of the table."""
    says = cut(title.name).says - {*tables().free, *tables().aspects, "budget"}
    return not is_of_a_budget(title) and is_within(says, table_entry(table).titles)
