"""The panel itself: chosen facts → a frame of rows and columns with Chinese labels, and what is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.classification import subjects
from extractor.dataset.query import Record
from extractor.identity import regions
from extractor.languages import Sentence, joined, spoken
from extractor.panel.request import Counts, Request
from extractor.panel.selection import Selection
from extractor.records.closed_sets import CheckStatus

if TYPE_CHECKING:
    import pandas as pd

_UNIT_LABELS = {
    "unit": "单位（代码或名称）",
    "year": "年度",
    "unit_name": "单位名称",
    "unit_code": "单位代码",
    "province": "省",
    "city": "市",
    "county": "县（区）",
    "doc_id": "文件编号",
    "table_state": "该表状况：read 有数，empty 空表，missing 应有未得，absent 未列",
    "subject_code": "科目编码",
    "subject_name": "科目名称",
    "subject_level": "科目级次（1类 2款 3项）",
    "item": "行项目",
    "measure": "指标",
    "basis": "口径（initial_budget 年初预算，adjusted_budget 调整预算，final 决算）",
    "side": "收支",
    "amount_yuan": "金额（元）",
    "check_status": "勾稽核对",
    "page": "页码",
}
_BASIS_LABELS = {"initial_budget": "年初预算数（元）", "adjusted_budget": "全年预算数（元）", "final": "决算数（元）"}
_TEXT_LIMIT = 80  # characters of a label in Stata


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame whose amounts are `Decimal` in 元 (None: blank), its Chinese labels by column, and what is in it.

    `amounts` names the columns of amounts; `notes` are sentences on what was left out and why.
    """

    frame: pd.DataFrame
    labels: dict[str, str]
    amounts: tuple[str, ...]
    counts: Counts
    notes: tuple[Sentence, ...]


def build(selection: Selection, request: Request) -> Panel:
    """The panel of a selection, sorted by its index; columns in the order of their codes or of the printed table."""
    notes = list(selection.notes)
    facts = _passed(selection.facts, notes) if request.only_passed else selection.facts
    documents = list(selection.documents.values())
    if request.balanced:
        documents = _balanced(documents, notes)
        kept = {d["of"] for d in documents}
        facts = [f for f in facts if f["of"] in kept]
    if request.long:
        panel = _long(facts, selection.documents, request)
    else:
        panel = _wide(facts, selection.documents, documents, request)
    frame, labels, amounts = panel
    notes.extend(_renamed(facts, selection.documents) if "subject_code" in request.dimensions else ())
    return Panel(frame, labels, amounts, _counts(frame, facts, selection.documents, amounts, documents), tuple(notes))


def _passed(facts: Sequence[Record], notes: list[Sentence]) -> list[Record]:
    """The facts whose every check holds; an unchecked one is not known to be right."""
    left = Counter(f["check_status"] or CheckStatus.UNCHECKED for f in facts if f["check_status"] != CheckStatus.PASSED)
    if left:
        failed, unchecked = left[CheckStatus.FAILED], left.total() - left[CheckStatus.FAILED]
        said = [
            *([spoken("{count} failed", count=failed)] if failed else []),
            *([spoken("{count} unchecked", count=unchecked)] if unchecked else []),
        ]
        words = "{cells} cells are left blank, as only passed ones were asked for."
        notes.append(spoken(words, cells=joined(" and ", said, "、")))
    return [f for f in facts if f["check_status"] == CheckStatus.PASSED]


