"""The acts on violations, in the order in which the law asks for them."""

from housing.violations.cancelling import cancel, deliver_decision, revoke, vacate
from housing.violations.enforcing import apply, rule
from housing.violations.finding import dismiss, find, state
from housing.violations.opening import notify, open_case
from housing.violations.ordering import deliver_order, order, visit

__all__ = [
    "apply",
    "cancel",
    "deliver_decision",
    "deliver_order",
    "dismiss",
    "find",
    "notify",
    "open_case",
    "order",
    "revoke",
    "rule",
    "state",
    "vacate",
    "visit",
]
