"""Where the fault lies: the one number that, changed, would make several failed checks hold at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from extractor.audit.identities.rules import Relation
from extractor.audit.trying.intervals import MICRO, Numbers
from extractor.audit.trying.trial import FAIL, PASS, Trial

MOST_FAILED = 100  # more failures are no single-digit errors but another table: no single number explains them


class Fault(Struct, frozen=True):
    """A number at fault: `node` counts facts first, then figures; `value` (millionths of a 元, or of a point) would
    satisfy all the `trials` that fail with it, and break none that hold."""

    node: int
    value: int
    trials: tuple[int, ...]


class Causes(Struct, frozen=True):
    """Why trials fail: `faults` are the single numbers that explain them, the one explaining most first; `groups` parts
    all failed trials by what may have caused them, one number each where one would do."""

    faults: tuple[Fault, ...]
    groups: tuple[tuple[int, ...], ...]


def causes(trials: Sequence[Trial], numbers: Numbers) -> Causes:
    """What explains the failed trials. No number is claimed where several explain a failure equally well."""
    failed = {i for i, trial in enumerate(trials) if trial.status == FAIL}
    if not failed or len(failed) > MOST_FAILED:
        return Causes((), tuple((i,) for i in sorted(failed)))
    touched = {n for i in failed for n in trials[i].nodes if n < numbers.first_constant}
    touching: dict[int, list[int]] = {n: [] for n in touched}
    for i, trial in enumerate(trials):
        if trial.status in (PASS, FAIL):
            for n in set(trial.nodes) & touched:
                touching[n].append(i)
    mended: dict[int, tuple[int, int]] = {}
    for node in sorted(touched):
        value = _mended(node, [trials[i] for i in touching[node]], numbers)
        if value is not None:
            mended[node] = value, _likeness(node, value, numbers)
    found: list[Fault] = []
    groups: list[tuple[int, ...]] = []
    for fault, is_only in _greedily(failed, touching, mended):
        groups.append(fault.trials)
        if is_only:
            found.append(fault)
    rest = failed.difference(*groups)
    return Causes(tuple(found), (*groups, *((i,) for i in sorted(rest))))


def _greedily(
    failed: set[int], touching: Mapping[int, Sequence[int]], mended: Mapping[int, tuple[int, int]]
) -> Iterator[tuple[Fault, bool]]:
    """The number that explains most of what fails, then that which explains most of the rest …; and whether it is the
    only one to do so."""
    left = set(failed)
    while True:
        best: list[tuple[tuple[int, int], Fault]] = []
        for node, (value, likeness) in mended.items():
            mine = tuple(i for i in touching[node] if i in left)
            if mine:
                best.append(((len(mine), likeness), Fault(node, value, mine)))
        if not best:
            return
        best.sort(key=lambda item: item[0], reverse=True)
        rank, fault = best[0]
        rivals = (other for score, other in best[1:] if score == rank)
        yield fault, not any(set(other.trials) & set(fault.trials) for other in rivals)
        left -= set(fault.trials)


def _likeness(node: int, value: int, numbers: Numbers) -> int:
    """How likely a number is at fault, between some that explain as many failures.

    A cell that would have to be nothing is the likeliest (it alone makes up the difference), and an amount of the
    prose that would be right in another unit; then a number that differs in a single digit or has lost or gained one.
    """
    if value == 0 and node < numbers.first_figure:
        return 2
    if node in numbers.spoken_money and value in _other_units(node, numbers):
        return 2
    step = max(2 * numbers.half[node], 1) if numbers.half[node] else _step(numbers)
    printed, mended = str(abs(numbers.value[node]) // step), str(abs(value) // step)
    signs = (numbers.value[node] < 0) == (value < 0)
    return int(signs and _one_digit_apart(printed, mended))


def _other_units(node: int, numbers: Numbers) -> tuple[int, ...]:
    """What an amount of the prose would be with 元 and 万元 confused."""
    return (numbers.value[node] * 10_000, numbers.value[node] // 10_000)


def _one_digit_apart(a: str, b: str) -> bool:
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    short, long = sorted((a, b), key=len)
    width = len(long)
    if sum(x != y for x, y in zip(short.zfill(width), long, strict=True)) <= 1:
        return True
    return width - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(width))


def _step(numbers: Numbers) -> int:
    """The unit of the last printed place of the document, for a number that is printed as zero."""
    return 2 * min((half for half in numbers.half if half), default=1)


def _mended(node: int, trials: Sequence[Trial], numbers: Numbers) -> int | None:
    """A printable value of the number under which all these trials hold, or None."""
    step = 2 * numbers.half[node] or _step(numbers)
    low: Fraction | None = None
    high: Fraction | None = None
    centres: list[Fraction] = []
    for trial in trials:
        allowed = _allowed(node, trial, numbers, step // 2)
        if allowed is None:
            return None
        least, most = allowed
        low = least if low is None or (least is not None and least > low) else low
        high = most if high is None or (most is not None and most < high) else high
        if least is not None and most is not None:
            centres.append((least + most) / 2)
    if low is not None and high is not None and low > high:
        return None
    if not centres:
        return None
    values = [round(centre / step) * step for centre in (*centres, sum(centres, Fraction(0)) / len(centres))]
    if node in numbers.spoken_money:
        values[:0] = _other_units(node, numbers)
    for value in values:
        if value != numbers.value[node] and (low is None or value >= low) and (high is None or value <= high):
            return value
    return None


Bound = tuple[Fraction | None, Fraction | None]


def _allowed(node: int, trial: Trial, numbers: Numbers, half: int) -> Bound | None:
    """The least and the most the number may be for the trial to hold, the others as printed; None: none will do."""
    relation = trial.relation
    if relation is Relation.PERCENT:
        return _allowed_percent(node, trial, numbers)
    if relation is Relation.IDENTICAL:
        others = {numbers.value[n] for n in trial.nodes if n != node}
        alike = Fraction(others.pop()) if len(others) == 1 else None
        return None if alike is None else (alike, alike)
    sign = trial.left.count(node) - trial.right.count(node)
    if not sign:
        return None
    rest = numbers.total(trial.left) - numbers.total(trial.right) - sign * numbers.value[node]
    target = Fraction(-rest, sign)
    width = sum(numbers.half[n] for n in trial.nodes if n != node)
    if relation in (Relation.AT_MOST, Relation.AT_LEAST):
        slack = Fraction(width + half, abs(sign))
        return (None, target + slack) if (relation is Relation.AT_MOST) == (sign > 0) else (target - slack, None)
    if trial.is_copy or trial.exact:
        return target, target
    slack = Fraction(width + (half if target else 0), abs(sign))
    return target - slack, target + slack


def _allowed_percent(node: int, trial: Trial, numbers: Numbers) -> Bound | None:
    """From p = 100 (a x + b) / (c x + d): x = (p d - 100 b) / (100 a - p c), at both ends of the printed p."""
    if node in trial.left:
        centre = Fraction(trial.expected)
        width = Fraction(numbers.half[node] or MICRO // 200)
        return centre - 2 * width, centre + 2 * width
    a = trial.right.count(node)
    c = trial.over.count(node) - trial.over_minus.count(node)
    x = numbers.value[node]
    b = numbers.total(trial.right) - a * x
    d = numbers.total(trial.over) - numbers.total(trial.over_minus) - c * x
    half = numbers.half[trial.left[0]]
    ends = []
    for p in (trial.actual - half, trial.actual + 2 * half):
        share = Fraction(p, MICRO)
        divisor = 100 * a - share * c
        if not divisor:
            return None
        ends.append((share * d - 100 * b) / divisor)
    slack = Fraction(numbers.half[node])
    return min(ends) - slack, max(ends) + slack
