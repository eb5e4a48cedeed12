"""Who holds an application in each state, and by which clock; no open case is without either.

`follow` is called at the end of every move: it ends the clocks of the state that was left and
starts those of the state that was entered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from housing.applications.models import Application
from housing.applications.states import ApplicationState
from housing.applications.words import Channel
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.offices import queries as offices
from housing.policies import queries as policies


class Holder(StrEnum):
    """Whose turn it is; `INTAKE`: the street (town), or the park where a park is applied to."""

    INTAKE = "intake"
    APPLICANT = "applicant"
    COUNTY = "county"
    COUNTY_HEAD = "county_head"


@dataclass(frozen=True, slots=True)
class Held:
    """One clock that runs while a state lasts, and whose turn it is."""

    kind: ClockKind
    holder: Holder


S, K, H = ApplicationState, ClockKind, Holder
_STREET = Held(K.STREET_REVIEW, H.INTAKE)

#: One entry a state in which a case rests. Basis: HN 14 (HN-14-1), HN 15 (HN-15-1 to HN-15-16).
HOLDERS: Mapping[ApplicationState, tuple[Held, ...]] = MappingProxyType(
    {
        S.DRAFT: (),
        S.SUBMITTED: (Held(K.ACCEPTANCE, H.INTAKE),),
        S.INCOMPLETE: (Held(K.SUPPLEMENT, H.APPLICANT),),
        S.ACCEPTED: (_STREET,),
        S.INVESTIGATED: (_STREET,),
        S.STREET_PUBLIC: (_STREET, Held(K.STREET_PUBLICITY, H.INTAKE)),
        S.FORWARDED: (Held(K.COUNTY_RECEIPT, H.COUNTY),),
        S.COUNTY_RECEIVED: (Held(K.COUNTY_RECHECK, H.COUNTY), Held(K.COUNTY_DECISION, H.COUNTY)),
        S.RECHECKED: (Held(K.COUNTY_DECISION, H.COUNTY_HEAD),),
        S.COUNTY_PUBLIC: (Held(K.COUNTY_PUBLICITY, H.COUNTY),),
        S.REGISTERED: (Held(K.WAITLIST_CAP, H.COUNTY),),
        S.REFUSED: (Held(K.REVIEW_REQUEST, H.APPLICANT),),
        S.RECONSIDERING: (Held(K.RECONSIDERATION, H.COUNTY_HEAD),),
        S.PARK_REVIEW: (Held(K.PARK_REVIEW, H.INTAKE),),
        S.PARK_REGISTERED: (Held(K.PARK_FILING, H.INTAKE), Held(K.WAITLIST_CAP, H.COUNTY)),
        S.FILED: (Held(K.WAITLIST_CAP, H.COUNTY),),
        S.REFUSED_FINAL: (),
        S.WITHDRAWN: (),
    }
)
#: States passed through in one act: the clock of the decision goes on until it is published or
#: told in writing.
PASSING = frozenset({S.QUALIFIED, S.UNQUALIFIED})
#: The kinds that states start and end; others (objection, department check, …) are not theirs.
OF_STATES = frozenset(held.kind for each in HOLDERS.values() for held in each)


def follow(work: Work, application: Application) -> None:
    """Make the clocks of a case those of the state it is in now.

    A clock that runs in both states goes on, handed over where the holder changes. A case that is
    withdrawn has all its clocks voided.

    Raises:
        MissingPolicyValue: the county has not set the period of a clock.
        BrokenRule: the county has no office that could hold the case.
    """
    if application.state in PASSING:
        return
    case = application.case
    if application.state is S.WITHDRAWN:
        clocks.void_all(work, case, "申请人撤回申请 / withdrawn by the applicant")
        return
    wanted = {held.kind: held for held in held_in(work, application)}
    open_now = {
        clock.kind: clock
        for clock in running.of_case(work.session, case)
        if clock.stopped_on is None
    }
    for kind in open_now:
        if kind in OF_STATES and kind not in wanted:
            clocks.stop(work, case, kind)
    for kind, held in wanted.items():
        office_id, role = holder_of(work, application, held.holder)
        if kind not in open_now:
            clocks.start(work, case, kind, office_id=office_id, role=role)
        elif (open_now[kind].office_id, open_now[kind].role) != (office_id, role):
            clocks.hand_over(work, case, kind, office_id, role)


def held_in(work: Work, application: Application) -> tuple[Held, ...]:
    """Return the clocks of a case's state under the county's reading of the two periods.

    With two stages the decision's period begins when the recheck is done; with one, both run from
    receipt. Basis: HN 15 (HN-15-5, HN-15-7).
    """
    held = HOLDERS[application.state]
    if application.state is not S.COUNTY_RECEIVED:
        return held
    book = policies.book(work.session)
    switch = book.value("two_stage_county_review", application.place, work.day)
    return tuple(each for each in held if not switch.value or each.kind is K.COUNTY_RECHECK)


def holder_of(work: Work, application: Application, holder: Holder) -> tuple[int, Role]:
    """Return the office whose turn it is, and the role in it.

    The applicant's own turn is kept with the office that waits for them: no case is without one.

    Raises:
        BrokenRule: there is no such office; says which.
    """
    parked = application.channel is Channel.PARK
    intake = application.park_office_id if parked else application.street_office_id
    office_id, role = intake, Role.PARK if parked else Role.STREET
    if holder in _COUNTY_ROLES or application.state is S.REFUSED:
        office_id, role = _county(work, application), _COUNTY_ROLES.get(holder, Role.APPLICANT)
    elif holder is Holder.APPLICANT:
        role = Role.APPLICANT
    if office_id is None:
        raise BrokenRule(
            f"{application.case.number}：没有可以承办的机构，请先确定受理的街道（镇乡）或园区"
            f" / no office can hold {application.case.number}; name the street or park first"
        )
    return office_id, role


_COUNTY_ROLES = {Holder.COUNTY: Role.COUNTY_REVIEWER, Holder.COUNTY_HEAD: Role.COUNTY_HEAD}


def _county(work: Work, application: Application) -> int | None:
    kind = OfficeKind.HOUSING_DEPARTMENT
    found = offices.of_kind(work.session, application.place, kind, work.day)
    return found[0].id if found else None
