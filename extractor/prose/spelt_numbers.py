"""Numbers in Chinese characters, or partly in them → digits, in text of the same length.

两辆 is 2辆, 百分之五 is 005%, 一亿二千万元 is 01.2亿元, 1234万5千元 is 1234.5万元. What has more digits than characters
keeps one of them, as it is written on cheques: 三百万元 is 3佰万元. What is no number (三五万元, 数百万元) stays.
"""

from __future__ import annotations

from decimal import Decimal

import regex

from extractor.kept import compiled

_ONES = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
    | {"〇": 0, "两": 2}
)
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
HUNDREDS = {"拾": 1, "佰": 2, "仟": 3}  # how many places each moves the digits before it
_ONE = "[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
# The first sign is looked at first: in most places there is none, and what stands before need not be looked at.
_BEGINS = "(?=[\\d零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾])"
_NO_NUMBER_BEFORE = _BEGINS + "(?<![零〇一二两三四五六七八九十百千万亿点之第前每几数统唯\\d.,])"
_DIGITS = r"\d[\d,]*+(?:\.\d++)?+"
# 12.5万元, 12.5百万元, 12.5千元 are in digits already; looked at first: most amounts are.
_IN_DIGITS = rf"(?!{_DIGITS}[余多]?(?:百万|[万亿千])?[余多]?元)"
# 三百二十五, 1234万5千: begins with a digit or 十
_MONEY = compiled(
    rf"{_NO_NUMBER_BEFORE}{_IN_DIGITS}(?P<number>(?:{_DIGITS}|{_ONE}|十|拾)(?:{_DIGITS}|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟])*?)"
    r"(?P<more>[余多]?)(?P<great>[万亿]?)(?P<rest>[余多]?)元(?![化素])"
)
_COUNT = compiled(
    f"{_NO_NUMBER_BEFORE}(?P<number>{_ONE}|{_ONE}?十{_ONE}?|[零一二两三四五六七八九十百千]{{2,9}})"
    "(?=辆|批次|人次|台(?=[，。；、()]|$)|个(?=团组|批次|[，。；、)]|$))"
)
_SAID = str.maketrans("0123456789", "零一二三四五六七八九")
_HUNDREDTHS = compiled(f"百分之(?P<number>百|(?P<whole>{_ONE}?十{_ONE}?|{_ONE})(?:点(?P<part>{_ONE}{{1,4}}))?)")
_PLACES = compiled(rf"{_DIGITS}|.")
_PLAIN = compiled(rf"{_DIGITS}(?:[百千]|)")


def in_digits(text: str) -> str:
    """The text with the numbers that have a unit in digits, of the same length."""
    return _HUNDREDTHS.sub(_percent, _COUNT.sub(_count, _MONEY.sub(_money, text)))


def _value(number: str) -> Decimal | None:
    """What a number below 万 is, 三千五百, 3千5 or 12.5; None for what is none (三五)."""
    total, held, last, gap = Decimal(0), None, 0, False
    for match in _PLACES.finditer(number):
        sign = match[0]
        if sign in _TENS:
            total += (1 if held is None else held) * _TENS[sign]
            held, last, gap = None, _TENS[sign], False
        elif sign in "零〇":
            gap = True
        elif held is not None:
            return None
        else:
            held = Decimal(_ONES[sign]) if sign in _ONES else Decimal(sign.replace(",", ""))
    if held is not None:
        short = last > 10 and not gap and held < 10  # 三千五 is 3500
        total += held * last / 10 if short else held
    return total


def _amount(number: str) -> Decimal | None:
    """What a number is: its parts by 亿 and 万, each smaller than the one before."""
    total = Decimal(0)
    for sign, great in (("亿", _GREAT["亿"]), ("万", _GREAT["万"])):
        head, found, number = number.rpartition(sign)
        if found:
            value = _value(head)
            if value is None or any(c in head for c in _GREAT):
                return None
            total += value * great
    value = _value(number)
    return None if value is None else total + value


def _money(match: regex.Match[str]) -> str:
    number, great = match["number"], match["great"]
    compound = any(c in number for c in _GREAT)
    if not compound and _PLAIN.fullmatch(number) and not _told(number, great):
        return match[0]
    if not (compound or great or len(number) > 1):
        return match[0]
    total = _amount(number + great)
    if total is None or (compound and great and number[-1] in _GREAT):
        return match[0]
    unit = next((c for c in "亿万" if c in number + great), "")
    rest = f"{match['more']}{unit}{match['rest']}元"
    written = _fitted(total / _GREAT.get(unit, 1), rest, match[0]) or _fitted(total, "元", match[0])
    return written or match[0].translate(_SAID)  # of 20万5元, which has more digits, 5元 must not stay


def _told(number: str, great: str) -> bool:
    """Whether 千 or 百 after digits is no part of a unit, as in 3千万元 and 3百元."""
    return number.endswith("千" if great else "百")


def _count(match: regex.Match[str]) -> str:
    value = _value(match["number"])
    return match[0] if value is None else _fitted(value, "", match[0]) or match[0]


def _fitted(value: Decimal, unit: str, printed: str) -> str | None:
    """A value with its unit in as many characters as it was printed in; None where that cannot be."""
    for places, sign in ((0, ""), *((places, sign) for sign, places in HUNDREDS.items())):
        digits = value.scaleb(-places).normalize()
        written = f"{digits:f}{sign}{unit}"
        if len(written) <= len(printed) and (not sign or digits == digits.to_integral_value()):
            return written.zfill(len(printed))
    return None


def _percent(match: regex.Match[str]) -> str:
    number = match["number"]
    value = "100" if number == "百" else f"{_value(match['whole'])}"
    if match["part"]:
        value += "." + "".join(str(_ONES[c]) for c in match["part"])
    return value.zfill(len(match[0]) - 1) + "%"
