"""What a Ray task does on its node: it has one worker process, as a run on one machine has several."""

from __future__ import annotations

import platform
from multiprocessing.connection import wait
from typing import Any

from msgspec import Struct

from extractor.batch.executors.protocol import Work
from extractor.batch.executors.server import Server
from extractor.batch.executors.slots import POLL, Slot
from extractor.batch.installed import Installation, installation
from extractor.batch.plan import Job
from extractor.dataset.arrow.document_rows import DocumentRows
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.options import Options


class Errand(Struct, frozen=True):
    """What all tasks of a run have in common. `memory`: bytes for a file; `installed`: where the run is."""

    options: Options
    memory: int
    timeout: float
    installed: Installation


class _Desk:
    """The worker of this process of Ray, which serves one run after another."""

    def __init__(self) -> None:
        self._errand: Any = None
        self._server: Server | None = None
        self._slot: Slot | None = None

    def slot(self, reference: Any) -> Slot:
        """The slot for a run, which is known by the reference to its errand."""
        if self._slot is None or reference != self._errand:
            import ray

            if self._server is not None:
                self._server.end()
            errand: Errand = ray.get(reference)
            _check(errand)
            self._server = Server()
            self._server.begin(Work(errand.options, errand.memory))
            self._slot = Slot(self._server, errand.timeout)
            self._errand = reference
        return self._slot


_desk = _Desk()


def read_on_node(job: Job, errand: list[Any]) -> DocumentRows:
    """Reads a file; `errand` holds the reference to what the run's tasks have in common."""
    slot = _desk.slot(errand[0])
    slot.give(job)
    while (made := slot.taken(bool(wait([slot.pipe], POLL)))) is None:
        pass
    return made


def _check(errand: Errand) -> None:
    """Raises `UsageError` where this node would read otherwise than the machine of the run."""
    other = installation(errand.options).differences(errand.installed)
    if other:
        words = "The node {node} has {other}; install there what is installed here, with the same extras."
        raise UsageError(spoken(words, node=platform.node(), other=other))
