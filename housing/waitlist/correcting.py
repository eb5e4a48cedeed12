"""Mending what a place rests on, where a review or an objection has found it wrong."""

from dataclasses import dataclass

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.households import queries as households
from housing.households.models import Household
from housing.households.words import Group, Rescue
from housing.waitlist import placing, queries
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.service import case_of
from housing.waitlist.states import EntryState


@dataclass(frozen=True, slots=True)
class RightFacts:
    """What tier and points rest on, as it should stand; the area of the whole dwelling."""

    group: Group
    rescue: Rescue
    size: int
    present_area: int

    def to_json(self) -> dict[str, str | int]:
        """Return the facts as the register keeps them."""
        return {
            "group": self.group.value,
            "rescue": self.rescue.value,
            "size": self.size,
            "present_area": self.present_area,
        }


def facts_held(household: Household) -> RightFacts:
    """Return the facts as they stand."""
    return RightFacts(household.group, household.rescue, household.size, household.present_area)


def correct(
    work: Work, entry_id: int, facts: RightFacts, *, reason: str, document: str
) -> WaitlistEntry:
    """Mend the facts of a household whose entry is under review; its place follows over night.

    By another person than began the review, with a reason and a document. Whether the household
    still qualifies is decided afterwards by keeping or cancelling the entry.
    Basis: HN 16 (HN-16-4), HN 17 (HN-17-1, HN-17-3).

    Raises:
        NotAllowed: the actor may not decide, or began the review.
        WrongState: the entry is not under review.
        BadInput: no reason, no document, nothing would change, or a number that cannot be.
    """
    work.actor.must(Permission.DECIDE_CASE)
    entry = queries.get(work.session, work.place, entry_id)
    if entry.state is not EntryState.UNDER_REVIEW:
        raise WrongState(
            f"{entry.number} 没有在复查，请先开始资格复查，再更正"
            " / this entry is not under review; begin a review first"
        )
    if entry.review_opened_by == work.actor.name:
        raise NotAllowed("提出复查和更正须是两个人 / whoever began the review cannot correct it")
    household = households.get(work.session, entry.place, entry.household_id)
    before = facts_held(household)
    _check(before, facts, reason, document)
    household.group, household.rescue = facts.group, facts.rescue
    household.size, household.present_area = facts.size, facts.present_area
    entry.rescue = facts.rescue is not Rescue.NONE
    work.session.flush()
    placing.mark(work, [entry.id])
    subject, after = case_of(entry).subject, facts.to_json()
    work.record(
        Entry(
            Tag.ENTRY_CORRECTED, subject, before.to_json(), after, reason.strip(), document.strip()
        ),
        entry.place,
    )
    return entry


def _check(before: RightFacts, facts: RightFacts, reason: str, document: str) -> None:
    given(reason, "更正的理由 / reason")
    given(document, "依据文件 / document")
    if facts.size < 1:
        raise BadInput(f"家庭人口：{facts.size}，至少 1 人 / size: at least one person")
    if facts.present_area < 0:
        raise BadInput("现住房面积：不能小于 0 / present area: not below 0")
    if facts == before:
        raise BadInput("更正内容：与现在登记的相同 / nothing would change")
