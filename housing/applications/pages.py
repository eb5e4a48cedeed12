"""The pages of applicants and employers, joined: where an application begins."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.applications import (
    pages_counter,
    pages_employer,
    pages_my,
    pages_papers,
    pages_sign_up,
    queries,
    service,
)
from housing.applications.asking import read
from housing.applications.completeness import BY_DOCUMENT, read_items
from housing.applications.door import blueprint
from housing.applications.drafts import case_page, own
from housing.applications.forms import StartForm
from housing.applications.page_words import GROUP_CHOICES
from housing.applications.pages_my import REUSABLE
from housing.applications.rules import WORKERS, channels_for
from housing.applications.states import ApplicationState
from housing.applications.steps import first_open
from housing.catalogue.articles import articles
from housing.core.access.permissions import Permission
from housing.core.clock import day_of
from housing.core.errors import MissingPolicyValue
from housing.households.words import Group
from housing.policies import queries as policies
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import said

__all__ = [
    "blueprint",
    "pages_counter",
    "pages_employer",
    "pages_my",
    "pages_papers",
    "pages_sign_up",
]


@blueprint.get("/apply")
@guards.public
def start() -> ResponseReturnValue:
    """Say who may apply, what to bring and what happens then."""
    papers, more_papers = _papers()
    return render_template(
        "apply/start.html",
        groups=list(GROUP_CHOICES.values()),
        papers=papers,
        more_papers=more_papers,
        self_check="/self-check",
    )


@blueprint.route("/apply/new", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def new() -> ResponseReturnValue:
    """Ask for the group and open a draft; staff are sent to their employer."""
    form = StartForm()
    if form.validate_on_submit():
        group = Group(form.group.data)
        has_employer = group in WORKERS and form.employer.data == "yes"
        if has_employer:
            return redirect(url_for("applications.through_employer"))
        with acting() as work:
            channel = channels_for(group, has_employer)[0]
            draft = service.start_draft(
                work, group=group, channel=channel, key=request.form.get("key", "")[:64]
            )
        return redirect(url_for("applications.resume", application_id=draft.id))
    with reading() as session:
        before = queries.of_account(session, signed_in_actor().name)
    return render_template(
        "apply/new.html",
        form=form,
        notes={group.value: words[1] for group, words in GROUP_CHOICES.items()},
        drafts=[each for each in before if each.state is ApplicationState.DRAFT],
        previous=next((each for each in before if each.state in REUSABLE), None),
        key=request.form.get("key") or secrets.token_hex(16),
    ), 200 if not form.errors else 400


@blueprint.get("/apply/through-employer")
@guards.requires(Permission.APPLY)
def through_employer() -> ResponseReturnValue:
    """Send somebody with an employer to the employer. Basis: HN 13 (HN-13-2)."""
    here, actor = installation(), signed_in_actor()
    with reading() as session:
        cites = policies.book(session).cited(("HN-13-2",), actor.place, day_of(here.clock.now()))
    return render_template("apply/through_employer.html", bases=[articles(cites)])


@blueprint.get("/apply/<int:application_id>")
@guards.requires(Permission.FILL_IN)
def resume(application_id: int) -> ResponseReturnValue:
    """Go on where the draft was left."""
    draft = read(application_id)
    if draft.application.state is not ApplicationState.DRAFT:
        return redirect(case_page(application_id))
    to = first_open(draft.steps)
    return redirect(url_for("applications.step", application_id=application_id, step=to))


@blueprint.post("/my/<int:application_id>/reuse")
@guards.requires(Permission.APPLY)
def reuse(application_id: int) -> ResponseReturnValue:
    """Open a new draft with what an own application said."""
    with acting() as work:
        own(work.session, work.actor, application_id)
        draft = service.reuse(work, application_id)
    flash(_("已带来上次填写的内容，请逐项核对，改掉有变化的地方。"))
    return redirect(url_for("applications.step", application_id=draft.id, step="family"))


def _papers() -> tuple[list[str], list[str]]:
    """Return the papers that everybody brings, and those of some; empty while there is no list."""
    here = installation()
    with reading() as session:
        try:
            value = policies.book(session).value(
                "document_list", here.settings.place, day_of(here.clock.now())
            )
        except MissingPolicyValue:
            return [], []
    items = [item for item in read_items(value.value) if item.by == BY_DOCUMENT]
    some = [item for item in items if item.groups or item.when or item.optional]
    every = [said(item.called) for item in items if item not in some]
    return every, [said(item.called) for item in some]
