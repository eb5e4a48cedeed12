"""Filling in an application: one step after another, in any order, with nothing lost."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from housing.applications import people
from housing.applications.models import Application, Collective
from housing.applications.moving import one_live, open_case
from housing.applications.queries import typed
from housing.applications.reading import read_step
from housing.applications.refusals import FieldRefusal
from housing.applications.rights import must_change, must_fill_in
from housing.applications.rules import channels_for
from housing.applications.schemas import STEPS
from housing.applications.states import ApplicationState
from housing.applications.taking import LISTS, refusals, take
from housing.applications.words import Channel
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.work import Work
from housing.households.words import Group, Rescue

#: Facts may be filled in until the application is handed in, and while something is missing.
OPEN = (ApplicationState.DRAFT, ApplicationState.INCOMPLETE)
MOST_TYPED = 64 * 1024
DOORS = {
    Permission.APPLY: (Channel.HOUSEHOLD_STREET, Channel.WORKPLACE_STREET),
    Permission.FILE_COLLECTIVE: (Channel.EMPLOYER, Channel.PARK),
    Permission.ACCEPT_APPLICATION: (Channel.HOUSEHOLD_STREET, Channel.WORKPLACE_STREET),
}


def start_draft(
    work: Work,
    *,
    group: Group,
    channel: Channel,
    place: str = "",
    key: str = "",
    collective: Collective | None = None,
) -> Application:
    """Open an empty application; the same `key` of the same person gives the same one again.

    An applicant opens their own, an employer those of its staff, a receiving office one for
    somebody at the counter. Basis: HN 13 (HN-13-1 to HN-13-4).

    Raises:
        NotAllowed: the actor may not open one through this door.
        BadInput: the group never applies through this door.
    """
    _must_open(work, channel)
    _must_fit(group, channel)
    known = _opened_before(work, key)
    if known is not None:
        return known
    application = _empty(work, group, channel, place, key)
    if collective is not None:
        application.collective_id = collective.id
        application.park_office_id = collective.office_id if collective.park else None
    try:
        with work.session.begin_nested():
            work.session.add(application)
    except IntegrityError:
        # The same start sent twice at once: the other one was first.
        known = _opened_before(work, key)
        if known is None:
            raise
        return known
    after = {"group": group.value, "channel": channel.value, "version": 1}
    subject = application.case.subject
    work.record(Entry(Tag.APPLICATION_STARTED, subject, after=after), application.place)
    return application


def save_step(
    work: Work, application_id: int, step: str, values: Mapping[str, Any], version: int
) -> Application:
    """Take the values of one step; a value that changes nothing leaves the version as it is.

    Only the fields handed in are changed. Words that were kept unread for the step are dropped.
    Basis: HN 11, HN 14 (HN-14-1).

    Raises:
        FieldRefusal: values that cannot be taken, or contradict each other, at their fields.
        EditConflict: somebody changed the application since; says who, when and what.
        WrongState: the application has been handed in and nothing is asked for.
    """
    application = _open_for_change(work, application_id, version)
    read = read_step(step, values, work.day)
    if step == "start":
        _must_start(work, application, read["group"], read["channel"])
    changed = _taken(work, application, step, read)
    must_fill_in(work, application)  # Whoever was added may be somebody of the officer's.
    dropped = _drop_typed(work, application, step)
    if changed:
        application.version += 1
        _record(work, application, step, changed)
    elif dropped:
        work.session.flush()
    return application


def _taken(work: Work, application: Application, step: str, read: Mapping[str, Any]) -> list[str]:
    """Take values that were read; refused ones leave no trace, also where the caller goes on."""
    names = [member["name"] for member in read.get("members", ()) if "name" in member]
    try:
        with work.session.begin_nested():
            changed = take(work, application, step, read)
            found = refusals(work, application)
            against = [each for each in found if each.field.partition("-")[0] in read]
            if against:
                raise FieldRefusal.of(against)
            return changed
    except IntegrityError as refused:
        # A person who was corrected after the application had been handed in.
        raise one_live(names) from refused


def keep_typed(work: Work, application_id: int, step: str, words: Mapping[str, Any]) -> Application:
    """Keep what was typed at a step and could not be taken, sealed, until the step is saved.

    Raises:
        BadInput: no such step, or more than anybody types.
        NotFound, WrongState: as for `save_step`.
    """
    application = _open_for_change(work, application_id, None)
    if step not in STEPS or len(json.dumps(words, default=str)) > MOST_TYPED:
        raise BadInput(f"{step}: 没有这一步，或内容过长 / no such step, or too long")
    kept = typed(work.keyring, application) | {step: dict(words)}
    _seal_typed(work, application, kept)
    return application


def reuse(work: Work, application_id: int) -> Application:
    """Open a new draft with what the last application of the same people said.

    Consents, documents and what was decided stay with the old one.

    Raises:
        NotFound, NotAllowed: the application is not the actor's to use.
    """
    old = open_case(work, application_id)
    must_change(work.actor, old)
    new = start_draft(work, group=old.group, channel=old.channel, place=old.place)
    new.previous_id = old.id
    for name in _copied():
        setattr(new, name, getattr(old, name))
    rows = [_row(work, member) for member in old.members]
    if rows:
        people.take_members(work, new, rows)
    new.version += 1
    _record(work, new, "reuse", ["previous"])
    return new


def _copied() -> list[str]:
    kept = {
        *("guardian_name", "guardian_relation", "guardian_document_kind", "guardian_birth_on"),
        *("guardian_identity_sealed", "guardian_identity_index", "applies_as"),
        *("address", "residence_address", "street", "present_area", "owned_area", *LISTS),
        *("income_fen", "assets_fen", "employer_name", "employed_since", "work_address"),
        *("work_street", "graduated_on", "rescue", "priority_groups", "needs_accessible"),
        *("assistance", "phone_sealed", "phone_index", "phone_tail_index", "email_sealed"),
    }
    return sorted(kept)


def _row(work: Work, member: Any) -> dict[str, Any]:
    unseal = work.keyring.unseal
    return {
        **{name: getattr(member, name) for name in people.PLAIN},
        "identity_number": unseal(member.identity_sealed),
        "phone": unseal(member.phone_sealed) if member.phone_sealed else None,
        "income_fen": member.income_fen,
        "is_applicant": member.is_applicant,
    }


def _empty(work: Work, group: Group, channel: Channel, place: str, key: str) -> Application:
    actor = work.actor
    return Application(
        place=place or work.place,
        group=group,
        channel=channel,
        state=ApplicationState.DRAFT,
        version=1,
        account=actor.name if actor.role is Role.APPLICANT else None,
        employer_office_id=actor.office if actor.role is Role.EMPLOYER else None,
        street_office_id=actor.office if actor.role is Role.STREET else None,
        opened_by=actor.name,
        opening_key=key or None,
        opened_at=work.now,
        rescue=Rescue.NONE,
        refusal_reasons=[],
    )


def _must_open(work: Work, channel: Channel) -> None:
    rights = [right for right in DOORS if work.actor.may(right)]
    if not rights:
        work.actor.must(Permission.APPLY)
    if any(channel in DOORS[right] for right in rights):
        return
    raise NotAllowed(
        "有用人单位的，由单位统一申请；其他人向街道（镇乡）申请"
        " / staff are applied for by their employer, everybody else at the street or town",
        rules=("HN-13-1", "HN-13-2", "HN-13-3"),
    )


def _must_fit(group: Group, channel: Channel) -> None:
    if channel not in {*channels_for(group, True), *channels_for(group, False)}:
        raise BadInput(
            "这类申请人不能从这里申请：城镇家庭向户籍所在地街道（镇乡）申请"
            " / this group does not apply here",
            rules=("HN-13-1", "HN-13-2", "HN-13-3"),
        )


def _opened_before(work: Work, key: str) -> Application | None:
    if not key:
        return None
    return work.session.scalars(
        select(Application).where(
            Application.opened_by == work.actor.name, Application.opening_key == key
        )
    ).one_or_none()


def _open_for_change(work: Work, application_id: int, version: int | None) -> Application:
    application = open_case(work, application_id, version)
    must_fill_in(work, application)
    if application.state not in OPEN:
        raise WrongState(
            "申请已提交，现在不能修改；需要补正时会一次告知"
            " / it has been handed in and cannot be changed now"
        )
    return application


def _must_start(work: Work, application: Application, group: Group, channel: Channel) -> None:
    """Let group and door change only before the application has been handed in."""
    if (group, channel) == (application.group, application.channel):
        return
    if application.state is not ApplicationState.DRAFT:
        raise WrongState("申请已提交，不能改变类别 / the group cannot be changed any more")
    _must_open(work, channel)
    _must_fit(group, channel)


def _record(work: Work, application: Application, step: str, fields: list[str]) -> None:
    """Write which fields changed, never what they say: the register holds no personal data."""
    work.session.flush()
    after = {"step": step, "fields": fields, "version": application.version}
    work.record(
        Entry(Tag.APPLICATION_SAVED, application.case.subject, after=after), application.place
    )


def _drop_typed(work: Work, application: Application, step: str) -> bool:
    kept = typed(work.keyring, application)
    if kept.pop(step, None) is None:
        return False
    _seal_typed(work, application, kept)
    return True


def _seal_typed(work: Work, application: Application, kept: Mapping[str, Any]) -> None:
    text = json.dumps(kept, ensure_ascii=False, default=str)
    application.draft_sealed = work.keyring.seal(text) if kept else None
    work.session.flush()
