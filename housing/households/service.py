"""Acts on households: showing personal data, by right and with a reason."""

from dataclasses import dataclass

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.households import queries


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Unsealed numbers of one household; shown once, never stored."""

    identity_number: str
    phone: str


def reveal(work: Work, household_id: int, reason: str) -> PersonalData:
    """Return the identity number and phone of a household, and write who looked and why.

    Raises:
        NotAllowed: the actor may not see personal data.
        BadInput: no reason was given.
        NotFound: the county has no such household.
    """
    work.actor.must(Permission.SEE_PERSONAL_DATA)
    if not reason.strip():
        raise BadInput("理由：不能为空，请写明查看原因 / reason: say why the data is needed")
    household = queries.get(work.session, work.place, household_id)
    work.record(
        Entry(
            Tag.PERSONAL_DATA_SHOWN,
            f"household:{household.application_number}",
            after={"fields": ["name", "identity_number", "phone"]},
            reason=reason.strip(),
        )
    )
    return PersonalData(
        identity_number=work.keyring.unseal(household.identity_sealed),
        phone=work.keyring.unseal(household.phone_sealed) if household.phone_sealed else "",
    )
