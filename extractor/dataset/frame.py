"""Rows of a table that comes out, in Python: objects with their fields, and the same as a pandas frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from extractor.errors import UsageError

if TYPE_CHECKING:  # importing this must cost nothing
    import pandas as pd

    from extractor.records.schema import Schema

Row_co = TypeVar("Row_co", covariant=True)
Records = Sequence[Sequence[Any]]  # rows by the columns of a schema
# Whole numbers that may be missing, and text that stays text: 001001 is a code. Amounts stay `Decimal`.
_TYPES = {
    "string": "string",
    "int8": "Int8",
    "int16": "Int16",
    "int32": "Int32",
    "float32": "float32",
    "float64": "float64",
}


class Rows(Sequence[Row_co], Generic[Row_co]):
    """Rows of one kind in printed order; `to_pandas` gives them by the columns that `convert` writes."""

    __slots__ = ("_items", "_records", "_schema")

    def __init__(self, schema: Schema, items: Sequence[Row_co], records: Callable[[], Records]) -> None:
        """`records` gives the same rows, in the same order, by the columns of the schema."""
        self._schema = schema
        self._items = tuple(items)
        self._records = records

    @overload
    def __getitem__(self, index: int) -> Row_co: ...

    @overload
    def __getitem__(self, index: slice) -> Rows[Row_co]: ...

    def __getitem__(self, index: int | slice) -> Row_co | Rows[Row_co]:
        return self._some(range(len(self))[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<{self._schema.name}: {len(self)} {'row' if len(self) == 1 else 'rows'}>"

    def column(self, name: str) -> list[Any]:
        """The values of one column, or of one field of the objects; raises `UsageError` where there is none."""
        if name in self._schema.names:
            at = self._schema.names.index(name)
            return [record[at] for record in self._records()]
        try:
            return [getattr(item, name) for item in self._items]
        except AttributeError as error:
            raise UsageError(
                f"There is no column {name!r} in {self._schema.name}; it has {', '.join(self._schema.names)}."
            ) from error

    def where(self, **wanted: Any) -> Rows[Row_co]:
        """The rows in which each of these columns, or fields of the object, has this value.

        As in `tables["05"].where(measure="total", printing=1)`. Raises `UsageError` for a column that is not there.
        """
        kept = set(range(len(self)))
        for name, value in wanted.items():
            kept &= {i for i, found in enumerate(self.column(name)) if found == value}
        return self._some(sorted(kept))

    def to_pandas(self) -> pd.DataFrame:
        """A frame of their columns: codes are text, amounts are `Decimal`, what is missing is `<NA>` or None."""
        import pandas as pd  # half a second to load, and only who asks for a frame needs it

        records = self._records()
        columns: dict[str, pd.Series[Any]] = {
            field.name: pd.Series([row[i] for row in records], dtype=_TYPES.get(field.type, "object"))
            for i, field in enumerate(self._schema.fields)
        }
        return pd.DataFrame(columns)

    def _some(self, indexes: Sequence[int]) -> Rows[Row_co]:
        def records() -> Records:
            every = self._records()
            return [every[i] for i in indexes]

        return Rows(self._schema, [self._items[i] for i in indexes], records)
