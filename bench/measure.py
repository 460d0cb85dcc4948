"""One measurement in this fresh process: `python -m bench.measure CONTESTANT WARM_UP.pdf FILE.pdf...` prints JSON.

The clock starts after the imports and one file that is not counted, which loads what is loaded once. The memory is
the peak of the process, or of a worker of it where that is higher; the processor time is that of both.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.contestants import CONTESTANTS


def peak_megabytes() -> float:
    """The peak resident memory of the largest process. (`ru_maxrss` begins with that of the parent; VmHWM does not.)"""
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return max(workers, int(line.split()[1]) / 1024)
    return max(workers, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def memory_now() -> float:
    """The resident megabytes of this process now, or its peak where the system says no more."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_megabytes()
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def processor_seconds() -> float:
    """Processor time of this process and of its workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def measure(name: str, warm_up: Path, files: Sequence[Path]) -> dict[str, float]:
    """Seconds by the clock and of the processor, pages, and peak memory in MB."""
    started = time.perf_counter()
    read = CONTESTANTS[name]()
    read([warm_up])
    clock, processor = time.perf_counter(), processor_seconds()
    pages = read(files)
    return {
        "start_up": clock - started,
        "seconds": time.perf_counter() - clock,
        "processor": processor_seconds() - processor,
        "pages": pages,
        "megabytes": peak_megabytes(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]])))
