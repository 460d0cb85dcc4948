"""The columns of a table as text, as they are printed: amounts with their decimals, boxes with two, lists joined."""

from __future__ import annotations

from collections.abc import Callable

from extractor.dataset.tables import DECIMALS, amounts, quoted
from extractor.records.fields import Field
from extractor.records.schema import Schema


def printed(table: Schema, expression: Callable[[Field, str], str] = lambda field, text: text) -> list[str]:
    """The expressions of all columns, `t` being a row; `expression` makes each of its field and of its text."""
    places = {name: place for place, name in enumerate(amounts(table), 1)}
    return [expression(field, _text(field, places.get(field.name, 0))) for field in table.fields]


def _text(field: Field, place: int) -> str:
    """The text of a column; `place` is that of its decimals."""
    value = f"t.{quoted(field.name)}"
    if field.type == "decimal":
        digit = f"substr(t.{DECIMALS.name}, {place}, 1)"
        unprinted = f"CASE {digit} WHEN '0' THEN 5 WHEN '1' THEN 3 WHEN '2' THEN 2 WHEN '3' THEN 1 ELSE 0 END"
        return f"substr({value}::VARCHAR, 1, length({value}::VARCHAR) - {unprinted})"
    if field.type == "float32":
        return f"printf('%.2f', {value})"
    return f"array_to_string({value}, ';')" if field.type == "strings" else value
