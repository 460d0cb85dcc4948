"""Which files a run reads: the given files, and the disclosures in the given folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError, shown

SUFFIXES = (".pdf", ".txt", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".docm")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and the name it goes by in the output."""

    path: Path
    source_file: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a run in the order of the output, and the files in its folders that are of another kind."""

    jobs: tuple[Job, ...]
    passed_over: tuple[Path, ...]


def plan(inputs: Sequence[Path], out: Path | None = None) -> Plan:
    """Files as given, folders with all files of a kind that is read, sorted by name; OUT itself is left out.

    Raises `UsageError` for an input that is not there and for folders without a disclosure.
    """
    jobs: list[Job] = []
    passed_over: list[Path] = []
    for given in inputs:
        if given.is_dir():
            below, others = _below(given, out)
            jobs.extend(Job(path, shown(path.relative_to(given))) for path in below)
            passed_over.extend(others)
        elif given.is_file():
            jobs.append(Job(given, shown(given.name)))
        elif given.exists():
            raise UsageError(f"{given} is neither a file nor a folder; give the file itself.")
        else:
            raise UsageError(f"{given} is not there; check the path.")
    if not jobs:
        raise UsageError(
            f"No PDF, web page or text file in {', '.join(map(str, inputs))}; give the folder with the downloads."
        )
    return Plan(tuple(sorted(set(jobs), key=lambda j: (j.source_file, str(j.path)))), tuple(passed_over))


def _below(folder: Path, out: Path | None) -> tuple[list[Path], list[Path]]:
    found: list[Path] = []
    others: list[Path] = []
    written = out.resolve() if out else None
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if written and written != folder.resolve() and path.resolve().is_relative_to(written):
            continue
        (found if path.suffix.lower() in SUFFIXES else others).append(path)
    return found, others
