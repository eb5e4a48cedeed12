"""Notices: masked before they are kept, never changed, shown while they run, and not harvested."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, WrongState
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.notices import queries, service
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import SHOWN, at, case, county, put_up

TODAY, LAST = date(2026, 9, 1), date(2026, 9, 8)
KEY = re.compile(r'href="/notices/([\w-]{16})"')


@pytest.fixture
def offices(database: Database, keyring: Keyring) -> dict[OfficeKind, int]:
    """The county's offices."""
    return county(database, keyring)


@pytest.fixture
def department(offices: dict[OfficeKind, int]) -> int:
    """The county's housing department."""
    return offices[OfficeKind.HOUSING_DEPARTMENT]


class Day:
    """The day that the application's clock shows."""

    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture
def day() -> Day:
    """A day that a test may move on."""
    return Day()


@pytest.fixture
def app(database: Database, keyring: Keyring, tmp_path: Path, day: Day) -> Iterator[Flask]:
    """The application; its limits have a test of their own."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=database, keyring=keyring, clock=Clock(lambda: day.now))
    limiter.enabled = False
    yield app
    limiter.reset()
    limiter.enabled = True


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Anybody."""
    return app.test_client()


def test_a_whole_number_or_name_is_never_put_up(
    database: Database, keyring: Keyring, department: int
) -> None:
    """HN-15-3, HN-15-9: the content is masked."""
    with (
        pytest.raises(BadInput, match="证件号码"),
        working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work,
    ):
        service.publish(
            work,
            case(),
            NoticeKind.QUALIFIED,
            office_id=department,
            title="公示",
            shown=[("申请人", "王*芳"), ("证件号码", "11010519491231002X")],
            rules=("HN-15-9",),
            starts_on=TODAY,
            ends_on=LAST,
        )
    with database.reads() as session:
        assert list(queries.running(session, PLACE, TODAY)) == []


@pytest.mark.parametrize(
    ("kind", "ends_on"),
    [
        (NoticeKind.QUALIFIED, None),
        (NoticeKind.REGISTERED, LAST),
        (NoticeKind.QUALIFIED, date(2026, 8, 31)),
    ],
)
def test_the_days_fit_the_kind(
    database: Database, keyring: Keyring, department: int, kind: NoticeKind, ends_on: date | None
) -> None:
    """HN-15-11: made known for good; all others for a period."""
    with pytest.raises(BadInput, match="截止日"):
        put_up(database, keyring, department, ends_on, kind=kind)


def test_one_of_a_kind_is_up_at_a_time(
    database: Database, keyring: Keyring, department: int
) -> None:
    first = put_up(database, keyring, department, LAST)
    with pytest.raises(WrongState, match="正在公示"):
        put_up(database, keyring, department, LAST)
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        with pytest.raises(BadInput, match="撤下原因"):
            service.withdraw(work, first.id, " ")
        service.withdraw(work, first.id, "内容有误")
        with pytest.raises(WrongState, match="已经撤下"):
            service.withdraw(work, first.id, "再撤")
    put_up(database, keyring, department, LAST)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM notices",
        "UPDATE notices SET title = '别的'",
        "UPDATE notices SET shown = '[]'",
        "UPDATE notices SET ends_on = '2026-09-02'",
        "UPDATE notices SET withdrawn_at = '2026-09-02 00:00:00+00:00'",
        "UPDATE notices SET withdrawn_by = 'a'",
    ],
)
def test_the_database_lets_nobody_change_what_was_shown(
    database: Database, keyring: Keyring, department: int, statement: str
) -> None:
    put_up(database, keyring, department, LAST)
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text(statement))


def test_the_board_says_when_it_is_empty(client: FlaskClient) -> None:
    answer = client.get("/notices")
    assert answer.status_code == 200
    assert "目前没有正在公示的内容" in answer.text


