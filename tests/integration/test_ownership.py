"""Whose flats are, what may change their use, and the government's first right to buy back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.permissions import Role
from housing.core.audit import record
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    HousingError,
    MissingPolicyValue,
    NotAllowed,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.occupancy import service as occupancy
from housing.occupancy.service import ProjectDescription
from housing.ownership import coowned, queries, service
from housing.ownership.coowned import DwellingFacts, Owner
from housing.ownership.models import Facility, UnitShare, UnitTitle
from housing.ownership.states import TransferAct, TransferState
from housing.ownership.titles import Holding, TitleFacts
from housing.ownership.words import HolderKind, InvestmentType, LegacyOrigin, RegisteredAs
from housing.policies.book import PolicyBook
from housing.units.locked import locked
from housing.units.models import Unit
from housing.units.words import Origin, Programme
from tests.conftest import PLACE, work_in
from tests.factories.exchanges import GOVERNMENT, OF_A_FACTORY
from tests.factories.leases import let_unit
from tests.factories.sheets import identity

JOINT = replace(
    GOVERNMENT,
    investment=InvestmentType.JOINT,
    registered_as=RegisteredAs.INVESTOR,
    holdings=(
        Holding("示例县人民政府", HolderKind.GOVERNMENT, 6_667),
        Holding("宏达纺织有限公司", HolderKind.PRIVATE_ENTERPRISE, 3_333),
    ),
)
REGISTERED = {
    "registration_number": "湘(2024)示例县不动产权第0000001号",
    "registered_on": date(2024, 7, 1),
    "annotated": True,
    "annotation_document": "注记扫描件1",
}


@pytest.fixture
def work(sqlite_database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of the centre."""
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with work.session:
        yield work


def by(work: Work, role: Role, name: str = "") -> Work:
    """The same act by somebody else."""
    who = replace(work.actor, role=role, name=name or role.value)
    return replace(work, actor=who)


def test_owners_shares_and_registration_are_kept(work: Work) -> None:
    """HN-38-1, HN-39-1, HN-39-2, HN-39-4: owners, shares, notes of the register."""
    unit = let_unit(work, 1)
    assert queries.investment_type(work.session, unit.id) is None
    service.keep_title(work, unit.id, GOVERNMENT)
    service.keep_title(work, unit.id, replace(JOINT, **REGISTERED))
    title = queries.title(work.session, unit.id)
    assert title is not None
    assert (title.annotated, title.house_type) == (True, "公共租赁住房")
    assert queries.investment_type(work.session, unit.id) is InvestmentType.JOINT
    assert [each.parts for each in queries.shares(work.session, unit.id)] == [6_667, 3_333]
    assert record.verify(work.session, PLACE).faults == ()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (replace(GOVERNMENT, registered_as=RegisteredAs.INVESTOR), "HN-39-1"),
        (replace(GOVERNMENT, holdings=OF_A_FACTORY.holdings), "HN-39-1"),
        (replace(JOINT, holdings=JOINT.holdings[1:]), "HN-39-2"),
        (replace(JOINT, holdings=(*JOINT.holdings, JOINT.holdings[0])), "HN-39-2"),
        (replace(OF_A_FACTORY, holdings=GOVERNMENT.holdings), "HN-39-2"),
        (replace(GOVERNMENT, annotated=True), "HN-39-4"),
        (replace(GOVERNMENT, legacy_origin=LegacyOrigin.DONATED), "HN-40-1"),
    ],
)
def test_ownership_that_cannot_be_is_refused(work: Work, facts: TitleFacts, rule: str) -> None:
    unit = let_unit(work, 1)
    with pytest.raises(HousingError) as refused:
        service.keep_title(work, unit.id, facts)
    assert rule in refused.value.rules
    assert queries.title(work.session, unit.id) is None


def test_former_low_rent_housing_keeps_how_it_came(work: Work) -> None:
    """HN-40-1: the origin of a dwelling that was low-rent housing."""
    unit = let_unit(work, 1, origin=Origin.LOW_RENT)
    facts = replace(GOVERNMENT, legacy_origin=LegacyOrigin.BOUGHT_BACK)
    assert service.keep_title(work, unit.id, facts).legacy_origin is LegacyOrigin.BOUGHT_BACK


