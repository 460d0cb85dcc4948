"""Columns that name a currency unit of their own (合计（元） beside 合计（万元）): those in the table's unit are
read."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.languages import Sentence, said
from extractor.lexicon.header_words import unit_named
from extractor.lexicon.registries import Role
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column


def set_other_units_aside(table: Stitched, unit: str | None) -> tuple[Sentence, ...]:
    """Sets aside the columns of a table that count in another unit than its own; gives what is to be said about them.

    Nothing needs saying where a column of the same header in the table's unit stands beside one, with amounts in the
    same rows; otherwise its numbers are not read. Where all columns name another unit than stands over them, they are
    read, and it is reported.
    """
    named = {c.index: own for c in table.header.columns if c.role is None and (own := unit_named(c.label))}
    others = {index: own for index, own in named.items() if unit is not None and own != unit}
    amounts = [c for c in table.header.columns if c.role is None and c.levels]
    if not others:
        return ()
    if len(others) == len(amounts) and len({*others.values()}) == 1:
        own = next(iter(others.values()))
        what = said(
            "{where}: its columns count in {own}, and {unit} stands over them.", where=table.where, own=own, unit=unit
        )
        return (what,)
    told: list[Sentence] = []
    columns: list[Column] = []
    for column in table.header.columns:
        if column.index not in others:
            columns.append(column)
            continue
        twins = [c for c in amounts if c.index not in others and c.levels == column.levels]
        if len(twins) != 1 or not _filled_alike(table, column.index, twins[0].index):
            what = said(
                "{where}: the column “{column}” counts in {own}, its table in {unit}; it was not read.",
                where=table.where,
                column=column.label,
                own=others[column.index],
                unit=unit,
            )
            told.append(what)
        columns.append(replace(column, role=Role.ASIDE))
    table.header = replace(table.header, columns=tuple(columns))
    return tuple(told)


def _filled_alike(table: Stitched, *columns: int) -> bool:
    """Whether columns have text in the same rows."""
    rows: Sequence[list[bool]] = [[bool(row.text(column)) for column in columns] for row in table.rows()]
    return all(len(set(filled)) == 1 for filled in rows)
