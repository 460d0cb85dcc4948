"""Kinds of files (文件种类) that people keep beside their disclosures and that are not read, and what is said about
each.

A file is known by its first bytes, and by its name only where these say nothing, since program data is text as well.
"""

from __future__ import annotations

from pathlib import PurePath

from extractor.errors import DocumentError
from extractor.languages import said
from extractor.problems import Problem

_PICTURE, _ARCHIVE = said("a picture of a kind that is not read"), said("an archive")
_PICTURES = {b"GIF8": _PICTURE, b"RIFF": _PICTURE, b"BM": _PICTURE}
_ARCHIVES = {
    b"Rar!": said("a RAR archive"),
    b"7z\xbc\xaf": said("a 7z archive"),
    **dict.fromkeys((b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), _ARCHIVE),
}
_FOR_PROGRAMS = frozenset(
    {
        *(".csv", ".tsv", ".json", ".jsonl", ".xml", ".yaml", ".yml", ".toml", ".ini", ".log", ".sql", ".url"),
        *(".py", ".js", ".css", ".sh", ".bat"),
    }
)
# What such a name promises: a file that does not keep the promise is damaged, and no file of another kind.
_PROMISES = frozenset({".pdf", ".txt", ".html", ".htm", ".shtml", ".xhtml"})


def other_kind(head: bytes, name: str) -> DocumentError | None:
    """Why a file with these first bytes and this name is not read; None where it may be text."""
    kind = next((kind for mark, kind in (_PICTURES | _ARCHIVES).items() if head.startswith(mark)), None)
    if kind is not None and (b"\x00" in head or not head.startswith(b"BM")):  # two letters may begin a text
        if _ending(name) == ".pdf":
            return DocumentError(Problem.OTHER_KIND, file=name, kind=kind)
        packed = head.startswith(tuple(_ARCHIVES))
        return DocumentError(Problem.PACKED if packed else Problem.UNSUPPORTED, file=name, kind=kind)
    if _ending(name) in _FOR_PROGRAMS:
        return DocumentError(Problem.UNSUPPORTED, file=name, kind=said("a file for programs"))
    return None


def no_text(name: str) -> DocumentError:
    """What is said about a file that is of no known kind and is not text."""
    if _ending(name) in _PROMISES:
        return DocumentError(Problem.NEITHER_PDF_NOR_TEXT, file=name)
    return DocumentError(Problem.UNSUPPORTED, file=name, kind=said("a file of a kind that is not known"))


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
