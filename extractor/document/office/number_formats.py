"""A value of a spreadsheet and its number format → what the cell shows. The value behind it goes nowhere.

Exact: a stored number has 15 digits, as spreadsheets count them, and is rounded half up, never as a binary fraction.
"""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

import regex
from msgspec import Struct

# Formats that files name by number alone; those of dates as Chinese programs show them.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
DIGITS = 15  # of a number that a spreadsheet keeps
SHOWN = 10  # digits that the format General shows
NEARLY = Decimal("0.01")  # seconds that the digits of a stored time may lack
MOST_PLACES = 30  # before the point: no amount has more
LONGEST = 500  # characters of a format; a longer one is nonsense
_STORED = Context(prec=DIGITS, rounding=ROUND_HALF_UP)
_GENERAL = Context(prec=SHOWN, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=600, rounding=ROUND_HALF_UP)
_TOKEN = regex.compile(
    r"""(?P<literal>"[^"]*"|\\.|!.)|(?P<skip>_.|\*.)|(?P<bracket>\[[^\]]*\])|(?P<general>General|G/通用格式)
      |(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|b+|e+)
      |(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<other>.)""",
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_CONDITION = regex.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<value>-?\d+(?:\.\d+)?)\]")
_MONEY = regex.compile(r"\[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\]")
_ELAPSED = regex.compile(r"\[(h+|m+|s+)\]", regex.IGNORECASE)
_COLOUR = regex.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|yellow|[黑蓝青绿红黄]色?|洋红色?|(?:color|颜色)\s*\d{1,2})\]",
    regex.IGNORECASE,
)
_SIGNS = "-−－(（△▲"
_WEEKDAYS = "一二三四五六日"


class Token(Struct, frozen=True):
    """A piece of a format: its kind (the names of the groups above) and its text."""

    kind: str
    text: str


class Section(Struct, frozen=True):
    """One of the up to four parts of a format, with the condition under which it is used, if it names one, and whether
    it gives its numbers a colour."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    is_coloured: bool = False

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)

    @property
    def says_sign(self) -> bool:
        """Whether a sign or brackets stand in it."""
        return any(mark in _literal(token) for token in self.tokens for mark in _SIGNS)


@functools.lru_cache(maxsize=4096)
def shown(value: str, code: str, from_1904: bool = False) -> str:
    """What a cell with the stored number `value` shows under a format; `from_1904`: dates count from that year.

    A value that is no number is shown as it is.
    """
    try:
        number = _STORED.create_decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    if number.adjusted() > MOST_PLACES:
        return general(number)
    sections = _sections(code[:LONGEST])
    section, unsigned = _section(number, sections)
    if section is None or (section.has("general") and not section.has("digit")):
        text = general(abs(number) if unsigned else number)
        return (
            "".join(_literal(t) or (text if t.kind == "general" else "") for t in section.tokens) if section else text
        )
    if section.has("date") or section.has("half"):
        return _date(number, section, from_1904)
    if any(token.text == "/" for token in section.tokens):
        return general(number)  # a fraction
    if not section.has("digit"):
        sign = "-" if number < 0 and not unsigned and section.has("text") else ""
        return "".join(sign + general(abs(number)) if t.kind == "text" else _literal(t) for t in section.tokens)
    return _number(number, section, unsigned)


def shown_text(text: str, code: str) -> str:
    """What a cell with a text shows under a format: nothing under `;;;`."""
    sections = _sections(code[:LONGEST])
    if len(sections) < 4:
        return text
    return "".join(text if token.kind == "text" else _literal(token) for token in sections[3].tokens)


def general(number: Decimal) -> str:
    """A number without a format: ten digits at most, no zeros at the end."""
    if not number:
        return "0"
    rounded = number if number == number.to_integral_value() and abs(number) < 10**11 else _GENERAL.plus(number)
    if not -5 <= rounded.adjusted() <= 10:
        mantissa, _, exponent = f"{_STORED.create_decimal(number):.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{int(exponent[1:]):02}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@functools.lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...]:
    found: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    coloured = False
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "other", match[0]
        if kind == "other" and text == ";":
            found.append(Section(tuple(tokens), condition, coloured))
            tokens, condition, coloured = [], None, False
        elif kind == "bracket" and (said := _CONDITION.fullmatch(text)):
            condition = said["sign"], Decimal(said["value"])
        elif kind == "bracket" and (said := _MONEY.fullmatch(text)):
            tokens.append(Token("literal", f'"{said["sign"]}"'))
        elif kind == "bracket" and (said := _ELAPSED.fullmatch(text)):
            tokens.append(Token("date", said[0]))
        elif kind == "bracket":
            coloured = coloured or bool(_COLOUR.fullmatch(text))
        else:
            tokens.append(Token(kind, text))
    found.append(Section(tuple(tokens), condition, coloured))
    return tuple(found[:4])


def _section(number: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """The section for a number (None: as without a format), and whether it says the sign itself: one that colours
    negative numbers alone says it by the colour, which is a minus here."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            if section.condition is None or _meets(number, *section.condition):
                return section, place > 0 and number < 0 and section.condition is not None
        return None, False
    if len(numeric) == 1 or number > 0:
        return sections[0], False
    if number < 0:
        by_colour = sections[1].is_coloured and not sections[0].is_coloured and not sections[1].says_sign
        return sections[1], not by_colour
    return sections[2] if len(numeric) > 2 else sections[0], False


