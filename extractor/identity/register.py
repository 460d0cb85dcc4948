"""单位名录: the user's own register that maps names of units to codes, by exact name and alias, year by year.

A CSV file with the columns `unit_code` and `unit_name`, and if wanted `region_code`, any number of columns whose name
begins with `alias` (several aliases in one field are parted by `;`), `valid_from` and `valid_to` (fiscal years, both
included). The `region_code` (行政区划代码) says where a unit lies whose name does not, or not clearly. A unit that was
renamed has a row for each name, all with its one code; units that merged have the code of the new one from the year
of the merger on. Somebody else's register has code and name under headers of its own (预算单位编码), which are told.
Other columns say nothing here, so that a file of proposals can be fed back as it is; they stay with the unit for those
who carry them along. Nothing but the register ever makes one unit out of two names.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from extractor.document.characters import plain
from extractor.errors import UsageError
from extractor.identity.model import Identity
from extractor.languages import joined, spoken

CODE, NAME = "unit_code", "unit_name"
_IN_CHINESE = {CODE: "单位代码", NAME: "单位名称"}  # the same headers, where the English ones are not there
_FIRST_YEAR, _LAST_YEAR = 1949, 2100


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the register; an open end of the years is None. `line` is the line of the file, `carried` what its other
    columns say."""

    code: str
    name: str
    region_code: str | None
    aliases: tuple[str, ...]
    valid_from: int | None
    valid_to: int | None
    line: int
    carried: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def valid_in(self, year: int) -> bool:
        return (self.valid_from or _FIRST_YEAR) <= year <= (self.valid_to or _LAST_YEAR)


class UnitRegister:
    """The register, looked up by name and year. `carried` are its other columns, `has_codes_of_its_own` says that its
    codes are not those of any other register."""

    def __init__(
        self,
        units: Iterable[Unit],
        source: str = "the register",
        carried: Iterable[str] = (),
        has_codes_of_its_own: bool = False,
    ) -> None:
        """Raises `UsageError` where a name stands for two codes in one year."""
        self.units = tuple(units)
        self.carried = tuple(carried)
        self.has_codes_of_its_own = has_codes_of_its_own
        by_name: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for name in dict.fromkeys(plain(n) for n in (unit.name, *unit.aliases)):
                by_name[name].append(unit)
        self._by_name = dict(by_name)
        for name, found in self._by_name.items():
            for one, other in combinations(found, 2):
                if one.code != other.code and _overlap(one, other):
                    raise UsageError(
                        spoken(
                            "{source}: {name} is unit {one} in line {line} and unit {other} in line {other_line} "
                            "for the same years; give one of them other years or another name.",
                            source=source,
                            name=name,
                            one=one.code,
                            line=one.line,
                            other=other.code,
                            other_line=other.line,
                        )
                    )

    def find(self, names: str | Iterable[str], year: int | None) -> Unit | None:
        """The unit that bears one of the names (tried in order) in the year; without a year where all years agree."""
        for name in (names,) if isinstance(names, str) else names:
            found = [u for u in self._by_name.get(plain(name), ()) if year is None or u.valid_in(year)]
            if found and len({u.code for u in found}) == 1:
                return found[-1]
        return None


def _overlap(one: Unit, other: Unit) -> bool:
    return max(one.valid_from or 0, other.valid_from or 0) <= min(one.valid_to or 9999, other.valid_to or 9999)


def read_register(path: Path, code: str = CODE, name: str = NAME) -> UnitRegister:
    """The register of a CSV file in UTF-8 (with or without BOM) or, as Excel in China saves it, GB 18030.

    `code` and `name` are the headers over code and name. Raises `UsageError` with file, line and what to change.
    """
    rows = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        columns = [c.strip() for c in rows.fieldnames or ()]
        asked = (code, name)
        code, name = (c if c in columns else _IN_CHINESE.get(c, c) for c in asked)
        missing = [header for header, c in zip(asked, (code, name), strict=True) if c not in columns]
        if missing:
            raise UsageError(
                spoken(
                    "{path} has no column {missing}; its columns are {columns}. `juesuan units suggest` makes a file "
                    "to start from; `juesuan panel` takes other columns with --unit-code and --unit-name.",
                    path=path,
                    missing=joined(" and ", missing, "、"),
                    columns=", ".join(columns) or "-",
                )
            )
        twice = [c for c in dict.fromkeys(columns) if c and columns.count(c) > 1]
        if twice:
            raise UsageError(
                spoken("{path} has the column {column} more than once; leave one of them.", path=path, column=twice[0])
            )
        rows.fieldnames = columns
        carried = [c for c in columns if c and not _is_read(c, code, name)]
        units = [unit for row in rows if (unit := _unit(path, rows.line_num, row, code, name, carried)) is not None]
    except csv.Error as error:
        raise UsageError(
            spoken("{path}, line {line}: not a CSV file ({error}).", path=path, line=rows.line_num, error=error)
        ) from error
    return UnitRegister(units, str(path), carried, has_codes_of_its_own=asked[0] != CODE)


def _is_read(column: str, code: str, name: str) -> bool:
    return column in (code, name, "valid_from", "valid_to") or column.startswith("alias")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            spoken("The register {path} cannot be read: {reason}.", path=path, reason=error.strerror)
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(spoken("The register {path} is neither UTF-8 nor GB 18030; save it as CSV UTF-8.", path=path))


def _unit(
    path: Path, line: int, row: dict[str, str | None], code_column: str, name_column: str, carried: Iterable[str]
) -> Unit | None:
    """One row; None for a blank one."""
    # A row with more fields than columns has its rest under the key None.
    if None in row:
        raise UsageError(
            spoken(
                "{path}, line {line}: more fields than columns; put a name with a comma in quotes.",
                path=path,
                line=line,
            )
        )
    fields = {key: (value or "").strip() for key, value in row.items()}
    if not any(fields.values()):
        return None
    code, name = fields[code_column], fields[name_column]
    if not code or not name:
        raise UsageError(
            spoken(
                "{path}, line {line}: {column} is empty.",
                path=path,
                line=line,
                column=name_column if code else code_column,
            )
        )
    begin, end = (_year(path, line, column, fields.get(column, "")) for column in ("valid_from", "valid_to"))
    if begin is not None and end is not None and begin > end:
        raise UsageError(
            spoken(
                "{path}, line {line}: valid_from {begin} is after valid_to {end}.",
                path=path,
                line=line,
                begin=begin,
                end=end,
            )
        )
    aliases = [a.strip() for key, value in fields.items() if key.startswith("alias") for a in _split(value)]
    others = {column: fields[column] for column in carried}
    return Unit(code, name, fields.get("region_code") or None, tuple(a for a in aliases if a), begin, end, line, others)


def _split(field: str) -> list[str]:
    return field.replace("；", ";").split(";")


def _year(path: Path, line: int, column: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR):
        raise UsageError(
            spoken(
                "{path}, line {line}: {column} is {text!r}, not a year such as 2023.",
                path=path,
                line=line,
                column=column,
                text=text,
            )
        )
    return int(text)


def unit_codes(
    identity: Identity, others: Collection[str], register: UnitRegister | None
) -> dict[str | None, str | None]:
    """The code of each unit of a document by its name: of its publisher and of `others`."""
    found = {identity.unit_name: identity.unit_code}
    for other in sorted(others):
        unit = register.find([other], identity.year) if register else None
        found[other] = unit.code if unit else None
    return found
