"""Disclosures that come as prose: what is one, what is none, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.reading import Reading, read_file


def reading(folder: Path, text: str) -> Reading:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return read_file(path)


@pytest.mark.parametrize(
    "title",
    [
        "宁平市交通运输局2013年度决算",
        "决算说明",
        "“三公”经费决算公开",
        "宁平镇2015年“三公”经费支出说明",
        "宁平大学2022年度决算",
        "宁平市2018年度部门决算",
        "关于宁平乡2018年财政决算（草案）的报告",
        "宁平镇2015年“三公”经费增减变化情况说明",
        "宁平区审计局财政拨款“三公”经费决算2014年情况如下:",
    ],
)
def test_prose_under_a_title_of_final_accounts_is_a_disclosure(tmp_path: Path, title: str) -> None:
    read = reading(tmp_path, f"{title}\n一、“三公”经费支出决算情况说明\n“三公”经费支出5.31万元。")
    assert (read.document.status, read.document.error_code) == ("partial", "no_tables")
    assert "holds prose alone" in (read.document.error or "")
    assert [str(f.value) for f in read.figures] == ["5.31"]


def test_prose_that_tells_how_sums_changed_alone_is_a_disclosure(tmp_path: Path) -> None:
    read = reading(tmp_path, "宁平大学2022年度决算\n本年收入比上年增长5.2%，支出完成预算的97%。")
    assert (read.document.status, read.document.error_code) == ("partial", "no_tables")
    assert [str(f.value) for f in read.figures] == ["5.2", "97"]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("截至2022年12月31日，共有车辆5辆，其中：机要通信用车1辆。", ["5", "1"]),
        ("2022年度国内公务接待12批次，103人次。", ["12", "103"]),
        ("校舍维修项目绩效自评得分95分。", ["95"]),
    ],
)
def test_prose_of_official_counts_or_scores_alone_is_a_disclosure(tmp_path: Path, said: str, values: list[str]) -> None:
    read = reading(tmp_path, f"宁平大学2022年度决算\n{said}")
    assert (read.document.status, read.document.error_code) == ("partial", "no_tables")
    assert [str(f.value) for f in read.figures] == values


def test_numbers_under_the_titles_of_lost_tables_are_no_prose(tmp_path: Path) -> None:
    rows = "\n".join(
        f"{label} {amount} {amount} 0.00" for label, amount in (("教育支出", "12.50"), ("住房保障支出", "3.00"))
    )
    read = reading(tmp_path, f"宁平大学2022年度部门决算\n支出决算表\n公开03表\n{rows}")
    assert (read.document.status, read.document.error_code) == ("partial", "tables_missing")
    assert "prose alone" not in (read.document.error or "")


@pytest.mark.parametrize(
    "text",
    [
        "宁平市交通运输局2013年度预算\n一、“三公”经费支出预算情况说明\n“三公”经费支出5.31万元。",
        "关于做好部门决算编报工作的通知\n请各单位按时报送。",
        "关于做好2018年决算草案编制的通知\n每个单位补助5.31万元。",
        "工作简报\n修路5.31万元。",
        "宁平大学2022年度决算\n本校共有5个学院，职工120人。",
    ],
)
def test_other_papers_are_none(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, text)
    assert read.document.status == "not_a_disclosure" and read.figures == ()


def test_one_long_line_of_a_crawled_page_is_the_lines_that_it_was(tmp_path: Path) -> None:
    headings = "一、收入决算情况说明 2013年度收入合计5.31万元。 二、“三公”经费情况 全年支出0.2万元，为公务接待费。"
    read = reading(
        tmp_path,
        f"宁平市交通运输局2013年度决算公开 来源：本站 目 录 第一部分 概况 主管交通运输。{'服务群众。' * 20}{headings}",
    )
    assert [(f.section, str(f.value)) for f in read.figures] == [
        ("一、收入决算情况说明", "5.31"),
        ("二、“三公”经费情况", "0.2"),
    ]


def test_headings_with_figures_part_a_long_line(tmp_path: Path) -> None:
    """So that a reason stays with what it explains."""
    income = "1.收入情况 2013年度收入合计5元，比上年增加1元，主要原因是调资。其中：财政拨款收入4元。"
    rest = "2.支出情况 2013年度支出合计6元，主要原因是办学。 3.结转结余情况 年末结转2元。"
    read = reading(tmp_path, f"宁平市教育局2013年度决算公开 {income} {rest}{'服务群众。' * 20}")
    assert [(f.subject, f.reason) for f in read.figures] == [
        *(("收入合计", "调资"), ("收入合计", "调资"), ("财政拨款收入", None), ("支出合计", "办学"), ("年末结转", None)),
    ]


def test_a_long_line_begins_with_its_title(tmp_path: Path) -> None:
    heading = "关于“三公”经费财政拨款支出决算情况的说明"
    text = f"宁平海洋所2014年度部门决算 {heading} 宁平海洋所2014年“三公”经费支出5.31万元{'，用于科考' * 20}。"
    read = reading(tmp_path, text)
    assert [(f.section, f.subject, str(f.value)) for f in read.figures] == [(heading, "“三公”经费", "5.31")]


CELLS = [
    *("收入支出决算总表", "公开01表", "金额单位：万元", "项目", "行次", "金额", "项目", "行次", "金额"),
    *("一、财政拨款收入", "1", "440.55", "一、一般公共服务支出", "29", "423.20", "本年收入合计", "24", "440.55"),
]


@pytest.mark.parametrize("end", ["\n", "\n\n", " |\n"])
def test_a_table_with_a_line_for_each_cell_is_told(tmp_path: Path, end: str) -> None:
    """As crawlers write the tables of web pages: nothing says where a row begins."""
    read = reading(tmp_path, f"宁平市招商中心2019年部门决算\n\n{end.join(CELLS)}{end}")
    assert (read.document.status, read.document.error_code) == ("partial", "tables_missing")
    assert read.document.tables_missing == ("01",)
    assert not read.facts


@pytest.mark.parametrize("end", [" |\n", "\n|\n"])
def test_a_table_of_the_prose_with_a_border_for_each_cell_is_read_or_told(tmp_path: Path, end: str) -> None:
    heads, rows = ("项目", "年初预算数", "决算数"), ("公务接待费", "5.20", "4.10", "培训费", "2.00", "1.90")
    title = "宁平市招商中心2019年部门决算\n全年支出9万元，如下：\n单位：万元\n"
    read = reading(tmp_path, f"{title}{end.join((*heads, *rows))}{end}")
    assert [f"{f.metric} {f.subject} {f.value}" for f in read.figures[1:]] == [
        *(
            "initial_budget 公务接待费 5.20",
            "amount 公务接待费 4.10",
            "initial_budget 培训费 2.00",
            "amount 培训费 1.90",
        ),
    ]
    unknown = reading(tmp_path, f"{title}{end.join(('车辆类别', '原值', '净值', *rows))}{end}")
    assert unknown.document.figures_unread == 4 and unknown.document.status == "partial"


@pytest.mark.parametrize(("between", "found"), [("    ", ()), ("\t", ("03",))])
def test_of_a_text_whose_cells_only_blanks_part_it_is_said_what_is_needed(
    tmp_path: Path, between: str, found: tuple[str, ...]
) -> None:
    rows = [("项目", "本年支出合计", "基本支出", "项目支出"), ("合计", "16.00", "10.00", "6.00")]
    table = "\n".join(between.join(row) for row in rows)
    read = reading(tmp_path, f"宁平市档案馆2022年度部门决算\n支出决算表\n单位：万元\n{table}")
    assert (read.document.tables_found, read.document.tables_missing) == (found, () if found else ("03",))
    assert ("tabs or pipes must part the cells" in (read.document.error or "")) == (not found)


def test_rows_of_a_table_without_cells_are_no_statements(tmp_path: Path) -> None:
    """As programs write the tables of a PDF that they make text of."""
    rows = ["一、一般公共服务支出 16.00", "二、外交支出 0.00", "30211 差旅费 0.00", "退休费", "5.17", "人员经费合计"]
    read = reading(tmp_path, "\n".join(["宁平市档案馆2022年度部门决算", *rows, "本年收入合计16.00万元。"]))
    assert [(f.subject, str(f.value)) for f in read.figures if f.metric] == [("本年收入合计", "16.00")]
    assert [str(f.value) for f in read.figures if not f.metric] == ["16.00", "0.00", "0.00", "5.17"]


def test_a_use_goes_on_in_the_next_line(tmp_path: Path) -> None:
    lines = ["宁平市档案馆2022年度部门决算", "行政运行（项）。主要用于：", "机构运转支出。年初预算为9.50万元。"]
    (figure,) = reading(tmp_path, "\n".join(lines)).figures
    assert (figure.subject, figure.metric) == ("行政运行（项）", "initial_budget")


def test_blank_cells_that_have_a_line_each_are_kept(tmp_path: Path) -> None:
    heads, rows = ("项目 |", "年初预算数 |", "决算数 |"), ("会议费 |", "| |", "3.00 |", "住宿费 |", "4.00 |", "|")
    text = "\n".join(("宁平市招商中心2019年部门决算", "全年支出9万元，如下：", "单位：万元", *heads, *rows))
    found = [f"{f.metric} {f.subject} {f.value}" for f in reading(tmp_path, text).figures[1:]]
    assert found == ["amount 会议费 3.00", "initial_budget 住宿费 4.00"]


def test_how_a_character_is_pronounced_is_no_part_of_a_name(tmp_path: Path) -> None:
    read = reading(tmp_path, "寧平市圖書館2016年決算公開\n公務(wù)接待費(fèi)0.8萬元，財(cái)政撥款收入9萬元。")
    assert [(f.subject, f.concept) for f in read.figures] == [
        *(("公务接待费", "reception"), ("财政拨款收入", "appropriation_income")),
    ]
