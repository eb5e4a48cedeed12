"""The street's half: acceptance, survey, preliminary opinion, publicity, forwarding (HN 15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.applications import service as applications
from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import APPLICATION, ApplicationAct, ApplicationState
from housing.applications.words import CALLED
from housing.checks import service as checks
from housing.checks.words import Purpose
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.clock import day_of
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.reviews import evidence, papers, posting, queries
from housing.reviews.cases import people, taken
from housing.reviews.models import Investigation, Opinion
from housing.reviews.telling import due_on, tell
from housing.reviews.words import Agreement, Condition, OpinionStage, Outcome


@dataclass(frozen=True, slots=True)
class Survey:
    """What community and street found: who went, when, and each condition with a note."""

    visited_on: date
    investigators: str
    found: Mapping[Condition, tuple[Agreement, str]]


def accept(work: Work, application_id: int, version: int | None = None) -> Application:
    """Accept an application whose papers and consents are whole, and ask the departments.

    The receipt starts the street's period. Basis: HN 14 (HN-14-1, HN-14-3, HN-14-4), HN 15
    (HN-15-1).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: something is missing; it is to be asked for in one notice.
    """
    held = taken(work, application_id, Permission.ACCEPT_APPLICATION, version)
    application = applications.accept(work, held.id, held.version)
    ask_departments(work, application)
    facts = {
        "group": papers.group_words(application),
        "accepted_on": work.day,
        "documents": papers.document_names(work, application),
        "review_until": due_on(work, application, ClockKind.STREET_REVIEW),
    }
    tell(work, application, LetterKind.ACCEPTANCE, ("HN-14-1", "HN-15-1"), facts)
    return application


def ask_departments(work: Work, application: Application) -> None:
    """Ask each department that answers for the group. Basis: HN 14 (HN-14-4 to HN-14-8)."""
    checks.request_all(
        work,
        application.case,
        people(application, work.keyring),
        Purpose.ADMISSION,
        applied_on=evidence.applied_on(application),
        group=application.group,
    )


def ask_for_missing(
    work: Work,
    application_id: int,
    items: Sequence[papers.Asked],
    version: int | None = None,
) -> Application:
    """Tell the applicant once, in writing, everything that is missing; `items`: (key, reason,
    member).

    Basis: HN 14 (HN-14-1), Order No. 11 of the ministry, article 8.

    Raises:
        NotAllowed, NotFound, WrongState, Conflict, BadInput: as the words say.
    """
    held = taken(work, application_id, Permission.ACCEPT_APPLICATION, version)
    application = applications.ask_for_missing(work, held.id, items, held.version)
    facts = {
        "items": papers.told(work, application, items),
        "until": due_on(work, application, ClockKind.SUPPLEMENT),
    }
    tell(work, application, LetterKind.MISSING_ITEMS, ("HN-14-1",), facts)
    return application


def investigate(
    work: Work, application_id: int, survey: Survey, version: int | None = None
) -> Investigation:
    """Record what the survey found; a case sent back by an objection is surveyed again.

    Basis: HN 15 (HN-15-2).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BadInput: the survey is not whole, or lies before the acceptance or after today.
    """
    application = taken(work, application_id, Permission.INVESTIGATE, version)
    _check_survey(work, application, survey)
    record = Investigation(
        application_id=application.id,
        visited_on=survey.visited_on,
        investigators=survey.investigators.strip(),
        found={
            condition.value: {"agrees": agrees.value, "note": note.strip()}
            for condition, (agrees, note) in survey.found.items()
        },
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    if application.state is not ApplicationState.INVESTIGATED:
        advance(work, application, ApplicationAct.INVESTIGATE)
    work.session.add(record)
    work.session.flush()
    work.record(
        Entry(Tag.SURVEY_RECORDED, application.case.subject, after=evidence.survey_json(record)),
        application.place,
    )
    return record


def publish_at_street(
    work: Work, application_id: int, outcome: Outcome, reason: str, version: int | None = None
) -> Opinion:
    """Give the street's opinion and put it up at street and community, masked.

    A negative opinion is published and forwarded too: the county alone refuses.
    Basis: HN 15 (HN-15-2, HN-15-3, HN-15-4).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: no survey since acceptance or since the last upheld objection.
        BadInput: no reason.
    """
    application = taken(work, application_id, Permission.REVIEW_AT_STREET, version)
    APPLICATION.step(application.state, ApplicationAct.PUBLISH_AT_STREET, CALLED)
    _must_be_surveyed(work, application)
    opinion = give_opinion(work, application, OpinionStage.STREET, outcome, reason)
    after = {"opinion": outcome.value}
    act = ApplicationAct.PUBLISH_AT_STREET
    advance(work, application, act, reason=opinion.reason, after=after)
    posting.post_opinion(work, application, opinion)
    return opinion


def give_opinion(
    work: Work, application: Application, stage: OpinionStage, outcome: Outcome, reason: str
) -> Opinion:
    """Keep an opinion with its reasons and what the rules found that day.

    Raises:
        BadInput: no reason.
    """
    if not reason.strip():
        raise BadInput("意见和理由：不能为空 / opinion: give the reasons")
    opinion = Opinion(
        application_id=application.id,
        stage=stage,
        outcome=outcome,
        reason=reason.strip(),
        assessment=evidence.assessed(work.session, work.keyring, application, work.day).to_json(),
        given_by=work.actor.name,
        given_at=work.now,
    )
    work.session.add(opinion)
    work.session.flush()
    return opinion


def forward(work: Work, application_id: int, version: int | None = None) -> Application:
    """Send opinion and file to the county together, once the publicity is over.

    Basis: HN 15 (HN-15-3, HN-15-4).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: the publicity still runs, or an objection is open.
    """
    application = taken(work, application_id, Permission.REVIEW_AT_STREET, version)
    APPLICATION.step(application.state, ApplicationAct.FORWARD, CALLED)
    posting.must_be_over(work, application)
    return advance(work, application, ApplicationAct.FORWARD)


def _check_survey(work: Work, application: Application, survey: Survey) -> None:
    if not survey.investigators.strip():
        raise BadInput("调查人员：不能为空，请写明入户人员姓名 / investigators: name who went")
    if survey.visited_on > work.day:
        raise BadInput(
            f"调查日期：{survey.visited_on} 晚于今天 / visited on: lies after today ({work.day})"
        )
    if application.accepted_on and survey.visited_on < application.accepted_on:
        raise BadInput(
            f"调查日期：{survey.visited_on} 早于受理日 {application.accepted_on}"
            " / visited on: lies before the acceptance"
        )
    for condition in evidence.surveyed(application):
        agrees, note = survey.found.get(condition, (None, ""))
        if agrees is None or (agrees is not Agreement.YES and not note.strip()):
            name = evidence.condition_words(condition)
            raise BadInput(
                f"{name}：请选择核实结果；与申报不一致或无法核实的，写明情况"
                f" / {condition}: say what was found, and write it down where it does not agree"
            )


def _must_be_surveyed(work: Work, application: Application) -> None:
    last = queries.last_investigation(work.session, application.id)
    upheld = queries.last_upheld(work.session, application.case)
    if last is None or (upheld is not None and last.recorded_at < upheld):
        since = f"（{day_of(upheld)} 异议成立之后）" if upheld else ""
        raise BrokenRule(
            f"还没有调查记录{since}，请先完成入户调查，再提出初审意见"
            " / there is no survey yet (since the last upheld objection); survey first",
            rules=("HN-15-2",),
        )
