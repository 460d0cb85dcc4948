"""Changes that name nothing: each is of the one thing with whose amounts it adds up.

本年支出9万元。接待费2万元，运行费7万元。较上年10万元下降10%: the words leave it open, the numbers do not. A change goes
to another thing only where what the words suggest does not add up and a single other thing does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.numbers import last_digit
from extractor.kept import compiled
from extractor.lexicon.concepts import concept_of
from extractor.prose.understanding.mind import BUDGETS
from extractor.prose.understanding.readings import ALL
from extractor.prose.understanding.years import LAST_YEAR
from extractor.records.closed_sets import Metric
from extractor.records.rows import Figure

_CHANGES = (Metric.CHANGE_AMOUNT, Metric.CHANGE_PCT, Metric.COMPLETION_PCT)
_AGAINST = (LAST_YEAR, *BUDGETS, None)  # None: the beginning of the year, or nothing that is said
_ENDS = compiled(r"[。\n]")
_SIGNS = compiled(r"[\s()（）“”\"、，：]")
_OPENINGS = ("年初", "期初")
_FAR = 30  # figures before it among which is what a change may be of


class _Change(Struct, frozen=True):
    """What is told of one thing against the year before or a budget: that amount, the difference, and the difference in
    %."""

    was: Figure | None
    by: Figure | None
    rate: Figure | None

    @classmethod
    def of(cls, told: Sequence[Figure], base: str | None) -> _Change:
        """The change told by consecutive figures that are against one base."""
        own = {f.metric: f for f in told if f.metric in BUDGETS or f.compared_with == base}
        amounts = (f for f in told if f.metric is Metric.AMOUNT and (base is None) == (_opening(f) != ""))
        was = next(amounts, None) if base in (LAST_YEAR, None) else None
        was = own.get(Metric(base)) if base in BUDGETS else was
        rate = own.get(Metric.CHANGE_PCT) or own.get(Metric.COMPLETION_PCT)
        return cls(was, own.get(Metric.CHANGE_AMOUNT), rate)

    @property
    def can_tell(self) -> bool:
        """Whether it gives more than one amount, and none so roughly that it would fit by chance."""
        fine = self.rate is None or _last_digit(self.rate) < 1  # a rate without decimals fits much
        return fine and sum(part is not None for part in (self.was, self.by, self.rate)) > 1

    def adds_up(self, now: Figure) -> bool:
        """Whether it is the change of something that came to an amount, as far as all are rounded."""
        was = _yuan(self.was) if self.was else _yuan(now) - _yuan(self.by) if self.by else Decimal(0)
        off = _rounded([f for f in (now, self.was, self.by) if f is not None])
        if self.was and self.by and abs(was + _yuan(self.by) - _yuan(now)) > off:
            return False
        if self.rate is None or self.rate.value is None:
            return True
        done = self.rate.value / ALL + (self.rate.metric is Metric.CHANGE_PCT)
        rough = _last_digit(self.rate) / 2 / ALL
        return abs(was * done - _yuan(now)) <= off + abs(was) * rough


def settled(figures: Sequence[Figure], folded: str, year: int | None) -> tuple[Figure, ...]:
    """The figures, in which changes that name nothing have the name of the thing with which they add up; `folded` is
    their text."""
    found = list(figures)
    for first, last in _unnamed(found, folded, year):
        told = found[first : last + 1]
        changes = [change for base in _AGAINST if (change := _Change.of(told, base)).can_tell]
        if not changes:
            continue
        spoken = _amounts_before(found, first)
        suggested = spoken.get(_name(told[0]))
        if suggested is None or all(change.adds_up(suggested) for change in changes):
            continue
        fits = [now for now in spoken.values() if all(change.adds_up(now) for change in changes)]
        if len(fits) == 1:
            for place in range(first, last + 1):
                found[place] = _of(found[place], fits[0])
    return tuple(found)


def _unnamed(figures: Sequence[Figure], folded: str, year: int | None) -> Iterator[tuple[int, int]]:
    """The first and the last place of consecutive changes in one sentence that name nothing."""
    at = 0
    while at < len(figures):
        first, here = at, figures[at]
        while at < len(figures) and _is_of_a_change(figures[at], year) and _name(figures[at]) == _name(here):
            if _ENDS.search(folded, here.char_end, figures[at].char_start):
                break
            at += 1
        if at > first + 1 and len({f.char_end for f in figures[first:at]}) == at - first:
            yield first, at - 1
        at = max(at, first + 1)


def _is_of_a_change(figure: Figure, year: int | None) -> bool:
    if figure.metric is Metric.AMOUNT:
        before = _opening(figure) or (year is not None and figure.figure_year == year - 1)
        if not before or figure.value_yuan is None:
            return False
    elif figure.metric not in (*BUDGETS, *_CHANGES) or figure.compared_with not in _AGAINST or figure.value is None:
        return False
    return figure.context is None and _plain(_name(figure)) not in _plain(figure.quote)


def _opening(figure: Figure) -> str:
    """The word 年初 before what was spoken of, where an amount is what it was then; 年初结转 is a name."""
    if figure.metric is not Metric.AMOUNT or not figure.subject.startswith(_OPENINGS):
        return ""
    return "" if _plain(figure.subject) in _plain(figure.quote) else figure.subject[: len(_OPENINGS[0])]


def _name(figure: Figure) -> str:
    """What a figure is of, whenever."""
    return figure.subject.removeprefix(_opening(figure))


def _amounts_before(figures: Sequence[Figure], at: int) -> dict[str, Figure]:
    """The last amount of this year of each thing mentioned shortly before in the section."""
    found: dict[str, Figure] = {}
    for figure in figures[max(0, at - _FAR) : at]:
        of_now = (
            figure.metric is Metric.AMOUNT and figure.of_this_year and figure.context is None and not _opening(figure)
        )
        if of_now and figure.value_yuan is not None and figure.section == figures[at].section:
            found[figure.subject] = figure
    return found


def _of(figure: Figure, now: Figure) -> Figure:
    """A figure as one of what an amount is of."""
    subject = _opening(figure) + now.subject
    concept = concept_of(subject, str(figure.metric), figure.value_unit, figure.section_no)
    return replace(figure, subject=subject, subject_code=now.subject_code, parent=now.parent, concept=concept)


def _plain(text: str) -> str:
    return _SIGNS.sub("", text)


def _yuan(figure: Figure) -> Decimal:
    return figure.value_yuan or Decimal(0)


def _last_digit(figure: Figure) -> Decimal:
    return last_digit(figure.value or Decimal(0))


def _rounded(amounts: Sequence[Figure]) -> Decimal:
    """By how much amounts of one thing may be off, in 元: 2万元 beside 3.05万元 is rounded to 0.01, too."""
    finest = min(map(_last_digit, amounts))
    own = [abs(f.value_yuan / f.value) for f in amounts if f.value and f.value_yuan]
    return finest / 2 * max(own, default=Decimal(1)) * len(amounts)
