"""The rows that come out: a field is a column, with its Chinese title, and a note where the title does not say enough.

A column that is added here comes out in CSV, Parquet and the data package, and is read back; `schema` puts the rows
together. The rows of 绩效自评表 are defined where the sheets are read (`tables/sheets/model.py`), those of the forms of
a name where they are found (`identity/model.py`).
"""

from decimal import Decimal
from typing import Annotated

import numpy as np
from msgspec import Struct

from extractor import __version__
from extractor.document.model import Box, TextSource
from extractor.identity.model import Coverage, ReportKind
from extractor.languages import Sentence
from extractor.problems import ErrorCode
from extractor.records.closed_sets import (
    CheckOutcome,
    CheckStatus,
    DocumentStatus,
    EngineName,
    Metric,
    TermSide,
    Verdict,
)
from extractor.records.fields import INNER
from extractor.tables.model import Amounts
from extractor.tables.sheets.model import FundsStage


class DocumentRow(Struct, frozen=True):
    """A row of `documents`. A status or a code that is in no catalogue is refused."""

    doc_id: Annotated[str | None, "文件标识", "first 16 hex digits of the file's SHA-256"]
    source_file: Annotated[str, "来源文件", "path as given, relative to the input folder it was found in"]
    status: Annotated[DocumentStatus, "状态", "ok, partial, failed, duplicate, not_a_disclosure"]
    error_code: Annotated[ErrorCode | None, "错误代码", "short and stable"] = None
    error: Annotated[str | None, "说明（英文）", "one sentence: what is wrong, where, what to do"] = None
    error_zh: Annotated[str | None, "说明"] = None
    unit_name: Annotated[str | None, "部门/单位名称", "as the document names itself, in its fullest form"] = None
    unit_name_printed: Annotated[str | None, "印刷名称", "as printed over the tables or on the cover"] = None
    unit_code: Annotated[str | None, "单位代码", "from the user's unit register"] = None
    year: Annotated[int | None, "决算年度", "fiscal year", np.int16] = None
    report_kind: Annotated[
        ReportKind | None, "报告类型", "department_final, unit_final, department_budget, unit_budget"
    ] = None
    currency_unit: Annotated[str | None, "金额单位", "元, 千元, 万元, 百万元, 亿元"] = None
    pages: Annotated[int | None, "页数"] = None
    text_source: Annotated[TextSource | None, "文字来源", "text_layer, ocr, mixed, plain_text, office, html"] = None
    part_of: Annotated[str | None, "所属网页", "source_file of the page to which this file is an attachment"] = None
    tables_found: Annotated[tuple[str, ...], "找到的表", "canonical numbers"] = ()
    tables_empty: Annotated[tuple[str, ...], "空表", "printed with no figures"] = ()
    tables_missing: Annotated[tuple[str, ...], "缺失的表", "announced in the contents or a heading, not found"] = ()
    tables_other: Annotated[tuple[str, ...], "其他表", "titles recognised and set aside"] = ()
    checks_passed: Annotated[int, "通过的校验"] = 0
    checks_failed: Annotated[int, "未通过的校验"] = 0
    seconds: Annotated[float, INNER] = 0.0
    extractor_version: Annotated[str, "程序版本"] = __version__
    sections_missing: Annotated[
        tuple[str, ...], "缺失的说明章节", "sections of the standard outline that are not there"
    ] = ()
    supersedes: Annotated[str | None, "取代的文件", "doc_id of the older printing of the same unit and year"] = None
    notes: Annotated[
        str | None, "备注（英文）", "what the document contradicts itself in, or what was seen and not read"
    ] = None
    notes_zh: Annotated[str | None, "备注"] = None
    figures_found: Annotated[
        int | None, "说明中的数字", "numbers in the prose that are no date, ordinal, code or part of a name"
    ] = None
    figures_read: Annotated[int | None, "已读的数字", "those of them that were understood"] = None
    figures_unread: Annotated[
        int | None, "未读的数字", "those that were not; they are rows of narrative without a metric"
    ] = None

    def __post_init__(self) -> None:
        DocumentStatus(self.status)
        if self.error_code is not None:
            ErrorCode(self.error_code)


class OtherAmount(Struct, frozen=True):
    """What a number recognised in a picture (OCR) may be instead, with the probability that the recogniser gives it
    (0…1); what all the others leave belongs to the number as read."""

    amount: Decimal
    probability: float


