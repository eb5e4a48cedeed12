"""Places over JSON: where an entry stands and why, the order of a past day, the subsidy."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from housing.accounts import tokens
from housing.accounts.service import open_applicant
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.waitlist import jobs, order
from tests.conftest import NOW, PLACE, actor
from tests.factories.offices import office_of_kind, seat
from tests.factories.waiting import LOW, TWO, waiting_household

PASSWORD = "a sentence for tests only"
PHONE, IDENTITY = "13800000001", "43010119900307851X"
Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(sqlite_database: Database, keyring: Keyring) -> Call:
    """Three families in a published order, the last of them with an account; what calls."""
    now = {"at": NOW}
    clock = Clock(lambda: now["at"])
    app = create_app(
        load_settings({"HOUSING_PLACE": PLACE}),
        database=sqlite_database,
        keyring=keyring,
        clock=clock,
    )
    held: dict[str, str] = {}
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        office_of_kind(work, OfficeKind.HOUSING_DEPARTMENT)
        for role in (Role.CENTRE, Role.COUNTY_HEAD):
            seat(work, role.value, role, PASSWORD)
        family = open_applicant(work, PHONE, PASSWORD, PLACE, "测试申请人", IDENTITY).name
        own = {
            "identity_index": keyring.blind(IDENTITY),
            "phone_sealed": keyring.seal(PHONE),
            "phone_index": keyring.blind(PHONE),
            "wishes": [[TWO], [LOW]],
        }
        work.session.add_all(waiting_household(keyring, number) for number in (1, 2))
        work.session.add(waiting_household(keyring, 3, **own))
    with working(sqlite_database.acts, actor(Role.CENTRE), clock, keyring) as work:
        order.publish_order(work)
    for name, role in ((family, Role.APPLICANT), ("centre", Role.CENTRE),
                       ("county_head", Role.COUNTY_HEAD)):  # fmt: skip
        with working(sqlite_database.acts, Actor(name, role, PLACE), clock, keyring) as work:
            held[role] = tokens.make(work, "test")[1]

    def ask(role: Role, path: str, sent: Any = None, days: int = 0) -> tuple[int, Any]:
        now["at"] = NOW + timedelta(days=days)
        jobs.place(sqlite_database, keyring, standing_clock(now["at"]))
        method = "GET" if sent is None else "POST"
        headers = {"Authorization": f"Bearer {held[role]}"}
        answer = app.test_client().open(f"/api/v1{path}", method=method, json=sent, headers=headers)
        return answer.status_code, answer.json

    return ask


def test_a_family_learns_its_place_its_moves_and_what_would_change_it(call: Call) -> None:
    """HN-17-2, HN-16-3."""
    _, listed = call(Role.CENTRE, "/waitlist")
    first = listed["items"][0]
    assert (first["number"], first["position"]) == ("SQ2025000001", 1)
    status, ended = call(
        Role.COUNTY_HEAD, f"/waitlist/{first['id']}/subsidy", {"document": "批复 7 号"}, 1
    )
    assert (status, ended["state"], ended["position"]) == (200, "subsidised", None)
    status, (told,) = call(Role.APPLICANT, "/waitlist/mine", days=2)
    assert status == 200
    assert told["county"] == {"name": "", "position": 2, "households": 2, "wish": None}
    assert [(each["name"], each["position"], each["wish"]) for each in told["classes"]] == [
        (TWO, 1, 1),
        (LOW, 2, 2),
    ]
    assert told["moves"][0] == {
        "day": "2026-09-03",
        "from_position": 3,
        "to_position": 2,
        "causes": [["subsidised", -1]],
    }
    assert told["sentences"][0]["rules"] == ["HN-16-3"]
    assert "2028-06-01" in told["sentences"][0]["en"]
    status, same = call(Role.CENTRE, f"/waitlist/{told['entry']['id']}/place", days=2)
    assert (status, same) == (200, told)
    status, _ = call(Role.APPLICANT, f"/waitlist/{first['id']}/place", days=2)
    assert status == 403


def test_the_order_of_a_past_day_is_read_in_pages(call: Call) -> None:
    """HN-17-3."""
    _, listed = call(Role.CENTRE, "/waitlist")
    path = f"/waitlist/{listed['items'][0]['id']}/subsidy"
    call(Role.COUNTY_HEAD, path, {"document": "批复 7 号"}, 1)
    status, before = call(Role.CENTRE, "/waitlist/on?day=2026-09-01", days=4)
    assert (status, before["total"]) == (200, 3)
    assert [each["number"][-1] for each in before["items"]] == ["1", "2", "3"]
    status, after = call(Role.CENTRE, "/waitlist/on", days=4)
    assert [each["position"] for each in after["items"]] == [1, 2]
    status, none = call(Role.CENTRE, "/waitlist/on?day=2020-01-01", days=4)
    assert (none["total"], none["items"]) == (0, [])
