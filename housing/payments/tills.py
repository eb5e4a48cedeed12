"""Where the money of a lease lands: the county's special account, or that of the owner.

Basis: HN 29 (HN-29-1, HN-29-3).
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from housing.core.work import Work
from housing.leases.models import Lease
from housing.ledger.words import AccountKind, owner_ref
from housing.ownership import queries as ownership
from housing.payments.words import Channel
from housing.rents.income import income_of
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class Till:
    """Whose money it is; `owner` is empty where it is the county's."""

    owner: str = ""

    @property
    def bank(self) -> tuple[AccountKind, str]:
        """The account of the ledger for money in the bank."""
        if self.owner:
            return AccountKind.OWNER_BANK, owner_ref(self.owner)
        return AccountKind.TREASURY, ""

    def clearing(self, channel: Channel) -> tuple[AccountKind, str]:
        """The account of the ledger for money on its way to the bank."""
        ref = f"{channel.value}@{owner_ref(self.owner)}" if self.owner else channel.value
        return AccountKind.CLEARING, ref


def tills(work: Work, lease_ids: Collection[int]) -> dict[int, Till]:
    """Return {lease id: whose the rent is}."""
    rows = work.session.execute(
        select(Lease.id, Unit.id, Unit.owner, Unit.reserved_for)
        .join(Unit, Unit.id == Lease.unit_id)
        .where(Lease.id.in_(lease_ids))
    ).all()
    kinds = ownership.investment_types(work.session, [unit_id for _, unit_id, _, _ in rows])
    return {
        lease_id: _till(income_of(kinds.get(unit_id), owner, bool(own_stock)).kind, owner)
        for lease_id, unit_id, owner, own_stock in rows
    }


def _till(kind: AccountKind, owner: str) -> Till:
    return Till(owner if kind is AccountKind.OWNER_INCOME else "")
