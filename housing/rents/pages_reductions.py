"""Officers' pages of rent reductions: the list, one of them, and its decision."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents.answer import shown as document_shown
from housing.documents.folder import folder_of
from housing.documents.service import read
from housing.leases import queries as leases
from housing.leases import terms
from housing.rent_standards.page_words import GROUPS
from housing.rents import queries, reductions
from housing.rents.forms import EndForm, GrantForm, RefuseForm, TokenForm
from housing.rents.page_words import LISTS, STATES
from housing.rents.states import ReductionState
from housing.units import queries as units
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("reductions", __name__, template_folder="templates")


@blueprint.get("/desk/reductions")
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List reductions by state; those that wait come first."""
    only = request.args.get("only", "applied")
    state = ReductionState(only) if only in set(ReductionState) else None
    place = signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, state), ROWS)
        found = queries.page_of(session, place, state, paging.offset, ROWS)
    facts = {"found": found, "paging": paging, "only": only, "lists": LISTS}
    return render_template("rents/reductions.html", states=STATES, **facts)


@blueprint.get("/desk/reductions/<int:reduction_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(reduction_id: int) -> ResponseReturnValue:
    """Show one reduction and what may be done."""
    return _page(None, reduction_id)


@blueprint.get("/desk/reductions/<int:reduction_id>/papers/<int:document_id>")
@guards.requires(Permission.SEE_LEDGER)
def paper(reduction_id: int, document_id: int) -> ResponseReturnValue:
    """Show a paper that a tenant sent; the register keeps who looked."""
    with acting() as work:
        case = queries.reduction(work.session, work.place, reduction_id).case
        found = documents.get(work.session, case, document_id)
        return document_shown(found, read(work, folder_of(installation().settings), case, found))


def _page(filled: FlaskForm | None, reduction_id: int) -> ResponseReturnValue:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = queries.reduction(session, place, reduction_id)
        lease = leases.get(session, place, found.lease_id)
        facts = {
            "each": found,
            "lease": lease,
            "address": units.located(session, lease.unit_id),
            "papers": documents.of_case(session, found.case),
            "terms": terms.of_leases(session, [lease.id]).get(lease.id, []),
        }
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    words = {"states": STATES, "groups": GROUPS, "today": day}
    return render_template("rents/reduction.html", **facts, **forms, **words), status_of(filled)


def _grant(work: Work, form: FlaskForm, reduction_id: int) -> object:
    return reductions.grant(
        work,
        reduction_id,
        percent=form.percent.data,
        until_month=form.until_month.data,
        reasons=form.reasons.data,
        document=form.document.data,
    )


def _refuse(work: Work, form: FlaskForm, reduction_id: int) -> object:
    given = {"reasons": form.reasons.data, "document": form.document.data or ""}
    return reductions.refuse(work, reduction_id, **given)


def _end(work: Work, form: FlaskForm, reduction_id: int) -> object:
    given = {"last_month": form.last_month.data, "reason": form.reason.data}
    return reductions.end(work, reduction_id, **given)


DEEDS = (
    Deed(
        "grant",
        Permission.DECIDE_REDUCTION,
        GrantForm,
        _grant,
        _l("减免已批准，自下月起执行。"),
        _l("批准减免"),
        _l("自决定的下一个月起执行，到期自动停止；受理人不能决定。"),
    ),
    Deed(
        "refuse",
        Permission.DECIDE_REDUCTION,
        RefuseForm,
        _refuse,
        _l("已不予批准，并已书面告知。"),
        _l("不予批准"),
        is_grave=True,
    ),
    Deed(
        "withdraw",
        Permission.KEEP_RENT,
        TokenForm,
        lambda work, _form, reduction_id: reductions.withdraw(work, reduction_id),
        _l("申请已撤回。"),
        _l("承租人撤回申请"),
    ),
    Deed(
        "end",
        Permission.DECIDE_REDUCTION,
        EndForm,
        _end,
        _l("减免已提前终止，并已书面告知。"),
        _l("提前终止减免"),
        is_grave=True,
    ),
)
add_deeds(blueprint, "/desk/reductions/<int:reduction_id>", DEEDS, _page, "show")
