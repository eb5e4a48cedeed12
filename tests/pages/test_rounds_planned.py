"""A round from the register on its pages: counts, comparison, clusters, what is held back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from housing.households.models import Household
from housing.rounds.models import Round
from tests.factories.planned_rounds import PlannedRounds
from tests.integration.small_county import LOW, household, unit
from tests.pages.office import Office, keep
from tests.pages.test_reviews import county_at_work, later

pytestmark = [pytest.mark.pages, pytest.mark.long]
HIGH = "P01-一居室-高-普通"


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[tuple[Office, PlannedRounds]]:
    """Five households who register for three flats; two of them left one telephone."""
    with county_at_work(tmp_path) as (office, desk):
        county = PlannedRounds.at_desk(desk)
        homes = [household(office.keyring, number) for number in range(1, 6)]
        for each in homes:
            each.phone_sealed = office.keyring.seal("13900000000")
            each.phone_index = office.keyring.blind("13900000000")
        county.fill(homes, [unit(1), unit(2), unit(3, HIGH)])
        yield office, county


def catch_up(office: Office, county: PlannedRounds) -> None:
    """Let the acts of pages lie after those of the desk, and the next of these after them."""
    later(office, county.desk)


def test_a_round_from_the_register_on_its_pages(at_work: tuple[Office, PlannedRounds]) -> None:
    """HN-20-1, HN-21-2, HN-21-5, HN-21-7."""
    office, county = at_work
    a_round = county.re_reviewed({number: [[LOW], [HIGH]] for number in range(1, 6)})
    catch_up(office, county)
    page = office.officer("zhongxin")
    page.goto(f"/desk/rounds/{a_round.id}")
    expect(page.locator("main")).to_contain_text("分配方案")
    page.click("text=冻结前核对")
    expect(page.locator("main")).to_contain_text("没有妨碍冻结的事项")
    page.fill("#source", "民政局")
    page.fill("#street", "东岸街道")
    page.fill("#counted", "7")
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("还有 1 项须先办妥")
    keep(page, "round-counts")
    page.goto(f"/desk/rounds/{a_round.id}/freeze")
    page.check("#sure")
    page.click("main form button")
    expect(page.locator("[role=alert]")).to_contain_text("户数不符")
    page.goto(f"/desk/rounds/{a_round.id}/counts")
    page.fill("#source", "民政局")
    page.fill("#street", "东岸街道")
    page.fill("#counted", "5")
    page.click("main form button")
    page.goto(f"/desk/rounds/{a_round.id}/freeze")
    page.check("#sure")
    page.click("main form button")
    expect(page.locator(".state")).to_contain_text("名册已冻结")
    page.click("text=开始寄送")
    expect(page.locator("main")).to_contain_text("回执已寄 5 户，共 5 户")
    keep(page, "round-frozen")
    catch_up(office, county)
    decided(office, county, a_round)
    page.goto(f"/desk/rounds/{a_round.id}/comparison")
    expect(page.locator("main")).to_contain_text("本轮采用")
    keep(page, "round-comparison")
    public = office.public()
    public.goto(f"/rounds/{a_round.code}")
    expect(public.locator("main")).to_contain_text("只供公众比较")
    keep(public, "round-public-comparison")
    cleared_and_annulled(office, county, a_round)


def decided(office: Office, county: PlannedRounds, a_round: Round) -> None:
    """Draw, show the order, and let its days go by."""
    county.ordered(county.now(a_round.id))
    county.after_publicity(a_round)
    catch_up(office, county)


def cleared_and_annulled(office: Office, county: PlannedRounds, a_round: Round) -> None:
    """A cluster is looked into by another person; a fault that touches all annuls the round."""
    with county.database.reads() as session:
        numbers = list(session.scalars(select(Household.application_number)))
    catch_up(office, county)
    county.checked(a_round)
    catch_up(office, county)
    page = office.officer("fuhe")
    page.goto(f"/desk/rounds/{a_round.id}/clusters")
    expect(page.locator("main")).to_contain_text("同一手机号")
    page.click("summary")
    keep(page, "round-clusters")
    page.fill("#reason-1", "代办人的号码，已逐户核实")
    page.click("section.panel form button")
    expect(page.locator("main")).to_contain_text("已核实")
    head = office.officer("fabu")
    head.goto(f"/desk/rounds/{a_round.id}")
    head.click("text=暂缓公布部分结果")
    head.fill("#touched", sorted(numbers)[0])
    head.fill("#reason", "住房情况待查")
    head.fill("#document", "缓1号")
    head.check("#sure")
    head.click("main form button")
    # Everybody could have had the same flats: nothing can be published apart.
    expect(head.locator("[role=alert]")).to_contain_text("请作废本轮")
    assert head.input_value("#reason") == "住房情况待查"
    keep(head, "round-hold")
    head.goto(f"/desk/rounds/{a_round.id}/annul")
    head.fill("#reason", "住房情况待查")
    head.fill("#document", "决1号")
    head.fill("#code", a_round.code)
    head.click("main form button")
    head.click("text=开后续轮次")
    expect(head.locator("main")).to_contain_text(f"本轮接续已作废的 {a_round.code}")
    keep(head, "round-successor")
