"""The words of the self-check as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.eligibility.findings import Finding, Outcome, Verdict
from housing.eligibility.rules import RULES
from housing.households.words import Group
from housing.web.language import language

GROUPS = (
    (
        Group.LOW_INCOME,
        _l("城镇低收入住房困难家庭"),
        _l("户口在本地城镇，收入在低收入标准以内，没有房或住房面积小。"),
    ),
    (
        Group.LOWER_MIDDLE,
        _l("城镇中等偏下收入住房困难家庭"),
        _l("户口在本地城镇，收入高一些，但在中等偏下标准以内，没有房或住房面积小。"),
    ),
    (
        Group.NEW_EMPLOYEE,
        _l("新就业无房职工"),
        _l("毕业不久、在本地单位工作、没有房的职工。"),
    ),
    (
        Group.MIGRANT_WORKER,
        _l("外来务工人员"),
        _l("户口不在本地，在本地城镇稳定就业、缴社会保险的人。"),
    ),
)
GROUP_NAMES = {group: name for group, name, _meaning in GROUPS}
OUTCOMES = {
    Outcome.PASSED: _l("符合"),
    Outcome.FAILED: _l("不符合"),
    Outcome.NOT_CHECKED: _l("待核实"),
}
MARKS = {Outcome.PASSED: "right", Outcome.FAILED: "wrong", Outcome.NOT_CHECKED: "open"}
VERDICTS = {
    Verdict.QUALIFIED: _l("按您填写的情况，符合准入条件"),
    Verdict.UNQUALIFIED: _l("按您填写的情况，还不符合准入条件"),
    Verdict.UNDECIDED: _l("按您填写的情况，没有不符合的条件，但有的还要核实"),
}
_TITLES_EN = {rule.condition.key: rule.condition.title_en for rule in RULES}


def title_of(finding: Finding) -> str:
    """Return what a condition is called, in the visitor's language."""
    return _TITLES_EN[finding.key] if language() == "en" else finding.title


def line_of(finding: Finding) -> str:
    """Return the standard of a finding, in the visitor's language."""
    return finding.line.text_en if language() == "en" else finding.line.text_zh


def says(finding: Finding) -> str:
    """Return what a finding says, in the visitor's language."""
    return finding.says.en if language() == "en" else finding.says.zh


def remedy(finding: Finding) -> str:
    """Return what would change the answer, in the visitor's language."""
    return finding.says.remedy_en if language() == "en" else finding.says.remedy_zh
