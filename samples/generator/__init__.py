"""Makes the samples: disclosures of made-up departments with the gold beside them.

What a sample says comes from exact accounts (`accounts`, `invention`), is laid out as grids (`layout`) and passages
(`prose`), and is drawn or written in a style (`drawing`, `plain`, `web`). The same seed gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from samples.generator import catalogue
from samples.generator.disclosure import Rendered, Sample, render, written

__all__ = ["Rendered", "Sample", "generate", "render", "write", "written"]


def write(rendered: Rendered, folder: Path) -> Path:
    """Writes a sample into `folder` and its gold into `folder/gold`; returns the sample's path."""
    gold = folder / "gold"
    gold.mkdir(parents=True, exist_ok=True)
    path = folder / rendered.file
    path.write_bytes(rendered.content)
    for name, text in rendered.gold.items():
        (gold / name).write_text(text, "utf-8", newline="\n")
    return path


def generate(style: str, seed: int, folder: Path) -> Rendered:
    """A fresh disclosure in the style of the sample of that name, of the same department in other years' figures.

    Writes the file and its gold into `folder`; raises `KeyError` where no sample has that name.
    """
    rendered = render(catalogue.drawn(style, seed))
    write(rendered, folder)
    return rendered
