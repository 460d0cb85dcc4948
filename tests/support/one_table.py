"""A made-up station with its table 05 and a sentence, for files that say the same in strange ways."""

from __future__ import annotations

from extractor.reading import Reading

TITLE = "一般公共预算财政拨款支出决算表"
UNIT = "澜江县水文勘测站"
LABELS = (f"部门：{UNIT}", "单位：万元")
NAMED = (f"{UNIT}2023年度部门决算", TITLE, *LABELS)
ROWS = (
    ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    ("", "合计", "1,240.10", "640.10", "600.00"),
    ("208", "社会保障和就业支出", "96.40", "96.40", "0.00"),
    ("213", "农林水支出", "1,143.70", "543.70", "600.00"),
    ("21303", "水利", "1,143.70", "543.70", "600.00"),
    ("2130312", "水质监测", "743.70", "543.70", "200.00"),
    ("2130314", "防汛", "400.00", "0.00", "400.00"),
)
SENTENCE = "本年支出合计1,284.56万元，其中：基本支出684.56万元。"
MEASURES = ("total", "basic", "project")


def amounts(reading: Reading) -> dict[tuple[str | None, str], str]:
    """What was read: by code (None: 合计) and measure the amount as text."""
    return {(fact.subject_code, fact.measure): f"{fact.amount:.2f}" for fact in reading.facts}


def expected() -> dict[tuple[str | None, str], str]:
    return {
        (row[0] or None, measure): text.replace(",", "")
        for row in ROWS[1:]
        for measure, text in zip(MEASURES, row[2:], strict=True)
    }


def money(reading: Reading) -> list[str]:
    """The amounts of the prose, in its order."""
    return [f"{figure.value:f}" for figure in reading.figures if figure.value is not None]
