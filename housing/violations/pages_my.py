"""A tenant's own pages: what is said about them, being away, and consent to decorate."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.bans import queries as bans
from housing.core.access.permissions import Permission
from housing.leases.states import LeaseState
from housing.leases.whose import leases_of, own
from housing.violations import absences, decorating, queries, service
from housing.violations import queries_beside as beside
from housing.violations.forms import AbsenceForm, ConsentForm, StatementForm, TokenForm
from housing.violations.page_words import ABSENCES, CONSENTS, KINDS, STATES
from housing.violations.words import RULES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, answer, offer_deeds, perform
from housing.web.installation import installation

blueprint = Blueprint("my_violations", __name__, template_folder="templates")
STATEMENT = Deed(
    "statement",
    Permission.APPLY,
    StatementForm,
    lambda work, form, violation_id: service.state(work, violation_id, form.statement.data),
    _l("已收到您的陈述意见。"),
)
AWAY = Deed(
    "away",
    Permission.APPLY,
    AbsenceForm,
    lambda work, form, lease_id: absences.tell(
        work,
        lease_id,
        from_on=form.from_on.data,
        until_on=form.until_on.data,
        reason=form.reason.data,
    ),
    _l("已收到您的外出报告，认定结果会书面告知。"),
)
DECORATION = Deed(
    "decoration",
    Permission.APPLY,
    ConsentForm,
    lambda work, form, lease_id: decorating.ask(
        work,
        lease_id,
        scope=form.scope.data,
        works_from=form.works_from.data,
        works_until=form.works_until.data,
    ),
    _l("已收到您的装修申请，取得书面同意后才能施工。"),
)
WITHDRAW = Deed(
    "withdraw",
    Permission.APPLY,
    TokenForm,
    lambda work, _form, consent_id: decorating.withdraw(work, consent_id),
    _l("已撤回装修申请。"),
)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "violation_states": STATES,
        "violation_kinds": KINDS,
        "consent_states": CONSENTS,
        "absence_states": ABSENCES,
    }


@blueprint.get("/my/violations")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a tenant the cases about their leases, until when to speak, and a ban with its day."""
    return _mine(None, 0)


@blueprint.post("/my/violations/<int:violation_id>/statement")
@guards.requires(Permission.APPLY)
def state(violation_id: int) -> ResponseReturnValue:
    """Keep the tenant's own words about a case."""
    form = StatementForm(prefix=f"own{violation_id}")
    if perform(form, lambda work: STATEMENT.run(work, form, violation_id)):
        flash(STATEMENT.told)
        return redirect(url_for("my_violations.mine"))
    return _mine(form, violation_id)


@blueprint.route("/my/leases/<int:lease_id>/away", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def away(lease_id: int) -> ResponseReturnValue:
    """Say when nobody will live in the flat, and why."""
    form = AbsenceForm()
    if perform(form, lambda work: AWAY.run(work, form, lease_id)):
        flash(AWAY.told)
        return redirect(url_for("my_violations.away", lease_id=lease_id))
    with reading() as session:
        lease = own(session, signed_in_actor(), lease_id)
        told = beside.absences_of(session, [lease.id])
    return answer(form, "violations/away.html", lease=lease, told=told)


@blueprint.route("/my/leases/<int:lease_id>/decoration", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def decorate(lease_id: int) -> ResponseReturnValue:
    """Ask for consent to decorate."""
    form = ConsentForm()
    if perform(form, lambda work: DECORATION.run(work, form, lease_id)):
        flash(DECORATION.told)
        return redirect(url_for("my_violations.decorate", lease_id=lease_id))
    with reading() as session:
        lease = own(session, signed_in_actor(), lease_id)
        asked = beside.consents_of(session, [lease.id])
    facts = {"lease": lease, "asked": asked, "token": TokenForm(formdata=None)}
    return answer(form, "violations/decorate.html", **facts)


@blueprint.post("/my/decorations/<int:consent_id>/withdraw")
@guards.requires(Permission.APPLY)
def withdraw(consent_id: int) -> ResponseReturnValue:
    """Take a request to decorate back."""
    form = TokenForm()
    if perform(form, lambda work: WITHDRAW.run(work, form, consent_id)):
        flash(WITHDRAW.told)
    return redirect(url_for("my_violations.mine"))


def _mine(filled: FlaskForm | None, violation_id: int) -> ResponseReturnValue:
    actor, today = signed_in_actor(), installation().clock.today()
    with reading() as session:
        leases = leases_of(session, actor)
        found = queries.of_leases(session, [lease.id for lease in leases])
        told = [each for each in found if each.noticed_on is not None]
        held = [ban for each in told for ban in bans.of_case(session, each.case)]
    forms = {
        each.id: filled
        if filled is not None and each.id == violation_id
        else StatementForm(formdata=None, prefix=f"own{each.id}")
        for each in told
    }
    ends = {ban.case_id: ban for ban in held if ban.lifted_on is None}
    running = [lease for lease in leases if lease.state is LeaseState.ACTIVE]
    facts = {"forms": forms, "bans": ends, "running": running, "today": today, "rules": RULES}
    form = filled or StatementForm(formdata=None)
    return answer(form, "violations/mine.html", found=told, **facts)


offer_deeds(blueprint, "/my/violations/<int:violation_id>", (STATEMENT,))
offer_deeds(blueprint, "/my/leases/<int:lease_id>", (AWAY, DECORATION))
offer_deeds(blueprint, "/my/decorations/<int:consent_id>", (WITHDRAW,))
