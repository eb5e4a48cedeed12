"""Everything an officer wants to see of one recheck, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.checks import queries as checks
from housing.checks.models import CheckRequest
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import Actor
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.eligibility.assess import Assessment
from housing.eligibility.citing import cited
from housing.households.masking import masked_name
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.policies import queries as policies
from housing.rechecks import evidence, queries, reports
from housing.rechecks.models import ChangeReport, Recheck
from housing.rechecks.people import family_of
from housing.rechecks.states import UNDECIDED, RecheckState
from housing.recusals import service as recusals
from housing.reviews.compared import Compared, compared
from housing.reviews.evidence import Gathered
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist.models import WaitlistEntry


@dataclass(frozen=True, slots=True)
class RecheckView:
    """One recheck on one screen; `unassessed` says why no rule could be tried.

    `ask_until`: the last day on which the household may ask for reconsideration, while it runs.
    """

    recheck: Recheck
    entry: WaitlistEntry
    name: str
    requests: Sequence[CheckRequest]
    facts: Sequence[Compared]
    assessment: Assessment | None
    unassessed: HousingError | None
    cites: Mapping[str, Sequence[str]]
    reports: Sequence[ChangeReport]
    letters: Sequence[Letter]
    earlier: Sequence[Recheck]
    ask_until: date | None

    @property
    def failed(self) -> list[str]:
        """The rules whose conditions were found not to be met."""
        return [each.rule for each in self.assessment.failed] if self.assessment else []


def recheck_view(session: Session, keyring: Keyring, actor: Actor, recheck_id: int) -> RecheckView:
    """Return a recheck as its page shows it.

    Raises:
        NotFound: the place has none with this id.
        NotAllowed: the family is the actor's own, or of a declared relation (回避).
    """
    recheck = queries.get(session, actor.place, recheck_id)
    entry = entries_of.get(session, actor.place, recheck.entry_id)
    family = family_of(session, entry)
    recusals.keep_off(session, actor, family.indexes(), recheck.case)
    held = evidence.gathered(session, keyring, recheck, family)
    found, unassessed = _assessed(session, recheck, held)
    window = clocks.open_clock(session, recheck.case, ClockKind.REVIEW_REQUEST)
    return RecheckView(
        recheck=recheck,
        entry=entry,
        name=masked_name(family.name),
        requests=checks.of_case(session, recheck.case),
        facts=compared(held),
        assessment=found,
        unassessed=unassessed,
        cites=cited(found, policies.book(session)) if found else {},
        reports=reports.of_entry(session, entry.id),
        letters=[
            *letters.of_case(session, recheck.case),
            *letters.of_case(session, waitlist.case_of(entry)),
        ],
        earlier=[each for each in queries.of_entry(session, entry.id) if each.id != recheck.id],
        ask_until=window.due_on if window else None,
    )


def _assessed(
    session: Session, recheck: Recheck, held: Gathered
) -> tuple[Assessment | None, HousingError | None]:
    """Return the findings: those that were kept once decided, else those of now."""
    decided = recheck.state not in (*UNDECIDED, RecheckState.RECONSIDERING)
    if decided and recheck.findings is not None:
        return Assessment.from_json(recheck.findings), None
    try:
        return evidence.assessed(policies.book(session), recheck, held), None
    except HousingError as refused:
        return None, refused
