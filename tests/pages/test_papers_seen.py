"""A PDF that a family sends from a phone is read by the street inside the page of the case."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from housing.documents.limits import DRAWN_WIDTH
from tests.factories.files import pdf
from tests.pages.test_reviews import county_at_work, good, signed_in

pytestmark = [pytest.mark.pages, pytest.mark.long]


def _width(page: Page, name: str) -> int:
    """Return how wide the picture with this alternative text really is, once it is there."""
    picture = page.get_by_role("img", name=name)
    picture.scroll_into_view_if_needed()
    return int(picture.evaluate("each => each.decode().then(() => each.naturalWidth)"))


def test_a_pdf_of_a_family_is_seen_as_pictures(tmp_path: Path) -> None:
    with county_at_work(tmp_path) as (office, desk):
        who = desk.applicant_of(office.database)
        case = desk.counter.submitted(who=who)
        desk.counter.bring_all(case.id, who)
        office.now = desk.counter.now
        family = office.applicant()
        family.goto(f"/apply/{case.id}/documents")
        box = family.locator(".people > li").first
        name = box.locator("strong").inner_text()
        sent = {"name": "户口簿.pdf", "mimeType": "application/pdf", "buffer": pdf(3)}
        box.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
        fold = family.locator("summary", has_text="户口簿.pdf")
        fold.click()
        assert _width(family, f"{name}，第 3 页，共 3 页") == DRAWN_WIDTH
        good(family, "apply-pdf")

        street = signed_in(office, desk, "jiedao", java_script_enabled=False)
        street.click(f"text={case.number}")
        street.locator("summary", has_text="户口簿.pdf").click()
        picture = street.get_by_role("img", name=f"{name}，第 2 页，共 3 页")
        with street.expect_response("**/pages/2") as shown:
            picture.scroll_into_view_if_needed()
        assert shown.value.headers["content-type"] == "image/webp"
        again = signed_in(office, desk, "jiedao")
        again.goto(f"/desk/cases/{case.id}")
        again.locator("summary", has_text="户口簿.pdf").click()
        assert _width(again, f"{name}，第 1 页，共 3 页") == DRAWN_WIDTH
        good(again, "review-case-pdf")
        address = str(picture.get_attribute("src"))
        assert office.public().request.get(address).url.find("/sign-in") > 0
        other = signed_in(office, desk, "guihua")
        assert other.request.get(address).status == 403
