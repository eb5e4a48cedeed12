"""Stock of enterprises and parks: who comes first, what is left over, and where it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.own_stock import jobs, queries, service, transfer
from housing.own_stock.models import OwnStock, StockTransfer
from housing.own_stock.words import Outlet, OwnerKind
from housing.rounds.stock import pool_of
from housing.units import queries as units
from housing.units import service as unit_acts
from housing.units.models import Unit
from tests.conftest import NOW, PLACE, actor
from tests.factories.stock import keep_units, unit_facts
from tests.refusing import breaks

HOSPITAL, PARK = "县第一人民医院", "马坡岭高新园区管委会"
CENTRE, HEAD = actor(Role.CENTRE, "zhongxin"), actor(Role.COUNTY_HEAD, "fabu")
ROUND = "430199-2026-007"
TODAY = day_of(NOW)
DUE = date(2026, 11, 2)  # 60 days from 1 September is a Saturday; the period rolls over

AFTER = date(2026, 11, 3)


class County:
    """A county with flats of the hospital, of the park and of its own."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        own = {"owner": HOSPITAL, "reserved_for": "本单位职工", "project_code": "P06"}
        park = {"owner": PARK, "reserved_for": "园区就业人员", "project_code": "P07"}
        with self.act(CENTRE) as work:
            self.units = keep_units(
                work,
                *(unit_facts(n, unit_class="P06-一居室-中-普通", **own) for n in (1, 2)),
                unit_facts(3, unit_class="P06-两居室-中-普通", layout="两居室", **own),
                unit_facts(4, unit_class="P07-一居室-中-普通", **park),
                unit_facts(5),
            )

    @contextmanager
    def act(self, who: Actor, on: date = TODAY) -> Iterator[Work]:
        clock = standing_clock(datetime.combine(on, time(1), UTC))
        with working(self.database.acts, who, clock, self.keyring) as work:
            yield work

    def ids(self, *codes: int) -> list[int]:
        return [unit.id for unit in self.units if int(unit.code[-1]) in codes]

    def ended(self, owner: str = HOSPITAL, on: date = TODAY) -> OwnStock:
        with self.act(HEAD, on) as work:
            stock = service.round_ended(work, owner, ROUND)
            assert stock is not None
            return stock

    def moved(self, stock: OwnStock, *codes: int, on: date = AFTER, **given: str) -> StockTransfer:
        told = {"reason": "两轮无人选", "document": "会议纪要〔2026〕3号", "receiver": ""} | given
        outlet = Outlet.EMPLOYER if told["receiver"] else Outlet.COMMON
        with self.act(HEAD, on) as work:
            return transfer.transfer(work, stock.id, self.ids(*codes), outlet, **told)

    def allottable(self, owners: list[str] | None = None) -> list[int]:
        with self.database.reads() as session:
            return [int(each.code[-1]) for each in units.allottable(session, PLACE, owners)]


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring)


@pytest.fixture
def small(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring)


def test_own_flats_are_not_offered_to_the_county_round(county: County) -> None:
    """HN-19-1, HN-19-2: the owner's people first, the park's workers first."""
    assert county.allottable() == [5]
    assert county.allottable([HOSPITAL]) == [1, 2, 3]
    assert county.allottable([HOSPITAL, PARK]) == [1, 2, 3, 4]


def test_a_completed_round_without_takers_starts_the_period(county: County) -> None:
    """HN-19-3: left over after one own round, and the county's period from its day."""
    stock = county.ended()
    assert (stock.kind, stock.serves) == (OwnerKind.EMPLOYER, HOSPITAL)
    assert (stock.surplus_since, stock.surplus_round) == (TODAY, ROUND)
    assert stock.surplus_due_on == DUE
    assert county.ended(on=date(2026, 9, 20)).surplus_due_on == DUE  # the first round counts
    with county.database.reads() as session:
        (clock,) = clocks.of_case(session, stock.case)
        assert (clock.kind, clock.due_on) == (ClockKind.SURPLUS_TRANSFER, DUE)
        assert verify(session, PLACE).faults == ()


