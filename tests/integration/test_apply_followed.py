"""Pages of an application that is on its way: consents, missing papers, withdrawing, looking up."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from housing.applications import queries, service
from housing.applications.page_words import STATES
from housing.applications.sign_up import code_for, is_right
from housing.applications.states import WITHDRAWABLE, ApplicationState
from housing.applications.words import Consent
from housing.core.access.permissions import Role
from housing.core.keyring import Keyring
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.applications import Counter, number
from tests.integration.applicants import (
    LI,
    LI_NUMBER,
    PASSWORD,
    WANG,
    WANG_NUMBER,
    account,
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


def test_a_member_agrees_with_the_own_account(app: Flask, counter: Counter) -> None:
    """HN-14-3."""
    client = signed_in(app, WANG)
    draft = started(client)
    wang = person("王小兰", WANG_NUMBER, marital="married")
    sends(client, f"/apply/{draft}/people/1", wang)
    husband = person("李大山", LI_NUMBER, "spouse", marital="married")
    sends(client, f"/apply/{draft}/people/2", husband)
    of_li = next(each for each in kept(counter, draft).members if each.name == "李大山")
    asked = {"application_id": str(draft), "member_id": str(of_li.id)}
    forged = client.post(f"/apply/{draft}/consent", data={"agree": "1", **asked})
    assert forged.status_code == 403
    spouse = signed_in(app, LI)
    assert "有 1 份申请等您同意" in spouse.get("/my").text
    page = spouse.get("/my/consents").text
    assert "王*兰" in page or "王**" in page or "王*" in page
    assert "王小兰" not in page
    sends(spouse, "/my/consents", asked)
    member = next(each for each in kept(counter, draft).members if each.name == "李大山")
    assert member.consent is Consent.SIGNED_IN
    assert spouse.get(f"/my/{draft}").status_code == 404


def test_missing_papers_are_shown_and_brought(app: Flask, counter: Counter) -> None:
    """HN-14-1: one notice of everything, and the way to answer it."""
    client = signed_in(app, WANG)
    draft = started(client)
    filled(client, draft)
    version = str(kept(counter, draft).version)
    client.post(f"/apply/{draft}/check", data={"truthful": "y", "version": version})
    with counter.work(Role.STREET) as work:
        application = service.open_case(work, draft)
        missing = service.missing_of(work, application)
        items = [(each.key, each.reason, each.member_id) for each in missing]
        service.ask_for_missing(work, draft, items, application.version)
    page = client.get(f"/my/{draft}").text
    assert "要补正的材料" in page
    assert "补齐材料" in page
    version = str(kept(counter, draft).version)
    early = client.post(f"/my/{draft}/complete", data={"truthful": "y", "version": version})
    assert early.status_code == 409
    assert "还缺" in early.text
    counter.bring_all(draft, account(counter, WANG))
    version = str(kept(counter, draft).version)
    sends(client, f"/my/{draft}/complete", {"truthful": "y", "version": version})
    assert kept(counter, draft).state is ApplicationState.SUBMITTED


def test_an_application_is_withdrawn_for_a_reason_and_used_again(
    app: Flask, counter: Counter
) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    filled(client, draft)
    assert client.post(f"/my/{draft}/withdraw", data={"reason": ""}).status_code == 400
    sends(client, f"/my/{draft}/withdraw", {"reason": "找到住处了"})
    assert kept(counter, draft).state is ApplicationState.WITHDRAWN
    again = sends(client, f"/my/{draft}/reuse", {})
    new = int(re.findall(r"\d+", again.location)[0])
    assert new != draft
    assert kept(counter, new).present_area == 3650
    assert "王小兰" in client.get(f"/apply/{new}/family").text


def test_a_receipt_shows_progress_to_whoever_holds_it_and_nothing_else(
    app: Flask, counter: Counter
) -> None:
    application = counter.submitted()
    number_ = str(application.number)
    secret = queries.receipt_code(counter.keyring, PLACE, number_)
    public = app.test_client()
    wrong = public.post("/status", data={"number": number_, "secret": "000000000000"})
    unknown = public.post("/status", data={"number": "SQ2026999999", "secret": secret})
    assert wrong.status_code == unknown.status_code == 400
    assert "没有找到" in wrong.text
    assert "没有找到" in unknown.text
    right = public.post("/status", data={"number": number_, "secret": secret.upper()})
    assert right.status_code == 200
    assert "已提交，等待受理" in right.text
    for personal in ("李安春", "安居路", "13800001111"):
        assert personal not in right.text
    assert right.headers["Cache-Control"] == "no-store"


def test_guessing_receipts_is_slowed_down(app: Flask) -> None:
    limiter.enabled = True
    guess = {"number": "SQ2026000001", "secret": "000000000000"}
    client = app.test_client()
    codes = [client.post("/status", data=guess).status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]


def test_a_code_is_good_for_its_phone_and_for_minutes(keyring: Keyring) -> None:
    code = code_for(keyring, WANG, NOW)
    assert re.fullmatch(r"[0-9]{6}", code)
    assert is_right(keyring, WANG, f" {code} ", NOW + timedelta(minutes=9))
    assert not is_right(keyring, WANG, code, NOW + timedelta(minutes=16))
    assert not is_right(keyring, LI, code, NOW)
    assert not is_right(keyring, WANG, "", NOW)


def test_signing_up_sends_a_code_opens_one_account_and_signs_in(
    app: Flask, counter: Counter
) -> None:
    client, phone = app.test_client(), "13700009999"
    assert client.get("/sign-up/code").location == "/sign-up"
    sends(client, "/sign-up", {"phone": "137 0000 9999"})
    form = {
        "code": code_for(counter.keyring, phone, counter.now),
        "name": "张三丰",
        "document_kind": "居民身份证",
        "identity_number": number("1970-01-01", 405).lower(),
        "password": PASSWORD,
        "again": PASSWORD,
    }
    short = client.post("/sign-up/code", data={**form, "password": "short", "again": "short"})
    assert short.status_code == 400
    assert "张三丰" in short.text
    assert sends(client, "/sign-up/code", form).location == "/apply/new"
    assert client.get("/my").status_code == 200
    second = app.test_client()
    sends(second, "/sign-up", {"phone": phone})
    taken = second.post("/sign-up/code", data=form)
    assert taken.status_code == 400
    assert "已经注册" in taken.text


def test_codes_are_guessed_in_vain(app: Flask, counter: Counter) -> None:
    client = app.test_client()
    sends(client, "/sign-up", {"phone": "13700009998"})
    limiter.enabled = True
    form = {"code": "000000", "name": "某", "document_kind": "护照", "identity_number": "E1234567"}
    form |= {"password": PASSWORD, "again": PASSWORD}
    codes = [client.post("/sign-up/code", data=form).status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]


def test_codes_are_not_sent_without_end_to_one_number(app: Flask) -> None:
    limiter.enabled = True
    answers = [
        app.test_client().post("/sign-up", data={"phone": "13700009997"}).status_code
        for _ in range(2)
    ]
    assert answers == [302, 429]


def test_on_a_shared_computer_nothing_stays_behind(app: Flask) -> None:
    client = signed_in(app, WANG)
    draft = started(client)
    for address in ("/my", f"/apply/{draft}/family", f"/my/{draft}", "/my/consents"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address
    client.post("/sign-out")
    assert client.get(f"/apply/{draft}/family").location.startswith("/sign-in")


@pytest.mark.parametrize("state", list(ApplicationState))
def test_every_state_is_told_in_words(
    app: Flask, counter: Counter, state: ApplicationState
) -> None:
    application = counter.submitted(who=account(counter, WANG))
    if state is not ApplicationState.DRAFT:
        with counter.database.acts() as session, session.begin():
            kept_one = queries.get(session, application.id)
            kept_one.state = state
            kept_one.refusal_reasons = [{"rule": "HN-12-4", "text": "人均月收入 3000 元，超过标准"}]
    client = signed_in(app, WANG)
    page = client.get(f"/my/{application.id}")
    assert page.status_code == 200
    told = state if state is not ApplicationState.DRAFT else ApplicationState.SUBMITTED
    assert str(STATES[told]) in page.text
    refused = told in (ApplicationState.REFUSED, ApplicationState.REFUSED_FINAL)
    if refused:
        assert "人均月收入 3000 元，超过标准" in page.text
        assert "第十二条" in page.text
    assert ("我要申请复核" in page.text) is (told is ApplicationState.REFUSED)
    assert ("撤回这份申请" in page.text) is (told in WITHDRAWABLE)
    assert client.get("/my").status_code == 200
