"""A font of the machine that has Chinese characters, for the labels of pictures; none comes with the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    *("%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"),
)
NAMES = (
    *("msyh", "simhei", "simsun", "deng"),  # Windows
    *("pingfang", "hiragino sans gb", "stheiti", "songti"),  # macOS
    *("notosanscjk", "notosanssc", "sourcehansans", "notoserifcjk", "wqy", "droidsansfallback", "uming", "ukai"),
)
"""How the files of fonts begin that have them, the most legible first for each system."""
_SUFFIXES = frozenset({".ttf", ".ttc", ".otf"})


def chinese_font() -> Path | None:
    """The file of such a font; None where there is none."""
    rank = {name: place for place, name in enumerate(NAMES)}
    found = [(rank[name], path) for path in _fonts() if (name := _named(path)) is not None]
    return min(found)[1] if found else None


def _fonts() -> Iterator[Path]:
    for folder in FOLDERS:
        at = Path(os.path.expandvars(folder)).expanduser()
        if at.is_dir():
            yield from (path for path in sorted(at.rglob("*")) if path.suffix.lower() in _SUFFIXES)


def _named(path: Path) -> str | None:
    """Which of `NAMES` a file begins with."""
    return next((name for name in NAMES if path.stem.lower().startswith(name)), None)
