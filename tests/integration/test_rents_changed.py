"""Groups, new standards, reductions, jobs: HN-25-3, HN-25-4, HN-26-2, HN-26-3, HN-29-1, HN-29-2."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from housing.clocks.kinds import ClockKind
from housing.clocks.queries import open_clock
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.leases import terms
from housing.leases.models import Lease
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, lease_ref
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.policies import service as policies
from housing.policies.queries import book, book_of_files
from housing.rent_standards import approving, service
from housing.rent_standards import queries as standards
from housing.rent_standards.approving import Approval
from housing.rents import changes, jobs, reductions, two_lines
from housing.rents.charging import charge_month
from housing.rents.fees import set_fee
from housing.rents.models import Reduction
from housing.rents.states import ReductionState
from housing.units.models import Unit
from tests.conftest import PLACE, actor
from tests.factories.leases import tenant_account
from tests.factories.rented import clock_on, rented

A = AccountKind
OFFICE, HEAD = actor(Role.OPERATOR), actor(Role.COUNTY_HEAD)
STANDARD = "rent_standard_by_class_and_tier"


class County:
    """One county with a lease; each act happens on its day."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        with self.on("2026-09-01") as work:
            self.lease_id = rented(work).id
            self.tenant = tenant_account(work)

    def on(self, day: str, who: Actor = OFFICE):  # type: ignore[no-untyped-def]
        """One act of somebody on a day."""
        return working(self.database.acts, who, clock_on(day), self.keyring)

    def charge(self, period: str, day: str) -> None:
        """Charge one month."""
        charge_month(self.database, self.keyring, clock_on(day), PLACE, period)

    def due(self) -> int:
        """What the lease owes in rent."""
        with self.database.reads() as session:
            assert ledger.trial_balance(session, PLACE).difference == 0
            return ledger.balance(session, PLACE, A.RENT_DUE, lease_ref(self.lease_id))

    def letters(self, kind: LetterKind) -> int:
        """How many letters of a kind were written."""
        with self.database.reads() as session:
            return len(session.scalars(select(Letter).where(Letter.kind == kind)).all())


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring)


def test_another_group_changes_the_rent_from_its_day_and_puts_the_month_right(
    county: County,
) -> None:
    county.charge("2026-09", "2026-09-10")
    with county.on("2026-09-20") as work:
        term = changes.set_group(
            work,
            county.lease_id,
            rent_group="rescue",
            from_on=date(2026, 9, 16),
            reason="纳入低保",
            document="低保证",
        )
        assert term.monthly_fen == 7500
    # 15 days of 300.00 and 15 of 75.00.
    assert county.due() == 15000 + 3750
    assert county.letters(LetterKind.RENT_CHANGED) == 1
    with county.on("2026-09-21") as work, pytest.raises(BadInput, match="相同"):
        changes.set_group(
            work,
            county.lease_id,
            rent_group="rescue",
            from_on=date(2026, 9, 21),
            reason="再次",
            document="低保证",
        )


