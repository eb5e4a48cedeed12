"""The ways from a lease to what can be asked for, done or seen about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.web.acting import somebody
from housing.web.guards import admits, guard_of

S = LeaseState
LIVED_IN = (S.ACTIVE,)
ALWAYS = tuple(S)


@dataclass(frozen=True, slots=True)
class Way:
    """One way, offered while the lease is in `states`; its endpoint asks for `given`."""

    endpoint: str
    words: LazyString
    states: tuple[LeaseState, ...] = LIVED_IN
    given: Callable[[Lease], dict[str, Any]] = lambda lease: {"lease_id": lease.id}


#: For officers.
OF_DESK = (
    Way("lease_rent.show", _l("租金账目"), ALWAYS),
    Way("lease_payments.show", _l("收款"), ALWAYS),
    Way("repairs.new", _l("报修"), given=lambda lease: {"unit_id": lease.unit_id}),
    Way("inspections.new", _l("入户检查")),
    Way("renewals.new", _l("续租")),
    Way("exchanges.wish", _l("互换")),
    Way("violations.new", _l("违规立案"), given=lambda lease: {"lease": lease.number}),
    Way("exits.new", _l("退出立案")),
    Way("handovers.new", _l("退房交接")),
)
#: For the family that rents.
OF_FAMILY = (
    Way("lease_rent.own", _l("租金账单"), ALWAYS),
    Way("my_payments.mine", _l("缴费和收据"), ALWAYS),
    Way("lease_rent.ask", _l("申请租金减免")),
    Way("my_repairs.listing", _l("报修")),
    Way("my_renewals.renew", _l("续租")),
    Way("my_exchanges.show", _l("互换住房")),
    Way("my_violations.away", _l("长期外出报告")),
    Way("my_violations.decorate", _l("装修申请")),
    Way("my_handovers.show", _l("退房")),
    Way("my_exits.mine", _l("退出审查"), ALWAYS, lambda _lease: {}),
)


def ways_of(lease: Lease, ways: Iterable[Way]) -> list[tuple[str, LazyString]]:
    """Return address and words of the ways that this visitor may take from a lease now."""
    actor = somebody()
    return [
        (url_for(way.endpoint, **way.given(lease)), way.words)
        for way in ways
        if lease.state in way.states
        and admits(guard_of(current_app.view_functions[way.endpoint]), actor)
    ]