def test_what_was_taken_is_not_left_over(small: County) -> None:
    """HN-19-3."""
    stock = small.ended()
    with small.act(CENTRE) as work:
        unit_acts.reserve(work, small.ids(1, 2, 3), "430199-2026-008")
    assert small.ended().surplus_since is None
    with small.database.reads() as session:
        assert clocks.of_case(session, stock.case)[0].outcome is Outcome.VOID
    with small.act(HEAD) as work:
        assert service.round_ended(work, "没有登记的单位", ROUND) is None


def test_transferred_to_the_common_stock_ownership_stays(county: County) -> None:
    """HN-19-3: unit.reserved_for is cleared, the owner keeps the flat and the rent."""
    stock = county.ended()
    made = county.moved(stock, 1, 2)
    assert (made.outlet, made.units) == (Outlet.COMMON, ["P01-000001", "P01-000002"])
    assert {"HN-19-3", "HN-19-4"} <= set(made.cites)
    assert county.allottable() == [1, 2, 5]
    assert county.allottable([HOSPITAL]) == [3]
    with county.database.reads() as session:
        assert units.get(session, PLACE, "P01-000001").owner == HOSPITAL
        assert queries.get(session, PLACE, stock.id).surplus_since is not None
    county.moved(stock, 3)
    with county.database.reads() as session:
        assert queries.get(session, PLACE, stock.id).surplus_since is None
        assert len(queries.transfers_of(session, stock.id)) == 2
        assert verify(session, PLACE).faults == ()


def test_passed_to_another_employer_its_people_come_first(county: County) -> None:
    """HN-19-4: the second outlet; the pool of the next round is the receiver's."""
    stock, _park = county.ended(), county.ended(PARK)
    county.moved(stock, 3, receiver=PARK)
    assert county.allottable([HOSPITAL]) == [1, 2]
    assert county.allottable([PARK]) == [3, 4]
    with county.database.reads() as session:
        passed = units.get(session, PLACE, "P01-000003")
        assert (passed.owner, passed.keeper) == (HOSPITAL, PARK)
        assert pool_of(passed, [HOSPITAL, PARK], PLACE) == f"owner:{PARK}"
        assert len(queries.units_of(session, queries.running(session, PLACE, PARK))) == 2  # type: ignore[arg-type]


def test_nothing_is_transferred_before_its_time(small: County) -> None:
    """HN-19-1, HN-19-3: not without a round, not within the period, not against an agreement."""
    with small.act(CENTRE) as work:
        stock = service.open_stock(
            work,
            HOSPITAL,
            OwnerKind.EMPLOYER,
            "本单位职工",
            document="投资协议第5条",
            first_until=date(2026, 12, 31),
        )
    with breaks("HN-19-3"):
        small.moved(stock, 1, 2)
    small.ended()
    with breaks("HN-19-3"):
        small.moved(stock, 1, 2, on=DUE)
    with breaks("HN-19-1"):
        small.moved(stock, 1, 2, on=date(2026, 12, 31))
    assert small.moved(stock, 1, 2, on=date(2027, 1, 1)).units == ["P01-000001", "P01-000002"]


def test_a_transfer_says_why_and_tears_no_class_apart(small: County) -> None:
    """HN-19-4: the county decides per batch and records the reason."""
    stock = small.ended()
    for given in ({"reason": " "}, {"document": ""}):
        with pytest.raises(BadInput, match="不能为空"):
            small.moved(stock, 1, 2, **given)
    with pytest.raises(BadInput, match="P01-000002 没有选"):
        small.moved(stock, 1)
    with pytest.raises(BadInput, match="请选择"):
        small.moved(stock)
    with pytest.raises(WrongState, match="刷新"):
        small.moved(stock, 4)
    with pytest.raises(BadInput, match="不是登记在册"):
        small.moved(stock, 3, receiver="没有登记的单位")
    with pytest.raises(BadInput, match="不是登记在册"):
        small.moved(stock, 3, receiver=HOSPITAL)


