"""The pattern library: where `patterns/` lies, and its files read once.

In a checkout it is the top-level folder, in an installed wheel it lies inside the package.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

import yaml

from extractor.errors import PatternError


@functools.cache
def library() -> Path:
    """The folder of the pattern library."""
    inside = Path(__file__).parent / "patterns"
    folder = inside if inside.is_dir() else Path(__file__).parent.parent / "patterns"
    if not folder.is_dir():
        raise PatternError(
            f"The pattern library is missing: neither {inside} nor {folder} is there; reinstall juesuan."
        )
    return folder


def read_yaml(path: Path) -> Any:
    """The content of a YAML file of the library or of a user; a `PatternError` says where it is broken."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text("utf-8"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise PatternError(f"{path} cannot be read as YAML: {reason}") from error


@functools.cache
def entry(name: str) -> Any:
    """The content of `patterns/NAME`, a YAML file."""
    return read_yaml(library() / name)


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `patterns/NAME`, a CSV file with a header, every field as text."""
    with (library() / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
