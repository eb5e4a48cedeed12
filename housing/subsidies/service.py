"""Acts on the rental subsidy, in one place for those who call them."""

from housing.subsidies import granting, lists, payees, recovering, stopping

Payee = payees.Payee
propose, decide = granting.propose, granting.decide
propose_change, decide_change = granting.propose_change, granting.decide_change
set_payee = payees.set_payee
stop = stopping.stop
repay = recovering.repay
prepare, approve, drop = lists.prepare, lists.approve, lists.drop
fetch_file, pay, returned = lists.fetch_file, lists.pay, lists.returned
