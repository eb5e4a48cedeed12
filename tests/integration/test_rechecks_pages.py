"""Pages and interface of rechecks and confirmations: refusals in words, nothing typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from housing.accounts import queries as accounts
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.applications.models import Member
from housing.applications.words import Consent
from housing.confirmations import jobs as confirming
from housing.confirmations import queries as confirmations
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.households import queries as households
from housing.rechecks import jobs, queries, reports
from housing.rechecks.states import Purpose, RecheckState
from housing.rechecks.words import ReportState
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from housing.waitlist.models import WaitlistEntry
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.offices import STREET, seat
from tests.factories.rechecks import RICH, answer, begun, by_sheet, clock_at
from tests.factories.reviews import HEAD, Desk

PASSWORD = "a sentence for tests only"
SEATS = {
    HEAD: Role.COUNTY_HEAD,
    "county_reviewer": Role.COUNTY_REVIEWER,
    "another": Role.COUNTY_REVIEWER,
    "street": Role.STREET,
}


@pytest.fixture
def desk(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The offices of the county, with an account for each officer."""
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    with desk.counter.work(system_actor(PLACE)) as work:
        for name, role in SEATS.items():
            seat(work, name, role, PASSWORD)
    return desk


@pytest.fixture
def app(desk: Desk, tmp_path: Path) -> Iterator[Flask]:
    """The application; form tokens and limits are tested elsewhere."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    held = desk.counter
    app = create_app(settings, database=held.database, keyring=held.keyring, clock=clock_at(desk))
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


@pytest.fixture
def waits(desk: Desk) -> WaitlistEntry:
    """A household that came by a sheet and waits, in the street of the test's office."""
    return by_sheet(desk, 1, street=STREET)


def client_of(app: Flask, desk: Desk, name: str) -> FlaskClient:
    """Return a browser in which this officer is signed in."""
    client = app.test_client()
    with desk.counter.database.reads() as session:
        account = accounts.by_name(session, name)
        assert account is not None
        content = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = content
    return client


def collected(desk: Desk) -> None:
    jobs.collect(desk.counter.database, desk.counter.keyring, clock_at(desk))


def test_a_refused_decision_keeps_what_was_typed(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck, civil_affairs=RICH)
    head = client_of(app, desk, HEAD)
    page = f"/desk/rechecks/{recheck.id}"
    assert "人均" in head.get(page).text
    refused = head.post(f"{page}/pass", data={"pass-reasons": "看起来没有问题"})
    assert refused.status_code == 409
    assert "不能认定为仍符合" in refused.text
    assert "看起来没有问题" in refused.text
    empty = head.post(f"{page}/fail", data={"fail-reasons": ""})
    assert empty.status_code == 400
    assert "此项必须填写" in empty.text
    reviewer = client_of(app, desk, "another")
    assert reviewer.post(f"{page}/fail", data={"fail-reasons": "超标"}).status_code == 403
    done = head.post(f"{page}/fail", data={"fail-reasons": "收入超过标准\n \n"})
    assert done.status_code == 302
    assert "不再符合条件" in head.get(f"{page}").text
    asked = reviewer.post(f"{page}/ask", data={"ask-reason": "不服", "ask-document": "来函 9"})
    assert asked.status_code == 302
    answer(desk, recheck, civil_affairs=RICH)
    again = head.post(
        f"{page}/reconsider",
        data={"reconsider-outcome": "against", "reconsider-reasons": "仍超过"},
    )
    assert again.status_code == 403, "somebody else decides"
    assert "没有参与原决定" in again.text


