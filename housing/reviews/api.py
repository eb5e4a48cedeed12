"""JSON interface of the review: the list by legal clock, one case, its acts, filed lists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import Schema

from housing.applications.models import Application
from housing.applications.states import ApplicationState
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.eligibility.citing import cited
from housing.policies import queries as policies
from housing.reviews import (
    county,
    evidence,
    filing,
    paper,
    parks,
    queries,
    reconsidering,
    registering,
    street,
    work_list,
)
from housing.reviews.cases import seen
from housing.reviews.deeds import DEEDS, DeedName, fitting
from housing.reviews.doing import looking
from housing.reviews.models import Filing
from housing.reviews.schemas import (
    CasesArguments,
    CaseSchema,
    CasesSchema,
    CasesToFileSchema,
    DisagreementSchema,
    FilingSchema,
    NoticeOfMissingSchema,
    OutcomeSchema,
    PaperAnswerSchema,
    ReceiptSchema,
    SurveySchema,
    VersionSchema,
)
from housing.reviews.work_list import Asked, Mark
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("reviews", __name__, description="审核 / reviews")
Sent = dict[str, Any]
_D = DeedName


@guards.requires(Permission.SEE_CASES)
@api.route("/cases")
@api.arguments(CasesArguments, location="query")
@api.response(200, CasesSchema)
def listing(asked: Sent) -> dict[str, object]:
    """Return open cases of the caller's desk by their legal clock."""
    actor, day = signed_in_actor(), installation().clock.today()
    wanted = Asked(
        asked["whose"] == "mine", _state(asked["state"]), asked["group"], None, asked["due"]
    )
    with reading() as session:
        after = _mark(asked["after"])
        held = work_list.page_of(session, actor, wanted, day, after, asked["rows"])
    return {
        "items": [_line(each) for each in held.lines],
        "after": f"{held.after.due_on}.{held.after.id}" if held.after else "",
        "total": held.total,
    }


@guards.requires(Permission.SEE_CASES)
@api.route("/cases/<int:application_id>")
@api.response(200, CaseSchema)
def show(application_id: int) -> dict[str, object]:
    """Return one case with its findings, decisions and the acts open to the caller."""
    with reading() as session:
        return _told(looking(session), seen(session, signed_in_actor(), application_id))


@guards.requires(Permission.SEE_CASES)
@api.route("/cases/<int:application_id>/paper/<department>", methods=["POST"])
@api.arguments(PaperAnswerSchema)
@api.response(200, CaseSchema)
def enter_paper(sent: Sent, application_id: int, department: str) -> dict[str, object]:
    """Enter a department's answer on paper; only where it has not answered itself."""
    if department not in set(OfficeKind):
        raise BadInput(f"没有部门“{department}” / there is no department {department}")
    with acting() as work:
        kind = OfficeKind(department)
        answer, number = sent["answer"], sent["paper"]
        paper.record_answer(work, application_id, kind, answer, number, sent["version"])
        return _told(work, seen(work.session, work.actor, application_id))


@guards.requires(Permission.RECHECK_CASE)
@api.route("/filings", methods=["POST"])
@api.arguments(CasesToFileSchema)
@api.response(200, FilingSchema)
def file_with_prefecture(sent: Sent) -> Filing:
    """File rechecked cases with the prefecture."""
    with acting() as work:
        return filing.file_with_prefecture(work, sent["cases"])


@guards.requires(Permission.REVIEW_AT_PARK)
@api.route("/filings/park", methods=["POST"])
@api.arguments(CasesToFileSchema)
@api.response(200, FilingSchema)
def file_park_list(sent: Sent) -> Filing:
    """File those a park has admitted with the county."""
    with acting() as work:
        return filing.file_park_list(work, sent["cases"])


@guards.signed_in
@api.route("/filings/<int:filing_id>/receipt", methods=["POST"])
@api.arguments(ReceiptSchema)
@api.response(200, FilingSchema)
def receive(sent: Sent, filing_id: int) -> Filing:
    """Note the receipt of a list, by the office it was sent to."""
    with acting() as work:
        return filing.receive(work, filing_id, sent["receipt_number"])


@guards.requires(Permission.APPLY)
@api.route("/my/applications/<int:application_id>/reconsideration", methods=["POST"])
@api.arguments(DisagreementSchema)
@api.response(200, CaseSchema(only=("id", "number", "group", "state", "version")))
def ask_reconsideration(sent: Sent, application_id: int) -> dict[str, object]:
    """Ask to have the refusal of one's own application reconsidered."""
    with acting() as work:
        application = reconsidering.ask(
            work, application_id, sent["reason"], version=sent["version"]
        )
        return _head(application)


