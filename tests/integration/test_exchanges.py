"""Exchanges act by act: who must agree, who decides, all or nothing, and what ends them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    Conflict,
    HousingError,
    MissingPolicyValue,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.exchanges import jobs, queries, service
from housing.exchanges.models import Exchange, ExchangeMember
from housing.exchanges.states import EXCHANGE, ExchangeState
from housing.exchanges.wishes import Told
from housing.exchanges.words import Reason, WishState
from housing.leases import queries as leases
from housing.leases import service as leasing
from housing.leases.states import LeaseState
from housing.leases.words import Ending
from housing.ownership.service import keep_title
from housing.units import service as units
from housing.units.states import UnitAct
from tests.conftest import NOW, PLACE
from tests.factories.exchanges import (
    CENTRE,
    CONDITION,
    HEAD,
    OF_A_FACTORY,
    OPERATOR,
    SECOND,
    TODAY,
    Swapping,
)
from tests.factories.leases import active_lease, tenant_account


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> Swapping:
    return Swapping(sqlite_database, keyring)


@pytest.fixture
def pair(sqlite_database: Database, keyring: Keyring) -> Swapping:
    return Swapping(sqlite_database, keyring, floors=2)


def _all(county: Swapping) -> list[tuple[LeaseState, int]]:
    with county.database.reads() as session:
        found = [leases.get(session, PLACE, each.id) for each in county.leases]
        return [(each.state, each.unit_id) for each in found]


def _named(county: Swapping, **told: Any) -> Exchange:
    first, second = county.leases
    county.wish(1, partner=second.number, **told)
    wish = county.wish(2, partner=first.number, **told)
    with county.on() as work:
        return service.open_pair(work, wish.id)


def test_owners_consent_where_the_county_has_no_part_and_it_is_filed(pair: Swapping) -> None:
    """HN-31-2, HN-31-3: another reason; each owner agrees, and the clock of filing runs."""
    exchange = _named(pair, reason=Reason.FAMILY)
    assert (exchange.needs_approval, exchange.needs_filing) == (False, True)
    pair.agreed(exchange)
    with pair.on(SECOND) as work, pytest.raises(BrokenRule, match="还没有同意"):
        service.approve(work, exchange.id, reasons="同意")
    for lease in pair.leases:
        with pair.on(OPERATOR) as work:
            service.owner_consent(work, exchange.id, lease.id, document="产权人同意书")
    with pair.database.reads() as session:
        (clock,) = clocks.of_case(session, exchange.case)
        assert (clock.kind, clock.due_on) == (ClockKind.EXCHANGE_FILING, date(2026, 10, 8))
    with pair.on(OPERATOR) as work:
        service.approve(work, exchange.id, reasons="产权单位都已同意")
        service.file(work, exchange.id, number="备〔2026〕3号")
    with pair.on() as work:
        service.execute(work, exchange.id, document="换1号", condition=CONDITION)
    done = pair.case(exchange)
    assert (done.state, done.filing_number) == (ExchangeState.EXECUTED, "备〔2026〕3号")
    with pair.on(OPERATOR) as work, pytest.raises(WrongState, match="已经报备"):
        service.file(work, exchange.id, number="又一号")


def test_a_flat_of_a_factory_makes_the_exchange_go_both_ways(county: Swapping) -> None:
    """HN-31-1, HN-31-2: two government flats for work, and one of an employer."""
    with county.on() as work:
        keep_title(work, county.leases[2].unit_id, OF_A_FACTORY)
    exchange = county.agreed(county.ring())
    assert (exchange.needs_approval, exchange.needs_filing) == (True, True)
    assert [each.by_county for each in exchange.members] == [True, True, False]
    with county.on(HEAD) as work, pytest.raises(BrokenRule) as refused:
        service.approve(work, exchange.id, reasons="同意")
    assert refused.value.rules == ("HN-31-2",)
    with county.on() as work, pytest.raises(BadInput, match="不需要产权单位同意"):
        service.owner_consent(work, exchange.id, county.leases[0].id, document="书")


def test_one_refusal_ends_it_for_all_and_their_wishes_stay(county: Swapping) -> None:
    exchange = county.ring()
    with county.on() as work:
        service.consent(work, exchange.id, county.leases[0].id, document="同意书")
    with county.on() as work:
        service.decline(work, exchange.id, county.leases[1].id, reason="孩子刚转学")
    done = county.case(exchange)
    assert done.state is ExchangeState.FALLEN_THROUGH
    with county.on() as work, pytest.raises(WrongState, match="未成"):
        service.consent(work, exchange.id, county.leases[2].id, document="同意书")
    with county.on() as work:
        assert len(queries.open_wishes(work.session, PLACE)) == 3
        (again,) = service.open_found(work, service.search(work).id)
    assert again.number != exchange.number


def test_the_head_decides_and_never_whoever_opened_it(county: Swapping) -> None:
    """HN-31-1: the county approves; a second person on both ways."""
    exchange = county.ring()
    with county.on(HEAD) as work, pytest.raises(WrongState, match="征求各户同意"):
        service.approve(work, exchange.id, reasons="同意")
    county.agreed(exchange)
    for who in (CENTRE, SECOND, OPERATOR):
        with county.on(who) as work, pytest.raises(NotAllowed):
            service.approve(work, exchange.id, reasons="同意")
    with county.on(HEAD) as work, pytest.raises(BadInput, match="理由"):
        service.approve(work, exchange.id, reasons=" ")
    with county.on(HEAD) as work:
        service.refuse(work, exchange.id, reasons="证明材料不足")
    done = county.case(exchange)
    assert (done.state, done.reasons) == (ExchangeState.REFUSED, "证明材料不足")
    with county.database.reads() as session:
        assert {each.state for each in queries.open_wishes(session, PLACE)} == {WishState.OPEN}


def test_nobody_opens_and_approves_the_same_exchange_by_consent(pair: Swapping) -> None:
    """HN-31-2."""
    exchange = pair.agreed(_named(pair, reason=Reason.HEALTH))
    for lease in pair.leases:
        with pair.on() as work:
            service.owner_consent(work, exchange.id, lease.id, document="书")
    with pair.on(CENTRE) as work, pytest.raises(NotAllowed, match="另一人"):
        service.approve(work, exchange.id, reasons="同意")


@pytest.mark.parametrize("spoilt", ["flat", "lease", "term", "paper", "item"])
def test_if_one_part_cannot_be_done_nothing_is(county: Swapping, spoilt: str) -> None:
    """HN-31-1: as one act or not at all; all three leases run on as they were."""
    exchange = county.approved(county.ring())
    last = county.leases[2]
    with county.on() as work:
        if spoilt == "flat":
            units.move_units(work, [last.unit_id], UnitAct.GIVE_NOTICE, reason="退房")
        if spoilt == "lease":
            held = leases.get(work.session, PLACE, last.id)
            leasing.end(work, held, Ending.MOVED_OUT, on=TODAY, reason="自愿退房")
    before = _all(county)
    told = {
        "document": " " if spoilt == "paper" else "换1号",
        "condition": " " if spoilt == "item" else CONDITION,
    }
    day = date(2028, 9, 30) if spoilt == "term" else TODAY
    expected: dict[str, type[HousingError]] = {"flat": Conflict, "lease": Conflict}
    with county.on(CENTRE, day) as work, pytest.raises(expected.get(spoilt, HousingError)):
        service.execute(work, exchange.id, **told)
    assert _all(county) == before
    assert county.case(exchange).state is ExchangeState.APPROVED
    with county.database.reads() as session:
        assert all(leases.successor_of(session, each.id) is None for each in county.leases)


def test_an_exchange_ends_when_a_lease_of_it_has_ended(county: Swapping) -> None:
    exchange = county.ring()
    with county.on() as work:
        held = leases.get(work.session, PLACE, county.leases[1].id)
        leasing.end(work, held, Ending.MOVED_OUT, on=TODAY, reason="自愿退房")
    clock = standing_clock(NOW)
    assert jobs.sweep(county.database, county.keyring, clock) == 1
    assert jobs.sweep(county.database, county.keyring, clock) == 0
    assert county.case(exchange).state is ExchangeState.FALLEN_THROUGH


def test_a_county_says_how_many_households_one_exchange_may_join(county: Swapping) -> None:
    """HN-31-1: each of them has to agree; without the county's word nothing is searched."""
    for number, floor in ((1, 2), (2, 3), (3, 1)):
        county.wish(number, [{"floor_from": floor, "floor_to": floor}])
    with county.database.reads() as session:
        assert service.find(session, PLACE, TODAY).longest == 4
        assert service.find(session, PLACE, TODAY, 2).searched.moves == 0
        for longest in (1, 5):
            with pytest.raises(BadInput, match="本县规定最多 4 户"):
                service.find(session, PLACE, TODAY, longest)
        with pytest.raises(MissingPolicyValue, match="exchange_longest_cycle"):
            service.find(session, "430100", TODAY)


