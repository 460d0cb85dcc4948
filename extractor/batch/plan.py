"""Which files a run is given: files by name, and all that is in folders and archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from extractor.batch import addresses
from extractor.batch.addresses import ObjectAddress, Place, place_of
from extractor.batch.folders import below
from extractor.batch.listed import Given
from extractor.dataset.book import names
from extractor.dataset.book.inputs import Known
from extractor.document import archive
from extractor.document.archive import Member
from extractor.errors import UsageError, shown
from extractor.languages import joined, spoken


class Job(Struct, frozen=True):
    """A file to read and the name it goes by in the output. `key` is its absolute path, or its address as the dataset
    knows it; `root` the input folder in which it was found. `member`: the file is this one in the archive `path`, and
    is unpacked below `scratch` while it is read."""

    path: Place
    source_file: str
    key: str = ""
    root: str = ""
    member: Member | None = None
    scratch: str = ""


class FoundFile(Struct, frozen=True):
    """A file, the input folder in which it was found, and, in an archive, which of its files it is."""

    path: Place
    root: Place
    member: Member | None = None

    def called(self, of: Callable[[Place], str]) -> str:
        """Its path as `of` writes paths, followed by its name within the archive."""
        return of(self.path) + (f"#{self.member.name}" if self.member else "")


class Plan(Struct, frozen=True):
    """The files of a run; the folders and archives that it covers whole; and how many names in them are hidden."""

    files: tuple[FoundFile, ...]
    folders: tuple[Place, ...]
    hidden: int


def plan(inputs: Iterable[Given], out: Path) -> Plan:
    """The files given, and everything in the folders and archives given, of whatever kind; hidden names and OUT are
    left out.

    Raises `UsageError` for an input that does not exist, unless it is from a list, and where there is no file at all.
    """
    files: dict[Place, Place] = {}
    folders: list[Place] = []
    hidden = 0
    for each in inputs:
        path = each.place
        if isinstance(path, ObjectAddress):
            found, more = addresses.below(path)
            if not found and not more and not each.listed:
                raise UsageError(spoken("{path} is not there, or empty; check the address.", path=path))
            found = found or ([] if more else [path])
            # (One that is a file itself is named as a file is that was given.)
            root = ObjectAddress(path.text.rpartition("/")[0]) if [file.text for file in found] == [path.text] else path
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
            raise UsageError(spoken("{path} is neither a file nor a folder; give the file itself.", path=shown(path)))
        else:
            raise UsageError(spoken("{path} is not there; check the path.", path=shown(path)))
    made = _with_archives(files, folders, hidden)
    if not made.files:
        where = joined(", ", (shown(str(folder)) for folder in made.folders), "、")
        raise UsageError(spoken("There is no file in {folders}; give the folder with the downloads.", folders=where))
    return made


def _with_archives(files: Mapping[Place, Place], folders: list[Place], hidden: int) -> Plan:
    """The plan of these files, with the contents of archives in place of the archives."""
    found: list[FoundFile] = []
    for path, root in files.items():
        listing = archive.folder(path)
        if listing is None:
            found.append(FoundFile(path, root))
        else:
            found += (FoundFile(path, root, member) for member in listing.members)
            hidden += listing.hidden
            folders.append(path)
    return Plan(tuple(found), tuple(folders), hidden)


def stored(place: Place) -> str:
    """A file or a folder as the dataset knows it."""
    return place.text if isinstance(place, ObjectAddress) else names.stored(place)


def legible(place: Place) -> str:
    """The same, as it is shown to people."""
    return place.text if isinstance(place, ObjectAddress) else names.legible(place)


def jobs(plan: Plan, known: Known, scratch: str = "") -> tuple[tuple[Job, ...], dict[str, str]]:
    """The jobs, by name; and the names that files of the dataset have from now on, by the old ones."""
    roots: dict[str, str] = {}
    told: dict[str, str] = {}
    files: dict[str, FoundFile] = {}
    for file in plan.files:
        key, above = file.called(stored), stored(file.root)
        roots[key] = names.outermost(roots.get(key, above), above)
        files.setdefault(key, file)
        told.update({key: file.called(legible), above: legible(file.root)})
    found, renamed = known.rename(roots, {key: text for key, text in told.items() if key != text})
    made = (Job(files[key].path, found[key], key, root, files[key].member, scratch) for key, root in roots.items())
    return tuple(sorted(made, key=lambda job: job.source_file)), renamed


def job_of(key: str, source_file: str, root: str, scratch: str) -> Job | None:
    """The job for a file that the dataset knows by this path; None where it is not there."""
    packed = archive.within(key)
    if packed is not None and (listing := archive.folder(outer := place_of(packed[0]))) is not None:
        inside = (FoundFile(outer, outer, member) for member in listing.members)
        member = next((found.member for found in inside if found.called(stored) == key), None)
        return Job(outer, source_file, key, root, member, scratch) if member else None
    place = place_of(key)
    return Job(place, source_file, key, root) if isinstance(place, ObjectAddress) or place.is_file() else None
