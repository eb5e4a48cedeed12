"""Every page and interface of rents and their standards, for the application to take in."""

from housing.ledger import api as ledger_api
from housing.ledger import pages as ledger
from housing.rent_standards import api as standards_api
from housing.rent_standards import pages as standards
from housing.rents import api, pages, pages_lease, pages_money, pages_reductions

BLUEPRINTS = (
    ledger.blueprint,
    standards.blueprint,
    pages.blueprint,
    pages_lease.blueprint,
    pages_reductions.blueprint,
    pages_money.blueprint,
)
APIS = (standards_api.api, api.api, ledger_api.api)