def test_a_search_is_used_once_and_only_while_nothing_changed(county: Swapping) -> None:
    county.ring()
    with county.on() as work:
        (found,) = queries.searches(work.session, PLACE)
        with pytest.raises(WrongState, match="已于"):
            service.open_found(work, found.id)


def test_a_changed_wish_spoils_the_search(county: Swapping) -> None:
    for number, floor in ((1, 2), (2, 3), (3, 1)):
        county.wish(number, [{"floor_from": floor, "floor_to": floor}])
    with county.on() as work:
        found = service.search(work)
    county.wish(1, [{"lift": True}])
    with county.on() as work, pytest.raises(Conflict, match="意愿在查找之后有改变"):
        service.open_found(work, found.id)
    with county.on() as work:
        service.withdraw_wish(work, county.leases[0].id)
    with county.on() as work, pytest.raises(Conflict, match="改变或者撤回"):
        service.open_found(work, found.id)


def test_without_ownership_on_file_nobody_can_say_who_approves(
    county: Swapping,
) -> None:
    """HN-31-1, HN-38-1: whose a flat is decides who approves."""
    with county.on() as work:
        fourth = active_lease(work, 4, unit={"floor": 4, "floors": 9})
    county.leases.append(fourth)
    with pytest.raises(BadInput, match="没有登记产权"):
        county.ring()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"ranks": []}, "想换到哪里"),
        ({"ranks": [[{}]]}, "至少写一项"),
        ({"ranks": [[{"colour": "red"}]]}, "不认识"),
        ({"ranks": [[{"floor_from": 5, "floor_to": 2}]]}, "楼层"),
        ({"ranks": [[{"lift": True}]] * 6}, "最多"),
        ({"partner": "ZL-0"}, "不是另一户"),
        ({"detail": " "}, "原因说明"),
    ],
)
def test_a_wish_that_says_nothing_is_refused(
    pair: Swapping, told: dict[str, Any], says: str
) -> None:
    plain: dict[str, Any] = {"reason": Reason.WORK, "detail": "换", "ranks": [[{"lift": True}]]}
    if "partner" in told:
        plain["ranks"] = []
    with pair.on() as work, pytest.raises(BadInput, match=says):
        service.wish(work, pair.leases[0].id, Told(**(plain | told)))


