"""What happened to a lease, day by day, as chapters; other features write theirs alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases import queries, terms
from housing.leases.models import Lease
from housing.leases.words import BASIS_WORDS, ENDING_WORDS, KIND_WORDS, PURPOSE_WORDS


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event in the life of a lease; `endpoint` and `values` lead to its page."""

    on: date
    title: str
    detail: str = ""
    endpoint: str = ""
    values: dict[str, object] = field(default_factory=dict)


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return what happened to a lease itself: contract, keys, filing, rents, reports, end."""
    lease = session.get_one(Lease, lease_id)
    told = [*_contract(lease), *_rents(session, lease), *_reports(session, lease), *_end(lease)]
    return sorted(told, key=lambda chapter: chapter.on)


def _contract(lease: Lease) -> Iterator[Chapter]:
    term = f"{lease.starts_on} 至 {lease.ends_on}"
    yield Chapter(lease.drafted_on, f"拟定租赁合同（{KIND_WORDS[lease.kind]}）", f"租期 {term}")
    if lease.signed_on is not None:
        yield Chapter(lease.signed_on, "签订租赁合同", lease.contract_document)
    if lease.keys_on is not None:
        yield Chapter(lease.keys_on, "交付钥匙")
    if lease.filed_on is not None:
        yield Chapter(lease.filed_on, "租赁合同备案", f"备案编号 {lease.filing_number}")


def _rents(session: Session, lease: Lease) -> Iterator[Chapter]:
    for term in terms.of_leases(session, [lease.id]).get(lease.id, []):
        amount = f"每月 {yuan(Fen(term.monthly_fen))} 元，{term.reason}"
        yield Chapter(term.from_on, f"执行租金：{BASIS_WORDS[term.basis]}", amount)


def _reports(session: Session, lease: Lease) -> Iterator[Chapter]:
    for report in queries.reports(session, lease.id):
        yield Chapter(report.on, f"房屋状况记录（{PURPOSE_WORDS[report.purpose]}）", report.note)


def _end(lease: Lease) -> Iterator[Chapter]:
    if lease.ended_on is None:
        return
    title = ENDING_WORDS[lease.ending] if lease.ending else "合同作废"
    yield Chapter(lease.ended_on, f"租赁结束：{title}", lease.end_reason)
