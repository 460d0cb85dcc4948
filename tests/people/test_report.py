"""`juesuan report`: one file that opens offline, with each failure and the parts of the pages that it is about."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
import regex
from lxml import html
from PIL import Image

from extractor import UsageError, convert
from extractor.dataset.opening import open_to_write
from extractor.languages import Language
from extractor.report.write import report
from tests.support import disclosures
from tests.support.datasets import HOSTILE
from tests.support.disagreeing import disagreeing

MARKED = regex.compile(r"A1|B1")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disclosure whose prose disagrees with its tables in two places, a sound one, and a file that is cut off."""
    folder = tmp_path_factory.mktemp("report")
    inputs = folder / "in"
    inputs.mkdir()
    (inputs / "disagreeing.pdf").write_bytes(disagreeing())
    (inputs / "sound.txt").write_text(disclosures.text(), "utf-8")
    (inputs / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    convert(inputs, folder / "out", jobs=0, formats="duckdb")
    return folder / "out"


def failures(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.xpath("//article[@class='failure']")  # type: ignore[no-any-return]


def test_both_failures_are_shown_with_the_parts_of_their_pages(data: Path, tmp_path: Path) -> None:
    report(data, tmp_path / "report.html", Language.CHINESE)
    page = html.fromstring((tmp_path / "report.html").read_text("utf-8"))
    shown = failures(page)
    assert [failure.find(".//h4/span[2]").text for failure in shown] == [
        "说明二 收入合计＝02表 合计",
        "说明三 支出合计＝03表 合计",
    ]
    for failure in shown:
        crops = failure.xpath(".//figure")
        assert len(crops) == 2 and "可能原因" in failure.text_content()
        assert {tag for crop in crops for tag in MARKED.findall(" ".join(crop.xpath(".//text/text()")))} == {"A1", "B1"}
        for crop in crops:
            (picture,) = crop.xpath(".//image/@href")
            drawn = Image.open(io.BytesIO(base64.b64decode(picture.partition("base64,")[2])))
            shades = drawn.convert("L").tobytes()
            assert min(shades) < 90 and max(shades) > 230  # ink on paper
            _, top, width, height = map(float, crop.find(".//svg").get("viewbox").split())
            assert drawn.width / drawn.height == pytest.approx(width / height, rel=0.02)
            for edge in crop.xpath(".//rect[@class='edge']"):
                y = float(edge.get("y"))
                assert top <= y and y + float(edge.get("height")) <= top + height
    assert "cut.pdf" in page.text_content() and "完整读取" in page.text_content()


def test_it_loads_nothing_and_says_the_same_in_english(data: Path, tmp_path: Path) -> None:
    report(data, tmp_path / "report.html", Language.ENGLISH)
    text = (tmp_path / "report.html").read_text("utf-8")
    page = html.fromstring(text)
    assert len(failures(page)) == 2 and "Likely cause" in text
    loaded = [*page.xpath("//@href"), *page.xpath("//@src"), *regex.findall(r"url\(([^)]*)\)", text)]
    assert loaded and all(address.startswith(("data:image/png;base64,", "#")) for address in loaded)
    assert not page.xpath("//script") and "default-src 'none'" in text


def test_one_document_alone(data: Path, tmp_path: Path) -> None:
    report(data, tmp_path / "one.html", Language.ENGLISH, "sound.txt")
    page = html.fromstring((tmp_path / "one.html").read_text("utf-8"))
    assert not failures(page) and "disagreeing" not in page.text_content()
    with pytest.raises(UsageError, match="is no document of"):
        report(data, tmp_path / "none.html", Language.ENGLISH, "nobody.pdf")
    with pytest.raises(UsageError, match="cannot be written"):
        report(data, tmp_path / "no" / "folder.html", Language.ENGLISH, "sound.txt")


def test_hostile_text_is_harmless_and_a_file_that_is_gone_is_told(data: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "a.pdf").write_bytes(disagreeing())
    convert(inputs, tmp_path / "out", jobs=0, formats="duckdb")
    (inputs / "a.pdf").unlink()
    with open_to_write(tmp_path / "out") as database, database.transaction():
        for table, column in (
            ("documents", "unit_name"), ("documents", "source_file"), ("checks", "check_name"), ("narrative", "quote"),
            ("facts", "row_label"), ("documents", "error"),
        ):  # fmt: skip
            database.execute(f"UPDATE {table} SET {column} = ?", [HOSTILE])
    report(tmp_path / "out", tmp_path / "report.html", Language.ENGLISH)
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "alert(1)" in text and "<script" not in text and "\u202e" not in text and "\x1b" not in text
    page = html.fromstring(text)
    assert len(failures(page)) == 2 and not page.xpath("//figure[contains(@class, 'sheet')]")
    assert "The file is not where it was read" in text