def test_a_project_is_recorded_at_once_and_what_lacks_is_listed(work: Work) -> None:
    """HN-38-1: units without registration; HN-39-4: certificates without the words."""
    first, *_ = (let_unit(work, number) for number in (1, 2, 3))
    service.keep_title(work, first.id, replace(GOVERNMENT, **{**REGISTERED, "annotated": False}))
    assert service.keep_project(work, "P01", GOVERNMENT) == 2
    assert service.keep_project(work, "P01", GOVERNMENT) == 0
    let_unit(work, 4)
    assert queries.lacking(work.session, PLACE) == {"title": 1, "registration": 2, "annotation": 1}
    assert [each.code for each in queries.units_lacking(work.session, PLACE, "annotation")] == [
        first.code
    ]
    with pytest.raises(BadInput, match="逐套"):
        service.keep_project(work, "P01", replace(GOVERNMENT, **REGISTERED))


def test_nature_and_use_change_only_by_the_county(work: Work) -> None:
    """HN-30-1: locked once on file; the head changes them on a legal basis, owners never."""
    unit = let_unit(work, 1)
    service.keep_title(work, unit.id, GOVERNMENT)
    told: dict[str, Any] = {
        "origin": Origin.PUBLIC_RENTAL,
        "programme": Programme.TALENT,
        "legal_basis": "县政府〔2026〕5号决定",
        "document": "县政府〔2026〕5号",
    }
    for role in (Role.CENTRE, Role.OPERATOR, Role.COUNTY_REVIEWER):
        with pytest.raises(NotAllowed):
            service.change_use(by(work, role), unit.id, **told)
    session = work.session
    with pytest.raises(BrokenRule) as refused, session.begin_nested(), locked(session):
        unit.programme = Programme.TALENT
    assert refused.value.rules == ("HN-30-1",)
    described = ProjectDescription(None, False, "", Origin.PUBLIC_RENTAL, Programme.TALENT, "文件")
    with pytest.raises(BrokenRule, match="已锁定"), session.begin_nested():
        occupancy.describe(work, "P01", described)
    session.refresh(unit)
    with pytest.raises(BadInput, match="法律依据"):
        service.change_use(by(work, Role.COUNTY_HEAD), unit.id, **{**told, "legal_basis": " "})
    service.change_use(by(work, Role.COUNTY_HEAD), unit.id, **told)
    assert unit.programme is Programme.TALENT


def test_the_planned_use_of_a_facility_is_locked_too(work: Work) -> None:
    """HN-30-1."""
    let_unit(work, 1)
    papers = {"planned_use": "社区养老服务用房", "document": "规〔2024〕1号"}
    facility = service.keep_facility(work, "P01", name="1号楼底层", **papers)
    told = {"planned_use": "商铺", "legal_basis": "县政府决定", "document": "县政府〔2026〕6号"}
    with pytest.raises(NotAllowed):
        service.change_facility(work, "P01", facility.id, **told)
    service.change_facility(by(work, Role.COUNTY_HEAD), "P01", facility.id, **told)
    assert work.session.get_one(Facility, facility.id).planned_use == "商铺"


def test_a_co_owned_dwelling_counts_as_owned_by_all_its_owners(work: Work) -> None:
    """HN-40-2: parts of government and buyer, family members within low-rent cover."""
    dwelling = _dwelling(work)
    spouse = work.keyring.blind(identity("19910404", "002"))
    assert queries.co_owned_by(work.session, [spouse]) == [dwelling]
    assert queries.co_owned_by(work.session, ["unknown"]) == []
    owners = [*_owners(), Owner("外甥", identity("19990101", "009"), "其他", False)]
    with pytest.raises(BrokenRule) as refused:
        coowned.keep_dwelling(work, replace(_facts(), number="GY2"), owners)
    assert refused.value.rules == ("HN-40-2",)
    with pytest.raises(BadInput, match="产权比例"):
        coowned.keep_dwelling(work, replace(_facts(), buyer_parts=3_000), _owners())


def test_nothing_is_transferred_before_the_county_has_rules(work: Work) -> None:
    """HN-40-3: no price and no period in the text, so that it is blocked."""
    dwelling = _dwelling(work)
    with pytest.raises(MissingPolicyValue, match="coowned_transfer_rules"):
        service.declare(work, dwelling.id, reason="搬到外地", document="申请1")


