"""A county with its offices, and cases that have deadlines and notices."""

from datetime import UTC, date, datetime

from housing.clocks import service
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.notices import service as notices
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from tests.conftest import NOW, PLACE
from tests.factories.offices import open_offices

SHOWN = (("申请人", "王*芳"), ("证件号码", "430*************1X"), ("家庭人口", "3"))


def at(day: date, hour: int = 1) -> datetime:
    """Return an instant of a day, 9 in the morning in Shanghai by default."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def case(number: int = 1, kind: str = "application") -> CaseRef:
    """Return a case of the test county."""
    return CaseRef(kind, number, PLACE, f"SQ2026{number:06d}")


def county(database: Database, keyring: Keyring, now: datetime = NOW) -> dict[OfficeKind, int]:
    """Open an office of every kind; return their ids."""
    clock = standing_clock(now)
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        return {kind: office.id for kind, office in open_offices(work).items()}


def head(office: int | None = None, name: str = "fabu") -> Actor:
    """Return the head of the county's housing department."""
    return Actor(name, Role.COUNTY_HEAD, PLACE, office, OfficeKind.HOUSING_DEPARTMENT)


def started(
    database: Database,
    keyring: Keyring,
    kind: ClockKind,
    office_id: int,
    *,
    number: int = 1,
    role: Role = Role.STREET,
    now: datetime = NOW,
    sub: int = 0,
) -> CaseClock:
    """Start a deadline of a case."""
    with working(database.acts, system_actor(PLACE), standing_clock(now), keyring) as work:
        return service.start(work, case(number), kind, office_id=office_id, role=role, sub=sub)


def put_up(
    database: Database,
    keyring: Keyring,
    office_id: int,
    ends_on: date | None,
    *,
    number: int = 1,
    kind: NoticeKind = NoticeKind.QUALIFIED,
    now: datetime = NOW,
    case_kind: str = "waiting_order",
) -> Notice:
    """Make a case public from today on."""
    clock = standing_clock(now)
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        return notices.publish(
            work,
            case(number, case_kind),
            kind,
            office_id=office_id,
            title=f"审核合格公示（{case(number).number}）",
            shown=SHOWN,
            rules=("HN-15-9",),
            starts_on=work.day,
            ends_on=ends_on,
        )
