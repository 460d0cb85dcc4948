"""The plain text reader: a disclosure as running text, its tables as lines with tabs or pipes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import regex
from msgspec.structs import replace

from extractor.document.bounds import MAX_TEXT_BYTES
from extractor.document.kinds import no_text
from extractor.document.model import Line, MarkupCell, MarkupPage, MarkupTable, Spans, TextSource
from extractor.document.text.cut_cells import with_whole_rows
from extractor.document.text.left_out import are_filled_up, tables_in, with_blanks
from extractor.document.text.one_line import lines_of
from extractor.errors import DocumentError
from extractor.kept import compiled
from extractor.problems import Problem

ENCODINGS = ("utf-8-sig", "gb18030")
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MOST_FIELDS = 100  # a line with more is no row of a table
_BREAK = regex.compile(r"<br ?/?>", regex.IGNORECASE)  # converters write the line breaks of cells so
_NOTHING = "—"  # for a blank cell among such as have a line each
# How a character is pronounced, set over it on a page, and behind it in the text of that page: 預(yù)算.
_PRONOUNCED = compiled(r"(?<=\p{Han})[(（][a-z]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}[)）]")
# Tables drawn with the signs for it: │ between cells is as |, lines of ├──┼──┤ between rows say nothing.
_BARS = str.maketrans(dict.fromkeys("｜│┃║┆┇┊┋", "|"))
_DRAWN_RULE = compiled(r"^(?=[^─━═┄┅┈┉]*[─━═┄┅┈┉])[\s\u2500-\u257f]++$")
_PIPE_RULE = compiled(r"^[\s|:+-]+$")
_CONTENTS_ROW = compiled(r"^[^\t|]+[\t|]+\s*\d{1,4}\s*$")


class PlainTextReader:
    """Reads a text file as one page: runs of lines with tabs or pipes are its tables, without spans."""

    text_source = TextSource.PLAIN_TEXT

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """The one page of the file; raises `DocumentError` `too_large`, `not_pdf` or `empty`."""
        if len(data) > MAX_TEXT_BYTES:
            raise DocumentError(Problem.LARGE_TEXT, file=name, size=len(data))
        text = _PRONOUNCED.sub("", decode(data, name))
        if not text.strip():
            raise DocumentError(Problem.NO_TEXT, file=name)
        rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
        lines = [
            Line(part.rstrip(" \u3000"), 1, None, number)
            for number, row in enumerate(rows, start=1)
            if not _DRAWN_RULE.match(row)
            for part in lines_of(row.translate(_BARS))
        ]
        return (MarkupPage(1, _with_tables(with_whole_rows(lines))),)


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, GB 18030 or (with its mark) UTF-16; raises `DocumentError` `not_pdf` or
    `unsupported_kind`."""
    for encoding in ("utf-16",) if data[:2] in MARKS_OF_UTF_16 else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise no_text(name)


def _with_tables(lines: Sequence[Line]) -> tuple[Line | MarkupTable, ...]:
    """Lines with runs of table rows as tables; contents lines (a heading, a tab, a page) stay lines."""
    items: list[Line | MarkupTable] = []
    run: list[Line] = []

    def close() -> None:
        if all(_CONTENTS_ROW.match(line.text) for line in run):
            items.extend(run)
        elif all(_is_cell(line.text) or _PIPE_RULE.match(line.text) for line in run):
            items.extend(_alone(run))
        elif are_filled_up([line.text for line in run]):
            items.extend(_filled_up(run))
        elif rows := _rows(run):
            items.append(MarkupTable(rows, Spans.LOST, run[0].number or 0))
        run.clear()

    for line in lines:
        if _is_row(line.text):
            run.append(line)
        else:
            close()
            items.append(line)
    close()
    return tuple(items)


def _alone(run: Sequence[Line]) -> Iterator[Line]:
    """Cells that have a line each, as lines: nothing says where a row begins. Pipes without any cell part lines."""
    if not all(_PIPE_RULE.match(line.text) for line in run):
        yield from (replace(line, text=line.text.rstrip("| ") or _NOTHING) for line in run)


def _is_row(text: str) -> bool:
    """Whether a line is a row of a table, or one cell of it with its border, as crawlers write them."""
    return 0 < text.count("\t") < MOST_FIELDS or 2 <= text.count("|") <= MOST_FIELDS or _is_cell(text)


def _is_cell(text: str) -> bool:
    """Whether a line is one cell with its border at its end."""
    return "\t" not in text and text.count("|") == 1 and text.endswith("|")


def _rows(run: Sequence[Line]) -> tuple[tuple[MarkupCell, ...], ...]:
    """The rows of a run of lines, without those of pipes and dashes.

    A pipe at the end of a line is the border of the table, or has a blank cell beyond it: whatever makes more rows of
    one length.
    """
    lines = [line for line in run if not _PIPE_RULE.match(line.text)]
    piped = [line.text for line in lines if "\t" not in line.text]
    borders = max(product((True, False), repeat=2), key=lambda ends: _alike(piped, *ends)) if piped else (True, True)
    return tuple(
        _cells(line, line.text.split("\t") if "\t" in line.text else _fields(line.text, *borders)) for line in lines
    )


def _filled_up(run: Sequence[Line]) -> Iterator[Line | MarkupTable]:
    """The tables of a run of rows that were filled up to one length, and the lines between them."""
    texts = [line.text for line in run]
    end = 0
    for part in tables_in(texts):
        yield from (replace(line, text=line.text.rstrip("| ")) for line in run[end : part.start])
        rows = map(_cells, run[part.start : part.stop], with_blanks(texts[part.start : part.stop]))
        yield MarkupTable(tuple(rows), Spans.LOST, run[part.start].number or 0)
        end = part.stop
    yield from (replace(line, text=line.text.rstrip("| ")) for line in run[end:])


def _alike(texts: Sequence[str], left: bool, right: bool) -> int:
    """How many lines have one number of fields."""
    return max(Counter(len(_fields(text, left, right)) for text in texts).values())


def _fields(text: str, left: bool, right: bool) -> list[str]:
    """The fields between the pipes of a line, with a border at its ends or without."""
    text = text.strip()
    text = text.removeprefix("|") if left else text
    return (text.removesuffix("|") if right else text).split("|")


def _cells(line: Line, fields: Sequence[str]) -> tuple[MarkupCell, ...]:
    return tuple(MarkupCell(_BREAK.sub("\n", field) if "<" in field else field, line=line.number) for field in fields)