class Fact(Struct, frozen=True):
    """One number printed in tables 01 to 09: a row of `facts`.

    - `amount` keeps the printed decimals (Decimal("22.50") was printed so): the intervals of the audit need them.
    - `row` counts the data rows of the table over its pages; `cell` names the number within the document; `set_no`
      numbers the sets of tables in it that belong together (0: known by the printing alone).
    - `others`: what a recogniser of pictures would also read; `first_read`: what it did read, where the accounts chose
      one of these.
    - `class_named`: the code of the 类 whose name a row without a code bears.
    - `guessed`: no rules separate its column from others; `may_be`: the columns to which it may belong instead.
    """

    table_no: Annotated[str, "表号", "canonical number by title"]
    table_no_printed: Annotated[str | None, "印刷表号", "e.g. 公开07表"]
    side: Annotated[str | None, "收支方向", "01 and 04: income or expenditure"]
    basis: Annotated[str, "口径", "initial_budget, adjusted_budget, final"]
    subject_code: Annotated[str | None, "科目代码", "digits only, 类款项 joined"]
    subject_name: Annotated[str | None, "科目名称", "as printed, without the ordinal"]
    subject_name_official: Annotated[str | None, "标准科目名称", "by the official classification of that year"]
    subject_kind: Annotated[str | None, "科目分类", "function or economic"]
    subject_level: Annotated[int | None, "科目级次", "1 类, 2 款, 3 项", np.int8]
    row_label: Annotated[str | None, "行标签", "as printed, blanks removed, ordinal kept"]
    item: Annotated[str | None, "行项", "stable key of rows without a subject code"]
    parent_label: Annotated[str | None, "上级行", "the row under which this one is printed"]
    row_no: Annotated[int | None, "行次", np.int16]
    printing: Annotated[int, "印次", "which printing of the table by that unit and coverage, from 1", np.int16]
    row: Annotated[int, "表内行", "the row's place among the data rows of the table, from 1", np.int16]
    cell: Annotated[str, "单元格", "the cell's name, unique in the document, e.g. 05.1/r12/final/total"]
    measure: Annotated[str, "指标", "stable key of the column"]
    measure_label: Annotated[str, "列标题", "the printed header, levels joined by /"]
    amount: Annotated[Decimal, "金额", "as printed, in currency_unit; at most 4 decimals"]
    currency_unit: Annotated[str | None, "金额单位"]
    amount_yuan: Annotated[Decimal | None, "金额（元）"]
    page: Annotated[int | None, "页", "1-based; null for plain text"]
    box: Annotated[Box | None, "左 上 右 下", "the cell's box in PDF points from the page's top left"]
    line: Annotated[int | None, "行", "1-based, for plain text; the paragraph or row of a web page or office file"]
    place: Annotated[str | None, "位置", "for web pages and office files: Sheet2!C14; table 3, row 14, column 3"]
    engine: Annotated[EngineName, "引擎", "pdfium, pdfplumber, camelot, ofd, ocr, text, office, html, person"]
    check_status: Annotated[CheckStatus, "校验结果", "passed, failed, unchecked"] = CheckStatus.UNCHECKED
    unit_name: Annotated[str | None, "部门/单位名称", "the unit that the table is of; null where nothing tells"] = None
    unit_code: Annotated[str | None, "单位代码", "from the user's unit register"] = None
    coverage: Annotated[
        Coverage | None, "编制范围", "summary 汇总, own 本级, where the document tells the two apart"
    ] = None
    set_no: Annotated[int, INNER] = 0
    others: Annotated[tuple[OtherAmount, ...], INNER] = ()
    first_read: Annotated[Decimal | None, INNER] = None
    class_named: Annotated[str | None, INNER] = None
    guessed: Annotated[bool, INNER] = False
    may_be: Annotated[tuple[Amounts, ...], INNER] = ()

    @property
    def in_set(self) -> int:
        """The set of tables that the number belongs to."""
        return self.set_no or self.printing


class Figure(Struct, frozen=True):
    """One figure of the prose (情况说明): a row of `narrative`. `value` is None for 持平 and 无此项.

    Money keeps its printed unit. `figure` names the figure within the document, in the order of the text. `metric` is
    None and `subject` empty for a number that was not understood. `parent`: the whole of which it is a part, for
    figures told after 其中.
    """

    section_no: Annotated[int | None, "章节序号", "1 to 14 as in the standard outline", np.int8]
    section: Annotated[str | None, "章节", "title as printed"]
    metric: Annotated[Metric | None, "指标", "stable English key; null where a number was not understood"]
    subject: Annotated[str, "事项", "the thing measured, in the document's words"]
    subject_code: Annotated[str | None, "科目代码"]
    value: Annotated[Decimal | None, "数值", "signed: 减少/下降 is negative"]
    value_unit: Annotated[str | None, "单位", "元, 万元, %, 个, 辆, 台, 人次 …"]
    value_yuan: Annotated[Decimal | None, "金额（元）"]
    year_compared: Annotated[int | None, "对比年度", np.int16]
    page: Annotated[int | None, "页"]
    line: Annotated[int | None, "行"]
    char_start: Annotated[int, "起", "in the document's running text"]
    char_end: Annotated[int, "止"]
    quote: Annotated[str, "原文"]
    pattern_id: Annotated[str | None, "模式"]
    check_status: Annotated[CheckStatus, "校验结果", "passed, failed, unchecked"] = CheckStatus.UNCHECKED
    box: Annotated[
        Box | None, "左 上 右 下", "box of the quote's first line, in PDF points from the page's top left"
    ] = None
    reason: Annotated[str | None, "原因", "what the text gives as the main reason, in its words"] = None
    concept: Annotated[str | None, "概念", "key of what is measured, from a closed list; null where none fits"] = None
    figure_year: Annotated[int | None, "数据年度", "the fiscal year that the figure is of", np.int16] = None
    compared_with: Annotated[
        str | None, "对比基准", "last_year, initial_budget, adjusted_budget, average or a year"
    ] = None
    context: Annotated[
        str | None, "语境", "null for a statement; reason, plan, use, staff for a figure told in passing"
    ] = None
    figure: Annotated[str, "数字编号", "the figure's name, unique in the document, e.g. n12"] = ""
    unit_name: Annotated[str | None, "部门/单位名称", "the unit that the passage is of; null where nothing tells"] = (
        None
    )
    unit_code: Annotated[str | None, "单位代码", "from the user's unit register"] = None
    parent: Annotated[str | None, INNER] = None
    of_this_year: Annotated[bool, INNER] = True


