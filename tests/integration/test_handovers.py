"""A flat that comes back: HN-24-3, HN-33-5, HN-37-1."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.handovers import queries, service, story
from housing.handovers.models import Handover
from housing.handovers.rules import Deduction
from housing.handovers.states import HandoverState
from housing.leases import queries as leases
from housing.leases.conditions import Found, Item
from housing.leases.models import Lease
from housing.leases.states import Ending, LeaseState
from housing.ledger import queries as books
from housing.ledger import service as ledger
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind as A
from housing.ledger.words import TransferKind as K
from housing.ledger.words import lease_ref
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.units import vacancy
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.conftest import NOW, PLACE, actor
from tests.factories.leases import RENT, active_lease, tenant_account
from tests.factories.offices import open_offices

LEFT = Found(items=(Item("入户门", "完好"), Item("灶台", "台面开裂")), meters={"水表": "30"})
BROKEN = (Deduction("灶台", 20000, "台面开裂，更换费用"),)
TODAY = date(2026, 9, 1)


class House:
    """A county with one lease, and people who act in it."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database, self.keyring = database, keyring
        with self.act(system_actor(PLACE)) as work:
            open_offices(work)
        with self.act() as work:
            # The rent of every month from the first has been paid; the deposit is held.
            self.lease = active_lease(work, 1, starts_on=date(2026, 8, 1))
            self.tenant = tenant_account(work, 1)
            _deposit(work, self.lease, 3 * RENT)

    @contextmanager
    def act(self, who: Actor | Role = Role.OPERATOR, at: datetime = NOW) -> Iterator[Work]:
        actor_ = who if isinstance(who, Actor) else actor(who)
        with working(self.database.acts, actor_, standing_clock(at), self.keyring) as work:
            yield work

    def begun(self) -> Handover:
        with self.act() as work:
            return service.begin(
                work, self.lease.id, Ending.MOVED_OUT, reason="在外地安家", document="退房申请1号"
            )

    def settled(self) -> Handover:
        begun = self.begun()
        with self.act() as work:
            service.inspect(work, begun.id, LEFT)
            return service.settle(work, begun.id, last_day=TODAY, deductions=BROKEN)

    def holds(self, kind: A) -> int:
        with self.database.reads() as session:
            assert books.trial_balance(session, PLACE).difference == 0
            return books.balance(session, PLACE, kind, lease_ref(self.lease.id))

    def told(self) -> list[LetterKind]:
        with self.database.reads() as session:
            return list(session.scalars(select(Letter.kind).order_by(Letter.id)))


def _deposit(work: Work, lease: Lease, fen: int) -> None:
    bank = ledger.account(work, A.TREASURY).id
    held = ledger.account(work, A.DEPOSIT_HELD, lease_ref(lease.id)).id
    paid = NewTransfer(bank, held, fen, K.PAYMENT, on=work.day, lease_id=lease.id)
    ledger.post(work, [paid])


@pytest.fixture
def house(sqlite_database: Database, keyring: Keyring) -> House:
    return House(sqlite_database, keyring)


#: August in full, and one day of September.
RENT_TO_TODAY = RENT + (RENT + 15) // 30


