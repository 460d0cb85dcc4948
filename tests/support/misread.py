"""Numbers of a document as a recogniser of pictures (OCR) would have read them: planted errors, no picture needed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.document.model import Alternative, Document, Doubt, Page, TextSource
from extractor.records.closed_sets import EngineName
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact, OtherAmount

LOOK_ALIKE = {
    "0": "86", "1": "74", "2": "73", "3": "85", "4": "91", "5": "63", "6": "85", "7": "12", "8": "36", "9": "48",
}  # fmt: skip


def recognised(facts: Sequence[Fact], chance: random.Random) -> list[Fact]:
    """The facts as read from pictures, all of them right, each with what else its digits may be, little probable."""
    return [replace(f, engine=EngineName.OCR, others=tuple(_decoys(f.amount, chance))) for f in facts]


def misread(fact: Fact, amount: Decimal, probability: float) -> Fact:
    """A fact read with another amount; what it truly is is `probability` as probable as that."""
    true = OtherAmount(fact.amount, probability / (1 + probability))
    others = (true, *(other for other in fact.others if other.amount != amount))
    return replace(fact, amount=amount, amount_yuan=in_yuan(amount, fact.currency_unit), others=others)


def _decoys(amount: Decimal, chance: random.Random) -> Iterator[OtherAmount]:
    for place, digit in enumerate(f"{amount:f}"):
        for other in LOOK_ALIKE.get(digit, ""):
            yield OtherAmount(_with(amount, place, other), 10 ** chance.uniform(-7, -3))


def one_digit_wrong(amount: Decimal, chance: random.Random) -> Decimal:
    text = f"{amount:f}"
    place = chance.choice([i for i, c in enumerate(text) if c.isdigit()])
    return _with(amount, place, chance.choice(LOOK_ALIKE[text[place]]))


def point_lost(amount: Decimal) -> Decimal:
    return Decimal(f"{amount:f}".replace(".", ""))


def confused(amount: Decimal, digits: Mapping[str, str]) -> Decimal:
    """Some digits taken for others, wherever they stand."""
    return Decimal("".join(digits.get(digit, digit) for digit in f"{amount:f}"))


def _with(amount: Decimal, place: int, digit: str) -> Decimal:
    text = f"{amount:f}"
    return Decimal(text[:place] + digit + text[place + 1 :])


def read_as(page: Page, true: str, read: str, probability: float, nth: int = 0) -> Page:
    """A page of a scan on which a number, the nth that is printed so, was read as another one that is as long."""
    text, place = page.characters.text, -1
    for _ in range(nth + 1):
        place = text.index(true, place + 1)
    characters = replace(page.characters, text=text[:place] + read + text[place + len(true) :])
    box = characters.box(range(place, place + len(read)))
    doubt = Doubt(read, box, (Alternative(true, probability),))
    return replace(page, characters=characters, doubts=(*page.doubts, doubt))


def as_scan(document: Document) -> Document:
    """A document as if its pages had been recognised in pictures without a fault."""
    pages = (replace(page, engine="ocr", recognised=True) for page in document.pages)
    return replace(document, pages=tuple(pages), text_source=TextSource.OCR)
