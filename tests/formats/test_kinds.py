"""One disclosure as a file of each kind: the same numbers with the same meaning, and the same said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import fields

from extractor.reading import Reading, read_file
from samples.generator import written
from samples.generator.catalogue import samples
from samples.generator.disclosure import PAPERLESS
from tests.support import transcribed
from tests.support.readings import CORPUS, needs_corpus, read_corpus, read_sample

TRANSCRIBED: dict[str, Callable[[Path], bytes]] = {
    "html": transcribed.as_web_page,
    "docx": transcribed.as_word,
}
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


@pytest.mark.parametrize("name", [sample.name for sample in samples()])
@pytest.mark.parametrize("kind", PAPERLESS)
def test_a_sample_says_the_same_as_a_file_of_another_kind(kind: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.{kind}"
    path.write_bytes(written(next(s for s in samples() if s.name == name), PAPERLESS[kind]()))
    reading = read_file(path)
    same(reading, read_sample(name))
    assert reading.document.pages is None
    assert all(fact.page is None and fact.line and fact.place for fact in reading.facts)


@needs_corpus
@pytest.mark.parametrize("kind", TRANSCRIBED)
def test_the_founding_document_says_the_same_as_a_file_of_another_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"seed.{kind}"
    path.write_bytes(TRANSCRIBED[kind](CORPUS / "seed.txt"))
    reading = read_file(path)
    same(reading, read_corpus("seed.txt"))
    assert (len(reading.facts), len(reading.indicators)) == (522, 47)
