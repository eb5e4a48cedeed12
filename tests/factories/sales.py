"""A county of Hanzhong that sells dwellings: its people, its values, and a sale at any state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.ownership.models import UnitTitle
from housing.ownership.words import InvestmentType, RegisteredAs
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from housing.sales import contract, jobs, queries, service
from housing.sales.applying import Wanted
from housing.sales.approving import Papers
from housing.sales.models import Sale, SaleBatch
from housing.sales.people import Person
from housing.sales.qualifying import conditions_of
from housing.sales.words import BuyerCategory, MoneySource, Step
from housing.units import queries as units
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from tests.conftest import NOW
from tests.factories.hanzhong import HANTAI
from tests.factories.offices import office_of_kind
from tests.factories.sheets import identity

Result = TypeVar("Result")
CENTRE = Actor("zhongxin", Role.CENTRE, HANTAI)
SECOND = Actor("zhongxin2", Role.CENTRE, HANTAI)
HEAD = Actor("fuzeren", Role.COUNTY_HEAD, HANTAI)
PRICE = Actor("wujia", Role.PRICE_FINANCE, HANTAI)
FINANCE = Actor("caizheng", Role.PRICE_FINANCE, HANTAI)
CITY = Actor("shiju", Role.PREFECTURE, "610700")
BASIS = {"document": "汉政办发〔2025〕8号"}
VALUES: dict[str, Any] = {
    "renewed_basis_hzs": BASIS,
    "appraisal_reduction": 20,
    "maintenance_fund_rate": 5000,
    "land_income_payment_rate": 50,
}
PAPERS = Papers(
    policy="经适房〔2024〕1号", government="汉政函〔2026〕2号", disposal="资处〔2026〕3号"
)
FORM, UNDERTAKING = "购买申请审核表（签字）", "承诺书（签字）"
#: 3,150 yuan a m², 20 percent less, for 50 m².
PRICE_FEN = 12_600_000


@dataclass
class SaleCounty:
    """A database with one county of Hanzhong in it, and the day on which it acts."""

    database: Database
    keyring: Keyring
    now: datetime = NOW
    values: dict[str, Any] = field(default_factory=lambda: dict(VALUES))

    def act(self, who: Actor, act: Callable[[Work], Result]) -> Result:
        """Do one act of one person now."""
        clock = standing_clock(self.now)
        with working(self.database.acts, who, clock, self.keyring) as work:
            return act(work)

    @property
    def day(self) -> date:
        """Today."""
        return day_of(self.now)

    def pass_days(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    def pass_to(self, day: date) -> None:
        """Let the time come to the morning of a day."""
        self.now = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)

    def sweep(self) -> int:
        """Let the job of the day run."""
        return jobs.sweep(self.database, self.keyring, standing_clock(self.now))

    def sale(self, sale_id: int) -> Sale:
        """Return a sale as it stands."""
        with self.database.reads() as session:
            return queries.get(session, HANTAI, sale_id)

    def unit_state(self, code: str) -> UnitState:
        """Return the state of a dwelling."""
        with self.database.reads() as session:
            return units.get(session, HANTAI, code).state

    def fill(
        self,
        how_many: int,
        investment: InvestmentType | None = InvestmentType.GOVERNMENT_FULL,
        **columns: Any,
    ) -> "SaleCounty":
        """Write the county down with this many vacant dwellings of 50 m² in one estate."""

        def run(work: Work) -> None:
            for kind in (OfficeKind.HOUSING_CENTRE, OfficeKind.HOUSING_DEPARTMENT):
                office_of_kind(work, kind)
            work.session.add(Project(place=HANTAI, code="P01", name="望江小区", street="东关街道"))
            work.session.add_all(_amendment(*each) for each in self.values.items())
            work.session.flush()
            for number in range(1, how_many + 1):
                add_unit(work, number, investment, **columns)

        self.act(system_actor(HANTAI), run)
        return self

    def released(self, *numbers: int, **changes: Any) -> SaleBatch:
        """Return an approved list of these dwellings."""
        codes = [code(number) for number in numbers]
        batch = self.act(CENTRE, lambda work: service.prepare_batch(work, "批次", codes, PAPERS))
        given = {"department": "汉台区住房和城市管理局", "document": "汉区住〔2026〕5号"}
        return self.act(
            HEAD, lambda work: service.approve_batch(work, batch.id, **(given | changes))
        )

    def applied(self, number: int, buyer: int | None = None, **changes: Any) -> Sale:
        """Return an application for a dwelling by a household of its own."""
        return self.act(CENTRE, lambda work: service.apply(work, wanted(number, buyer, **changes)))

    def qualified(self, sale: Sale) -> Sale:
        """Return the sale with its buyer's qualification determined."""
        with self.database.reads() as session:
            evidence = dict.fromkeys(conditions_of(session, sale), "证明材料")
        return self.act(SECOND, lambda work: service.qualify(work, sale.id, evidence))

    def price(self, **changes: Any) -> int:
        """Return the id of an approved price of the estate."""
        facts: dict[str, Any] = {
            "appraiser": "汉中某房地产评估公司",
            "comparable": "同地段砖混结构普通商品房",
            "appraisal_fen_per_m2": 315_000,
            "valued_on": self.day,
            "document": "评字〔2026〕1号",
        }
        made = self.act(
            CENTRE,
            lambda work: service.propose_appraisal(work, "P01", "", **(facts | changes)),
        )
        return self.approved_price(made.id)

    def approved_price(self, price_id: int) -> int:
        """Let both authorities approve a price."""
        for who, approve in (
            (PRICE, service.approve_as_price_authority),
            (HEAD, service.approve_as_housing_authority),
        ):
            self.act(who, lambda work, approve=approve: approve(work, price_id, document="价〔1〕"))
        return price_id

    def priced(self, number: int = 1, price_id: int | None = None) -> Sale:
        """Return a sale with its price; the cooling-off runs."""
        sale = self.qualified(self.applied(number))
        held = price_id or self.price()
        return self.act(CENTRE, lambda work: service.set_price(work, sale.id, held))

    def sign(self, sale: Sale, **loan: Any) -> Sale:
        """Sign the contract that the record prints."""
        with self.database.reads() as session:
            sha256 = contract.content_sha256(contract.of_sale(session, self.sale(sale.id)))
        given = {"document": f"HT-{sale.id}", "code": contract.code_of(sha256)}
        return self.act(CENTRE, lambda work: service.sign(work, sale.id, **given, **loan))

    def contracted(self, number: int = 1, **loan: Any) -> Sale:
        """Return a sale whose contract is signed, after the cooling-off."""
        sale = self.priced(number)
        self.pass_days(8)
        return self.sign(sale, **loan)

    def paid(self, sale: Sale, fen: int = PRICE_FEN, **changes: Any) -> Sale:
        """Return the sale with money received."""
        given = {"on": self.day, "source": MoneySource.OWN, "reference": f"YH{sale.id}"}
        return self.act(
            CENTRE, lambda work: service.receive(work, sale.id, fen, **(given | changes))
        )

    def registered(self, number: int = 1) -> Sale:
        """Return a dwelling that is registered to its buyer, and locked."""
        return self.register(self.paid(self.contracted(number)))

    def register(self, sale: Sale) -> Sale:
        """Walk a paid sale to its certificate."""
        steps: Sequence[Callable[[Work], object]] = (
            lambda work: service.issue_receipt(
                work, sale.id, number=f"P{sale.id}", written_off="资核〔2026〕1号"
            ),
            lambda work: service.pay_fund(work, sale.id, document="维修资金缴存单"),
            *(
                lambda work, step=step: service.do_step(
                    work, sale.id, step, on=self.day, document="回执"
                )
                for step in (Step.ONLINE_FILING, Step.TAX)
            ),
            lambda work: service.register(
                work,
                sale.id,
                certificate=f"陕（2026）汉台区不动产权第{sale.id:07d}号",
                registered_on=self.day,
                housing_nature="参照经济适用住房",
                land_nature="划拨",
            ),
        )
        for step in steps:
            self.act(CENTRE, step)
        return self.sale(sale.id)