def test_a_standard_needs_its_approval_and_reaches_leases_in_their_next_year(
    county: County,
) -> None:
    text = json.dumps({"percent_of_market_rent": {**old_rates(), "lower_middle": 70}})
    first, officer = date(2026, 10, 1), actor(Role.CENTRE)
    late = Approval("县人民政府", "县政函〔2026〕8号", date(2026, 10, 2))
    with county.on("2026-09-02", officer) as work:
        with pytest.raises(BrokenRule, match="批准日期") as refused:
            approving.propose(work, STANDARD, text, first, late)
        assert refused.value.rules == ("HN-25-3",)
        bare = policies.propose(work, STANDARD, text, first, document="内部通知").id
    with county.on("2026-09-03", HEAD) as work:
        with pytest.raises(BrokenRule, match="批准文件"):
            approving.confirm(work, bare)
        policies.approve(work, bare)
    with county.on("2026-10-05", officer) as work:
        unit = work.session.get_one(Unit, work.session.get_one(Lease, county.lease_id).unit_id)
        with pytest.raises(BrokenRule, match="没有登记同级政府的批准文件"):
            service.quote(book(work.session), PLACE, unit, "lower_middle", work.day)
        approving.record(work, bare, Approval("县人民政府", "县政函〔2026〕8号", date(2026, 9, 30)))
        assert (
            service.quote(book(work.session), PLACE, unit, "lower_middle", work.day).monthly_fen
            == 52500
        )
        approving.publish(
            work, STANDARD, first, published_on=date(2026, 10, 1), channel="县政府网站"
        )
        found = standards.standards(work.session, PLACE, work.day)[0]
        assert (found.approval is not None, found.published is not None) == (True, True)
        assert found.review_on == date(2029, 10, 1)
    with county.on("2026-10-06") as work:
        coming = changes.preview(work.session, PLACE, work.day, 0, 10)
        assert [(each.from_on, each.quote.monthly_fen) for each in coming] == [
            (date(2027, 1, 1), 52500)
        ]
        made = changes.adjust(
            work, [county.lease_id], reason="标准调整", document="县政函〔2026〕8号"
        )
        assert [each.from_on for each in made] == [date(2027, 1, 1)]
        assert changes.adjust(work, [county.lease_id], reason="标准调整", document="x") == []
        assert terms.on(work.session, county.lease_id, date(2026, 12, 31)).monthly_fen == 30000
    assert county.letters(LetterKind.RENT_CHANGED) == 1


def old_rates() -> dict[str, int]:
    """What the sample county's file holds."""
    rates: dict[str, int] = (
        book_of_files().value(STANDARD, PLACE, date(2026, 9, 1)).value["percent_of_market_rent"]
    )
    return rates


def test_a_reduction_is_asked_for_decided_by_another_and_ends_by_itself(county: County) -> None:
    with county.on("2026-09-02", county.tenant) as work:
        asked = reductions.apply(work, county.lease_id, ground="重残", statement="二级残疾").id
        with pytest.raises(WrongState, match="待决定"):
            reductions.apply(work, county.lease_id, ground="重残", statement="再次")
        case = work.session.get_one(Reduction, asked).case
        clock = open_clock(work.session, case, ClockKind.REDUCTION_DECISION)
        assert clock is not None
        assert clock.rules == ["HN-26-3"]
    county.charge("2026-09", "2026-09-03")
    given = {"until_month": "2026-11", "reasons": "符合条件", "document": "减〔2026〕1号"}
    with county.on("2026-09-10", HEAD) as work:
        with pytest.raises(BrokenRule, match="1% 至 50%"):
            reductions.grant(work, asked, percent=60, **given)
        found = reductions.grant(work, asked, percent=50, **given)
        assert (found.state, found.from_month) == (ReductionState.GRANTED, "2026-10")
        assert found.cites == ["HN-26-2", "HN-26-3"]
        assert open_clock(work.session, found.case, ClockKind.REDUCTION_DECISION) is None
    days = ("2026-10-01", "2026-11-02", "2026-11-03", "2026-12-01")
    swept = [jobs.sweep(county.database, county.keyring, clock_on(day)) for day in days]
    assert [(each.charged, each.reminded) for each in swept] == [(1, 0), (1, 1), (0, 0), (1, 0)]
    assert county.due() == 30000 + 15000 + 15000 + 30000
    assert county.letters(LetterKind.REDUCTION_GRANTED) == 1


