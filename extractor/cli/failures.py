"""The failed checks of a dataset or of one document, each with the number that explains it, for a person to act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.records.closed_sets import CheckOutcome, Verdict

CHECK = (
    "doc_id", "check_id", "check_name", "status", "expected", "actual", "difference", "tolerance", "currency_unit",
    "scope", "tables", "pages", "verdict", "message", "message_zh",
)  # fmt: skip
COLUMNS = ("source_file", *CHECK, "likely_cause", "mended")
"""What is given of a failed check; `likely_cause` is the cell or figure that explains it, `mended` the value under
which the checks that it touches hold."""
_TERM = ("doc_id", "check_no", "table_no", "cell", "figure", "amount", "page", "unit", "mended")
_LABEL: dict[str, tuple[str, ...]] = {
    "facts": ("cell", "subject_code", "row_label", "subject_name", "item", "measure_label"),
    "narrative": ("figure", "section", "subject"),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """The one number that explains failed checks: the name of its cell or figure, what it is of, what it reads, and
    what would make them hold; amounts as text."""

    name: str
    label: str
    page: int | None
    printed: str
    mended: str
    unit: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed check; `fields` are `COLUMNS` as text, amounts as in the CSV."""

    source_file: str
    pages: tuple[int, ...]
    verdict: str
    size: Decimal
    fields: dict[str, str] = field(repr=False)
    cause: Cause | None = None

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """The worst sort first: doubtful before printed, then the larger difference."""
        return self.verdict != Verdict.DOUBTFUL, -self.size


@dataclass(frozen=True, slots=True)
class Failures:
    """The failed checks in the order in which they are shown, and how many checks were tried in all."""

    found: tuple[Failure, ...]
    tried: int

    @property
    def documents(self) -> int:
        return len({failure.source_file for failure in self.found})

    @property
    def doubtful(self) -> int:
        return sum(failure.verdict == Verdict.DOUBTFUL for failure in self.found)


def of_dataset(folder: Path) -> Failures:
    """Those of the dataset in a folder. Raises `UsageError` where there is none, or a run is writing to it."""
    from extractor.dataset.opening import open_to_query
    from extractor.dataset.query import records

    with open_to_query(folder) as dataset:
        tried = int(dataset.one("SELECT count(*) FROM checks WHERE status <> ?", [str(CheckOutcome.SKIPPED)]))
        rows = records(dataset, "checks", (*CHECK, "check_no"), {"status": CheckOutcome.FAIL})
        named = dataset.rows("SELECT doc_id, min(source_file) FROM documents WHERE doc_id IS NOT NULL GROUP BY doc_id")
        terms = [t for t in records(dataset, "check_terms", _TERM) if t["mended"] is not None]
        labels: dict[tuple[str, str], str] = {}
        for table, columns in _LABEL.items():
            key, *words = columns
            wanted = f"SELECT doc_id, {key} FROM check_terms WHERE mended IS NOT NULL"
            found = dataset.rows(
                f"SELECT doc_id, {', '.join(columns)} FROM {table} WHERE (doc_id, {key}) IN ({wanted})"
            )
            labels |= {(doc, name): _label(dict(zip(words, said, strict=True))) for doc, name, *said in found}
    names = dict(named)
    why = {
        (term["doc_id"], term["check_no"]): _cause(term, labels.get((term["doc_id"], term["cell"] or term["figure"])))
        for term in terms
    }
    return _told(((names[row["doc_id"]], row, why.get((row["doc_id"], row["check_no"]))) for row in rows), tried)


def of_file(path: Path) -> tuple[Failures, Any]:
    """Those of one document, read in memory; and its row of `documents`."""
    from extractor.reading import read

    reading = read(path)
    labels = {fact.cell: _label({name: getattr(fact, name) for name in _LABEL["facts"]}) for fact in reading.facts}
    labels |= {each.figure: _label({"section": each.section, "subject": each.subject}) for each in reading.figures}
    terms = ({name: getattr(term, name, None) for name in _TERM} for term in reading.check_terms)
    suspect = (term for term in terms if term["mended"] is not None)
    why = {term["check_no"]: _cause(term, labels.get(str(term["cell"] or term["figure"]))) for term in suspect}
    document = reading.document
    rows = (
        {name: getattr(check, name, document.doc_id) for name in (*CHECK, "check_no")}
        for check in reading.checks
        if check.status == CheckOutcome.FAIL
    )
    tried = sum(check.status != CheckOutcome.SKIPPED for check in reading.checks)
    return _told(((document.source_file, row, why.get(row["check_no"])) for row in rows), tried), document


def _told(rows: Iterable[tuple[str, Mapping[str, Any], Cause | None]], tried: int) -> Failures:
    """By document, those with doubtful failures first, then by page, the worst first."""
    found = [_failure(*row) for row in rows]
    worst: dict[str, tuple[bool, Decimal]] = {}
    for failure in found:
        worst[failure.source_file] = min(failure.rank, worst.get(failure.source_file, failure.rank))
    found.sort(key=lambda f: (worst[f.source_file][0], f.source_file, f.pages, f.rank, f.fields["check_id"]))
    return Failures(tuple(found), tried)


def _failure(source_file: str, row: Mapping[str, Any], cause: Cause | None) -> Failure:
    fields = {"source_file": source_file, **{name: _text(row[name]) for name in CHECK}}
    fields |= {"likely_cause": cause.name if cause else "", "mended": cause.mended if cause else ""}
    size = abs(row["difference"] or Decimal(0))
    return Failure(source_file, tuple(map(int, filter(None, row["pages"]))), fields["verdict"], size, fields, cause)


def _cause(term: Mapping[str, Any], label: str | None) -> Cause:
    where = f"{term['table_no'] or ''} {label or term['cell'] or term['figure']}".strip()
    name = str(term["cell"] or term["figure"])
    return Cause(name, where, term["page"], _text(term["amount"]), _text(term["mended"]), term["unit"] or "")


def _label(words: Mapping[str, Any]) -> str:
    """What a number is of: `2080505 机关事业单位基本养老保险缴费支出 total`, or section and subject of the prose."""
    code = words.get("subject_code")
    name = words.get("row_label") or words.get("subject_name") or words.get("item")
    said = (code, name, words.get("measure_label"), words.get("section"), words.get("subject"))
    return " ".join(dict.fromkeys(filter(None, map(str, filter(None, said)))))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