def _balanced(documents: Sequence[Record], notes: list[Sentence]) -> list[Record]:
    """The documents of those units that have one for every year."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for document in documents:
        years[document["unit"]].add(document["year"])
    every = set().union(*years.values())
    full = {unit for unit, found in years.items() if found == every}
    if len(full) < len(years):
        words = "{count} of {units} units lack a year and are left out of the balanced panel."
        notes.append(spoken(words, count=len(years) - len(full), units=len(years)))
    return [d for d in documents if d["unit"] in full]


def _attributes(document: Record, request: Request) -> Record:
    """What a row says about its unit in its year."""
    found: Record = {"unit_name": document["unit_name"], "unit_code": document["unit_code"]}
    code = document["region_code"]
    place = (regions.of_code(code) if code else None) or regions.region(document["unit_name"])
    found |= {
        "province": place.province if place else None,
        "city": place.city if place else None,
        "county": place.county if place else None,
    }
    return found | {"doc_id": document["doc_id"], "table_state": _state(document, request.table)}


def _state(document: Record, table: str) -> str:
    """Whether a blank row means an empty table or one that could not be read."""
    for state, column in (("missing", "tables_missing"), ("empty", "tables_empty"), ("read", "tables_found")):
        if table in document[column]:
            return state
    return "absent"


def _long(
    facts: Sequence[Record], documents: dict[str, Record], request: Request
) -> tuple[pd.DataFrame, dict[str, str], tuple[str, ...]]:
    import pandas as pd

    own = [d for d in request.dimensions if d not in ("unit", "year")]
    rows = []
    for fact in facts:
        document = documents[fact["of"]]
        row = {"unit": document["unit"], "year": document["year"]} | {d: fact[d] for d in own}
        if "subject_code" in own:
            row |= {"subject_name": fact["subject_name_official"] or fact["subject_name"]}
            row |= {"subject_level": fact["subject_level"]}
        row |= {"amount_yuan": fact["amount_yuan"], "check_status": fact["check_status"], "page": fact["page"]}
        attributes = _attributes(document, request)
        rows.append(row | {k: v for k, v in attributes.items() if k != "table_state"})
    frame = pd.DataFrame(rows, dtype=object)
    if len(frame):
        frame = frame.sort_values(["unit", "year", *own], kind="stable", na_position="first", ignore_index=True)
    return frame, {c: _UNIT_LABELS[c] for c in frame.columns}, ("amount_yuan",)


def _wide(
    facts: Sequence[Record], by_id: dict[str, Record], documents: Sequence[Record], request: Request
) -> tuple[pd.DataFrame, dict[str, str], tuple[str, ...]]:
    import pandas as pd

    rows: dict[tuple[object, ...], Record] = {}
    if request.by_unit_and_year:
        # A unit's year is in the panel also where the table is empty or missing.
        for d in documents:
            key = tuple(d[name] for name in request.index)
            row = {name: d[name] for name in request.index} | _attributes(d, request)
            # Of a report and its tables in another file the one with the table speaks for the row.
            if key not in rows or row["table_state"] == "read":
                rows[key] = row
    values: dict[object, str] = {}
    cells: defaultdict[tuple[object, ...], dict[str, Decimal]] = defaultdict(dict)
    of_column: defaultdict[object, list[Record]] = defaultdict(list)
    for fact in facts:
        document = by_id[fact["of"]]
        place = tuple(document[d] if d in ("unit", "year") else fact[d] for d in request.dimensions)
        key, value = place[:-1], place[-1]
        of_column[value].append(fact)
        rows.setdefault(key, dict(zip(request.index, key, strict=True)))
        cells[key][values.setdefault(value, _column(value, request))] = fact["amount_yuan"]
    order = (
        _printed_order(facts, request.columns) if request.columns in ("item", "measure") else sorted(values, key=str)
    )
    amounts = tuple(values[v] for v in order)
    keys = sorted(rows, key=lambda k: tuple(("" if part is None else str(part)) for part in k))
    head = list(dict.fromkeys(name for key in keys for name in rows[key]))
    frame = pd.DataFrame(
        [[*(rows[k].get(h) for h in head), *(cells[k].get(a) for a in amounts)] for k in keys],
        columns=[*head, *amounts],
        dtype=object,
    )
    labels = {h: _UNIT_LABELS[h] for h in head}
    labels |= {values[v]: _label(v, of_column[v], by_id, request) for v in order}
    return frame, labels, amounts


def _printed_order(facts: Sequence[Record], dimension: str) -> list[object]:
    """The values in the order of the tables; one that earlier documents leave blank is set behind the one before it."""
    order: list[object] = []
    document, last = None, -1
    for fact in facts:
        if fact["of"] != document:
            document, last = fact["of"], -1
        if fact[dimension] not in order:
            order.insert(last + 1, fact[dimension])
        last = order.index(fact[dimension])
    return order


def _column(value: object, request: Request) -> str:
    """An ASCII name that begins with a letter: total_208, total_2023, reception."""
    if request.columns in ("subject_code", "year"):
        return f"{request.measure or 'amount'}_{value}"
    return str(value)


def _label(value: object, own: Sequence[Record], documents: dict[str, Record], request: Request) -> str:
    """The Chinese label of a column: the official name in its last year, or else the words printed most often."""
    if request.columns == "year":
        return f"{value}年（元）"
    if request.columns == "subject_code":
        last = max(own, key=lambda f: (documents[f["of"]]["year"], f["of"]))
        code, year = str(value), documents[last["of"]]["year"]
        name = subjects.official_name(code, subjects.kind_of(code), year) or last["subject_name"] or ""
        return f"{name} {code}（元）"[:_TEXT_LIMIT]
    if request.columns == "basis":
        return _BASIS_LABELS.get(str(value), str(value))
    printed = Counter(f["row_label" if request.columns == "item" else "measure_label"] or str(value) for f in own)
    words = min(printed, key=lambda w: (-printed[w], w))
    return f"{words}（元）"[:_TEXT_LIMIT]


def _renamed(facts: Sequence[Record], documents: dict[str, Record]) -> list[Sentence]:
    """One sentence on the codes that the classification calls differently over the years of the panel."""
    names: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, year in sorted({(f["subject_code"], documents[f["of"]]["year"]) for f in facts}):
        entry = subjects.official(code, subjects.kind_of(code), year)
        if entry is not None:
            names[code].setdefault(entry.name, year)
    told = [
        joined(
            " ", (code, joined(", ", (spoken("{name} (from {year})", name=n, year=y) for n, y in found.items()), "、"))
        )
        for code, found in sorted(names.items())
        if len(found) > 1
    ]
    if not told:
        return []
    more = spoken(" and {count} more", count=len(told) - 3) if len(told) > 3 else ""
    listed = joined("; ", told[:3], "；")
    return [spoken("Official names change within these years: {names}{more}.", names=listed, more=more)]


def _counts(
    frame: pd.DataFrame,
    facts: Sequence[Record],
    by_id: dict[str, Record],
    amounts: Sequence[str],
    documents: Sequence[Record],
) -> Counts:
    filled = [a for column in amounts for a in frame[column].tolist() if a is not None] if len(frame) else []
    used = documents if "table_state" in frame.columns else [by_id[i] for i in {f["of"] for f in facts}]
    return Counts(
        units=len({d["unit"] for d in used}),
        years=tuple(sorted({d["year"] for d in used})),
        rows=len(frame),
        cells=len(filled),
        zeros=sum(a == 0 for a in filled),
        blanks=len(frame) * len(amounts) - len(filled),
        failed=sum(f["check_status"] == CheckStatus.FAILED for f in facts),
        unchecked=sum(f["check_status"] not in (CheckStatus.PASSED, CheckStatus.FAILED) for f in facts),
    )
