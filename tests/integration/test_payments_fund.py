"""Rent out of the provident fund, certificates for it, and balances that follow a tenant."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    MissingPolicyValue,
    NotAllowed,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.ledger.words import AccountKind, lease_ref
from housing.payments import carrying, fund_queries, service
from housing.payments.states import OrderState
from housing.payments.words import CertificateKind, Channel
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from tests.conftest import NOW, PLACE, actor
from tests.factories.paying import Paying
from tests.factories.rented import term

A = AccountKind
HANTAI = "610702"
SEPTEMBER = date(2026, 9, 1)
CONSENT = {
    "holder": "李小乙",
    "account": "GJJ0012345",
    "most_fen": 50000,
    "from_month": SEPTEMBER,
    "document": "授权书1号",
}


def set_value(parameter: str, value: object, place: str = HANTAI) -> Callable[[Any], None]:
    """An act that puts an approved value of a place on file."""

    def put(work: Any) -> None:
        work.session.add(
            Amendment(
                place=place,
                parameter=parameter,
                value=value,
                first_day=date(2026, 1, 1),
                document="汉公积金〔2026〕1号",
                source="",
                state=AmendmentState.APPROVED,
                proposed_by="a",
                proposed_at=NOW,
                decided_by="b",
                decided_at=NOW,
                reason="",
            )
        )

    return put


@pytest.fixture
def hanzhong(sqlite_database: Database, keyring: Keyring) -> Paying:
    """Two leases of Hantai that owe August and September; the fund transfers every month."""
    paying = Paying(sqlite_database, keyring, place=HANTAI).charge("2026-08", "2026-09")
    paying.act(set_value("provident_fund_transfer_cycle", 1))
    return paying


def test_the_fund_is_ordered_to_pay_what_is_owed_up_to_the_consent_and_books_its_answer(
    hanzhong: Paying,
) -> None:
    """HN-26-4, HZR-23-1"""
    first, second = hanzhong.lease_ids
    for lease in (first, second):
        hanzhong.act(lambda work, lease=lease: service.agree_fund(work, lease, **CONSENT))
    with pytest.raises(WrongState, match="已有按月转账授权"):
        hanzhong.act(lambda work: service.agree_fund(work, first, **CONSENT))
    order = hanzhong.act(lambda work: service.prepare_order(work, SEPTEMBER))
    assert (order.lines_count, order.total_fen) == (2, 100000)
    with pytest.raises(BrokenRule) as refused:
        hanzhong.act(lambda work: service.prepare_order(work, SEPTEMBER))
    assert refused.value.rules == ("HZR-23-1",)
    with pytest.raises(WrongState):
        hanzhong.act(lambda w: service.settle_order(w, order.id, {}, on=w.day, answer="1"))
    hanzhong.act(lambda work: service.send_order(work, order.id, b"file"))
    with hanzhong.database.reads() as session:
        lines = fund_queries.order_lines(session, order.id)
    for short in ({lines[0].id: 50001}, {999: 0}):
        with pytest.raises(BadInput):
            hanzhong.act(
                lambda w, short=short: service.settle_order(
                    w, order.id, short, on=w.day, answer="回执"
                )
            )
    done = hanzhong.act(
        lambda w: service.settle_order(w, order.id, {lines[1].id: 0}, on=w.day, answer="回执1")
    )
    assert done.state is OrderState.SETTLED
    assert (hanzhong.holds(A.RENT_DUE, 0), hanzhong.holds(A.RENT_DUE, 1)) == (10000, 60000)
    assert hanzhong.holds(A.CLEARING, ref="provident_fund") == 50000


def test_a_consent_that_ended_is_in_no_order(hanzhong: Paying) -> None:
    lease = hanzhong.lease_ids[0]
    hanzhong.act(lambda work: service.agree_fund(work, lease, **CONSENT))
    hanzhong.act(lambda work: service.end_fund(work, lease, reason="离职"))
    with pytest.raises(WrongState, match="没有授权"):
        hanzhong.act(lambda work: service.prepare_order(work, SEPTEMBER))


def test_a_place_without_a_cycle_of_transfers_says_which_value_it_lacks(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZR-23-1"""
    paying = Paying(sqlite_database, keyring, 1).charge("2026-09")
    with pytest.raises(MissingPolicyValue, match="provident_fund_transfer_cycle"):
        paying.act(lambda work: service.prepare_order(work, SEPTEMBER))


