"""The made-up departments of made-up places. None exists; any likeness in a name is chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["administrative", "institution", "university"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A purpose that a department has money for: 项, source, nature of spending, and its usual size in 元."""

    code: str
    source: str
    nature: str
    yuan: int


@dataclass(frozen=True, slots=True)
class Department:
    """What stays the same over the years; `forms` are other names under which it prints itself."""

    name: str
    short: str
    kind: Kind
    staff: int
    main: tuple[str, ...]
    plans: tuple[Plan, ...] = ()
    duty: str = "贯彻执行本行业的方针政策和法律法规，拟订本地区发展规划并组织实施"
    members: tuple[str, ...] = ()
    projects: tuple[str, ...] = ("业务工作经费项目",)
    carries: bool = False
    abroad: bool = False
    vehicles: int = 0

    @property
    def is_administrative(self) -> bool:
        return self.kind == "administrative"


def _plan(code: str, yuan: int, source: str = "general", nature: str = "project") -> Plan:
    return Plan(code, source, nature, yuan)


FORESTRY = Department(
    name="云溪省青岚市林业局",
    short="青岚市林业局",
    kind="administrative",
    staff=64,
    main=("2130201", "2130204"),
    carries=True,
    abroad=True,
    vehicles=5,
    plans=(
        _plan("2130205", 3_860_000),
        _plan("2130207", 1_240_000),
        _plan("2130209", 2_415_000),
        _plan("2130234", 985_000),
        _plan("2130299", 460_000),
        _plan("2110302", 720_000),
        _plan("2120804", 1_500_000, "gov_fund"),
        _plan("2130204", 310_000, "other", "basic"),
        _plan("2130299", 186_000, "other"),
    ),
    duty="负责林业和草原及其生态保护修复的监督管理，组织森林、草原、湿地资源动态监测与评价，指导国土绿化工作",
    members=("云溪省青岚市林业局（本级）", "青岚市林木种苗繁育中心", "青岚市森林病虫害防治检疫站"),
    projects=("国土绿化与森林抚育项目", "松材线虫病防控项目", "森林防火视频监控运行项目"),
)

FINANCE = Department(
    name="澄州市望湖区财政局",
    short="望湖区财政局",
    kind="administrative",
    staff=82,
    main=("2010601",),
    carries=True,
    plans=(
        _plan("2010602", 180_000),
        _plan("2010607", 1_352_500),
        _plan("2010608", 4_495_200),
        _plan("2010601", 62_000, "other", "basic"),
        _plan("2230105", 96_000, "state_capital"),
    ),
    duty="贯彻实施财政、税收的法律法规和方针政策，拟订财政改革方案并组织实施，编制年度预算草案",
    members=("澄州市望湖区财政局（本级）", "澄州市望湖区国库支付服务中心"),
    projects=("预算管理一体化系统运维项目",),
    vehicles=2,
)

STATISTICS = Department(
    name="霞岭省苍梧山市统计局",
    short="苍梧山市统计局",
    kind="administrative",
    staff=38,
    main=("2010501", "2010550"),
    plans=(_plan("2010505", 643_000), _plan("2010507", 1_960_000), _plan("2010508", 288_000)),
    duty="组织领导和协调统计工作，确保统计数据真实、准确、及时，组织实施重大国情国力普查",
    members=("霞岭省苍梧山市统计局（本级）", "苍梧山市社会经济调查队"),
    projects=("人口普查项目", "城乡住户调查项目"),
    vehicles=2,
)

CULTURE = Department(
    name="禾源县文化馆",
    short="禾源县文化馆",
    kind="institution",
    staff=26,
    main=("2070109",),
    vehicles=1,
    plans=(
        _plan("2070199", 452_000),
        _plan("2070111", 120_000),
        _plan("2296003", 200_000, "gov_fund"),
        _plan("2070109", 85_400, "business", "basic"),
        _plan("2070109", 52_000, "operating", "operating"),
    ),
    duty="组织开展群众文化活动，辅导群众文艺创作，收集整理和保护民族民间文化遗产",
    projects=("免费开放补助项目",),
)

