"""Codes in cells that span the rows of a 类 or 款, where no rules say which: their digits stand in the middle of them.

205 |    | 教育支出          The names say which subjects the rows are of. They are believed where the digits, column
    | 02 | 普通教育          by column from top to bottom, are those of the codes so named, one after the other.
    |    |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.classification.subjects import codes_called, is_functional_name
from extractor.document.characters import plain
from extractor.tables.headers import Column
from extractor.tables.model import Row
from extractor.tables.nine.rows.codes import OF_CLASS, OF_PART, digits_of

LEVELS = 3  # columns: 类, 款, 项


def codes_of_spans(
    rows: Sequence[Row], code_columns: Sequence[Column], name_columns: Sequence[Column]
) -> dict[int, str]:
    """The codes of rows, by their place, where those printed are not in all of their own rows; nothing where each row
    has its digits, or the names do not make these up."""
    if len(code_columns) != LEVELS or len(name_columns) != 1:
        return {}
    printed = [tuple(digits_of(plain(row.text(c.index))) for c in code_columns) for row in rows]
    names = {
        place: name for place, row in enumerate(rows) if is_functional_name(name := row.text(name_columns[0].index))
    }
    if all(any(printed[place]) for place in names):
        return {}
    found: dict[int, str] = {}
    classes = [digits[0] for digits in printed if digits[0]]
    code = ""
    for place, name in names.items():
        code = _named(name, code, classes, printed[place][-1])
        if not code:
            return {}
        found[place] = code
        if code == classes[0]:
            classes = classes[1:] or [""]
    return found if _are_borne_out(found.values(), printed) else {}


def _named(name: str, before: str, classes: Sequence[str], item: str) -> str:
    """The code of a name that follows `before`: the next of the printed 类, or a 款 or 项 of the one before, as the
    digits of a 项 beside the name say; None where no code, or several, have that name."""
    opening = codes_called(name, classes[0]) if classes else frozenset[str]()
    if not item and classes and classes[0] in opening:
        return classes[0]
    within = codes_called(name, before[:OF_CLASS])
    group = before[: OF_CLASS + OF_PART]
    fit = [
        code
        for code in within
        if (code[:-OF_PART] == group and code.endswith(item) if item else len(code) == OF_CLASS + OF_PART)
    ]
    return fit[0] if len(fit) == 1 else ""


def _are_borne_out(codes: Iterable[str], printed: Sequence[tuple[str, ...]]) -> bool:
    """Whether the digits of each column, from top to bottom, are those of the codes there, each once."""
    own = list(codes)
    ends = (OF_CLASS, OF_CLASS + OF_PART, OF_CLASS + 2 * OF_PART)
    return all(
        [digits[level] for digits in printed if digits[level]] == list(_digits(own, level, end))
        for level, end in enumerate(ends)
    )


def _digits(codes: Sequence[str], level: int, end: int) -> Iterator[str]:
    """The last digits of the codes of a level, each where it begins."""
    last = ""
    for code in codes:
        if len(code) >= end and code[:end] != last:
            last = code[:end]
            yield last if level == 0 else last[-OF_PART:]
