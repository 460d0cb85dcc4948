"""Whether two readings of one disclosure, as files of different kinds, say the same."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import fields

from extractor.reading import Reading

# Where a number stands, and what tells one engine from another.
OF_PLACE = {"page", "page_last", "line", "place", "box", "engine", "char_start", "char_end", "row_no", "guessed"}
SAID = (
    "status", "unit_name", "year", "report_kind", "currency_unit", "tables_found", "tables_empty", "tables_missing",
    "tables_other", "sections_missing", "checks_failed",
)  # fmt: skip


def meaning(rows: tuple[object, ...], *also: str) -> Counter[tuple[object, ...]]:
    """Rows without where they stand."""
    names = [f.name for f in fields(rows[0]) if f.name not in OF_PLACE.union(also)] if rows else []  # type: ignore[arg-type]
    return Counter(tuple(getattr(row, name) for name in names) for row in rows)


def same(one: Reading, other: Reading) -> None:
    for name in SAID:
        assert getattr(one.document, name) == getattr(other.document, name), name
    assert meaning(one.facts) == meaning(other.facts)
    # (What of a line is quoted depends on where the line ends.)
    assert meaning(one.figures, "quote", "unit_name") == meaning(other.figures, "quote", "unit_name")
    assert said(one) == said(other)


def said(reading: Reading) -> Counter[tuple[str, str]]:
    """What the heads of the sheets say."""
    return Counter((s.table_no, repr({k: v for k, v in s.fields.items() if k not in OF_PLACE})) for s in reading.sheets)