def test_a_class_that_a_round_holds_waits_for_it(small: County) -> None:
    """HN-19-3: own and common flats of one class never meet in a round."""
    stock = small.ended()
    with small.act(CENTRE) as work:
        unit_acts.reserve(work, small.ids(2), "430199-2026-008")
    with breaks("HN-19-3"):
        small.moved(stock, 1)


def test_the_job_ends_the_period_once(small: County) -> None:
    """HN-19-3: late or twice, it does the same."""
    stock = small.ended()
    assert _swept(small, DUE) == 0
    assert _swept(small, date(2026, 11, 5)) == 1
    assert _swept(small, date(2026, 11, 6)) == 0
    with small.database.reads() as session:
        assert clocks.of_case(session, stock.case)[0].outcome is Outcome.PASSED
        assert queries.to_be_decided(session, PLACE, date(2026, 11, 5)) == 1
        assert queries.to_be_decided(session, PLACE, DUE) == 0
    other = small.ended(PARK, on=date(2026, 11, 6))
    with small.act(CENTRE, date(2026, 11, 7)) as work:
        unit_acts.reserve(work, small.ids(4), "430199-2026-009")
    assert _swept(small, date(2027, 6, 1)) == 0
    with small.database.reads() as session:
        assert queries.get(session, PLACE, other.id).surplus_since is None


def test_rights_and_closing(small: County) -> None:
    """HN-19-3: the county housing department transfers, nobody else."""
    stock = small.ended()
    for who in (CENTRE, actor(Role.PARK), actor(Role.AUDITOR)):
        with pytest.raises(NotAllowed), small.act(who, AFTER) as work:
            transfer.transfer(
                work, stock.id, small.ids(3), Outlet.COMMON, reason="无人选", document="纪要"
            )
    with pytest.raises(NotAllowed), small.act(actor(Role.STREET)) as work:
        service.open_stock(work, "甲公司", OwnerKind.EMPLOYER, "职工", document="协议")
    with pytest.raises(WrongState, match="已经登记"), small.act(CENTRE) as work:
        service.open_stock(work, HOSPITAL, OwnerKind.EMPLOYER, "职工", document="协议")
    with pytest.raises(WrongState, match="还有 3 套"), small.act(CENTRE) as work:
        service.close_stock(work, stock.id, reason="已回购")
    small.moved(stock, 1, 2, 3)
    with small.act(CENTRE, AFTER) as work:
        assert service.close_stock(work, stock.id, reason="全部转入").closed_on == AFTER
        assert queries.owners_without(work.session, PLACE) == [PARK]


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE own_stocks SET kind = 'state'", "kind_known"),
        ("UPDATE own_stocks SET surplus_round = ''", "surplus_whole"),
        ("UPDATE own_stocks SET surplus_due_on = '2026-08-01'", "surplus_days_in_order"),
        ("UPDATE own_stocks SET document = ''", "described"),
        ("UPDATE units SET passed_to = 'x' WHERE reserved_for = ''", "passed_if_reserved"),
        ("UPDATE stock_transfers SET reason = 'x'", "never changes"),
        ("DELETE FROM stock_transfers", "never changes"),
    ],
)
def test_the_database_refuses_nonsense(county: County, statement: str, refused: str) -> None:
    """HN-19-3."""
    stock = county.ended()
    county.moved(stock, 3)
    with county.database.acts() as session, pytest.raises(DatabaseError, match=refused):
        session.execute(text(statement))


def test_an_owner_has_one_own_stock(county: County) -> None:
    """HN-19-1."""
    county.ended()
    columns = ", ".join(each.name for each in OwnStock.__table__.columns if each.name != "id")
    copy = f"INSERT INTO own_stocks ({columns}) SELECT {columns} FROM own_stocks"
    with county.database.acts() as session, pytest.raises(IntegrityError):
        session.execute(text(copy))


def _swept(county: County, day: date) -> int:
    clock = standing_clock(datetime.combine(day, time(1), UTC))
    return jobs.sweep(county.database, county.keyring, clock)


def test_the_pool_of_a_common_flat_is_nobodys() -> None:
    """HN-19-3."""
    assert Unit(owner=HOSPITAL, reserved_for="", passed_to="").keeper == ""
