"""What the county's conditions say to what an applicant has declared, before any check."""

from housing.applications.co_owned import with_co_owned
from housing.applications.models import Application
from housing.core.work import Work
from housing.eligibility.assess import Assessment, assess
from housing.eligibility.barred import with_ban
from housing.eligibility.declared import facts_declared
from housing.eligibility.lines import lines_for
from housing.policies import queries as policies

DECLARED = (
    *("owned_area", "dwellings", "disposals", "policy_housing", "income_fen", "assets_fen"),
    *("vehicles", "insurance_months", "employer_name", "employed_since", "graduated_on"),
)


def self_assessment(work: Work, application: Application) -> Assessment:
    """Return the findings over the declared facts and our own records, by the lines of today.

    Basis: HN 10 (HN-10-1), HN 12 (HN-12-1 to HN-12-7), HN 40 (HN-40-2).

    Raises:
        MissingPolicyValue: the county has not set one of its lines; names it.
    """
    applicant = application.applicant
    values = {name: getattr(application, name) for name in DECLARED} | {
        "group": application.group,
        "applied_on": work.day,
        "size": len(application.members) or None,
        "birth_on": applicant.birth_on if applicant else None,
        "marital": applicant.marital.value if applicant else None,
    }
    people = {member.identity_index for member in application.members}
    facts = with_ban(work.session, facts_declared(values, work.day), people, work.day)
    facts = with_co_owned(work.session, facts, people, work.day)
    return assess(facts, lines_for(policies.book(work.session), application.place, work.day))
