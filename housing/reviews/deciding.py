"""A decision: the facts it rests on, the findings, its articles, and the refusal in writing."""

from typing import Any

from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import ApplicationAct
from housing.checks import service as checks
from housing.checks.words import Purpose
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.eligibility.assess import Assessment
from housing.letters.kinds import LetterKind
from housing.reviews import evidence, queries
from housing.reviews.models import Decision
from housing.reviews.telling import cited, county_office, due_on, tell
from housing.reviews.words import DecisionStage, Outcome

#: Without these two there is no decision. Basis: HN 15 (HN-15-8).
DECISIVE = (OfficeKind.PROPERTY_REGISTRY, OfficeKind.CIVIL_AFFAIRS)
RULES = {
    DecisionStage.COUNTY: ("HN-15-7", "HN-15-8"),
    DecisionStage.RECONSIDERATION: ("HN-15-14",),
    DecisionStage.PARK: ("HN-15-15",),
}


def decide(
    work: Work,
    application: Application,
    stage: DecisionStage,
    outcome: Outcome,
    reason: str,
    *,
    prepared_by: str,
    objection: str = "",
) -> Decision:
    """Keep a decision that can be replayed; `objection`: the upheld objection it follows.

    Basis: HN 14 (HN-14-4), HN 15 (HN-15-7, HN-15-8, HN-15-14, HN-15-15).

    Raises:
        BadInput: no reason.
        BrokenRule: a decisive answer is missing, or the findings do not carry the outcome.
    """
    if not reason.strip():
        raise BadInput("理由：不能为空，请写明审核意见 / reason: must not be empty")
    gathered = evidence.gathered(work.session, work.keyring, application, work.day)
    _must_rest_on_answers(gathered)
    assessment = evidence.assess(work.session, application, gathered)
    survey = queries.last_investigation(work.session, application.id)
    if not objection:
        _must_follow(assessment, outcome, evidence.disagreements(survey))
    kept: dict[str, Any] = {
        "assessment": assessment.to_json(),
        "survey": evidence.survey_json(survey) if survey else None,
        "answers": gathered.hashes(),
        "objection": objection,
    }
    rules = [*RULES[stage], *(rule for finding in assessment.findings for rule in finding.cites)]
    rules = list(dict.fromkeys(rules))
    decision = Decision(
        place=application.place,
        application_id=application.id,
        turn=len(queries.decisions(work.session, application.id)) + 1,
        stage=stage,
        outcome=outcome,
        reason=reason.strip(),
        assessment=kept,
        assessment_sha256=sha256_hex(canonical_bytes(kept)),
        cites=list(cited(work, rules, application.place)),
        policy_day=evidence.applied_on(application),
        prepared_by=prepared_by,
        decided_by=work.actor.name,
        decided_on=work.day,
        decided_at=work.now,
    )
    application.assessment = kept["assessment"]
    work.session.add(decision)
    work.session.flush()
    # Where one has not answered itself, the reasons of the decision say why it was not awaited.
    checks.conclude(work, application.case, Purpose.ADMISSION, without_reason=decision.reason)
    return decision


def must_carry(work: Work, application: Application, outcome: Outcome) -> None:
    """Refuse an outcome that the answers, the findings and the survey of today do not carry.

    Raises:
        BrokenRule: a decisive answer is missing, or what stands against the outcome.
    """
    gathered = evidence.gathered(work.session, work.keyring, application, work.day)
    _must_rest_on_answers(gathered)
    differing = evidence.disagreements(queries.last_investigation(work.session, application.id))
    _must_follow(evidence.assess(work.session, application, gathered), outcome, differing)
    if outcome is Outcome.QUALIFIED and differing:
        raise BrokenRule(
            f"入户调查有 {len(differing)} 项与申报不一致，请逐件办理"
            f" / the survey differs in {len(differing)} points; look at this case by itself",
            rules=("HN-15-2",),
        )


