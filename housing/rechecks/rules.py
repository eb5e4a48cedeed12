"""What the answers of departments carry: a household that still qualifies, or one that does not."""

from collections.abc import Sequence

from housing.core.access.offices import OFFICE_NAMES, OfficeKind
from housing.core.errors import BadInput, BrokenRule
from housing.eligibility.assess import Assessment
from housing.reviews.evidence import Gathered

#: Without these two nothing is decided, as at admission. Basis: HN 15 (HN-15-8).
DECISIVE = (OfficeKind.PROPERTY_REGISTRY, OfficeKind.CIVIL_AFFAIRS)


def must_carry(
    held: Gathered, found: Assessment, *, passed: bool, conditions: Sequence[str]
) -> None:
    """Refuse a decision that the evidence does not carry.

    Nobody passes with a condition that is not met or was not looked at, and nobody fails without
    one that is named. Basis: HN 14 (HN-14-4), HN 16 (HN-16-4), HN 21 (HN-21-3).

    Raises:
        BrokenRule: names the departments or conditions.
        BadInput: a named condition was not asked of this household.
    """
    missing = [OFFICE_NAMES[kind] for kind in DECISIVE if not held.has(kind)]
    if missing:
        raise BrokenRule(
            f"{'、'.join(missing)}尚未答复，不能作出决定"
            f" / no answer yet of {', '.join(missing)}; nothing can be decided",
            rules=("HN-14-4",),
        )
    if passed:
        _must_be_met(found)
    elif not failed_rules(found, conditions):
        raise BrokenRule(
            "没有不符合的条件，不能认定为不再符合；另有依据的，请写明不再符合哪一条件"
            " / nothing stands against the household; name the condition that is no longer met",
            rules=("HN-16-4",),
        )


def failed_rules(found: Assessment, conditions: Sequence[str]) -> tuple[str, ...]:
    """Return the rules that are not met: those found, and those that the decider names.

    Raises:
        BadInput: a named rule is none of the conditions of this household.
    """
    known = {finding.rule for finding in found.findings}
    named = [each.strip() for each in conditions if each.strip()]
    strange = [each for each in named if each not in known]
    if strange:
        raise BadInput(
            f"不再符合的条件：{'、'.join(strange)} 不是本户的条件，可选：{'、'.join(sorted(known))}"
            f" / conditions: {', '.join(strange)} is not asked of this household;"
            f" choose among {', '.join(sorted(known))}"
        )
    return tuple(dict.fromkeys([*(each.rule for each in found.failed), *named]))


def _must_be_met(found: Assessment) -> None:
    against = [finding.title for finding in found.failed]
    if against:
        raise BrokenRule(
            f"有不符合的条件（{'、'.join(against)}），不能认定为仍符合"
            f" / conditions are not met: {', '.join(against)}",
            rules=[rule for finding in found.failed for rule in finding.cites],
        )
    unchecked = [finding.title for finding in found.not_checked]
    if unchecked:
        raise BrokenRule(
            f"有未核查的条件（{'、'.join(unchecked)}），不能认定为仍符合；请等待部门答复"
            f" / not checked: {', '.join(unchecked)}; wait for the answers",
            rules=("HN-14-4",),
        )
