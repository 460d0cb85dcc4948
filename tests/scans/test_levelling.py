"""Pages seen from an angle are laid level by what lines they have, and their tables go on over pages."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.document.model import Box, Spans
from extractor.document.scan.picture.levelling import levelled
from extractor.tables.assembly.borders import column_map
from extractor.tables.model import Grid

WIDTH, HEIGHT, SCALE = 2339, 1654, 200 / 72
LINES = ((380, -0.016), (510, -0.012), (1350, 0.012))  # their middles and slopes: seen from an angle, both grow alike


def test_a_table_with_three_lines_seen_from_an_angle_is_laid_level() -> None:
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for middle, slope in LINES:
        reach = 950
        ends = [(WIDTH // 2 + x, round(middle + slope * x)) for x in (-reach, reach)]
        cv2.line(page, ends[0], ends[1], 0, 3)
    found = levelled(page, page < 128, SCALE)
    assert found is not None
    columns = [np.flatnonzero(found[0][:, WIDTH // 2 + x] < 128) for x in (-800, 800)]
    for middle, _ in LINES:
        heights = [float(rows[np.abs(rows - middle) < 60].mean()) for rows in columns]
        assert heights[0] == pytest.approx(heights[1], abs=5)


def _grid(edges: tuple[float, ...]) -> Grid:
    columns = len(edges) - 1
    return Grid(
        1, 0, 1, columns, (), (tuple(range(columns)),), "ocr", Spans.DRAWN, Box(edges[0], 0, edges[-1], 10), edges
    )


def test_a_table_that_is_drawn_a_little_smaller_has_the_same_columns() -> None:
    edges = (60.0, 130.0, 310.0, 420.0, 530.0, 640.0)
    first = _grid(edges)
    assert column_map(first, _grid(tuple(70 + 0.975 * (x - 60) for x in edges))) == (0, 1, 2, 3, 4)
    assert column_map(first, _grid((60.0, 130.0, 290.0, 420.0, 530.0, 626.0))) is None
    assert column_map(first, _grid(tuple(70 + 0.9 * (x - 60) for x in edges))) is None
