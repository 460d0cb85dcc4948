"""Numbers in Chinese characters, or partly in them → digits, in text of the same length, and their values.

两辆 becomes 1辆 and is 2, 百分之五 becomes 1111% and is 5, 一千万零五百元 becomes 111111元 and is 10000500. 占九成,
占四分之三 and 占一半 are 90, 75 and 50 %; with a bound (近九成, 三分之二以上) they are no number. 零 after the name of
money is 0, and 负 before a sum its sign. A number can have more digits than characters, so the digits in the text only
stand in for it; its value is given separately. What is no number (三五万元, 数百万元) stays.
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
_ONE = "[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_ZERO = "零"
_LONGEST = 40  # characters of a number, or numbers of digits among them
_BEGIN = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百千"  # with what a number in Chinese begins; looked at first
_NO_NUMBER_BEFORE = "(?<![零〇一二两三四五六七八九十百千万亿点之第前每几数统唯\\d.,])"
_DIGITS = r"\d[\d,]*+(?:\.\d++)?+"
# 12.5万元, 12.5百万元, 12.5千元 are in digits already; looked at first: most amounts are.
_IN_DIGITS = rf"(?!{_DIGITS}[余多]?(?:百万|[万亿千])?[余多]?元)"
# 三百二十五, 1234万5千, 十二点五: begins with a digit or 十; 捌角玖分 may follow its 元
_MONEY = compiled(
    rf"(?=[\d{_BEGIN}]){_NO_NUMBER_BEFORE}{_IN_DIGITS}(?P<number>(?:{_DIGITS}|{_ONE}|十|拾)(?:{_DIGITS}|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]){{0,{_LONGEST}}}?)"
    rf"(?:点(?P<part>{_ONE}{{1,4}}))?(?P<more>[余多]?)(?P<great>[万亿]?)(?P<rest>[余多]?)元(?![化素])"
    rf"(?:[零〇]?(?P<tenths>{_ONE})角)?(?:[零〇]?(?P<hundredths>{_ONE})分)?"
)
# Without any of these nothing in front of 元 is but digits and a unit; looked at first: most sentences have none.
_SPELT = compiled(rf"[{_BEGIN}佰仟][\d,.{_BEGIN}佰仟万亿点余多]{{0,{_LONGEST}}}元|元{_ONE}|[万亿][\d万亿]")
_COUNT = compiled(
    f"(?=[{_BEGIN}]){_NO_NUMBER_BEFORE}(?P<number>{_ONE}|{_ONE}?十{_ONE}?|[零一二两三四五六七八九十百千]{{2,9}})"
    "(?=辆|批次|人次|[台批人](?=[，。；、()]|$)|个(?=团组|批次|[，。；、)]|$))"
)
# 出国费零，: nothing was spent, which is said without a unit
_NOTHING = compiled(
    r"(?<=(?:[费用出入]|经费|出国|上年度?|去年度?|用车|接待|购置|三公\"|[预决]算数?)(?:[均都各]?[为是]|：)?)零(?=[，。；、)\n]|\Z)"
)
# 年末结余负6.4万元; who 自负 or 担负 a sum bears it
_BELOW_NOTHING = "负"
_MINUS = compiled(
    rf"(?<=\p{{Han}})(?<![正自担肩抱承应须所人由欠各])负(?=[\d{_BEGIN}][\d,.{_BEGIN}佰仟万亿点]{{0,{_LONGEST}}}(?:元|%)|百分之)"
)
_SAID = str.maketrans("0123456789", "零一二三四五六七八九")
_HUNDREDTHS = compiled(
    rf"百分之(?P<number>百|(?P<digits>\d{{1,3}}(?:\.\d{{1,2}})?)(?![\d.])"
    rf"|(?P<whole>{_ONE}?十{_ONE}?|{_ONE})(?:点(?P<part>{_ONE}{{1,4}}))?)"
)
# 占九成五, 占总支出的四分之三, 各占一半: parts of what was named, to two decimals of a per cent
_PART = compiled(
    "(?<=[占为的约降升]|[降增减][低长幅少加了])(?:(?P<tenths>[一二两三四五六七八九])成(?P<hundredths>[一二三四五六七八九])?|(?P<half>一半|半数)"
    "|(?P<under>[二三四五六七八九十])分之(?P<over>[一二三四五六七八九]))(?=左右|[，。；、)]|$)"
)
_PLACES = compiled(rf"{_DIGITS}|.")
_PLAIN = compiled(rf"{_DIGITS}(?:[百千]|)")
_DIGITS_AT_MOST, _DECIMALS = 15, 8  # of a number that is read
_PRECISE = 4  # decimals of a value


def in_digits(text: str) -> tuple[str, dict[int, str]]:
    """The text with digits for the spelt numbers that have a unit, of the same length; and the numbers by their
    places."""
    spelt = _Spelt()
    if _BELOW_NOTHING in text:
        text = _MINUS.sub("-", text)
    if _ZERO in text:
        text = _NOTHING.sub("0", text)
    text = _PART.sub(spelt.part, text)
    if _SPELT.search(text):
        text = _MONEY.sub(spelt.money, text)
    text = _COUNT.sub(spelt.count, text)
    return _HUNDREDTHS.sub(spelt.percent, text), spelt.said


class _Spelt:
    """The spelt numbers of a text as they are replaced, and their values (`said`) by their places."""

    def __init__(self) -> None:
        self.said: dict[int, str] = {}

    def _stand_in(self, match: regex.Match[str], value: Decimal, unit: str) -> str:
        """As many digits as a number has characters, to stand in for it."""
        room = len(match[0]) - len(unit)
        if room > _DIGITS_AT_MOST + 1 + _DECIMALS:
            return match[0]  # longer than any sum of money
        self.said[match.start()] = f"{value.normalize():f}"
        if room > _DIGITS_AT_MOST:
            return "1" * (room - 1 - _DECIMALS) + "." + "1" * _DECIMALS + unit
        return "1" * room + unit

    def money(self, match: regex.Match[str]) -> str:
        number, great = match["number"], match["great"]
        compound = any(c in number for c in _GREAT)
        fraction = match["part"] or match["tenths"] or match["hundredths"]
        if not compound and _PLAIN.fullmatch(number) and not fraction and not _told(number, great):
            return match[0]
        if not (compound or great or fraction or len(number) > 1):
            return match[0].replace(_ZERO, "0")  # 零元; 一元 and 两元 are hardly sums of money
        total = _amount(number + great if compound else number)
        if total is None or (compound and match["part"]):
            return match[0].translate(_SAID)  # of 20万5元, which may be two things, 5元 must not stay
        if not compound:
            total = (total + _tenths(match["part"])) * _GREAT.get(great, 1)
        if total.adjusted() > _DIGITS_AT_MOST:
            return match[0]  # more than any sum of money
        total += _tenths(match["tenths"]) + _tenths(match["hundredths"]) / 10
        unit = next((c for c in "亿万" if c in number + great and _is_exact(total / _GREAT[c])), "")
        written = f"{match['more']}{unit}{match['rest']}元"
        if len(written) < len(match[0]):
            return self._stand_in(match, total / _GREAT.get(unit, 1), written)
        return self._stand_in(match, total, "元")

    def count(self, match: regex.Match[str]) -> str:
        value = _value(match["number"])
        return match[0] if value is None else self._stand_in(match, value, "")

    def percent(self, match: regex.Match[str]) -> str:
        if match["digits"]:
            return self._stand_in(match, Decimal(match["digits"]), "%")
        whole = Decimal(100) if match["number"] == "百" else _value(match["whole"])
        return match[0] if whole is None else self._stand_in(match, whole + _tenths(match["part"]), "%")

    def part(self, match: regex.Match[str]) -> str:
        """A share in words: 一半, 三成, 四分之三."""
        if match["half"]:
            value = Decimal(50)
        elif match["tenths"]:
            value = Decimal(_ONES[match["tenths"]] * 10 + _ONES.get(match["hundredths"] or "零", 0))
        else:
            over, under = _ONES[match["over"]], _TENS.get(match["under"]) or _ONES[match["under"]]
            if over >= under:
                return match[0]
            value = (Decimal(100 * over) / under).quantize(Decimal("0.01"))
        return self._stand_in(match, value, "%")


def _is_exact(value: Decimal) -> bool:
    """Whether a value can be told with as many decimals as one has: 壹亿零壹元 is told in 元."""
    return value == round(value, _PRECISE)


def _tenths(part: str | None) -> Decimal:
    """The value of what stands after 点: 0.25 for 二五."""
    return Decimal("0." + "".join(str(_ONES[c]) for c in part)) if part else Decimal(0)


def _told(number: str, great: str) -> bool:
    """Whether 千 or 百 after digits is part of the number rather than of a unit, as in 3千万元 and 3百元."""
    return number.endswith("千" if great else "百")


def _value(number: str) -> Decimal | None:
    """The value of a number below 万, 三千五百, 3千5 or 12.5; None for what is none (三五)."""
    total, held, last, gap = Decimal(0), None, 0, False
    for match in _PLACES.finditer(number):
        sign = match[0]
        if sign in _TENS:
            total += (1 if held is None else held) * _TENS[sign]
            held, last, gap = None, _TENS[sign], False
        elif sign in "零〇":
            gap = True
        elif held is not None or sign in _GREAT:
            return None
        else:
            held = Decimal(_ONES[sign]) if sign in _ONES else Decimal(sign.replace(",", ""))
    if held is not None:
        short = last > 10 and not gap and held < 10  # 三千五 is 3500
        total += held * last / 10 if short else held
    return total


def _amount(number: str) -> Decimal | None:
    """The value of a number: its parts by 亿 and 万, each smaller than the one before; 二十万亿 is 20 times 10^12."""
    total = Decimal(0)
    for sign, great in (("亿", _GREAT["亿"]), ("万", _GREAT["万"])):
        head, found, number = number.rpartition(sign)
        if found:
            value = _amount(head) if sign == "亿" and "万" in head else _value(head)
            if not head or value is None or sign in head or len(number) == 1:
                return None
            total += value * great
    value = _value(number)
    return None if value is None else total + value
