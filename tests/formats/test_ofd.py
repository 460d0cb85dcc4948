"""OFD (GB/T 33190): samples drawn so say what their PDFs say, whatever exporters write; what is not seen is none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from extractor.cli import cli
from extractor.document.ofd.reader import OfdReader
from extractor.document.ofd.scans import OfdScans
from extractor.document.ofd.text import glyphs
from extractor.options import Options
from extractor.reading import Reading, read_file
from samples.generator import render
from samples.generator.archives import archive
from samples.generator.catalogue import samples
from samples.generator.disclosure import Sample
from samples.generator.drawing.ofd import element, ofd
from tests.support.alike import same
from tests.support.one_table import NAMED, ROWS, SENTENCE, amounts, expected, money
from tests.support.readings import read_sample

DRAWN = [sample for sample in samples() if sample.kind == "pdf"]
WIDTHS, LEFT, TOP, ROW = (30.0, 60.0, 30.0, 30.0, 30.0), 14.0, 60.0, 8.0  # millimetres
SIZE = 3.5


def read(data: bytes, folder: Path, name: str = "made_up.ofd") -> Reading:
    (folder / name).write_bytes(data)
    return read_file(folder / name, options=Options(ocr="never"))


def text(x: float, y: float, said: str, more: str = "", inner: str = "", size: float = SIZE) -> str:
    """A line of text at its baseline, as 数科 and others write it: a Boundary of its own, steps alike in groups."""
    wide = [size if ord(c) > 0x2E00 else size / 2 for c in said]
    steps = " ".join(f"{step:g}" for step in wide[:-1])
    boundary = f"{x:g} {y - size:g} {sum(wide):g} {size * 1.3:g}"
    deltas = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="7" Boundary="{boundary}" Font="2" Size="{size:g}" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="{size:g}"{deltas}>{escape(said, quote=False)}</ofd:TextCode></ofd:TextObject>'
    )


def path(x0: float, y0: float, x1: float, y1: float, more: str = "", inner: str = "") -> str:
    """A line, or with `Fill` the rectangle between two corners."""
    width, height = x1 - x0, y1 - y0
    data = f"M 0 0 L {width:g} {height:g}"
    if "Fill" in more:
        data = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C"
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0:g} {y0:g} {width:g} {height:g}" LineWidth="0.25" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def objects(cell: Callable[[float, float, str], str] = text, write: Callable[..., str] = text) -> str:
    """The title, the ruled table and the sentence; `cell` writes the amounts, `write` all else."""
    said = [write(LEFT, 20 + 8 * n, line) for n, line in enumerate(NAMED)]
    right, bottom = LEFT + sum(WIDTHS), TOP + ROW * len(ROWS)
    said += [path(LEFT, TOP + ROW * n, right, TOP + ROW * n) for n in range(len(ROWS) + 1)]
    said += [path(LEFT + sum(WIDTHS[:n]), TOP, LEFT + sum(WIDTHS[:n]), bottom) for n in range(len(WIDTHS) + 1)]
    for r, row in enumerate(ROWS):
        for c, one in enumerate(row):
            if one:
                writes = cell if r and c > 1 else write
                said.append(writes(LEFT + sum(WIDTHS[:c]) + 1, TOP + ROW * r + 5.5, one))
    return "".join([*said, write(LEFT, 140, "一、支出决算情况说明"), write(LEFT, 150, SENTENCE)])


def layer(content: str, kind: str = "Body") -> str:
    return f'<ofd:Layer ID="9" Type="{kind}">{content}</ofd:Layer>'


def page(content: str, before: str = "") -> str:
    return element("Page", f"{before}<ofd:Content>{layer(content)}</ofd:Content>")


# What samples say -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", DRAWN, ids=lambda sample: sample.name)
def test_a_sample_drawn_as_ofd_says_what_its_pdf_says(sample: Sample, tmp_path: Path) -> None:
    made = render(replace(sample, kind="ofd"))
    assert made.gold[f"{sample.name}_tables.csv"] == render(sample).gold[f"{sample.name}_tables.csv"]
    reading, pdf = read(made.content, tmp_path, made.file), read_sample(sample.name)
    same(reading, pdf)
    assert (reading.document.text_source, {fact.engine for fact in reading.facts}) == ("text_layer", {"ofd"})
    if sample.style.rotated:  # OFD turns no pages: what lies on its side is shown so
        return
    where = {fact.cell: (fact.page, fact.box) for fact in pdf.facts}
    for fact in reading.facts:
        number, box = where[fact.cell]
        assert fact.page == number and fact.box is not None and box is not None
        assert fact.box.x0 == pytest.approx(box.x0, abs=2) and fact.box.top == pytest.approx(box.top, abs=2)


# What exporters write -------------------------------------------------------------------------------------------------


def in_points(x: float, y: float, said: str) -> str:
    """As 福昕 writes: in points, under a CTM that scales and moves them, in a Boundary of any size."""
    scaled = text(0, 0, said, 'CTM="0.3528 0 0 0.3528 0 139.7"', size=SIZE / 0.3528)
    moved = scaled.replace('Boundary="', 'Boundary="-8 -170 361.5 400" Was="', 1)
    return re.sub(r'X="0" Y="[^"]*"', f'X="{(x + 8) / 0.3528:g}" Y="{(y + 170 - 139.7) / 0.3528:g}"', moved)


def one_by_one(x: float, y: float, said: str) -> str:
    """An object for each character."""
    wide = [SIZE if ord(c) > 0x2E00 else SIZE / 2 for c in said]
    return "".join(text(x + sum(wide[:n]), y, c) for n, c in enumerate(said))


def mapped(x: float, y: float, said: str) -> str:
    """With the glyphs of a font of its own."""
    signs = " ".join(str(ord(c) % 5000) for c in said)
    change = f'<ofd:CGTransform CodePosition="0" CodeCount="{len(said)}" GlyphCount="{len(said)}">'
    return text(x, y, said, inner=f"{change}<ofd:Glyphs>{signs}</ofd:Glyphs></ofd:CGTransform>")


def bare(x: float, y: float, said: str) -> str:
    """Without steps: characters follow each other as they are wide."""
    return re.sub(r' DeltaX="[^"]*"', "", text(x, y, said))


def layered(x: float, y: float, said: str) -> str:
    return f'<ofd:PageBlock ID="1"><ofd:PageBlock ID="2">{text(x, y, said)}</ofd:PageBlock></ofd:PageBlock>'


def broken_over_lines(x: float, y: float, said: str) -> str:
    return text(x, y, said).replace(f">{said}<", f">\n      {said}\n    <")


def coded(x: float, y: float, said: str) -> str:
    """With characters as the standard has those that XML has not."""
    return text(x, y, said).replace(f">{said}<", f">{said.replace('.', chr(92) + '002E')}<")


WRITES = {
    "in points": (in_points, in_points),
    "one by one": (one_by_one, one_by_one),
    "with glyphs": (mapped, mapped),
    "without steps": (bare, bare),
    "in blocks": (layered, text),
    "with line breaks": (broken_over_lines, text),
    "with codes": (coded, text),
}


@pytest.mark.parametrize("way", WRITES)
def test_what_exporters_write_is_read_alike(way: str, tmp_path: Path) -> None:
    right(read(ofd([page(objects(*WRITES[way]))]), tmp_path))


def right(reading: Reading) -> None:
    assert (reading.document.error, amounts(reading)) == (None, expected())
    assert money(reading) == ["1284.56", "684.56"]


def test_a_page_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    unit = '<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>'
    turned = '<ofd:CompositeObject ID="3" Boundary="0 0 210 297" CTM="0 1 -1 0 210 0" ResourceID="5"/>'
    units = f"<ofd:CompositeGraphicUnits>{unit.format(objects())}</ofd:CompositeGraphicUnits>"
    right(read(ofd([page(turned)], units), tmp_path))


def test_templates_paths_and_names_are_as_exporters_have_them(tmp_path: Path) -> None:
    """The lines and the head come from a template; paths begin anywhere, in any case; the old namespace is one."""
    document = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="4" BaseLoc="Tpls\\tpl_0/Content.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="/Doc_0/Pages/PAGE_1/Content.xml"/></ofd:Pages>'
    )
    whole = objects()
    lines = "".join(re.findall(r"<ofd:PathObject.*?</ofd:PathObject>", whole))
    rest = whole.replace(lines, "")
    parts = {
        "Doc_0/Document.xml": element("Document", document),
        "Doc_0/Tpls/Tpl_0/Content.xml": page(lines),
    }
    content = page(rest, '<ofd:Template TemplateID="4" ZOrder="Background"/>')
    data = ofd([content.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")], parts=parts)
    right(read(data, tmp_path))


# What is not seen -----------------------------------------------------------------------------------------------------

WHITE = '<ofd:FillColor Value="255 255 255"/>'
LOZENGE = path(75, 150, 125, 170, 'Stroke="false" Fill="true"', WHITE).replace(
    "M 0 0 L 50 0 L 50 20 L 0 20 C", "M 0 10 L 25 0 L 50 10 L 25 20 C"
)
STROKE = 'Stroke="true"><ofd:StrokeColor Value="255 255 255"/'
UNSEEN = {
    "not visible": text(90, 150, "9.99", 'Visible="false"'),
    "clear": text(90, 150, "9.99", 'Alpha="0"'),
    "without ink": text(90, 150, "9.99", 'Fill="false"'),
    "white": text(90, 150, "9.99", inner=WHITE),
    "white by number": text(90, 150, "9.99", inner='<ofd:FillColor Value="#FF #FF #FF"/>'),
    "covered": text(90, 160, "9.99") + path(85, 155, 120, 165, 'Stroke="false" Fill="true"', WHITE),
    "under a lozenge": text(97, 162, "9.99") + LOZENGE,
    "under a broad stroke": text(90, 160, "9.99") + path(80, 158, 120, 158, STROKE).replace("0.25", "9"),
    "off the page": text(300, 150, "9.99"),
    "out of its Boundary": text(90, 150, "9.99").replace('X="0"', 'X="60"'),
    "tiny": text(90, 150, "9.99", size=0.1),
    "cut away": text(
        90,
        150,
        "9.99",
        inner="<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path><ofd:AbbreviatedData>M 50 50 L 60 50 L 60 60 L 50 60 C"
        "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>",
    ),
    "aslant": text(90, 150, "9.99", 'CTM="0.7 0.7 -0.7 0.7 0 0"'),
}


def test_what_lies_beside_a_shape_is_seen(tmp_path: Path) -> None:
    (tmp_path / "made_up.ofd").write_bytes(ofd([page(objects() + text(76, 155, "9.99") + LOZENGE)]))
    (found,) = OfdReader().pages(tmp_path / "made_up.ofd", 10)
    assert "9.99" in found.characters.text


@pytest.mark.parametrize("how", UNSEEN)
def test_what_nobody_sees_is_no_text(how: str, tmp_path: Path) -> None:
    (tmp_path / "made_up.ofd").write_bytes(ofd([page(objects() + UNSEEN[how])]))
    (found,) = OfdReader().pages(tmp_path / "made_up.ofd", 10)
    assert "9.99" not in found.characters.text and found.state == "text"
    right(read_file(tmp_path / "made_up.ofd"))


def test_a_glyph_that_stands_for_two_digits_is_believed_for_neither(tmp_path: Path) -> None:
    def lies(x: float, y: float, said: str) -> str:
        return (
            mapped(x, y, said).replace(str(ord("4") % 5000), str(ord("9") % 5000))
            if said == "400.00"
            else mapped(x, y, said)
        )

    document = read(ofd([page(objects(lies))]), tmp_path).document
    assert (document.status != "ok", document.error_code) == (True, "garbled_text")


def test_steps_without_end_are_no_more_than_characters() -> None:
    said = text(10, 20, "12.5").replace('DeltaX="', 'DeltaX="g 999999999 1.75 ')
    wrapped = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{said}</ofd:Page>'
    assert "".join(glyph.text for glyph in glyphs(etree.fromstring(wrapped)[0])) == "12.5"


@pytest.mark.parametrize(("kind", "code"), [("Stamp", None), ("Watermark", None), ("Path", "not_all_read")])
def test_words_of_stamps_are_none_and_of_other_notes_are_told(kind: str, code: str | None, tmp_path: Path) -> None:
    look = f'<ofd:Appearance Boundary="50 50 60 60">{text(5, 5, "9.99")}</ofd:Appearance>'
    parts = {
        "Doc_0/Document.xml": element(
            "Document",
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_1/Content.xml"/></ofd:Pages>'
            "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        ),
        "Doc_0/Annots/Annotations.xml": element(
            "Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>Page_1/Annot.xml</ofd:FileLoc></ofd:Page>'
        ),
        "Doc_0/Annots/Page_1/Annot.xml": element("PageAnnot", f'<ofd:Annot Type="{kind}">{look}</ofd:Annot>'),
    }
    reading = read(ofd([page(objects())], parts=parts), tmp_path)
    assert (reading.document.error_code, amounts(reading)) == (code, expected())


def test_a_scanned_page_is_a_picture(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="nothing is installed that opens pictures")
    drawn = io.BytesIO()
    image.new("L", (420, 594), 200).save(drawn, "JPEG")
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>Res/i.jpg</ofd:MediaFile></ofd:MultiMedia>'
    whole = '<ofd:ImageObject ID="2" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    packed = io.BytesIO(ofd([page(whole)], f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"))
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("Doc_0/Res/i.jpg", drawn.getvalue())
    assert read(packed.getvalue(), tmp_path).document.error_code == "no_text_layer"
    found = OfdScans(tmp_path / "made_up.ofd").picture(1)
    assert found is not None and found[0].shape == (594, 420, 3)
    assert (found[1], found[0].mean()) == (pytest.approx(420 / 595.28, rel=0.01), pytest.approx(200, abs=3))


# Bad input ------------------------------------------------------------------------------------------------------------


def hostile() -> dict[str, tuple[bytes, str]]:
    sound = ofd([page(objects())])
    declared = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "9.99">]><OFD><DocBody><DocRoot>&a;</DocRoot></DocBody></OFD>'
    )
    root = element("OFD", "<ofd:DocBody><ofd:DocRoot>../../../etc/passwd</ofd:DocRoot></ofd:DocBody>")
    return {
        "no_document.ofd": (archive({"OFD.xml": element("OFD", "<ofd:DocBody/>")}), "truncated"),
        "paths.ofd": (archive({"OFD.xml": root}), "truncated"),
        "entity.ofd": (archive({"OFD.xml": declared}), "truncated"),
        "no_pages.ofd": (ofd([]), "empty"),
        "cut.ofd": (sound[: len(sound) // 2], "truncated"),
        "locked.ofd": (archive({"OFD.xml": "sealed", "Encryptions.xml": "<a/>"}), "encrypted"),
        "bomb.ofd": (ofd([page(" " * (65 * 1024**2))]), "too_large"),
        "blank.ofd": (ofd([page("")]), "no_text_layer"),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_files_cost_a_sentence(name: str, tmp_path: Path) -> None:
    data, code = hostile()[name]
    document = read(data, tmp_path, name).document
    assert document.error_code == code, document.error
    assert document.error is not None and document.error.endswith(".")


@pytest.mark.parametrize("broken", ["<no", '<!DOCTYPE d [<!ENTITY a "9.99">]><d>&a;</d>'])
def test_a_broken_page_is_told_and_the_others_are_read(broken: str, tmp_path: Path) -> None:
    document = read(ofd([page(objects()), broken]), tmp_path).document
    assert document.error is not None and "page 2" in document.error and document.status == "partial"


def test_there_are_no_pictures_of_pages(tmp_path: Path) -> None:
    (tmp_path / "made_up.ofd").write_bytes(ofd([page(objects())]))
    target = str(tmp_path / "p.png")
    done = CliRunner().invoke(cli, ["inspect", str(tmp_path / "made_up.ofd"), "--image", target, "--page", "1"])
    assert "look at it with an OFD viewer" in str(done.exception)
