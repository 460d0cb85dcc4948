"""What row labels say (行的项目名称): the item that a label names, its ordinal, 其中. Data in `patterns/rows.yaml`."""

from __future__ import annotations

import functools
from typing import Any

from extractor import knowledge
from extractor.document.characters import plain
from extractor.expressions import compiled


class RowLabels:
    """Row labels → items, compiled from `patterns/rows.yaml`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._items = {
            (table, side): [(rule["item"], compiled(rule["label"])) for rule in rules]
            for table in ("01", "04")
            for side, rules in data[table].items()
        }
        self._items[("coded", "")] = [(r["item"], compiled(r["label"])) for r in data["coded"]]
        self._items[("06", "")] = [(r["item"], compiled(r["label"])) for r in data["06"]]
        self.opening = compiled(data["opening"]["under"])
        self.opening_ends = compiled(data["opening"]["ends"])
        self.opening_items: dict[str, str] = data["opening"]["items"]
        self._ordinal = compiled(data["ordinal"])
        self._subtotal = compiled(data["subtotal"])
        self._of_which = compiled(data["of_which"])

    def item(self, table: str, side: str, label: str) -> str | None:
        """The stable key of a bare label, or None."""
        return next((item for item, rule in self._items[(table, side)] if rule.fullmatch(label)), None)

    def bare(self, label: str) -> str:
        """A label in plain form without its ordinal and 其中."""
        text = self._ordinal.sub("", plain(label))
        return self._ordinal.sub("", self._of_which.sub("", text))

    def is_subtotal(self, header: str) -> bool:
        """Whether a header cell heads the sum of the columns beside it."""
        return bool(self._subtotal.fullmatch(header))

    def without_ordinal(self, label: str) -> str:
        """A label as printed, without its ordinal."""
        return self._ordinal.sub("", label) if self._ordinal.match(label) else label

    def has_ordinal(self, label: str) -> bool:
        """Whether a label begins with an ordinal (一、, （二）, 3.)."""
        return bool(self._ordinal.match(plain(label)))

    def is_known(self, label: str) -> bool:
        """Whether a label names a row of any table by itself: an item, a subtotal."""
        bare = self.bare(label)
        return self.is_subtotal(bare) or any(r.fullmatch(bare) for rules in self._items.values() for _, r in rules)

    def is_part(self, label: str) -> bool:
        """其中：…, a part of the row above it."""
        return bool(self._of_which.match(self._ordinal.sub("", plain(label))))


@functools.cache
def row_labels() -> RowLabels:
    return RowLabels(knowledge.entry("rows.yaml"))
