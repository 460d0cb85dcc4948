"""What a performance sheet says, whatever its form: indicators with targets, results and scores."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from samples.generator.accounts import Fen, Project
from samples.generator.gold import Indicator
from samples.generator.grid import Board, Frame, Grid, Numerals

Levels = tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]
OUTPUT_50: Levels = (
    ("产出指标", 50, (("数量指标", 20), ("质量指标", 15), ("时效指标", 10), ("成本指标", 5))),
    ("效益指标", 30, (("社会效益指标", 15), ("可持续影响指标", 15))),
    ("满意度指标", 10, (("服务对象满意度指标", 10),)),
)
OUTPUT_40: Levels = (
    ("成本指标", 20, (("经济成本指标", 20),)),
    ("产出指标", 40, (("数量指标", 20), ("质量指标", 10), ("时效指标", 10))),
    ("效益指标", 20, (("社会效益指标", 10), ("生态效益指标", 10))),
    ("满意度指标", 10, (("服务对象满意度指标", 10),)),
)
COUNTS = (
    ("开展专项检查次数", "次"), ("服务对象覆盖人数", "人"), ("举办业务培训期数", "期"), ("维护设备数量", "台"),
    ("完成工程项目数量", "个"), ("整治提升里程", "公里"),
)  # fmt: skip
REASONS = ("部分工作受天气影响推迟实施，下一步加快进度", "前期论证时间较长，今后提前谋划", "部分款项按合同约定下年支付")


@dataclass(frozen=True, slots=True)
class Goal:
    """One third-level indicator; weight and score in tenths of a point."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: int
    score: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn form with its gold: indicator rows, and the head by column name of `performance_sheets`."""

    grid: Grid
    indicators: tuple[Indicator, ...] = ()
    heads: tuple[dict[str, str], ...] = field(default=())


def goals(project: Project, year: int, levels: Levels, execution: int = 100) -> list[Goal]:
    """Indicators whose weights sum to 100 less the weight of execution, and whose scores to the project's."""
    rng = random.Random(f"{project.name}/{year}")
    whole = sum(weight * 10 for _, weight, _ in levels)
    lost = whole - (project.score - execution * min(project.executed, project.budget) // project.budget)
    if lost < 0:
        raise ValueError(f"the score of {project.name} is above what its indicators can give")
    rows: list[Goal] = []
    for level1, _, seconds in levels:
        for level2, weight in seconds:
            rows += _second(rng, level1, level2, weight * 10, project, year)
    out: list[Goal] = []
    for g in reversed(rows):
        cut = min(lost, g.weight * 3 // 5)
        lost -= cut
        reason = rng.choice(REASONS) if cut else ""
        out.append(Goal(g.level1, g.level2, g.level3, g.target, g.actual, g.weight, g.weight - cut, reason))
    return out[::-1]


def _second(rng: random.Random, level1: str, level2: str, weight: int, project: Project, year: int) -> list[Goal]:
    def row(level3: str, target: str, actual: str, part: int = weight) -> Goal:
        return Goal(level1, level2, level3, target, actual, part, part)

    money = Numerals()
    if level2 == "数量指标":
        picked = rng.sample(COUNTS, 2)
        rows = []
        for name, unit in picked:
            least = rng.randint(3, 60)
            rows.append(row(name, f"≥{least}{unit}", f"{least + rng.randint(0, 9)}{unit}", weight // 2))
        return rows
    if level2 == "质量指标":
        first = weight * 2 // 3
        return [
            row("任务验收合格率", "100%", "100%", first),
            row("重点工作按计划完成比例（含上年结转任务）", "≥95%", f"{rng.randint(951, 999) / 10}%", weight - first),
        ]
    if level2 == "时效指标":
        return [row("年度任务完成时限", f"{year}年12月底前完成", "按期完成")]
    if level2 in ("成本指标", "经济成本指标"):
        return [row("项目总成本", f"≤{money.value(project.budget)}万元", f"{money.value(project.executed)}万元")]
    if level2 == "服务对象满意度指标":
        return [row("服务对象满意度", "≥90%", f"{rng.randint(91, 99)}%")]
    texts = {
        "社会效益指标": ("公共服务能力和水平提升情况", "明显提升", "明显提升"),
        "生态效益指标": ("对生态环境的改善作用", "持续改善", "持续改善，未发生环境投诉"),
        "可持续影响指标": ("长效管理机制健全性", "健全", "已建立日常巡查、定期通报和考核问责相结合的长效管理机制"),
    }
    return [row(*texts[level2])]


def points(tenths: int) -> str:
    """A score as printed: 20, 9.5."""
    value = Decimal(tenths) / 10
    return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value)


def rate(executed: Fen, budget: Fen) -> str:
    return f"{(Decimal(executed) * 100 / budget).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def level_cells(board: Board, rows: list[Goal], column: int, weights: bool, vertical: bool = False) -> None:
    """The cells of both levels, spanning their rows; `vertical` prints the first level one character a line."""
    row = board.row
    for n, g in enumerate(rows):
        if n == 0 or g.level1 != rows[n - 1].level1:
            span = sum(1 for other in rows if other.level1 == g.level1)
            label = g.level1 + (f"({points(_sum(rows, g.level1))}分)" if weights else "")
            text = "\n".join(g.level1) if vertical else label
            board.put(column, text, row=row + n, rows=span, align="centre")
        if n == 0 or (g.level1, g.level2) != (rows[n - 1].level1, rows[n - 1].level2):
            span = sum(1 for other in rows if (other.level1, other.level2) == (g.level1, g.level2))
            board.put(column + 1, g.level2, row=row + n, rows=span, align="centre")


def _sum(rows: list[Goal], level1: str) -> int:
    return sum(g.weight for g in rows if g.level1 == level1)


def indicators(rows: list[Goal], table_no: str, project: str, weights: str = "", **columns: bool) -> list[Indicator]:
    """Gold rows; `weights` follow the first level's name as printed, `columns` says what the form has."""
    return [
        Indicator(
            table_no,
            project,
            g.level1 + (f"({points(_sum(rows, g.level1))}分)" if weights else ""),
            g.level2,
            g.level3,
            target=g.target,
            actual=g.actual,
            score_full=points(g.weight) if columns.get("full") else "",
            score=points(g.score) if columns.get("score") else "",
            deviation_reason=g.reason if columns.get("reason") else "",
        )
        for g in rows
    ]


def titled(kind: str, title: str, board: Board, widths: tuple[float, ...], *lines: tuple[str, str, str]) -> Grid:
    """A sheet with its title over it; its rows are never repeated."""
    return Grid(kind, title, tuple(board.cells), widths, 0, Frame((("", title, ""), *lines)))
