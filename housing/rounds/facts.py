"""What an officer should see before an act on a round: the numbers it rests on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from housing.households.masking import masked_name
from housing.households.models import Household
from housing.plans import queries as plans
from housing.policies.queries import book as values_in_force
from housing.rounds import queries
from housing.rounds.conditions import owner_of
from housing.rounds.counts import counts
from housing.rounds.filing import filings_of
from housing.rounds.holding import held_ids
from housing.rounds.mailing import receipts_sent
from housing.rounds.models import Round
from housing.rounds.roll import OFF_ROLL_BASIS, OffRoll
from housing.rounds.states import RoundAct
from housing.rounds.successor import successor_of
from housing.rounds.taking import taken
from housing.rounds.words import OFF_ROLL_WORDS
from housing.web.installation import installation

Facts = list[tuple[object, object]]


@dataclass(frozen=True, slots=True)
class OffRollLine:
    """A household off the roll as an officer's list shows it: masked, with reason and article."""

    application_number: str
    name: str
    reason: str
    basis: str


def off_roll_line(household: Household, reason: str) -> OffRollLine:
    """Return the line of one household off the roll."""
    return OffRollLine(
        application_number=household.application_number,
        name=masked_name(household.name),
        reason=reason,
        basis=OFF_ROLL_BASIS[OffRoll(reason)],
    )


def facts_of_round(session: Session, round_: Round) -> dict[str, object]:
    """Return what an officer's page of a round shows beside its steps."""
    before = round_.predecessor_id
    return {
        "plan": plans.of_round(session, round_.id),
        "owner": owner_of(round_),
        "predecessor": queries.get(session, before) if before is not None else None,
        "successor": successor_of(session, round_.id),
        "filings": filings_of(session, round_.id),
        "held": len(held_ids(session, round_.id)),
        "receipts": receipts_sent(session, round_.id),
    }


def facts_before(session: Session, round_: Round, act: RoundAct) -> Facts:
    """Return what is shown beside the confirmation of `act`: words and values."""
    if act in (RoundAct.ADOPT_ROLL, RoundAct.FREEZE):
        return _roll_to_be(session, round_, installation().clock.today())
    if act is RoundAct.ANNUL or round_.roll_sha256 is None:
        return []
    facts: Facts = [(_l("名册指纹"), round_.roll_sha256)]
    if act is RoundAct.PUBLISH:
        facts += _results(session, round_)
    if act is RoundAct.ALLOCATE:
        facts.append((_l("公示至"), round_.publicity_until))
    return facts


def _results(session: Session, round_: Round) -> Facts:
    found = counts(session, round_.id)
    return [
        (_l("入册家庭"), found.households),
        (_l("房源（套）"), found.units),
        (_l("分到房的家庭"), found.housed),
        (_l("结果指纹"), round_.allocation_sha256),
    ]


def _roll_to_be(session: Session, round_: Round, day: date) -> Facts:
    to_be = taken(session, round_, values_in_force(session), day)
    found = Counter(member.off_roll for member in to_be.members)
    facts: Facts = [
        (_l("入册家庭"), found.pop(None, 0)),
        (_l("本轮房源（套）"), len(to_be.units)),
    ]
    for reason, count in sorted(found.items(), key=str):
        if reason is not None:
            facts.append((f"{OFF_ROLL_WORDS[reason]}（{OFF_ROLL_BASIS[reason]}）", count))
    return facts
