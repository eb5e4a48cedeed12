"""Officers' pages: the desk, and a round from its preparation to its publication."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound, WrongState
from housing.core.work import Work
from housing.rounds import queries, seed_entry, service
from housing.rounds.deeds import DEEDS, OFFERED, Deed, next_acts
from housing.rounds.entropy import form_of
from housing.rounds.facts import facts_before, facts_of_round, off_roll_line
from housing.rounds.forms import PrepareForm, SeedForm
from housing.rounds.models import Round
from housing.rounds.rights import RIGHT_FOR
from housing.rounds.states import ROUND, RoundAct
from housing.rounds.words import (
    ACT_MEANING,
    ACT_WORDS,
    FILING_WORDS,
    MECHANISM_WORDS,
    OFF_ROLL_WORDS,
    STATE_WORDS,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed as WebDeed
from housing.web.deeds import answer, attempt, offer_deeds, perform
from housing.web.paging import ROWS, asked_page, paged

blueprint = Blueprint("rounds", __name__, template_folder="templates")
ADDRESS = "/desk/rounds/<int:round_id>"


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "state_words": STATE_WORDS,
        "act_words": ACT_WORDS,
        "act_meaning": ACT_MEANING,
        "mechanism_words": MECHANISM_WORDS,
        "off_roll_words": OFF_ROLL_WORDS,
        "filing_words": FILING_WORDS,
    }


@blueprint.get("/desk/rounds")
@guards.requires(Permission.SEE_ROUNDS)
def desk() -> ResponseReturnValue:
    """Show the rounds: what waits, and for whom."""
    actor = signed_in_actor()
    with reading() as session:
        rounds = queries.rounds_of(session, actor.place)
    waiting = [(round_, next_acts(round_, actor)) for round_ in rounds]
    return render_template("rounds/desk.html", waiting=waiting)


@blueprint.get("/desk/rounds/<int:round_id>")
@guards.requires(Permission.SEE_ROUNDS)
def show(round_id: int) -> ResponseReturnValue:
    """Show one round with its steps, hashes and next acts."""
    with reading() as session:
        round_ = own_round(session, round_id)
        steps = queries.steps(session, round_id)
        facts = facts_of_round(session, round_)
    acts = next_acts(round_, signed_in_actor())
    return render_template("rounds/show.html", round=round_, steps=steps, acts=acts, **facts)


@blueprint.get("/desk/rounds/<int:round_id>/off-roll")
@guards.requires(Permission.SEE_ROUNDS)
def off_roll(round_id: int) -> ResponseReturnValue:
    """List who is registered but not on the roll, with reason and article, masked."""
    with reading() as session:
        round_ = own_round(session, round_id)
        offset = (asked_page() - 1) * ROWS
        total, found = queries.off_roll(session, round_id, offset, ROWS)
    lines = [off_roll_line(household, reason) for household, reason in found]
    return render_template("rounds/off_roll.html", round=round_, lines=lines, paging=paged(total))


@blueprint.route("/desk/rounds/new", methods=["GET", "POST"])
@guards.requires(Permission.DRAFT_PLAN)
def prepare() -> ResponseReturnValue:
    """Begin a round."""
    form = PrepareForm()
    form.seed_source.choices = seed_entry.choices()
    form.audience.choices = seed_entry.audiences()
    if form.validate_on_submit():
        round_id = attempt(form, _prepared)
        if round_id is not None:
            flash(_("已立项。"))
            return redirect(url_for("rounds.show", round_id=round_id))
    return answer(form, "rounds/new.html")


@blueprint.route("/desk/rounds/<int:round_id>/enter_seed", methods=["GET", "POST"])
@guards.requires(RIGHT_FOR[RoundAct.ENTER_SEED])
def enter_seed(round_id: int) -> ResponseReturnValue:
    """Take the seed in two steps: first its bits are shown, then it is kept for ever."""
    with reading() as session:
        round_ = own_round(session, round_id)
        check_fits(round_, RoundAct.ENTER_SEED)
        source, least = seed_entry.terms_of_round(session, round_)
    form, bits = SeedForm(), None
    enter = partial(seed_entry.entered, form=form, round_id=round_id)
    if form.validate_on_submit():
        bits = attempt(form, seed_entry.bits_found, source, least)
    if bits is not None and form.enter.data and perform(form, enter):
        flash(_("种子已录入。"))
        return redirect(url_for("rounds.show", round_id=round_id))
    facts = {"bits": bits, "least": least, "source": source, "example": form_of(source)}
    return answer(form, "rounds/enter_seed.html", round=round_, **facts)


def act_view(deed: Deed) -> Callable[[int], ResponseReturnValue]:
    """Return the page of one act: a confirmation, then the act itself."""

    def view(round_id: int) -> ResponseReturnValue:
        with reading() as session:
            round_ = own_round(session, round_id)
            check_fits(round_, deed.act)
            facts = facts_before(session, round_, deed.act)
        form = deed.form()
        if form.validate_on_submit() and attempt(form, _performed, deed, round_id):
            flash(_("已完成：%(act)s", act=ACT_WORDS[deed.act]))
            return redirect(url_for("rounds.show", round_id=round_id))
        return answer(form, "rounds/act.html", round=round_, deed=deed, facts=facts)

    return guards.requires(RIGHT_FOR[deed.act])(view)


def add_act(owner: Blueprint, deed: Deed) -> None:
    """Give `deed` its page on the blueprint of the feature that performs it, and its operation."""
    OFFERED.add(deed.act)
    owner.add_url_rule(
        f"{ADDRESS}/{deed.act}",
        endpoint=str(deed.act),
        view_func=act_view(deed),
        methods=["GET", "POST"],
    )
    offered = WebDeed(
        name=str(deed.act),
        right=RIGHT_FOR[deed.act],
        form=deed.form,
        run=partial(_done, deed),
        told=_l("已办理。"),
        legend=ACT_WORDS[deed.act],
    )
    offer_deeds(owner, ADDRESS, (offered,))


def own_round(session: Any, round_id: int) -> Round:
    """Return a round of the signed-in person's county.

    Raises:
        NotFound: there is none, or it is another county's.
    """
    round_ = queries.get(session, round_id)
    if round_.place != signed_in_actor().place:
        raise NotFound(f"没有轮次 {round_id} / there is no round {round_id}")
    return round_


def check_fits(round_: Round, act: RoundAct) -> None:
    """Refuse, in the words of the pages, an act that the round's state has no move for.

    Raises:
        WrongState: says what state the round is in.
    """
    if act not in ROUND.acts_from(round_.state):
        raise WrongState(
            _(
                "“%(round)s”现在的状态是“%(state)s”，不能办理“%(act)s”。",
                round=round_.name,
                state=STATE_WORDS[round_.state],
                act=ACT_WORDS[act],
            )
        )


def _prepared(form: FlaskForm) -> int:
    with acting() as work:
        return _begun(work, form).id


def _begun(work: Work, form: FlaskForm) -> Round:
    return service.prepare(
        work,
        name=form.name.data,
        approval_document=form.approval_document.data,
        seed_source=form.seed_source.data,
        audience=form.audience.data,
    )


def _performed(form: FlaskForm, deed: Deed, round_id: int) -> bool:
    with acting() as work:
        deed.perform(work, round_id, form)
    return True


def _done(deed: Deed, work: Work, form: FlaskForm, round_id: int) -> Round:
    round_ = own_round(work.session, round_id)
    deed.perform(work, round_id, form)
    return round_


for _deed in DEEDS:
    add_act(blueprint, _deed)
offer_deeds(
    blueprint,
    "/desk/rounds",
    (
        WebDeed(
            "new", Permission.DRAFT_PLAN, PrepareForm, _begun, _l("已立项。"), _l("新建分配轮次")
        ),
    ),
)
offer_deeds(
    blueprint,
    ADDRESS,
    (
        WebDeed(
            str(RoundAct.ENTER_SEED),
            RIGHT_FOR[RoundAct.ENTER_SEED],
            SeedForm,
            seed_entry.entered,
            _l("种子已录入。"),
            ACT_WORDS[RoundAct.ENTER_SEED],
        ),
    ),
)
