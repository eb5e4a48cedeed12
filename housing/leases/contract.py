"""The contract as one whole: its items, its parties, its PDF and the hash that is signed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from housing.core.clock import chinese_day
from housing.core.errors import BadInput
from housing.core.keyring import Keyring
from housing.leases import queries
from housing.leases.filling import ITEM_WORDS
from housing.leases.items import Item
from housing.leases.items import missing as missing_items
from housing.leases.models import Lease
from housing.leases.paper import typeset
from housing.leases.texts import text_by_id
from housing.places import PlaceBook
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

MANDATORY = "lease_mandatory_contents"


@dataclass(frozen=True, slots=True)
class Party:
    """A party or occupant as the contract names it; `identity` is the whole number."""

    name: str
    identity: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """What is printed: the same for PDF, Word and the hash of its content."""

    number: str
    title: str
    place: str
    owner: str
    tenant: Party
    people: tuple[Party, ...]
    items: tuple[tuple[str, str], ...]
    closing: str
    text: str
    drafted_on: str

    def content(self) -> dict[str, object]:
        """Return the contract as plain values, for a template."""
        return {
            "number": self.number,
            "title": self.title,
            "place": self.place,
            "owner": self.owner,
            "tenant": {"name": self.tenant.name, "identity": self.tenant.identity},
            "people": [{"name": each.name, "identity": each.identity} for each in self.people],
            "items": [{"title": title, "text": text} for title, text in self.items],
            "closing": self.closing,
            "text": self.text,
            "drafted_on": self.drafted_on,
        }


def missing(session: Session, lease: Lease) -> list[Item]:
    """Return the mandatory items of a contract that are still empty.

    Basis: HN 24 (HN-24-3).

    Raises:
        MissingPolicyValue: the place has no list of mandatory items.
    """
    book = values_in_force(session)
    return missing_items(lease.clauses, book.value(MANDATORY, lease.place, lease.drafted_on).value)


def must_be_whole(session: Session, lease: Lease) -> None:
    """Refuse a contract with an empty item.

    Raises:
        BadInput: names every item that is empty.
    """
    empty = missing(session, lease)
    if empty:
        names = "、".join(ITEM_WORDS[item] for item in empty)
        raise BadInput(
            f"租赁合同 {lease.number} 缺少：{names}；请先填写，再签约"
            f" / the contract lacks: {', '.join(empty)}; fill them in before signing",
            rules=("HN-24-3",),
        )


def of_lease(session: Session, keyring: Keyring, lease: Lease) -> Contract:
    """Return the contract of a lease with whole names and numbers; for the parties alone."""
    text = text_by_id(lease.template)
    unit = units.by_id(session, lease.place, lease.unit_id)
    people = tuple(
        Party(row.name, keyring.unseal(row.identity_sealed), row.relation.value)
        for row in queries.members(session, lease.id)
    )
    return Contract(
        number=lease.number,
        title=text.title,
        place=PlaceBook.load().find(lease.place, lease.drafted_on).name,
        owner=unit.owner,
        tenant=people[0],
        people=people[1:],
        items=tuple((ITEM_WORDS[item], lease.clauses.get(item, "")) for item in Item),
        closing=text.closing,
        text=f"{text.id}（{text.sha256[:12]}）",
        drafted_on=chinese_day(lease.drafted_on),
    )


def pdf(session: Session, keyring: Keyring, lease: Lease, fonts: Path | None = None) -> bytes:
    """Return the contract of a lease as PDF: the same bytes each time for the same words.

    Raises:
        BadInput: a character that no font can show; names the remedy.
    """
    content = of_lease(session, keyring, lease).content()
    return typeset("contract.typ", content, lease.drafted_on, fonts)


def sha256(content: bytes) -> str:
    """Return the hash of a contract, which is what is signed."""
    return hashlib.sha256(content).hexdigest()
