"""Pages of the books: balances by kind of account, movements of some months, one voucher."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.ledger import checking, queries
from housing.ledger.page_words import ACCOUNTS, TRANSFERS
from housing.ledger.words import ACCOUNT_NAMES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import said
from housing.web.workbook import download, workbook

blueprint = Blueprint("ledger", __name__, template_folder="templates")
COLUMNS = ("账户", "月份", "借方（元）", "贷方（元）")
WORDS = {"accounts": ACCOUNTS, "transfers": TRANSFERS}
EARLIEST = date(2000, 1, 1)


@blueprint.get("/desk/ledger")
@guards.requires(Permission.SEE_LEDGER)
def overview() -> ResponseReturnValue:
    """Show balances by kind of account, and what moved in the days that were asked for."""
    since, until = _days()
    with reading() as session:
        place = signed_in_actor().place
        kinds = queries.by_kind(session, place)
        balance = queries.trial_balance(session, place)
        moved = sorted(queries.moved(session, place, since, until).items())
    facts = {"kinds": kinds, "balance": balance, "moved": moved, "since": since, "until": until}
    return render_template("ledger/overview.html", **facts, **WORDS)


@blueprint.get("/desk/ledger.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def sheet() -> Response:
    """Give the movements of the days that were asked for as a sheet."""
    since, until = _days()
    with reading() as session:
        moved = queries.moved(session, signed_in_actor().place, since, until)
    cells = [
        (ACCOUNT_NAMES[kind], period, debits / 100, credits_ / 100)
        for (kind, period), (debits, credits_) in sorted(moved.items())
    ]
    return download(workbook("账簿", COLUMNS, cells), f"ledger-{since}-{until}.xlsx")


@blueprint.get("/desk/ledger/vouchers/<voucher>")
@guards.requires(Permission.SEE_LEDGER)
def voucher(voucher: str) -> ResponseReturnValue:
    """Show the lines of one voucher."""
    with reading() as session:
        lines = queries.lines_of_voucher(session, signed_in_actor().place, voucher)
    return render_template("ledger/voucher.html", voucher=voucher, lines=lines, **WORDS)


@blueprint.post("/desk/ledger/check")
@guards.requires(Permission.SEE_REGISTER)
def check() -> ResponseReturnValue:
    """Compare totals with transfers and vouchers with the register, and say what was found."""
    with reading() as session:
        found = checking.faults(session, signed_in_actor().place)
    for each in found[:20]:
        flash(said(each), "error")
    if not found:
        flash(_("账簿完整：借贷相等，账户与流水、凭证与登记簿一致。"))
    return redirect(url_for("ledger.overview"))


def _days() -> tuple[date, date]:
    """The days of the address; this month up to today by default."""
    today = installation().clock.today()
    since = request.args.get("since", today.replace(day=1), type=date.fromisoformat)
    until = request.args.get("until", today, type=date.fromisoformat)
    return max(since, EARLIEST), max(since, EARLIEST, until)
