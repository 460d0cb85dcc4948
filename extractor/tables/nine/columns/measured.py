"""Which columns of a table measure what, each with its budget stage, and which measure nothing that can be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.languages import Sentence, said
from extractor.lexicon.columns import is_figure_at_start, is_grant, is_of_a_stage, is_part, is_spending, role_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.labels import BALANCES
from extractor.lexicon.measures import whole_of
from extractor.lexicon.registries import Basis, Measure, Role
from extractor.lexicon.words import with_moments_of
from extractor.tables.headers import Column
from extractor.tables.model import Row
from extractor.tables.nine.collected import Collected, Measured, unknown

MANY_STAGES = frozenset({"09"})  # 三公: stages as rows or columns, not all of them for each item

RECEIVED = (
    (Measure.TOTAL, Measure.INCOME),
    (Measure.BASIC, Measure.INCOME_BASIC),
    (Measure.PROJECT, Measure.INCOME_PROJECT),
)
"""What is spent, and what came in for it."""

Claims = dict[tuple[Measure, Basis], list[Column]]
"""The columns that their headers give a measure at a stage of the budget."""
Claimed = Collection[tuple[Measure, Basis]]


def measured(
    columns: Sequence[Column], kind: str, rows: Sequence[Row], year: int | None, found: Collected
) -> list[Measured]:
    """The columns that measure something in a table, each with its measure and budget stage.

    The others are announced in `found` where they hold amounts: a word of the header is unknown, its words together are
    no measure of this table, or two columns that are not blank claim one measure, which then neither gets. A column of
    another year is set aside. A single column with an unknown word may be what its other words name, if no other column
    is that.
    """
    return _Table(kind, rows, year, found).measured([_with_moments(column, year) for column in columns])


class _Table(Struct, frozen=True):
    """A table whose columns are told apart: its kind, its rows, the fiscal year, and what is found in it."""

    kind: str
    rows: Sequence[Row]
    year: int | None
    found: Collected

    def measured(self, columns: Sequence[Column]) -> list[Measured]:
        claims, unclear = self._claims(columns)
        _settle_halves(claims)
        _settle_grants(claims)
        _settle_starts(claims)
        _settle_budgets(claims)
        lone = {key: claims.pop(key) for key in _lone_budgets(claims)} if self.kind not in MANY_STAGES else {}
        of_budgets = [(column, measure) for (measure, _), claiming in lone.items() for column in claiming]
        supposed = list(self._by_the_accounts(of_budgets, unclear, claims.keys()))
        supposed = supposed or list(self._allotted(claims, unclear))
        for column, _ in of_budgets if not supposed else ():
            self._not_read(column, said("of a budget, with no column of the accounts for the same beside it"))
        kept = list(self._undisputed(claims))
        kept += supposed or self._supposed(unclear, claims.keys())
        return sorted(kept, key=lambda m: m[0].index)

    def _not_read(self, column: Column, why: Sentence) -> None:
        self.found.column_not_read(column, self.rows, why)

    def _claims(self, columns: Sequence[Column]) -> tuple[Claims, list[Column]]:
        """Which columns claim each measure and stage by their headers, and which are not understood. Columns of other
        years claim nothing."""
        others = of_another_year(columns, self.year)
        foreign = are_foreign(columns, others)
        claims: Claims = {}
        unclear: list[Column] = []
        for column in columns:
            if column.index in others and foreign:
                self._not_read(column, not_of(self.year))
            elif column.index in others:
                continue
            elif (measure := column.measure(self.kind)) and not _is_only_adjusted(column):
                claims.setdefault((measure, column.basis or Basis.FINAL), []).append(column)
            else:
                unclear.append(column)
        if others and not foreign:
            this = self.year if self.year is not None else max(y for column in columns for y in column.years)
            self._set_years_aside([c for c in columns if c.index in others], this, claims)
        return claims, unclear

    def _set_years_aside(self, columns: Sequence[Column], year: int, claimed: Claimed) -> None:
        """Columns of another year than this one are set aside beside those of it; one that has none beside it is
        announced."""
        measures = {measure for measure, _ in claimed}
        for column in columns:
            measure = column.measure(self.kind)
            stages = [basis for claiming, basis in claimed if claiming == measure]
            if measure and (measure not in measures or lacks_its_stage(column, year, stages)):
                self._not_read(column, not_of(year))
            else:
                self.found.column_set_aside(column, self.rows)

    def _undisputed(self, claims: Claims) -> Iterator[Measured]:
        """The columns that alone claim their measure, blank ones aside; where several do, each is announced."""
        for (measure, basis), claiming in claims.items():
            filled = [c for c in claiming if any(row.text(c.index) for row in self.rows)] or claiming[:1]
            if len(filled) > 1:
                for column in filled:
                    self._not_read(column, claimed_twice())
            else:
                yield filled[0], measure, basis

    def _supposed(self, unclear: Sequence[Column], claimed: Claimed) -> Iterator[Measured]:
        """Of columns that are not understood the one that may be what its known words name, or those of one doubt, each
        another measure or of another stage of the budget; the others are announced."""
        named = [(column, column.supposed_measure(self.kind), column.basis or Basis.FINAL) for column in unclear]
        taken = [(c, m, basis) for c, m, basis in named if m is not None and (m, basis) not in claimed]
        if len({m for _, m, _ in taken}) == 1 and (whole := whole_of(taken[0][1])) is not None:
            lacks_others = all(m is not whole and whole_of(m) is not whole for m, _ in claimed)
            taken = [(c, whole if lacks_others else m, basis) for c, m, basis in taken]
        differ = len({(m, basis) for _, m, basis in taken}) == len(named)
        is_one_doubt = differ and len({c.residue for c, *_ in taken}) == 1
        if len({m for _, m, _ in taken}) > 1:  # all that stands under a cell (累计结转结余), or what it stands under
            is_one_doubt = is_one_doubt and bool(set.intersection(*(set(c.levels) for c, *_ in taken)))
        if is_one_doubt and self.found.suppose([(c, m) for c, m, _ in taken], self.rows, self.kind):
            yield from taken
            return
        for column in unclear:
            self._not_read(column, unknown(column, self.kind))

    def _by_the_accounts(
        self, of_budgets: Sequence[tuple[Column, Measure]], unclear: Sequence[Column], claimed: Claimed
    ) -> Iterator[Measured]:
        """A column whose header calls it a budget, as one of the accounts, if it is the only one in doubt: 预算收入 is
        what an institution takes in. The accounts must bear it out."""
        if len(of_budgets) != 1 or unclear:
            return
        column, measure = of_budgets[0]
        of_accounts = replace(column, basis=None)
        if (measure, Basis.FINAL) not in claimed and self.found.suppose([(of_accounts, measure)], self.rows, self.kind):
            yield of_accounts, measure, Basis.FINAL

    def _allotted(self, claims: Claims, unclear: Collection[Column]) -> Iterator[Measured]:
        """本年预算安排 or 财政下达数 beside the balances and what was spent, and nothing that came in, if the accounts
        bear out that it is that: it is called as a budget is, and is none that can be told without them."""
        final = {measure for measure, basis in claims if basis is Basis.FINAL}
        if not final >= {Measure.TOTAL, Measure.OPENING_BALANCE, Measure.CLOSING_BALANCE} or Measure.INCOME in final:
            return
        allotted = [
            (replace(column, basis=None), income)
            for spent, income in RECEIVED
            for column in claims.get((spent, Basis.ADJUSTED_BUDGET), ())
            if not is_of_a_stage(*column.levels)
        ]
        if not allotted:
            return
        for spent, _ in RECEIVED:
            claims.pop((spent, Basis.ADJUSTED_BUDGET), None)
        if not unclear and self.found.suppose(allotted, self.rows, self.kind):
            yield from ((column, income, Basis.FINAL) for column, income in allotted)
            return
        for column, _ in allotted:
            self._not_read(column, unknown(column, self.kind))


def _with_moments(column: Column, year: int | None) -> Column:
    """A column of amounts whose balance names the year of its moment (2022年末结转和结余), in words that need none."""
    if year is None or column.role not in (None, Role.ASIDE) or not any(map(str.isdigit, column.path)):
        return column
    levels = tuple(with_moments_of(level, year) for level in column.levels)
    return column if levels == column.levels else replace(column, levels=levels, role=role_of(*levels))


def _lone_budgets(claims: Mapping[tuple[Measure, Basis], list[Column]]) -> list[tuple[Measure, Basis]]:
    """The columns of a budget in a table of the accounts that have no column of the accounts for the same measure: 预算
    may be a word of their names (部门预算财政拨款收入)."""
    final = {measure for measure, basis in claims if basis is Basis.FINAL}
    return [(m, b) for m, b in claims if final and b is not Basis.FINAL and m not in final]


def _settle_halves(claims: Claims) -> None:
    """年末项目支出结转 without 结余 beside it is all that is left of the projects; one fund's 财政拨款收入 without
    the other funds' or their sum is all that came of them. What is called a part (其中：教育收费) stays one."""
    for (measure, basis), claiming in list(claims.items()):
        whole = None if any(is_part(*column.levels) for column in claiming) else whole_of(measure)
        halves = [m for m, b in claims if b == basis and whole_of(m) is whole]
        if whole is not None and len(halves) == 1 and (whole, basis) not in claims:
            del claims[measure, basis]
            claims.setdefault((whole, basis), []).extend(claiming)


