"""What reads in a worker as its file's name says: it crashes, hangs, is killed, or takes all memory."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from extractor.batch.executors import one_file
from extractor.batch.plan import Job
from extractor.dataset.arrow.document_rows import DocumentRows
from extractor.options import Options
from extractor.reading import Reading
from extractor.reading import read_file as really_read


def read(job: Job, options: Options) -> DocumentRows:
    one_file.__dict__["read_file"] = _read_file
    return one_file.read_one(job, options)


def _read_file(path: Path, options: Options | None = None, source_file: str | None = None) -> Reading:
    name = path.name
    if "crash" in name:
        os._exit(11)
    if "hang" in name:
        time.sleep(600)
    if "defect" in name:
        raise ZeroDivisionError
    if "greedy" in name:
        bytearray(3 * 1024**3)
    if "native" in name:
        raise RuntimeError("Status Message: std::bad_alloc")
    last = path.with_name("last.done")
    if name.startswith("last"):
        last.touch()
    while "waits_for_last" in name and not last.exists():
        time.sleep(0.01)
    marker = path.with_suffix(".killed")
    if "always_killed" in name or ("once_killed" in name and not marker.exists()):
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "kills_server" in name and not marker.exists():
        marker.touch()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)  # it dies with it
    return really_read(path, options, source_file)
