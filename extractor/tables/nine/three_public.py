"""The 三公 table (09): 预算数 and 决算数 as two blocks of columns, in pairs, as rows, or both down and across.

A column is known by its header path alone, never by its place: the grouped and the interleaved form have the same
twelve columns in different orders. The standard order of the grouped form is used only where a plain text has lost the
spans of the header, or where spans are guessed and the words of the columns confirm it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.model import Spans
from extractor.languages import said
from extractor.lexicon.columns import is_aside_of_09
from extractor.lexicon.composition import is_only_completion, meaning
from extractor.lexicon.files import headers
from extractor.lexicon.labels import bare_label, is_of_an_earlier_year, is_subtotal
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import Basis, Measure, Role
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import ACCOUNTS, Column
from extractor.tables.model import Cell, Row, Value
from extractor.tables.nine.collected import Collected, Measured, Panel, amount_in, is_value, unknown
from extractor.tables.nine.columns.measured import (
    are_foreign,
    claimed_twice,
    initial_among,
    lacks_its_stage,
    measured,
    not_of,
    of_another_year,
)

KIND = "09"
MEASURES_ACROSS = 3  # with fewer measures among the columns, the measures are rows


def read_three_public(table: Stitched, kind: str, year: int | None) -> Collected:
    """The values of 09; `year` is the fiscal year of the document, where it is known."""
    found = Collected(kind)
    rows = tuple(table.rows())
    columns = [c for c in table.header.columns if c.role is not Role.ROW_NO]
    asides = _asides({c.path: c.measure(KIND) for c in columns})
    for column in table.header.columns:
        if column.role in (Role.ROW_NO, Role.ASIDE) or column.path in asides:
            found.column_set_aside(column, rows)
    across = [c for c in columns if c.role is None and c.measure(KIND)]
    if len({c.measure(KIND) for c in across}) < MEASURES_ACROSS:
        _read_down(columns, rows, year, found)
    else:
        of_amounts = [c for c in columns if c.path not in asides or c.role is not None]
        _read_across(table, of_amounts, rows, year, found)
    return found


def _asides(measures: Mapping[str, Measure | None]) -> frozenset[str]:
    """The rows or columns that hold no amount of an item of the table, by what they say: statistics, other years, and
    国内公务接待费 where it is a part of a 公务接待费 beside it."""
    asides = frozenset(filter(is_aside_of_09, measures))
    reception = {said for said, measure in measures.items() if measure is Measure.RECEPTION}
    return asides if reception - asides else asides - reception


def _read_across(
    table: Stitched, columns: Sequence[Column], rows: Sequence[Row], year: int | None, found: Collected
) -> None:
    """Measures as columns: one row of amounts, or one for each stage of the budget."""
    claims = [(c.measure(KIND), c.basis or Basis.FINAL) for c in columns if c.role is None and c.measure(KIND)]
    amounts = _standard_order(table, columns, rows) if len(set(claims)) < len(claims) else None
    if amounts is None:
        of_amounts = [c for c in columns if c.role is None and c.levels]
        amounts = measured(of_amounts, KIND, rows, year, found)
    labels = [c for c in columns if c.index not in {m[0].index for m in amounts}]
    filled: list[Row] = []
    under: list[Basis | None] = []  # the stage in a row of its own over each of them (决算数)
    over = None
    for row in rows:
        if any(is_value(row.begins(m[0].index)) for m in amounts):
            filled.append(row)
            under.append(over)
        else:
            over = _stage_alone(row) or over
    named_rows = _with_accounts([_label(row, labels) for row in filled])
    this = _this_year(named_rows, year)
    for ordinal, (row, heading, label) in enumerate(zip(filled, under, named_rows, strict=True)):
        if label and (is_aside_of_09(label) or _is_of_another(label, this)):
            for cell in row.cells:
                found.set_aside(cell)
            continue
        stage = meaning(label).basis if label else None
        for column, measure, basis in amounts:
            cell = amount_in(row.begins(column.index), column.label, found)
            if cell is not None:
                named = label if label and stage is None and len(filled) > 1 else None
                of_stage = heading or column.basis or stage or basis
                found.values.append(
                    Value(cell, None, of_stage, None, None, named, None, None, None, measure, column.label, ordinal)
                )
    for basis in sorted({Basis(value.basis) for value in found.values}):  # of the rows, where the columns name none
        found.panels.append(Panel(None, tuple((column, m, column.basis or basis) for column, m, _ in amounts)))


def _with_accounts(labels: Sequence[str]) -> list[str]:
    """The labels of the rows, in which 本年完成 is 决算数 where no other says so."""
    if any(meaning(label).basis is Basis.FINAL for label in labels):
        return list(labels)
    return [ACCOUNTS if is_only_completion(label) else label for label in labels]


def _stage_alone(row: Row) -> Basis | None:
    """The stage of the budget that a row names, if it says nothing else."""
    texts = {cell.text for cell in row.cells if cell is not None and cell.text}
    said = meaning(next(iter(texts))) if len(texts) == 1 else None
    return said.basis if said is not None and said.is_known else None


def _this_year(labels: Sequence[str], year: int | None) -> int | None:
    """The year of the rows that name years: the document's, else the latest; None where no row names one."""
    named = [years for label in labels if (years := meaning(label).years)]
    every = frozenset().union(*named)
    return year if year in every or (year is not None and len(named) < len(labels)) else max(every, default=None)


