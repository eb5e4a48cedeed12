"""The JSON interface under /api/v1, feature by feature."""

from housing.abandonments import api as abandonments_api
from housing.accounts import api as accounts_api
from housing.applications import api as applications_api
from housing.applications import api_beside as staff_api
from housing.arrears import all_pages as money
from housing.calendar import api as calendar_api
from housing.checks import api as checks_api
from housing.clocks import api as clocks_api
from housing.confirmations import api as confirmations_api
from housing.eligibility import api as self_check_api
from housing.exchanges import api as exchanges_api
from housing.exits import api as exits_api
from housing.handovers import api as handovers_api
from housing.inspections import api as inspections_api
from housing.joint_reviews import api as joint_reviews_api
from housing.leases import api as leases_api
from housing.letters import api as letters_api
from housing.objections import api as objections_api
from housing.occupancy import api as occupancy_api
from housing.offers import api as offers_api
from housing.offices import api as offices_api
from housing.own_stock import api as own_stock_api
from housing.ownership import api as ownership_api
from housing.picking import api as picking_api
from housing.plans import api as plans_api
from housing.policies import api as policies_api
from housing.rechecks import api as rechecks_api
from housing.recusals import api as recusals_api
from housing.registrations import api as registrations_api
from housing.renewals import api as renewals_api
from housing.rental_projects import api as rental_projects_api
from housing.rental_projects.supply import api as platform_api
from housing.rents import all_pages as rents
from housing.repairs import api as repairs_api
from housing.reviews import api as reviews_api
from housing.reviews import api_beside as cases_api
from housing.rounds import api as rounds_api
from housing.sales import api as sales_api
from housing.sales import api_lists as sale_lists_api
from housing.units import api as units_api
from housing.violations import api as violations_api
from housing.violations import api_beside as violation_desk_api
from housing.waitlist import api as waitlist_api
from housing.web.api import ApiBlueprint

API: tuple[ApiBlueprint, ...] = (
    accounts_api.api,
    offices_api.api,
    recusals_api.api,
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
    violation_desk_api.api,
    *rents.APIS,
    *money.APIS,
    picking_api.api,
    clocks_api.api,
    objections_api.api,
    reviews_api.api,
    cases_api.api,
    applications_api.api,
    staff_api.api,
    calendar_api.api,
    checks_api.blueprint,
    self_check_api.api,
    rental_projects_api.api,
    platform_api.api,
    units_api.api,
    occupancy_api.api,
    own_stock_api.api,
    ownership_api.api,
    handovers_api.api,
    repairs_api.api,
    inspections_api.api,
    abandonments_api.api,
    sales_api.api,
    sale_lists_api.api,
)
