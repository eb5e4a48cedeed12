"""Pages of a family that registers: what is open, ranking with a preview, taking back."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission, Role
from housing.core.errors import BadInput, BrokenRule, HousingError, NotFound, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.plans import queries as plans
from housing.plans.models import Plan
from housing.plans.states import PlanState
from housing.policies.queries import book as values_in_force
from housing.registrations import queries, service, whose
from housing.registrations.choosing import Choice, choice_of, sent_wishes
from housing.registrations.forms import WithdrawForm
from housing.registrations.models import Registration, Way
from housing.registrations.page_words import STATES, WAYS
from housing.registrations.states import RegistrationState
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation

blueprint = Blueprint("registrations", __name__, template_folder="templates")
REFUSALS = (BadInput, BrokenRule, WrongState)


@blueprint.get("/my/register")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the rounds open to the family, and what it registered before."""
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        household = whose.household_of(session, actor.name, actor.place)
        held = queries.history(session, household.id) if household else ()
        names = {each.id: each for each in plans.all_public(session, actor.place)}
        open_plans = [each for each in names.values() if each.opens_for_registration(day)]
    return render_template(
        "registrations/mine.html",
        household=household,
        held=held,
        open=open_plans,
        coming=[each for each in names.values() if _is_coming(each, day)],
        of_round={each.round_id: each for each in held},
        plans={each.round_id: each for each in names.values()},
        **_words(),
    )


@blueprint.route("/my/register/<int:round_id>", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def choose(round_id: int) -> ResponseReturnValue:
    """Let a family rank the classes that fit it; a preview comes before it is registered."""
    actor = signed_in_actor()
    with reading() as session:
        household = whose.household_of(session, actor.name, actor.place)
    if household is None:
        return render_template("registrations/nobody.html"), 404
    back = url_for("registrations.choose", round_id=round_id)
    return choosing(round_id, household, Way.ACCOUNT, back, url_for("registrations.mine"))


@blueprint.post("/my/register/<int:round_id>/withdraw")
@guards.requires(Permission.APPLY)
def withdraw(round_id: int) -> ResponseReturnValue:
    """Take one's own registration back."""
    with acting() as work:
        household = whose.household_of(work.session, work.actor.name, work.place)
        take_back(work, round_id, household)
    flash(_("已撤回登记。您的轮候位次不受影响，截止前可以重新登记。"))
    return redirect(url_for("registrations.mine"))


def choosing(
    round_id: int, household: Household, way: Way, back: str, after: str
) -> ResponseReturnValue:
    """The form, then the preview, then the act; what was typed is never lost."""
    form = FlaskForm()
    typed = request.form.to_dict() if request.method == "POST" else None
    choice, refusal = _choice(round_id, household, typed)
    if refusal is not None:
        words = explained(refusal)
        return render_template("registrations/barred.html", words=words, plan=choice.plan), 409
    if typed is None or not form.validate_on_submit() or choice.faulty or "again" in typed:
        status = 400 if typed is not None and "again" not in typed else 200
        return _form(choice, back, form), status
    if "confirm" not in typed:
        return _preview(choice, back, form, typed)
    try:
        with acting() as work:
            _keep(work, choice, way)
    except REFUSALS as error:
        return _form(choice, back, form, explained(error)), 400
    flash(_("已登记。确认书已发出，截止日（含当日）前可以修改或者撤回。"))
    return redirect(after)


def _preview(
    choice: Choice, back: str, form: FlaskForm, typed: dict[str, str]
) -> ResponseReturnValue:
    if not choice.wishes():
        words = _("请至少在一类房源旁填上数字：1 表示最想要，2 其次。")
        return _form(choice, back, form, words), 400
    return render_template(
        "registrations/preview.html", choice=choice, back=back, form=form, sent=sent_wishes(typed)
    )


def _keep(work: Work, choice: Choice, way: Way) -> Registration:
    held = choice.registration
    if held is not None and held.state is RegistrationState.REGISTERED:
        return service.change(work, held.id, choice.wishes())
    return service.register(
        work, choice.plan.round_id, choice.household.id, choice.wishes(), way=way
    )


def _choice(
    round_id: int, household: Household, typed: dict[str, str] | None
) -> tuple[Choice, HousingError | None]:
    """The page of a household, and why it may not register in a round that is open, or None."""
    place, day = household.place, installation().clock.today()
    with reading() as session:
        terms = service.terms_of(session, place, round_id, day)
        held = queries.of_household(session, round_id, household.id)
        strikes = values_in_force(session).value("strike_classes", place, day).value == 1
        is_open = terms.plan.opens_for_registration(day)
        refusal = service.barred(session, terms, household) if is_open else None
    return choice_of(terms, household, held, typed, strikes=strikes), refusal


def _form(choice: Choice, back: str, form: FlaskForm, refused: str = "") -> str:
    open_now = choice.plan.opens_for_registration(installation().clock.today())
    return render_template(
        "registrations/choose.html",
        choice=choice,
        back=back,
        form=form,
        refused=refused,
        open=open_now,
        withdraw=WithdrawForm(formdata=None),
        family=signed_in_actor().role is Role.APPLICANT,
        **_words(),
    )


def take_back(work: Work, round_id: int, household: Household | None, reason: str = "") -> None:
    """Withdraw what a household registered; refuses where there is nothing."""
    held = household and queries.of_household(work.session, round_id, household.id)
    if not held:
        raise NotFound("没有登记过意向 / nothing was registered")
    service.withdraw(work, held.id, reason)


def _is_coming(plan: Plan, day: date) -> bool:
    first = plan.registration_from
    return plan.state is PlanState.PUBLISHED and first is not None and day < first


def _words() -> dict[str, object]:
    return {"states": STATES, "ways": WAYS}
