"""Every page and interface of payments, arrears and subsidies, for the application to take in."""

from housing.arrears import api, pages
from housing.payments import api as payments_api
from housing.payments import api_lists, pages_lease, pages_money, pages_my
from housing.payments import pages as payments
from housing.subsidies import api as subsidies_api
from housing.subsidies import pages as subsidies
from housing.subsidies import pages_lists

BLUEPRINTS = (
    pages.blueprint,
    payments.blueprint,
    pages_lease.blueprint,
    pages_money.refunds,
    pages_money.fund,
    pages_my.blueprint,
    subsidies.blueprint,
    pages_lists.blueprint,
)
APIS = (payments_api.api, api_lists.api, api.api, subsidies_api.api)