SCHOOL = Department(
    name="禾源县第三初级中学",
    short="禾源三中",
    kind="institution",
    staff=143,
    main=("2050203",),
    vehicles=1,
    plans=(
        _plan("2050203", 3_260_000),
        _plan("2050202", 240_000),
        _plan("2050203", 1_180_000, "business", "basic"),
        _plan("2050203", 96_500, "superior_subsidy"),
        _plan("2296003", 320_000, "gov_fund"),
    ),
    duty="实施初中义务教育，促进基础教育发展，承担初中学历教育及相关社会服务",
    projects=("校舍维修改造项目",),
)

WATER = Department(
    name="云溪省松澜县水利局",
    short="松澜县水利局",
    kind="administrative",
    staff=51,
    main=("2130301",),
    carries=True,
    vehicles=4,
    plans=(
        _plan("2130306", 2_870_000),
        _plan("2130314", 1_420_000),
        _plan("2130399", 365_000),
        _plan("2120803", 4_200_000, "gov_fund"),
        _plan("2340101", 600_000, "gov_fund"),
        _plan("2230201", 500_000, "state_capital"),
        _plan("2130306", 74_000, "other"),
    ),
    duty="保障水资源的合理开发利用，组织指导水利设施的管理与保护，负责水旱灾害防御工作",
    members=("云溪省松澜县水利局（本级）", "松澜县河道堤防管理所", "松澜县水文测报站"),
    projects=("山洪灾害防治项目", "水库除险加固项目"),
)

CITY_MANAGEMENT = Department(
    name="澄州市望湖区城市管理综合行政执法局",
    short="望湖区城管执法局",
    kind="administrative",
    staff=196,
    main=("2120101", "2120104"),
    carries=True,
    vehicles=31,
    plans=(
        _plan("2120199", 5_320_000),
        _plan("2120303", 2_150_000),
        _plan("2120399", 3_470_000),
        _plan("2120803", 9_800_000, "gov_fund"),
        _plan("2120899", 1_260_000, "gov_fund"),
        _plan("2120104", 455_000, "other"),
    ),
    duty="负责市容环境卫生、城市绿化、市政公用、建筑渣土等方面的行政执法和综合协调工作",
    members=("澄州市望湖区城市管理综合行政执法局（本级）", "望湖区环境卫生管理所", "望湖区市政设施养护中心"),
    projects=("生活垃圾分类收运项目", "道路保洁项目"),
)

EMERGENCY = Department(
    name="霞岭省苍梧山市应急管理局",
    short="苍梧山市应急管理局",
    kind="administrative",
    staff=47,
    main=("2240101", "2240150"),
    vehicles=6,
    abroad=True,
    plans=(_plan("2240106", 1_740_000), _plan("2340299", 350_000, "gov_fund"), _plan("2240101", 28_800, "other")),
    duty="负责应急管理工作，指导应对安全生产类、自然灾害类等突发事件和综合防灾减灾救灾工作",
    members=("霞岭省苍梧山市应急管理局（本级）", "苍梧山市应急救援保障中心"),
    projects=("应急物资储备项目", "安全生产监管执法项目"),
)

UNIVERSITY = Department(
    name="云岭江海大学",
    short="云岭江海大学",
    kind="university",
    staff=1680,
    main=("2050205",),
    carries=True,
    abroad=True,
    vehicles=18,
    plans=(
        _plan("2050205", 186_400_000),
        _plan("2060204", 24_600_000),
        _plan("2060203", 31_280_000),
        _plan("2050205", 214_000_000, "education", "basic"),
        _plan("2060399", 98_500_000, "business"),
        _plan("2050205", 6_420_000, "affiliated_remittance", "basic"),
        _plan("2050205", 83_900_000, "other"),
    ),
    duty="培养高等学历人才，促进科技文化发展，开展哲学、经济学、理学、工学等学科的高等学历教育",
    projects=("改善基本办学条件项目",),
)

