"""The row of `documents`: what became of a file, in one status, one code and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.document.model import Document
from extractor.identity.model import Identity
from extractor.records.rows import DocumentRow

MOST_SENTENCES = 5  # of what was not read; the rest is counted


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a document and what was not, for its row.

    `tables_missing` are announced and not found or not understood; `sections_missing` are those of the standard
    outline that are not there, `sections_lost` those that the contents page lists all the same. `unread` has a
    sentence for each number not read, `doubtful` for each reason why the reading may be wrong; `timed_out` names
    patterns of the prose; `says_final` is whether the title of a table has 决算 in it, `titled_final` whether the
    document's own title has; `states_money` is whether an amount of money was read in its prose. `figures_found` and
    `figures_unread` count the numbers of the prose, `figure_unread` are the words before the first amount or percentage
    among them that was not understood.
    """

    tables_found: tuple[str, ...]
    tables_empty: tuple[str, ...]
    tables_missing: tuple[str, ...]
    tables_other: tuple[str, ...]
    sections_missing: tuple[str, ...]
    sections_lost: tuple[str, ...]
    sections_found: int
    announced: bool
    says_final: bool
    titled_final: bool
    states_money: bool
    figures_found: int
    figures_unread: int
    figure_unread: str | None
    unread: Sequence[str]
    doubtful: Sequence[str]
    timed_out: Sequence[str]
    notes: Sequence[str]


def document_row(document: Document, identity: Identity, found: Findings) -> DocumentRow:
    """The row with its status: `ok`, `partial` or `not_a_disclosure`; checks are counted by the caller."""
    row = DocumentRow(
        doc_id=document.doc_id,
        source_file=document.source_file,
        status="ok",
        unit_name=identity.unit_name,
        unit_name_printed=identity.unit_name_printed,
        unit_code=identity.unit_code,
        year=identity.year,
        report_kind=identity.report_kind,
        currency_unit=identity.currency_unit,
        pages=None if document.is_plain else len(document.pages),
        text_source=document.text_source,
        tables_found=found.tables_found,
        tables_empty=found.tables_empty,
        tables_missing=found.tables_missing,
        tables_other=found.tables_other,
        sections_missing=found.sections_missing,
        notes=" ".join(found.notes) or None,
        figures_found=found.figures_found,
        figures_read=found.figures_found - found.figures_unread,
        figures_unread=found.figures_unread,
    )
    if stranger := _stranger(row, found):
        return replace(row, status="not_a_disclosure", error_code="not_a_disclosure", error=stranger)
    problems = list(_problems(document, found))
    if not problems:
        return row
    text = " ".join(sentence for _, sentence in problems)
    return replace(row, status="partial", error_code=problems[0][0], error=text)


def _stranger(row: DocumentRow, found: Findings) -> str | None:
    """Why a file is no final accounts; None where it is one."""
    name = Path(row.source_file).name
    if (row.report_kind or "").endswith("budget") and not found.says_final:
        return f"{name} is a budget (预算), not final accounts (决算); leave it out."
    if found.tables_found or found.announced or (found.sections_found >= 3 and row.report_kind):
        return None
    if found.titled_final and found.states_money:
        return None
    return f"{name} holds none of the nine tables of final accounts (决算); check that it is the right file."


def _problems(document: Document, found: Findings) -> list[tuple[str, str]]:
    problems = []
    bad = [p for p in document.pages if p.state in ("picture", "garbled")]
    if bad:
        listed = ", ".join(str(p.number) for p in bad[:10]) + (" …" if len(bad) > 10 else "")
        code = "no_text_layer" if any(p.state == "picture" for p in bad) else "garbled_text"
        problems.append((code, f"Pages {listed} have no readable text; run the file through OCR."))
    crowded = [str(p.number) for p in document.pages if p.state == "crowded"]
    if crowded:
        said = f"Pages {', '.join(crowded[:10])} draw more lines than are read; look whether their tables are whole."
        problems.append(("not_all_read", said))
    if found.tables_missing:
        listed = ", ".join(found.tables_missing)
        said = f"Tables {listed} are announced and were not found or not understood; look with juesuan inspect."
        problems.append(("tables_missing", said))
    if not found.tables_found and not bad:
        problems.append(("no_tables", "Prose only: no table of the nine was found."))
    if found.sections_lost:
        listed = ", ".join(found.sections_lost)
        said = f"Sections {listed} are listed in the contents and were not found; look whether the file is whole."
        problems.append(("sections_missing", said))
    for code, sentences in (("not_all_read", found.unread), ("doubtful", found.doubtful)):
        if sentences:
            more = f" (and {len(sentences) - MOST_SENTENCES} more)" if len(sentences) > MOST_SENTENCES else ""
            problems.append((code, " ".join(sentences[:MOST_SENTENCES]) + more))
    if found.figure_unread:
        said = f"Not every number of the prose was understood, the first in “{found.figure_unread}”"
        problems.append(("figures_unread", f"{said}; look with juesuan patterns explain."))
    if found.timed_out:
        listed = ", ".join(found.timed_out[:10])
        said = f"The prose was not read to the end: {listed} took too long; look with juesuan patterns explain."
        problems.append(("patterns_timed_out", said))
    return problems
