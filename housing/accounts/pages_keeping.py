"""The administrator's pages of officers' accounts: list, open, move, name, close."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from housing.accounts import queries, service
from housing.accounts.forms import AccountForm, ClosingForm, MovingForm, PersonForm
from housing.accounts.models import Account
from housing.accounts.pages import blueprint
from housing.core.access.permissions import Permission, Role
from housing.core.errors import NotFound
from housing.core.work import Work
from housing.offices import queries as offices
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.kept import kept
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
    form = AccountForm()
    form.office.choices = [SelectChoice("", _("无（系统管理员）")), *_offices()]

    def act(work: Work) -> object:
        office_id = int(form.office.data) if form.office.data else None
        words = (form.name.data or "", Role(form.role.data), work.place, form.password.data or "")
        return service.open_account(work, *words, office_id)

    return _asked("open", form, act, _("账号已开设。"))


@blueprint.route("/accounts/<name>/move", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def move(name: str) -> ResponseReturnValue:
    """Let an officer work in another office."""
    account = _own(name)
    form = MovingForm(data={"office": str(account.office_id or "")})
    form.office.choices = _offices()

    def act(work: Work) -> object:
        reason = form.reason.data or ""
        return service.move_account(work, name, int(form.office.data), reason=reason)

    return _asked("move", form, act, _("已调整所在机构。"), account)


@blueprint.route("/accounts/<name>/person", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def person(name: str) -> ResponseReturnValue:
    """Write down who an officer is."""
    account = _own(name)
    form = PersonForm(data={"person": account.person})

    def act(work: Work) -> object:
        words = (form.person.data or "", form.identity_number.data or "")
        return service.set_identity(work, name, *words)

    return _asked("person", form, act, _("已登记本人信息。"), account)


@blueprint.route("/accounts/<name>/close", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_ACCOUNTS)
def close(name: str) -> ResponseReturnValue:
    """Close an account after asking why."""
    account, form = _own(name), ClosingForm()

    def act(work: Work) -> object:
        return service.close_account(work, name, reason=form.reason.data or "")

    return _asked("close", form, act, _("账号已停用。"), account)


def _asked(
    page: str,
    form: FlaskForm,
    act: Callable[[Work], object],
    done: str,
    account: Account | None = None,
) -> ResponseReturnValue:
    if form.validate_on_submit() and kept(form, act):
        flash(done)
        return redirect(url_for("accounts.listing"))
    status = 400 if form.errors else 200
    return render_template(f"accounts/{page}.html", form=form, account=account), status


def _offices() -> list[SelectChoice]:
    with reading() as session:
        found = offices.listed(session, signed_in_actor().place)
    return [SelectChoice(str(office.id), office.name) for office in found]


def _own(name: str) -> Account:
    with reading() as session:
        account = queries.by_name(session, name)
    shown = account is not None and account.role != Role.APPLICANT.value
    if account is None or not shown or account.place != signed_in_actor().place:
        raise NotFound(f"没有账号“{name}” / there is no account {name!r}")
    return account
