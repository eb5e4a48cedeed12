"""The proof of residence (居住证明) from a filed lease. Basis: HZR 29 (HZR-29-1)."""

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import chinese_day
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.leases import queries
from housing.leases.keeping import record
from housing.leases.models import Lease
from housing.leases.paper import typeset
from housing.leases.states import LeaseState
from housing.places import PlaceBook
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

RULE, INSTRUMENT = "HZR-29-1", "HZR"


def give(work: Work, lease: Lease, fonts: Path | None = None) -> bytes:
    """Return the proof of residence of those who live under a lease, as PDF; noted as given.

    The caller has looked whether the lease is the actor's own, or may be seen by them.
    Basis: HZR 29 (HZR-29-1).

    Raises:
        WrongState: the lease does not run or is not on file, or no rule provides for the proof.
        BadInput: a name cannot be printed.
    """
    _must_prove(work.session, lease)
    content = _content(work, lease)
    made = typeset("proof.typ", content, work.day, fonts)
    record(work, lease, TenancyTag.LEASE_PROOF_GIVEN, after={"people": len(content["people"])})
    return made


def can_give(session: Session, lease: Lease) -> bool:
    """Return whether a lease proves residence: it runs, is on file, and the rule governs there."""
    governing = values_in_force(session).governing(lease.place)
    is_filed = lease.state is LeaseState.ACTIVE and lease.filed_on is not None
    return is_filed and any(each.id == INSTRUMENT for each in governing)


def _must_prove(session: Session, lease: Lease) -> None:
    if not can_give(session, lease):
        raise WrongState(
            f"租赁合同 {lease.number} 须在租赁中并已备案，且当地有居住证明的规定，才能出具居住证明"
            " / a proof of residence needs a lease that runs and is on file, in a place whose rules"
            " provide for it",
            rules=(RULE,),
        )


def _content(work: Work, lease: Lease) -> dict[str, Any]:
    """Return what a proof says; identity numbers whole, for the people themselves."""
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    project = units.project(work.session, lease.place, unit.project_code)
    people = queries.members(work.session, lease.id)
    return {
        "number": lease.number,
        "place": PlaceBook.load().find(lease.place, work.day).name,
        "address": f"{project.address or project.name}{unit.address}",
        "people": [
            {"name": row.name, "identity": work.keyring.unseal(row.identity_sealed)}
            for row in people
        ],
        "starts_on": chinese_day(lease.starts_on),
        "ends_on": chinese_day(lease.ends_on),
        "filing": lease.filing_number,
        "given_on": chinese_day(work.day),
    }
