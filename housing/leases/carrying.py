"""Taking the tenants who lived there before: all rows of a sheet, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from housing.applications.words import Relation
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import sha256_hex
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.households.models import Household
from housing.households.words import Assistance
from housing.leases.keeping import numbers
from housing.leases.models import Lease, LeaseMember, RentTerm
from housing.leases.rules import must_be_short
from housing.leases.sheet import Finding, Sitting, finding, read
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind, RentBasis
from housing.policies.queries import book as values_in_force
from housing.rent_standards.service import rent_group_of
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.units.words import STATE_WORDS as UNIT_WORDS

#: The rows of a sheet that can be taken, and what is wrong in it.
Read = tuple[list[Sitting], list[Finding]]
REASON = "原有租赁导入，按原合同执行"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sheet: how many leases were taken, or what is wrong in it."""

    rows: int
    findings: tuple[Finding, ...]

    @property
    def is_taken(self) -> bool:
        """Whether all of it was taken."""
        return not self.findings


def carry(work: Work, name: str, raw: bytes, read_before: Read | None = None) -> Report:
    """Take every lease of a sheet as one that runs, or none when anything is wrong in it.

    Households that are not on file are put there; they never waited. `read_before`: the sheet as
    `sheet.read` gave it, so that nobody waits while thousands of rows are read. Basis: HN 24.

    Raises:
        NotAllowed: the actor keeps no leases.
        MissingPolicyValue: the place has no longest term.
    """
    work.actor.must(Permission.KEEP_LEASES)
    rows, found = read_before or read(name, raw)
    findings = list(found)
    flats = {unit.code: unit for unit in units.by_place(work.session, work.place)}
    findings += _against_file(work, rows, flats)
    after = {"file": name[:200], "sha256": sha256_hex(raw), "rows": len(rows)}
    if not findings:
        _keep(work, rows, flats)
    told = after | {"faults": len(findings)}
    work.record(Entry(TenancyTag.LEASE_CARRIED, f"leases:{work.place}", None, told))
    return Report(len(rows), tuple(findings))


def _against_file(
    work: Work, rows: Sequence[Sitting], flats: Mapping[str, Unit]
) -> Iterator[Finding]:
    years = int(values_in_force(work.session).value("lease_term_max", work.place, work.day).value)
    held = set(
        work.session.scalars(
            select(Lease.unit_id).where(
                Lease.place == work.place, Lease.state.in_((LeaseState.ACTIVE, LeaseState.SIGNED))
            )
        )
    )
    housed = _housed(work)
    for row in rows:
        yield from _unit_findings(row, flats.get(row.unit_code), held)
        if work.keyring.blind(row.identity) in housed:
            words = "已有租赁中的合同，或者仍在轮候 / has a running lease, or still waits"
            yield finding(row.row, "证件号码", row.identity, words)
        try:
            must_be_short(row.starts_on, row.ends_on, years)
        except BrokenRule as refused:
            yield finding(row.row, "到期日期", row.ends_on.isoformat(), str(refused))
        if max(row.signed_on, row.starts_on, row.keys_on) > work.day:
            words = "签订、起租、交房日期不能晚于今天 / these days must not lie after today"
            yield finding(row.row, "起租日期", row.starts_on.isoformat(), words)


def _unit_findings(row: Sitting, unit: Unit | None, held: set[int]) -> Iterator[Finding]:
    if unit is None:
        words = "没有这套房源，请先导入房源表 / no such unit; take in the sheet of units first"
        yield finding(row.row, "房源编号", row.unit_code, words)
    elif unit.id in held:
        words = "这套房源已有租赁合同 / this unit has a lease already"
        yield finding(row.row, "房源编号", row.unit_code, words)
    elif unit.state is not UnitState.LET:
        words = (
            f"房源状态是“{UNIT_WORDS[unit.state]}”，请先在房源表中登记为已出租"
            " / the unit is not let; let the sheet of units say so first"
        )
        yield finding(row.row, "房源编号", row.unit_code, words)