def _meets(number: Decimal, sign: str, value: Decimal) -> bool:
    order = number.compare(value)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "=": order == 0, "<>": order != 0}[sign]


def _literal(token: Token) -> str:
    if token.kind == "literal":
        return token.text[1:-1] if token.text.startswith('"') else token.text[1:]
    if token.kind == "skip":
        return " " if token.text.startswith("_") else ""
    return token.text if token.kind in ("other", "percent", "comma", "point") else ""


def _number(number: Decimal, section: Section, unsigned: bool) -> str:
    """A number in the digits that a section has places for."""
    tokens = section.tokens
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    point = next((i for i, t in enumerate(tokens) if t.kind == "point"), len(tokens))
    whole, after = [i for i in places if i < point], [i for i in places if i > point]
    commas = [i for i, t in enumerate(tokens) if t.kind == "comma"]
    # A comma after the last digit, or the last before the point, leaves three digits out.
    scale = sum(i > places[0] and not any(i < p and (i > point or p < point) for p in places) for i in commas)
    grouped = any(whole and whole[0] < i < whole[-1] for i in commas)
    value = abs(number).scaleb(2 * sum(t.kind == "percent" for t in tokens) - 3 * scale)
    exponent = next((t for t in tokens if t.kind == "exponent"), None)
    power = value.adjusted() if exponent is not None and value else 0
    rounded = _EXACT.quantize(value.scaleb(-power), Decimal(1).scaleb(-len(after)))
    digits, _, fraction = f"{rounded:f}".partition(".")
    filled = _filled([tokens[i].text for i in whole], "" if digits == "0" else digits, grouped)
    while fraction and tokens[after[len(fraction) - 1]].text != "0" and fraction.endswith("0"):
        fraction = fraction[:-1]
    said: list[str] = []
    for i, token in enumerate(tokens):
        if token.kind == "digit":
            said.append(filled[whole.index(i)] if i < point else fraction[after.index(i) : after.index(i) + 1])
        elif token.kind == "exponent":
            sign = "-" if power < 0 else "+" if "+" in token.text else ""
            said.append(f"E{sign}{abs(power):0{len(token.text) - 2}}")
        elif token.kind == "point":
            said.append("." if i == point and (whole or after) else "")
            if i == point and not whole and digits != "0":
                said.insert(-1, digits)
        elif token.kind != "comma" and token.kind != "text":
            said.append(_literal(token))
    sign = "-" if number < 0 and not unsigned and (rounded or exponent) else ""
    return sign + "".join(said)


def _filled(places: list[str], digits: str, grouped: bool) -> list[str]:
    """What stands in each place for a digit: the first takes all that are over."""
    size = max(len(digits), len(places))
    digits = digits.rjust(size)
    said = []
    for i, digit in enumerate(digits):
        place = places[max(i - (size - len(places)), 0)] if places else "#"
        text = digit if digit != " " else ("0" if place == "0" else " " if place == "?" else "")
        left = size - 1 - i
        said.append(f"{text}," if grouped and text.strip() and left and left % 3 == 0 else text)
    over = size - len(places)
    return ["".join(said[: over + 1]), *said[over + 1 :]] if places else []


def _date(number: Decimal, section: Section, from_1904: bool) -> str:
    """A date or time; what is none stays a number."""
    days = number + (1462 if from_1904 else 0)
    if not 0 <= days < 2958466:
        return general(number)
    # 1900 was no leap year, which the first spreadsheet did not know: its days before March are one off.
    start = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)
    seconds = int(days * 86400 + NEARLY)
    when = start + timedelta(seconds=seconds)
    dates = [i for i, token in enumerate(section.tokens) if token.kind == "date"]
    said: list[str] = []
    for i, token in enumerate(section.tokens):
        if token.kind == "half":
            names = ("上午", "下午") if "午" in token.text else ("AM", "PM")
            said.append(names[when.hour >= 12])
        elif token.kind != "date":
            said.append(_literal(token))
        elif token.text.startswith("["):
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[1].lower()]
            said.append(str(seconds // unit))
        else:
            at = dates.index(i)
            before = section.tokens[dates[at - 1]].text.lower() if at else ""
            after = section.tokens[dates[at + 1]].text.lower() if at + 1 < len(dates) else ""
            minutes = before.startswith(("h", "[h")) or after.startswith("s")
            said.append(_part(when, token.text.lower(), minutes, section.has("half")))
    return "".join(said)


def _part(when: datetime, text: str, minutes: bool, half: bool) -> str:
    size, kind = len(text), text[0]
    if kind in "ybe":
        return f"{when.year % 100:02}" if size < 3 and kind != "e" else str(when.year)
    if kind == "m" and not minutes:
        return str(when.month) if size == 1 else f"{when.month:02}" if size == 2 else f"{when:%b}"
    if kind == "d":
        return str(when.day) if size == 1 else f"{when.day:02}" if size == 2 else f"星期{_WEEKDAYS[when.weekday()]}"
    if kind == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[when.weekday()]
    clock = when.minute if kind == "m" else when.second if kind == "s" else when.hour % 12 or 12 if half else when.hour
    return str(clock) if size == 1 else f"{clock:02}"
