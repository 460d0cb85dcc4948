"""Where printed subjects depart from the official classification, and whether code or name may be garbled."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from extractor.classification.subjects import (
    Kind,
    bare_name,
    class_code,
    codes_called,
    is_called,
    kind_of,
    names_possible,
    official,
)
from extractor.document.characters import HAN
from extractor.languages import Sentence, said

NameStatus = Literal["known", "other_name", "unknown"]


class NameCheck(Struct, frozen=True):
    """How a printed subject stands to the official one of the year.

    `known`: code and name agree; `other_name`: the code is official but called otherwise (`similarity` from 0 to
    1); `unknown`: the list has no such code in that year.
    """

    code: str
    status: NameStatus
    printed: str
    official: str | None
    similarity: float | None
    confidence: str | None

    @property
    def message(self) -> Sentence:
        """One sentence on a subject that is not `known`."""
        words = {"code": self.code, "printed": self.printed, "official": self.official}
        if self.status == "unknown":
            return said("{code} {printed} is not in the classification of that year as this version knows it.", **words)
        return said(
            "{code} is printed as {printed} and officially called {official} (similarity {similarity}, confidence "
            "{confidence}).",
            **words,
            similarity=self.similarity,
            confidence=self.confidence,
        )

    @property
    def garbled(self) -> Sentence | None:
        """One sentence where the name has nothing of a sure official one, or letters in place of some of its ideographs
        (行政P行), as from a text layer that lies: code or name is not what is printed."""
        departs = self.similarity == 0 and self.confidence == "A" and HAN.search(self.printed)
        if not departs and not _has_letters_for_ideographs(bare_name(self.printed), bare_name(self.official or "")):
            return None
        return said(
            "{code} is printed as {printed} and officially called {official}: code or name may be garbled.",
            code=self.code,
            printed=self.printed,
            official=self.official,
        )


def check_name(code: str, printed: str, year: int | None, kind: Kind | None = None) -> NameCheck:
    """How a printed code and name stand to the official classification of the year.

    Any name that the code may have borne in that year is right, since the year of a renaming is often only bounded.
    """
    entry = official(code, kind or kind_of(code), year)
    if entry is None:
        return NameCheck(code, "unknown", printed, None, None, None)
    ours, theirs = bare_name(entry.name), bare_name(printed)
    if theirs in names_possible(code, entry.kind, year) or (
        entry.level == 1 and entry.kind == "function" and class_code(printed, year) == code
    ):
        return NameCheck(code, "known", printed, entry.name, 1.0, entry.confidence)
    similarity = round(SequenceMatcher(None, ours, theirs, autojunk=False).ratio(), 3)
    return NameCheck(code, "other_name", printed, entry.name, similarity, entry.confidence)


def departures(printed: Iterable[tuple[str, str, Kind]], year: int | None) -> list[NameCheck]:
    """The printed codes and names, each once, that are unknown or known under another name, in order of the codes."""
    checks = (check_name(code, name, year, kind) for code, name, kind in sorted(set(printed)))
    return [check for check in checks if check.status != "known"]


def bearing_others(strange: Iterable[NameCheck]) -> list[tuple[NameCheck, str]]:
    """The subjects whose printed name is that of another code of their 类, each with that code: their rows may hold the
    code, or the name, of the next row."""
    found = []
    for check in strange:
        codes = codes_called(check.printed, check.code[:3], kind_of(check.code))
        if check.status == "other_name" and codes and not is_called(check.code, check.printed):
            found.append((check, min(codes)))
    return found


def _has_letters_for_ideographs(name: str, official: str) -> bool:
    """Whether a name is the official one except for ideographs in whose places it has other characters."""
    others = [one for one, other in zip(name, official, strict=False) if one != other]
    is_official_else = len(name) == len(official) and 0 < len(others) < len(name)
    return is_official_else and not any(map(HAN.match, others))
