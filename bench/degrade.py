"""A born-digital document → a scan of it: `python -m bench.degrade FILE.pdf CONDITION OUT.pdf [--pages 3,4]`.

Made in a process of its own, for pdfium draws here with the fonts of this machine, as a printer does, and juesuan with
none. What is done to a page is drawn by chance from the seed: the same seed makes the same scan.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Chance = np.random.Generator
Change = Callable[[Pixels, float, Chance], Pixels]


def _as_pixels(values: NDArray[Any]) -> Pixels:
    found: Pixels = np.clip(values, 0, 255).astype(np.uint8)
    return found


def noise(page: Pixels, dots: float, chance: Chance, much: float = 4.0) -> Pixels:
    """The unsteadiness of a sensor, and its slightly soft picture."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.5 * dots / 200)
    return _as_pixels(soft + chance.normal(0, much, page.shape))


def strong_noise(page: Pixels, dots: float, chance: Chance) -> Pixels:
    return noise(page, dots, chance, 14.0)


def skew(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Laid askew by up to one and a half degrees."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(chance.uniform(0.6, 1.5) * chance.choice((-1, 1))), 1
    )
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250,) * 3), np.uint8
    )


def stamp(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """A round red stamp over what is printed."""
    height, width = page.shape[:2]
    ink = np.zeros((height, width), np.uint8)
    inch = int(dots)
    centre = int(width * chance.uniform(0.3, 0.8)), int(height * chance.uniform(0.25, 0.8))
    cv2.circle(ink, centre, int(0.8 * inch), 255, max(int(0.05 * inch), 2), cv2.LINE_AA)
    for i in range(5):
        one, other = (np.deg2rad(-90 + 144 * k) for k in (i, i + 1))
        ends = [
            (int(centre[0] + 0.3 * inch * np.cos(a)), int(centre[1] + 0.3 * inch * np.sin(a))) for a in (one, other)
        ]
        cv2.line(ink, ends[0], ends[1], 255, max(int(0.04 * inch), 2), cv2.LINE_AA)
    share = (ink / 255.0 * 0.85)[:, :, None]
    red = np.array([214, 40, 48])
    return _as_pixels(page * (1 - share) + np.minimum(page, red) * share)


def photocopy(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """A copy of a copy: grey, hard, with specks."""
    grey: NDArray[Any] = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY).astype(np.float64)
    for _ in range(2):
        grey = cv2.GaussianBlur(grey, (0, 0), 0.7 * dots / 200)
        grey = 255 / (1 + np.exp(-(grey - 175) / 25))
    specks = np.asarray(chance.random(grey.shape) < 0.0004, np.uint8)
    grey[cv2.dilate(specks, np.ones((2, 2), np.uint8)) > 0] = 40
    return noise(np.repeat(_as_pixels(grey)[:, :, None], 3, axis=2), dots, chance)


def bleed_through(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """The back of the sheet shines through, mirrored."""
    back = cv2.GaussianBlur(np.ascontiguousarray(page[:, ::-1]), (0, 0), 1.5 * dots / 200)
    back = np.roll(back, (int(0.3 * dots), int(0.2 * dots)), axis=(0, 1))
    return noise(_as_pixels(page.astype(np.float64) * (1 - 0.22 * (1 - back / 255.0))), dots, chance)


def fold(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Folded twice: a shadow along the fold, and the paper bent beside it."""
    height, width = page.shape[:2]
    y = np.arange(height)[:, None]
    x = np.arange(width)[None, :]
    light = np.ones((height, width))
    shift = np.zeros((height, width), np.float32)
    for place in (height * chance.uniform(0.3, 0.45), height * chance.uniform(0.55, 0.7)):
        away = (y - place) / (0.25 * dots)
        light *= 1 - 0.35 * np.exp(-(away**2)) * (0.8 + 0.2 * np.sin(x / width * 3))
        shift += (0.012 * dots * np.exp(-(((y - place) / (0.5 * dots)) ** 2)) * np.cos(x / width * 2)).astype(
            np.float32
        )
    bent = cv2.remap(
        page,
        np.repeat(x, height, 0).astype(np.float32),
        (y + shift).astype(np.float32),
        cv2.INTER_LINEAR,
        borderValue=(250,) * 3,
    )
    return noise(_as_pixels(bent * light[:, :, None]), dots, chance)


def low_contrast(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Printed with little toner on grey paper."""
    return noise(_as_pixels(128 + page.astype(np.float64) * 0.32), dots, chance)


def fax(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Black and white alone, decent."""
    grey = cv2.cvtColor(noise(page, dots, chance, 10.0), cv2.COLOR_RGB2GRAY)
    return np.repeat(((grey > 150) * 255).astype(np.uint8)[:, :, None], 3, axis=2)


def bad_fax(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Black and white at half the resolution downwards, with strokes lost."""
    height, width = page.shape[:2]
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    coarse = cv2.resize(grey, (width, height // 2), interpolation=cv2.INTER_AREA)
    rough = coarse + chance.normal(0, 30, coarse.shape)
    found = cv2.resize(((rough > 118) * 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    return np.repeat(found[:, :, None], 3, axis=2)


def photo(page: Pixels, dots: float, chance: Chance) -> Pixels:
    """Taken by hand under a lamp."""
    height, width = page.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners * 0.94 + np.array([0.03 * width, 0.03 * height]) + chance.uniform(-0.018, 0.018, (4, 2)) * width
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(96, 84, 70))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    light = 0.62 + 0.36 * np.exp(-((x - 0.3) ** 2 + (y - 0.25) ** 2) * 1.2)
    blurred = cv2.GaussianBlur(seen, (0, 0), 0.9 * dots / 200)
    return noise(_as_pixels(blurred * light[:, :, None] * np.array([1.0, 0.97, 0.9])), dots, chance, 6.0)


def turned(page: Pixels, dots: float, chance: Chance) -> Pixels:
    return noise(np.ascontiguousarray(np.rot90(page, int(chance.choice((1, 2, 3))))), dots, chance)


@dataclass(frozen=True, slots=True)
class Condition:
    """How a scan is made: dots an inch, what is done to each page, and whether pages of a size are laid two by two."""

    dots: int = 200
    changes: Sequence[Change] = field(default=(noise,))
    quality: int = 80
    two_up: bool = False


CONDITIONS = {
    "scan": Condition(),
    "scan_150": Condition(150),
    "scan_300": Condition(300),
    "skew": Condition(changes=(skew, noise)),
    "noise": Condition(changes=(strong_noise,), quality=60),
    "stamp": Condition(changes=(stamp, noise)),
    "photocopy": Condition(changes=(photocopy,)),
    "photocopy_150": Condition(150, (photocopy,)),
    "bleed_through": Condition(changes=(bleed_through,)),
    "fold": Condition(changes=(fold,)),
    "low_contrast": Condition(changes=(low_contrast,)),
    "fax": Condition(changes=(fax,), quality=95),
    "bad_fax": Condition(changes=(bad_fax,), quality=95),
    "photo": Condition(changes=(photo,)),
    "turned": Condition(changes=(turned,)),
    "two_up": Condition(two_up=True),
    "dots_120": Condition(120),
    "dots_110": Condition(110),
    "noise_110": Condition(110, (strong_noise,), 60),
    "skew_110": Condition(110, (skew, noise)),
    "photocopy_120": Condition(120, (photocopy,)),
}


def _side_by_side(pages: Sequence[Pixels]) -> Iterator[Pixels]:
    """Each two pages of one size that follow one another on one sheet."""
    left: Pixels | None = None
    for page in pages:
        if left is not None and left.shape == page.shape:
            yield np.concatenate([left, page], axis=1)
            left = None
            continue
        if left is not None:
            yield left
        left = page
    if left is not None:
        yield left


def degraded(file: Path, condition: Condition, out: Path, pages: Sequence[int] = (), seed: int = 1) -> None:
    """Writes the scan of a PDF (pages from 1, or all)."""
    import pypdfium2
    from PIL import Image

    chance = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(file)
    made: list[Image.Image] = []
    sheets = [
        document[n - 1].render(scale=condition.dots / 72).to_numpy()[:, :, :3][:, :, ::-1]
        for n in pages or range(1, len(document) + 1)
    ]
    if condition.two_up:
        sheets = list(_side_by_side(sheets))
    for sheet in sheets:
        page = np.ascontiguousarray(sheet)
        for change in condition.changes:
            page = change(page, condition.dots, chance)
        made.append(Image.fromarray(page))
    made[0].save(out, save_all=True, append_images=made[1:], resolution=condition.dots, quality=condition.quality)


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes a scan of a document.")
    parser.add_argument("file", type=Path)
    parser.add_argument("condition", choices=CONDITIONS)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = [int(n) for n in options.pages.split(",") if n]
    degraded(options.file, CONDITIONS[options.condition], options.out, pages, options.seed)


if __name__ == "__main__":
    main()
