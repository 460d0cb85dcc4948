"""Where our own time goes: `python -m bench.stages WARM_UP.pdf FILE.pdf...` prints processor seconds by stage as JSON.

Every function that `extractor.stages` and `extractor.reading` call is timed under the folder that it comes from, less
what it calls back.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

STAGES = {
    "extractor.document": "read",
    "extractor.tables.locate": "locate",
    "extractor.tables.nine.interpret": "interpret",
    "extractor.tables.sheets": "performance sheets",
    "extractor.tables.engines.reread": "second reading",
    "extractor.identity": "identify",
    "extractor.records": "normalise",
    "extractor.prose": "prose",
    "extractor.audit": "audit",
    "extractor.dataset": "write",
}
ORDER = (*STAGES.values(), "rest")


class Clock:
    """Own time by stage: what a timed function calls in another stage is counted there alone."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(ORDER, 0.0)
        self._inside = ["rest"]
        self._since = time.process_time()

    def switch(self) -> None:
        now = time.process_time()
        self.seconds[self._inside[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            self.switch()
            self._inside.append(stage)
            try:
                return function(*arguments, **named)
            finally:
                self.switch()
                self._inside.pop()

        return timed


def _stage_of(function: object) -> str | None:
    module = getattr(function, "__module__", None) or ""
    return next((stage for start, stage in STAGES.items() if module.startswith(start)), None)


def profile(warm_up: Path, files: Sequence[Path]) -> dict[str, float]:
    """Processor seconds by stage of a whole run without worker processes, CSV and Parquet."""
    from bench.contestants import juesuan_both
    from extractor import reading, stages
    from extractor.batch import run
    from extractor.dataset.writing import Writer

    read = juesuan_both()
    read([warm_up])
    clock = Clock()
    for module in (stages, reading):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            stage = _stage_of(function)
            if stage:
                setattr(module, name, clock.timed(stage, function))
    for owner, name in ((Writer, "add"), (Writer, "flush"), (run, "export")):
        setattr(owner, name, clock.timed("write", getattr(owner, name)))
    clock.switch()
    clock.seconds = dict.fromkeys(ORDER, 0.0)
    read(files)
    clock.switch()
    return clock.seconds


if __name__ == "__main__":
    print(json.dumps(profile(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])))
