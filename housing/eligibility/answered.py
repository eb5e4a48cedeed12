"""The answers of departments laid over what was declared (HN 14)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.eligibility.facts import (
    CaseFacts,
    Disposal,
    Dwelling,
    Fact,
    Known,
    NotKnown,
    PolicyHousing,
)
from housing.households.words import Group

Answers = Mapping[OfficeKind, Mapping[str, Any] | NotKnown]
Facts = dict[str, Any]


def facts_answered(declared: CaseFacts, answers: Answers, applicant: str = "") -> CaseFacts:
    """Return the facts with what departments answered in place of what was declared.

    What a department that must answer has not answered is not known, whatever was declared: the
    property registry, civil affairs and public security of everybody, social security of migrant
    workers. `applicant`: the name by which civil affairs' row about the applicant is found; the
    first row without it, since the applicant is asked about first.
    Basis: HN 14 (HN-14-4 to HN-14-8), HN 12 (HN-12-4: the reply counts, not the declaration).
    """
    laid: Facts = {}
    laid |= _property(answers, declared)
    laid |= _civil_affairs(answers, applicant)
    laid |= _public_security(answers)
    laid |= _social_security(answers, declared)
    return replace(declared, **laid)


def _property(answers: Answers, declared: CaseFacts) -> Facts:
    """Basis: HN 14 (HN-14-5)."""
    kind = OfficeKind.PROPERTY_REGISTRY
    names = ("local_area", "dwellings", "disposals", "policy_housing")
    answer = _answer(answers, kind)
    if isinstance(answer, NotKnown):
        return dict.fromkeys(names, answer)
    said = _Answered(kind, answer)
    dwellings = tuple(Dwelling(row["area"]) for row in answer["dwellings"])
    return {
        "local_area": said.known(sum(each.area for each in dwellings)),
        "dwellings": said.known(dwellings),
        "disposals": said.known(_disposals(answer, said.name, declared)),
        "policy_housing": said.known(
            tuple(PolicyHousing(_day(row["on"]), row["kind"]) for row in answer["policy_housing"])
        ),
    }


def _civil_affairs(answers: Answers, applicant: str) -> Facts:
    """Basis: HN 14 (HN-14-6)."""
    kind = OfficeKind.CIVIL_AFFAIRS
    names = ("income_fen", "income_band", "net_assets_fen", "vehicles", "marital")
    answer = _answer(answers, kind)
    if isinstance(answer, NotKnown):
        return dict.fromkeys(names, answer)
    said = _Answered(kind, answer)
    return {
        "income_fen": said.known(answer["income_fen"]),
        "income_band": said.known(answer["income_band"]),
        "net_assets_fen": said.known(answer["assets_fen"]),
        "vehicles": said.known(tuple(answer["vehicles"])),
        "marital": _marital(answer["marriages"], applicant, said),
    }


def _public_security(answers: Answers) -> Facts:
    """Count who is registered together, without people outside the application.

    Basis: HN 14 (HN-14-7: the number used in every test a head comes from this reply).
    """
    kind = OfficeKind.PUBLIC_SECURITY
    answer = _answer(answers, kind)
    if isinstance(answer, NotKnown):
        return {"size": answer}
    size = answer["household_size"] - len(answer["unknown_people"])
    if size < 1:
        why = "公安机关答复的家庭人口没有申请人 / public security names nobody of the applicants"
        return {"size": NotKnown(why)}
    return {"size": _Answered(kind, answer).known(size)}


def _social_security(answers: Answers, declared: CaseFacts) -> Facts:
    """Basis: HN 14 (HN-14-8: mandatory for migrant workers), HN 12 (HN-12-5)."""
    kind = OfficeKind.SOCIAL_SECURITY
    if kind not in answers and declared.group != Group.MIGRANT_WORKER:
        return {}
    answer = _answer(answers, kind)
    if isinstance(answer, NotKnown):
        return {"insurance_months": answer}
    return {"insurance_months": _Answered(kind, answer).known(tuple(answer["months"]))}


class _Answered:
    """An answer as the source of facts."""

    def __init__(self, kind: OfficeKind, answer: Mapping[str, Any]) -> None:
        document = str(answer.get("document") or "").strip()
        self.name = f"{OFFICE_NAMES[kind]}答复" + (f"（{document}）" if document else "")
        self.source = f"{self.name} / answer of {CHECKING_IN_ENGLISH[kind]}" + (
            f" {document}" if document else ""
        )
        self.on = _day(answer["as_of"])

    def known(self, value: Any) -> Known[Any]:
        return Known(value, self.source, self.on)


def _answer(answers: Answers, kind: OfficeKind) -> Mapping[str, Any] | NotKnown:
    missing = NotKnown(f"{OFFICE_NAMES[kind]}没有答复 / no answer from {CHECKING_IN_ENGLISH[kind]}")
    return answers.get(kind, missing)


def _marital(marriages: Iterable[Mapping[str, Any]], applicant: str, said: _Answered) -> Fact[str]:
    for row in marriages:
        if applicant in ("", row["person"]):
            return said.known(row["status"])
    return NotKnown("民政部门没有答复申请人的婚姻状况 / civil affairs name no marital status")


def _disposals(answer: Mapping[str, Any], shown: str, declared: CaseFacts) -> tuple[Disposal, ...]:
    """Take the registry's rows; it knows the event, and seldom why.

    A cause that the registry names is shown by its answer. One that it does not know is taken from
    the same disposal as declared, with the document named there. Basis: HN 12 (HN-12-3).
    """
    claimed = (
        {}
        if isinstance(declared.disposals, NotKnown)
        else {(each.on, each.kind): each for each in declared.disposals.value}
    )
    found = []
    for row in answer["disposals"]:
        on, kind, cause = _day(row["on"]), row["kind"], row["cause"]
        document = shown if cause != "none" else ""
        claim = claimed.get((on, kind))
        if cause == "none" and claim is not None:
            cause, document = claim.cause, claim.document
        found.append(Disposal(on, kind, row["area"], cause, document))
    return tuple(found)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
