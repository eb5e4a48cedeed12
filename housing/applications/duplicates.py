"""Overlaps between live applications: found with a reason, resolved once and remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from housing.applications.models import Application, DuplicateFinding, Member
from housing.applications.queries import OPEN_STATES
from housing.applications.rights import indexes_of, may_see, must_see
from housing.applications.states import ApplicationState
from housing.applications.words import DuplicateDecision, DuplicateKind, Relation
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.errors import BadInput, BrokenRule, NotFound, WrongState
from housing.core.work import Work
from housing.recusals.service import must_be_free

LIVE = tuple(state for state in OPEN_STATES if state is not ApplicationState.DRAFT)


@dataclass(frozen=True, slots=True)
class Overlap:
    """In what two applications overlap, said in both languages."""

    other: Application
    kind: DuplicateKind
    reason: str


def find(work: Work, application: Application) -> list[DuplicateFinding]:
    """Write down each overlap with another live application that nobody has resolved before.

    Two families that an officer once found to be different are not asked about again; two that
    were found to be the same stay so.
    """
    found = []
    for overlap in _overlaps(work, application):
        pair = _pair(application, overlap.other)
        before = work.session.scalars(
            select(DuplicateFinding)
            .where(
                DuplicateFinding.pair == pair,
                DuplicateFinding.kind == overlap.kind,
                DuplicateFinding.resolved_at.is_not(None),
            )
            .order_by(DuplicateFinding.id.desc())
        ).first()
        if before is not None and before.decision is DuplicateDecision.DIFFERENT:
            continue
        found.append(_write(work, application, overlap, pair, before))
    return found


def resolve(
    work: Work, finding_id: int, decision: DuplicateDecision, note: str
) -> DuplicateFinding:
    """Say once what two overlapping applications are; the answer is remembered for both families.

    Raises:
        NotAllowed: the actor may not resolve overlaps, neither case is with their office, or
            somebody of theirs is in one of them (回避).
        BadInput: no note.
        WrongState: it was resolved already; names by whom.
    """
    work.actor.must(Permission.RESOLVE_DUPLICATE)
    finding = work.session.get(DuplicateFinding, finding_id, with_for_update=True)
    if finding is None:
        raise NotFound(f"没有第 {finding_id} 号重复情况 / no such overlap")
    application = work.session.get_one(Application, finding.application_id)
    other = work.session.get_one(Application, finding.other_id)
    must_see(work.actor, other if may_see(work.actor, other) else application)
    must_be_free(work, indexes_of(application) | indexes_of(other), application.case)
    if finding.resolved_at is not None:
        raise WrongState(
            f"{finding.resolved_by} 已处理 / {finding.resolved_by} has resolved it already"
        )
    if not note.strip():
        raise BadInput("说明：不能为空 / note: say how you know")
    finding.decision, finding.note = decision, note.strip()
    finding.resolved_by, finding.resolved_at = work.actor.name, work.now
    work.session.flush()
    work.record(
        Entry(
            Tag.DUPLICATE_RESOLVED,
            application.case.subject,
            after={"other": other.case.number, "decision": decision.value},
            reason=finding.note,
        ),
        application.place,
    )
    return finding


def must_be_resolved(work: Work, application: Application) -> None:
    """Refuse while an overlap is open, or was found to be the same family.

    Raises:
        BrokenRule: names the other application.
    """
    for finding in work.session.scalars(
        select(DuplicateFinding).where(
            or_(
                DuplicateFinding.application_id == application.id,
                DuplicateFinding.other_id == application.id,
            )
        )
    ):
        is_first = finding.application_id == application.id
        other = work.session.get_one(
            Application, finding.other_id if is_first else finding.application_id
        )
        if finding.decision is DuplicateDecision.DIFFERENT or other.state not in LIVE:
            continue
        raise BrokenRule(
            f"与申请 {other.number} 的重复情况尚未排除：{finding.reason.partition(' / ')[0]}"
            f" / the overlap with {other.number} has yet to be ruled out"
        )


def _overlaps(work: Work, application: Application) -> Iterator[Overlap]:
    yield from _same_people(work, application)
    yield from _same_address_or_phone(work, application)


def _same_people(work: Work, application: Application) -> Iterator[Overlap]:
    """People with the same name and birth date under another number, spouses apart."""
    for member in application.members:
        for twin, other in work.session.execute(
            select(Member, Application)
            .join(Application)
            .where(
                Member.name == member.name,
                Member.birth_on == member.birth_on,
                Member.identity_index != member.identity_index,
                *_others(application),
            )
        ):
            spouse = Relation.SPOUSE in (member.relation, twin.relation)
            kind = DuplicateKind.SAME_SPOUSE if spouse else DuplicateKind.SAME_PERSON
            yield Overlap(
                other,
                kind,
                f"{member.name}与申请 {other.number} 中的{twin.name}姓名、出生日期相同，证件号码"
                f"不同 / same name and birth date as a person of {other.number}, another number",
            )


def _same_address_or_phone(work: Work, application: Application) -> Iterator[Overlap]:
    fits: list[ColumnElement[bool]] = []
    if application.phone_index:
        fits.append(Application.phone_index == application.phone_index)
    if application.residence_address:
        fits.append(Application.residence_address == application.residence_address)
    if not fits:
        return
    for other in work.session.scalars(select(Application).where(or_(*fits), *_others(application))):
        same_phone = other.phone_index == application.phone_index
        if not same_phone and _share_a_dormitory(application, other):
            continue
        said = ("手机", "phone") if same_phone else ("现住址", "address")
        yield Overlap(
            other,
            DuplicateKind.SAME_ADDRESS_PHONE,
            f"{said[0]}与申请 {other.number} 相同 / same {said[1]} as {other.number}",
        )


def _share_a_dormitory(application: Application, other: Application) -> bool:
    """Whether both were filed by one employer, whose staff may live at one address."""
    employer = application.employer_office_id
    return employer is not None and employer == other.employer_office_id


def _others(application: Application) -> Sequence[ColumnElement[bool]]:
    return (
        Application.id != application.id,
        Application.place == application.place,
        Application.state.in_(LIVE),
    )


def _pair(application: Application, other: Application) -> str:
    """Return the hash that names two families, whichever of them applied first."""
    heads = sorted(
        each.applicant.identity_index if each.applicant else f"case-{each.id}"
        for each in (application, other)
    )
    return sha256_hex("|".join(heads).encode())


def _write(
    work: Work,
    application: Application,
    overlap: Overlap,
    pair: str,
    before: DuplicateFinding | None,
) -> DuplicateFinding:
    first, last = sorted((application.id, overlap.other.id))
    known = work.session.scalars(
        select(DuplicateFinding).where(
            DuplicateFinding.application_id == first,
            DuplicateFinding.other_id == last,
            DuplicateFinding.kind == overlap.kind,
        )
    ).one_or_none()
    if known is not None:
        return known
    finding = DuplicateFinding(
        application_id=first,
        other_id=last,
        kind=overlap.kind,
        pair=pair,
        reason=overlap.reason,
        found_at=work.now,
        decision=before.decision if before else None,
        resolved_by=before.resolved_by if before else None,
        resolved_at=before.resolved_at if before else None,
        note=before.note if before else "",
    )
    work.session.add(finding)
    work.session.flush()
    after = {"other": overlap.other.case.number, "kind": overlap.kind.value}
    work.record(
        Entry(Tag.DUPLICATE_FOUND, application.case.subject, after=after), application.place
    )
    return finding
