"""Whose lease it is: the account that may look and ask, and where letters reach the tenant."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.applications.models import Application
from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.letters.service import Recipient


def leases_of(session: Session, actor: Actor) -> list[Lease]:
    """Return the leases of a family's account, the newest first; drafts too.

    Its own applications lead to them; a household that came by a sheet belongs to the account
    with the same identity number and the same telephone, which was proved when it was opened.
    """
    held = accounts.by_name(session, actor.name)
    own: ColumnElement[bool] = Application.account == actor.name
    if held is not None and held.identity_index and held.phone_index:
        by_sheet = and_(
            Household.application_id.is_(None),
            Household.identity_index == held.identity_index,
            Household.phone_index == held.phone_index,
            Household.place == held.place,
        )
        own = or_(own, by_sheet)
    found: Sequence[Lease] = session.scalars(
        select(Lease)
        .join(Household, Household.id == Lease.household_id)
        .outerjoin(Application, Application.id == Household.application_id)
        .where(own, Lease.state != LeaseState.VOID)
        .order_by(Lease.id.desc())
    ).all()
    return list(found)


def own(session: Session, actor: Actor, lease_id: int) -> Lease:
    """Return a lease of a family's account.

    Raises:
        NotFound: there is none, or it is another family's.
    """
    for lease in leases_of(session, actor):
        if lease.id == lease_id:
            return lease
    raise NotFound(f"没有第 {lease_id} 号租赁合同 / there is no lease {lease_id}")


def recipient_of(session: Session, keyring: Keyring, lease: Lease) -> Recipient:
    """Return where letters about a lease go: the tenant or guardian."""
    home = session.get_one(Household, lease.household_id)
    phone = keyring.unseal(home.phone_sealed) if home.phone_sealed else ""
    application = session.get(Application, home.application_id) if home.application_id else None
    if application is None:
        return Recipient(name=home.name, phone=phone, account=_account(session, home))
    mail = application.email_sealed
    return Recipient(
        name=application.guardian_name or home.name,
        phone=phone,
        email=keyring.unseal(mail) if mail else "",
        account=application.account or "",
    )


def _account(session: Session, home: Household) -> str:
    if home.phone_index is None:
        return ""
    held = accounts.by_person(session, home.place, home.identity_index, home.phone_index)
    return held.name if held else ""
