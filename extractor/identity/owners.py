"""单位 of every table: a file may hold a department's summary and its own accounts, or thirty schools in a row.

The maker row above a table says whose it is (or below it, where the document sets it there), else the prefix of the
title, else the last heading before it, else the set in which it stands. A set ends where a kind of table or another
maker comes again; in a document sorted by table (all 01, then all 02) there are no such sets. Where none of these
tells, no name is given, and that is reported. Two forms of one name (曾都区人社局, 随州市曾都区人力资源和社会保障局)
are one unit unless both have a table of the same kind. 汇总 and 本级 are coverage, and no part of the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from msgspec import Struct, field

from extractor.document.characters import plain
from extractor.identity.headings import Mark, betweens, coverage_of, mark_of
from extractor.identity.model import Account, Coverage, UnitName
from extractor.identity.naming import clean_name
from extractor.identity.rows_of_units import by_rows
from extractor.identity.units import is_fuller, unit_name
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.lexicon.titles import title_of
from extractor.tables.model import GridAddress, PageContent, Table

_BRACKETS = compiled(r"\([^()]{1,12}\)")
FEWEST_AGAIN = 2  # kinds that come again without a word of whose they are: a second set, not a second form of a table


class Ownership(Struct, frozen=True):
    """The tables of a document with their accounts, in the same order; the name of the publisher, and the other units
    of which it has tables. `told`: which tables are nobody's, one sentence each; `numbers`: those of the sets."""

    tables: tuple[Table, ...]
    accounts: tuple[Account, ...]
    publisher: str | None
    others: frozenset[str] = frozenset()
    told: tuple[Sentence, ...] = ()
    numbers: Mapping[Account, int] = field(default_factory=dict)

    def own_names(self, names: Sequence[UnitName]) -> list[UnitName]:
        """The forms of the publisher's name, without those of the other units of which the document has tables."""
        own = self.publisher or ""
        forms = [n for n in names if n.name not in self.others]
        return [n for n in forms if is_fuller(own, n.name) or is_fuller(n.name, own)] if self.others else forms


class _Evidence(Struct, frozen=True):
    """What stands around a table: `printed` on it (maker row or title), or in a `mark` since the table before."""

    printed: str | None
    coverage: Coverage | None
    mark: Mark | None


def owned(
    contents: Sequence[PageContent],
    tables: Sequence[Table],
    names: Sequence[UnitName] = (),
    first: Ownership | None = None,
) -> Ownership:
    """Whose each table is; `names` are the forms in which the document prints its own name, the best first.

    A further reading of a document has the publisher and the sets of its `first`.
    """
    order = sorted(range(len(tables)), key=lambda i: _place(tables[i]))
    evidence = dict(zip(order, _evidence(contents, [tables[i] for i in order]), strict=True))
    forms = _Forms()
    for i in order:
        said = evidence[i]
        name = said.printed or (said.mark.name if said.mark else None)
        if name:
            forms.add(name, (tables[i].kind, said.coverage or (said.mark.coverage if said.mark else None)))
    publisher = first.publisher if first else _publisher(forms, names)
    canonical = forms.canonical(publisher)
    walk = _Walk(publisher, canonical, _are_again(tables, order, evidence) or len(set(canonical.values())) > 1)
    found = {i: walk.step(tables[i], evidence[i]) for i in order}
    parts = [part for i, table in enumerate(tables) for part in by_rows(table, found[i], publisher, canonical)]
    split = [table for table, _ in parts]
    numbers = dict(first.numbers) if first else {}
    told_apart = _told_apart([account for _, account in parts], split, first.accounts if first else ())
    accounts = _numbered(told_apart, split, publisher, numbers)
    others = frozenset(name for a in accounts if (name := a.unit_name) and name != publisher)
    return Ownership(tuple(split), accounts, publisher, others, tuple(walk.told), numbers)


def _place(table: Table) -> tuple[GridAddress, int]:
    first = table.grids[0].cells[0].address
    return first.of_grid, first.row