def test_the_platform_certificate_needs_the_instrument_in_force_and_names_the_share(
    hanzhong: Paying,
) -> None:
    """HZR-23-2"""

    def certify(work: Any, number: str = "PT-1") -> Any:
        lease = leases.get(work.session, HANTAI, hanzhong.lease_ids[0])
        kind = CertificateKind.PLATFORM
        return service.certify(work, lease, kind, platform_number=number)

    with pytest.raises(BrokenRule, match="HZR"):  # It lapsed in 2020.
        hanzhong.act(certify)
    hanzhong.act(set_value("renewed_basis_hzr", {"document": "汉政发〔2026〕2号", "title": "续期"}))
    with pytest.raises(BadInput, match="交易平台房源编号"):
        hanzhong.act(lambda work: certify(work, " "))
    made = hanzhong.act(certify)
    assert "由公积金管理部门确定" in made.facts["share"]
    hanzhong.act(set_value("provident_fund_share_increase", 20))
    again = hanzhong.act(certify)
    assert again.facts["share"] == "可提高支付使用比例 20%"
    assert again.facts["cites"] == ["HZR-23-2"]
    said = PdfReader(io.BytesIO(hanzhong.act(lambda w: service.certificate_pdf(w, again))))
    assert "PT-1" in said.pages[0].extract_text()


def test_the_platform_certificate_is_not_for_places_that_the_instrument_does_not_govern(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZR-23-2"""
    paying = Paying(sqlite_database, keyring, 1)

    def certify(work: Any, kind: CertificateKind) -> Any:
        lease = leases.get(work.session, PLACE, paying.lease_ids[0])
        return service.certify(work, lease, kind, platform_number="PT-1")

    with pytest.raises(BrokenRule, match="不适用"):
        paying.act(lambda work: certify(work, CertificateKind.PLATFORM))
    with pytest.raises(NotAllowed):
        paying.act(
            lambda work: certify(work, CertificateKind.PLATFORM), actor(Role.APPLICANT, "li")
        )
    assert paying.act(lambda work: certify(work, CertificateKind.RENT)).facts["cites"] == [
        "HN-26-4"
    ]


def _renewed(work: Any, old_id: int) -> int:
    """The lease ended by a renewal, and its successor runs."""
    old = work.session.get_one(Lease, old_id)
    old.state, old.ending, old.ended_on = LeaseState.ENDED, Ending.RENEWED, date(2026, 8, 31)
    old.end_reason = "续租"
    work.session.flush()
    new = Lease(
        place=old.place,
        number="ZL-NEW",
        kind=LeaseKind.RENEWAL,
        previous_id=old.id,
        household_id=old.household_id,
        unit_id=old.unit_id,
        tenant_group=old.tenant_group,
        state=LeaseState.ACTIVE,
        starts_on=date(2026, 9, 1),
        ends_on=date(2029, 8, 31),
        deposit_fen=old.deposit_fen,
        signed_on=date(2026, 8, 20),
        contract_sha256="b" * 64,
        contract_document="续租合同",
        drafted_by="centre",
        drafted_on=date(2026, 8, 1),
    )
    work.session.add(new)
    work.session.flush()
    term(work, new, new.starts_on, 30000)
    return int(new.id)


def test_deposit_prepaid_and_months_owed_go_with_the_tenant_into_the_next_lease(
    database: Database, keyring: Keyring
) -> None:
    """HN-24-5"""
    paying = Paying(database, keyring, 1).charge("2026-07", "2026-08")
    old = paying.lease_ids[0]
    paying.act(
        lambda w: service.receive(
            w, old, 70000, on=w.day, channel=Channel.CASH, reference="x", deposit=True
        )
    )
    new = paying.act(lambda work: _renewed(work, old))
    assert carrying.sweep(paying.database, keyring, paying.clock()) == 1
    assert carrying.sweep(paying.database, keyring, paying.clock()) == 0
    assert paying.holds(A.DEPOSIT_HELD) == paying.holds(A.RENT_DUE) == 0
    assert paying.holds(A.DEPOSIT_HELD, ref=lease_ref(new)) == 60000
    assert paying.holds(A.RENT_DUE, ref=lease_ref(new)) == 50000
    assert paying.holds(A.CLEARING, ref="carried") == 0
    with paying.database.reads() as session:
        months = carrying.open_months(session, PLACE, [old, new])
    assert months == {old: {}, new: {"2026-07": 20000, "2026-08": 30000}}