def _settle_grants(claims: Claims) -> None:
    """本年拨款 or 本年安排数 beside 本年支出 is what came in, as are 合计, 基本支出 and 项目支出 under it; alone in a
    table of spending it is spent."""
    for spent, received in RECEIVED:
        key = (spent, Basis.FINAL)
        claiming = claims.get(key, [])
        grants = [column for column in claiming if is_grant(*column.levels) or is_grant(*column.levels[:-1])]
        spending = [column for column in claiming if is_spending(*column.levels)]
        if not grants and len(spending) == 1:
            grants = [column for column in claiming if is_grant(*column.levels, beside_spending=True)]
        if len(claiming) == 2 and len(grants) == 1 and (received, Basis.FINAL) not in claims:
            claims[key] = [column for column in claiming if column not in grants]
            claims[received, Basis.FINAL] = grants


def _settle_starts(claims: Claims) -> None:
    """年初数 beside 年末数, or beside any other closing balance, is the opening one."""
    key, opening = (Measure.TOTAL, Basis.INITIAL_BUDGET), (Measure.OPENING_BALANCE, Basis.FINAL)
    claiming = claims.get(key, [])
    starts = len(claiming) == 1 and is_figure_at_start(*claiming[0].levels)
    if starts and (Measure.CLOSING_BALANCE, Basis.FINAL) in claims and opening not in claims:
        del claims[key]
        claims[opening] = [replace(column, basis=None) for column in claiming]


