"""A real browser, Debian's chromium, driven by Playwright; and the server of the review in a process of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.readings import ROOT
from tests.support.servers import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips the test where there is none, which fails it where all tests must run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def review(data: Path) -> Iterator[str]:
    """The address, with its token, of a review of this dataset; the server is ended as a person ends it."""
    command = [sys.executable, "-P", "-m", "extractor", "review", str(data), "--no-browser"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None and server.stderr is not None
        try:
            address = server.stdout.readline().strip()
            assert address, server.stderr.read()
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            rest, said = server.communicate(timeout=60)
        assert (server.returncode, rest) == (0, "") and "Traceback" not in said, said
