"""The protocol behind which other table engines stand.

Engines beyond the first are asked for single pages only, where the accounts do not add up. Their boxes are in points
from the top left of the page as a viewer displays it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from extractor.tables.model import Grid

# What parsers written in Python raise on files that lie about themselves, besides errors of their own.
BROKEN_FILE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    RuntimeError,
    AssertionError,
    StopIteration,
    EOFError,
    struct.error,
    zlib.error,
)


def always() -> None:
    """Lets an engine go on reading, however long it takes."""


class Engine(Protocol):
    """Reads the ruled tables of single pages."""

    name: str

    def grids(
        self, path: Path, pages: Sequence[int], may_go_on: Callable[[], None] = always
    ) -> dict[int, tuple[Grid, ...]]:
        """The grids of each of the given 1-based pages, from top to bottom; a page without any has an empty tuple.

        `may_go_on` is called before each page, and ends the reading by raising.
        Raises `DocumentError` with code `engine_missing` where the engine is not installed, and `engine_failed`
        where it cannot read the file.
        """
        ...
