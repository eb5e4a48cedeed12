"""Closed lists of words of the review, with what each is called."""

from enum import StrEnum


class Condition(StrEnum):
    """What a survey looks into. Basis: HN 15 (HN-15-2), HN 12."""

    HOUSING = "housing"
    INCOME = "income"
    PROPERTY = "property"
    PEOPLE = "people"
    WORK = "work"


class Agreement(StrEnum):
    """Whether what a survey found agrees with what was declared."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class OpinionStage(StrEnum):
    """Who gives an opinion."""

    STREET = "street"
    COUNTY = "county"


class DecisionStage(StrEnum):
    """In what kind of procedure a decision is made."""

    COUNTY = "county"
    RECONSIDERATION = "reconsideration"
    PARK = "park"


class Outcome(StrEnum):
    """Whether the conditions are met."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


class FilingKind(StrEnum):
    """Where a list is filed for the record."""

    PREFECTURE = "prefecture"
    PARK = "park"


CONDITION_NAMES = {
    Condition.HOUSING: "住房状况",
    Condition.INCOME: "家庭收入",
    Condition.PROPERTY: "家庭财产",
    Condition.PEOPLE: "家庭人口",
    Condition.WORK: "就业情况",
}
AGREEMENT_NAMES = {
    Agreement.YES: "与申报一致",
    Agreement.NO: "与申报不一致",
    Agreement.UNCLEAR: "无法核实",
}
STAGE_NAMES = {
    DecisionStage.COUNTY: "审核决定",
    DecisionStage.RECONSIDERATION: "复核决定",
    DecisionStage.PARK: "园区审核决定",
}
OUTCOME_NAMES = {Outcome.QUALIFIED: "符合条件", Outcome.UNQUALIFIED: "不符合条件"}
FILING_NAMES = {FilingKind.PREFECTURE: "报市州住建部门备案", FilingKind.PARK: "园区报县级备案"}
