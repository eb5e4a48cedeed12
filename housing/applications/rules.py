"""Who may apply, and where: values in, findings out (HN 11, HN 13, HN 14)."""

from collections.abc import Sequence

from housing.applications.family import Guardian, Person, Refusal
from housing.applications.words import AppliesAs, Capacity, Channel, Relation
from housing.households.words import Group

URBAN = (Group.LOW_INCOME, Group.LOWER_MIDDLE)
WORKERS = (Group.NEW_EMPLOYEE, Group.MIGRANT_WORKER)


def may_apply_as(
    group: Group, people: Sequence[Person], guardian: Guardian | None
) -> tuple[AppliesAs | None, list[Refusal]]:
    """Return as what the named applicant applies, or None with what stands against it.

    A family applies through its head; a head without full capacity is stood in for by a member
    with full capacity; a worker applies in person; a statutory guardian applies where nobody of
    the family, or the worker, has full capacity.
    Basis: HN 11 (HN-11-1, HN-11-2, HN-11-3, HN-11-4).
    """
    at = next((at for at, one in enumerate(people) if one.is_applicant), None)
    if at is None:
        return None, [Refusal("members", "请写明谁是申请人 / say who applies")]
    found = _worker(people, at) if group in WORKERS else _family(people, at)
    if isinstance(found, Refusal):
        return None, [found]
    if found is AppliesAs.GUARDIAN and guardian is None:
        words = (
            "申请人没有完全民事行为能力，由法定监护人代为申请，请填写监护人"
            " / without full civil capacity the statutory guardian applies"
        )
        return None, [Refusal("guardian_name", words, ("HN-11-4",))]
    if found is not AppliesAs.GUARDIAN and guardian is not None:
        words = (
            "申请人有完全民事行为能力，应自行申请，不需要监护人"
            " / the applicant has full civil capacity and needs no guardian"
        )
        return None, [Refusal("guardian_name", words, ("HN-11-4",))]
    return found, []


def _worker(people: Sequence[Person], at: int) -> AppliesAs | Refusal:
    one = people[at]
    if one.relation is not Relation.HEAD:
        return Refusal(
            f"members-{at}-is_applicant",
            "新就业无房职工、外来务工人员由本人申请"
            " / new employees and migrant workers apply in person",
            ("HN-11-3",),
        )
    return AppliesAs.SELF if one.capacity is Capacity.FULL else AppliesAs.GUARDIAN


def _family(people: Sequence[Person], at: int) -> AppliesAs | Refusal:
    one = people[at]
    capable = [other for other in people if other.capacity is Capacity.FULL]
    head_is_capable = any(other.relation is Relation.HEAD for other in capable)
    if one.relation is Relation.HEAD:
        if one.capacity is Capacity.FULL:
            return AppliesAs.HEAD
        if not capable:
            return AppliesAs.GUARDIAN
        return Refusal(
            f"members-{at}-is_applicant",
            f"户主没有完全民事行为能力，应推举{capable[0].name}等有完全民事行为能力的成员申请"
            " / the family must put forward a member with full capacity",
            ("HN-11-2",),
        )
    if head_is_capable:
        return Refusal(
            f"members-{at}-is_applicant",
            "户主有完全民事行为能力，应由户主申请"
            " / the head of the household has full capacity and must apply",
            ("HN-11-1",),
        )
    if one.capacity is Capacity.FULL:
        return AppliesAs.PUT_FORWARD
    return Refusal(
        f"members-{at}-is_applicant",
        "推举的申请人须有完全民事行为能力；家庭成员都没有的，由户主的法定监护人代为申请"
        " / who is put forward must have full civil capacity",
        ("HN-11-2", "HN-11-4"),
    )


def channels_for(group: Group, has_employer: bool) -> tuple[Channel, ...]:
    """Return the doors by which somebody of `group` may apply, the ordinary one first.

    Basis: HN 13 (HN-13-1 urban families, HN-13-2 staff, HN-13-3 workers without employer,
    HN-13-4 stock of parks and employers).
    """
    if group in URBAN:
        return (Channel.HOUSEHOLD_STREET,)
    if has_employer:
        return (Channel.EMPLOYER, Channel.PARK)
    return (Channel.WORKPLACE_STREET,)


def channel_refusal(group: Group, channel: Channel, has_employer: bool) -> Refusal | None:
    """Return why `channel` is not the door for this applicant, and which is; None when it is.

    Basis: HN 13 (HN-13-1 to HN-13-4).
    """
    if channel in channels_for(group, has_employer):
        return None
    if group in URBAN:
        words = (
            "城镇住房困难家庭向户籍所在地街道办事处或镇（乡）人民政府申请"
            " / urban families apply to the street or town where they are registered"
        )
        rule = "HN-13-1"
    elif has_employer:
        words = (
            "有用人单位的，请向单位提出，由单位统一申请"
            " / with an employer, apply to the employer, who files for its staff"
        )
        rule = "HN-13-2"
    else:
        words = (
            "无用人单位的，向就业所在地街道或镇（乡）人民政府申请"
            " / without an employer, apply to the street or town of the workplace"
        )
        rule = "HN-13-3"
    return Refusal("channel", words, (rule,))


def receiving_street(channel: Channel, street: str, work_street: str) -> str:
    """Return the street or town whose office receives the application; "" where a park does.

    Staff of an employer are received where they work. Basis: HN 13 (HN-13-1, HN-13-2, HN-13-3).
    """
    if channel is Channel.HOUSEHOLD_STREET:
        return street
    return "" if channel is Channel.PARK else work_street


def consents_complete(consents: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the names of members who have not agreed in writing to being checked.

    Basis: HN 14 (HN-14-3): the applicant and all members.
    """
    return [name for name, agreed in consents if not agreed]
