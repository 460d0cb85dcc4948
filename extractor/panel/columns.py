"""The columns of a panel: names that every program can read, their order, and their labels in Chinese."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractor.classification import subjects
from extractor.codebook import book
from extractor.dataset.query import Record
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.lexicon.registries import Basis
from extractor.panel.request import Request
from extractor.records import schema
from extractor.records.closed_sets import Metric

LABELS = {
    "unit": "单位（代码或名称）",
    "year": "年度",
    "unit_name": "单位名称",
    "unit_code": "单位代码",
    "region_code": "行政区划代码",
    "province": "省",
    "city": "市",
    "county": "县（区）",
    "doc_id": "文件编号",
    "table_state": "该表状况：read 有数，empty 空表，missing 应有未得，absent 未列",
    "prose_state": "说明中的状况：read 有数，none 写明没有，differing 说法不一，absent 未写",
    "subject_code": "科目编码",
    "subject_name": "科目名称",
    "subject_level": "科目级次（1类 2款 3项）",
    "item": "行项目",
    "measure": "指标",
    "basis": "口径（initial_budget 年初预算，adjusted_budget 调整预算，final 决算）",
    "side": "收支",
    "concept": "概念",
    "metric": "指标",
    "compared_with": "对比基准",
    "amount_yuan": "金额（元）",
    "value": "数值",
    "value_unit": "计量单位",
    "check_status": "勾稽核对",
    "page": "页码",
}
TEXT_LIMIT = 80  # characters of a label in Stata
_BASES = {"initial_budget": "年初预算数", "adjusted_budget": "全年预算数", "final": "决算数"}
_SIDES = {"income": "收入", "expenditure": "支出"}
_DIGITS = frozenset({"subject_code", "year"})

Values = tuple[object, ...]


def columns(numbers: Sequence[Record], request: Request) -> dict[Values, str]:
    """The names of the columns of a wide panel by their values of `request.columns`, in order.

    Stages and metrics stand in the order of the year, codes and years in their own, measures and items as they are
    printed. Raises `UsageError` where two would have one name.
    """
    width = len(request.columns)
    found = dict.fromkeys(number["place"][-width:] for number in numbers)
    ranks = [_ranks(numbers, [values[i] for values in found], d, request) for i, d in enumerate(request.columns)]
    order = sorted(found, key=lambda values: [rank[value] for rank, value in zip(ranks, values, strict=True)])
    names = {values: _name(values, request) for values in order}
    if twice := [name for name, times in Counter(names.values()).items() if times > 1]:
        raise UsageError(
            spoken(
                "Two columns would be called {name}; put {dimension} into --index.",
                name=twice[0],
                dimension=request.columns[-1],
            )
        )
    return names


def _name(values: Values, request: Request) -> str:
    """An ASCII name that begins with a letter: total_final, total_208, amount_2023, operating_expenses."""
    parts = [(d, str(v)) for d, v in zip(request.columns, values, strict=True) if v is not None]
    words = [v for d, v in parts if d not in _DIGITS]
    if not words:
        words = ["_".join(request.concepts) if request.concepts else request.measure or "amount"]
    return "_".join([*words, *(v for d, v in parts if d in _DIGITS)])


def _ranks(numbers: Sequence[Record], values: Sequence[object], dimension: str, request: Request) -> dict[object, int]:
    fixed: dict[str, Sequence[object]] = {
        "basis": [str(b) for b in Basis],
        "metric": [str(m) for m in Metric],
        "concept": request.concepts,
    }
    if dimension in ("item", "measure"):
        order: Sequence[object] = _printed_order(numbers, dimension)
    elif dimension in fixed:
        order = [v for v in fixed[dimension] if v in values]
    else:
        order = sorted(set(values), key=str)
    return {value: place for place, value in enumerate(dict.fromkeys([*order, *values]))}


def _printed_order(numbers: Sequence[Record], dimension: str) -> list[object]:
    """The values in the order of the tables; one that earlier documents leave blank is set behind the one before it."""
    order: list[object] = []
    document, last = None, -1
    for number in numbers:
        if number["of"] != document:
            document, last = number["of"], -1
        if number[dimension] not in order:
            order.insert(last + 1, number[dimension])
        last = order.index(number[dimension])
    return order


def labels(
    names: Mapping[Values, str], numbers: Sequence[Record], documents: Mapping[str, Record], request: Request
) -> dict[str, str]:
    """The Chinese label of each column of numbers, with the unit in which they count."""
    width = len(request.columns)
    own: defaultdict[Values, list[Record]] = defaultdict(list)
    for number in numbers:
        own[number["place"][-width:]].append(number)
    found = {}
    for values, name in names.items():
        parts = [_word(d, v, own[values], documents) for d, v in zip(request.columns, values, strict=True)]
        units = "/".join(dict.fromkeys(str(n["number_unit"]) for n in own[values] if n["number_unit"]))
        unit = f"（{units}）" if units else ""
        found[name] = " ".join(filter(None, parts))[: TEXT_LIMIT - len(unit)] + unit
    return found


def _word(dimension: str, value: object, own: Sequence[Record], documents: Mapping[str, Record]) -> str:
    """What a value of a dimension is called: by the official name in its last year, or the words printed most often."""
    if value is None:
        return ""
    if dimension == "year":
        return f"{value}年"
    if dimension == "subject_code":
        last = max(own, key=lambda n: (documents[n["of"]]["year"], n["of"]))
        code, year = str(value), documents[last["of"]]["year"]
        name = subjects.official_name(code, subjects.kind_of(code), year) or last["subject_name"] or ""
        return f"{name} {code}"
    if dimension in ("item", "measure"):
        printed = Counter(n["row_label" if dimension == "item" else "measure_label"] or str(value) for n in own)
        return min(printed, key=lambda w: (-printed[w], w))
    meanings = _BASES if dimension == "basis" else _SIDES if dimension == "side" else _meanings(dimension)
    return meanings.get(str(value), str(value))


@functools.cache
def _meanings(dimension: str) -> dict[str, str]:
    """The values of a column of `narrative` in Chinese; 上年 for what is compared with the year before."""
    told = book.values(schema.NARRATIVE, schema.NARRATIVE.field(dimension))
    return {value.value: f"比{value.zh}" if dimension == "compared_with" else value.zh for value in told}
