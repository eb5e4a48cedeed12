"""The acts of sales in one place, for pages, for the JSON interface and for other features."""

from housing.sales.account import approve_for_finance, approve_for_housing
from housing.sales.account import ask as ask_use
from housing.sales.account import pay as pay_use
from housing.sales.account import refuse as refuse_use
from housing.sales.applying import apply, withdraw
from housing.sales.approving import approve as approve_batch
from housing.sales.approving import prepare as prepare_batch
from housing.sales.approving import reject as reject_batch
from housing.sales.contracting import rescind, sign
from housing.sales.holding import buy_back, note_attempt, offer_back, resell, waive
from housing.sales.misusing import cancel, order, take_back, visit
from housing.sales.noting import answer, complain, declare, inspect, supervise
from housing.sales.paying import (
    do_step,
    issue_receipt,
    pay_fund,
    receive,
    record_mortgage,
    register,
)
from housing.sales.pricing import (
    approve_as_housing_authority,
    approve_as_price_authority,
    propose,
    propose_appraisal,
    set_price,
)
from housing.sales.purchasing import change_occupant, open_purchase, settle_all, sign_all
from housing.sales.qualifying import qualify, refuse
from housing.sales.settling import enter_subsidy

__all__ = [
    "answer",
    "apply",
    "approve_as_housing_authority",
    "approve_as_price_authority",
    "approve_batch",
    "approve_for_finance",
    "approve_for_housing",
    "ask_use",
    "buy_back",
    "cancel",
    "change_occupant",
    "complain",
    "declare",
    "do_step",
    "enter_subsidy",
    "inspect",
    "issue_receipt",
    "note_attempt",
    "offer_back",
    "open_purchase",
    "order",
    "pay_fund",
    "pay_use",
    "prepare_batch",
    "propose",
    "propose_appraisal",
    "qualify",
    "receive",
    "record_mortgage",
    "refuse",
    "refuse_use",
    "register",
    "reject_batch",
    "rescind",
    "resell",
    "set_price",
    "settle_all",
    "sign",
    "sign_all",
    "supervise",
    "take_back",
    "visit",
    "waive",
    "withdraw",
]
