"""What is in a dataset, and how far a run over it is: for a person, and as facts for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from extractor.dataset.book.progress import Progress, read_progress
from extractor.dataset.book.runs import counts
from extractor.dataset.opening import open_to_query
from extractor.dataset.refusals import InUseError


class Status(Struct, frozen=True):
    """`running` is the run that writes now, `cut_off` one that did not come to its end; while one writes, nothing else
    can be seen. `files` are those that the dataset knows, `gone` those of them that are not there any more, `outcomes`
    their number by status and code; `last_run` the last that ended; `stale` whether exports are of an earlier state."""

    folder: Path
    running: Progress | None = None
    cut_off: Progress | None = None
    files: int = 0
    gone: int = 0
    outcomes: tuple[tuple[str, str | None, int], ...] = ()
    rows: dict[str, int] | None = None
    last_run: dict[str, Any] | None = None
    exports: tuple[str, ...] = ()
    stale: bool = False

    def facts(self) -> dict[str, Any]:
        """The same as JSON takes it."""
        return {
            **asdict(self),
            "folder": str(self.folder),
            "outcomes": [{"status": s, "error_code": code, "files": n} for s, code, n in self.outcomes],
        }


def status(folder: Path) -> Status:
    """Raises `UsageError` where there is no dataset."""
    said = read_progress(folder)
    try:
        with open_to_query(folder) as database:
            run = (
                "SELECT run, started, ended, version, files, read, skipped, failed FROM runs ORDER BY run DESC LIMIT 1"
            )
            names = ("run", "started", "ended", "version", "files", "read", "skipped", "failed")
            last = [dict(zip(names, row, strict=True)) for row in database.rows(run)]
            outcomes = "SELECT status, error_code, count(*) AS n FROM documents GROUP BY ALL ORDER BY n DESC, 1, 2"
            exported = database.rows(
                "SELECT DISTINCT form, state = (SELECT state FROM dataset) FROM exports ORDER BY 1"
            )
            return Status(
                folder,
                cut_off=said,
                files=database.one("SELECT count(*) FROM inputs"),
                gone=database.one("SELECT count(*) FROM inputs WHERE gone"),
                outcomes=tuple(database.rows(outcomes)),
                rows=counts(database),
                last_run=last[0] if last else None,
                exports=tuple(form for form, _ in exported),
                stale=not all(current for _, current in exported),
            )
    except InUseError:
        if said is None:
            raise
        return Status(folder, running=said)