def _evidence(contents: Sequence[PageContent], tables: Sequence[Table]) -> list[_Evidence]:
    """What stands around each of the tables, which are in printed order."""
    if not tables:
        return []
    spaces = betweens(contents)
    before = {space.grid.address: i for i, space in enumerate(spaces) if space.grid is not None}
    places = [before.get(_place(table)[0], 0) for table in tables]
    first = places[0] if places else 0
    above = any(space.over for space in spaces[: first + 1])
    below = not above and bool(tables) and tables[0].maker is None and any(s.foot for s in spaces[first + 1 :])
    found: list[_Evidence] = []
    seen = -1
    for i, table in enumerate(tables):
        start = places[i]
        end = places[i + 1] if i + 1 < len(places) else len(spaces) - 1
        maker = table.maker
        if below:
            maker = next((s.foot for s in spaces[start + 1 : end + 1] if s.foot), None)
        elif above and start > seen:
            maker = maker or next((s.over or s.foot for s in reversed(spaces[seen + 1 : start + 1])), None)
        mark = next((s.mark for s in reversed(spaces[seen + 1 : start + 1]) if s.mark), None)
        name, coverage = _of_title(table.title)
        found.append(_Evidence(clean_name(maker) or name, coverage_of(maker) or coverage, mark))
        seen = max(seen, start)
    return found


def _of_title(text: str) -> tuple[str | None, Coverage | None]:
    """The unit and the coverage in a title: X局2023年度收入支出决算总表（汇总）."""
    title = title_of(text)
    bare = plain(text)
    before, _, after = bare.partition(title.name) if title and title.name in bare else ("", "", "")
    mark = mark_of(before)
    name = (mark.name if mark else None) or clean_name(after.strip("()"))
    return name, coverage_of(before) or coverage_of("".join(_BRACKETS.findall(bare)))


class _Forms(Struct):
    """The names under which tables are printed, by unit; and of what each unit has tables."""

    groups: list[tuple[list[str], set[tuple[str, Coverage | None]]]] = field(default_factory=list)
    _kinds: dict[str, set[tuple[str, Coverage | None]]] = field(default_factory=dict)

    def add(self, name: str, kind: tuple[str, Coverage | None]) -> None:
        self._kinds.setdefault(name, set()).add(kind)

    def canonical(self, publisher: str | None) -> dict[str, str]:
        """Each form → the name of its unit; the publisher's under the publisher's name."""
        for name, kinds in self._kinds.items():
            if not self._joins(name, kinds):
                self.groups.append(([name], set(kinds)))
        own = self._of_publisher(publisher)
        found: dict[str, str] = {}
        for names, _ in self.groups:
            chosen = publisher if names is own and publisher else max(sorted(names), key=len)
            found.update(dict.fromkeys(names, chosen))
        return found

    def _joins(self, name: str, kinds: set[tuple[str, Coverage | None]]) -> bool:
        for names, taken in self.groups:
            if not taken & kinds and any(is_fuller(name, n) or is_fuller(n, name) for n in names):
                names.append(name)
                taken.update(kinds)
                return True
        return False

    def _of_publisher(self, publisher: str | None) -> list[str] | None:
        if publisher is None:
            return None
        exact = next((names for names, _ in self.groups if publisher in names), None)
        fuller = (names for names, _ in self.groups if any(is_fuller(publisher, n) for n in names))
        return exact or next(fuller, None)

    @property
    def names(self) -> list[str]:
        return [*self._kinds]

    def are_of_one(self) -> bool:
        """Whether all forms are of one unit, however often it prints a table."""
        names = self.names
        return all(any(a == b or is_fuller(a, b) or is_fuller(b, a) for b in names[:1]) for a in names)


def _publisher(forms: _Forms, names: Sequence[UnitName]) -> str | None:
    """Who publishes: by the rule for all documents where the tables are of one unit; else whoever the cover names, or
    comes first."""
    if len(forms.names) < 2 or forms.are_of_one():
        return unit_name(names)
    on_cover = [n for n in names if n.place == "cover"]
    return unit_name(on_cover) or forms.names[0]


def _are_again(tables: Sequence[Table], order: Sequence[int], evidence: dict[int, _Evidence]) -> bool:
    """Whether several kinds are printed again without a word about whose they are."""
    seen: set[tuple[str, Coverage | None]] = set()
    again: set[str] = set()
    coverage: Coverage | None = None
    for i in order:
        said = evidence[i]
        coverage = said.coverage or (said.mark.coverage if said.mark else None) or coverage
        place = (tables[i].kind, coverage)
        if place in seen and not said.printed and not said.mark:
            again.add(tables[i].kind)
        seen.add(place)
    return len(again) >= FEWEST_AGAIN


