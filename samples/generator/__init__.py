"""Makes the samples: disclosures of made-up departments with the gold beside them.

What a sample says comes from exact accounts (`accounts`, `invention`), is laid out as grids (`layout`) and passages
(`prose`), and is drawn or written in a style (`drawing`, `plain`). The same seed gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from samples.generator.disclosure import Rendered, Sample, render

__all__ = ["Rendered", "Sample", "render", "write"]


def write(rendered: Rendered, folder: Path) -> Path:
    """Writes a sample into `folder` and its gold into `folder/gold`; returns the sample's path."""
    gold = folder / "gold"
    gold.mkdir(parents=True, exist_ok=True)
    path = folder / rendered.file
    path.write_bytes(rendered.content)
    for name, text in rendered.gold.items():
        (gold / name).write_text(text, "utf-8", newline="\n")
    return path
