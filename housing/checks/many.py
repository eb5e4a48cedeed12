"""The same question about many cases at once, as a round or the yearly recheck needs it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update

from housing.checks import people as kept_people
from housing.checks import steps
from housing.checks.models import CheckRequest
from housing.checks.people import Person
from housing.checks.states import CALLED, CHECK, CheckAct, CheckState
from housing.checks.words import ASKED, Purpose, asked_for
from housing.clocks import many as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.households.words import Group
from housing.offices.models import Office
from housing.policies import queries as policies

#: Cases written down at a time.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What departments are asked about one case."""

    case: CaseRef
    people: Sequence[Person]
    applied_on: date
    group: Group


@dataclass(frozen=True, slots=True)
class _Desk:
    """One department of the county as all requests of a batch see it."""

    office: Office
    rules: list[str]
    items: list[str]


def request_all(work: Work, questions: Sequence[Question], purpose: Purpose) -> int:
    """Ask every department that answers for each case's group; return how many requests were made.

    For what follows by rule from an act that was asked its right before; every case is of one
    place and has no standing request. Each request has its own clock, as if made one by one.
    Basis: HN 14 (HN-14-3 to HN-14-9), HN 16 (HN-16-4), HN 21 (HN-21-2).

    Raises:
        BadInput: a case with nobody to ask about; names it.
        BrokenRule: a member's consent is of a later day, or the county has no such department.
        MissingPolicyValue: the county has set no target for departments.
    """
    if not questions:
        return 0
    for each in questions:
        _must_be_askable(each, work.day)
    place = questions[0].case.place
    wanted = {kind for group in {each.group for each in questions} for kind in asked_for(group)}
    desks = {kind: _desk(work, place, kind) for kind in sorted(wanted)}
    due_on = clocks.due(work, place, ClockKind.DEPARTMENT_CHECK).due_on
    ids: list[str] = []
    for first in range(0, len(questions), BATCH):
        ids += _ask(work, questions[first : first + BATCH], purpose, desks, due_on)
    after = {"requests": len(ids), "purpose": purpose.value, "sha256": _sha(ids)}
    work.record(Entry(Tag.CHECKS_REQUESTED, f"place:{place}", after=after), place)
    return len(ids)


def conclude_answered(
    work: Work, place: str, case_kind: str, case_ids: Collection[int], purpose: Purpose
) -> int:
    """Draw together the requests of cases in which every department has answered.

    Basis: HN 14 (HN-14-4).

    Raises:
        WrongState: a department has not answered.
    """
    found = work.session.execute(
        select(CheckRequest.id, CheckRequest.request_id, CheckRequest.state)
        .where(
            CheckRequest.place == place,
            CheckRequest.case_kind == case_kind,
            CheckRequest.case_id.in_(case_ids),
            CheckRequest.purpose == purpose,
            CheckRequest.state.not_in((CheckState.CONCLUDED, CheckState.VOID)),
        )
        .with_for_update()
    ).all()
    for _id, _request, state in found:
        CHECK.step(state, CheckAct.CONCLUDE, CALLED)
    shared = {"state": CheckState.CONCLUDED, "closed_at": work.now, "closed_by": work.actor.name}
    rows = [{"id": request_id} | shared for request_id, _uuid, _state in found]
    if rows:
        work.session.execute(update(CheckRequest), rows)
        ids = [str(uuid) for _id, uuid, _state in found]
        after = {"requests": len(ids), "purpose": purpose.value, "sha256": _sha(ids)}
        work.record(Entry(Tag.CHECKS_CONCLUDED, f"place:{place}", after=after), place)
    return len(rows)


def _must_be_askable(question: Question, day: date) -> None:
    if not question.people:
        raise BadInput(
            f"{question.case.number}：没有可以核查的家庭成员"
            f" / {question.case.number}: nobody to ask about"
        )
    late = [each.name for each in question.people if each.consented_on > day]
    if late:
        raise BrokenRule(
            f"{question.case.number}：{'、'.join(late)}尚未书面同意核查，不能向部门发出"
            f" / {question.case.number}: {', '.join(late)} has not agreed to be looked up yet",
            rules=("HN-14-3",),
        )


def _desk(work: Work, place: str, kind: OfficeKind) -> _Desk:
    asked = ASKED[kind]
    cited = policies.book(work.session).cited(asked.rules, place, work.day)
    return _Desk(
        steps.office_of(work, place, kind), list(cited), [item.value for item in asked.items]
    )


def _ask(
    work: Work,
    questions: Sequence[Question],
    purpose: Purpose,
    desks: Mapping[OfficeKind, _Desk],
    due_on: date,
) -> list[str]:
    rows = [
        _row(work, each, kind, desks[kind]) | {"purpose": purpose, "due_on": due_on}
        for each in questions
        for kind in asked_for(each.group)
    ]
    made = insert(CheckRequest).returning(CheckRequest.id, sort_by_parameter_order=True)
    ids = work.session.scalars(made, rows).all()
    wanted = [
        clocks.Wanted(
            CaseRef(row["case_kind"], row["case_id"], row["place"], row["case_number"]),
            request_id,
            row["office_id"],
        )
        for request_id, row in zip(ids, rows, strict=True)
    ]
    clocks.start(work, ClockKind.DEPARTMENT_CHECK, Role.DEPARTMENT, wanted)
    return [str(row["request_id"]) for row in rows]


def _row(work: Work, question: Question, kind: OfficeKind, desk: _Desk) -> dict[str, Any]:
    """A request as it is written: on the office's page at once, or due to its connector."""
    by_wire = bool(desk.office.connector_url)
    case = question.case
    return {
        "place": case.place,
        "case_kind": case.kind,
        "case_id": case.id,
        "case_number": case.number,
        "department": kind,
        "office_id": desk.office.id,
        "request_id": uuid4(),
        "people_sealed": kept_people.sealed(work.keyring, question.people),
        "people_indexes": kept_people.indexes(work.keyring, question.people),
        "items": desk.items,
        "rules": desk.rules,
        "group": question.group,
        "applied_on": question.applied_on,
        "state": CheckState.REQUESTED if by_wire else CheckState.SENT,
        "requested_at": work.now,
        "requested_by": work.actor.name,
        "sent_at": None if by_wire else work.now,
        "next_try_at": work.now if by_wire else None,
        "attempts": 0,
        "last_fault": "",
        "closed_by": "",
        "close_reason": "",
    }


def _sha(ids: Sequence[str]) -> str:
    return sha256_hex(canonical_bytes(sorted(ids)))
