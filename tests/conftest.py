"""What holds for all tests: none is about the clock, which a busy machine stretches, or about the language of who runs
them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from extractor.cli.speech import LOCALE, speak
from extractor.languages import Language
from tests.support.paper import Paper

settings.register_profile("juesuan", deadline=None)
settings.load_profile("juesuan")

for name in LOCALE:
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A command speaks the language of the test before it, where it is called without its group."""
    yield
    speak(Language.ENGLISH)


@pytest.fixture
def sheet(tmp_path: Path) -> Paper:
    """A page to draw tables on."""
    return Paper(tmp_path / "made_up.pdf")
