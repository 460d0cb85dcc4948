"""Which files a run is given: files by name, and all that is in folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.folders import below
from extractor.batch.listed import Given
from extractor.dataset import names
from extractor.dataset.inputs import Known
from extractor.errors import UsageError, shown
from extractor.languages import joined, spoken


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
    """The files of a run, each with the input folder in which it was found; the folders; and how many names in them are
    hidden."""

    files: tuple[tuple[Path, Path], ...]
    folders: tuple[Path, ...]
    hidden: int


def plan(inputs: Iterable[Given], out: Path | None = None) -> Plan:
    """Files as given, and all that is in the folders, of whatever kind; hidden names and OUT itself are left out.

    Raises `UsageError` for an input that is not there, unless it is one of a list, and where there is no file.
    """
    files: dict[Path, Path] = {}
    folders: list[Path] = []
    hidden = 0
    for each in inputs:
        path = each.path
        if path.is_dir():
            contents = below(path, out)
            files.update((file, path) for file in contents.files)
            hidden += contents.hidden
            folders.append(path)
        elif path.is_file() or each.listed:
            files.setdefault(path, path.parent)
        elif path.exists():
            raise UsageError(spoken("{path} is neither a file nor a folder; give the file itself.", path=shown(path)))
        else:
            raise UsageError(spoken("{path} is not there; check the path.", path=shown(path)))
    if not files:
        where = joined(", ", map(shown, folders), "、")
        raise UsageError(spoken("There is no file in {folders}; give the folder with the downloads.", folders=where))
    return Plan(tuple(files.items()), tuple(folders), hidden)


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
