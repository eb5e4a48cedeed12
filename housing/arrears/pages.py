"""Officers' pages of arrears: who owes how long, the list as a sheet, one case with its acts."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.arrears import queries, service
from housing.arrears.forms import (
    AnswerForm,
    DecideForm,
    NoticeForm,
    PlanForm,
    TokenForm,
    parts_of,
)
from housing.arrears.page_words import ACTS, STATES
from housing.arrears.queries import Narrow
from housing.arrears.rules import CLASSES
from housing.arrears.states import ArrearsAct, ArrearsState
from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.leases import queries as leases
from housing.policies.queries import book as values_in_force
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("arrears", __name__, template_folder="templates")
COLUMNS = ("租赁合同", "承租人", "房源", "最早欠缴月份", "欠缴月数", "欠缴金额（元）", "状态")


@blueprint.get("/desk/arrears")
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List who owes, the longest first, by age."""
    return _list(TokenForm())


@blueprint.post("/desk/arrears/remind")
@guards.requires(Permission.KEEP_RENT)
def remind_all() -> ResponseReturnValue:
    """Remind those whom nobody has reminded."""
    form = TokenForm()
    if form.validate_on_submit() and attempt(form, _remind_all) is not None:
        return redirect(url_for("arrears.listing"))
    return _list(form)


def _list(form: FlaskForm) -> ResponseReturnValue:
    place, narrow = signed_in_actor().place, _narrow()
    with reading() as session:
        paging = paged(queries.count(session, place, narrow), ROWS)
        rows = queries.page_of(session, place, narrow, paging.offset, ROWS)
        facts = {
            "ageing": queries.ageing(session, place),
            "waiting": queries.waiting(session, place),
        }
    words = {"states": STATES, "classes": CLASSES, "masked": masked_name, "narrow": narrow}
    asked = {"state": request.args.get("state", ""), "months": request.args.get("months", "")}
    return answer(
        form, "arrears/listing.html", rows=rows, paging=paging, asked=asked, **facts, **words
    )


@blueprint.get("/desk/arrears.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def export() -> Response:
    """Give the list as a sheet, masked."""
    with reading() as session:
        rows = queries.page_of(session, signed_in_actor().place, _narrow(), limit=None)
    cells = [
        (
            row.lease.number,
            masked_name(row.household.name),
            row.unit.code,
            row.case.oldest,
            row.case.months,
            yuan(Fen(row.case.owed_fen)),
            str(STATES[row.case.state]),
        )
        for row in rows
    ]
    return download(workbook("欠缴清单", COLUMNS, cells), "arrears.xlsx")


@blueprint.get("/desk/arrears/<int:case_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(case_id: int) -> ResponseReturnValue:
    """Show one case: what is owed, every step, and what may be done."""
    return _page(None, case_id)


def _narrow() -> Narrow:
    state, months = request.args.get("state", ""), request.args.get("months", "")
    known = ArrearsState(state) if state in set(ArrearsState) else None
    least = int(months) if months.isdecimal() and len(months) < 4 else 0
    return Narrow(state=known, months=least, project=request.args.get("project", ""))


def _remind_all(_form: FlaskForm) -> bool:
    with acting() as work:
        sent = service.remind_all(work)
    flash(_("已发出 %(count)s 份提醒。", count=sent))
    return True


def _notice(work: Work, form: FlaskForm, case_id: int) -> object:
    return service.propose_notice(
        work,
        case_id,
        employer=form.employer.data,
        legal_basis=form.legal_basis.data,
        note=form.note.data or "",
        document=form.document.data,
    )


def _answer(work: Work, form: FlaskForm, case_id: int) -> object:
    given = {"note": form.note.data, "document": form.document.data or ""}
    return service.answer(work, case_id, **given)


def _agree(work: Work, form: FlaskForm, case_id: int) -> object:
    return service.agree(work, case_id, parts_of(form.parts.data), document=form.document.data)


DEEDS = (
    Deed(
        "remind",
        Permission.KEEP_RENT,
        TokenForm,
        lambda w, _f, case_id: service.remind(w, case_id),
        _l("提醒已发出。"),
        _l("发出提醒"),
    ),
    Deed(
        "demand",
        Permission.KEEP_RENT,
        TokenForm,
        lambda w, _f, case_id: service.demand(w, case_id),
        _l("催缴通知书已发出。"),
        _l("发出催缴通知书"),
    ),
    Deed(
        "notice",
        Permission.KEEP_RENT,
        NoticeForm,
        _notice,
        _l("已提出，由负责人批准后才通报单位。"),
        _l("提出通报单位"),
        _l("写明所依据的规定；系统不会自动划扣工资，是否划扣由单位依该规定办理。"),
        is_grave=True,
    ),
    Deed(
        "approve_notice",
        Permission.DECIDE_TENANCY,
        DecideForm,
        lambda w, f, case_id: service.decide_notice(
            w, case_id, approved=True, reason=f.reason.data
        ),
        _l("已批准，通报已出具，请打印送达。"),
        _l("批准通报单位"),
        is_grave=True,
    ),
    Deed(
        "refuse_notice",
        Permission.DECIDE_TENANCY,
        DecideForm,
        lambda w, f, case_id: service.decide_notice(
            w, case_id, approved=False, reason=f.reason.data
        ),
        _l("已记录不批准。"),
        _l("不批准通报单位"),
    ),
    Deed(
        "answered",
        Permission.KEEP_RENT,
        AnswerForm,
        _answer,
        _l("回复已登记。"),
        _l("登记承租人或者单位的回复"),
    ),
    Deed(
        "agree",
        Permission.KEEP_RENT,
        PlanForm,
        _agree,
        _l("分期约定已登记，确认书已发出。"),
        _l("约定分期缴纳"),
        _l("各期合计须等于现在的欠缴金额；未按期缴纳的自动终止，恢复催缴。"),
    ),
    Deed(
        "end_plan",
        Permission.KEEP_RENT,
        DecideForm,
        lambda w, f, case_id: service.end_plan(w, case_id, reason=f.reason.data),
        _l("分期约定已终止。"),
        _l("终止分期约定"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, case_id: int) -> ResponseReturnValue:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        case = queries.get(session, place, case_id)
        facts = {
            "case": case,
            "lease": leases.get(session, place, case.lease_id),
            "name": masked_name(households.get(session, place, case.household_id).name),
            "plan": queries.plan(session, case.id),
            "hint": service.hint(values_in_force(session), place, day, case.months),
        }
    proposed = queries.last_step(case, ArrearsAct.PROPOSE_NOTICE)
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    words = {"states": STATES, "act_words": ACTS, "refused": filled, "today": day}
    page = render_template("arrears/show.html", proposed=proposed, **facts, **forms, **words)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/arrears/<int:case_id>", DEEDS, _page, "show")