def test_a_batch_with_one_that_does_not_fit_names_it(app: Flask, desk: Desk) -> None:
    entries = [by_sheet(desk, number) for number in (1, 2)]
    rechecks = [begun(desk, each, Purpose.PERIODIC) for each in entries]
    answer(desk, rechecks[0])
    answer(desk, rechecks[1], civil_affairs=RICH)
    collected(desk)
    reviewer = client_of(app, desk, "another")
    listing = reviewer.get("/desk/rechecks?only=answered").text
    assert listing.count('type="checkbox"') == 1
    ids = [each.id for each in rechecks]
    look = reviewer.post("/desk/rechecks/batch", data={"recheck": [*ids, "9" * 40], "look": "y"})
    assert "可以认定 1 户，不能认定 1 户" in look.text
    sent = {"recheck": ids, "go": "y", "reason": "部门核查全部符合条件"}
    refused = reviewer.post("/desk/rechecks/batch", data=sent)
    assert refused.status_code == 400
    assert "SQ2025000002" in refused.text
    done = reviewer.post("/desk/rechecks/batch", data=sent | {"recheck": ids[:1]})
    assert done.status_code == 302
    with desk.counter.database.reads() as session:
        assert queries.get(session, PLACE, ids[0]).state is RecheckState.PASSED
        assert queries.get(session, PLACE, ids[1]).state is RecheckState.ANSWERED


