"""The notice board: what is made public now. Nothing here may be harvested.

Every address holds a key that cannot be guessed, wrong keys and ended notices give nothing, there
is no feed and no JSON, search engines are told to keep off, and one address may only ask so often.
Basis: HN 15 (HN-15-3, HN-15-9, HN-15-11).
"""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from housing.catalogue.articles import articles
from housing.notices import queries
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.notices.page_words import KIND_WORDS
from housing.web import guards, limits
from housing.web.acting import reading
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("notices", __name__, template_folder="templates")
ROWS = 20
KEEP_OFF = "noindex, nofollow, noarchive"
ROBOTS = "User-agent: *\nDisallow: /notices\nDisallow: /objections\nDisallow: /api/\n"


@blueprint.after_request
def keep_off(answer: Response) -> Response:
    """Tell search engines to keep nothing of these pages."""
    answer.headers["X-Robots-Tag"] = KEEP_OFF
    return answer


@blueprint.get("/notices")
@guards.public
@limits.limiter.limit(limits.READING)
def board() -> ResponseReturnValue:
    """Show the notices that are up today, without anybody's name."""
    here, kind = installation(), request.args.get("kind", "")
    place, day = here.settings.place, here.clock.today()
    kinds = [NoticeKind(kind)] if kind in tuple(NoticeKind) else None
    with reading() as session:
        paging = paged(queries.count_running(session, place, day, kinds=kinds), ROWS)
        rows = queries.running(
            session, place, day, kinds=kinds, offset=paging.offset, limit=paging.rows
        )
        facts = {
            "rows": [(row, queries.office_name(session, row)) for row in rows],
            "paging": paging,
        }
    return render_template("notices/board.html", kind=kind, kind_words=KIND_WORDS, **facts)


@blueprint.get("/notices/<key>")
@guards.public
@limits.limiter.limit(limits.READING)
@limits.limiter.limit(limits.LOOK_UP, deduct_when=limits.is_wrong)
def show(key: str) -> ResponseReturnValue:
    """Show one notice while it is up; afterwards only its title and days."""
    here = installation()
    with reading() as session:
        notice = queries.by_key(session, key, here.clock.today())
        office = queries.office_name(session, notice)
    runs = notice.runs_on(here.clock.today())
    facts = {"notice": notice, "office": office, "runs": runs, "cites": articles(notice.rules)}
    return render_template(
        "notices/show.html", kind_words=KIND_WORDS, shown=_shown(notice, runs), **facts
    )


@blueprint.get("/robots.txt")
@guards.public
def robots() -> ResponseReturnValue:
    """Tell search engines what is not theirs."""
    return Response(ROBOTS, mimetype="text/plain")


def _shown(notice: Notice, runs: bool) -> Sequence[Sequence[str]]:
    return notice.shown if runs else ()
