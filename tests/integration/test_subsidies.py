"""The rental subsidy: reckoned, granted, paid by lists, changed, stopped, and recovered."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.bans import service as bans
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.households.models import Household
from housing.leases.queries import by_number, members
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book
from housing.subsidies import queries, service
from housing.subsidies.models import Entitlement
from housing.subsidies.states import EntitlementState, ListState
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry
from tests.conftest import PLACE, actor
from tests.factories.leases import active_lease
from tests.factories.waiting import waiting_household

A = AccountKind
CENTRE, HEAD = actor(Role.CENTRE, "zhongxin"), actor(Role.COUNTY_HEAD, "fabu")
FINANCE = actor(Role.PRICE_FINANCE, "caizheng")
PAYEE = service.Payee("李小乙", "农业银行", "6228 4800 0000 1234")
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


class Subsidised:
    """Households of two that were granted the subsidy on the waitlist, on the 1st of September."""

    def __init__(
        self, database: Database, keyring: Keyring, households: int = 1, first: int = 1
    ) -> None:
        self.database, self.keyring, self.day = database, keyring, (2026, 9, 1)
        numbers = range(first, first + households)
        self.entries = [self.act(self._enter(number), HEAD) for number in numbers]

    def act(self, act: Callable[[Any], Any], who: Actor = CENTRE) -> Any:
        """Do one act at nine o'clock of the present day."""
        clock = standing_clock(datetime(*self.day, 1, tzinfo=UTC))
        with working(self.database.acts, who, clock, self.keyring) as work:
            return act(work)

    def granted(self, number: int = 0, from_month: date = JULY) -> Entitlement:
        """An entitlement of 270 yuan a month from July on."""
        held = self.act(self.proposal(number, from_month))
        return self.act(lambda w: service.decide(w, held.id, granted=True, reason="属实"), HEAD)

    def proposal(self, number: int, from_month: date) -> Callable[[Any], Any]:
        """The act of proposing it."""
        return lambda work: service.propose(
            work,
            self.entries[number],
            from_month=from_month,
            own_area=0,
            payee=PAYEE,
            document="批复1号",
        )

    def paid(self, month: date) -> Any:
        """A list of a month, prepared, approved and paid."""
        made = self.act(lambda work: service.prepare(work, month))
        self.act(lambda work: service.approve(work, made.id), FINANCE)
        self.act(lambda work: service.fetch_file(work, made.id, b"file"))
        return self.act(lambda w: service.pay(w, made.id, on=w.day, document="回单1"))

    def holds(self, kind: AccountKind, ref: str = "") -> int:
        """What an account holds; the books balance."""
        with self.database.reads() as session:
            assert ledger.trial_balance(session, PLACE).difference == 0
            return ledger.balance(session, PLACE, kind, ref)

    def _enter(self, number: int) -> Callable[[Any], int]:
        def enter(work: Any) -> int:
            home = waiting_household(work.keyring, number, size=2)
            work.session.add(home)
            work.session.flush()
            entry = waitlist.made(book(work.session), home, None, work.day)
            work.session.add(entry)
            work.session.flush()
            waitlist.subsidise(work, entry.id, "批复 7 号")
            return int(entry.id)

        return enter


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> Subsidised:
    """One subsidised household."""
    return Subsidised(sqlite_database, keyring)


def test_a_subsidy_is_reckoned_by_the_standards_and_granted_by_another(
    county: Subsidised,
) -> None:
    """HN-9-2, HN-10-2, HN-16-3"""
    with county.database.reads() as session:
        assert [entry.id for entry in queries.without(session, PLACE)] == county.entries
    held = county.act(county.proposal(0, JULY))
    assert (held.state, held.amounts[0].monthly_fen) == (EntitlementState.PROPOSED, 27000)
    assert held.amounts[0].reckoning["percent"] == 40
    for who in (CENTRE, FINANCE):
        with pytest.raises(NotAllowed):
            county.act(lambda w: service.decide(w, held.id, granted=True, reason="属实"), who)
    county.act(lambda w: service.decide(w, held.id, granted=True, reason="属实"), HEAD)
    with county.database.reads() as session:
        kinds = [letter.kind for letter in letters.of_case(session, held.case)]
        assert kinds == [LetterKind.SUBSIDY_GRANTED]
        assert list(queries.without(session, PLACE)) == []
    with pytest.raises(WrongState, match="已有补贴"):
        county.act(county.proposal(0, JULY))


