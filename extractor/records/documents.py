"""The row of `documents`: what became of a file, in one status, one code and one sentence.

Code and sentence come from the catalogue in `problems` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.model import Document, MarkupTable, Page, TextSource
from extractor.errors import DocumentError, listed
from extractor.identity.model import BUDGETS, Identity
from extractor.languages import Sentence, chinese, joined, said
from extractor.problems import ErrorCode, Problem
from extractor.records.closed_sets import WITH_ROWS, DocumentStatus, EngineName
from extractor.records.rows import DocumentRow

MOST_SENTENCES = 5  # of what was not read; the rest is counted


class Shortcoming(Struct, frozen=True):
    """Something in a document that was not read or does not add up."""

    code: Annotated[str, "代码", "that of `documents`, or `printed`"]
    sentence: Annotated[str, "说明（英文）", "what is wrong, where, what to do"]
    sentence_zh: Annotated[str, "说明"]


class Findings(Struct, frozen=True):
    """What was found in a document and what was not, for its row.

    - `tables_missing`: announced, and not found or not understood.
    - `sections_missing`: sections of the standard outline that are not there; `sections_lost`: those of them that the
      contents page lists.
    - `unread`: a sentence for each number that was not read; `doubtful`: one for each reason why the reading may be
      wrong; `not_applied`: the corrections by hand whose number is no longer there; `timed_out`: patterns of the prose.
    - `cover`: the number of a page that says no more than the title of the document, whose ground may be a picture.
    - `says_final`: the title of a table has 决算 in it; `titled_final`: the title of the document has.
    - `states_figures`: its prose states money, how it changed, a score, or an official count; `table_lost`: numbers
      stand under the title of a table of final accounts, but no table.
    - `figures_found`, `figures_unread`: how many numbers the prose has; `figure_unread`: the words before the first
      amount or percentage that was not understood.
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
    states_figures: bool
    table_lost: bool
    figures_found: int
    figures_unread: int
    figure_unread: str | None
    unread: Sequence[Sentence]
    doubtful: Sequence[Sentence]
    timed_out: Sequence[str]
    notes: Sequence[Sentence]
    not_applied: Sequence[Sentence] = ()
    cover: int | None = None


def document_row(document: Document, identity: Identity, found: Findings) -> DocumentRow:
    """The row with its status: `ok`, `partial` or `not_a_disclosure`; checks are counted by the caller."""
    notes = joined(" ", found.notes, "") if found.notes else None
    row = DocumentRow(
        doc_id=document.doc_id,
        source_file=document.source_file,
        status=DocumentStatus.OK,
        unit_name=identity.unit_name,
        unit_name_printed=identity.unit_name_printed,
        unit_code=identity.unit_code,
        year=identity.year,
        report_kind=identity.report_kind,
        currency_unit=identity.currency_unit,
        pages=len(document.pages) or None,
        text_source=document.text_source,
        tables_found=found.tables_found,
        tables_empty=found.tables_empty,
        tables_missing=found.tables_missing,
        tables_other=found.tables_other,
        sections_missing=found.sections_missing,
        notes=notes and str(notes),
        notes_zh=notes and notes.chinese,
        figures_found=found.figures_found,
        figures_read=found.figures_found - found.figures_unread,
        figures_unread=found.figures_unread,
    )
    if stranger := _stranger(document, row, found):
        told = [problem.sentence for problem in (stranger, *_holding(document))]
        if stranger.problem is Problem.NONE_OF_THE_NINE and found.unread:
            told.append(_shortened(found.unread))  # it may be one for what was cut, or could not be read
        sentence = joined(" ", told, "")
        return replace(row, status=DocumentStatus.NOT_A_DISCLOSURE, **_told(stranger.code, sentence))
    if problems := list(_problems(document, found)):
        sentence = joined(" ", (problem.sentence for problem in problems), "")
        return replace(row, status=DocumentStatus.PARTIAL, **_told(problems[0].code, sentence))
    return row


def shortcomings(document: Document, row: DocumentRow, found: Findings) -> tuple[Shortcoming, ...]:
    """All that is wrong with a document, one by one; its `row` has the first sentences and counts the rest."""
    if row.status == DocumentStatus.NOT_A_DISCLOSURE:
        return (Shortcoming(row.error_code or row.status, row.error or "", row.error_zh or ""),)
    several = {
        Problem.CORRECTIONS_NOT_APPLIED: found.not_applied,
        Problem.NUMBERS_NOT_READ: found.unread,
        Problem.READING_IN_DOUBT: found.doubtful,
    }
    return tuple(
        Shortcoming(error.code, str(sentence), chinese(sentence))
        for error in _problems(document, found)
        for sentence in (several.get(error.problem) if error.problem else None) or (error.sentence,)
    )


def failed_row(doc_id: str | None, source_file: str, error: DocumentError, seconds: float) -> DocumentRow:
    """The row of a file that could not be read."""
    told = _told(error.code, error.sentence)
    return DocumentRow(doc_id, source_file, DocumentStatus.FAILED, **told, seconds=seconds)


def _told(code: ErrorCode, sentence: Sentence) -> dict[str, Any]:
    """The columns of a row that say what is wrong."""
    return {"error_code": code, "error": str(sentence), "error_zh": sentence.chinese}


