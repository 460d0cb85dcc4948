"""The lexicon: its own examples, composition by property, residues, and broken files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor import knowledge
from extractor.errors import PatternError
from extractor.lexicon.columns import role_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.concepts import concept_of
from extractor.lexicon.examples import failures
from extractor.lexicon.files import concepts, terms, titles
from extractor.lexicon.header_words import header_text
from extractor.lexicon.headings import section_of
from extractor.lexicon.labels import are_two_rows, item_of
from extractor.lexicon.measures import measure_of, supposed_measure
from extractor.lexicon.registries import Measure, Role
from extractor.lexicon.titles import title_of
from extractor.lexicon.words import LONGEST, cut

UNKNOWN = ("统筹", "盘活", "蓝字", "乡亲")  # no words of the field


def test_every_entry_does_what_its_examples_say() -> None:
    assert list(failures()) == []


def test_known_words_compose_over_cells_and_with_words_for_budgets() -> None:
    assert meaning("财政预算核拨收入").basis is None  # what the budget granted came in
    assert meaning("上级补", "助收入") == meaning("上级补助收入")
    assert supposed_measure("03", "上缴上级收支") is Measure.REMIT_TO_SUPERIOR


@pytest.mark.parametrize("zero", "〇○零0")
def test_a_year_may_be_spelt_out(zero: str) -> None:
    assert cut(f"二{zero}二三年度决算数") == cut("2023年度决算数")


@pytest.mark.parametrize(
    ("upper", "lower", "are_two"),
    [
        ("本年收入合计", "使用非财政拨款结余", True),
        ("年末结转", "和结余", False),
        ("附属单位上缴", "收入", False),
        ("本年收入", "合计", False),
    ],
)
def test_two_labels_may_be_one_that_is_cut(upper: str, lower: str, are_two: bool) -> None:
    assert are_two_rows(upper, lower) is are_two


def test_every_concept_has_one_entry() -> None:
    names = [entry.concept for entry in concepts().concepts]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["机关运行经费", "机构运行经费支出", "机关（单位）运行经费", "某局机关运行经费"])
@pytest.mark.parametrize("metric", ["amount", "change_pct", "completion_pct"])
def test_all_wordings_of_a_thing_have_its_concept(name: str, metric: str) -> None:
    assert concept_of(name, metric, "万元" if metric == "amount" else "%", 10) == "operating_expenses"


OFFICIAL = [  # subjects in words of the provinces, with what they are counted in and where they stand
    ("全年因公出国（境）经费支出", "万元", 9, "abroad"), ("公车运维费用", "万元", 9, "vehicle_operation"),
    ("新购车辆费用", "万元", 9, "vehicle_purchase"), ("国（境）外公务接待费用", "万元", 9, "reception_foreign"),
    ("单车运行维护费", "万元", 9, "vehicle_operation_each"), ("期末公务车实有数", "辆", 9, "vehicles_held"),
    ("接待国内公务来访", "批次", 9, "guests_batches"), ("出访团组", "个", 9, "delegations"),
    ("年度采购规模", "万元", 11, "procurement_total"), ("采购总额", "万元", None, "procurement_total"),
    ("工程类采购合同金额", "万元", 11, "procurement_works"),
    ("授予中小微企业的合同总额", "万元", 11, "procurement_small_medium"),
    ("专门面向小微企业采购预留份额", "万元", 11, "procurement_reserved_small"),
    ("分散采购支出", "万元", 11, "procurement_dispersed"), ("年末资产总计", "万元", 12, "assets_total"),
    ("年末固定资产账面原值", "万元", 12, "fixed_assets"), ("固定资产累计折旧", "万元", 12, "depreciation"),
    ("年末负债合计", "万元", 12, "liabilities"), ("占用办公用房建筑面积", "平方米", 12, "buildings_area"),
    ("执法执勤用车", "辆", 12, "vehicles_by_use"), ("单台价值100万元以上专用设备", "台（套）", 12, "equipment"),
    ("某县水务局机构运行经费支出", "万元", 10, "operating_expenses"), ("本年收入", "万元", 7, "gov_fund_income"),
    ("事业收入（学费、住宿费）", "万元", 2, "business_income"), ("固定资产（含房屋）", "万元", 12, "fixed_assets"),
    ("教育支出", "万元", 3, None), ("城乡社区支出", "万元", 3, None), ("非同级财政拨款统筹款", "万元", 2, None),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "unit", "section", "concept"), OFFICIAL)
def test_a_subject_is_known_by_its_words(subject: str, unit: str, section: int | None, concept: str | None) -> None:
    metric = "amount" if unit.endswith("元") else "count"
    assert concept_of(subject, metric, unit, section) == concept


@pytest.mark.parametrize(
    ("table", "header", "measure"),
    [
        ("02", "上级补助及拨款收入", "superior_subsidy"),  # two ways of saying one thing
        ("02", "附属医院上缴款项", "affiliated_remittance"),
        ("02", "零星收入", "other"),
        ("02", "经营所得", "operating"),
        ("03", "维持性支出", "basic"),
        ("05", "本年收入/运行支出", "income_basic"),  # what came in for it
        ("05", "本年收入/项目经费支出", "income_project"),
        ("05", "本年收入/人员和公用经费支出", "income_basic"),
        ("05", "年末结转和结余/项目结转结余", "closing_project"),
        ("09", "新车购置费", "vehicle_purchase"),
        ("05", "项目支出结转和结余", None),  # of the beginning or the end of the year
        ("09", "外事出访费", "abroad"),
        ("02", "收入完成合计", "total"),  # what came about, and no rate
        ("02", "收入项目合计", "total"),
        ("07", "年初未使用结余", "opening_balance"),
        ("07", "年末结余（含结转）", "closing_balance"),
        ("07", "留待下年使用", "closing_balance"),
        ("07", "本年收入（含上年结转）", None),
        ("07", "上年转入", "opening_balance"),
        ("02", "教育事业收入", "business"),
        ("03", "全年支出总量", "total"),
        ("02", "除上述各项以外的收入", "other"),
        ("02", "上级附属收入", None),  # two things
        ("02", "收入完成预算的比例", None),
        (
            "09",
            "财政拨款“三公”经费－公务用车购置及运行维护费－公务用车购置费",
            "vehicle_purchase",
        ),  # levels in one cell
        ("09", "公务用车运行费（公务用车购置及运行维护费）", "vehicle_operation"),
        ("09", "公务用车购置及运行维护费（小计）", "vehicle_total"),
        ("09", "公务用车购置及运行维护费（含购置费）", "vehicle_total"),
        ("05", "本年支出/人员及运转经费", "basic"),
        ("05", "本年收入/业务专项", "income_project"),
        ("09", "团组出访经费", "abroad"),  # 团组 alone would count them
        ("05", "前期结转（结余）", "opening_balance"),
        ("07", "递延至以后年度使用", "closing_balance"),
        ("07", "12月31日未使用资金", "closing_balance"),
        ("05", "本年支出/具体项目支出", "project"),  # and no column of labels (具体项目)
        ("02", "财政年度收入合计", "total"),  # and nothing of 财政拨款
        ("02", "上级补助形成的收入", "superior_subsidy"),
        ("02", "校办企业上缴收入", "affiliated_remittance"),
    ],
)
def test_facets_that_name_one_measure_together_are_that(table: str, header: str, measure: str | None) -> None:
    assert (measure_of(table, header), role_of(header) in (None, Role.ASIDE)) == (measure, True)


@pytest.mark.parametrize(
    ("balance", "leaf", "measure"),
    [
        ("年初结转和结余", "本年度决算数", "opening_balance"),
        ("结转下年", "本期金额", "closing_balance"),
        ("上年结转", "本年支出", None),  # what of it was spent
    ],
)
def test_a_year_under_a_balance_moves_it_not(balance: str, leaf: str, measure: str | None) -> None:
    assert measure_of("07", balance, leaf) == measure


@pytest.mark.parametrize("ordinal", ["b.", "Ⅱ.", "②", "（2）"])
def test_an_ordinal_of_whatever_kind_is_no_word_of_a_header(ordinal: str) -> None:
    assert measure_of("03", header_text(f"{ordinal}项目支出")) == "project"


WORDS = st.sampled_from(sorted({word for entry in terms() if not entry.alone for word in entry.words}))


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("整体收支情况", "overall"),
        ("某市水利局2022年度收支决算总体情况", "overall"),
        ("高等学校收入决算表说明", "income"),
        ("支出构成及分析", "expenditure"),
        ("财政补助收支决算情况", "appropriation"),
        ("公共财政预算拨款支出决算情况（含上年结转）", "general_budget"),
        ("公共财政拨款基本支出情况", "basic"),
        ("因公出国（境）、公务用车、公务接待经费情况", "three_public"),
        ("机关（机构）运行经费安排情况", "operating_funds"),
        ("贯彻执行政府采购法规", None),
        ("采购", "procurement"),
        ("资产", "assets"),
        ("设备采购", None),
        ("财政拨款收入情况", None),
        ("基本支出情况", None),
        ("绩效工资", None),
    ],
)
def test_a_heading_opens_the_section_that_its_words_name(heading: str, section: str | None) -> None:
    assert section_of(heading) == section


@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["", "的", "、", "（", "　", "和"]))
def test_no_cut_leaves_anything_of_known_words(words: Sequence[str], between: str) -> None:
    assert cut(between.join(words)[:LONGEST]).residue == () or len("".join(words)) > LONGEST


@given(st.permutations(["上年", "财政拨款", "结转和结余"]), st.sampled_from(["", "的", "、", "/"]))
def test_the_order_of_words_says_nothing(words: Sequence[str], between: str) -> None:
    levels = between.join(words).split("/")
    assert measure_of("05", *levels) == measure_of("07", *levels, "小计") == "opening_balance"


@pytest.mark.parametrize("head", ["上年结转和结余", "以前年度结余", "年初结转", "期初结转结余资金"])
@pytest.mark.parametrize(
    ("leaf", "measure"),
    [
        ("小计", "opening_balance"),
        ("基本支出", "opening_basic"),
        ("项目支出", "opening_project"),
        ("", "opening_balance"),
    ],
)
@pytest.mark.parametrize("table", ["05", "07", "08"])
def test_what_was_left_over_is_nothing_of_the_year(table: str, head: str, leaf: str, measure: str) -> None:
    assert measure_of(table, *filter(None, (head, leaf))) == measure


@pytest.mark.parametrize(
    ("table", "path", "measure", "basis"),
    [
        ("02", "事业收入（不含教育收费）", "business", None),
        ("02", "事业收入/含教育收费", "business_education", None),
        ("02", "事业收入/（含教育收费）", "business", None),
        ("02", "其他收入（含统筹款）", "other", None),
        ("02", "其他收入（不含统筹款）", None, None),
        ("02", "（含统筹款）", None, None),
        ("02", "上级补助收入（非财政）", "superior_subsidy", None),
        ("02", "来自附属单位的上缴收入", "affiliated_remittance", None),
        ("03", "①基本支出", "basic", None),
        ("03", "本年支出（含上年结转）", None, None),
        ("03", "本年支出（基本支出+项目支出）", "total", None),
        ("03", "支出合计（1=2+3）", "total", None),
        ("03", "本年支出（本年支出+上年结转）", None, None),
        ("05", "列支金额", "total", "final"),
        ("05", "年终决算数", "total", "final"),
        ("05", "年初人代会批准预算数", "total", "initial_budget"),
        ("05", "年初核定数", "total", "initial_budget"),
        ("05", "决算批复数", "total", "final"),
        ("05", "下达预算数", "total", "adjusted_budget"),
        ("05", "年初结转和结余/决算数", "opening_balance", "final"),
        ("05", "上年预算下达数", None, "adjusted_budget"),
        ("05", "执行进度", None, None),
    ],
)
def test_words_that_say_how_an_amount_came_about(table: str, path: str, measure: str, basis: str) -> None:
    levels = [header_text(level) for level in path.split("/")]
    assert (measure_of(table, *levels), meaning(*levels).basis) == (measure, basis)


@given(st.sampled_from(UNKNOWN), st.integers(0, 4), st.sampled_from(["本年支出", "基本支出", "财政拨款收入", "决算数"]))
def test_an_unknown_word_is_never_passed_over(word: str, place: int, text: str) -> None:
    header = text[:place] + word + text[place:]
    assert meaning(header).residue and all(measure_of(t, header) is None for t in ("01", "02", "03", "04", "05", "09"))
    assert item_of("01.income", header) is None
    title = title_of(f"{header}决算表")
    assert title is not None and title.table is None and title.residue


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {says: [expnditure], words: [花销], example: x, not: y}", "line 1: there is no facet “expnditure”"),
        ("- {says: [sum], words: [x], example: x, not: y}\n- {wrds: [x]}", "line 2: unknown field `wrds`"),
        ("- {says: [sum], words: [花销] example: 花销}", "terms.yaml cannot be read as YAML"),
        ("- {says: [], words: [花销], example: 花销, not: 收入}", "line 1: expected `array` of length >= 1"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon/terms.yaml").write_text(text, "utf-8")
    with knowledge.using(tmp_path), pytest.raises(PatternError, match=r"terms\.yaml") as error:
        cut("本年支出")
    assert said in str(error.value)


def test_a_users_words_are_known_within_their_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    entry = "- {says: [expenditure], words: [花销], example: 本年花销, not: 本年收入}"
    (tmp_path / "lexicon/terms.yaml").write_text(entry, "utf-8")
    with knowledge.using(tmp_path):
        assert measure_of("05", "本年花销") == "total" and list(failures()) == []
    assert measure_of("05", "本年花销") is None


def test_a_users_file_needs_only_what_it_adds_to(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon/titles.yaml").write_text("unit_endings: [海巡队]", "utf-8")
    with knowledge.using(tmp_path):
        assert "海巡队" in titles().unit_endings and len(titles().unit_endings) > 1
    (tmp_path / "lexicon/titles.yaml").write_text("unit_ending: [海巡队]", "utf-8")
    with knowledge.using(tmp_path), pytest.raises(PatternError, match="unknown field `unit_ending`"):
        titles()


@pytest.mark.parametrize("path", sorted(knowledge.library().rglob("*.yaml")), ids=lambda path: path.name)
def test_the_plain_loader_of_yaml_reads_every_file_as_the_fast_one_does(path: Path) -> None:
    """The fast one is not on every machine, and takes more than YAML allows."""
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is None:
        pytest.skip("PyYAML is here without libyaml: there is only the plain loader")
    text = path.read_text("utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=fast)


def test_a_fund_that_was_carried_over_is_its_balance_with_or_without_its_surplus() -> None:
    for fund in ("政府性基金预算财政拨款", "国有资本经营预算财政拨款"):
        assert item_of("04.income", f"{fund}结转") == item_of("04.income", f"{fund}结转和结余") is not None
        assert item_of("04.income", f"{fund}结转") != item_of("04.income", fund)


@pytest.mark.parametrize("label", ["汇总", "总和", "科目合计"])
def test_the_first_row_of_a_table_of_subjects_is_its_total_whatever_it_is_called(label: str) -> None:
    found = item_of("coded", label)
    assert found and found.item == "grand_total"
