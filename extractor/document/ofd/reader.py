"""OFD (GB/T 33190, 版式文档), the national fixed-layout format → `Page`s, as a PDF gives them.

Read from the XML itself. Of the libraries that are on PyPI, easyofd turns a file into pictures or a PDF with reportlab,
OpenCV and fonts of its own, and tells nothing of what it leaves out; there is none that gives characters with their
places. LibreOffice does not open the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.model import NO_CHARACTERS, NO_RULINGS, OFD_ENGINE, Page, TextSource
from extractor.document.ofd.container import ROOT, Container, Four, box, child, children, folder_of, is_true
from extractor.document.ofd.content import MOST_CHARACTERS, POINTS, Drawn, Walk, layers, page_space
from extractor.document.ofd.page import Signs, made
from extractor.document.ofd.resources import Resources, is_seen
from extractor.document.pdf.attachments import may_be_read
from extractor.document.pdf.objects import Rectangle
from extractor.errors import DocumentError, shown
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

A4: Four = (0.0, 0.0, 210.0, 297.0)  # millimetres: of pages that do not say how large they are
LARGEST = 5000.0  # millimetres of a side; what says more is no paper
MOST_ATTACHED = 100
_NO_TEXT = frozenset({"Watermark", "Stamp", "Link", "Highlight"})  # notes whose words are none of the document's


class OfdReader:
    """Reads the pages of OFD files."""

    text_source = TextSource.TEXT_LAYER

    def pages(self, path: Path, max_pages: int) -> tuple[Page, ...]:
        """All pages, in order, of each document that the file holds.

        Raises `DocumentError` `truncated` where the file or its list of pages is broken, `encrypted`, `empty` where it
        has none, `too_large`. A page that is not there, or broken, has the state `damaged`.
        """
        container, sheets = opened(path)
        if not sheets:
            raise DocumentError(Problem.NO_OFD_PAGES, file=container.name)
        if len(sheets) > max_pages:
            raise DocumentError(Problem.MANY_PAGES, file=container.name, pages=len(sheets), limit=max_pages)
        signs = Signs()
        found = [_page(container, number, sheet, signs) for number, sheet in enumerate(sheets, start=1)]
        held = tuple(dict.fromkeys(name for sheet in sheets[:MOST_ATTACHED] for name in sheet.document.attached))
        return (replace(found[0], attached=held), *found[1:])


class OfdDocument(Struct, frozen=True):
    """One of the documents in a file: the folder of its main part, how large its pages are (millimetres), what they
    share, their templates by identifier, the parts with notes by page, and the names of what is attached."""

    folder: str
    area: Four
    resources: Resources
    templates: dict[str, Element]
    notes: dict[str, str]
    attached: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """A page as its document lists it; `part` is None where the file has none of it."""

    document: OfdDocument
    identifier: str
    part: str | None


def opened(path: Path) -> tuple[Container, list[Sheet]]:
    """An OFD file and the pages that it lists. Raises `DocumentError`."""
    container = Container(path.read_bytes(), shown(path.name))
    try:
        root = container.xml(container.part(ROOT), ROOT)
        return container, [sheet for body in children(root, "DocBody") for sheet in _sheets(container, body)]
    except DocumentError as error:
        if container.is_encrypted and error.problem is not Problem.LARGE_PART:
            raise DocumentError(Problem.LOCKED, file=container.name) from error
        raise


def drawn(container: Container, sheet: Sheet) -> tuple[Drawn, Drawn, Rectangle]:
    """What a page draws, what notes draw upon it, and what it shows (left, bottom, right, top in points). Raises
    `DocumentError`."""
    document = sheet.document
    page = container.xml(sheet.part, sheet.part or sheet.identifier)
    left, top, width, height = _area(child(page, "Area")) or document.area
    space = page_space(left, top, height)
    here = folder_of(sheet.part or "")
    resources = document.resources
    if (own := [*children(page, "PageRes")]) != []:
        resources = resources.copy()
        for each in own:
            resources.add(container.part(each.text, here, document.folder))
    walk = Walk(resources)
    below, above = _templates(document, page)
    for layer in [*below, *layers(page), *above]:
        walk.layer(layer, space)
    notes = Walk(resources)
    for look in _looks(container, document.notes.get(sheet.identifier)):
        x, y, *_ = box(look.get("Boundary")) or (0.0, 0.0)
        notes.layer(look, page_space(left - x, top - y, height))
    return walk.drawn, notes.drawn, (0.0, 0.0, width * POINTS, height * POINTS)


def _page(container: Container, number: int, sheet: Sheet, signs: Signs) -> Page:
    try:
        found, notes, bounds = drawn(container, sheet)
    except DocumentError as error:
        if error.problem not in (Problem.BROKEN_OFD, Problem.BROKEN_PART, Problem.BROKEN_ARCHIVE):
            raise
        width, height = (side * POINTS for side in sheet.document.area[2:])
        return Page(number, width, height, NO_CHARACTERS, NO_RULINGS, "damaged", engine=OFD_ENGINE)
    if len(found.letters) > MOST_CHARACTERS:
        raise DocumentError(Problem.CROWDED_PAGE, page=number, file=container.name, characters=f"{MOST_CHARACTERS}+")
    return made(number, found, notes, bounds, signs)


def _sheets(container: Container, body: Element) -> Iterator[Sheet]:
    """The pages of one document, in the order of its list."""
    said = child(body, "DocRoot")
    main = container.part(None if said is None else said.text)
    root = container.xml(main, "Document.xml")
    folder = folder_of(main or "")
    common = child(root, "CommonData")
    resources = Resources(container)
    for each in children(common, "PublicRes", "DocumentRes"):
        resources.add(container.part(each.text, folder))
    templates = {}
    for each in children(common, "TemplatePage"):
        part = container.part(each.get("BaseLoc"), folder)
        if part is not None:
            templates[each.get("ID") or ""] = container.xml(part, part)
    area = _area(child(common, "PageArea")) or A4
    document = OfdDocument(
        folder, area, resources, templates, _notes(container, root, folder), _attached(container, root, folder)
    )
    for each in children(child(root, "Pages"), "Page"):
        yield Sheet(document, each.get("ID") or "", container.part(each.get("BaseLoc"), folder))


def _area(said: Element | None) -> Four | None:
    """x, y, width and height of what is shown of a page, in millimetres."""
    area = child(said, "PhysicalBox")
    found = box(None if area is None else area.text)
    return found if found is not None and 0 < found[2] < LARGEST and 0 < found[3] < LARGEST else None


def _templates(document: OfdDocument, page: Element) -> tuple[list[Element], list[Element]]:
    """The layers of a page's templates: those under it, and those over it."""
    below: list[Element] = []
    above: list[Element] = []
    for each in children(page, "Template"):
        template = document.templates.get(each.get("TemplateID") or "")
        if template is not None:
            (above if each.get("ZOrder") == "Foreground" else below).extend(layers(template))
    return below, above


