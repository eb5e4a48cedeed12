"""Every feature's pages, in the order in which the application takes them in."""

from housing.abandonments import pages as abandonments
from housing.accounts import pages_keeping as accounts
from housing.applications import pages as applications
from housing.arrears import all_pages as money
from housing.calendar import pages as calendar
from housing.catalogue import pages as catalogue
from housing.checks import pages as checks
from housing.clocks import pages as clocks
from housing.confirmations import pages as confirmations
from housing.confirmations import public as confirm
from housing.desk import pages as desk
from housing.desk import pages_counties as counties
from housing.digests import pages as digests
from housing.documents import pages as documents
from housing.eligibility import pages as self_check
from housing.exchanges import pages as exchanges
from housing.exchanges import pages_my as my_exchanges
from housing.exits import pages as exits
from housing.exits import pages_my as my_exits
from housing.handovers import pages as handovers
from housing.handovers import pages_my as my_handovers
from housing.households import pages as households
from housing.imports import pages as imports
from housing.inspections import pages as inspections
from housing.joint_reviews import pages as joint_reviews
from housing.leases import pages as leases
from housing.leases import pages_carry as lease_sheets
from housing.leases import pages_keys as lease_keys
from housing.leases import pages_my as my_leases
from housing.leases import pages_papers as lease_papers
from housing.letters import pages as letters
from housing.lists import pages as lists
from housing.notices import pages as notices
from housing.objections import pages as objections
from housing.occupancy import pages as occupancy
from housing.offers import pages as offers
from housing.offers import pages_public as my_offers
from housing.offices import pages as offices
from housing.own_stock import pages_owner as own_stock
from housing.ownership import pages as ownership
from housing.ownership import pages_projects as project_ownership
from housing.packages import pages as packages
from housing.picking import pages as picking
from housing.picking import pages_public as hall
from housing.plans import pages as plans
from housing.policies import pages as policies
from housing.rechecks import pages as rechecks
from housing.rechecks import pages_changes as changes
from housing.rechecks import pages_due as rechecks_due
from housing.rechecks import pages_my as my_rechecks
from housing.rechecks import pages_paper as rechecks_paper
from housing.recusals import pages as recusals
from housing.registrations import pages as registrations
from housing.registrations import pages_desk as registrations_desk
from housing.renewals import pages as renewals
from housing.renewals import pages_my as my_renewals
from housing.rental_projects import pages as rental_projects
from housing.rental_projects import pages_market as rental_market
from housing.rental_projects.supply import pages as supply
from housing.rental_projects.supply import pages_filing as supply_filing
from housing.rents import all_pages as rents
from housing.repairs import pages as repairs
from housing.repairs import pages_my as my_repairs
from housing.reviews import pages as reviews
from housing.reviews import pages_applicant as reconsiderations
from housing.reviews import pages_case as cases
from housing.reviews import pages_filings as filings
from housing.rounds import pages as rounds
from housing.rounds import pages_safeguards, public
from housing.sales import pages as sales
from housing.sales import pages_account as sale_account
from housing.sales import pages_city as sales_city
from housing.sales import pages_lists as sale_lists
from housing.sales import pages_my as my_purchase
from housing.tenancies import pages as tenancies
from housing.units import pages_keeping as units
from housing.violations import pages as violations
from housing.violations import pages_beside as violation_desk
from housing.violations import pages_my as my_violations
from housing.violations import pages_public as violations_public
from housing.waitlist import pages as waitlist
from housing.waitlist import pages_lists as waitlist_lists
from housing.waitlist import pages_my as my_waitlist
from housing.web import api_pages, register

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
    project_ownership.blueprint,
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
