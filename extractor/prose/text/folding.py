"""A text → the same text in the form that the patterns expect, of the same length."""

from __future__ import annotations

from extractor.document.characters import simplified
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.spelt_years import with_years_in_digits
from extractor.prose.text.spelt_numbers import in_digits

_COMMA = compiled(r"(?<!\d),|,(?!\d)")
# a full stop typed as a point: 减少9万元.主要原因是, and none behind an ordinal (一.收入)
_POINT = compiled(r"\.(?<=[\p{Han}%]\.)(?<![一二三四五六七八九十]\.)(?=\p{Han}|\n|$)")
# the points of lists, as text layers have those of Wingdings: a letter that no word begins with
_POINT_OF_LIST = compiled(r"(?m)^(?!u盘)[lnuvqpwØü§²¨þ\ue000-\uf8ff](?=\p{Han})")
_FISCAL = compiled(r"(?<=\d{4})财年")
_NEGATIVE = compiled(r"△(?=\d)")  # as accounts print a minus


@remembered
def _folding() -> dict[str, str]:
    """The replacement of each character, one for one, so that places in the text stay the same."""
    table = {chr(code): sign for code, sign in simplified().items()}
    table |= {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}  # full-width ASCII
    for kept in "，；：！？":
        table.pop(kept, None)
    table |= dict(zip(";:!?〔〕【】[]［］﹪−–‑‐‒﹣｡", "；：！？()()()()%------。", strict=True))
    table |= dict.fromkeys("”“„〝〞「」『』‘’", '"')
    return table


def folded(text: str) -> str:
    """The text with full-width digits, signs and brackets as ASCII ones, spelt years in digits, 财年 as 年度 and △
    as a minus; of the same length."""
    table = _folding()
    for sign in sorted(table.keys() & set(text)):  # a few, and much faster so than `translate`
        text = text.replace(sign, table[sign])
    text = _POINT.sub("。", _COMMA.sub("，", text))
    text = _POINT_OF_LIST.sub("•", text)
    if "△" in text:
        text = _NEGATIVE.sub("-", text)
    if "财年" in text:
        text = _FISCAL.sub("年度", text)
    return with_years_in_digits(text)


def folded_with_numbers(text: str) -> tuple[str, dict[int, str]]:
    """The text folded, and, by their places, the numbers for which digits only stand in: those in Chinese
    characters."""
    return in_digits(folded(text))
