"""The file of a job as a file of its own for its reader, and its hash: files of archives are unpacked meanwhile."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from extractor.batch.addresses import fetched
from extractor.batch.plan import Job
from extractor.dataset.refusals import cannot_be_written
from extractor.document import archive, content_hash
from extractor.errors import DocumentError, UsageError, shown
from extractor.problems import Problem

SCRATCH = ".juesuan-unpacked"
LONGEST = 200  # bytes of a name that any disk takes


@contextmanager
def scratch(folder: Path) -> Iterator[str]:
    """Where the files of archives are kept while they are read: a folder within that of the dataset, to which only
    one run writes. It is removed when the context ends, along with what a killed run left in it."""
    path = folder / SCRATCH
    shutil.rmtree(path, ignore_errors=True)
    try:
        path.mkdir()
    except OSError as error:
        raise UsageError(cannot_be_written(folder, error)) from error
    try:
        yield str(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def as_file(job: Job) -> Iterator[Path]:
    """Where the file of a job can be read while the context lasts.

    Raises `DocumentError` where it cannot be unpacked from its archive. A process that is killed leaves it in the
    scratch folder of the run, which the run removes.
    """
    if job.member is None:
        with fetched(job.path) as path:
            yield path
        return
    scratch = job.scratch if Path(job.scratch).is_dir() else None  # (a worker on another machine has its own)
    with tempfile.TemporaryDirectory(prefix="juesuan-", dir=scratch) as folder:
        path = Path(folder) / _harmless(PurePosixPath(job.member.name.rpartition("#")[2]).name)
        with path.open("wb") as file:
            for chunk in archive.chunks(job.path, job.member):
                file.write(chunk)
        yield path


def sha256(job: Job) -> str:
    """The hash of the bytes of a job's file; raises `OSError`, or `DocumentError` where an archive does not give it."""
    if job.member is not None:
        return content_hash.of_chunks(archive.chunks(job.path, job.member))
    with fetched(job.path) as path:
        if not path.is_file():  # to open a pipe is to wait for who never comes
            raise DocumentError(Problem.NO_FILE, path=shown(path))
        return content_hash.of_file(path)


def _harmless(name: str) -> str:
    """A name out of an archive as one that any disk takes; it is told in sentences and ends as it did."""
    if name.isprintable() and len(name.encode()) <= LONGEST:
        return name
    ending = PurePosixPath(name).suffix
    return f"file{ending}" if ending.isalnum() or ending[1:].isalnum() else "file"
