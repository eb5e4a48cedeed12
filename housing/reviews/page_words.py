"""What pages of the review call things, in the visitor's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.applications.states import ApplicationState as S
from housing.core.access.offices import OfficeKind
from housing.objections.page_words import STATE_WORDS
from housing.reviews.words import (
    Agreement,
    Condition,
    DecisionStage,
    FilingKind,
    OpinionStage,
    Outcome,
)

CONDITIONS = {
    Condition.HOUSING: _l("住房状况"),
    Condition.INCOME: _l("家庭收入"),
    Condition.PROPERTY: _l("家庭财产"),
    Condition.PEOPLE: _l("家庭人口"),
    Condition.WORK: _l("就业情况"),
}
AGREEMENTS = {
    Agreement.YES: _l("与申报一致"),
    Agreement.NO: _l("与申报不一致"),
    Agreement.UNCLEAR: _l("无法核实"),
}
OUTCOMES = {Outcome.QUALIFIED: _l("符合条件"), Outcome.UNQUALIFIED: _l("不符合条件")}
STAGES = {
    OpinionStage.STREET: _l("街道初审意见"),
    OpinionStage.COUNTY: _l("县级复核意见"),
    DecisionStage.COUNTY: _l("审核决定"),
    DecisionStage.RECONSIDERATION: _l("复核决定"),
    DecisionStage.PARK: _l("园区审核决定"),
}
FILINGS = {
    FilingKind.PREFECTURE: _l("报市州住建部门备案"),
    FilingKind.PARK: _l("园区报县级备案"),
}
FINDINGS = {
    "passed": _l("符合"),
    "failed": _l("不符合"),
    "not_checked": _l("未核查"),
}
DEPARTMENTS = {
    OfficeKind.PROPERTY_REGISTRY: _l("不动产登记"),
    OfficeKind.CIVIL_AFFAIRS: _l("民政"),
    OfficeKind.PUBLIC_SECURITY: _l("公安"),
    OfficeKind.SOCIAL_SECURITY: _l("人社"),
}
DUE = {"": _l("全部"), "today": _l("今天到期"), "overdue": _l("已经超期")}
STATES: dict[S, LazyString] = {
    S.DRAFT: _l("填写中"),
    S.SUBMITTED: _l("已提交，待受理"),
    S.INCOMPLETE: _l("待补正材料"),
    S.ACCEPTED: _l("已受理"),
    S.INVESTIGATED: _l("已调查，待初审公示"),
    S.STREET_PUBLIC: _l("街道公示中"),
    S.FORWARDED: _l("已报送县级"),
    S.COUNTY_RECEIVED: _l("县级已收件"),
    S.RECHECKED: _l("已复核，待审核决定"),
    S.QUALIFIED: _l("审核合格，待公示"),
    S.UNQUALIFIED: _l("审核不合格，待通知"),
    S.COUNTY_PUBLIC: _l("合格公示中"),
    S.REGISTERED: _l("已登记为轮候对象"),
    S.REFUSED: _l("已书面通知不符合"),
    S.RECONSIDERING: _l("申请复核中"),
    S.REFUSED_FINAL: _l("不符合，已办结"),
    S.PARK_REVIEW: _l("园区审核中"),
    S.PARK_REGISTERED: _l("已列入园区轮候"),
    S.FILED: _l("园区轮候已备案"),
    S.WITHDRAWN: _l("已撤回"),
}

WORDS = {
    "conditions": CONDITIONS,
    "agreements": AGREEMENTS,
    "outcomes": OUTCOMES,
    "stages": STAGES,
    "filings": FILINGS,
    "findings": FINDINGS,
    "departments": DEPARTMENTS,
    "states": STATES,
    "objections": STATE_WORDS,
}
