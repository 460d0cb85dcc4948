"""Which files a run is given: files by name, and all that is in folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.batch import addresses
from extractor.batch.addresses import Address, Place
from extractor.batch.folders import below
from extractor.batch.listed import Given
from extractor.dataset import names
from extractor.dataset.inputs import Known
from extractor.errors import UsageError, shown


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and the name it goes by in the output; `key` is its absolute path or its address as the dataset
    knows it, `root` the input folder in which it was found."""

    path: Place
    source_file: str
    key: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a run, each with the input folder in which it was found; the folders; and how many names in them are
    hidden."""

    files: tuple[tuple[Place, Place], ...]
    folders: tuple[Place, ...]
    hidden: int


def plan(inputs: Iterable[Given], out: Path | None = None) -> Plan:
    """Files as given, and all that is in the folders, of whatever kind; hidden names and OUT itself are left out.

    Raises `UsageError` for an input that is not there, unless it is one of a list, and where there is no file.
    """
    files: dict[Place, Place] = {}
    folders: list[Place] = []
    hidden = 0
    for each in inputs:
        path = each.place
        if isinstance(path, Address):
            found, more = addresses.below(path)
            if not found and not more:
                if not each.listed:
                    raise UsageError(f"{path} is not there, or empty; check the address.")
                found = [path]
            # (One that is a file itself is named as a file is that was given.)
            root = Address(path.text.rpartition("/")[0]) if [file.text for file in found] == [path.text] else path
            files.update((file, root) for file in found)
            hidden += more
            folders.append(path)
        elif path.is_dir():
            contents = below(path, out)
            files.update((file, path) for file in contents.files)
            hidden += contents.hidden
            folders.append(path)
        elif path.is_file() or each.listed:
            files.setdefault(path, path.parent)
        elif path.exists():
            raise UsageError(f"{shown(path)} is neither a file nor a folder; give the file itself.")
        else:
            raise UsageError(f"{shown(path)} is not there; check the path.")
    if not files:
        where = ", ".join(shown(str(folder)) for folder in folders)
        raise UsageError(f"There is no file in {where}; give the folder with the downloads.")
    return Plan(tuple(files.items()), tuple(folders), hidden)


def stored(place: Place) -> str:
    """A file or a folder as the dataset knows it."""
    return place.text if isinstance(place, Address) else names.stored(place)


def jobs(plan: Plan, known: Known) -> tuple[tuple[Job, ...], dict[str, str]]:
    """The files by name; and the names that files of the dataset have from now on, by the old ones."""
    roots: dict[str, str] = {}
    legible: dict[str, str] = {}
    paths: dict[str, Place] = {}
    for path, root in plan.files:
        key, above = stored(path), stored(root)
        roots[key] = names.outermost(roots.get(key, above), above)
        paths.setdefault(key, path)
        legible.update((stored(each), names.legible(each)) for each in (path, root) if isinstance(each, Path))
    found, renamed = known.rename(roots, {key: told for key, told in legible.items() if key != told})
    made = (Job(paths[key], found[key], key, root) for key, root in roots.items())
    return tuple(sorted(made, key=lambda job: job.source_file)), renamed