def test_a_tenant_acts_for_its_own_lease_alone(pair: Swapping) -> None:
    with pair.on() as work:
        tenant = tenant_account(work, 1)
    told = Told(Reason.WORK, "换", ranks=[[{"lift": True}]])
    with pair.on(tenant) as work:
        assert service.wish(work, pair.leases[0].id, told).state is WishState.OPEN
        with pytest.raises(NotFound):
            service.wish(work, pair.leases[1].id, told)


def test_a_new_wish_replaces_the_old_and_none_changes_a_running_case(county: Swapping) -> None:
    first = county.wish(1, [{"lift": True}])
    second = county.wish(1, [{"floor_from": 2, "floor_to": 2}])
    with county.database.reads() as session:
        assert queries.wish(session, PLACE, first.id).state is WishState.WITHDRAWN
        held = queries.live_wish(session, county.leases[0].id)
        assert held is not None
        assert held.id == second.id
    county.ring()
    told = Told(Reason.WORK, "换", ranks=[[{"lift": True}]])
    with county.on() as work, pytest.raises(WrongState, match="正在办理"):
        service.wish(work, county.leases[0].id, told)


NONSENSE = (
    "UPDATE exchanges SET state = 'unknown'",
    "UPDATE exchanges SET needs_approval = :no, needs_filing = :no",
    "UPDATE exchanges SET state = 'approved'",
    "UPDATE exchanges SET state = 'executed'",
    "UPDATE exchanges SET filing_number = 'x'",
    "DELETE FROM exchanges",
    "UPDATE exchange_members SET unit_to = unit_from",
    "UPDATE exchange_members SET consented_on = '2026-09-01'",
    "UPDATE exchange_members SET successor_id = lease_id",
    "UPDATE exchange_searches SET moves = 99",
    "UPDATE exchange_searches SET problem_sha256 = 'short'",
    "DELETE FROM exchange_searches",
    "UPDATE exchange_wishes SET reason = 'whim'",
    "UPDATE exchange_wishes SET state = 'withdrawn'",
    "UPDATE exchange_wishes SET partner_lease_id = lease_id",
)


def test_the_database_refuses_nonsense(database: Database, keyring: Keyring) -> None:
    everywhere = Swapping(database, keyring)
    exchange = everywhere.ring()
    for statement in NONSENSE:
        told = {"no": False} if ":no" in statement else {}
        with database.acts() as session, pytest.raises(DatabaseError):
            session.execute(text(statement), told)
    _second_exchange_of_a_lease(database, exchange)


def _second_exchange_of_a_lease(database: Database, exchange: Exchange) -> None:
    member = exchange.members[0]
    with database.acts() as session:
        other = Exchange(
            **{
                column.key: getattr(exchange, column.key)
                for column in Exchange.__table__.columns
                if column.key not in ("id", "number")
            },
            number="HH-2",
        )
        held = {
            column.key: getattr(member, column.key)
            for column in ExchangeMember.__table__.columns
            if column.key != "exchange_id"
        }
        other.members = [ExchangeMember(**held)]
        session.add(other)
        with pytest.raises(IntegrityError):
            session.flush()


def test_every_state_has_a_way_on_or_is_the_end() -> None:
    ends = {ExchangeState.REFUSED, ExchangeState.FALLEN_THROUGH}
    assert {state for state in ExchangeState if not EXCHANGE.acts_from(state)} == ends
