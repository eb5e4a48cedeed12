"""Nature and use stay as they were approved; only a decision of the county changes them."""

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, NotFound
from housing.core.texts import given
from housing.core.work import Work
from housing.ownership.models import Facility, UseChange
from housing.units import queries as units
from housing.units.locked import locked
from housing.units.words import Origin, Programme


def change_use(
    work: Work,
    unit_id: int,
    *,
    origin: Origin,
    programme: Programme,
    legal_basis: str,
    document: str,
) -> UseChange:
    """Let the county change the nature or use of a unit, on a stated legal basis.

    Owners and operators never can. Basis: HN 30 (HN-30-1).

    Raises:
        NotAllowed: the actor does not decide for the county.
        NotFound: no such unit.
        BadInput: nothing changes, or no legal basis or document.
    """
    work.actor.must(Permission.DECIDE_TENANCY)
    unit = units.by_id(work.session, work.place, unit_id)
    before, after = _use(unit.origin, unit.programme), _use(origin, programme)
    made = _change(work, before, after, legal_basis, document)
    made.unit_id = unit.id
    work.session.add(made)
    work.session.flush()
    with locked(work.session):
        unit.origin, unit.programme = origin, programme
    _record(work, f"unit:{unit.code}", made)
    return made


def keep_facility(
    work: Work, project_code: str, *, name: str, planned_use: str, document: str
) -> Facility:
    """Record a facility that was planned with a project, and its planned use.

    Raises:
        NotAllowed: the actor does not keep the stock.
        NotFound: no such project.
        BadInput: a field is empty, or it is on file already.
    """
    work.actor.must(Permission.KEEP_STOCK)
    project = units.project(work.session, work.place, project_code)
    called = given(name, "配套设施名称 / name")
    known = work.session.scalars(
        select(Facility).where(
            Facility.place == work.place,
            Facility.project_code == project.code,
            Facility.name == called,
        )
    ).first()
    if known is not None:
        raise BadInput(f"配套设施“{called}”已登记 / facility: it is on file already")
    made = Facility(
        place=work.place,
        project_code=project.code,
        name=called,
        planned_use=given(planned_use, "规划用途 / planned use"),
        document=given(document, "依据文件 / document"),
    )
    work.session.add(made)
    work.session.flush()
    after = {"name": made.name, "planned_use": made.planned_use}
    work.record(
        Entry(TenancyTag.FACILITY_KEPT, f"project:{project.code}", None, after, "", made.document)
    )
    return made


def change_facility(
    work: Work,
    project_code: str,
    facility_id: int,
    *,
    planned_use: str,
    legal_basis: str,
    document: str,
) -> UseChange:
    """Let the county change the planned use of a facility of a project.

    Owners and operators never can. Basis: HN 30 (HN-30-1).

    Raises:
        NotAllowed: the actor does not decide for the county.
        NotFound: the project has no such facility.
        BadInput: nothing changes, or no legal basis or document.
    """
    work.actor.must(Permission.DECIDE_TENANCY)
    facility = work.session.get(Facility, facility_id)
    theirs = (work.place, project_code)
    if facility is None or (facility.place, facility.project_code) != theirs:
        raise NotFound(f"没有第 {facility_id} 号配套设施 / there is no facility {facility_id}")
    use = given(planned_use, "规划用途 / planned use")
    made = _change(work, facility.planned_use, use, legal_basis, document)
    made.facility_id = facility.id
    work.session.add(made)
    work.session.flush()
    with locked(work.session):
        facility.planned_use = use
    _record(work, f"project:{facility.project_code}", made)
    return made


def _use(origin: Origin, programme: Programme) -> str:
    return f"{origin.value}/{programme.value}"


def _change(work: Work, before: str, after: str, legal_basis: str, document: str) -> UseChange:
    if before == after:
        raise BadInput("没有改动 / nothing was changed")
    return UseChange(
        place=work.place,
        before=before,
        after=after,
        legal_basis=given(legal_basis, "法律依据 / legal basis"),
        document=given(document, "决定文号 / document"),
        decided_by=work.actor.name,
        decided_on=work.day,
    )


def _record(work: Work, subject: str, made: UseChange) -> None:
    work.record(
        Entry(
            TenancyTag.USE_CHANGED,
            subject,
            {"use": made.before},
            {"use": made.after},
            made.legal_basis,
            made.document,
        )
    )
