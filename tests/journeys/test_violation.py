"""A flat that was sublet: from a neighbour's report through the court to the key, and after."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from housing.applications import service as applying
from housing.bans import queries as bans
from housing.core.access.actor import system_actor
from housing.core.audit import record
from housing.core.clock import standing_clock
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.court_files import bundle
from housing.handovers import queries as handovers
from housing.handovers import service as handing_over
from housing.leases import queries as leases
from housing.leases.conditions import Found, Item
from housing.leases.states import LeaseState
from housing.leases.words import Ending
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.violations import jobs, reporting, service, story
from housing.violations.court import court_file
from housing.violations.models import Violation
from housing.violations.states import ViolationState as S
from housing.violations.words import Category, DeliveryWay, ViolationKind
from tests.conftest import PLACE
from tests.factories.applications import Counter, member
from tests.factories.sheets import identity
from tests.factories.violations import HEAD, OPERATOR, TODAY, Tenancy
from tests.migrated import migrated_sqlite

ONE_DAY = timedelta(days=1)
LEFT = Found(items=(Item("入户门", "完好"), Item("灶台", "完好")), meters={"水表": "30"})
K = LetterKind


def test_a_violation_goes_through_the_court_and_no_step_is_skipped(
    tmp_path: Path, keyring: Keyring
) -> None:
    """HN-34-1, HN-34-2, HN-34-3: order first, then one decision, and the court last."""
    home = Tenancy(migrated_sqlite(tmp_path / "housing.db"), keyring, tmp_path)
    _reported(home)
    until = _ordered(home)
    decided = _cancelled(home, until)
    applied = _to_court(home, decided)
    back = _returned(home, applied)
    _banned(home, back)
    _told(home)
    home.database.engine.dispose()


def _reported(home: Tenancy) -> None:
    """A neighbour reports by the public page; a reviewer opens a case about the lease."""
    with home.on(TODAY, system_actor(PLACE)) as work:
        told = reporting.report(
            work, Category.SUBLET, address="1栋301", what="有人收房租", phone="13800138000"
        )
    with home.on(TODAY) as work:
        number = home.lease.number
        made = reporting.open_from(
            work, told.id, number, ViolationKind.SUBLET, facts="收取租金", reasons="已核实"
        )
        home.id = made.id
        home.keep_evidence(work)
    with home.on(TODAY, HEAD) as work, pytest.raises(BrokenRule, match="告知承租人") as refused:
        service.cancel(work, home.id, reasons="转租")
    assert refused.value.rules == ("HN-34-1",)


def _ordered(home: Tenancy) -> date:
    """The tenant is heard; the order is delivered ten days after it was made."""
    with home.on(TODAY) as work:
        service.notify(work, home.id)
    with home.on(TODAY + ONE_DAY, home.tenant) as work:
        service.state(work, home.id, "只是朋友暂住")
    found = TODAY + 2 * ONE_DAY
    with home.on(found) as work:
        service.find(work, home.id, finding="持有转租协议和收款记录")
    with home.on(found, HEAD) as work:
        service.order(work, home.id, requirement="清退他人，由承租家庭居住")
    served = found + 10 * ONE_DAY
    with home.on(served) as work:
        case = service.deliver_order(work, home.id, served, DeliveryWay.POST, receipt="EMS1")
    assert case.rectify_until == date(2026, 10, 13)
    return case.rectify_until


def _cancelled(home: Tenancy, until: date) -> date:
    """Nobody has moved; another person than the visitor decides, with three effects."""
    after = until + ONE_DAY
    seen = {"is_rectified": False, "finding": "仍由他人居住", "document": "笔录7号"}
    with home.on(after) as work:
        service.visit(work, home.id, on=after, **seen)
    with home.on(after, HEAD) as work, pytest.raises(BrokenRule, match="取消资格"):
        service.apply(work, home.id, court="县人民法院", document="1", remedies="x")
    with home.on(after, HEAD) as work:
        service.cancel(work, home.id, reasons="期满检查仍由他人居住")
    with home.on(after) as work:
        case = service.deliver_decision(
            work, home.id, after, DeliveryWay.LEFT, receipt="留置见证书"
        )
        unit = work.session.get_one(Unit, home.lease.unit_id)
        assert unit.state is UnitState.VACATING
    assert case.return_until == date(2026, 11, 13)
    return case.return_until


def _to_court(home: Tenancy, until: date) -> date:
    """After the period the court is asked; everything that shows it is one file."""
    applied = until + ONE_DAY
    with home.on(applied, HEAD) as work:
        service.apply(
            work,
            home.id,
            court="示例县人民法院",
            document="申执1号",
            remedies="未申请复议，未提起诉讼",
        )
        found = court_file(work, home.folder, home.id)
    made = bundle(found.cover, found.parts)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    for part in ("持有转租协议和收款记录", "责令限期整改通知书", "笔录7号", "留置见证书"):
        assert part in words
    ruled = applied + 20 * ONE_DAY
    with home.on(ruled) as work:
        service.rule(work, home.id, on=ruled, number="（2026）执1号", ruling="准予强制执行")
    return ruled


def _returned(home: Tenancy, day: date) -> date:
    """The dwelling is handed over under the ruling; the night's job notes that it is back."""
    with home.on(day, OPERATOR) as work:
        handover = handovers.of_lease(work.session, home.lease.id)
        assert handover is not None
        assert handover.ending is Ending.VIOLATION
        handing_over.inspect(work, handover.id, LEFT)
        handing_over.settle(work, handover.id, last_day=day, deductions=())
        handing_over.close(work, handover.id, keys_on=day, keys_note="法院换锁", needs_repair=False)
    clock = standing_clock(datetime(day.year, day.month, day.day, 18, tzinfo=UTC))
    assert jobs.sweep(home.database, home.keyring, clock).returned == 1
    assert jobs.sweep(home.database, home.keyring, clock).returned == 0
    with home.database.reads() as session:
        case = session.get_one(Violation, home.id)
        assert (case.state, case.returned_on) == (S.VACATED, day)
        lease = leases.get(session, PLACE, home.lease.id)
        assert (lease.state, lease.ending) == (LeaseState.ENDED, Ending.VIOLATION)
        assert session.get_one(Unit, lease.unit_id).state is UnitState.VACANT
        titles = [each.title for each in story.chapters(session, home.lease.id)]
    assert titles[0] == "违规立案：转租"
    assert titles[-1] == "违规案件结束：已退回"
    return day


