"""The letters of a violation, to the tenant; and the facts they share."""

from collections.abc import Mapping, Sequence

from housing.core.cases import CaseRef
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.whose import recipient_of
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.policies.queries import book as values_in_force
from housing.units import queries as units
from housing.violations.models import Violation
from housing.violations.words import KIND_WORDS


def tell(
    work: Work,
    violation: Violation,
    kind: LetterKind,
    facts: Mapping[str, object],
    rules: Sequence[str],
) -> Letter:
    """Write to the tenant about a case; `rules` are cited as the place cites them."""
    lease = leases.get(work.session, violation.place, violation.lease_id)
    return tell_tenant(work, lease, violation.case, kind, facts, rules)


def tell_tenant(
    work: Work,
    lease: Lease,
    case: CaseRef,
    kind: LetterKind,
    facts: Mapping[str, object],
    rules: Sequence[str],
) -> Letter:
    """Write to the tenant of a lease; every such letter names the dwelling."""
    to = recipient_of(work.session, work.keyring, lease)
    cites = values_in_force(work.session).cited(rules, lease.place, work.day)
    return letters.send(
        work,
        kind,
        case,
        to,
        {"address": units.located(work.session, lease.unit_id), **facts},
        cites,
    )


def act_of(violation: Violation) -> dict[str, object]:
    """Return the fact that every letter of a case shares."""
    return {"act": KIND_WORDS[violation.kind]}