def code(number: int) -> str:
    """Return the code of a dwelling."""
    return f"P01-{number:04d}"


def add_unit(work: Work, number: int, investment: InvestmentType | None, **columns: Any) -> Unit:
    """Keep a vacant dwelling, and whose it is unless that is not on file."""
    plain: dict[str, Any] = {
        "place": HANTAI,
        "code": code(number),
        "project_code": "P01",
        "building": "1栋",
        "entrance": "1单元",
        "room": f"{number:04d}",
        "floor": 1,
        "floors": 6,
        "layout": "一居室",
        "area": 5000,
        "accessible": False,
        "lift": False,
        "owner": "汉台区住房保障中心",
        "reserved_for": "",
        "completed_on": date(2020, 1, 1),
        "rent_fen": 480,
        "state": UnitState.VACANT,
        "unit_class": "P01-一居室-低-普通",
    }
    unit = Unit(**(plain | columns))
    work.session.add(unit)
    work.session.flush()
    if investment is not None:
        add_title(work, unit, investment)
    return unit


def add_title(work: Work, unit: Unit, investment: InvestmentType) -> None:
    """Keep with whose money a dwelling was built."""
    work.session.add(
        UnitTitle(
            unit_id=unit.id,
            place=HANTAI,
            investment=investment,
            beneficial_owner=unit.owner,
            registered_owner=unit.owner,
            registered_as=RegisteredAs.HOUSING_DEPARTMENT,
            house_type="公共租赁住房",
            land_nature="划拨",
            registration_number="",
            annotated=False,
            annotation_document="",
            document="产权资料",
            kept_by="zhongxin",
            kept_on=day_of(NOW),
        )
    )
    work.session.flush()


def person(number: int, **changes: Any) -> Person:
    """Return the buyer of that number."""
    plain = {"name": f"王购{number}", "identity": identity("19850607", f"{number:03d}")}
    return Person(**(plain | changes))


def wanted(number: int, buyer: int | None = None, **changes: Any) -> Wanted:
    """Return the whole form of an application for a dwelling."""
    plain: dict[str, Any] = {
        "unit_code": code(number),
        "category": BuyerCategory.LOWER_MIDDLE_INCOME_HOUSEHOLD,
        "people": (person(buyer or number),),
        "form": FORM,
        "undertaking": UNDERTAKING,
    }
    return Wanted(**(plain | changes))


def _amendment(parameter: str, value: object) -> Amendment:
    return Amendment(
        place=HANTAI,
        parameter=parameter,
        value=value,
        first_day=date(2026, 1, 1),
        document="汉区政发〔2025〕9号",
        source="",
        state=AmendmentState.APPROVED,
        proposed_by="zhongxin",
        proposed_at=NOW - timedelta(days=300),
        decided_by="fuzeren",
        decided_at=NOW - timedelta(days=299),
        reason="",
    )
