"""One disclosure as a file of each kind: the same numbers with the same meaning, and the same said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.reading import read_file
from samples.generator import written
from samples.generator.catalogue import samples
from samples.generator.disclosure import PAPERLESS
from tests.support import transcribed
from tests.support.alike import same
from tests.support.readings import CORPUS, needs_corpus, read_corpus, read_sample

TRANSCRIBED: dict[str, Callable[[Path], bytes]] = {
    "html": transcribed.as_web_page,
    "docx": transcribed.as_word,
}


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
