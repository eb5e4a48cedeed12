"""What each condition rests on, as the place of the case cites it."""

from datetime import date

from housing.eligibility.assess import Assessment
from housing.policies.book import PolicyBook


def cited(assessment: Assessment, book: PolicyBook) -> dict[str, tuple[str, ...]]:
    """Return for each condition what the place cites; nothing where it has no basis on file.

    A place with a basis of its own never cites the instrument whose procedure it borrows.
    """
    place, day = assessment.place, date.fromisoformat(assessment.policy_day)
    procedure = book.procedure(place)
    if procedure is not None and book.find(procedure.basis, place, day) is None:
        return {each.key: () for each in assessment.findings}
    return {each.key: book.cited(each.cites, place, day) for each in assessment.findings}
