"""juesuan (决算): published Chinese department final accounts as tidy, audited data.

    disclosure = read("finance_2024.pdf")        # one document, in this process
    disclosure.tables["05"].to_pandas()
    convert("downloads/", "data/")               # many, in processes of their own, with a row for each file

Importing this package loads no library: they are loaded when a file is read.
"""

__version__ = "0.1.0"

from extractor.batch.conversion import Conversion
from extractor.batch.convert import convert
from extractor.disclosure import Disclosure, read
from extractor.errors import (
    DamagedError,
    DisclosureError,
    DocumentError,
    EncryptedError,
    MissingError,
    NotADisclosureError,
    NoTextError,
    NotPdfError,
    PatternError,
    TooLargeError,
    UnreadableError,
    UsageError,
)
from extractor.options import Options

__all__ = [
    "Conversion",
    "DamagedError",
    "Disclosure",
    "DisclosureError",
    "DocumentError",
    "EncryptedError",
    "MissingError",
    "NoTextError",
    "NotADisclosureError",
    "NotPdfError",
    "Options",
    "PatternError",
    "TooLargeError",
    "UnreadableError",
    "UsageError",
    "__version__",
    "convert",
    "read",
]
