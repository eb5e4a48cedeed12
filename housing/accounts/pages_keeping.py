"""The administrator's pages of officers' accounts: list, open, move, name, close."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.accounts import queries, service
from housing.accounts.forms import AccountForm, ClosingForm, MovingForm, PersonForm
from housing.accounts.models import Account
from housing.accounts.pages import blueprint
from housing.core.access.permissions import Permission, Role
from housing.core.work import Work
from housing.offices import queries as offices
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, answer, offer_deeds, perform
from housing.web.paging import paged
from housing.web.role_words import ROLE_WORDS

__all__ = ["blueprint"]


@blueprint.get("/accounts")
@guards.requires(Permission.KEEP_ACCOUNTS)
def listing() -> ResponseReturnValue:
    """Show the county's accounts."""
    with reading() as session:
        accounts = queries.accounts_of(session, signed_in_actor().place)
    paging = paged(len(accounts))
    shown = accounts[paging.offset : paging.last]
    return render_template(
        "accounts/listing.html", accounts=shown, paging=paging, role_words=ROLE_WORDS
    )


@blueprint.route("/accounts/open", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def open_one() -> ResponseReturnValue:
    """Open an officer's account."""
    return _asked(OPEN, AccountForm())


@blueprint.route("/accounts/<name>/move", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def move(name: str) -> ResponseReturnValue:
    """Let an officer work in another office."""
    account = _own(name)
    now = {"office": account.office.code if account.office else ""}
    return _asked(MOVE, MovingForm(data=now), account)


@blueprint.route("/accounts/<name>/person", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def person(name: str) -> ResponseReturnValue:
    """Write down who an officer is."""
    account = _own(name)
    return _asked(PERSON, PersonForm(data={"person": account.person}), account)


@blueprint.route("/accounts/<name>/close", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def close(name: str) -> ResponseReturnValue:
    """Close an account after asking why."""
    return _asked(CLOSE, ClosingForm(), _own(name))


def _asked(deed: Deed, form: FlaskForm, account: Account | None = None) -> ResponseReturnValue:
    names = {} if account is None else {"name": account.name}
    if perform(form, lambda work: deed.run(work, form, **names)):
        flash(deed.told)
        return redirect(url_for("accounts.listing"))
    return answer(form, f"accounts/{deed.name}.html", account=account)


def _opened(work: Work, form: AccountForm) -> Account:
    words = (form.name.data or "", Role(form.role.data), work.place, form.password.data or "")
    return service.open_account(work, *words, _office_id(work, form))


def _moved(work: Work, form: MovingForm, name: str) -> Account:
    reason = form.reason.data or ""
    return service.move_account(
        work, _known(work, name), _office_id(work, form) or 0, reason=reason
    )


def _named(work: Work, form: PersonForm, name: str) -> Account:
    words = (form.person.data or "", form.identity_number.data or "")
    return service.set_identity(work, _known(work, name), *words)


def _closed(work: Work, form: ClosingForm, name: str) -> Account:
    return service.close_account(work, _known(work, name), reason=form.reason.data or "")


def _known(work: Work, name: str) -> str:
    return queries.officer(work.session, work.place, name).name


def _office_id(work: Work, form: AccountForm | MovingForm) -> int | None:
    office = offices.by_code(work.session, work.place, form.office.data or "")
    return office.id if office else None


_KEEPS = Permission.KEEP_ACCOUNTS
OPEN = Deed("open", _KEEPS, AccountForm, _opened, _l("账号已开设。"), _l("开设账号"))
MOVE = Deed("move", _KEEPS, MovingForm, _moved, _l("已调整所在机构。"), _l("调整所在机构"))
PERSON = Deed("person", _KEEPS, PersonForm, _named, _l("已登记本人信息。"), _l("登记本人信息"))
CLOSE = Deed("close", _KEEPS, ClosingForm, _closed, _l("账号已停用。"), _l("停用账号"))
offer_deeds(blueprint, "/accounts", (OPEN,))
offer_deeds(blueprint, "/accounts/<name>", (MOVE, PERSON, CLOSE))


def _own(name: str) -> Account:
    with reading() as session:
        return queries.officer(session, signed_in_actor().place, name)
