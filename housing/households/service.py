"""Acts on households: registering one that waits, and showing personal data with a reason."""

from dataclasses import dataclass

from housing.accounts.rules import mobile_number
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.households import intake, queries
from housing.households.facts import HouseholdFacts
from housing.households.models import Household


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


def change_phone(work: Work, household_id: int, phone: str, reason: str) -> Household:
    """Enter the number under which a household can be reached now; `reason`: who said so, how.

    Raises:
        NotAllowed: the actor keeps no touch with households.
        NotFound: the county has no such household.
        BadInput: no reason, or no mobile number.
    """
    work.actor.must(Permission.CONFIRM_WISH)
    if not reason.strip():
        raise BadInput("依据：请写明谁、以何种方式告知 / reason: say who told it, and how")
    number = mobile_number(phone)
    household = queries.get(work.session, work.place, household_id)
    household.phone_sealed = work.keyring.seal(number)
    household.phone_index = work.keyring.blind(number)
    work.session.flush()
    subject = f"household:{household.application_number}"
    work.record(Entry(Tag.HOUSEHOLD_PHONE_CHANGED, subject, reason=reason.strip()))
    return household


def register(
    work: Work, facts: HouseholdFacts, *, application_id: int, place: str = ""
) -> Household:
    """Enter a household that was found to qualify as one that waits; once for an application.

    By an officer with the right, or by the job that acts when the publicity has ended.
    Basis: HN 15 (HN-15-10, HN-15-15), HN 16.

    Raises:
        NotAllowed: the actor may not register entries.
        BrokenRule: the person waits already under another application, or a sheet has brought
            another household under this number.
    """
    if work.actor.role is not None and not work.actor.may(Permission.REVIEW_AT_PARK):
        work.actor.must(Permission.REGISTER_ENTRY)
    place = place or work.place
    known = queries.of_application(work.session, application_id)
    if known is not None:
        return known
    index = work.keyring.blind(facts.identity_number)
    twin = queries.by_person(work.session, place, index)
    if twin is not None:
        raise BrokenRule(
            f"{facts.name}已在轮候（申请编号 {twin.application_number}），不能重复登记"
            f" / waits already under {twin.application_number}"
        )
    if queries.has_number(work.session, place, facts.application_number):
        raise BrokenRule(
            f"编号 {facts.application_number} 已用于表格导入的另一户，请先更正该户的编号再登记"
            f" / {facts.application_number} is the number of another household, which a sheet"
            " brought; mend that number first, then register"
        )
    household = Household(**intake.new_columns(work.keyring, facts, place))
    household.application_id = application_id
    work.session.add(household)
    work.session.flush()
    work.record(
        Entry(
            Tag.HOUSEHOLD_REGISTERED,
            f"household:{facts.application_number}",
            after={"registered_on": facts.registered_on.isoformat(), "group": facts.group.value},
        ),
        place,
    )
    return household