def _housed(work: Work) -> set[str]:
    """Return the blind indexes of who waits, and of who lives under a lease that binds."""
    waiting = select(Household.identity_index).where(
        Household.place == work.place, Household.left_on.is_(None)
    )
    living = (
        select(LeaseMember.identity_index)
        .join(Lease, Lease.id == LeaseMember.lease_id)
        .where(Lease.place == work.place, Lease.state.in_((LeaseState.ACTIVE, LeaseState.SIGNED)))
    )
    return {*work.session.scalars(waiting), *work.session.scalars(living)}


def _keep(work: Work, rows: Sequence[Sitting], flats: Mapping[str, Unit]) -> None:
    given = numbers(work, len(rows))
    projects = units.projects(work.session, work.place)
    homes = [
        _household(work, row, number, projects[flats[row.unit_code].project_code].street)
        for row, number in zip(rows, given, strict=True)
    ]
    home_ids = _kept(work, Household, homes)
    lease_ids = _kept(
        work,
        Lease,
        [
            _lease(work, row, number, home_id, flats[row.unit_code].id)
            for row, number, home_id in zip(rows, given, home_ids, strict=True)
        ],
    )
    _kept(work, LeaseMember, [_tenant(*each) for each in zip(lease_ids, homes, strict=True)])
    _kept(work, RentTerm, [_term(work, *each) for each in zip(rows, lease_ids, strict=True)])


def _kept(
    work: Work,
    table: type[Household | Lease | LeaseMember | RentTerm],
    rows: Sequence[Mapping[str, Any]],
) -> Sequence[int]:
    """Write many rows at once, and return their ids in the same order."""
    wanted = insert(table).returning(table.id, sort_by_parameter_order=True)
    return work.session.scalars(wanted, rows).all()


def _household(work: Work, row: Sitting, number: str, street: str) -> dict[str, Any]:
    seal, blind = work.keyring.seal, work.keyring.blind
    return {
        "place": work.place,
        "application_number": number,
        "name": row.name,
        "document_kind": row.document_kind,
        "identity_sealed": seal(row.identity),
        "identity_index": blind(row.identity),
        "phone_sealed": seal(row.phone) if row.phone else None,
        "phone_index": blind(row.phone) if row.phone else None,
        "birth_on": row.born,
        "street": street,
        "group": row.group,
        "size": row.size,
        "rescue": row.rescue,
        "priority_groups": [],
        "income_fen": 0,
        "assets_fen": 0,
        "present_area": 0,
        "employer": "",
        "accepted_on": row.signed_on,
        "registered_on": row.signed_on,
        "needs_accessible": False,
        "assistance": Assistance.FLAT,
        "wishes": [],
        "left_on": row.starts_on,
    }


def _lease(work: Work, row: Sitting, number: str, home_id: int, unit_id: int) -> dict[str, Any]:
    return {
        "place": work.place,
        "number": number,
        "kind": LeaseKind.CARRIED,
        "household_id": home_id,
        "unit_id": unit_id,
        "tenant_group": row.group,
        "state": LeaseState.ACTIVE,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "deposit_fen": row.deposit_fen,
        "signed_on": row.signed_on,
        "contract_document": row.document,
        "keys_on": row.keys_on,
        "filed_on": row.filed_on,
        "filing_number": row.filing_number,
        "filed_by": work.actor.name if row.filed_on else "",
        "drafted_by": work.actor.name,
        "drafted_on": work.day,
    }


def _tenant(lease_id: int, home: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: home[name] for name in ("name", "identity_sealed", "identity_index")}
    return {"lease_id": lease_id, "position": 0, "relation": Relation.HEAD, **same}


def _term(work: Work, row: Sitting, lease_id: int) -> dict[str, Any]:
    return {
        "lease_id": lease_id,
        "from_on": row.starts_on,
        "basis": RentBasis.AGREED,
        "rent_group": rent_group_of(row.group, row.rescue),
        "monthly_fen": row.monthly_fen,
        "standard": "原合同约定",
        "reason": REASON,
        "document": row.document,
        "set_by": work.actor.name,
        "set_at": work.now,
    }
