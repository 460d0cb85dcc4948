"""Which rows of a document belong to which sheet: titles, continuations over pages, tables set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.document.characters import plain, without_blanks
from extractor.document.model import Line
from extractor.kept import compiled
from extractor.tables.model import GridAddress, PageContent
from extractor.tables.sheets.flow import Block, Row, flow_of
from extractor.tables.sheets.header import read_header
from extractor.tables.sheets.vocabulary import TitleRule, field_of, label, title_of, vocabulary

_HEADING = compiled(
    r"^(?:第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_ORDINAL = compiled(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))")
_NOTE = compiled(r"^(?:备注|注|说明|填报说明)\d?[:：.、]")
_PAGE_MARK = compiled(r"^[-—－–\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)[-—－–\s]*$")
_AGAIN = compiled(r"[(（]?续表?\d*[)）]?|[(（]续[)）]")
_YEAR = compiled(r"(20\d\d)年")
_ITEM = compiled(r"^\d{1,2}[.、．]")
_PAIRED = compiled(r"^([\p{Han}（）()]{2,12})\s*[:：]")
_LEAD_LINES = 12  # over a sheet: title, year, unit and date; what is farther away is prose
_TAIL_LINES = 15  # under a sheet: its notes
_SAME_WIDTH = 0.03  # of the width: a sheet that goes on is as wide
_LONGEST_TITLE = 80  # characters
_HEAD_FIELDS = frozenset(
    {
        "project_name",
        "department",
        "implementing_unit",
        "filling_unit",
        "annual_goal",
        "basic_expenditure_total",
        "project_category",
        "project_attribute",
        "project_type",
    }
)


@dataclass(slots=True)
class SheetSource:
    """The rows of one sheet in order, each with the number of its grid, and the lines around them.

    `kind` is P1, P2 or P? (the content decides); `lead` stand over the sheet after its title, `tail` below it.
    """

    title: str | None
    kind: str
    lead: list[str] = field(default_factory=list)
    rows: list[tuple[Row, int]] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Division:
    """A document divided: its sheets, the titles set aside, the grids taken, and the place of each by its number."""

    sheets: list[SheetSource] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    grids_used: list[GridAddress] = field(default_factory=list)
    places: dict[int, GridAddress] = field(default_factory=dict)


def year_in(text: str) -> int | None:
    """The first year a title or caption prints."""
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else None


def divide(contents: Sequence[PageContent]) -> Division:
    """The sheets of a document."""
    divider = _Divider()
    for item in flow_of(contents):
        if isinstance(item, Line):
            divider.pending.append(item)
        else:
            divider.take(item)
    divider.close_tail()
    return divider.division


@dataclass(slots=True)
class _Divider:
    division: Division = field(default_factory=Division)
    pending: list[Line] = field(default_factory=list)
    current: SheetSource | None = None
    aside: bool = False
    last: Block | None = None
    blocks: int = 0

    def take(self, block: Block) -> None:
        """A grid, after the lines in `pending`."""
        if all(len(r.new) == 1 and _row_title(r) for r in block.rows):
            # A title in a box of its own.
            self.pending += [Line(r.new[0].text, r.page, block.grid.box, r.line) for r in block.rows]
            self.division.grids_used.append(block.grid.address)
            return
        self.blocks += 1
        self.division.places[self.blocks] = block.grid.address
        self._begin(block)
        used = self.aside or self.current is not None
        for row in block.rows:
            rule = _row_title(row)
            if rule is not None and _looks(block):
                text = next(p.text for p in row.new if title_of(p.text))
                self._start(rule, text, block, self._lead_after(None) if row.number == 0 else [])
                used = True
                continue
            if self.current is None:
                continue
            if self._next_sheet(row):
                self._open(SheetSource(None, self.current.kind))
            self.current.rows.append((row, self.blocks))
        if used:
            self.division.grids_used.append(block.grid.address)
            self.last = block
        else:
            self.last = None
        self.pending = []

    def _begin(self, block: Block) -> None:
        """Whether a grid starts a sheet, goes on with the one before, or is none of ours."""
        place, caption = self._caption()
        rule = title_of(caption) if caption else None
        if any(_row_title(row) for row in block.rows[:3]):
            self.close_tail(place)  # the title in the grid itself starts the sheet
            self.current, self.aside = None, False
        elif caption is not None and rule is not None and self._again(caption, block):
            return
        elif caption is not None and rule is not None and _looks(block):
            self.close_tail(place)
            self._start(rule, self._whole_title(place, caption), block, self._lead_after(place))
        elif caption is None and self._continues(block):
            return
        else:
            self.close_tail(place)
            self.current, self.aside = None, False
            if caption is None and _is_untitled_sheet(block):
                self._open(SheetSource(None, "P?", self._lead_after(None)))

    def _caption(self) -> tuple[int | None, str | None]:
        """The last line before the grid that reads like a table's title: its place in `pending`, its text."""
        low = max(0, len(self.pending) - _LEAD_LINES)
        for index in range(len(self.pending) - 1, low - 1, -1):
            text = without_blanks(self.pending[index].text)
            if len(text) <= _LONGEST_TITLE and (title_of(text) or vocabulary().caption.match(plain(text))):
                return index, text
        return None, None

    def _whole_title(self, place: int | None, caption: str) -> str:
        """A title over two lines: the upper has the year, the lower ends it."""
        if not place or year_in(caption):
            return caption
        before, line = self.pending[place - 1], self.pending[place]
        text = without_blanks(before.text)
        if before.page != line.page or before.box is None or line.box is None:
            return caption
        near = line.box.top - before.box.bottom < line.box.bottom - line.box.top
        return text + caption if near and len(text) < 60 and year_in(text) and "。" not in text else caption

    def _lead_after(self, place: int | None) -> list[str]:
        lines = self.pending[place + 1 :] if place is not None else self.pending[-4:]
        return [line.text for line in lines[:_LEAD_LINES]]

    def _again(self, caption: str, block: Block) -> bool:
        """A title printed again over a continuation: the same words, and no head below them."""
        if self.current is None or self.current.title is None or not self._fits(block):
            return False
        return plain(_AGAIN.sub("", caption)) == plain(_AGAIN.sub("", self.current.title))

    def _start(self, rule: TitleRule, title: str, block: Block, lead: list[str]) -> None:
        kind = rule.kind
        if kind == "other" and rule.id == "goals" and _has_results(block):
            kind = "P?"  # 绩效目标…表 by title, but it reports what was reached
        if kind == "other":
            self.division.other.append(_ORDINAL.sub("", title))
            self.current, self.aside = None, True
            return
        self._open(SheetSource(_ORDINAL.sub("", title), kind, lead))

    def _open(self, source: SheetSource) -> None:
        self.current, self.aside = source, False
        self.division.sheets.append(source)

    def _next_sheet(self, row: Row) -> bool:
        """A second 项目名称 in the same grid starts the next sheet."""
        if not row.new or field_of(row.new[0].text) != "project_name" or self.current is None or len(row.new) > 4:
            return False
        return any(r.new and field_of(r.new[0].text) == "project_name" for r, _ in self.current.rows)

    def _continues(self, block: Block) -> bool:
        """Whether a grid without a title goes on with the one before: no heading between them."""
        if any(_HEADING.match(plain(line.text)) for line in self.pending if not _NOTE.match(line.text.strip())):
            return False
        return self._fits(block)

    def _fits(self, block: Block) -> bool:
        """Whether a grid can be more of the one before: next in the flow, as wide, without a head, not foreign."""
        if self.last is None or (self.current is None and not self.aside):
            return False
        if block.page - self.last.page > 1 or _foreign(block) or _heads(block):
            return False
        if block.width is None or self.last.width is None:
            return block.width is self.last.width and block.grid.columns == self.last.grid.columns
        width, before = (w[1] - w[0] for w in (block.width, self.last.width))
        return abs(width - before) <= max(_SAME_WIDTH * before, 8.0)

    def close_tail(self, end: int | None = None) -> None:
        """Give the notes that follow a sheet to it."""
        if self.current is None:
            return
        lines = [line.text.strip() for line in self.pending[:end]]
        lines = [text for text in lines if not _PAGE_MARK.match(text)]
        taken: list[str] = []
        for text in lines[:_TAIL_LINES]:
            begins = _NOTE.match(text) or _is_pair(text) or (taken and _ITEM.match(text))
            unfinished = taken and not _is_pair(taken[-1]) and not taken[-1].endswith(("。", "；"))
            if _HEADING.match(plain(text)) or not (begins or unfinished):
                break
            taken.append(text)
        self.current.tail += taken


