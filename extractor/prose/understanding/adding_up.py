"""Whether a sum is what the figures before it add up to, where words alone leave open what it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from extractor.document.numbers import last_digit
from extractor.prose.patterns.library import Library
from extractor.prose.patterns.pattern import Pattern
from extractor.prose.understanding.mind import Mind
from extractor.prose.understanding.numbers import Token

_ALL = Decimal(100)  # %
_ROUNDED = Decimal("0.15")  # of a change, by how much one may differ that is told by a rate of few digits


def adds_up(library: Library, pattern: Pattern, token: Token, mind: Mind) -> bool:
    """Whether a number is what the figures before it make, for a pattern that requires it."""
    if pattern.of_rate and not _of_rate(library, token, mind):
        return False
    if pattern.of_more and not _of_more(library, token, mind):
        return False
    return not pattern.of_sum or _of_sum(library, token, mind)


def tells_all_parts(library: Library, mind: Mind) -> bool:
    """Whether the last two or more amounts are the parts of the whole that was told before them, and all of them."""
    if not mind.has_parts() or len(mind.amounts) <= mind.parts():
        return False
    whole, *parts = mind.amounts[-mind.parts() - 1 :]
    multiples = library.numbers.multiples
    if any(unit not in multiples for _, unit in (whole, *parts)):
        return False
    finest = min(last_digit(value) for value, _ in (whole, *parts))
    rounded = finest / 2 * max(multiples[unit or ""] for _, unit in parts) * len(parts)
    return abs(_yuan(multiples, whole) - sum(_yuan(multiples, part) for part in parts)) <= rounded


def _yuan(multiples: Mapping[str, int], amount: tuple[Decimal, str | None]) -> Decimal:
    return amount[0] * multiples[amount[1] or ""]


def _of_rate(library: Library, token: Token, mind: Mind) -> bool:
    """Whether a sum is about what the last change in % makes of the last amount, both of the current subject.

    In 20万元，下降20%，…5万元 it is by how much it fell, where 20万元 would be what it came to.
    """
    amount, rate = mind.stated, mind.rate
    if amount is None or rate is None or amount.value is None or rate.value is None or rate.value <= -_ALL:
        return False
    multiples = library.numbers.multiples
    if (
        amount.subject not in mind.topic
        or rate.subject != amount.subject
        or not {amount.unit, token.unit} <= set(multiples)
    ):
        return False
    value = Decimal(token.digits)
    change = abs(amount.value * multiples[amount.unit or ""] * rate.value / (_ALL + rate.value))
    return value != amount.value and abs(value * multiples[token.unit or ""] - change) <= change * _ROUNDED


def _of_sum(library: Library, token: Token, mind: Mind) -> bool:
    """Whether a sum is that of the last two or more amounts above nothing, as far as they are rounded."""
    own = library.numbers.multiples.get(token.unit or "")
    if own is None:
        return False
    value, total, finest, told = Decimal(token.digits) * own, Decimal(0), Decimal(0), 0
    for amount, unit in reversed(mind.amounts):
        multiple = library.numbers.multiples.get(unit or "")
        if multiple is None:
            return False
        total += amount * multiple
        finest += last_digit(amount) * multiple / 2
        told += amount != 0
        if told > 1 and abs(total - value) <= finest and amount:
            return True
    return False


def _of_more(library: Library, token: Token, mind: Mind) -> bool:
    """Whether a sum is more than the last amount, of the current subject, and no budget was mentioned.

    支出9万元，低于预算10万元 gives the budget, where 低于预算1万元 gives the difference.
    """
    amount, own = mind.stated, library.numbers.multiples.get(token.unit or "")
    if amount is None or amount.value is None or own is None or mind.planned or amount.subject not in mind.topic:
        return False
    return Decimal(token.digits) * own > amount.value * library.numbers.multiples.get(amount.unit or "", 0)
