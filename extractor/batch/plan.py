"""Which files a run is given: files by name, and all that is in folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.folders import below
from extractor.batch.listed import Given
from extractor.dataset import names
from extractor.dataset.inputs import Known
from extractor.document import archive
from extractor.document.archive import Member
from extractor.errors import UsageError, shown


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and the name it goes by in the output; `key` is its absolute path as the dataset knows it, `root`
    the input folder in which it was found. `member`: it is this one in the archive `path`, and is unpacked below
    `scratch` while it is read."""

    path: Path
    source_file: str
    key: str = ""
    root: str = ""
    member: Member | None = None
    scratch: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the input folder in which it was found, and in an archive which of its files it is."""

    path: Path
    root: Path
    member: Member | None = None

    def called(self, of: Callable[[Path], str]) -> str:
        """Its path as `of` makes it of paths; what it is in its archive stands behind that."""
        return of(self.path) + (f"#{self.member.name}" if self.member else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a run; the folders and archives of which it has all; and how many names in them are hidden."""

    files: tuple[Found, ...]
    folders: tuple[Path, ...]
    hidden: int


def plan(inputs: Iterable[Given], out: Path | None = None) -> Plan:
    """Files as given, and all that is in folders and archives, of whatever kind; hidden names and OUT are left out.

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
            raise UsageError(f"{shown(path)} is neither a file nor a folder; give the file itself.")
        else:
            raise UsageError(f"{shown(path)} is not there; check the path.")
    found: list[Found] = []
    for path, root in files.items():
        listing = archive.folder(path)
        if listing is None:
            found.append(Found(path, root))
        else:
            found += (Found(path, root, member) for member in listing.members)
            hidden += listing.hidden
            folders.append(path)
    if not found:
        where = ", ".join(map(shown, folders))
        raise UsageError(f"There is no file in {where}; give the folder with the downloads.")
    return Plan(tuple(found), tuple(folders), hidden)


def jobs(plan: Plan, known: Known, scratch: str = "") -> tuple[tuple[Job, ...], dict[str, str]]:
    """The files by name; and the names that files of the dataset have from now on, by the old ones."""
    roots: dict[str, str] = {}
    legible: dict[str, str] = {}
    files: dict[str, Found] = {}
    for file in plan.files:
        key, above = file.called(names.stored), names.stored(file.root)
        roots[key] = names.outermost(roots.get(key, above), above)
        files.setdefault(key, file)
        legible.update({key: file.called(names.legible), above: names.legible(file.root)})
    found, renamed = known.rename(roots, {key: told for key, told in legible.items() if key != told})
    made = (Job(files[key].path, found[key], key, root, files[key].member, scratch) for key, root in roots.items())
    return tuple(sorted(made, key=lambda job: job.source_file)), renamed


def job_of(key: str, source_file: str, root: str, scratch: str) -> Job | None:
    """The job for a file that the dataset knows by this path; None where it is not there."""
    path = Path(key)
    if path.is_file():
        return Job(path, source_file, key, root)
    outer, mark, _ = key.partition(f"{archive.ENDING}#")
    path = Path(outer + archive.ENDING)
    if not mark or (listing := archive.folder(path)) is None:
        return None
    inside = (Job(path, source_file, key, root, member, scratch) for member in listing.members)
    return next((job for job in inside if Found(path, path, job.member).called(names.stored) == key), None)