def test_a_flat_comes_back_with_settlement_keys_and_a_word_to_the_community(house: House) -> None:
    settled = house.settled()
    assert (settled.deposit_fen, settled.arrears_fen) == (3 * RENT, RENT_TO_TODAY)
    assert settled.refund_fen == 3 * RENT - RENT_TO_TODAY - 20000
    assert house.holds(A.REFUND_PAYABLE) == settled.refund_fen
    assert house.holds(A.RENT_DUE) == house.holds(A.DAMAGE_DUE) == house.holds(A.DEPOSIT_HELD) == 0
    with house.act() as work:
        closed = service.close(
            work, settled.id, keys_on=TODAY, keys_note="钥匙三把", needs_repair=True
        )
    assert closed.state is HandoverState.CLOSED
    with house.database.reads() as session:
        lease = leases.get(session, PLACE, house.lease.id)
        assert (lease.state, lease.ended_on) == (LeaseState.ENDED, TODAY)
        assert lease.ending is Ending.MOVED_OUT
        unit = session.get_one(Unit, lease.unit_id)
        assert unit.state is UnitState.REPAIR
        assert vacancy.spells_of(session, unit.id)[0].reason.endswith("钥匙三把")
        titles = [chapter.title for chapter in story.chapters(session, lease.id)]
    assert titles == ["开始腾退（自愿退出）", "退房验房", "退房结算", "收回钥匙"]
    assert house.told() == [
        LetterKind.HANDOVER_BEGUN,
        LetterKind.HANDOVER_SETTLED,
        LetterKind.MOVED_OUT,
    ]


def test_the_letters_say_what_was_reckoned(house: House, keyring: Keyring) -> None:
    house.settled()
    with house.database.reads() as session:
        asked = select(Letter).where(Letter.kind == LetterKind.HANDOVER_SETTLED)
        text = keyring.unseal(session.scalars(asked).one().text_sealed)
    assert "灶台：台面开裂，更换费用，赔偿200.00元" in text
    assert "租赁至2026年9月1日（含当日）" in text
    assert "2026年9月21日前（含当日）" in text  # 15 working days, a Sunday among them


def test_settling_again_takes_the_first_settlement_back(house: House) -> None:
    settled = house.settled()
    with house.act() as work:
        again = service.settle(work, settled.id, last_day=TODAY)
    assert again.refund_fen == 3 * RENT - RENT_TO_TODAY == house.holds(A.REFUND_PAYABLE)
    assert house.holds(A.DAMAGE_DUE) == 0


def test_a_settlement_after_a_month_charged_in_full_is_cut_to_the_day(house: House) -> None:
    begun = house.begun()
    later = datetime(2026, 9, 20, 2, tzinfo=UTC)
    with house.act(at=later) as work:
        service.inspect(work, begun.id, LEFT)
        service.settle(work, begun.id, last_day=date(2026, 9, 20))
        cut = service.settle(work, begun.id, last_day=date(2026, 9, 10))
    assert cut.arrears_fen == RENT + (RENT * 10 + 15) // 30


def test_a_damage_that_was_there_before_is_refused(house: House) -> None:
    begun = house.begun()
    with house.act() as work:
        service.inspect(work, begun.id, LEFT)
    with pytest.raises(BrokenRule, match="入户门"), house.act() as work:
        service.settle(
            work, begun.id, last_day=TODAY, deductions=[Deduction("入户门", 100, "划痕")]
        )
    assert house.holds(A.DAMAGE_DUE) == 0


def test_the_tenant_objects_and_somebody_else_answers(house: House) -> None:
    settled = house.settled()
    with house.act(house.tenant) as work:
        service.object_to(work, settled.id, "台面交房时就有裂纹")
    with pytest.raises(WrongState, match="异议正在复查"), house.act() as work:
        service.object_to(work, settled.id, "再说一次")
    with pytest.raises(NotAllowed), house.act() as work:
        service.answer(work, settled.id, upheld=True, reasons="属实")
    same = replace(actor(Role.COUNTY_HEAD), name=settled.settled_by)
    with pytest.raises(NotAllowed, match="其他人员复查"), house.act(same) as work:
        service.answer(work, settled.id, upheld=True, reasons="属实")
    with house.act() as work:
        service.close(work, settled.id, keys_on=TODAY, keys_note="两把", needs_repair=False)
    with pytest.raises(WrongState, match="异议成立后"), house.act() as work:
        service.settle(work, settled.id, last_day=TODAY)
    with house.act(Role.COUNTY_HEAD) as work:
        service.answer(work, settled.id, upheld=True, reasons="交房记录漏记")
    with pytest.raises(BrokenRule, match="更不利"), house.act() as work:
        service.settle(work, settled.id, last_day=TODAY, deductions=[replace(BROKEN[0], fen=20001)])
    with house.act() as work:
        again = service.settle(work, settled.id, last_day=TODAY)
    assert again.refund_fen == settled.refund_fen + 20000 == house.holds(A.REFUND_PAYABLE)
    assert again.state is HandoverState.CLOSED
    assert house.told().count(LetterKind.HANDOVER_ANSWER) == 1


