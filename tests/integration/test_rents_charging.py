"""Charging a month: HN-26-1, HN-27-2, HN-29-1, HN-29-3."""

from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select, update

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BadInput
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.ledger import queries as ledger
from housing.ledger.models import Transfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.ownership.models import UnitShare, UnitTitle
from housing.ownership.words import HolderKind, InvestmentType, RegisteredAs
from housing.rents import correcting
from housing.rents.charging import Charged, charge_month
from housing.rents.models import EstateFee, Reduction
from housing.rents.states import ReductionState
from tests.conftest import NOW, PLACE, actor
from tests.factories.rented import clock_on, rented, term

A, T = AccountKind, TransferKind


def act(
    database: Database, keyring: Keyring, day: str = "2026-09-01"
) -> AbstractContextManager[Work]:
    """One act of the operator on a day."""
    return working(database.acts, actor(Role.OPERATOR), clock_on(day), keyring)


def charged(
    database: Database,
    keyring: Keyring,
    period: str = "2026-09",
    day: str = "2026-09-30",
    some: int = 2,
) -> Charged:
    """Charge a month in small batches."""
    return charge_month(database, keyring, clock_on(day), PLACE, period, some)


def held(database: Database, kind: AccountKind, ref: str = "") -> int:
    """What an account holds, after the trial balance was found to be zero."""
    with database.reads() as session:
        assert ledger.trial_balance(session, PLACE).difference == 0
        return ledger.balance(session, PLACE, kind, ref)


