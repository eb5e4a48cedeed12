"""Pages of rent standards: for everybody, and for those who enter, confirm and publish them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.policies import shown
from housing.rent_standards import approving, queries
from housing.rent_standards.approving import Approval
from housing.rent_standards.forms import (
    ApprovalForm,
    ConfirmForm,
    PublicationForm,
    StandardForm,
)
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation

blueprint = Blueprint("rent_standards", __name__, template_folder="templates")


@blueprint.get("/rent-standards")
@guards.public
def published() -> ResponseReturnValue:
    """Show the county's rent standards, with approval, first day and next look (HN 25)."""
    here = installation()
    with reading() as session:
        found = queries.standards(session, here.settings.place, here.clock.today())
    return render_template("rent_standards/published.html", standards=found, **_words())


@blueprint.get("/desk/rent-standards")
@guards.requires(Permission.SEE_LEDGER)
def desk() -> ResponseReturnValue:
    """Show the standards with what waits, and the acts on them."""
    return _page(None)


def _page(filled: FlaskForm | None) -> ResponseReturnValue:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = queries.standards(session, place, day)
        entered = queries.entered(session, place)
    facts = {"standards": found, "entered": entered, "today": day}
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    return render_template("rent_standards/desk.html", **facts, **forms, **_words()), status_of(
        filled
    )


def _approval(form: FlaskForm) -> Approval:
    return Approval(form.authority.data, form.document.data, form.approved_on.data)


def _enter(work: Work, form: FlaskForm) -> object:
    return approving.propose(
        work,
        form.parameter.data,
        form.value.data,
        form.first_day.data,
        _approval(form),
        form.source.data or "",
    )


def _publish(work: Work, form: FlaskForm) -> object:
    return approving.publish(
        work,
        form.parameter.data,
        form.first_day.data,
        published_on=form.published_on.data,
        channel=form.channel.data,
    )


DEEDS = (
    Deed(
        "enter",
        Permission.PROPOSE_VALUE,
        StandardForm,
        _enter,
        _l("已登记，等待另一人核准。"),
        _l("登记新标准"),
        _l(
            "租金标准须经同级政府批准；没有批准文件和施行日期的，不能施行。新值请在原值的基础上改。"
        ),
    ),
    Deed(
        "confirm",
        Permission.APPROVE_VALUE,
        ConfirmForm,
        lambda work, form: approving.confirm(work, form.amendment.data),
        _l("已核准，自施行日期起执行。"),
        _l("核准新标准"),
    ),
    Deed(
        "approval",
        Permission.PROPOSE_VALUE,
        ApprovalForm,
        lambda work, form: approving.record(work, form.amendment.data, _approval(form)),
        _l("批准文件已登记。"),
        _l("补登批准文件"),
    ),
    Deed(
        "publish",
        Permission.PROPOSE_VALUE,
        PublicationForm,
        _publish,
        _l("公布情况已登记。"),
        _l("登记公布情况"),
    ),
)
add_deeds(blueprint, "/desk/rent-standards", DEEDS, _page, "desk")


def _words() -> dict[str, object]:
    return {"in_words": shown.in_words}
