"""What the content of a page calls for by name and the file does not hold: fonts (Tf), forms and pictures (Do).

pdfium skips a form that is missing, and writes with a font of its own where the named one is missing, without a word
about either. Nearly every file has all that it calls for: only one in which a name leads nowhere, or to an object of
the wrong kind, is asked page by page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct, field

MOST_NAMES = 500  # of one file; no maker has more

_FONT = re.compile(rb"/([^\s/<>\[\](){}%]++)\s++[-+.\d]++\s++Tf\b")
_FORM = re.compile(rb"/([^\s/<>\[\](){}%]++)\s++Do\b")
_HEAD, LONGEST = b" 0 obj", 12  # of an object; bytes of its number, with the end of the line before it
_PACKED = re.compile(rb"\s*(?:\d+\s+)+")


class Named(Struct):
    """The names of the `fonts` and of the `forms` and pictures that contents call for."""

    fonts: set[bytes] = field(default_factory=set)
    forms: set[bytes] = field(default_factory=set)

    def add(self, content: bytes) -> None:
        """Adds what a stream calls for, if it is the content of a page or form."""
        if b"Tf" in content:
            self.fonts.update(_FONT.findall(content))
        if b"Do" in content:
            self.forms.update(_FORM.findall(content))

    def lead_nowhere(self, data: bytes, packed: Collection[bytes], drawn: Collection[int]) -> bool:
        """Whether a name may lead to nothing in a file of the bytes `data`; `packed` are its packed objects, `drawn`
        the numbers of its forms and pictures."""
        names = self.fonts | self.forms
        if not names:
            return False
        if len(names) > MOST_NAMES:
            return True
        given = re.compile(rb"/(%s)\s*(?:(\d{1,10})\s+\d{1,5}\s+R\b|(<<))" % b"|".join(map(re.escape, sorted(names))))
        found = [item for part in (data, *packed) for item in given.findall(part)]
        there = {name for name, _, _ in found}
        not_drawn = any(name in self.forms and not (number and int(number) in drawn) for name, number, _ in found)
        if not_drawn or not names <= there:
            return True
        asked = {number for _, number, _ in found if number} - set(_standing(data))
        return bool(asked) and not asked <= _packed_numbers(packed)


def _standing(data: bytes) -> Iterator[bytes]:
    """The numbers of the objects that begin a line of the file, as producers write them; names that lead to any other
    are checked page by page."""
    place = data.find(_HEAD)
    while place >= 0:
        before = data[max(place - LONGEST, 0) : place].replace(b"\r", b"\n")
        if b"\n" in before:
            yield before.rpartition(b"\n")[2]
        place = data.find(_HEAD, place + len(_HEAD))


def _packed_numbers(packed: Collection[bytes]) -> set[bytes]:
    """The numbers of packed objects, which stand before them."""
    heads = (_PACKED.match(part) for part in packed)
    return {number for head in heads if head for number in head[0].split()[::2]}
