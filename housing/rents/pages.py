"""Officers' pages of rents: the months charged, fees of estates, adjusting to a new standard."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.ledger import queries as ledger
from housing.rent_standards.page_words import GROUPS
from housing.rents import changes, fees, queries
from housing.rents.forms import AdjustForm, FeeForm, fen
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation

blueprint = Blueprint("rents", __name__, template_folder="templates")
#: So many running leases are looked at for one page of the preview.
SOME = 50


@blueprint.get("/desk/rents")
@guards.requires(Permission.SEE_LEDGER)
def overview() -> ResponseReturnValue:
    """Show what was charged month by month, what waits, and the fees of estates."""
    return _page(None)


@blueprint.route("/desk/rents/adjust", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_RENT)
def adjust() -> ResponseReturnValue:
    """Show what a new standard changes, some leases at a time, and change those that were shown."""
    form, after = AdjustForm(), request.args.get("after", 0, type=int)
    if form.validate_on_submit() and (made := attempt(form, _adjusted)) is not None:
        flash(_("已调整 %(number)s 份合同的租金，并通知承租人。", number=made))
        return redirect(url_for("rents.adjust", after=after))
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = changes.preview(session, place, day, after, SOME)
        following = changes.after_some(session, place, after, SOME)
    facts = {"found": found, "following": following, "after": after, "groups": GROUPS}
    return answer(form, "rents/adjust.html", **facts)


def _adjusted(form: FlaskForm) -> int:
    chosen = request.form.getlist("lease", type=int)
    with acting() as work:
        made = changes.adjust(work, chosen, reason=form.reason.data, document=form.document.data)
    return len(made)


def _page(filled: FlaskForm | None) -> ResponseReturnValue:
    place = signed_in_actor().place
    with reading() as session:
        facts = {
            "months": queries.months(session, place),
            "waiting": queries.waiting(session, place),
            "fees": queries.fees(session, place),
            "balance": ledger.trial_balance(session, place),
        }
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    return render_template("rents/overview.html", **facts, **forms), status_of(filled)


def _set_fee(work: Work, form: FlaskForm) -> object:
    return fees.set_fee(
        work,
        form.project_code.data.strip(),
        from_month=form.from_month.data,
        fen_per_m2=fen(form.yuan),
        document=form.document.data,
    )


DEEDS = (
    Deed(
        "set_fee",
        Permission.KEEP_RENT,
        FeeForm,
        _set_fee,
        _l("物业费已确定，自执行月份起计收。"),
        _l("确定小区物业费"),
        _l("物业费单独计收，不与租金合并；已计收的月份不变。"),
    ),
)
add_deeds(blueprint, "/desk/rents", DEEDS, _page, "overview")
