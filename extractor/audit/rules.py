"""The identities (勾稽关系) of `patterns/identities/*.yaml`, compiled once.

An entry binds cells by selectors of three words, PLACE ROWS MEASURES:

    02 each total                       a row at a time of table 02, its 合计 column
    04.expenditure lines general        the class rows of 04's right side, one fund
    09@adjusted_budget only abroad      a basis of its own (elsewhere each basis is tried by itself)
    -S* same change_amount              a figure of the prose, subtracted

PLACE is a table with its side and basis (`07?`: may be missing; `09!`: tried only where it prints figures, since its
blank form may lack the column), or a section of the prose (S1…S14, S* any).
ROWS is a list of keys (`301|303`: subject codes; `grand_total`: the contract's items) or
    each, each:class   every row (every 类), one trial a row          same       the row of that trial
    each:both          every row that both tables print
    children           the rows printed directly under it            top        the highest subjects (or units)
    lines              the rows that are neither totals nor 其中      only       the one row of the table
    under:301|303      the highest printed subjects within these
and for figures
    each, each:code, each:/REGEX/   one trial a figure (with a subject code, of such a subject)
    same               the nearest figure before (else after) it with the same subject
    /REGEX/            the nearest after (else before) it of such a subject
    previous           the nearest before it, whatever its subject
MEASURES is a list of measures (of metrics, for figures), `each`, `each:a|b` or `same`; with `?` at the end a cell (or
column) that is not printed counts as nothing, where otherwise the identity is not tried. `a=b+c` in a list means the
columns b and c where the table has no column a.

`relation` is `equals` and `at_most` of the sums `left` and `right`, `percent` (left = 100 · right / over, or by
`or_over`) or `identical` (printed the same). `given` are pairs that must be equal for a trial to be made. Where every
form prints both sides, `needed: true` says so: a table with money on one of them only was not read whole (and of a
percentage, that it fails only if both bases are printed). `loose: true` allows a total with a single part to differ
from it as sums do: elsewhere in a table one figure is rounded the same both times.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.errors import PatternError
from extractor.knowledge import library, read_yaml

RELATIONS = frozenset({"equals", "at_most", "percent", "identical"})
ROW_WORDS = frozenset({"each", "same", "children", "top", "lines", "only", "previous", "under", "pattern"})
FIELDS = frozenset(
    "for id name_zh name_en relation needed loose left right over or_over given source holds fails".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Selector:
    """One term of an identity; `rows` is a word of `ROW_WORDS` or `keys`, `keys` its argument."""

    text: str
    sign: int
    table: str | None
    side: str | None
    basis: str | None
    optional: bool
    filled: bool
    section: int | None
    rows: str
    keys: tuple[str, ...]
    pattern: regex.Pattern[str] | None
    measures: tuple[str, ...]
    measure_word: str | None
    may_lack: bool
    instead: tuple[tuple[str, tuple[str, ...]], ...]

    def measures_in(self, printed: Collection[str]) -> tuple[str, ...]:
        """The measures listed, as a table that prints these has them."""
        if not self.instead:
            return self.measures
        parts = {name: others for name, others in self.instead if name not in printed}
        return tuple(m for name in self.measures for m in parts.get(name, (name,)))

    @property
    def is_prose(self) -> bool:
        return self.table is None


@dataclass(frozen=True, slots=True)
class Rule:
    """One identity. `tables` are the tables that it binds; `within` is true if there is only one and no prose."""

    id: str
    name_zh: str
    name_en: str
    relation: str
    left: tuple[Selector, ...]
    right: tuple[Selector, ...]
    over: tuple[Selector, ...]
    or_over: tuple[Selector, ...]
    given: tuple[tuple[Selector, Selector], ...]
    source: str
    holds: dict[str, str] = field(compare=False, repr=False)
    fails: dict[str, str] = field(compare=False, repr=False)
    tables: tuple[str, ...] = ()
    within: bool = False
    prose: bool = False
    needed: bool = False
    loose: bool = False


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def selector(text: str, where: str) -> Selector:
    """Compile one selector; a `PatternError` names the entry `where` it is wrong."""
    words = text.split()
    if len(words) != 3:
        raise PatternError(f'{where}: the selector "{text}" must have three words, PLACE ROWS MEASURES.')
    place, rows, measures = words
    sign = -1 if place.startswith("-") else 1
    place = place.lstrip("-")
    table: str | None = None
    side: str | None = None
    basis: str | None = None
    section: int | None = None
    optional, filled = place.endswith("?"), place.endswith("!")
    if place[:1] == "S":
        if place != "S*":
            if not place[1:].isdigit():
                raise PatternError(f'{where}: "{place}" is no section; write S1 to S14 or S*.')
            section = int(place[1:])
    else:
        place, _, basis_word = place.rstrip("?!").partition("@")
        table, _, side_word = place.partition(".")
        side, basis = side_word or None, basis_word or None
        if not (len(table) == 2 and table.isdigit()):
            raise PatternError(f'{where}: "{place}" is no table; write 01 to 09.')
    word, _, argument = rows.partition(":")
    pattern: regex.Pattern[str] | None = None
    keys: tuple[str, ...] = ()
    if rows.startswith("/"):
        word, argument = "pattern", rows
    if argument.startswith("/"):
        try:
            pattern = regex.compile(argument.strip("/"))
        except regex.error as error:
            raise PatternError(f"{where}: {argument} is no regular expression: {error}") from error
    elif word in ROW_WORDS:
        keys = _split(argument)
    elif argument:
        raise PatternError(f'{where}: "{rows}" is no way to name rows; one of {", ".join(sorted(ROW_WORDS))} or keys.')
    else:
        word, keys = "keys", _split(rows)
    may_lack = measures.endswith("?")
    measures = measures.rstrip("?")
    named, _, rest = measures.partition(":")
    measure_word, measures = (named, rest) if named in ("each", "same") else (None, measures)
    listed = [part.partition("=") for part in _split(measures)]
    instead = tuple((name, tuple(others.split("+"))) for name, _, others in listed if others)
    return Selector(
        text, sign, table, side, basis, optional, filled, section, word, keys, pattern,
        tuple(name for name, _, _ in listed), measure_word, may_lack, instead,
    )  # fmt: skip


def _terms(entry: dict[str, Any], name: str, where: str) -> tuple[Selector, ...]:
    value = entry.get(name, [])
    texts = [value] if isinstance(value, str) else value
    return tuple(selector(str(text), where) for text in texts)


def _fill(value: Any, words: dict[str, str]) -> Any:
    """The entry with its $-words replaced, in keys as in values."""
    if isinstance(value, str):
        return string.Template(value).safe_substitute(words)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {_fill(key, words): _fill(item, words) for key, item in value.items()}
    return value


def rule(entry: dict[str, Any], where: str) -> Rule:
    """Compile one entry (its $-words already replaced)."""
    where = f"{where}, {entry.get('id', 'an entry without id')}"
    unknown = set(entry) - FIELDS
    missing = {"id", "name_zh", "name_en", "relation", "left", "right", "source", "holds", "fails"} - set(entry)
    if unknown or missing:
        raise PatternError(f"{where}: fields unknown {sorted(unknown)}, fields missing {sorted(missing)}.")
    if entry["relation"] not in RELATIONS:
        raise PatternError(f"{where}: the relation must be one of {', '.join(sorted(RELATIONS))}.")
    left, right = _terms(entry, "left", where), _terms(entry, "right", where)
    over, or_over = _terms(entry, "over", where), _terms(entry, "or_over", where)
    if (entry["relation"] == "percent") != bool(over):
        raise PatternError(f"{where}: `over` belongs to the relation percent, and percent needs it.")
    given = tuple((selector(str(a), where), selector(str(b), where)) for a, b in entry.get("given", []))
    terms = (*left, *right, *over, *or_over)
    if any(term.is_prose for term in terms) and not (len(left) == 1 and left[0].is_prose and left[0].rows == "each"):
        raise PatternError(f"{where}: an identity of the prose has one figure at a time on its left (S… each …).")
    tables = tuple(sorted({term.table for term in terms if term.table is not None}))
    prose = any(term.is_prose for term in terms)
    return Rule(
        entry["id"],
        entry["name_zh"],
        entry["name_en"],
        entry["relation"],
        left,
        right,
        over,
        or_over,
        given,
        entry["source"],
        {str(key): str(value) for key, value in entry["holds"].items()},
        {str(key): str(value) for key, value in entry["fails"].items()},
        tables,
        len(tables) == 1 and not prose,
        prose,
        bool(entry.get("needed")),
        bool(entry.get("loose")),
    )


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All identities of the pattern library, in the order of their files."""
    found: list[Rule] = []
    for path in sorted((library() / "identities").glob("*.yaml")):
        for entry in read_yaml(path):
            for words in entry.get("for", [{}]):
                found.append(rule({k: _fill(v, words) for k, v in entry.items() if k != "for"}, path.name))
    ids = [r.id for r in found]
    doubled = sorted({name for name in ids if ids.count(name) > 1})
    if doubled:
        raise PatternError(f"Identities with the same id: {', '.join(doubled)}; give each its own.")
    return tuple(found)
