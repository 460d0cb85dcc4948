"""Labels of 01 and 04 that are torn apart where no rule separates the rows.

Their lines stand in rows of their own without amounts, above and below the row whose amounts they name
(一、一般公共预|算财政拨款收入), or together with those of other labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from extractor.classification.subjects import class_of_row, is_torn_before_a_class_ends, is_torn_off_a_class
from extractor.document.lines import UNREADABLE
from extractor.kept import compiled
from extractor.lexicon.composition import FLOWS, meaning
from extractor.lexicon.labels import KNOWN_TOTAL, bare_label, has_ordinal
from extractor.lexicon.words import cut

MOST_LINES = 2  # of a label over its amounts, and under them
_WITHIN = compiled(r"(?<=[^\d一二三四五六七八九十、（(])[一二三四五六七八九十]{1,3}、.+|。")  # 服务业等支出十六、金融
_NUMERAL = compiled(r"[一二三四五六七八九十]+")  # 二十|一、国有资本经营预算支出

_OF_GRANTS = frozenset({"appropriation", "income"})

IsKnown = Callable[[str], bool]
"""Whether a label names a row of its side."""


def whole_labels(labels: Sequence[str], filled: Sequence[bool], is_known: IsKnown) -> list[str]:
    """The labels of rows of which some are `filled` with amounts: a filled one that names nothing, or is the end of one
    with an ordinal above it, takes the lines without amounts right above and below it if together they name a row;
    their own rows then have no label."""
    whole = list(labels)
    for place, label in enumerate(labels):
        is_row = is_known(label)
        is_end = is_row and _is_end(labels, filled, place)
        if not label or not filled[place] or (is_row and not is_end):
            continue
        over = _lines(whole, filled, range(place - 1, -1, -1))
        under = _lines(whole, filled, range(place + 1, len(labels)))
        ways = sorted(product(range(over + 1), range(under + 1)), key=sum)
        parts = (slice(place - above, place + below + 1) for above, below in ways if above or (below and not is_end))
        part = next((part for part in parts if _are_one(is_end or is_torn(label), whole[part], is_known)), None)
        if part is not None:
            together = "".join(whole[part])
            whole[part] = [together if at == place else "" for at in range(part.start, part.stop)]
    return whole


def _is_end(labels: Sequence[str], filled: Sequence[bool], place: int) -> bool:
    """Whether a label that names a row says no more than whose money it is, without an ordinal, and the line above it
    has one and lacks that (二、政府性基金预算财政|拨款收入)."""
    above = labels[place - 1] if place and not filled[place - 1] else ""
    said, last = meaning(bare_label(labels[place])), cut(bare_label(above)).pieces[-1:]
    is_rest = said.says <= _OF_GRANTS and not said.silent & KNOWN_TOTAL and not has_ordinal(labels[place])
    return is_rest and has_ordinal(above) and not any(piece.says & FLOWS for piece in last)


def _lines(labels: Sequence[str], filled: Sequence[bool], places: range) -> int:
    """How many rows from this one on have a label and no amounts."""
    alone = [bool(labels[at]) and not filled[at] for at in places[:MOST_LINES]]
    return next((count for count, is_line in enumerate(alone) if not is_line), len(alone))


def _are_one(is_piece: bool, lines: Sequence[str], is_known: IsKnown) -> bool:
    """Whether lines name a row together. A line that names a row by itself (年末结转和结余 under 财政拨款) is a row,
    unless the words that meet are all known and say more together than apart (年末财政拨款|结转和结余), or the label
    `is_piece` of one, which no row has by itself."""
    together = "".join(lines)
    if not is_known(together):
        return False
    if is_piece or not any(map(is_known, lines)):
        return True
    each = frozenset[str]().union(*(meaning(bare_label(line)).says for line in lines))
    said = meaning(bare_label(together))
    return said.is_known and said.says != each


def is_torn(label: str) -> bool:
    """Whether a label that names nothing is a piece of one, rather than an unknown one: it cannot be read, has nothing
    or another ordinal after its ordinal, has a full stop (of a note below it), is a number (of the row), or is the end
    of a class's name (务支出), of any (支出), or behind an ordinal the beginning of one (十八、自然, where a page ends)
    that lacks more than 支出."""
    bare = bare_label(label)
    if UNREADABLE in label or not bare or bare.isdigit() or _NUMERAL.fullmatch(bare) or _WITHIN.search(label):
        return True
    said = meaning(bare)
    only_a_side = said.is_known and said.says <= FLOWS and not said.silent
    if has_ordinal(label):
        return is_torn_before_a_class_ends(bare) and class_of_row(bare) is None
    return only_a_side or is_torn_off_a_class(bare)
