"""Letters in a real browser: read on a phone, printed as paper, handed over at the desk."""

from pathlib import Path

import pytest

from housing.accounts.service import open_account
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.work import working
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient
from tests.conftest import NOW, PLACE, actor
from tests.factories.letters import letter
from tests.pages.office import (
    ARTEFACTS,
    PASSWORD,
    PHONE,
    Office,
    fits,
    keep,
    no_barrier,
    open_office,
)

pytestmark = pytest.mark.pages

LI = Recipient("李明", account="liming")


def _written(office: Office) -> None:
    clock = standing_clock(NOW)
    with working(office.database.acts, system_actor(PLACE), clock, office.keyring) as work:
        open_account(work, "liming", Role.APPLICANT, PLACE, PASSWORD)
    head = actor(Role.COUNTY_HEAD)
    with working(office.database.acts, head, clock, office.keyring) as work:
        letter(work, LetterKind.MISSING_ITEMS, LI)
        letter(work, LetterKind.REFUSAL, LI)
        letter(work, LetterKind.REFUSAL, Recipient("王奶奶"))


def test_an_applicant_reads_letters_on_a_phone_without_javascript(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        _written(office)
        page = office.public(java_script_enabled=False)
        page.goto("/sign-in?next=/my/letters")
        page.fill("#name", "liming")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/my/letters")
        assert "2 份还没有看" in page.inner_text("main")
        page.click("text=审核结果通知书（不符合条件）")
        page.wait_for_url("**/my/letters/*")
        assert page.inner_text("article h1") == "审核结果通知书（不符合条件）"
        assert "人均住房面积18.20平方米" in page.inner_text("article")
        page.go_back()
        page.reload()
        assert "1 份还没有看" in page.inner_text("main")


def test_letters_are_pleasant_printable_and_handed_over(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        _written(office)
        page = office.officer("zhongxin")
        page.goto("/desk/letters")
        keep(page, "letters")
        no_barrier(page)
        page.click(".card-row a >> nth=0")
        page.wait_for_url("**/desk/letters/430199-*")
        keep(page, "letter")
        no_barrier(page)
        page.set_viewport_size({"width": 320, "height": 700})
        fits(page, "letter", 320)
        page.set_viewport_size(PHONE)
        page.emulate_media(media="print")
        assert page.locator(".site-header").is_hidden()
        assert page.locator(".not-on-paper >> nth=0").is_hidden()
        assert page.locator("article.letter").is_visible()
        page.pdf(path=ARTEFACTS / "letter-printed.pdf", format="A4")
        page.emulate_media(media="screen")
        page.goto("/desk/deliveries")
        page.click("text=已当面送达")
        assert page.locator("[aria-invalid=true]").count() == 1
        keep(page, "letters-for-hands")
        no_barrier(page)
        page.set_viewport_size({"width": 320, "height": 700})
        fits(page, "letters-for-hands", 320)
        page.fill("input[name=note]", "本人签收")
        page.click("text=已当面送达")
        page.wait_for_url("**/desk/deliveries")
        assert "没有需要人工送达的文书" in page.inner_text("main")
