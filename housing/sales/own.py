"""A family and the dwelling that it rents: may it buy it, and its own application."""

from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases import whose
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.sales import applying, contract, listings, queries
from housing.sales.applying import Wanted
from housing.sales.models import Sale
from housing.sales.people import Person
from housing.sales.words import BuyerCategory
from housing.units.models import Unit

#: How the papers of an application over the net are called until the signed form is there.
ONLINE = "网上填报（{}），待补交签字的审核表"
PROMISED = "网上承诺（{}）：{}"
SELF = "本人"


def sale(session: Session, actor: Actor, sale_id: int) -> Sale:
    """Return a purchase of a family's account.

    Raises:
        NotFound: there is none, or it is another family's.
    """
    for each in queries.of_account(session, actor.name):
        if each.id == sale_id:
            return each
    raise NotFound(f"没有第 {sale_id} 号购房 / there is no purchase {sale_id}")


def for_sale(session: Session, actor: Actor) -> Unit | None:
    """Return the dwelling that the family rents, if it is released and nobody is buying it."""
    lease = _lease(session, actor)
    if lease is None:
        return None
    free = {unit.id: unit for unit in listings.for_sale(session, lease.place)}
    return free.get(lease.unit_id)


def apply(work: Work, category: BuyerCategory, *, employer: str = "", phone: str = "") -> Sale:
    """Apply for the dwelling that one's own family rents, with everybody who lives there.

    The undertaking that the page shows is accepted with the application; the signed form follows
    on paper. Basis: HZS 7 (HZS-7-1), HZS 14 (HZS-14-1, HZS-14-4).

    Raises:
        NotFound: the family rents nothing that is for sale; else as for `applying.apply`.
    """
    unit, lease = for_sale(work.session, work.actor), _lease(work.session, work.actor)
    if unit is None or lease is None:
        raise NotFound("您承租的住房没有列入出售 / the dwelling that you rent is not for sale")
    people = tuple(
        Person(
            member.name,
            work.keyring.unseal(member.identity_sealed),
            SELF if member.position == 0 else member.relation.value,
        )
        for member in leases.members(work.session, lease.id)
    )
    text = contract.text_of(lease.place, work.day)
    wanted = Wanted(
        unit_code=unit.code,
        category=category,
        people=people,
        form=ONLINE.format(work.day),
        undertaking=PROMISED.format(work.day, text.id),
        employer=employer,
        phone=phone,
        account=work.actor.name,
    )
    return applying.apply(work, wanted)


def _lease(session: Session, actor: Actor) -> Lease | None:
    running = [each for each in whose.leases_of(session, actor) if each.state is LeaseState.ACTIVE]
    return running[0] if running else None
