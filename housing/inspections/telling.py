"""The letter that announces a visit."""

from housing.core.work import Work
from housing.inspections.models import Inspection
from housing.inspections.words import PURPOSE_WORDS
from housing.leases import whose
from housing.leases.models import Lease
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.units import queries as units

HOW = "当日家中无人的，请提前与我们另约时间。走访人员会出示工作证件。"


def tell_planned(work: Work, visit: Inspection, lease: Lease) -> None:
    """Tell the tenant on which day somebody comes. Basis: HN 27 (HN-27-1)."""
    unit = units.by_id(work.session, lease.place, lease.unit_id)
    estate = units.project(work.session, lease.place, unit.project_code)
    facts = {
        "address": f"{estate.name}{unit.address}",
        "planned_on": visit.planned_on,
        "why": visit.why or PURPOSE_WORDS[visit.purpose],
        "how": HOW,
    }
    to = whose.recipient_of(work.session, work.keyring, lease)
    cites = values_in_force(work.session).cited(("HN-27-1",), lease.place, work.day)
    letters.send(work, LetterKind.INSPECTION_NOTICE, visit.case, to, facts, cites)
