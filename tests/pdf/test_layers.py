"""What stands in a layer (optional content) that is off is not on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.pdf.reader import read_pages
from tests.support.raw_pages import SHOWN, written

LAYERS = ("<</Type/OCG/Name(old)>>", "<</Type/OCG/Name(new)>>", "<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AllOn>>")
OFF = "/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>"


@pytest.mark.parametrize(("old", "left"), [("L", "795.40"), ("M", "795.40"), ("N", "812.36795.40")])
def test_a_layer_that_is_off_is_not_there(old: str, left: str, tmp_path: Path) -> None:
    content = f"/OC /N BDC /OC /{old} BDC BT /F 10 Tf 60 150 Td (812.36) Tj ET EMC EMC {SHOWN}"
    resources = "/Properties<</L 6 0 R/N 7 0 R/M 8 0 R>>>>"
    assert written(tmp_path / "a.pdf", content, OFF, resources, *LAYERS) == left


def test_a_hidden_figure_that_touches_a_seen_one_is_not_seen_by_its_ink(tmp_path: Path) -> None:
    hidden = "/OC /L BDC BT /F 10 Tf 172 150 Td (812.36) Tj ET EMC"
    content = f"{hidden} /OC /N BDC BT /F 10 Tf 200 150 Td (795.40) Tj ET EMC"
    found = written(tmp_path / "a.pdf", content, OFF, "/Properties<</L 6 0 R/N 7 0 R>>>>", *LAYERS)
    assert found == "795.40"


@pytest.mark.parametrize(("layer", "left"), [("L", "795.40"), ("N", "812.36795.40")])
def test_white_figures_on_a_ground_that_is_off_are_not_seen(layer: str, left: str, tmp_path: Path) -> None:
    ground = f"/OC /{layer} BDC 50 140 90 30 re f EMC"
    content = f"{ground} 1 g BT /F 10 Tf 60 150 Td (812.36) Tj ET 0 g {SHOWN}"
    assert written(tmp_path / "a.pdf", content, OFF, "/Properties<</L 6 0 R/N 7 0 R>>>>", *LAYERS) == left


@pytest.mark.parametrize(("layer", "left"), [(6, "795.40"), (7, "812.36795.40")])
def test_a_form_in_a_layer_that_is_off_is_not_there(layer: int, left: str, tmp_path: Path) -> None:
    inner = "BT /F 10 Tf 60 150 Td (812.36) Tj ET"
    form = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/OC {layer} 0 R/Resources<</Font<</F 5 0 R>>>>"
        f"/Length {len(inner)}>>stream\n{inner}\nendstream"
    )
    found = written(tmp_path / "a.pdf", f"/X Do {SHOWN}", OFF, "/XObject<</X 9 0 R>>>>", *LAYERS, form)
    assert found == left


@pytest.mark.parametrize("depth", [2, 9, 30])
@pytest.mark.parametrize("hidden", ["3 Tr BT {} ET", "1 g BT {} ET", "BT {} ET 1 g 50 140 90 30 re f"])
def test_what_nobody_sees_in_forms_within_forms_is_not_there(depth: int, hidden: str, tmp_path: Path) -> None:
    contents = [f"q {hidden.format('/F 10 Tf 60 150 Td (812.36) Tj')} Q"] + ["/X Do"] * (depth - 1)
    forms = [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</Font<</F 5 0 R>>/XObject<</X {i} 0 R>>>>"
        f"/Length {len(inner)}>>stream\n{inner}\nendstream"
        for i, inner in enumerate(contents, 5)
    ]
    resources = f"/XObject<</X {5 + depth} 0 R>>>>"
    assert written(tmp_path / "a.pdf", f"/X Do {SHOWN}", "", resources, *forms) == "795.40"


def test_a_page_of_more_forms_than_are_read_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("extractor.document.pdf.objects.MAX_FORMS", 2)
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream"
    written(tmp_path / "a.pdf", f"/X Do /X Do /X Do /X Do {SHOWN}", "", "/XObject<</X 6 0 R>>>>", form)
    assert read_pages(tmp_path / "a.pdf", 1)[0].state == "crowded"
