"""The review in a real browser: list, filter, a failed check lit on its page, a correction that stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from extractor import Options, convert
from extractor.dataset.corrections import read_corrections
from extractor.dataset.query import read_records
from tests.support import disclosures
from tests.support.browsers import chromium, review
from tests.support.one_slip import CELL, ROWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Where `disclosures.table` draws the number 0.70, in points from the top left of a sheet of A4.
SHEET = (595.28, 841.89)
DRAWN = (50 + 2 * 125, SHEET[1] - (700 - 2 * 24 + 24), 125, 24)
PATIENCE = 300_000  # milliseconds that a busy machine may take over a step
ROOM = 1.5  # points: half of a line, and what is rounded to pixels


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "failing.pdf").write_bytes(disclosures.pdf(disclosures.table(ROWS)))
    (inputs / "sound.pdf").write_bytes(disclosures.pdf(disclosures.table()))
    convert(inputs, tmp_path / "out", jobs=0, formats="csv")
    return tmp_path / "out"


def is_red(pixel: tuple[int, ...]) -> bool:
    """The line around what failed, however it is blended with the page."""
    red, green, blue = pixel[:3]
    return red > 150 and red - green > 60 and red - blue > 90


def test_a_failed_check_is_lit_on_its_page_corrected_and_stays_so(browser: Browser, data: Path) -> None:
    from playwright.sync_api import expect as sees

    sees.set_options(timeout=PATIENCE)
    asked: list[str] = []
    with review(data) as address, browser.new_context(locale="en-GB", viewport={"width": 1300, "height": 1000}) as all_:
        page = all_.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        assert "token" not in page.url
        sees(page.locator(".documents tbody tr")).to_have_count(2)
        page.get_by_label("with failed checks").check()
        page.get_by_role("button", name="Show").click()
        sees(page.locator(".documents tbody tr .file")).to_have_text(["failing.pdf"])
        page.locator(".documents tbody a").first.click()

        is_at_its_place(page, f'.mark[data-name="{CELL}"]')
        assert "failed" in (page.locator(f'.mark[data-name="{CELL}"]').get_attribute("class") or "")
        page.locator(".failure").first.click()
        sees(page.locator(".mark.lit")).to_have_count(2)
        sees(page.locator(".mark.cause")).to_have_attribute("data-name", CELL)
        sees(page.locator("tr.cause .holds")).to_have_text("0.10")
        page.locator(".mark.cause").click()

        page.locator(".readings").wait_for()
        assert page.locator(".readings td.amount").all_inner_texts()[0] == "0.70"
        page.get_by_label("The page prints").fill("0.10")
        page.get_by_role("button", name="Correct").click()
        sees(page.get_by_role("alert")).to_have_text("Give your name.")
        page.get_by_label("Reason").fill("the scan shows 0.10")
        page.get_by_label("Your name").fill("王岚")
        page.get_by_role("button", name="Correct").click()
        sees(page.get_by_role("status")).to_contain_text("read again with it")
        sees(page.locator(".reads .state")).to_have_text("passed")
        sees(page.locator("p.hand")).to_contain_text("printed reading: 0.70")
        page.locator(".bar nav a").first.click()
        sees(page.locator(".mark polygon")).to_have_count(1)
        sees(page.locator(".failure")).to_have_count(0)
        page.wait_for_load_state("load")  # of the script that hears the keys
        page.keyboard.press("+")
        sees(page.locator(".scroll.zoomed")).to_have_count(1)
    host = address.split("/?")[0]
    assert asked and all(url.startswith(f"{host}/") for url in asked)

    assert "0.10" in (data / "facts.csv").read_text("utf-8-sig")  # exported again when the server ended
    assert [made.corrected for made in read_corrections(data / "corrections.csv")] == ["0.10"]
    assert convert(data.parent / "in", data, jobs=0).read == 0
    assert convert(data.parent / "in", data, Options(max_pages=50), jobs=0).read == 2
    found = read_records(data, "facts", ["amount", "engine", "check_status"], {"cell": CELL, "engine": "person"})
    assert found == [{"amount": Decimal("0.10"), "engine": "person", "check_status": "passed"}]
    assert read_records(data, "checks", ["check_no"], {"status": "fail"}) == []


def is_at_its_place(page: Page, selector: str) -> None:
    """The mark lies where the page draws the cell: its corners by its element, its line and the digits by pixels."""
    sheet, edge = page.locator(".sheet svg"), f"{selector} rect.edge"
    page.locator(edge).wait_for(state="attached")
    page.wait_for_function("document.querySelector('.sheet image').getBBox().width > 0")
    page.wait_for_load_state("networkidle")
    # both at one moment: the page may scroll to the mark between two questions
    whole, box = page.evaluate(
        "selectors => selectors.map(one => document.querySelector(one).getBoundingClientRect().toJSON())",
        [".sheet svg", edge],
    )
    scale = whole["width"] / SHEET[0]
    assert abs(whole["height"] / SHEET[1] - scale) < 0.01
    expected = (whole["x"] + DRAWN[0] * scale, whole["y"] + DRAWN[1] * scale, DRAWN[2] * scale, DRAWN[3] * scale)
    found = (box["x"], box["y"], box["width"], box["height"])
    assert all(abs(one - other) <= 2 * ROOM * scale for one, other in zip(found, expected, strict=True))
    picture = Image.open(io.BytesIO(sheet.screenshot()))
    left, top = round(DRAWN[0] * scale), round(DRAWN[1] * scale)
    right, middle = round((DRAWN[0] + DRAWN[2]) * scale), round((DRAWN[1] + DRAWN[3] / 2) * scale)
    near = range(-3, 4)
    assert any(is_red(picture.getpixel((left + step, middle))) for step in near)  # type: ignore[arg-type]
    assert any(is_red(picture.getpixel((right + step, middle))) for step in near)  # type: ignore[arg-type]
    inside = picture.crop((left + 4, top + 4, right - 4, round((DRAWN[1] + DRAWN[3]) * scale) - 4)).convert("L")
    assert min(inside.tobytes()) < 110  # the ink of its digits