def test_every_running_lease_is_charged_once_and_a_second_run_does_nothing(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with act(sqlite_database, keyring) as work:
        for number in range(1, 6):
            rented(work, number)
        rented(work, 6, state=LeaseState.SIGNED, keys_on=None)
        rented(work, 7, starts_on=date(2026, 10, 1))
    assert charged(sqlite_database, keyring) == Charged(5, 150000)
    assert charged(sqlite_database, keyring) == Charged()
    assert held(sqlite_database, A.RENT_INCOME) == 150000
    assert held(sqlite_database, A.RENT_DUE, "lease:3") == 30000
    with pytest.raises(BadInput, match="2026-10"):
        charged(sqlite_database, keyring, "2026-10")


def test_part_months_and_changes_within_a_month_are_charged_by_days(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with act(sqlite_database, keyring) as work:
        begun = rented(work, 1, starts_on=date(2026, 9, 16))
        changed = rented(work, 2)
        before = work.session.scalars(select(RentTerm).where(RentTerm.lease_id == changed.id)).one()
        before.to_on = date(2026, 9, 10)
        work.session.flush()
        term(work, changed, date(2026, 9, 11), 60000)
        late = rented(work, 3, keys_on=date(2026, 9, 21))
        carried = rented(work, 4, kind=LeaseKind.CARRIED, drafted_on=date(2026, 9, 3), keys_on=None)
        ids = [each.id for each in (begun, changed, late, carried)]
    charged(sqlite_database, keyring)
    found = [held(sqlite_database, A.RENT_DUE, lease_ref(each)) for each in ids]
    # 15/30, 10/30 × 300 + 20/30 × 600, 10 days since the keys, and not before the next month.
    assert found == [15000, 50000, 10000, 0]
    with sqlite_database.reads() as session:
        line = ledger.statement(session, ids[1])[0]
    assert line.note == "9月1日至9月10日 10/30 × 300.00元；9月11日至9月30日 20/30 × 600.00元"


def test_a_reduction_and_the_fee_are_lines_of_their_own(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with act(sqlite_database, keyring) as work:
        lease = rented(work)
        work.session.add(
            EstateFee(
                place=PLACE,
                project_code="P01",
                from_on=date(2026, 9, 1),
                fen_per_m2=85,
                document="物业合同",
                set_by="x",
                set_at=NOW,
            )
        )
        work.session.add(granted(lease.id))
    assert charged(sqlite_database, keyring, "2026-08", "2026-09-01") == Charged(1, 30000)
    assert charged(sqlite_database, keyring) == Charged(1, 30000, 9000, 4250)
    ref = lease_ref(lease.id)
    assert held(sqlite_database, A.RENT_DUE, ref) == 51000
    assert held(sqlite_database, A.FEE_DUE, ref) == 4250
    assert held(sqlite_database, A.RENT_INCOME) == 51000
    assert held(sqlite_database, A.FEE_INCOME, "project:P01") == 4250


def granted(lease_id: int) -> Reduction:
    """A reduction of 30 percent for September."""
    return Reduction(
        place=PLACE,
        number="JM1",
        lease_id=lease_id,
        state=ReductionState.GRANTED,
        ground="重残",
        statement="残疾证",
        documents=[],
        applied_on=date(2026, 8, 1),
        applied_by="a",
        percent=30,
        from_month="2026-09",
        until_month="2026-09",
        decided_on=date(2026, 8, 9),
        decided_by="b",
        reasons="符合条件",
        cites=[],
    )


def test_rent_of_others_units_is_theirs_and_of_joint_units_by_shares(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with act(sqlite_database, keyring) as work:
        kinds = (
            InvestmentType.GOVERNMENT_FULL,
            InvestmentType.SELF_BUILT_PRIVATE,
            InvestmentType.JOINT,
        )
        for number, kind in enumerate(kinds, 1):
            lease = rented(work, number, unit={"owner": f"单位{number}"})
            government = kind is InvestmentType.GOVERNMENT_FULL
            work.session.add(title(lease.unit_id, kind, government))
            work.session.flush()
            if kind is InvestmentType.JOINT:
                work.session.add(
                    UnitShare(
                        unit_id=lease.unit_id,
                        number=1,
                        holder="县政府",
                        kind=HolderKind.GOVERNMENT,
                        parts=3333,
                    )
                )
        rented(work, 4, unit={"owner": "厂", "reserved_for": "厂"})
    charged(sqlite_database, keyring)
    assert held(sqlite_database, A.RENT_INCOME) == 30000 + 9999
    owners = [held(sqlite_database, A.OWNER_INCOME, f"owner:{n}") for n in ("单位2", "单位3", "厂")]
    assert owners == [30000, 30000 - 9999, 30000]


def title(unit_id: int, kind: InvestmentType, government: bool) -> UnitTitle:
    """Whose a unit is, as far as the database asks."""
    as_whom = RegisteredAs.HOUSING_DEPARTMENT if government else RegisteredAs.INVESTOR
    return UnitTitle(
        unit_id=unit_id,
        place=PLACE,
        investment=kind,
        registered_as=as_whom,
        beneficial_owner="单位",
        registered_owner="单位",
        house_type="住宅",
        land_nature="划拨",
        registration_number="",
        annotated=False,
        annotation_document="",
        document="登记表",
        kept_by="operator",
        kept_on=date(2026, 9, 1),
    )


def test_what_a_later_change_makes_wrong_is_put_right_by_new_transfers(
    database: Database, keyring: Keyring
) -> None:
    with act(database, keyring) as work:
        lease = rented(work)
        lease_id = lease.id
    for period in ("2026-08", "2026-09"):
        charged(database, keyring, period)
    with act(database, keyring, "2026-09-30") as work:
        work.session.execute(
            update(Lease)
            .where(Lease.id == lease_id)
            .values(
                state=LeaseState.ENDED,
                ended_on=date(2026, 8, 20),
                ending=Ending.MOVED_OUT,
                end_reason="搬走",
            )
        )
    with act(database, keyring, "2026-09-30") as work:
        found = correcting.candidates(work.session, PLACE, date(2026, 8, 1), work.now)
        assert found == {lease_id: date(2026, 8, 20)}
        change = correcting.correct(work, lease_id, date(2026, 8, 20), reason="8月20日退租")
        assert change == -30000 + (19355 - 30000)
        assert correcting.correct(work, lease_id, date(2026, 8, 20), reason="8月20日退租") == 0
    assert held(database, A.RENT_DUE, lease_ref(lease_id)) == 19355
    with database.reads() as session:
        kinds = [each.kind for each in session.scalars(select(Transfer).order_by(Transfer.id))]
    assert kinds == [T.RENT_CHARGE] * 2 + [T.RENT_CORRECTION] * 2
