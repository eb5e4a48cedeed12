"""Documents in a real browser: pictures and PDFs are seen, under the strict rules of the pages."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from PIL import Image
from playwright.sync_api import Page

from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.work import working
from housing.documents import drawing, service
from housing.documents.answer import page_shown, shown
from housing.documents.folder import Folder
from housing.documents.limits import DRAWN_WIDTH
from housing.documents.models import Document
from housing.documents.own_process import Overrun
from housing.web.guards import public
from tests.conftest import NOW, PLACE, actor
from tests.factories import files
from tests.pages import office as offices
from tests.pages.browsers import WITH_WINDOWS, open_browser
from tests.pages.office import Office, fits, keep, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]

CASE = CaseRef("application", 7, PLACE, "SQ2026000007")
PAGE = """{% extends "base.html" %}{% from "documents/shown.html" import shown with context %}
{% block content %}<h1>材料</h1>{% for each in documents %}
{{ shown(each, "/document/" ~ each.id, "身份证") }}{% endfor %}{% endblock %}"""
SENT = {
    "身份证.jpg": files.picture(size=(1600, 1000)),
    "户口簿.png": files.picture("PNG", (700, 900), "blue"),
    "房产.webp": files.picture("WEBP", (800, 400), "red"),
    "收入证明.pdf": files.pdf(2),
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose case has a picture of each type and a PDF, on a page as a feature has it."""
    folder, held = Folder(tmp_path / "documents"), list[Document]()
    make = offices.create_app

    def with_case(*given: object, **named: object) -> Flask:
        app = make(*given, **named)  # type: ignore[arg-type]
        page = public(lambda: render_template_string(PAGE, documents=held))
        app.add_url_rule("/case", "case", page)
        app.add_url_rule("/document/<int:number>", "document", public(answer))
        address = "/document/<int:number>/pages/<int:page>"
        app.add_url_rule(address, "document_page", public(page_answer))
        return app

    def read(number: int) -> tuple[Document, bytes]:
        document = next(each for each in held if each.id == number)
        with working(opened.database.acts, actor(Role.STREET), clock, opened.keyring) as work:
            return document, service.read(work, folder, CASE, document)

    def answer(number: int) -> object:
        return shown(*read(number))

    def page_answer(number: int, page: int) -> object:
        return page_shown(*read(number), page)

    monkeypatch.setattr(offices, "create_app", with_case)
    clock = standing_clock(NOW)
    with open_office(tmp_path, NOW) as opened:
        with working(opened.database.acts, actor(Role.STREET), clock, opened.keyring) as work:
            for name, content in SENT.items():
                stream = io.BytesIO(content)
                held.append(service.keep(work, folder, CASE, "identity", name, stream))
        yield opened


def _said(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


def test_pictures_are_seen_in_the_page(office: Office) -> None:
    page = office.public()
    said = _said(page)
    page.goto("/case")
    page.evaluate("document.querySelectorAll('img').forEach(each => each.loading = 'eager')")
    pictures = page.locator("figure img")
    assert pictures.count() == 5
    widths = [
        pictures.nth(number).evaluate("each => each.decode().then(() => each.naturalWidth)")
        for number in range(5)
    ]
    assert widths[:3] == [1600, 700, 800]
    assert widths[3:] == [DRAWN_WIDTH, DRAWN_WIDTH]
    second = page.get_by_role("img", name="身份证，第 2 页，共 2 页")
    assert second.bounding_box()["width"] <= 390  # type: ignore[index]
    assert not [each for each in said if "Security" in each]
    keep(page, "documents")
    page.set_viewport_size({"width": 320, "height": 700})
    fits(page, "documents", 320)


def test_a_picture_opens_alone_and_large(office: Office) -> None:
    page = office.public()
    page.goto("/case")
    with page.context.expect_page() as opened:
        page.click("figure a >> nth=0")
    alone = opened.value
    alone.wait_for_load_state()
    assert alone.evaluate("document.images[0].naturalWidth") > 0
    assert alone.evaluate("document.contentType").startswith("image/")


def test_a_pdf_opens_in_a_page_of_its_own(office: Office) -> None:
    page = office.public()
    page.goto("/case")
    address = page.locator("figure a.btn").get_attribute("href")
    assert address is not None
    answer = page.request.get(address)
    assert answer.body() == SENT["收入证明.pdf"]
    assert answer.headers["content-type"] == "application/pdf"
    with open_browser(WITH_WINDOWS) as browser:
        page = browser.new_page(base_url=office.address)
        page.goto("/case")
        with page.context.expect_page() as opened:
            page.click("figure a.btn")
        alone = opened.value
        alone.wait_for_load_state()
        green = _waited_for(alone, (0, 128, 0))
    assert green > 10_000, f"only {green} points of the PDF's green rectangles are seen"


def test_a_page_that_cannot_be_drawn_says_so_in_its_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_given: object) -> bytes:
        raise Overrun

    monkeypatch.setattr(drawing, "run", give_up)
    page = office.public()
    page.goto("/case")
    page.evaluate("document.querySelectorAll('img').forEach(each => each.loading = 'eager')")
    first = page.get_by_role("img", name="第 1 页，共 2 页")
    width = first.evaluate("each => each.decode().then(() => each.naturalWidth)")
    assert width == 800  # The words of `not_drawn.svg`.
    first.scroll_into_view_if_needed()
    keep(page, "documents-not-drawn")
    assert page.locator("figure a.btn").is_visible()


def _waited_for(page: Page, colour: tuple[int, int, int]) -> int:
    """Return how many points of a colour are seen, once there are some."""
    count = 0
    for _ in range(20):
        seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        counted = {found: points for points, found in seen.getcolors(1 << 24) or ()}
        count = counted.get(colour, 0)
        if count:
            break
        page.wait_for_timeout(250)
    return count