def refuse(work: Work, application: Application, decision: Decision) -> None:
    """Tell the applicant in writing why, and until when they may ask for reconsideration.

    Basis: HN 15 (HN-15-12, HN-15-13).
    """
    application.refusal_reasons = failed_rules(decision)
    advance(work, application, ApplicationAct.REFUSE, reason=decision.reason)
    tell_refusal(work, application, decision)


def tell_refusal(work: Work, application: Application, decision: Decision) -> None:
    """Send the written refusal; it names the county as whom to ask. Basis: HN 15 (HN-15-12)."""
    county = county_office(work, application.place)
    facts = {
        "decided_on": decision.decided_on,
        "reasons": reasons_of(decision),
        "review_until": due_on(work, application, ClockKind.REVIEW_REQUEST),
        "review_office": county.name,
    }
    failed = [finding.rule for finding in assessment_of(decision).failed]
    rules = ["HN-15-12", "HN-15-13", *dict.fromkeys(failed)]
    tell(work, application, LetterKind.REFUSAL, rules, facts, county)


def reasons_of(decision: Decision) -> list[str]:
    """Return the reasons in plain words: each failed condition, then what the decider wrote."""
    said = [finding.says_zh for finding in assessment_of(decision).failed]
    return [*said, decision.reason]


def failed_rules(decision: Decision) -> list[dict[str, str]]:
    """Return what failed, each with its rule; an upheld objection or a survey stands for itself."""
    failed = [
        {"rule": finding.rule, "text": finding.says_zh}
        for finding in assessment_of(decision).failed
    ]
    rule = "HN-15-10" if decision.assessment["objection"] else "HN-15-2"
    return failed or [{"rule": rule, "text": decision.reason}]


def assessment_of(decision: Decision) -> Assessment:
    """Return the findings that were kept with a decision."""
    return Assessment.from_json(decision.assessment["assessment"])


def register_facts(decision: Decision) -> dict[str, Any]:
    """Return what the register keeps of a decision."""
    return {
        "decision": decision.id,
        "outcome": decision.outcome.value,
        "assessment": decision.assessment_sha256,
        "cites": decision.cites,
    }


def _must_rest_on_answers(gathered: evidence.Gathered) -> None:
    missing = [kind for kind in DECISIVE if not gathered.has(kind)]
    if missing:
        names = "、".join(OFFICE_NAMES[kind] for kind in missing)
        asked = ", ".join(CHECKING_IN_ENGLISH[kind] for kind in missing)
        raise BrokenRule(
            f"{names}尚未答复。审核须根据其核定情况作出；联系不上时，请录入其书面回函"
            f" / no answer yet of {asked}; the decision must rest on it."
            " When it cannot be reached, enter its answer on paper",
            rules=("HN-15-8",),
        )


def _must_follow(assessment: Assessment, outcome: Outcome, disagreements: list[str]) -> None:
    against = assessment.failed
    unchecked = "、".join(finding.title for finding in assessment.not_checked)
    if outcome is Outcome.QUALIFIED and against:
        names = "、".join(finding.title for finding in against)
        raise BrokenRule(
            f"有不符合的条件（{names}），不能审核为符合"
            f" / conditions are not met ({names}); this cannot be found qualified",
            rules=[rule for finding in against for rule in finding.cites],
        )
    if outcome is Outcome.QUALIFIED and unchecked:
        raise BrokenRule(
            f"有未核查的条件（{unchecked}），不能审核为符合；请等待答复或录入书面回函"
            f" / not checked: {unchecked}; wait for the answer or enter it",
            rules=("HN-14-4", "HN-15-8"),
        )
    if outcome is Outcome.UNQUALIFIED and not (against or disagreements):
        raise BrokenRule(
            "没有不符合的条件，调查也没有不一致，不能审核为不符合"
            " / nothing stands against the application; a refusal needs a reason",
            rules=("HN-15-12",),
        )
