"""单位: the name of the unit that publishes, out of the forms in which a document prints it.

The rule. The form printed over the tables (`部门：X`) is the unit's legal name in most documents, so it comes first;
then the cover, the headings, the 绩效自评表 and the prose, the most frequent form of a place before the others. From
there the *fullest* form is taken: one that holds all the characters of it in their order and ends as it does
(曾都区人社局 → 随州市曾都区人力资源和社会保障局), from any place but the prose, where words run together; what stands
before a form must be a place or a superior (随州市, 中共), or else it is no part of the name. Placeholders (XX局) and
common nouns (本部门) are no names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.identity.model import UnitName
from extractor.identity.naming import Naming, clean_name
from extractor.identity.shapes import self_naming
from extractor.knowledge import remembered

_NUMERALS = re.compile("[0-9]+|[〇零一二三四五六七八九十百]+")
_PLACES = ("frame", "cover", "heading", "sheet", "prose")


@remembered
def _superior() -> re.Pattern[str]:
    return re.compile(self_naming().superior.expression)


def unit_names(
    makers: Iterable[str | None], titles: Sequence[Naming], sheets: Iterable[str | None] = ()
) -> list[UnitName]:
    """Every form in which the document prints its own name, with place and count, the best places first.

    `makers` are the makers of the tables, `sheets` the 单位名称 or 实施单位 of the 绩效自评表. A sheet may name a
    subordinate unit: its name counts only where it is a form of one that the document has elsewhere.
    """
    forms: Counter[tuple[str, str]] = Counter()
    for maker in makers:
        if name := clean_name(maker):
            forms["frame", name] += 1
    for title in titles:
        if title.name:
            forms[title.place, title.name] += 1
    known = {name for _, name in forms}
    for sheet in sheets:
        name = clean_name(sheet)
        if name and (not known or any(is_fuller(name, k) or is_fuller(k, name) for k in known)):
            forms["sheet", name] += 1
    order = {place: i for i, place in enumerate(_PLACES)}
    ranked = sorted(forms.items(), key=lambda item: (order[item[0][0]], -item[1]))
    return [UnitName(name, place, count) for (place, name), count in ranked]


def is_fuller(form: str, short: str) -> bool:
    """Whether `form` holds the characters of `short` in their order and ends as it does (so does `short` itself).

    Names that differ in an ordinal or a digit are different names: 第十一小学 is no fuller form of 第一小学.
    """
    if _NUMERALS.findall(form) != _NUMERALS.findall(short):
        return False
    if form.endswith(short):
        return form == short or _superior().fullmatch(form.removesuffix(short)) is not None
    rest = iter(form)
    return form[-1:] == short[-1:] and all(character in rest for character in short)


def printed_name(names: Sequence[UnitName]) -> str | None:
    """The form printed over the tables, or else on the cover and so on, the most frequent first."""
    return names[0].name if names else None


def unit_name(names: Sequence[UnitName]) -> str | None:
    """The fullest form by the rule above; None where the document does not name itself."""
    short = printed_name(names)
    if short is None:
        return None
    fuller = {n.name for n in names if n.place != "prose" and is_fuller(n.name, short)} | {short}
    return max(sorted(fuller), key=len)
