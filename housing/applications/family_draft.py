"""The family as it stands while it is being written: what is on file, and what is not yet.

A family is taken as a whole (a spouse before the head of the household would be a contradiction),
so what its pages have read is kept with the draft until all of it fits together.
"""

from collections.abc import Mapping
from typing import Any

from housing.applications import queries
from housing.applications.models import Application, Member
from housing.applications.refusals import FieldRefusal
from housing.core.keyring import Keyring

STEP = "people"
CONTACT = (
    "address",
    "residence_address",
    "street",
    "phone",
    "email",
    "assistance",
    "needs_accessible",
)


def people_of(keyring: Keyring, application: Application) -> dict[str, Any]:
    """Return the values of the step `people`: those on file, overlaid by those kept in the draft.

    Words and days are plain text, so that the same values can be kept and handed in.
    """
    kept = queries.typed(keyring, application).get(STEP)
    return dict(kept["values"]) if kept and "values" in kept else _on_file(keyring, application)


def members_of(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the members of the values of the step, the applicant first."""
    return [dict(member) for member in values.get("members", ())]


def with_member(values: Mapping[str, Any], at: int, member: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the member at place `at` (from 0) replaced, or added at the end."""
    members = members_of(values)
    if at < len(members):
        members[at] = {**members[at], **member}
    else:
        members.append(dict(member))
    return {**values, "members": members}


def without_member(values: Mapping[str, Any], at: int) -> dict[str, Any]:
    """Return the values without the member at place `at`; the applicant (0) stays."""
    members = members_of(values)
    return {**values, "members": [each for n, each in enumerate(members) if n != at or n == 0]}


def refused_here(refusal: FieldRefusal, prefix: str, fields: tuple[str, ...]) -> dict[str, str]:
    """Return what of a refusal belongs to the fields of one page, by the page's own names.

    `prefix`: `members-1-` for the second person, `guardian_` for the guardian, '' otherwise.
    """
    return {
        field.removeprefix(prefix): words
        for field, words in refusal.fields.items()
        if field.startswith(prefix) and field.removeprefix(prefix) in fields
    }


def _on_file(keyring: Keyring, application: Application) -> dict[str, Any]:
    ordered = sorted(application.members, key=lambda each: (not each.is_applicant, each.position))
    values: dict[str, Any] = {
        "address": application.address,
        "residence_address": application.residence_address,
        "street": application.street,
        "phone": _opened(keyring, application.phone_sealed) or None,
        "email": _opened(keyring, application.email_sealed) or None,
        "needs_accessible": application.needs_accessible,
        "members": [_member(keyring, member) for member in ordered],
    }
    if application.assistance is not None:
        values["assistance"] = application.assistance.value
    if application.guardian_name:
        values |= {
            "guardian_name": application.guardian_name,
            "guardian_document_kind": application.guardian_document_kind,
            "guardian_identity_number": _opened(keyring, application.guardian_identity_sealed),
        }
        if application.guardian_relation is not None:
            values["guardian_relation"] = application.guardian_relation.value
    return values


def _member(keyring: Keyring, member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "relation": member.relation.value,
        "document_kind": member.document_kind,
        "identity_number": _opened(keyring, member.identity_sealed),
        "birth_on": member.birth_on.isoformat(),
        "marital": member.marital.value,
        "capacity": member.capacity.value,
        "phone": _opened(keyring, member.phone_sealed) or None,
        "is_applicant": member.is_applicant,
    }


def _opened(keyring: Keyring, sealed: bytes | None) -> str:
    return keyring.unseal(sealed) if sealed is not None else ""