def copy_row(first: DocumentRow, name: str) -> DocumentRow:
    """The row of a file of this name with the same bytes as the file `first`: it has the fate of that one."""
    if first.status not in WITH_ROWS:
        return DocumentRow(first.doc_id, name, first.status, first.error_code, first.error, first.error_zh)
    error = DocumentError(Problem.SAME_FILE, file=name, first=first.source_file)
    return DocumentRow(first.doc_id, name, DocumentStatus.DUPLICATE, **_told(error.code, error.sentence))


def _stranger(document: Document, row: DocumentRow, found: Findings) -> DocumentError | None:
    """Why a file is not a disclosure of final accounts; None where it is one, or where so little of it could be read
    that nobody knows."""
    name = Path(row.source_file).name
    if row.report_kind in BUDGETS and not found.says_final:
        return DocumentError(Problem.IS_A_BUDGET, file=name)
    if found.tables_found or found.announced or (found.sections_found >= 3 and row.report_kind):
        return None
    if found.table_lost or (found.titled_final and found.states_figures):
        return None
    if 2 * len(_unreadable(document, found)) > len(document.pages):
        return None
    return DocumentError(Problem.NONE_OF_THE_NINE, file=name)


def _problems(document: Document, found: Findings) -> Iterator[DocumentError]:
    """What is wrong with a disclosure, the worst first."""
    yield from _problems_of_pages(document, found)
    if found.tables_missing:
        yield DocumentError(
            Problem.CELLS_NOT_PARTED if _has_no_cells(document) else Problem.TABLES_NOT_FOUND,
            tables=listed("table", found.tables_missing),
        )
    lost = found.table_lost and found.tables_missing  # then there is more than prose, and it is said which tables
    if not found.tables_found and not lost and not _unreadable(document, found):
        yield DocumentError(Problem.PROSE_ALONE, file=Path(document.source_file).name)
    if found.sections_lost:
        yield DocumentError(Problem.SECTIONS_NOT_FOUND, sections=listed("section", found.sections_lost))
    if found.not_applied:
        yield DocumentError(Problem.CORRECTIONS_NOT_APPLIED, sentences=_shortened(found.not_applied))
    if found.unread:
        yield DocumentError(Problem.NUMBERS_NOT_READ, sentences=_shortened(found.unread))
    if found.doubtful:
        yield DocumentError(Problem.READING_IN_DOUBT, sentences=_shortened(found.doubtful))
    if found.figure_unread:
        yield DocumentError(Problem.FIGURES_NOT_READ, words=found.figure_unread)
    if found.timed_out:
        yield DocumentError(Problem.SLOW_PATTERNS, patterns=listed("pattern", found.timed_out))


def _has_no_cells(document: Document) -> bool:
    """Whether a document is a text in which nothing that marks cells was found, so that no table could be."""
    is_text = document.text_source is TextSource.PLAIN_TEXT
    return is_text and not any(isinstance(item, MarkupTable) for page in document.markup for item in page.items)


def _holding(document: Document) -> Iterator[DocumentError]:
    """The problem that a file holds others, which may contain the tables."""
    if held := [name for p in document.pages for name in p.attached]:
        yield DocumentError(Problem.HOLDS_FILES, names=joined(", ", held[:MOST_SENTENCES], "、"))


def _unreadable(document: Document, found: Findings) -> list[Page]:
    return [
        page
        for page in document.pages
        if page.state == "garbled" or (page.state == "picture" and page.number != found.cover)
    ]


def _problems_of_pages(document: Document, found: Findings) -> Iterator[DocumentError]:
    """What is wrong with the pages of a document, whatever is printed on them."""
    if unreadable := _unreadable(document, found):
        yield _without_text(unreadable)
    if damaged := _pages(document, lambda page: page.state == "damaged"):
        yield DocumentError(Problem.DAMAGED_PAGES, pages=damaged)
    if bare := _pages(document, lambda page: page.bare_notes):
        yield DocumentError(Problem.BARE_NOTES, pages=bare)
    yield from _holding(document)
    if covered := _pages(document, lambda page: page.covered):
        yield DocumentError(Problem.COVERED_BY_NOTES, pages=covered)
    if cut := _pages(document, lambda page: page.cut):
        yield DocumentError(Problem.CUT_BY_EDGE, pages=cut)
    if crowded := _pages(document, lambda page: page.state == "crowded"):
        yield DocumentError(Problem.CROWDED_WITH_LINES, pages=crowded)


def _pages(document: Document, has: Callable[[Page], bool]) -> Sentence | None:
    """The pages for which something is true, as a sentence names them; None where there are none."""
    numbers = [page.number for page in document.pages if has(page)]
    return listed("page", numbers) if numbers else None


def _without_text(unreadable: Sequence[Page]) -> DocumentError:
    """Why pages have no text of their own that can be read."""
    pages = listed("page", (page.number for page in unreadable))
    if all(page.engine == EngineName.OCR for page in unreadable):
        return DocumentError(Problem.ILLEGIBLE_PAGES, pages=pages)
    if any(page.state == "picture" for page in unreadable):
        return DocumentError(Problem.PICTURE_PAGES, pages=pages)
    if any(page.engine == EngineName.OFD for page in unreadable):
        return DocumentError(Problem.GARBLED_OFD_PAGES, pages=pages)
    return DocumentError(Problem.GARBLED_PAGES, pages=pages)


def _shortened(sentences: Sequence[Sentence]) -> Sentence:
    """The first sentences, the rest counted."""
    first = joined(" ", sentences[:MOST_SENTENCES], "")
    more = len(sentences) - MOST_SENTENCES
    return said("{sentences} (and {count} more)", sentences=first, count=more) if more > 0 else first
