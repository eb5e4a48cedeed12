"""Pages of declared relations: one's own, and those of others for whoever keeps the accounts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.accounts.queries import officer
from housing.core.access.permissions import Permission, Role
from housing.recusals import queries, service
from housing.recusals.forms import DeclarationForm, WithdrawalForm
from housing.recusals.page_words import RELATIONS
from housing.recusals.words import Relation
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.kept import kept

blueprint = Blueprint("recusals", __name__, template_folder="templates")


@blueprint.route("/my/relations", methods=["GET", "POST"])
@guards.signed_in
def own() -> ResponseReturnValue:
    """Show and declare one's own relations."""
    return _relations_page(signed_in_actor().name)


@blueprint.route("/accounts/<name>/relations", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def of_officer(name: str) -> ResponseReturnValue:
    """Show and declare the relations of an officer of the county."""
    with reading() as session:
        return _relations_page(officer(session, signed_in_actor().place, name).name)


@blueprint.route("/relations/<int:declaration_id>/withdraw", methods=["GET", "POST"])
@guards.signed_in
def withdraw(declaration_id: int) -> ResponseReturnValue:
    """Withdraw a relation, after asking why it no longer stands."""
    form, actor = WithdrawalForm(), signed_in_actor()
    with reading() as session:
        declaration = queries.visible(session, actor, declaration_id)
    if form.validate_on_submit() and kept(
        form, lambda work: service.withdraw(work, declaration_id, reason=form.reason.data or "")
    ):
        flash(_("已撤回。"))
        return redirect(_back(declaration.account_name))
    status = 400 if form.errors else 200
    return render_template(
        "recusals/withdraw.html",
        form=form,
        declaration=declaration,
        relations=RELATIONS,
        back=_back(declaration.account_name),
    ), status


def _relations_page(name: str) -> ResponseReturnValue:
    form = DeclarationForm()
    if form.validate_on_submit() and kept(
        form,
        lambda work: service.declare(
            work,
            Relation(form.relation.data),
            form.name.data or "",
            form.identity_number.data or "",
            account_name=name,
        ),
    ):
        flash(_("已申报。涉及此人的案件，系统不再让您办理。") if _is_own(name) else _("已申报。"))
        return redirect(_back(name))
    with reading() as session:
        found = queries.of_account(session, name)
    keyring = installation().keyring
    endings = {each.id: keyring.unseal(each.identity_sealed)[-4:] for each in found}
    return render_template(
        "recusals/relations.html",
        form=form,
        declarations=found,
        endings=endings,
        relations=RELATIONS,
        name=name,
        is_own=_is_own(name),
        is_applicant=signed_in_actor().role is Role.APPLICANT,
    ), 400 if form.errors else 200


def _is_own(name: str) -> bool:
    return name == signed_in_actor().name


def _back(name: str) -> str:
    if _is_own(name):
        return url_for("recusals.own")
    return url_for("recusals.of_officer", name=name)
