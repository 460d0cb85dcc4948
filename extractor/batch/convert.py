"""`convert`: many disclosures → a folder of tidy tables, with a row of `documents` for each file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.batch.conversion import Conversion
from extractor.batch.machine import workers
from extractor.errors import UsageError
from extractor.identity.model import PREFERENCES, Prefer
from extractor.languages import spoken
from extractor.options import Options

if TYPE_CHECKING:  # importing this must cost nothing: the program is loaded when a run begins
    from extractor.batch.executors.protocol import Executor
    from extractor.dataset.book.progress import Watch
    from extractor.records.rows import DocumentRow

Input = str | os.PathLike[str]
DEFAULT = ("csv", "parquet")
EXECUTORS = ("processes", "ray")


def convert(
    inputs: Input | Iterable[Input],
    output: Input,
    options: Options | None = None,
    *,
    formats: Iterable[str] = DEFAULT,
    partition_by: Literal["year"] | None = None,
    jobs: int | None = None,
    on: Literal["processes", "ray"] = "processes",
    ray_address: str | None = None,
    timeout: float = 120.0,
    prefer: Prefer | None = None,
    rehash: bool = False,
    replace: bool = False,
    progress: Callable[[DocumentRow], None] | None = None,
    watch: Watch | None = None,
) -> Conversion:
    """Reads files, and folders of them, into the dataset in the folder `output`; a file that cannot be read gets a row
    as well.

    The dataset is a DuckDB file that grows: a file already in it is read again only if it changed, or was read by
    another version or with other options. Among `inputs`, `-` stands for the paths on standard input and `@FILE` for
    those in a file.

    - `formats`: the exports to write beside it, of csv, parquet, xlsx and sqlite; `duckdb` writes the dataset alone.
    - `partition_by`: `year` writes Parquet as a dataset with one folder per year.
    - `jobs`: worker processes, by default as many as there are processors and memory for; 0 reads in this process,
      where nothing can be cut off.
    - `on`: `ray` reads on a Ray cluster instead: the one at `ray_address`, else that of the environment, else one that
      is started here.
    - `timeout`: seconds allowed for one document.
    - `prefer`: which of two printings supersedes the other where nothing printed decides (`identity.vintages`).
    - `rehash`: open even files whose size and time are unchanged.
    - `replace`: start afresh; of what the dataset held only corrections by hand remain.
    - `progress`: called with the row of each document when it is done.
    - `watch`: called whenever the state of the run changes (`dataset.book.progress`).

    Raises `UsageError` for inputs that do not exist, arguments out of range and an output that cannot be written, and
    `PatternError` for patterns that cannot be used; never for a document.
    """
    if (jobs or 0) < 0 or timeout <= 0:
        words = "jobs is {jobs} and timeout {timeout:g}; jobs must be 0 or more, timeout more than 0."
        raise UsageError(spoken(words, jobs=jobs, timeout=timeout))
    if partition_by not in (None, "year"):
        raise UsageError(
            spoken("There is no partition by {partition_by!r}; give year, or none.", partition_by=partition_by)
        )
    if prefer is not None and prefer not in PREFERENCES:
        words = "There is no preference {prefer!r}; give {names}, or none."
        raise UsageError(spoken(words, prefer=prefer, names=" / ".join(PREFERENCES)))
    if on not in EXECUTORS or (on == "ray" and jobs is not None) or (on != "ray" and ray_address is not None):
        raise UsageError(spoken("Give on as processes, with jobs, or as ray, with ray_address."))
    options = options or Options()
    chosen_inputs = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    if not chosen_inputs:
        raise UsageError(spoken("There is nothing to convert; give files, or folders with disclosures."))
    with _executor(on, jobs, ray_address, timeout) as executor:
        # Not earlier: the workers load what they need while this process does.
        from extractor.batch.listed import given
        from extractor.batch.plan import plan
        from extractor.batch.run import Settings, run
        from extractor.dataset.exports.export import checked_formats

        chosen = checked_formats((formats,) if isinstance(formats, str) else tuple(formats))
        todo = plan(given(chosen_inputs), Path(output))
        if options.patterns is not None:
            from extractor.pattern_files import check_patterns

            check_patterns(options)
        settings = Settings(chosen, partition_by == "year", timeout, prefer, rehash, replace, progress, watch)
        return run(todo, Path(output), options, settings, executor)


def _executor(on: str, jobs: int | None, ray_address: str | None, timeout: float) -> Executor:
    if on == "ray":
        from extractor.batch.executors.on_ray import OnRay

        return OnRay(ray_address, timeout)
    if jobs == 0:
        from extractor.batch.executors.here import Here

        return Here()
    from extractor.batch.executors.processes import Processes

    return Processes(workers() if jobs is None else jobs, timeout)
