"""Whether a sum is what the figures before it add up to, where words alone leave open what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from extractor.document.numbers import last_digit
from extractor.prose.patterns.library import Library
from extractor.prose.patterns.pattern import Pattern
from extractor.prose.understanding.mind import Mind, Sum, on_other_side
from extractor.prose.understanding.numbers import Token
from extractor.prose.understanding.readings import ALL, Understood
from extractor.prose.understanding.subjects import SIDES

_ROUNDED = Decimal("0.15")  # of a change, by how much one may differ that is told by a rate of few digits


def adds_up(library: Library, pattern: Pattern, token: Token, mind: Mind) -> bool:
    """Whether a number is what the figures before it make, for a pattern that requires it."""
    if pattern.of_rate and not _of_rate(library, token, mind):
        return False
    if pattern.of_more and not _of_more(library, token, mind):
        return False
    return not pattern.of_sum or _of_sum(library, token, mind)


def whole_told(library: Library, mind: Mind) -> str | None:
    """The whole of which the last two or more amounts are all parts; where no 其中 says so, by their names: 支出9万元，
    基本支出6万元，项目支出3万元."""
    if mind.whole is not None:
        told = mind.has_parts() and len(mind.amounts) > mind.parts()
        return mind.whole if told and _are_all(library, mind.amounts[-mind.parts() - 1 :]) else None
    sums = list(takewhile(lambda s: s.subject in mind.told, reversed(mind.amounts)))
    for several in range(2, len(sums)):
        whole, parts = sums[several], sums[:several]
        names = {s.subject for s in (whole, *parts)}
        if len(names) <= several or not all(_may_be_part(library, part, whole) for part in parts):
            return None
        if _are_all(library, (whole, *parts), to_the_digit=True):
            return whole.subject
    return None


def totals_told(mind: Mind) -> tuple[str, ...]:
    """The two totals that a change without a name is of, unless they differ: 收入总计9万元、支出总计9万元。比上年增加
    1万元."""
    income, expenditure = SIDES
    told = (mind.told or mind.earlier)[-len(SIDES) :]
    paired = mind.topic == told[1:] and told[0].replace(income, expenditure) == told[1]
    differ = len({amount.value for amount in mind.amounts[-len(SIDES) :] if amount.subject in told}) > 1
    return told if paired and told[0].endswith("总计") and not differ else ()


def exceeds_each(token: Token, each: Understood) -> bool:
    """Whether a sum is more than what was spent on each, so that it was not added to that: 生均9万元，新增86万元."""
    return token.kind == "amount" and each.value is not None and Decimal(token.digits or 0) > each.value


def _may_be_part(library: Library, part: Sum, whole: Sum) -> bool:
    named_so = library.subjects.names.each_ends.fullmatch(part.subject)
    return named_so is not None and part.value > 0 and not on_other_side(whole.subject, part.subject)


def _are_all(library: Library, sums: Sequence[Sum], to_the_digit: bool = False) -> bool:
    """Whether the first of several amounts is the sum of the others: `to_the_digit`, or as far as they are rounded."""
    multiples = library.numbers.multiples
    if any(s.unit not in multiples for s in sums):
        return False
    whole, *parts = sums
    finest = min(last_digit(s.value) for s in sums)
    rounded = finest / 2 * max(multiples[part.unit or ""] for part in parts) * len(parts)
    off = abs(_yuan(multiples, whole) - sum(_yuan(multiples, part) for part in parts))
    return off <= (0 if to_the_digit else rounded)


def _yuan(multiples: Mapping[str, int], amount: Sum) -> Decimal:
    return amount.value * multiples[amount.unit or ""]


def _of_rate(library: Library, token: Token, mind: Mind) -> bool:
    """Whether a sum is about what the last change in % makes of the last amount, both of the current subject.

    In 20万元，下降20%，…5万元 it is by how much it fell, where 20万元 would be what it came to.
    """
    amount, rate = mind.stated, mind.rate
    if amount is None or rate is None or amount.value is None or rate.value is None or rate.value <= -ALL:
        return False
    multiples = library.numbers.multiples
    if (
        amount.subject not in mind.topic
        or rate.subject != amount.subject
        or not {amount.unit, token.unit} <= set(multiples)
    ):
        return False
    value = Decimal(token.digits)
    change = abs(amount.value * multiples[amount.unit or ""] * rate.value / (ALL + rate.value))
    return value != amount.value and abs(value * multiples[token.unit or ""] - change) <= change * _ROUNDED


def _of_sum(library: Library, token: Token, mind: Mind) -> bool:
    """Whether a sum is that of the last two or more amounts above nothing, as far as they are rounded."""
    own = library.numbers.multiples.get(token.unit or "")
    if own is None:
        return False
    value, total, finest, told = Decimal(token.digits) * own, Decimal(0), Decimal(0), 0
    for amount, unit, _ in reversed(mind.amounts):
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