def test_a_notice_is_shown_from_its_first_day_to_its_last(
    database: Database, keyring: Keyring, department: int, client: FlaskClient, day: Day
) -> None:
    notice = put_up(database, keyring, department, LAST)
    for shown_on in (TODAY, LAST):
        day.now = at(shown_on, 15)
        page = client.get(f"/notices/{notice.key}").text
        assert "王*芳" in page
        assert "提出异议" in page
        assert "第十五条第（二）项" in page
    day.now = at(date(2026, 9, 9))
    over = client.get(f"/notices/{notice.key}").text
    assert "公示期已满" in over
    assert notice.title in over
    for _label, words in SHOWN[:2]:
        assert words not in over
    assert notice.key not in client.get("/notices").text


def test_a_notice_taken_down_shows_nothing(
    database: Database, keyring: Keyring, department: int, client: FlaskClient
) -> None:
    notice = put_up(database, keyring, department, LAST)
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        service.withdraw(work, notice.id, "内容有误")
    page = client.get(f"/notices/{notice.key}").text
    assert "已经撤下" in page
    assert "王*芳" not in page


def test_what_is_made_known_for_good_takes_no_objection(
    database: Database, keyring: Keyring, department: int, client: FlaskClient
) -> None:
    """HN-15-11."""
    notice = put_up(database, keyring, department, None, kind=NoticeKind.REGISTERED)
    page = client.get(f"/notices/{notice.key}").text
    assert "王*芳" in page
    assert "提出异议" not in page


def test_wrong_keys_and_row_ids_all_look_alike(
    database: Database, keyring: Keyring, department: int, client: FlaskClient
) -> None:
    notice = put_up(database, keyring, department, LAST)
    wrong = [str(notice.id), "x" * 16, notice.key[:-1], notice.key.swapcase(), "%27%20OR%201=1"]
    answers = [client.get(f"/notices/{key}") for key in wrong]
    assert {answer.status_code for answer in answers} == {404}
    said = {re.findall(r"<main.*</main>", answer.text, re.DOTALL)[0] for answer in answers}
    assert len(said) == 1


def test_nothing_can_be_harvested(
    database: Database, keyring: Keyring, department: int, client: FlaskClient
) -> None:
    """Walk the whole board: nothing but masked words, no feed, no JSON, no search engine."""
    for number in range(1, 46):
        put_up(database, keyring, department, LAST, number=number)
    keys, pages = set(), []
    for page in range(1, 5):
        answer = client.get(f"/notices?page={page}")
        keys |= set(KEY.findall(answer.text))
        pages.append(answer)
    assert len(keys) == 45
    assert len({key[:4] for key in keys}) > 40  # nothing in a key counts up
    pages += [client.get(f"/notices/{key}") for key in sorted(keys)]
    for answer in pages:
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert 'content="noindex' in answer.text
        assert not re.search(r"\d{15}|1[3-9]\d{9}", answer.text)
    for address in ("/notices.json", "/notices/feed", "/notices.xml", "/api/v1/notices"):
        assert client.get(address).status_code == 404
    assert "Disallow: /notices" in client.get("/robots.txt").text
    as_json = client.get("/notices", headers={"Accept": "application/json"})
    assert as_json.mimetype == "text/html"


def test_guessing_keys_is_slowed_down(app: Flask, client: FlaskClient) -> None:
    limiter.enabled = True
    limiter.reset()
    answers = [client.get(f"/notices/{number:016d}").status_code for number in range(12)]
    assert answers == [404] * 10 + [429] * 2


def test_what_has_not_begun_cannot_be_seen(
    database: Database, keyring: Keyring, department: int, client: FlaskClient
) -> None:
    notice = put_up(database, keyring, department, LAST)
    with database.reads() as session:
        found = session.get_one(Notice, notice.id)
        assert not found.runs_on(date(2026, 8, 31))
        assert list(queries.running(session, PLACE, date(2026, 8, 31))) == []
        ended = queries.ended(session, PLACE, date(2026, 9, 9), NoticeKind.QUALIFIED)
        assert [each.id for each in ended] == [notice.id]
        assert list(queries.ended(session, PLACE, LAST, NoticeKind.QUALIFIED)) == []
