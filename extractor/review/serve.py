"""The server of the pages: on this machine alone, until it is ended."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from extractor.batch.again import Knowledge
from extractor.batch.ending import Ended, ended_by_signals
from extractor.dataset.opening import open_to_query
from extractor.errors import UsageError
from extractor.evidence.drawer import Drawer
from extractor.evidence.sources import Sources
from extractor.languages import spoken
from extractor.review.apart import end
from extractor.review.app import Pages, app
from extractor.review.guard import ARGUMENT

HOST = "127.0.0.1"


def serve(folder: Path, port: int, given: Knowledge, ready: Callable[[str], None]) -> bool:
    """Serves the pages of a dataset; `ready` is called with the address when it can be opened. Whether a correction was
    made, when it is ended. Raises `UsageError` where there is no dataset, or the port is taken."""
    with open_to_query(folder):
        pass
    with Sources() as sources, socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening, Drawer() as drawer:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                spoken(
                    "Port {port} is taken ({reason}); give another, or 0 for a free one.",
                    port=port,
                    reason=error.strerror,
                )
            ) from error
        host, token = f"{HOST}:{listening.getsockname()[1]}", secrets.token_urlsafe(24)
        pages = Pages(folder, drawer, sources, given)
        config = uvicorn.Config(
            app(pages, host, token), log_level="error", access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=20,
        )  # fmt: skip
        server = _Server(config, lambda: ready(f"http://{host}/?{ARGUMENT}={token}"))
        with suppress(Ended), ended_by_signals():  # the server hears them first, and hands them on when it has closed
            server.run(sockets=[listening])
        return pages.is_changed


class _Server(uvicorn.Server):
    """Says when it can be asked."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        end()
        await super().shutdown(sockets)
