"""The closed lists (登记表): what a column can measure, what a row can be, and the words for sides and stages.

Every key has its meaning, its facets and its examples in `patterns/lexicon/`; a key that stands on one side alone is
refused when the lexicon is loaded.
"""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """收支方向: the panel of 01 or 04 that a number stands in."""

    INCOME = "income"
    EXPENDITURE = "expenditure"


class Basis(StrEnum):
    """口径: which stage of the budget an amount is of (年初预算数, 全年预算数, 决算数)."""

    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    FINAL = "final"


class Role(StrEnum):
    """What a column names, where it holds no amount of this year; `ASIDE` is another year's, a change, a share."""

    ASIDE = "aside"
    ROW_NO = "row_no"
    CODE_CLASS = "code_class"
    CODE_GROUP = "code_group"
    CODE_ITEM = "code_item"
    CODE = "code"
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    NAME = "name"
    LABEL = "label"


CODE_ROLES = (Role.CODE, Role.CODE_CLASS, Role.CODE_GROUP, Role.CODE_ITEM)


class Shape(StrEnum):
    """The form in which a table is laid out, and so the reader that reads it."""

    TWO_SIDED = "two_sided"
    CODED = "coded"
    ECONOMIC = "economic"
    THREE_PUBLIC = "three_public"


class Measure(StrEnum):
    """指标: what a column of amounts measures."""

    AMOUNT = "amount"
    TOTAL = "total"
    APPROPRIATION = "appropriation"
    APPROPRIATION_GENERAL = "appropriation_general"
    APPROPRIATION_GOV_FUND = "appropriation_gov_fund"
    APPROPRIATION_STATE_CAPITAL = "appropriation_state_capital"
    SUPERIOR_SUBSIDY = "superior_subsidy"
    BUSINESS = "business"
    BUSINESS_EDUCATION = "business_education"
    OPERATING = "operating"
    AFFILIATED_REMITTANCE = "affiliated_remittance"
    OTHER = "other"
    GENERAL = "general"
    GOV_FUND = "gov_fund"
    STATE_CAPITAL = "state_capital"
    BASIC = "basic"
    BASIC_PERSONNEL = "basic_personnel"
    BASIC_PUBLIC = "basic_public"
    PROJECT = "project"
    PROJECT_ADMINISTRATIVE = "project_administrative"
    PROJECT_CONSTRUCTION = "project_construction"
    REMIT_TO_SUPERIOR = "remit_to_superior"
    SUBSIDY_TO_AFFILIATED = "subsidy_to_affiliated"
    OPENING_BALANCE = "opening_balance"
    OPENING_BASIC = "opening_basic"
    OPENING_PROJECT = "opening_project"
    INCOME = "income"
    INCOME_BASIC = "income_basic"
    INCOME_PROJECT = "income_project"
    CLOSING_BALANCE = "closing_balance"
    CLOSING_BASIC = "closing_basic"
    CLOSING_PROJECT = "closing_project"
    CLOSING_PROJECT_CARRYOVER = "closing_project_carryover"
    CLOSING_PROJECT_SURPLUS = "closing_project_surplus"
    PERSONNEL = "personnel"
    PUBLIC = "public"
    ABROAD = "abroad"
    VEHICLE_TOTAL = "vehicle_total"
    VEHICLE_PURCHASE = "vehicle_purchase"
    VEHICLE_OPERATION = "vehicle_operation"
    RECEPTION = "reception"
    MEETING = "meeting"
    TRAINING = "training"


class Item(StrEnum):
    """行项: what a row without a subject code is."""

    GENERAL_BUDGET = "general_budget"
    GOV_FUND = "gov_fund"
    STATE_CAPITAL = "state_capital"
    APPROPRIATION = "appropriation"
    SUPERIOR_SUBSIDY = "superior_subsidy"
    BUSINESS = "business"
    OPERATING = "operating"
    AFFILIATED_REMITTANCE = "affiliated_remittance"
    OTHER = "other"
    NON_FISCAL_SURPLUS_USED = "non_fiscal_surplus_used"
    OPENING_BALANCE = "opening_balance"
    OPENING_GENERAL = "opening_general"
    OPENING_GOV_FUND = "opening_gov_fund"
    OPENING_STATE_CAPITAL = "opening_state_capital"
    SURPLUS_DISTRIBUTION = "surplus_distribution"
    CLOSING_BALANCE = "closing_balance"
    CURRENT_TOTAL = "current_total"
    PERSONNEL_TOTAL = "personnel_total"
    PUBLIC_TOTAL = "public_total"
    GRAND_TOTAL = "grand_total"
    SUBTOTAL = "subtotal"
    PAGE_SUM = "page_sum"
