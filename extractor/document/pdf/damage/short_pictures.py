"""Pictures whose file has fewer pixels than it claims.

Each viewer draws the rest of such a picture as it likes: white, black, or not at all, so that nobody can say what lies
under it.
"""

from __future__ import annotations

import re

COLOURS = {b"DeviceRGB": 3, b"CalRGB": 3, b"RGB": 3, b"Lab": 3, b"DeviceCMYK": 4, b"CMYK": 4}  # all others: 1 at least
MOST_PACKED = 4096  # bytes of a compressed picture that is unpacked to be counted: a patch that covers has no more

_WIDTH, _HEIGHT, _BITS = (
    re.compile(rb"/%s\s+(\d{1,6})\b" % name) for name in (b"Width", b"Height", b"BitsPerComponent")
)
_COLOUR = re.compile(rb"/ColorSpace\s*\[?\s*/(\w+)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def is_picture(dictionary: bytes) -> bool:
    return bool(_PICTURE.search(dictionary))


def bytes_of(dictionary: bytes) -> int:
    """How many bytes the pixels of a picture take at least, apart from its last row; 0 where it does not say how large
    it is."""
    width, height, bits = (
        found[1] if (found := given.search(dictionary)) else None for given in (_WIDTH, _HEIGHT, _BITS)
    )
    if width is None or height is None:
        return 0
    colour = _COLOUR.search(dictionary)
    row = int(width) * int(bits or 1) * (COLOURS.get(colour[1], 1) if colour else 1)
    return (row + 7) // 8 * int(height)
