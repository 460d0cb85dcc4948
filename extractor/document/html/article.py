"""The document on a web page (正文): what of the page's blocks is its own, without the frame of menus, lists of other
pages and imprints around it; and the files that it names as attached.

The document is the innermost element that holds all tables with numbers, all paragraphs and sentences in tables with
words of its own (`patterns/web_pages.yaml`), and nearly all of the other sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import regex
from msgspec import Struct

from extractor.document.data_tables import numbers_in
from extractor.document.html.flow import Flow, Paragraph, Table
from extractor.document.html.tree import AROUND
from extractor.kept import compiled
from extractor.knowledge import load, remembered
from extractor.rule import Rule, unshown

FEW_NUMBERS = 3  # cells with a number: a table with fewer may be a search form or a calendar
NEARLY_ALL = 0.9  # of the characters in sentences; the rest may stand in the frame
MOSTLY = 0.5  # of a paragraph: with less of it outside links it is a list of other pages
LONGEST_TITLE = 100  # characters
FEWEST_IN_TITLE = 6  # characters of a line that is a part of the page's title
MOST_ATTACHED = 200
LONGEST_NAME = 80  # characters of the name of a file: of most disks, in Chinese
_SENTENCE = compiled("[。；]")


class WebPages(Struct, frozen=True, forbid_unknown_fields=True):
    """`patterns/web_pages.yaml`: words of the document itself, what ends a title, how names of attached files end."""

    own: Rule
    title: Rule
    attached: Rule


class Article(Struct, frozen=True):
    """The blocks of the document in reading order, and the names of the files that it says are attached."""

    blocks: tuple[Paragraph | Table, ...]
    attachments: tuple[str, ...]


@remembered
def expressions() -> tuple[regex.Pattern[str], ...]:
    """What is the site's own, what ends a title, what is attached; raises `PatternError` where a rule is broken."""
    file = load("web_pages.yaml", WebPages, unshown)
    return compiled(file.own.expression), compiled(file.title.expression), compiled(file.attached.expression)


def article_of(flow: Flow, title: str) -> Article:
    """The document on a page with some title."""
    framed = _framed(flow)
    inside = _places_inside(flow, _root(flow, framed), framed)
    blocks = [block for block in flow.blocks if inside[block.place] and not _is_frame(flow, block)]
    said = expressions()[1].split(title, maxsplit=1)[0].strip() if title else ""
    if 0 < len(said) <= LONGEST_TITLE and not any(_is_part(block, said) for block in blocks):
        blocks.insert(0, Paragraph(said, 0, said))
    return Article(tuple(blocks), _attachments(flow, inside))


def _is_part(block: Paragraph | Table, title: str) -> bool:
    """Whether a line is the page's title, or part of it."""
    return isinstance(block, Paragraph) and len(block.text) >= FEWEST_IN_TITLE and block.text.strip() in title


def _framed(flow: Flow) -> Sequence[bool]:
    """Which places are for the frame by the name of an element that they stand in."""
    framed: list[bool] = []
    for place in flow.places:
        framed.append(place.tag in AROUND or (place.inside >= 0 and framed[place.inside]))
    return framed


def _root(flow: Flow, framed: Sequence[bool]) -> int:
    """The place in which the document stands."""
    own = expressions()[0]
    needed, weight = [0] * len(flow.places), [0] * len(flow.places)
    for block in flow.blocks:
        if framed[block.place]:
            continue
        if isinstance(block, Table):
            said = [cell.text for row in block.rows for cell in row if _SENTENCE.search(cell.text)]
            needed[block.place] += _has_numbers(block) or any(map(own.search, said))
            weight[block.place] += sum(map(len, said))
        elif not _is_frame(flow, block):
            needed[block.place] += bool(own.search(block.unlinked))
            weight[block.place] += len(block.unlinked) if _SENTENCE.search(block.unlinked) else 0
    for place in range(len(flow.places) - 1, 0, -1):  # a place comes after the one that it stands in
        inside = flow.places[place].inside
        needed[inside] += needed[place]
        weight[inside] += weight[place]
    root = 0
    for place in range(1, len(flow.places)):
        if (
            flow.places[place].inside == root
            and needed[place] == needed[0]
            and weight[place] >= NEARLY_ALL * weight[0]
            and (needed[place] or weight[place])
        ):
            root = place
    return root


def _places_inside(flow: Flow, root: int, framed: Sequence[bool]) -> Sequence[bool]:
    """Which places stand in one of them, and not in the frame."""
    inside = [False] * len(flow.places)
    for number, place in enumerate(flow.places):
        inside[number] = number == root or (place.inside >= 0 and inside[place.inside] and not framed[number])
    return inside


def _is_frame(flow: Flow, block: Paragraph | Table) -> bool:
    """Whether a block is a list of other pages: most of it are links, and it is no heading."""
    return (
        isinstance(block, Paragraph)
        and len(block.unlinked) < MOSTLY * len(block.text.strip())
        and not flow.heading(block.place)
    )


def _has_numbers(table: Table) -> bool:
    return sum(1 for _ in numbers_in(table.rows)) >= FEW_NUMBERS


def _attachments(flow: Flow, inside: Sequence[bool]) -> tuple[str, ...]:
    """The names of the files to which the document links: as the link has it, and as the page calls it."""
    ending = expressions()[2]
    names: dict[str, None] = {}
    for link in flow.links:
        if inside[link.place]:
            said = (_file_in(link.address), link.text)
            names.update(dict.fromkeys(name for name in said if ending.search(name.lower()) and _is_name(name)))
    return tuple(islice(names, MOST_ATTACHED))


def _file_in(address: str) -> str:
    """The name of the file to which a link leads, as it is written on a disk."""
    try:
        return PurePosixPath(unquote(urlsplit(address).path)).name
    except ValueError:  # no address at all
        return ""


def _is_name(name: str) -> bool:
    """Whether a file may be called so."""
    return len(name) <= LONGEST_NAME and name.isprintable() and not any(mark in name for mark in '/\\:*?"<>|')
