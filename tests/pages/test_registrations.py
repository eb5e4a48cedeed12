"""A plan is written and read by all; a family ranks classes on its phone; the county follows."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import expect

from housing.core.clock import standing_clock
from housing.core.work import Work, working
from housing.households.models import Household
from housing.households.words import Rescue
from housing.plans import service as planning
from housing.registrations import rereview
from housing.rounds import service as rounds
from housing.rounds.models import Round
from housing.units import queries as units
from housing.waitlist import order
from tests.factories.planning import facts, ref
from tests.integration.small_county import LOW, TWO, household, projects, unit
from tests.pages.office import APPLICANT_IDENTITY, Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
Result = TypeVar("Result")
MIDDLE = "P01-一居室-中-普通"


def _act(office: Office, who: str, act: Callable[[Work], Result]) -> Result:
    clock = standing_clock(office.now)
    with working(office.database.acts, office.actor(who), clock, office.keyring) as work:
        return act(work)


def _filled(office: Office) -> Round:
    """Fill the county and begin a round with an empty draft."""

    def fill(work: Work) -> Round:
        mine = {
            "identity_sealed": office.keyring.seal(APPLICANT_IDENTITY),
            "identity_index": office.keyring.blind(APPLICANT_IDENTITY),
        }
        homes: list[Household] = [
            household(office.keyring, 1, **mine),
            household(office.keyring, 2, size=3, wishes=[[TWO]]),
            household(office.keyring, 3, rescue=Rescue.MINIMUM_ALLOWANCE),
        ]
        work.session.add_all(projects())
        work.session.flush()
        flats = [unit(1), unit(2), unit(3, TWO), unit(4, MIDDLE, floor=3)]
        work.session.add_all([*homes, *flats])
        work.session.flush()
        order.publish_order(work)
        a_round = rounds.prepare(
            work, name="2026年第一批", approval_document="批1号", seed_source="dice"
        )
        planning.draft(work, ref(a_round))
        return a_round

    return _act(office, "zhongxin", fill)


def _published(office: Office, a_round: Round) -> None:
    def write(work: Work) -> None:
        ids = [each.id for each in units.allottable(work.session, work.place)]
        planning.change(work, a_round.id, facts(), ids, 1)

    _act(office, "zhongxin", write)
    _act(office, "fuhe", lambda work: rounds.publish_plan(work, a_round.id))


def test_a_plan_is_written_by_one_and_read_by_all(tmp_path: Path) -> None:
    """HN-20-1, HN-20-2: what is missing is named; the public page holds the eight items."""
    with open_office(tmp_path, NOW) as office:
        a_round = _filled(office)
        centre = office.officer("zhongxin")
        centre.goto(f"/desk/plans/{a_round.id}")
        expect(centre.get_by_role("heading", name="公布前还要补齐")).to_be_visible()
        for words in (LOW, TWO, MIDDLE):
            centre.get_by_label(words).check()
        centre.get_by_label("其中不列入的房源编号").fill("P01-0002")
        centre.get_by_label("租金或者价格标准").fill("每平方米每月 4.80 元")
        centre.get_by_label("意向登记开始日").fill("2026-13-01")
        centre.get_by_role("button", name="保存方案").click()
        expect(centre.locator(".field-wrong")).to_contain_text("日历上没有这一天")
        expect(centre.get_by_label("租金或者价格标准")).to_have_value("每平方米每月 4.80 元")
        expect(centre.get_by_label(TWO)).to_be_checked()
        centre.get_by_label("意向登记开始日").fill("2026-09-08")
        centre.get_by_label("意向登记截止日").fill("2026-09-17")
        for label, words in (
            ("保障对象范围", "本县轮候家庭"),
            ("意向登记地点", "各街道办事处"),
            ("怎样登记", "网上或者窗口"),
            ("确定分配对象与排序的办法", "按轮候顺序分层，同分摇号"),
            ("选房的时间、地点和通知方式", "另行书面通知"),
        ):
            centre.get_by_label(label).fill(words)
        centre.get_by_role("button", name="保存方案").click()
        expect(centre.get_by_role("status")).to_contain_text("已保存")
        expect(centre.get_by_role("heading", name="内容齐全")).to_be_visible()
        expect(centre.locator("main")).to_contain_text("已列入 3 套")
        keep(centre, "plan-draft")
        no_barrier(centre)

        visitor = office.public()
        assert visitor.goto(f"/plans/{a_round.code}").status == 404  # type: ignore[union-attr]
        _act(office, "fuhe", lambda work: rounds.publish_plan(work, a_round.id))
        visitor.goto("/plans")
        visitor.get_by_role("link", name="2026年第一批").click()
        main = visitor.locator("main")
        for words in ("东岸街道", "望麓新苑 一居室 中", "34.60 m²", "2026-09-17（含当日）"):
            expect(main).to_contain_text(words)
        keep(visitor, "plan-public")
        no_barrier(visitor)
        visitor.set_viewport_size({"width": 320, "height": 800})
        fits(visitor, "plan-public", 320)


def test_a_family_ranks_classes_on_its_phone_without_scripts(tmp_path: Path) -> None:
    """HN-21-1, HN-21-7: suitable classes only, a preview, a confirmation, changes until the end."""
    with open_office(tmp_path, NOW) as office:
        a_round = _filled(office)
        _published(office, a_round)
        office.later(days=7)
        phone = office.applicant()
        phone.goto("/my/register")
        phone.get_by_role("link", name="登记我家的意向").click()
        expect(phone.locator(".wish")).to_have_count(2)
        phone.get_by_text("为什么没有其他类别").click()
        expect(phone.locator("details.panel").first).to_contain_text(
            "适合 3 人及以上的家庭，您家 1 人"
        )
        keep(phone, "wishes")
        no_barrier(phone)
        phone.set_viewport_size({"width": 320, "height": 800})
        fits(phone, "wishes", 320)
        phone.get_by_label("望麓新苑 一居室 中 的顺位").fill("一")
        phone.get_by_label("望麓新苑 一居室 低 的顺位").fill("2")
        phone.get_by_role("button", name="下一步：核对").click()
        expect(phone.locator(".field-wrong")).to_contain_text("请填 1 至 99 的整数")
        expect(phone.get_by_label("望麓新苑 一居室 低 的顺位")).to_have_value("2")
        phone.get_by_label("望麓新苑 一居室 中 的顺位").fill("１")
        phone.get_by_role("button", name="下一步：核对").click()
        expect(phone.locator(".panel-list > li").first).to_contain_text("望麓新苑 一居室 中")
        keep(phone, "wishes-preview")
        no_barrier(phone)
        phone.get_by_role("button", name="返回修改").click()
        expect(phone.get_by_label("望麓新苑 一居室 低 的顺位")).to_have_value("2")
        phone.get_by_role("button", name="下一步：核对").click()
        phone.get_by_role("button", name="确认登记").click()
        expect(phone.get_by_role("status")).to_contain_text("确认书已发出")
        expect(phone.locator("main")).to_contain_text(f"{a_round.code}-00001")
        keep(phone, "wishes-mine")
        phone.goto("/my/letters")
        expect(phone.locator("main")).to_contain_text("意向登记确认书")

        phone.goto(f"/my/register/{a_round.id}")
        phone.get_by_text("撤回登记").first.click()
        phone.get_by_role("button", name="撤回登记").click()
        expect(phone.get_by_role("status")).to_contain_text("轮候位次不受影响")


def test_the_counter_registers_and_the_county_follows_the_re_review(tmp_path: Path) -> None:
    """HN-21-1, HN-21-2: at the place of the plan; what is open stands on the list."""
    with open_office(tmp_path, NOW) as office:
        a_round = _filled(office)
        _published(office, a_round)
        office.later(days=7)
        street = office.officer("jiedao")
        street.goto(f"/desk/registrations/{a_round.id}")
        expect(street.locator(".empty")).to_contain_text("还没有家庭登记")
        street.get_by_label("申请编号").fill("SQ2025999999")
        street.get_by_role("button", name="登记这户的意向").click()
        expect(street.locator(".field-wrong")).to_contain_text("没有这个申请编号")
        street.get_by_label("申请编号").fill("SQ2025000002")
        street.get_by_role("button", name="登记这户的意向").click()
        street.get_by_label("望麓新苑 两居室 低 的顺位").fill("1")
        street.get_by_role("button", name="下一步：核对").click()
        street.get_by_role("button", name="确认登记").click()
        expect(street.locator("tbody tr")).to_contain_text("窗口登记")
        keep(street, "registrations")
        no_barrier(street)
        with street.expect_download() as saved:
            street.get_by_text("按表登记").first.click()
            street.get_by_role("link", name="下载可登记的家庭（Excel）").click()
        assert saved.value.suggested_filename.endswith(".xlsx")
        street.set_input_files("input[type=file]", str(saved.value.path()))
        street.get_by_role("button", name="上传并登记").click()
        expect(street.get_by_role("alert")).to_be_visible()

        office.later(days=10)
        _act(office, "zhongxin", lambda work: rereview.begin(work, a_round.id))
        reviewer = office.officer("fuhe")
        reviewer.goto(f"/desk/registrations/{a_round.id}")
        expect(reviewer.locator("main")).to_contain_text("名册冻结前还有 1 项没有办结")
        expect(reviewer.locator("main")).to_contain_text("部门尚未全部答复")
        keep(reviewer, "rereview")
        no_barrier(reviewer)
        reviewer.get_by_role("button", name="办结已有决定的").click()
        expect(reviewer.get_by_role("status")).to_contain_text("合格 0 户")
        reviewer.get_by_role("link", name=f"{a_round.code}-00001").click()
        keep(reviewer, "registration")
        no_barrier(reviewer)
