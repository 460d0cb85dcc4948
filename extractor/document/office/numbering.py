"""The numbers that Word itself puts before paragraphs (自动编号): 一、 （一） 1. ①, counted as a person sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from msgspec import Struct, field

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
MOST = 9999  # what is counted is shown in words up to here
_PLACE = regex.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_IN_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting",
))  # fmt: skip


class Level(Struct, frozen=True):
    """How a level of a list is counted: from `start`, in some `form`, shown as `text` (`%1、`)."""

    start: int
    form: str
    text: str
    restart: int | None  # the level (1-based) after which it begins anew, 0: never, None: after any above
    legal: bool


class _List(Struct):
    """Lists that are counted together, and how far each level has come (None: not begun)."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Numbering:
    """The lists of a document, counted as its paragraphs are told from first to last."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        abstract = {one.get(f"{W}abstractNumId", ""): one for one in root.iter(f"{W}abstractNum")}
        by_style = {
            said: number for number, one in abstract.items() if (said := value(one.find(f"{W}styleLink"))) is not None
        }
        for number, one in abstract.items():
            linked = by_style.get(value(one.find(f"{W}numStyleLink")) or "", number)
            self._lists[number] = _List(_levels(abstract[linked]))
        for num in root.iter(f"{W}num"):
            number = value(num.find(f"{W}abstractNumId")) or ""
            if number in self._lists:
                levels, starts = dict(self._lists[number].levels), {}
                for over in num.iter(f"{W}lvlOverride"):
                    place = whole(over.get(f"{W}ilvl"), 0)
                    levels |= _levels(over)
                    if (start := value(over.find(f"{W}startOverride"))) is not None:
                        starts[place] = whole(start, 1)
                self._of[num.get(f"{W}numId", "")] = number, levels, starts

    def next(self, list_: str, place: int) -> str:
        """What stands before the next paragraph of a list at a level (0-based); nothing for bullets."""
        if list_ not in self._of or not 0 <= place < LEVELS:
            return ""
        number, levels, starts = self._of[list_]
        counts = self._lists[number].counts
        level = levels.get(place)
        if level is None:
            return ""
        if (list_, place) not in self._begun and place in starts:
            counts[place] = None
        before = counts[place]
        counts[place] = before + 1 if before is not None else starts.get(place, level.start)
        self._begun.add((list_, place))
        for below in range(place + 1, LEVELS):
            lower = levels.get(below)
            if lower is None or lower.restart is None or 0 < place + 1 <= lower.restart:
                counts[below] = None
        if level.form in ("bullet", "none"):
            return "" if level.form == "bullet" else _PLACE.sub("", level.text)

        def said(found: regex.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, level)
            count = counts[at]
            return in_form(count if count is not None else of.start, "decimal" if level.legal else of.form)

        return _PLACE.sub(said, level.text)


def _levels(root: Element) -> dict[int, Level]:
    return {
        whole(one.get(f"{W}ilvl"), 0): Level(
            whole(value(one.find(f"{W}start")), 0),
            value(one.find(f"{W}numFmt")) or "decimal",
            value(one.find(f"{W}lvlText")) or "",
            whole(restart, 0) if (restart := value(one.find(f"{W}lvlRestart"))) is not None else None,
            is_on(one.find(f"{W}isLgl")),
        )
        for one in root.iter(f"{W}lvl")
    }


def value(node: Element | None) -> str | None:
    """What an element says: its attribute `val`."""
    return node.get(f"{W}val") if node is not None else None


def is_on(node: Element | None) -> bool:
    """Whether a property is set, which an element does by being there unless it says otherwise."""
    return node is not None and (node.get(f"{W}val") or "true") not in ("0", "false", "off", "none")


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as a file writes it."""
    return int(text) if text and len(text) < 7 and text.lstrip("-").isdecimal() else otherwise


def in_form(count: int, form: str) -> str:
    """A number as a list shows it; in digits where the form is not known."""
    if not 0 < count <= MOST:
        return str(count)
    if form in _IN_CHINESE:
        return in_chinese(count)
    if form == "chineseLegalSimplified":
        return in_chinese(count, from_one=True).translate(_LEGAL)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if form in ("upperLetter", "lowerLetter"):
        letters = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and count <= 20:
        return chr(ord("①") + count - 1)
    if form == "ideographEnclosedCircle" and count <= 10:
        return chr(ord("㊀") + count - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(count).translate({ord("0") + n: ord("０") + n for n in range(10)})
    if form == "decimalZero":
        return f"{count:02}"
    if form in _STEMS:
        return _STEMS[form][(count - 1) % len(_STEMS[form])]
    return str(count)


def in_chinese(count: int, from_one: bool = False) -> str:
    """一 to 九千九百九十九; 十一, and only with `from_one` 一十一."""
    said, gap = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = count // power % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return said.removeprefix("一") if said.startswith("一十") and not from_one else said


def _roman(count: int) -> str:
    said = ""
    for number, letters in _ROMAN:
        said += letters * (count // number)
        count %= number
    return said
