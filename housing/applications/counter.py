"""An application that an officer of the street fills in for somebody at the counter."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications.family_draft import STEP
from housing.applications.filling import keep_typed, start_draft
from housing.applications.models import Application
from housing.applications.rules import WORKERS
from housing.applications.states import ApplicationState
from housing.applications.words import Channel
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.households.words import Group
from housing.offices import queries as offices
from housing.recusals.service import must_be_free

MOST_DRAFTS = 50


def open_at_counter(
    work: Work,
    group: Group,
    *,
    name: str,
    document_kind: str,
    identity_number: str,
    phone: str,
    key: str = "",
) -> Application:
    """Open an application for somebody who stands at the street's counter, on their own number.

    What was asked at the door is kept with the draft; the rest is filled in step by step, and
    signed on paper. The same `key` of the same officer gives the same draft again.
    Basis: HN 13 (HN-13-1, HN-13-3).

    Raises:
        NotAllowed: the actor is not of a street (town), or the person is somebody of theirs (回避).
    """
    work.actor.must(Permission.ACCEPT_APPLICATION)
    street = offices.get(work.session, work.actor.office)
    if street is None or street.kind is not OfficeKind.STREET:
        raise NotAllowed(
            "柜台代填由街道（镇乡）办理 / only a street or town fills in for people at its counter",
            rules=("HN-13-1", "HN-13-3"),
        )
    channel = Channel.WORKPLACE_STREET if group in WORKERS else Channel.HOUSEHOLD_STREET
    draft = start_draft(work, group=group, channel=channel, key=key)
    must_be_free(work, {work.keyring.blind(identity_number.upper())}, draft.case)
    person = {
        "name": name,
        "document_kind": document_kind,
        "identity_number": identity_number,
        "is_applicant": True,
    }
    if draft.version == 1 and draft.draft_sealed is None:
        values = {"members": [person], "phone": phone, "street": street.street}
        keep_typed(work, draft.id, STEP, {"values": values, "raw": {}})
    return draft


def drafts_of(session: Session, actor: Actor) -> Sequence[Application]:
    """Return the drafts of the actor's counter that were not handed in yet, the newest first."""
    return session.scalars(
        select(Application)
        .where(
            Application.place == actor.place,
            Application.street_office_id == actor.office,
            Application.state == ApplicationState.DRAFT,
        )
        .order_by(Application.id.desc())
        .limit(MOST_DRAFTS)
    ).all()
