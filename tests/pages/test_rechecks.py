"""A household is asked, reports a change, is rechecked and cancelled, and disagrees."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.confirmations import jobs as confirmations
from housing.confirmations import queries as asked
from housing.core.access.offices import OfficeKind
from housing.core.clock import Clock, day_of
from housing.core.work import working
from housing.letters.queries import of_case as letters_of
from housing.letters.queries import text as letter_text
from housing.rechecks import jobs, queries
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from tests.factories.reviews import GOOD
from tests.integration.small_county import household
from tests.pages.office import (
    APPLICANT_IDENTITY,
    APPLICANT_PHONE,
    Office,
    fits,
    keep,
    no_barrier,
    open_office,
)

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ACCOUNTS = {
    OfficeKind.PROPERTY_REGISTRY: "budongchan",
    OfficeKind.CIVIL_AFFAIRS: "minzheng",
    OfficeKind.PUBLIC_SECURITY: "gongan",
}


def _clock(office: Office) -> Clock:
    return Clock(lambda: office.now)


def _waits(office: Office, number: int, **changes: Any) -> int:
    with working(
        office.database.acts, office.actor("zhongxin"), _clock(office), office.keyring
    ) as work:
        held = household(office.keyring, number, street="清溪街道", **changes)
        work.session.add(held)
        work.session.flush()
        return waitlist.register(work, held).id


def _own(office: Office) -> dict[str, Any]:
    """The applicant of the office, as a household of a sheet."""
    seal, blind = office.keyring.seal, office.keyring.blind
    return {
        "identity_sealed": seal(APPLICANT_IDENTITY),
        "identity_index": blind(APPLICANT_IDENTITY),
        "phone_sealed": seal(APPLICANT_PHONE),
        "phone_index": blind(APPLICANT_PHONE),
    }


def _answer(office: Office, **income: Any) -> None:
    """Let every department answer everything that it was asked."""
    office.later(seconds=1)
    with office.database.reads() as session:
        found = queries.page_of(session, "430199", queries.Wanted(), 0, 50)
        found = [*found, *queries.page_of(session, "430199", queries.Wanted("reconsidering"), 0, 9)]
        requests = [r for each in found for r in checks.of_case(session, each.case)]
    for request in requests:
        if request.state not in OPEN:
            continue
        who = office.actor(ACCOUNTS[request.department])
        with working(office.database.acts, who, _clock(office), office.keyring) as work:
            name = checking.opened(work, request.id).people[0].name
            values = dict(GOOD[request.department]) | {
                "as_of": day_of(office.now).isoformat(),
                "document": "函〔2026〕1 号",
            }
            if request.department is OfficeKind.CIVIL_AFFAIRS:
                row = {"person": name, "status": "single", "spouse_in_application": False}
                values |= {"marriages": [row], **income}
            if request.department is OfficeKind.PUBLIC_SECURITY:
                row = {"person": name, "registered_here": True, "relation": "户主"}
                values |= {"people": [row], "household_size": 1}
            checking.answer(work, request.id, values)
    jobs.collect(office.database, office.keyring, _clock(office))


def test_a_change_is_reported_rechecked_and_disagreed_with(tmp_path: Path) -> None:
    """HN-16-4, HN-16-5, HN-15-13 by analogy, on a phone and at the desk."""
    with open_office(tmp_path, NOW) as office:
        _waits(office, 1, **_own(office))
        family = office.applicant()
        family.goto("/my/report-change")
        family.get_by_role("button", name="报告").click()
        expect(family.get_by_text("此项必须填写").first).to_be_visible()
        keep(family, "report-change")
        no_barrier(family)
        family.get_by_label("哪方面有变化").select_option("income")
        family.get_by_label("从哪一天起").fill("2026-08-01")
        family.get_by_label("具体情况").fill("八月起换了工作，工资涨了")
        family.get_by_role("button", name="报告").click()
        expect(family.get_by_role("status")).to_contain_text("已收到")
        expect(family.get_by_text("八月起换了工作")).to_be_visible()

        reviewer = office.officer("fuhe")
        reviewer.goto("/desk/rechecks")
        reviewer.get_by_role("link", name="家庭报告的情况变化").click()
        reviewer.get_by_text("处理", exact=True).click()
        reviewer.get_by_label("理由").fill("收入变化，须重新核定")
        keep(reviewer, "changes")
        no_barrier(reviewer)
        reviewer.get_by_role("button", name="开始资格复查").click()
        expect(reviewer.get_by_role("status")).to_contain_text("已开始复查")
        _answer(office, income_fen=9_000_000, income_band="above")

        head = office.officer("fabu")
        head.goto("/desk/rechecks?only=answered")
        expect(head.locator("tbody tr")).to_contain_text("有不符合的条件")
        head.locator("tbody th a").click()
        keep(head, "recheck")
        no_barrier(head)
        head.locator("summary", has_text="认定不再符合条件").click()
        head.locator("#fail-reasons").fill("月收入超过标准")
        head.get_by_role("button", name="认定不再符合条件").click()
        expect(head.get_by_role("status")).to_contain_text("已认定不再符合条件")

        family.goto("/my/rechecks")
        expect(family.get_by_text("月收入超过标准")).to_be_visible()
        keep(family, "my-rechecks")
        no_barrier(family)
        family.get_by_role("link", name="申请复核").click()
        family.get_by_label("您不同意什么").fill("那是一次性补偿")
        family.set_viewport_size({"width": 320, "height": 800})
        fits(family, "ask", 320)
        family.get_by_role("button", name="申请复核").click()
        expect(family.get_by_role("status")).to_contain_text("已收到您的复核申请")
        expect(family.get_by_text("没有参与原决定的人员").first).to_be_visible()


def test_several_are_passed_together_after_a_look(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        for number in (1, 2, 3):
            _waits(office, number)
        jobs.due(office.database, office.keyring, _clock(office))
        _answer(office)
        reviewer = office.officer("fuhe")
        reviewer.goto("/desk/rechecks?only=answered")
        keep(reviewer, "rechecks")
        no_barrier(reviewer)
        reviewer.get_by_role("checkbox").first.uncheck()
        reviewer.get_by_role("button", name="所选全部认定为仍符合条件").click()
        expect(reviewer.get_by_role("status")).to_contain_text("可以认定 2 户")
        keep(reviewer, "rechecks-batch")
        reviewer.get_by_role("button", name="认定这 2 户仍符合条件").click()
        expect(reviewer.get_by_role("status")).to_contain_text("已认定 2 户")
        expect(reviewer.locator("tbody tr")).to_have_count(1)


def test_the_family_answers_by_its_link_and_the_street_calls_who_does_not(tmp_path: Path) -> None:
    """HN-16-4: nobody is lost for one missed letter."""
    with open_office(tmp_path, NOW) as office:
        mine, silent = _waits(office, 1, **_own(office)), _waits(office, 2)
        office.later(seconds=1)
        run = lambda: confirmations.run(  # noqa: E731
            office.database, office.keyring, _clock(office), office.address
        )
        run()
        with office.database.reads() as session:
            question = asked.of_entry(session, mine)[0]
            letter = letter_text(letters_of(session, question.case)[0], office.keyring)
        address = letter.partition(office.address)[2].split()[0]
        family = office.applicant()
        family.goto("/my/waitlist")
        expect(family.get_by_role("status")).to_contain_text("请确认是否继续轮候")
        keep(family, "my-waitlist-asked")
        no_barrier(family)
        visitor = office.public()
        assert (visitor.goto("/confirm/00000000000000000000") or visitor).status == 404
        expect(visitor.get_by_text("链接不对或已失效")).to_be_visible()
        visitor.goto(address)
        visitor.get_by_role("button", name="答复").click()
        expect(visitor.get_by_text("请选择一项")).to_be_visible()
        keep(visitor, "confirm")
        no_barrier(visitor)
        visitor.set_viewport_size({"width": 320, "height": 800})
        fits(visitor, "confirm", 320)
        assert "张小乙" not in visitor.content()
        visitor.get_by_label("继续轮候").check()
        visitor.get_by_role("button", name="答复").click()
        expect(visitor.get_by_role("status")).to_contain_text("已收到您的答复")
        visitor.goto(address)
        expect(visitor.get_by_text("不需要再填")).to_be_visible()
        family.goto("/my/confirm")
        expect(family.locator(".empty")).to_contain_text("现在没有需要您确认的事项")

        with office.database.reads() as session:
            due_on: date = asked.of_entry(session, silent)[0].due_on
        office.later(days=(due_on - day_of(office.now)).days + 1)
        run()
        street = office.officer("jiedao")
        street.goto("/desk/confirmations")
        keep(street, "confirmations")
        no_barrier(street)
        street.locator("tbody th a").click()
        street.get_by_role("button", name="显示电话").click()
        expect(street.get_by_role("status")).to_contain_text("没有留下电话")
        street.locator("summary", has_text="记录没有联系上").click()
        street.get_by_label("上门").check()
        street.get_by_role("button", name="记录没有联系上").click()
        expect(street.get_by_role("status")).to_contain_text("已记录这次联系")
        keep(street, "confirmation")
        no_barrier(street)
        street.locator("summary", has_text="记录家庭的答复").click()
        street.locator("#told-wish-1").check()
        street.locator("#told-note").fill("9月，邻居转告后本人来窗口")
        street.get_by_role("button", name="记录家庭的答复").click()
        expect(street.get_by_role("status")).to_contain_text("已记录家庭的答复")
        with office.database.reads() as session:
            assert entries_of.get(session, "430199", silent).closed_on is None
