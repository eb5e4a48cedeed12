"""Acts on accounts: open, change, close, set a password."""

import secrets

from housing.accounts import passwords, rules
from housing.accounts.models import Account
from housing.accounts.queries import by_name, by_phone
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.offices import queries as offices
from housing.offices.models import Office


def open_account(
    work: Work, name: str, role: Role, place: str, password: str, office_id: int | None = None
) -> Account:
    """Open an officer's account; the first ones are opened by the machine at its command line.

    Basis: HN 5 (HN-5-5): whoever accepts and reviews is named, and works in one office.

    Raises:
        NotAllowed: the actor keeps no accounts, or not those of `place`.
        BadInput: the name is taken or unfit, or the password too short.
        BrokenRule: the office is not of a kind that the role works in.
        NotFound: no such office in `place`.
    """
    _must_keep(work, place)
    if by_name(work.session, rules.account_name(name)) is not None:
        raise BadInput(
            f"账号名“{name}”已被使用，请换一个 / the name {name!r} is taken, use another"
        )
    office = _fitting(work, role, place, office_id)
    account = _added(work, Account(name=name, role=role.value, place=place), password, office)
    after = {"role": role.value, "office": office.code if office else ""}
    work.record(Entry(Tag.ACCOUNT_OPENED, f"account:{name}", after=after), place)
    return account


def open_applicant(
    work: Work, phone: str, password: str, place: str, name_of_person: str, identity_number: str
) -> Account:
    """Open the account of somebody who wants to apply; they sign in with the mobile number.

    Raises:
        NotAllowed: the actor is a person who keeps no accounts of `place`.
        BadInput: the number has an account, a number is unfit, no name, or password too short.
    """
    _must_keep(work, place)
    number, identity = rules.mobile_number(phone), rules.identity_number(identity_number)
    if by_phone(work.session, work.keyring, number) is not None:
        raise BadInput(
            "手机号已经注册，请直接登录 / this mobile number has an account; please sign in"
        )
    given(name_of_person, "姓名 / name")
    account = Account(
        name=f"sq{secrets.randbelow(10**10):010d}",
        role=Role.APPLICANT.value,
        place=place,
        person=name_of_person.strip(),
        phone_sealed=work.keyring.seal(number),
        phone_index=work.keyring.blind(number),
    )
    _seal_identity(work, account, identity)
    _added(work, account, password, None)
    after = {"role": account.role}
    work.record(Entry(Tag.ACCOUNT_OPENED, f"account:{account.name}", after=after), place)
    return account


def move_account(work: Work, name: str, office_id: int, *, reason: str) -> Account:
    """Let an officer work in another office of the county; open sign-ins go on there.

    Raises:
        NotAllowed, NotFound, BrokenRule: as `open_account`.
        WrongState: the account is closed.
        BadInput: no reason.
    """
    account = _kept(work, name)
    _must_be_live(account)
    given(reason, "原因 / reason")
    office = _fitting(work, Role(account.role), account.place, office_id)
    before = {"office": account.office.code if account.office else ""}
    account.office_id = office_id
    work.session.flush()
    work.session.refresh(account, ["office"])
    after = {"office": office.code if office else ""}
    entry = Entry(Tag.ACCOUNT_MOVED, f"account:{name}", before, after, reason.strip())
    work.record(entry, account.place)
    return account


def set_identity(work: Work, name: str, person: str, identity_number: str) -> Account:
    """Write down who an officer is, so that nobody acts on the case of the own household.

    The number is sealed; the register says that it was set, never what it is.

    Raises:
        NotAllowed, NotFound: as `open_account`.
        BadInput: no name, or the number is unfit.
    """
    account = _kept(work, name)
    given(person, "姓名 / name")
    _seal_identity(work, account, rules.identity_number(identity_number))
    account.person = person.strip()
    work.record(Entry(Tag.ACCOUNT_IDENTITY_SET, f"account:{name}"), account.place)
    return account


def close_account(work: Work, name: str, *, reason: str) -> Account:
    """Close an account for good; its sign-ins and tokens end, its acts stay in the register.

    Raises:
        NotAllowed, NotFound: as in `open_account`; nobody closes the own account.
        WrongState: it is closed already.
        BadInput: no reason.
    """
    account = _kept(work, name)
    if account.name == work.actor.name:
        raise NotAllowed("不能停用自己的账号 / nobody closes the own account")
    _must_be_live(account)
    given(reason, "原因 / reason")
    account.closed_at = work.now
    account.stamp = secrets.token_hex(16)
    entry = Entry(Tag.ACCOUNT_CLOSED, f"account:{name}", reason=reason.strip())
    work.record(entry, account.place)
    return account


def set_password(work: Work, name: str, password: str) -> Account:
    """Set a new password: one's own, or for others by whoever keeps the accounts.

    Ends every sign-in of that account, and any waiting after wrong passwords.
    """
    account = existing(work, name)
    if account.name != work.actor.name:
        _must_keep(work, account.place)
    account.password_hash = passwords.hashed(password)
    account.stamp = secrets.token_hex(16)
    account.failures, account.failed_at = 0, None
    work.record(Entry(Tag.ACCOUNT_PASSWORD_SET, f"account:{name}"), account.place)
    return account


def existing(work: Work, name: str) -> Account:
    """Return the account of that name in the actor's county.

    Raises:
        NotFound: there is none.
    """
    account = by_name(work.session, name)
    if account is None or (work.actor.role is not None and account.place != work.place):
        raise NotFound(f"没有账号“{name}” / there is no account {name!r}")
    return account


def _added(work: Work, account: Account, password: str, office: Office | None) -> Account:
    account.password_hash = passwords.hashed(password)
    account.stamp = secrets.token_hex(16)
    account.opened_at = work.now
    account.office_id = office.id if office else None
    work.session.add(account)
    work.session.flush()
    return account


def _fitting(work: Work, role: Role, place: str, office_id: int | None) -> Office | None:
    office = offices.get(work.session, office_id)
    if office_id is not None and (
        office is None
        or office.place != place
        or (office.closed_on is not None and office.closed_on <= work.day)
    ):
        raise NotFound(
            f"{place} 没有这个机构，或已撤销，请重新选择机构"
            f" / {place} has no such office, or it is closed; choose another"
        )
    rules.fitting_office(role, office.kind if office else None)
    return office


def _seal_identity(work: Work, account: Account, number: str) -> None:
    account.identity_sealed = work.keyring.seal(number)
    account.identity_index = work.keyring.blind(number)


def _kept(work: Work, name: str) -> Account:
    account = existing(work, name)
    _must_keep(work, account.place)
    return account


def _must_keep(work: Work, place: str) -> None:
    if work.actor.role is None:
        return
    work.actor.must(Permission.KEEP_ACCOUNTS)
    if place != work.place:
        raise NotAllowed(
            f"只能管理本地（{work.place}）的账号 / only accounts of {work.place} can be kept"
        )


def _must_be_live(account: Account) -> None:
    if account.closed_at is not None:
        raise WrongState(f"账号“{account.name}”已停用 / account {account.name!r} is closed already")
