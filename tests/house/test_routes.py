"""Every page says who may enter; the public ones are counted here by name."""

import re
from pathlib import Path

import pytest
from flask import Flask

from housing.app import create_app
from housing.core.db.session import open_database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.web.guards import STATIC, guard_of

pytestmark = pytest.mark.house

PUBLIC = {
    "accounts.sign_in",
    "api_docs.asset",
    "api_docs.openapi",
    "api_docs.page",
    "applications.again",
    "applications.look_up",
    "applications.sign_up",
    "applications.sign_up_code",
    "applications.start",
    "board.find",
    "board.listing",
    "board.picture",
    "board.results",
    "board.rules",
    "board.show",
    "board.verify",
    "calendar.year",
    "calendar_api.show",
    "catalogue.listing",
    "catalogue.show",
    "confirm.answer",
    "digests.download",
    "digests.listing",
    "hall.screen",
    "lists.download",
    "lists.plan_units",
    "my_offers.proof",
    "my_purchase.complain",
    "my_purchase.lock",
    "my_offers.reoffers",
    "notices.board",
    "notices.robots",
    "notices.show",
    "objections.file",
    "objections.look_up",
    "objections.withdraw",
    "objections_api.file",
    "objections_api.status",
    "objections_api.withdraw",
    "offers_api.reoffers",
    "occupancy.public",
    "occupancy_api.counts",
    "occupancy_api.projects",
    "packages.archive",
    "picking_api.hall",
    "plans.content",
    "plans.listing",
    "plans.show",
    "platform_api.indicators",
    "platform_api.vacancies",
    "plans.units",
    "plans_api.listing",
    "plans_api.show",
    "preferences.choose",
    "rent_standards.published",
    "rent_standards_api.listing",
    "rental_projects_api.rent_levels",
    "sales_api.lock",
    "self_check.check",
    "self_check.start",
    "self_check_api.check",
    "staff_api.standing",
    "values.published",
    "values.show",
    "violation_desk_api.addresses",
    "violation_desk_api.report_misuse",
    "violations_public.addresses",
    "violations_public.addresses_sheet",
    "violations_public.report",
    "waitlist.order_page",
    "waitlist.orders",
}


@pytest.fixture
def app(tmp_path: Path, keyring: Keyring) -> Flask:
    """The application on an empty database; no page is opened."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path)})
    return create_app(settings, database=open_database("sqlite://"), keyring=keyring)


def test_every_route_has_a_guard(app: Flask) -> None:
    unguarded = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in STATIC and guard_of(app.view_functions[rule.endpoint]) is None
    }
    assert unguarded == set()


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    found = set()
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is not None and guard.everybody:
            found.add(rule.endpoint)
    assert found == PUBLIC


def test_no_page_that_changes_something_is_reached_by_a_link(app: Flask) -> None:
    """A GET may be prefetched by a browser or a scanner; acts must be posted."""
    only_posted = {"accounts.sign_out", "register.check", "lists.receipts"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in only_posted:
            assert "GET" not in (rule.methods or set()), rule


def test_no_two_views_answer_at_one_address(app: Flask) -> None:
    """The second would never be reached."""
    seen: dict[tuple[str, str], str] = {}
    twice = []
    for rule in app.url_map.iter_rules():
        shape = re.sub(r"<[^>]+>", "<>", str(rule))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            other = seen.setdefault((shape, method), rule.endpoint)
            if other != rule.endpoint:
                twice.append((shape, method, other, rule.endpoint))
    assert twice == []
