"""The engines by their names, each imported when it is asked for: they are heavy."""

from __future__ import annotations

from extractor.tables.engines.protocol import Engine


def engine(name: str) -> Engine:
    """The engine of that name: `pdfplumber` or `camelot` (the first engine, pdfium, is no second reader)."""
    if name == "pdfplumber":
        from extractor.tables.engines.pdfplumber import Pdfplumber

        return Pdfplumber()
    if name == "camelot":
        from extractor.tables.engines.camelot import Camelot

        return Camelot()
    raise ValueError(f"There is no second engine called {name!r}.")
