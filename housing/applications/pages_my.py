"""What applicants see of their applications: where they stand, why, and what they can do."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.applications import queries, service
from housing.applications.consent_words import STATEMENT
from housing.applications.door import blueprint
from housing.applications.drafts import looking, own
from housing.applications.forms import ReasonForm
from housing.applications.forms_sign_up import LookUpForm
from housing.applications.models import Application
from housing.applications.page_words import CONSENTS, NEXT, RELATIONS, STATES
from housing.applications.papers import asked_words
from housing.applications.shown import sections_of
from housing.applications.states import WITHDRAWABLE, ApplicationState
from housing.applications.status import status_of
from housing.applications.words import Consent
from housing.catalogue.articles import articles
from housing.core.access.permissions import Permission
from housing.core.clock import day_of
from housing.core.errors import NotFound
from housing.households.masking import masked_name
from housing.letters import queries as letters
from housing.letters.page_words import KINDS as LETTERS
from housing.policies import queries as policies
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation

_S = ApplicationState
_ASKED = ("application_id", "member_id")
REUSABLE = frozenset({_S.WITHDRAWN, _S.REFUSED, _S.REFUSED_FINAL})


@blueprint.get("/my")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """List the own applications, the newest first."""
    actor = signed_in_actor()
    with reading() as session:
        applications = queries.of_account(session, actor.name)
        asked = [each for each in _asked(session) if each["consent"] is Consent.NONE]
        unread = letters.unread(session, actor.name)
    return render_template(
        "my/list.html",
        applications=applications,
        asked=len(asked),
        unread=unread,
        inbox=url_for("letters.inbox"),
        states=STATES,
        next=NEXT,
    )


@blueprint.get("/my/<int:application_id>")
@guards.requires(Permission.APPLY)
def show(application_id: int) -> ResponseReturnValue:
    """Show one application: its status, its past, its letters, and what was declared."""
    here = installation()
    with reading() as session:
        application = own(session, signed_in_actor(), application_id)
        status = status_of(session, application, day_of(here.clock.now()))
        sent = letters.of_case(session, application.case)
        reasons = _reasons(session, application)
        sections = sections_of(here.keyring, application)
    with looking() as work:
        missing = asked_words(work, application) if application.state is _S.INCOMPLETE else []
    return render_template(
        "my/show.html",
        application=application,
        status=status,
        missing=missing,
        reasons=reasons,
        letters=[_letter(each) for each in sent if each.account == application.account],
        sections=sections,
        secret=service.receipt_code(here.keyring, application) if application.number else "",
        states=STATES,
        may_withdraw=application.state in WITHDRAWABLE,
        may_reuse=application.state in REUSABLE,
    )


@blueprint.route("/my/<int:application_id>/withdraw", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def withdraw(application_id: int) -> ResponseReturnValue:
    """Withdraw an application after asking why."""
    with reading() as session:
        application = own(session, signed_in_actor(), application_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with acting() as work:
            service.withdraw(work, application_id, form.reason.data or "")
        flash(_("申请已撤回。"))
        return redirect(url_for("applications.show", application_id=application_id))
    return render_template(
        "my/reason.html",
        application=application,
        form=form,
        title=_("撤回这份申请"),
        meaning=_("撤回后不再办理，排队也不算数。以后可以用这次填写的内容重新申请。"),
        button=_("确认撤回"),
        grave=True,
    ), 200 if not form.errors else 400


@blueprint.post("/my/<int:application_id>/complete")
@guards.requires(Permission.APPLY)
def complete(application_id: int) -> ResponseReturnValue:
    """Say that what was missing has been brought. Basis: HN 14 (HN-14-1)."""
    sent = request.form.get("version", "")
    with acting() as work:
        application = own(work.session, work.actor, application_id)
        version = int(sent) if sent.isdecimal() and len(sent) < 9 else application.version
        service.complete(
            work, application_id, version, truthful=request.form.get("truthful") == "y"
        )
    flash(_("已告诉受理机关，材料补齐了。"))
    return redirect(url_for("applications.show", application_id=application_id))


@blueprint.route("/my/consents", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def consents() -> ResponseReturnValue:
    """Let a member of somebody's family agree to being checked. Basis: HN 14 (HN-14-3)."""
    if request.method == "POST":
        application_id, member_id = (_whole(request.form.get(name)) for name in _ASKED)
        with acting() as work:
            service.consent(work, application_id, member_id)
        flash(_("已记下您的同意。"))
        return redirect(url_for("applications.consents"))
    with reading() as session:
        asked = list(_asked(session))
    return render_template(
        "my/consents.html",
        asked=asked,
        statement=STATEMENT,
        relations=RELATIONS,
        consents=CONSENTS,
    )


@blueprint.route("/status", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.LOOK_UP, methods=["POST"], deduct_when=limits.is_wrong)
def look_up() -> ResponseReturnValue:
    """Show where an application stands by its number and the secret of its receipt."""
    here, form = installation(), LookUpForm()
    found, status = None, None
    if form.validate_on_submit():
        try:
            with reading() as session:
                found = queries.by_number_and_secret(
                    session,
                    here.keyring,
                    here.settings.place,
                    form.number.data or "",
                    form.secret.data or "",
                )
                status = status_of(session, found, day_of(here.clock.now()))
        except NotFound as refusal:
            form.form_errors.append(explained(refusal))
    return render_template(
        "my/look_up.html", form=form, found=found, status=status, states=STATES
    ), 200 if not form.errors and not form.form_errors else 400


def _asked(session: Session) -> Sequence[dict[str, Any]]:
    """Return the applications that name the actor as somebody else's family."""
    actor = signed_in_actor()
    account = accounts.by_name(session, actor.name)
    if account is None or account.identity_index is None:
        return []
    return [
        {
            "application_id": each.id,
            "number": each.number,
            "applicant": masked_name(each.applicant.name) if each.applicant else "",
            "member_id": member.id,
            "relation": member.relation,
            "consent": member.consent,
        }
        for each in queries.where_member(session, account.identity_index)
        for member in each.members
        if member.identity_index == account.identity_index and each.account != actor.name
    ]


def _reasons(session: Session, application: Application) -> list[dict[str, str]]:
    """Return why an application was refused, each reason with its article."""
    if application.state not in (_S.REFUSED, _S.REFUSED_FINAL, _S.RECONSIDERING):
        return []
    book, day = policies.book(session), application.opened_at.date()
    return [
        {
            "words": str(each["text"]),
            "basis": articles(book.cited([str(each["rule"])], application.place, day)),
        }
        for each in application.refusal_reasons
    ]


def _letter(letter: Any) -> dict[str, str]:
    return {
        "address": url_for("letters.mine", number=letter.number),
        "title": str(LETTERS[letter.kind]),
        "number": letter.number,
    }


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
