"""What this machine offers a run: processors and memory, as far as a container may use them."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MOST = 2 * 1024**3  # bytes of memory for a worker: the largest disclosures that were met need a fifth of it
LEAST = 512 * 1024**2  # bytes that a worker needs to read a scan
_GROUPS = Path("/sys/fs/cgroup")


def processors() -> int:
    """The processors that this process may use: those it is bound to, within the share of its container."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for quota, period in _limits("cpu.max"):
        if quota != "max":
            bound = min(bound, math.ceil(int(quota) / int(period)))
    return max(bound, 1)


def workers() -> int:
    """How many workers a run has by default: one per processor, as far as the memory reaches."""
    memory = _memory()
    return processors() if memory is None else max(1, min(processors(), memory // LEAST))


def memory_of_each(count: int) -> int:
    """The bytes that each of so many workers may use."""
    memory = _memory()
    return MOST if memory is None else min(MOST, memory // max(count, 1))


def _memory() -> int | None:
    """The bytes of memory of this machine, or of its container; None where the system does not say."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None
    return min([whole, *(int(limit) for (limit,) in _limits("memory.max") if limit != "max")])


def _limits(name: str) -> Iterator[list[str]]:
    """What the control groups of this process (Linux, version 2) say under a name, from its own outwards."""
    try:
        own = Path("/proc/self/cgroup").read_text("utf-8").rpartition("::/")[2].strip()
    except OSError:
        return
    place = _GROUPS / own
    while place == _GROUPS or place.is_relative_to(_GROUPS):
        with suppress(OSError):  # the outermost has none, nor has another version
            yield (place / name).read_text("utf-8").split()
        place = place.parent
