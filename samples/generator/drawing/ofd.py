"""A canvas that draws OFD (GB/T 33190) and has of reportlab's what `Paper` needs: any sample can be an OFD file.

Objects are written as exporters do, by turns: in millimetres with a tight Boundary, and in points under a CTM that
scales them; steps between characters one by one, or as `g n d` where they are alike. Forms are graphics used again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any, TypeAlias

from reportlab.pdfbase import pdfmetrics

from samples.generator.archives import archive

NAMESPACE = "http://www.ofdspec.org/2016"
MM = 25.4 / 72  # of a point
ASCENT = 0.86  # of the size, from the top of a Boundary to the baseline
metrics: Any = pdfmetrics  # reportlab is not typed

Six: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Six = (1, 0, 0, 1, 0, 0)


def after(outer: Six, inner: Six) -> Six:
    """The matrix that applies `inner` first."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def point(matrix: Six, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


@dataclass(slots=True)
class Outline:
    """A path as it is built, in points."""

    moves: list[tuple[str, float, float]] = field(default_factory=list)

    def moveTo(self, x: float, y: float) -> None:  # noqa: N802 - reportlab's name
        self.moves.append(("M", x, y))

    def lineTo(self, x: float, y: float) -> None:  # noqa: N802
        self.moves.append(("L", x, y))

    def close(self) -> None:
        self.moves.append(("C", 0, 0))


@dataclass(slots=True)
class _Surface:
    """What is drawn on a page or in a form of that height, in points: from its space to millimetres that go down."""

    height: float
    objects: list[str] = field(default_factory=list)
    matrix: Six = IDENTITY

    @property
    def to_mm(self) -> Six:
        return (MM, 0, 0, -MM, 0, self.height * MM)