def _survey(work: Work, case: int, sent: Sent) -> object:
    found = {each["condition"]: (each["agrees"], each["note"]) for each in sent["found"]}
    survey = street.Survey(sent["visited_on"], sent["investigators"], found)
    return street.investigate(work, case, survey, sent["version"])


def _missing(work: Work, case: int, sent: Sent) -> object:
    items = [(each["key"], each["reason"], each["member_id"]) for each in sent["items"]]
    return street.ask_for_missing(work, case, items, sent["version"])


def _letter(work: Work, case: int, sent: Sent) -> object:
    return reconsidering.ask(work, case, sent["reason"], sent["document"], sent["version"])


def _plain(act: Callable[[Work, int, int | None], object]) -> Callable[[Work, int, Sent], object]:
    return lambda work, case, sent: act(work, case, sent["version"])


def _outcome(act: Callable[..., object]) -> Callable[[Work, int, Sent], object]:
    return lambda work, case, sent: act(
        work, case, sent["outcome"], sent["reason"], sent["version"]
    )


ACTS: dict[DeedName, tuple[type[Schema], Callable[[Work, int, Sent], object]]] = {
    _D.ACCEPT: (VersionSchema, _plain(street.accept)),
    _D.ASK_FOR_MISSING: (NoticeOfMissingSchema, _missing),
    _D.INVESTIGATE: (SurveySchema, _survey),
    _D.PUBLISH_AT_STREET: (OutcomeSchema, _outcome(street.publish_at_street)),
    _D.FORWARD: (VersionSchema, _plain(street.forward)),
    _D.RECEIVE: (VersionSchema, _plain(county.receive)),
    _D.RECHECK: (OutcomeSchema, _outcome(county.recheck)),
    _D.DECIDE: (OutcomeSchema, _outcome(county.decide)),
    _D.REGISTER: (VersionSchema, _plain(registering.register)),
    _D.ASK_RECONSIDERATION: (DisagreementSchema, _letter),
    _D.RECONSIDER: (OutcomeSchema, _outcome(reconsidering.reconsider)),
    _D.START_AT_PARK: (VersionSchema, _plain(parks.start)),
    _D.DECIDE_AT_PARK: (OutcomeSchema, _outcome(parks.decide)),
}


def _add_act(name: DeedName) -> None:
    schema, act = ACTS[name]

    def view(sent: Sent, application_id: int) -> dict[str, object]:
        with acting() as work:
            act(work, application_id, sent)
            work.session.flush()
            return _told(work, seen(work.session, work.actor, application_id))

    view.__name__, view.__doc__ = str(name), f"{DEEDS[name].name}: one act of the review."
    described = api.arguments(schema)(api.response(200, CaseSchema)(view))
    routed = api.route(f"/cases/<int:application_id>/{name}", methods=["POST"])(described)
    guards.requires(DEEDS[name].right)(routed)


for _name in ACTS:
    _add_act(_name)


def _told(work: Work, application: Application) -> dict[str, object]:
    found = evidence.assessed(work.session, work.keyring, application, work.day)
    cites = cited(found, policies.book(work.session))
    return _head(application) | {
        "findings": [replace(each, cites=cites[each.key]) for each in found.findings],
        "decisions": list(queries.decisions(work.session, application.id)),
        "acts": [deed.name.value for deed in fitting(application, work.actor)],
    }


def _head(application: Application) -> dict[str, object]:
    return {
        "id": application.id,
        "number": application.case.number,
        "group": application.group.value,
        "state": application.state.value,
        "version": application.version,
    }


def _line(line: work_list.Line) -> dict[str, object]:
    return _head(line.application) | {
        "clock": line.clock.kind.value,
        "due_on": line.clock.due_on,
    }


def _state(word: str) -> ApplicationState | None:
    if word and word not in set(ApplicationState):
        raise BadInput(f"state：没有状态“{word}” / there is no state {word}")
    return ApplicationState(word) if word else None


def _mark(key: str) -> Mark | None:
    day, _dot, number = key.partition(".")
    try:
        return Mark(date.fromisoformat(day), int(number)) if key else None
    except ValueError as fault:
        raise BadInput(f"after：{key!r} 无法识别 / after: not readable") from fault
