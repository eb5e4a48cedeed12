"""Imports every models.py, so that the metadata is whole."""

from sqlalchemy import MetaData

from housing.abandonments import models as abandonments
from housing.accounts import models as accounts
from housing.applications import models as applications
from housing.arrears import models as arrears
from housing.bans import models as bans
from housing.checks import models as checks
from housing.clocks import models as clocks
from housing.confirmations import models as confirmations
from housing.core.audit import models as register
from housing.core.db.base import Base
from housing.digests import models as digests
from housing.documents import models as documents
from housing.exchanges import models as exchanges
from housing.exits import models as exits
from housing.handovers import models as handovers
from housing.households import models as households
from housing.imports import models as imports
from housing.inspections import models as inspections
from housing.joint_reviews import models as joint_reviews
from housing.leases import models as leases
from housing.ledger import models as ledger
from housing.letters import models as letters
from housing.notices import models as notices
from housing.objections import models as objections
from housing.occupancy import models as occupancy
from housing.offers import models as offers
from housing.offices import models as offices
from housing.own_stock import models as own_stock
from housing.ownership import models as ownership
from housing.payments import fund_models as payments_fund
from housing.payments import models as payments
from housing.picking import models as picking
from housing.plans import models as plans
from housing.policies import models as policies
from housing.rechecks import models as rechecks
from housing.recusals import models as recusals
from housing.registrations import models as registrations
from housing.renewals import models as renewals
from housing.rent_standards import models as rent_standards
from housing.rental_projects import models as rental_projects
from housing.rental_projects.supply import models as rental_supply
from housing.rents import models as rents
from housing.repairs import models as repairs
from housing.reviews import models as reviews
from housing.rounds import models as rounds
from housing.rounds import safeguards as round_safeguards
from housing.sales import models as sales
from housing.subsidies import models as subsidies
from housing.units import models as units
from housing.violations import models as violations
from housing.violations import models_beside as beside_violations
from housing.waitlist import models as waitlist

__all__ = [
    "METADATA",
    "abandonments",
    "accounts",
    "applications",
    "arrears",
    "bans",
    "beside_violations",
    "checks",
    "clocks",
    "confirmations",
    "digests",
    "documents",
    "exchanges",
    "exits",
    "handovers",
    "households",
    "imports",
    "inspections",
    "joint_reviews",
    "leases",
    "ledger",
    "letters",
    "notices",
    "objections",
    "occupancy",
    "offers",
    "offices",
    "own_stock",
    "ownership",
    "payments",
    "payments_fund",
    "picking",
    "plans",
    "policies",
    "rechecks",
    "recusals",
    "register",
    "registrations",
    "renewals",
    "rent_standards",
    "rental_projects",
    "rental_supply",
    "rents",
    "repairs",
    "reviews",
    "round_safeguards",
    "rounds",
    "sales",
    "subsidies",
    "units",
    "violations",
    "waitlist",
]

METADATA: MetaData = Base.metadata
