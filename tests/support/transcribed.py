"""A plain text disclosure as files of other kinds: its lines as paragraphs, its tables as tables."""

from __future__ import annotations

from html import escape
from pathlib import Path

from extractor.document.model import MarkupTable
from extractor.document.text.reader import PlainTextReader
from samples.generator.word import docx, paragraph


def pieces(path: Path) -> list[str | list[list[str]]]:
    """The paragraphs of a text file, and its tables by their rows."""
    (page,) = PlainTextReader().markup(path.read_bytes(), path.name)
    found: list[str | list[list[str]]] = []
    for item in page.items:
        if isinstance(item, MarkupTable):
            found.append([[cell.text for cell in row] for row in item.rows])
        else:
            found.append(item.text)
    return found


def as_web_page(path: Path) -> bytes:
    lines = ["<!DOCTYPE html><meta charset=utf-8>"]
    for piece in pieces(path):
        if isinstance(piece, str):
            lines.append(f"<p>{escape(piece) or '&nbsp;'}</p>")
        else:
            rows = ("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) for row in piece)
            lines.append(f"<table>{''.join(rows)}</table>")
    return "\n".join(lines).encode()


def as_word(path: Path) -> bytes:
    body: list[str] = []
    for piece in pieces(path):
        if isinstance(piece, str):
            body.append(paragraph(piece))
        else:
            rows = ("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in piece)
            body.append(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    return docx("".join(body))
