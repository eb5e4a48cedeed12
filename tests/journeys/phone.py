"""What an applicant does on a phone, from the first question to the receipt."""

import io
import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from housing.accounts.service import open_applicant
from housing.applications import service
from housing.applications.models import Application
from housing.applications.paper_acts import add_paper
from housing.applications.words import Channel
from housing.core.access.actor import system_actor
from housing.core.work import working
from housing.documents.examine import examine
from housing.documents.folder import folder_of
from housing.households.words import Group
from tests.conftest import PLACE
from tests.factories.applications import HOME, INCOME, member, number, people
from tests.factories.files import picture
from tests.journeys.county import County
from tests.pages.office import PASSWORD, fits


@dataclass(frozen=True)
class Applicant:
    """Somebody single who applies alone; `group` is a piece of what the page calls the group."""

    name: str
    phone: str
    serial: int
    group: str
    income: str = "1200"
    works_at: str = ""

    @property
    def identity(self) -> str:
        """The identity number."""
        return number("1996-04-05", self.serial)


def apply(county: County, who: Applicant) -> Application:
    """Apply through the pages on a phone; return the case that was handed in."""
    office = county.office
    county.later(minutes=1)
    with working(office.database.acts, system_actor(PLACE), county.clock, office.keyring) as work:
        open_applicant(work, who.phone, PASSWORD, PLACE, who.name, who.identity)
    county.later(minutes=1)
    page = office.applicant(who.phone)
    _begin(page, who)
    _person(page, who)
    _where(page, who)
    _means(page, who)
    _papers(page)
    page.wait_for_url("**/consent")
    page.get_by_role("button", name="我已读过，我同意").click()
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**/check")
    page.get_by_label(re.compile("真实性负责")).check()
    page.get_by_role("button", name="提交这份申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    fits(page, "receipt", 390)
    return county.case_of(who.identity)


def hand_in(county: County, who: Applicant) -> Application:
    """Hand in a family's application without its pages, every paper and consent with it."""
    office = county.office
    county.later(minutes=1)
    with working(office.database.acts, system_actor(PLACE), county.clock, office.keyring) as work:
        open_applicant(work, who.phone, PASSWORD, PLACE, who.name, who.identity)
    folder = folder_of(office.settings)
    scan = examine("扫描件.jpg", io.BytesIO(picture()), folder)
    values = people(member(who.name, born="1996-04-05", serial=who.serial), phone=who.phone)
    values["residence_address"] = f"清溪街道安居路 {who.serial} 号 201"
    with county.acting(who.phone) as work:
        draft = service.start_draft(work, group=Group.LOW_INCOME, channel=Channel.HOUSEHOLD_STREET)
        for step, typed in (("people", values), ("home", HOME), ("income", INCOME)):
            draft = service.save_step(work, draft.id, step, typed, draft.version)
        service.consent(work, draft.id, draft.members[0].id)
        case = service.submit(work, draft.id, draft.version, truthful=True)
        for missing in service.missing_of(work, case):
            add_paper(work, folder, case.id, missing.key, scan, missing.member_id)
    return county.case_of(who.identity)


def _begin(page: Page, who: Applicant) -> None:
    page.goto("/apply/new")
    page.get_by_label(re.compile(f"^{who.group}")).check()
    if who.works_at:
        page.get_by_label(re.compile("^没有，自己就业")).check()
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url("**/family")


def _person(page: Page, who: Applicant) -> None:
    page.get_by_role("link", name="填写申请人").click()
    page.get_by_label("姓名").fill(who.name)
    page.locator("#relation").select_option("head")
    page.get_by_label("证件号码").fill(who.identity)
    page.get_by_label("婚姻状况").select_option(label="未婚")
    page.get_by_label(re.compile("^能独立")).check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/family")
    page.get_by_role("button", name="人都写全了，下一步").click()
    page.wait_for_url("**/contact")


def _where(page: Page, who: Applicant) -> None:
    if page.locator("#street").count():
        page.locator("#street").select_option("清溪街道")
    page.get_by_label("户籍地址").fill(f"清溪街道安居路 {who.serial} 号")
    page.get_by_label("现在住在哪里").fill(f"清溪街道安居路 {who.serial} 号 201")
    page.get_by_label("联系电话").fill(who.phone)
    page.get_by_label(re.compile("想租公租房")).check()
    _onward(page, "home")
    page.get_by_label("现在住的房子有多大").fill("12.5")
    page.get_by_label("全家在本地自有住房共多大").fill("0")
    _onward(page, "income")


def _means(page: Page, who: Applicant) -> None:
    page.get_by_role("group", name=who.name).get_by_label("每月收入").fill(who.income)
    page.get_by_label("全家存款").fill("10000")
    page.get_by_label("无", exact=True).check()
    if not who.works_at:
        _onward(page, "documents")
        return
    _onward(page, "work")
    page.locator("#work_street").select_option("清溪街道")
    page.locator("#employer_name").fill(who.works_at)
    page.locator("#work_address").fill("清溪街道集市 5 号")
    page.locator("#employed_since").fill("2025-04-01")
    if page.locator("#graduated_on").count():
        page.locator("#graduated_on").fill("2025-03-20")
    page.locator("#insured_from").fill("2025-05")
    page.locator("#insured_to").fill("2026-08")
    _onward(page, "documents")


def _papers(page: Page) -> None:
    fits(page, "documents", 390)
    for at in range(page.locator(".people > li").count()):
        page.wait_for_load_state("load")  # A photo is sent at once when the script is there.
        photo = {
            "name": f"照片{at}.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture(size=(300 + at, 200)),
        }
        box = page.locator(".people > li").nth(at)
        box.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
        expect(page.locator("summary", has_text=f"照片{at}.jpg")).to_be_visible()
    page.get_by_role("link", name="下一步").click()


def _onward(page: Page, step: str) -> None:
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url(f"**/{step}")
