"""Row labels → what a row without a subject code is (行): its item, its ordinal, and whether it is a part (其中)."""

from __future__ import annotations

import regex
from msgspec import Struct

from extractor.document.characters import LABEL, plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import FLOWS, meaning, named_together
from extractor.lexicon.files import headers, items, rows, terms
from extractor.lexicon.registries import Item
from extractor.lexicon.words import PARTS, cut

TOTAL = frozenset({"sum", "grand"})
KNOWN_TOTAL = frozenset({"sum", "grand", "subtotal"})
_OF_THE_WHOLE = frozenset({Item.CURRENT_TOTAL, Item.GRAND_TOTAL})
BALANCES = frozenset({"opening", "closing", "carryover", "surplus"})


class RowItem(Struct, frozen=True):
    """The item of a row. `either`: the label alone does not tell the total of the year (本年收入合计) from the grand
    total (总计); the other rows of the table do."""

    item: Item
    either: bool = False


@remembering(8192)
def item_of(rows_of: str, label: str, is_sum: bool = False) -> RowItem | None:
    """The item that a bare label names among the rows of `01.income`, `04.expenditure` …, `coded` or `06`; None where
    it names none, or where a word of it is unknown. `is_sum`: the row is a total, whatever its label says (人员经费 in
    a row of 06 without a code)."""
    said = meaning(label)
    if not said.is_known or (said.silent & KNOWN_TOTAL and _is_of_two_rows(rows_of, label)):
        return None
    silent = said.silent | {"sum"} if is_sum else said.silent
    key = said.says - frozenset(items().context[rows_of]) - {"final", "label"}
    if said.says >= FLOWS and key <= FLOWS:
        key = frozenset()  # 收入支出总计
    for entry in items().items:
        if rows_of not in entry.rows or key not in map(frozenset, entry.facets):
            continue
        if entry.total is None:
            return RowItem(entry.item)
        if found := _total(entry.item, entry.total, said.says, silent):
            return found
    together = named_together(_items()[rows_of], key)
    return RowItem(together) if together else None


def _is_of_two_rows(rows_of: str, label: str) -> bool:
    """Whether the words up to a total name one row and those behind it another (本年支出合计结余分配): the labels of
    two rows in one cell."""
    pieces = cut(label).pieces
    if any(piece.says & PARTS for piece in pieces):
        return False
    for place in range(1, len(pieces)):
        if pieces[place - 1].says & KNOWN_TOTAL:
            parts = ("".join(piece.text for piece in part) for part in (pieces[:place], pieces[place:]))
            named = {found.item for part in parts if (found := item_of(rows_of, part))}
            if len(named) > 1 and not named <= _OF_THE_WHOLE:
                return True
    return False


@remembered
def _items() -> dict[str, dict[frozenset[str], Item]]:
    """By the rows among which they stand, the items that are not totals, by each set of their facets."""
    found: dict[str, dict[frozenset[str], Item]] = {rows_of: {} for rows_of in items().context}
    for entry in items().items:
        for rows_of in entry.rows if entry.total is None else ():
            found[rows_of].update({frozenset(facets): entry.item for facets in entry.facets})
    return found


def _total(item: Item, total: str, says: frozenset[str], silent: frozenset[str]) -> RowItem | None:
    """The item of a label with 合计: the current total has 本年, the grand total 总计."""
    if total == "current":
        return RowItem(item) if "this_year" in says and "grand" not in silent else None
    if total == "grand":
        if "grand" in silent or (silent & KNOWN_TOTAL and "with_a_balance" in says):
            is_either = ("this_year" in says or "sum" in silent) and "with_a_balance" not in says  # 支出总合计
            return RowItem(item, either=is_either)
        return RowItem(item, either=True) if silent & KNOWN_TOTAL and "this_year" not in says else None
    if total == "part":
        return RowItem(item) if silent & KNOWN_TOTAL == {"subtotal"} else None
    many = TOTAL if item is Item.GRAND_TOTAL else KNOWN_TOTAL
    return RowItem(item) if silent & many and not (item is Item.GRAND_TOTAL and "subtotal" in silent) else None


