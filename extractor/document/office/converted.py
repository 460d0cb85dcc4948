"""Files of other office programs (doc, wps, rtf, ods …), by way of LibreOffice where it is installed.

It runs as a program of its own, on a copy in a folder of its own, with a profile that runs no macros and follows no
links, and for no longer than it should need; what it makes is read as any office file is.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from extractor.errors import DocumentError
from extractor.problems import Problem

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 100  # for one file: below the limit that a run has for a document
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)


def program() -> str | None:
    """Where LibreOffice is, if it is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def converted(data: bytes, name: str, kind: str, suffix: str, to: str) -> bytes:
    """A file of some `kind` as docx or xlsx (`to`); raises `DocumentError` `unsupported_kind`, `timeout`."""
    soffice = program()
    if soffice is None:
        raise DocumentError(Problem.NEEDS_LIBREOFFICE, file=name, kind=kind)
    with tempfile.TemporaryDirectory(prefix="juesuan-") as scratch:
        folder = Path(scratch)
        (folder / f"in.{suffix}").write_bytes(data)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        settings = "".join(_SETTING.format(*setting) for setting in _SETTINGS)
        (user / "registrymodifications.xcu").write_text(_PROFILE.format(settings), "utf-8")
        command = [
            soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--nofirststartwizard", "--convert-to", to, "--outdir", str(folder / "out"),
            str(folder / f"in.{suffix}"),
        ]  # fmt: skip
        _run(command, folder, name)
        made = folder / "out" / f"in.{to}"
        if not made.is_file():
            raise DocumentError(Problem.NOT_CONVERTED, file=name, kind=kind)
        return made.read_bytes()


def _run(command: list[str], folder: Path, name: str) -> None:
    """Runs the program to its end, or ends it with all that it has started."""
    nowhere = "http://127.0.0.1:9"  # nothing is fetched, whatever a file links to
    environment = {
        "PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder),
        "http_proxy": nowhere, "https_proxy": nowhere, "ftp_proxy": nowhere,
    }  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(Problem.OUT_OF_TIME, file=name, seconds=SECONDS) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
