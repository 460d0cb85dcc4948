"""年度: the fiscal year of a document, out of all the years it gives itself.

The rule. The cover decides; where it is silent the captions of the tables, then the headings, then the first words
of the prose. Within a place the year named most often, and of two named equally often the later one, since a template
left over from last year is older. Whatever another place says otherwise is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from extractor.identity.naming import Naming
from extractor.languages import Sentence, joined, said

_PLACES = ("cover", "frame", "heading", "prose")


class Mention(Struct, frozen=True):
    """A fiscal year that the document gives itself in a place (cover, frame, heading, prose), and how often."""

    place: str
    year: int
    count: int


def year_mentions(titles: Sequence[Naming], tables: Iterable[int | None] = ()) -> list[Mention]:
    """The years in titles and first words, and those in the captions of the tables, the best places first."""
    counts = Counter((t.place, t.year) for t in titles if t.year and t.place in _PLACES)
    counts.update(("frame", year) for year in tables if year)
    found = [Mention(place, year, count) for (place, year), count in counts.items() if year]
    return sorted(found, key=lambda m: (_PLACES.index(m.place), -m.count, -m.year))


def headed_year(titles: Sequence[Naming]) -> int | None:
    """The year that cover and headings name, before the tables are read; their captions may decide otherwise."""
    return resolve_year([m for m in year_mentions(titles) if m.place in ("cover", "heading")])[0]


def resolve_year(mentions: Sequence[Mention]) -> tuple[int | None, Sentence | None]:
    """The fiscal year, and one sentence where the document contradicts itself (None where it does not).

    A year that the prose alone names is no contradiction: it may be the year compared with.
    """
    ranked = sorted(mentions, key=lambda m: (_PLACES.index(m.place), -m.count, -m.year))
    if not ranked:
        return None, None
    chosen = ranked[0]
    others = [m for m in ranked if m.year != chosen.year and (m.place != "prose" or chosen.place == "prose")]
    if not others:
        return chosen.year, None
    return chosen.year, said(
        "The fiscal year is {year}, since {place}, but {others}.",
        year=chosen.year,
        place=_saying(chosen),
        others=joined(" and ", map(_saying, others), "，"),
    )


def _saying(mention: Mention) -> Sentence:
    year = mention.year
    match mention.place:
        case "cover":
            return said("the cover says {year}", year=year)
        case "frame":
            return said("the tables say {year}", year=year)
        case "heading":
            return said("the headings say {year}", year=year)
    return said("the prose says {year}", year=year)
