"""Where a warehouse is: `postgresql://…`, `duckdb:///path`, `sqlite:///path`, as SQLAlchemy writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import SplitResult, unquote, urlsplit

from extractor.errors import UsageError
from extractor.languages import joined, spoken

Kind = Literal["postgresql", "duckdb", "sqlite"]
_KINDS: dict[str, Kind] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "duckdb": "duckdb",
    "sqlite": "sqlite",
}
_FORM = "give postgresql://user@host/database, duckdb:///file.duckdb or sqlite:///file.sqlite"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """The address of a warehouse. `shown` is what may be told of it; `secret` holds the credentials and goes only to
    the driver; `path` is that of a file."""

    kind: Kind
    shown: str
    path: Path
    secret: str = field(repr=False)


def address(given: str) -> DatabaseAddress:
    """Raises `UsageError` where this is no address; the text is not repeated, as it may hold a password."""
    try:
        parts = urlsplit(given)
        kind = _KINDS.get(parts.scheme)
        shown = _shown(parts)
    except ValueError:
        kind, shown = None, ""
    # A password with a / ? or # that is not written as %2F, %3F, %23 ends up in what follows the host.
    if kind is None or "@" in parts.path + parts.fragment or ("@" in parts.query and "@" not in parts.netloc):
        raise UsageError(spoken("--to is no address of a database; {form}.", form=spoken(_FORM)))
    if kind == "postgresql":
        return DatabaseAddress(kind, shown, Path(), given)
    # Three slashes and a relative path, four and an absolute one.
    name = unquote(parts.path.removeprefix("/"))
    if parts.netloc or not name:
        raise UsageError(spoken("--to names no file; {form}.", form=spoken(_FORM)))
    return DatabaseAddress(cast(Kind, kind), name, Path(name), "")


def _shown(parts: SplitResult) -> str:
    """Host, port and database: no user, no password, none of the options, which may hold one."""
    port = f":{parts.port}" if parts.port else ""
    return joined("", (parts.hostname or spoken("the local server"), port, parts.path if len(parts.path) > 1 else ""))
