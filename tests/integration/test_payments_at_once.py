"""Two people at the same moment: one sheet, one reference, one refund count once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.ledger.words import AccountKind
from housing.payments import service
from housing.payments.words import Channel, RefundSource
from tests.factories.paying import Paying, number

A = AccountKind


def _at_once(paying: Paying, act: Callable[[Any], Any]) -> list[Any]:
    def one(_number: int) -> Any:
        try:
            return paying.act(act)
        except HousingError as refused:
            return refused

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, range(4)))


def test_what_four_people_do_at_once_counts_once(database: Database, keyring: Keyring) -> None:
    """HN-26-1"""
    paying = Paying(database, keyring).charge("2026-09")
    raw = paying.sheet(f"A1,2026-09-01,300,,某人,,{number(0)}", "A2,2026-09-01,80,,某人,,不明")
    account, lease = paying.account_id, paying.lease_ids[1]
    taken = _at_once(paying, lambda work: service.take_sheet(work, account, "a.csv", raw))
    assert sorted(each.already for each in taken) == [False, True, True, True]
    assert paying.holds(A.TREASURY, ref="") == 38000
    assert paying.holds(A.RENT_DUE) == 0

    def receive(work: Any) -> Any:
        given = {"on": work.day, "channel": Channel.CARD, "reference": "POS-1"}
        return service.receive(work, lease, 40000, **given)

    assert sum(isinstance(each, HousingError) for each in _at_once(paying, receive)) == 3
    assert paying.holds(A.PREPAID, 1) == 10000
    to = service.PayTo("李", "农行", "62284800")

    def refund(work: Any) -> Any:
        facts = {"to": to, "reason": "多缴", "document": "申请"}
        return service.refund(work, lease, RefundSource.PREPAID, 10000, **facts)

    assert sum(isinstance(each, HousingError) for each in _at_once(paying, refund)) == 3