def _notes(container: Container, root: Element, folder: str) -> dict[str, str]:
    """The parts with the notes of each page (Annotations), by its identifier."""
    said = child(root, "Annotations")
    part = container.part(None if said is None else said.text, folder)
    if part is None:
        return {}
    found = {}
    for page in children(container.xml(part, part), "Page"):
        file = child(page, "FileLoc")
        own = container.part(None if file is None else file.text, folder_of(part), folder)
        if own is not None:
            found[page.get("PageID") or ""] = own
    return found


def _looks(container: Container, part: str | None) -> Iterator[Element]:
    """What notes draw on a page, stamps and watermarks without their words."""
    if part is None:
        return
    for note in children(container.xml(part, part), "Annot"):
        look = child(note, "Appearance")
        if look is None or not is_seen(note) or not is_true(note.get("Visible"), True):
            continue
        if note.get("Type") in _NO_TEXT:
            for each in [e for e in look if e.tag.endswith("TextObject")]:
                look.remove(each)
        yield look


def _attached(container: Container, root: Element, folder: str) -> tuple[str, ...]:
    """The names of the documents that are attached (Attachments)."""
    said = child(root, "Attachments")
    part = container.part(None if said is None else said.text, folder)
    if part is None:
        return ()
    names = []
    for each in [*children(container.xml(part, part), "Attachment")][:MOST_ATTACHED]:
        file = child(each, "FileLoc")
        ending = PurePosixPath((file.text or "") if file is not None else "").suffix
        name = each.get("Name") or ""
        names.append(shown(name if PurePosixPath(name).suffix else name + ending))
    return tuple(dict.fromkeys(name for name in names if may_be_read(name)))
