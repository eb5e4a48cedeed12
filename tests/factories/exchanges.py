"""Tenants who want each other's flats, in the fewest words."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.exchanges import queries, service
from housing.exchanges.models import Exchange, ExchangeWish
from housing.exchanges.wishes import Told
from housing.exchanges.words import Reason
from housing.leases.models import Lease
from housing.ownership.service import TitleFacts, keep_title
from housing.ownership.titles import Holding
from housing.ownership.words import HolderKind, InvestmentType, RegisteredAs
from tests.conftest import PLACE, actor
from tests.factories.leases import active_lease
from tests.factories.offices import open_offices

TODAY = date(2026, 9, 1)
CENTRE, SECOND = actor(Role.CENTRE, "zhongxin"), actor(Role.CENTRE, "zhongxin2")
HEAD, OPERATOR = actor(Role.COUNTY_HEAD, "fabu"), actor(Role.OPERATOR, "yunying")
CONDITION = "双方已查看，按现状交接"
GOVERNMENT = TitleFacts(
    investment=InvestmentType.GOVERNMENT_FULL,
    beneficial_owner="示例县人民政府",
    registered_owner="示例县住房和城乡建设局",
    registered_as=RegisteredAs.HOUSING_DEPARTMENT,
    holdings=(Holding("示例县人民政府", HolderKind.GOVERNMENT, 10_000),),
    land_nature="划拨",
    document="产〔2024〕1号",
)
OF_A_FACTORY = TitleFacts(
    investment=InvestmentType.SELF_BUILT_PRIVATE,
    beneficial_owner="宏达纺织有限公司",
    registered_owner="宏达纺织有限公司",
    registered_as=RegisteredAs.INVESTOR,
    holdings=(Holding("宏达纺织有限公司", HolderKind.PRIVATE_ENTERPRISE, 10_000),),
    land_nature="出让",
    document="产〔2024〕2号",
)


class Swapping:
    """A county with tenants on chosen floors; tenant n lives on floor n under lease n."""

    def __init__(self, database: Database, keyring: Keyring, floors: int = 3) -> None:
        self.database, self.keyring = database, keyring
        with self.on(system_actor(PLACE)) as work:
            open_offices(work)
        with self.on(CENTRE) as work:
            self.leases = [_tenant(work, number) for number in range(1, floors + 1)]

    def on(self, who: Actor = CENTRE, day: date = TODAY) -> AbstractContextManager[Work]:
        """Open an act of somebody at nine in the morning of a day."""
        at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        return working(self.database.acts, who, standing_clock(at), self.keyring)

    def wish(self, number: int, *ranks: Sequence[Mapping[str, Any]], **told: Any) -> ExchangeWish:
        """Let tenant `number` wish, for work unless told otherwise."""
        plain: dict[str, Any] = {"reason": Reason.WORK, "detail": "换到单位附近", "ranks": ranks}
        with self.on() as work:
            return service.wish(work, self.leases[number - 1].id, Told(**(plain | told)))

    def ring(self, **told: Any) -> Exchange:
        """Let tenant 1 want floor 2, 2 floor 3, and the last floor 1; search and open the case."""
        count = len(self.leases)
        for number in range(1, count + 1):
            floor = number % count + 1
            self.wish(number, [{"floor_from": floor, "floor_to": floor}], **told)
        with self.on() as work:
            found = service.search(work)
            (made,) = service.open_found(work, found.id)
        return made

    def agreed(self, exchange: Exchange) -> Exchange:
        """Let everybody agree on paper."""
        for lease in self.leases:
            with self.on() as work:
                service.consent(work, exchange.id, lease.id, document=f"同意书{lease.id}")
        return self.case(exchange)

    def approved(self, exchange: Exchange) -> Exchange:
        """Let everybody agree and the head approve."""
        self.agreed(exchange)
        with self.on(HEAD) as work:
            service.approve(
                work, exchange.id, reasons="就业需要，符合条件", document="批〔2026〕1号"
            )
        return self.case(exchange)

    def case(self, exchange: Exchange) -> Exchange:
        """Return the case as it stands."""
        with self.database.reads() as session:
            return queries.get(session, PLACE, exchange.id)


def _tenant(work: Work, number: int) -> Lease:
    lease = active_lease(work, number, unit={"floor": number, "floors": 9})
    keep_title(work, lease.unit_id, GOVERNMENT)
    return lease
