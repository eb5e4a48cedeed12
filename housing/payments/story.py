"""What was paid under a lease and what was paid back, as chapters of its story."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases.story import Chapter
from housing.payments import fund_queries, queries
from housing.payments.fund_models import FundAgreement
from housing.payments.models import Receipt
from housing.payments.words import CERTIFICATE_WORDS, CHANNEL_WORDS, SOURCE_WORDS


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return the payments, refunds, consents and certificates of a lease by day."""
    told = [
        *(part for each in queries.of_lease(session, lease_id) for part in _receipt(each)),
        *_refunds(session, lease_id),
        *_fund(session, lease_id),
    ]
    return sorted(told, key=lambda chapter: chapter.on)


def _receipt(each: Receipt) -> Iterator[Chapter]:
    page, values = "lease_payments.show", {"lease_id": each.lease_id}
    paid = f"{yuan(Fen(each.fen))} 元，{CHANNEL_WORDS[each.channel]}，收据 {each.number}"
    yield Chapter(each.on, "缴款", paid, page, dict(values))
    if each.reversed_on is not None:
        undone = f"收据 {each.number}：{each.reversal}"
        yield Chapter(each.reversed_on, "冲正收款", undone, page, dict(values))


def _refunds(session: Session, lease_id: int) -> Iterator[Chapter]:
    for each in queries.refunds_of_lease(session, lease_id):
        if each.paid_on is not None:
            told = f"{yuan(Fen(each.fen))} 元，{SOURCE_WORDS[each.source]}，{each.number}"
            yield Chapter(each.paid_on, "退款", told, "refunds.show", {"refund_id": each.id})


def _fund(session: Session, lease_id: int) -> Iterator[Chapter]:
    page, values = "lease_payments.show", {"lease_id": lease_id}
    found = select(FundAgreement).where(FundAgreement.lease_id == lease_id)
    for each in session.scalars(found.order_by(FundAgreement.id)):
        most = f"每月最多 {yuan(Fen(each.most_fen))} 元"
        yield Chapter(each.made_on, "授权住房公积金按月转账", most, page, dict(values))
        if each.ended_on is not None:
            title = "终止住房公积金按月转账"
            yield Chapter(each.ended_on, title, each.end_reason, page, dict(values))
    for made in fund_queries.certificates(session, lease_id):
        yield Chapter(made.made_on, CERTIFICATE_WORDS[made.kind], made.number, page, dict(values))
