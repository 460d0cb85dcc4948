"""Tables that are typed into the running text without lines → for each of their numbers the sentence that would say
it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.languages import Sentence, spoken
from extractor.prose.patterns.words import pieces
from extractor.rule import Anywhere, Beginning, Whole, rules_of, written_out

_FILE = "patterns/prose/columns.yaml"
_NEAR = 3  # lines between 单位：万元 and the heads
_MOST_HEADS = 12  # lines among which the first number of a table stands that has a line for each cell
_FEWEST = 2  # numbers of a line that make it one of a table
_SPREAD = compiled(r"(?<=(?:^|\s)\p{Han})\s+(?=\p{Han}(?:\s|$))")  # 项 目, set wide
_SIGNS = "-−－"
_BUDGETS = ("全年预算", "年初预算", "预算")  # the last that was made first
_CHANGES = ("{more}", "{less}")
_MET = "完成{budget}"
_PLAIN = "{name}{number}"


class Column(Struct, frozen=True):
    """What a column measures: the sentence for its numbers, and the unit of those that have none."""

    says: str
    unit: str


class Typed(Struct, frozen=True):
    """A line of a typed table: its `cells` as printed without blanks, the name first.

    `columns` are those of the numbers, in order; none where the heads were not understood.
    """

    cells: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    unit: str = ""

    @property
    def name(self) -> str:
        """What the numbers are of."""
        return table_rules().in_head.sub("", self.cells[0])

    def subject(self, place: int) -> str:
        """What the number in a cell is of: what its line is called, or its column, where the line is called by a
        year."""
        if not self.columns or not table_rules().dated.fullmatch(self.name):
            return self.name
        return self.columns[place - 1].says.format(name="", number="", more="", less="")

    def sentence(self, place: int) -> str:
        """The sentence that would say the number in a cell; empty where that is unknown, or the cell is a dash."""
        printed = self.cells[place]
        if not self.columns or not any(map(str.isdigit, printed)):
            return ""
        column, number = self.columns[place - 1], printed.lstrip(_SIGNS)
        unit = "" if number[-1] in "元%" else self.unit or column.unit
        less = number != printed
        if (less and not _is_change(column.says)) or not (unit or number[-1] in "元%"):
            return ""
        ways = ("减少", "增加") if less else ("增加", "减少")
        return column.says.format(name=self.name, number=number + unit, more=ways[0], less=ways[1])


class ColumnEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """The heads of a column, as an expression that fits them whole, and what the column says."""

    head: str
    says: str
    example: str
    counterexample: str
    share: bool = False


class TableRules(Struct, frozen=True, eq=False):
    """The rules of `patterns/prose/columns.yaml`."""

    caption: Whole
    in_head: Anywhere
    stub: Whole
    of_years: Whole
    of_nine: Whole
    number: Whole
    name: Whole
    dated: Beginning
    full: Whole
    columns: tuple[ColumnEntry, ...]


@remembered
def table_rules() -> TableRules:
    """What tables typed into the text are known by; raises `PatternError` where an entry is broken."""
    return rules_of(TableRules, "prose/columns.yaml", pieces())


@remembered
def _heads() -> tuple[tuple[regex.Pattern[str], ColumnEntry], ...]:
    return tuple((compiled(written_out(entry.head, pieces())), entry) for entry in table_rules().columns)


def typed_lines(lines: Sequence[str]) -> dict[int, Typed]:
    """Which of the lines (with their blanks, as ASCII) are those of typed tables, heads included, by their places."""
    rules = table_rules()
    found: dict[int, Typed] = {}
    columns: tuple[Column, ...] = ()
    unit, said = "", -_NEAR
    for place, line in enumerate(lines):
        cells = _SPREAD.sub("", line).split()
        if len(cells) == 1 and (caption := rules.caption.fullmatch(cells[0])):
            unit, said = caption["unit"], place
        elif len(cells) < _FEWEST:
            columns = columns if not cells else ()
        elif not (ends := rules.number.fullmatch(cells[-1])) and (
            heads := _columns(cells, unit if place - said <= _NEAR else "")
        ):
            columns = heads
            found[place] = Typed(("".join(cells),))
        elif ends and (columns or rules.full.fullmatch(cells[-1])) and (row := _row(rules, cells, columns)):
            found[place] = row
        elif ends and len(cells) <= len(columns) and _is_short(rules, cells):
            found[place] = Typed(tuple(cells))  # some columns are blank: which ones is not said
        else:
            columns = ()
    return found


def in_cells(lines: Sequence[str]) -> dict[int, Typed]:
    """The rows of tables whose cells have a line each, heads included, by the places of their first lines.

    Lines come without blanks, as ASCII, and none is empty.
    """
    rules = table_rules()
    found: dict[int, Typed] = {}
    unit, said, at = "", -_NEAR, 0
    while at < len(lines):
        if caption := rules.caption.fullmatch(lines[at]):
            unit, said = caption["unit"], at
        heads = _number_of_heads(rules, lines, at) if rules.stub.fullmatch(lines[at]) else 0
        columns = _columns(lines[at : at + heads], unit if at - said <= _NEAR else "") if heads else ()
        if not columns:
            at += 1
            continue
        found[at] = Typed(tuple(lines[at : at + heads]))
        at += heads
        while row := _row_at(rules, lines, at, columns):
            found[at] = row
            at += len(row.cells)
    return found


def _row_at(rules: TableRules, lines: Sequence[str], at: int, columns: Sequence[Column]) -> Typed | None:
    """The row that begins at a line: a name and as many numbers as there are columns, or fewer, where a whole row
    follows; of which columns those are is not said."""
    whole = len(columns) + 1
    row = _row(rules, lines[at : at + whole], columns)
    if row is not None:
        return row if len(row.cells) == whole else None
    numbers = takewhile(rules.number.fullmatch, lines[at + 1 : at + whole])
    cells = (*lines[at : at + 1], *numbers)
    after = at + len(cells)
    if len(cells) < _FEWEST or not rules.name.fullmatch(cells[0]):
        return None
    return Typed(cells) if _row(rules, lines[after : after + whole], columns) else None


def _number_of_heads(rules: TableRules, lines: Sequence[str], at: int) -> int:
    """How many lines from this one on are heads: all before the first number but the last, which is a name; 0 for
    none."""
    for place in range(at + _FEWEST + 1, min(at + _MOST_HEADS, len(lines))):
        if rules.number.fullmatch(lines[place]):
            return place - at - 1
    return 0


def _columns(cells: Sequence[str], unit: str) -> tuple[Column, ...]:
    """The columns under a line of heads; none where it is not such a line."""
    rules = table_rules()
    if any(map(rules.of_nine.fullmatch, cells)):
        return ()
    heads = cells[1:] if rules.stub.fullmatch(cells[0]) else cells
    of_years = rules.of_years.fullmatch(cells[0]) is not None
    found: list[tuple[str, str]] = []  # the sentence and the unit of each
    years: set[str] = set()
    for place, cell in enumerate(heads):
        own, text = rules.in_head.search(cell), rules.in_head.sub("", cell)
        told = _head_of(text)
        if told is None and (dated := rules.dated.match(text)):  # 2020年占比
            own_kinds = (k for head, k in _heads() if not _is_change(k.says) and head.fullmatch(text, dated.end()))
            told = next(((k, dated) for k in own_kinds), None)
        if of_years and (told is None or told[0].says == _PLAIN):  # 年份 收入 支出, over 2021年 9.0 8.5
            found.append((_PLAIN.replace("}", "}" + text, 1), own["unit"] if own else unit))
            continue
        if told is None:
            if not rules.name.fullmatch(text):
                return ()
            found += [("", "")] if place else []  # a column of which nothing is known, or what stands over the names
            continue
        kind, match = told
        year = match.groupdict().get("year") or ""
        years |= {year} - {""}
        says = kind.says.replace("{year}", year) if "{year}" in kind.says or not year else f"{year}年{kind.says}"
        found.append((says, "%" if kind.share else own["unit"] if own else unit))
    alone = unit and len(heads) == 1 < len(cells)  # 单位：万元, 项目, 决算数
    if sum(bool(says) for says, _ in found) < (1 if alone else _FEWEST):
        return ()
    budget = next((word for word in _BUDGETS if any(word + "{" in says for says, _ in found)), "")
    compared = len(years) >= _FEWEST or any(says.startswith("上年") for says, _ in found)
    words = {"{budget}": budget or "预算", "{against}": budget if budget and not compared else "上年"}
    # beside how far a budget was met, a rate of change is not against it
    rates = {**words, "{against}": "上年"} if any(_MET in says for says, _ in found) else words
    return tuple(Column(_with(says, rates if its_unit == "%" else words), its_unit) for says, its_unit in found)


def _head_of(text: str) -> tuple[ColumnEntry, regex.Match[str]] | None:
    return next(((k, m) for head, k in _heads() if (m := head.fullmatch(text))), None)


def _is_change(says: str) -> bool:
    return any(way in says for way in _CHANGES)


def failures() -> Iterator[Sentence]:
    """A sentence for each column whose example is no head of it, or whose counterexample is one."""
    for entry in table_rules().columns:
        column = spoken("a column of “{says}”", says=entry.says)
        if _column_of(entry.example) is not entry:
            yield spoken("{where}: “{text}” is not {what}.", where=_FILE, text=entry.example, what=column)
        if _column_of(entry.counterexample) is entry:
            yield spoken("{where}: “{text}” is {what}.", where=_FILE, text=entry.counterexample, what=column)


def _column_of(head: str) -> ColumnEntry | None:
    told = _head_of(head)
    return told[0] if told else None


def count() -> int:
    """How many heads are known."""
    return len(table_rules().columns)


def _with(says: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        says = says.replace(name, word)
    return says


def _is_short(rules: TableRules, cells: Sequence[str]) -> bool:
    """Whether a line is a name and numbers, each a cell of its own."""
    return rules.name.fullmatch(cells[0]) is not None and all(map(rules.number.fullmatch, cells[1:]))


def _row(rules: TableRules, cells: Sequence[str], columns: Sequence[Column]) -> Typed | None:
    """A line of a name and numbers: as many numbers as there are columns, or any number of them that are plainly
    whole."""
    held = len(cells)
    while held > 0 and rules.number.fullmatch(cells[held - 1]):
        held -= 1
    numbers, name = tuple(cells[held:]), "".join(cells[:held])
    if len(numbers) < min(_FEWEST, len(columns) or _FEWEST) or not rules.name.fullmatch(name):
        return None
    if len(numbers) == len(columns):
        own = rules.in_head.search(name)
        return Typed((name, *numbers), tuple(columns), own["unit"] if own else "")
    if all(map(rules.full.fullmatch, numbers)):
        return Typed((name, *numbers))
    return None
