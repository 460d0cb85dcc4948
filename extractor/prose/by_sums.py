"""Figures whose words leave open what they are: parts of a budget or a change are told by their sum, shares by their
quotient."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from msgspec.structs import replace

from extractor.document.numbers import last_digit
from extractor.prose.patterns.library import Library
from extractor.prose.understanding.mind import BUDGETS
from extractor.prose.understanding.readings import ALL
from extractor.prose.understanding.years import LAST_YEAR
from extractor.records.closed_sets import Metric
from extractor.records.rows import Figure

_MOST = 12  # parts of a change
_BEHIND = 2  # figures before a completion: the budget and what came of it


def by_sums(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with another metric where the numbers say so and the words do not contradict."""
    return _completions(_gaps(lib, _exceeded(lib, _changes(lib, _planned(lib, _spent(lib, figures))))))


def _spent(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which parts of a budget are amounts where they are told with 支出 and do not add up to it.

    接待费预算5万元，其中国内接待费支出1.2万元: it was spent.
    """
    found: list[Figure] = []
    wholes: dict[tuple[str, Metric], Figure] = {}
    for (parent, metric), group in groupby(figures, lambda f: (f.parent, f.metric)):
        parts = list(group)
        if parent and metric in BUDGETS and any(_is_spent(lib, f) for f in parts):
            whole = wholes.get((parent, metric))
            if whole is not None and whole.value_yuan != sum(f.value_yuan or Decimal(0) for f in parts):
                parts = [replace(f, metric=Metric.AMOUNT) if _is_spent(lib, f) else f for f in parts]
        wholes.update({(f.subject, f.metric): f for f in parts if f.metric in BUDGETS})
        found += parts
    return found


def _planned(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which amounts told among the parts of a budget are planned where all of them add up to it.

    接待费预算5万元，其中：国内接待4万元；外事接待1万元: the words forget what was told before the ；.
    """
    found = list(figures)
    for place, whole in enumerate(figures):
        parts = figures[place + 1 : place + 1 + _MOST]
        if whole.metric not in BUDGETS or not parts or parts[0].metric is not whole.metric:
            continue
        further = [replace(f, metric=Metric.AMOUNT) if f.metric is whole.metric else f for f in parts]
        places = _adding_up(further, whole.subject, whole.context, whole.value_yuan or Decimal(0))
        if not any(_is_spent(lib, parts[i]) for i in places):
            for i in places:
                found[place + 1 + i] = replace(parts[i], metric=whole.metric)
    return found


def _is_spent(lib: Library, figure: Figure) -> bool:
    """Whether the words of a figure say that it was spent."""
    return lib.subjects.mentions.spent.search(figure.quote) is not None


def _changes(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which parts told after a change are changes where they add up to it.

    收入增加9万元，其中转移支付5万元，地方配套4万元: so much more came in of each, unless it says that it was spent.
    """
    found = list(figures)
    for place, whole in enumerate(figures):
        if whole.metric is Metric.CHANGE_AMOUNT and whole.value_yuan:
            parts = figures[place + 1 : place + 1 + _MOST]
            places = _adding_up(parts, whole.subject, whole.context, abs(whole.value_yuan))
            if any(_is_spent(lib, parts[i]) for i in places):
                continue
            for i in places:
                sign = Decimal(1).copy_sign(whole.value_yuan)
                found[place + 1 + i] = _as_change(parts[i], whole.compared_with, whole.year_compared, sign)
    return found


def _adding_up(figures: Sequence[Figure], whole: str, context: str | None, total: Decimal) -> Sequence[int]:
    """The places of the first figures that are amounts of parts of one whole, told in the same way, and add up to a
    total; each may be followed by its share."""
    left, places = total, list[int]()
    for place, part in enumerate(figures):
        if places and part.metric is Metric.SHARE_PCT and part.subject.startswith(figures[places[-1]].subject):
            continue
        told_so = (part.context is None) == (context is None)
        if part.metric is not Metric.AMOUNT or part.parent != whole or not told_so or not part.of_this_year:
            break
        places.append(place)
        left -= part.value_yuan or Decimal(0)
        if left <= 0:
            return places if left == 0 else ()
    return ()


def _as_change(part: Figure, against: str | None, year: int | None, sign: Decimal) -> Figure:
    return replace(
        part,
        metric=Metric.CHANGE_AMOUNT,
        value=None if part.value is None else part.value * sign,
        value_yuan=None if part.value_yuan is None else part.value_yuan * sign,
        compared_with=against,
        year_compared=year,
    )


def _not_understood(figure: Figure) -> Figure:
    """A number as one that no pattern fits."""
    return replace(
        figure,
        metric=None,
        subject="",
        subject_code=None,
        parent=None,
        concept=None,
        pattern_id=None,
        figure_year=None,
        compared_with=None,
        year_compared=None,
        of_this_year=True,
    )


def _exceeded(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which what is exceeded is no change.

    支出9万元，高于上年8万元，增长12.5%: by its rate that is what was spent the year before. Without a rate a sum of
    more than half of the first is either, and is not understood; a smaller one is by how much more it is.
    """
    found = list(figures)
    for i, (now, more) in enumerate(pairwise(figures), 1):
        if not _is_change_of(more, now) or more.metric is not Metric.CHANGE_AMOUNT:
            continue
        if not lib.subjects.mentions.exceeds.search(more.quote) or not now.value_yuan or not more.value_yuan:
            continue
        whole, other = now.value_yuan, now.value_yuan - more.value_yuan
        if not 0 < other <= whole / 2:
            continue
        rate = next(
            (f for f in figures[i + 1 : i + 2] if _is_change_of(f, now) and f.metric is Metric.CHANGE_PCT), None
        )
        if rate is None or not _is_rate(rate, more.value_yuan, other):
            if rate is None or not _is_rate(rate, other, more.value_yuan):
                found[i] = _not_understood(more)
        elif more.compared_with in BUDGETS:
            found[i] = replace(more, metric=Metric(more.compared_with), compared_with=None)
        elif more.compared_with == LAST_YEAR and more.figure_year is not None:
            last = more.year_compared or more.figure_year - 1
            found[i] = replace(more, metric=Metric.AMOUNT, figure_year=last, compared_with=None, of_this_year=False)
    return found


def _gaps(lib: Library, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which how far the two before it lie apart is by how much the outturn is more or less than the
    other.

    预算9万元，决算8万元，差额1万元.
    """
    found = list(figures)
    for i, gap in enumerate(figures):
        if gap.metric is not Metric.AMOUNT or i < _BEHIND or not lib.subjects.mentions.gap.search(gap.subject):
            continue
        name = lib.subjects.mentions.gap.sub("", gap.subject)
        first, second = found[i - _BEHIND : i]
        now, base = (second, first) if second.metric is Metric.AMOUNT and second.of_this_year else (first, second)
        if now.metric is not Metric.AMOUNT or not now.of_this_year or {now.subject, base.subject} != {name}:
            continue
        if now.value_yuan is None or base.value_yuan is None or gap.value_yuan is None:
            continue
        against = str(base.metric) if base.metric in BUDGETS else None if base.of_this_year else LAST_YEAR
        more = now.value_yuan - base.value_yuan
        if against and abs(more) == abs(gap.value_yuan):
            year = base.figure_year if against == LAST_YEAR else None
            named = replace(gap, subject=name, concept=now.concept)
            found[i] = _as_change(named, against, year, Decimal(1).copy_sign(more))
    return found


def _is_change_of(figure: Figure, now: Figure) -> bool:
    """Whether a figure tells how what an amount of this year is of has changed."""
    return (
        now.metric is Metric.AMOUNT
        and now.of_this_year
        and figure.subject == now.subject
        and figure.compared_with is not None
    )


def _is_rate(rate: Figure, was: Decimal, more: Decimal) -> bool:
    """Whether a change in % is that by a sum of what there was."""
    told = rate.value or Decimal(0)
    return abs(more * ALL / was - told) <= last_digit(told)


def _completions(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which a share after a budget and an outturn is the completion where it is their quotient.

    年初预算6万元，实际3万元，占比50%.
    """
    found = list(figures)
    for i, share in enumerate(figures):
        if share.metric is not Metric.SHARE_PCT or i < _BEHIND:
            continue
        budget, amount = found[i - _BEHIND : i]
        if amount.metric is not Metric.AMOUNT or budget.metric not in BUDGETS:
            continue
        if not (budget.subject == amount.subject == share.subject and budget.value_yuan) or share.value is None:
            continue
        if abs((amount.value_yuan or Decimal(0)) * ALL / budget.value_yuan - share.value) <= last_digit(share.value):
            found[i] = replace(share, metric=Metric.COMPLETION_PCT, compared_with=str(budget.metric))
    return found
