"""Tables whose title does not say by itself which of the nine they are: their columns do, and the accounts decide."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.languages import Sentence, joined, said
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.model import Supposition, Table


def with_title_supposed(table: Table, stitched: Stitched, of_a_budget: bool) -> Table:
    """A table, with what there is to say of a title that has unknown words or speaks `of_a_budget`, until the accounts
    bear out that it is the one that its columns tell. Of a budget no number is read without that; a table that prints
    none but zeros is only noted."""
    title = stitched.title.text.strip() if stitched.title else ""
    if of_a_budget:
        why = said(
            "{where}: the title “{title}” speaks of a budget, no other table of this kind was found, and nothing shows "
            "that its amounts are of the accounts; it was not read.",
            where=stitched.where,
            title=title,
        )
        taken = said("the title “{title}” speaks of a budget; its amounts are those of the accounts.", title=title)
    elif stitched.residue and title:
        words = joined(", ", (f"“{word}”" for word in stitched.residue), "")
        why = said(
            "{where}: the lexicon does not know {words} in the title “{title}”; its columns decided.",
            where=stitched.where,
            words=words,
            title=title,
        )
        taken = said(
            "the lexicon does not know {words} in the title “{title}”; columns and accounts decided.",
            words=words,
            title=title,
        )
    else:
        return table
    unread = _of(table, why)
    is_known = table.supposed is None and not table.unread
    if is_known and not of_a_budget and not any(value.cell.number.value for value in table.values):
        return replace(table, noted=(*table.noted, unread))  # there is nothing to lose
    told = replace(table, unread=(*table.unread, unread))
    if table.supposed is not None:  # the accounts decide on one thing at a time
        return replace(told, values=(), supposed=None) if of_a_budget else told
    supposed = Supposition(table.values, (_of(table, taken),), (unread,))
    return replace(told, values=() if of_a_budget else table.values, supposed=supposed)


def _of(table: Table, sentence: Sentence) -> Sentence:
    return said("Table {table}, {sentence}", table=table.kind, sentence=sentence)