def _settle_budgets(claims: Claims) -> None:
    """预算数 beside 调整预算数 or 全年预算数 is the initial budget."""
    for (measure, basis), claiming in list(claims.items()):
        initial = initial_among(claiming) if basis is Basis.ADJUSTED_BUDGET else None
        if initial is not None and (measure, Basis.INITIAL_BUDGET) not in claims:
            claims[measure, basis] = [column for column in claiming if column is not initial]
            claims[measure, Basis.INITIAL_BUDGET] = [replace(initial, basis=Basis.INITIAL_BUDGET)]


def initial_among(claiming: Sequence[Column]) -> Column | None:
    """Of two columns of a budget the one that does not say, as the other does, that it is the adjusted one or that of
    the whole year."""
    for facet in ("adjusted", "this_year") if len(claiming) == 2 else ():
        without = [column for column in claiming if facet not in meaning(*column.levels).says]
        if len(without) == 1:
            return without[0]
    return None


def _is_only_adjusted(column: Column) -> bool:
    """Whether a header says 调整数 and not of what: an adjusted budget, or by how much it was adjusted."""
    said = meaning(*column.levels).says
    return column.basis is None and "adjusted" in said and not said & BALANCES


def not_of(year: int | None) -> Sentence:
    """Why a column is left out that is of another year."""
    return said("which is not of {year}, the year of the document", year=year)


def claimed_twice() -> Sentence:
    """Why a column is left out whose header says the same as another's."""
    return said("as another column does, and which of them it is cannot be told")


def of_another_year(columns: Iterable[Column], year: int | None) -> frozenset[int]:
    """The indexes of the columns that name a fiscal year other than the table's: `year`, or where no year is known the
    latest that a column names."""
    columns = [column for column in columns if column.role is None and column.levels]
    named = {column.index: column.years for column in columns if column.years}
    if not named:
        return frozenset()
    all_years = frozenset().union(*named.values())
    this = max(all_years) if year is None else year
    return frozenset(index for index, years in named.items() if this not in years)


def lacks_its_stage(column: Column, year: int, stages: Collection[Basis]) -> bool:
    """Whether a column of another year than `year` stands in the place of one of it, of which there are those `stages`:
    accounts, or a year yet to come, without the same of the year beside them. An earlier budget needs none."""
    stage = column.basis or Basis.FINAL
    return (stage is Basis.FINAL or min(column.years) > year) and stage not in stages


def are_foreign(columns: Iterable[Column], others: frozenset[int]) -> bool:
    """Whether all columns of amounts are of other years: then none is set aside without a word."""
    return all(column.index in others for column in columns if column.role is None and column.levels)
