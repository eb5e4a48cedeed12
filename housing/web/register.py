"""The register as officers and auditors read it, and the check of its chain."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.models import RegisterHead, RegisterRow
from housing.core.audit.record import verify
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.paging import paged
from housing.web.tag_words import TAG_WORDS

blueprint = Blueprint("register", __name__)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"tag_words": TAG_WORDS}


@blueprint.get("/register")
@guards.requires(Permission.SEE_REGISTER)
def listing() -> ResponseReturnValue:
    """Show the county's acts, the newest first."""
    place = signed_in_actor().place
    with reading() as session:
        head = session.get(RegisterHead, place)
        paging = paged(head.number if head else 0)
        top = paging.total - paging.offset
        rows = session.scalars(
            select(RegisterRow)
            .where(RegisterRow.place == place)
            .where(RegisterRow.number.between(top - paging.rows + 1, top))
            .order_by(RegisterRow.number.desc())
        ).all()
    return render_template("register.html", rows=rows, paging=paging, head=head, findings=None)


@blueprint.post("/register/check")
@guards.requires(Permission.SEE_REGISTER)
def check() -> ResponseReturnValue:
    """Walk the whole chain and name every fault; asked for, since it reads every row."""
    place = signed_in_actor().place
    with reading() as session:
        head = session.get(RegisterHead, place)
        findings = verify(session, place)
    return render_template("register.html", rows=(), paging=None, head=head, findings=findings)
