"""To which lease a line of a bank belongs: by what people write, by account, by name and amount.

A line is matched only when the strongest sign that it bears points to one lease. Anything else
waits for a person, with suggestions.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, lease_ref
from housing.payments import queries
from housing.payments.reading import Line
from housing.payments.words import FoundBy, MarkKind

DEPOSIT_WORDS = ("押金", "保证金")
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9-]{5,31}")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CHUNK = 5000
BINDING = (LeaseState.SIGNED, LeaseState.ACTIVE, LeaseState.ENDED)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a line says about whose it is; `tokens` may be numbers of leases, without dashes."""

    tokens: frozenset[str]
    phones: frozenset[str]

    @classmethod
    def of(cls, remark: str) -> "Signs":
        """Read the signs out of a remark; full-width letters and blanks are no hindrance."""
        plain = remark.upper().translate(FULLWIDTH)
        tokens = (token.replace("-", "") for token in _TOKEN.findall(plain))
        return cls(frozenset(tokens), frozenset(_PHONE.findall(plain)))


FULLWIDTH = str.maketrans(
    {code + 0xFEE0: chr(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), 0x2D)}
)


@dataclass(slots=True)
class Known:
    """What the county knows of the signs of many lines: which leases each points to.

    `names`: leases by the tenant's name with what they owe and their rent, in fen.
    """

    numbers: Mapping[str, int] = field(default_factory=dict)
    virtual: Mapping[str, Sequence[int]] = field(default_factory=dict)
    phones: Mapping[str, Sequence[int]] = field(default_factory=dict)
    names: Mapping[str, Sequence[tuple[int, frozenset[int]]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """The one lease that a line belongs to, and by what it was recognised."""

    lease_id: int
    by: FoundBy


def matched(line: Line, known: Known, blind: Callable[[str], str]) -> Match | None:
    """Return the lease of a line by its strongest sign; None when that points to none or many.

    `blind` gives the index under which telephones and accounts are known.
    """
    signs = Signs.of(line.remark)
    by_account = known.virtual.get(blind(line.virtual), ()) if line.virtual else ()
    strong: list[tuple[FoundBy, Collection[int]]] = [
        (FoundBy.LEASE_NUMBER, {known.numbers[t] for t in signs.tokens if t in known.numbers}),
        (FoundBy.VIRTUAL_ACCOUNT, set(by_account)),
        (FoundBy.PHONE, {i for p in signs.phones for i in known.phones.get(blind(p), ())}),
    ]
    for by, found in strong:
        if found:
            return Match(next(iter(found)), by) if len(found) == 1 else None
    exact = {i for i, amounts in known.names.get(line.payer, ()) if line.fen in amounts}
    return Match(next(iter(exact)), FoundBy.NAME_AND_AMOUNT) if len(exact) == 1 else None


def is_deposit(line: Line) -> bool:
    """Return whether a payer says that it is the deposit."""
    return any(word in line.remark for word in DEPOSIT_WORDS)


def known_of(session: Session, keyring: Keyring, place: str, lines: Sequence[Line]) -> Known:
    """Look up the signs of many lines at once."""
    signs = [Signs.of(line.remark) for line in lines]
    phones = {keyring.blind(phone) for each in signs for phone in each.phones}
    virtual = {keyring.blind(line.virtual) for line in lines if line.virtual}
    return Known(
        numbers=by_number(session, place, {token for each in signs for token in each.tokens}),
        virtual=queries.marks(session, place, MarkKind.VIRTUAL_ACCOUNT, virtual),
        phones=_by_phone(session, place, phones),
        names=by_name(session, place, {line.payer for line in lines if line.payer}),
    )


def by_name(
    session: Session, place: str, names: Collection[str]
) -> dict[str, list[tuple[int, frozenset[int]]]]:
    """Return the running leases of tenants with these names, and the amounts that would fit each.

    An amount fits that is all that is owed, or all rent, or a month of the last charge.
    """
    rows: list[tuple[str, int]] = []
    wanted = sorted(names)
    for start in range(0, len(wanted), _CHUNK):
        rows += [
            (name, lease_id)
            for name, lease_id in session.execute(
                select(Household.name, Lease.id)
                .join(Lease, Lease.household_id == Household.id)
                .where(
                    Lease.place == place,
                    Lease.state == LeaseState.ACTIVE,
                    Household.name.in_(wanted[start : start + _CHUNK]),
                )
            )
        ]
    amounts = _amounts(session, place, [lease_id for _, lease_id in rows])
    found: dict[str, list[tuple[int, frozenset[int]]]] = {}
    for name, lease_id in rows:
        found.setdefault(name, []).append((lease_id, amounts[lease_id]))
    return found


def _amounts(session: Session, place: str, lease_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    refs = {lease_ref(lease_id): lease_id for lease_id in lease_ids}
    rent = ledger.balances(session, place, AccountKind.RENT_DUE, refs)
    fee = ledger.balances(session, place, AccountKind.FEE_DUE, refs)
    months = queries.last_charges(session, lease_ids)
    found: dict[int, frozenset[int]] = {}
    for ref, lease_id in refs.items():
        owed, fees = rent.get(ref, 0), fee.get(ref, 0)
        fits = {owed, owed + fees, months.get(lease_id, 0)}
        found[lease_id] = frozenset(fen for fen in fits if fen > 0)
    return found


def by_number(session: Session, place: str, tokens: Collection[str]) -> dict[str, int]:
    """Return the leases with these numbers, written without dashes as many payers write them."""
    plain = func.replace(Lease.number, "-", "")
    wanted, found = sorted(tokens), dict[str, int]()
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(plain, Lease.id).where(
                Lease.place == place,
                Lease.state.in_(BINDING),
                plain.in_(wanted[start : start + _CHUNK]),
            )
        )
        found |= dict(rows.all())
    return found


def _by_phone(session: Session, place: str, indexes: Collection[str]) -> dict[str, list[int]]:
    wanted, found = sorted(indexes), dict[str, list[int]]()
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(Household.phone_index, Lease.id)
            .join(Lease, Lease.household_id == Household.id)
            .where(
                Lease.place == place,
                Lease.state == LeaseState.ACTIVE,
                Household.phone_index.in_(wanted[start : start + _CHUNK]),
            )
        )
        for index, lease_id in rows:
            found.setdefault(index or "", []).append(lease_id)
    return found
