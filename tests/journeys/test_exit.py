"""An exit with market rent, whole: from the periodic look at a tenant to the keys."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.exits import jobs, queries, service, story
from housing.exits.states import ExitState, Trigger
from housing.exits.words import Served
from housing.handovers import service as handing_over
from housing.joint_reviews import jobs as looking
from housing.leases.conditions import Found, Item
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import Ending
from housing.ledger import queries as books
from housing.ledger.words import AccountKind, lease_ref
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.rents.charging import charge_month
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.conftest import PLACE
from tests.factories.leases import RENT
from tests.factories.tenants import RICH, Tenants

#: 34.60 m² at 15 yuan a month.
MARKET = 51900
#: Fifteen days of December at the rent of the contract, sixteen at the market's; rounded once.
DECEMBER = round((15 * RENT + 16 * MARKET) / 31)


def charged(tenants: Tenants, lease: Lease, period: str) -> int:
    """Charge a month, and return what the tenant owes of rent in all."""
    charge_month(tenants.database, tenants.keyring, tenants.clock, PLACE, period)
    with tenants.database.reads() as session:
        assert books.trial_balance(session, PLACE).difference == 0
        return books.balance(session, PLACE, AccountKind.RENT_DUE, lease_ref(lease.id))


def sweep(tenants: Tenants) -> jobs.Done:
    (done,) = jobs.sweep(tenants.database, tenants.keyring, tenants.clock)
    return done


def test_from_the_periodic_look_to_the_keys(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-33-1 to HN-33-6, machine 6: every step in its order, every fen by the day."""
    tenants = Tenants(sqlite_database, keyring, tmp_path)
    lease = tenants.lease(starts_on=date(2025, 8, 1))

    # September: the year is over, the departments are asked, civil affairs know of more income.
    looking.due(tenants.database, keyring, tenants.clock)
    review = tenants.answered(lease, **RICH)
    with tenants.act() as work:
        case = service.open_on_review(work, review.id, reasons=["家庭收入高于标准"])
    assert (case.state, case.trigger) == (ExitState.REVIEWING, Trigger.INCOME)
    with tenants.head() as work:
        service.cancel(work, case.id, reasons=["家庭收入高于标准，不再符合条件"])
    tenants.pass_to(date(2026, 9, 15))
    with tenants.act(Role.OPERATOR) as work:
        served = service.serve(
            work, case.id, on=tenants.day, served=Served.IN_PERSON, document="送达回证1号"
        )
    assert served.relocate_until == date(2026, 12, 15)

    # The rent of the contract is charged for all of December; the period ends in its middle.
    tenants.pass_to(date(2026, 12, 1))
    assert charged(tenants, lease, "2026-12") == RENT
    assert sweep(tenants).reminded == 1
    tenants.pass_to(date(2026, 12, 16))
    assert sweep(tenants).charged == 1
    with tenants.database.reads() as session:
        assert queries.get(session, PLACE, case.id).state is ExitState.MARKET_RENT
    assert charged(tenants, lease, "2026-12") == DECEMBER
    tenants.pass_to(date(2027, 1, 1))
    assert charged(tenants, lease, "2027-01") == DECEMBER + MARKET

    # At the end of February the tenant has found a flat, and hands this one back.
    tenants.pass_to(date(2027, 2, 28))
    with tenants.act(Role.OPERATOR) as work:
        held = service.hand_back(work, case.id, reason="已另租住房")
        left = Found(items=(Item("入户门", "完好"), Item("灶台", "完好")), meters={"水表": "96"})
        handing_over.inspect(work, held.id, left)
        settled = handing_over.settle(work, held.id, last_day=tenants.day, deductions=())
        handing_over.close(work, held.id, keys_on=tenants.day, keys_note="三把", needs_repair=False)
    # Sixteen months of the contract, December, two months of the market; nothing was ever paid.
    assert settled.arrears_fen == 16 * RENT + DECEMBER + 2 * MARKET
    assert [each.closed for each in jobs.follow(tenants.database, keyring, tenants.clock)] == [1]

    with tenants.database.reads() as session:
        done = queries.get(session, PLACE, case.id)
        assert (done.state, done.ended_on) == (ExitState.VACATED, tenants.day)
        ended = session.get_one(Lease, lease.id)
        assert (ended.state, ended.ending) == (LeaseState.ENDED, Ending.EXIT)
        assert session.get_one(Unit, lease.unit_id).state is UnitState.VACANT
        assert [each.title for each in story.chapters(session, lease.id)] == [
            "退出立案：收入等情况发生变化",
            "取消保障资格",
            "退出通知送达",
            "转按市场价缴租",
            "退出案件办结：已腾退",
        ]
        letters = list(session.scalars(select(Letter.kind).order_by(Letter.id)))
        assert books.trial_balance(session, PLACE).difference == 0
        assert verify(session, PLACE).faults == ()
    ours = (
        LetterKind.EXIT_OPENED,
        LetterKind.EXIT_CANCELLED,
        LetterKind.RELOCATION_REMINDER,
        LetterKind.MARKET_RENT,
        LetterKind.HANDOVER_BEGUN,
        LetterKind.HANDOVER_SETTLED,
    )
    assert [kind for kind in letters if kind in ours] == list(ours)