def test_who_rents_a_flat_is_shown_and_paid_no_subsidy(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-9-1: a household has one of the two, also when the lease came by another way."""
    county = Subsidised(sqlite_database, keyring, households=2)
    held, other = county.granted(0), county.proposal(1, JULY)

    def move_in(work: Any) -> str:
        lease = active_lease(work, 5)
        (member,) = members(work.session, lease.id)
        member.identity_index = work.session.get_one(Household, held.household_id).identity_index
        return lease.number

    number = county.act(move_in)
    with county.database.reads() as session:
        assert queries.waiting(session, PLACE)["housed"] == 1
        assert [each.id for each, _ in queries.page_of(session, PLACE, "housed")] == [held.id]
    with pytest.raises(WrongState, match="没有应发的补贴"):
        county.act(lambda work: service.prepare(work, SEPTEMBER))
    given: dict[str, Any] = {"reason": "已租", "document": "1号"}
    county.act(lambda w: service.stop(w, held.household_id, AUGUST, **given), HEAD)
    assert county.act(lambda work: service.prepare(work, SEPTEMBER)).total_fen == 27000

    def family_moves_in(work: Any) -> None:
        entry = work.session.get_one(WaitlistEntry, county.entries[1])
        (member,) = members(work.session, by_number(work.session, PLACE, number).id)
        home = work.session.get_one(Household, entry.household_id)
        member.identity_index = home.identity_index

    county.act(family_moves_in)
    with pytest.raises(BrokenRule, match=number) as refused:
        county.act(other)
    assert refused.value.rules == ("HN-9-1",)


def test_a_list_pays_all_months_owed_and_no_month_twice(county: Subsidised) -> None:
    held = county.granted()
    made = county.paid(SEPTEMBER)
    assert (made.lines_count, made.total_fen) == (1, 81000)
    assert county.holds(A.SUBSIDY_EXPENSE) == 81000
    assert county.holds(A.SUBSIDY_PAYABLE, held.ref) == 0
    assert county.holds(A.SUBSIDY_FUND) == -81000
    with pytest.raises(WrongState, match="没有应发的补贴"):
        county.act(lambda work: service.prepare(work, SEPTEMBER))
    with pytest.raises(BadInput, match="还没有开始"):
        county.act(lambda work: service.prepare(work, date(2026, 10, 1)))


def test_a_list_is_prepared_approved_and_paid_in_this_order_by_two_persons(
    county: Subsidised,
) -> None:
    county.granted()
    made = county.act(lambda work: service.prepare(work, JULY))
    with pytest.raises(WrongState, match=made.number):
        county.act(lambda work: service.prepare(work, JULY))
    with pytest.raises(NotAllowed):
        county.act(lambda work: service.approve(work, made.id))
    with pytest.raises(WrongState):
        county.act(lambda w: service.pay(w, made.id, on=w.day, document="回单"))
    county.act(lambda work: service.approve(work, made.id), FINANCE)
    with pytest.raises(WrongState, match="还没有生成拨付文件"):
        county.act(lambda w: service.pay(w, made.id, on=w.day, document="回单"))
    with pytest.raises(WrongState):
        county.act(lambda work: service.drop(work, made.id, reason="重做"))


def test_a_dropped_list_and_a_returned_payment_are_owed_again(county: Subsidised) -> None:
    held = county.granted()
    made = county.act(lambda work: service.prepare(work, AUGUST))
    county.act(lambda work: service.drop(work, made.id, reason="名单有误"))
    made = county.paid(AUGUST)
    with county.database.reads() as session:
        ((line, _),) = queries.lines(session, made.id)
    county.act(lambda w: service.returned(w, made.id, line.id, on=w.day, reason="账号已销户"))
    assert county.holds(A.SUBSIDY_EXPENSE) == county.holds(A.SUBSIDY_FUND) == 0
    assert county.holds(A.SUBSIDY_PAYABLE, held.ref) == 0
    with pytest.raises(WrongState, match="已于"):
        county.act(lambda w: service.returned(w, made.id, line.id, on=w.day, reason="再"))
    assert county.paid(SEPTEMBER).total_fen == 81000


def test_a_lower_amount_back_in_time_is_withheld_from_the_next_list(county: Subsidised) -> None:
    """HN-10-2"""
    held = county.granted()
    county.paid(SEPTEMBER)
    county.day = (2026, 10, 9)
    change = {"from_month": AUGUST, "size": 1, "own_area": 0, "reason": "人口减少"}
    county.act(lambda w: service.propose_change(w, held.id, **change, document="复核1"))
    with pytest.raises(WrongState, match="已有待决定的变更"):
        county.act(lambda w: service.propose_change(w, held.id, **change, document="复核2"))
    county.act(lambda w: service.decide_change(w, held.id, approved=True, reason="属实"), HEAD)
    assert county.holds(A.SUBSIDY_DUE, held.ref) == 18000
    made = county.paid(date(2026, 10, 1))
    assert made.total_fen == 0  # 180 for October, all of it withheld.
    assert county.holds(A.SUBSIDY_DUE, held.ref) == 0
    assert county.holds(A.SUBSIDY_EXPENSE) == 27000 + 3 * 18000


def test_a_stop_ends_payment_tells_why_and_asks_back_what_was_too_much(
    county: Subsidised,
) -> None:
    """HN-33-2"""
    held = county.granted()
    county.paid(SEPTEMBER)
    facts = {"reason": "家庭已购买住房", "document": "决定1号"}
    with pytest.raises(NotAllowed):
        county.act(lambda w: service.stop(w, held.household_id, AUGUST, **facts))
    done = county.act(lambda w: service.stop(w, held.household_id, AUGUST, **facts), HEAD)
    assert (done.state, done.until_month) == (EntitlementState.STOPPED, JULY)
    assert county.holds(A.SUBSIDY_DUE, held.ref) == 54000
    with county.database.reads() as session:
        told = [letter.kind for letter in letters.of_case(session, held.case)]
        assert told[-1] is LetterKind.SUBSIDY_STOPPED
    with pytest.raises(BadInput, match=r"不超过应退的 540\.00 元"):
        county.act(lambda w: service.repay(w, held.id, 54001, on=w.day, document="回单"))
    county.act(lambda w: service.repay(w, held.id, 54000, on=w.day, document="回单9"))
    assert county.holds(A.SUBSIDY_DUE, held.ref) == 0
    assert county.holds(A.SUBSIDY_EXPENSE) == 27000 == -county.holds(A.SUBSIDY_FUND)
    again = county.act(lambda w: service.stop(w, held.household_id, AUGUST, **facts), HEAD)
    assert again is None


def test_a_stop_takes_the_household_off_a_list_that_nobody_has_approved(
    sqlite_database: Database, keyring: Keyring
) -> None:
    county = Subsidised(sqlite_database, keyring, 2)
    first, _ = county.granted(0), county.granted(1)
    made = county.act(lambda work: service.prepare(work, AUGUST))
    county.act(
        lambda w: service.stop(w, first.household_id, JULY, reason="死亡", document="证明"), HEAD
    )
    with county.database.reads() as session:
        held = queries.get_list(session, PLACE, made.id)
        assert (held.lines_count, held.total_fen, held.state) == (1, 54000, ListState.PREPARED)
        assert queries.still_due(session, first) == 0


def test_nobody_who_may_not_apply_gets_a_subsidy(county: Subsidised) -> None:
    """HN-34-2"""

    def ban(work: Any) -> None:
        home = work.session.get(Household, 1)
        case = CaseRef("violation", 1, PLACE, "WG1")
        bans.impose(work, case, [home.identity_index], ground="转租", cites=("HN-34-2",))

    county.act(ban, HEAD)
    with pytest.raises(BrokenRule) as refused:
        county.act(county.proposal(0, JULY))
    assert refused.value.rules == ("HN-34-2",)


@pytest.mark.parametrize(
    "payee", [service.Payee("", "农行", "62284800"), service.Payee("李", "农行", "12ab")]
)
def test_a_payee_must_be_whole(county: Subsidised, payee: service.Payee) -> None:
    held = county.granted()
    with pytest.raises(BadInput):
        county.act(lambda w: service.set_payee(w, held.id, payee, document="申请"))


def test_the_database_refuses_nonsense_in_subsidies(database: Database, keyring: Keyring) -> None:
    county = Subsidised(database, keyring)
    county.granted()
    county.paid(JULY)
    county.act(lambda work: service.prepare(work, AUGUST))
    columns = "place, month, lines_count, total_fen, prepared_by, prepared_at, paid_document"
    statements = [
        "UPDATE subsidy_amounts SET monthly_fen = 1",
        "DELETE FROM subsidy_amounts",
        "UPDATE subsidy_entitlements SET state = 'stopped'",
        "UPDATE subsidy_entitlements SET decided_by = proposed_by",
        "UPDATE subsidy_lists SET approved_by = prepared_by WHERE state = 'paid'",
        "UPDATE subsidy_lines SET withheld_fen = fen + 1",
        f"INSERT INTO subsidy_lists ({columns}, number, state, approved_by, file_sha256)"
        f" SELECT {columns}, 'X', 'prepared', '', '' FROM subsidy_lists WHERE state = 'prepared'",
    ]
    for statement in statements:
        with database.acts() as session, pytest.raises((IntegrityError, DBAPIError)):
            session.connection().exec_driver_sql(statement)
