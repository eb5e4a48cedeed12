"""Whose entry it is: the account that may look and act, and where letters reach the household."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.applications.models import Application
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.households.models import Household
from housing.letters.service import Recipient
from housing.waitlist.models import WaitlistEntry


def entries_of_account(session: Session, account: str) -> Sequence[WaitlistEntry]:
    """Return the entries of a family's account, the newest first.

    Its own applications lead to them; a household that came by a sheet belongs to the account
    with the same identity number and the same telephone, which was proved when it was opened.
    """
    held = accounts.by_name(session, account)
    own: ColumnElement[bool] = Application.account == account
    if held is not None and held.identity_index and held.phone_index:
        by_sheet = and_(
            WaitlistEntry.application_id.is_(None),
            Household.identity_index == held.identity_index,
            Household.phone_index == held.phone_index,
            Household.place == held.place,
        )
        own = or_(own, by_sheet)
    return session.scalars(
        select(WaitlistEntry)
        .join(Household, Household.id == WaitlistEntry.household_id)
        .outerjoin(Application, Application.id == WaitlistEntry.application_id)
        .where(own)
        .order_by(WaitlistEntry.id.desc())
    ).all()


def own_entry(session: Session, account: str, entry_id: int) -> WaitlistEntry:
    """Return an entry of a family's account.

    Raises:
        NotFound: there is none, or it is another family's.
    """
    for entry in entries_of_account(session, account):
        if entry.id == entry_id:
            return entry
    raise NotFound(f"没有第 {entry_id} 号轮候 / there is no waitlist entry {entry_id}")


def recipient_of(session: Session, keyring: Keyring, entry: WaitlistEntry) -> Recipient:
    """Return where letters about an entry go: the applicant or guardian, else the household."""
    household = households.get(session, entry.place, entry.household_id)
    account = account_of(session, entry, household)
    phone = keyring.unseal(household.phone_sealed) if household.phone_sealed else ""
    application = _application(session, entry)
    if application is None:
        return Recipient(name=household.name, phone=phone, account=account)
    mail = application.email_sealed
    return Recipient(
        name=application.guardian_name or household.name,
        phone=phone,
        email=keyring.unseal(mail) if mail else "",
        account=account,
    )


def account_of(session: Session, entry: WaitlistEntry, household: Household) -> str:
    """Return the account of the family behind an entry; "" where it has none."""
    application = _application(session, entry)
    if application is not None:
        return application.account or ""
    if household.phone_index is None:
        return ""
    held = accounts.by_person(
        session, household.place, household.identity_index, household.phone_index
    )
    return held.name if held else ""


def _application(session: Session, entry: WaitlistEntry) -> Application | None:
    if entry.application_id is None:
        return None
    return session.get(Application, entry.application_id)
