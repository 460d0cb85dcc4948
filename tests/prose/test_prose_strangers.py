"""Constructions that no list of wordings had: each kind once, with what it must give."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from tests.support.sentences import read, said

HEADINGS = Path(__file__).parents[3] / "shared/cases/prose/headings.csv"
# 收入情况 is of 收入 itself under 收入支出决算总体情况; 统计数 and 其他 name none of the outline
SEEN_APART = (
    *("1.收入情况。", "2.支出情况。", "3.结转结余情况。"),
    *("七、关于2013年度行政经费支出统计数", "九、其他需要说明的事项"),
)
INCOME, THREE_PUBLIC, PERFORMANCE = "二、收入决算情况说明\n", "九、“三公”经费支出情况说明\n", "十三、绩效评价情况说明\n"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # other verbs of change, and changes by comparison alone
        (f"{INCOME}事业收入较上年度提升11.2%，增加额为3万元。",
         ["change_pct 事业收入 11.2", "change_amount 事业收入 3"]),
        (f"{INCOME}事业收入较年初预算结余4.9万元。", ["change_amount 事业收入 -4.9"]),
        (f"{THREE_PUBLIC}公务接待费6万元，低于上年4.1%，高于预算0.1万元。",
         ["amount 公务接待费 6", "change_pct 公务接待费 -4.1", "change_amount 公务接待费 0.1"]),
        (f"{THREE_PUBLIC}公务接待费下降幅度较大，由上年10.5万元压减至4.1万元。",
         ["amount 公务接待费 10.5", "amount 公务接待费 4.1"]),
        # a full stop typed as a point, and none behind an ordinal; each, and not both
        (f"{INCOME}事业收入3万元.与上年相比减少1万元.\n一.其他收入2万元。",
         ["amount 事业收入 3", "change_amount 事业收入 -1", "amount 其他收入 2"]),
        (f"{THREE_PUBLIC}公务用车运行维护费24万元，公务用车8辆，各车平均3万元，比上年平均下降5.2%。",
         ["amount 公务用车运行维护费 24", "count 公务用车 8", "amount 各车平均 3", "change_pct 各车平均 -5.2"]),
        # a rate behind what each costs is of that, not of a count; behind a ； money is of the whole, not of a part
        (f"{THREE_PUBLIC}公务用车运行费24万元，车辆8辆，车均3万元，比上年下降5.2%。",
         ["amount 公务用车运行费 24", "count 车辆 8", "amount 车均公务用车运行费 3",
          "change_pct 车均公务用车运行费 -5.2"]),
        (f"{THREE_PUBLIC}接待来访42批，其中外宾18批；支出3.9万元。",
         ["count 接待来访 42", "count 外宾 18", "amount 接待来访 3.9"]),
        # guests that are part of all guests
        (f"{THREE_PUBLIC}国内公务接待28批次，其中：接待上级检查12批次，支出0.8万元；接待兄弟单位16批次，支出1.4万元。",
         ["count 国内公务接待 28", "count 接待上级检查 12", "amount 接待上级检查 0.8", "count 接待兄弟单位 16",
          "amount 接待兄弟单位 1.4"]),
        ("十一、政府采购支出说明\n货物采购支出302万元，占年初货物采购预算330万元的91.67%。",
         ["amount 货物采购支出 302", "initial_budget 货物采购 330", "completion_pct 货物采购 91.67"]),
        # a share that moves, a completion that goes on with another budget, shares of several in their order
        (f"{INCOME}财政拨款收入占比由2022年的98.2%提高到99.6%。",
         ["share_pct 财政拨款收入 98.2", "share_pct 财政拨款收入 99.6"]),
        (f"{THREE_PUBLIC}“三公”经费完成年初预算的79.45%、全年预算的80.93%。",
         ["completion_pct “三公”经费 79.45", "completion_pct “三公”经费 80.93"]),
        (f"{INCOME}事业收入3万元、其他收入1万元，两者占比依次为75%、25%。",
         ["amount 事业收入 3", "amount 其他收入 1", "share_pct 事业收入 75", "share_pct 其他收入 25"]),
        # a sum by its arithmetic, whatever was told between; a name behind a bracket that closes; a bound is none
        (f"{THREE_PUBLIC}公务接待费1万元，接待9批。公务用车运行费4万元（轿车1辆）。合计5万元，比上年减少2万元。",
         ["amount 公务接待费 1", "count 公务接待费 9", "amount 公务用车运行费 4", "count 轿车 1", "amount 合计 5",
          "change_amount 合计 -2"]),
        (f"{THREE_PUBLIC}分别为赴德国（1个团、2人，3万元）、赴法国（2个团、4人，5万元）。",
         [*("count 赴德国 1", "count 赴德国 2", "amount 赴德国 3"),
          *("count 赴法国 2", "count 赴法国 4", "amount 赴法国 5")]),
        # what came in ends the duties, though no heading says so; a budget of which nothing is named
        ("某林场2023年决算说明\n一、基本情况：职工86人。\n二、2023年收入合计9万元，比上年增长6.6%。",
         ["amount 收入合计 9", "change_pct 收入合计 6.6"]),
        ("某林场2023年决算说明\n一、基本情况\n职工86人。\n2023年收入合计9万元，支出8万元。",
         ["amount 收入合计 9", "amount 支出 8"]),
        ("某馆2023年度决算说明\n一、基本情况：编制18人。\n二、收支：收入9万元，支出8万元。\n三、“三公”：支出1万元。",
         ["amount 收入 9", "amount 支出 8", "amount “三公” 1"]),
        ("某局2023年度部门决算\n二、决算说明\n2023年年初预算批复9万元。", ["initial_budget 预算 9"]),
        ("三、支出决算情况说明\n项目支出900万元，其中超过100万元的项目6个。",
         ["amount 项目支出 900", "count 项目支出 6"]),
        # the name behind its number; the unit of nothing left out
        (f"{INCOME}事业收入3万元，其余1万元为其他收入。", ["amount 事业收入 3", "amount 其他收入 1"]),
        (f"{THREE_PUBLIC}公车运行4.2万元、接待0.68万元、出国0。",
         ["amount 公车运行 4.2", "amount 接待 0.68", "amount 出国 0"]),
        (f"{THREE_PUBLIC}因公出国（境）62个团组，131人次。", ["count 因公出国（境） 62", "count 因公出国（境） 131"]),
        # money speaks of money again after what was counted or rated by the way; 接待 is new where nothing spoke of it
        (f"{THREE_PUBLIC}公务接待费2万元，来访4批共22人，较上年节省0.7万元。",
         ["amount 公务接待费 2", "count 来访 4", "count 来访 22", "change_amount 公务接待费 -0.7"]),
        (f"{PERFORMANCE}绩效自评项目共3个，自评覆盖率达到100%，涉及资金5万元。",
         ["count 绩效自评项目 3", "share_pct 自评覆盖率 100", "amount 绩效自评项目资金 5"]),
        (f"{PERFORMANCE}绩效自评得优2个、良1个，平均得分94分，最高99分。",
         ["count 优 2", "count 良 1", "score 绩效自评项目 94", "score 绩效自评项目最高 99"]),
        (f"{THREE_PUBLIC}公务用车运行费5万元。接待4批、22人。",
         ["amount 公务用车运行费 5", "count 接待 4", "count 接待 22"]),
        # rates and degrees before 达到, 超
        (f"{PERFORMANCE}群众满意度达到95%，知晓度超90%，办结率到98%。",
         ["share_pct 群众满意度 95", "share_pct 知晓度 90", "share_pct 办结率 98"]),
        # a name as a sentence of its own, a code in brackets behind it
        ("五、支出决算情况说明\n教育支出9万元。农林水支出。年初预算数2万元，决算数3万元。",
         ["amount 教育支出 9", "initial_budget 农林水支出 2", "amount 农林水支出 3"]),
        ("五、支出决算情况说明\n1.公共安全支出（类）检察（款）行政运行（项）（2040401）。\n年初预算为9万元。农林水支出（213）8万元。",
         ["initial_budget 公共安全支出（类）检察（款）行政运行（项）（2040401） 9", "amount 农林水支出（213） 8"]),
        # a line that begins anew speaks of its section again
        (f"{INCOME}（一）明细\n特困供养3万元。\n（二）执行\n年初预算9万元。",
         ["amount 特困供养 3", "initial_budget 本年收入合计 9"]),
        # 高 and 低 alone, and a rate with its sign; what lies between the two sides; a budget that names what it is of
        (f"{THREE_PUBLIC}公务接待费4.2万元，决算比预算低0.8万元，同比-4.6%；公务用车费5万元，比上年高1万元。",
         ["amount 公务接待费 4.2", "change_amount 公务接待费 -0.8", "change_pct 公务接待费 -4.6", "amount 公务用车费 5",
          "change_amount 公务用车费 1"]),
        ("一、收入支出决算总体情况说明\n收入总计9万元，支出总计7万元，收入总计比支出总计多2万元。",
         ["amount 收入总计 9", "amount 支出总计 7", "amount 收支相差 2"]),
        ("三、支出决算情况说明\n基本支出4.5万元，完成年初预算基本支出5万元的90%。",
         ["amount 基本支出 4.5", "initial_budget 基本支出 5", "completion_pct 基本支出 90"]),
        ("三、支出决算情况说明\n总支出9万元，完成年初预算总支出8万元的112.5%；基本支出4.5万元，完成调整预算基本支出5万元的90%。",
         ["amount 总支出 9", "initial_budget 总支出 8", "completion_pct 总支出 112.5",
          *("amount 基本支出 4.5", "adjusted_budget 基本支出 5", "completion_pct 基本支出 90")]),
        (f"{INCOME}事业收入9万元，比上年低1万元，低10%。年末结转3万元，较年初高1万元。",
         ["amount 事业收入 9", "change_amount 事业收入 -1", "change_pct 事业收入 -10", "amount 年末结转 3",
          "change_amount 年末结转 1"]),
        (f"{THREE_PUBLIC}公务接待费1万元。因公出国（境）团组数及人数：2个、5人，费用3.2万元。",
         ["amount 公务接待费 1", "count 因公出国（境）团组数 2", "count 因公出国（境） 5",
          "amount 因公出国（境） 3.2"]),
        # a name with an ordinal and a ：, behind another; vehicles that are there now
        (f"{THREE_PUBLIC}3、“三公”经费：全年7.1万元。\n4、政府采购：计划620万元，实际588.3万元。",
         ["amount “三公”经费 7.1", "initial_budget 政府采购 620", "amount 政府采购 588.3"]),
        (f"{THREE_PUBLIC}公车运行24.3万元，现有9辆。", ["amount 公车运行 24.3", "count 公务用车保有量 9"]),
        # one number of two that change to either side is of neither alone
        ("三、支出决算情况说明\n基本支出占60%，项目支出占40%，比上年分别提高和降低0.4个百分点。",
         ["share_pct 基本支出 60", "share_pct 项目支出 40"]),
        ("一、收入支出决算总体情况说明\n收入总计9万元，支出总计7万元，分别增加和减少6万元。",
         ["amount 收入总计 9", "amount 支出总计 7"]),
        # what is saved of a whole whose parts were told; verbs that name nothing, and who came; tenths and their %
        ("十一、政府采购支出情况说明\n采购总额9万元，其中货物类6万元，服务类3万元，节约资金1万元。",
         ["amount 采购总额 9", "amount 货物类 6", "amount 服务类 3", "change_amount 采购总额 -1"]),
        (f"{INCOME}购机补贴180万元，实际兑付176.2万元，兑付率97.89%。",
         ["amount 购机补贴 180", "amount 购机补贴 176.2", "completion_pct 购机补贴 97.89"]),
        (f"{THREE_PUBLIC}公务接待费0.96万元，仅占预算的三成，33.13%，接待兄弟院校来访18批；会议费5万元，参会20人次。",
         ["amount 公务接待费 0.96", "completion_pct 公务接待费 30", "completion_pct 公务接待费 33.13",
          *("count 公务接待费 18", "amount 会议费 5", "count 会议费 20")]),
        (f"{PERFORMANCE}对“信访维稳”项目开展自评，项目全年预算数40万元，得分95分。",
         ["adjusted_budget 自评的“信访维稳”项目 40", "score 自评的“信访维稳”项目 95"]),
        # what two come to has changed; about how many tenths, and how many exactly; vehicles that are no official ones
        (f"{THREE_PUBLIC}公务用车运行费4万元（预算5万元），接待费1万元（预算2万元）。两项合计较预算节支2万元，降28.57%。",
         ["amount 公务用车运行费 4", "adjusted_budget 公务用车运行费 5", "amount 接待费 1", "adjusted_budget 接待费 2",
          "change_amount 合计 -2", "change_pct 合计 -28.57"]),
        (f"{INCOME}事业收入9万元，增长近一成（9.9%）。新购平地机1台，价款118万元。",
         ["amount 事业收入 9", "change_pct 事业收入 9.9", "count 新购平地机 1", "amount 新购平地机 118"]),
        (f"{THREE_PUBLIC}校车14辆不计入公务用车。接待援疆专家23批。", ["count 校车 14", "count 接待 23"]),
        # nothing that was planned, with its unit left out; from the beginning of the year to its end
        (f"{THREE_PUBLIC}因公出国（境）费预算0，决算0；公务接待费年初预算为0，决算0.5万元；会议费全年预算0，决算0。",
         ["adjusted_budget 因公出国（境）费 0", "amount 因公出国（境）费 0", "initial_budget 公务接待费 0",
          *("amount 公务接待费 0.5", "adjusted_budget 会议费 0", "amount 会议费 0")]),
        ("十二、国有资产占用情况说明\n资产总额由年初的80万元增加到年末的92万元，增幅15%。",
         ["amount 年初资产总额 80", "amount 资产总额 92", "change_pct 资产总额 15"]),
        # what several come to, whatever word says so
        (f"{THREE_PUBLIC}1.公务用车费：决算3.82万元。\n2.公务接待费：决算0.41万元。\n以上两项合计决算4.23万元，占年初预算5万元的84.6%。",
         ["amount 公务用车费 3.82", "amount 公务接待费 0.41", "amount 合计 4.23", "initial_budget 合计 5",
          "completion_pct 合计 84.6"]),
        ("三、支出决算情况说明\n日常养护支出5万元（同比增4%），管理费4万元。支出共计9万元。\n燃油3万元，维修2万元，共5万元。",
         ["amount 日常养护支出 5", "change_pct 日常养护支出 4", "amount 管理费 4", "amount 本年支出合计 9",
          "amount 燃油 3", "amount 维修 2", "amount 合计 5"]),
        ("十一、政府采购支出情况说明\n政府采购预算9万元，中标金额8万元，节约1万元。",
         ["initial_budget 政府采购 9", "amount 政府采购 8", "change_amount 政府采购 -1"]),
        # a sum with the name of its item is no sum of what was told; what a budget was not exceeded by is that budget
        ("一、收入：合计9万元，其中甲4万元，乙5万元。\n二、支出：合计9万元。\n四、机关运行：合计3万元，比上年多1万元。",
         ["amount 收入 9", "amount 甲 4", "amount 乙 5", "amount 支出 9", "amount 机关运行 3",
          "change_amount 机关运行 1"]),
        (f"{THREE_PUBLIC}公车运行1.8万元，未超预算2万元。固定资产期初数3万元，本期增加1万元，期末数4万元。",
         ["amount 公车运行 1.8", "adjusted_budget 公车运行 2", "amount 期初固定资产 3", "change_amount 固定资产 1",
          "amount 固定资产 4"]),
        # what is not spent, what of two years or stages lies apart; units of the archives; what calls itself 我段
        (f"{THREE_PUBLIC}三公经费决算数1.85万元，预算数2万元，预决算相差0.15万元；接待、出国均为零。",
         ["amount 三公经费 1.85", "adjusted_budget 三公经费 2", "change_amount 三公经费 -0.15", "amount 接待 0",
          "amount 出国 0"]),
        (f"{INCOME}接收档案34卷，数字化扫描26页，费用3万元。改造资金9万元，未使用2万元。",
         ["count 接收档案 34", "count 数字化扫描 26", "amount 数字化扫描 3", "amount 改造资金 9",
          "amount 改造资金未使用 2"]),
        ("一、收支总况\n2023年全段收入9万元，支出8万元。\n一、决算概况\n我段预算总额9万元。",
         ["amount 收入 9", "amount 支出 8", "initial_budget 预算 9"]),
        # what is not spent of a budget, which is no surplus; what several come to; a count that moves
        (f"{THREE_PUBLIC}“三公”经费预算120万元，决算118.6万元，结余1.4万元，比上年降9.6%。",
         ["adjusted_budget “三公”经费 120", "amount “三公”经费 118.6", "change_amount “三公”经费 -1.4",
          "change_pct “三公”经费 -9.6"]),
        (f"{THREE_PUBLIC}出国费0，车辆运行费4.4万元，接待费1万元，共计5.4万元。",
         ["amount 出国费 0", "amount 车辆运行费 4.4", "amount 接待费 1", "amount 合计 5.4"]),
        (f"{THREE_PUBLIC}公务用车保有量由年初的62辆减至年末的58辆，减少4辆。",
         ["count 公务用车保有量 62", "count 公务用车保有量 58", "change_amount 公务用车保有量 -4"]),
        # each of its own, though each has a word of its own
        (f"{THREE_PUBLIC}会议费6万元（14次），培训费3万元，分别较上年增长5.1%、下降8.7%。",
         ["amount 会议费 6", "count 会议费 14", "amount 培训费 3", "change_pct 会议费 5.1", "change_pct 培训费 -8.7"]),
        # a share of a budget is how much of it was done
        (f"{THREE_PUBLIC}公务接待费3万元，占年初预算4万元的75%；公务用车费1万元，仅占预算的20%。",
         ["amount 公务接待费 3", "initial_budget 公务接待费 4", "completion_pct 公务接待费 75", "amount 公务用车费 1",
          "completion_pct 公务用车费 20"]),
        (f"{PERFORMANCE}观众满意度97.8%，比上年提升1.1个百分点。",
         ["share_pct 观众满意度 97.8", "change_pct 观众满意度 1.1"]),
        (f"{INCOME}事业收入3万元，占比超过90%。", ["amount 事业收入 3", "share_pct 事业收入 90"]),
        # 收支 is both that were told; a change has come to this year's; what 上述三项 are the sentence before has told
        ("一、收入支出决算总体情况说明\n收入总计9万元，支出总计9万元。收支较上年决算数减少1万元。",
         ["amount 收入总计 9", "amount 支出总计 9", "change_amount 收入总计 -1", "change_amount 支出总计 -1"]),
        (f"{INCOME}事业收入由2021年的1.86亿元增至2022年的2.03亿元，净增0.17亿元。",
         ["amount 事业收入 1.86", "amount 事业收入 2.03", "change_amount 事业收入 0.17"]),
        (f"{INCOME}事业收入7万元、经营收入2万元、其他收入1万元。上述三项收入占比依次为70%、20%、10%。",
         ["amount 事业收入 7", "amount 经营收入 2", "amount 其他收入 1", "share_pct 事业收入 70",
          "share_pct 经营收入 20", "share_pct 其他收入 10"]),
        # one of the two that a name has, or all of it
        (f"{THREE_PUBLIC}公务用车购置及运行费9万元，其中购置1辆。公务接待费1万元，接待4批。",
         ["amount 公务用车购置及运行费 9", "count 公务用车购置 1", "amount 公务接待费 1", "count 公务接待费 4"]),
        ("十一、政府采购支出情况说明\n货物采购：计划9万元，实支8万元，占预算10万元的80%。",
         ["initial_budget 货物采购 9", "amount 货物采购 8", "initial_budget 货物采购 10",
          "completion_pct 货物采购 80"]),
        # a side behind what it is told against; what is flat is still so much
        (f"{INCOME}收入9万元，支出8万元，结余1万元，较上年收入减少2万元。",
         ["amount 本年收入合计 9", "amount 支出 8", "amount 结余 1", "change_amount 本年收入合计 -2"]),
        (f"{THREE_PUBLIC}公务接待费与上年一致，均为0.6万元，控制在预算0.8万元以内。",
         ["change_amount 公务接待费 None", "amount 公务接待费 0.6", "adjusted_budget 公务接待费 0.8"]),
        # guests behind their groups, vehicles behind their number
        (f"{THREE_PUBLIC}接待国内来访团组5个、来宾28人次，用于购置2辆执法用车。",
         ["count 接待国内来访团组 5", "count 来宾 28", "count 执法用车 2"]),
        # each number of a clause has its own part, year, or base; 前者, 后者
        (f"{THREE_PUBLIC}公务接待费预算数、决算数分别为3万元、1.8万元。",
         ["adjusted_budget 公务接待费 3", "amount 公务接待费 1.8"]),
        (f"{INCOME}事业收入7万元、其他收入3万元，前者占70%，后者略增0.3万元。",
         ["amount 事业收入 7", "amount 其他收入 3", "share_pct 事业收入 70", "change_amount 其他收入 0.3"]),
        # what stands in brackets is not what 分别 goes back to
        (f"{INCOME}事业收入7万元（其中甲2万元，乙5万元）、其他收入3万元，分别较上年增加1万元、减少2万元。",
         ["amount 事业收入 7", "amount 甲 2", "amount 乙 5", "amount 其他收入 3", "change_amount 事业收入 1",
          "change_amount 其他收入 -2"]),
        # a section that is about one thing; what there was none of; a band of scores
        ("十、机关运行经费支出情况说明\n机关运行经费9万元，主要用于办公费。支出合计比上年减少1万元。",
         ["amount 机关运行经费 9", "change_amount 机关运行经费支出 -1"]),
        (f"{THREE_PUBLIC}全年无因公出国（境）事项，费用为0元。接待4批，花费2万元。",
         ["amount 因公出国（境） 0", "count 接待 4", "amount 接待 2"]),
        (f"{PERFORMANCE}项目得分在90分（含）-100分的3个，部门整体支出自评得分93分，比上年提高1.2分。",
         ["count 90分（含）-100分 3", "score 部门整体 93", "change_amount 部门整体 1.2"]),
        # what the words behind a number name: what it is for, and which vehicles they are
        (f"{INCOME}事业收入9万元，其中：7万元用于草原围栏建设，2万元用于防治。其他收入同比多3万元。",
         ["amount 事业收入 9", "amount 草原围栏建设 7", "amount 防治 2", "change_amount 其他收入 3"]),
        ("十二、国有资产占用情况说明\n车辆6辆，其中2辆为应急保障用车，4辆为其他用车。",
         ["count 车辆 6", "count 应急保障用车 2", "count 其他用车 4"]),
        # what is left of what was spoken of; a change of what was counted in passing is none of the money before it
        (f"{INCOME}口岸专项资金9万元，已支付8万元，剩余1万元。",
         ["amount 口岸专项资金 9", "amount 口岸专项资金 8", "amount 口岸专项资金剩余 1"]),
        # a heading of accounts is none of duties
        ("一、学校收支概况\n总收入16.82亿元，比2022年净增1.07亿元。",
         ["amount 总收入 16.82", "change_amount 总收入 1.07"]),
        (f"{INCOME}口岸专项资金9万元，已支付8万元，支付进度88.9%。",
         ["amount 口岸专项资金 9", "amount 口岸专项资金 8", "completion_pct 口岸专项资金 88.9"]),
    ],
)  # fmt: skip
def test_what_a_figure_is(text: str, figures: list[str]) -> None:
    assert [f"{metric} {subject} {value}" for metric, subject, value, _ in said(read(text))] == figures


def test_what_is_told_in_passing() -> None:
    prose = read(
        f"{INCOME}购书费4万元。惠及群众8人次，上升5%。\n{THREE_PUBLIC}在职职工7人，比上年减少1人。购置费9万元，增加的原因是更新执法车2辆。生均公用经费标准为每生每年850元。\n"
        "十、机关运行经费支出情况说明\n主要用于开支办公费2万元。年初预算9万元，调减3万元。"
    )
    assert [f"{f.value} {f.context}" for f in prose.figures] == [
        *("4 None", "8 use", "5 use", "7 staff", "-1 staff", "9 None", "2 reason", "850 plan", "2 use", "9 None"),
        "-3 plan",
    ]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("“三公”经费\n2023年度“三公”经费预算5万元。", "“三公”经费"),
        ("三、三公\n预算5万元。", "三、三公"),
        ("三、三公经费支出为5万元，全部为公务接待费，接待4批。", "三、三公经费"),
        ("四、三公\n“三公”经费预算5万元。", "四、三公"),
    ],
)
def test_a_short_heading_opens_its_section(text: str, section: str) -> None:
    figures = read(f"二、收入决算情况说明\n收入5万元。\n{text}").figures[1:]
    assert {(f.section, f.section_no) for f in figures} == {(section, 9)}


def test_each_number_of_a_clause_has_its_year_and_its_base() -> None:
    prose = read(
        f"{INCOME}2020年、2021年收入分别为8万元和9万元。\n{THREE_PUBLIC}三公经费比预算和上年分别减少2万元和1万元。"
    )
    assert [f.figure_year for f in prose.figures[:2]] == [2020, 2021]
    assert [f.compared_with for f in prose.figures[2:]] == ["adjusted_budget", "last_year"]


def test_a_change_behind_a_rate_of_completion_is_against_that_budget() -> None:
    figures = read(f"{INCOME}事业收入预算5万元，比上年预算4万元增加25%。").figures
    assert [f.compared_with for f in figures[2:]] == ["last_year"]
    figures = read(f"{INCOME}2023年事业收入6万元，年初预算5万元，超收1万元。").figures
    assert [f.compared_with for f in figures[2:]] == ["initial_budget"]
    figures = read(f"{INCOME}2023年事业收入年初预算数为5万元，预算完成率126%，超收1.3万元，比上年增加1万元。").figures
    assert [f.compared_with for f in figures[1:]] == ["initial_budget", "initial_budget", "last_year"]


def test_one_number_of_several_years_is_of_each_or_of_none() -> None:
    figures = read("九、三公经费情况说明\n2023年、2022年、2021年三公经费均为0元。三年三公经费均为0元。").figures
    assert [f.figure_year for f in figures[:3]] == [2023, 2022, 2021]
    (figure,) = read("九、三公经费情况说明\n2021-2023年三公经费共9元。").figures
    assert figure.figure_year is None


@pytest.mark.skipif(not HEADINGS.exists(), reason="the headings of the country are not beside the checkout")
def test_every_heading_opens_its_section_in_a_running_document() -> None:
    with HEADINGS.open(encoding="utf-8-sig") as file:
        outlines = [list(rows) for _, rows in groupby(csv.DictReader(file), lambda row: row["outline"])]
    lost = []
    for rows in outlines:
        told = [f"{row['heading']}\n2022年度收入{i}.5万元。\n" for i, row in enumerate(rows)]
        found = read("某市水务局2022年度部门决算\n" + "".join(told)).figures
        sections = {str(f.value): (f.section or "", f.section_no) for f in found}
        for i, row in enumerate(rows):
            title, number = sections.get(f"{i}.5", ("", None))
            known = row["section_no"] in ("", str(number)) or row["heading"] in SEEN_APART
            if not known or not title.endswith("".join(row["heading"].split()).rstrip("。：")):
                lost.append(row["heading"])
    assert lost == []


@pytest.mark.parametrize("printed", ["1,286,45万元", "12,86.45万元", "1286,45%"])
def test_separators_that_no_number_has_make_one_that_is_told(printed: str) -> None:
    found = read(f"{INCOME}财政拨款收入{printed}，其他收入1,200.50万元。")
    assert [(f.metric, f.value) for f in found.figures] == [(None, None), ("amount", Decimal("1200.50"))]
    assert len(found.unread) == 1
