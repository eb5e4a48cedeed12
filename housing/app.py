"""The one place where the pages are joined: settings, database, keys, clock, features."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_bootstrap import Bootstrap5
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from housing.abandonments import api as abandonments_api
from housing.abandonments import pages as abandonments
from housing.abandonments.plan_cases import name_cases_with
from housing.accounts import api as accounts_api
from housing.accounts import pages_keeping as accounts
from housing.accounts.sessions import keep_sessions_of
from housing.applications import api as applications_api
from housing.applications import pages as applications
from housing.arrears import all_pages as money
from housing.calendar import pages as calendar
from housing.catalogue import pages as catalogue
from housing.catalogue.articles import articles
from housing.checks import api as checks_api
from housing.checks import pages as checks
from housing.clocks import api as clocks_api
from housing.clocks import pages as clocks
from housing.confirmations import api as confirmations_api
from housing.confirmations import pages as confirmations
from housing.confirmations import public as confirm
from housing.core.access.permissions import Permission
from housing.core.clock import Clock, system_clock
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import Settings
from housing.desk import pages as desk
from housing.desk import pages_counties as counties
from housing.digests import pages as digests
from housing.documents import pages as documents
from housing.eligibility import api as self_check_api
from housing.eligibility import pages as self_check
from housing.exchanges import api as exchanges_api
from housing.exchanges import pages as exchanges
from housing.exchanges import pages_my as my_exchanges
from housing.exits import api as exits_api
from housing.exits import pages as exits
from housing.exits import pages_my as my_exits
from housing.handovers import api as handovers_api
from housing.handovers import pages as handovers
from housing.handovers import pages_my as my_handovers
from housing.households import pages as households
from housing.imports import pages as imports
from housing.inspections import api as inspections_api
from housing.inspections import pages as inspections
from housing.joint_reviews import api as joint_reviews_api
from housing.joint_reviews import pages as joint_reviews
from housing.leases import api as leases_api
from housing.leases import pages as leases
from housing.leases import pages_carry as lease_sheets
from housing.leases import pages_keys as lease_keys
from housing.leases import pages_my as my_leases
from housing.leases import pages_papers as lease_papers
from housing.letters import api as letters_api
from housing.letters import pages as letters
from housing.lists import pages as lists
from housing.notices import pages as notices
from housing.objections import api as objections_api
from housing.objections import pages as objections
from housing.objections.deciding import decide_with
from housing.occupancy import pages as occupancy
from housing.offers import api as offers_api
from housing.offers import pages as offers
from housing.offers import pages_public as my_offers
from housing.offices import api as offices_api
from housing.offices import pages as offices
from housing.own_stock import api as own_stock_api
from housing.own_stock import pages_owner as own_stock
from housing.ownership import pages as ownership
from housing.packages import pages as packages
from housing.picking import api as picking_api
from housing.picking import pages as picking
from housing.picking import pages_public as hall
from housing.plans import api as plans_api
from housing.plans import pages as plans
from housing.plans import queries as plans_of
from housing.policies import api as policies_api
from housing.policies import pages as policies
from housing.policies.queries import book as values_in_force
from housing.rechecks import api as rechecks_api
from housing.rechecks import pages as rechecks
from housing.rechecks import pages_changes as changes
from housing.rechecks import pages_due as rechecks_due
from housing.rechecks import pages_my as my_rechecks
from housing.rechecks import pages_paper as rechecks_paper
from housing.recusals import pages as recusals
from housing.registrations import api as registrations_api
from housing.registrations import pages as registrations
from housing.registrations import pages_desk as registrations_desk
from housing.renewals import api as renewals_api
from housing.renewals import pages as renewals
from housing.renewals import pages_my as my_renewals
from housing.rental_projects import api as rental_projects_api
from housing.rental_projects import pages as rental_projects
from housing.rental_projects import pages_market as rental_market
from housing.rental_projects.supply import api as platform_api
from housing.rental_projects.supply import pages as supply
from housing.rental_projects.supply import pages_filing as supply_filing
from housing.rents import all_pages as rents
from housing.repairs import api as repairs_api
from housing.repairs import pages as repairs
from housing.repairs import pages_my as my_repairs
from housing.reviews import api as reviews_api
from housing.reviews import objecting
from housing.reviews import pages as reviews
from housing.reviews import pages_applicant as reconsiderations
from housing.reviews import pages_case as cases
from housing.reviews import pages_filings as filings
from housing.rounds import api as rounds_api
from housing.rounds import objecting as round_objections
from housing.rounds import pages as rounds
from housing.rounds import pages_safeguards, public
from housing.sales import api as sales_api
from housing.sales import pages as sales
from housing.sales import pages_account as sale_account
from housing.sales import pages_city as sales_city
from housing.sales import pages_lists as sale_lists
from housing.sales import pages_my as my_purchase
from housing.tenancies import pages as tenancies
from housing.units import api as units_api
from housing.units import pages_keeping as units
from housing.violations import api as violations_api
from housing.violations import pages as violations
from housing.violations import pages_beside as violation_desk
from housing.violations import pages_my as my_violations
from housing.violations import pages_public as violations_public
from housing.waitlist import api as waitlist_api
from housing.waitlist import pages as waitlist
from housing.waitlist import pages_lists as waitlist_lists
from housing.waitlist import pages_my as my_waitlist
from housing.waitlist import posting as waiting_orders
from housing.web import (
    api_pages,
    citing,
    errors,
    formats,
    guards,
    headers,
    language,
    limits,
    navigation,
    parts,
    register,
)
from housing.web.acting import somebody
from housing.web.addresses import RowNumber
from housing.web.api import ApiBlueprint, make_api
from housing.web.installation import Installation, install
from housing.web.navigation import Audience
from housing.web.role_words import ROLE_WORDS

FEATURES = (
    desk.blueprint,
    counties.blueprint,
    public.blueprint,
    rounds.blueprint,
    packages.blueprint,
    picking.blueprint,
    hall.blueprint,
    offers.blueprint,
    my_offers.blueprint,
    leases.blueprint,
    tenancies.blueprint,
    joint_reviews.blueprint,
    exits.blueprint,
    my_exits.blueprint,
    renewals.blueprint,
    my_renewals.blueprint,
    violations.blueprint,
    violation_desk.blueprint,
    my_violations.blueprint,
    violations_public.blueprint,
    lease_keys.blueprint,
    lease_papers.blueprint,
    lease_sheets.blueprint,
    my_leases.blueprint,
    exchanges.blueprint,
    my_exchanges.blueprint,
    ownership.blueprint,
    pages_safeguards.blueprint,
    lists.blueprint,
    imports.blueprint,
    units.blueprint,
    own_stock.blueprint,
    abandonments.blueprint,
    households.blueprint,
    register.blueprint,
    digests.blueprint,
    catalogue.blueprint,
    policies.blueprint,
    calendar.blueprint,
    plans.blueprint,
    registrations.blueprint,
    registrations_desk.blueprint,
    waitlist.blueprint,
    rechecks.blueprint,
    changes.blueprint,
    rechecks_due.blueprint,
    my_rechecks.blueprint,
    rechecks_paper.blueprint,
    confirmations.blueprint,
    confirm.blueprint,
    waitlist_lists.blueprint,
    my_waitlist.blueprint,
    clocks.blueprint,
    notices.blueprint,
    objections.blueprint,
    checks.blueprint,
    documents.blueprint,
    letters.blueprint,
    reviews.blueprint,
    *rents.BLUEPRINTS,
    *money.BLUEPRINTS,
    cases.blueprint,
    filings.blueprint,
    reconsiderations.blueprint,
    applications.blueprint,
    self_check.blueprint,
    occupancy.blueprint,
    rental_projects.blueprint,
    rental_market.blueprint,
    supply.blueprint,
    supply_filing.blueprint,
    handovers.blueprint,
    my_handovers.blueprint,
    repairs.blueprint,
    my_repairs.blueprint,
    inspections.blueprint,
    sales.blueprint,
    sale_account.blueprint,
    sales_city.blueprint,
    sale_lists.blueprint,
    my_purchase.blueprint,
    accounts.blueprint,
    offices.blueprint,
    recusals.blueprint,
    api_pages.blueprint,
)
# The JSON interface under /api/v1, feature by feature.
API: tuple[ApiBlueprint, ...] = (
    accounts_api.api,
    offices_api.api,
    letters_api.api,
    policies_api.api,
    waitlist_api.api,
    rounds_api.api,
    plans_api.api,
    registrations_api.api,
    rechecks_api.api,
    confirmations_api.api,
    offers_api.api,
    leases_api.api,
    exchanges_api.api,
    joint_reviews_api.api,
    exits_api.api,
    renewals_api.api,
    violations_api.api,
    *rents.APIS,
    *money.APIS,
    picking_api.api,
    clocks_api.api,
    objections_api.api,
    reviews_api.api,
    applications_api.api,
    checks_api.blueprint,
    self_check_api.api,
    rental_projects_api.api,
    platform_api.api,
    units_api.api,
    own_stock_api.api,
    handovers_api.api,
    repairs_api.api,
    inspections_api.api,
    abandonments_api.api,
    sales_api.api,
)
# What the menu offers, in order; each visitor sees what is meant for them and open to them. What is
# not here stands on the desk.
MENU = (
    ("applications.mine", _l("我的申请"), Audience.FAMILIES),
    ("my_waitlist.mine", _l("我的轮候"), Audience.FAMILIES),
    ("my_offers.mine", _l("我的配租"), Audience.FAMILIES),
    ("my_leases.mine", _l("我的租赁"), Audience.FAMILIES),
    ("my_violations.mine", _l("房屋使用情况"), Audience.FAMILIES),
    ("violations_public.report", _l("举报违规"), Audience.ALL),
    ("violations_public.addresses", _l("公租房楼栋"), Audience.ALL),
    ("applications.employer", _l("单位申请"), Audience.FAMILIES),
    ("applications.start", _l("申请公租房"), Audience.FAMILIES),
    ("self_check.start", _l("自助测算"), Audience.FAMILIES),
    ("applications.look_up", _l("查申请进度"), Audience.FAMILIES),
    ("board.listing", _l("分配公示"), Audience.ALL),
    ("notices.board", _l("公示公告"), Audience.ALL),
    ("plans.listing", _l("分配方案"), Audience.FAMILIES),
    ("registrations.mine", _l("意向登记"), Audience.FAMILIES),
    ("waitlist.orders", _l("轮候顺序"), Audience.FAMILIES),
    ("rent_standards.published", _l("租金标准"), Audience.FAMILIES),
    ("own_stock.own", _l("本单位房源"), Audience.ALL),
    ("desk.home", _l("工作台"), Audience.OFFICERS),
    ("rounds.desk", _l("分配轮次"), Audience.OFFICERS),
    ("plans.desk", _l("分配方案"), Audience.OFFICERS),
    ("reviews.listing", _l("案件"), Audience.OFFICERS),
    ("checks.listing", _l("部门核查"), Audience.OFFICERS),
    ("imports.upload", _l("导入"), Audience.OFFICERS),
    ("units.listing", _l("房源"), Audience.OFFICERS),
    ("offers.listing", _l("配租通知"), Audience.OFFICERS),
    ("leases.listing", _l("租赁合同"), Audience.OFFICERS),
    ("exchanges.listing", _l("互换住房"), Audience.OFFICERS),
    ("renewals.listing", _l("续租"), Audience.OFFICERS),
    ("joint_reviews.listing", _l("在租家庭联合审核"), Audience.OFFICERS),
    ("exits.listing", _l("退出案件"), Audience.OFFICERS),
    ("violations.listing", _l("违规案件"), Audience.OFFICERS),
    ("rents.overview", _l("租金"), Audience.OFFICERS),
    ("payments.overview", _l("收款"), Audience.OFFICERS),
    ("subsidies.listing", _l("租赁补贴"), Audience.OFFICERS),
    ("households.listing", _l("家庭"), Audience.OFFICERS),
    ("waitlist.listing", _l("轮候"), Audience.OFFICERS),
    ("register.listing", _l("登记簿"), Audience.OFFICERS),
)


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    keyring: Keyring | None = None,
    clock: Clock | None = None,
) -> Flask:
    """Return the web application of one installation.

    `database`, `keyring` and `clock` default to those the settings name and to this machine's
    clock; tests and the demonstration hand in their own.
    """
    app = Flask("housing")
    app.url_map.converters["int"] = RowNumber
    held = Installation(
        settings=settings,
        database=database or open_database(settings.database_url),
        keyring=keyring or open_keyring(settings.home / "keys"),
        clock=clock or system_clock(),
    )
    install(app, held)
    app.config.update(_configuration(held))
    Bootstrap5(app)
    csrf = CSRFProtect(app)
    limits.limiter.init_app(app)
    keep_sessions_of(app)
    guards.enforce_on(app)
    language.speak(app)
    parts.mark_chinese_of(app)
    formats.write_values_of(app)
    headers.protect(app)
    errors.handle_errors_of(app)
    citing.cite_with(app, _cited)
    decide_with(app, "application", objecting.decide)
    decide_with(app, "waiting_order", waiting_orders.decide)
    decide_with(app, "round", round_objections.decide)
    name_cases_with(app, plans_of.other_cases)
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    make_api(app, csrf, API)
    navigation.offer(app, MENU)
    app.context_processor(_whose_page)
    return app


def _cited(session: Session, rules: Sequence[str], place: str, day: date) -> str:
    return articles(values_in_force(session).cited(rules, place, day))


def _configuration(held: Installation) -> dict[str, object]:
    return {
        "SECRET_KEY": held.keyring.session,
        "MAX_CONTENT_LENGTH": held.settings.upload_limit_bytes,
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=held.settings.session_minutes),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "housing_session",
        "WTF_CSRF_TIME_LIMIT": None,  # The token lives as long as the session.
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _whose_page() -> dict[str, object]:
    return {
        "somebody": somebody(),
        "shown_name": getattr(current_user, "shown", ""),
        "Permission": Permission,
        "role_words": ROLE_WORDS,
    }
