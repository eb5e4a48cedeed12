"""What stands beside a lease on its page: money, running cases, ways, and the whole story."""

from dataclasses import dataclass

from flask import Blueprint
from flask_babel import LazyString

from housing.leases.models import Lease
from housing.leases.story import Chapter
from housing.tenancies.running import Case, Money, cases_of, money_of
from housing.tenancies.story import story_of
from housing.tenancies.ways import OF_DESK, OF_FAMILY, ways_of
from housing.web.acting import reading

blueprint = Blueprint("tenancies", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Beside:
    """What an officer sees beside a lease."""

    money: Money
    cases: list[Case]
    ways: list[tuple[str, LazyString]]
    story: list[Chapter]


@blueprint.app_context_processor
def _beside_leases() -> dict[str, object]:
    return {"beside_lease": beside, "my_money": my_money, "my_ways": my_ways}


def beside(lease: Lease) -> Beside:
    """Return what stands beside a lease on the officers' page."""
    with reading() as session:
        money, cases = money_of(session, lease), cases_of(session, lease)
        story = story_of(session, lease.id)
    return Beside(money, cases, ways_of(lease, OF_DESK), story)


def my_money(lease: Lease) -> Money:
    """Return what a family owes and what is held for it."""
    with reading() as session:
        return money_of(session, lease)


def my_ways(lease: Lease) -> list[tuple[str, LazyString]]:
    """Return what a family can ask for or see about its lease."""
    return ways_of(lease, OF_FAMILY)