def opening_item(item: Item | None) -> Item | None:
    """The item of a fund of 04 under the opening balance."""
    return items().opening.get(item) if item else None


def bare_label(label: str) -> str:
    """A label in plain form without its ordinal, 其中 and a currency unit."""
    return _bare_label(label) if len(label) <= LABEL else _bare(label)


@remembering(8192)
def _bare_label(label: str) -> str:
    return _bare(label)


def _bare(label: str) -> str:
    text = _ordinal().sub("", _unit_behind().sub("", plain(label)))
    return _ordinal().sub("", _of_which().sub("", text))


def without_ordinal(label: str) -> str:
    """A label as printed, without its ordinal."""
    found = _ordinal().match(label)
    return label[found.end() :] if found else label


def has_ordinal(label: str) -> bool:
    """Whether a label begins with an ordinal (一、, （二）, 3.)."""
    return bool(_ordinal().match(plain(label)))


def has_number(label: str) -> bool:
    """Whether a label begins with an ordinal in digits (3., （3）)."""
    return bool((found := _ordinal().match(plain(label))) and any(map(str.isdecimal, found[0])))


def is_of_an_earlier_year(label: str, year: int | None) -> bool:
    """Whether a row is a total of a year before the document's: it names one (2022年支出合计) or says 上年. A balance
    carried over (上年结转和结余小计) belongs to the year into which it came."""
    said = meaning(bare_label(label))
    if not said.is_known or not said.silent & KNOWN_TOTAL or said.says & BALANCES:
        return False
    if said.years:
        return year is not None and max(said.years) < year
    return "other_year" in said.says


def is_part(label: str) -> bool:
    """Whether a label is a part of the row above it (其中：…)."""
    return bool(_of_which().match(_ordinal().sub("", plain(label))))


def is_subtotal(label: str) -> bool:
    """Whether a header cell or a label says no more than 合计 or 小计: the sum of the columns beside it."""
    said = meaning(label)
    return said.is_known and not said.says and bool(said.silent & KNOWN_TOTAL)


def is_page_sum(label: str) -> bool:
    """Whether a label is that of a sum at the end or the beginning of a page (本页小计, 过次页, 承前页)."""
    said = meaning(label)
    return said.is_known and said.says == {"page"}


def is_known_row(label: str) -> bool:
    """Whether a label by itself names a row of any table: an item, a subtotal."""
    bare = bare_label(label)
    if _ends_in_fiscal(bare):
        return False
    return is_subtotal(bare) or any(item_of(group, bare) for group in items().context)


def are_two_rows(upper: str, lower: str) -> bool:
    """Whether two labels name a row each, and together something other than the first (本年收入合计 over
    使用非财政拨款结余; not 年末结转 over 和结余, nor 附属单位上缴 over 收入, nor 本年收入 over 合计)."""
    together, alone = bare_label(upper + lower), bare_label(upper)
    if not (is_known_row(upper) and is_known_row(lower)) or is_subtotal(lower):
        return False
    return any(item_of(group, together) != item_of(group, alone) for group in items().context)


def _ends_in_fiscal(label: str) -> bool:
    """Whether a label is cut behind 财政: it lacks what was granted (一般公共预算财政|拨款)."""
    return bare_label(label).endswith(_fiscal())


@remembered
def _fiscal() -> tuple[str, ...]:
    return tuple(word for entry in terms() if [*entry.says] == ["fiscal"] for word in entry.words)


@remembered
def _ordinal() -> regex.Pattern[str]:
    return compiled("^(?:" + "|".join(f"(?:{entry.expression})" for entry in rows().ordinals) + ")")


@remembered
def _unit_behind() -> regex.Pattern[str]:
    """The currency unit after the words of a label (总计（万元）)."""
    return compiled(f"(?<=.)(?:{headers().currency_unit.expression})$")


@remembered
def _of_which() -> regex.Pattern[str]:
    return compiled("^" + rows().of_which.expression)
