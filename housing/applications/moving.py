"""The one door through which an application changes its state, and how a case is held for an act.

Every act reads the case under a lock and compares its version, so that nobody decides on what
somebody else has changed in the meantime.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from housing.applications import holders
from housing.applications.models import Application
from housing.applications.queries import acts_of
from housing.applications.refusals import Change, EditConflict
from housing.applications.rights import must_act, must_see, no_such_case
from housing.applications.states import APPLICATION, ENDED, ApplicationAct, ApplicationState
from housing.applications.words import CALLED
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule
from housing.core.work import Work

A, S = ApplicationAct, ApplicationState

TAGS: Mapping[ApplicationAct, Tag] = MappingProxyType(
    {
        A.SUBMIT: Tag.APPLICATION_SUBMITTED,
        A.ASK_FOR_MISSING: Tag.APPLICATION_MISSING,
        A.COMPLETE: Tag.APPLICATION_COMPLETED,
        A.ACCEPT: Tag.APPLICATION_ACCEPTED,
        A.INVESTIGATE: Tag.APPLICATION_INVESTIGATED,
        A.PUBLISH_AT_STREET: Tag.APPLICATION_STREET_PUBLIC,
        A.FORWARD: Tag.APPLICATION_FORWARDED,
        A.RECEIVE: Tag.APPLICATION_RECEIVED,
        A.RECHECK: Tag.APPLICATION_RECHECKED,
        A.FIND_QUALIFIED: Tag.APPLICATION_QUALIFIED,
        A.FIND_UNQUALIFIED: Tag.APPLICATION_UNQUALIFIED,
        A.PUBLISH_AT_COUNTY: Tag.APPLICATION_COUNTY_PUBLIC,
        A.UPHOLD_OBJECTION: Tag.APPLICATION_OBJECTION_UPHELD,
        A.REFUSE: Tag.APPLICATION_REFUSED,
        A.REGISTER: Tag.APPLICATION_REGISTERED,
        A.ASK_RECONSIDERATION: Tag.APPLICATION_RECONSIDERING,
        A.RECONSIDER_IN_FAVOUR: Tag.APPLICATION_RECONSIDERED,
        A.RECONSIDER_AGAINST: Tag.APPLICATION_RECONSIDERED,
        A.LET_STAND: Tag.APPLICATION_LET_STAND,
        A.START_PARK_REVIEW: Tag.APPLICATION_PARK_REVIEW,
        A.REGISTER_AT_PARK: Tag.APPLICATION_PARK_REGISTERED,
        A.REFUSE_AT_PARK: Tag.APPLICATION_PARK_REFUSED,
        A.FILE_PARK: Tag.APPLICATION_PARK_FILED,
        A.WITHDRAW: Tag.APPLICATION_WITHDRAWN,
    }
)
#: A refusal names the condition that failed; there is none at discretion. Basis: HN 8 (HN-8-1).
REFUSING = frozenset({A.REFUSE, A.REFUSE_AT_PARK, A.RECONSIDER_AGAINST})
#: In these states the people of the case stop being bound to it.
FREES = frozenset({S.WITHDRAWN, S.REFUSED_FINAL})
ONE_LIVE = "uq_application_members_one_live"


def open_case(work: Work, application_id: int, version: int | None = None) -> Application:
    """Return a case for an act, held until the end of the act.

    `version` is what the person saw; None where nothing that was seen matters.

    Raises:
        NotFound, NotAllowed: there is none, or not for this person.
        EditConflict: somebody changed it since; says who, when and what.
    """
    application = held(work.session, application_id)
    must_see(work.actor, application)
    if version is not None and version != application.version:
        raise EditConflict(
            application.number or f"{application.id}",
            changes_since(work.session, application, version),
        )
    return application


def held(session: Session, application_id: int) -> Application:
    """Return a case locked until the end of the act, whoever acts.

    Raises:
        NotFound: there is none.
    """
    application = session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if application is None:
        raise no_such_case(application_id)
    return application


def advance(
    work: Work,
    application: Application,
    act: ApplicationAct,
    *,
    reason: str = "",
    document: str = "",
    after: Mapping[str, object] | None = None,
    version: int | None = None,
) -> Application:
    """Move a case by one act: checks state, right, office and version, and writes the register.

    `after` goes into the register beside state and version (canonical values only). A refusal
    needs `application.refusal_reasons`, each naming its rule. Ends and starts the clocks.
    Basis: the article of each move in states.py; HN 8 (HN-8-1) for refusals.

    Raises:
        WrongState: the act does not fit the state; names the fitting ones.
        NotAllowed, NotFound: the wrong person, place or office.
        EditConflict: the case has changed since `version`.
        BrokenRule: a refusal without a failed condition; a member with another live application.
    """
    if version is not None and version != application.version:
        changes = changes_since(work.session, application, version)
        raise EditConflict(application.case.number, changes)
    APPLICATION.step(application.state, act, CALLED)
    must_act(work, application, act)
    told = Told(reason, document, after or MappingProxyType({}))
    return carry_out(work, application, act, told)


@dataclass(frozen=True, slots=True)
class Told:
    """What goes into the register beside the move."""

    reason: str = ""
    document: str = ""
    after: Mapping[str, object] = field(default_factory=dict)


def carry_out(work: Work, application: Application, act: ApplicationAct, told: Told) -> Application:
    """Move a case for somebody whose right has been asked for; see `advance`."""
    move = APPLICATION.step(application.state, act, CALLED)
    if act in REFUSING:
        _must_name_what_failed(application)
    application.state = move.target
    application.version += 1
    _date(work, application, act)
    if move.target in FREES:
        _bind(application, live=False)
    _flush(work.session, application)
    after = {"state": move.target.value, "version": application.version, **told.after}
    work.record(
        Entry(
            TAGS[act],
            application.case.subject,
            before={"state": move.source.value},
            after=after,
            reason=told.reason,
            document=told.document,
        ),
        application.place,
    )
    holders.follow(work, application)
    return application


def set_live(work: Work, application: Application, live: bool) -> None:
    """Bind the people of a case to it, or let them go, so that they may apply again.

    A case binds its people from its submission until it is withdrawn or refused for good, or
    until its place in the queue ends.

    Raises:
        BrokenRule: somebody of the family is bound to another application.
    """
    if all(member.live == live for member in application.members):
        return
    _bind(application, live=live)
    application.version += 1
    _flush(work.session, application)
    after = {"live": int(live), "version": application.version}
    work.record(
        Entry(Tag.APPLICATION_LIVE, application.case.subject, after=after), application.place
    )


def changes_since(session: Session, application: Application, version: int) -> list[Change]:
    """Return what was done to a case after `version`, oldest first, from the register."""
    return [
        Change(row.actor, row.at, _told(row))
        for row in acts_of(session, application)
        if isinstance(row.after, Mapping) and int(row.after.get("version", 0)) > version
    ]


def _told(row: RegisterRow) -> str:
    after = row.after if isinstance(row.after, Mapping) else {}
    fields = "、".join(str(name) for name in after.get("fields", ()))
    return " ".join(part for part in (_ACTS.get(row.tag, row.tag), fields) if part)


_ACTS = {tag.value: str(CALLED[act]) for act, tag in TAGS.items()} | {
    Tag.APPLICATION_SAVED.value: "修改",
    Tag.APPLICATION_CONSENT.value: "登记书面同意",
    Tag.APPLICATION_ASSIGNED.value: "指定社区",
    Tag.APPLICATION_LIVE.value: "改变在办标记",
}


def _date(work: Work, application: Application, act: ApplicationAct) -> None:
    if act is A.ACCEPT or (act is A.START_PARK_REVIEW and application.accepted_on is None):
        application.accepted_on = work.day
    if act in (A.REGISTER, A.REGISTER_AT_PARK):
        application.registered_on = work.day
    if application.state in ENDED and application.state not in (S.REGISTERED, S.FILED):
        application.closed_on = work.day


def _bind(application: Application, *, live: bool) -> None:
    for member in application.members:
        member.live = live


def _must_name_what_failed(application: Application) -> None:
    if not any(reason.get("rule") for reason in application.refusal_reasons):
        raise BrokenRule(
            "不符合的，应当说明理由：请写明未通过的条件"
            " / a refusal must name the condition that failed",
            rules=("HN-15-12",),
        )


def _flush(session: Session, application: Application) -> None:
    """Write the case now, so that what the database refuses is said in words."""
    number, names = application.case.number, [member.name for member in application.members]
    try:
        session.flush()
    except IntegrityError as refused:
        if ONE_LIVE in str(refused.orig) or "identity_index" in str(refused.orig):
            raise one_live(names) from refused
        raise
    except StaleDataError as stale:
        raise EditConflict(number, ()) from stale


def one_live(names: Iterable[str]) -> BrokenRule:
    """Return the refusal of a second live application of one of these people."""
    return BrokenRule(
        f"{'、'.join(names)}中有人已有一件在办的申请或正在轮候，一人只能有一件；"
        "请先撤回原申请，或核对证件号码"
        " / one of these people already has a live application; withdraw it first"
    )