def _banned(home: Tenancy, back: date) -> None:
    """Five years from the return, for both of them; the day after, they may apply again."""
    last = date(back.year + 5, back.month, back.day)
    with home.database.reads() as session:
        assert bans.banned_until(session, {home.spouse}, back) == last
    counter = Counter(home.database, home.keyring, home.folder)
    counter.now = datetime(back.year, back.month, back.day, 19, tzinfo=UTC)
    draft = counter.draft(member("张小甲", identity_number=identity("19900307", "001")))
    with counter.work() as work, pytest.raises(BrokenRule, match=str(last)) as refused:
        applying.submit(work, draft.id, draft.version, truthful=True)
    assert refused.value.rules == ("HN-34-2",)
    counter.now = datetime(last.year, last.month, last.day, 17, tzinfo=UTC)  # The day after.
    with counter.work() as work:
        assert applying.submit(work, draft.id, draft.version, truthful=True).number


def _told(home: Tenancy) -> None:
    """Each step had its letter, in order, and the register has no fault."""
    with home.database.reads() as session:
        kinds = session.scalars(select(Letter.kind).order_by(Letter.id)).all()
        assert record.verify(session, PLACE).faults == ()
    steps = [each for each in kinds if each not in (K.HANDOVER_SETTLED, K.MOVED_OUT)]
    assert steps == [
        K.REPORT_ANSWER,
        K.VIOLATION_NOTICE,
        K.RECTIFICATION_ORDER,
        K.RETURN_ORDER,
        K.HANDOVER_BEGUN,
        K.ENFORCEMENT_APPLIED,
        K.RETURN_CONFIRMED,
    ]
