"""What a document is read with, as far as it changes the output: program, patterns and options, as a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from extractor import __version__
from extractor.dataset.tables import ReaderRow
from extractor.knowledge import library
from extractor.languages import Sentence, joined, spoken
from extractor.options import Options

_PACKAGE = Path(__file__).parents[1]


def reader_of(options: Options) -> ReaderRow:
    """The reader of these options. Raises `OSError` where its patterns cannot be read."""
    program = _digest(_PACKAGE, _PACKAGE.rglob("*.py"))
    patterns = _digest(library(), _files(library()))
    if options.patterns is not None:
        own = Path(options.patterns)
        patterns += "+" + _digest(own, _files(own))
    said = {
        "max_pages": options.max_pages,
        "engine": options.engine,
        "second_reading": options.second_reading,
        "second_reading_seconds": options.second_reading_seconds,
        "ocr": options.ocr_at_work,
        "units": _hash(map(repr, options.register.units)) if options.register else None,
    }
    chosen = json.dumps(said, sort_keys=True)
    return ReaderRow(_hash([__version__, program, patterns, chosen]), __version__, program, patterns, chosen)


def differences(one: ReaderRow, other: ReaderRow) -> Sentence:
    """What two readers differ in, in words."""
    said = []
    if one.version != other.version:
        said.append(spoken("version {version}", version=other.version))
    elif one.program != other.program:
        said.append(spoken("another state of the program"))
    if one.patterns != other.patterns:
        said.append(spoken("other patterns"))
    if one.options != other.options:
        before, now = json.loads(one.options), json.loads(other.options)
        names = ", ".join(sorted(name for name in now if now[name] != before.get(name)))
        said.append(spoken("other options ({names})", names=names))
    return joined(" and ", said, "、")


def _digest(folder: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
