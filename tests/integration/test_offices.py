"""Offices: who may stand where, from which day to which, and what the database refuses."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.cases import CaseRef
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, HousingError, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.settings import config_folder
from housing.core.work import Work, working
from housing.offices import queries, service
from housing.offices.facts import OfficeFacts
from housing.offices.models import Office
from housing.offices.sheet import COLUMNS, load_offices
from tests.conftest import NOW, PLACE, work_in
from tests.factories.offices import open_offices, seat

TODAY = date(2026, 9, 1)
SAMPLE = config_folder() / "offices" / "430199.csv"


def _system(database: Database, keyring: Keyring, place: str = PLACE) -> Work:
    return Work(session=database.acts(), actor=system_actor(place), now=NOW, keyring=keyring)


def _street(code: str = "A", street: str = "清溪街道", **more: str) -> OfficeFacts:
    return OfficeFacts(PLACE, OfficeKind.STREET, code, "街道办", street=street, **more)


def test_the_sample_county_has_every_office_that_admission_needs(
    database: Database, keyring: Keyring
) -> None:
    work = _system(database, keyring)
    opened = load_offices(work, SAMPLE.name, SAMPLE.read_bytes())
    work.session.commit()
    streets = queries.of_kind(work.session, PLACE, OfficeKind.STREET, TODAY)
    assert len(opened) == 23
    assert len(streets) == 3
    assert {len(queries.children(work.session, each.id)) for each in streets} == {2}
    assert all(queries.checking(work.session, PLACE, kind) for kind in CHECKING)
    found = queries.street_for(work.session, PLACE, "桂花街道")
    assert found is not None
    assert found.code == "GUIHUA"
    above = queries.of_kind(work.session, "430100", OfficeKind.PREFECTURE_DEPARTMENT)
    assert len(above) == 1
    assert verify(work.session, PLACE).faults == ()
    assert verify(work.session, "430100").rows == 1
    work.session.close()


def test_a_faulty_sheet_opens_nothing_and_names_every_row(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    rows = [
        ",".join(COLUMNS),
        f"{PLACE},street,A,甲街道办,,甲街道,,,",
        f"{PLACE},strete,B,乙街道办,,乙街道,,,",
        f"{PLACE},street,C,丙街道办,,,,,",
        f"{PLACE},community,D,丁社区,NOWHERE,,,,",
        f"{PLACE},street,A,重复,,戊街道,,,",
        f"{PLACE},park,P,园区,,,,,2026-13-01",
        "999999,park,Q,园区,,,,,",
    ]
    with (
        pytest.raises(BadInput) as refusal,
        working(database.acts, system_actor(PLACE), clock, keyring) as work,
    ):
        load_offices(work, "offices.csv", "\n".join(rows).encode())
    said = str(refusal.value).splitlines()
    assert [line.split("行")[0] for line in said] == [f"offices.csv 第 {n} " for n in range(3, 9)]
    words = ("strete", "street", "parent", "taken", "opened_on", "999999")
    assert [word in line for line, word in zip(said, words, strict=True)] == [True] * 6
    with database.reads() as session:
        assert queries.listed(session, PLACE, closed=True) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [("名称\n".encode("gbk"), "UTF-8"), (b"place,kind\n", "header"),
     (",".join(COLUMNS).encode() + b"\n430199,street\n", "9 columns"),
     (",".join(COLUMNS).encode() + b'\n"430199,street\n', "quotes")],
)  # fmt: skip
def test_an_unreadable_sheet_is_refused_in_words(
    sqlite_database: Database, keyring: Keyring, content: bytes, words: str
) -> None:
    work = _system(sqlite_database, keyring)
    with pytest.raises(BadInput, match=words):
        load_offices(work, "offices.csv", content)
    work.session.close()


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (OfficeFacts("430100", OfficeKind.PROVINCIAL_DEPARTMENT, "X", "省厅"), BrokenRule),
        (OfficeFacts(PLACE, OfficeKind.PREFECTURE_DEPARTMENT, "X", "市局"), BrokenRule),
        (OfficeFacts("430000", OfficeKind.STREET, "X", "街道", street="一"), BrokenRule),
        (OfficeFacts(PLACE, OfficeKind.COMMUNITY, "X", "社区"), BadInput),
        (OfficeFacts(PLACE, OfficeKind.PARK, "X", "园区", street="一"), BadInput),
        (OfficeFacts(PLACE, OfficeKind.PARK, "小写", "园区"), BadInput),
        (OfficeFacts(PLACE, OfficeKind.PARK, "X", ""), BadInput),
        (OfficeFacts(PLACE, OfficeKind.PARK, "X", "园" * 81), BadInput),
        (OfficeFacts(PLACE, OfficeKind.PARK, "X", "园区", email="无"), BadInput),
        (OfficeFacts(PLACE, OfficeKind.CIVIL_AFFAIRS, "X", "第二个民政局"), BrokenRule),
        (OfficeFacts(PLACE, OfficeKind.STREET, "X", "街道", street="清溪街道"), BrokenRule),
    ],
)
def test_an_office_that_cannot_stand_there_is_refused(
    sqlite_database: Database, keyring: Keyring, facts: OfficeFacts, error: type[HousingError]
) -> None:
    """HN-5-1: the provincial department is the province's, the prefecture's a prefecture's."""
    work = _system(sqlite_database, keyring)
    open_offices(work)
    with pytest.raises(error):
        service.open_office(work, facts)
    work.session.close()


