"""Pages by which somebody becomes an applicant with an account, and signs in again in mid-draft."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from housing.accounts import service as accounts
from housing.accounts.entering import begin, let_in
from housing.accounts.queries import actor_of
from housing.applications import sign_up as codes
from housing.applications.door import blueprint
from housing.applications.forms_sign_up import AgainForm, PhoneForm, SignUpForm
from housing.core.access.actor import Actor, system_actor
from housing.core.errors import BadInput, NotAllowed
from housing.core.work import Work, working
from housing.households.masking import masked_phone
from housing.letters import outbox
from housing.letters.kinds import LetterKind
from housing.letters.service import Recipient, send
from housing.letters.transports import transports_of
from housing.web import guards, limits
from housing.web.acting import somebody
from housing.web.addresses import own_path
from housing.web.citing import explained
from housing.web.installation import installation

#: Where the browser remembers the number that a code was sent to; gone when the account is open.
_PHONE = "sign_up_phone"
#: Sending costs money and annoys whoever owns the number.
CODES_A_NUMBER = "1 per minute; 5 per hour; 10 per day"
#: One hall, or one telephone company, shows many people under one address.
CODES_AN_ADDRESS = "20 per minute; 200 per hour"


def _number_asked() -> str:
    digits = "".join(sign for sign in request.form.get("phone", "") if sign.isdecimal())
    return digits[-11:] or get_remote_address()


@blueprint.route("/sign-up", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(CODES_AN_ADDRESS, methods=["POST"])
@limits.limiter.limit(CODES_A_NUMBER, methods=["POST"], key_func=_number_asked)
def sign_up() -> ResponseReturnValue:
    """Ask for a mobile number and send a code to it."""
    if somebody() is not None:
        return redirect("/my")
    form = PhoneForm()
    if form.validate_on_submit():
        session[_PHONE] = form.phone.data
        _send_code(str(form.phone.data))
        return redirect(url_for("applications.sign_up_code"))
    return render_template("sign_up/phone.html", form=form), 200 if not form.errors else 400


@blueprint.route("/sign-up/code", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.LOOK_UP, methods=["POST"], deduct_when=limits.is_wrong)
@limits.limiter.limit(
    limits.LOOK_UP,
    methods=["POST"],
    deduct_when=limits.is_wrong,
    key_func=lambda: str(session.get(_PHONE, "")) or get_remote_address(),
)
def sign_up_code() -> ResponseReturnValue:
    """Take the code, open the account and sign in."""
    phone = session.get(_PHONE)
    if not phone:
        return redirect(url_for("applications.sign_up"))
    form = SignUpForm()
    if form.validate_on_submit() and _opened(str(phone), form):
        session.pop(_PHONE, None)
        flash(_("注册成功，您已登录。"))
        return redirect(url_for("applications.new"))
    return render_template(
        "sign_up/code.html", form=form, phone=masked_phone(str(phone)), minutes=codes.MINUTES
    ), 200 if not form.errors else 400


@blueprint.post("/apply/again")
@guards.public
@limits.limiter.limit(limits.SIGN_IN, methods=["POST"], deduct_when=limits.is_wrong)
def again() -> ResponseReturnValue:
    """Sign in once more and send what was typed to the page it was meant for."""
    wanted = own_path(request.args.get("wanted"), url_for("applications.start"))
    form = AgainForm()
    if form.validate_on_submit():
        try:
            let_in(form.again_name.data or "", form.again_password.data or "")
        except NotAllowed as error:
            form.again_password.errors = [explained(error)]
        else:
            return redirect(wanted, code=307)  # The browser sends the same form once more.
    return ask_again(wanted, form)


def ask_again(wanted: str = "", form: AgainForm | None = None) -> ResponseReturnValue:
    """Answer a form sent too late: ask for the password again and carry along what was typed.

    Somebody who is signed in, and only has an old page, sends it once more with one button.
    """
    left_out = {"csrf_token", "again_name", "again_password"}
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in left_out]
    return render_template(
        "apply/again.html",
        form=form or AgainForm(formdata=None),
        typed=typed,
        wanted=wanted or request.path,
        has_file=bool(request.files),
    ), 400


def _send_code(phone: str) -> None:
    """Send the code; a number that has an account is told so on the phone alone.

    The page says the same for both, so that nobody learns who has an account.
    """
    here = installation()
    place = here.settings.place
    with working(here.database.acts, system_actor(place), here.clock, here.keyring) as work:
        letter = _code_letter(work, phone)
    transports = transports_of(here.settings)
    outbox.deliver_letter(here.database, here.keyring, transports, here.clock, letter)


def _code_letter(work: Work, phone: str) -> int:
    letter = send(
        work,
        LetterKind.VERIFICATION_CODE,
        None,
        Recipient(name=_("注册用户"), phone=phone),
        {
            "code": codes.code_for(work.keyring, phone, work.now),
            "minutes": codes.MINUTES,
            "issuer": _("公共租赁住房"),
        },
        (),
    )
    return letter.id


def _opened(phone: str, form: SignUpForm) -> bool:
    here = installation()
    if not codes.is_right(here.keyring, phone, form.code.data or "", here.clock.now()):
        form.code.errors = [_("验证码不对或已过期，请核对短信，或重新获取。")]
        return False
    place = here.settings.place
    try:
        with working(here.database.acts, system_actor(place), here.clock, here.keyring) as work:
            actor = _account(work, phone, form)
    except BadInput as error:
        form.form_errors.append(explained(error))
        return False
    begin(actor)
    return True


def _account(work: Work, phone: str, form: SignUpForm) -> Actor:
    account = accounts.open_applicant(
        work,
        phone,
        form.password.data or "",
        work.place,
        form.name.data or "",
        form.identity_number.data or "",
    )
    return actor_of(account)
