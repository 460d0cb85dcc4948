"""The tables that come out, defined once: names, order, types and meaning of their columns.

CSV order, Parquet types, the data package, the codebook and the validation are all made from here.
Money is decimal128(20, 4) and plain decimal text; text that the document does not give is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.tables.sheets.columns import SHEET_COLUMNS

Type = Literal["string", "strings", "int8", "int16", "int32", "float32", "float64", "decimal"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type and its Chinese title, with a word on its meaning where the title does not say it."""

    name: str
    type: Type
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """A table that comes out: what a row is, and its columns in order."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)


def _fields(text: str) -> tuple[Field, ...]:
    fields = []
    for line in text.split("\n"):
        if not line:
            continue
        name, kind, title, description = [*(part.strip() for part in line.split("|")), ""][:4]
        fields.append(Field(name, kind, title, description))  # type: ignore[arg-type]
    return tuple(fields)


_SHEET_TYPES: dict[str, Type] = {"string": "string", "int": "int32", "decimal": "decimal"}
_KEYS = """
doc_id | string | 文件标识 | first 16 hex digits of the file's SHA-256
source_file | string | 来源文件 | path as given, relative to the input folder it was found in
unit_name | string | 部门/单位名称 | as the document names itself, fullest form
unit_code | string | 单位代码 | from the user's unit register
year | int16 | 决算年度 | fiscal year
"""

DOCUMENTS = Schema(
    "documents",
    "文件",
    "One row per input file, whatever happened to it.",
    _fields("""
doc_id | string | 文件标识 | first 16 hex digits of the file's SHA-256
source_file | string | 来源文件 | path as given, relative to the input folder it was found in
status | string | 状态 | ok, partial, failed, duplicate, not_a_disclosure
error_code | string | 错误代码 | short and stable
error | string | 说明 | one sentence: what is wrong, where, what to do
unit_name | string | 部门/单位名称 | fullest form by a stated rule
unit_name_printed | string | 印刷名称 | as printed over the tables or on the cover
unit_code | string | 单位代码 | from the user's unit register
year | int16 | 决算年度
report_kind | string | 报告类型 | department_final, unit_final, department_budget, unit_budget
currency_unit | string | 金额单位 | 元, 千元, 万元, 百万元, 亿元
pages | int32 | 页数
text_source | string | 文字来源 | text_layer, ocr, mixed, plain_text, office
tables_found | strings | 找到的表 | canonical numbers
tables_empty | strings | 空表 | printed with no figures
tables_missing | strings | 缺失的表 | announced in the contents or a heading, not found
tables_other | strings | 其他表 | titles recognised and set aside
checks_passed | int32 | 通过的校验
checks_failed | int32 | 未通过的校验
seconds | float64 | 用时 | the only column that differs from run to run
extractor_version | string | 程序版本
sections_missing | strings | 缺失的说明章节 | sections of the standard outline that are not there
supersedes | string | 取代的文件 | doc_id of the older printing of the same unit and year
notes | string | 备注 | what the document contradicts itself in, or what was seen and not read
figures_found | int32 | 说明中的数字 | numbers in the prose that are no date, ordinal, code or part of a name
figures_read | int32 | 已读的数字 | those of them that were understood
figures_unread | int32 | 未读的数字 | those that were not; they are rows of narrative without a metric
"""),
)

FACTS = Schema(
    "facts",
    "决算表数据",
    "One row per number printed in tables 01 to 09.",
    _fields(
        _KEYS
        + """
table_no | string | 表号 | canonical number by title
table_no_printed | string | 印刷表号 | e.g. 公开07表
side | string | 收支方向 | 01 and 04: income or expenditure
basis | string | 口径 | initial_budget, adjusted_budget, final
subject_code | string | 科目代码 | digits only, 类款项 joined
subject_name | string | 科目名称 | as printed, without the ordinal
subject_name_official | string | 标准科目名称 | by the official classification of that year
subject_kind | string | 科目分类 | function or economic
subject_level | int8 | 科目级次 | 1 类, 2 款, 3 项
row_label | string | 行标签 | as printed, blanks removed, ordinal kept
item | string | 行项 | stable key of rows without a subject code
parent_label | string | 上级行 | the row under which this one is printed
row_no | int16 | 行次
measure | string | 指标 | stable key of the column
measure_label | string | 列标题 | the printed header, levels joined by /
amount | decimal | 金额 | as printed, in currency_unit; at most 4 decimals
currency_unit | string | 金额单位
amount_yuan | decimal | 金额（元）
page | int32 | 页 | 1-based; null for plain text
x0 | float32 | 左 | the cell's box in PDF points from the page's top left
top | float32 | 上
x1 | float32 | 右
bottom | float32 | 下
line | int32 | 行 | 1-based, for plain text
engine | string | 引擎 | pdfium, pdfplumber, camelot, ocr, text, office
check_status | string | 校验结果 | passed, failed, unchecked
"""
    ),
)

NARRATIVE = Schema(
    "narrative",
    "情况说明数据",
    "One row per figure in the prose.",
    _fields(
        _KEYS
        + """
