"""The columns of a table as text, as they are printed: amounts with their decimals, boxes with two, lists joined."""

from __future__ import annotations

from collections.abc import Callable

from extractor.dataset.tables import DECIMALS, amounts, quoted
from extractor.records.fields import Field
from extractor.records.schema import Schema

UNPRINTED = "'321.0'"
"""What is cut off the four decimals of an amount: where a digit stands here is how many characters are, for that many
decimals printed; "." and 0 take the point along. (A CASE for each column takes DuckDB longer than its rows.)"""


def printed(table: Schema, expression: Callable[[Field, str], str] = lambda field, text: text) -> list[str]:
    """The expressions of all columns, `t` being a row; `expression` makes each of its field and of its text."""
    places = {name: place for place, name in enumerate(amounts(table), 1)}
    return [expression(field, _text(field, places.get(field.name, 0))) for field in table.fields]


def but_numbers(field: Field, text: str) -> str:
    """For formats with numbers of their own: numbers as they are, amounts (which are exact) and lists as text."""
    return text if field.type in ("decimal", "strings") else f"t.{quoted(field.name)}"


def _text(field: Field, place: int) -> str:
    """The text of a column; `place` is that of its decimals."""
    value = f"t.{quoted(field.name)}"
    if field.type == "decimal":
        digit = f"substr(t.{DECIMALS.name}, {place}, 1)"
        return f"({value}::VARCHAR)[:-1 - strpos({UNPRINTED}, {digit})]"
    if field.type == "float32":
        return f"printf('%.2f', {value})"
    return f"array_to_string({value}, ';')" if field.type == "strings" else value
