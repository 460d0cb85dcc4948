"""A small disclosure, what its text layer says, and a scan of it, for all tests of scans."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.reading import Reading, read_file
from tests.support import scans


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scans.disclosure(tmp_path_factory.mktemp("original") / "original.pdf")


@pytest.fixture(scope="session")
def printed(original: Path) -> Reading:
    return read_file(original)


@pytest.fixture(scope="session")
def scanned(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scans.saved(tmp_path_factory.mktemp("scan") / "scan.pdf", scans.pictures(original, scans.SCANNED))
