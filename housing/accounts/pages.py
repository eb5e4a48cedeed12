"""Pages for signing in and out, one's own password, and one's own tokens of programs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from housing.accounts import entering, service, signing_in, tokens
from housing.accounts.forms import PasswordForm, SignInForm, TokenForm
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.errors import NotAllowed
from housing.core.work import Work
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor, somebody
from housing.web.addresses import own_path
from housing.web.citing import explained
from housing.web.kept import kept

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


@blueprint.route("/tokens", methods=["GET", "POST"])
@guards.signed_in
def programs() -> ResponseReturnValue:
    """Show one's own tokens; a new one is shown on this page alone, and once."""
    form, made = TokenForm(), ""

    def make(work: Work) -> None:
        nonlocal made
        made = tokens.make(work, form.name.data or "")[1]

    if form.validate_on_submit() and kept(form, make):
        form = TokenForm(formdata=None)
    with reading() as session:
        live = tokens.live(session, signed_in_actor().name)
    status = 400 if form.errors else 200
    return render_template("accounts/tokens.html", form=form, tokens=live, made=made), status


@blueprint.post("/tokens/<int:token_id>/revoke")
@guards.signed_in
def revoke(token_id: int) -> ResponseReturnValue:
    """End one of one's own tokens."""
    with acting() as work:
        tokens.revoke(work, token_id)
    flash(_("接口令牌已撤销。"))
    return redirect(url_for("accounts.programs"))


def _let_in(form: SignInForm) -> Actor | None:
    try:
        return entering.let_in((form.name.data or "").strip(), form.password.data or "")
    except NotAllowed as error:
        form.password.errors = [explained(error)]
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
