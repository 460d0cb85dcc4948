"""What DuckDB and the disk refuse, each as one sentence for the person running the program."""

from __future__ import annotations

from pathlib import Path

from extractor.dataset.book.progress import read_progress
from extractor.errors import UsageError
from extractor.languages import Sentence, spoken

_NEWER = "{file} was written by a newer version; install that, or choose another folder."
REASONS = (
    ("No space left", "{folder} cannot be written (the disk is full); make room there and run the same again."),
    ("File too large", "{folder} cannot be written (a limit on the size of files); raise it and run the same again."),
    ("Permission denied", "{folder} cannot be written or read (no permission); choose another folder with -o."),
    ("newer", _NEWER),
    ("storage version", _NEWER),
    ("version number", _NEWER),
    ("not a valid DuckDB", "{file} is no dataset, or damaged; choose another folder, or start anew with --replace."),
)
"""What DuckDB says, and what that means for who runs this."""


class InUseError(UsageError):
    """Another program has the dataset open."""


class NoRoomError(UsageError):
    """The operation needs more memory than the database may use; it has been undone."""


def cannot_be_written(folder: Path, error: OSError) -> Sentence:
    words = "{folder} cannot be written ({reason}); choose another folder with -o."
    return spoken(words, folder=folder, reason=error.strerror)


def refusal(file: Path, said: str) -> UsageError:
    """One sentence for what DuckDB, or the disk, says of the file of a dataset."""
    said = " ".join(said.split())
    if "lock on file" in said or "same database file" in said:
        return _in_use(file)
    for words, reason in REASONS:
        if words in said:
            return UsageError(spoken(reason, folder=file.parent, file=file))
    if said.startswith("Out of Memory"):
        words = (
            "{folder} needs more memory than the database may use, a quarter of the machine's; give it a larger one."
        )
        return NoRoomError(spoken(words, folder=file.parent))
    words = "{folder} cannot be written or read ({reason}); choose another folder with -o."
    return UsageError(spoken(words, folder=file.parent, reason=said.split(": ", 1)[-1].rstrip(".")))


def _in_use(file: Path) -> InUseError:
    """Who has a dataset open."""
    writer = read_progress(file.parent)
    if writer is None or not writer.is_alive:
        return InUseError(spoken("Another program has {file} open; run the same again when it has ended.", file=file))
    where = spoken("process {process} on {host}", process=writer.process, host=writer.host)
    return InUseError(
        spoken(
            "Another run is writing to {folder} (since {started}, {where}); run the same again when it has ended.",
            folder=file.parent,
            started=writer.started,
            where=where,
        )
    )