def test_a_recheck_begins_at_the_desk_and_a_report_is_noted(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    street, reviewer = client_of(app, desk, "street"), client_of(app, desk, "another")
    late = {"kind": "housing", "happened_on": "2027-01-01", "words": "买了房"}
    address = f"/desk/waitlist/{waits.id}/change"
    refused = street.post(address, data=late)
    assert refused.status_code == 400
    assert "晚于今天" in refused.text
    assert "买了房" in refused.text
    assert street.post(address, data=late | {"happened_on": "2026-08-01"}).status_code == 302
    listing = reviewer.get("/desk/changes")
    assert "买了房" in listing.text
    with desk.counter.database.reads() as session:
        report = reports.page_of(session, PLACE, ReportState.NEW, 0, 9)[0]
    empty = reviewer.post(f"/desk/changes/{report.id}/note", data={})
    assert empty.status_code == 400
    noted = reviewer.post(
        f"/desk/changes/{report.id}/note", data={f"r{report.id}-reason": "在外地，不计入"}
    )
    assert noted.status_code == 302
    assert "在外地" in reviewer.get("/desk/changes?only=noted").text
    late_note = reviewer.post(
        f"/desk/changes/{report.id}/recheck", data={f"r{report.id}-reason": "再看"}
    )
    assert late_note.status_code == 409
    assert "已经处理" in late_note.text
    begun_now = reviewer.post(f"/desk/waitlist/{waits.id}/recheck", data={"reason": "举报有房"})
    assert begun_now.status_code == 302
    twice = reviewer.post(f"/desk/waitlist/{waits.id}/recheck", data={"reason": "再查"})
    assert twice.status_code == 400
    assert "再查" in twice.text


def test_the_interface_begins_and_decides(app: Flask, desk: Desk, waits: WaitlistEntry) -> None:
    """HN-16-4 in JSON: findings, articles and reasons are part of the answer."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    reviewer, head = client_of(app, desk, "county_reviewer"), client_of(app, desk, HEAD)
    api = "/api/v1"
    made = reviewer.post(f"{api}/waitlist/{waits.id}/recheck", json={"reason": "收入有变化"})
    assert made.status_code == 201, made.text
    with desk.counter.database.reads() as session:
        recheck = queries.get(session, PLACE, made.json["id"])
    answer(desk, recheck, civil_affairs=RICH)
    refused = head.post(
        f"{api}/rechecks/{recheck.id}/decision", json={"passed": True, "reasons": ["符合"]}
    )
    assert refused.status_code == 409
    assert refused.json["basis"]
    assert "不能认定为仍符合" in refused.json["message"]
    done = head.post(
        f"{api}/rechecks/{recheck.id}/decision", json={"passed": False, "reasons": ["超过标准"]}
    )
    assert done.json["state"] == "failed"
    assert done.json["conditions"]
    assert done.json["findings"]["outcome"] == "unqualified"
    listed: Any = head.get(f"{api}/rechecks?only=decided").json
    assert [each["id"] for each in listed["items"]] == [recheck.id]


def test_a_street_works_on_its_own_households_only(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    elsewhere = by_sheet(desk, 2, street="东岸街道")
    counter = desk.counter
    confirming.run(counter.database, counter.keyring, clock_at(desk), "https://gzf.example.cn")
    with counter.database.reads() as session:
        mine = confirmations.of_entry(session, waits.id)[0]
        other = confirmations.of_entry(session, elsewhere.id)[0]
    street = client_of(app, desk, "street")
    assert street.get(f"/desk/confirmations/{other.id}").status_code == 404
    assert street.post(f"/desk/confirmations/{other.id}/phone").status_code == 404
    page = f"/desk/confirmations/{mine.id}"
    assert street.get(page).status_code == 200
    wrong = street.post(f"{page}/answer", data={"told-note": "邻居转告"})
    assert wrong.status_code == 400
    assert "请选择一项" in wrong.text
    assert "邻居转告" in wrong.text
    phone = street.post(f"{page}/new-phone", data={"phone-phone": "1", "phone-note": "邻居"})
    assert phone.status_code == 400
    assert "11 位数字" in phone.text
    assert (
        street.post(
            f"{page}/answer", data={"told-wish": "leaves", "told-note": "已购房"}
        ).status_code
        == 302
    )
    reviewer = client_of(app, desk, "another")
    assert "已购房" in reviewer.get(page).text
    done = reviewer.post(f"{page}/leaving", data={"leaving-document": "来函 3"})
    assert done.status_code == 302


def test_a_departments_letter_is_entered_in_its_own_form(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    recheck = begun(desk, waits)
    answer(desk, recheck, only=(OfficeKind.CIVIL_AFFAIRS, OfficeKind.PUBLIC_SECURITY))
    reviewer = client_of(app, desk, "another")
    page = reviewer.get(f"/desk/rechecks/{recheck.id}").text
    assert page.count("/paper") == 1
    address = page.partition('href="/desk/checks/')[2].partition('"')[0]
    form = f"/desk/checks/{address}"
    assert "书面回函" in reviewer.get(form).text
    missing = reviewer.post(form, data={"as_of": desk.day.isoformat(), "document": ""})
    assert missing.status_code == 400
    sent = {"as_of": desk.day.isoformat(), "document": "不动产函 3 号"}
    assert reviewer.post(form, data=sent).status_code == 302
    assert reviewer.get(form).status_code == 409


def test_who_is_due_is_listed_with_the_consents_that_are_missing(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    """HN-14-3, HN-16-4: nobody falls out of the yearly look for want of a paper unseen."""
    admitted = desk.registered()
    desk.pass_days(400)
    with desk.counter.work(system_actor(PLACE)) as work:
        member = work.session.scalars(select(Member)).one()
        member.consent, member.consented_at, member.consent_document_id = Consent.NONE, None, None
    reviewer = client_of(app, desk, "another")
    page = reviewer.get("/desk/rechecks/due").text
    assert page.index(waits.number) < page.index(str(admitted.number)), "the longest unseen first"
    assert "李*春" in page
    jobs.due(desk.counter.database, desk.counter.keyring, clock_at(desk))
    page = reviewer.get("/desk/rechecks/due").text
    assert waits.number not in page
    assert str(admitted.number) in page


def test_nobody_looks_at_the_recheck_of_a_declared_relation(
    app: Flask, desk: Desk, waits: WaitlistEntry
) -> None:
    """The page and the interface keep an officer off, in the same words as an act does."""
    recheck = begun(desk, waits, Purpose.PERIODIC)
    reviewer = client_of(app, desk, "another")
    assert reviewer.get(f"/desk/rechecks/{recheck.id}").status_code == 200
    with desk.act(Role.COUNTY_REVIEWER, "another") as work:
        relative = "11010519491231002X"
        recusals.declare(work, Relation.COLLATERAL_KIN, "张小乙", relative)
        held = households.get(work.session, PLACE, waits.household_id)
        held.identity_index = work.keyring.blind(relative)
    for address in (f"/desk/rechecks/{recheck.id}", f"/api/v1/rechecks/{recheck.id}"):
        refused = reviewer.get(address)
        assert refused.status_code == 403
        assert "回避" in refused.text