TRANSPORT = Department(
    name="霁山市松屏区公路养护中心",
    short="松屏区公路养护中心",
    kind="institution",
    staff=88,
    main=("2140110",),
    vehicles=12,
    plans=(
        _plan("2140106", 6_150_000),
        _plan("2140110", 1_060_000),
        _plan("2140110", 240_000, "operating", "operating"),
        _plan("2140110", 118_000, "other", "remit_to_superior"),
        _plan("2140106", 415_000, "superior_subsidy"),
    ),
    duty="承担辖区国省干线公路、农村公路的养护、抢修保通和路况巡查工作",
    projects=("国省干线路面修复养护项目",),
)

EMPLOYMENT_ARCHIVE = Department(
    name="松屏区就业信息与档案服务中心",
    short="区就业档案中心",
    kind="institution",
    staff=3,
    main=("2080150",),
    plans=(_plan("2080108", 149_700), _plan("2080150", 51_700, "other")),
    duty="维护人社系统软件运行安全，加快人社系统信息化建设，负责社会保障卡制发与拓展应用工作",
    projects=("社会保障卡制卡经费项目",),
)

STREET = Department(
    name="澄州市望湖区人民政府听松街道办事处",
    short="听松街道办事处",
    kind="administrative",
    staff=58,
    main=("2010301", "2010350"),
    vehicles=3,
    plans=(
        _plan("2010302", 1_450_000),
        _plan("2120399", 2_210_000),
        _plan("2080199", 640_000),
        _plan("2013999", 380_000),
        _plan("2120899", 900_000, "gov_fund"),
        _plan("2010302", 45_000, "other"),
    ),
    duty="统筹落实社区发展的重大决策和社区建设规划，组织公共服务，综合协调辖区内的城市管理",
    members=("澄州市望湖区人民政府听松街道办事处（本级）", "听松街道社区事务受理服务中心", "听松街道社区党群服务中心"),
    projects=("社区综合治理项目", "居委会工作经费项目"),
)

COMMERCE = Department(
    name="梧溪市商务和投资促进局",
    short="梧溪市商务局",
    kind="administrative",
    staff=33,
    main=("2011301",),
    vehicles=2,
    abroad=True,
    plans=(_plan("2011308", 2_640_000), _plan("2230107", 240_000, "state_capital"), _plan("2011308", 30_600, "other")),
    duty="拟订全市国内外贸易和招商引资的发展规划并组织实施，指导商贸流通领域改革",
    projects=("招商引资活动项目",),
)

SUN_COUNTY_FORESTRY = replace(
    FORESTRY,
    name="云溪省松澜县林业和草原局",
    short="松澜县林草局",
    staff=41,
    members=(),
    abroad=False,
    vehicles=3,
    plans=(*FORESTRY.plans, _plan("2230201", 350_000, "state_capital")),
)

LAKE_WATER = replace(
    WATER, name="霞岭省苍梧山市水利局", short="苍梧山市水利局", staff=73,
    members=("霞岭省苍梧山市水利局（本级）", "苍梧山市水库管理中心"),
)  # fmt: skip

HE_COUNTY_EMERGENCY = replace(
    EMERGENCY, name="禾源县应急管理局", short="禾源县应急局", staff=29, abroad=False,
    members=("禾源县应急管理局（本级）", "禾源县安全生产执法大队"),
)  # fmt: skip

CAPITAL_STATISTICS = replace(
    STATISTICS, name="首川市统计局", short="首川市统计局", staff=112, carries=True, abroad=True, vehicles=7,
    members=("首川市统计局（本级）", "首川市统计数据中心"),
)  # fmt: skip
