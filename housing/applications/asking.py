"""Showing one question of an application and keeping its answer, read or not."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from housing.applications import questions, service
from housing.applications.drafts import Draft, draft_of
from housing.applications.family_draft import STEP
from housing.applications.page_words import CONSENTS
from housing.applications.refusals import FieldRefusal
from housing.applications.steps import following, wants_guardian
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.installation import installation


def read(application_id: int) -> Draft:
    """Return the own application that the address names."""
    with reading() as session:
        return draft_of(session, installation().keyring, signed_in_actor(), application_id)


def save_people(draft: Draft, values: Mapping[str, Any], page: str) -> FieldRefusal | None:
    """Take the family when it fits together; else keep what was read and return why it does not.

    `page`: the page that has been read, so that nothing unread of it is left.

    Raises:
        EditConflict: somebody else changed the application.
    """
    application = draft.application
    if not wants_guardian(application, values):
        values = {**values, "guardian_name": "", "guardian_identity_number": ""}
    try:
        with acting() as work:
            service.save_step(work, application.id, STEP, values, version_of(draft))
    except FieldRefusal as refusal:
        unread = (draft.typed.get(STEP) or {}).get("raw", {})
        raw = {name: typed for name, typed in unread.items() if name != page}
        with acting() as work:
            service.keep_typed(work, application.id, STEP, {"values": dict(values), "raw": raw})
        return refusal
    return None


def show(
    draft: Draft, name: str, form: FlaskForm, *, template: str = "", **more: Any
) -> ResponseReturnValue:
    """Return the page of a question, with status 400 when something is wrong on it."""
    if request.method == "GET" and any(field.raw_data for field in form):
        form.validate()  # What could not be read last time says so again.
    steps = draft.steps
    page = render_template(
        template or f"apply/{name}.html",
        application=draft.application,
        steps=steps,
        step=next(step for step in steps if step.name == name),
        form=form,
        consents=CONSENTS,
        **more,
    )
    wrong = request.method == "POST" and bool(form.errors or form.form_errors)
    return page, 400 if wrong else 200


def keep(
    draft: Draft, saved_as: str, page: str, form: FlaskForm, name: str, **shown: Any
) -> ResponseReturnValue:
    """Keep what was typed with the draft and show the page again."""
    held = draft.typed.get(saved_as) or {}
    raw = {**held.get("raw", {}), page: questions.typed_in(request.form)}
    with acting() as work:
        kept = {**held, "raw": raw}
        if saved_as == STEP:
            kept.setdefault("values", draft.people)
        service.keep_typed(work, draft.application.id, saved_as, kept)
    return show(draft, name, form, **shown)


def onward(draft: Draft, name: str, *, stay: bool = False) -> ResponseReturnValue:
    """Go on to the next question; the draft is read anew, since an answer may add one."""
    here = draft.application.id
    to = name if stay else following(read(here).steps, name)
    return redirect(url_for("applications.step", application_id=here, step=to))


def version_of(draft: Draft) -> int:
    """Return the version that the sent page was made from."""
    sent = request.form.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else draft.application.version


def typed_for(draft: Draft, saved_as: str, page: str) -> questions.Typed | None:
    """Return what was sent now, else what was typed before and could not be read."""
    if request.method == "POST":
        return [[name, value] for name, value in request.form.items(multi=True)]
    return draft.raw(saved_as, page)
