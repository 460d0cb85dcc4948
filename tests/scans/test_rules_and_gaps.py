"""What parts one cell from the next on a scan: rules, however low their row, and the white between what is written."""

from __future__ import annotations

import numpy as np

from extractor.document.scan.borders.rules import ruled
from extractor.document.scan.page import read_picture
from extractor.tables.unruled.words import words_of
from tests.support import scans
from tests.support.scans import needs_ocr

SCALE = 200 / 72


def test_a_rule_in_one_low_row_is_seen_and_the_stroke_of_a_character_is_not() -> None:
    """Rows of eleven points; printers leave a dot of white where lines meet."""
    page = np.full((300, 700), 255, np.uint8)
    for y in (50, 81, 200):
        page[y : y + 2, 50:651] = 0
    for x in (50, 650):
        page[50:202, x : x + 2] = 0
    page[52:80, 300:302] = 0
    page[58:74, 400:402] = 0
    rulings = ruled(page, SCALE).rulings
    assert [round(float(x)) for x in sorted(rulings.vertical[:, 0])] == [50, 300, 650]
    assert [round(float(y)) for y in sorted(rulings.horizontal[:, 0])] == [50, 82, 200]


def test_a_rule_goes_on_behind_the_strokes_that_cross_it() -> None:
    page = np.full((300, 700), 255, np.uint8)
    for y in (50, 120, 200):
        page[y : y + 3, 50:651] = 0
    for x in (50, 650):
        page[50:203, x : x + 3] = 0
    for x in range(300, 640, 8):
        page[108:134, x : x + 5] = 0
    rulings = ruled(page, SCALE).rulings
    assert [[round(float(y)) for y in rule] for rule in rulings.horizontal] == [
        [51, 50, 653],
        [121, 50, 653],
        [201, 50, 653],
    ]


@needs_ocr
def test_an_amount_is_parted_from_the_label_that_nearly_touches_it_and_no_label_in_itself() -> None:
    from PIL import Image, ImageDraw, ImageFont

    size = 29
    font = ImageFont.truetype(str(scans.fonts()), size)
    page = Image.new("RGB", (1654, 600), "white")
    draw = ImageDraw.Draw(page)
    labels = ("一、一般公共服务支出", "八、社会保障和就业支出", "本年支出合计", "年末结转和结余")
    for i, label in enumerate(labels):
        amount, y = f"{1 + i},483.8{i}", 100 + 60 * i
        draw.text((700 - font.getlength(amount), y), amount, "black", font)
        draw.text((700 + 0.25 * size, y), label, "black", font)
    characters = read_picture(np.asarray(page), SCALE, 1).characters
    rows = [np.flatnonzero(abs(characters.bottom * SCALE - 100 - 60 * i - size) < 20) for i in range(len(labels))]
    words = [words_of(characters, row) for row in rows]
    assert [[w.text for w in line] for line in words] == [[f"{1 + i},483.8{i}", t] for i, t in enumerate(labels)]
    assert not any(label.parts for _, label in words[2:])


@needs_ocr
def test_a_header_that_spills_over_the_rules_of_its_row_is_read_and_crowded_rows_are_not_joined() -> None:
    """Spreadsheets keep rows at their height: two lines in a row for one cross the rules above and below it."""
    from PIL import Image, ImageDraw, ImageFont

    size = 29
    font = ImageFont.truetype(str(scans.fonts()), size)
    page = Image.new("RGB", (1400, 600), "white")
    draw = ImageDraw.Draw(page)
    columns, rows = (100, 400, 700, 1000, 1300), (100, 143, 186, 229, 272)
    for y in rows:
        draw.line((columns[0], y, columns[-1], y), "black", 2)
    for x in columns:
        draw.line((x, rows[1] if x not in (columns[0], columns[-1]) else 100, x, rows[-1]), "black", 2)
    headers = (
        ("一般公共预算", "财政拨款"),
        ("政府性基金预算", "财政拨款"),
        ("国有资本经营预", "算财政拨款"),
        ("合计",),
    )
    draw.text((1100, 121), "支出", "black", font, anchor="lm")
    for y in (330, 380, 430):
        draw.text((100, y), "注：本表反映部门本年度财政拨款收入支出和年末结转结余情况。", "black", font)
    for x, lines in zip(columns, headers, strict=False):
        for place, line in enumerate(lines):
            middle = 166 + 38 * (place - (len(lines) - 1) / 2)
            draw.text((x + 8, middle), line, "black", font, anchor="lm")
    for i, x in enumerate(columns[:-1]):
        draw.text((x + 280, 208), f"{i}87.5{i}", "black", font, anchor="rm")
        draw.text((x + 280, 251), f"6{i}.40", "black", font, anchor="rm")
    found = read_picture(np.asarray(page), SCALE, 1).characters
    assert "支出合计" in found.text
    in_columns = (np.searchsorted(columns, (found.x0 + found.x1) * SCALE / 2) - 1).tolist()
    for i, lines in enumerate(headers):
        middles = (found.top + found.bottom) * SCALE / 2
        of = [n for n, place in enumerate(in_columns) if place == i and 130 < middles[n] < 300]
        assert "".join(found.text[n] for n in of).replace("—", "一") == f"{''.join(lines)}{i}87.5{i}6{i}.40"
