"""A real PostgreSQL, started for the tests on a socket in a folder of its own, and ended with them."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pg8000.native
import pytest

ALL = "JUESUAN_ALL_TESTS"
_SETTINGS = "-c fsync=off -c listen_addresses='' -c shared_buffers=32MB -c max_wal_size=2GB -c autovacuum=off"


def needed(module: str, extra: str) -> None:
    """Skips what comes where a library of an extra is not installed."""
    if importlib.util.find_spec(module) is None:
        missing(f"{module} (pip install 'juesuan[{extra}]') is not installed")


def missing(reason: str) -> None:
    """Skips the test with the reason; where all tests must run (`.ci/run`) that is a failure."""
    if os.environ.get(ALL):
        pytest.fail(f"{reason}, and {ALL} is set", pytrace=False)
    pytest.skip(reason)


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: of Debian's packages the newest, or where the PATH has them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    first = shutil.which("initdb")
    return found[-1].parent if found else Path(first).resolve().parent if first else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server's database, whose user may do all; root starts it as another user, as it must."""
    where = programs()
    if where is None:
        missing("PostgreSQL (initdb, pg_ctl) is not installed")
    assert where is not None
    user = None
    if os.geteuid() == 0:
        user = next((name for name in ("postgres", "nobody") if _is_user(name)), None)
        if user is None:
            missing("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
    folder = Path(tempfile.mkdtemp(prefix="juesuan-pg-"))  # short: a socket's path has 107 characters
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        identity: dict[str, Any] = (
            {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        )

        def run(program: str, *arguments: str) -> None:
            command = [str(where / program), *arguments]
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                env={**os.environ, "HOME": str(folder)}, text=True, errors="replace", **identity,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr

        run("initdb", "-D", str(data), "-U", "owner", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync")
        # Whoever comes as `guest` needs a password.
        hba = data / "pg_hba.conf"
        hba.write_text("local all guest scram-sha-256\n" + hba.read_text("utf-8"), "utf-8")
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"{_SETTINGS} -k {folder}", "start")
        try:
            yield f"postgresql://owner@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def connected(address: str) -> Iterator[pg8000.native.Connection]:
    """A connection to such a database by another driver than that of a load; each statement is a transaction."""
    parts = urlsplit(address)
    socket = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
    connection = pg8000.native.Connection(parts.username or "", unix_sock=socket, database=parts.path.removeprefix("/"))
    try:
        yield connection
    finally:
        connection.close()


def asked(address: str, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives there."""
    with connected(address) as connection:
        return [tuple(row) for row in connection.run(query)]


def told(address: str, *statements: str) -> None:
    """Runs statements there."""
    with connected(address) as connection:
        for statement in statements:
            connection.run(statement)


def _is_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False