def _is_of_another(label: str, year: int | None) -> bool:
    """Whether a row names years, but not this one."""
    years = meaning(label).years
    return bool(years) and year not in years


def _label(row: Row, columns: Sequence[Column]) -> str:
    return next((t for c in columns if (t := row.text(c.index)) and not is_value(row.begins(c.index))), "")


def _standard_order(table: Stitched, columns: Sequence[Column], rows: Sequence[Row]) -> list[Measured] | None:
    """The columns in the standard order of the grouped form, where the header has lost its spans but has as many
    columns; where spans are guessed, only if the lowest words of each column confirm it."""
    grouped = headers().grouped_09
    order = [(measure, basis) for basis in grouped.basis for measure in grouped.measures]
    used = [c for c in columns if any(row.text(c.index) for row in rows)]
    spans = table.blocks[0].grid.spans
    if spans in (Spans.DRAWN, Spans.MARKED) or not table.header.texts or len(used) != len(order):
        return None
    if spans is Spans.GUESSED and not _bear_out(used, order):
        return None
    if any(column.residue for column in used):
        return None
    if spans is Spans.GUESSED:
        used = [replace(column, basis=basis) for column, (_, basis) in zip(used, order, strict=True)]
    return [(column, measure, basis) for column, (measure, basis) in zip(used, order, strict=True)]


def _bear_out(columns: Sequence[Column], order: Sequence[tuple[Measure, Basis]]) -> bool:
    """Whether the lowest cell of each column names the measure that the order gives it, 小计 that of its group, and the
    outermost columns its stages, or none: a stage may stand over its middle columns alone."""
    named = {column.basis for column in columns}
    if any(columns[end].basis not in (None, order[end][1]) for end in (0, -1)):
        return False
    if not named.issuperset(basis for _, basis in order):
        return False
    leaves = [column.levels[-1] if column.levels else "" for column in columns]
    return all(
        measure_of(KIND, leaf) is measure or (measure is Measure.VEHICLE_TOTAL and is_subtotal(leaf))
        for leaf, (measure, _) in zip(leaves, order, strict=True)
    )


def _read_down(columns: Sequence[Column], rows: Sequence[Row], year: int | None, found: Collected) -> None:
    """Measures as rows: a label, then 预算数 and 决算数; the statistics under them (团组, 批次) are not amounts.

    A heading (一、“三公”经费支出) may have the label of its total, with dashes: the first row with a number counts.
    """
    stages = _stages(columns, rows, year, found)
    values: dict[tuple[Measure, Basis], Value] = {}
    unknown: list[tuple[str, Cell]] = []
    asides = _asides({bare: measure_of(KIND, bare) for row in rows if (bare := bare_label(_label(row, columns)))})
    for ordinal, row in enumerate(rows):
        label = _label(row, columns)
        bare = bare_label(label) if label else ""
        earlier = is_of_an_earlier_year(label, year)
        measure = None if earlier or bare in asides else measure_of(KIND, bare)
        for column, basis in stages:
            cell = row.begins(column.index)
            if cell is None or not cell.number.is_value:
                continue
            found.set_aside(cell)
            if measure is None:
                if (cell.number.value or _has_point(cell)) and not (earlier or bare in asides):
                    unknown.append((label, cell))
                continue
            key = (measure, basis)
            if key not in values or (cell.number.is_number and not values[key].cell.number.is_number):
                values[key] = Value(cell, None, basis, None, None, None, None, None, None, measure, label, ordinal)
    found.values.extend(sorted(values.values(), key=lambda v: v.ordinal))
    whole = not any(_has_point(value.cell) for value in values.values())  # amounts in 元, as whole as what is counted
    for label, cell in unknown:
        if whole or _has_point(cell):
            found.not_read(said("“{text}” is in the row “{row}”, which is not known", text=cell.text, row=label), cell)


def _has_point(cell: Cell) -> bool:
    return "." in plain(cell.text)


def _stages(
    columns: Sequence[Column], rows: Sequence[Row], year: int | None, found: Collected
) -> list[tuple[Column, Basis]]:
    """The columns of amounts with their budget stages; those that are not understood are announced."""
    others = of_another_year(columns, year)
    foreign = are_foreign(columns, others)
    claims: dict[Basis, list[Column]] = {}
    aside: list[Column] = []
    for column in columns:
        if column.role is not None or not column.levels:
            continue
        if column.index in others and foreign:
            found.column_not_read(column, rows, not_of(year))
        elif column.index in others:
            aside.append(column)
        elif column.residue:
            found.column_not_read(column, rows, unknown(column, KIND))
        elif any(is_value(row.begins(column.index)) for row in rows):
            claims.setdefault(column.basis or Basis.FINAL, []).append(column)
    this = year if year is not None else max((y for column in columns for y in column.years), default=0)
    for column in aside:
        if lacks_its_stage(column, this, claims):
            found.column_not_read(column, rows, not_of(this))
        else:
            found.column_set_aside(column, rows)
    budgets = claims.get(Basis.ADJUSTED_BUDGET, [])
    if Basis.INITIAL_BUDGET not in claims and (initial := initial_among(budgets)) is not None:
        claims[Basis.ADJUSTED_BUDGET] = [column for column in budgets if column is not initial]
        claims[Basis.INITIAL_BUDGET] = [initial]
    for claiming in claims.values():
        for column in claiming if len(claiming) > 1 else ():
            found.column_not_read(column, rows, claimed_twice())
    return [(claiming[0], basis) for basis, claiming in claims.items() if len(claiming) == 1]
