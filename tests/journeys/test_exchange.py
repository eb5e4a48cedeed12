"""Three families who want each other's flats: from the wish to the new leases, as one act."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from allocation.canonical import sha256_hex
from allocation.exchange import ExchangeProblem
from allocation.exchange_check import check_exchange
from allocation.reading import Reader
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.audit import record
from housing.core.keyring import Keyring
from housing.exchanges import queries, service, story
from housing.exchanges.models import Exchange, ExchangeWish
from housing.exchanges.states import ExchangeState
from housing.exchanges.words import WishState
from housing.leases import queries as leases
from housing.leases import terms
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.conftest import PLACE
from tests.factories.exchanges import CONDITION, HEAD, TODAY, Swapping
from tests.factories.leases import tenant_account
from tests.migrated import migrated_sqlite


def test_a_cycle_of_three_from_the_wish_to_the_new_leases(tmp_path: Path, keyring: Keyring) -> None:
    """HN-31-1: no two of them could swap; all three together can, and each is better off."""
    county = Swapping(migrated_sqlite(tmp_path / "housing.db"), keyring)
    exchange = _opened(county)
    _agreed(county, exchange)
    with county.on(HEAD) as work:
        reasons = "均为就业需要，同意互换"
        service.approve(work, exchange.id, reasons=reasons, document="批〔2026〕7号")
    with county.on() as work:
        service.execute(work, exchange.id, document="换〔2026〕7号", condition=CONDITION)
    _moved(county, exchange)
    _told(county, exchange)
    county.database.engine.dispose()


def _opened(county: Swapping) -> Exchange:
    """The search finds the only cycle, and anybody can check its proof."""
    made = county.ring()
    flats = [each.unit_id for each in county.leases]
    with county.database.reads() as session:
        (found,) = queries.searches(session, PLACE)
        assert (found.moves, found.pair_moves, found.is_proven) == (3, 0, True)
        decode = Reader(ValueError, "file").decode
        digest = sha256_hex(found.problem)
        assert ExchangeProblem.read(found.problem).sha256() == digest == found.problem_sha256
        faults = check_exchange(decode(found.problem), decode(found.plan), problem_sha256=digest)
        assert faults == []
    assert [each.unit_to for each in made.members] == [*flats[1:], flats[0]]
    assert (made.needs_approval, made.needs_filing) == (True, False)
    return made


def _agreed(county: Swapping, exchange: Exchange) -> None:
    """One agrees on its own page, two at the counter; only the last starts the clock."""
    first, *others = county.leases
    with county.on() as work:
        tenant = tenant_account(work, 1)
    with county.on(tenant) as work:
        service.consent(work, exchange.id, first.id)
    for lease in others:
        assert county.case(exchange).state is ExchangeState.CONSENTING
        with county.on() as work:
            service.consent(work, exchange.id, lease.id, document="互换同意书")
    assert county.case(exchange).state is ExchangeState.DECIDING
    with county.database.reads() as session:
        (clock,) = clocks.of_case(session, exchange.case)
        assert clock.kind is ClockKind.EXCHANGE_DECISION
        assert clock.due_on == date(2026, 9, 21)  # 15 working days; Sunday the 20th is one


def _moved(county: Swapping, exchange: Exchange) -> None:
    done = county.case(exchange)
    assert (done.state, done.executed_on) == (ExchangeState.EXECUTED, TODAY)
    with county.database.reads() as session:
        assert [each.outcome for each in clocks.of_case(session, done.case)] == [Outcome.DONE]
        for member, before in zip(done.members, county.leases, strict=True):
            old = leases.get(session, PLACE, before.id)
            assert (old.state, old.ending) == (LeaseState.ENDED, Ending.EXCHANGED)
            assert old.ended_on == date(2026, 8, 31)
            new = leases.get(session, PLACE, member.successor_id or 0)
            assert (new.kind, new.state) == (LeaseKind.EXCHANGE, LeaseState.ACTIVE)
            assert (new.starts_on, new.ends_on) == (TODAY, before.ends_on)
            assert (new.unit_id, new.household_id) == (member.unit_to, before.household_id)
            assert new.deposit_fen == before.deposit_fen
            assert terms.on(session, new.id, TODAY).monthly_fen > 0
            assert session.get_one(Unit, new.unit_id).state is UnitState.LET
            assert session.get_one(ExchangeWish, member.wish_id).state is WishState.FULFILLED


def _told(county: Swapping, exchange: Exchange) -> None:
    with county.database.reads() as session:
        kinds = session.scalars(
            select(Letter.kind).where(Letter.case_number == exchange.number).order_by(Letter.id)
        ).all()
        assert kinds == [LetterKind.EXCHANGE_PROPOSED] * 3 + [LetterKind.EXCHANGE_DONE] * 3
        titles = [each.title for each in story.chapters(session, county.leases[0].id)]
        assert titles == ["登记互换意愿", "互换立案", "互换：已互换", "办理互换"]
        assert record.verify(session, PLACE).faults == ()
