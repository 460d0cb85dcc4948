"""What the lexicon makes of a text: the terms that it was cut into, what they say, what they name, and what remains."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon.columns import header_text, measure_of, role_of, side_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.files import items, tables
from extractor.lexicon.labels import bare_label, item_of
from extractor.lexicon.titles import Title, title_of
from extractor.lexicon.words import cut


def explained(text: str) -> Iterator[tuple[str, str]]:
    """What is to be told of a title, a row label or a header path (its levels parted by `/`), as (what, answer)."""
    levels = [header_text(level) for level in text.split("/")]
    for level in levels:
        for piece in cut(level).pieces:
            says = str(piece.year) if piece.year else " ".join(sorted(piece.says)) or "not known"
            yield "term", f"{piece.text}\t{says}"
    said = meaning(*levels)
    yield "says", " ".join(sorted(said.says | said.silent)) or "-"
    yield "basis", said.basis or "-"
    yield "remains", " ".join(said.residue) or "-"
    yield "title of", _title(title_of(text))
    measures = ((entry.table, measure_of(entry.table, *levels)) for entry in tables().tables)
    yield "column of", ", ".join(f"{table} {measure}" for table, measure in measures if measure) or "-"
    role, side = role_of(*levels), side_of(*levels)
    yield "column that names", " ".join(filter(None, (role, side and f"of the side {side}"))) if role else "-"
    rows = ((rows_of, item_of(rows_of, bare_label(text))) for rows_of in items().context)
    named = (f"{rows_of} {row.item}{' or the total of the year' if row.either else ''}" for rows_of, row in rows if row)
    yield "row of", ", ".join(named) or "-"


def _title(title: Title | None) -> str:
    """What a line is as the title of a table."""
    if title is None:
        return "none"
    if title.table:
        return f"{title.table}{', where no better title is printed' if title.weak else ''}"
    if title.may_be:
        return f"{' or '.join(title.may_be)}, as the columns decide"
    if title.residue and not title.known:
        return f"whatever the columns decide; not known: {' '.join(title.residue)}"
    return "a table beside the nine, set aside" if title.known else "none of the nine that is known"
