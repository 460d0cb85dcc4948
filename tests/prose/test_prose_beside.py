"""Of what a number is that names nothing: what stands beside it, what its sentence begins with, a whole behind its
parts."""

from __future__ import annotations

import pytest

from tests.support.sentences import read


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        # a stage in front of a bracket says what the number is, and no name
        ("行政运行年初预算（9万元），支出决算（8万元）。", ["行政运行", "行政运行"]),
        ("公务接待费比年初预算（9万元）减少1万元。", ["公务接待费", "公务接待费"]),
        # behind what is spent on each, more than that is added to all
        ("设备值1.06亿元，生均1.27万元，新增860万元。", ["设备值", "生均设备值", "设备值"]),
        ("设备值1.06亿元，生均1.27万元，增加0.2万元。", ["设备值", "生均设备值", "生均设备值"]),
        ("人均支出9万元，同比上升2.1%。", ["人均支出", "人均支出"]),
        ("管道更新312万元（详见附表），26.3公里。", ["管道更新", "管道更新"]),
        ("车辆9辆，其中执法用车2辆。价值286万元。", ["车辆", "执法用车", "车辆"]),
        ("人员类9万元、运转类2万元，依次占81.8%、18.2%。", ["人员类", "运转类"] * 2),
        ("收入9万元，其中甲费2万元、乙费7万元，完成预算的99.5%。", ["收入", "甲费", "乙费", "收入"]),
        ("资助困难学生312户，每户0.15万元，共发放46.8万元。", ["困难学生", "每户困难学生", "困难学生"]),
        ("专项资金9万元，其中中央2万元、市7万元，支出8万元。", ["专项资金", "中央", "市", "专项资金"]),
        ("专项资金9万元，其中中央2万元、市4万元，支出8万元。", ["专项资金", "中央", "市", "市"]),
        ("专项资金年初预算9万元，年底决算8万元。", ["专项资金"] * 2),
        ("非税收入9万元，任务完成率106.67%，超收2万元。", ["非税收入"] * 3),
        ("公务接待费用于检查2万元、交流5万元，共48批、396人次。", ["检查", "交流", *["公务接待费"] * 2]),
        ("全口径收入9万元，可比增长2.1%。", ["全口径收入"] * 2),
        ("平台项目总投资9万元，截至年底累计支付6万元。", ["平台项目总投资", "平台项目"]),
        ("支出比2021年9万元增加1万元，两年平均增长5.4%。", ["支出"] * 3),
        # of what is counted in passing is the share right behind it
        ("自评项目8个，覆盖率100%；抽查复核6户，占21.4%。", ["自评项目", "覆盖率", "抽查复核", "抽查复核"]),
        # what there was none of the year before; what something is due to
        ("因公出国（境）费上年无支出，本年3万元。", ["因公出国（境）费"]),
        ("因公用经费增加9万元。", ["公用经费"]),
        ("办公用房9平方米，较规定标准少2平方米。", ["办公用房", "办公用房"]),
    ],
)
def test_what_stands_beside_a_number_names_it(text: str, subjects: list[str]) -> None:
    assert [f.subject for f in read(f"四、其他情况说明\n{text}").figures] == subjects


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        # what the sentence begins with, though no number stands there, is what it is about
        ("公务接待费严格执行标准，支出9万元。", "公务接待费"),
        ("公务用车购置费本年无购置任务，支出9万元。", "公务用车购置费"),
        ("2023年未安排因公出国（境）费，决算9万元。", "因公出国（境）费"),
        ("本年未购置公务用车，费用9万元。", "购置公务用车"),
        ("国内公务接待，共9批次。", "国内公务接待"),
        ("“智慧城管”项目进展顺利，支付9万元。", "“智慧城管”项目"),
        ("服务采购委托代理机构组织，共9万元。", "服务采购"),
        ("事业收入受招生影响，全年实现9万元。", "事业收入"),
        ("因公出国（境）费：未安排，9万元。", "因公出国（境）费"),
        # unless it names no thing, or its sentence has spoken of another already
        ("支出按月均衡，全年9万元。", "“三公”经费财政拨款支出"),
        ("“三公”经费8万元，公务接待费严格执行标准，支出9万元。", "“三公”经费"),
    ],
)
def test_a_clause_without_a_number_says_what_its_sentence_is_about(text: str, subject: str) -> None:
    assert read(f"九、“三公”经费支出情况说明\n{text}").figures[-1].subject == subject


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("办公设备老化集中更新，支出3万元。", None),
        ("\n根据合同约定支付物业，金额3万元。", None),
        ("办公设备老化集中更新，支出9万元。", "amount"),  # the same sum again
        ("截至年底，已支出3万元。", "amount"),
        ("严格控制，实际支出3万元。", "amount"),
    ],
)
def test_a_total_that_is_told_has_no_second_sum(text: str, metric: str | None) -> None:
    prose = read(f"三、支出决算情况说明\n本年支出合计9万元。{text}")
    assert [f.metric for f in prose.figures] == ["amount", metric]
    assert (prose.first_unread() is None) == (metric is not None)


def test_what_lies_between_the_two_sides_is_of_neither() -> None:
    found = read("四、财政拨款收入支出决算总体情况说明\n财政拨款支出比收入少9万元。").figures
    assert [(f.metric, f.subject, f.concept) for f in found] == [("amount", "收支相差", None)]


def test_what_there_was_before_a_reform_is_of_no_year() -> None:
    found = read("九、“三公”经费支出情况说明\n公务用车3辆，较车改前9辆减少6辆。").figures
    assert [(f.metric, f.value) for f in found] == [("count", 3), (None, 9), ("change_amount", -6)]
    assert found[2].subject == "公务用车"