section_no | int8 | 章节序号 | 1 to 14 as in the standard outline
section | string | 章节 | title as printed
metric | string | 指标 | stable English key; null where a number was not understood
subject | string | 事项 | the thing measured, in the document's words
subject_code | string | 科目代码
value | decimal | 数值 | signed: 减少/下降 is negative
value_unit | string | 单位 | 元, 万元, %, 个, 辆, 台, 人次 …
value_yuan | decimal | 金额（元）
year_compared | int16 | 对比年度
page | int32 | 页
line | int32 | 行
char_start | int32 | 起 | in the document's running text
char_end | int32 | 止
quote | string | 原文
pattern_id | string | 模式
check_status | string | 校验结果
x0 | float32 | 左 | box of the quote's first line, in PDF points from the page's top left
top | float32 | 上
x1 | float32 | 右
bottom | float32 | 下
reason | string | 原因 | what the text gives as the main reason, in its words
concept | string | 概念 | stable key of what is measured, from a closed list; null where none fits
figure_year | int16 | 数据年度 | the fiscal year that the figure is of
compared_with | string | 对比基准 | last_year, initial_budget, adjusted_budget or a year
context | string | 语境 | null for a statement; reason, plan, use, staff for a figure told in passing
"""
    ),
)

PERFORMANCE = Schema(
    "performance",
    "绩效指标",
    "One row per indicator of a 绩效自评表.",
    _fields(
        _KEYS
        + """
table_no | string | 表号 | P1 部门/单位整体支出, P2 项目支出
project_name | string | 项目名称
indicator_level1 | string | 一级指标
indicator_level2 | string | 二级指标
indicator_level3 | string | 三级指标
evaluation_point | string | 评价要点
indicator_kind | string | 指标分类
target | string | 年初目标值
actual | string | 实际完成值
target_number | decimal | 目标数值
actual_number | decimal | 完成数值
number_unit | string | 数值单位
score_full | decimal | 分值
score | decimal | 得分
deviation_reason | string | 偏差原因
page | int32 | 页
row | int32 | 行
target_comparison | string | 目标比较 | ≥, ≤, =, >, <
sheet | int32 | 自评表序号 | counts the sheets of the document
"""
    ),
)

SHEETS = Schema(
    "performance_sheets",
    "绩效自评表",
    "One row per 绩效自评表: its head and foot.",
    (
        *_fields(_KEYS),
        Field("table_no", "string", "表号", "P1 部门/单位整体支出, P2 项目支出"),
        Field("sheet", "int32", "自评表序号"),
        *(Field(c.name, _SHEET_TYPES[c.type], c.title) for c in SHEET_COLUMNS),
    ),
)

UNIT_NAMES = Schema(
    "unit_names",
    "单位名称形式",
    "Every form in which a document prints its own name.",
    _fields("""
doc_id | string | 文件标识
name | string | 名称
place | string | 位置 | cover, frame, heading, prose, sheet
count | int32 | 次数
"""),
)

SUBJECTS = Schema(
    "subjects",
    "科目",
    "The official classification as this version knows it.",
    _fields("""
code | string | 科目代码
name | string | 科目名称
level | int8 | 级次
kind | string | 分类 | function or economic
parent_code | string | 上级科目
valid_from | int16 | 起始年度
valid_to | int16 | 截止年度
confidence | string | 可信度 | A printed in an official text or a disclosure, B and C from general knowledge
"""),
)

CHECKS = Schema(
    "checks",
    "校验",
    "One row per identity and place where it was tried.",
    _fields("""
doc_id | string | 文件标识
check_id | string | 校验编号
check_name | string | 校验名称
status | string | 结果 | pass, fail, skipped
expected | decimal | 应为
actual | decimal | 实为
difference | decimal | 差额
tolerance | decimal | 允许误差 | from the printed decimals
currency_unit | string | 金额单位
scope | string | 范围 | e.g. 20805/total
tables | strings | 涉及的表
pages | strings | 页
verdict | string | 判定 | printed: the document prints it so; doubtful: the reading may be wrong
message | string | 说明
"""),
)

ALL = (DOCUMENTS, FACTS, NARRATIVE, PERFORMANCE, SHEETS, UNIT_NAMES, SUBJECTS, CHECKS)
