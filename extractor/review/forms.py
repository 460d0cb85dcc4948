"""What a browser sends, read for what it may be: a filter of documents, a correction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from extractor.document.numbers import decimals, read_number
from extractor.evidence.documents import SORTS, Wanted
from extractor.evidence.model import Mark
from extractor.records.corrections import Correction

LONGEST = 500  # characters of a reason or a name
MOST_DECIMALS = 4  # as many as the dataset holds
MOST_PAGES = 1_000_000


class Action(StrEnum):
    """What a person does with a number."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Lacking(StrEnum):
    """What a correction lacks."""

    ACTION = "action"
    VALUE = "value"
    REASON = "reason"
    NAME = "name"


def wanted(said: Mapping[str, str]) -> Wanted:
    """Which documents are asked for; what makes no sense is ignored."""
    sort = said.get("sort", "")
    return Wanted(
        text=said.get("q", "").strip()[:LONGEST],
        status=said.get("status", ""),
        year=_whole(said.get("year", ""), 9999),
        failed=said.get("failed") == "1",
        unread=said.get("unread") == "1",
        sort=sort if sort in SORTS else "file",
        down=said.get("down") == "1",
        page=_whole(said.get("page", ""), MOST_PAGES) or 1,
    )


def asked(wanted: Wanted, **other: object) -> dict[str, str]:
    """The same as a browser sends it, with some things changed."""
    said = {
        "q": wanted.text, "status": wanted.status, "year": wanted.year, "failed": "1" if wanted.failed else "",
        "unread": "1" if wanted.unread else "", "sort": wanted.sort if wanted.sort != "file" else "",
        "down": "1" if wanted.down else "", "page": wanted.page if wanted.page > 1 else "",
    }  # fmt: skip
    return {name: str(value) for name, value in {**said, **other}.items() if value}


def correction(doc_id: str, mark: Mark, before: Correction | None, said: Mapping[str, str]) -> Correction | Lacking:
    """What a person says of a number; `before` is the correction that stands. What was read is kept beside it, whatever
    was corrected since."""
    if (action := said.get("action")) not in tuple(Action):
        return Lacking.ACTION
    by, reason = said.get("by", "").strip()[:LONGEST], said.get("reason", "").strip()[:LONGEST]
    printed = before.read if before is not None else None if mark.amount is None else f"{mark.amount:f}"
    corrected: str | None = None
    if action == Action.CONFIRM:
        corrected = None if mark.amount is None else f"{mark.amount:f}"
        if corrected is None:
            return Lacking.VALUE
    elif action == Action.CORRECT:
        value = read_number(said.get("value", "")).value
        if value is None or decimals(value) > MOST_DECIMALS:
            return Lacking.VALUE
        corrected = f"{value:f}"
    if not by:
        return Lacking.NAME
    if not reason:
        return Lacking.REASON
    cell, figure = (mark.name, None) if mark.is_cell else (None, mark.name)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Correction(doc_id, cell, figure, printed, corrected, reason, by, now, mark.known_by)


def _whole(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 and 0 < int(text) <= most else None
