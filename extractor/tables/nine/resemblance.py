"""Tables that look like one of the nine but were not taken for one (相似的表): by their rows, whatever their titles.

Subject codes with amounts, the classes of 01 and 04, the income items of 01, the items of 09: a table with some of them
is reported, unless its title says that it is another one (政府采购情况表).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, takewhile

from extractor.classification.subjects import budget_of, class_code
from extractor.document.characters import plain
from extractor.document.numbers import SUBJECT_CODE
from extractor.kept import compiled
from extractor.languages import Sentence, joined, said
from extractor.lexicon.columns import is_aside_of_09
from extractor.lexicon.composition import meaning
from extractor.lexicon.labels import bare_label, item_of, without_ordinal
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import Basis, Item, Measure
from extractor.lexicon.tables import fitting, is_of_a_budget, speaks_of_an_aspect
from extractor.lexicon.titles import Title, is_set_aside
from extractor.tables.assembly.stitch import STRANGE_TEXT, Stitched
from extractor.tables.model import Cell, Row

FEWEST_ROWS = 3  # that could be those of one of the nine, with an amount each, for a table to be spoken of
ITEM_DIGITS = 7  # of a code of the lowest level, which is of one budget alone
KIND_OF_BUDGET = {"一般公共预算": "05", "政府性基金": "07", "国有资本经营": "08"}
_SUBJECT = compiled(rf"{SUBJECT_CODE.pattern}(?![\d.,])")
_WHOLE = compiled(r"-?\d{4,}")
_ITEMS_OF_09 = frozenset({Measure.ABROAD, Measure.RECEPTION})  # which no other table has beside each other
_TOTALS = (Item.CURRENT_TOTAL, Item.GRAND_TOTAL)


def resembling(parts: Sequence[Stitched], taken: Collection[int], found: Collection[str]) -> Iterator[Sentence]:
    """A sentence for each table that looks like one of the nine; `taken` are the places of those that were read,
    `found` the kinds that are printed.

    What follows a table without a title of its own is judged as part of that table. A table that its title sets aside
    is reported only where its columns are those of a kind that was not found.
    """
    known, over = False, parts[0].title if parts else None
    for place, part in enumerate(parts):
        if not place or part.title or part.kind or not follows(parts[place - 1], part):
            known = place in taken or (part.title is not None and _is_known(part.title, found))
            over = part.title
        kind = _lost_kind(part, found) if known and place not in taken else None
        bare = part.title is None and place not in taken and _lists_subjects(part)
        if known and kind is None and not bare:
            continue
        rows = _rows_like_the_nine(part)
        if kind is not None and looks_like(part, kind):
            yield _has_columns_of(part, kind)
        elif kind is None and (
            rows >= FEWEST_ROWS or (rows and _has_subjects(part, over)) or _has_amounts_of_09(part) or bare
        ):
            if part.title is None:
                named = said("a table without a title")
            elif part.title.residue:
                words = joined(", ", (f"“{word}”" for word in part.title.residue), "")
                title = part.title.text.strip()
                named = said("a table titled “{title}” (unknown: {words})", title=title, words=words)
            else:
                named = said("a table titled “{title}”", title=part.title.text.strip())
            yield said("{where}: {named} looks like one of the nine and was not read.", where=part.where, named=named)


def lost_among(parts: Sequence[Stitched], found: Collection[str]) -> Iterator[Sentence]:
    """A sentence for each table that another reader took (三公经费与绩效目标表) and whose title and rows, be it a
    single one, are those of a 09 that was not found."""
    for part in parts if "09" not in found else ():
        if part.title is not None and part.title.speaks_of == "09" and _rows_like_the_nine(part):
            yield _has_columns_of(part, "09")


def _has_columns_of(part: Stitched, kind: str) -> Sentence:
    return said(
        "{where}: {named} has the columns of table {table}, which was not found; it was not read.",
        where=part.where,
        named=f"“{part.title.name}”" if part.title else said("a table"),
        table=kind,
    )


def looks_like(part: Stitched, kind: str) -> bool:
    """Whether a table with the columns of a kind has several rows like those of the nine, or of 09 a single amount."""
    return _rows_like_the_nine(part) >= FEWEST_ROWS or (kind == "09" and _has_an_amount(part))


def _rows_like_the_nine(part: Stitched) -> int:
    return sum(map(_could_be_one, part.rows()))


def _has_subjects(part: Stitched, title: Title | None) -> bool:
    """Whether a table under a title of partly unknown words has amounts by subject code: one is enough, since a small
    unit has but one."""
    if title is None or not title.residue:
        return False
    first = (next((c for c in row.begun if c.text), None) for row in part.rows() if _could_be_one(row))
    return any(cell is not None and _SUBJECT.match(plain(cell.text)) for cell in first)


def has_coded_amounts(part: Stitched) -> bool:
    """Whether a row of a part begins with a subject code and has an amount."""
    coded = (
        row
        for row in part.rows()
        if (first := next((c for c in row.begun if c.text), None)) and _SUBJECT.match(plain(first.text))
    )
    return any(map(_could_be_one, coded))


def _lists_subjects(part: Stitched) -> bool:
    """Whether a table has subject codes of several levels and no amount: what stood beside them may be hidden."""
    first = (next((c for c in row.begun if c.text), None) for row in part.rows())
    codes = {plain(cell.text) for cell in first if cell is not None and _SUBJECT.fullmatch(plain(cell.text))}
    return len(codes) >= FEWEST_ROWS and any(c[:3] in codes for c in codes if len(c) > 3) and not amounts_in(part)


def _is_known(title: Title, found: Collection[str]) -> bool:
    """Whether a title that was not taken is that of a known table: one set aside, or details of one that was found."""
    details = title.weak and title.table in found and speaks_of_an_aspect(title)
    return (is_set_aside(title) and set(title.may_be) <= set(found)) or details


def _has_an_amount(part: Stitched) -> bool:
    return any(map(_amount_in, part.rows()))


def _lost_kind(part: Stitched, found: Collection[str]) -> str | None:
    """The kind, found nowhere, whose columns stand in a table that its title sets aside, be it of a budget, or that
    follows another with none. Among kinds with the same columns the title tells, if it speaks of one, or the codes."""
    spoken = part.title.speaks_of if part.title and part.title.speaks_of not in found else None
    of_a_budget = part.title is not None and is_of_a_budget(part.title)
    if of_a_budget and spoken:
        return spoken
    is_09 = _has_columns_of_09(part) or _has_rows_of_09(part)
    # but for one word the columns of a budget are those of the accounts
    kinds = ("09",) if is_09 else fitting(part.header.says | {"final"} if of_a_budget else part.header.says)
    if spoken in kinds or (spoken == "09" and _rows_like_the_nine(part)):
        return spoken
    if kinds and not set(kinds) & set(found):
        return kinds[0]
    own = _kind_by_codes(part)
    return own if own in kinds and own not in found else None


def _kind_by_codes(part: Stitched) -> str | None:
    """The one of the tables with the same columns (05, 07, 08) whose budget all subjects of a part belong to."""
    texts = ([plain(cell.text) for cell in row.begun if cell.text] for row in part.rows())
    codes = {"".join(takewhile(str.isdecimal, row)) for row in texts}  # also of cells for 类, 款 and 项
    budgets = {budget_of(code) for code in codes if len(code) == ITEM_DIGITS}
    return KIND_OF_BUDGET.get(budgets.pop() or "") if len(budgets) == 1 else None


def prints_accounts(part: Stitched) -> bool:
    """Whether a column or a row of a table is of the accounts (决算数)."""
    columns = (column.basis for column in part.header.columns if column.role is None)
    return Basis.FINAL in chain(columns, (meaning(_label(row)).basis for row in part.rows()))


def _label(row: Row) -> str:
    return next((cell.text for cell in row.begun if cell.text), "")


def follows(last: Stitched, part: Stitched) -> bool:
    """Whether a part without title and kind stands directly after another one."""
    block = part.blocks[0]
    return is_untitled_after(last, part) and not (block.noted or block.before > STRANGE_TEXT)


def is_untitled_after(last: Stitched, part: Stitched) -> bool:
    """Whether a part without title and kind stands on the page of another one or the next, whatever is between them."""
    return not (part.kind or part.title) and part.blocks[0].grid.page <= last.last_page + 1


def _is_amount(cell: Cell) -> bool:
    """Whether a cell prints a number with decimals, or with separators of thousands."""
    return cell.number.is_number and not {".", ","}.isdisjoint(plain(cell.text))


def amounts_in(part: Stitched) -> list[Cell]:
    """The amounts of a part; whole numbers without separators only in rows like those of the nine, since telephone
    numbers look the same."""
    marked = [cell for block in part.blocks for cell in block.grid.cells if _is_amount(cell)]
    rows = filter(_could_be_one, part.rows())
    return marked or [cell for row in rows for cell in row.begun if _may_be_an_amount(cell)]


def _may_be_an_amount(cell: Cell) -> bool:
    """Whether a number in a row like those of the nine is an amount: there a whole one of four digits or more is, as in
    元, unless it is a code."""
    text = plain(cell.text)
    return _is_amount(cell) or bool(_WHOLE.fullmatch(text) and not _SUBJECT.match(text))


def _could_be_one(row: Row) -> bool:
    """Whether a row has an amount, and begins with a subject code or has a label of 01, 04 or 09."""
    cells = [cell for column in range(len(row.cells)) if (cell := row.begins(column)) and cell.text]
    if not any(map(_may_be_an_amount, cells)):
        return False
    return bool(_SUBJECT.match(plain(cells[0].text))) or any(
        _names_a_row(c.text) for c in cells if c.number.kind == "text"
    )


def _names_a_row(text: str) -> bool:
    bare = bare_label(text)
    item = item_of("01.income", bare)
    if (item is not None and item.item not in _TOTALS) or class_code(without_ordinal(text)):
        return True
    measure = None if is_aside_of_09(bare) else measure_of("09", bare)
    return measure is not None and measure is not Measure.TOTAL


def _has_amounts_of_09(part: Stitched) -> bool:
    return _has_columns_of_09(part) and _has_an_amount(part)


def _has_columns_of_09(part: Stitched) -> bool:
    """Whether the columns of 09 stand in the header of a part, or in a row without amounts, as where its header was not
    told from its rows."""
    header = {column.measure("09") for column in part.header.columns if column.role is None}
    rows = ([cell.text for cell in row.cells if cell and cell.text] for row in part.rows() if not _amount_in(row))
    return any(measures >= _ITEMS_OF_09 for measures in chain([header], map(_measures_of_09, rows)))


def _has_rows_of_09(part: Stitched) -> bool:
    """Whether the items of 09 stand in the rows of a part, and no more of others (of 机关运行经费) than of these."""
    labels = [_label(row) for row in part.rows() if _amount_in(row)]
    items = [label for label in labels if measure_of("09", bare_label(label))]
    return 2 * len(items) >= len(labels) and _measures_of_09(items) >= _ITEMS_OF_09


def _measures_of_09(texts: Iterable[str]) -> set[Measure | None]:
    return {measure_of("09", bare_label(text)) for text in texts}


def _amount_in(row: Row) -> bool:
    return any(_is_amount(cell) for cell in row.cells if cell)
