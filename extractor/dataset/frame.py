"""Rows of an output table in Python: objects with their fields, and the same as a pandas frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from extractor.errors import UsageError, counted
from extractor.languages import spoken

if TYPE_CHECKING:  # importing this must cost nothing
    import pandas as pd

    from extractor.records.rows import DocumentRow
    from extractor.records.schema import Schema

Row_co = TypeVar("Row_co", covariant=True)
# Whole numbers that may be missing, and text that stays text: 001001 is a code. Amounts stay `Decimal`.
_TYPES = {
    "string": "string",
    "int8": "Int8",
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "boolean": "boolean",
    "float32": "float32",
    "float64": "float64",
}


class Rows(Sequence[Row_co], Generic[Row_co]):
    """Rows of one kind in printed order; `to_pandas` gives them with the columns that `convert` writes."""

    __slots__ = ("_document", "_items", "_schema")

    def __init__(self, schema: Schema, items: Sequence[Row_co], document: DocumentRow) -> None:
        """`items` are records of the table; what they do not say themselves their document does."""
        self._schema = schema
        self._items = tuple(items)
        self._document = document

    @overload
    def __getitem__(self, index: int) -> Row_co: ...

    @overload
    def __getitem__(self, index: slice) -> Rows[Row_co]: ...

    def __getitem__(self, index: int | slice) -> Row_co | Rows[Row_co]:
        return self._some(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<{self._schema.name}: {counted(len(self), 'row')}>"

    def column(self, name: str) -> list[Any]:
        """The values of one column; raises `UsageError` where there is none of that name."""
        if name not in self._schema.names:
            there = ", ".join(self._schema.names)
            raise UsageError(
                spoken(
                    "There is no column {name!r} in {table}; it has {there}.",
                    name=name,
                    table=self._schema.name,
                    there=there,
                )
            )
        at = self._schema.names.index(name)
        return [record[at] for record in self._records()]

    def where(self, **wanted: Any) -> Rows[Row_co]:
        """The rows in which each of these columns has this value, as in `tables["05"].where(measure="total")`.

        Raises `UsageError` for a column that is not there.
        """
        kept = set(range(len(self)))
        for name, value in wanted.items():
            kept &= {i for i, found in enumerate(self.column(name)) if found == value}
        return self._some([self._items[i] for i in sorted(kept)])

    def to_pandas(self) -> pd.DataFrame:
        """A frame of their columns: codes are text, amounts are `Decimal`, missing values are `<NA>` or None."""
        import pandas as pd  # half a second to load, and only who asks for a frame needs it

        records = self._records()
        columns: dict[str, pd.Series[Any]] = {
            field.name: pd.Series([row[i] for row in records], dtype=_TYPES.get(field.type, "object"))
            for i, field in enumerate(self._schema.fields)
        }
        return pd.DataFrame(columns)

    def _some(self, items: Sequence[Row_co]) -> Rows[Row_co]:
        return Rows(self._schema, items, self._document)

    def _records(self) -> list[tuple[Any, ...]]:
        from extractor.dataset.arrow.rows import rows

        return rows(self._schema, self._items, self._document)
