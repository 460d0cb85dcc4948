"""Which files a run reads: the given files, and the disclosures in the given folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.dataset import names
from extractor.dataset.inputs import Known
from extractor.errors import UsageError
from extractor.languages import spoken

SUFFIXES = (
    *(".pdf", ".txt", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods", ".ofd"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and the name it goes by in the output; `key` is its absolute path as the dataset knows it, `root`
    the input folder in which it was found."""

    path: Path
    source_file: str
    key: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a run, each with the input folder in which it was found; those in its folders that are of another
    kind; and the folders."""

    files: tuple[tuple[Path, Path], ...]
    passed_over: tuple[Path, ...]
    folders: tuple[Path, ...]


def plan(inputs: Sequence[Path], out: Path | None = None) -> Plan:
    """Files as given, folders with all files of a kind that is read; OUT itself is left out.

    Raises `UsageError` for an input that is not there and for folders without a disclosure.
    """
    files: dict[Path, Path] = {}
    passed_over: list[Path] = []
    folders: list[Path] = []
    for given in inputs:
        if given.is_dir():
            below, others = _below(given, out)
            files.update((path, given) for path in below)
            passed_over.extend(others)
            folders.append(given)
        elif given.is_file():
            files.setdefault(given, given.parent)
        elif given.exists():
            raise UsageError(spoken("{given} is neither a file nor a folder; give the file itself.", given=given))
        else:
            raise UsageError(spoken("{given} is not there; check the path.", given=given))
    if not files:
        where = ", ".join(map(str, inputs))
        raise UsageError(
            spoken(
                "No PDF, web page, picture or text file in {where}; give the folder with the downloads.", where=where
            )
        )
    return Plan(tuple(files.items()), tuple(passed_over), tuple(folders))


def jobs(plan: Plan, known: Known) -> tuple[tuple[Job, ...], dict[str, str]]:
    """The files by name; and the names that files of the dataset have from now on, by the old ones."""
    roots: dict[str, str] = {}
    legible: dict[str, str] = {}
    paths: dict[str, Path] = {}
    for path, root in plan.files:
        key, above = names.stored(path), names.stored(root)
        roots[key] = names.outermost(roots.get(key, above), above)
        paths.setdefault(key, path)
        legible.update((names.stored(each), names.legible(each)) for each in (path, root))
    found, renamed = known.rename(roots, {key: told for key, told in legible.items() if key != told})
    made = (Job(paths[key], found[key], key, root) for key, root in roots.items())
    return tuple(sorted(made, key=lambda job: job.source_file)), renamed


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
