"""The people of an application: taking them from a step, and handing them to the rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from housing.applications.family import Guardian, Person, Refusal, contradictions
from housing.applications.models import Application, Member
from housing.applications.refusals import FieldRefusal
from housing.applications.rules import may_apply_as
from housing.applications.words import Consent
from housing.core.keyring import Keyring
from housing.core.work import Work

PLAIN = ("name", "relation", "document_kind", "birth_on", "marital", "capacity", "employer")
LAST = 4


def tail_index(keyring: Keyring, number: str) -> str:
    """Return the index by which the last four characters of a number are found."""
    return keyring.blind(f"last-{LAST}:{number[-LAST:].upper()}")


def persons(application: Application) -> list[Person]:
    """Return the members as the rules read them, in order."""
    return [
        Person(
            name=member.name,
            relation=member.relation,
            identity=member.identity_index,
            birth_on=member.birth_on,
            marital=member.marital,
            capacity=member.capacity,
            is_applicant=member.is_applicant,
            income_fen=member.income_fen,
        )
        for member in application.members
    ]


def guardian_of(application: Application) -> Guardian | None:
    """Return the guardian as the rules read one; None when nobody applies on behalf."""
    index = application.guardian_identity_index
    if index is None:
        return None
    return Guardian(application.guardian_name, index, application.guardian_birth_on)


def family_refusals(work: Work, application: Application) -> list[Refusal]:
    """Return everything that stands against this family and its way of applying.

    Sets `applies_as` where nothing does. Basis: HN 11 (HN-11-1 to HN-11-4).
    """
    people, guardian = persons(application), guardian_of(application)
    refusals = contradictions(people, guardian, work.day)
    applies_as, against = may_apply_as(application.group, people, guardian)
    if applies_as is not None:
        application.applies_as = applies_as
    return refusals + against


def take_members(work: Work, application: Application, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Make the members those of `rows`, the first applying unless one is marked.

    Whoever is on file already (by id, else by identity number) keeps income and consent; consent
    ends when name or number change. Returns whether anything changed.
    """
    before = [_told(member) for member in application.members]
    kept = [_member_for(work, application, row) for row in rows]
    for at, one in enumerate(kept):
        if any(one is other for other in kept[:at]):
            words = "同一人填写了两次 / the same person is entered twice"
            raise FieldRefusal({f"members-{at}-identity_number": words})
    applicant = next((at for at, row in enumerate(rows) if row.get("is_applicant")), 0)
    changes_applicant = application.applicant not in (None, kept[applicant])
    for at, (member, row) in enumerate(zip(kept, rows, strict=True)):
        _fill(work, member, row)
        member.is_applicant = at == applicant and not changes_applicant
    _order(application, kept)
    if changes_applicant:
        # Two steps, since only one member at a time may be the applicant.
        work.session.flush()
        kept[applicant].is_applicant = True
    return before != [_told(member) for member in application.members]


def take_guardian(work: Work, application: Application, values: Mapping[str, Any]) -> bool:
    """Take or clear the statutory guardian. Basis: HN 11 (HN-11-4)."""
    if "guardian_name" not in values:
        return False
    before = (application.guardian_name, application.guardian_identity_index)
    number = values.get("guardian_identity_number") or ""
    if not values["guardian_name"] or not number:
        if values["guardian_name"] or number:
            missing = "guardian_identity_number" if values["guardian_name"] else "guardian_name"
            raise FieldRefusal({missing: "必须填写 / must be given"})
        number = ""
    application.guardian_name = values["guardian_name"]
    application.guardian_document_kind = values.get("guardian_document_kind") or ""
    application.guardian_relation = values.get("guardian_relation")
    application.guardian_birth_on = values.get("guardian_birth_on")
    application.guardian_identity_sealed = work.keyring.seal(number) if number else None
    application.guardian_identity_index = work.keyring.blind(number) if number else None
    return before != (application.guardian_name, application.guardian_identity_index)


def take_earnings(application: Application, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Take what each member earns; returns whether anything changed.

    Raises:
        FieldRefusal: a row is about nobody of this application.
    """
    by_id = {member.id: member for member in application.members}
    changed = False
    for at, row in enumerate(rows):
        member = by_id.get(row["id"])
        if member is None:
            raise FieldRefusal({f"members-{at}-id": "没有这位家庭成员 / no such member"})
        told = (row.get("income_fen"), row.get("employer", member.employer))
        changed = changed or told != (member.income_fen, member.employer)
        member.income_fen, member.employer = told
    return changed


def _member_for(work: Work, application: Application, row: Mapping[str, Any]) -> Member:
    index = work.keyring.blind(row["identity_number"])
    if row.get("id") is not None:
        found = [member for member in application.members if member.id == row["id"]]
    else:
        found = [member for member in application.members if member.identity_index == index]
    live = any(member.live for member in application.members)
    return found[0] if found else Member(live=live, consent=Consent.NONE, identity_index="")


def _fill(work: Work, member: Member, row: Mapping[str, Any]) -> None:
    number, keyring = row["identity_number"], work.keyring
    index = keyring.blind(number)
    is_other = index != member.identity_index or row["name"] != member.name
    if is_other and member.consent not in (None, Consent.NONE):
        member.consent, member.consented_at = Consent.NONE, None
        member.consented_by, member.consent_paper = "", ""
        member.consent_document_id = None
    for name in PLAIN:
        if name in row:
            setattr(member, name, row[name])
    if "income_fen" in row:
        member.income_fen = row["income_fen"]
    if index != member.identity_index:
        member.identity_sealed, member.identity_index = keyring.seal(number), index
        member.identity_tail_index = tail_index(keyring, number)
    if "phone" in row:
        phone = row["phone"]
        member.phone_sealed = keyring.seal(phone) if phone else None
        member.phone_index = keyring.blind(phone) if phone else None


def _order(application: Application, kept: list[Member]) -> None:
    """Put the members in the order of `kept`, dropping all others.

    Positions only grow, so that no two are the same while rows are written one by one.
    """
    positions = [member.position for member in application.members]
    last = max(positions, default=0)
    held = [member.position for member in kept if member.position is not None]
    new_ones_last = all(member.position is not None for member in kept[: len(held)])
    if not (new_ones_last and held == sorted(held)):
        held = []
    for at, member in enumerate(kept):
        if at >= len(held):
            last += 1
            member.position = last
    application.members[:] = kept


def _told(member: Member) -> tuple[Any, ...]:
    names = (*PLAIN, "identity_index", "phone_index", "is_applicant", "income_fen", "position")
    return tuple(getattr(member, name) for name in names)
