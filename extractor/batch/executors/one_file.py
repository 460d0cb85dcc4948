"""One file of a run read in this process, whatever it is: if something goes wrong, that becomes its row."""

from __future__ import annotations

import logging
import os
import time
import traceback
import warnings

from extractor.batch.executors.lost import lost
from extractor.batch.plan import Job
from extractor.batch.unpacking import as_file
from extractor.dataset.arrow.document_rows import DocumentRows, document_rows
from extractor.errors import DocumentError
from extractor.options import Options
from extractor.problems import Problem
from extractor.reading import read_file

_NO_MEMORY = ("bad_alloc", "Insufficient memory")  # how native libraries say it


def read_one(job: Job, options: Options) -> DocumentRows:
    """Reads a file; a defect of the program costs this document only, and is named."""
    started = time.perf_counter()
    try:
        with as_file(job) as path:
            return document_rows(read_file(path, options, job.source_file))
    except DocumentError as error:  # it cannot be had
        return lost(job, error, time.perf_counter() - started)
    except Exception as error:  # noqa: BLE001 - the one boundary where a defect becomes a row
        if isinstance(error, MemoryError) or any(said in str(error) for said in _NO_MEMORY):
            return lost(job, DocumentError(Problem.OUT_OF_MEMORY, file=job.source_file), time.perf_counter() - started)
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown place"  # noqa: PTH119
        defect = DocumentError(Problem.DEFECT, file=job.source_file, error=type(error).__name__, where=where)
        return lost(job, defect, time.perf_counter() - started)


def quiet_libraries() -> None:
    """Silences what libraries log of a broken file, tracebacks and all: its row says it better."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
