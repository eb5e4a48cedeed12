"""Pages of applicants over HTTP, without a script: nothing typed is lost, nobody sees another's."""

import re

from flask import Flask

from housing.applications.states import ApplicationState
from housing.applications.words import AppliesAs, Channel, Consent
from housing.households.words import Group
from tests.factories.applications import Counter, number
from tests.factories.offices import STREET
from tests.integration.applicants import (
    CONTACT,
    HOME,
    INCOME,
    LI,
    LI_NUMBER,
    PASSWORD,
    WANG,
    WANG_NUMBER,
    app,
    counter,
    filled,
    kept,
    person,
    sends,
    signed_in,
    started,
)

__all__ = ["app", "counter"]


def test_a_family_of_one_is_filled_in_and_sent(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    assert started(client) == draft  # The button was pressed twice.
    assert "王小兰" in client.get(f"/apply/{draft}/people/1").text
    filled(client, draft)
    assert client.get(f"/apply/{draft}").location == f"/apply/{draft}/check"
    assert "我已读过" in client.get(f"/apply/{draft}/consent").text
    member = kept(counter, draft).members[0].id
    sends(client, f"/apply/{draft}/consent", {"agree": "1", "member_id": str(member)})
    version = str(kept(counter, draft).version)
    sent = client.post(f"/apply/{draft}/check", data={"truthful": "y", "version": version})
    again = client.post(f"/apply/{draft}/check", data={"truthful": "y", "version": version})
    application = kept(counter, draft)
    assert application.state is ApplicationState.SUBMITTED
    assert application.members[0].consent is Consent.SIGNED_IN
    assert application.number is not None
    assert application.number in sent.text
    assert again.location == f"/my/{draft}"
    page = client.get(f"/my/{draft}").text
    assert "街道" in page
    assert "提交申请" in page


def test_what_is_unfinished_is_named_by_its_question(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    sends(client, f"/apply/{draft}/people/1", person("王小兰", WANG_NUMBER))
    answer = client.post(f"/apply/{draft}/check", data={"truthful": "y", "version": "2"})
    assert answer.status_code == 400
    for title in ("住址和联系方式", "住房情况", "收入和财产"):
        assert f"“{title}”还没有填完" in answer.text
    assert kept(counter, draft).state is ApplicationState.DRAFT


def test_nobody_opens_the_application_of_somebody_else(app: Flask, counter: Counter) -> None:
    draft = started(signed_in(app, WANG))
    other = signed_in(app, LI)
    for address in (
        f"/apply/{draft}",
        f"/apply/{draft}/home",
        f"/my/{draft}",
        f"/my/{draft}/withdraw",
    ):
        assert other.get(address).status_code == 404, address
    assert other.post(f"/apply/{draft}/home", data=HOME).status_code == 404
    assert other.post(f"/my/{draft}/reuse").status_code == 404
    assert kept(counter, draft).present_area is None


def test_what_cannot_be_read_is_there_on_the_next_visit(app: Flask) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    wrong = {"present_area": "三十六", "owned_area": "-1", "dwellings-0-owner": "王小兰"}
    answer = client.post(f"/apply/{draft}/home", data=wrong)
    assert answer.status_code == 400
    later = signed_in(app, WANG).get(f"/apply/{draft}/home").text
    for typed in ("三十六", 'value="-1"', 'value="王小兰"', "请只填数字"):
        assert typed in later
    sends(client, f"/apply/{draft}/home", HOME)
    assert "三十六" not in client.get(f"/apply/{draft}/home").text


def test_a_contradiction_stands_at_its_field(app: Flask) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    lines = {
        "present_area": "80",
        "owned_area": "20",
        **{"dwellings-0-owner": "王小兰", "dwellings-0-address": "某路", "dwellings-0-area": "80"},
        "dwellings-0-kind": "commodity",
    }
    answer = client.post(f"/apply/{draft}/home", data=lines)
    assert answer.status_code == 400
    box = answer.text.partition('for="owned_area"')[2].partition("</div>")[0]
    assert "少于所列自有住房面积之和" in box


def test_a_session_that_ended_loses_nothing(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    app.config["WTF_CSRF_ENABLED"] = True
    client.delete_cookie("housing_session")
    late = client.post(f"/apply/{draft}/home", data={**HOME, "csrf_token": "of yesterday"})
    assert late.status_code == 400
    assert 'name="present_area" value="36.5"' in late.text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', late.text))
    form = {**hidden, "again_name": WANG, "again_password": "a wrong password"}
    wrong = client.post(f"/apply/again?wanted=/apply/{draft}/home", data=form)
    assert wrong.status_code == 400
    assert 'name="present_area" value="36.5"' in wrong.text
    form["again_password"] = PASSWORD
    right = client.post(f"/apply/again?wanted=/apply/{draft}/home", data=form)
    assert (right.status_code, right.location) == (307, f"/apply/{draft}/home")
    sends(client, right.location, form)
    assert kept(counter, draft).present_area == 3650


def test_an_old_page_is_saved_with_one_more_button(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    app.config["WTF_CSRF_ENABLED"] = True
    late = client.post(f"/apply/{draft}/home", data={**HOME, "csrf_token": "of an old page"})
    assert late.status_code == 400
    assert "再保存一次" in late.text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', late.text))
    sends(client, f"/apply/{draft}/home", hidden)
    assert kept(counter, draft).present_area == 3650


def test_a_foreign_address_is_not_followed_after_signing_in_again(app: Flask) -> None:
    form = {"again_name": WANG, "again_password": PASSWORD}
    answer = app.test_client().post("/apply/again?wanted=https://evil.example/", data=form)
    assert answer.location == "/apply"


def test_the_second_writer_is_told_and_loses_nothing(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    version = str(kept(counter, draft).version)
    sends(client, f"/apply/{draft}/home", {**HOME, "version": version})
    second = client.post(
        f"/apply/{draft}/home", data={**HOME, "present_area": "40", "version": version}
    )
    assert second.status_code == 400
    assert "已被改动" in second.text
    assert 'value="40"' in second.text
    assert kept(counter, draft).present_area == 3650


def test_a_spouse_may_be_written_before_the_head(app: Flask, counter: Counter) -> None:
    """HN-11-2: the head lacks full capacity, the family puts the spouse forward."""
    client = signed_in(app, WANG)
    draft = started(client)
    spouse = person("王小兰", WANG_NUMBER, "spouse", marital="married")
    sends(client, f"/apply/{draft}/people/1", spouse)
    refused = client.post(f"/apply/{draft}/family")
    assert refused.status_code == 400
    assert "户主" in refused.text
    head = person("李大山", LI_NUMBER, "head", marital="married", capacity="limited")
    sends(client, f"/apply/{draft}/people/2", head)
    sends(client, f"/apply/{draft}/family", {})
    application = kept(counter, draft)
    assert application.applies_as is AppliesAs.PUT_FORWARD
    assert application.applicant is not None
    assert application.applicant.name == "王小兰"


def test_a_guardian_is_asked_for_where_nobody_has_full_capacity(
    app: Flask, counter: Counter
) -> None:
    """HN-11-4."""
    client = signed_in(app, WANG)
    draft = started(client)
    orphan = person("李小宝", number("2012-06-01", 403), capacity="limited")
    sends(client, f"/apply/{draft}/people/1", orphan)
    sends(client, f"/apply/{draft}/family", {})
    onward = sends(client, f"/apply/{draft}/contact", CONTACT)
    assert onward.location == f"/apply/{draft}/guardian"
    young = {"name": "王小兰", "relation": "close_relative", "document_kind": "居民身份证"}
    refused = client.post(
        f"/apply/{draft}/guardian", data={**young, "identity_number": number("2012-06-01", 403)}
    )
    assert refused.status_code == 400
    assert "监护人" in refused.text
    sends(client, f"/apply/{draft}/guardian", {**young, "identity_number": WANG_NUMBER})
    assert kept(counter, draft).applies_as is AppliesAs.GUARDIAN


def test_a_member_is_taken_out_again(app: Flask, counter: Counter) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    sends(client, f"/apply/{draft}/people/1", person("王小兰", WANG_NUMBER))
    brother = person("李大山", LI_NUMBER, "sibling")
    sends(client, f"/apply/{draft}/people/2", brother)
    assert len(kept(counter, draft).members) == 2
    sends(client, f"/apply/{draft}/people/2/drop", {})
    assert [each.name for each in kept(counter, draft).members] == ["王小兰"]
    assert client.get(f"/apply/{draft}/people/9").status_code == 404


def test_workers_with_an_employer_are_sent_to_it(app: Flask) -> None:
    """HN-13-2; those without one go on to the street of their work (HN-13-3)."""
    client = signed_in(app, WANG)
    undecided = client.post("/apply/new", data={"group": "migrant_worker"})
    assert undecided.status_code == 400
    assert "有没有用人单位" in undecided.text
    sent = client.post("/apply/new", data={"group": "migrant_worker", "employer": "yes"})
    assert sent.location == "/apply/through-employer"
    assert "第十三条" in client.get(sent.location).text


def test_a_worker_names_the_street_of_the_work(app: Flask, counter: Counter) -> None:
    """HN-13-3."""
    client = signed_in(app, WANG)
    draft = started(client, "new_employee", employer="no")
    filled_in = {key: value for key, value in CONTACT.items() if key != "street"}
    sends(client, f"/apply/{draft}/people/1", person("王小兰", WANG_NUMBER))
    sends(client, f"/apply/{draft}/contact", filled_in)
    sends(client, f"/apply/{draft}/home", HOME)
    assert sends(client, f"/apply/{draft}/income", INCOME).location == f"/apply/{draft}/work"
    work = {
        "work_street": STREET,
        "employer_name": "清溪早点铺",
        "work_address": "集市 5 号",
        "employed_since": "2024年5月4日",
        "graduated_on": "20250630",
        "insured_from": "2025-3",
    }
    half = client.post(f"/apply/{draft}/work", data=work)
    assert "两个月份要一起填" in half.text
    sends(client, f"/apply/{draft}/work", {**work, "insured_to": "2025年06月"})
    application = kept(counter, draft)
    assert application.channel is Channel.WORKPLACE_STREET
    assert application.group is Group.NEW_EMPLOYEE
    assert application.insurance_months == ["2025-03", "2025-04", "2025-05", "2025-06"]
