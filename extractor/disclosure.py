"""The interface for Python: `read` turns a file into a `Disclosure`, which shows what was found and what was not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extractor.dataset.frame import Rows
from extractor.errors import counted, told
from extractor.languages import Sentence
from extractor.options import Options
from extractor.problems import ErrorCode

if TYPE_CHECKING:  # importing this must cost nothing: the program is loaded when a file is read
    from extractor.reading import Reading
    from extractor.records.documents import Shortcoming
    from extractor.records.rows import Check, CheckTerm, DocumentRow, Fact, Figure, FundsAmount
    from extractor.tables.sheets.model import Indicator, Sheet

Row = TypeVar("Row")
MOST_SHOWN = 10  # problems in a notebook; `problems` has them all


def read(path: str | os.PathLike[str] | bytes, options: Options | None = None) -> Disclosure:
    """Reads one disclosure, given the path of a file of any kind that `convert` reads, or the bytes of one.

    Raises `DocumentError` where it cannot be read, as the subclass of the cause (`MissingError`, `EncryptedError`,
    `NotADisclosureError`, …), and `PatternError` where the patterns of `options` cannot be used; both are
    `DisclosureError`s. A document that was read only in part is not an error: see `Disclosure.status` and
    `Disclosure.problems`. The file is read in this process, which a hostile one may hang or kill; `convert` survives
    that.
    """
    import tempfile

    from extractor.reading import read as read_path

    if isinstance(path, bytes):
        with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
            file = Path(folder) / "document"
            file.write_bytes(path)
            reading = read_path(file, options or Options())
    else:
        reading = read_path(Path(path), options or Options())
    document = reading.document
    if document.error_code == ErrorCode.NOT_A_DISCLOSURE:
        raise told(document.error_code, Sentence(document.error or "", document.error_zh or ""))
    return Disclosure(reading)


@dataclass(frozen=True, slots=True, repr=False)
class Disclosure:
    """What was read of one document. Each of its sequences (`Rows`) becomes a pandas frame by `to_pandas()`.

    Amounts are `Decimal`, in the unit of the table (`amount`) and in 元 (`amount_yuan`); pages count from 1; boxes are
    in PDF points from the top left of the page as a viewer shows it.
    """

    reading: Reading

    @property
    def document(self) -> DocumentRow:
        """The document's row of `documents`: its unit, year, tables found, empty and missing, notes …"""
        return self.reading.document

    @property
    def status(self) -> str:
        """`ok`, or `partial` where something was not read or may be wrong: `problems` says what."""
        return self.document.status

    @property
    def unit_name(self) -> str | None:
        """部门/单位 as the document names itself."""
        return self.document.unit_name

    @property
    def year(self) -> int | None:
        """决算年度, the fiscal year."""
        return self.document.year

    @property
    def tables(self) -> Tables:
        """The nine tables by canonical number: `tables["05"]`."""
        return Tables(self)

    @property
    def facts(self) -> Rows[Fact]:
        """The numbers of tables 01–09, in printed order: one row for each amount that is not blank."""
        return self._rows("facts", self.reading.facts)

    @property
    def figures(self) -> Rows[Figure]:
        """The figures of the prose (情况说明), also those that were not understood (without a `metric`)."""
        return self._rows("narrative", self.reading.figures)

    @property
    def indicators(self) -> Rows[Indicator]:
        """The indicators of the 绩效自评表."""
        return self._rows("performance", self.reading.indicators)

    @property
    def sheets(self) -> Rows[Sheet]:
        """The 绩效自评表, one row each: head and foot."""
        return self._rows("performance_sheets", self.reading.sheets)

    @property
    def funds(self) -> Rows[FundsAmount]:
        """The amounts in the money blocks of the 绩效自评表, by source and stage."""
        return self._rows("performance_funds", self.reading.funds)

    @property
    def checks(self) -> Rows[Check]:
        """Every place where an identity of the accounts was tried, and whether it holds there."""
        return self._rows("checks", self.reading.checks)

    @property
    def check_terms(self) -> Rows[CheckTerm]:
        """The numbers bound by each check that does not pass, with their places."""
        return self._rows("check_terms", self.reading.check_terms)

    @property
    def problems(self) -> Rows[Shortcoming]:
        """What was not read, may be read wrong, or does not add up in print (code `printed`), one sentence each."""
        from extractor.records.closed_sets import Verdict
        from extractor.records.documents import Shortcoming
        from extractor.records.schema import SHORTCOMINGS

        failed = (check for check in self.reading.checks if check.verdict == Verdict.PRINTED)
        printed = [Shortcoming(Verdict.PRINTED, check.message or "", check.message_zh or "") for check in failed]
        return Rows(SHORTCOMINGS, (*self.reading.shortcomings, *printed), self.document)

    def _rows(self, table: str, items: Sequence[Row]) -> Rows[Row]:
        """The rows of a table that comes out, as objects and by its columns."""
        from extractor.records.schema import ALL

        (schema,) = (s for s in ALL if s.name == table)
        return Rows(schema, items, self.document)

    def __repr__(self) -> str:
        return f"<Disclosure {self._named()}: {self._said()}>"

    def _repr_html_(self) -> str:
        """The same for a notebook, with its tables and problems. What the document says is escaped."""
        from html import escape

        tables = "".join(
            f"<tr><td>{escape(number)}</td><td>{len(rows)}</td>"
            f"<td>{sum(status == 'failed' for status in rows.column('check_status'))}</td></tr>"
            for number, rows in self.tables.items()
        )
        problems = self.problems
        items = [f"<li><code>{escape(p.code)}</code> {escape(p.sentence)}</li>" for p in problems[:MOST_SHOWN]]
        if len(problems) > MOST_SHOWN:
            items.append(f"<li>… and {len(problems) - MOST_SHOWN} more in <code>problems</code></li>")
        return (
            f"<div><p><b>{escape(self._named())}</b>: {escape(self._said())}</p>"
            f"<table><thead><tr><th>table</th><th>numbers</th><th>failed</th></tr></thead><tbody>{tables}</tbody></table>"
            f"{'<ul>' + ''.join(items) + '</ul>' if items else ''}</div>"
        )

    def _named(self) -> str:
        return " ".join(f"{self.unit_name or self.document.source_file} {self.year or 'of no year'}".split())

    def _said(self) -> str:
        document, reading = self.document, self.reading
        passed = f"{counted(document.checks_passed, 'check')} passed"
        failed = f", {document.checks_failed} failed" if document.checks_failed else ""
        return (
            f"{document.status}, {counted(len(self.tables), 'table')}, {counted(len(reading.facts), 'number')}, "
            f"{counted(len(reading.figures), 'figure')} of prose; {passed}{failed}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Tables(Mapping[str, Rows["Fact"]]):
    """The tables 01–09 that a document prints, by canonical number, including those without a figure (空表).

    A document may print a table several times, or for several units: `unit_name` and `printing` tell them apart, as
    in `tables["05"].where(printing=1)`.
    """

    of: Disclosure

    def __getitem__(self, number: str) -> Rows[Fact]:
        if number not in set(self):
            raise KeyError(f"{self.of.document.source_file} has no table {number}; it has {', '.join(self) or 'none'}.")
        return self.of.facts.where(table_no=number)

    def __iter__(self) -> Iterator[str]:
        return (number for number in self.of.document.tables_found if number.isdigit())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self) or 'none'}>"
