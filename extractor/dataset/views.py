"""The views of a dataset, the same in DuckDB and PostgreSQL: a query each, in `sql/NAME.sql`, that both understand.

The comment above a query is its description, first in Chinese, then in English.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from msgspec import Struct

from extractor.dataset.tables import text

NAMES = (
    *("v_latest", "v_facts", "v_figures", "v_expenditure_by_function", "v_income", "v_basic_by_economic"),
    *("v_three_public", "v_concepts", "v_checks_failed", "v_failures", "v_panel"),
)
"""In an order in which each stands behind those that it reads."""
_FOLDER = Path(__file__).parent / "sql"
_COMMENT = "-- "


class View(Struct, frozen=True):
    """A view: its name, what a person is told of it, and its query."""

    name: str
    description: str
    query: str

    @property
    def statements(self) -> tuple[str, str]:
        """The statements that make it, with its comment."""
        return (f"CREATE VIEW {self.name} AS\n{self.query}", f"COMMENT ON VIEW {self.name} IS {text(self.description)}")


@functools.cache
def views() -> tuple[View, ...]:
    """All views, in an order in which they can be made."""
    return tuple(map(_view, NAMES))


def _view(name: str) -> View:
    lines = (_FOLDER / f"{name}.sql").read_text("utf-8").splitlines()
    said = [line.removeprefix(_COMMENT) for line in lines if line.startswith(_COMMENT)]
    return View(name, " ".join(said), "\n".join(line for line in lines if not line.startswith(_COMMENT)))


def dropped(name: str) -> str:
    """The statement that removes a view."""
    return f"DROP VIEW IF EXISTS {name}"


def anew() -> list[str]:
    """The statements that put the views of this version in the place of those of another."""
    return [*map(dropped, reversed(NAMES)), *(statement for view in views() for statement in view.statements)]


@functools.cache
def digest() -> str:
    """A hash of all definitions: where another one is noted, the views are those of another version."""
    return hashlib.sha256(repr([view.statements for view in views()]).encode()).hexdigest()[:16]
