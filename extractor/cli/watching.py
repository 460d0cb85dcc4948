"""What is shown of a run while it goes on: a bar on a terminal, lines in a log, objects for a program.

All three tell the same facts: how many files of how many are done, how fast pages are read, how long the rest takes,
and what became of the files so far.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from extractor.batch.conversion import ALRIGHT, Conversion
from extractor.cli.speech import harmless, tell, worded
from extractor.errors import counted
from extractor.languages import Sentence, joined, spoken
from extractor.records.closed_sets import WITH_ROWS

if TYPE_CHECKING:
    from extractor.dataset.book.progress import Progress
    from extractor.records.rows import DocumentRow

EVERY_FILES = 100  # files, and
EVERY_SECONDS = 60.0  # seconds after which a log has a line that says how far the run is
# What JSON leaves as it is and a terminal would obey, or no encoding takes: written as JSON can write it too.
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_FORMAT = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} {postfix}"


class Watcher(Protocol):
    """Shows a run. It is called with each state of it, and with the row of a document where one was read."""

    def __call__(self, progress: Progress, document: DocumentRow | None) -> None: ...

    def close(self) -> None:
        """The run is over: what stands on the screen of it alone goes away."""


def watcher(quiet: bool, as_json: bool) -> Watcher:
    """The watcher that suits the audience: somebody at a terminal, a log, a program, or nobody."""
    if as_json:
        return Objects()
    if quiet:
        return Nothing()
    return Bar() if sys.stderr.isatty() else Lines()


class Nothing:
    """Shows nothing."""

    def __call__(self, progress: Progress, document: DocumentRow | None) -> None:
        """(Nobody looks.)"""

    def close(self) -> None:
        """(Nothing is on the screen.)"""


class Lines:
    """A line for each document, and now and then one that says how far the run is."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._read = 0

    def __call__(self, progress: Progress, document: DocumentRow | None) -> None:
        if document is None:
            return
        tell(line(document))
        self._read += 1
        if self._read % EVERY_FILES == 0 or time.monotonic() - self._told >= EVERY_SECONDS:
            self._told = time.monotonic()
            done = spoken("{done} of {files}", done=progress.done, files=counted(progress.files, "file"))
            tell(joined(", ", (done, far(progress))))

    def close(self) -> None:
        """(Lines stay.)"""


class Bar:
    """A bar, and above it a line for each document that needs attention."""

    def __init__(self) -> None:
        self._bar: Any = None  # tqdm has no types

    def __call__(self, progress: Progress, document: DocumentRow | None) -> None:
        if self._bar is None:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread of its own: processes are forked
            self._bar = tqdm(total=progress.files, bar_format=_FORMAT, dynamic_ncols=True, leave=False, file=sys.stderr)
        if document is not None and document.status not in ALRIGHT:
            self._bar.write(harmless(worded(line(document))), file=sys.stderr)
        self._bar.set_description_str(worded(doing(progress)), refresh=False)
        self._bar.set_postfix_str(worded(far(progress)), refresh=document is None)
        self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class Objects:
    """One object a line, on standard error: `started`, a `document` for each that is read, `doing`, and in the end
    `ended`, or `stopped` where a run does not come to its end."""

    def __init__(self) -> None:
        self._started = False

    def __call__(self, progress: Progress, document: DocumentRow | None) -> None:
        facts: dict[str, Any] = {
            "doing": progress.doing,
            "files": progress.files,
            "done": progress.done,
            "statuses": progress.statuses or {},
            "pages": progress.pages,
            "seconds": progress.seconds,
            "pages_a_second": round(progress.pages_a_second, 1),
            "seconds_left": None if progress.seconds_left is None else round(progress.seconds_left, 1),
        }
        if document is not None:
            of_document = ("source_file", "status", "error_code", "error", "error_zh", "pages", "seconds")
            said = {name: getattr(document, name) for name in of_document}
            self.say("document", document=said, **facts)
        else:
            self.say("doing" if self._started else "started", **facts)
            self._started = True

    def close(self) -> None:
        """(Objects stay.)"""

    def ended(self, done: Conversion, status: int) -> None:
        """A run that came to its end."""
        causes = [
            {"status": state, "error_code": code, "files": count} for (state, code), count in done.outcomes.items()
        ]
        self.say(
            "ended",
            exit_status=status,
            files=done.files,
            good=done.good,
            read=done.read,
            unchanged=done.skipped,
            gone=done.gone,
            hidden=done.hidden,
            causes=causes,
            rows=done.counts,
            paths=[os.fspath(path) for path in done.paths],
            told=list(done.told),
        )

    def stopped(self, status: int, why: str, folder: Path) -> None:
        """A run that could not begin, or did not come to its end."""
        self.say("stopped", exit_status=status, why=why, folder=os.fspath(folder))

    def say(self, event: str, **facts: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        said = json.dumps({"event": event, "time": now, **facts}, ensure_ascii=False)
        click.echo(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", said), err=True)


def doing(progress: Progress) -> Sentence:
    """What a run does."""
    from extractor.languages import COMMANDS, translations

    return Sentence(progress.doing, translations(COMMANDS).gettext(progress.doing))


def far(progress: Progress) -> Sentence:
    """How fast a run is, how long it takes yet, and what became of the files so far."""
    statuses = joined(", ", (f"{number} {status}" for status, number in (progress.statuses or {}).items()), "、")
    speed = spoken("{speed:.1f} pages/s", speed=progress.pages_a_second)
    if progress.seconds_left is not None and progress.done < progress.files:
        left = spoken("{time} left", time=clock(progress.seconds_left))
        return joined(", ", (speed, left, statuses) if statuses else (speed, left), "，")
    return joined(", ", (speed, statuses) if statuses else (speed,), "，")


def clock(seconds: float) -> str:
    """Seconds as `0:05`, `12:40`, `3:07:00`."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def line(document: DocumentRow) -> Sentence:
    """One line for a document that was read."""
    if document.status in WITH_ROWS:
        said = spoken(
            "{tables}{empty}; {checks} passed{failed}",
            tables=counted(len(document.tables_found), "table"),
            empty=spoken(", {count} empty", count=len(document.tables_empty)) if document.tables_empty else "",
            checks=counted(document.checks_passed, "check"),
            failed=spoken(", {count} failed", count=document.checks_failed) if document.checks_failed else "",
        )
    else:
        said = why(document)
    return joined("  ", (f"{document.status:<8} {document.source_file}", said))


def why(document: DocumentRow) -> Sentence:
    """The sentence on a document that needs attention."""
    return Sentence(document.error or "", document.error_zh or document.error or "")
