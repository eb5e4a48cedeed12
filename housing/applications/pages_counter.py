"""The street's counter: opening an application for somebody who comes in person."""

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from housing.applications import counter
from housing.applications.door import blueprint
from housing.applications.forms_counter import CounterForm
from housing.applications.page_words import GROUP_CHOICES
from housing.applications.pages_sign_up import ask_again
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.households.page_words import GROUPS
from housing.households.words import Group
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained


@blueprint.route("/desk/counter", methods=["GET", "POST"])
@guards.requires(Permission.REVIEW_AT_STREET, signed_out=ask_again)
def at_counter() -> ResponseReturnValue:
    """Ask who stands at the counter and open a draft, or go on with one."""
    form = CounterForm()
    if form.validate_on_submit():
        try:
            return redirect(_opened(form))
        except HousingError as refused:
            form.form_errors.append(explained(refused))
    with reading() as session:
        drafts = counter.drafts_of(session, signed_in_actor())
    return render_template(
        "apply/counter.html",
        form=form,
        notes={group.value: words[1] for group, words in GROUP_CHOICES.items()},
        drafts=drafts,
        groups=GROUPS,
        key=request.form.get("key") or secrets.token_hex(16),
    ), 400 if form.errors or form.form_errors else 200


def _opened(form: CounterForm) -> str:
    """Open the draft; return the address of its first question."""
    with acting() as work:
        draft = counter.open_at_counter(
            work,
            Group(form.group.data),
            name=form.name.data or "",
            document_kind=form.document_kind.data or "",
            identity_number=form.identity_number.data or "",
            phone=form.phone.data or "",
            key=request.form.get("key", "")[:64],
        )
    return url_for("applications.person", application_id=draft.id, position=1)
