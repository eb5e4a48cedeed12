"""Acts on leases of rental housing: filing them, and publishing what rents have come to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.policies import queries as policies
from housing.rental_projects.lease_rules import levels, real_number
from housing.rental_projects.models import RentalLease, RentReport


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a lease: real name and number."""

    name: str
    identity_number: str


@dataclass(frozen=True, slots=True)
class LeaseStated:
    """A lease as it was signed; area in hundredths of m², rent fen per m² and month."""

    number: str
    landlord: Party
    tenant: Party
    district: str
    layout: str
    area: int
    rent_fen: int
    signed_on: date


def file_lease(work: Work, stated: LeaseStated) -> RentalLease:
    """File a lease of two parties in their real names; a late filing is kept and shown as late.

    Basis: OD (OD-4-3-5).

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: a name or number is no real one, one party twice, a day after today.
        WrongState: the number was filed before.
        MissingPolicyValue: the place has set no period for filing.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    parties = [_real(work, "出租人", stated.landlord), _real(work, "承租人", stated.tenant)]
    _must_be_plausible(work, stated, [index for _sealed, index in parties])
    days = int(policies.book(work.session).value("lease_filing_period", work.place, work.day).value)
    period = Period(days, Measure.DAYS)
    (landlord_sealed, landlord_index), (tenant_sealed, tenant_index) = parties
    made = RentalLease(
        place=work.place,
        number=stated.number.strip(),
        landlord=stated.landlord.name.strip(),
        landlord_sealed=landlord_sealed,
        landlord_index=landlord_index,
        tenant=stated.tenant.name.strip(),
        tenant_sealed=tenant_sealed,
        tenant_index=tenant_index,
        district=stated.district.strip(),
        layout=stated.layout.strip(),
        area=stated.area,
        rent_fen=stated.rent_fen,
        signed_on=stated.signed_on,
        due_on=due(load_calendar(), stated.signed_on, period).day,
        filed_on=work.day,
        filed_by=work.actor.name,
    )
    work.session.add(made)
    after = {"signed_on": made.signed_on.isoformat(), "late": int(made.late)}
    work.record(Entry(Tag.RENTAL_LEASE_FILED, f"rental_lease:{made.number}", after=after))
    work.session.flush()
    return made


def publish_levels(work: Work, from_on: date) -> RentReport:
    """Publish the rents of the leases signed from `from_on` to yesterday.

    Basis: OD (OD-4-3-7).

    Raises:
        NotAllowed: the actor does not keep projects.
        BadInput: the span is empty.
        WrongState: it was published today already.
    """
    work.actor.must(Permission.KEEP_PROJECTS)
    to_on = date.fromordinal(work.day.toordinal() - 1)
    if from_on > to_on:
        raise BadInput("起始日期：应早于今天 / first day: must be before today")
    if work.session.scalar(
        select(RentReport.id).where(RentReport.place == work.place, RentReport.to_on == to_on)
    ):
        raise WrongState("今天已公布过租金水平 / the rent levels were published today already")
    rents = work.session.execute(
        select(RentalLease.district, RentalLease.layout, RentalLease.rent_fen).where(
            RentalLease.place == work.place, RentalLease.signed_on.between(from_on, to_on)
        )
    )
    made = RentReport(
        place=work.place,
        from_on=from_on,
        to_on=to_on,
        levels=[asdict(each) for each in levels((d, k, rent) for d, k, rent in rents)],
        published_on=work.day,
        published_by=work.actor.name,
    )
    work.session.add(made)
    after = {"from": from_on.isoformat(), "to": to_on.isoformat(), "levels": made.levels}
    work.record(Entry(Tag.RENT_LEVELS_PUBLISHED, f"rent_levels:{to_on}", after=after))
    work.session.flush()
    return made


def reports(session: Session, place: str) -> Sequence[RentReport]:
    """Return what was published about rents, the latest first. Basis: OD (OD-4-3-7)."""
    return session.scalars(
        select(RentReport).where(RentReport.place == place).order_by(RentReport.to_on.desc())
    ).all()


def next_report_on(session: Session, place: str, day: date) -> date | None:
    """Return by when rent levels are to be published again; None before the first time.

    Basis: OD (OD-4-3-7).

    Raises:
        MissingPolicyValue: the place has set no interval.
    """
    months = int(policies.book(session).value("rent_monitoring_interval", place, day).value)
    held = reports(session, place)
    if not held:
        return None
    period = Period(months, Measure.MONTHS)
    return due(load_calendar(), held[0].published_on, period, rolls_over=False).day


def _real(work: Work, field: str, party: Party) -> tuple[bytes, str]:
    if not party.name.strip():
        raise BadInput(f"{field}：姓名或名称不能为空 / {field}: the name must not be empty")
    number = real_number(field, party.identity_number)
    return work.keyring.seal(number), work.keyring.blind(number)


def _must_be_plausible(work: Work, stated: LeaseStated, indexes: Sequence[str]) -> None:
    if indexes[0] == indexes[1]:
        raise BadInput("出租人与承租人不能是同一人 / landlord and tenant must be two parties")
    if stated.signed_on > work.day:
        raise BadInput("签订日期：不能在今天之后 / signed on: must not be after today")
    if not (stated.number.strip() and stated.district.strip() and stated.layout.strip()):
        raise BadInput(
            "合同编号、区片、户型：请填写 / number, district and layout: must not be empty"
        )
    if stated.area < 1 or stated.rent_fen < 1:
        raise BadInput("面积、租金：应大于零 / area and rent: must be above 0")
    if work.session.scalar(
        select(RentalLease.id).where(
            RentalLease.place == work.place, RentalLease.number == stated.number.strip()
        )
    ):
        raise WrongState(
            f"合同 {stated.number} 已备案 / lease {stated.number} has been filed already"
        )