def test_the_government_buys_back_first(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """HN-40-3: no certificate before the government has decided, by another person."""
    _with_rules(monkeypatch)
    dwelling = _dwelling(work)
    wish = service.declare(work, dwelling.id, reason="搬到外地", document="申请1")
    with pytest.raises(WrongState, match="待政府决定"):
        service.end_transfer(work, wish.id, TransferAct.CERTIFY, document="证明1")
    head = by(work, Role.COUNTY_HEAD)
    with pytest.raises(BadInput, match="回购价"):
        service.settle(head, wish.id, buys_back=True, reasons="用于保障")
    service.settle(head, wish.id, buys_back=True, price_fen=12_000_000, reasons="用于保障")
    done = service.end_transfer(work, wish.id, TransferAct.PAY, document="付款凭证")
    assert (done.state, dwelling.ended_on) == (TransferState.BOUGHT_BACK, work.day)
    assert queries.co_owned_by(work.session, [dwelling.people[0].identity_index]) == []


def test_a_waiver_leads_to_the_certificate(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """HN-40-3."""
    _with_rules(monkeypatch)
    wish = service.declare(work, _dwelling(work).id, reason="搬到外地", document="申请1")
    with pytest.raises(BrokenRule, match="在办"):
        service.declare(work, wish.dwelling_id, reason="再次", document="申请2")
    own = by(work, Role.COUNTY_HEAD, work.actor.name)
    with pytest.raises(NotAllowed, match="另一人"):
        service.settle(own, wish.id, buys_back=False, reasons="不需要")
    service.settle(by(work, Role.COUNTY_HEAD), wish.id, buys_back=False, reasons="房源充足")
    done = service.end_transfer(work, wish.id, TransferAct.CERTIFY, document="证明1")
    assert done.state is TransferState.CERTIFIED


NONSENSE = (
    "UPDATE unit_shares SET parts = parts + 1 WHERE number = 1",
    "INSERT INTO unit_shares VALUES (:unit, 7, '又一人', 'institution', 1)",
    "UPDATE unit_titles SET registration_number = 'x'",
    "UPDATE unit_titles SET annotated = :yes",
    "UPDATE unit_titles SET investment = 'other'",
    "UPDATE units SET programme = 'talent'",
    "UPDATE units SET origin = 'low_rent'",
    "UPDATE co_owned_dwellings SET buyer_parts = 3999",
    "UPDATE co_owners SET in_low_rent_cover = :no, is_buyer = :no",
    "DELETE FROM use_changes",
    "UPDATE use_changes SET legal_basis = 'y'",
)


def test_the_database_refuses_nonsense(database: Database, keyring: Keyring) -> None:
    """HN-30-1, HN-39-2, HN-40-2: also by SQL."""
    with database.acts() as session, session.begin():
        work = replace(work_in(database, keyring, Role.CENTRE), session=session)
        unit = let_unit(work, 1)
        service.keep_title(work, unit.id, JOINT)
        _dwelling(work)
        facility = service.keep_facility(
            work, "P01", name="底层", planned_use="养老", document="规1"
        )
        told = {"planned_use": "商铺", "legal_basis": "决定", "document": "6号"}
        service.change_facility(by(work, Role.COUNTY_HEAD), "P01", facility.id, **told)
    for statement in NONSENSE:
        values = {"unit": unit.id, "yes": True, "no": False}
        held = {name: value for name, value in values.items() if f":{name}" in statement}
        with database.acts() as session, pytest.raises(DatabaseError):
            session.execute(text(statement), held)
    with database.reads() as session:
        assert len(session.get_one(UnitTitle, unit.id).shares) == 2
        assert session.get(UnitShare, (unit.id, 7)) is None
        assert session.get_one(Unit, unit.id).programme is Programme.AFFORDABLE


def _facts() -> DwellingFacts:
    return DwellingFacts(
        number="GY1",
        address="廉租小区2栋101",
        area=4_800,
        government_parts=6_000,
        buyer_parts=4_000,
        bought_on=date(2012, 5, 1),
        document="共有产权合同1号",
    )


def _owners() -> list[Owner]:
    return [
        Owner("王五", identity("19700101", "001"), "本人", True),
        Owner("赵六", identity("19910404", "002"), "配偶", True),
    ]


def _dwelling(work: Work):  # type: ignore[no-untyped-def]
    return coowned.keep_dwelling(work, _facts(), _owners())


def _with_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the county have rules of its own for transfers."""
    plain = PolicyBook.value

    def value(book: PolicyBook, parameter: str, *rest: Any) -> Any:
        if parameter == coowned.RULES:
            return replace(plain(book, "lease_term_max", *rest), value="县共有产权住房出让办法")
        return plain(book, parameter, *rest)

    monkeypatch.setattr(PolicyBook, "value", value)
