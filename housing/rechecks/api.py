"""JSON interface of rechecks and of reported changes."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.rechecks import queries, reconsidering, reporting, reports, service
from housing.rechecks.models import ChangeReport, Recheck
from housing.rechecks.people import family_of
from housing.rechecks.schemas import (
    AskSchema,
    BeginSchema,
    ChangeReportSchema,
    ChangesArguments,
    DecisionSchema,
    HandleSchema,
    PassingSchema,
    RecheckLineSchema,
    RechecksArguments,
    RecheckSchema,
    ReconsideredSchema,
    ReportSchema,
)
from housing.rechecks.states import Purpose
from housing.recusals import service as recusals
from housing.waitlist import queries as entries_of
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("rechecks", __name__, description="资格复查 / rechecks")


@guards.requires(Permission.SEE_RECHECKS)
@api.route("/rechecks")
@api.arguments(RechecksArguments, location="query")
@api.response(200, page_of(RecheckLineSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of rechecks, the soonest due first."""
    wanted = queries.Wanted(asked["which"], asked["purpose"], asked["round_code"])
    place = signed_in_actor().place
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, wanted))
        found = queries.page_of(session, place, wanted, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.SEE_RECHECKS)
@api.route("/rechecks/<int:recheck_id>")
@api.response(200, RecheckSchema)
def show(recheck_id: int) -> Recheck:
    """Return one recheck."""
    actor = signed_in_actor()
    with reading() as session:
        found = queries.get(session, actor.place, recheck_id)
        family = family_of(session, entries_of.get(session, actor.place, found.entry_id))
        recusals.keep_off(session, actor, family.indexes(), found.case)
    return found


@guards.requires(Permission.RECHECK_CASE)
@api.route("/waitlist/<int:entry_id>/recheck", methods=["POST"])
@api.arguments(BeginSchema)
@api.response(201, RecheckSchema)
def begin(sent: dict[str, Any], entry_id: int) -> Recheck:
    """Begin the recheck of a household whose circumstances have changed."""
    with acting() as work:
        entry = entries_of.get(work.session, work.place, entry_id)
        return service.begin(
            work, entry, Purpose.CHANGE, reason=sent["reason"], document=sent["document"]
        )


@guards.requires(Permission.SEE_RECHECKS)
@api.route("/rechecks/<int:recheck_id>/decision", methods=["POST"])
@api.arguments(DecisionSchema)
@api.response(200, RecheckSchema)
def decide(sent: dict[str, Any], recheck_id: int) -> Recheck:
    """Decide whether the household still qualifies; it is told in writing."""
    with acting() as work:
        return service.decide(work, recheck_id, **sent)


@guards.requires(Permission.SEE_RECHECKS)
@api.route("/rechecks/passed", methods=["POST"])
@api.arguments(PassingSchema)
@api.response(200, RecheckSchema(many=True))
def pass_many(sent: dict[str, Any]) -> list[Recheck]:
    """Pass several rechecks whose findings are all met; none, when one is not."""
    with acting() as work:
        return service.decide_many(work, sent["ids"], reason=sent["reason"])


@guards.requires(Permission.RECHECK_CASE)
@api.route("/rechecks/<int:recheck_id>/reconsideration", methods=["POST"])
@api.arguments(AskSchema)
@api.response(200, RecheckSchema)
def ask(sent: dict[str, Any], recheck_id: int) -> Recheck:
    """Take a household's letter that asks for reconsideration."""
    with acting() as work:
        return reconsidering.ask(work, recheck_id, sent["reason"], sent["document"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/rechecks/<int:recheck_id>/reconsidered", methods=["POST"])
@api.arguments(ReconsideredSchema)
@api.response(200, RecheckSchema)
def reconsider(sent: dict[str, Any], recheck_id: int) -> Recheck:
    """Decide again, by somebody without a hand in the decision."""
    with acting() as work:
        return reconsidering.reconsider(work, recheck_id, **sent)


@guards.requires(Permission.SEE_RECHECKS)
@api.route("/changes")
@api.arguments(ChangesArguments, location="query")
@api.response(200, page_of(ChangeReportSchema))
def changes(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the changes that households reported, the oldest first."""
    place, state = signed_in_actor().place, asked["state"]
    with reading() as session:
        paging = paging_of(asked, reports.count(session, place, state))
        found = reports.page_of(session, place, state, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.CONFIRM_WISH)
@api.route("/waitlist/<int:entry_id>/changes", methods=["POST"])
@api.arguments(ReportSchema)
@api.response(201, ChangeReportSchema)
def take(sent: dict[str, Any], entry_id: int) -> ChangeReport:
    """Take down what a household reports to an officer."""
    with acting() as work:
        return reporting.report(work, entry_id, **sent)


@guards.requires(Permission.APPLY)
@api.route("/own/entries/<int:entry_id>/changes", methods=["POST"])
@api.arguments(ReportSchema)
@api.response(201, ChangeReportSchema)
def report(sent: dict[str, Any], entry_id: int) -> ChangeReport:
    """Report what has changed in one's own family."""
    with acting() as work:
        return reporting.report(work, entry_id, **sent)


@guards.requires(Permission.RECHECK_CASE)
@api.route("/changes/<int:report_id>/recheck", methods=["POST"])
@api.arguments(HandleSchema)
@api.response(201, RecheckSchema)
def recheck(sent: dict[str, Any], report_id: int) -> Recheck:
    """Begin a recheck for a reported change."""
    with acting() as work:
        return reporting.recheck(work, report_id, sent["reason"])


@guards.requires(Permission.RECHECK_CASE)
@api.route("/changes/<int:report_id>/note", methods=["POST"])
@api.arguments(HandleSchema)
@api.response(200, ChangeReportSchema)
def note(sent: dict[str, Any], report_id: int) -> ChangeReport:
    """Note that nothing follows from a reported change."""
    with acting() as work:
        return reporting.note(work, report_id, sent["reason"])
