"""What the lexicon makes of a text: the terms into which it is cut, what they say, what they name, and what remains."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.languages import Sentence, joined, spoken
from extractor.lexicon.columns import role_of, side_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.files import items, tables
from extractor.lexicon.header_words import header_text
from extractor.lexicon.labels import bare_label, item_of
from extractor.lexicon.measures import measure_of
from extractor.lexicon.titles import Title, title_of
from extractor.lexicon.words import cut


def explained(text: str) -> Iterator[tuple[Sentence, str]]:
    """The explanation of a title, a row label or a header path (levels separated by `/`), as pairs of what is asked and
    the answer."""
    levels = [header_text(level) for level in text.split("/")]
    for level in levels:
        for piece in cut(level).pieces:
            says = str(piece.year) if piece.year else " ".join(sorted(piece.says)) or spoken("not known")
            yield spoken("term"), joined("\t", (piece.text, says))
    said = meaning(*levels)
    yield spoken("says"), " ".join(sorted(said.says | said.silent)) or "-"
    yield spoken("basis"), said.basis or "-"
    yield spoken("remains"), " ".join(said.residue) or "-"
    yield spoken("title of"), _title(title_of(text))
    measures = ((entry.table, measure_of(entry.table, *levels)) for entry in tables().tables)
    yield spoken("column of"), ", ".join(f"{table} {measure}" for table, measure in measures if measure) or "-"
    role, side = role_of(*levels), side_of(*levels)
    of_side = spoken("of the side {side}", side=side) if side else ""
    yield spoken("column that names"), joined(" ", filter(None, (role, of_side))) if role else "-"
    rows = ((rows_of, item_of(rows_of, bare_label(text))) for rows_of in items().context)
    or_total = spoken(" or the total of the year")
    named = (joined("", (f"{rows_of} {row.item}", or_total if row.either else "")) for rows_of, row in rows if row)
    yield spoken("row of"), joined(", ", named) or "-"


def _title(title: Title | None) -> Sentence:
    """What a line is as the title of a table."""
    if title is None:
        return spoken("none")
    if title.table:
        return joined("", (title.table, spoken(", where no better title is printed") if title.weak else ""))
    if title.may_be:
        return spoken("{tables}, as the columns decide", tables=joined(" or ", title.may_be, "或"))
    if title.residue and not title.known:
        return spoken("whatever the columns decide; not known: {words}", words=" ".join(title.residue))
    if title.known:
        return spoken("a table beside the nine, set aside")
    return spoken("none of the nine that is known")
