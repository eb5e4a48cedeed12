"""A county small enough to follow by hand, and a round walked through it act by act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.policies import PolicyBook
from housing.rounds import service
from housing.rounds.models import Round
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from tests.conftest import NOW, PLACE, actor

Result = TypeVar("Result")
DICE = "3561242513661243512346123"
CENTRE = actor(Role.CENTRE, "zhongxin")
REVIEWER = actor(Role.COUNTY_REVIEWER, "fuhe")
HEAD = actor(Role.COUNTY_HEAD, "fabu")
DRAWN_AT = NOW + timedelta(hours=2)
AFTER_PUBLICITY = datetime(2026, 9, 9, 1, 0, tzinfo=UTC)
LOW, TWO, OWN = "P01-一居室-低-普通", "P01-两居室-低-普通", "P06-一居室-低-普通"
ACCESSIBLE = "P01-一居室-低-无障碍"
HOSPITAL = "县第一人民医院"


def household(keyring: Keyring, number: int, **changes: Any) -> Household:
    """Return a household of one person that waits since 2025."""
    identity = f"43010019800101{number:03d}X"
    plain: dict[str, Any] = {
        "place": PLACE,
        "application_number": f"SQ2025{number:06d}",
        "name": f"张小{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "document_kind": "居民身份证",
        "identity_sealed": keyring.seal(identity),
        "identity_index": keyring.blind(identity),
        "birth_on": date(1980, 1, 1),
        "street": "东岸街道",
        "group": Group.LOWER_MIDDLE,
        "size": 1,
        "rescue": Rescue.NONE,
        "priority_groups": [],
        "income_fen": 150000,
        "assets_fen": 0,
        "present_area": 0,
        "employer": "",
        "accepted_on": date(2025, 3, 1) + timedelta(days=number),
        "registered_on": date(2025, 6, 1),
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [[LOW]],
    }
    return Household(**(plain | changes))


def unit(number: int, unit_class: str = LOW, **changes: Any) -> Unit:
    """Return a vacant flat of the county's own."""
    project, layout, _, access = unit_class.split("-")
    plain: dict[str, Any] = {
        "place": PLACE,
        "code": f"{project}-{number:04d}",
        "project_code": project,
        "building": "1栋",
        "entrance": "1单元",
        "room": f"{number:04d}",
        "floor": 1,
        "floors": 6,
        "layout": layout,
        "area": 3460 if layout == "一居室" else 4950,
        "accessible": access == "无障碍",
        "lift": False,
        "owner": "县住建局",
        "reserved_for": "",
        "completed_on": date(2024, 1, 1),
        "rent_fen": 480,
        "state": UnitState.VACANT,
        "unit_class": unit_class,
    }
    return Unit(**(plain | changes))


def own_unit(number: int, **changes: Any) -> Unit:
    """Return a vacant flat that the hospital built for its staff."""
    meant_for = {"owner": HOSPITAL, "reserved_for": "本单位职工"}
    return unit(number, OWN, **(meant_for | changes))


def projects() -> list[Project]:
    """Return the two estates of the small county."""
    names = {"P01": "望麓新苑", "P06": "医院公寓"}
    return [
        Project(place=PLACE, code=code, name=name, street="东岸街道")
        for code, name in names.items()
    ]


def usual(keyring: Keyring) -> tuple[list[Household], list[Unit]]:
    """Return 9 households, 3 of them off the roll or of tier 0, and 5 flats in 4 classes."""
    of = lambda number, **changes: household(keyring, number, **changes)  # noqa: E731
    households = [
        of(1, group=Group.LOW_INCOME, wishes=[[LOW]]),
        of(2, wishes=[[LOW], [ACCESSIBLE]]),
        of(3, wishes=[[TWO], [LOW]]),
        of(4, needs_accessible=True, wishes=[[ACCESSIBLE]]),
        of(5, employer=HOSPITAL, wishes=[[OWN]]),
        of(6, size=3, rescue=Rescue.MINIMUM_ALLOWANCE, wishes=[[TWO]]),
        of(7, size=4, rescue=Rescue.EXTREME_POVERTY, wishes=[[TWO]]),
        of(8, assistance=Assistance.SUBSIDY, wishes=[]),
        of(9, registered_on=date(2026, 12, 1)),
    ]
    units = [unit(1), unit(2), unit(3, TWO), unit(4, ACCESSIBLE), own_unit(5)]
    return households, units


@dataclass
class County:
    """A database with one county in it, and the people who act there."""

    database: Database
    keyring: Keyring

    def fill(self, households: list[Household], units: list[Unit]) -> "County":
        """Write the county down."""
        with self.database.acts() as session, session.begin():
            session.add_all(projects())
            session.flush()
            session.add_all([*households, *units])
        return self

    def act(self, who: Any, at: datetime, act: Callable[[Work], Result]) -> Result:
        """Do one act of one person at one time."""
        with working(self.database.acts, who, standing_clock(at), self.keyring) as work:
            return act(work)

    def adopted(
        self, mechanism: str | None = None, book: PolicyBook | None = None, at: datetime = NOW
    ) -> Round:
        """Return a round whose roll may be frozen."""
        a_round = self.act(
            CENTRE,
            at,
            lambda work: service.prepare(
                work,
                name="第一批",
                approval_document="批〔2026〕1号",
                seed_source="dice",
                mechanism=mechanism,
                book=book,
            ),
        )
        return self.act(
            CENTRE, at, lambda work: service.adopt_roll(work, a_round.id, document="审〔2026〕1号")
        )

    def frozen(self, mechanism: str | None = None, at: datetime = NOW) -> Round:
        """Return a frozen round."""
        code = self.adopted(mechanism, at=at).id
        return self.act(CENTRE, at, lambda work: service.freeze(work, code))

    def drawn(self, a_round: Round) -> Round:
        """Return the round with its seed."""
        return self.act(
            REVIEWER,
            NOW + timedelta(hours=3),
            lambda work: service.enter_seed(
                work, a_round.id, text=DICE, drawn_at=DRAWN_AT, witnesses="县公证处"
            ),
        )

    def ordered(self, a_round: Round) -> Round:
        """Return the drawn round with its order on show."""
        at = NOW + timedelta(hours=4)
        self.act(CENTRE, at, lambda work: service.make_order(work, a_round.id))
        return self.act(CENTRE, at, lambda work: service.publish_order(work, a_round.id))

    def allocated(self, mechanism: str | None = None) -> Round:
        """Return a round whose plan is made."""
        a_round = self.ordered(self.drawn(self.frozen(mechanism)))
        return self.act(CENTRE, AFTER_PUBLICITY, lambda work: service.allocate(work, a_round.id))

    def published(self, mechanism: str | None = None) -> Round:
        """Return a published round."""
        a_round = self.allocated(mechanism)
        self.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))
        return self.act(
            HEAD,
            AFTER_PUBLICITY,
            lambda work: service.publish(work, a_round.id, package_sha256="ab" * 32),
        )
