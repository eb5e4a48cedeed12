"""Handing an application in, bringing what was missing, taking it back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from housing.applications import duplicates, people
from housing.applications.completeness import missing_items
from housing.applications.files import case_file, items_of
from housing.applications.models import Application, Member, TruthStatement
from housing.applications.moving import Told, advance, carry_out, one_live, open_case
from housing.applications.queries import typed
from housing.applications.refusals import FieldRefusal
from housing.applications.rights import OWNERS, is_own, must_act, must_fill_in
from housing.applications.rules import receiving_street
from housing.applications.states import ApplicationAct, ApplicationState
from housing.applications.taking import refusals, unfinished
from housing.applications.words import Channel, Consent
from housing.bans.service import must_not_be_banned
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.documents import queries as documents
from housing.households.models import Household
from housing.offices import queries as offices

#: What is stated with every submission; kept word for word. Basis: HN 14 (HN-14-2).
STATEMENT = "本人对所填内容和所提交材料的真实性负责。"
UNFINISHED = "还没有填写 / not yet filled in"


def submit(
    work: Work, application_id: int, version: int, *, truthful: bool, key: str = ""
) -> Application:
    """Hand an application in: it gets its number, its office and a statement of truth.

    The same submission sent twice gives the same application. From here on its people are bound
    to it. Basis: HN 13 (HN-13-1 to HN-13-4), HN 14 (HN-14-2).

    Raises:
        BadInput: the statement of truth is not given.
        FieldRefusal: something is not filled in or contradicts itself; all of it, as `step.field`.
        BrokenRule: somebody of the family has a live application, waits in the queue, or may not
            apply again yet.
        EditConflict: the draft was changed since.
    """
    key = key or f"{application_id}:{version}"
    application = open_case(work, application_id)
    must_fill_in(work, application)
    if application.submission_key == key and application.state is not ApplicationState.DRAFT:
        return application
    application = open_case(work, application_id, version)
    _must_be_whole(work, application)
    _must_state(truthful)
    _must_be_signed(work, application)
    _must_be_free_people(work, application)
    must_act(work, application, ApplicationAct.SUBMIT)
    draft = application.case.number
    _route(work, application)
    number = _next_number(work, application.place)
    with work.session.no_autoflush:
        application.number, application.submitted_at = number, work.now
        application.submission_key = key
        for member in application.members:
            member.live = True
        after = {"draft": draft, "street_office_id": application.street_office_id}
        carry_out(work, application, ApplicationAct.SUBMIT, Told(after=after))
    _state(work, application)
    duplicates.find(work, application)
    return application


def complete(work: Work, application_id: int, version: int, *, truthful: bool) -> Application:
    """Say that everything asked for has been brought; what is still missing is named.

    Basis: HN 14 (HN-14-1, HN-14-2).

    Raises:
        BrokenRule: something is still missing; lists all of it.
        BadInput, EditConflict, WrongState: as for `submit`.
    """
    application = open_case(work, application_id, version)
    must_fill_in(work, application)
    _must_be_whole(work, application)
    _must_state(truthful)
    still = missing_items(items_of(work, application), case_file(work, application))
    if still:
        raise BrokenRule(
            f"还缺：{'；'.join(each.reason.partition(' / ')[0] for each in still)}"
            f" / still missing: {', '.join(each.key for each in still)}"
        )
    advance(work, application, ApplicationAct.COMPLETE)
    _state(work, application)
    return application


def withdraw(
    work: Work, application_id: int, reason: str, version: int | None = None
) -> Application:
    """Take an application back; its people may apply again at once.

    Raises:
        BadInput: no reason.
        NotAllowed: neither the applicant, the employer nor the receiving office asks for it.
        WrongState: it has been decided for good.
    """
    application = open_case(work, application_id, version)
    must_fill_in(work, application)
    return advance(
        work, application, ApplicationAct.WITHDRAW, reason=given(reason, "理由 / reason")
    )


def let_stand(work: Work, application_id: int, reason: str) -> Application:
    """Let a refusal stand: the applicant asks for no reconsideration, or the window has passed.

    Its people may apply again. Basis: HN 15 (HN-15-13).
    """
    application = open_case(work, application_id)
    if work.actor.role is not None and not is_own(work.actor, application):
        raise NotAllowed("只有申请人可以放弃申请复核 / only the applicant may waive it")
    return advance(
        work, application, ApplicationAct.LET_STAND, reason=given(reason, "理由 / reason")
    )


def _must_state(truthful: bool) -> None:
    if not truthful:
        raise BadInput(
            "真实性承诺：请确认对所填内容和材料的真实性负责 / state that what you hand in is true",
            rules=("HN-14-2",),
        )


def _must_be_signed(work: Work, application: Application) -> None:
    """Whoever fills in for somebody at the counter has their signature first.

    Basis: HN 14 (HN-14-2, HN-14-3).
    """
    applicant = application.applicant
    if work.actor.role in OWNERS or applicant is None or applicant.consent is not Consent.NONE:
        return
    raise BrokenRule(
        f"{applicant.name}还没有签字：柜台代填的申请，须先上传申请人签字的同意书和声明，再提交"
        f" / {applicant.name} has not signed: upload the signed consent and statement before you"
        " hand in an application filled in at the counter",
        rules=("HN-14-2", "HN-14-3"),
    )


def _must_be_whole(work: Work, application: Application) -> None:
    faults = {f"{step}.{name}": UNFINISHED for step, name in unfinished(application)}
    faults |= {
        f"{step}.values": "填写的内容有误，尚未保存 / typed but not yet taken"
        for step in typed(work.keyring, application)
    }
    against = refusals(work, application)
    faults |= {found.field: found.words for found in against}
    if faults:
        raise FieldRefusal(faults, [rule for found in against for rule in found.rules])


def _must_be_free_people(work: Work, application: Application) -> None:
    """Refuse people who are banned, bound to another application, or wait in the queue already.

    Basis: HN 34 (HN-34-2).
    """
    by_index = {member.identity_index: member for member in application.members}
    must_not_be_banned(work, {index: member.name for index, member in by_index.items()})
    bound = work.session.scalars(
        select(Member.identity_index).where(
            Member.identity_index.in_(by_index),
            Member.live,
            Member.application_id != application.id,
        )
    ).all()
    waiting = _waiting(work.session, list(by_index))
    if bound or waiting:
        raise one_live(by_index[index].name for index in (*bound, *waiting))


def _waiting(session: Session, indexes: list[str]) -> list[str]:
    """Return who is the head of a household that waits and came by a sheet."""
    return list(
        session.scalars(
            select(Household.identity_index).where(
                Household.identity_index.in_(indexes),
                Household.application_id.is_(None),
                Household.left_on.is_(None),
            )
        )
    )


def _route(work: Work, application: Application) -> None:
    """Give the case to the office that receives it; whoever files elsewhere is redirected.

    Basis: HN 13 (HN-13-1, HN-13-2, HN-13-3, HN-13-4).
    """
    if application.channel is Channel.PARK:
        if application.park_office_id is None:
            raise FieldRefusal({"start.channel": "请选择园区 / choose the park"})
        application.street_office_id = None
        return
    street = receiving_street(application.channel, application.street, application.work_street)
    office = offices.street_for(work.session, application.place, street, work.day)
    if office is None:
        step = "people.street" if application.channel is Channel.HOUSEHOLD_STREET else ""
        raise FieldRefusal(
            {
                step or "work.work_street": f"“{street}”没有受理机构，请从列表中选择街道（镇乡）"
                " / no office receives applications for this street; choose one from the list"
            }
        )
    application.street_office_id = office.id
    communities = offices.children(work.session, office.id, work.day)
    if len(communities) == 1:
        application.community_office_id = communities[0].id


def _next_number(work: Work, place: str) -> str:
    """Return the next number of the county's year; numbers are given one after another.

    Entries that came in by sheet keep their numbers: ours go on after the highest of them.
    """
    year = work.day.year
    last = work.session.execute(
        text(
            "INSERT INTO application_counts (place, year, last) VALUES (:place, :year, :taken + 1)"
            " ON CONFLICT (place, year) DO UPDATE SET last = 1 +"
            " CASE WHEN application_counts.last < :taken THEN :taken"
            " ELSE application_counts.last END RETURNING last"
        ),
        {"place": place, "year": year, "taken": _taken(work.session, place, f"SQ{year}")},
    ).scalar_one()
    return f"SQ{year}{last:06d}"


def _taken(session: Session, place: str, start: str) -> int:
    """Return the highest number of the year that an entry of the queue bears; 0 when none does."""
    highest = session.scalar(
        select(func.max(Household.application_number)).where(
            Household.place == place, Household.application_number.like(f"{start}______")
        )
    )
    digits = (highest or "").removeprefix(start)
    return int(digits) if digits.isdecimal() else 0


def _state(work: Work, application: Application) -> None:
    """Keep what was stated to be true, over the facts and the papers as they are now."""
    papers = documents.of_case(work.session, application.case)
    work.session.add(
        TruthStatement(
            application_id=application.id,
            version=application.version,
            statement=STATEMENT,
            signed_by=work.actor.name,
            signed_at=work.now,
            facts_sha256=sha256_hex(canonical_bytes(_facts(application))),
            documents=[[paper.id, paper.sha256] for paper in papers],
        )
    )
    work.session.flush()


FACTS = (
    *("address", "residence_address", "street", "present_area", "owned_area", "dwellings"),
    *("disposals", "policy_housing", "income_fen", "assets_fen", "vehicles", "work_address"),
    *("insurance_months", "employer_name", "work_street", "rescue", "priority_groups"),
)


def _facts(application: Application) -> Mapping[str, Any]:
    """Return the declared facts as they are hashed; numbers of people only as their index."""
    return {
        **{name: getattr(application, name) for name in FACTS},
        "group": application.group.value,
        "members": [
            [one.identity, one.name, one.relation.value, one.birth_on.isoformat(), one.income_fen]
            for one in people.persons(application)
        ],
    }
