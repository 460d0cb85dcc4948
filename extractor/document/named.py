"""What the content of a page calls for by its name, and the file does not hold: fonts (Tf), forms and pictures (Do).

pdfium passes over a form that is missing, and writes with a font of its own where the one that is named is missing; it
says nothing of either. Nearly every file has all that it calls for: only one in which a name leads nowhere, or to
an object that cannot be it, is asked page by page.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct, field

MOST_NAMES = 500  # of one file; no maker has more

_FONT = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+[-+.\d]+\s+Tf\b")
_FORM = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
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
        known = {int(number) for number in _OBJECT.findall(data)}
        for part in packed:
            head = _PACKED.match(part)
            known.update(map(int, head[0].split()[::2] if head else ()))
        given = re.compile(rb"/(%s)\s*(?:(\d{1,10})\s+\d{1,5}\s+R\b|(<<))" % b"|".join(map(re.escape, sorted(names))))
        found = [item for part in (data, *packed) for item in given.findall(part)]
        there = {name for name, _, _ in found}
        gone = any(number and int(number) not in known for _, number, _ in found)
        not_drawn = any(name in self.forms and not (number and int(number) in drawn) for name, number, _ in found)
        return gone or not_drawn or not names <= there
