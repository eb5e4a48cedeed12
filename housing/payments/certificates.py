"""Certificates for the provident fund: what rent is owed and was paid, and that a flat is listed.

Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-2).
"""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.clock import chinese_day
from housing.core.errors import WrongState
from housing.core.money import Fen, capitals, yuan
from housing.core.texts import given
from housing.core.work import Work
from housing.households import queries as households
from housing.leases import queries as leases
from housing.leases import terms
from housing.leases.models import Lease
from housing.leases.paper import typeset
from housing.leases.states import LeaseState
from housing.letters.issuer import with_issuer
from housing.payments import fund_queries, queries
from housing.payments.fund_models import RentCertificate
from housing.payments.models import Receipt
from housing.payments.words import (
    CERTIFICATE_WORDS,
    CHANNEL_WORDS,
    CertificateKind,
)
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

HERE = Path(__file__).parent
#: The instrument of the platform, where it governs and is in force or renewed.
PLATFORM_RULES = "HZR"
SHARE = "provident_fund_share_increase"
RULES = {CertificateKind.RENT: ("HN-26-4",), CertificateKind.PLATFORM: ("HZR-23-2",)}
#: Payments of so many months stand in a certificate.
MONTHS = 12


def certify(
    work: Work, lease: Lease, kind: CertificateKind, *, platform_number: str = ""
) -> RentCertificate:
    """Give a certificate for the provident fund; what it states is kept.

    The caller has looked whether the lease is the actor's own; an officer needs the right.
    `platform_number`: under which the flat stands on the government's rental platform.
    Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-2).

    Raises:
        NotAllowed: an officer without the right; a tenant who asks for the platform's.
        WrongState: the lease does not run.
        BrokenRule: the platform certificate where its instrument does not govern or has lapsed.
        BadInput: no number of the platform.
    """
    if work.actor.role is not Role.APPLICANT or kind is CertificateKind.PLATFORM:
        work.actor.must(Permission.KEEP_RENT)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / this lease does not run")
    hold_head(work.session, lease.place)
    facts = _facts(work, lease)
    facts["cites"] = list(
        values_in_force(work.session).cited(_rules(work, lease, kind), lease.place, work.day)
    )
    if kind is CertificateKind.PLATFORM:
        facts |= _platform(work, lease, platform_number)
    number = (
        f"ZM{work.day.year}{fund_queries.count_certificates(work.session, lease.place) + 1:06d}"
    )
    made = RentCertificate(
        place=lease.place,
        number=number,
        kind=kind,
        lease_id=lease.id,
        facts=facts,
        sha256=sha256_hex(canonical_bytes(facts)),
        made_by=work.actor.name,
        made_on=work.day,
    )
    work.session.add(made)
    work.session.flush()
    after = {"kind": kind.value, "sha256": made.sha256}
    work.record(
        Entry(TenancyTag.RENT_CERTIFIED, lease.case.subject, after=after, document=number),
        lease.place,
    )
    return made


def certificate_pdf(work: Work, made: RentCertificate, fonts: Path | None = None) -> bytes:
    """Return a certificate as PDF, with the tenant's whole name and number.

    Raises:
        BadInput: a character that no font can show.
    """
    lease = leases.get(work.session, made.place, made.lease_id)
    tenant = households.get(work.session, made.place, lease.household_id)
    people = [{"name": tenant.name, "identity": work.keyring.unseal(tenant.identity_sealed)}]
    content = {
        "title": CERTIFICATE_WORDS[made.kind],
        "number": made.number,
        "people": people,
        "made_on": chinese_day(made.made_on),
        "sha256": made.sha256,
        **made.facts,
    }
    return typeset(str(HERE / "certificate.typ"), content, made.made_on, fonts)


def receipt_pdf(session: Session, receipt: Receipt, payer: str, fonts: Path | None = None) -> bytes:
    """Return a receipt as PDF, the amount in capital characters too.

    Raises:
        BadInput: a character that no font can show.
    """
    lease = leases.get(session, receipt.place, receipt.lease_id)
    content = {
        "number": receipt.number,
        "lease": lease.number,
        "payer": payer,
        "on": chinese_day(receipt.on),
        "made_on": chinese_day(receipt.made_on),
        "fen": f"{yuan(Fen(receipt.fen))} 元",
        "capitals": capitals(receipt.fen),
        "channel": CHANNEL_WORDS[receipt.channel],
        "reference": receipt.reference,
        "parts": [
            {"what": queries.part_name(kind), "fen": f"{yuan(Fen(fen))} 元"}
            for kind, fen in receipt.parts
        ],
        "made_by": receipt.made_by,
        "reversed": chinese_day(receipt.reversed_on) if receipt.reversed_on else "",
        **_issuer(session, receipt.place, receipt.made_on),
    }
    return typeset(str(HERE / "receipt.typ"), content, receipt.made_on, fonts)


def _facts(work: Work, lease: Lease) -> dict[str, Any]:
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    project = units.project(work.session, lease.place, unit.project_code)
    term = terms.on(work.session, lease.id, work.day)
    rent = f"{yuan(Fen(term.monthly_fen))} 元" if term else "—"
    first = date(work.day.year - 1, work.day.month, 1)
    paid = [
        {
            "on": each.on.isoformat(),
            "fen": f"{yuan(Fen(each.fen))} 元",
            "channel": CHANNEL_WORDS[each.channel],
            "number": each.number,
        }
        for each in queries.of_lease(work.session, lease.id)
        if each.reversed_on is None and each.on >= first
    ]
    return {
        "lease": lease.number,
        "address": f"{project.address or project.name}{unit.address}",
        "starts_on": chinese_day(lease.starts_on),
        "ends_on": chinese_day(lease.ends_on),
        "rent": rent,
        "paid": paid,
        "platform": "",
        "share": "",
        **_issuer(work.session, lease.place, work.day, work.actor.office),
    }


def _platform(work: Work, lease: Lease, number: str) -> dict[str, Any]:
    given(number, "交易平台房源编号 / number on the platform")
    held = values_in_force(work.session).find(SHARE, lease.place, work.day)
    share = (
        f"可提高支付使用比例 {held.value}%" if held else "可提高的支付使用比例由公积金管理部门确定"
    )
    return {"platform": number.strip(), "share": share}


def _rules(work: Work, lease: Lease, kind: CertificateKind) -> tuple[str, ...]:
    if kind is CertificateKind.PLATFORM:
        values_in_force(work.session).check_case(PLATFORM_RULES, lease.place, work.day)
    return RULES[kind]


def _issuer(
    session: Session, place: str, day: date, office_id: int | None = None
) -> dict[str, object]:
    return with_issuer(session, office_id, place, day, {})