class CheckTerm(Struct, frozen=True):
    """A number bound by a check that does not pass: a row of `check_terms`. `fact` is its index among the facts, if it
    is one.

    A number that the form itself prints (the 100 points of a sheet) has no place.
    """

    check_no: Annotated[int, "校验序号"]
    term_no: Annotated[int, "项次", "the term's place in the check, from 1", np.int16]
    side: Annotated[TermSide, "等式的边", "left and right of the identity; base: what a percentage is of"]
    sign: Annotated[int, "正负", "1 where it is added, -1 where it is subtracted", np.int8]
    table_no: Annotated[str | None, "表号", "null for a figure of the prose"]
    cell: Annotated[str | None, "单元格", "that of facts; of a number of 绩效自评表 the sheet, row and column"]
    figure: Annotated[str | None, "数字编号", "that of narrative"]
    amount: Annotated[Decimal | None, "金额", "as printed, in unit"]
    page: Annotated[int | None, "页"]
    box: Annotated[Box | None, "左 上 右 下", "in PDF points from the page's top left"]
    unit: Annotated[str | None, "单位", "元, 万元, %, 分 …"]
    fact: Annotated[int | None, INNER] = None
    mended: Annotated[
        Decimal | None,
        "使校验成立的值",
        "of the one number that explains the failure: the value with which all that fails with it would hold",
    ] = None


class Check(Struct, frozen=True):
    """One identity tried at one place: a row of `checks`. `facts` and `figures` are the indexes of what it binds;
    `terms` are its numbers one by one where it does not pass."""

    check_id: Annotated[str, "校验编号"]
    check_name: Annotated[str, "校验名称"]
    status: Annotated[CheckOutcome, "结果", "pass, fail, skipped"]
    expected: Annotated[Decimal | None, "应为"]
    actual: Annotated[Decimal | None, "实为"]
    difference: Annotated[Decimal | None, "差额"]
    tolerance: Annotated[Decimal | None, "允许误差", "from the printed decimals"]
    currency_unit: Annotated[str | None, "金额单位"]
    scope: Annotated[str, "范围", "e.g. 20805/total"]
    tables: Annotated[tuple[str, ...], "涉及的表"]
    pages: Annotated[tuple[int, ...], "页"]
    verdict: Annotated[Verdict | None, "判定", "printed: the document prints it so; doubtful: the reading may be wrong"]
    message: Annotated[Sentence | None, "说明（英文）"]
    message_zh: Annotated[str | None, "说明"]
    facts: Annotated[tuple[int, ...], INNER] = ()
    figures: Annotated[tuple[int, ...], INNER] = ()
    check_no: Annotated[int, "校验序号", "the place of the check in the document, from 1"] = 0
    terms: Annotated[tuple[CheckTerm, ...], INNER] = ()

    @property
    def doubt(self) -> Sentence | None:
        """The sentence on a failure that may be a misreading; None for all other checks."""
        return self.message if self.verdict == Verdict.DOUBTFUL else None


class FundsAmount(Struct, frozen=True):
    """An amount in the money block of a 绩效自评表: a row of `performance_funds`."""

    sheet: Annotated[int, "自评表序号", "of performance_sheets"]
    source_of_funds: Annotated[str | None, "资金来源", "the row's label as printed; null where it has none"]
    stage: Annotated[FundsStage, "阶段", "a budget that is the only one counts as adjusted_budget"]
    amount: Annotated[Decimal, "金额"]
    currency_unit: Annotated[str | None, "货币单位"]
    amount_yuan: Annotated[Decimal | None, "金额(元)"]
    page: Annotated[int | None, "页"]
    box: Annotated[Box | None, "左 上 右 下", "the cell's box in PDF points from the page's top left"]
    cell: Annotated[str, "单元格", "the amount's name, unique in the document, e.g. P2.3/f2: the second of its sheet"]
