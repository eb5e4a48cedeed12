"""Officers' pages of joint reviews: the lists, one screen a review, whose look falls due."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.checks.page_words import STATES as CHECK_STATES
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import MissingPolicyValue
from housing.joint_reviews import jobs, queries, service
from housing.joint_reviews.forms import OpinionForm, PassForm
from housing.joint_reviews.page_words import DEPARTMENTS, LISTS, PURPOSES, STATES
from housing.joint_reviews.states import ReviewPurpose
from housing.joint_reviews.view import names_of, review_view
from housing.letters.page_words import KINDS as LETTERS
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("joint_reviews", __name__, template_folder="templates")
WORDS = {"states": STATES, "purposes": PURPOSES, "lists": LISTS, "departments": DEPARTMENTS}

DEEDS = (
    Deed(
        "opine",
        Permission.REVIEW_TENANCY,
        OpinionForm,
        lambda work, form, review_id: service.opine(
            work,
            review_id,
            department=OfficeKind(form.department.data),
            adverse=form.adverse.data == "yes",
            words=form.words.data,
            document=form.document.data,
        ),
        _l("已登记部门意见。"),
        _l("登记部门的书面意见"),
        _l("同一部门再次出具书面意见的，以最后一次为准；按核查答复得出的意见另列。"),
    ),
    Deed(
        "passed",
        Permission.REVIEW_TENANCY,
        PassForm,
        lambda work, form, review_id: service.decide(
            work, review_id, passed=True, reasons=form.reasons.data.splitlines()
        ),
        _l("已认定仍符合条件，通知书已发出。"),
        _l("认定仍符合条件"),
        _l("各部门均无不利意见、条件都已核查的，由没有提出本次审核的人员认定。"),
    ),
)


@blueprint.get("/desk/tenant-reviews")
@guards.requires(Permission.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List reviews, the soonest due first."""
    only, purpose = request.args.get("only", ""), request.args.get("purpose", "")
    known = ReviewPurpose(purpose) if purpose in tuple(ReviewPurpose) else None
    wanted, place = queries.Wanted(only=only, purpose=known), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, wanted), ROWS)
        rows = queries.page_of(session, place, wanted, paging.offset, ROWS)
        names = names_of(session, [row.household_id for row in rows])
    facts = {"rows": rows, "names": names, "paging": paging, "wanted": wanted}
    today = installation().clock.today()
    return render_template("joint_reviews/listing.html", today=today, **facts, **WORDS)


@blueprint.get("/desk/tenant-reviews/due")
@guards.requires(Permission.SEE_LEASES)
def due() -> ResponseReturnValue:
    """List the tenants whose periodic look has fallen due, the longest unseen first."""
    place, day = signed_in_actor().place, installation().clock.today()
    refused, rows, names, paging = "", [], {}, paged(0, ROWS)
    with reading() as session:
        try:
            before = jobs.seen_before(session, place, day)
            paging = paged(queries.count_due(session, place, before), ROWS)
            rows = queries.due(session, place, before, paging.offset, ROWS)
            names = names_of(session, [lease.household_id for lease, _seen in rows])
        except MissingPolicyValue as missing:
            refused = explained(missing)
    facts = {"rows": rows, "names": names, "paging": paging, "refused": refused}
    return render_template("joint_reviews/due.html", **facts)


@blueprint.get("/desk/tenant-reviews/<int:review_id>")
@guards.requires(Permission.SEE_LEASES)
def show(review_id: int) -> ResponseReturnValue:
    """Show a review: what departments answered and hold, the findings, what may be done."""
    return _page(None, review_id)


def _page(filled: FlaskForm | None, review_id: int) -> ResponseReturnValue:
    here = installation()
    with reading() as session:
        view = review_view(session, here.keyring, signed_in_actor(), review_id)
    page = render_template(
        "joint_reviews/show.html",
        view=view,
        acts={each.name: each for each in DEEDS},
        forms=forms_of(DEEDS, filled),
        refused=filled,
        today=here.clock.today(),
        check_states=CHECK_STATES,
        letter_kinds=LETTERS,
        **WORDS,
    )
    return page, status_of(filled)


add_deeds(blueprint, "/desk/tenant-reviews/<int:review_id>", DEEDS, _page, "show")
