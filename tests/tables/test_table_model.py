"""What every step relies on of cells and grids: an address of their own, a number that is parsed once."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from extractor.document.numbers import read_number
from extractor.document.read import read_document
from extractor.tables.assembly.beside import joined_beside
from extractor.tables.assembly.flow import flow_of
from extractor.tables.assembly.split import split_at_tops
from extractor.tables.locate import locate
from extractor.tables.model import Address, PageContent, numbered
from tests.support.grids import plain_text, ruled
from tests.support.readings import SAMPLES, sample_meta, sample_names


def assert_addressed(contents: tuple[PageContent, ...]) -> None:
    """Every cell is found at its address, and none shares it."""
    grids = {grid.address: grid for content in contents for grid in content.grids}
    assert len(grids) == sum(len(content.grids) for content in contents)
    for content in contents:
        assert [grid.address for grid in content.grids] == [(content.page, i) for i in range(len(content.grids))]
    cells = [cell for grid in grids.values() for cell in grid.cells]
    assert Counter(cell.address for cell in cells).most_common(1)[0][1] == 1
    for cell in cells:
        assert grids[cell.address.of_grid].at(cell.address.row, cell.address.column) is cell


@pytest.mark.parametrize("name", sample_names())
def test_every_cell_of_a_document_has_an_address_of_its_own(name: str) -> None:
    path = SAMPLES / sample_meta(name)["file"]
    assert_addressed(locate(read_document(path)))


def test_parts_of_one_frame_have_addresses_of_their_own() -> None:
    table = ["项目|决算数", "总计|1.00"]
    grid = ruled(1, ["收入决算表{1x2}", *table, "支出决算表{1x2}", *table], [200, 80])
    parts = numbered(split_at_tops(grid))
    assert [(p.ordinal, p.rows, p.y_edges[0]) for p in parts] == [(0, 3, 100.0), (1, 3, 160.0)]
    assert parts[1].box is not None and (parts[1].box.top, parts[1].box.bottom) == (160.0, 220.0)
    assert_addressed((PageContent(1, parts, ()),))


def test_a_cell_keeps_its_address_where_grids_are_set_beside_each_other() -> None:
    codes = ["科目编码|科目名称", "201|一般公共服务", "20101|人大事务", "2010101|行政运行"]
    amounts = ["本年支出合计|基本支出", "3.00|1.00", "3.00|1.00", "3.00|1.00"]
    left, right = ruled(1, codes, [80, 160]), ruled(2, amounts, [80, 80])
    (block,) = joined_beside(flow_of([PageContent(1, (left,), ()), PageContent(2, (right,), ())])).blocks
    moved = block.grid.at(1, 2)
    assert (moved.text, moved.row, moved.column, moved.page) == ("3.00", 1, 2, 2)
    assert moved.address == Address(2, 0, 1, 0)
    assert len({cell.address for cell in block.grid.cells}) == len(block.grid.cells)


def test_the_number_of_a_cell_goes_with_its_text() -> None:
    cell = plain_text("总计|1,234.50")[0].grids[0].at(0, 1)
    assert cell.number == read_number("1,234.50")
    assert replace(cell, text="—").number.kind == "dash"
    assert cell.where == "line 1"
