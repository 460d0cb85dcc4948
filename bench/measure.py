"""One measurement in this fresh process: `python -m bench.measure CONTESTANT WARM_UP.pdf FILE.pdf...` prints JSON.

The clock starts after the imports and one file that is not counted, which loads what is loaded once. The memory is
the peak of the whole process.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.contestants import CONTESTANTS


def peak_megabytes() -> float:
    """The peak resident memory of this process. (`ru_maxrss` begins with that of the parent; VmHWM does not.)"""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def measure(name: str, warm_up: Path, files: Sequence[Path]) -> dict[str, float]:
    """Seconds by the clock and of the processor, pages, and peak memory in MB."""
    started = time.perf_counter()
    read = CONTESTANTS[name]()
    read([warm_up])
    clock, processor = time.perf_counter(), time.process_time()
    pages = read(files)
    return {
        "start_up": clock - started,
        "seconds": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
        "pages": pages,
        "megabytes": peak_megabytes(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]])))
