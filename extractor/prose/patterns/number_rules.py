"""What is a number, with its unit, and what only looks like one: `numbers.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import load
from extractor.rule import Alternative, Rule, any_of, written_out

_PLAIN_UNIT = compiled(r"\(\?[^)]*\)$|\[[^\]]*\]\??|\?")


class Units(Struct, frozen=True, forbid_unknown_fields=True):
    """The units of each kind of number, as expressions; those of money with how many 元 they are."""

    amount: dict[str, int]
    percent: tuple[str, ...]
    count: tuple[str, ...]
    things: tuple[Alternative, ...]
    score: tuple[str, ...]

    def of_kinds(self) -> dict[str, str]:
        """An expression for the units of each kind, by its name."""
        return {kind: any_of(tuple(getattr(self, kind))) for kind in self.__struct_fields__}


class Masks(Struct, frozen=True, forbid_unknown_fields=True):
    """What counts nothing: rules that begin with a digit (`no_sum` keeps them from sums of money), and others; each
    begins with one of the characters `begin`."""

    begin: str
    no_sum: str
    digits: tuple[Rule, ...]
    others: tuple[Rule, ...]

    @property
    def expressions(self) -> list[tuple[Rule, str]]:
        """Each rule with its expression."""
        from_digit = rf"(?<!\d)(?=\d){self.no_sum}"
        return [
            *((rule, f"{from_digit}(?:{rule.expression})") for rule in self.digits),
            *((rule, rf"(?!\d)(?:{rule.expression})") for rule in self.others),
        ]

    @property
    def expression(self) -> str:
        digits, others = (any_of(tuple(r.expression for r in rules)) for rules in (self.digits, self.others))
        return rf"(?=[{self.begin}])(?:(?<!\d)(?=\d)(?:{self.no_sum}{digits})|(?!\d){others})"


class NumberFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file. `minus` is what may stand before a number as its sign; `stated_unit` a unit for all sums behind it,
    `named_unit` one for the next of them; `note_mark` what may stand between a number and its unit;
    `of_each` what behind a sum says that it is a price;
    `other_units` are those that no figure of an account has."""

    number: str
    minus: str
    units: Units
    unit_names: dict[str, str]
    stated_unit: str
    named_unit: str
    note_mark: str
    of_each: tuple[str, ...]
    other_units: str
    masks: Masks

    @property
    def tokens(self) -> str:
        """An expression for a number with its unit, the kind of which is the name of a group."""
        units = self.units.of_kinds()
        kinds = "|".join(f"(?P<{kind}>{text})" for kind, text in units.items())
        number = rf"(?P<minus>{self.minus})?(?P<value>{self.number})"
        signed = f"(?P<amount>{units['amount']})|(?P<percent>{units['percent']})"
        # (93.45)万元, “0”万元: a place of a template filled in
        held = rf"[(\"](?P<minus>-)?(?P<value>{self.number})[)\"](?:{signed})"
        marked = rf"(?:(?:{self.note_mark})(?={signed}))?"
        return rf"(?=[\d(\"-])(?:{held}|{number}{marked}(?:{kinds}|(?P<other>{self.other_units}))?)"

    @property
    def multiples(self) -> dict[str, int]:
        """How many 元 a unit of money is, by the unit as written out."""
        plain = ((_PLAIN_UNIT.sub("", unit), multiple) for unit, multiple in self.units.amount.items())
        return {self.unit_names.get(unit, unit): multiple for unit, multiple in plain}


class NumberRules(Struct, frozen=True, eq=False):
    """The same, compiled; `units`: an expression for each kind."""

    tokens: regex.Pattern[str]
    masks: regex.Pattern[str]
    stated_unit: regex.Pattern[str]
    named_unit: regex.Pattern[str]
    of_each: tuple[str, ...]
    unit_names: dict[str, str]
    multiples: dict[str, int]
    units: dict[str, str]


def number_file() -> NumberFile:
    """`numbers.yaml`, with what a user's file of that name adds; raises `PatternError` where it breaks its schema."""
    return load("prose/numbers.yaml", NumberFile)


def number_rules(pieces: Mapping[str, str]) -> NumberRules:
    """The rules of the file, with the `pieces` of `words.yaml` written out; raises `regex.error` where an expression
    does not compile."""
    file = number_file()
    return NumberRules(
        compiled(file.tokens),
        compiled(written_out(file.masks.expression, pieces)),
        compiled(file.stated_unit),
        compiled(file.named_unit),
        file.of_each,
        file.unit_names,
        file.multiples,
        file.units.of_kinds(),
    )
