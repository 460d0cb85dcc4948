"""Years in Chinese characters: 二〇二三年 is 2023年."""

from __future__ import annotations

from extractor.kept import compiled

CHINESE_DIGITS = str.maketrans("〇○零OＯo一二三四五六七八九", "000000123456789")
_ZEROS = "〇○零0OＯo"
_YEAR = compiled(rf"(?:二[{_ZEROS}]|一九)[一二三四五六七八九{_ZEROS}]{{2}}(?=年)")
_SIGNS = ("二", "一九")  # with which one begins; looked at first


def with_years_in_digits(text: str) -> str:
    """The text with digits for its spelt years, of the same length; typists take 0, O and ○ for 〇."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _YEAR.sub(lambda year: year[0].translate(CHINESE_DIGITS), text)
