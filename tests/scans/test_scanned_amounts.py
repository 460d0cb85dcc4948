"""A strip of figures is held to the signs of numbers, and to no more than its picture says."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.document.scan.text.amounts import (
    SIGNS,
    alternatives,
    as_number,
    is_of_figures,
    of_signs,
    probability,
    readings,
)

Step = dict[str, float]


def steps(*signs: Step) -> np.ndarray:
    """A strip with a step for each sign (or the signs that it may be, with their probabilities), nothing between."""
    scores = np.full((2 * len(signs), 1 + len(SIGNS)), 1e-9)
    scores[1::2, 0] = 1
    for row, sign in zip(scores[::2], signs, strict=True):
        row[0] = max(1 - sum(sign.values()), 1e-9)
        for character, p in sign.items():
            row[1 + SIGNS.index(character)] = p
    return of_signs(scores, 0, [[1 + i] for i in range(len(SIGNS))])


def strip(text: str, **unsure: Step) -> np.ndarray:
    """A strip of signs that are sure, but for those at the places named `at3`."""
    return steps(*(unsure.get(f"at{i}", {c: 0.99}) for i, c in enumerate(text)))


@pytest.mark.parametrize(
    ("read", "found", "says"),
    [
        ("10:82", strip("10.82"), "10.82"),
        ("11,31", strip("11,31", at2={",": 0.6, ".": 0.3}), "11.31"),
        ("202,24", strip("202,24", at3={",": 0.99, ".": 2e-3}), "202.24"),
        ("202,245", strip("202,245", at3={",": 0.99, ".": 2e-3}), "202,245"),
        ("17.70.", strip("17.70.", at5={".": 0.99}), "17.70"),
        ("307.82.", strip("307.82.", at6={".": 0.4}), "307.82"),
        ("1，234.50", strip("1,234.50"), "1，234.50"),
        ("11,31", strip("11,31"), "11,31"),
        ("2024.12.31", strip("2024.12.31"), "2024.12.31"),
        ("468.385.75", strip("468.385.75", at3={".": 0.99, ",": 2e-3}), "468,385.75"),
        ("468.385.75", strip("468.385.75"), "468.385.75"),
        ("3719..22", strip("3719..22"), "3719.22"),
        ("3.330.523.52", strip("3.330.523.52", at1={".": 0.99, ",": 2e-3}, at5={".": 0.99, ",": 2e-3}), "3,330,523.52"),
    ],
)
def test_separators_are_what_a_number_can_have_if_the_picture_allows_it(
    read: str, found: np.ndarray, says: str
) -> None:
    assert is_of_figures(read) and as_number(read, found) == says


def test_a_reading_is_as_probable_as_all_its_paths() -> None:
    found = strip("88.5", at1={"8": 0.6, "3": 0.3})
    best = readings(found)
    assert [text for text, _ in best[:3]] == ["88.5", "83.5", "8.5"]
    assert all(p == pytest.approx(probability(found, text), rel=1e-3) for text, p in best[:3])


def test_a_number_has_the_numbers_that_its_strip_may_say_instead() -> None:
    found = alternatives("264.87", strip("264.87", at1={"6": 0.9, "8": 0.09}, at3={".": 0.999}))
    assert found[0].text == "284.87" and found[0].probability == pytest.approx(0.09, rel=0.05)
    assert all(other.text != "264.87" and other.probability < 0.01 for other in found[1:])
    assert alternatives("2024.12.31", strip("2024.12.31")) == ()


def test_words_and_single_signs_are_no_figures() -> None:
    assert not any(map(is_of_figures, ("2024年", "一、收入", "-", "5", "A12")))