def test_only_the_administrator_keeps_offices_and_only_the_own(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = work_in(sqlite_database, keyring, Role.COUNTY_HEAD)
    with pytest.raises(NotAllowed, match="keep_offices"):
        service.open_office(work, _street())
    work.session.close()
    work = work_in(sqlite_database, keyring, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match=PLACE):
        service.open_office(work, OfficeFacts("430121", OfficeKind.PARK, "P", "园区"))
    office = service.open_office(work, _street())
    work.session.commit()
    neighbour = Actor("other", Role.ADMINISTRATOR, "430121")
    foreign = Work(work.session, neighbour, NOW, keyring)
    with pytest.raises(NotFound):
        service.close_office(foreign, office.id, date(2026, 10, 1), reason="x")
    work.session.close()


def test_a_changed_office_keeps_its_code_and_says_what_was_before(
    database: Database, keyring: Keyring
) -> None:
    work = work_in(database, keyring, Role.ADMINISTRATOR)
    office = service.open_office(work, _street(phone="0731-1"))
    words = {"name": "新名", "street": "新街道", "phone": "0731-2", "email": "a@b.cn"}
    with pytest.raises(BadInput, match="reason"):
        service.change_office(work, office.id, **words, reason=" ")
    service.change_office(work, office.id, **words, reason="改名")
    work.session.commit()
    assert queries.street_for(work.session, PLACE, "新街道") is not None
    assert queries.street_for(work.session, PLACE, "清溪街道") is None
    assert office.code == "A"
    other = service.open_office(work, _street("B", "别的街道"))
    with pytest.raises(BrokenRule, match="A"):
        service.change_office(work, other.id, **words, reason="抢占")
    work.session.close()


def test_an_office_closes_when_nothing_hangs_on_it_and_counts_until_its_day(
    database: Database, keyring: Keyring
) -> None:
    work = _system(database, keyring)
    offices = open_offices(work)
    seat(work, "jiedao", Role.STREET, "a long enough sentence")
    street, community = offices[OfficeKind.STREET], offices[OfficeKind.COMMUNITY]
    last = date(2026, 10, 1)
    with pytest.raises(BrokenRule, match=r"1 accounts, 1 communities and 0 open deadlines"):
        service.close_office(work, street.id, last, reason="并入")
    with pytest.raises(BadInput, match="2026-08-31"):
        service.close_office(work, community.id, date(2026, 8, 31), reason="并入")
    service.close_office(work, community.id, last, reason="并入")
    with pytest.raises(WrongState):
        service.close_office(work, community.id, last, reason="再次")
    assert [each.id for each in queries.children(work.session, street.id, TODAY)] == [community.id]
    assert queries.children(work.session, street.id, last) == []
    assert queries.children(work.session, street.id) == []
    work.session.close()


def test_a_new_checking_office_may_follow_a_closed_one(
    database: Database, keyring: Keyring
) -> None:
    work = _system(database, keyring)
    old = open_offices(work)[OfficeKind.CIVIL_AFFAIRS]
    service.close_office(work, old.id, date(2026, 9, 2), reason="机构改革")
    facts = OfficeFacts(
        PLACE, OfficeKind.CIVIL_AFFAIRS, "NEW", "新民政局", opened_on=date(2026, 9, 2)
    )
    new = service.open_office(work, facts)
    work.session.commit()
    kind = OfficeKind.CIVIL_AFFAIRS
    before = queries.checking(work.session, PLACE, kind, TODAY)
    after = queries.checking(work.session, PLACE, kind, date(2026, 9, 2))
    assert (before, after) == (old, new)
    work.session.close()


def test_a_connector_is_sealed_and_removed(sqlite_database: Database, keyring: Keyring) -> None:
    work = _system(sqlite_database, keyring)
    offices = open_offices(work)
    office, secret = offices[OfficeKind.CIVIL_AFFAIRS], "a secret of the department"
    for url, key_id, words in (
        ("ftp://x", "k", secret), ("https://x", "", secret), ("https://x", "k", "short"),
        ("https://" + "x" * 300, "k", secret),
    ):  # fmt: skip
        with pytest.raises(BadInput):
            service.connect_office(work, office.id, url, key_id, words)
    park = offices[OfficeKind.PARK].id
    with pytest.raises(BadInput, match="checking"):
        service.connect_office(work, park, "https://x", "k", secret)
    service.connect_office(work, office.id, "https://checks.example", "k1", secret)
    assert office.connector_secret_sealed is not None
    assert secret.encode() not in office.connector_secret_sealed
    assert keyring.unseal(office.connector_secret_sealed) == secret
    written = work.session.execute(text("SELECT after FROM register_rows")).scalars()
    assert all(secret not in str(row) for row in written)
    service.connect_office(work, office.id, "", "", "")
    assert (office.connector_url, office.connector_secret_sealed) == ("", None)
    work.session.close()


def test_a_case_belongs_to_the_office_that_holds_it(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _system(sqlite_database, keyring)
    office = open_offices(work)[OfficeKind.STREET]
    case = CaseRef("application", 1, PLACE, "SQ2026000001")
    own = Actor("jiedao", Role.STREET, PLACE, office.id, OfficeKind.STREET)
    service.must_belong(Work(work.session, own, NOW, keyring), office.id, case)
    for other in (Actor("x", Role.STREET, PLACE, office.id + 1), Actor("y", Role.STREET, PLACE)):
        with pytest.raises(NotAllowed, match=r"街道办事处.*SQ2026000001|SQ2026000001.*街道办事处"):
            service.must_belong(Work(work.session, other, NOW, keyring), office.id, case)
    with pytest.raises(NotAllowed):
        service.must_belong(Work(work.session, own, NOW, keyring), None, case)
    work.session.close()


GOOD = {
    "place": PLACE, "kind": OfficeKind.PARK, "code": "P", "name": "园区", "street": "",
    "phone": "", "email": "", "connector_url": "", "connector_key_id": "", "opened_on": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ({"code": ""}, "named"),
        ({"closed_on": TODAY}, "closed_after_opened"),
        ({"kind": OfficeKind.COMMUNITY}, "community_in_street"),
        ({"kind": OfficeKind.STREET}, "street_named"),
        ({"street": "一街"}, "street_named"),
        ({"connector_url": "https://x", "kind": OfficeKind.CIVIL_AFFAIRS}, "connector_whole"),
        ({"connector_url": "https://x", "connector_secret_sealed": b"x"}, "connector_of_a_dep"),
    ],
)
def test_the_database_refuses_an_impossible_office(
    database: Database, wrong: dict[str, object], check: str
) -> None:
    with database.acts() as session:
        session.add(Office(**{**GOOD, **wrong}))
        with pytest.raises(IntegrityError, match=check):
            session.flush()


@pytest.mark.parametrize("kind", [*CHECKING, OfficeKind.PARK])
def test_the_database_holds_one_live_office_of_a_check(database: Database, kind: str) -> None:
    two = [Office(**{**GOOD, "kind": OfficeKind(kind), "code": code}) for code in ("A", "B")]
    with database.acts() as session:
        session.add_all(two)
        if kind == OfficeKind.PARK:
            session.flush()
            return
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_database_holds_a_code_once(database: Database) -> None:
    with database.acts() as session:
        session.add_all([Office(**GOOD), Office(**GOOD)])
        with pytest.raises(IntegrityError):
            session.flush()
