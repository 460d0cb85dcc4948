"""What the pages of an OFD file share: colour spaces, ways of drawing (DrawParam), graphics used again, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct, field

from extractor.document.ofd.container import Container, child, children, folder_of, is_true, kind, number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PARENTS = 8  # ways of drawing that build on each other
WIDTH = 0.353  # millimetres: of a line where nothing is said
_PAINTS = ("Pattern", "AxialShd", "RadialShd", "GouraudShd", "LaGourandShd", "LaGouraudShd")


class Colour(Struct, frozen=True):
    """Red, green, blue and alpha of 255; `known` is False for patterns and shadings, which leave ink of some colour."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: int = 255
    known: bool = True

    @property
    def on_white(self) -> tuple[int, int, int]:
        """As it looks on white paper."""
        if self.alpha == 255:
            return self.red, self.green, self.blue
        share = self.alpha / 255
        red, green, blue = (round(c * share + 255 * (1 - share)) for c in (self.red, self.green, self.blue))
        return red, green, blue


BLACK = Colour()


class Pens(Struct, frozen=True):
    """With what an object is drawn: what fills it, its outline, and how wide that is, in its own millimetres."""

    fill: Colour
    stroke: Colour
    width: float


class _Space(Struct, frozen=True):
    bits: int = 8
    palette: tuple[str, ...] = ()


class Media(Struct, frozen=True):
    """A picture: the part that holds it, and whether one can look through some of it."""

    part: str
    is_clear: bool


class Resources(Struct):
    """All that objects refer to by an identifier."""

    _container: Container
    _spaces: dict[str, _Space] = field(default_factory=dict)
    _params: dict[str, Element] = field(default_factory=dict)
    _media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)

    def copy(self) -> Resources:
        """The same, to which more is added for one page."""
        return Resources(self._container, {**self._spaces}, {**self._params}, {**self._media}, {**self.units})

    def add(self, part: str | None) -> None:
        """Takes in a part of resources; one that is not there has none."""
        if part is None:
            return
        root = self._container.xml(part, part)
        here = folder_of(part)
        base = f"{here}/{root.get('BaseLoc') or ''}"
        for group in root:
            for each in group:
                identifier = each.get("ID") or ""
                if kind(each) == "ColorSpace":
                    values = tuple(cv.text or "" for cv in children(child(each, "Palette"), "CV"))
                    self._spaces[identifier] = _Space(int(number(each.get("BitsPerComponent"), 8)), values)
                elif kind(each) == "DrawParam":
                    self._params[identifier] = each
                elif kind(each) == "CompositeGraphicUnit":
                    self.units[identifier] = each
                elif kind(each) == "MultiMedia":
                    file = child(each, "MediaFile")
                    found = self._container.part("" if file is None else file.text, base, here)
                    if found is not None:
                        self._media[identifier] = found

    def picture(self, identifier: str | None) -> Media | None:
        """A picture by its identifier; None where the file has none of it."""
        part = self._media.get(identifier or "")
        return None if part is None else Media(part, _is_clear(self._container.bytes_of(part)))

    def pens(self, element: Element, of_layer: str | None) -> Pens:
        """With what an object is drawn: as it says itself, as its way of drawing says, or as that of its layer."""
        named = [*self._built_on(element.get("DrawParam")), *self._built_on(of_layer)]
        said = (element, *named)
        width = next((one.get("LineWidth") for one in said if one.get("LineWidth")), None)
        return Pens(self._colour(said, "FillColor"), self._colour(said, "StrokeColor"), number(width, WIDTH))

    def _built_on(self, identifier: str | None) -> Iterable[Element]:
        for _ in range(MOST_PARENTS):
            found = self._params.get(identifier or "")
            if found is None:
                return
            yield found
            identifier = found.get("Relative")

    def _colour(self, said: Iterable[Element], name: str) -> Colour:
        found = next((colour for one in said if (colour := child(one, name)) is not None), None)
        if found is None:
            return BLACK
        alpha = min(max(int(number(found.get("Alpha"), 255)), 0), 255)
        if any(kind(each) in _PAINTS for each in found):
            return Colour(alpha=alpha, known=False)
        space = self._spaces.get(found.get("ColorSpace") or "", _Space())
        value, index = found.get("Value"), int(number(found.get("Index"), -1))
        if value is None and 0 <= index < len(space.palette):
            value = space.palette[index]
        channels = _channels(value, 2 ** min(max(space.bits, 1), 16) - 1)
        return Colour(*channels, alpha=alpha) if channels else Colour(alpha=alpha, known=value is None)


def _channels(value: str | None, most: int) -> tuple[int, int, int] | None:
    """Red, green and blue of a value in grey, RGB or CMYK, by how many numbers it has; hexadecimal ones begin with a
    number sign."""
    try:
        found = [int(w[1:], 16) if w.startswith("#") else float(w) for w in (value or "").split()]
    except ValueError:
        return None
    shares = [min(max(c / most, 0.0), 1.0) for c in found]
    if len(shares) == 1:
        shares *= 3
    elif len(shares) == 4:
        *inks, black = shares
        shares = [(1 - ink) * (1 - black) for ink in inks]
    if len(shares) != 3:
        return None
    red, green, blue = (round(255 * share) for share in shares)
    return red, green, blue


def _is_clear(data: bytes) -> bool:
    """Whether a picture has places to look through: a PNG may say so."""
    return data.startswith(b"\x89PNG") and (data[25:26] in (b"\x04", b"\x06") or b"tRNS" in data[:4096])


def is_seen(element: Element) -> bool:
    """Whether an object is drawn at all."""
    return is_true(element.get("Visible"), True) and number(element.get("Alpha"), 255) > 0
