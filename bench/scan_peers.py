"""Scans read by others too: `python -m bench.scan_peers FILE.pdf [--pages 3,4] [--condition scan]`.

The same pictures of the same pages are read by juesuan and, where it is installed, by rapidocr as it comes, each in a
process of its own. A number counts that is found where the text layer has it: in its row and in its column. A peer that
gives texts with boxes and no columns is credited with those that its boxes place. Processor seconds are those of the
reading with its models loaded once.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.degrade import Pixels
from bench.scans import CORPUS, FILES, cut_out
from extractor.document.bounds import MAX_PAGES
from extractor.document.model import Box
from extractor.document.pdf import read_pages

Placed = list[tuple[int, str, tuple[float, float, float, float]]]
"""Texts by page with their boxes in points: left, top, right, bottom."""

NEAR = 4.0  # points that a box may be off


def by_juesuan(file: Path) -> Placed:
    from extractor.reading import read_file

    facts = read_file(file).facts
    return [(f.page or 0, f"{f.amount.normalize():f}", _sides(f.box)) for f in facts if f.box is not None]


def by_rapidocr(file: Path) -> Placed:
    engine, found = importlib.import_module("rapidocr").RapidOCR(), Placed()
    for number, picture, scale in _pictures(file):
        read = engine(picture)
        boxes = [] if read.boxes is None else read.boxes
        for corners, text in zip(boxes, read.txts or (), strict=True):
            (x0, y0), (x1, y1) = corners.min(axis=0) / scale, corners.max(axis=0) / scale
            found.append((number, str(text), (float(x0), float(y0), float(x1), float(y1))))
    return found


READERS: dict[str, Callable[[Path], Placed]] = {"juesuan": by_juesuan, "rapidocr": by_rapidocr}


def _pictures(file: Path) -> Iterator[tuple[int, Pixels, float]]:
    from extractor.document.pdf import opened
    from extractor.document.scan.rendering import rendered

    with opened(file) as document:
        number = 1
        while (drawn := rendered(document, number)) is not None:
            yield number, drawn[0][:, :, ::-1].copy(), drawn[1]
            number += 1


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def _plain(text: str) -> str:
    bare = text.replace(",", "").replace("，", "").strip()
    return f"{float(bare):.6f}".rstrip("0").rstrip(".") if _is_number(bare) else bare


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal()


def in_place(truth: Placed, found: Placed) -> int:
    """How many numbers are found where they are printed."""
    left = [(page, _plain(text), box) for page, text, box in found]
    count = 0
    for page, text, (x0, top, x1, bottom) in truth:
        for i, (number, read, box) in enumerate(left):
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            inside = x0 - NEAR <= x <= x1 + NEAR and top - NEAR <= y <= bottom + NEAR
            if number == page and read == _plain(text) and inside:
                del left[i]
                count += 1
                break
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads scans, beside others.")
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS if CORPUS.is_file() else FILES[0])
    parser.add_argument("--pages", default="")
    parser.add_argument("--condition", default="scan")
    parser.add_argument("--read", choices=READERS, help="read one file and print JSON")
    options = parser.parse_args()
    if options.read:
        started = time.process_time()
        found = READERS[options.read](options.file)
        print(json.dumps({"found": found, "seconds": time.process_time() - started}))
        return
    pages = [int(n) for n in options.pages.split(",") if n]
    with tempfile.TemporaryDirectory() as folder:
        whole = cut_out(options.file, pages, Path(folder) / "whole.pdf")
        scan = Path(folder) / "scan.pdf"
        _run("bench.degrade", str(whole), options.condition, str(scan))
        truth = by_juesuan(whole)
        count = len(read_pages(whole, MAX_PAGES))
        print(f"{'reader':12}{'numbers':>9}{'in place':>10}{'s/page':>9}")
        for name in READERS:
            if name != "juesuan" and find_spec(name) is None:
                print(f"{name:12}not installed")
                continue
            read = json.loads(_run("bench.scan_peers", str(scan), "--read", name))
            found, seconds = read["found"], read["seconds"] / count
            print(f"{name:12}{len(truth):9}{in_place(truth, found):10}{seconds:9.2f}", flush=True)


def _run(module: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
