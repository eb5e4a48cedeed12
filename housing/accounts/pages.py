"""Pages for signing in and out, one's own password, and keeping accounts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from housing.accounts import entering, queries, service, signing_in
from housing.accounts.forms import AccountForm, ClosingForm, PasswordForm, SignInForm
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.errors import BadInput, NotAllowed
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor, somebody
from housing.web.addresses import own_path
from housing.web.language import said
from housing.web.role_words import ROLE_WORDS

blueprint = Blueprint("accounts", __name__, template_folder="templates")
#: Where people arrive after signing in, when they did not want to go elsewhere.
HOMES: dict[Role | None, str] = {
    Role.APPLICANT: "/my",
    Role.EMPLOYER: "/employer",
    Role.DEPARTMENT: "/desk/checks",
}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.SIGN_IN, methods=["POST"], deduct_when=limits.is_wrong)
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; go on to the page that was wanted."""
    form, actor = SignInForm(), somebody()
    if actor is None and form.validate_on_submit():
        actor = _let_in(form)
    if actor is not None:
        return redirect(own_path(request.args.get("next"), HOMES.get(actor.role, "/desk")))
    return render_template("accounts/sign_in.html", form=form), 200 if not form.errors else 400


@blueprint.post("/sign-out")
@guards.signed_in
def sign_out() -> ResponseReturnValue:
    """End every sign-in of this account."""
    with acting() as work:
        signing_in.sign_out(work)
    logout_user()
    flash(_("您已退出登录。"))
    return redirect("/")


@blueprint.route("/password", methods=["GET", "POST"])
@guards.signed_in
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    if form.validate_on_submit() and _password_changed(form):
        flash(_("密码已更改，请重新登录。"))
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/password.html", form=form), 200 if not form.errors else 400


@blueprint.route("/accounts", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def listing() -> ResponseReturnValue:
    """Show the county's accounts and open a new one."""
    form = AccountForm()
    if form.validate_on_submit() and _opened(form):
        flash(_("账号已开设。"))
        return redirect(url_for("accounts.listing"))
    with reading() as session:
        accounts = queries.accounts_of(session, signed_in_actor().place)
    return render_template(
        "accounts/listing.html", form=form, accounts=accounts, role_words=ROLE_WORDS
    ), 200 if not form.errors else 400


@blueprint.route("/accounts/<name>/close", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def close(name: str) -> ResponseReturnValue:
    """Close an account after asking why."""
    form = ClosingForm()
    if form.validate_on_submit():
        with acting() as work:
            service.close_account(work, name, reason=form.reason.data or "")
        flash(_("账号已停用。"))
        return redirect(url_for("accounts.listing"))
    return render_template("accounts/close.html", form=form, name=name)


def _let_in(form: SignInForm) -> Actor | None:
    try:
        return entering.let_in((form.name.data or "").strip(), form.password.data or "")
    except NotAllowed as error:
        form.password.errors = [said(str(error))]
        return None


def _password_changed(form: PasswordForm) -> bool:
    actor: Actor = signed_in_actor()
    try:
        entering.compared(actor.name, form.present.data or "")
    except NotAllowed:
        form.present.errors = [_("现在的密码不正确。")]
        return False
    with acting() as work:
        service.set_password(work, actor.name, form.new.data or "")
    return True


def _opened(form: AccountForm) -> bool:
    try:
        with acting() as work:
            service.open_account(
                work,
                form.name.data or "",
                Role(form.role.data),
                work.place,
                form.password.data or "",
            )
    except BadInput as error:
        form.name.errors = [said(str(error))]
        return False
    return True