class _Walk(Struct):
    """Goes through the tables and keeps in mind which set they are in."""

    publisher: str | None
    canonical: dict[str, str]
    may_be_unknown: bool
    told: list[Sentence] = field(default_factory=list)
    _current: Account | None = None
    _kinds: set[str] = field(default_factory=set)
    _in_force: Mark | None = None
    _last: tuple[str, Account] | None = None
    _by_table: bool = False
    _unknown: int = 0

    def step(self, table: Table, said: _Evidence) -> Account:
        if said.mark:
            self._in_force = said.mark
        account = self._account(table, said)
        if self._current is None or not _are_same(account, self._current):
            self._kinds = set()
        if self._last and self._last[0] == table.kind and not _are_same(self._last[1], account) and said.printed:
            self._by_table = True
        self._current, self._last = account, (table.kind, account)
        self._kinds.add(table.kind)
        return account

    def _account(self, table: Table, said: _Evidence) -> Account:
        name = said.printed or (said.mark.name if said.mark else None)
        if name:
            unit = self.canonical[name]
            return Account(unit, said.coverage or self._coverage(unit))
        if said.mark:
            return Account(self.publisher, said.coverage or said.mark.coverage)
        if self._current is None:
            return Account(self.publisher, said.coverage)
        again = table.kind in self._kinds and (said.coverage is None or said.coverage == self._current.coverage)
        if self.may_be_unknown and (again or self._by_table):
            return self._nobodys(table)
        return replace(self._current, coverage=said.coverage or self._current.coverage)

    def _coverage(self, unit: str) -> Coverage | None:
        """The coverage by the current heading, if that is of this unit."""
        mark = self._in_force
        if mark is None or mark.coverage is None:
            return None
        return mark.coverage if mark.name is None or self.canonical.get(mark.name, mark.name) == unit else None

    def _nobodys(self, table: Table) -> Account:
        self._unknown += 1
        where = table.grids[0].where
        told = said(
            "Table {table}, {where}: nothing tells of which unit it is, so its numbers have none.",
            table=table.kind,
            where=where,
        )
        self.told.append(told)
        return Account(None, None, set_no=-self._unknown, is_nobodys=True)


def _told_apart(accounts: Sequence[Account], tables: Sequence[Table], first: Iterable[Account]) -> list[Account]:
    """The accounts, the other set of a unit that prints the same tables as its own (本级) being its summary: as it is
    already among the accounts of a `first` reading, of which this one may see a few pages."""
    kinds: dict[tuple[str | None, Coverage | None], set[str]] = {}
    for account, table in zip(accounts, tables, strict=True):
        kinds.setdefault((account.unit_name, account.coverage), set()).add(table.kind)
    summed: set[str | None] = {
        unit
        for unit, coverage in kinds
        if unit and coverage is Coverage.OWN and (unit, Coverage.SUMMARY) not in kinds
        if kinds[unit, coverage] & kinds.get((unit, None), set())
    }
    settled = {(account.unit_name, account.coverage) for account in first if account.unit_name}
    summed |= {unit for unit, coverage in settled if coverage is Coverage.SUMMARY and (unit, None) not in settled}
    return [
        replace(a, coverage=Coverage.SUMMARY) if a.coverage is None and a.unit_name in summed else a for a in accounts
    ]


def _are_same(one: Account, other: Account) -> bool:
    return (one.unit_name, one.coverage, one.set_no) == (other.unit_name, other.coverage, other.set_no)


def _numbered(
    accounts: Sequence[Account], tables: Iterable[Table], publisher: str | None, numbers: dict[Account, int]
) -> tuple[Account, ...]:
    """The accounts with the printing of each table, and their sets numbered: the publisher's first, then as printed.
    New sets are added to `numbers`."""
    printings: Counter[tuple[object, ...]] = Counter()
    counted: list[Account] = []
    for account, table in zip(accounts, tables, strict=True):
        key = (account.unit_name, account.coverage, account.set_no, table.kind)
        printings[key] += 1
        counted.append(replace(account, printing=printings[key]))
    own = [a for a in counted if a.unit_name == publisher and a.set_no > 0 and a.printing == 1]
    first = [a for a in own if a.coverage is not Coverage.OWN][:1] or own[:1]
    lowest = 1 if first or 1 in numbers.values() or not publisher else 2
    for account in (*first, *counted):
        numbers.setdefault(account, max(numbers.values(), default=lowest - 1) + 1)
    return tuple(replace(account, set_no=numbers[account]) for account in counted)
