"""Handing out the lists of a round, and the receipt slips to those who deliver them."""

from io import BytesIO
from pathlib import Path
from threading import Lock

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.core.files import write_whole
from housing.lists import service
from housing.lists.paper import listing_pdf
from housing.lists.plan_units import units_listing
from housing.plans import queries as plans
from housing.rounds import queries
from housing.rounds.models import Round
from housing.web import guards
from housing.web.acting import acting, reading
from housing.web.installation import installation
from housing.web.limits import limiter

blueprint = Blueprint("lists", __name__)
_WRITING = Lock()
_KINDS = "order.xlsx", "order.pdf", "results.xlsx", "results.pdf"


@blueprint.get("/rounds/<code>/lists/<name>")
@guards.public
def download(code: str, name: str) -> ResponseReturnValue:
    """Hand out a masked list: the order once it is shown, the results once published."""
    here = installation()
    fonts = here.settings.home / "fonts"
    with reading() as session:
        round_ = queries.by_code(session, here.settings.place, code)
        path = _file_of(round_, name)
        with _WRITING:  # Setting a list in type takes seconds: once, however many ask for it.
            if not path.is_file():
                service.write_lists(session, round_.id, path.parent, here.clock.now(), fonts)
    return send_file(path, as_attachment=True, download_name=f"{round_.code}-{name}")


@blueprint.get("/plans/<round_code>/units.pdf")
@guards.public
@limiter.limit("30/minute")
def plan_units(round_code: str) -> ResponseReturnValue:
    """Hand out the units of a public plan as a list on paper."""
    here = installation()
    with reading() as session:
        plan = plans.public(session, round_code)
        units = plans.units_of(session, plan.round_id)
    path = here.settings.home / "plans" / plan.round_code / f"units-{len(units)}.pdf"
    with _WRITING:
        if not path.is_file():
            fonts, now = here.settings.home / "fonts", here.clock.now()
            write_whole(path, listing_pdf(units_listing(plan, units), now, fonts))
    return send_file(path, as_attachment=True, download_name=f"{plan.round_code}-units.pdf")


@blueprint.post("/desk/rounds/<int:round_id>/receipts")
@guards.requires(Permission.SEE_PERSONAL_DATA)
def receipts(round_id: int) -> ResponseReturnValue:
    """Hand out the slips with every household's receipt code; logged in the register."""
    home = installation().settings.home
    with acting() as work:
        round_ = queries.by_code(work.session, work.place, queries.get(work.session, round_id).code)
        path = home / "private" / round_.code / "receipts.pdf"
        service.write_receipts(work, round_.id, path, home / "fonts")
    # The slips do not stay on the disk: they name people together with their codes.
    slips = BytesIO(path.read_bytes())
    path.unlink()
    return send_file(
        slips, "application/pdf", as_attachment=True, download_name=f"{round_.code}-receipts.pdf"
    )


def _file_of(round_: Round, name: str) -> Path:
    shown = round_.published_at if name.startswith("results") else round_.order_published_at
    if name not in _KINDS or shown is None:
        raise NotFound(f"轮次 {round_.code} 没有公布 {name} / round {round_.code} has no {name}")
    return installation().settings.home / "rounds" / round_.code / name