def test_an_objection_comes_in_time_and_from_ones_own_household(house: House) -> None:
    settled = house.settled()
    with house.act() as work:
        active_lease(work, 2)
        stranger = tenant_account(work, 2)
    with pytest.raises(NotFound), house.act(stranger) as work:
        service.object_to(work, settled.id, "不是我的")
    late = datetime(2026, 9, 23, 2, tzinfo=UTC)
    with pytest.raises(WrongState, match="2026-09-21"), house.act(house.tenant, late) as work:
        service.object_to(work, settled.id, "太晚")


def test_steps_out_of_order_are_refused(house: House) -> None:
    begun = house.begun()
    with pytest.raises(WrongState, match="已验房，待结算"), house.act() as work:
        service.settle(work, begun.id, last_day=TODAY)
    with pytest.raises(WrongState, match="已结算，待交钥匙"), house.act() as work:
        service.close(work, begun.id, keys_on=TODAY, keys_note="三把", needs_repair=True)
    with pytest.raises(BadInput, match="早于开始腾退"), house.act() as work:
        service.inspect(work, begun.id, LEFT, on=date(2026, 8, 31))
    settled = house.settled()
    with pytest.raises(BadInput, match="请先结算到这一天"), house.act() as work:
        service.close(
            work, settled.id, keys_on=date(2026, 8, 31), keys_note="三把", needs_repair=True
        )
    with pytest.raises(NotAllowed, match="退房请向运营机构"), house.act(house.tenant) as work:
        service.begin(work, house.lease.id, Ending.MOVED_OUT, reason="想退房")


def test_a_second_notice_only_changes_the_ground(house: House) -> None:
    begun = house.begun()
    with house.act(Role.COUNTY_HEAD) as work:
        again = service.begin(
            work, house.lease.id, Ending.VIOLATION, reason="取消资格", document="决定2号"
        )
    assert (again.id, again.ending) == (begun.id, Ending.VIOLATION)
    with pytest.raises(BadInput, match="不须腾退"), house.act() as work:
        service.begin(work, house.lease.id, Ending.RENEWED, reason="续租")


def test_moving_out_can_be_called_off_and_begun_anew(house: House) -> None:
    begun = house.begun()
    with house.act() as work:
        service.call_off(work, begun.id, reason="不搬了", document="撤回申请")
        assert work.session.get_one(Unit, house.lease.unit_id).state is UnitState.LET
        assert queries.of_lease(work.session, house.lease.id) is None
    assert house.begun().id != begun.id


REFUSED = (
    ({"refund_fen": 1, "owed_fen": 1}, "one_side_pays"),
    ({"keys_on": date(2026, 8, 31)}, "closed_whole"),
    ({"settled_by": ""}, "settled_whole"),
    ({"answered_by": "operator"}, "answered_by_another"),
    ({"answered_by": "head"}, "objection_whole"),
    ({"report_id": None}, "inspected_whole"),
    ({"unit_id": 2}, "whose handover it is never changes"),
)


def test_the_database_refuses_a_handover_that_cannot_be(
    database: Database, keyring: Keyring
) -> None:
    house = House(database, keyring)
    settled = house.settled()
    of_it = update(Handover).where(Handover.id == settled.id)
    for change, refused in REFUSED:
        with pytest.raises(DatabaseError, match=refused), house.act() as work:
            work.session.execute(of_it.values(**change))
