"""What a decision rests on: what was declared, what departments answered, what a survey found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.applications.co_owned import with_co_owned
from housing.applications.completeness import read_items
from housing.applications.models import Application
from housing.applications.rules import WORKERS
from housing.checks import queries as checks
from housing.checks.answers import Answer, fingerprint
from housing.checks.words import asked_for
from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.core.clock import day_of
from housing.core.keyring import Keyring
from housing.documents import queries as documents
from housing.eligibility.answered import facts_answered
from housing.eligibility.assess import Assessment
from housing.eligibility.assess import assess as assess_facts
from housing.eligibility.barred import with_ban
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, NotKnown
from housing.eligibility.lines import lines_for
from housing.policies import queries as policies
from housing.reviews import queries
from housing.reviews.models import Investigation, PaperAnswer
from housing.reviews.words import CONDITION_NAMES, Agreement, Condition


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a case as declared and as they stand, and the answers behind them.

    `answers`: what each department that is to be asked said, in its format, or why it did not.
    """

    declared: CaseFacts
    facts: CaseFacts
    answers: Mapping[OfficeKind, Mapping[str, Any] | NotKnown]

    def has(self, department: OfficeKind) -> bool:
        """Return whether a department has answered, itself or on paper."""
        return not isinstance(self.answers.get(department, NotKnown("")), NotKnown)

    def hashes(self) -> dict[str, str | None]:
        """Return the SHA-256 of each answer, None where there is none."""
        return {
            kind.value: None if isinstance(answer, NotKnown) else fingerprint(answer)
            for kind, answer in self.answers.items()
        }


def gathered(session: Session, keyring: Keyring, application: Application, day: date) -> Gathered:
    """Return everything a decision of `day` rests on.

    A department's own answer goes before one on paper; what it must answer and has not is not
    known, whatever was declared. Basis: HN 14 (HN-14-4), HN 15 (HN-15-8).
    """
    declared = facts_declared(values_of(session, application), applied_on(application))
    own = checks.answers(session, keyring, application.case)
    paper = {each.department: each for each in queries.paper_answers(session, application.id)}
    name = application.applicant.name if application.applicant else ""
    answers: dict[OfficeKind, Mapping[str, Any] | NotKnown] = {}
    for kind in asked_for(application.group):
        answers[kind] = _answer_of(kind, own.get(kind), paper.get(kind), keyring)
    people = {member.identity_index for member in application.members}
    facts = with_ban(session, facts_answered(declared, answers, name), people, day)
    facts = with_co_owned(session, facts, people, day)
    return Gathered(declared, facts, answers)


def _answer_of(
    kind: OfficeKind, own: object, paper: PaperAnswer | None, keyring: Keyring
) -> Mapping[str, Any] | NotKnown:
    if isinstance(own, Answer):
        return own.values
    if paper is not None:
        held: Mapping[str, Any] = json.loads(keyring.unseal(paper.answer_sealed))
        return held
    why = getattr(
        own, "why", f"{OFFICE_NAMES[kind]}尚未核查 / {CHECKING_IN_ENGLISH[kind]} was not asked yet"
    )
    return NotKnown(str(why))


#: The facts of an application that are declared under the same name.
DECLARED = (
    *("owned_area", "dwellings", "disposals", "policy_housing", "income_fen", "assets_fen"),
    *("vehicles", "insurance_months", "employer_name", "employed_since", "graduated_on"),
)


def values_of(session: Session, application: Application) -> dict[str, Any]:
    """Return what was declared, under the names that the rules know.

    A special ground for a disposal counts as shown by the papers handed in for it.
    """
    values: dict[str, Any] = {name: getattr(application, name) for name in DECLARED}
    shown = _ground_shown(session, application)
    values["disposals"] = [
        {**each, "document": each.get("document") or shown} for each in application.disposals
    ]
    applicant = application.applicant
    return values | {
        "group": application.group.value,
        "applied_on": applied_on(application),
        "size": len(application.members),
        "birth_on": applicant.birth_on if applicant else None,
        "marital": applicant.marital.value if applicant else None,
    }


def _ground_shown(session: Session, application: Application) -> str:
    """Return the name of the paper that shows why a dwelling was given up; "" without one."""
    book = policies.book(session)
    listed = book.find("document_list", application.place, applied_on(application))
    brought = {each.kind for each in documents.of_case(session, application.case)}
    names = (
        item.name
        for item in read_items(listed.value if listed else ())
        if "disposal" in item.when and item.key in brought
    )
    return next(names, "")


def assess(session: Session, application: Application, evidence: Gathered) -> Assessment:
    """Return what the rules find of the evidence, by the values of the day of the application.

    Basis: HN 10 (HN-10-1).
    """
    lines = lines_for(policies.book(session), application.place, applied_on(application))
    return assess_facts(evidence.facts, lines)


def assessed(session: Session, keyring: Keyring, application: Application, day: date) -> Assessment:
    """Return what the rules find of a case as it stands on `day`."""
    return assess(session, application, gathered(session, keyring, application, day))


def applied_on(application: Application) -> date:
    """Return the day of the application, from which look-backs count. Basis: HN 12 (HN-12-1)."""
    return day_of(application.submitted_at or application.opened_at)


def surveyed(application: Application) -> list[Condition]:
    """Return what a survey looks into: work only where somebody applies as a worker."""
    every = list(Condition)
    return every if application.group in WORKERS else [each for each in every if each != "work"]


def condition_words(condition: Condition) -> str:
    """Return what a condition is called."""
    return CONDITION_NAMES[condition]


def survey_json(record: Investigation) -> dict[str, Any]:
    """Return a survey as the register and decisions keep it."""
    return {
        "investigation": record.id,
        "visited_on": record.visited_on.isoformat(),
        "investigators": record.investigators,
        "found": record.found,
        "recorded_by": record.recorded_by,
    }


def disagreements(survey: Investigation | None) -> list[str]:
    """Return the conditions on which a survey found something else than was declared."""
    found = survey.found if survey else {}
    return [name for name, each in found.items() if each["agrees"] == Agreement.NO.value]
