"""Who may see, change or move an application: by right, by place and by office."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from housing.applications.models import Application
from housing.applications.states import ApplicationAct as A
from housing.core.access.actor import Actor
from housing.core.access.names import RIGHT_NAMES, ROLE_NAMES
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import NotAllowed, NotFound
from housing.core.work import Work
from housing.recusals.service import keep_off, must_be_free

P = Permission

#: Any one of these rights is enough for the act; an applicant's own acts are asked separately.
RIGHTS: Mapping[A, tuple[Permission, ...]] = {
    A.SUBMIT: (P.APPLY, P.FILE_COLLECTIVE, P.ACCEPT_APPLICATION),
    A.ASK_FOR_MISSING: (P.ACCEPT_APPLICATION,),
    A.COMPLETE: (P.APPLY, P.FILE_COLLECTIVE, P.ACCEPT_APPLICATION),
    A.ACCEPT: (P.ACCEPT_APPLICATION,),
    A.INVESTIGATE: (P.INVESTIGATE,),
    A.PUBLISH_AT_STREET: (P.REVIEW_AT_STREET,),
    A.FORWARD: (P.REVIEW_AT_STREET,),
    A.RECEIVE: (P.RECHECK_CASE,),
    A.RECHECK: (P.RECHECK_CASE,),
    A.FIND_QUALIFIED: (P.DECIDE_CASE,),
    A.FIND_UNQUALIFIED: (P.DECIDE_CASE,),
    A.PUBLISH_AT_COUNTY: (P.DECIDE_CASE, P.RECHECK_CASE),
    A.UPHOLD_OBJECTION: (P.DECIDE_OBJECTION, P.REVIEW_AT_STREET),
    A.REFUSE: (P.DECIDE_CASE,),
    A.REGISTER: (P.REGISTER_ENTRY,),
    A.ASK_RECONSIDERATION: (P.APPLY, P.FILE_COLLECTIVE, P.RECHECK_CASE),
    A.RECONSIDER_IN_FAVOUR: (P.DECIDE_CASE,),
    A.RECONSIDER_AGAINST: (P.DECIDE_CASE,),
    A.LET_STAND: (P.APPLY, P.FILE_COLLECTIVE, P.RECHECK_CASE),
    A.START_PARK_REVIEW: (P.REVIEW_AT_PARK,),
    A.REGISTER_AT_PARK: (P.REVIEW_AT_PARK,),
    A.REFUSE_AT_PARK: (P.REVIEW_AT_PARK,),
    A.FILE_PARK: (P.REVIEW_AT_PARK, P.RECHECK_CASE),
    A.WITHDRAW: (P.APPLY, P.FILE_COLLECTIVE, P.ACCEPT_APPLICATION),
}
#: What jobs may do without a person, because only a day has to pass.
BY_JOBS = frozenset({A.REGISTER, A.LET_STAND, A.FORWARD})
#: Who signs in for themselves; everybody else is an officer.
OWNERS = (Role.APPLICANT, Role.EMPLOYER)
#: Officers whose office is written into the case, and in which column.
OFFICE_COLUMNS = {
    Role.STREET: "street_office_id",
    Role.COMMUNITY: "community_office_id",
    Role.PARK: "park_office_id",
}


def is_own(actor: Actor, application: Application) -> bool:
    """Return whether the case is the actor's own: their account's, or filed by their firm."""
    if actor.role is Role.APPLICANT:
        return application.account == actor.name
    if actor.role is Role.EMPLOYER:
        return actor.office is not None and application.employer_office_id == actor.office
    return False


def may_see(actor: Actor, application: Application) -> bool:
    """Return whether the actor may see the case at all."""
    if actor.role in OWNERS:
        return is_own(actor, application)
    if actor.role is None:
        return True
    if application.place != actor.place or not actor.may(P.SEE_CASES):
        return False
    column = OFFICE_COLUMNS.get(actor.role)
    if column is None:
        return application.number is not None
    return _is_at(actor, application, column)


def must_see(actor: Actor, application: Application) -> None:
    """Refuse a case that is not the actor's to see.

    Raises:
        NotAllowed: an officer of the county, but of another office.
        NotFound: anybody else, in the same words as for a case that does not exist.
    """
    if may_see(actor, application):
        return
    is_officer = application.place == actor.place and actor.may(P.SEE_CASES)
    if is_officer and application.number is not None:
        raise NotAllowed(
            f"申请 {application.number} 由其他机构办理，您所在的机构不能查看或处理"
            f" / application {application.number} is with another office than yours"
        )
    raise no_such_case(application.id)


def must_look(session: Session, actor: Actor, application: Application) -> None:
    """Refuse to show a case that is not the actor's to see, or that they must keep off (回避).

    Raises:
        NotAllowed, NotFound: as for `must_see`; an officer is tied to somebody of the case.
    """
    must_see(actor, application)
    if actor.role not in OWNERS:
        keep_off(session, actor, indexes_of(application), application.case)


def no_such_case(application_id: int) -> NotFound:
    """Return the refusal for a case that is not there, or not for this person."""
    return NotFound(f"没有第 {application_id} 号申请 / there is no application {application_id}")


def must_change(actor: Actor, application: Application) -> None:
    """Refuse unless the actor may fill in this application: its owner, or its intake office.

    Raises:
        NotAllowed, NotFound: names who may.
    """
    must_see(actor, application)
    if not (is_own(actor, application) or actor.may(P.ACCEPT_APPLICATION)):
        raise NotAllowed(
            "只有申请人、代为申请的单位和受理机构可以修改申请"
            " / only the applicant, the employer or the receiving office may change it"
        )


def must_fill_in(work: Work, application: Application) -> None:
    """Refuse unless the actor may fill in this application and need not keep off it (回避).

    Raises:
        NotAllowed, NotFound: as for `must_change`; an officer is tied to somebody of the case.
    """
    must_change(work.actor, application)
    if work.actor.role not in OWNERS:
        must_be_free(work, indexes_of(application), application.case)


def indexes_of(application: Application) -> frozenset[str]:
    """Return the identity indexes of everybody in a case, the guardian included (回避)."""
    indexes = {member.identity_index for member in application.members}
    if application.guardian_identity_index:
        indexes.add(application.guardian_identity_index)
    return frozenset(indexes)


def must_act(work: Work, application: Application, act: A) -> None:
    """Refuse unless the actor may do `act` on this case: right, place and office.

    Raises:
        NotFound: the case is not the actor's to see.
        NotAllowed: names the act's holders.
    """
    actor = work.actor
    if actor.role is None and act in BY_JOBS:
        return
    must_see(actor, application)
    if not any(actor.may(right) for right in RIGHTS[act]):
        wanted = "、".join(RIGHT_NAMES[right] for right in RIGHTS[act])
        holders = [
            ROLE_NAMES[role]
            for role, held in PERMISSIONS.items()
            if any(right in held for right in RIGHTS[act])
        ]
        raise NotAllowed(
            f"{actor.name} 没有“{wanted}”权限；有此权限的岗位：{'、'.join(holders)}"
            f" / {actor.name} lacks the right: {', '.join(RIGHTS[act])}"
        )


def _is_at(actor: Actor, application: Application, column: str) -> bool:
    return actor.office is not None and getattr(application, column) == actor.office
