"""Scans read by others too: `python -m bench.scan_peers FILE.pdf [--pages 3,4] [--condition scan]`.

The same pictures of the same pages are read by juesuan and, where installed, by rapidocr as it comes, by rapidocr
with a model of table structure (rapid-table 0.3.0, wired-table-rec 0.0.3: later ones fetch their models or need torch),
and by OCRmyPDF with pdfplumber, each in a process of its own. A number counts that is found where the text layer has
it: in its row and in its column. A peer that gives texts with boxes and no columns is credited with those that its
boxes place, one that gives cells with those that are alone in theirs. Processor seconds are those of the reading with
its models loaded once.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import numpy as np
from numpy.typing import NDArray

from bench.degrade import Pixels
from bench.measure import processor_seconds
from bench.scans import CORPUS, FILES, cut_out
from extractor.document.bounds import MAX_PAGES
from extractor.document.model import Box
from extractor.document.pdf.reader import read_pages

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Placed = list[tuple[int, str, Sides]]
"""Texts by page with their boxes in points."""

NEAR = 4.0  # points that a box may be off


def by_juesuan(file: Path) -> Placed:
    from extractor.reading import read_file

    facts = read_file(file).facts
    return [(f.page or 0, f"{f.amount.normalize():f}", _sides(f.box)) for f in facts if f.box is not None]


def by_rapidocr(file: Path) -> Placed:
    return [text for _, _, found in _recognised(file) for text in found]


def by_rapid_table(file: Path) -> Placed:
    engine = importlib.import_module("rapid_table").RapidTable()

    def cells(picture: Pixels) -> NDArray[np.float64]:
        shape = engine.table_structure(picture.copy())
        return np.asarray(engine.adapt_slanet_plus(picture, shape[1]), np.float64)

    return list(_alone_in_cells(file, cells))


def by_wired_table_rec(file: Path) -> Placed:
    engine = importlib.import_module("wired_table_rec").WiredTableRecognition()

    def cells(picture: Pixels) -> NDArray[np.float64]:
        found = engine.table_line_rec(picture)
        return np.empty((0, 8)) if found is None else np.asarray(found, np.float64)

    return list(_alone_in_cells(file, cells))


def by_ocrmypdf(file: Path) -> Placed:
    """Its rules stay a picture, so that pdfplumber sees no tables: the words, where they are."""
    import pdfplumber

    found = Placed()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "read.pdf"
        subprocess.run(["ocrmypdf", "-q", "-l", "chi_sim", "--output-type", "pdf", "-j", "1", file, out], check=True)
        with pdfplumber.open(out) as document:
            for page in document.pages:
                for word in page.extract_words():
                    found.append(
                        (page.page_number, word["text"], (word["x0"], word["top"], word["x1"], word["bottom"]))
                    )
    return found


def _recognised(file: Path) -> Iterator[tuple[Pixels, float, Placed]]:
    """Each page's picture, its pixels a point, and the texts that rapidocr reads in it, in points."""
    engine = importlib.import_module("rapidocr").RapidOCR()
    for number, picture, scale in _pictures(file):
        read, found = engine(picture), Placed()
        boxes = [] if read.boxes is None else read.boxes
        for corners, text in zip(boxes, read.txts or (), strict=True):
            (x0, y0), (x1, y1) = corners.min(axis=0) / scale, corners.max(axis=0) / scale
            found.append((number, str(text), (float(x0), float(y0), float(x1), float(y1))))
        yield picture, scale, found


def _alone_in_cells(file: Path, cells: Callable[[Pixels], NDArray[np.float64]]) -> Iterator[tuple[int, str, Sides]]:
    """The texts that are alone in a cell that a model gives for their page, as its corners in pixels."""
    for picture, scale, texts in _recognised(file):
        corners = cells(picture).reshape(-1, 4, 2) / scale
        low, high = corners.min(axis=1), corners.max(axis=1)
        middles = [np.array([(x0 + x1) / 2, (top + bottom) / 2]) for _, _, (x0, top, x1, bottom) in texts]
        inside = [np.flatnonzero(((low <= middle) & (middle <= high)).all(axis=1)) for middle in middles]
        held = Counter(cell for found in inside for cell in found.tolist())
        yield from (
            text for text, found in zip(texts, inside, strict=True) if any(held[c] == 1 for c in found.tolist())
        )


READERS: dict[str, Callable[[Path], Placed]] = {
    "juesuan": by_juesuan,
    "rapidocr": by_rapidocr,
    "rapid_table": by_rapid_table,
    "wired_table_rec": by_wired_table_rec,
    "ocrmypdf": by_ocrmypdf,
}


def is_installed(reader: str) -> bool:
    """Whether a reader is there, with what it reads with."""
    if reader == "ocrmypdf":
        return which(reader) is not None
    return reader == "juesuan" or all(find_spec(name) is not None for name in {reader, "rapidocr"})


def _pictures(file: Path) -> Iterator[tuple[int, Pixels, float]]:
    from extractor.document.pdf.reader import opened
    from extractor.document.scan.rendering import rendered

    with opened(file) as document:
        number = 1
        while (drawn := rendered(document, number)) is not None:
            yield number, drawn[0][:, :, ::-1].copy(), drawn[1]
            number += 1


def _sides(box: Box) -> Sides:
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
        started = processor_seconds()
        found = READERS[options.read](options.file)
        print(json.dumps({"found": found, "seconds": processor_seconds() - started}))
        return
    pages = [int(n) for n in options.pages.split(",") if n]
    with tempfile.TemporaryDirectory() as folder:
        whole = cut_out(options.file, pages, Path(folder) / "whole.pdf")
        scan = Path(folder) / "scan.pdf"
        _run("bench.degrade", str(whole), options.condition, str(scan))
        truth = by_juesuan(whole)
        count = len(read_pages(whole, MAX_PAGES))
        print(f"{'reader':16}{'numbers':>9}{'in place':>10}{'s/page':>9}")
        for name in READERS:
            if not is_installed(name):
                print(f"{name:16}not installed")
                continue
            read = json.loads(_run("bench.scan_peers", str(scan), "--read", name))
            found, seconds = read["found"], read["seconds"] / count
            print(f"{name:16}{len(truth):9}{in_place(truth, found):10}{seconds:9.2f}", flush=True)


def _run(module: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
