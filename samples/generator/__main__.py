"""`python -m samples.generator [FOLDER]` writes all samples, by default into the folder `samples`."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.generator import render, several, write
from samples.generator.catalogue import samples


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[1]
    for sample in samples():
        print(write(render(sample), folder))
    for file in several.samples():
        print(write(several.render(file), folder))


if __name__ == "__main__":
    main(sys.argv[1:])