def test_who_took_an_application_down_does_not_decide_it_and_strangers_see_none(
    county: County,
) -> None:
    both = Actor("zhang", Role.COUNTY_HEAD, PLACE)
    with county.on("2026-09-02", county.tenant) as work:
        asked = reductions.apply(work, county.lease_id, ground="低保", statement="低保户")
        asked.applied_by = "zhang"
        number = asked.id
    with county.on("2026-09-03", both) as work, pytest.raises(NotAllowed, match="两个人"):
        reductions.refuse(work, number, reasons="不符")
    with county.on("2026-09-03") as work:
        other = tenant_account(work, 2)
    with county.on("2026-09-03", other) as work, pytest.raises(NotFound):
        reductions.withdraw(work, number)
    with county.on("2026-09-03", HEAD) as work:
        assert reductions.refuse(work, number, reasons="不符").state is ReductionState.REFUSED
        with pytest.raises(WrongState):
            reductions.refuse(work, number, reasons="不符")
    with county.on("2026-09-04") as work, pytest.raises(BadInput, match="之一"):
        reductions.apply(work, county.lease_id, ground="想少交", statement="无")


def test_a_reduction_can_end_early_but_never_in_months_that_were_charged(county: County) -> None:
    with county.on("2026-09-02") as work:
        asked = reductions.apply(work, county.lease_id, ground="低保", statement="低保户").id
    given = {"reasons": "符合", "document": "减1号"}
    with county.on("2026-09-03", HEAD) as work:
        reductions.grant(work, asked, percent=50, until_month="2027-06", **given)
    with county.on("2026-12-05", HEAD) as work:
        with pytest.raises(BadInput, match="2026-11"):
            reductions.end(work, asked, last_month="2026-11", reason="不再低保")
        ended = reductions.end(work, asked, last_month="2026-12", reason="不再低保")
        assert (ended.state, ended.until_month) == (ReductionState.ENDED, "2026-12")
    assert county.letters(LetterKind.REDUCTION_ENDED) == 1


def test_the_nightly_job_charges_what_was_missed_and_nothing_twice(county: County) -> None:
    county.charge("2026-09", "2026-09-02")

    def swept(day: str) -> int:
        return jobs.sweep(county.database, county.keyring, clock_on(day)).charged

    assert [swept("2026-12-02"), swept("2026-12-03")] == [3, 0]
    assert county.due() == 4 * 30000


def test_income_and_spending_are_two_lines_and_the_budget_covers_the_rest(county: County) -> None:
    day = date(2026, 9, 5)
    with county.on("2026-09-05") as work:
        two_lines.take_facility_rent(work, fen=5000, on=day, payer="超市", document="租1")
        two_lines.release(work, fen=4000, on=day, document="核拨1")
        two_lines.spend(work, "maintenance", fen=9000, on=day, payee="维修队", document="票1")
        two_lines.give_budget(work, fen=3000, on=day, document="预算1")
        with pytest.raises(BrokenRule, match="只能用于") as refused:
            two_lines.spend(work, "bonus", fen=1, on=day, payee="某", document="票2")
        assert refused.value.rules == ("HN-29-2",)
    county.charge("2026-09", "2026-09-06")
    with county.database.reads() as session:
        held = two_lines.report(session, PLACE, 2026)
    assert (held.charged, held.collected, held.uses["maintenance"]) == (35000, 5000, 9000)
    assert (held.shortfall, held.budget, held.uncovered, held.released) == (4000, 3000, 1000, 4000)


def test_a_fee_never_changes_for_months_that_were_charged(county: County) -> None:
    with county.on("2026-09-01") as work:
        set_fee(work, "P01", from_month="2026-09", fen_per_m2=80, document="物业合同")
    county.charge("2026-09", "2026-09-02")
    with county.on("2026-09-03") as work:
        with pytest.raises(BadInput, match="2026-09"):
            set_fee(work, "P01", from_month="2026-09", fen_per_m2=90, document="物业合同")
        set_fee(work, "P01", from_month="2026-10", fen_per_m2=90, document="物业合同")
    county.charge("2026-10", "2026-10-02")
    with county.database.reads() as session:
        assert ledger.balance(session, PLACE, A.FEE_DUE, lease_ref(county.lease_id)) == 8500