def _is_pair(text: str) -> bool:
    """`填报日期：…` and other labels of a sheet printed under its grid."""
    found = _PAIRED.match(text)
    return found is not None and (field_of(found[1]) is not None or label(found[1]) in vocabulary().persons)


def _row_title(row: Row) -> TitleRule | None:
    """The rule for a row that holds a title, and beside it at most a table number or the currency unit."""
    texts = [p.text for p in row.new if not vocabulary().beside_title.match(plain(p.text[:60]))]
    return title_of(texts[0]) if len(texts) == 1 and len(texts[0]) <= _LONGEST_TITLE else None


def _heads(block: Block) -> bool:
    """Whether a grid has the head of a sheet: 项目名称, or two other labels."""
    fields = [field_of(p.text) for r in block.rows[:8] for p in r.new[:1]]
    return "project_name" in fields or len(_HEAD_FIELDS.intersection(fields)) >= 2


def _headers(block: Block) -> list[frozenset[str]]:
    found = (read_header(block.rows, i) for i in range(len(block.rows)))
    return [h.roles for h in found if h is not None]


def _looks(block: Block) -> bool:
    """Whether a grid under a performance title can be the sheet: it has a header or a label of one."""
    fields = {field_of(p.text) for r in block.rows for p in r.new[:3]}
    return bool(_HEAD_FIELDS.intersection(fields)) or bool(_headers(block))


def _has_results(block: Block) -> bool:
    return any(h & {"actual", "score", "executed"} for h in _headers(block))


def _is_untitled_sheet(block: Block) -> bool:
    """Without a title only a head, and a header of indicators with what was reached, make a sheet."""
    reached = any("indicator_level3" in h and h & {"actual", "score"} for h in _headers(block))
    return reached and not _foreign(block)


def _foreign(block: Block) -> bool:
    first = block.rows[:3]
    text = plain("|".join(p.text[:30] for r in first for p in r.new))
    return bool(vocabulary().foreign.search(text)) and not any(
        h & {"indicator_level2", "indicator_level3", "execution_rate"} for h in _headers(block)
    )