class OfdCanvas:
    """Collects pages; `save` gives the file to the buffer."""

    def __init__(self, buffer: Any, pagesize: tuple[float, float], **_: object) -> None:
        self._buffer = buffer
        self._size, self._turned = pagesize, False
        self._page = _Surface(pagesize[1])
        self._surfaces = [self._page]
        self._pages: list[tuple[tuple[float, float], list[str]]] = []
        self._forms: dict[str, tuple[int, _Surface]] = {}
        self._saved: list[Six] = []
        self._fill, self._pen, self._font, self._points = (0.0, 0.0, 0.0), 1.0, ("", 0), 10.0
        self._count = 0

    def setTitle(self, title: str) -> None: ...  # noqa: N802

    def setPageSize(self, size: tuple[float, float]) -> None:  # noqa: N802
        self._size = size
        self._page.height = size[1]

    def setPageRotation(self, degrees: int) -> None:  # noqa: N802
        """OFD turns no pages: what lies turned on the sheet stays so."""
        self._turned = degrees == 90
        self._page.height = self._size[0] if self._turned else self._size[1]

    def showPage(self) -> None:  # noqa: N802
        size = (self._size[1], self._size[0]) if self._turned else self._size
        self._pages.append((size, self._page.objects))
        self._page = _Surface(self._size[1])
        self._surfaces = [self._page]

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        self._font, self._points = (name, 2 if name[:1] == "S" else 3), size

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self._pen = width

    def setFillColorRGB(self, *colour: float) -> None:  # noqa: N802
        self._fill = (colour[0], colour[1], colour[2])

    def transform(self, *matrix: float) -> None:
        a, b, c, d, e, f = matrix
        self._here.matrix = after(self._here.matrix, (a, b, c, d, e, f))

    def scale(self, x: float, y: float) -> None:
        self.transform(x, 0, 0, y, 0, 0)

    def saveState(self) -> None:  # noqa: N802
        self._saved.append(self._here.matrix)

    def restoreState(self) -> None:  # noqa: N802
        self._here.matrix = self._saved.pop()

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        name, font = self._font
        widths = [float(metrics.stringWidth(character, name, self._points)) for character in text]
        a, b, c, d, *_ = self._here.matrix
        left, base = point(self._space, x, y)
        unit = MM if self._count % 2 else 1.0  # by turns in millimetres, and in points that a CTM makes smaller
        size, steps = self._points * unit, [width * unit for width in widths]
        ctm = (a * MM / unit, -b * MM / unit, -c * MM / unit, d * MM / unit)
        plain = all(abs(one - other) < 1e-9 for one, other in zip(ctm, (1, 0, 0, 1), strict=True))
        level = abs(b) < 1e-9 and abs(c) < 1e-9
        rise = ASCENT * self._points * MM * d if level else 0.0
        width = sum(widths) * MM * a if level else 0.0  # a Boundary without size cuts nothing
        self._add(
            f'<ofd:TextObject ID="{{}}" Boundary="{_all(left, base - rise, width, rise / ASCENT)}" '
            f'Font="{font}" Size="{_all(size)}"'
            + ("" if plain else f' CTM="{_all(*ctm, 0, 0)}"')
            + f'><ofd:TextCode X="0" Y="{_all(rise * unit / MM / d if level else 0)}"{_deltas(steps[:-1])}>'
            f"{escape(text, quote=False)}</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._path([("M", x0, y0), ("L", x1, y1)], stroke=True, fill=False)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int, fill: int) -> None:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        moves = [("L" if n else "M", *corner) for n, corner in enumerate(corners)]
        self._path([*moves, ("C", 0, 0)], stroke=bool(stroke), fill=bool(fill))

    def beginPath(self) -> Outline:  # noqa: N802
        return Outline()

    def drawPath(self, path: Outline, stroke: int, fill: int) -> None:  # noqa: N802
        self._path(path.moves, stroke=bool(stroke), fill=bool(fill))

    def beginForm(self, name: str, left: float, bottom: float, right: float, top: float) -> None:  # noqa: N802
        self._surfaces.append(_Surface(top - bottom))
        self._forms[name] = (10_000 + len(self._forms), self._here)

    def endForm(self) -> None:  # noqa: N802
        self._surfaces.pop()

    def doForm(self, name: str) -> None:  # noqa: N802
        number, form = self._forms[name]
        undone: Six = (1 / MM, 0, 0, -1 / MM, 0, form.height)
        self._add(
            f'<ofd:CompositeObject ID="{{}}" Boundary="0 0 2000 2000" CTM="{_all(*after(self._space, undone))}" '
            f'ResourceID="{number}"/>'
        )

    def save(self) -> None:
        self._buffer.write(ofd([_page(size, objects) for size, objects in self._pages], self._units()))

    @property
    def _here(self) -> _Surface:
        return self._surfaces[-1]

    @property
    def _space(self) -> Six:
        return after(self._here.to_mm, self._here.matrix)

    def _units(self) -> str:
        units = "".join(
            f'<ofd:CompositeGraphicUnit ID="{number}" Width="2000" Height="2000"><ofd:Content>'
            f"{''.join(form.objects)}</ofd:Content></ofd:CompositeGraphicUnit>"
            for number, form in self._forms.values()
        )
        return f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>" if units else ""

    def _path(self, moves: Sequence[tuple[str, float, float]], stroke: bool, fill: bool) -> None:
        placed = [(name, *point(self._space, x, y)) for name, x, y in moves]
        xs, ys = [x for name, x, _ in placed if name != "C"], [y for name, _, y in placed if name != "C"]
        left, top = min(xs), min(ys)
        said = " ".join("C" if name == "C" else f"{name} {_all(x - left, y - top)}" for name, x, y in placed)
        a, b, c, d, *_ = self._here.matrix
        pen = self._pen * abs(a * d - b * c) ** 0.5 * MM
        colour = " ".join(str(round(255 * channel)) for channel in self._fill)
        self._add(
            f'<ofd:PathObject ID="{{}}" Boundary="{_all(left, top, max(xs) - left, max(ys) - top)}" '
            f'LineWidth="{_all(pen)}" Stroke="{str(stroke).lower()}" Fill="{str(fill).lower()}">'
            f'<ofd:FillColor Value="{colour}"/><ofd:AbbreviatedData>{said}</ofd:AbbreviatedData></ofd:PathObject>'
        )

    def _add(self, element: str) -> None:
        self._count += 1
        self._here.objects.append(element.replace("{}", str(100 + self._count), 1))


def ofd(pages: Sequence[str], resources: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A file with these pages, as XML; `parts` are those that replace or join the usual ones."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
    fonts = '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"/><ofd:Font ID="3" FontName="Times New Roman"/></ofd:Fonts>'
    return archive(
        {
            "OFD.xml": element("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
            "Doc_0/Document.xml": element(
                "Document",
                "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes>"
                f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>",
            ),
            "Doc_0/PublicRes.xml": element("Res", fonts),
            "Doc_0/DocumentRes.xml": element("Res", resources),
            **{f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages, start=1)},
            **(parts or {}),
        }
    )


def element(name: str, content: str) -> str:
    """The root of a part."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{NAMESPACE}">{content}</ofd:{name}>'


def _page(size: tuple[float, float], objects: Sequence[str]) -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {_all(size[0] * MM, size[1] * MM)}</ofd:PhysicalBox></ofd:Area>"
    return element("Page", f'{area}<ofd:Content><ofd:Layer ID="90">{"".join(objects)}</ofd:Layer></ofd:Content>')


def _deltas(steps: Sequence[float]) -> str:
    """The steps between characters, those that are alike as a group."""
    said = []
    for step, alike in groupby(steps, key=lambda step: _all(step)):
        count = len([*alike])
        said += [f"g {count} {step}"] if count > 1 else [step]
    return f' DeltaX="{" ".join(said)}"' if said else ""


def _all(*numbers: float) -> str:
    return " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers)
