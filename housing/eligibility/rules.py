"""The conditions of admission, one rule each, and of whom each is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from housing.eligibility import housing_rules, means_rules, worker_rules
from housing.eligibility.facts import CaseFacts, NotKnown
from housing.eligibility.findings import Condition, Finding, Outcome, Said, Used, line_of, used
from housing.eligibility.lines import Lines
from housing.eligibility.wording import GROUPS, both
from housing.households.words import Group

Check = Callable[[CaseFacts, Lines], Finding | None]

GROUP = Condition("group", "保障对象", "Group of applicants", ("HN-8-1", "HN-3-1"))
BAN = Condition("ban", "禁止再次申请", "Ban from applying", ("HN-34-2",))
#: The words of the instruments for the groups.
_AS_WRITTEN = {
    Group.LOW_INCOME: "low_income_household",
    Group.LOWER_MIDDLE: "lower_middle_income_household",
    Group.NEW_EMPLOYEE: "new_worker",
    Group.MIGRANT_WORKER: "migrant_worker",
}
_OURS = {written: group.value for group, written in _AS_WRITTEN.items()}


def covered(facts: CaseFacts, lines: Lines) -> Finding:
    """Admit the groups that the measures of the place name, and no others.

    Basis: HN 8 (HN-8-1), HN 3 (HN-3-1), KM 3 (KM-D3-2).
    """
    named = [_OURS.get(word, word) for word in lines.groups.value]
    told = "、".join(both(GROUPS, word).partition(" / ")[0] for word in named)
    told_en = ", ".join(both(GROUPS, word).partition(" / ")[2] for word in named)
    line = line_of(f"属于：{told}", f"one of: {told_en}", lines.groups)
    group = str(facts.group)
    seen = [Used("group", both(GROUPS, group))]
    if group in named:
        zh, en = both(GROUPS, group).split(" / ")
        says = Said(f"按{zh}申请。", f"Applies as one of the {en}.")
        return GROUP.finding(Outcome.PASSED, seen, line, says)
    says = Said(
        "不属于本地的保障对象。",
        "Not one of the groups of this place.",
        f"请按所属类别申请：{told}。",
        f"Apply in the group that fits: {told_en}.",
    )
    return GROUP.finding(Outcome.FAILED, seen, line, says)


def ban(facts: CaseFacts, _lines: Lines) -> Finding:
    """Refuse an application within a ban; its last day is still inside.

    Basis: HN 34 (HN-34-2).
    """
    until = facts.banned_until
    line = line_of("不在禁止再次申请的期间内", "not banned from applying again")
    if isinstance(until, NotKnown):
        return BAN.not_checked(line, banned_until=until)
    seen = [used("banned_until", until, until.value.isoformat() if until.value else "—")]
    if until.value is None or until.value < facts.applied_on:
        return BAN.finding(Outcome.PASSED, seen, line, Said("没有禁止期。", "There is no ban."))
    says = Said(
        f"{until.value} 之前不得再次申请。",
        f"Barred from applying until {until.value}.",
        f"{until.value} 之后可以申请。",
        f"Apply after {until.value}.",
    )
    return BAN.finding(Outcome.FAILED, seen, line, says)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition, the function that looks at it, and of whom it is asked (None: of everybody)."""

    condition: Condition
    check: Check
    groups: frozenset[str] | None = None

    def asked_of(self, group: str) -> bool:
        """Return whether somebody of `group` has to meet it."""
        return self.groups is None or group in self.groups


_MIGRANTS = frozenset({Group.MIGRANT_WORKER.value})
_GRADUATES = frozenset({Group.NEW_EMPLOYEE.value})
RULES = (
    Rule(GROUP, covered),
    Rule(housing_rules.AREA, housing_rules.housing_area),
    Rule(housing_rules.DISPOSALS, housing_rules.disposals),
    Rule(housing_rules.EXCEPTIONS, housing_rules.exceptions),
    Rule(means_rules.INCOME, means_rules.income),
    Rule(means_rules.ASSETS, means_rules.assets),
    Rule(means_rules.VEHICLES, means_rules.vehicles),
    Rule(worker_rules.INSURANCE, worker_rules.insurance, _MIGRANTS),
    Rule(worker_rules.EMPLOYMENT, worker_rules.employment, _MIGRANTS),
    Rule(housing_rules.POLICY_HOUSING, housing_rules.policy_housing),
    Rule(worker_rules.GRADUATED, worker_rules.graduated, _GRADUATES),
    Rule(worker_rules.SINGLE_AGE, worker_rules.single_age),
    Rule(worker_rules.EXTRA, worker_rules.other_conditions),
    Rule(worker_rules.RESIDENCE, worker_rules.residence, _MIGRANTS),
    Rule(BAN, ban),
)
